package template

import (
	"bytes"
	"slices"
	"unicode/utf8"

	"tocsin/template/indicator"
	"tocsin/template/word"
)

// A glance is what one pass over a line tells of it, for all that is sought in
// every line.
type glance struct {
	classes  byte    // of all its bytes, as in byteClass
	harmless bool    // it may hold something to refang
	light    bool    // a word of it begins with TLP
	phrase   []byte  // its words, as word.AppendPhrase gives them; none of a very long line
	places   []int32 // in the phrase, where one of the speech lexicon may begin
}

// glanceAt holds for each byte what it is in a phrase, 0 beyond ASCII, and
// above it its class.
var glanceAt = func() (t [256]uint16) {
	for c := range t {
		t[c] = uint16(indicator.ClassOf(byte(c))) << 8
		if c < utf8.RuneSelf {
			t[c] |= uint16(max(word.FoldByte(byte(c)), ' '))
		}
	}
	return t
}()

// take looks over a line. What it held before is gone.
func (g *glance) take(s string, x *word.Lexicon) {
	g.places, g.phrase = g.places[:0], g.phrase[:0]
	if len(s) >= mostHeard || !g.ascii(s) {
		g.classes, g.harmless = indicator.Look(s)
		g.light = namesLight(s)
	}
	if len(s) < mostHeard && len(g.phrase) == 0 {
		g.phrase = word.AppendPhrase(g.phrase, s)
		g.places = word.Starts(g.phrase, g.places[:0])
	}
	g.places = x.Likely(g.phrase, g.places)
}

// ascii looks over a line of ASCII alone; false where it is none. Its places
// are where words begin.
func (g *glance) ascii(s string) bool {
	p := slices.Grow(g.phrase, len(s)+2)[:len(s)+2]
	p[0], p[1] = ' ', ' '
	n, seen := 1, uint16(0)
	g.light, g.harmless = false, false
	for i := 0; i < len(s); i++ {
		start := n
		for ; i < len(s); i++ {
			of := glanceAt[s[i]]
			if byte(of) <= ' ' {
				break
			}
			seen |= of
			p[n] = byte(of)
			n++
		}
		if n > start {
			g.places = append(g.places, int32(start))
			if p[n] = ' '; p[start] == 't' && p[start+1] == 'l' && p[start+2] == 'p' {
				g.light = true
			}
			n++
		}
		if i < len(s) {
			of := glanceAt[s[i]]
			if seen |= of; byte(of) == 0 {
				return false
			}
			if byte(of>>8)&indicator.FangByte != 0 && !g.harmless {
				g.harmless = indicator.Fanged(s, i)
			}
		}
	}
	g.phrase, g.classes = p[:max(n, 2)], byte(seen>>8)
	g.harmless = g.harmless || g.classes&indicator.FangByte != 0 && bytes.IndexByte(g.phrase, 'x') >= 0 && indicator.Refangs(s)
	return true
}

// dated says whether a text begins with two numbers of several digits, as a date or a
// time of day does.
func dated(s string) bool {
	n := digitsAt(s)
	return n > 1 && n+1 < len(s) && word.FoldByte(s[n]) == 0 && digitsAt(s[n+1:]) > 1
}

// digitsAt is how many digits a text begins with.
func digitsAt(s string) int {
	n := 0
	for n < len(s) && word.IsDigit(s[n]) {
		n++
	}
	return n
}
