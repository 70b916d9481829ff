package template

import (
	"strings"
	"time"
	"unicode/utf8"
)

// A moment is a date and time as a reporter wrote it. Wall holds the figures
// in UTC, whatever their zone; ok is false where they can't be read for sure.
type moment struct {
	wall   time.Time
	day    bool // has a date
	clock  bool // has a time of day
	doubt  string
	zone   zone
	ok     bool
	length int // bytes read
}

// A cursor reads the pieces of a date.
type cursor struct {
	s string
	i int
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
	for n < most && c.i+n < len(c.s) && isDigit(c.s[c.i+n]) {
		value = value*10 + int(c.s[c.i+n]-'0')
		n++
	}
	if n == 0 || c.i+n < len(c.s) && isDigit(c.s[c.i+n]) {
		return 0, 0
	}
	c.i += n
	return value, n
}

// word reads a word of letters and returns its key.
func (c *cursor) word() string {
	n := 0
	for c.i+n < len(c.s) && wordAt(c.s[c.i+n:]) && !isDigit(c.s[c.i+n]) {
		_, w := utf8.DecodeRuneInString(c.s[c.i+n:])
		n += w
	}
	w := c.s[c.i : c.i+n]
	c.i += n
	return foldText(w)
}

// peek returns the next word without reading it.
func (c *cursor) peek() string {
	at := c.i
	w := c.word()
	c.i = at
	return w
}

// fillers may stand around dates and say nothing.
var fillers = map[string]bool{"on": true, "at": true, "am": true, "um": true, "le": true, "a": true, "op": true, "om": true, "den": true, "the": true, "of": true, "since": true,
	"seit": true, "depuis": true, "sinds": true, "from": true, "von": true, "du": true, "van": true, "de": true, "vers": true, "gegen": true, "ca": true, "about": true,
	"approx": true, "today": true, "yesterday": true, "heute": true, "gestern": true, "hier": true, "aujourd": true, "hui": true, "vandaag": true, "gisteren": true, "approximately": true, "around": true, "environ": true, "ongeveer": true, "rond": true, "circa": true, "der": true, "uhr": true, "uur": true, "hrs": true, "h": true,
	"mon": true, "tue": true, "wed": true, "thu": true, "fri": true, "sat": true, "sun": true, "monday": true, "tuesday": true, "wednesday": true, "thursday": true, "friday": true,
	"saturday": true, "sunday": true, "montag": true, "dienstag": true, "mittwoch": true, "donnerstag": true, "freitag": true, "samstag": true, "sonntag": true,
	"lundi": true, "mardi": true, "mercredi": true, "jeudi": true, "vendredi": true, "samedi": true, "dimanche": true, "maandag": true, "dinsdag": true, "woensdag": true,
	"donderdag": true, "vrijdag": true, "zaterdag": true, "zondag": true, "mo": true, "di": true, "mi": true, "do": true, "fr": true, "sa": true, "so": true}

var months = map[string]int{"jan": 1, "january": 1, "januar": 1, "janvier": 1, "januari": 1, "janner": 1, "feb": 2, "february": 2, "februar": 2, "fevrier": 2, "fevr": 2, "februari": 2,
	"mar": 3, "march": 3, "marz": 3, "maerz": 3, "mars": 3, "maart": 3, "mrt": 3, "apr": 4, "april": 4, "avril": 4, "avr": 4, "may": 5, "mai": 5, "mei": 5, "jun": 6, "june": 6, "juni": 6, "juin": 6,
	"jul": 7, "july": 7, "juli": 7, "juillet": 7, "juil": 7, "aug": 8, "august": 8, "aout": 8, "augustus": 8, "sep": 9, "sept": 9, "september": 9, "septembre": 9,
	"oct": 10, "october": 10, "oktober": 10, "okt": 10, "octobre": 10, "nov": 11, "november": 11, "novembre": 11, "dec": 12, "december": 12, "dezember": 12, "dez": 12, "decembre": 12}

// fill passes over fillers and punctuation.
func (c *cursor) fill() {
	for {
		c.skip(" \t\n,;@~≈'’·\u00a0")
		w := c.peek()
		if w == "" || !fillers[w] {
			return
		}
		c.word()
		c.skip(".")
	}
}

// readMoment reads one date, time and zone at the start of s, in any order
// that people use.
func readMoment(s string) moment {
	c := &cursor{s: s}
	var m moment
	c.fill()
	if !m.compact(c) {
		early := m.time(c)
		if early {
			m.inlineZone(c)
			c.fill()
		}
		start := *c
		if !m.date(c) {
			*c = start
		} else if !early {
			c.skip(" \tT,:")
			c.fill()
			at := *c
			if !m.time(c) {
				*c = at
			} else if m.wall.Year() == 0 {
				m.lateYear(c)
			}
		}
	}
	if m.clock && m.zone.text == "" {
		m.inlineZone(c)
		if m.day && m.wall.Year() == 0 {
			m.lateYear(c)
		}
	}
	if m.day && m.wall.Year() == 0 && m.doubt == "" {
		m.doubt = "the year is missing"
	}
	m.ok = m.day && m.doubt == ""
	m.length = c.i
	return m
}

// lateYear reads the year of "Jan 20 16:44:01 2013".
func (m *moment) lateYear(c *cursor) {
	at := c.i
	c.skip(" ,")
	if y, n := c.number(4); n == 4 {
		m.setDay(y, int(m.wall.Month()), m.wall.Day())
		return
	}
	c.i = at
}

// setDay sets the date; figures that are no date are a doubt.
func (m *moment) setDay(y, mon, d int) {
	w := m.wall
	m.wall = time.Date(y, time.Month(mon), d, w.Hour(), w.Minute(), w.Second(), w.Nanosecond(), time.UTC)
	m.day = true
	if int(m.wall.Month()) != mon || m.wall.Day() != d || mon < 1 {
		m.doubt = "there is no such day"
	}
}

// inlineZone reads a zone right behind a time of day.
func (m *moment) inlineZone(c *cursor) {
	at := c.i
	c.skip(" \t,")
	rest := c.rest()
	if _, n := zoneOffset(rest); n >= 3 && !strings.HasPrefix(rest, "- ") {
		if c.i == at && rest[0] == '-' && strings.IndexByte(rest[:n], ':') > 0 && !exact(c.s[:at]) {
			m.doubt = "what follows the time could be its zone or the end of an interval"
		}
		end := n
		if p := strings.TrimLeft(rest[n:], " "); strings.HasPrefix(p, "(") {
			if e := closing(p, 0); e > 0 && e < 8 && len(zoneWords(p[:e])) > 0 {
				end = len(rest) - len(p) + e + 1
			}
		}
		m.zone = zone{text: rest[:end], loc: readZone(rest[:n]).loc}
		c.i += end
		return
	}
	end := zoneEnd(rest)
	if end == 0 {
		c.i = at
		return
	}
	m.zone = readZone(rest[:end])
	c.i += end
}

// exact says whether a text ends in a time behind "T" or one with seconds,
// so that "-05:00" behind it is its zone and not a later time.
func exact(s string) bool {
	return len(s) > 5 && (s[len(s)-6] == 'T' || s[len(s)-3] == ':' && s[len(s)-6] == ':')
}

// zoneEnd is the length of the zone that s begins with: names, slashes,
// offsets and one parenthesis.
func zoneEnd(s string) int {
	start := 0
	if strings.HasPrefix(s, "(") {
		e := closing(s, 0)
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
		if c.i == start || len(zoneWords(s[start:c.i])) == 0 || c.i < len(s) && wordAt(s[c.i:]) {
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
		if n := zoneEnd(t); n > 0 {
			end = len(s) - len(t) + n
		}
	}
	return end
}
