package word

import (
	"cmp"
	"encoding/binary"
	"math/bits"
	"slices"
)

// A tree holds the idioms of a lexicon by what they begin with, so that a
// place in a text is compared with all of them at once: a step for each byte
// that some idiom shares with the text there, which is one or two in most words.
type tree struct {
	idioms                 // in the order of the symbols of their first stretches
	forks  []fork          // the first is the root
	heads  [1 << 10]uint64 // what idioms begin with, for a quick look
}

// A fork stands for the idioms that begin alike so far.
type fork struct {
	next     uint64 // the symbols with which some go on
	first    int32  // the fork behind the lowest of them; the others follow it
	from, to int32  // those that are to be compared here
}

// symbols are the bytes of a folded text as forks tell them apart. Those beyond
// ASCII share a few; what is found is compared in full anyway.
var symbols = func() (t [256]byte) {
	for c := range t {
		t[c] = byte(37 + c%27)
	}
	for c := range byte(10) {
		t['0'+c] = c
	}
	for c := range byte(26) {
		t['a'+c] = 10 + c
	}
	t[' '] = 36
	return t
}()

// headLen is how many bytes the quick look takes in.
const headLen = 4

// head is a bit of heads: its word, and its place there.
func head(p []byte) (word uint32, bit uint32) {
	h := binary.LittleEndian.Uint32(p) * 0x9E3779B1 >> 16
	return h >> 6, h & 63
}

// enter takes in what a text begins with.
func (t *tree) enter(text string) {
	for c := range 256 { // what may follow a shorter one
		word, bit := head(append([]byte(text), byte(c)))
		t.heads[word] |= 1 << bit
		if len(text) >= headLen {
			return
		}
	}
}

// newTree plants phrases.
func newTree(phrases []phrase) tree {
	slices.SortStableFunc(phrases, func(a, b phrase) int {
		s, t := a.parts[0].text, b.parts[0].text
		for i := range min(len(s), len(t)) {
			if c := cmp.Compare(symbols[s[i]], symbols[t[i]]); c != 0 {
				return c
			}
		}
		return cmp.Compare(len(s), len(t))
	})
	t := tree{idioms: newIdioms(phrases), forks: make([]fork, 1)}
	for i := range t.all {
		t.enter(t.first(i))
	}
	t.grow(0, 0, 0, len(t.all))
	t.forks = slices.Clone(t.forks) // of the size that is needed
	return t
}

// first is the text that an idiom begins with.
func (t *tree) first(i int) string {
	s := &t.stretches[t.all[i].from]
	return t.text[s.from:s.to]
}

// grow makes what is below fork n, whose idioms are a range of all and share
// as many symbols as it is deep.
func (t *tree) grow(n, depth, from, to int) {
	symbol := func(i int) byte { return symbols[t.first(i)[depth]] }
	end := from
	for end < to && (to-from == 1 || len(t.first(end)) == depth) {
		end++
	}
	var ends []int // of those that go on with the same symbol
	next := uint64(0)
	for i := end; i < to; i++ {
		next |= 1 << symbol(i)
		if i+1 == to || symbol(i+1) != symbol(i) {
			ends = append(ends, i+1)
		}
	}
	first := len(t.forks)
	t.forks[n] = fork{next, int32(first), int32(from), int32(end)}
	t.forks = append(t.forks, make([]fork, len(ends))...)
	for i, until := range ends {
		t.grow(first+i, depth+1, end, until)
		end = until
	}
}

// may says at a quick look whether an idiom may begin at a place of a folded text.
func (t *tree) may(p []byte, i int) bool {
	if i+headLen > len(p) {
		return true
	}
	word, bit := head(p[i : i+headLen])
	return t.heads[word]>>bit&1 != 0
}

// begin visits the idioms that a folded text may begin with, short ones first.
// It says whether the text ended before all others could be ruled out.
func (t *tree) begin(p []byte, visit func(*idiom)) (open bool) {
	n := &t.forks[0]
	for _, c := range p {
		s := symbols[c]
		if n.next>>s&1 == 0 {
			return false
		}
		n = &t.forks[int(n.first)+bits.OnesCount64(n.next&(1<<s-1))]
		for i := n.from; i < n.to; i++ {
			visit(&t.all[i])
		}
	}
	return n.next != 0
}
