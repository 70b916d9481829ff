package template

import (
	"strings"

	"tocsin/template/word"
)

// marks are what stands somewhere in a line: most passes over the lines leave most
// of them alone at a glance.
type marks uint32

const (
	withBlank   marks = 1 << iota // behind the indentation
	withGap                       // two of them
	withWideGap                   // three
	withTab
	withBar
	withColon
	withSemicolon
	withComma
	withMore // than ASCII
	withQuestion
	withStop
	withDash
	withBox // or a parenthesis
	withEqual
	withLine // to write on
	withArrow
	withSlash

	withParts    = withGap | withTab | withBar | withSemicolon | withComma | withSlash | withMore // a row of several cells has one of them
	withLabelEnd = withWideGap | withTab | withBar | withColon | withMore | withQuestion | withStop | withBox | withEqual | withLine
)

// markOf is what each byte is among them.
var markOf = func() (t [256]marks) {
	t[' '], t['\t'], t['|'], t[':'], t[';'], t[','] = withBlank, withTab, withBar, withColon, withSemicolon, withComma
	t['>'], t['/'] = withArrow, withSlash
	t['?'], t['.'], t['-'], t['('], t['['], t[']'], t['='], t['_'] = withQuestion, withStop, withDash, withBox, withBox, withBox, withEqual, withLine
	for c := 0x80; c < len(t); c++ {
		t[c] = withMore
	}
	return t
}()

// marksOf gathers the marks of a text.
func marksOf(s string) (m marks) {
	from := indentation(s)
	text := s[from:]
	if strings.IndexByte(s[:from], '\t') >= 0 {
		m = withTab
	}
	last, gaps := uint64(0), uint64(0) // whether the byte before is a blank; two blanks on end
	for s = text; len(s) >= 8; s = s[8:] {
		m |= markOf[s[0]] | markOf[s[1]] | markOf[s[2]] | markOf[s[3]] | markOf[s[4]] | markOf[s[5]] | markOf[s[6]] | markOf[s[7]]
		blanks := word.Bytes(word.Eight(s), ' ')
		gaps |= blanks & (blanks<<8 | last)
		last = blanks >> 56
	}
	for i := range len(s) {
		m |= markOf[s[i]]
		blank := word.Bytes(uint64(s[i]), ' ') & 0x80
		gaps, last = gaps|blank&last, blank
	}
	if gaps != 0 {
		if m |= withGap; strings.Contains(text, "   ") {
			m |= withWideGap
		}
	}
	return m
}

// has says whether one of some marks is there.
func (m marks) has(some marks) bool { return m&some != 0 }

// indentation is how many blanks and tabs a line begins with.
func indentation(s string) int {
	n := 0
	for n < len(s) && (s[n] == ' ' || s[n] == '\t') {
		n++
	}
	return n
}
