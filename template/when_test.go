package template

import (
	"strings"
	"testing"
	"time"
)

// A momentCase is a date as people write it; want is its wall clock, "" when
// it must stay open, and zone what is read as its zone.
type momentCase struct{ text, want, zone string }

var momentCases = []momentCase{
	{"2026-11-20 14:30", "2026-11-20 14:30:00", ""},
	{"2026-11-20T14:30Z", "2026-11-20 14:30:00", "Z"},
	{"2026-11-20T14:30:15+01:00", "2026-11-20 14:30:15", "+01:00"},
	{"2026-04-17T17:02:02-0400", "2026-04-17 17:02:02", "-0400"},
	{"2001-09-13T23:19:24+00:00", "2001-09-13 23:19:24", "+00:00"},
	{"2026-11-20 14:30:15.250 UTC", "2026-11-20 14:30:15", "UTC"},
	{"2025-09-09 00:00Z", "2025-09-09 00:00:00", "Z"},
	{"2026-11-20T10:00-05:00", "2026-11-20 10:00:00", "-05:00"},
	{"2026-11-20 10:00:00-05:00", "2026-11-20 10:00:00", "-05:00"},
	{"20261120T143000Z", "2026-11-20 14:30:00", "Z"},
	{"20261120T1430", "2026-11-20 14:30:00", ""},
	{"2026/11/20 14:30", "2026-11-20 14:30:00", ""},
	{"Sun, 20 Jan 2013 16:44:01 +0100", "2013-01-20 16:44:01", "+0100"},
	{"Sun, 20 Jan 2013 16:44:01 +0100 (CET)", "2013-01-20 16:44:01", "+0100 (CET)"},
	{"Feb  3 2014 02:13:35 +0100", "2014-02-03 02:13:35", "+0100"},
	{"Sun, Jan 20, 2013 at 4:44 PM", "2013-01-20 16:44:00", ""},
	{"Jan 20, 2013 12:05 AM", "2013-01-20 00:05:00", ""},
	{"Jan 20, 2013 12:05 pm", "2013-01-20 12:05:00", ""},
	{"Sun Jan 20 16:44:01 2013", "2013-01-20 16:44:01", ""},
	{"Sun Jan 20 16:44:01 CET 2013", "2013-01-20 16:44:01", "CET"},
	{"19/Apr/2026:07:18:38 +0200", "2026-04-19 07:18:38", "+0200"},
	{"20 November 2026, 14:30", "2026-11-20 14:30:00", ""},
	{"20. November 2026 14:30 Uhr", "2026-11-20 14:30:00", ""},
	{"am 20. November 2026 um 14.30 Uhr", "2026-11-20 14:30:00", ""},
	{"20.11.2026 14:30", "2026-11-20 14:30:00", ""},
	{"20.11.2026, 14 Uhr", "2026-11-20 14:00:00", ""},
	{"05.11.2026 14:30", "2026-11-05 14:30:00", ""},
	{"5.11.26 14:30", "2026-11-05 14:30:00", ""},
	{"le 3 juillet 2026 à 16h44", "2026-07-03 16:44:00", ""},
	{"1er août 2026 à 9h05", "2026-08-01 09:05:00", ""},
	{"vendredi 20 novembre 2026 vers 16h", "2026-11-20 16:00:00", ""},
	{"20 november 2026 om 14:30 uur", "2026-11-20 14:30:00", ""},
	{"20 maart 2026 14.30 uur", "2026-03-20 14:30:00", ""},
	{"20th of November 2026 at 4 pm", "2026-11-20 16:00:00", ""},
	{"November 20th, 2026 16:00", "2026-11-20 16:00:00", ""},
	{"about 14:30 on 20 November 2026", "2026-11-20 14:30:00", ""},
	{"14:30 CET on 20 Nov 2026", "2026-11-20 14:30:00", "CET"},
	{"14:30, 20.11.2026", "2026-11-20 14:30:00", ""},
	{"11 Mar 97 09:32:44 EST", "1997-03-11 09:32:44", "EST"},
	{"11 Mar 26 09:32", "2026-03-11 09:32:00", ""},
	{"2026-11-14-13:22:00 UTC", "2026-11-14 13:22:00", "UTC"},
	{"281455ZNOV26", "2026-11-28 14:55:00", "Z"},
	{"281455Z NOV 2026", "2026-11-28 14:55:00", "Z"},
	{"2026年11月20日 14:30", "2026-11-20 14:30:00", ""},
	{"20/11/2026 14:30", "2026-11-20 14:30:00", ""},
	{"11/20/2026 2:30 PM", "2026-11-20 14:30:00", ""},
	{"11/11/2026 14:30", "2026-11-11 14:30:00", ""},
	{"20-11-2026 14:30", "2026-11-20 14:30:00", ""},
	{"2026-07-10 09:32:44 CEST", "2026-07-10 09:32:44", "CEST"},
	{"2026-11-20 14:30 UTC+1", "2026-11-20 14:30:00", "UTC+1"},
	{"2026-11-20 14:30 GMT +1", "2026-11-20 14:30:00", "GMT +1"},
	{"2026-11-20 14:30 (GMT+1)", "2026-11-20 14:30:00", "(GMT+1)"},
	{"2026-11-20 14:30 Europe/Brussels", "2026-11-20 14:30:00", "Europe/Brussels"},
	{"2026-11-20 14:30 IST (UTC+5:30)", "2026-11-20 14:30:00", "IST (UTC+5:30)"},
	{"2026-11-20 14:30 EST/EDT", "2026-11-20 14:30:00", "EST/EDT"},
	// What could be two things stays open.
	{"05/11/2026 14:30", "", ""},
	{"01-06-2010", "", ""},
	{"05-11-26 14:30", "", ""},
	{"2026-11-20 10:00-11:00", "", ""},
	{"2026-11-20 03:00-05:00", "", ""},
	{"September 14", "", ""},
	{"14 September 13:04", "", ""},
	{"13:04", "", ""},
	{"2026-02-30 10:00", "", ""},
	{"2026-13-01 10:00", "", ""},
	{"31.11.2026 10:00", "", ""},
	{"2026-11-20 25:00", "", ""},
	{"2026-11-20 12:75", "", ""},
	{"yesterday", "", ""},
	{"10.0.0.1", "", ""},
	{"", "", ""},
	{"mm / dd / yyyy", "", ""},
	{"10月○日 ○:○頃", "", ""},
}

func TestReadMoment(t *testing.T) {
	for _, c := range momentCases {
		m := readMoment(c.text)
		got := ""
		if m.sure() && m.clock {
			got = m.wall.Format("2006-01-02 15:04:05")
		}
		if got != c.want {
			t.Errorf("%q: %q, want %q (doubt %q)", c.text, got, c.want, m.doubt)
		} else if got != "" && strings.TrimSpace(m.zone.text) != c.zone {
			t.Errorf("%q: zone %q, want %q", c.text, m.zone.text, c.zone)
		}
	}
}

func TestDayWithoutTime(t *testing.T) {
	for _, text := range []string{"2026-11-20", "20 Nov 2026", "20.11.2026", "Nov 20, 2026", "20261120", "le 20 novembre 2026"} {
		m := readMoment(text)
		if !m.sure() || m.clock || m.wall.Format("2006-01-02") != "2026-11-20" {
			t.Errorf("%q: day %v, clock %v, %s, doubt %q", text, m.sure(), m.clock, m.wall, m.doubt)
		}
	}
}

// FuzzTime: what is called read comes back the same when written out in ISO
// order, and nothing reads beyond the text.
func FuzzTime(f *testing.F) {
	for _, c := range momentCases {
		f.Add(c.text)
	}
	for _, c := range zoneCases {
		f.Add(c.text)
	}
	f.Fuzz(func(t *testing.T, s string) {
		m := readMoment(s)
		if m.length < 0 || m.length > len(s) {
			t.Fatalf("%q: read %d of %d bytes", s, m.length, len(s))
		}
		if z := readZone(s); z.doubt && z.loc != nil {
			t.Errorf("%q: a zone in doubt was settled: %v", s, z.loc)
		}
		if !m.sure() || !m.clock || m.wall.Year() < 1000 || m.wall.Year() > 9999 {
			return
		}
		iso := m.wall.Format("2006-01-02T15:04:05")
		if again := readMoment(iso); !again.sure() || !again.wall.Equal(m.wall.Truncate(time.Second)) {
			t.Errorf("%q was read as %s, and that as %s (%s)", s, iso, again.wall, again.doubt)
		}
	})
}
