package bolt

import (
	"bytes"
	"context"
	"encoding/binary"
	"hash/crc32"
	"maps"
	"slices"

	"github.com/tidwall/btree"
	"go.etcd.io/bbolt"
)

const (
	logBucket = "log"
	portion   = 4096     // changes that one transaction puts in their places
	firstSize = 4 << 10  // bytes of the first piece of a log,
	pieceSize = 64 << 10 // and of those after it
)

// A change is a small value that was put, or a key that was deleted, which is
// not yet done in its bucket.
type change struct {
	head  uint64 // the first bytes of the key: most comparisons end there
	bytes []byte // key and value
	key   int    // length of the key
	gone  bool
}

func makeChange(bytes []byte, key int, gone bool) change {
	var head [8]byte
	copy(head[:], bytes[:key])
	return change{binary.BigEndian.Uint64(head[:]), bytes, key, gone}
}

// find is what to look for to find a key.
func find(key []byte) change { return makeChange(key, len(key), false) }

func less(a, b change) bool {
	if a.head != b.head {
		return a.head < b.head
	}
	return bytes.Compare(a.bytes[:a.key], b.bytes[:b.key]) < 0
}

func (c change) name() []byte { return c.bytes[:c.key:c.key] }

// value is nil for what was deleted.
func (c change) value() []byte {
	if c.gone {
		return nil
	}
	return c.bytes[c.key:]
}

// changes are the last changes of a bucket's keys, in order.
type changes = btree.BTreeG[change]

func newChanges() *changes {
	return btree.NewBTreeGOptions(less, btree.Options{NoLocks: true})
}

// late is what the log has after a transaction, by bucket. It never changes.
type late struct {
	id      int // of the transaction
	size    int // of the log, in bytes
	buckets map[string]*changes
}

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

// A log is what one transaction adds to the log, in pieces.
type log struct {
	pieces [][]byte
	size   int
}

// add writes a change; what it returns lies in the log's memory.
func (l *log) add(bucket string, key, value []byte, gone bool) change {
	need := 1 + len(bucket) + 2*binary.MaxVarintLen64 + len(key) + len(value)
	last := len(l.pieces) - 1
	if last < 0 || cap(l.pieces[last])-len(l.pieces[last]) < need {
		size := pieceSize
		if last++; last == 0 {
			size = firstSize
		}
		l.pieces = append(l.pieces, make([]byte, crc32.Size, max(size, crc32.Size+need)))
	}
	piece, length := l.pieces[last], uint64(len(value))+1
	if gone {
		length = 0
	}
	piece = append(append(piece, byte(len(bucket))), bucket...)
	piece = binary.AppendUvarint(binary.AppendUvarint(piece, uint64(len(key))), length)
	start := len(piece)
	piece = append(append(piece, key...), value...)
	l.size += len(piece) - len(l.pieces[last])
	l.pieces[last] = piece
	return makeChange(piece[start:len(piece):len(piece)], len(key), gone)
}

// keep writes the transaction's part of the log.
func (t *tx) keep() error {
	if t.log.size == 0 {
		return nil
	}
	b, err := t.bolt.CreateBucketIfNotExists([]byte(logBucket))
	if err != nil {
		return err
	}
	b.FillPercent = dense
	for i, piece := range t.log.pieces {
		binary.BigEndian.PutUint32(piece, checksum(piece))
		key := binary.BigEndian.AppendUint64(nil, uint64(t.bolt.ID()))
		if err = b.Put(binary.BigEndian.AppendUint64(key, uint64(i)), piece); err != nil {
			return err
		}
	}
	next := &late{id: t.bolt.ID(), size: t.late.size + t.log.size, buckets: maps.Clone(t.late.buckets)}
	maps.Copy(next.buckets, t.own)
	t.engine.late.Store(&versions{now: next, before: t.late})
	return nil
}

func checksum(piece []byte) uint32 {
	return crc32.Checksum(piece[crc32.Size:], crc32.MakeTable(crc32.Castagnoli))
}

// replay reads the log of a file that is being opened.
func (e *Engine) replay(t *bbolt.Tx) error {
	now := &late{id: t.ID(), buckets: map[string]*changes{}}
	if b := t.Bucket([]byte(logBucket)); b != nil {
		for c, k, piece := first(b); k != nil; k, piece = c.Next() {
			if !now.read(bytes.Clone(piece)) {
				return e.damaged("its log can't be read")
			}
		}
	}
	e.late.Store(&versions{now: now, before: now})
	return nil
}

func first(b *bbolt.Bucket) (c *bbolt.Cursor, k, v []byte) {
	c = b.Cursor()
	k, v = c.First()
	return c, k, v
}

// read takes in a piece of the log; it is false for anything else.
func (l *late) read(piece []byte) bool {
	if len(piece) < crc32.Size || binary.BigEndian.Uint32(piece) != checksum(piece) {
		return false
	}
	l.size += len(piece) - crc32.Size
	for rest := piece[crc32.Size:]; len(rest) > 0; {
		bucket, c, n := readChange(rest)
		if n == 0 {
			return false
		}
		if l.buckets[bucket] == nil {
			l.buckets[bucket] = newChanges()
		}
		l.buckets[bucket].Set(c)
		rest = rest[n:]
	}
	return true
}

// readChange reads what add wrote; n is its length, 0 when it is none.
func readChange(b []byte) (bucket string, c change, n int) {
	at := 1 + int(b[0])
	if len(b) < at {
		return "", c, 0
	}
	bucket = string(b[1:at])
	key, n1 := binary.Uvarint(b[at:])
	length, n2 := binary.Uvarint(b[at+max(0, n1):])
	left := uint64(len(b) - at - max(0, n1) - max(0, n2))
	if n1 <= 0 || n2 <= 0 || key == 0 || key > left || length > 0 && length-1 > left-key {
		return "", c, 0
	}
	at += n1 + n2
	if n = at + int(key); length > 0 {
		n += int(length - 1)
	}
	return bucket, makeChange(b[at:n:n], int(key), length == 0), n
}

// A spot is how far the changes have been put in their places.
type spot struct {
	bucket string
	change change
}

// settle puts what a full log has in its places. Until all of it is, the log
// stays, so that each part may be done again.
func (e *Engine) settle(ctx context.Context) error {
	if e.late.Load().now.size <= e.limit {
		return nil
	}
	var at spot
	for more := true; more; {
		err := e.transact(ctx, true, func(t *tx) error {
			if more = t.settle(&at); more {
				return nil
			}
			return t.empty()
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// settle puts a portion of changes in their places; more is false when that
// were the last.
func (t *tx) settle(at *spot) (more bool) {
	n, begin := 0, *at
	for _, bucket := range slices.Sorted(maps.Keys(t.late.buckets)) {
		if bucket < begin.bucket {
			continue
		}
		from := change{}
		if bucket == begin.bucket {
			from = begin.change
		}
		t.late.buckets[bucket].Ascend(from, func(c change) bool {
			if more = n == portion; more {
				*at = spot{bucket, c}
				return false
			}
			n++
			if c.gone {
				t.displace(bucket, c.name())
			} else {
				t.place(bucket, c.name(), c.value(), bbolt.DefaultFillPercent)
			}
			return true
		})
		if more {
			break
		}
	}
	return more
}

// empty deletes the log.
func (t *tx) empty() error {
	if err := t.bolt.DeleteBucket([]byte(logBucket)); err != nil {
		return err
	}
	t.engine.late.Store(&versions{now: &late{id: t.bolt.ID(), buckets: map[string]*changes{}}, before: t.late})
	return nil
}
