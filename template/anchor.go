package template

import (
	"strings"
	"time"
)

// What keeps a relative time from being one that can be compared with others.
const (
	noDay    = "which day this is can't be told for sure"
	atNight  = "it was written at night, when one day is easily taken for another"
	inFuture = "that would be after it was written"
)

// anchor turns "yesterday 22:15" into a date, by the day on which the form was
// written: the date of the report that it states, else that of the mail. The
// mail's counts only for words of its own body: in a file, a quotation or a
// forwarded mail they are older.
func (b *builder) anchor(a *answer, m *moment) {
	r := m.rel
	if m.day || !r.said || r.hier && (b.report.Language == "de" || b.report.Language == "nl") {
		return
	}
	m.day, m.ok = true, false
	written, stated := b.written(a)
	switch {
	case written.IsZero():
		m.doubt = noDay
	case r.ago > 0:
		b.earlier(m, written, stated)
	case m.clock:
		b.onDay(m, written, stated)
	}
	m.ok = m.doubt == ""
}

// written is when the form was written, zero where that is not sure; stated
// says that the form tells, so that zone and time of day may be missing.
func (b *builder) written(a *answer) (at time.Time, stated bool) {
	for _, o := range b.all {
		if o.name != "report_time" || o.group != 0 {
			continue
		}
		if m := readMoment(narrow(o.text)); m.day && m.wall.Year() > 0 {
			if m.settle(b.order); m.doubt == "" || m.doubt == zoneOrEnd {
				return m.wall, true
			}
		}
	}
	if b.fresh(a) {
		return b.doc.Sent, false
	}
	return time.Time{}, false
}

// fresh says whether an answer was written in the body of this very mail.
func (b *builder) fresh(a *answer) bool {
	for n, r := range b.readings {
		if b.doc.Texts[n].Attachment || len(r.answers) == 0 {
			continue
		}
		for i := range r.answers {
			if &r.answers[i] == a {
				return !r.handedOn(a.at)
			}
		}
	}
	return false
}

// handedOn says whether a line is of an older mail: it is quoted, or what mail
// programs put above one stands above it.
func (r *reading) handedOn(line int) bool {
	if r.lines[line].depth > 0 {
		return true
	}
	for l := range r.lines[:line] {
		if s := r.lines[l].text; quoting(s) || isHeader(s) && amongHeaders(r.lines, l) || containsAny(phrase(unruled(s)), forwardings) {
			return true
		}
	}
	return false
}

// forwardings announce a mail that is handed on.
var forwardings = []string{" forwarded message ", " forwarded mail ", " weitergeleitete nachricht ", " message transfere ", " doorgestuurd bericht ", " mensaje reenviado ",
	" mensagem encaminhada ", " messaggio inoltrato ", " przekazana wiadomosc ", " vidarebefordrat meddelande ", "転送", "转发", "轉寄"}

// earlier settles a moment so long before that of writing. No zone is guessed:
// it only says in which one the moment is shown.
func (b *builder) earlier(m *moment, written time.Time, stated bool) {
	if stated {
		m.doubt = noDay // without the zone of the report's time
		return
	}
	at := written.Add(-m.rel.ago).Truncate(time.Minute)
	z := b.zoneOf(*m)
	if z.loc == nil {
		z = zone{loc: at.Location()}
	}
	at = at.In(z.loc)
	m.wall = time.Date(at.Year(), at.Month(), at.Day(), at.Hour(), at.Minute(), 0, 0, time.UTC)
	m.zone, m.clock, m.about = z, true, true
}

// smallHours end at this hour of the clock.
const smallHours = 5

// onDay settles a time of day on a day counted from that of writing.
func (b *builder) onDay(m *moment, written time.Time, stated bool) {
	z := b.zoneOf(*m)
	if z.loc == nil && z.text == "" && !stated {
		z = b.writers(m)
	}
	if !stated {
		if z.loc == nil {
			return // the text stays, for want of a zone
		}
		written = written.In(z.loc)
		if written.Hour() < smallHours {
			m.doubt = atNight
			return
		}
	}
	days, hour, ok := m.rel.placed(m.wall.Hour())
	if !ok {
		m.doubt = noDay
		return
	}
	y, mon, d := written.Date()
	_, mi, s := m.wall.Clock()
	m.wall = time.Date(y, mon, d+days, hour, mi, s, 0, time.UTC)
	now := time.Date(y, mon, d, written.Hour(), written.Minute(), 59, 0, time.UTC)
	if exact := !stated || written.Hour()+written.Minute() > 0; exact && m.wall.After(now) {
		m.doubt = inFuture
	} else if m.rel.part == lastNight && days < 0 && !m.wall.AddDate(0, 0, 1).After(now) {
		m.doubt = noDay
	}
}

// placed is the hour on the clock of 24 hours and its day, which differs from
// the one named for the night that ended this morning.
func (r relative) placed(hour int) (days, h int, ok bool) {
	days, h = r.days, hour
	switch r.part {
	case morning:
		return days, h, h < 13
	case dayside:
		if h < 8 {
			h += 12
		}
		return days, h, h >= 12 && h < 20
	case evening:
		if h >= 4 && h < 12 {
			h += 12
		}
		return days, h, h >= 16
	case nightly, lastNight:
		if h >= 8 && h < 12 {
			h += 12
		}
		if r.part == lastNight && h >= 18 {
			days--
		}
		return days, h, h >= 18 || r.part == lastNight && h < 7
	}
	return days, h, true
}

// writers is the zone of the clock by which a mail's writer speaks of today and
// yesterday: that of the mail's Date. Programs that do not know it write UTC,
// so that is none, nor is it sure in the weeks in which clocks are changed.
func (b *builder) writers(m *moment) zone {
	sent := b.doc.Sent
	if _, offset := sent.Zone(); offset == 0 || shifting(sent) {
		return zone{}
	}
	_, offset := sent.Zone()
	m.zone = zone{text: sent.Format("-07:00") + " (Date of the mail)", loc: time.FixedZone("", offset)}
	return m.zone
}

// shifting says whether some country may have changed its clocks in the week
// before a day.
func shifting(t time.Time) bool {
	switch m, d := t.Month(), t.Day(); m {
	case time.March:
		return d >= 8
	case time.April, time.November:
		return d <= 14
	case time.September, time.October:
		return true
	}
	return false
}

// byDate says whether a zone is that of the mail's Date.
func (z zone) byDate() bool { return strings.HasSuffix(z.text, " (Date of the mail)") }

// assumed says that a time that was read is in the zone of the mail's Date.
func (b *builder) assumed(a *answer, m moment, read string) {
	if m.zone.byDate() && isInstant(read) {
		b.report.Time.ZoneAssumed = true
		b.problem("zone-unknown", a.name, a.line, "the zone is not stated; that of the mail's Date is taken, for a day counted from it: "+clip(a.text))
	}
}
