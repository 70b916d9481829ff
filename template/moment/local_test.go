package moment

import (
	"testing"
	"time"
)

// TestZones: the same moment in two zones, days on which clocks are changed, and
// a zone that may be another.
func TestZones(t *testing.T) {
	winter, summer := time.Date(2026, 1, 15, 12, 0, 0, 0, time.UTC), time.Date(2026, 7, 15, 12, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		a, b           string
		winter, summer bool
	}{{"CET", "Europe/Vienna", true, false}, {"CEST", "Europe/Vienna", false, true}, {"UTC", "Z", true, true}, {"UTC", "+01:00", false, false}} {
		a, b := ReadZone(c.a), ReadZone(c.b)
		if a.Same(b, winter) != c.winter || a.Same(b, summer) != c.summer {
			t.Errorf("%s and %s: want %v in winter, %v in summer", c.a, c.b, c.winter, c.summer)
		}
	}
	seasonal, fixed := ReadZone("UTC+1 (summer +2)"), ReadZone("Europe/Brussels")
	for day, want := range map[string]bool{"2026-03-07": false, "2026-03-20": true, "2026-10-26": true, "2026-11-09": false, "2026-07-15": false} {
		wall, err := time.Parse(time.DateOnly, day)
		if err != nil {
			t.Fatal(err)
		}
		if got := seasonal.Changing(wall); got != want || fixed.Changing(wall) {
			t.Errorf("%s: %v, want %v", day, got, want)
		}
	}
	for text, want := range map[string]bool{"EST": true, "IST": false, "EST (GMT+3)": false, "UTC-5": false} {
		if got := ReadZone(text).Could(ReadZone("America/New_York"), winter); got != want {
			t.Errorf("%q could be that of New York: %v", text, got)
		}
	}
	for text, want := range map[string]string{"(UTC)": "UTC", "( CET )": "CET", "UTC (all)": "UTC (all)", "(a) (b)": "(a) (b)", "": ""} {
		if got := (Zone{Text: text}).Name(); got != want {
			t.Errorf("%q is called %q, want %q", text, got, want)
		}
	}
}

// TestZoneEnd: how far a zone goes that a text begins with.
func TestZoneEnd(t *testing.T) {
	for text, want := range map[string]int{"CET": 3, "CET/CEST, all": 8, "UTC+1 and more": 5, "Europe/Vienna x": 13, "(UTC+5:30) x": 10, "CET (UTC+1)": 11, "host": 0, "": 0, "CETA": 0, "(room)": 0} {
		if got := ZoneLen(text); got != want {
			t.Errorf("%q: %d, want %d", text, got, want)
		}
	}
}
