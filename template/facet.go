package template

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"tocsin/template/moment"
	"tocsin/template/word"
)

// Many forms ask for the parts of a moment apart: "Date", "Time" and "Time
// zone", on a line or on three. A label that asks for such a part alone says
// nothing of whose moment it is: that is told by the question before it, or by
// the heading above.

// A facet is what a label asks of a moment and of nothing else.
type facet byte

const (
	dayFacet facet = 1 << iota
	clockFacet
	zoneFacet
)

// facetOf says which parts of a moment the words of a label ask for, 0 where
// they ask for anything else.
func (b *conceptBook) facetOf(label string) (f facet) {
	var w wordReading
	if len(label) > mostFacet || !b.read(label, &w) {
		return 0
	}
	parts := [...]conceptSet{b.bit("date"), b.bit("time"), b.bit("zone")}
	for l := 1; l < len(word.Tongues); l++ {
		set := w.sets[l].less(stop)
		if w.once>>l&1 != 0 || set.empty() || !set.less(parts[0].with(parts[1]).with(parts[2])).empty() {
			continue
		}
		if set.meets(parts[2]) {
			return zoneFacet
		}
		for i, part := range parts[:2] {
			if set.meets(part) {
				f |= dayFacet << i
			}
		}
		return f
	}
	return 0
}

// mostFacet is how long a label is at most, in bytes, that asks for a part of
// a moment alone.
const mostFacet = 60

// facetEntry is the entry of a label that asks for a part of a moment.
func (b *bookIn) facetEntry(f facet, name, label string) *entry {
	if f == zoneFacet {
		name = "timezone"
	}
	return &entry{generic: true, inquiry: &inquiry{def: b.def, name: name, kind: fieldKinds[name], facet: f, id: b.first, field: &field{Name: name}, asked: label}}
}

// placed gives a label that asks for a part of a moment the field that it asks
// for where it stands; nil where that is not sure.
func (r *reading) placed(h *hit, e *entry) *entry {
	rest := r.lines[h.end.line].text[h.end.off:]
	before := r.momentBefore(h.line)
	switch {
	case e.facet == zoneFacet:
		if z := moment.ReadZone(strings.TrimSpace(rest)); before == nil || z.Loc == nil && !z.Doubt {
			return nil
		}
		return r.ix.book.facetEntry(e.facet, "", e.asked)
	case before != nil && before.text == "":
		return r.ix.book.facetEntry(e.facet, before.name, e.asked)
	case before != nil:
		if !moment.HalfEach(before.text, rest) {
			return nil
		}
		return r.ix.book.facetEntry(e.facet, before.name, e.asked)
	case r.ofIncident(h.line) && (e.facet == dayFacet|clockFacet || r.clockFollows(h)):
		return r.ix.book.facetEntry(e.facet, "incident_time", e.asked)
	}
	return nil
}

// momentBefore is the question about a moment right above line i, with what was
// answered, nil for none.
func (r *reading) momentBefore(i int) *answer {
	var a answer
	switch n := len(r.answers); {
	case r.open != nil:
		a = *r.open
		a.text = trimAnswer(strings.Join(r.parts, "\n"))
	case n > 0:
		a = r.answers[n-1]
	}
	if a.name == "timezone" && len(r.answers) > 1 && r.open == nil {
		a = r.answers[len(r.answers)-2]
	}
	if a.kind != kindTime || a.name == "" || i-a.at > leastNear {
		return nil
	}
	for k := a.at + 1; k < i; k++ {
		if r.lines[k].blank() && a.text != "" {
			return nil
		}
	}
	return &a
}

// leastNear is how many lines apart questions are that do not belong together.
const leastNear = 4

// clockFollows says whether the day that a label asks for is followed by a time
// of day, in the answer or under a label of its own on the same line or below.
func (r *reading) clockFollows(h *hit) bool {
	rest := r.sheet.answered(h)
	if m := moment.Read(moment.Narrow(strings.TrimSpace(rest))); !m.Day {
		return false
	} else if m.Clock {
		return true
	}
	if _, _, e := r.ix.facetIn(rest); e != nil {
		return e.facet == clockFacet
	}
	k, found := slices.BinarySearchFunc(r.hits, h.end.line+1, func(x hit, line int) int { return x.line - line })
	return found && r.hits[k].entries[0].facet == clockFacet
}

// ofIncident says whether a date that is asked for at line i is that of the
// incident: the heading above is of one, or the reporter is asked for between
// it and the date, and nothing else asks when it happened.
func (r *reading) ofIncident(i int) bool {
	next, _ := slices.BinarySearchFunc(r.hits, i, func(h hit, line int) int { return h.line - line })
	reporter := false
	for k := i - 1; k >= max(r.from, i-mostAhead); k-- {
		l := &r.lines[k]
		if next > 0 && r.hits[next-1].end.line == k {
			next--
			reporter = reporter || r.hits[next].asksReporter()
			k = r.hits[next].line
			continue
		}
		if next > 0 && r.hits[next-1].end.line == k-1 && r.hits[next-1].opens(r.sheet) {
			continue // its answer
		}
		if l.blank() || l.ruler || r.labels(k) {
			continue
		}
		if sh, ok := l.shape(); ok && sh.after == 0 && len(l.text) <= mostFacet && r.ix.book.happens(l.text[l.off:]) {
			return true
		}
		break
	}
	return reporter && !slices.ContainsFunc(r.hits, func(h hit) bool { return slices.Contains(incidentTimes, h.entries[0].name) })
}

// incidentTimes are the fields of when an incident was.
var incidentTimes = []string{"incident_time", "incident_start", "incident_end"}

// happens says whether a heading is of an incident, and of nobody's report of it.
func (b *conceptBook) happens(heading string) bool {
	what := b.bit("incident").with(b.bit("attack")).with(b.bit("happen")).with(b.bit("date")).with(b.bit("time"))
	other := b.bit("report").with(b.bit("us")).with(b.bit("you")).with(b.bit("contact")).with(b.bit("form"))
	asked := false
	sets := b.gather(heading)
	for _, set := range sets[1:] {
		if set.meets(other) {
			return false
		}
		asked = asked || set.meets(what)
	}
	return asked
}

// facetIn finds a label inside an answer that asks for a part of a moment:
// "20.11.2026  Time: 23:47".
func (ix *index) facetIn(s string) (head, tail string, e *entry) {
	if ix.book == nil || len(s) > 200 {
		return s, "", nil
	}
	for k := 1; k < len(s); k++ {
		at, wide := k, 1
		if s[k] >= utf8.RuneSelf {
			if strings.HasPrefix(s[k:], "：") {
				wide = len("：")
			} else {
				continue
			}
		} else if s[k] != ':' {
			continue
		}
		if open := strings.LastIndexByte(s[:k], '('); open > 0 && s[k-1] == ')' {
			at = open // "Time (UTC):"
		}
		at = len(strings.TrimRight(s[:at], " "))
		from := at
		for from > 0 {
			c, n := utf8.DecodeLastRuneInString(s[:from])
			if !unicode.IsLetter(c) && c != ' ' && c != '-' && c != '/' {
				break
			}
			from -= n
		}
		for from < at {
			from += indentation(s[from:])
			if f := ix.book.facetOf(s[from:at]); f != 0 && from > 0 {
				return strings.TrimRight(s[:from], " \t,;/|("), s[k+wide:], ix.book.facetEntry(f, "", s[from:k])
			}
			blank := strings.IndexByte(s[from:at], ' ')
			if blank < 0 {
				break
			}
			from += blank
		}
	}
	return s, "", nil
}
