package template

import (
	"bytes"
	"math/bits"
	"strings"
	"unicode"
	"unicode/utf8"

	"tocsin/template/word"
)

// A wordReading is what the words of a label come to, in each language.
type wordReading struct {
	words       int
	single      bool // such a word means too much: "Fonction"
	sets, may   [len(word.Tongues)]conceptSet
	once, twice tongueSet // languages in which one word means nothing, or more
}

// everyTongue has the bits of all languages.
const everyTongue = 1<<len(word.Tongues) - 1

// mostLabelWords is how many words a label has at most.
const mostLabelWords = 12

// read takes a label's words apart. It gives up, false, as soon as no language
// can be the label's.
func (b *conceptBook) read(label string, r *wordReading) bool {
	for i := 0; i < len(label); {
		if i += pluralEnd(label, i); i == len(label) {
			break
		}
		if i += b.step(r, label[i:], false); r.words > mostLabelWords || !r.possible() {
			return false
		}
	}
	r.single = r.words == 1 && !word.Unspaced(label)
	return r.words > 0
}

// step takes in the word that a text begins with, or what stands between two, and
// says how long that is: all words, or but for those that number a label or say
// how a date is to be written.
func (b *conceptBook) step(r *wordReading, s string, all bool) int {
	var buf [48]byte
	key, n := firstWord(buf[:0], s)
	switch {
	case n == 0:
		_, n = utf8.DecodeRuneInString(s)
	case len(key) > 0 && key[0] >= word.UnspacedFirst && word.Unspaced(string(key)):
		b.unspaced(r, string(key))
	case len(key) == 1 && n == len(s) && r.words > 0: // Czech "útok veden z"
		if list := b.means(&b.whole, word.HashOf(string(key))); list != nil {
			r.take(list)
		}
	case len(key) > 1 && (all || !ofFormat(key) && !(n == len(s) && len(key) == 2 && word.IsDigit(key[0]) && word.IsDigit(key[1]))): // "Host 12"
		if more := s[n:]; strings.HasPrefix(more, "(s)") {
			n += len("(s)")
			if many := b.lookup(append(key, 's'), 2); many != nil {
				r.take(many) // "Poste(s) touché(s)"
				return n
			}
		}
		r.take(b.lookup(key, 2))
	}
	return n
}

// firstWord is word.AppendFirst that takes "N°" for the word it stands for.
func firstWord(dst []byte, s string) (key []byte, length int) {
	key, n := word.AppendFirst(dst, s)
	if len(key) == 1 && key[0] == 'n' && (strings.HasPrefix(s[n:], "°") || strings.HasPrefix(s[n:], "º")) {
		key = append(dst, "numero"...)
	}
	return key, n
}

// ofFormat says whether a word is of how a date is to be written: "DD", "yyyy".
func ofFormat(key []byte) bool {
	return len(key) <= 4 && bytes.Count(key, key[:1]) == len(key) && bytes.IndexByte([]byte("ymdhsajt"), key[0]) >= 0
}

// possible says whether some language leaves one word unknown at most.
func (r *wordReading) possible() bool { return r.twice != everyTongue }

// take adds one word.
func (r *wordReading) take(list wordSenses) {
	r.words++
	known := tongueSet(0)
	for _, s := range list {
		known |= s.langs
		for langs := s.langs; langs != 0; langs &= langs - 1 {
			l := bits.TrailingZeros64(uint64(langs))
			r.sets[l], r.may[l] = r.sets[l].with(s.set), r.may[l].with(s.may)
		}
	}
	missed := everyTongue &^ known
	r.twice, r.once = r.twice|r.once&missed, r.once|missed
}

// lookup finds what a word means: as it stands, or where no language has it so
// what it begins with and what the rest of a compound means.
func (b *conceptBook) lookup(key []byte, parts int) wordSenses {
	if len(key) > 2 && !b.starts.Has(three(key)) {
		return b.team(key)
	}
	var buf [48]word.Hash
	hashes := append(buf[:0], word.NoKey) // of what the word begins with
	for i, c := range key {
		hashes = append(hashes, hashes[i].Add(c))
	}
	list := b.means(&b.whole, hashes[len(key)])
	for n := len(key); n > 2; n-- {
		head := b.means(&b.heads, hashes[n])
		if head == nil {
			continue
		}
		for k := n; k <= n+2 && len(key)-k >= 4 && parts > 0; k++ { // "Vorfall-s-beschreibung"
			if tail := b.lookup(key[k:], parts-1); tail != nil {
				head = compound(head, tail)
				break
			}
		}
		list = list.beside(head)
	}
	if list == nil {
		return b.team(key)
	}
	return list
}

// team is what the name of a team means, as "CanCERT" and "govcert"; nil for
// any other word.
func (b *conceptBook) team(key []byte) wordSenses {
	if len(key) > 16 || !bytes.HasSuffix(key, []byte("cert")) && !bytes.HasSuffix(key, []byte("csirt")) && !bytes.HasSuffix(key, []byte("cirt")) {
		return nil
	}
	return b.means(&b.whole, word.HashOf("csirt"))
}

// three packs the first three bytes of a word.
func three[K string | []byte](key K) uint32 {
	return uint32(key[0])<<16 | uint32(key[1])<<8 | uint32(key[2])
}

// beside adds the senses of more in languages that have none yet.
func (list wordSenses) beside(more wordSenses) wordSenses {
	known := tongueSet(0)
	for _, s := range list {
		known |= s.langs
	}
	for _, s := range more {
		if only := s.langs &^ known; only != 0 {
			list = append(list[:len(list):len(list)], wordSense{only, s.set, s.may})
		}
	}
	return list
}

// compound joins the senses of two parts of a word where their languages meet.
func compound(a, b wordSenses) (list wordSenses) {
	for _, x := range a {
		both := tongueSet(0)
		for _, y := range b {
			if l := x.langs & y.langs; l != 0 {
				list, both = append(list, wordSense{l, x.set.with(y.set), x.may.with(y.may)}), both|l
			}
		}
		if only := x.langs &^ both; only != 0 {
			list = append(list, wordSense{only, x.set, x.may})
		}
	}
	return list
}

// unspaced reads a run of a script without blanks: from the left, the longest
// known word; a single sign of Hiragana binds words.
func (b *conceptBook) unspaced(r *wordReading, key string) {
	missed := false
	for len(key) > 0 {
		n := min(len(key), b.longest)
		for ; n > 0; n-- {
			if s := b.means(&b.whole, word.HashOf(key[:n])); s != nil {
				r.take(s)
				r.words-- // short words; they are bounded by the line
				break
			}
		}
		if n == 0 {
			var c rune
			c, n = utf8.DecodeRuneInString(key)
			if !unicode.Is(unicode.Hiragana, c) && !missed {
				r.take(nil)
				missed = true
			}
		} else {
			missed = false
		}
		key = key[n:]
	}
	r.words++
}
