package template

import (
	"strings"
	"time"
)

// compact reads "20261120T130500Z" and the military "281455ZNOV26".
func (m *moment) compact(c *cursor) bool {
	s := c.rest()
	if len(s) >= 12 && digits(s[:6]) == 6 && (s[6] == 'Z' || s[6] == 'z') {
		t := cursor{s: s, i: 7}
		mon := months[t.word()]
		y, n := t.number(4)
		if mon > 0 && n > 0 {
			m.setDay(fullYear(y, n), mon, two(s[0:]))
			m.setTime(two(s[2:]), two(s[4:]), 0, 0)
			m.zone = zone{text: "Z", loc: time.UTC}
			c.i += t.i
			return true
		}
	}
	if len(s) < 8 || digits(s[:8]) != 8 || len(s) > 8 && isDigit(s[8]) {
		return false
	}
	m.setDay(two(s)*100+two(s[2:]), two(s[4:]), two(s[6:]))
	c.i += 8
	if t := s[8:]; len(t) >= 5 && t[0] == 'T' && digits(t[1:5]) == 4 {
		sec, n := 0, 5
		if len(t) >= 7 && digits(t[5:7]) == 2 {
			sec, n = two(t[5:]), 7
		}
		m.setTime(two(t[1:]), two(t[3:]), sec, 0)
		c.i += n
	}
	return true
}

func two(s string) int { return int(s[0]-'0')*10 + int(s[1]-'0') }

// fullYear makes a year of two digits one of the years 1970 to 2069.
func fullYear(y, n int) int {
	switch {
	case n > 2:
		return y
	case y < 70:
		return 2000 + y
	}
	return 1900 + y
}

// date reads a date in figures or with the name of the month.
func (m *moment) date(c *cursor) bool {
	if w := c.peek(); w != "" {
		return m.monthFirst(c)
	}
	a, na := c.number(4)
	if na == 0 {
		return false
	}
	if strings.HasPrefix(c.rest(), "年") {
		return m.cjk(c, a)
	}
	sep := byte(0)
	if c.i < len(c.s) {
		sep = c.s[c.i]
	}
	at := c.i
	if w := dayMark(c); w {
		at = c.i
	}
	c.skip(" .-/")
	if c.peek() == "of" {
		c.word()
		c.skip(" ")
	}
	if mon, ok := months[c.peek()]; ok && na <= 2 {
		c.word()
		c.skip(" .,-/")
		y, n := c.number(4)
		if n == 4 || n == 2 && !strings.HasPrefix(c.rest(), ":") {
			y = fullYear(y, n)
		} else {
			c.i -= n
			y = 0
		}
		m.setDay(y, mon, a)
		return true
	}
	c.i = at
	return m.laterFigures(c, sep, a, na)
}

// laterFigures reads the second and third figure of a date behind the first.
func (m *moment) laterFigures(c *cursor, sep byte, a, na int) bool {
	if sep != '-' && sep != '/' && sep != '.' {
		return false
	}
	c.i++
	c.skip(" ")
	b, nb := c.number(2)
	if nb == 0 || c.i >= len(c.s) {
		return false
	}
	if c.s[c.i] != sep {
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

// dayMark passes over the ending of "20th", "1er", "2e".
func dayMark(c *cursor) bool {
	at := c.i
	switch c.word() {
	case "st", "nd", "rd", "th", "er", "e", "ste", "de":
		return true
	}
	c.i = at
	return false
}

// figures orders three numbers. Year first is ISO, dots are day first; with
// other marks both orders are in use, so only figures above 12 or equal ones decide.
func (m *moment) figures(sep byte, a, na, b, d, nd int) bool {
	switch {
	case na == 4:
		m.setDay(a, b, d)
	case na > 2 || nd < 2:
		return false
	case sep == '.' || a > 12 || a == b:
		m.setDay(fullYear(d, nd), b, a)
	case b > 12:
		m.setDay(fullYear(d, nd), a, b)
	default:
		m.setDay(fullYear(d, nd), b, a)
		m.doubt = "day and month could be the other way round"
	}
	if nd == 2 && na == 2 && sep == '-' {
		m.doubt = "the order of day, month and year is not clear"
	}
	return true
}

// monthFirst reads "Jan 20, 2013" and "20 of January" without its day.
func (m *moment) monthFirst(c *cursor) bool {
	mon, ok := months[c.word()]
	if !ok {
		return false
	}
	c.skip(" .")
	d, n := c.number(2)
	if n == 0 {
		return false
	}
	dayMark(c)
	at := c.i
	c.skip(" ,")
	y, n := c.number(4)
	if n != 4 {
		y, c.i = 0, at
	}
	m.setDay(y, mon, d)
	return true
}

// cjk reads what follows the year of "2026年11月20日".
func (m *moment) cjk(c *cursor, y int) bool {
	c.skip("年 ")
	mon, n1 := c.number(2)
	c.skip("月 ")
	d, n2 := c.number(2)
	c.skip("日 ")
	if n1 == 0 || n2 == 0 {
		return false
	}
	m.setDay(y, mon, d)
	return true
}

// setTime sets the time of day; figures that are none are a doubt.
func (m *moment) setTime(h, min, sec, nano int) {
	w := m.wall
	m.wall = time.Date(w.Year(), w.Month(), w.Day(), h, min, sec, nano, time.UTC)
	if !m.day {
		m.wall = time.Date(0, 1, 1, h, min, sec, nano, time.UTC)
	}
	m.clock = true
	if h > 23 || min > 59 || sec > 60 {
		m.doubt = "there is no such time of day"
	}
}

// time reads "16:44", "16:44:01.250", "4:44 PM", "16h44", "16.44 Uhr".
func (m *moment) time(c *cursor) bool {
	at := c.i
	h, nh := c.number(2)
	if nh == 0 || c.i >= len(c.s) || !strings.ContainsRune(":hH.", rune(c.s[c.i])) {
		c.i = at
		return m.hourOnly(c)
	}
	sep := c.s[c.i]
	c.i++
	min, nm := c.number(2)
	if nm != 2 || sep == '.' && !m.followed(c, "uhr", "uur", "h") {
		c.i = at
		return m.hourOnly(c)
	}
	sec, nano := 0, 0
	if strings.HasPrefix(c.rest(), ":") {
		c.i++
		n := 0
		if sec, n = c.number(2); n != 2 {
			c.i = at
			return false
		}
		nano = fraction(c)
	}
	half := *c
	half.skip(" ")
	switch w := half.word(); {
	case w == "pm" && h < 12:
		h, *c = h+12, half
	case w == "am" && h == 12:
		h, *c = 0, half
	case w == "am" || w == "pm" || w == "uhr" || w == "uur" || w == "hrs" || w == "h":
		*c = half
	}
	m.setTime(h, min, sec, nano)
	return true
}

// hourOnly reads "4 pm", "14 Uhr", "14h".
func (m *moment) hourOnly(c *cursor) bool {
	at := *c
	h, n := c.number(2)
	c.skip(" ")
	w := c.word()
	switch {
	case n == 0 || h > 23:
	case w == "pm" && h <= 12:
		m.setTime(h%12+12, 0, 0, 0)
		return true
	case w == "am" && h <= 12:
		m.setTime(h%12, 0, 0, 0)
		return true
	case w == "uhr" || w == "uur" || w == "h":
		m.setTime(h, 0, 0, 0)
		return true
	}
	*c = at
	return false
}

func (m *moment) followed(c *cursor, list ...string) bool {
	at := *c
	at.skip(" ")
	w := at.word()
	for _, l := range list {
		if w == l {
			return true
		}
	}
	return false
}

// fraction reads ".250" or ",250" as nanoseconds.
func fraction(c *cursor) int {
	s := c.rest()
	if len(s) < 2 || s[0] != '.' && s[0] != ',' || !isDigit(s[1]) {
		return 0
	}
	nano, unit := 0, 100_000_000
	for c.i++; c.i < len(c.s) && isDigit(c.s[c.i]); c.i++ {
		nano += int(c.s[c.i]-'0') * unit
		unit /= 10
	}
	return nano
}
