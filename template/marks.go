package template

import "strings"

// marks are what stands somewhere in a line: most passes over the lines leave most
// of them alone at a glance.
type marks uint16

const (
	withBlank   marks = 1 << iota
	withGap           // two blanks, behind the indentation
	withWideGap       // three
	withTab
	withBar
	withColon
	withSemicolon
	withComma
	withMore // than ASCII
)

// markOf is what each byte is among them.
var markOf = func() (t [256]marks) {
	t[' '], t['\t'], t['|'], t[':'], t[';'], t[','] = withBlank, withTab, withBar, withColon, withSemicolon, withComma
	for c := 0x80; c < len(t); c++ {
		t[c] = withMore
	}
	return t
}()

// marksOf gathers the marks of a text.
func marksOf(s string) (m marks) {
	from := indentation(s)
	if strings.IndexByte(s[:from], '\t') >= 0 {
		m = withTab
	}
	was, gap := marks(0), marks(0) // of the byte before: what it is, and whether a gap ends there
	for i := from; i < len(s); i++ {
		c := markOf[s[i]]
		blanks := c & was & withBlank
		m |= c | blanks<<1 | blanks&gap<<2
		was, gap = c, blanks
	}
	return m
}

// has says whether one of some marks is there.
func (m marks) has(some marks) bool { return m&some != 0 }
