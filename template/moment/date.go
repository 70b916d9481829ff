package moment

import (
	"strings"
	"time"

	"tocsin/template/word"
)

// compact reads "20261120T130500Z" and the military "281455ZNOV26".
func (m *Moment) compact(c *cursor) bool {
	s := c.rest()
	if len(s) >= 12 && word.Digits(s[:6]) == 6 && militaryZone(s[6]) != nil && m.group(c) {
		return true
	}
	if len(s) < 8 || word.Digits(s[:8]) != 8 || len(s) > 8 && word.IsDigit(s[8]) {
		return false
	}
	m.setDay(two(s)*100+two(s[2:]), two(s[4:]), two(s[6:]))
	c.i += 8
	m.basicTime(c)
	return true
}

// basicTime reads "T1305" or "T130500" right behind a date.
func (m *Moment) basicTime(c *cursor) {
	t := c.rest()
	if len(t) < 5 || t[0] != 'T' || word.Digits(t[1:5]) != 4 {
		return
	}
	sec, n := 0, 5
	if len(t) >= 7 && word.Digits(t[5:7]) == 2 {
		sec, n = two(t[5:]), 7
	}
	m.setTime(two(t[1:]), two(t[3:]), sec, 0)
	c.i += n
}

// group reads a military date-time group: day, hour, minute, the letter of
// the zone, month and year. J is the local time, whichever that is.
func (m *Moment) group(c *cursor) bool {
	s := c.rest()
	t := *c
	t.i += 7
	t.skip(" ")
	mon := months[t.word()]
	t.skip(" ")
	y, n := t.number(4)
	if mon == 0 || n != 2 && n != 4 {
		return false
	}
	m.setDay(fullYear(y, n), mon, two(s))
	m.setTime(two(s[2:]), two(s[4:]), 0, 0)
	m.Zone = *militaryZone(s[6])
	*c = t
	return true
}

func two(s string) int { return int(s[0]-'0')*10 + int(s[1]-'0') }

// date reads a date in figures or with the name of the month.
func (m *Moment) date(c *cursor) bool {
	if y, ok := c.eraYear(); ok {
		return m.restOfDay(c, y)
	}
	if w := c.peek(); w != "" && !word.IsDigit(c.s[c.i]) {
		return m.monthFirst(c)
	}
	a, na := c.number(4)
	switch {
	case na == 0:
		return false
	case na == 4 && m.week(c, a):
		return true
	case strings.HasPrefix(c.rest(), "年"):
		if na == 3 && a < 200 {
			a += 1911 // no other calendar has years of three figures
		}
		return na > 2 && m.restOfDay(c, fullYear(a, na))
	case na <= 2 && strings.HasPrefix(c.rest(), "月"):
		c.skip("月 ")
		return m.dayMark(c, 0, a)
	}
	sep := byte(0)
	if c.i < len(c.s) {
		sep = c.s[c.i]
	}
	at := *c
	if dayEnding(c) {
		at = *c
	}
	c.skip(" .-/")
	c.of()
	w := c.peek()
	if mon := months[w]; mon > 0 && na == 4 {
		return m.monthAfterYear(c, a)
	} else if w == "thang" && na <= 2 {
		return m.monthByNumber(c, a)
	} else if na == 4 && m.dayAfterYear(c, a, sep) {
		return true
	} else if mon > 0 && na <= 2 {
		return m.monthAfterDay(c, a, sep)
	}
	*c = at
	return m.laterFigures(c, sep, a, na)
}

// of passes over the word that joins the parts of a date.
func (c *cursor) of() {
	switch c.peek() {
	case "of", "de", "del", "do", "m", "gada", "metu":
		c.word()
		c.skip(" .")
	}
}

// monthAfterDay reads "November 2026" behind a day.
func (m *Moment) monthAfterDay(c *cursor, d int, sep byte) bool {
	w := c.word()
	c.skip(" .,-/")
	c.of()
	at := *c
	y, ok := c.eraYear()
	if !ok {
		n := 0
		y, n = c.number(4)
		if n == 4 || n == 2 && !strings.HasPrefix(c.rest(), ":") && !strings.HasPrefix(c.rest(), "h") {
			y = fullYear(y, n)
		} else {
			y, *c = 0, at
		}
	}
	m.setDay(y, months[w], d)
	if w == "listopada" && sep == '.' {
		m.Doubt = "this name of a month is that of another one in a language close by"
	}
	return true
}

// monthAfterYear reads "Nov 20" behind a year.
func (m *Moment) monthAfterYear(c *cursor, y int) bool {
	mon := months[c.word()]
	c.skip(" .-/")
	d, n := c.number(2)
	if n == 0 {
		return false
	}
	m.setDay(y, mon, d)
	t := *c
	if t.skip(" "); t.word() == "d" { // "lapkričio 18 d."
		t.skip(".")
		*c = t
	}
	return true
}

// dayAfterYear reads "18. novembrī" behind a year.
func (m *Moment) dayAfterYear(c *cursor, y int, sep byte) bool {
	t := *c
	d, n := t.number(2)
	t.skip(" .")
	mon := months[t.peek()]
	if n == 0 || mon == 0 || sep == '-' || sep == '/' {
		return false
	}
	t.word()
	*c = t
	m.setDay(y, mon, d)
	return true
}

// monthByNumber reads "tháng 11 năm 2026" behind a day.
func (m *Moment) monthByNumber(c *cursor, d int) bool {
	c.word()
	c.skip(" ")
	mon, n := c.number(2)
	at := *c
	if c.skip(" ,/-."); c.peek() == "nam" {
		c.word()
		c.skip(" ")
	}
	y, figures := c.number(4)
	if figures != 4 {
		y, *c = 0, at
	}
	m.setDay(y, mon, d)
	return n > 0
}

// laterFigures reads the second and third figure of a date behind the first.
func (m *Moment) laterFigures(c *cursor, sep byte, a, na int) bool {
	if sep != '-' && sep != '/' && sep != '.' {
		return false
	}
	c.i++
	c.skip(" ")
	b, nb := c.number(2)
	if nb == 0 || c.i >= len(c.s) {
		return false
	}
	if rest := c.rest(); rest[0] != sep && (sep != '/' || len(rest) < 5 || rest[:3] != " 20" || word.Digits(rest[3:5]) < 2) { // "20/11 2026"
		return false
	}
	c.i++
	c.skip(" ")
	d, nd := c.number(4)
	if nd == 0 || nd == 3 {
		return false
	}
	if nd < 4 && na < 3 && strings.HasPrefix(c.rest(), ":") {
		c.i -= nd // "21.11. 00:20" has no year
		m.setDay(0, b, a)
		return sep == '.'
	}
	return m.figures(sep, a, na, b, d, nd)
}

// dayEnding passes over the ending of "20th", "1er", "2e".
func dayEnding(c *cursor) bool {
	at := *c
	switch c.word() {
	case "st", "nd", "rd", "th", "er", "e", "ste", "de", "º", "o":
		return true
	}
	*c = at
	return false
}

// figures orders three numbers. Year first is ISO, dots are day first; with
// other marks both orders are in use, so only figures above 12 or equal ones decide.
func (m *Moment) figures(sep byte, a, na, b, d, nd int) bool {
	switch {
	case na == 4:
		m.setDay(fullYear(a, na), b, d)
	case na > 2 || nd < 2:
		return false
	case sep == '.' || a > 12 || a == b:
		m.setDay(fullYear(d, nd), b, a)
	case b > 12:
		m.setDay(fullYear(d, nd), a, b)
	default:
		if m.setDay(fullYear(d, nd), b, a); !solar(d) {
			m.Doubt, m.mark = eitherWay, sep
		}
	}
	if nd == 2 && na == 2 && sep == '-' {
		m.Doubt = "the order of day, month and year is not clear"
	}
	return true
}

// monthFirst reads "Jan 20, 2013" and "20 of January" without its day.
func (m *Moment) monthFirst(c *cursor) bool {
	w := c.word()
	c.skip(" .")
	if w == "mar" { // also a Tuesday in three languages
		t := *c
		if isDigitAt(t.rest()) && m.date(&t) && m.Day {
			*c = t
			return true
		}
		m.Day, m.Wall, m.Doubt = false, time.Time{}, ""
	}
	d, n := c.number(2)
	if months[w] == 0 || n == 0 {
		return false
	}
	dayEnding(c)
	at := *c
	c.skip(" ,")
	c.of()
	y, n := c.number(4)
	if y = fullYear(y, n); n != 4 {
		y, *c = 0, at
	}
	m.setDay(y, months[w], d)
	return true
}

func isDigitAt(s string) bool { return s != "" && word.IsDigit(s[0]) }

// restOfDay reads month and day behind a year: "年11月20日" or ".11.20".
func (m *Moment) restOfDay(c *cursor, y int) bool {
	c.skip("年./- ")
	mon, n := c.number(2)
	c.skip("月./- ")
	return n > 0 && m.dayMark(c, y, mon)
}

// dayMark reads the day of "11月20日".
func (m *Moment) dayMark(c *cursor, y, mon int) bool {
	d, n := c.number(2)
	c.skip("日号號 ")
	if n == 0 {
		return false
	}
	m.setDay(y, mon, d)
	return true
}
