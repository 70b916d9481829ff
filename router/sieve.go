package router

import (
	"strings"
	"unicode/utf8"
)

// A sieve finds quickly which kinds of phrase can stand in a text at all, so
// that the long log that a report carries is gone over once, byte by byte,
// and not once for each word. It reads texts as they came, if they are ASCII,
// or in normal form, and may say yes too often, never no.
type sieve struct {
	starts [4][256]uint8 // which of eight groups of stems may have a byte there
	stems  [8][]suspect
}

// A suspect is a stem with what must follow it, if that is known: one of some
// words, a blank for each run of blanks.
type suspect struct {
	kind kinds
	stem string
	next []string
}

// kinds is a set of kinds of phrase.
type kinds uint8

const (
	ofTLP kinds = 1 << iota
	ofConfidential
	ofMinors
	ofCredentials
)

// theSieve knows the stems of all phrases; those of a group begin alike.
var theSieve = newSieve([8][]suspect{
	{{ofTLP, "tlp", nil}, {ofConfidential, "ne pas ", nil}},
	{{ofConfidential, "do not ", passOn}, {ofConfidential, "don't ", passOn}},
	{{ofConfidential, "not to be ", passOn}, {ofConfidential, "not for ", passOn}, {ofConfidential, "nicht weiter", nil},
		{ofConfidential, "niet ", []string{"delen", "doorsturen", "verspreiden", "doorgeven"}}},
	{{ofConfidential, "confidential", nil}, {ofConfidential, "confidentiel", nil}, {ofMinors, "csam", nil}, {ofMinors, "child ", nil}},
	{{ofConfidential, "vertraulich", nil}, {ofConfidential, "vertrouwelijk", nil}},
	{{ofMinors, "kinderporn", nil}, {ofMinors, "kindesmissbrauch", nil}, {ofMinors, "kindermisbruik", nil}},
	{{ofMinors, "pédoporn", nil}, {ofMinors, "pedoporn", nil}, {ofCredentials, "password", assigned},
		{ofCredentials, "passwort", assigned}, {ofCredentials, "passwd", assigned}},
	{{ofCredentials, "mot de passe", assigned}, {ofCredentials, "wachtwoord", assigned}, {ofCredentials, "begin ", nil}},
})

var (
	passOn   = []string{"share", "forward", "distribut", "disclos", "pass", "be "}
	assigned = []string{" is", ":", " :", "="}
)

func newSieve(stems [8][]suspect) *sieve {
	s := &sieve{stems: stems}
	for group, list := range stems {
		for _, x := range list {
			for at := range s.starts {
				for _, c := range likely(x.stem, at) {
					s.starts[at][c] |= 1 << group
				}
			}
		}
	}
	return s
}

// likely returns the bytes that a text may have at a place of a stem: in
// either case, for a blank any, and anything behind a blank or the end.
func likely(stem string, at int) (out []byte) {
	for c := range 256 {
		c := byte(c)
		if at >= len(stem) || strings.IndexByte(stem[:at], ' ') >= 0 || folded(c) == stem[at] {
			out = append(out, c)
		}
	}
	return out
}

// folded is a byte in normal form.
func folded(c byte) byte {
	switch {
	case c >= 'A' && c <= 'Z':
		return c | 0x20
	case c == ' ' || c >= '\t' && c <= '\r':
		return ' '
	}
	return c
}

// find returns the kinds of phrase that a text may hold. plain says that it
// is ASCII; if it is not, only its normal form may be asked.
func (s *sieve) find(text string) (found kinds, plain bool) {
	var all byte
	t := text
	for ; len(t) >= len(s.starts); t = t[1:] {
		all |= t[0]
		if groups := s.starts[0][t[0]] & s.starts[1][t[1]] & s.starts[2][t[2]] & s.starts[3][t[3]]; groups != 0 {
			found |= s.suspects(t, groups)
		}
	}
	for i := range len(t) {
		all |= t[i]
	}
	return found, all < utf8.RuneSelf
}

// suspects looks closer at where a text begins like a stem of some groups.
func (s *sieve) suspects(text string, groups uint8) (found kinds) {
	for g := range s.stems {
		if groups&(1<<g) == 0 {
			continue
		}
		for _, x := range s.stems[g] {
			if rest, ok := after(text, x.stem); ok && x.goesOn(rest) {
				found |= x.kind
			}
		}
	}
	return found
}

func (x *suspect) goesOn(rest string) bool {
	for _, word := range x.next {
		if _, ok := after(rest, word); ok {
			return true
		}
	}
	return x.next == nil
}

// after returns what follows a word in normal form at the start of a text.
func after(text, word string) (rest string, ok bool) {
	i := 0
	for k := range len(word) {
		if i >= len(text) || folded(text[i]) != word[k] {
			return "", false
		}
		for i++; word[k] == ' ' && i < len(text) && folded(text[i]) == ' '; i++ {
		}
	}
	return text[i:], true
}
