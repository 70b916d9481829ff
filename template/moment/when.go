package moment

import (
	"strings"
	"time"
	"unicode/utf8"

	"tocsin/template/word"
)

// A Moment is a date and time as a reporter wrote it. Wall holds the figures
// in UTC, whatever their zone.
type Moment struct {
	Wall   time.Time
	Day    bool     // has a date
	Clock  bool     // has a time of day
	About  bool     // "about", "gegen", "頃"
	mark   byte     // between figures that could be day and month
	Doubt  string   // why it can't be told for sure, "" where it can
	Zone   Zone     // that stands in the text, none where it says nothing
	rel    relative // where it has no date: its day by that of writing
	Length int      // bytes read
}

// Sure says whether the moment has a date that was read for sure.
func (m *Moment) Sure() bool { return m.Day && m.Doubt == "" }

// ZoneOrEnd is the doubt about "10:00-05:00", which SettleEnd may settle.
const ZoneOrEnd = "what follows the time could be its zone or the end of an interval"

// noYear is the doubt that FillYear may settle.
const noYear = "the year is missing"

// A cursor reads the pieces of a date.
type cursor struct {
	s       string
	i       int
	about   bool // a word said that the time is not exact
	clock   bool // the last word stands before times of day
	weekday int  // 1 is Sunday, 0 none named
	rel     relative
}

func (c *cursor) rest() string { return c.s[c.i:] }

// skip passes over any of the given characters.
func (c *cursor) skip(set string) {
	for c.i < len(c.s) {
		r, n := utf8.DecodeRuneInString(c.s[c.i:])
		if !strings.ContainsRune(set, r) {
			return
		}
		c.i += n
	}
}

// number reads up to most digits; n is how many there were, 0 if none or if
// more follow.
func (c *cursor) number(most int) (value, n int) {
	for n < most && c.i+n < len(c.s) && word.IsDigit(c.s[c.i+n]) {
		value = value*10 + int(c.s[c.i+n]-'0')
		n++
	}
	if n == 0 || c.i+n < len(c.s) && word.IsDigit(c.s[c.i+n]) {
		return 0, 0
	}
	c.i += n
	return value, n
}

// word reads a word of letters and returns its key.
func (c *cursor) word() string {
	n := 0
	for c.i+n < len(c.s) && word.At(c.s[c.i+n:]) && !word.IsDigit(c.s[c.i+n]) {
		_, w := utf8.DecodeRuneInString(c.s[c.i+n:])
		n += w
	}
	w := c.s[c.i : c.i+n]
	c.i += n
	return word.Fold(w)
}

// peek returns the next word without reading it.
func (c *cursor) peek() string {
	at := c.i
	w := c.word()
	c.i = at
	return w
}

// fill passes over fillers and punctuation and notes what they tell.
func (c *cursor) fill() {
	c.clock = false
	for {
		before := c.i
		c.skip(" \t\n,;@~≈'’·\u00a0")
		c.about = c.about || strings.ContainsAny(c.s[before:c.i], "~≈")
		if c.bracketDay() || c.relate() {
			continue
		}
		if c.ending() {
			continue
		}
		at := c.i
		w := c.word()
		if weekdayHeads[w] && c.weekdayOfTwo(at, w) {
			continue
		}
		if t := *c; halfNames[w] { // "Date: 20.11.2026, time: 14:05"
			if t.skip(" "); strings.HasPrefix(t.rest(), ":") {
				t.i++
				*c = t
				continue
			}
		}
		if w == "" || !fillers[w] || (w == "r" || w == "h" || w == "s") && isDigitAt(c.rest()) { // "R8" is an era
			c.i = at
			return
		}
		c.skip(".")
		if w == "ב" {
			c.skip("-־")
		}
		c.about, c.clock = c.about || abouts[w], clocking[w]
		if d := weekdays[w]; d > 0 {
			c.weekday = d
			c.skip("-") // "sexta-feira"
		}
	}
}

// endings are what Hungarian hangs on a day or a time: "20-án 14:05-kor".
var endings = word.Set("án én jén kor tól től ra re ig i ei")

// ending passes over such an ending.
func (c *cursor) ending() bool {
	t := *c
	if !strings.HasPrefix(t.rest(), "-") || t.i == 0 || !(word.IsDigit(t.s[t.i-1]) || t.s[t.i-1] == '.') {
		return false
	}
	t.i++
	if !endings[t.word()] {
		return false
	}
	*c = t
	return true
}

// weekdayOfTwo reads the second word of a day, or its number in Vietnamese,
// whose Monday is the second. The first one began at a place.
func (c *cursor) weekdayOfTwo(at int, first string) bool {
	t := *c
	first = strings.TrimPrefix(first, "ב")
	t.skip(" '’")
	d := weekdays[first+t.word()]
	if n, figures := t.number(1); d == 0 && figures == 1 && first == "thu" && n > 1 && n < 8 && c.i-at > len(first) {
		d = n
	}
	if d == 0 {
		return false
	}
	*c = t
	c.weekday = d
	return true
}

// bracketDay passes over "(Fri)" or "(金)".
func (c *cursor) bracketDay() bool {
	if !strings.HasPrefix(c.rest(), "(") {
		return false
	}
	t := *c
	t.i++
	w := t.word()
	day := weekdays[w]
	if i := max(strings.Index("日月火水木金土", w), strings.Index("日月화수목금토", w)); w != "" && i >= 0 && len(w) == 3 {
		day = i/3 + 1
	}
	t.skip(".")
	if day == 0 || !strings.HasPrefix(t.rest(), ")") {
		return false
	}
	c.i, c.weekday = t.i+1, day
	return true
}

// Read reads one date, time and zone at the start of s, in any order
// that people use.
func Read(s string) Moment {
	if m, ok := readPlain(s); ok {
		return m
	}
	return readAny(s)
}

// readAny does so step by step.
func readAny(s string) Moment {
	c := &cursor{s: s}
	var m Moment
	c.fill()
	if c.ago() {
		c.fill()
	}
	switch {
	case m.epoch(c):
	case m.compact(c):
		if !m.Clock {
			m.lateTime(c)
		}
	default:
		early := m.time(c) || m.bareHour(c) || m.military(c)
		if early {
			m.inlineZone(c)
		}
		start := *c
		if early {
			c.fill()
		}
		if at := *c; !m.date(c) {
			if *c = start; at.rel.said && !start.rel.said {
				*c = at // "22:15 yesterday"
			}
		} else if !early {
			m.lateTime(c)
		}
	}
	if m.Clock && m.Zone.Text == "" {
		m.inlineZone(c)
		if m.Day && m.Wall.Year() == 0 {
			m.lateYear(c)
		}
	}
	if m.Day && m.Wall.Year() == 0 && m.Doubt == "" {
		m.Doubt = noYear
	}
	m.weekdayFits(c.weekday)
	m.approximate(c)
	m.rel, m.Length = c.rel, c.i
	return m
}

// Sole says whether a short text is a time of day or names a day, and
// nothing else: "today, 9 am".
func Sole(s string) bool {
	if len(s) > 60 {
		return false
	}
	s = Narrow(s)
	m := Read(s)
	return (m.Day || m.Clock || m.rel.said) && strings.Trim(s[m.Length:], " .,!)") == ""
}

// lateTime reads the time of day behind a date, and a year behind that.
func (m *Moment) lateTime(c *cursor) {
	at := *c
	c.skip(" \tT,:.")
	if t := c.rest(); len(t) > 8 && t[0] == '-' && t[3] == ':' && t[6] == ':' {
		c.i++ // "2026-11-14-13:22:00"
	} else if len(t) > 4 && strings.IndexByte("-/|", t[0]) >= 0 && t[1] == ' ' {
		c.i += 2 // "14.11.2026 / 13:22"
	}
	c.fill()
	if !m.time(c) && !m.military(c) {
		day := c.weekday
		*c = at
		c.weekday = day
		return
	}
	if m.Wall.Year() == 0 {
		m.lateYear(c)
	}
}

// approximate notes words before or right behind a time that make it inexact.
func (m *Moment) approximate(c *cursor) {
	t := *c
	t.skip(" (")
	if abouts[t.peek()] {
		t.word()
		t.skip(".)")
		t.about, *c = true, t
		c.about = true
	}
	m.About = c.about
}

// lateYear reads the year of "Jan 20 16:44:01 2013".
func (m *Moment) lateYear(c *cursor) {
	at := c.i
	c.skip(" ,")
	if y, n := c.number(4); n == 4 {
		m.setDay(y, int(m.Wall.Month()), m.Wall.Day())
		return
	}
	c.i = at
}

// firstYear is the least that is no year of another calendar.
const firstYear = 1900

// setDay sets the date; figures that are no date are a doubt.
func (m *Moment) setDay(y, mon, d int) {
	if m.setSolar(y, mon, d) {
		return
	}
	w := m.Wall
	m.Wall = time.Date(y, time.Month(mon), d, w.Hour(), w.Minute(), w.Second(), w.Nanosecond(), time.UTC)
	m.Day = true
	if int(m.Wall.Month()) != mon || m.Wall.Day() != d || mon < 1 {
		m.Doubt = "there is no such day"
	} else if y > solarTo && y < firstYear {
		m.Doubt = "the year is of another calendar"
	}
}

// inlineZone reads a zone right behind a time of day.
func (m *Moment) inlineZone(c *cursor) {
	at := c.i
	c.skip(" \t,")
	rest := c.rest()
	if _, n := zoneOffset(rest); n >= 3 && !endsInterval(rest, n) {
		if c.i == at && rest[0] != '+' && strings.IndexByte(rest[:n], ':') > 0 && !exact(c.s[:at]) {
			m.Doubt, c.i = ZoneOrEnd, at
			return
		}
		end := n
		if p := strings.TrimLeft(rest[n:], " "); strings.HasPrefix(p, "(") {
			if e := word.Closing(p, 0); e > 0 && e < 8 && len(zoneWords(p[:e])) > 0 {
				end = len(rest) - len(p) + e + 1
			}
		}
		m.Zone = Zone{Text: rest[:end], Loc: ReadZone(rest[:n]).Loc}
		c.i += end
		return
	}
	end := ZoneLen(rest)
	if end == 0 {
		c.i = at
		return
	}
	m.Zone = ReadZone(rest[:end])
	c.i += end
}

// endsInterval says whether what could be an offset of n bytes is a later time of
// day: a blank stands behind its dash, or what only times have behind it.
func endsInterval(s string, n int) bool {
	c := cursor{s: s, i: n}
	return s[0] != '+' && (strings.TrimLeft(s, "-–−")[0] == ' ' || c.unit() || c.halfBehind() != noHalf)
}

// exact says whether a text ends in a time behind "T" or one with seconds,
// so that "-05:00" behind it is its zone and not a later time.
func exact(s string) bool {
	return len(s) > 5 && (s[len(s)-6] == 'T' || s[len(s)-3] == ':' && s[len(s)-6] == ':')
}

// ZoneLen is the length of the zone that s begins with: names, slashes,
// offsets and one parenthesis.
func ZoneLen(s string) int {
	start := 0
	if strings.HasPrefix(s, "(") {
		e := word.Closing(s, 0)
		if e < 0 || e > 40 || len(zoneWords(s[:e])) == 0 && len(zoneOffsets(s[:e])) == 0 && region(s[:e]) == nil {
			return 0
		}
		return e + 1
	}
	if loc := region(s); loc != nil && strings.HasPrefix(s, loc.String()) {
		return len(loc.String())
	}
	end := 0
	for {
		c := cursor{s: s, i: start}
		c.word()
		if c.i == start || len(zoneWords(s[start:c.i])) == 0 || c.i < len(s) && word.At(s[c.i:]) {
			break
		}
		end = c.i
		if _, n := zoneOffset(s[end:]); n > 0 {
			end += n
		} else if t := strings.TrimLeft(s[end:], " "); t != s[end:] {
			if _, n := zoneOffset(t); n >= 2 && !strings.HasPrefix(t[1:], " ") && len(t) > n && t[n] != ':' || n == len(t) && n >= 2 {
				end = len(s) - len(t) + n
			}
		}
		if end >= len(s) || s[end] != '/' {
			break
		}
		start = end + 1
	}
	if t := strings.TrimLeft(s[end:], " "); end > 0 && strings.HasPrefix(t, "(") {
		if n := ZoneLen(t); n > 0 {
			end = len(s) - len(t) + n
		}
	}
	return end
}
