package template

import (
	"strings"
)

// interval reads one answer: a moment, or two with a word or dash between.
func (b *builder) interval(a *answer) (from, to string) {
	text := strings.TrimSpace(a.text)
	read := narrow(text)
	m := readMoment(read)
	rest, ranged := until(read[m.length:])
	var n moment
	if ranged {
		n = readMoment(rest)
		rest = rest[n.length:]
	}
	shareZone(&m, &n, rest)
	if b.localTime(text) {
		m.zone = zone{text: "local time", doubt: true}
	}
	b.labelled(a, &m, &n)
	b.anchor(a, &m)
	b.anchor(a, &n)
	if ranged {
		pair(&m, &n)
	}
	if m.clock && !m.day && a.name == "incident_end" && b.began.sure() && b.began.clock {
		m.dayAfter(b.began)
	}
	if !m.day {
		b.problem("unreadable", a.name, a.line, "no date was understood; write it like 2026-11-21 14:30 +01:00: "+clip(text))
		return text, ""
	}
	if n.zone.text == "" {
		n.zone = m.zone
	}
	m.settleEnd(n, read[m.length:], b.zone)
	m.settle(b.order)
	n.settle(b.order)
	m.fillYear(b.zoneOf(m), b.doc.Sent)
	n.fillYear(b.zoneOf(n), b.doc.Sent)
	from = b.instant(a, m, strings.TrimSpace(read[:m.length]))
	if a.name != "detection_time" && isInstant(from) {
		b.began = m
	}
	b.unsharp(m.about || n.about, rest, from)
	b.assumed(a, m, from)
	if !ranged || m.doubt == zoneOrEnd {
		if !isInstant(from) {
			from = throughLine(text, m.length)
		}
		return from, ""
	}
	if !n.day || !isInstant(from) && joinsEnds(read[m.length:]) {
		if n.day {
			from = throughLine(text, len(text)) // "between 13:00 and 13:30" is one saying
		}
		return from, ""
	}
	return from, b.instant(a, n, strings.TrimSpace(strings.TrimSuffix(read[m.length:], rest)))
}

// labelled takes the zone that a question names for that of its answer: "Time
// (UTC)". Where the form states another one, none is sure.
func (b *builder) labelled(a *answer, m, n *moment) {
	z := labelZone(a.label)
	if m.zone.text != "" || z.text == "" {
		return
	}
	if z.loc != nil && b.zone.loc != nil && (m.day && m.clock && !z.same(b.zone, m.wall) || !m.day && z.text != b.zone.text) {
		z = zone{text: z.text + " (asked for) or " + b.zone.text + " (stated)", doubt: true}
	}
	m.zone = z
	if n.zone.text == "" {
		n.zone = z
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
