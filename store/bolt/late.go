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
	id      int // of the transaction
	size    int // of the log's pieces in memory, in bytes
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

// pairs are those of a bucket; nil for none.
func (t *tx) pairs(bucket string) *pairs {
	if own := t.own[bucket]; own != nil {
		return own
	}
	return t.late.buckets[bucket]
}

// ownPairs are those of a bucket, for this transaction to change.
func (t *tx) ownPairs(bucket string) *pairs {
	own := t.own[bucket]
	if own != nil {
		return own
	}
	if own = t.late.buckets[bucket]; own != nil {
		own = own.Copy()
	} else {
		own = newPairs()
	}
	if t.own == nil {
		t.own = map[string]*pairs{}
	}
	t.own[bucket] = own
	return own
}

// logged finds what the log has of a key.
func (t *tx) logged(bucket string, key []byte) (p pair, ok bool) {
	wanted := find(key)
	if list := t.pairs(bucket); list != nil && t.mayHave(bucket, wanted) {
		return list.Get(wanted)
	}
	return p, false
}

// mayHave says whether the log may have keys that begin as one does.
func (t *tx) mayHave(bucket string, p pair) bool {
	return !t.bolt.Writable() || t.late.seen.has(bucket, p)
}

// remember puts a small value into the log.
func (t *tx) remember(bucket string, key, value []byte) {
	p := t.log.add(bucket, key, value, false)
	t.late.seen.add(bucket, p)
	t.ownPairs(bucket).Set(p)
}

// forget takes a key out of the log: what is in its place counts.
func (t *tx) forget(bucket string, key []byte) {
	if _, ok := t.logged(bucket, key); ok {
		t.ownPairs(bucket).Delete(t.log.add(bucket, key, nil, true))
	}
}
