package template

import (
	"cmp"
	"strings"
	"time"

	"tocsin/store"
	"tocsin/template/moment"
	"tocsin/template/word"
)

// zones finds the zone that the form's times are in, if it has one.
func (b *builder) zones() {
	b.joinTimes()
	for _, a := range b.all {
		if a.name != "timezone" || a.group != 0 || b.zone.Text != "" {
			continue
		}
		b.zone = moment.ReadZone(a.text)
		b.report.Time.Zone = b.zone.Text
		if b.zone.Loc == nil {
			b.problem("zone-unknown", "timezone", a.line, "this names no one time zone; give it as an offset, like +01:00: "+clip(a.text))
		}
	}
	if b.zone.Text == "" && len(b.hostZon) == 0 && b.form != nil {
		b.zone = moment.ReadZone(b.form.unstated("timezone"))
		b.report.Time.Zone = b.zone.Text
	}
}

// unstated is what no answer to a question about no host means, "" for nothing.
func (f *form) unstated(name string) string {
	for i := range f.Sections {
		for _, fd := range f.Sections[i].Fields {
			if fd.Name == name && fd.Empty != "" && f.Sections[i].Role == "" {
				return fd.Empty
			}
		}
	}
	return ""
}

// hostZone notes the zone of a host; it counts where the form has none.
func (b *builder) hostZone(a *answer) {
	z := moment.ReadZone(a.text)
	if z.Loc == nil {
		b.problem("zone-unknown", "timezone", a.line, "this names no one time zone; give it as an offset, like +01:00: "+clip(a.text))
		return
	}
	if len(b.hostZon) == 50 {
		return
	}
	if a.role == store.RoleTarget {
		b.hostZon = append([]moment.Zone{z}, b.hostZon...)
	} else {
		b.hostZon = append(b.hostZon, z)
	}
}

// joinTimes makes one answer of a day and a time of day that were asked apart.
func (b *builder) joinTimes() {
	out := b.all[:0]
	for _, a := range b.all {
		if n := len(out) - 1; n >= 0 && a.kind == kindTime && out[n].name == a.name && a.group == 0 && moment.HalfEach(out[n].text, a.text) {
			out[n].text += " " + a.text
			if moment.AskedZone(a.label).Text != "" {
				out[n].label = a.label
			}
			continue
		}
		out = append(out, a)
	}
	b.all = out
}

// span reads the times. A time whose zone is not known for sure stays text.
func (b *builder) span() {
	s := &b.report.Time
	b.order = b.figureOrder()
	ended, began := false, (*answer)(nil)
	for _, a := range b.all {
		switch a.name {
		case "incident_time", "incident_start":
			if s.Start == "" || began != nil && moment.Sharpens(began.text, a.text) {
				from, to := b.interval(a)
				s.Start, began = from, a
				if s.End == "" {
					s.End = to
				}
			}
		case "incident_end":
			if !ended && !moment.Ongoing(a.text) {
				s.End, _ = b.interval(a)
			}
			ended = true
		case "detection_time", "awareness_time":
			if s.Detected == "" {
				s.Detected, _ = b.interval(a)
				b.beyond(a)
			}
		}
	}
	if s.Start+s.End+s.Detected != "" && s.Uncertainty == "" {
		s.Uncertainty = moment.Margin(b.report.Fields["clock_accuracy"])
	}
}

// leastBeyond is how many words behind a time are an answer of their own.
const leastBeyond = 2

// beyond takes the words behind a time for the answer to what the same label
// asks: "time and way of finding".
func (b *builder) beyond(a *answer) {
	if a.e == nil || a.e.field == nil || a.e.field.Rest == "" || b.report.Fields[a.e.field.Rest] != "" {
		return
	}
	read := moment.Narrow(a.text)
	rest := strings.Trim(read[moment.Read(read).Length:], " \t\n,;:.-–—")
	if rest = word.Unwrap(rest); word.Count(rest) >= leastBeyond {
		b.report.Fields[a.e.field.Rest] = rest
	}
}

// unsharp notes how far a time that was read may be off.
func (b *builder) unsharp(about bool, rest, read string) {
	s := &b.report.Time
	switch stated := moment.PlusMinus(rest); {
	case !isInstant(read):
	case stated != "":
		s.Uncertainty = stated
	case about:
		s.Uncertainty = "about"
	}
}

// localTime says whether an answer is in local time in a form whose zone is
// that of no place.
func (b *builder) localTime(text string) bool {
	if b.zone.Loc == nil || b.zone.Loc.String() != "" && b.zone.Loc.String() != "UTC" {
		return false
	}
	_, offset := time.Time{}.In(b.zone.Loc).Zone()
	return offset == 0 && word.ContainsAny(word.Phrase(text), []string{" local ", " locale ", " lokal ", " ortszeit ", " lokale ", " plaatselijke ", " lokaltid "})
}

func isInstant(s string) bool {
	_, err := time.Parse(time.RFC3339, s)
	return err == nil
}

// instant gives a moment in RFC 3339, or its text with a problem beside it.
func (b *builder) instant(a *answer, m moment.Moment, text string) string {
	z := b.zoneOf(m)
	switch {
	case m.Doubt != "":
		b.problem("ambiguous", a.name, a.line, m.Doubt+"; write it like 2026-11-21: "+clip(text))
		return text
	case !m.Clock:
		b.problem("ambiguous", a.name, a.line, "a day without a time of day: "+clip(text))
		return text
	}
	if z.Loc == nil {
		b.report.Time.ZoneAssumed = true
		b.report.Time.Zone = cmp.Or(b.report.Time.Zone, z.Name())
		b.problem("zone-unknown", a.name, a.line, zoneTrouble(z)+": "+clip(text))
		return text
	}
	if b.report.Time.Zone == "" {
		b.report.Time.Zone = z.Name()
	}
	t, ok := z.Local(m.Wall)
	if !ok || z.Changing(m.Wall) {
		b.problem("ambiguous", a.name, a.line, "the clocks were changed about this time: it came twice or never: "+clip(text))
		return text
	}
	return t.Format(time.RFC3339)
}

// zoneOf is the zone of a moment: its own, else that of the form, else that of
// the hosts. A doubtful zone of its own is settled by one that it may be, or by
// the country whose form it is.
func (b *builder) zoneOf(m moment.Moment) moment.Zone {
	z := m.Zone
	if z.Loc != nil {
		return z
	}
	other := b.zone
	if other.Loc == nil && b.zone.Text == "" && len(b.hostZon) > 0 {
		other = b.hostZon[0]
		for _, o := range b.hostZon[1:] {
			if m.Sure() && m.Clock && !other.Same(o, m.Wall) {
				b.report.Time.ZoneAssumed = true // the target's, though the source's differs
			}
		}
	}
	if other.Loc != nil && (z.Text == "" || z.Could(other, m.Wall)) {
		return other
	}
	if z.Doubt && b.form != nil {
		for _, name := range b.form.Zones {
			if home := (moment.Zone{Text: z.Text, Loc: moment.Location(name)}); z.Could(home, m.Wall) && home.GoesBy(z.Text, m.Wall) {
				return home
			}
		}
	}
	return z
}

func zoneTrouble(z moment.Zone) string {
	if z.Text != "" {
		return "the zone " + clip(z.Text) + " has several meanings; give it as an offset, like +01:00"
	}
	return "no time zone is given, so this time can't be compared with others"
}
