package moment

import (
	"strings"
	"time"

	"tocsin/template/word"
)

// week reads "-W47-5" or "W475" behind a year: the day of a week as ISO 8601
// counts them.
func (m *Moment) week(c *cursor, year int) bool {
	s := strings.TrimPrefix(c.rest(), "-")
	if len(s) < 4 || s[0]|0x20 != 'w' || word.Digits(s[1:3]) != 2 {
		return false
	}
	day := strings.TrimPrefix(s[3:], "-")
	if day == "" || day[0] < '1' || day[0] > '7' || len(day) > 1 && word.IsDigit(day[1]) {
		return false
	}
	n := two(s[1:])
	fourth := time.Date(year, 1, 4, 0, 0, 0, 0, time.UTC) // is in the first week
	monday := fourth.AddDate(0, 0, -(int(fourth.Weekday())+6)%7)
	d := monday.AddDate(0, 0, 7*(n-1)+int(day[0]-'1'))
	m.setDay(d.Year(), int(d.Month()), d.Day())
	if y, w := d.ISOWeek(); y != year || w != n {
		m.Doubt = "there is no such week"
	}
	c.i = len(c.s) - len(day) + 1
	m.basicTime(c)
	return true
}

// epochZone is the zone of seconds since 1970, so that people see what was read.
const epochZone = "UTC (Unix time)"

// epochWords stand beside such a number, as keys.
var epochWords = word.Set("epoch unix time timestamp unixtime ts posix ms s sec seconds milliseconds utc")

// Bounds of seconds that are read so: from 2001 on they have ten figures.
const (
	leastEpoch = 1_000_000_000
	mostEpoch  = 4_102_444_800 // the year 2100
)

// epoch reads an answer that is nothing but the seconds since 1970, or the
// thousandths of them. Ten figures that are a date and an hour are none.
func (m *Moment) epoch(c *cursor) bool {
	t := *c
	t.words(epochWords)
	n, figures := int64(0), 0
	for t.i < len(t.s) && word.IsDigit(t.s[t.i]) && figures < 14 {
		n, figures = n*10+int64(t.s[t.i]-'0'), figures+1
		t.i++
	}
	switch {
	case figures == 13:
		n /= 1000
	case figures != 10 || n/1e6 >= 2000 && n/1e6 < 2100 && n/1e4%100 <= 12 && n/100%100 <= 31 && n%100 < 24:
		return false
	}
	if fraction(&t); n < leastEpoch || n > mostEpoch {
		return false
	}
	t.words(epochWords)
	if t.i < len(t.s) {
		return false
	}
	m.Wall, m.Day, m.Clock = time.Unix(n, 0).UTC(), true, true
	m.Zone = Zone{Text: epochZone, Loc: time.UTC}
	*c = t
	return true
}

// words passes over some words and the marks around them.
func (c *cursor) words(set map[string]bool) {
	for {
		c.skip(" \t\n()[]:=@,;")
		if w := c.peek(); w == "" || !set[w] {
			return
		}
		c.word()
	}
}
