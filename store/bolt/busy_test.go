package bolt

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"sync"
	"testing"

	"tocsin/store/kv"
)

// Many look, copy and write at once, while the log is put in place, pages are
// unmapped, and in the end the engine is closed: each view is one moment.
func TestBusy(t *testing.T) {
	e := fresh(t, Options{Log: 2000})
	ctx, stop := context.WithCancel(context.Background())
	var wg sync.WaitGroup
	look := func(r kv.Reader) error {
		small, large := r.Get("a", []byte("07")), r.Get("a", []byte("large"))
		n := 0
		for k, v := range r.Scan("a", []byte("0"), nil) {
			if n++; !bytes.Equal(v, small) {
				return fmt.Errorf("%s is %q beside %q", k, v, small)
			}
		}
		if len(large) > 0 && (n != 10 || !bytes.HasPrefix(large, small)) {
			return fmt.Errorf("%d keys of %q, beside %.9q", n, small, large)
		}
		return nil
	}
	for range 3 {
		wg.Go(func() {
			for {
				if err := e.View(ctx, look); err != nil {
					if !errors.Is(err, context.Canceled) && !errors.Is(err, kv.ErrClosed) {
						t.Error(err)
					}
					return
				}
			}
		})
	}
	for n := range 200 {
		err := e.Update(ctx, func(w kv.Writer) error {
			for i := range 10 {
				w.Put("a", fmt.Appendf(nil, "%02d", i), fmt.Appendf(nil, "%06d", n))
			}
			w.Put("a", []byte("large"), bytes.Repeat(fmt.Appendf(nil, "%06d", n), 5000))
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if n%40 == 0 {
			wg.Go(func() { backUp(t, e, look) })
		}
	}
	if err := e.Close(); err != nil {
		t.Error(err)
	}
	stop()
	wg.Wait()
}

// backUp looks at the copy that a backup is.
func backUp(t *testing.T, e *Engine, look func(kv.Reader) error) {
	var archive bytes.Buffer
	err := e.Backup(context.Background(), &archive)
	if errors.Is(err, kv.ErrClosed) {
		return
	}
	path := filepath.Join(t.TempDir(), "tocsin.db")
	var copied *Engine
	if err == nil {
		unpack(t, &archive, filepath.Dir(path))
		copied, err = Open(path, Options{})
	}
	if err == nil {
		err = errors.Join(copied.View(context.Background(), look), copied.Close())
	}
	if err != nil {
		t.Errorf("backup: %v", err)
	}
}
