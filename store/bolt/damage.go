package bolt

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"

	"go.etcd.io/bbolt"
)

const restore = "restore it from a backup"

// find sees to a file that can be opened: it makes a new one where there is
// none and never was one, and refuses what is left of another.
func (e *Engine) find(opt Options) error {
	info, err := os.Stat(e.path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if left, _ := os.ReadDir(e.blobs); len(left) > 0 {
			return fmt.Errorf("bolt: %s is missing, but mail that belongs to it is in %s: %s, or move that folder away to start anew", e.path, e.blobs, restore)
		}
		if opt.ReadOnly {
			return fmt.Errorf("bolt: %w", err)
		}
		return e.create(opt)
	case err != nil:
		return fmt.Errorf("bolt: %w", err)
	case info.IsDir():
		return fmt.Errorf("bolt: %s is a directory, not a database: name a file", e.path)
	case info.Size() == 0:
		return fmt.Errorf("bolt: %s is empty: what was in it is lost: %s, or move it and %s away to start anew", e.path, restore, e.blobs)
	}
	if _, err := os.Stat(e.blobs); errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("bolt: the folder %s, where the large mail of %s lies, is missing: %s, or go on without it after: mkdir -m 700 %s", e.blobs, e.path, restore, e.blobs)
	}
	return nil
}

// create makes the folder of blobs, then an empty database, under another name
// first, so that one that is half made is never taken for the store.
func (e *Engine) create(opt Options) error {
	if err := os.Mkdir(e.blobs, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("bolt: %w", classify(err))
	}
	f, err := os.CreateTemp(filepath.Dir(e.path), filepath.Base(e.path)+".new-")
	if err != nil {
		return fmt.Errorf("bolt: %w", classify(err))
	}
	db, err := bbolt.Open(f.Name(), 0o600, &bbolt.Options{Timeout: opt.Timeout, PageSize: pageSize})
	if err == nil {
		err = db.Close()
	}
	if err == nil {
		err = os.Link(f.Name(), e.path)
	}
	if errors.Is(err, fs.ErrExist) { // another process was faster
		err = nil
	}
	if err = errors.Join(err, f.Close(), os.Remove(f.Name())); err == nil {
		err = syncFolder(filepath.Dir(e.path))
	}
	if err != nil {
		return fmt.Errorf("bolt: making %s: %w", e.path, classify(err))
	}
	return nil
}

// measure reads from its meta page how long the file has to be. It maps no
// other page.
func (e *Engine) measure(opt Options) (err error) {
	defer e.rescue(&err)
	db, err := bbolt.Open(e.path, 0o600, &bbolt.Options{Timeout: opt.Timeout, ReadOnly: true, OpenFile: e.openFile})
	if err != nil {
		return openError(e.path, err)
	}
	err = db.View(func(t *bbolt.Tx) error { e.size = t.Size(); return nil })
	return errors.Join(err, e.whole(), db.Close())
}

// whole says whether the file is as long as it was made.
func (e *Engine) whole() error {
	info, err := e.file.Stat()
	if err != nil {
		return fmt.Errorf("bolt: %w", classify(err))
	}
	if info.Size() < e.size {
		return fmt.Errorf("bolt: %s is truncated at %d of %d bytes: %s", e.path, info.Size(), e.size, restore)
	}
	return nil
}

// openFile lets the engine keep the file that bbolt uses.
func (e *Engine) openFile(name string, flag int, mode os.FileMode) (f *os.File, err error) {
	f, err = os.OpenFile(name, flag, mode)
	e.file = f
	return f, err
}

// rescue turns a panic while bbolt opens the file into an error, and lets go
// of the file. It is to be deferred.
func (e *Engine) rescue(err *error) {
	if r := recover(); r != nil {
		*err = errors.Join(e.damaged(r), e.abandon())
	}
}

// abandon gives up the file of a bbolt that can't be closed. Its map stays,
// and would keep the lock.
func (e *Engine) abandon() error {
	return errors.Join(syscall.Flock(int(e.file.Fd()), syscall.LOCK_UN), e.file.Close())
}

// damaged is the error for what bbolt says about its pages by panicking, and
// for a fault of the memory that the file is mapped to.
func (e *Engine) damaged(r any) error {
	what := fmt.Sprint(r)
	if isFault(r) {
		what = "a part of it can't be read"
	}
	return fmt.Errorf("bolt: %s is damaged (%s): %s", e.path, strings.TrimPrefix(what, "assertion failed: "), restore)
}

// isFault says whether a panic came from memory that could not be read, under
// debug.SetPanicOnFault.
func isFault(r any) bool {
	_, ok := r.(interface {
		runtime.Error
		Addr() uintptr
	})
	return ok
}

// guard ends a call into bbolt: what it says by panicking fails the
// transaction. It is to be deferred.
func (t *tx) guard(bucket string) {
	if r := recover(); r != nil {
		t.fail(bucket, t.engine.damaged(r))
	}
}

// touch reads a byte of each page, so that one that can't be read is found
// here and not by whom the bytes are given to.
func (t *tx) touch(b []byte) []byte {
	for i := 0; i < len(b); i += 1 << 12 {
		t.touched ^= b[i]
	}
	if len(b) > 0 {
		t.touched ^= b[len(b)-1]
	}
	return b
}
