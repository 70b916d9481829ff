package template

import (
	"time"

	"tocsin/template/moment"
	"tocsin/template/word"
)

// anchor turns "yesterday 22:15" into a date, by the day on which the form was
// written: the date of the report that it states, else that of the mail. The
// mail's counts only for words of its own body: in a file, a quotation or a
// forwarded mail they are older.
func (b *builder) anchor(a *answer, m *moment.Moment) {
	if m.Relative(b.report.Language) {
		written, stated := b.written(a)
		m.Anchor(written, stated, b.zoneOf(*m))
	}
}

// written is when the form was written, zero where that is not sure; stated
// says that the form tells, so that zone and time of day may be missing.
func (b *builder) written(a *answer) (at time.Time, stated bool) {
	for _, o := range b.all {
		if o.name != "report_time" || o.group != 0 {
			continue
		}
		if m := moment.Read(moment.Narrow(o.text)); m.Day && m.Wall.Year() > 0 {
			if m.Settle(b.order); m.Doubt == "" || m.Doubt == moment.ZoneOrEnd {
				return m.Wall, true
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
		if s := r.lines[l].text; quoting(s) || isHeader(s) && amongHeaders(r.lines, l) || word.ContainsAny(word.Phrase(unruled(s)), forwardings) {
			return true
		}
	}
	return false
}

// forwardings announce a mail that is handed on.
var forwardings = []string{" forwarded message ", " forwarded mail ", " weitergeleitete nachricht ", " message transfere ", " doorgestuurd bericht ", " mensaje reenviado ",
	" mensagem encaminhada ", " messaggio inoltrato ", " przekazana wiadomosc ", " vidarebefordrat meddelande ", "転送", "转发", "轉寄"}

// assumed says that a time that was read is in the zone of the mail's Date.
func (b *builder) assumed(a *answer, m moment.Moment, read string) {
	if m.Zone.ByDate() && isInstant(read) {
		b.report.Time.ZoneAssumed = true
		b.problem("zone-unknown", a.name, a.line, "the zone is not stated; that of the mail's Date is taken, for a day counted from it: "+clip(a.text))
	}
}
