package moment

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"
)

// monthNames are those of four languages, January first.
var monthNames = map[string][]string{
	"en": {"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"},
	"fr": {"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"},
	"de": {"Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember"},
	"nl": {"januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november", "december"},
}

// TestDatesOfFourLanguages writes random times as people do and reads them back.
func TestDatesOfFourLanguages(t *testing.T) {
	rnd := rand.New(rand.NewPCG(7, 8))
	for range 500 {
		w := time.Date(1990+rnd.IntN(50), time.Month(1+rnd.IntN(12)), 1+rnd.IntN(28), rnd.IntN(24), rnd.IntN(60), 0, 0, time.UTC)
		y, mon, d := w.Date()
		h, m, _ := w.Clock()
		name := func(lang string) string { return monthNames[lang][mon-1] }
		half := w.Format("3:04 PM")
		for _, text := range []string{
			w.Format("2006-01-02 15:04"),
			w.Format("2006-01-02T15:04:05"),
			w.Format("2006-01-02T15:04:05.000Z"),
			w.Format("02.01.2006 15:04"),
			w.Format("2.1.2006, 15:04 Uhr"),
			w.Format("2006/01/02 15:04"),
			w.Format("20060102T150405"),
			w.Format(time.RFC1123Z),
			w.Format(time.ANSIC),
			w.Format(time.UnixDate),
			w.Format("02/Jan/2006:15:04:05 -0700"),
			fmt.Sprintf("%s %d, %d at %s", name("en"), d, y, half),
			fmt.Sprintf("%s on %d %s %d", half, d, name("en"), y),
			fmt.Sprintf("%d %s %d, %02d:%02d", d, name("en"), y, h, m),
			fmt.Sprintf("le %d %s %d à %dh%02d", d, name("fr"), y, h, m),
			fmt.Sprintf("am %d. %s %d um %d.%02d Uhr", d, name("de"), y, h, m),
			fmt.Sprintf("%d %s %d om %d:%02d uur", d, name("nl"), y, h, m),
			fmt.Sprintf("%d年%d月%d日 %02d:%02d", y, mon, d, h, m),
		} {
			got := Read(text)
			if !got.Sure() || !got.Clock || !got.Wall.Truncate(time.Minute).Equal(w) {
				t.Errorf("%q: %s (ok %v, doubt %q), want %s", text, got.Wall, got.Sure(), got.Doubt, w)
			}
		}
	}
}

// TestOrderIsNeverGuessed: two numbers that could both be the month stay open
// with a slash or dash between; else there is one order.
func TestOrderIsNeverGuessed(t *testing.T) {
	for a := 1; a <= 31; a++ {
		for b := 1; b <= 31; b++ {
			for _, sep := range []string{"/", "-"} {
				text := fmt.Sprintf("%02d%s%02d%s2026 10:00", a, sep, b, sep)
				m := Read(text)
				switch {
				case a <= 12 && b <= 12 && a != b:
					if m.Sure() {
						t.Errorf("%q was read as %s", text, m.Wall)
					}
				case a > 12 && b > 12:
					if m.Sure() {
						t.Errorf("%q is no date, but was read as %s", text, m.Wall)
					}
				case a > 12 && m.Sure() && (m.Wall.Day() != a || int(m.Wall.Month()) != b), b > 12 && m.Sure() && (m.Wall.Day() != b || int(m.Wall.Month()) != a):
					t.Errorf("%q was read as %s", text, m.Wall)
				}
			}
		}
	}
}
