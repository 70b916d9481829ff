package moment

import (
	"testing"
	"time"
)

func TestAgo(t *testing.T) {
	for text, want := range map[string]time.Duration{
		"2 hours ago":           2 * time.Hour,
		"an hour ago":           time.Hour,
		"30 min ago":            30 * time.Minute,
		"48 hours ago":          48 * time.Hour,
		"vor 20 Minuten":        20 * time.Minute,
		"vor einer Stunde":      time.Hour,
		"vor ca. 3 Stunden":     3 * time.Hour,
		"il y a une heure":      time.Hour,
		"il y a environ 2h":     2 * time.Hour,
		"een uur geleden":       time.Hour,
		"hace una hora":         time.Hour,
		"hace 20 minutos":       20 * time.Minute,
		"há 20 minutos":         20 * time.Minute,
		"2 horas atrás":         2 * time.Hour,
		"un'ora fa":             0, // an apostrophe: stays text
		"20 minuti fa":          20 * time.Minute,
		"20 minut temu":         20 * time.Minute,
		"för 20 minuter sedan":  20 * time.Minute,
		"for 2 timer siden":     2 * time.Hour,
		"2 tuntia sitten":       2 * time.Hour,
		"před hodinou":          0, // no number
		"před 20 minutami":      20 * time.Minute,
		"3時間前":                  3 * time.Hour,
		"20分前":                  20 * time.Minute,
		"2小时前":                  2 * time.Hour,
		"2 hours":               0,
		"2 hours later":         0,
		"for 2 hours":           0,
		"0 hours ago":           0,
		"49 hours ago":          0,
		"200 minutes ago":       0,
		"a week ago":            0,
		"long ago":              0,
		"vor 12:00":             0,
		"vor dem 20.11.2026":    0,
		"hours ago":             0,
		"il y a":                0,
		"version 2 hours a day": 0,
	} {
		if got := Read(Narrow(text)).rel.ago; got != want {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
	for text, want := range map[string]int{"2 days ago, 14:00": -2, "vor 3 Tagen, 14:00": -3, "il y a 2 jours à 14h": -2, "2日前 14:00": -2, "7 dagen geleden 14:00": -7, "8 days ago 14:00": 0} {
		if m := Read(Narrow(text)); m.rel.days != want || m.rel.ago != 0 || want != 0 && (!m.Clock || m.Wall.Hour() != 14) {
			t.Errorf("%q: %+v, want %d days", text, m.rel, want)
		}
	}
}

// TestTellsWhen: an answer below its question is a time if it is nothing else.
func TestTellsWhen(t *testing.T) {
	for text, want := range map[string]bool{
		"today":                     true,
		"today, 9 am":               true,
		"heute früh":                true,
		"gestern Abend":             true,
		"hier soir":                 true,
		"9 am":                      true,
		"9 Uhr":                     true,
		"2 hours ago":               true,
		"3 Nov 2026":                true,
		"昨日":                        true,
		"today we saw it":           false,
		"9 users":                   false,
		"see below":                 false,
		"yesterday's backup failed": false,
		"":                          false,
	} {
		if got := Sole(text); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}
