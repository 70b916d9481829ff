package router

import "strings"

// A sieve finds quickly which kinds of phrase can stand in a text at all, so
// that the long log that a report carries is gone over once, byte by byte,
// and not once for each word. It looks closer only where three bytes stand
// that a stem begins with. It reads texts as they came, if they are ASCII, or
// in normal form, and may say yes too often, never no.
type sieve struct {
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
		}
	}
	return s
}

// A window holds the last three bytes read, in normal form.
type window uint32

const headBits = 12

func (w window) read(c byte) window { return (w | window(c)) << 8 }

// head is a hash of what the window holds (Knuth's multiplicative one).
func (w window) head() uint32 { return uint32(w) * 2654435761 >> (32 - headBits) }

func headOf(text string) uint32 {
	return window(0).read(folded[text[0]]).read(folded[text[1]]).read(folded[text[2]]).head()
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
	var w window
	heads, normal := &s.heads, &folded
	for i, c := range []byte(text[:max(0, len(text)-1)]) { // each phrase goes on behind its first three bytes
		if w = w.read(normal[c]); heads[w.head()] != 0 && i >= 2 {
			found |= s.suspects(text[i-2:], want&^found)
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
		if x.kind&want == 0 || x.solid && !endsHere(text, x.stem) {
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
