package template

import (
	"cmp"
	"strings"
	"time"

	"tocsin/store"
)

// zones finds the zone that the form's times are in, if it has one.
func (b *builder) zones() {
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

// span reads the times. A time whose zone is not known for sure stays text.
func (b *builder) span() {
	s := &b.report.Time
	ended := false
	for _, a := range b.all {
		switch a.name {
		case "incident_time", "incident_start":
			if s.Start == "" {
				from, to := b.interval(a)
				s.Start = from
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
}

func ongoing(s string) bool {
	switch foldText(s) {
	case "ongoing", "stillongoing", "laufend", "andauernd", "dauertan", "encours", "toujoursencours", "bezig", "nogbezig", "lopend":
		return true
	}
	return false
}

// interval reads one answer: a moment, or two with a word or dash between.
func (b *builder) interval(a *answer) (from, to string) {
	text := strings.TrimSpace(a.text)
	m := readMoment(text)
	if !m.day {
		b.problem("unreadable", a.name, a.line, "no date was understood; write it like 2026-11-21 14:30 +01:00: "+clip(text))
		return text, ""
	}
	rest, ranged := until(text[m.length:])
	var n moment
	if ranged {
		if n = readMoment(rest); n.clock && !n.day {
			h, mi, sec := n.wall.Clock()
			n.setDayOf(m.wall, h, mi, sec)
		}
		rest = rest[n.length:]
	}
	shareZone(&m, &n, rest)
	from = b.instant(a, m, strings.TrimSpace(text[:m.length]))
	if !ranged {
		if m.doubt != "" || !m.clock || !isInstant(from) {
			from = text
		}
		return from, ""
	}
	if !n.day {
		return from, ""
	}
	return from, b.instant(a, n, strings.TrimSpace(strings.TrimSuffix(text[m.length:], rest)))
}

func isInstant(s string) bool {
	_, err := time.Parse(time.RFC3339, s)
	return err == nil
}

func (m *moment) setDayOf(d time.Time, h, mi, sec int) {
	m.setDay(d.Year(), int(d.Month()), d.Day())
	m.setTime(h, mi, sec, 0)
	m.ok = m.doubt == ""
}

// shareZone lets two ends of an interval, or words behind them, name the zone.
func shareZone(m, n *moment, rest string) {
	if m.zone.text == "" && n.zone.text == "" && len(rest) < 80 && len(zoneWords(rest)) > 0 {
		m.zone = readZone(rest)
	}
	if m.zone.text == "" {
		m.zone = n.zone
	}
	if n.zone.text == "" {
		n.zone = m.zone
	}
}

// until takes off the word or mark that parts the two ends of an interval.
func until(s string) (rest string, ok bool) {
	t := strings.TrimLeft(s, " \t\n,")
	for _, mark := range []string{"->", "--", "-", "–", "—", "/", "until ", "till ", "to ", "and ", "bis ", "jusqu'à ", "jusqu’à ", "jusqu'au ", "au ", "à ", "et ", "tot ", "tot en met ", "und "} {
		if strings.HasPrefix(t, mark) {
			rest := strings.TrimLeft(t[len(mark):], " ")
			return rest, digits(rest) > 0
		}
	}
	return s, false
}

// instant gives a moment in RFC 3339, or its text with a problem beside it.
func (b *builder) instant(a *answer, m moment, text string) string {
	switch {
	case m.doubt != "":
		b.problem("ambiguous", a.name, a.line, m.doubt+"; write it like 2026-11-21: "+clip(text))
		return text
	case !m.clock:
		b.problem("ambiguous", a.name, a.line, "a day without a time of day: "+clip(text))
		return text
	}
	z := m.zone
	if z.loc == nil && b.zone.loc != nil {
		z = b.zone
	}
	if z.loc == nil && z.text == "" && len(b.hostZon) > 0 {
		z = b.hostZon[0]
		for _, o := range b.hostZon[1:] {
			if !sameZone(z, o, m.wall) {
				b.report.Time.ZoneAssumed = true // the target's, though the source's differs
			}
		}
	}
	if z.loc == nil {
		b.report.Time.ZoneAssumed = true
		b.report.Time.Zone = cmp.Or(b.report.Time.Zone, z.text)
		b.problem("zone-unknown", a.name, a.line, zoneTrouble(z)+": "+clip(text))
		return text
	}
	if b.report.Time.Zone == "" {
		b.report.Time.Zone = z.text
	}
	t, ok := local(m.wall, z.loc)
	if !ok {
		b.problem("ambiguous", a.name, a.line, "the clocks were changed at this time: it came twice or never: "+clip(text))
		return text
	}
	return t.Format(time.RFC3339)
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
