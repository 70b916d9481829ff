package moment

import "testing"

// TestLabelZones: a zone in the brackets of a label holds for the answer unless
// it is one of several, or an example.
func TestLabelZones(t *testing.T) {
	for label, want := range map[string]string{"Start (UTC)": "UTC", "Start (24-hour clock, UTC+8):": "UTC+8", "Beginn (Ortszeit, MEZ)": "MEZ", "Start (day, hour)": "",
		"Start (e.g. 14:30, CET)": "", "Start (UTC, or CET)": "", "Start (UTC, CET)": "", "Start (2026-11-20 14:30, CET)": "", "Start": ""} {
		if got := AskedZone(label); got.Text != want {
			t.Errorf("%q: %q, want %q", label, got.Text, want)
		}
	}
}
