package moment

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"tocsin/template/word"
)

// worldCases are times as people write them around the world.
var worldCases = []momentCase{
	{"20 de noviembre de 2026 a las 14:30", "2026-11-20 14:30:00", ""},
	{"viernes, 20 de noviembre del 2026 a las 2:30 pm", "2026-11-20 14:30:00", ""},
	{"20/11/2026 2:30 p. m.", "2026-11-20 14:30:00", ""},
	{"20/11/2026 2:30 a.m.", "2026-11-20 02:30:00", ""},
	{"20/11/2026, 12:30 a. m.", "2026-11-20 00:30:00", ""},
	{"20/11/2026 a las 2:30 de la tarde", "2026-11-20 14:30:00", ""},
	{"20/11/2026 às 14h30", "2026-11-20 14:30:00", ""},
	{"20 de março de 2026, por volta das 14h", "2026-03-20 14:00:00", ""},
	{"dia 20 de março de 2026 às 14h", "2026-03-20 14:00:00", ""},
	{"20 marzo 2026, ore 14.30", "2026-03-20 14:30:00", ""},
	{"il 20 marzo 2026 alle ore 14:30", "2026-03-20 14:30:00", ""},
	{"20 listopada 2026 r. o godz. 14.30", "2026-11-20 14:30:00", ""},
	{"w dniu 20 października 2026 roku, godzina 14:30", "2026-10-20 14:30:00", ""},
	{"den 20 november 2026 kl. 14.30", "2026-11-20 14:30:00", ""},
	{"fredag den 20. november 2026 klokken 14.30", "2026-11-20 14:30:00", ""},
	{"20. marraskuuta 2026 klo 14.30", "2026-11-20 14:30:00", ""},
	{"20. 11. 2026 v 14:30 hod.", "2026-11-20 14:30:00", ""},
	{"20. listopadu 2026, 14:30", "2026-11-20 14:30:00", ""},
	{"2026. november 20. 14:30", "2026-11-20 14:30:00", ""},
	{"2026-Nov-20 14:30", "2026-11-20 14:30:00", ""},
	{"mar. 17 nov. 2026 14:30", "2026-11-17 14:30:00", ""},
	{"Mar 17, 2026 14:30", "2026-03-17 14:30:00", ""},
	{"2026年11月20日 14時30分", "2026-11-20 14:30:00", ""},
	{"2026年11月20日(金) 午後2時半頃", "2026-11-20 14:30:00", ""},
	{"2026年11月20日午前10時5分頃", "2026-11-20 10:05:00", ""},
	{"２０２６年１１月２０日　１４：３０", "2026-11-20 14:30:00", ""},
	{"２０２６／１１／２０　１４：３０", "2026-11-20 14:30:00", ""},
	{"2026年11月20日 下午2点05分", "2026-11-20 14:05:00", ""},
	{"2026년 11월 20일 오후 2시 30분", "2026-11-20 14:30:00", ""},
	{"令和8年11月20日 14:30", "2026-11-20 14:30:00", ""},
	{"令和元年11月20日 14時", "2019-11-20 14:00:00", ""},
	{"平成14年7月8日 9時30分", "2002-07-08 09:30:00", ""},
	{"R8.11.20 14:30", "2026-11-20 14:30:00", ""},
	{"H14年7月8日 9:30", "2002-07-08 09:30:00", ""},
	{"中華民國115年11月20日14時30分", "2026-11-20 14:30:00", ""},
	{"民國 115 年 11 月 20 日 14:30", "2026-11-20 14:30:00", ""},
	{"115年11月20日 14:30", "2026-11-20 14:30:00", ""},
	{"20 พฤศจิกายน 2569 เวลา 14:30 น.", "2026-11-20 14:30:00", ""},
	{"20 พฤศจิกายน พ.ศ. 2569 14:30", "2026-11-20 14:30:00", ""},
	{"20/11/2569 14:30", "2026-11-20 14:30:00", ""},
	{"Fri 20 Nov 2026 1430 hrs", "2026-11-20 14:30:00", ""},
	{"20 Nov 2026 1430Z", "2026-11-20 14:30:00", "Z"},
	{"20 Nov 2026, 1430 UTC", "2026-11-20 14:30:00", "UTC"},
	{"201430BNOV26", "2026-11-20 14:30:00", "B"},
	{"20261120 14:30", "2026-11-20 14:30:00", ""},
	{"Friday, 06/11/2026 14:30", "2026-11-06 14:30:00", ""},
	{"Thursday, 06/11/2026 14:30", "2026-06-11 14:30:00", ""},
	// These stay open.
	{"Monday, 06/11/2026 14:30", "", ""},
	{"26年11月20日 14:30", "", ""},
	{"11月20日 14:30", "", ""},
	{"15. listopada 2026 14:30", "", ""}, // November in one language, October in another
	{"20/11/2026 12 de la noche", "", ""},
	{"S 20.11.2026 14:30", "", ""},
	{"令和8年11月", "", ""},
	{"115年", "", ""},
	{"2026-11-20 14.30.15.16", "", ""},
	{"20 Nov 2026 1430", "", ""},
}

func TestMomentsOfTheWorld(t *testing.T) {
	for _, c := range worldCases {
		m := Read(Narrow(c.text))
		got := ""
		if m.Sure() && m.Clock {
			got = m.Wall.Format("2006-01-02 15:04:05")
		}
		if got != c.want {
			t.Errorf("%q: %q, want %q (doubt %q)", c.text, got, c.want, m.Doubt)
		} else if got != "" && strings.TrimSpace(m.Zone.Text) != c.zone {
			t.Errorf("%q: zone %q, want %q", c.text, m.Zone.Text, c.zone)
		}
	}
}

// TestEveryMonthsName: each spelling of a month names it between a day and a
// year, and none stands for two months.
func TestEveryMonthsName(t *testing.T) {
	seen := map[string]int{}
	for i, list := range monthWords {
		for w := range strings.FieldsSeq(list) {
			if old := seen[word.Fold(w)]; old != 0 && old != i+1 {
				t.Errorf("%q is month %d and %d", w, old, i+1)
			}
			seen[word.Fold(w)] = i + 1
			for _, text := range []string{"7 " + w + " 2026", "2026 " + w + " 7", strings.ToUpper(w) + " 7, 2026"} {
				if m := Read(text); !m.Sure() || int(m.Wall.Month()) != i+1 || m.Wall.Day() != 7 {
					t.Errorf("%q: %s, doubt %q", text, m.Wall, m.Doubt)
				}
			}
		}
	}
}

// TestEveryWeekday: a weekday's name before a date changes nothing, but for an
// order that was open.
func TestEveryWeekday(t *testing.T) {
	for i, list := range weekdayWords {
		for w := range strings.FieldsSeq(Narrow(list)) {
			w = strings.ReplaceAll(w, "_", " ")
			day := time.Date(2026, 11, 1+i, 0, 0, 0, 0, time.UTC) // the first was a Sunday
			if m := Read(w + ", " + day.Format("2006-01-02")); !m.Sure() || !m.Wall.Equal(day) {
				t.Errorf("%q: %s, doubt %q", w, m.Wall, m.Doubt)
			}
			figures := fmt.Sprintf("%s %02d/%02d/%d", w, day.Day(), day.Month(), day.Year())
			if m := Read(figures); m.Sure() && !m.Wall.Equal(day) {
				t.Errorf("%q was read as %s", figures, m.Wall)
			}
		}
	}
}

func TestAbout(t *testing.T) {
	for text, want := range map[string]bool{
		"about 14:30 on 20 November 2026": true, "20.11.2026 gegen 14:30 Uhr": true, "20/11/2026 vers 14h30": true, "2026-11-20 ~14:30": true,
		"2026-11-20 ca. 14:30": true, "2026年11月20日14時30分頃": true, "約 2026年11月20日 14時": true, "20 november 2026 omstreeks 14:30 uur": true,
		"2026-11-20 14:30 (approx.)": true, "ok. 14:30, 20.11.2026": true, "20/11/2026 14:30 aproximadamente": true,
		"20 November 2026 14:30": false, "2026-11-20 at 14:30": false, "um 14:30 am 20.11.2026": false, "2026年11月20日14時30分": false,
	} {
		m := Read(Narrow(text))
		if !m.Sure() || !m.Clock || m.About != want || m.Wall.Format("15:04") != "14:30" && m.Wall.Minute() != 0 {
			t.Errorf("%q: %s, about %v, doubt %q", text, m.Wall, m.About, m.Doubt)
		}
	}
}

func TestNarrow(t *testing.T) {
	for _, c := range [][2]string{
		{"２０２６／１１／２０　１４：３０", "2026/11/20 14:30"}, {"ＪＳＴ（ＵＴＣ＋９）", "JST(UTC+9)"}, {"10時〜11時", "10時~11時"},
		{"à 14h30", "à 14h30"}, {"", ""}, {"11월 20일", "11月 20日"},
	} {
		if got := Narrow(c[0]); got != c[1] {
			t.Errorf("%q: %q, want %q", c[0], got, c[1])
		}
	}
}

// FuzzReadMoment: whatever a text is, what is read of it is a day that exists,
// within the text, and the same when it is read again from its own figures.
func FuzzReadMoment(f *testing.F) {
	for _, c := range momentCases {
		f.Add(c.text)
	}
	for _, c := range worldCases {
		f.Add(c.text)
	}
	f.Fuzz(func(t *testing.T, s string) {
		s = Narrow(s)
		m := Read(s)
		if m.Length < 0 || m.Length > len(s) {
			t.Fatalf("%q: %d bytes of %d", s, m.Length, len(s))
		}
		if !m.Sure() || !m.Clock {
			return
		}
		again := Read(m.Wall.Format("2006-01-02 15:04:05"))
		if y := m.Wall.Year(); y > 99 && y < 2501 && (!again.Sure() || !again.Wall.Equal(m.Wall.Truncate(time.Second))) {
			t.Errorf("%q: %s, and again %s (%s)", s, m.Wall, again.Wall, again.Doubt)
		}
	})
}
