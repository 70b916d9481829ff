package moment

import (
	"testing"
	"time"
)

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
		if Sharpens(c.old, c.is) != c.want {
			t.Errorf("%q, then %q: %v", c.old, c.is, !c.want)
		}
	}
}

// TestUntil: what parts the ends of an interval, where another end follows.
func TestUntil(t *testing.T) {
	for text, want := range map[string]string{
		" - 14:30": "14:30", " until 21 Nov": "21 Nov", " bis 15 Uhr": "15 Uhr", "〜11:30": "", "~11:30": "11:30", " から11時": "11時", ", to 9 pm": "9 pm", "/2026": "2026",
		" and more": "", " (UTC)": "", "": "", " to be told": "",
	} {
		rest, ok := Until(text)
		if ok != (want != "") || ok && rest != want {
			t.Errorf("%q: %q, %v; want %q", text, rest, ok, want)
		}
	}
}

// TestPair: the ends of an interval lend each other day and year, and nothing
// where both state it or neither does.
func TestPair(t *testing.T) {
	for _, c := range []struct{ from, to, first, last string }{
		{"2026-11-20 22:30", "01:15", "2026-11-20 22:30", "2026-11-21 01:15"},
		{"2026-11-20 10:00", "11:30", "2026-11-20 10:00", "2026-11-20 11:30"},
		{"10:00", "20.11.2026 11:30", "2026-11-20 10:00", "2026-11-20 11:30"},
		{"22:00", "20.11.2026 11:30", "", "2026-11-20 11:30"},
		{"20 Nov 22:00", "21 Nov 2026 02:00", "2026-11-20 22:00", "2026-11-21 02:00"},
		{"20 Nov 2026 22:00", "21 Nov 02:00", "2026-11-20 22:00", "2026-11-21 02:00"},
		{"20 Nov 22:00", "21 Nov 02:00", "", ""},
		{"22:00", "23:00", "", ""},
	} {
		m, n := Read(c.from), Read(c.to)
		Pair(&m, &n)
		for _, end := range []struct {
			m    Moment
			want string
		}{{m, c.first}, {n, c.last}} {
			got := ""
			if end.m.Sure() {
				got = end.m.Wall.Format("2006-01-02 15:04")
			}
			if got != end.want {
				t.Errorf("%q to %q: %q, want %q", c.from, c.to, got, end.want)
			}
		}
	}
}

// TestShareZone: a zone at one end, or in words behind both, holds for both.
func TestShareZone(t *testing.T) {
	for _, c := range []struct{ from, to, rest, first, last string }{
		{"10:00 CET", "11:00", "", "CET", "CET"},
		{"10:00", "11:00 CET", "", "CET", "CET"},
		{"10:00 UTC", "11:00 CET", "", "UTC", "CET"},
		{"10:00", "11:00", ", all times in UTC", "all times in UTC", "all times in UTC"},
		{"10:00", "11:00", " (Paris time)", "Paris time", "Paris time"},
		{"10:00", "11:00", " in Paris", "", ""},
		{"10:00", "11:00", " we met the vendor", "", ""},
		{"10:00 UTC", "11:00", " (CET)", "UTC", "UTC"},
	} {
		m, n := Read(c.from), Read(c.to)
		ShareZone(&m, &n, c.rest)
		if m.Zone.Text != c.first || n.Zone.Text != c.last {
			t.Errorf("%q, %q, %q: %q and %q, want %q and %q", c.from, c.to, c.rest, m.Zone.Text, n.Zone.Text, c.first, c.last)
		}
	}
}

// TestSettleEnd: an offset that is not that of the zone is an end.
func TestSettleEnd(t *testing.T) {
	for _, c := range []struct {
		text, form string
		settled    bool
	}{
		{"2026-11-20 10:00-11:00", "UTC", true}, {"2026-11-20 10:00-11:00", "UTC-11", false}, {"2026-11-20 10:00-11:00", "", false}, {"2026-11-20 10:00-11:00 CET", "", true},
	} {
		m := Read(c.text)
		rest, _ := Until(c.text[m.Length:])
		m.SettleEnd(Read(rest), c.text[m.Length:], ReadZone(c.form))
		if m.Sure() != c.settled {
			t.Errorf("%q in %q: %q", c.text, c.form, m.Doubt)
		}
	}
}

// TestFillYear: the year is that of the half year before a text was sent.
func TestFillYear(t *testing.T) {
	sent := time.Date(2026, 2, 10, 12, 0, 0, 0, time.UTC)
	for text, want := range map[string]int{"3 February, 16:44": 2026, "20 November, 16:44": 2025, "20 June, 16:44": 0, "29 Feb 16:44": 0, "10 Feb 12:01": 0, "3 February": 0} {
		m := Read(text)
		m.FillYear(ReadZone("UTC"), sent)
		if m.Sure() != (want > 0) || m.Sure() && m.Wall.Year() != want {
			t.Errorf("%q: %v, want %d", text, m.Wall, want)
		}
		m = Read(text)
		if m.FillYear(Zone{}, sent); m.Sure() {
			t.Errorf("%q: a year without a zone", text)
		}
	}
}

// TestStillGoing: answers that there is no end yet, and words between ends.
func TestStillGoing(t *testing.T) {
	for text, want := range map[string]bool{"Ongoing.": true, "dauert noch an": true, "継続中": true, "14:30": false, "": false, "ongoing since noon": false} {
		if got := Ongoing(text); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
	for text, want := range map[string]bool{" and 14:30": true, "und": true, "(en) route": true, "then": false, "": false} {
		if got := JoinsEnds(text); got != want {
			t.Errorf("%q joins: %v", text, got)
		}
	}
	for _, c := range []struct {
		one, two string
		want     bool
	}{{"2026-11-20", "14:30", true}, {"14:30", "yesterday", true}, {"2026-11-20 14:30", "15:00", false}, {"14:30", "15:00", false}, {"", "14:30", false}} {
		if got := HalfEach(c.one, c.two); got != c.want {
			t.Errorf("%q and %q: %v", c.one, c.two, got)
		}
	}
}
