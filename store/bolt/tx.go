package bolt

import (
	"bytes"
	"errors"
	"fmt"
	"iter"

	"go.etcd.io/bbolt"
	berrors "go.etcd.io/bbolt/errors"

	"tocsin/store/kv"
)

// maxLate is the largest value that goes into the log first.
const maxLate = 64

var errBucket = errors.New("a name of 1 to 255 bytes is needed that is none of the engine's own")

// dense is how full pages of large values are made: their keys are in order.
const dense = 0.9

// A tx is one transaction.
type tx struct {
	engine  *Engine
	bolt    *bbolt.Tx
	inside  bool // its closure runs
	touched byte
	rooms   map[string]*room // of the buckets that it has touched
	last    *room            // mostly the next one too
	late    *late
	log     log
	err     error
	wake    bool
}

// A room is what a transaction has in hand of one bucket.
type room struct {
	name   string
	placed *bbolt.Bucket // nil before it was looked for, or if there is none
	looked bool
	cursor *bbolt.Cursor // to look up keys with
	spare  *bbolt.Cursor // of a scan that is over
	late   *pairs        // what the log has; nil for nothing
	own    bool          // the transaction has changed late
	marks  *marks        // of what the log has, for a writer; nil for none
}

// room is that of a bucket.
func (t *tx) room(bucket string) *room {
	if t.last != nil && t.last.name == bucket {
		return t.last
	}
	r := t.rooms[bucket]
	if r == nil {
		if t.rooms == nil {
			t.rooms = map[string]*room{}
		}
		r = &room{name: bucket, late: t.late.buckets[bucket]}
		if t.bolt.Writable() {
			r.marks = t.late.seen[bucket]
		}
		t.rooms[bucket] = r
	}
	t.last = r
	return r
}

// bucket is what lies in its place; nil for none.
func (t *tx) bucket(r *room) *bbolt.Bucket {
	if !r.looked {
		r.placed, r.looked = t.bolt.Bucket([]byte(r.name)), true
	}
	return r.placed
}

func (t *tx) Get(bucket string, key []byte) []byte {
	defer t.guard(bucket)
	r := t.room(bucket)
	if p, ok := t.logged(r, key); ok {
		return p.value()
	}
	c := t.cursor(r)
	if c == nil || len(key) == 0 {
		return nil
	}
	if k, v := c.Seek(key); bytes.Equal(k, key) {
		return t.touch(v)
	}
	return nil
}

// cursor is one that looks up the keys of a bucket: bbolt's Get makes a new
// one each time. It is nil when there is no such bucket.
func (t *tx) cursor(r *room) *bbolt.Cursor {
	if b := t.bucket(r); r.cursor == nil && b != nil {
		r.cursor = b.Cursor()
	}
	return r.cursor
}

func (t *tx) Scan(bucket string, prefix, from []byte) iter.Seq2[[]byte, []byte] {
	return func(yield func(key, value []byte) bool) {
		if bytes.Compare(from, prefix) < 0 {
			from = prefix
		}
		r := t.room(bucket)
		late, placed := t.scanLate(r, prefix, from), t.scanPlaced(r, from)
		defer placed.close()
		for late.key != nil || placed.key != nil {
			order := bytes.Compare(late.key, placed.key)
			next := &placed
			if placed.key == nil || late.key != nil && order <= 0 {
				next = &late
			}
			if !bytes.HasPrefix(next.key, prefix) || !yield(next.key, next.value) {
				return
			}
			if order == 0 {
				placed.step()
			}
			next.step()
		}
	}
}

// A source is one of the two that a scan runs over, at one of its keys; that
// is nil at its end.
type source struct {
	key, value []byte
	tx         *tx
	room       *room
	late       walk
	placed     *bbolt.Cursor // nil for late
}

// scanLate runs over what the log has of a bucket. Mostly there is nothing to
// run over, which takes less to see.
func (t *tx) scanLate(r *room, prefix, from []byte) (s source) {
	if r.late != nil && (len(prefix) < 8 || t.mayHave(r, find(prefix))) {
		s.late = r.late.walk(find(from))
		s.takeLate()
	}
	return s
}

// takeLate goes on to what the log has next.
func (s *source) takeLate() {
	s.key, s.value = nil, nil
	if s.late.step() {
		s.key, s.value = s.late.at.name(), s.late.at.value()
	}
}

// scanPlaced runs over what is in its place.
func (t *tx) scanPlaced(r *room, from []byte) (s source) {
	defer t.guard(r.name)
	if r.spare != nil {
		s.placed, r.spare = r.spare, nil
	} else if b := t.bucket(r); b != nil {
		s.placed = b.Cursor()
	}
	if s.placed != nil {
		s.tx, s.room = t, r
		s.touch(s.placed.Seek(from))
	}
	return s
}

// close leaves the cursor to the next scan.
func (s *source) close() {
	if s.placed != nil {
		s.room.spare = s.placed
	}
}

func (s *source) touch(k, v []byte) {
	if v == nil && k != nil {
		v = []byte{}
	}
	s.key, s.value = s.tx.touch(k), s.tx.touch(v)
}

// step goes on to the next key.
func (s *source) step() {
	if s.placed == nil {
		s.takeLate()
		return
	}
	defer s.tx.guard(s.room.name)
	s.key, s.value = nil, nil // should the file be damaged
	s.touch(s.placed.Next())
}

func (t *tx) Put(bucket string, key, value []byte) {
	switch {
	case bucket == "" || len(bucket) > kv.MaxBucket || bucket == logBucket:
		t.fail(bucket, errBucket)
	case len(key) == 0:
		t.fail(bucket, berrors.ErrKeyRequired)
	case len(key) > kv.MaxKey:
		t.fail(bucket, berrors.ErrKeyTooLarge)
	case len(value) <= maxLate:
		t.remember(t.room(bucket), key, value)
	default:
		t.forget(t.room(bucket), key)
		t.place(bucket, key, value, dense)
	}
}

// place puts a value in its place in the file.
func (t *tx) place(bucket string, key, value []byte, fill float64) {
	defer t.guard(bucket)
	r := t.room(bucket)
	b := t.bucket(r)
	if b == nil {
		var err error
		if b, err = t.bolt.CreateBucketIfNotExists([]byte(bucket)); err != nil {
			t.fail(bucket, err)
			return
		}
		r.placed = b
	}
	if value == nil {
		value = []byte{} // bbolt gives nil back until the commit
	}
	b.FillPercent = fill
	t.fail(bucket, b.Put(key, value))
}

func (t *tx) Delete(bucket string, key []byte) {
	defer t.guard(bucket)
	r := t.room(bucket)
	t.forget(r, key)
	if c := t.cursor(r); c != nil && len(key) > 0 {
		if k, _ := c.Seek(key); bytes.Equal(k, key) {
			t.fail(bucket, c.Delete())
		}
	}
}

func (t *tx) Notify() { t.wake = true }

func (t *tx) fail(bucket string, err error) {
	if err != nil && t.err == nil {
		t.err = fmt.Errorf("bolt: bucket %s: %w", bucket, err)
	}
}
