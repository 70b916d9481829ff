package bolt

import (
	"archive/tar"
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"tocsin/store/kv"
	"tocsin/store/kv/kvtest"
)

func fresh(t *testing.T, opt Options) *Engine {
	t.Helper()
	e, err := Open(filepath.Join(t.TempDir(), "tocsin.db"), opt)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { e.Close() })
	return e
}

func TestContract(t *testing.T) {
	kvtest.Run(t, func(t *testing.T) kv.Engine { return fresh(t, Options{}) })
}

// The failing twin that does not fail keeps the contract too.
func TestContractOfFaulty(t *testing.T) {
	kvtest.Run(t, func(t *testing.T) kv.Engine { return kvtest.NewFaulty(fresh(t, Options{}), 0) })
}

func put(e kv.Engine, key string, value []byte) error {
	return e.Update(context.Background(), func(w kv.Writer) error { w.Put("a", []byte(key), value); return nil })
}

func get(t *testing.T, e kv.Engine, key string) (value string) {
	t.Helper()
	err := e.View(context.Background(), func(r kv.Reader) error { value = string(r.Get("a", []byte(key))); return nil })
	if err != nil {
		t.Fatal(err)
	}
	return value
}

func TestReopen(t *testing.T) {
	e := fresh(t, Options{})
	if err := put(e, "k", []byte("v")); err != nil {
		t.Fatal(err)
	}
	e.Close()
	e, err := Open(e.path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	if got := get(t, e, "k"); got != "v" {
		t.Errorf("after reopening: %q", got)
	}
}

func TestLocked(t *testing.T) {
	e := fresh(t, Options{})
	if !e.Exclusive() {
		t.Error("what nobody else can open is not exclusive")
	}
	_, err := Open(e.path, Options{Timeout: 10 * time.Millisecond})
	if !errors.Is(err, kv.ErrLocked) || !strings.Contains(err.Error(), e.path) || !strings.Contains(err.Error(), "daemon") {
		t.Errorf("second open: %v", err)
	}
}

func TestOpenErrors(t *testing.T) {
	folder := t.TempDir()
	junk := filepath.Join(folder, "junk")
	if err := os.WriteFile(junk, bytes.Repeat([]byte("no database "), 2000), 0o600); err != nil {
		t.Fatal(err)
	}
	for path, word := range map[string]string{
		filepath.Join(folder, "none", "db"): "no such file",
		junk:                                "restore",
		folder:                              "directory",
	} {
		if e, err := Open(path, Options{}); err == nil {
			e.Close()
			t.Errorf("%s opened", path)
		} else if !strings.Contains(err.Error(), path) || !strings.Contains(err.Error(), word) {
			t.Errorf("error for %s: %v", path, err)
		}
	}
}

func TestFull(t *testing.T) {
	e := fresh(t, Options{MaxSize: 1 << 20})
	if err := put(e, "small", []byte("kept")); err != nil {
		t.Fatal(err)
	}
	if err := put(e, "large", make([]byte, 4<<20)); !errors.Is(err, kv.ErrFull) || !strings.Contains(err.Error(), e.path) {
		t.Errorf("too much: %v", err)
	}
	if err := put(e, "after", []byte("usable")); err != nil {
		t.Errorf("after a full disk: %v", err)
	}
	if get(t, e, "small") != "kept" || get(t, e, "large") != "" || get(t, e, "after") != "usable" {
		t.Error("what was kept is not what was committed")
	}
}

func TestLeaseRunsOut(t *testing.T) {
	now := time.Unix(1000, 0)
	e := fresh(t, Options{Now: func() time.Time { return now }})
	ctx := context.Background()
	a, _, _ := e.AcquireLease(ctx, "box", "a", time.Minute)
	now = now.Add(time.Minute)
	err := e.Update(ctx, func(w kv.Writer) error { w.Fence(a); return nil })
	if !errors.Is(err, kv.ErrFenced) {
		t.Errorf("an expired lease writes: %v", err)
	}
	if b, ok, err := e.AcquireLease(ctx, "box", "b", time.Minute); !ok || err != nil || b.Epoch != a.Epoch+1 {
		t.Errorf("take over: %+v %v %v", b, ok, err)
	}
}

func TestSweepTemporary(t *testing.T) {
	e := fresh(t, Options{})
	left := filepath.Join(e.blobs, temporary+"left")
	if err := os.WriteFile(left, []byte("half"), 0o600); err != nil {
		t.Fatal(err)
	}
	n, err := e.SweepBlobs(context.Background(), time.Now().Add(time.Hour), nil)
	if n != 1 || err != nil {
		t.Errorf("swept %d, %v", n, err)
	}
	if _, err = os.Stat(left); err == nil {
		t.Error("the remains of an interrupted write are still there")
	}
}

func TestModes(t *testing.T) {
	e := fresh(t, Options{})
	name, _, err := e.PutBlob(context.Background(), strings.NewReader("x"))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{e.path, e.blobs, filepath.Join(e.blobs, name[:2], name)} {
		if info, err := os.Stat(path); err != nil || info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s may be read by others: %v %v", path, info.Mode(), err)
		}
	}
}

// A backup unpacked elsewhere is the store.
func TestRestore(t *testing.T) {
	e := fresh(t, Options{})
	if err := put(e, "k", []byte("v")); err != nil {
		t.Fatal(err)
	}
	name, _, err := e.PutBlob(context.Background(), strings.NewReader("blob"))
	if err != nil {
		t.Fatal(err)
	}
	var archive bytes.Buffer
	if err = e.Backup(context.Background(), &archive); err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	unpack(t, &archive, folder)
	copied, err := Open(filepath.Join(folder, "tocsin.db"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer copied.Close()
	r, err := copied.OpenBlob(context.Background(), name)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	blob, err := io.ReadAll(r)
	if get(t, copied, "k") != "v" || string(blob) != "blob" || err != nil {
		t.Errorf("restored: %q %q %v", get(t, copied, "k"), blob, err)
	}
}

func unpack(t *testing.T, archive io.Reader, folder string) {
	t.Helper()
	for r := tar.NewReader(archive); ; {
		h, err := r.Next()
		if err == io.EOF {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(folder, h.Name)
		if h.Typeflag == tar.TypeDir {
			if err = os.Mkdir(path, 0o700); err != nil {
				t.Fatal(err)
			}
			continue
		}
		content, err := io.ReadAll(r)
		if err = errors.Join(err, os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, content, 0o600)); err != nil {
			t.Fatal(err)
		}
	}
}

func TestBlobFolderGone(t *testing.T) {
	e := fresh(t, Options{})
	if err := os.RemoveAll(e.blobs); err != nil {
		t.Fatal(err)
	}
	if _, _, err := e.PutBlob(context.Background(), strings.NewReader("x")); err == nil || !strings.Contains(err.Error(), e.blobs) {
		t.Errorf("writing without a folder: %v", err)
	}
	if err := put(e, "k", []byte("v")); err != nil {
		t.Errorf("the database is usable: %v", err)
	}
}
