package word

import (
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
	t := tree{forks: make([]fork, 1, 3*len(phrases)+1)}
	p := planting{tree: &t, heads: make([]string, len(phrases)), order: make([]int32, len(phrases)), room: make([]int32, len(phrases))}
	for i := range phrases {
		p.heads[i], p.order[i] = phrases[i].parts[0].text, int32(i)
		t.enter(p.heads[i])
	}
	p.grow(0, 0, 0, len(phrases))
	t.idioms, t.forks = newIdioms(phrases, p.order), slices.Clone(t.forks) // of the size that is needed
	return t
}

// A planting is a tree that grows.
type planting struct {
	*tree
	heads []string // what each phrase begins with
	order []int32  // of the phrases, by the symbols of their heads as far as those are looked at
	room  []int32
}

// grow makes what is below fork n, whose idioms are a range of all and share
// as many symbols as it is deep, and puts those in order.
func (t *planting) grow(n, depth, from, to int) {
	next, end, ends := uint64(0), from, [64]int{}
	for _, w := range t.order[from:to] {
		if to-from == 1 || len(t.heads[w]) == depth {
			end++
			continue
		}
		s := symbols[t.heads[w][depth]]
		next |= 1 << s
		ends[s]++
	}
	child := len(t.forks)
	t.forks[n] = fork{next, int32(child), int32(from), int32(end)}
	if next == 0 {
		return
	}
	t.forks = append(t.forks, make([]fork, bits.OnesCount64(next))...)
	at := end
	for left := next; left != 0; left &= left - 1 {
		s := bits.TrailingZeros64(left)
		ends[s], at = at, at+ends[s]
	}
	at = from
	for _, w := range t.room[:copy(t.room, t.order[from:to])] {
		if len(t.heads[w]) == depth {
			t.order[at] = w
			at++
			continue
		}
		s := symbols[t.heads[w][depth]]
		t.order[ends[s]] = w
		ends[s]++
	}
	for left := next; left != 0; left &= left - 1 {
		until := ends[bits.TrailingZeros64(left)]
		t.grow(child, depth+1, end, until)
		child, end = child+1, until
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
