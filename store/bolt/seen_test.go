package bolt

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"tocsin/store/kv"
)

// TestSeenOutlivesFailures: whatever became of a transaction, and of one that
// emptied the log, the next one finds all that the log has.
func TestSeenOutlivesFailures(t *testing.T) {
	e := fresh(t, Options{})
	ctx := context.Background()
	key := func(i int) string { return fmt.Sprintf("%d of sixteen bytes", i) }
	has := func(n int) {
		t.Helper()
		err := e.Update(ctx, func(w kv.Writer) error {
			for i := range n + 3 {
				k := []byte(key(i))
				found := w.Get("b", k) != nil
				scanned := false
				for range w.Scan("b", k[:12], nil) {
					scanned = true
				}
				if want := i < n; found != want || scanned != want {
					t.Errorf("%s: found %v, scanned %v, want %v", k, found, scanned, want)
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	put := func(i int) {
		t.Helper()
		if err := e.Update(ctx, func(w kv.Writer) error { w.Put("b", []byte(key(i)), []byte("v")); return nil }); err != nil {
			t.Fatal(err)
		}
	}
	empty := func(fail error) {
		t.Helper()
		err := e.transact(ctx, true, func(x *tx) error {
			var at spot
			if x.settle(&at, portion) {
				t.Error("there is more")
			}
			return errors.Join(x.empty(), fail)
		})
		if !errors.Is(err, fail) {
			t.Fatal(err)
		}
	}
	no := errors.New("no")
	has(0)
	put(0)
	has(1)
	empty(no)
	has(1)
	put(1)
	empty(nil)
	has(2)
	put(2)
	if err := e.Update(ctx, func(w kv.Writer) error { w.Put("b", []byte(key(3)), nil); return no }); !errors.Is(err, no) {
		t.Fatal(err)
	}
	has(3)
	put(3)
	has(4)
	err := e.Close()
	if err != nil {
		t.Fatal(err)
	}
	if e, err = Open(e.path, Options{}); err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	has(4)
}

// TestMarksTell: of what never came into the log most is told at once, and of
// what did come nothing is denied.
func TestMarksTell(t *testing.T) {
	s := seen{}
	in := func(i int) pair { return find(fmt.Appendf(nil, "%08x in", i*2654435761)) }
	out := func(i int) pair { return find(fmt.Appendf(nil, "%08d out", i)) }
	if s["b"].have(in(1)) {
		t.Error("an empty one has something")
	}
	const n = 4000
	for i := range n {
		s.of("b").add(in(i))
	}
	wrong := 0
	for i := range n {
		if !s["b"].have(in(i)) {
			t.Fatalf("%d is denied", i)
		}
		if s["b"].have(out(i)) {
			wrong++
		}
		if s["c"].have(in(i)) {
			t.Fatal("it is in no other bucket")
		}
	}
	if wrong > n/5 {
		t.Errorf("%d of %d are not told", wrong, n)
	}
}
