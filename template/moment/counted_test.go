package moment

import (
	"strings"
	"testing"
)

// TestCounted: weeks, Unix time and figures with the names of their units.
func TestCounted(t *testing.T) {
	for text, want := range map[string]string{
		"2026-W47-5 14:30":        "2026-11-20 14:30:00",
		"2026-W01-1 00:00":        "2025-12-29 00:00:00",
		"2026-W53-5 14:30":        "2027-01-01 14:30:00",
		"2026W475T143000Z":        "2026-11-20 14:30:00",
		"1763649000":              "2025-11-20 14:30:00",
		"1763649000.250":          "2025-11-20 14:30:00",
		"1763649000123 ms":        "2025-11-20 14:30:00",
		"@1763649000":             "2025-11-20 14:30:00",
		"Unix time: 1763649000":   "2025-11-20 14:30:00",
		"1763649000 (epoch)":      "2025-11-20 14:30:00",
		"2026-11-20 14h30m15s":    "2026-11-20 14:30:15",
		"2026-11-20 14h30min":     "2026-11-20 14:30:00",
		"2026-11-20 14 h 30":      "2026-11-20 14:30:00",
		"le 20/11/2026 à 14 h 30": "2026-11-20 14:30:00",
		"20.11.2026, 14 Uhr 30":   "2026-11-20 14:30:00",
		"14 Uhr, 20.11.2026":      "2026-11-20 14:00:00",
		"14 Uhr 20.11.2026":       "2026-11-20 14:00:00",
		"14h 20 novembre 2026":    "2026-11-20 14:00:00",
		"2026-11-20 2.30pm":       "2026-11-20 14:30:00",
		"2026-11-20 2.30 p.m.":    "2026-11-20 14:30:00",
		"2026-11-20 14:30:15.25":  "2026-11-20 14:30:15",
		"2026-11-20 14:30:15,25":  "2026-11-20 14:30:15",
		// None of these.
		"2026-W47":         "",
		"2026-W54-1 10:00": "",
		"2026-W47-8 10:00": "",
		"2026112014":       "", // a date and an hour
		"0612345678":       "", // a telephone
		"9999999999":       "",
		"176364900":        "",
		"17636490001":      "",
		"1763649000 users": "",
		"about 5000000000": "",
	} {
		m, got := Read(text), ""
		if m.Sure() && m.Clock {
			got = m.Wall.Format("2006-01-02 15:04:05")
		}
		if got != want {
			t.Errorf("%q: %q, want %q (doubt %q)", text, got, want, m.Doubt)
		}
		if unix := strings.Contains(text, "1763649000"); unix && got != "" && m.Zone.Text != epochZone {
			t.Errorf("%q: not marked: %q", text, m.Zone.Text)
		}
	}
}

func TestLabelZone(t *testing.T) {
	for label, want := range map[string]string{
		"Time (UTC):":                          "UTC",
		"Date and time (CET):":                 "CET",
		"Uhrzeit (MEZ)":                        "MEZ",
		"Start [UTC+1] :":                      "UTC+1",
		"Time (in UTC)":                        "UTC",
		"Time (all times in UTC):":             "UTC",
		"Time (UTC time):":                     "UTC",
		"Heure (Europe/Paris):":                "Europe/Paris",
		"Time (time zone: CET/CEST):":          "CET/CEST",
		"Time (EST):":                          "EST", // a doubt of its own
		"Time (24 h) (UTC):":                   "UTC",
		"Time:":                                "",
		"Time (e.g. 2026-11-20 14:30 UTC):":    "",
		"Time (UTC offset):":                   "",
		"Time (with time zone):":               "",
		"Time (local):":                        "",
		"Date (YYYY-MM-DD):":                   "",
		"Time (please state UTC or local):":    "",
		"Host (utc.site.example):":             "",
		"Met (and who):":                       "",
		"Time (":                               "",
		"Time ()":                              "",
		strings.Repeat("(", 50) + "UTC" + ")":  "UTC",
		"Time (UTC, if you know it, else CET)": "",
	} {
		if got := AskedZone(label); got.Text != want {
			t.Errorf("%q: %q, want %q", label, got.Text, want)
		}
	}
}
