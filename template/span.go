package template

import (
	"cmp"
	"strings"
	"time"

	"tocsin/store"
)

// zones finds the zone that the form's times are in, if it has one.
func (b *builder) zones() {
	b.joinTimes()
	for _, a := range b.all {
		if a.name != "timezone" || a.group != 0 || b.zone.text != "" {
			continue
		}
		b.zone = readZone(a.text)
		b.report.Time.Zone = b.zone.text
		if b.zone.loc == nil {
			b.problem("zone-unknown", "timezone", a.line, "this names no one time zone; give it as an offset, like +01:00: "+clip(a.text))
		}
	}
}

// hostZone notes the zone of a host; it counts where the form has none.
func (b *builder) hostZone(a *answer) {
	z := readZone(a.text)
	if z.loc == nil {
		b.problem("zone-unknown", "timezone", a.line, "this names no one time zone; give it as an offset, like +01:00: "+clip(a.text))
		return
	}
	if len(b.hostZon) == 50 {
		return
	}
	if a.role == store.RoleTarget {
		b.hostZon = append([]zone{z}, b.hostZon...)
	} else {
		b.hostZon = append(b.hostZon, z)
	}
}

// joinTimes makes one answer of a day and a time of day that were asked apart.
func (b *builder) joinTimes() {
	out := b.all[:0]
	for _, a := range b.all {
		if n := len(out) - 1; n >= 0 && a.kind == kindTime && out[n].name == a.name && a.group == 0 && halfEach(out[n].text, a.text) {
			out[n].text += " " + a.text
			if labelZone(a.label).text != "" {
				out[n].label = a.label
			}
			continue
		}
		out = append(out, a)
	}
	b.all = out
}

// halfEach says whether one of two texts is only a day and the other only a
// time of day.
func halfEach(one, two string) bool {
	m, n := readMoment(narrow(one)), readMoment(narrow(two))
	x, y := m.day || m.rel.said, n.day || n.rel.said
	return x && !m.clock && n.clock && !y || m.clock && !x && y && !n.clock
}

// span reads the times. A time whose zone is not known for sure stays text.
func (b *builder) span() {
	s := &b.report.Time
	b.order = b.figureOrder()
	ended, began := false, (*answer)(nil)
	for _, a := range b.all {
		switch a.name {
		case "incident_time", "incident_start":
			if s.Start == "" || sharpens(began, a) {
				from, to := b.interval(a)
				s.Start, began = from, a
				if s.End == "" {
					s.End = to
				}
			}
		case "incident_end":
			if !ended && !ongoing(a.text) {
				s.End, _ = b.interval(a)
			}
			ended = true
		case "detection_time", "awareness_time":
			if s.Detected == "" {
				s.Detected, _ = b.interval(a)
			}
		}
	}
	if s.Start+s.End+s.Detected != "" && s.Uncertainty == "" {
		s.Uncertainty = margin(b.report.Fields["clock_accuracy"])
	}
}

// sharpens says whether an answer tells the time of a day that another has told
// without.
func sharpens(old, a *answer) bool {
	if old == nil {
		return false
	}
	was, is := readMoment(narrow(old.text)), readMoment(narrow(a.text))
	return was.day && !was.clock && is.day && is.clock && was.doubt == "" && is.doubt == "" && sameDay(was.wall, is.wall)
}

// sameDay says whether two times are of one day.
func sameDay(a, b time.Time) bool {
	return a.Year() == b.Year() && a.YearDay() == b.YearDay()
}

// unsharp notes how far a time that was read may be off.
func (b *builder) unsharp(about bool, rest, read string) {
	s := &b.report.Time
	switch stated := plusMinus(rest); {
	case !isInstant(read):
	case stated != "":
		s.Uncertainty = stated
	case about:
		s.Uncertainty = "about"
	}
}

// isEnd says whether "-05:00" behind a time is its end and no zone: a zone is
// named behind it or in the form, and is another one.
func (b *builder) isEnd(m, n moment, read string) bool {
	offset, _ := zoneOffset(strings.TrimLeft(read[m.length:], " "))
	z := n.zone
	if z.loc == nil {
		z = b.zone
	}
	if z.loc == nil || !n.clock {
		return false
	}
	_, known := m.wall.In(z.loc).Zone()
	return known != offset*60
}

// localTime says whether an answer is in local time in a form whose zone is
// that of no place.
func (b *builder) localTime(text string) bool {
	if b.zone.loc == nil || b.zone.loc.String() != "" && b.zone.loc.String() != "UTC" {
		return false
	}
	_, offset := time.Time{}.In(b.zone.loc).Zone()
	return offset == 0 && containsAny(phrase(text), []string{" local ", " locale ", " lokal ", " ortszeit ", " lokale ", " plaatselijke ", " lokaltid "})
}

func isInstant(s string) bool {
	_, err := time.Parse(time.RFC3339, s)
	return err == nil
}

// instant gives a moment in RFC 3339, or its text with a problem beside it.
func (b *builder) instant(a *answer, m moment, text string) string {
	z := b.zoneOf(m)
	switch {
	case m.doubt != "":
		b.problem("ambiguous", a.name, a.line, m.doubt+"; write it like 2026-11-21: "+clip(text))
		return text
	case !m.clock:
		b.problem("ambiguous", a.name, a.line, "a day without a time of day: "+clip(text))
		return text
	}
	if z.loc == nil {
		b.report.Time.ZoneAssumed = true
		b.report.Time.Zone = cmp.Or(b.report.Time.Zone, unwrap(z.text))
		b.problem("zone-unknown", a.name, a.line, zoneTrouble(z)+": "+clip(text))
		return text
	}
	if b.report.Time.Zone == "" {
		b.report.Time.Zone = unwrap(z.text)
	}
	t, ok := local(m.wall, z.loc)
	if !ok || z.seasonal && changing(m.wall) {
		b.problem("ambiguous", a.name, a.line, "the clocks were changed about this time: it came twice or never: "+clip(text))
		return text
	}
	return t.Format(time.RFC3339)
}

// unwrap takes a zone out of its parentheses.
func unwrap(s string) string {
	if strings.HasPrefix(s, "(") && closing(s, 0) == len(s)-1 {
		return strings.TrimSpace(s[1 : len(s)-1])
	}
	return s
}

// zoneOf is the zone of a moment: its own, else that of the form, else that of
// the hosts. A doubtful zone of its own is settled by one that it may be.
func (b *builder) zoneOf(m moment) zone {
	z := m.zone
	if z.loc != nil {
		return z
	}
	other := b.zone
	if other.loc == nil && b.zone.text == "" && len(b.hostZon) > 0 {
		other = b.hostZon[0]
		for _, o := range b.hostZon[1:] {
			if m.ok && m.clock && !sameZone(other, o, m.wall) {
				b.report.Time.ZoneAssumed = true // the target's, though the source's differs
			}
		}
	}
	if other.loc != nil && (z.text == "" || z.could(other, m.wall)) {
		return other
	}
	return z
}

// fillYear adds a year that was left out where the day the message was sent
// leaves one: the time lies in the half year before, in a zone that is stated.
func (b *builder) fillYear(m *moment) {
	z, sent := b.zoneOf(*m), b.doc.Sent
	if m.doubt != noYear || !m.clock || z.loc == nil || sent.IsZero() {
		return
	}
	for _, y := range []int{sent.Year() + 1, sent.Year(), sent.Year() - 1} {
		try := *m
		try.yearOf(y)
		if t, ok := local(try.wall, z.loc); ok && try.ok && !t.After(sent) && sent.Sub(t) < 183*24*time.Hour {
			*m = try
			return
		}
	}
}

func zoneTrouble(z zone) string {
	if z.text != "" {
		return "the zone " + clip(z.text) + " has several meanings; give it as an offset, like +01:00"
	}
	return "no time zone is given, so this time can't be compared with others"
}

// local places a wall clock time in a zone; false when the clocks were
// changed then, so that it came twice or never.
func local(wall time.Time, loc *time.Location) (time.Time, bool) {
	guess := time.Date(wall.Year(), wall.Month(), wall.Day(), wall.Hour(), wall.Minute(), wall.Second(), 0, loc)
	_, before := guess.Add(-3 * time.Hour).Zone()
	_, after := guess.Add(3 * time.Hour).Zone()
	if before == after {
		return guess, true
	}
	fits := 0
	for _, offset := range []int{before, after} {
		t := wall.Truncate(time.Second).Add(-time.Duration(offset) * time.Second)
		if _, real := t.In(loc).Zone(); real == offset {
			fits, guess = fits+1, t.In(loc)
		}
	}
	return guess, fits == 1
}

func sameZone(a, b zone, wall time.Time) bool {
	x, _ := local(wall, a.loc)
	y, _ := local(wall, b.loc)
	return x.Equal(y)
}
