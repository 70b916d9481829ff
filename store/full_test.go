package store_test

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"

	"tocsin/store"
	"tocsin/store/bolt"
)

// A mail that found the disk full leaves nothing behind, so that each repeat
// does not make it fuller; with room it is filed.
func TestFullLeavesNoBlob(t *testing.T) {
	ctx, path, key := context.Background(), filepath.Join(t.TempDir(), "tocsin.db"), []byte(strings.Repeat("k", 32))
	open := func(size int) *store.Store {
		e, err := bolt.Open(path, bolt.Options{MaxSize: size})
		if err != nil {
			t.Fatal(err)
		}
		s, err := store.Open(ctx, e, key, store.Options{})
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	noise := make([]byte, 4<<20)
	rand.NewChaCha8([32]byte{}).Read(noise)
	why, filing := string(noise), store.Filing{Raw: bytes.Repeat([]byte("large "), 50_000)}
	decide := func(*store.Tx, *store.Message) store.Outcome {
		return store.Outcome{Incident: &store.Incident{Ref: "T#2026-00001-A", Subject: why}}
	}
	s := open(1 << 20)
	for range 3 {
		if _, err := s.File(ctx, filing, decide); !errors.Is(err, store.ErrFull) {
			t.Errorf("on a full disk: %v", err)
		}
	}
	if n := files(t, path+".blobs"); n != 0 {
		t.Errorf("%d files were left behind", n)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = open(0)
	defer s.Close()
	filed, err := s.File(ctx, filing, decide)
	if err != nil || filed.Outcome != store.FiledNew {
		t.Errorf("with room: %+v %v", filed, err)
	}
	if raw, err := s.Raw(ctx, filed.Key); err != nil || !bytes.Equal(raw, filing.Raw) {
		t.Errorf("%d bytes, %v", len(raw), err)
	}
}

func files(t *testing.T, folder string) (n int) {
	t.Helper()
	err := filepath.WalkDir(folder, func(_ string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			n++
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}
