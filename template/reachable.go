package template

import (
	"slices"
	"strings"
)

// reachable finds how to reach the reporter where no label that is known asks
// it: a mail address, or a telephone number with its country, alone behind a
// label, beside what is asked about the reporter.
func (sh *sheet) reachable() {
	for _, name := range [...]string{"contact_email", "contact_phone"} {
		if slices.ContainsFunc(sh.hits, func(h hit) bool { return h.strength > weak && h.entries[0].name == name }) {
			continue
		}
		for k := range sh.hits {
			if sh.hits[k].asksReporter() && (sh.reach(name, sh.hits[k].end.line+1) || sh.reach(name, sh.hits[k].line-1)) {
				break
			}
		}
	}
}

// reach takes line i for the question, if it is one that nobody knows and its
// answer shows that.
func (sh *sheet) reach(name string, i int) bool {
	if i < sh.from || i >= len(sh.lines) || sh.ix.book == nil {
		return false
	}
	l := &sh.lines[i]
	shape, ok := sh.manner.shapeOf(l)
	if l.blank() || !ok || shape.after == 0 || !sh.manner.has(shape) {
		return false
	}
	at, taken := slices.BinarySearchFunc(sh.hits, i, func(h hit, line int) int { return h.line - line })
	if taken && sh.hits[at].strength > weak || at > 0 && sh.hits[at-1].end.line >= i {
		return false
	}
	end, closed := labelExtent(l.text, int(l.off))
	if cut := int(l.cut); cut > 0 {
		end, closed = cut, true
	}
	if !closed || end <= int(l.off) {
		return false
	}
	after, how := sh.ix.settle(sh.lines, pos{i, end})
	if how != strong || after.line != i || sh.ix.book.ofOthers(l.text[l.off:end]) || !reaches(name, strings.TrimSpace(l.text[after.off:])) {
		return false
	}
	asks := &field{Name: name, Label: texts{sh.lang: {l.text[l.off:end]}}}
	h := hit{line: i, end: after, strength: strong, number: l.number(), guessed: true,
		entries: []*entry{{def: sh.ix.book.def, name: name, kind: kindContact, lang: sh.lang, generic: true, field: asks}}}
	if taken {
		sh.hits[at] = h
	} else {
		sh.hits = slices.Insert(sh.hits, at, h)
	}
	return true
}

// reaches says whether a text is a way to reach somebody, and nothing else.
func reaches(name, s string) bool {
	if name == "contact_phone" {
		return strings.HasPrefix(s, "+") && phoneOf(s, nil) == s && digits(s) >= 8
	}
	return bareMail(s)
}
