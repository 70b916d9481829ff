package bolt

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"tocsin/store/kv"
	"tocsin/store/kv/kvtest"
)

// A log that is full at once is a log that each Update empties.
func TestContractWithoutLog(t *testing.T) {
	kvtest.Run(t, func(t *testing.T) kv.Engine { return fresh(t, Options{Log: 1}) })
}

// A model is what buckets have to hold.
type model map[string]map[string]string

// step does the same things to a bucket and its model.
func (m model) step(t *testing.T, w kv.Writer, r *rand.Rand) {
	bucket, key := string('a'+rune(r.IntN(3))), fmt.Sprintf("%02d", r.IntN(60))
	if m[bucket] == nil {
		m[bucket] = map[string]string{}
	}
	switch r.IntN(5) {
	case 0:
		w.Delete(bucket, []byte(key))
		delete(m[bucket], key)
	case 1:
		m[bucket][key] = string(bytes.Repeat([]byte{byte(r.Int())}, 1000))
		w.Put(bucket, []byte(key), []byte(m[bucket][key]))
	default:
		m[bucket][key] = fmt.Sprint(r.IntN(1000))[1:]
		w.Put(bucket, []byte(key), []byte(m[bucket][key]))
	}
	prefix := key[:r.IntN(3)]
	m.check(t, w, bucket, prefix, prefix+fmt.Sprint(r.IntN(10)))
}

// check scans a bucket, and gets each key that the scan has to yield.
func (m model) check(t *testing.T, r kv.Reader, bucket, prefix, from string) {
	t.Helper()
	want := slices.Sorted(maps.Keys(m[bucket]))
	want = slices.DeleteFunc(want, func(k string) bool { return k < from || !bytes.HasPrefix([]byte(k), []byte(prefix)) })
	var got []string
	for k, v := range r.Scan(bucket, []byte(prefix), []byte(from)) {
		if got = append(got, string(k)); v == nil || string(v) != m[bucket][string(k)] {
			t.Fatalf("scan of %s %s: %.20q, want %.20q", bucket, k, v, m[bucket][string(k)])
		}
	}
	if !slices.Equal(got, want) {
		t.Fatalf("scan of %s %q from %q: %q, want %q", bucket, prefix, from, got, want)
	}
	for _, k := range want {
		if v := r.Get(bucket, []byte(k)); v == nil || string(v) != m[bucket][k] {
			t.Fatalf("get %s %s: %.20q, want %.20q", bucket, k, v, m[bucket][k])
		}
	}
}

func (m model) clone() model {
	out := model{}
	for bucket, keys := range m {
		out[bucket] = maps.Clone(keys)
	}
	return out
}

var errUndone = errors.New("undone")

// Whether a value lies in the log, in its place or in both is nobody's concern.
func TestModel(t *testing.T) {
	ctx := context.Background()
	for seed := range uint64(4) {
		r := rand.New(rand.NewPCG(seed, 1))
		opt := Options{Log: 200 << (4 * seed)}
		e := fresh(t, opt)
		m := model{}
		for range 150 {
			after := m.clone()
			fails := r.IntN(4) == 0
			err := e.Update(ctx, func(w kv.Writer) error {
				for range r.IntN(12) {
					after.step(t, w, r)
				}
				if fails {
					return errUndone
				}
				return nil
			})
			if fails != errors.Is(err, errUndone) || !fails && err != nil {
				t.Fatal(err)
			}
			if !fails {
				m = after
			}
			if r.IntN(10) == 0 {
				e.Close()
				if e, err = Open(e.path, opt); err != nil {
					t.Fatal(err)
				}
			}
			err = e.View(ctx, func(r kv.Reader) error {
				for bucket := range m {
					m.check(t, r, bucket, "", "")
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		e.Close()
	}
}

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
			t.settle(&spot{})
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
	err := e.View(context.Background(), func(r kv.Reader) error {
		m.check(t, r, "a", "", "")
		m.check(t, r, "b", "", "")
		return nil
	})
	if err != nil {
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
		err := e.transact(context.Background(), true, func(t *tx) error { t.settle(&at); return nil })
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

// What is deleted leaves its place with the commit.
func TestDeleteAtOnce(t *testing.T) {
	e := fresh(t, Options{})
	secret := bytes.Repeat([]byte("secret "), 20)
	err := put(e, "k", secret)
	if err == nil {
		err = e.Update(context.Background(), func(w kv.Writer) error {
			w.Delete("a", []byte("k"))
			w.Put("a", []byte("k"), []byte("tombstone"))
			return nil
		})
	}
	if err != nil || get(t, e, "k") != "tombstone" {
		t.Fatalf("%v, %q", err, get(t, e, "k"))
	}
	err = e.transact(context.Background(), false, func(x *tx) error {
		if v := x.bucket("a").Get([]byte("k")); v != nil {
			t.Errorf("in its place: %q", v)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}

func TestLogDamaged(t *testing.T) {
	e := fresh(t, Options{})
	numbered(t, e, 100)
	e.Close()
	content, err := os.ReadFile(e.path)
	if err != nil {
		t.Fatal(err)
	}
	at := bytes.Index(content, []byte("000042"))
	content[at]++
	path := filepath.Join(t.TempDir(), "tocsin.db")
	if err = os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	_, err = Open(path, Options{})
	damaged(t, err, path, "its log can't be read")
}

// What is read as a piece of the log is written as the same changes.
func FuzzLog(f *testing.F) {
	var l log
	l.add("a", []byte("key"), []byte("value"), false)
	l.add("bucket", []byte("key"), nil, true)
	f.Add(l.pieces[0][4:])
	f.Add([]byte{1, 'a', 200, 1, 3})
	f.Fuzz(func(t *testing.T, body []byte) {
		piece := append(make([]byte, 4), body...)
		binary.BigEndian.PutUint32(piece, checksum(piece))
		got := late{buckets: map[string]*changes{}}
		if !got.read(piece) {
			return
		}
		var again log
		for bucket, list := range got.buckets {
			list.Scan(func(c change) bool { again.add(bucket, c.name(), c.value(), c.gone); return true })
		}
		same := late{buckets: map[string]*changes{}}
		for _, piece := range again.pieces {
			binary.BigEndian.PutUint32(piece, checksum(piece))
			if !same.read(piece) {
				t.Fatalf("can't be read: %q", piece)
			}
		}
		for bucket, list := range got.buckets {
			list.Scan(func(c change) bool {
				d, ok := same.buckets[bucket].Get(c)
				if !ok || d.gone != c.gone || !bytes.Equal(d.bytes, c.bytes) {
					t.Fatalf("%+v became %+v", c, d)
				}
				return true
			})
		}
	})
}
