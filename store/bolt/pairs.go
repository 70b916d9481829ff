package bolt

import (
	"bytes"
	"encoding/binary"
	"iter"
	"slices"
	"sort"
)

// A pair is a key and its small value that the log has, or the word that the
// log has that key no more.
type pair struct {
	head  uint64 // the first bytes of the key: most comparisons end there
	bytes []byte // key and value
	key   int32  // length of the key
	gone  bool
}

func makePair(bytes []byte, key int, gone bool) pair {
	var head [8]byte
	copy(head[:], bytes[:key])
	return pair{binary.BigEndian.Uint64(head[:]), bytes, int32(key), gone}
}

// find is what to look for to find a key.
func find(key []byte) pair { return makePair(key, len(key), false) }

func (p *pair) less(q *pair) bool {
	if p.head != q.head {
		return p.head < q.head
	}
	return bytes.Compare(p.bytes[:p.key], q.bytes[:q.key]) < 0
}

func (p pair) name() []byte  { return p.bytes[:p.key:p.key] }
func (p pair) value() []byte { return p.bytes[p.key:] }

// A run is a list of pairs in the order of their keys, each there once.
type run []pair

// search finds where a pair is, or would be.
func (r run) search(p pair) (at int, ok bool) {
	at = sort.Search(len(r), func(i int) bool { return !r[i].less(&p) })
	return at, at < len(r) && !p.less(&r[at])
}

// Pairs are a bucket's, in runs, the older before the newer: of two pairs of a
// key the newer counts. Runs never change, so that versions of a bucket share
// them, and each has at least twice as many pairs as the next, so that there
// are few. What comes in goes into an open run first, which only the one
// transaction that changes this version has.
type pairs struct {
	runs []run
	open run
}

// openPairs is how many an open run takes: to put one in its place costs little.
const openPairs = 256

// own is a version of its own, to be changed; l may be nil.
func (l *pairs) own() *pairs {
	if l == nil {
		return &pairs{}
	}
	return &pairs{runs: slices.Clip(l.runs)}
}

// set takes a pair in, in place of what was there of its key.
func (l *pairs) set(p pair) {
	at, ok := l.open.search(p)
	if ok {
		l.open[at] = p
		return
	}
	if l.open = slices.Insert(l.open, at, p); len(l.open) >= openPairs {
		l.close()
	}
}

// close ends the open run. The next one takes its memory over, where it was
// merged with others.
func (l *pairs) close() {
	last, n := l.open, len(l.runs)
	if len(last) == 0 {
		return
	}
	for ; n > 0 && len(l.runs[n-1]) < 2*len(last); n-- {
		last = merge(l.runs[n-1], last)
	}
	if l.open = l.open[:0]; n == len(l.runs) {
		l.open = nil
	}
	if n == 0 {
		last = slices.DeleteFunc(last, func(p pair) bool { return p.gone })
	}
	l.runs = append(slices.Clip(l.runs[:n]), last)
}

// merge makes one run of two; of one key b's pair counts.
func merge(a, b run) run {
	out := make(run, 0, len(a)+len(b))
	for len(a) > 0 && len(b) > 0 {
		switch {
		case a[0].less(&b[0]):
			out, a = append(out, a[0]), a[1:]
		case b[0].less(&a[0]):
			out, b = append(out, b[0]), b[1:]
		default:
			a = a[1:]
		}
	}
	return append(append(out, a...), b...)
}

// get finds the pair of a key; l may be nil.
func (l *pairs) get(p pair) (found pair, ok bool) {
	if l == nil {
		return found, false
	}
	if at, ok := l.open.search(p); ok {
		return l.open[at], !l.open[at].gone
	}
	for _, r := range slices.Backward(l.runs) {
		if at, ok := r.search(p); ok {
			return r[at], !r[at].gone
		}
	}
	return found, false
}

// from runs over the pairs from a key on, in order.
func (l *pairs) from(p pair) iter.Seq[pair] {
	return func(yield func(pair) bool) {
		for w := l.walk(p); w.step(); {
			if !yield(w.at) {
				return
			}
		}
	}
}

// A walk goes over pairs in order.
type walk struct {
	at   pair
	left []run // what is ahead of it in each run
}

// walk begins one at a key; l may be nil, and must not change until it is over.
func (l *pairs) walk(p pair) (w walk) {
	if l == nil {
		return w
	}
	w.left = make([]run, 0, len(l.runs)+1)
	for _, r := range l.runs {
		w.begin(r, p)
	}
	w.begin(l.open, p)
	return w
}

// begin has the walk go over a run as well, from a key on.
func (w *walk) begin(r run, p pair) {
	if at, _ := r.search(p); at < len(r) {
		w.left = append(w.left, r[at:])
	}
}

// step goes on to the next pair, if there is one.
func (w *walk) step() bool {
	for {
		least := -1
		for i, r := range w.left {
			if len(r) > 0 && (least < 0 || !w.left[least][0].less(&r[0])) {
				least = i
			}
		}
		if least < 0 {
			return false
		}
		w.at = w.left[least][0]
		for i, r := range w.left[:least+1] {
			if len(r) > 0 && !w.at.less(&r[0]) {
				w.left[i] = r[1:]
			}
		}
		if !w.at.gone {
			return true
		}
	}
}
