package router

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// A glyph is one rune of a subject as the tag reader sees it, and the bytes
// of the subject it stands for.
type glyph struct {
	r        rune
	from, to int
}

// glyphs normalises a subject rune by rune: NFKC, each dash a hyphen, each
// blank (and line end, so that nothing is joined over a fold) a space; what
// can't be seen is passed over.
func glyphs(s string) []glyph {
	out := make([]glyph, 0, len(s))
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		if r < utf8.RuneSelf {
			out = appendGlyph(out, r, i, i+n)
		} else {
			for _, c := range norm.NFKC.String(string(r)) {
				out = appendGlyph(out, c, i, i+n)
			}
		}
		i += n
	}
	return out
}

func appendGlyph(out []glyph, r rune, from, to int) []glyph {
	switch {
	case r > ' ' && r < 0x7f:
	case r == '\u2212' || unicode.Is(unicode.Pd, r):
		r = '-'
	case unicode.IsSpace(r):
		r = ' '
	case unicode.IsControl(r) || unicode.Is(unicode.Cf, r):
		return out
	}
	return append(out, glyph{r, from, to})
}

// A line is a normalised subject with safe access beyond both ends.
type line []glyph

func (l line) at(i int) rune {
	if i < 0 || i >= len(l) {
		return 0
	}
	return l[i].r
}

func (l line) skipBlanks(i int) int {
	for l.at(i) == ' ' {
		i++
	}
	return i
}

func (l line) skipBlanksBack(i int) int {
	for l.at(i) == ' ' {
		i--
	}
	return i
}

// text returns the normalised runes i to j.
func (l line) text(i, j int) string {
	var b strings.Builder
	for _, g := range l[i:j] {
		b.WriteRune(g.r)
	}
	return b.String()
}

// word says whether a rune continues a word or a number.
func word(r rune) bool {
	if r < utf8.RuneSelf {
		return alnum(r)
	}
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r)
}

func digit(r rune) bool { return r >= '0' && r <= '9' }

func alnum(r rune) bool {
	return digit(r) || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z'
}
