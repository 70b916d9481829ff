package template

import "testing"

// TestSharpens: a time of day is added to a day, not changed.
func TestSharpens(t *testing.T) {
	for _, c := range []struct {
		old, is string
		want    bool
	}{
		{"2026-11-18", "2026-11-18 10:00", true},
		{"18.11.2026", "18.11.2026 um 10:00 Uhr", true},
		{"2026-11-18", "2026-11-17 10:00", false},
		{"2026-11-18 09:00", "2026-11-18 10:00", false},
		{"2026-11-18", "2026-11-18", false},
		{"in the morning", "2026-11-18 10:00", false},
	} {
		if sharpens(c.old, c.is) != c.want {
			t.Errorf("%q, then %q: %v", c.old, c.is, !c.want)
		}
	}
}
