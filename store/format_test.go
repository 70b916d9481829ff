package store_test

import (
	"context"
	"encoding/binary"
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"tocsin/store"
	"tocsin/store/bolt"
	"tocsin/store/kv"
)

// A store of another version is told as such, under whatever key, and left as
// it is; so is one from before formats had a number.
func TestForeignFormat(t *testing.T) {
	ctx, path, key := context.Background(), filepath.Join(t.TempDir(), "tocsin.db"), []byte(strings.Repeat("k", 32))
	for _, format := range []uint64{0, store.Format + 1, 77} {
		e, err := bolt.Open(path, bolt.Options{})
		if err != nil {
			t.Fatal(err)
		}
		err = e.Update(ctx, func(w kv.Writer) error {
			w.Put("meta", []byte("root"), []byte("of another shape"))
			w.Put("meta", []byte("format"), binary.BigEndian.AppendUint64(nil, format))
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		_, opened := store.Open(ctx, e, key, store.Options{})
		for _, err := range []error{opened, store.Check(ctx, e, key)} {
			if err == nil || !strings.Contains(err.Error(), "made by another version of Tocsin (format ") || errors.Is(err, store.ErrSealKey) {
				t.Errorf("format %d: %v", format, err)
			}
		}
		if err = e.Close(); err != nil {
			t.Error(err)
		}
	}
}

// Check finds what Open would, and changes nothing.
func TestCheck(t *testing.T) {
	ctx, path, key := context.Background(), filepath.Join(t.TempDir(), "tocsin.db"), []byte(strings.Repeat("k", 32))
	check := func(key []byte) error {
		e, err := bolt.Open(path, bolt.Options{ReadOnly: true})
		if err != nil {
			t.Fatal(err)
		}
		return errors.Join(store.Check(ctx, e, key), e.Close())
	}
	e, err := bolt.Open(path, bolt.Options{})
	if err == nil {
		err = errors.Join(e.Close(), check(key))
	}
	if err != nil {
		t.Fatalf("before a store was begun: %v", err)
	}
	if e, err = bolt.Open(path, bolt.Options{}); err != nil {
		t.Fatal(err)
	}
	s, err := store.Open(ctx, e, key, store.Options{})
	if err == nil {
		err = errors.Join(s.Close(), check(key))
	}
	if err != nil {
		t.Errorf("its own key: %v", err)
	}
	if err = check([]byte(strings.Repeat("x", 32))); !errors.Is(err, store.ErrSealKey) {
		t.Errorf("another key: %v", err)
	}
}
