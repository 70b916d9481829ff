package bolt

import (
	"archive/tar"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"testing"

	"go.etcd.io/bbolt"
)

// TestSmallPagesLiveOn: a file with pages of 4 KiB is used, backed up, restored
// and found damaged like one that is made today.
func TestSmallPagesLiveOn(t *testing.T) {
	path := filepath.Join(t.TempDir(), "db")
	db, err := bbolt.Open(path, 0o600, &bbolt.Options{PageSize: 4096})
	if err == nil {
		err = errors.Join(db.Close(), os.Mkdir(path+".blobs", 0o700))
	}
	if err != nil {
		t.Fatal(err)
	}
	restored, err := os.Create(filepath.Join(t.TempDir(), "db"))
	if err != nil {
		t.Fatal(err)
	}
	defer restored.Close()
	e, err := Open(path, Options{Log: 1000})
	if err != nil {
		t.Fatal(err)
	}
	for i := range 60 {
		if err = put(e, fmt.Sprint(i), bytes.Repeat([]byte{byte(i)}, 100*(i%40))); err != nil {
			t.Fatal(err)
		}
	}
	var archive bytes.Buffer
	if err = e.Backup(context.Background(), &archive); err != nil {
		t.Fatal(err)
	}
	if err = e.Close(); err != nil {
		t.Fatal(err)
	}
	in := tar.NewReader(&archive)
	if _, err = in.Next(); err == nil {
		_, err = io.Copy(restored, in)
	}
	if err == nil {
		err = os.Mkdir(restored.Name()+".blobs", 0o700)
	}
	if err != nil {
		t.Fatal(err)
	}
	holdsSixty(t, path)
	holdsSixty(t, restored.Name())
	for _, at := range []int64{0, 4096} { // either meta page: the other one counts
		if _, err = restored.WriteAt(make([]byte, 4096), at); err != nil {
			t.Fatal(err)
		}
		e, err := Open(restored.Name(), Options{})
		if at > 0 {
			if err == nil {
				t.Error("a file without a meta page was opened")
			}
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		if err = e.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

func holdsSixty(t *testing.T, path string) {
	t.Helper()
	e, err := Open(path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	for i := range 60 {
		if got := get(t, e, fmt.Sprint(i)); got != string(bytes.Repeat([]byte{byte(i)}, 100*(i%40))) {
			t.Errorf("%s: %d has %d bytes", path, i, len(got))
		}
	}
	if err = e.Close(); err != nil {
		t.Fatal(err)
	}
}
