package machine

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

// hour is a zone offset in seconds.
const hour = 3600

// zoneNames are the abbreviations that mean one zone everywhere. Go's parser
// is of no use here: it reads CEST, EDT and IST as +0 without an error.
var zoneNames = map[string]int{
	"UTC": 0, "GMT": 0, "Z": 0, "UT": 0, "WET": 0, "WEST": hour, "CET": hour, "CEST": 2 * hour, "MEZ": hour, "MESZ": 2 * hour, "MET": hour,
	"MEST": 2 * hour, "EET": 2 * hour, "EEST": 3 * hour, "SAST": 2 * hour, "MSK": 3 * hour, "HKT": 8 * hour, "SGT": 8 * hour, "JST": 9 * hour,
	"KST": 9 * hour, "AWST": 8 * hour, "AEST": 10 * hour, "AEDT": 11 * hour, "NZST": 12 * hour, "NZDT": 13 * hour, "EDT": -4 * hour,
	"CDT": -5 * hour, "MDT": -6 * hour, "PDT": -7 * hour, "PST": -8 * hour,
}

// doubtful are abbreviations that mean several zones: they are zones, but say
// nothing.
var doubtful = map[string]bool{"IST": true, "CST": true, "BST": true, "EST": true, "AST": true, "MST": true, "ADT": true, "GST": true, "SST": true, "ET": true, "PT": true, "CT": true, "MT": true}

// shapes are the dates that machines write, without their zones.
var shapes = []string{
	"2006-01-02T15:04:05", "2006-01-02 15:04:05", "2006-01-02T15:04", "2006-01-02 15:04", "20060102T150405", "20060102150405",
	"2006/01/02 15:04:05", "2006/01/02 15:04", "2006/01/02T15:04:05", "2006-01-02 3:04:05PM", "2006-01-02 3:04:05 PM",
	"2 Jan 2006 15:04:05", "2 Jan 2006 15:04", "2 January 2006 15:04:05", "2 Jan 06 15:04:05", "2 Jan 2006 3:04PM", "2 Jan 2006 3:04:05PM",
	"2 Jan 2006 3:04 PM", "2 Jan 2006 3:04:05 PM", "Jan 2 2006 15:04:05", "January 2 2006 15:04:05", "Jan 2 15:04:05 2006", "2/Jan/2006:15:04:05",
	"2/Jan/2006 15:04:05", "2-Jan-2006 15:04:05", "2.1.2006 15:04:05", "2.1.2006 15:04",
}

var (
	weekday    = regexp.MustCompile(`(?i)^(mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+`)
	remark     = regexp.MustCompile(`\s*\(([^()]*)\)\s*$`)
	stuck      = regexp.MustCompile(`^(.*\d)\s*([+-]\d{2}:?\d{2}|[+-]\d{2}|[Zz])$`)
	named      = regexp.MustCompile(`^(.*\d(?:\s?[AP]M)?)\s*([A-Za-z]{1,5})$`)
	namedPlus  = regexp.MustCompile(`^(.*\d)\s*(?:UTC|GMT|UT)\s*([+-]\d{1,2}(?::?\d{2})?)$`)
	middleZone = regexp.MustCompile(`^(.*\d{2}:\d{2}:\d{2})\s+([A-Za-z]{2,5}|[+-]\d{4})\s+(\d{4})$`)
)

// A moment is a time as a machine wrote it.
type moment struct {
	text string    // as written
	wall time.Time // its figures, as if they were UTC; zero if they can't be read for sure
	zone bool      // the zone is stated and known
	east int       // its offset in seconds
}

// utc is the instant, false where it is not known.
func (m *moment) utc() (time.Time, bool) {
	return m.wall.Add(-time.Duration(m.east) * time.Second), m.zone && !m.wall.IsZero()
}

// readMoment reads a date with its time of day. A date of figures whose order
// is not clear, and a date alone, keep their text only.
func readMoment(s string) moment {
	s = clean(clip(s, 200))
	m := moment{text: s}
	if len(s) > 80 {
		return m
	}
	s = dayless(s)
	if r := remark.FindStringSubmatch(s); r != nil {
		s = s[:len(s)-len(r[0])]
		if bare, _, ok := zoneOf(s); !ok && bare == s {
			s += " " + r[1]
		}
	}
	s, m.east, m.zone = zoneOf(s)
	s = strings.Join(strings.Fields(strings.ReplaceAll(s, ",", " ")), " ")
	for _, shape := range shapes {
		if t, err := time.Parse(shape, s); err == nil && t.Year() > 1970 && t.Year() < 2200 {
			m.wall = t
			return m
		}
	}
	m.zone = false
	return m
}

// dayless leaves out the day of the week that a date begins with.
func dayless(s string) string {
	if s == "" || s[0] <= '9' {
		return s
	}
	return weekday.ReplaceAllString(s, "")
}

// zoneOf parts a date from the zone at its end or before its year. ok is
// false where no zone is named, or one that could be several.
func zoneOf(s string) (rest string, east int, ok bool) {
	if colon := strings.LastIndexByte(s, ':'); colon > 0 && strings.Trim(s[colon+1:], "0123456789.") == "" && (len(s) < colon+3 || s[0] <= '9' && !strings.ContainsAny(s[max(0, colon-6):], "+-")) {
		return s, 0, false
	}
	if p := middleZone.FindStringSubmatch(s); p != nil {
		east, ok = offset(p[2])
		return p[1] + " " + p[3], east, ok
	}
	if p := namedPlus.FindStringSubmatch(s); p != nil {
		east, ok = offset(p[2])
		return p[1], east, ok
	}
	if p := stuck.FindStringSubmatch(s); p != nil && strings.Contains(p[1], ":") || p != nil && len(p[1]) == 15 {
		east, ok = offset(p[2])
		return p[1], east, ok
	}
	if p := named.FindStringSubmatch(s); p != nil {
		name := strings.ToUpper(p[2])
		if _, known := zoneNames[name]; known || doubtful[name] {
			east, ok = offset(name)
			return p[1], east, ok
		}
	}
	return s, 0, false
}

// offset reads "+0100", "+01:00", "+1" or a name, as seconds east.
func offset(s string) (east int, ok bool) {
	if s == "" {
		return 0, false
	}
	if s[0] != '+' && s[0] != '-' {
		east, ok = zoneNames[strings.ToUpper(s)]
		return east, ok
	}
	digits := strings.ReplaceAll(s[1:], ":", "")
	n, err := strconv.Atoi(digits)
	if err != nil {
		return 0, false
	}
	if len(digits) <= 2 {
		n *= 100
	}
	if n/100 > 14 || n%100 > 59 {
		return 0, false
	}
	east = n/100*hour + n%100*60
	if s[0] == '-' {
		east = -east
	}
	return east, true
}

// epoch reads seconds or milliseconds since 1970, which are UTC by definition.
func epoch(s string) (time.Time, bool) {
	whole, _, _ := strings.Cut(strings.TrimSpace(s), ".")
	n, err := strconv.ParseInt(whole, 10, 64)
	switch {
	case err != nil:
	case len(whole) == 10:
		return time.Unix(n, 0).UTC(), true
	case len(whole) == 13:
		return time.UnixMilli(n).UTC(), true
	}
	return time.Time{}, false
}

// stamp writes an instant as reports carry it.
func stamp(t time.Time) string { return t.UTC().Truncate(time.Second).Format(time.RFC3339) }
