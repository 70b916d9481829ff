package router

import (
	"math/bits"
	"strings"
	"unicode/utf8"
)

// A sieve finds quickly which kinds of phrase can stand in a text at all, so
// that the long log that a report carries is gone over once, byte by byte,
// and not once for each word. It reads texts as they came, if they are ASCII,
// or in normal form, and may say yes too often, never no.
type sieve struct {
	starts [4][256]uint16 // which of sixteen groups of stems may have a byte there
	stems  [16][]suspect
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
var theSieve = newSieve([16][]suspect{
	{{ofTLP, "tlp", nil}, {ofTLP, "t.l.p", nil}, {ofTLP, "t. l. p", nil}},
	{{ofTLP, "traffic light", nil}, {ofTLP, "traffic-light", nil}, {ofConfidential, "treat ", []string{"as ", "this ", "it ", "the "}}},
	{{ofTLP, "ampel", nil}, {ofTLP, "verkeerslicht", nil}, {ofConfidential, "vertraulich", nil}, {ofConfidential, "vertrouwelijk", nil}},
	{{ofTLP, "feu tricolore", nil}, {ofConfidential, "refrain from ", passOn}, {ofConfidential, "keep this ", between}, {ofConfidential, "keep it ", between}, {ofConfidential, "geheim", nil}},
	{{ofConfidential, "do not ", passOn}, {ofConfidential, "don't ", passOn}, {ofConfidential, "not to be ", passOn}, {ofConfidential, "not for ", passOn}, {ofConfidential, "no sharing", nil}},
	{{ofConfidential, "cannot be ", passOn}, {ofConfidential, "can not be ", passOn}, {ofConfidential, "can't be ", passOn}},
	{{ofConfidential, "must not be ", passOn}, {ofConfidential, "may not be ", passOn}, {ofConfidential, "should not be ", passOn}, {ofConfidential, "shall not be ", passOn}},
	{{ofConfidential, "never ", passOn}, {ofConfidential, "eyes only", nil}, {ofConfidential, "internal use", nil}, {ofConfidential, "um vertraulichkeit", nil}},
	{{ofConfidential, "nicht weiter", nil}, {ofConfidential, "nicht an dritte", nil}, {ofConfidential, "nicht mit dritten", nil}, {ofConfidential, "niet ", dutch}},
	{{ofConfidential, "ne pas ", french}, {ofConfidential, "ne le ", french}, {ofConfidential, "ne la ", french}, {ofConfidential, "ne les ", french}, {ofConfidential, "ne l'", french},
		{ofConfidential, "ne ", french}, {ofConfidential, "nur für ", []string{"sie", "den ", "intern"}}, {ofConfidential, "pas être ", nil}},
	{{ofConfidential, "strictly private", nil}, {ofConfidential, "strictement priv", nil}, {ofConfidential, "strikt priv", nil}, {ofConfidential, "strengste vertraulichkeit", nil},
		{ofConfidential, "absolute vertraulichkeit", nil}},
	{{ofConfidential, "diffusion restreinte", nil}, {ofConfidential, "weitergabe ", nil}, {ofConfidential, "keine weitergabe", nil}, {ofConfidential, "alleen voor intern", nil},
		{ofConfidential, "delen is ", []string{"niet"}}},
	{{ofConfidential, "confidential", nil}, {ofConfidential, "confidentiel", nil}, {ofMinors, "csam", nil}, {ofMinors, "child ", nil}},
	{{ofMinors, "kinderporn", nil}, {ofMinors, "kindesmissbrauch", nil}, {ofMinors, "kindermisbruik", nil},
		{ofCredentials, "login ", nil}, {ofCredentials, "login: ", nil}},
	{{ofMinors, "pédoporn", nil}, {ofMinors, "pedoporn", nil}, {ofCredentials, "password", assigned},
		{ofCredentials, "passwort", assigned}, {ofCredentials, "passwd", assigned}, {ofCredentials, "pw", equals}},
	{{ofCredentials, "mot de passe", assigned}, {ofCredentials, "wachtwoord", assigned}, {ofCredentials, "begin ", nil}},
})

// everyGroup asks for the stems of all groups.
const everyGroup = 1<<16 - 1

var (
	passOn   = []string{"share", "sharing", "forward", "distribut", "disclos", "pass", "publi", "re", "be "}
	between  = []string{"to yourself", "between us", "secret", "private"}
	french   = []string{"diffus", "transmett", "partag", "divulgu", "communiqu", "le ", "la ", "les ", "l'"}
	dutch    = []string{"delen", "doorsturen", "verspreiden", "doorgeven", "te ", "verder ", "gedeeld", "verspreid", "doorgestuurd", "doorgegeven", "voor verspreiding", "aan derden", "met derden"}
	assigned = []string{" is", ":", " :", "="}
	equals   = []string{":", " :", "=", " ="}
)

func newSieve(stems [16][]suspect) *sieve {
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
func (s *sieve) suspects(text string, groups uint16) (found kinds) {
	for ; groups != 0; groups &= groups - 1 {
		list := s.stems[bits.TrailingZeros16(groups)]
		for i := range list {
			if rest, ok := after(text, list[i].stem); ok && list[i].goesOn(rest) {
				found |= list[i].kind
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
