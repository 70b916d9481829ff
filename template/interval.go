package template

import (
	"slices"
	"strings"

	"tocsin/template/moment"
	"tocsin/template/word"
)

// interval reads one answer: a moment, or two with a word or dash between.
func (b *builder) interval(a *answer) (from, to string) {
	text := strings.TrimSpace(a.text)
	read := ended(a, moment.Narrow(text))
	m := moment.Read(read)
	rest, ranged := moment.Until(read[m.Length:])
	var n moment.Moment
	if ranged {
		rest = dotted(&m, read[:m.Length], rest)
		n = moment.Read(rest)
		rest = rest[n.Length:]
	}
	moment.ShareZone(&m, &n, rest)
	if b.localTime(text) {
		m.Zone = moment.Zone{Text: "local time", Doubt: true}
	}
	b.labelled(a, &m, &n)
	b.anchor(a, &m)
	b.anchor(a, &n)
	if ranged {
		moment.Pair(&m, &n)
	}
	if m.Clock && !m.Day && a.name == "incident_end" && b.began.Sure() && b.began.Clock {
		m.DayAfter(b.began)
	}
	if !m.Day {
		b.problem("unreadable", a.name, a.line, "no date was understood; write it like 2026-11-21 14:30 +01:00: "+clip(text))
		return text, ""
	}
	if n.Zone.Text == "" {
		n.Zone = m.Zone
	}
	m.SettleEnd(n, read[m.Length:], b.zone)
	m.Settle(b.order)
	n.Settle(b.order)
	m.FillYear(b.zoneOf(m), b.doc.Sent)
	n.FillYear(b.zoneOf(n), b.doc.Sent)
	from = b.instant(a, m, strings.TrimSpace(read[:m.Length]))
	if a.name != "detection_time" && isInstant(from) {
		b.began = m
	}
	b.unsharp(m.About || n.About, rest, from)
	b.assumed(a, m, from)
	if !ranged || m.Doubt == moment.ZoneOrEnd {
		if !isInstant(from) {
			from = throughLine(text, m.Length)
		}
		return from, ""
	}
	if joined := moment.JoinsEnds(read[m.Length:]); !n.Day || joined && (!isInstant(from) || a.name == "incident_start") {
		if joined && isInstant(from) {
			b.problem("ambiguous", a.name, a.line, "it began between two times: "+clip(text))
		}
		if n.Day {
			from = throughLine(text, len(text)) // "between 13:00 and 13:30" is one saying
		}
		return from, ""
	}
	return from, b.instant(a, n, strings.TrimSpace(strings.TrimSuffix(read[m.Length:], rest)))
}

// dotted is the end of an interval with a colon in its time of day, where both ends
// are written with a point: "ore 14.05 - 16.30", but "20.11 - 21.12".
func dotted(m *moment.Moment, from, to string) string {
	const shape = "14.05"
	points := func(s string) bool { return s[2] == '.' && word.Digits(s) == len(shape)-1 }
	if !m.Clock || !strings.HasSuffix(from, m.Wall.Format("15.04")) || len(to) < len(shape) || !points(to[:len(shape)]) || len(to) > len(shape) && to[len(shape)] != ' ' {
		return to
	}
	return to[:2] + ":" + to[3:]
}

// ended is an answer about the end without a word such as "until" before it.
func ended(a *answer, text string) string {
	if a.name == "incident_end" {
		if rest, ok := moment.Until(text); ok {
			return rest
		}
	}
	return text
}

// labelled takes the zone that a question names for that of its answer: "Time
// (UTC)". Where the form states another one, none is sure.
func (b *builder) labelled(a *answer, m, n *moment.Moment) {
	z := moment.AskedZone(a.label)
	if z.Text == "" && m.Zone.Text == "" && b.form == nil && b.main != nil && !a.further {
		z = b.main.headedZone(a)
	}
	if m.Zone.Text != "" || z.Text == "" {
		return
	}
	if z.Loc != nil && b.zone.Loc != nil && (m.Day && m.Clock && !z.Same(b.zone, m.Wall) || !m.Day && z.Text != b.zone.Text) {
		z = moment.Zone{Text: z.Text + " (asked for) or " + b.zone.Text + " (stated)", Doubt: true}
	}
	m.Zone = z
	if n.Zone.Text == "" {
		n.Zone = z
	}
}

// throughLine is a text up to the end of the line that a place in it is on.
func throughLine(text string, at int) string {
	at = min(at, len(text))
	if end := strings.IndexByte(text[at:], '\n'); end >= 0 {
		return strings.TrimSpace(text[:at+end])
	}
	return text
}

// mostHeaded is how many lines a heading stands above a label that it is of.
const mostHeaded = 6

// headedZone is the zone in brackets at the end of the heading above an answer:
// "2. TIMES (UTC)". Between the two stand labels alone.
func (r *reading) headedZone(a *answer) (z moment.Zone) {
	for i := min(a.at, len(r.lines)) - 1; i >= max(0, a.at-mostHeaded); i-- {
		s := strings.TrimRight(r.lines[i].text, " :")
		if _, known := slices.BinarySearchFunc(r.hits, i, func(h hit, line int) int { return h.line - line }); !known && s != "" {
			if strings.HasSuffix(s, ")") && strings.IndexByte(s, '(') >= 0 && len(s) <= mostFacet {
				z = moment.AskedZone(s[strings.LastIndexByte(s, '('):])
			}
			return z
		}
	}
	return z
}
