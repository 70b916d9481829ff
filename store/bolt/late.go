package bolt

import (
	"bytes"
	"encoding/binary"

	"github.com/tidwall/btree"
)

// A pair is a key and its small value that the log has.
type pair struct {
	head  uint64 // the first bytes of the key: most comparisons end there
	bytes []byte // key and value
	key   int    // length of the key
}

func makePair(bytes []byte, key int) pair {
	var head [8]byte
	copy(head[:], bytes[:key])
	return pair{binary.BigEndian.Uint64(head[:]), bytes, key}
}

// find is what to look for to find a key.
func find(key []byte) pair { return makePair(key, len(key)) }

func less(a, b pair) bool {
	if a.head != b.head {
		return a.head < b.head
	}
	return bytes.Compare(a.bytes[:a.key], b.bytes[:b.key]) < 0
}

func (p pair) name() []byte  { return p.bytes[:p.key:p.key] }
func (p pair) value() []byte { return p.bytes[p.key:] }

// pairs are a bucket's, in the order of their keys.
type pairs = btree.BTreeG[pair]

func newPairs() *pairs {
	return btree.NewBTreeGOptions(less, btree.Options{NoLocks: true})
}

// late is what the log has after a transaction, by bucket. It never changes,
// but for what was seen since the log was empty.
type late struct {
	id      int    // of the transaction
	size    int    // of the log's pieces, in bytes
	spare   []byte // behind the last of them, which nobody has
	buckets map[string]*pairs
	seen    seen
}

func newLate(id int) *late { return &late{id: id, buckets: map[string]*pairs{}, seen: seen{}} }

// versions are what the log has after the last transaction that changed it,
// and after the one before. They are set before that is committed, if it ever
// is: which of them holds, a transaction knows by the number it builds on.
type versions struct{ now, before *late }

func (v *versions) at(id int) *late {
	switch {
	case id >= v.now.id:
		return v.now
	case id >= v.before.id:
		return v.before
	}
	return nil
}

// ownPairs are what the log has of a bucket, for this transaction to change.
func (r *room) ownPairs() *pairs {
	if !r.own {
		if r.own = true; r.late != nil {
			r.late = r.late.Copy()
		} else {
			r.late = newPairs()
		}
	}
	return r.late
}

// logged finds what the log has of a key.
func (t *tx) logged(r *room, key []byte) (p pair, ok bool) {
	wanted := find(key)
	if r.late != nil && t.mayHave(r, wanted) {
		return r.late.Get(wanted)
	}
	return p, false
}

// mayHave says whether the log may have keys that begin as one does.
func (t *tx) mayHave(r *room, p pair) bool { return !t.bolt.Writable() || r.marks.have(p) }

// remember puts a small value into the log.
func (t *tx) remember(r *room, key, value []byte) {
	p := t.log.add(r.name, key, value, false)
	if r.marks == nil {
		r.marks = t.late.seen.of(r.name)
	}
	r.marks.add(p)
	r.ownPairs().Set(p)
}

// forget takes a key out of the log: what is in its place counts.
func (t *tx) forget(r *room, key []byte) {
	if _, ok := t.logged(r, key); ok {
		r.ownPairs().Delete(t.log.add(r.name, key, nil, true))
	}
}
