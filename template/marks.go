package template

import "strings"

// marks are what stands somewhere in a line: most passes over the lines leave most
// of them alone at a glance.
type marks uint32

const (
	withGap     marks = 1 << iota // two blanks, behind the indentation
	withWideGap                   // three
	withTab
	withBar
	withColon
	withSemicolon
	withComma
	withMore // than ASCII
)

// markOf is what each byte is among them.
var markOf = func() (t [256]marks) {
	t['\t'], t['|'], t[':'], t[';'], t[','] = withTab, withBar, withColon, withSemicolon, withComma
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
	s = s[from:]
	for i := range len(s) {
		m |= markOf[s[i]]
	}
	if !gapIn(s) {
		return m
	}
	if m |= withGap; strings.Contains(s, "   ") {
		m |= withWideGap
	}
	return m
}

// gapIn says whether two blanks stand together: one of them is where every second
// byte is.
func gapIn(s string) bool {
	for i := 1; i < len(s); i += 2 {
		if s[i] == ' ' && (s[i-1] == ' ' || i+1 < len(s) && s[i+1] == ' ') {
			return true
		}
	}
	return false
}

// has says whether one of some marks is there.
func (m marks) has(some marks) bool { return m&some != 0 }
