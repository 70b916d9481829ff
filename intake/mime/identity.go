package mime

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// Bounds of MessageIDs.
const (
	maxIDs      = 200
	maxIDLength = 400
)

// MessageIDs returns the ids in all fields of that name in their order,
// without <>. It looks for "<…>" without blanks and of at most 400 bytes,
// whatever stands between, in linear time, and at no more than 200 of them.
// A field without any "<" that is one word with "@" is an id too.
func (h Header) MessageIDs(name string) []string {
	var ids []string
	for i := range h {
		if !h[i].is(name) {
			continue
		}
		value := h[i].Value
		if strings.IndexByte(value, '<') < 0 {
			if strings.Count(value, "@") == 1 && len(value) <= maxIDLength && !strings.ContainsAny(value, " \t<>()\",") {
				ids = append(ids, value)
			}
			continue
		}
		ids = appendIDs(ids, value)
	}
	return ids[:min(len(ids), maxIDs)]
}

// appendIDs appends what stands in <> in value.
func appendIDs(ids []string, value string) []string {
	for examined := 0; examined < maxIDs; examined++ {
		start := strings.IndexByte(value, '<')
		if start < 0 {
			break
		}
		value = value[start+1:]
		end := strings.IndexAny(value, "<> \t")
		if end < 0 {
			break
		}
		if value[end] == '>' && end > 0 && end <= maxIDLength {
			ids = append(ids, plainText(value[:end]))
		}
		value = value[end:]
	}
	return ids
}

// Date reads the Date field, in any of the orders that mail programs write
// (RFC 5322, RFC 850, asctime, RFC 3339). ok is false if there is none that
// names a day.
func (h Header) Date() (time.Time, bool) { return parseDate(h.Get("Date")) }

// parseDate reads the words of a date one by one.
func parseDate(value string) (time.Time, bool) {
	if len(value) > 200 {
		value = value[:200]
	}
	value = strings.TrimSpace(stripComments(value))
	if t, ok := parseISODate(value); ok {
		return t, plausible(t.Year())
	}
	d := dateReader{day: -1, year: -1, zone: time.UTC}
	if !d.usual(value) {
		for _, word := range strings.FieldsFunc(value, func(r rune) bool { return r == ' ' || r == '\t' || r == ',' }) {
			d.word(word)
		}
	}
	if d.day < 1 || d.day > 31 || d.month == 0 || !plausible(d.year) {
		return time.Time{}, false
	}
	t := time.Date(d.year, d.month, d.day, d.clock[0], d.clock[1], d.clock[2], 0, d.zone)
	return t, t.Day() == d.day
}

// parseISODate reads the date of programs that never saw RFC 5322.
func parseISODate(value string) (time.Time, bool) {
	if len(value) < 5 || value[4] != '-' {
		return time.Time{}, false
	}
	for _, layout := range []string{time.RFC3339, "2006-01-02 15:04:05 -0700", "2006-01-02 15:04:05"} {
		if t, err := time.Parse(layout, value); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}

func plausible(year int) bool { return year >= 1970 && year <= 9999 }

// A dateReader gathers the parts of a date in whatever order they come.
type dateReader struct {
	day, year int
	month     time.Month
	clock     [3]int
	timed     bool
	zone      *time.Location
}

// usual reads the one form in which nearly all programs write a date (RFC 5322
// section 3.3), "Tue, 10 Nov 2026 09:08:07 +0100", without taking it apart into
// words. It is false, and reads nothing, where a date has another.
func (d *dateReader) usual(value string) bool {
	const form = "Aaa, 00 Aaa 0000 00:00:00 +0000"
	if len(value) != len(form) || value[26] != '+' && value[26] != '-' || monthOf(value[:3]) != 0 {
		return false
	}
	for i := range len(form) {
		switch c := value[i]; form[i] {
		case '0':
			if c < '0' || c > '9' {
				return false
			}
		case 'A', 'a':
			if c|0x20 < 'a' || c|0x20 > 'z' {
				return false
			}
		case '+':
		default:
			if c != form[i] {
				return false
			}
		}
	}
	two := func(at int) int { return int(value[at]-'0')*10 + int(value[at+1]-'0') }
	d.month = monthOf(value[8:11])
	if d.month == 0 || two(17) > 23 || two(20) > 59 || two(23) > 60 {
		d.month = 0
		return false
	}
	d.day, d.year = two(5), two(12)*100+two(14)
	d.clock, d.timed = [3]int{two(17), two(20), two(23)}, true
	d.offset(value[26:])
	return true
}

func (d *dateReader) word(w string) {
	if i := strings.IndexAny(w, "+-"); i == 0 && d.timed {
		d.offset(strings.Replace(w, ":", "", 1))
		return
	} else if i > 0 && d.timed && slices.Contains([]string{"GMT", "UTC", "UT"}, strings.ToUpper(w[:i])) {
		d.word(w[i:])
		return
	} else if strings.Contains(w, ":") {
		if i > 0 {
			defer d.word(w[i:])
			w = w[:i]
		}
		d.time(w)
		return
	}
	if strings.Count(w, "-") == 2 { // 02-Jan-06
		for part := range strings.SplitSeq(w, "-") {
			if part != "" {
				d.word(part)
			}
		}
		return
	}
	if w[0] <= '9' { // most words are none, and an error costs
		if n, err := strconv.ParseUint(w, 10, 16); err == nil {
			d.number(int(n), len(w))
			return
		}
	}
	if half := strings.ToUpper(w); (half == "AM" || half == "PM") && d.timed && d.clock[0] <= 12 {
		d.clock[0] %= 12
		if half == "PM" {
			d.clock[0] += 12
		}
	} else if m := monthOf(w); m != 0 && d.month == 0 {
		d.month = m
	} else if hours, ok := zoneHours(w); ok && d.timed {
		d.zone = time.FixedZone(strings.ToUpper(w), hours*3600)
	}
}

// number is the day if there is none yet, else the year.
func (d *dateReader) number(n, digits int) {
	switch {
	case d.day < 0 && digits <= 2:
		d.day = n
	case d.year >= 0:
	case digits <= 2 && n < 50:
		d.year = 2000 + n
	case digits <= 3:
		d.year = 1900 + n
	default:
		d.year = n
	}
}

// time reads hh:mm or hh:mm:ss.
func (d *dateReader) time(w string) {
	if d.timed {
		return
	}
	w, _, _ = strings.Cut(w, ".")
	limits := [3]uint64{23, 59, 60}
	for i, part := range strings.SplitN(w, ":", 3) {
		if n, err := strconv.ParseUint(part, 10, 8); err == nil && n <= limits[i] {
			d.clock[i] = int(n)
		}
	}
	d.timed = true
}

// offset reads +hhmm, +hh:mm or +hh, as far as such a zone can be.
func (d *dateReader) offset(w string) {
	n, err := strconv.ParseUint(w[1:], 10, 16)
	if len(w) <= 3 {
		n *= 100
	}
	if err != nil || n%100 > 59 || n > 1500 {
		return
	}
	seconds := int(n/100*3600 + n%100*60)
	if w[0] == '-' {
		seconds = -seconds
	}
	d.zone = time.FixedZone("", seconds)
}

// monthOf reads a month by its first three letters.
func monthOf(w string) time.Month {
	const months = "janfebmaraprmayjunjulaugsepoctnovdec"
	if len(w) < 3 {
		return 0
	}
	if i := strings.Index(months, strings.ToLower(w[:3])); i >= 0 && i%3 == 0 {
		return time.Month(i/3 + 1)
	}
	return 0
}

// zoneHours knows the zone names of RFC 5322 section 4.3 and the European ones
// that are written in their place.
func zoneHours(w string) (int, bool) {
	switch strings.ToUpper(w) {
	case "UT", "UTC", "GMT", "Z", "WET":
		return 0, true
	case "CET", "MEZ", "BST", "WEST":
		return 1, true
	case "CEST", "MESZ", "EET":
		return 2, true
	case "EEST", "MSK":
		return 3, true
	case "EDT":
		return -4, true
	case "EST", "CDT":
		return -5, true
	case "CST", "MDT":
		return -6, true
	case "MST", "PDT":
		return -7, true
	case "PST":
		return -8, true
	}
	return 0, false
}
