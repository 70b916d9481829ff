package template

import (
	"strings"

	"tocsin/store"
	"tocsin/template/indicator"
)

// mostIndicators bounds how many different indicators one report lists.
const mostIndicators = 10_000

// seek goes over all that was said: indicators, TLP marks, restrictions,
// requests.
func (b *builder) seek(r *reading) {
	b.heardIn = append(b.heardIn, r)
	var lamps []lamp
	heard, speech := 0, vocab().speech
	for i := range r.said {
		s := &r.said[i]
		if s.text == "" {
			continue
		}
		list := func(t indicator.Token) { b.indicator(s, r.row(int(s.line))+1, t) }
		lists := s.of != kindContact && len(b.report.Indicators) < mostIndicators
		if m := b.moulds.of(s); m != nil && !(m.open && r.runsOn(i)) {
			if lists {
				indicator.Rescan(s.text, m.text, b.moulds.runsOf(m), list)
			}
			continue
		}
		b.line.take(s.text, speech)
		classes, harmless := b.line.classes, b.line.harmless
		quiet, open := lists && !harmless && !b.line.light, false
		if b.line.light {
			if n := tlpIn(s.text); n > 0 {
				lamps = append(lamps, lamp{s.line, n})
			}
		}
		if i >= heard && len(s.text) < mostHeard {
			var found bool
			if found, open = speech.Sought(b.line.phrase, b.line.places); found || open && r.runsOn(i) {
				heard, quiet = b.overhear(r, i), false
			}
		} else {
			quiet = false
		}
		if lists {
			b.moulds.open()
			indicator.ScanLooked(s.text, classes, harmless, &b.moulds.runs, list)
			b.moulds.close(s, quiet, open)
		}
	}
	b.settleLamps(lamps)
	if len(b.report.Indicators) == mostIndicators {
		b.problem("needs-human", "indicators", 0, "more indicators than are listed here; the message itself has them all")
	}
}

// mostHeard bounds the lines that are looked at for restrictions and requests.
const mostHeard = 2000

// mostPassage is how many lines of a passage are heard from the one on that
// tells of something.
const mostPassage = 8

// overhear looks for restrictions and requests in the passage of line i of
// what was said, and returns the line to go on with.
func (b *builder) overhear(r *reading, i int) int {
	s := &r.said[i]
	if hasBox(s.text) {
		marked, _ := ticked(s.text)
		b.hear(marked, s.line, b.asks(r, s))
		return i + 1
	}
	from, to := i, i+1
	for from > max(0, i-3) && r.runsOn(from-1) {
		from--
	}
	for to < min(len(r.said), i+mostPassage) && r.runsOn(to-1) {
		to++
	}
	text := s.text
	if to > from+1 {
		text = r.passage(from, to)
	}
	b.hear(text, s.line, b.asks(r, s))
	if to == i+mostPassage {
		b.line.take(r.said[to-1].text, vocab().speech)
		if found, _ := vocab().speech.Sought(b.line.phrase, b.line.places); !found {
			return to - 1 // something may begin there
		}
	}
	return to
}

// passage joins lines of what was said.
func (r *reading) passage(from, to int) string {
	var sb strings.Builder
	for k := from; k < to; k++ {
		if k > from {
			sb.WriteByte(' ')
		}
		sb.WriteString(strings.TrimSpace(r.said[k].text))
	}
	return sb.String()
}

// wrapAt is how long a line is at least that a mail program broke.
const wrapAt = 45

// runsOn says whether the line behind line i of what was said goes on with its
// sentence.
func (r *reading) runsOn(i int) bool {
	s, next := &r.said[i], &r.said[min(i+1, len(r.said)-1)]
	return len(s.text) >= wrapAt && len(s.text) < mostHeard && next.line == s.line+1 && next.text != "" && len(next.text) < mostHeard &&
		next.left == s.left && next.of == s.of && strings.IndexByte(".:!?;", s.text[len(s.text)-1]) < 0 && !labelled(next.text) && !hasBox(next.text)
}

// asks says whether requests in a line are the reporter's own: in the text
// that is the form, or in a mail's body, and not quoted.
func (b *builder) asks(r *reading, s *saying) bool {
	if b.main != nil && b.main != r || s.of == kindContact || int(s.line) >= len(r.lines) || itemised(s.text) {
		return false
	}
	depth := int32(0)
	if r.isIt && len(r.hits) > 0 {
		depth = r.lines[r.hits[0].line].depth
	}
	return r.lines[s.line].depth <= depth
}

// itemised says whether a line is one of a list to choose from, or all of it.
func itemised(s string) bool {
	_, number := unnumbered(s)
	return number != "" || strings.Count(s, " / ")+strings.Count(s, "|") > 1
}

// roleWindow is how many bytes around an address are searched for its role.
const roleWindow = 160

// indicator lists an observable of what was said, with its role and line.
func (b *builder) indicator(s *saying, line int, t indicator.Token) {
	if (t.Kind == "email" || t.Kind == "domain") && b.own.owns(t.Value) {
		return
	}
	role := s.role.name()
	if role == "" && t.Kind == "email" && isHeader(s.text) {
		role = store.RoleUnknown // "From:" is who wrote, not who attacked
	}
	if role == "" {
		at := min(t.At, len(s.text))
		from := max(0, at-roleWindow)
		role = nearRole(s.text[from:min(len(s.text), at+roleWindow)], at-from)
	}
	in, this := b.seen[t.Value], roleBit(role)
	if in&this != 0 {
		return
	}
	b.seen[t.Value] = in | this
	if cap(b.report.Indicators) == 0 {
		b.report.Indicators = make([]store.Indicator, 0, 8)
	}
	b.report.Indicators = append(b.report.Indicators, store.Indicator{Type: t.Kind, Value: t.Value, Role: role, Line: line})
}

// A roleSet is a set of roles, one bit each.
type roleSet byte

func roleBit(role string) roleSet {
	switch role {
	case store.RoleSource:
		return 1
	case store.RoleTarget:
		return 2
	case store.RoleIntermediary:
		return 4
	}
	return 8
}

// name gives the role of a set of one, "" for none.
func (in roleSet) name() string {
	switch in {
	case 1:
		return store.RoleSource
	case 2:
		return store.RoleTarget
	case 4:
		return store.RoleIntermediary
	case 8:
		return store.RoleUnknown
	}
	return ""
}
