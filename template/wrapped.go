package template

import (
	"unicode"
	"unicode/utf8"

	"tocsin/template/word"
)

// mostWrapped is how long the first line of a wrapped label may be, in bytes,
// and mostFolds over how many more lines it may go.
const (
	mostWrapped = 80
	mostFolds   = 2
)

// guessWrapped understands a label that goes on in the next lines, where what
// follows it parts it from an answer, if the lines are of one label.
func (ix *index) guessWrapped(lines []line, i int) (h hit, ok bool) {
	s, off := lines[i].text, int(lines[i].off)
	if len(s) > mostWrapped || len(s)-off < 2 || !continues(lines, i) {
		return h, false
	}
	if end, closed := labelExtent(s, off); closed || end < len(s) {
		return h, false
	}
	label := s[off:]
	for l := i; l < i+mostFolds && continues(lines, l); l++ {
		next := lines[l+1].text
		in := indentation(next)
		if !goesIn(lines[l].text, next, in, unicode.IsUpper(firstRune(s[off:])) || lines[i].long > 0) {
			return h, false
		}
		end, closed := labelExtent(next, in)
		label += " " + next[in:max(in, end)]
		if !closed && end == len(next) {
			continue
		}
		var words wordReading
		if !closed || end-in < 2 || !ix.book.read(label, &words) {
			return h, false
		}
		after, how := ix.settle(lines, pos{l + 1, end})
		m, ok := ix.book.mean(&words, false)
		if !ok || how != strong || ix.ledgerAt(lines, l+1) != nil {
			return h, false
		}
		after.off += offered(lines[after.line].text[after.off:])
		return hit{line: i, end: after, strength: how, entries: []*entry{ix.book.entry(m, label)}, number: lines[i].number(), guessed: true}, true
	}
	return h, false
}

// goesIn says whether a line, from its first word on, goes on with a label that
// the line before has begun: it stands further in; or it does not begin a
// sentence, and there was no more room, or the label began one.
func goesIn(s, next string, in int, begun bool) bool {
	first, _ := utf8.DecodeRuneInString(next[in:])
	if !unicode.IsLetter(first) || in > indentation(s) {
		return unicode.IsLetter(first)
	}
	full := utf8.RuneCountInString(s)+1+utf8.RuneCountInString(word.First(next)) > leastWidth
	return unicode.IsLower(first) && (full || begun)
}
