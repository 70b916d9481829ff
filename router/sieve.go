package router

import "strings"

// A sieve finds quickly which kinds of phrase can stand in a text at all, so
// that the long log that a report carries is gone over once, byte by byte,
// and not once for each word. It looks at every other pair of bytes, and closer
// only where one stands that is in the three bytes that a stem begins with. It
// reads texts as they came, if they are ASCII, or in normal form, and may say
// yes too often, never no.
type sieve struct {
	pairs [1 << 16 / 64]uint64 // a bit for each two bytes, as they came, at the first or second place of a stem
	heads [1 << headBits]uint8 // where in stems those are that may begin so; 0: nowhere
	stems [][]suspect
}

// A suspect is a stem with what must follow it, if that is known: one of some
// words, a blank for each run of blanks.
type suspect struct {
	kind  kinds
	stem  string
	next  []string
	solid bool // the stem has no blank
}

// kinds is a set of kinds of phrase.
type kinds uint8

const (
	ofTLP kinds = 1 << iota
	ofConfidential
	ofMinors
	ofCredentials

	ofAny = ofTLP | ofConfidential | ofMinors | ofCredentials
)

// theSieve knows the stems of all phrases. Each has three bytes at least, and
// no blank before the third.
var theSieve = newSieve([]family{
	{ofTLP, nil, []string{"tlp", "t.l.p", "t. l. p", "traffic light", "traffic-light", "ampel", "verkeerslicht", "feu tricolore"}},
	{ofConfidential, []string{"share", "sharing", "forward", "distribut", "disclos", "pass", "publi", "re", "be "},
		[]string{"do not ", "don't ", "not to be ", "not for ", "cannot be ", "can not be ", "can't be ", "must not be ", "may not be ",
			"should not be ", "shall not be ", "never ", "refrain from "}},
	{ofConfidential, []string{"to yourself", "between us", "secret", "private"}, []string{"keep this ", "keep it "}},
	{ofConfidential, []string{"as ", "this ", "it ", "the "}, []string{"treat "}},
	{ofConfidential, nil, []string{"confidential", "strictly private", "no sharing", "eyes only", "internal use"}},
	{ofConfidential, []string{"sie", "den ", "intern"}, []string{"nur für "}},
	{ofConfidential, nil, []string{"vertraulich", "um vertraulichkeit", "strengste vertraulichkeit", "absolute vertraulichkeit", "geheim",
		"nicht weiter", "nicht an dritte", "nicht mit dritten", "weitergabe ", "keine weitergabe"}},
	{ofConfidential, []string{"diffus", "transmett", "partag", "divulgu", "communiqu", "le ", "la ", "les ", "l'"},
		[]string{"ne pas ", "ne le ", "ne la ", "ne les ", "ne l'", "ne "}},
	{ofConfidential, nil, []string{"confidentiel", "pas être ", "strictement priv", "diffusion restreinte"}},
	{ofConfidential, []string{"delen", "doorsturen", "verspreiden", "doorgeven", "te ", "verder ", "gedeeld", "verspreid", "doorgestuurd", "doorgegeven",
		"voor verspreiding", "aan derden", "met derden"}, []string{"niet "}},
	{ofConfidential, []string{"niet"}, []string{"delen is "}},
	{ofConfidential, nil, []string{"vertrouwelijk", "strikt priv", "alleen voor intern"}},
	{ofMinors, nil, []string{"csam", "child ", "kinderporn", "kindesmissbrauch", "kindermisbruik", "pédoporn", "pedoporn"}},
	{ofCredentials, []string{" is", ":", " :", "="}, []string{"password", "passwort", "passwd", "mot de passe", "wachtwoord"}},
	{ofCredentials, nil, []string{"login ", "login: ", "begin ", "pw:", "pw :", "pw=", "pw ="}},
})

// A family is a number of stems with the words that must follow each.
type family struct {
	kind  kinds
	next  []string
	stems []string
}

func newSieve(families []family) *sieve {
	s := &sieve{stems: [][]suspect{nil}}
	for _, f := range families {
		for _, stem := range f.stems {
			at := &s.heads[headOf(stem)]
			if *at == 0 {
				*at, s.stems = uint8(len(s.stems)), append(s.stems, nil)
			}
			s.stems[*at] = append(s.stems[*at], suspect{f.kind, stem, f.next, !strings.Contains(stem, " ")})
			s.pair(stem[0], stem[1])
			s.pair(stem[1], stem[2])
		}
	}
	return s
}

// pair enters two bytes in normal form, however they may have come.
func (s *sieve) pair(a, b byte) {
	for _, c := range unfolded(a) {
		for _, d := range unfolded(b) {
			i := uint16(c) | uint16(d)<<8
			s.pairs[i/64] |= 1 << (i % 64)
		}
	}
}

// unfolded lists the bytes that have a normal form.
func unfolded(normal byte) (out []byte) {
	for c, f := range folded {
		if f == normal {
			out = append(out, byte(c))
		}
	}
	return out
}

// paired says whether a stem may have two bytes at its first or second place.
func (s *sieve) paired(a, b byte) bool {
	i := uint16(a) | uint16(b)<<8
	return s.pairs[i/64]>>(i%64)&1 != 0
}

const headBits = 12

// headOf is a hash of three bytes in normal form (Knuth's multiplicative one).
func headOf(text string) uint32 {
	w := uint32(folded[text[0]])<<16 | uint32(folded[text[1]])<<8 | uint32(folded[text[2]])
	return w * 2654435761 >> (32 - headBits)
}

// folded is each byte in normal form.
var folded = func() (out [256]byte) {
	for i := range out {
		switch c := byte(i); {
		case c >= 'A' && c <= 'Z':
			out[i] = c | 0x20
		case c >= '\t' && c <= '\r':
			out[i] = ' '
		default:
			out[i] = c
		}
	}
	return out
}()

// find returns which of some kinds of phrase a text may hold.
func (s *sieve) find(text string, want kinds) (found kinds) {
	for i := 1; i < len(text)-2; i += 2 {
		if !s.paired(text[i], text[i+1]) {
			continue
		}
		for at := i - 1; at <= i && at < len(text)-3; at++ { // each phrase goes on behind its first three bytes
			if s.heads[headOf(text[at:])] != 0 {
				found |= s.suspects(text[at:], want&^found)
			}
		}
	}
	return found
}

// suspects looks closer at a place where phrases of some kinds may begin.
func (s *sieve) suspects(text string, want kinds) (found kinds) {
	if len(text) < 3 {
		return 0
	}
	list := s.stems[s.heads[headOf(text)]]
	for i := range list {
		x := &list[i]
		if x.kind&want == 0 || folded[text[0]] != x.stem[0] || x.solid && !endsHere(text, x.stem) {
			continue
		}
		if rest, ok := after(text, x.stem); ok && x.goesOn(rest) {
			found |= x.kind
		}
	}
	return found
}

// endsHere says whether a stem without blanks may stand at the start of a text,
// by its end: many begin alike.
func endsHere(text, stem string) bool {
	n := len(stem)
	return len(text) >= n && folded[text[n-1]] == stem[n-1] && folded[text[n-2]] == stem[n-2]
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
		if i >= len(text) || folded[text[i]] != word[k] {
			return "", false
		}
		for i++; word[k] == ' ' && i < len(text) && folded[text[i]] == ' '; i++ {
		}
	}
	return text[i:], true
}
