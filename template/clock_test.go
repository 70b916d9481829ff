package template

import (
	"strings"
	"testing"
)

// TestClockDetail: what sets a clock and how far it is off, told beside yes or no.
func TestClockDetail(t *testing.T) {
	for text, want := range map[string][2]string{
		"yes, NTP": {"NTP", ""}, "yes - NTP from our ISP": {"NTP from our ISP", ""}, "oui (GPS)": {"GPS", ""}, "ja, über NTP, auf 2 s genau": {"NTP", "auf 2 s genau"}, "はい、NTP": {"NTP", ""}, "NTP": {"NTP", ""},
		"no, about 3 minutes slow": {"", "about 3 minutes slow"}, "sí, por el controlador de dominio": {"por el controlador de dominio", ""},
		"chrony, two servers of our own": {"chrony, two servers of our own", ""}, "NTP every 5 min": {"NTP every 5 min", ""},
		"NTPで同期": {"NTP", ""}, "いいえ、約3分遅れ": {"", "約3分遅れ"}, "NTP über den Router": {"NTP über den Router", ""},
		"yes": {}, "no": {}, "yes, synchronised": {}, "not known": {}, "": {},
	} {
		if source, accuracy := clockDetail(text); source != want[0] || accuracy != want[1] {
			t.Errorf("%q: by %q, off by %q", text, source, accuracy)
		}
	}
}

// TestClockLabels: what is said of a clock below the plainest labels.
func TestClockLabels(t *testing.T) {
	f := builtin(t)
	for text, want := range map[string]string{
		"Clock sync: not synced": "no||", "Is NTP used?: no": "no||",
		"Clock synchronised: by the domain controller": "yes|by the domain controller|", "Uhr synchronisiert: über den Domänencontroller": "yes|über den Domänencontroller|",
	} {
		c := f.Parse(body(reporter + text + "\n")).Clock
		if got := c.Synchronised + "|" + c.Source + "|" + c.Accuracy; got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// TestClockSourceBelow: what sets a clock may stand alone below its question, though
// its name is a label elsewhere.
func TestClockSourceBelow(t *testing.T) {
	f := builtin(t)
	blank, err := f.Blank("tocsin-1", "en")
	if err != nil {
		t.Fatal(err)
	}
	blank = strings.Replace(blank, "Your name *", "Your name *: Jane Doe\n", 1)
	const question, hint = "Clock is set by .................:\n", "  (as NTP, GPS, by hand)\n"
	if !strings.Contains(blank, question+hint) {
		t.Fatalf("the blank form lacks %q", question+hint)
	}
	for _, below := range []string{"NTP\n", "\nNTP\n", hint + "\nNTP\n", "\n" + hint + "\n  ntp\n"} {
		c := f.Parse(Document{Texts: []Text{{Text: strings.Replace(blank, question+hint, question+below, 1)}}}).Clock
		if c.Synchronised != "yes" || !strings.EqualFold(c.Source, "ntp") {
			t.Errorf("%q: %+v", below, c)
		}
	}
}
