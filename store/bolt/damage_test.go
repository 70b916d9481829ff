package bolt

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tocsin/store/kv"
)

// filled is the path and the bytes of a closed database of some depth.
func filled(t testing.TB) (path string, content []byte) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "tocsin.db")
	e, err := Open(path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	for i := range 30 {
		err = e.Update(context.Background(), func(w kv.Writer) error {
			w.Put("a", fmt.Appendf(nil, "key %d", i), bytes.Repeat([]byte{byte(i)}, 500*i))
			w.Put("b", []byte{byte(i)}, nil)
			w.Delete("a", fmt.Appendf(nil, "key %d", i-7))
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if err = errors.Join(e.Close(), e.measure(Options{}), os.Truncate(path, e.size)); err != nil {
		t.Fatal(err)
	}
	if content, err = os.ReadFile(path); err != nil {
		t.Fatal(err)
	}
	return path, content
}

// use reads and writes all that is in a file; what goes wrong is an error.
func use(path string) error {
	e, err := Open(path, Options{})
	if err != nil {
		return err
	}
	return errors.Join(readAll(e), writeAll(e), e.Close())
}

func readAll(e *Engine) error {
	return e.View(context.Background(), func(r kv.Reader) error {
		for _, bucket := range []string{"a", "b"} {
			for k, v := range r.Scan(bucket, nil, nil) {
				if got := r.Get(bucket, k); !bytes.Equal(got, v) {
					return fmt.Errorf("%q: %d bytes, then %d", k, len(v), len(got))
				}
			}
		}
		return nil
	})
}

func writeAll(e *Engine) error {
	return e.Update(context.Background(), func(w kv.Writer) error {
		for i := range 30 {
			w.Delete("a", fmt.Appendf(nil, "key %d", i))
			w.Put("b", []byte{byte(i)}, make([]byte, 300))
		}
		return nil
	})
}

// damaged checks an error about a file: it has to name that and the remedy.
func damaged(t *testing.T, err error, path, what string) {
	t.Helper()
	if err == nil || !strings.Contains(err.Error(), path) || !strings.Contains(err.Error(), what) || !strings.Contains(err.Error(), restore) {
		t.Errorf("not %s: %v", what, err)
	}
}

func TestTruncated(t *testing.T) {
	path, content := filled(t)
	for size := len(content) - 1; size >= 2*pageSize; size -= 999 {
		if err := os.Truncate(path, int64(size)); err != nil {
			t.Fatal(err)
		}
		_, err := Open(path, Options{})
		damaged(t, err, path, fmt.Sprintf("is truncated at %d of %d bytes", size, len(content)))
	}
	for _, size := range []int64{2*pageSize - 1, pageSize, pageSize - 1, 100, 1} {
		if err := os.Truncate(path, size); err != nil {
			t.Fatal(err)
		}
		_, err := Open(path, Options{})
		damaged(t, err, path, "damaged")
	}
}

func TestEmptied(t *testing.T) {
	path, content := filled(t)
	if err := os.Truncate(path, 0); err != nil {
		t.Fatal(err)
	}
	_, err := Open(path, Options{})
	damaged(t, err, path, "is empty")
	if info, err := os.Stat(path); err != nil || info.Size() != 0 {
		t.Errorf("the empty file was written to: %v %v", info.Size(), err)
	}
	if err = os.WriteFile(path, content, 0o600); err == nil {
		err = use(path)
	}
	if err != nil {
		t.Errorf("restored: %v", err)
	}
}

// A database that went while its blobs are there is no reason to begin anew.
func TestMissingBesideBlobs(t *testing.T) {
	e := fresh(t, Options{})
	if _, _, err := e.PutBlob(context.Background(), strings.NewReader("x")); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(e.Close(), os.Remove(e.path)); err != nil {
		t.Fatal(err)
	}
	_, err := Open(e.path, Options{})
	damaged(t, err, e.path, "is missing, but mail that belongs to it is in "+e.blobs)
	if err = os.Rename(e.blobs, e.blobs+".old"); err == nil {
		err = use(e.path)
	}
	if err != nil {
		t.Errorf("anew, once the blobs are away: %v", err)
	}
	if left, err := filepath.Glob(e.path + ".new-*"); len(left) > 0 || err != nil {
		t.Errorf("left behind: %q %v", left, err)
	}
}

// A database without its blobs is not gone on with as if there had been none;
// a copy that was made by Backup has their folder even where there are none.
func TestMissingBlobs(t *testing.T) {
	e := fresh(t, Options{})
	var archive bytes.Buffer
	if err := errors.Join(put(e, "k", []byte("v")), e.Backup(context.Background(), &archive), e.Close(), os.Remove(e.blobs)); err != nil {
		t.Fatal(err)
	}
	for _, opt := range []Options{{}, {ReadOnly: true}} {
		_, err := Open(e.path, opt)
		damaged(t, err, e.path, "the folder "+e.blobs+", where the large mail of")
	}
	if err := os.Mkdir(e.blobs, 0o700); err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	unpack(t, &archive, folder)
	for _, path := range []string{e.path, filepath.Join(folder, filepath.Base(e.path))} {
		if err := use(path); err != nil {
			t.Errorf("with an empty folder: %v", err)
		}
	}
}

// Whatever a page was overwritten with, the process lives, and the file can
// be restored while it does.
func TestDamagedPages(t *testing.T) {
	path, content := filled(t)
	for at := 0; at < len(content); at += pageSize {
		for _, with := range [][]byte{make([]byte, pageSize), bytes.Repeat([]byte{0xff}, pageSize), content[:pageSize], content[len(content)-pageSize:]} {
			changed := bytes.Clone(content)
			copy(changed[at:], with)
			if err := os.WriteFile(path, changed, 0o600); err != nil {
				t.Fatal(err)
			}
			if err := use(path); err != nil && strings.Contains(err.Error(), "damaged") {
				damaged(t, err, path, "damaged")
			}
		}
	}
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := use(path); err != nil {
		t.Errorf("restored: %v", err)
	}
}

// A file that is cut while it is open fails what reads it, and nothing else.
func TestCutWhileOpen(t *testing.T) {
	path, content := filled(t)
	for size := range len(content) / pageSize {
		e, err := Open(path, Options{})
		if err != nil {
			t.Fatal(err)
		}
		if err = os.Truncate(path, int64(size)*pageSize); err != nil {
			t.Fatal(err)
		}
		damaged(t, readAll(e), path, "truncated at")
		damaged(t, writeAll(e), path, "truncated at")
		var unwritten error
		if size >= 2 {
			e.size = 0 // it is cut between the look at its size and the reading
			if err = readAll(e); err != nil {
				damaged(t, err, path, "is damaged (a part of it can't be read)")
			}
			unwritten = writeAll(e)
		}
		if err = os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		if err = readAll(e); err == nil && unwritten != nil {
			damaged(t, unwritten, path, "is damaged (a part of it can't be read)")
			err = writeAll(e)
		}
		if err = errors.Join(err, e.Close(), os.WriteFile(path, content, 0o600)); err != nil {
			t.Errorf("restored after %d pages: %v", size, err)
		}
	}
}

func TestMetaPagesGone(t *testing.T) {
	path, content := filled(t)
	e, err := Open(path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err = os.WriteFile(path, make([]byte, len(content)), 0o600); err != nil {
		t.Fatal(err)
	}
	for range 3 {
		damaged(t, readAll(e), path, "damaged")
		damaged(t, writeAll(e), path, "damaged")
	}
	if err = errors.Join(e.Close(), os.WriteFile(path, content, 0o600)); err != nil {
		t.Fatal(err)
	}
	if err = use(path); err != nil {
		t.Errorf("restored: %v", err)
	}
}

// A copy from before, written over a file that is open, is not taken for it.
func TestOldCopyWhileOpen(t *testing.T) {
	path, content := filled(t)
	e, err := Open(path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err = put(e, "k", []byte("v")); err != nil {
			t.Fatal(err)
		}
	}
	if err = os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	damaged(t, readAll(e), path, "older than what was written to it")
	damaged(t, put(e, "k", []byte("w")), path, "older than what was written to it")
	if err = errors.Join(e.Close(), use(path)); err != nil {
		t.Errorf("opened anew: %v", err)
	}
}

// A closure's own panic is no damage, and ends its transaction.
func TestPanicOfClosure(t *testing.T) {
	e := fresh(t, Options{})
	func() {
		defer func() {
			if r := recover(); r != "mine" {
				t.Errorf("recovered %v", r)
			}
		}()
		e.Update(context.Background(), func(w kv.Writer) error {
			w.Put("a", []byte("k"), []byte("v"))
			panic("mine")
		})
	}()
	if got := get(t, e, "k"); got != "" {
		t.Errorf("kept %q", got)
	}
	if err := put(e, "k", []byte("w")); err != nil {
		t.Error(err)
	}
}

func TestReadOnly(t *testing.T) {
	path, content := filled(t)
	e, err := Open(path, Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	if err = readAll(e); err != nil {
		t.Error(err)
	}
	if err = writeAll(e); err == nil {
		t.Error("wrote what it was to look at")
	}
	if err = e.Close(); err != nil {
		t.Error(err)
	}
	if now, err := os.ReadFile(path); err != nil || !bytes.Equal(now, content) {
		t.Errorf("the file has changed: %v", err)
	}
	none := filepath.Join(t.TempDir(), "none")
	if _, err = Open(none, Options{ReadOnly: true}); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("looked at nothing: %v", err)
	}
}

// What a process that died was writing goes when the next one opens the file.
func TestTidy(t *testing.T) {
	e := fresh(t, Options{})
	left := filepath.Join(e.blobs, temporary+"left")
	if err := errors.Join(e.Close(), os.WriteFile(left, []byte("half"), 0o600)); err != nil {
		t.Fatal(err)
	}
	if err := use(e.path); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(left); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the remains of an interrupted write are still there: %v", err)
	}
}

// However a database was changed, opening, reading and writing it ends.
func FuzzDamage(f *testing.F) {
	path, content := filled(f)
	f.Add(uint32(3*pageSize+8), []byte{0xff, 0xff}, uint32(len(content)))
	f.Add(uint32(5*pageSize+16), bytes.Repeat([]byte{0x41}, 40), uint32(9*pageSize))
	f.Fuzz(func(t *testing.T, at uint32, with []byte, size uint32) {
		changed := bytes.Clone(content)
		copy(changed[int(at)%len(changed):], with)
		if err := os.WriteFile(path, changed[:min(len(changed), int(size))], 0o600); err != nil {
			t.Fatal(err)
		}
		if err := use(path); err != nil && !strings.Contains(err.Error(), path) {
			t.Errorf("an error that doesn't name the file: %v", err)
		}
	})
}
