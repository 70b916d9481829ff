package template

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// A stemSet holds how one word of each phrase of a lexicon begins. It tells
// without folding which lines are worth a closer look: never misses one, and
// takes one in a few dozen too many.
type stemSet struct{ bits [1 << 10]uint64 }

// stemLen is how many letters of a word make its stem.
const stemLen = 5

// pairLen is the same in scripts without blanks, in bytes: two characters.
const pairLen = 6

func (t *stemSet) set(key uint64)      { h := mix(key); t.bits[h>>6] |= 1 << (h & 63) }
func (t *stemSet) has(key uint64) bool { h := mix(key); return t.bits[h>>6]>>(h&63)&1 != 0 }

func mix(key uint64) uint64 { return key * 0x9E3779B97F4A7C15 >> 48 }

// enter takes in the longest word of a phrase, and says whether there is one
// that can be told by its stem.
func (t *stemSet) enter(phrase string) bool {
	best := ""
	parts := strings.FieldsFunc(strings.ReplaceAll(phrase, "*", "* "), func(r rune) bool {
		return r != '*' && !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r)
	})
	for _, w := range parts {
		stem, open := strings.CutSuffix(w, "*")
		if open && len(foldText(stem)) < stemLen && stem[0] < utf8.RuneSelf {
			continue
		}
		if len(stem) > len(best) {
			best = stem
		}
	}
	key, ok := stemKey(best)
	t.set(key)
	return ok
}

// stemKey packs the stem of a word.
func stemKey(word string) (key uint64, ok bool) {
	if word == "" {
		return 0, false
	}
	if word[0] >= unspacedByte {
		return pack(word[:min(len(word), pairLen)]), true
	}
	var buf [32]byte
	folded := appendFold(buf[:0], word)
	return pack(folded[:min(len(folded), stemLen)]), len(folded) > 0
}

func pack[K string | []byte](k K) (key uint64) {
	for i := range len(k) {
		key = key<<8 | uint64(k[i])
	}
	return key
}

// unspacedByte is the least that a character of a script without blanks
// begins with, in UTF-8.
const unspacedByte = 0xE3

// fullwidth is TLP as an East Asian keyboard writes it.
const fullwidth = "ＴＬＰ"

// scan says whether a line names TLP, and whether a word of it begins like one
// of the set.
func (t *stemSet) scan(s string) (tlp, stem bool) {
	for i := 0; i < len(s); {
		if s[i] >= unspacedByte {
			stem = stem || t.has(pack(s[i:min(len(s), i+pairLen)]))
			tlp = tlp || strings.HasPrefix(s[i:], fullwidth)
			_, n := utf8.DecodeRuneInString(s[i:])
			i += n
			continue
		}
		key, n, j := uint64(0), 0, i
		for j < len(s) && asciiFold[s[j]] != 0 {
			if n < stemLen {
				key, n = key<<8|uint64(asciiFold[s[j]]), n+1
			}
			if j++; n == 3 && key == 't'<<16|'l'<<8|'p' {
				tlp = true
			}
		}
		if j < len(s) && s[j] >= utf8.RuneSelf && s[j] < unspacedByte {
			n = wordLen(s[i:])
			key, _ = stemKey(s[i : i+n])
			j = i + max(n, 1)
		}
		stem = stem || n > 0 && t.has(key)
		i = max(j, i+1)
	}
	return tlp, stem
}
