package template

import "testing"

// TestClockDetail: what sets a clock and how far it is off, told beside yes or no.
func TestClockDetail(t *testing.T) {
	for text, want := range map[string][2]string{
		"yes, NTP": {"NTP", ""}, "yes - NTP from our ISP": {"NTP from our ISP", ""}, "oui (GPS)": {"GPS", ""}, "ja, über NTP, auf 2 s genau": {"NTP", "auf 2 s genau"}, "はい、NTP": {"NTP", ""}, "NTP": {"NTP", ""},
		"no, about 3 minutes slow": {"", "about 3 minutes slow"}, "sí, por el controlador de dominio": {"por el controlador de dominio", ""},
		"chrony, two servers of our own": {"chrony, two servers of our own", ""}, "NTP every 5 min": {"NTP every 5 min", ""},
		"yes": {}, "no": {}, "yes, synchronised": {}, "not known": {}, "": {},
	} {
		if source, accuracy := clockDetail(text); source != want[0] || accuracy != want[1] {
			t.Errorf("%q: by %q, off by %q", text, source, accuracy)
		}
	}
}
