package moment

import (
	"strings"
	"testing"
	"time"
)

// TestPlaced: an hour of twelve is put where its part of the day has it.
func TestPlaced(t *testing.T) {
	for _, c := range []struct {
		r         relative
		hour      int
		days, day int // the hour on the clock is day, -1 for none
	}{
		{relative{days: -1}, 10, -1, 10},
		{relative{days: -1, part: morning}, 6, -1, 6},
		{relative{days: -1, part: morning}, 14, -1, -1},
		{relative{part: dayside}, 3, 0, 15},
		{relative{part: dayside}, 15, 0, 15},
		{relative{part: dayside}, 9, 0, -1},
		{relative{days: -1, part: evening}, 10, -1, 22},
		{relative{days: -1, part: evening}, 22, -1, 22},
		{relative{days: -1, part: evening}, 2, -1, -1},
		{relative{days: -1, part: nightly}, 11, -1, 23},
		{relative{days: -1, part: nightly}, 2, -1, -1},
		{relative{part: lastNight}, 3, 0, 3},
		{relative{part: lastNight}, 11, -1, 23},
		{relative{part: lastNight}, 23, -1, 23},
		{relative{part: lastNight}, 12, 0, -1},
	} {
		days, hour, ok := c.r.placed(c.hour)
		if ok != (c.day >= 0) || ok && (days != c.days || hour != c.day) {
			t.Errorf("%+v at %d: day %d, %d o'clock, %v", c.r, c.hour, days, hour, ok)
		}
	}
}

// TestAnchor: a day that is told by that of writing, on whose clock, and what
// keeps it from being one.
func TestAnchor(t *testing.T) {
	cet := Zone{Text: "CET", Loc: time.FixedZone("", 3600)}
	sent := time.Date(2026, 7, 18, 10, 30, 0, 0, time.FixedZone("", 7200))
	for _, c := range []struct {
		text    string
		written time.Time
		stated  bool
		zone    Zone
		want    string // the wall clock time, or words of the doubt
	}{
		{"yesterday 22:15", sent, false, cet, "2026-07-17 22:15"},
		{"yesterday 22:15", sent, false, Zone{}, "2026-07-17 22:15"}, // on the clock of the mail
		{"2 hours ago", sent, false, cet, "2026-07-18 07:30"},
		{"2 hours ago", sent, false, Zone{}, "2026-07-18 08:30"},
		{"2 hours ago", sent, true, cet, "which day"},
		{"today 09:00", sent, true, Zone{}, "2026-07-18 09:00"},
		{"today 23:00", sent, false, cet, "after it was written"},
		{"last night 23:30", sent, false, cet, "2026-07-17 23:30"},
		{"yesterday 22:15", sent.Add(-8 * time.Hour), false, cet, "at night"},
		{"yesterday 22:15", time.Time{}, false, cet, "which day"},
		{"yesterday evening 14:00", sent, false, cet, "which day"},
	} {
		m := Read(c.text)
		if !m.Relative("en") {
			t.Fatalf("%q tells no day by that of writing", c.text)
		}
		m.Anchor(c.written, c.stated, c.zone)
		got := m.Doubt
		if m.Sure() {
			got = m.Wall.Format("2006-01-02 15:04")
		}
		if !strings.Contains(got, c.want) {
			t.Errorf("%q: %q, want %q", c.text, got, c.want)
		}
		if byDate := c.zone.Loc == nil && !c.stated && m.rel.ago == 0; m.Zone.ByDate() != byDate {
			t.Errorf("%q: the zone %q is that of the mail: %v", c.text, m.Zone.Text, !byDate)
		}
	}
}

// TestRelative: "hier" is no day in two languages, and a date beats all.
func TestRelative(t *testing.T) {
	for _, c := range []struct {
		text, lang string
		want       bool
	}{{"hier 22:15", "fr", true}, {"hier 22:15", "de", false}, {"hier 22:15", "nl", false}, {"gestern 22:15", "de", true}, {"22:15", "en", false}, {"yesterday, 2026-11-20 22:15", "en", false}} {
		m := Read(c.text)
		if got := m.Relative(c.lang); got != c.want {
			t.Errorf("%q in %q: %v", c.text, c.lang, got)
		}
	}
}
