package kvtest

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"tocsin/store/kv"
)

func testPut(t *testing.T, e kv.Engine) {
	want(t, "no bucket", get(t, e, "a", "k"), "(none)")
	update(t, e, func(w kv.Writer) { w.Put("a", []byte("k"), []byte("1")); w.Put("b", []byte("k"), []byte{}) })
	want(t, "value", get(t, e, "a", "k"), "1")
	want(t, "empty value", get(t, e, "b", "k"), "")
	want(t, "no key", get(t, e, "a", "x"), "(none)")
	update(t, e, func(w kv.Writer) {
		w.Put("a", []byte("k"), []byte("2"))
		w.Delete("b", []byte("k"))
		w.Delete("b", []byte("k"))
		w.Delete("nowhere", []byte("k"))
	})
	want(t, "new value", get(t, e, "a", "k"), "2")
	want(t, "deleted", get(t, e, "b", "k"), "(none)")
}

func testOwnWrites(t *testing.T, e kv.Engine) {
	update(t, e, func(w kv.Writer) {
		w.Put("a", []byte("k"), []byte("1"))
		want(t, "own write", string(w.Get("a", []byte("k"))), "1")
		want(t, "own scan", keys(w, "a", "", ""), "k")
		w.Put("a", []byte("empty"), nil)
		want(t, "own empty value", w.Get("a", []byte("empty")) != nil, true)
		w.Delete("a", []byte("k"))
		want(t, "own delete", w.Get("a", []byte("k")) == nil, true)
	})
}

func testRollback(t *testing.T, e kv.Engine) {
	wrong := errors.New("wrong")
	err := e.Update(context.Background(), func(w kv.Writer) error {
		w.Put("a", []byte("k"), []byte("1"))
		return wrong
	})
	want(t, "the closure's error", errors.Is(err, wrong), true)
	want(t, "rolled back", get(t, e, "a", "k"), "(none)")
}

func testPanic(t *testing.T, e kv.Engine) {
	func() {
		defer func() { want(t, "panic passes", recover(), "wrong") }()
		e.Update(context.Background(), func(w kv.Writer) error {
			w.Put("a", []byte("k"), []byte("1"))
			panic("wrong")
		})
	}()
	want(t, "rolled back", get(t, e, "a", "k"), "(none)")
	update(t, e, func(w kv.Writer) { w.Put("a", []byte("k"), []byte("2")) })
	want(t, "usable", get(t, e, "a", "k"), "2")
}

func testBadKeys(t *testing.T, e kv.Engine) {
	for _, key := range []string{"", strings.Repeat("k", kv.MaxKey+1)} {
		err := e.Update(context.Background(), func(w kv.Writer) error {
			w.Put("a", []byte("good"), []byte("1"))
			w.Put("a", []byte(key), []byte("1"))
			return nil
		})
		want(t, fmt.Sprintf("error for a key of %d", len(key)), err != nil, true)
		want(t, "nothing kept", get(t, e, "a", "good"), "(none)")
	}
	for _, bucket := range []string{"", strings.Repeat("b", kv.MaxBucket+1)} {
		for _, size := range []int{1, 1000} {
			err := e.Update(context.Background(), func(w kv.Writer) error {
				w.Put(bucket, []byte("k"), make([]byte, size))
				return nil
			})
			want(t, fmt.Sprintf("error for a bucket's name of %d", len(bucket)), err != nil, true)
		}
	}
	long, bucket := strings.Repeat("k", kv.MaxKey), strings.Repeat("b", kv.MaxBucket)
	update(t, e, func(w kv.Writer) { w.Put(bucket, []byte(long), []byte("1")) })
	want(t, "longest names", get(t, e, bucket, long), "1")
}

func keys(r kv.Reader, bucket, prefix, from string) string {
	var list []string
	for k := range r.Scan(bucket, []byte(prefix), []byte(from)) {
		list = append(list, string(k))
	}
	return strings.Join(list, " ")
}

func testScan(t *testing.T, e kv.Engine) {
	update(t, e, func(w kv.Writer) {
		for _, k := range []string{"b2", "a", "b1", "c", "b", "b10", "b\xff"} {
			w.Put("s", []byte(k), []byte("v"+k))
		}
	})
	err := e.View(context.Background(), func(r kv.Reader) error {
		for _, c := range [][3]string{
			{"", "", "a b b1 b10 b2 b\xff c"}, {"b", "", "b b1 b10 b2 b\xff"}, {"b", "b1", "b1 b10 b2 b\xff"},
			{"b", "b11", "b2 b\xff"}, {"b", "a", "b b1 b10 b2 b\xff"}, {"b", "c", ""}, {"x", "", ""},
		} {
			want(t, fmt.Sprintf("scan %q from %q", c[0], c[1]), keys(r, "s", c[0], c[1]), c[2])
		}
		want(t, "scan of no bucket", keys(r, "none", "", ""), "")
		for k, v := range r.Scan("s", nil, nil) {
			want(t, "value", string(v), "v"+string(k))
		}
		return nil
	})
	want(t, "view", err, nil)
}

func testScanStops(t *testing.T, e kv.Engine) {
	update(t, e, func(w kv.Writer) {
		for i := range 1000 {
			w.Put("s", fmt.Appendf(nil, "%04d", i), []byte("v"))
		}
	})
	n := 0
	update(t, e, func(w kv.Writer) {
		n = 0
		for range w.Scan("s", nil, nil) {
			if n++; n == 3 {
				break
			}
		}
		w.Put("s", []byte("after"), []byte("v"))
	})
	want(t, "seen", n, 3)
	want(t, "put after a broken scan", get(t, e, "s", "after"), "v")
}

func testSnapshot(t *testing.T, e kv.Engine) {
	update(t, e, func(w kv.Writer) { w.Put("a", []byte("k"), []byte("1")) })
	err := e.View(context.Background(), func(r kv.Reader) error {
		written := make(chan error)
		go func() {
			written <- e.Update(context.Background(), func(w kv.Writer) error { w.Put("a", []byte("k"), []byte("2")); return nil })
		}()
		want(t, "write beside a view", <-written, nil)
		want(t, "the view's value", string(r.Get("a", []byte("k"))), "1")
		return nil
	})
	want(t, "view", err, nil)
	want(t, "a later view", get(t, e, "a", "k"), "2")
}

func testConcurrent(t *testing.T, e kv.Engine) {
	const workers, rounds = 8, 10
	var wg sync.WaitGroup
	for range workers {
		wg.Go(func() {
			for range rounds {
				e.Update(context.Background(), func(w kv.Writer) error {
					w.Put("n", []byte("n"), append([]byte("+"), w.Get("n", []byte("n"))...))
					return nil
				})
			}
		})
	}
	wg.Wait()
	want(t, "no update lost", len(get(t, e, "n", "n")), workers*rounds)
}
