package bolt

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"go.etcd.io/bbolt"
)

// logged is the path of a closed database whose log has three pieces.
func logged(t *testing.T) string {
	t.Helper()
	e := fresh(t, Options{})
	for _, n := range []int{10, 20, 30} {
		numbered(t, e, n)
	}
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	return e.path
}

// changeLog changes a database as no engine does.
func changeLog(t *testing.T, path string, change func(*bbolt.Bucket) error) {
	t.Helper()
	db, err := bbolt.Open(path, 0o600, nil)
	if err == nil {
		err = errors.Join(db.Update(func(t *bbolt.Tx) error { return change(t.Bucket([]byte(logBucket))) }), db.Close())
	}
	if err != nil {
		t.Fatal(err)
	}
}

// Whichever bit of a piece flips, the file is refused.
func TestLogDamaged(t *testing.T) {
	path := logged(t)
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	file, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	from := bytes.LastIndex(content, []byte("\x01a\x06\x02000000")) - logHead
	to := bytes.LastIndex(content, []byte("\x01b\x06\x0300002929")) + 12
	if to-from < 300 {
		t.Fatalf("the last piece is from %d to %d", from, to)
	}
	for at := from; at < to; at++ {
		if _, err = file.WriteAt([]byte{content[at] ^ 1<<(at%8)}, int64(at)); err != nil {
			t.Fatal(err)
		}
		_, err = Open(path, Options{})
		damaged(t, err, path, "its log can't be read")
		if _, err = file.WriteAt(content[at:at+1], int64(at)); err != nil {
			t.Fatal(err)
		}
	}
}

// Pieces that are missing or in another order are found too.
func TestLogIncomplete(t *testing.T) {
	for name, change := range map[string]func(*bbolt.Bucket) error{
		"first missing": func(b *bbolt.Bucket) error { return b.Delete(logKey(1)) },
		"one missing":   func(b *bbolt.Bucket) error { return b.Delete(logKey(2)) },
		"last missing":  func(b *bbolt.Bucket) error { return b.Delete(logKey(3)) },
		"another order": func(b *bbolt.Bucket) error {
			return errors.Join(b.Put(logKey(4), bytes.Clone(b.Get(logKey(2)))), b.Delete(logKey(2)))
		},
		"one too many": func(b *bbolt.Bucket) error { return b.Put(logKey(4), bytes.Clone(b.Get(logKey(2)))) },
		"empty":        func(b *bbolt.Bucket) error { return b.Put(logKey(2), nil) },
		"another key":  func(b *bbolt.Bucket) error { return b.Put([]byte("k"), bytes.Clone(b.Get(logKey(2)))) },
	} {
		t.Run(name, func(t *testing.T) {
			path := logged(t)
			changeLog(t, path, change)
			_, err := Open(path, Options{})
			damaged(t, err, path, "its log")
		})
	}
}

// What another version wrote is not called damaged, nor passed over.
func TestLogOfAnotherVersion(t *testing.T) {
	for name, key := range map[string][]byte{"newer": logKey(3), "older": []byte("a number and more")} {
		path := logged(t)
		changeLog(t, path, func(b *bbolt.Bucket) error {
			piece := bytes.Clone(b.Get(logKey(3)))
			piece[logHead-1]++
			binary.BigEndian.PutUint32(piece, checksum(piece))
			return b.Put(key, piece)
		})
		_, err := Open(path, Options{})
		for _, word := range []string{path, "another version of Tocsin", "use the version that made it"} {
			if err == nil || !strings.Contains(err.Error(), word) || strings.Contains(err.Error(), "damaged") {
				t.Errorf("%s: no %q: %v", name, word, err)
			}
		}
	}
}

// Copying all into another database, as bbolt's compact does, begins the
// numbers of transactions anew. What is written then is the last nevertheless.
func TestLogCompacted(t *testing.T) {
	e := fresh(t, Options{})
	for n := range 20 {
		if err := put(e, "k", fmt.Append(nil, "old", n)); err != nil {
			t.Fatal(err)
		}
	}
	path := filepath.Join(t.TempDir(), "tocsin.db")
	small, err := bbolt.Open(path, 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err = errors.Join(bbolt.Compact(small, e.db, 0), small.Close(), os.Mkdir(path+".blobs", 0o700)); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"old19", "new", "new"} {
		if e, err = Open(path, Options{}); err != nil {
			t.Fatal(err)
		}
		if got := get(t, e, "k"); got != want {
			t.Errorf("%q, want %q", got, want)
		}
		if err = errors.Join(put(e, "k", []byte("new")), e.Close()); err != nil {
			t.Fatal(err)
		}
	}
}
