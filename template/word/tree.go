package word

import (
	"cmp"
	"encoding/binary"
	"math/bits"
	"slices"
	"strings"
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
	for i := range phrases {
		phrases[i].head, phrases[i].order = symbolsOf(phrases[i].parts[0].text), i
	}
	slices.SortFunc(phrases, func(a, b phrase) int {
		return cmp.Or(strings.Compare(a.head, b.head), a.order-b.order)
	})
	t := tree{idioms: newIdioms(phrases), forks: make([]fork, 1, 3*len(phrases)+1)}
	for i := range phrases {
		t.enter(phrases[i].parts[0].text)
	}
	t.grow(phrases, 0, 0, 0, len(phrases))
	t.forks = slices.Clone(t.forks) // of the size that is needed
	return t
}

// symbolsOf is a text as forks tell it from others.
func symbolsOf(text string) string {
	var buf [64]byte
	list := buf[:0]
	for i := range len(text) {
		list = append(list, symbols[text[i]])
	}
	return string(list)
}

// grow makes what is below fork n, whose idioms are a range of all and share
// as many symbols as it is deep.
func (t *tree) grow(all []phrase, n, depth, from, to int) {
	end := from
	for end < to && (to-from == 1 || len(all[end].head) == depth) {
		end++
	}
	next := uint64(0)
	for _, w := range all[end:to] {
		next |= 1 << w.head[depth]
	}
	child := len(t.forks)
	t.forks[n] = fork{next, int32(child), int32(from), int32(end)}
	t.forks = append(t.forks, make([]fork, bits.OnesCount64(next))...)
	for ; end < to; child++ {
		until := end + 1
		for until < to && all[until].head[depth] == all[end].head[depth] {
			until++
		}
		t.grow(all, child, depth+1, end, until)
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
