package bolt

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"testing"
	"unsafe"

	"go.etcd.io/bbolt"

	"tocsin/store/kv"
)

// Readers that began before see what was there before, however the log goes on.
func TestSnapshotsOfLog(t *testing.T) {
	e := fresh(t, Options{Log: 100})
	for n := range 50 {
		err := e.View(context.Background(), func(r kv.Reader) error {
			for i := range 5 {
				if err := put(e, "k", fmt.Appendf(nil, "%d %d", n, i)); err != nil {
					return err
				}
			}
			want := fmt.Sprintf("%d 4", n-1)
			if n == 0 {
				want = ""
			}
			if got := string(r.Get("a", []byte("k"))); got != want {
				t.Errorf("%d: %q, want %q", n, got, want)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// What a commit that failed would have changed is not there.
func TestFailedCommit(t *testing.T) {
	e := fresh(t, Options{MaxSize: 1 << 20})
	if err := put(e, "k", []byte("before")); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		err := e.Update(context.Background(), func(w kv.Writer) error {
			w.Put("a", []byte("k"), []byte("never"))
			w.Put("a", []byte("large"), make([]byte, 4<<20))
			return nil
		})
		if !errors.Is(err, kv.ErrFull) || get(t, e, "k") != "before" {
			t.Errorf("%v, %q", err, get(t, e, "k"))
		}
	}
	for _, value := range [][]byte{make([]byte, 1000), nil} { // the log is not changed, then it is
		if err := put(e, "l", value); err != nil || get(t, e, "k") != "before" {
			t.Errorf("%v, %q", err, get(t, e, "k"))
		}
	}
}

// When the log could not be emptied, it is not empty.
func TestFailedSettle(t *testing.T) {
	e := fresh(t, Options{})
	numbered(t, e, 100)
	empty := func(fail bool) error {
		return e.transact(context.Background(), true, func(t *tx) error {
			t.settle(&spot{}, portion)
			if fail {
				t.place("a", []byte("large"), make([]byte, 40_000), dense)
			}
			return t.empty()
		})
	}
	e.db.MaxSize = int(e.size) + 1
	if err := empty(true); !errors.Is(err, kv.ErrFull) {
		t.Fatalf("emptied: %v", err)
	}
	e.db.MaxSize = 0
	if err := put(e, "c", make([]byte, 1000)); err != nil {
		t.Fatal(err)
	}
	err := e.Update(context.Background(), func(w kv.Writer) error { w.Delete("a", []byte("c")); return nil })
	if err != nil {
		t.Fatal(err)
	}
	checkNumbered(t, e, 100)
	if err := empty(false); err != nil {
		t.Fatal(err)
	}
	checkNumbered(t, e, 100)
}

// numbered puts n small values in one transaction.
func numbered(t *testing.T, e *Engine, n int) {
	t.Helper()
	err := e.Update(context.Background(), func(w kv.Writer) error {
		for i := range n {
			w.Put(string('a'+rune(i%2)), fmt.Appendf(nil, "%06d", i), fmt.Append(nil, i))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func checkNumbered(t *testing.T, e *Engine, n int) {
	t.Helper()
	m := model{"a": {}, "b": {}}
	for i := range n {
		m[string('a'+rune(i%2))][fmt.Sprintf("%06d", i)] = fmt.Sprint(i)
	}
	if err := m.checkEngine(e); err != nil {
		t.Error(err)
	}
}

// A process may die when a part of the log is in its place.
func TestSettleInterrupted(t *testing.T) {
	const n = 3*portion + 5
	e := fresh(t, Options{Log: 1})
	numbered(t, e, n)
	var at spot
	for range 2 {
		err := e.transact(context.Background(), true, func(t *tx) error { t.settle(&at, portion); return nil })
		if err != nil || at.bucket == "" {
			t.Fatalf("%v at %v", err, at)
		}
	}
	checkNumbered(t, e, n)
	e.Close()
	e, err := Open(e.path, Options{Log: 1})
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	checkNumbered(t, e, n)
	if err = e.settle(context.Background()); err != nil {
		t.Fatal(err)
	}
	if late := e.late.Load().now; late.size != 0 || len(late.buckets) != 0 {
		t.Errorf("left in the log: %d bytes, %d buckets", late.size, len(late.buckets))
	}
	checkNumbered(t, e, n)
}

// live calls see with each value that the file keeps for its own sake.
func live(t *testing.T, e *Engine, see func(bucket string, value []byte)) {
	t.Helper()
	err := e.transact(context.Background(), false, func(x *tx) error {
		return x.bolt.ForEach(func(name []byte, b *bbolt.Bucket) error {
			return b.ForEach(func(_, v []byte) error { see(string(name), v); return nil })
		})
	})
	if err != nil {
		t.Error(err)
	}
}

// What is deleted leaves the file's live parts with the commit, whatever was
// put before and after, and wherever that was.
func TestDeleteAtOnce(t *testing.T) {
	secret, small := bytes.Repeat([]byte("secret "), 20), []byte("small")
	for name, values := range map[string][][]byte{
		"large": {secret}, "over small": {small, secret}, "under small": {secret, small}, "between": {small, secret, small}, "twice": {secret, secret},
	} {
		for _, limit := range []int{0, 1} {
			e := fresh(t, Options{Log: limit})
			for _, value := range values {
				if err := put(e, "k", value); err != nil {
					t.Fatal(err)
				}
			}
			err := e.Update(context.Background(), func(w kv.Writer) error {
				w.Put("a", []byte("k"), values[0])
				w.Delete("a", []byte("k"))
				w.Put("a", []byte("k"), []byte("tombstone"))
				return nil
			})
			if err != nil || get(t, e, "k") != "tombstone" {
				t.Fatalf("%s: %v, %q", name, err, get(t, e, "k"))
			}
			live(t, e, func(bucket string, value []byte) {
				if bytes.Contains(value, secret) {
					t.Errorf("%s, log %d: what was deleted is in bucket %s", name, limit, bucket)
				}
			})
		}
	}
}

// Small values that were deleted go when the log is put in place.
func TestDeletedSmall(t *testing.T) {
	e := fresh(t, Options{})
	if err := put(e, "k", []byte("secret")); err != nil {
		t.Fatal(err)
	}
	err := e.Update(context.Background(), func(w kv.Writer) error { w.Delete("a", []byte("k")); return nil })
	if err != nil || get(t, e, "k") != "" {
		t.Fatalf("%v, %q", err, get(t, e, "k"))
	}
	e.limit = 1
	if err = put(e, "l", nil); err != nil {
		t.Fatal(err)
	}
	live(t, e, func(bucket string, value []byte) {
		if bytes.Contains(value, []byte("secret")) {
			t.Errorf("in bucket %s", bucket)
		}
	})
}

func TestReservedBuckets(t *testing.T) {
	e := fresh(t, Options{})
	numbered(t, e, 100)
	for _, size := range []int{0, 1000} {
		err := e.Update(context.Background(), func(w kv.Writer) error { w.Put(logBucket, []byte("k"), make([]byte, size)); return nil })
		if !errors.Is(err, errBucket) {
			t.Errorf("%d bytes put into the log: %v", size, err)
		}
	}
	checkNumbered(t, e, 100)
}

// However little each commit puts, it takes no more memory than that: those of
// many commits share theirs.
func TestMemoryOfLog(t *testing.T) {
	e := fresh(t, Options{Log: 10_000})
	for n := range 500 {
		if err := put(e, fmt.Sprint(n), nil); err != nil {
			t.Fatal(err)
		}
		now := e.late.Load().now
		first, last := ^uintptr(0), uintptr(0)
		if pairs := now.buckets["a"]; pairs != nil {
			for p := range pairs.from(pair{}) {
				at := uintptr(unsafe.Pointer(unsafe.SliceData(p.bytes)))
				first, last = min(first, at), max(last, at)
			}
		}
		if now.size > 0 && last-first > uintptr(now.size) || now.size > e.limit+100 {
			t.Fatalf("after %d commits %d bytes lie in %d", n, now.size, last-first)
		}
	}
}

// What is read as a piece of the log is written as the same changes.
func FuzzLog(f *testing.F) {
	var l log
	l.add("a", []byte("key"), []byte("value"), false)
	l.add("bucket", []byte("key"), nil, true)
	f.Add(l.pieces[0][logHead:])
	f.Add([]byte{1, 'a', 200, 1, 3})
	f.Fuzz(func(t *testing.T, body []byte) {
		got, same := newLate(0), newLate(0)
		if !got.read(append(make([]byte, logHead), body...)) {
			return
		}
		var again log
		for bucket, list := range got.buckets {
			for p := range list.from(pair{}) {
				again.add(bucket, p.name(), p.value(), false)
			}
		}
		for _, piece := range again.pieces {
			if !same.read(piece) {
				t.Fatalf("can't be read: %q", piece)
			}
		}
		for bucket, list := range got.buckets {
			for p := range list.from(pair{}) {
				if q, ok := same.buckets[bucket].get(p); !ok || !bytes.Equal(q.bytes, p.bytes) || q.key != p.key {
					t.Fatalf("%+v became %+v", p, q)
				}
			}
		}
	})
}
