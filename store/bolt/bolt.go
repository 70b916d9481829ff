// Package bolt keeps the store in one bbolt file, and blobs as files in a
// folder beside it: the engine for one machine, and the default.
//
// # Contract
//
// That of kv.Engine. One process at a time holds the file: Open waits for the
// lock for a short while and then says ErrLocked. A closure of Update runs
// once. Leases are there so that the store needs no other code for engines
// that many instances share; here the one process always gets them.
//
// # On disk
//
//	tocsin.db                    buckets as in the file; "lease" is the engine's own
//	tocsin.db.blobs/ab/abcd…     a blob under the hex SHA-256 of its bytes
//	tocsin.db.blobs/tmp-…        a blob being written; swept when left behind
//
// A blob is written, synced, renamed, and its folder synced, before PutBlob
// returns. The file of a bbolt database never shrinks; its freed pages are
// used again. Backup is a tar archive of exactly these files: unpacking it in
// a state directory restores the store.
package bolt

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"math"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"go.etcd.io/bbolt"
	berrors "go.etcd.io/bbolt/errors"

	"tocsin/store/kv"
)

// Options of Open; the zero value is right for production.
type Options struct {
	Timeout time.Duration    // how long to wait for another process's lock; 0 = 2 s
	MaxSize int              // bytes that the database file may have; 0 = no limit
	Now     func() time.Time // clock of the leases; nil = time.Now
}

// An Engine is a kv.Engine on one file and one folder.
type Engine struct {
	db    *bbolt.DB
	path  string
	blobs string
	now   func() time.Time
	wake  chan struct{}
}

var _ kv.Engine = (*Engine)(nil)

// mapSize is address space, not memory: as long as the file is smaller, it is
// never mapped anew, for which writers would wait until all readers are done,
// a running backup among them.
const mapSize = int(min(1<<34, int64(math.MaxInt/2)))

// Open opens the file, or makes it with mode 0600 in a folder that must
// exist. Blobs lie in path + ".blobs". Errors name the path and the remedy.
func Open(path string, opt Options) (*Engine, error) {
	if opt.Timeout == 0 {
		opt.Timeout = 2 * time.Second
	}
	if opt.Now == nil {
		opt.Now = time.Now
	}
	_, err := os.Stat(path)
	isNew := errors.Is(err, fs.ErrNotExist)
	db, err := bbolt.Open(path, 0o600, &bbolt.Options{
		Timeout: opt.Timeout, FreelistType: bbolt.FreelistMapType, MaxSize: opt.MaxSize, NoStatistics: true,
		InitialMmapSize: mapSize,
	})
	if err != nil {
		return nil, openError(path, err)
	}
	if opt.MaxSize > 0 {
		db.AllocSize = min(db.AllocSize, opt.MaxSize/8)
	}
	e := &Engine{db: db, path: path, blobs: path + ".blobs", now: opt.Now, wake: make(chan struct{}, 1)}
	if err = os.MkdirAll(e.blobs, 0o700); err == nil && isNew {
		err = syncFolder(filepath.Dir(path))
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("bolt: %w", err), db.Close())
	}
	return e, nil
}

func openError(path string, err error) error {
	switch {
	case errors.Is(err, berrors.ErrTimeout):
		return fmt.Errorf("bolt: %s: %w (a running tocsin daemon holds it: ask the daemon through its socket, or stop it first)", path, kv.ErrLocked)
	case errors.Is(err, berrors.ErrInvalid), errors.Is(err, berrors.ErrChecksum), errors.Is(err, berrors.ErrVersionMismatch):
		return fmt.Errorf("bolt: %s is not a database or is damaged (%w): restore it from a backup", path, err)
	}
	return fmt.Errorf("bolt: opening %s: %w", path, classify(err))
}

// classify gives an error of bbolt or the system the meaning it has in kv.
func classify(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, berrors.ErrMaxSizeReached), errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		return fmt.Errorf("%w (%w): make room on the disk or raise the limit, then try again", kv.ErrFull, err)
	case errors.Is(err, berrors.ErrDatabaseNotOpen):
		return kv.ErrClosed
	}
	return err
}

// View runs fn over a snapshot.
func (e *Engine) View(ctx context.Context, fn func(kv.Reader) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	return e.wrap(e.db.View(func(t *bbolt.Tx) error { return fn(&tx{bolt: t}) }))
}

// Update runs fn and commits what it wrote.
func (e *Engine) Update(ctx context.Context, fn func(kv.Writer) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	var wake bool
	err := e.db.Update(func(t *bbolt.Tx) error {
		w := &tx{bolt: t, now: e.now}
		err := errors.Join(fn(w), w.err)
		wake = w.wake
		return err
	})
	if err == nil && wake {
		e.signal()
	}
	return e.wrap(err)
}

// wrap adds the place to errors of the file; those of the closure pass as they are.
func (e *Engine) wrap(err error) error {
	if c := classify(err); c != err {
		return fmt.Errorf("bolt: %s: %w", e.path, c)
	}
	return err
}

// Exclusive is true: the file is locked.
func (e *Engine) Exclusive() bool { return true }

func (e *Engine) signal() {
	select {
	case e.wake <- struct{}{}:
	default:
	}
}

// Wake yields a value after commits that asked for it.
func (e *Engine) Wake() <-chan struct{} { return e.wake }

// Close waits for running transactions and gives the lock up.
func (e *Engine) Close() error { return e.wrap(e.db.Close()) }

// A tx is one transaction; buckets holds those that it has touched.
type tx struct {
	bolt    *bbolt.Tx
	now     func() time.Time
	buckets map[string]*bbolt.Bucket
	err     error
	wake    bool
}

func (t *tx) bucket(name string) *bbolt.Bucket {
	b, ok := t.buckets[name]
	if !ok {
		if t.buckets == nil {
			t.buckets = map[string]*bbolt.Bucket{}
		}
		b = t.bolt.Bucket([]byte(name))
		t.buckets[name] = b
	}
	return b
}

func (t *tx) Get(bucket string, key []byte) []byte {
	b := t.bucket(bucket)
	if b == nil {
		return nil
	}
	return b.Get(key)
}

func (t *tx) Scan(bucket string, prefix, from []byte) iter.Seq2[[]byte, []byte] {
	return func(yield func(key, value []byte) bool) {
		b := t.bucket(bucket)
		if b == nil {
			return
		}
		if bytes.Compare(from, prefix) < 0 {
			from = prefix
		}
		c := b.Cursor()
		for k, v := c.Seek(from); k != nil && bytes.HasPrefix(k, prefix); k, v = c.Next() {
			if !yield(k, v) {
				return
			}
		}
	}
}

func (t *tx) Put(bucket string, key, value []byte) {
	b := t.bucket(bucket)
	if b == nil {
		var err error
		if b, err = t.bolt.CreateBucketIfNotExists([]byte(bucket)); err != nil {
			t.fail(bucket, err)
			return
		}
		t.buckets[bucket] = b
	}
	if len(key) > kv.MaxKey {
		t.fail(bucket, berrors.ErrKeyTooLarge)
		return
	}
	if value == nil {
		value = []byte{} // bbolt gives nil back until the commit
	}
	t.fail(bucket, b.Put(key, value))
}

func (t *tx) Delete(bucket string, key []byte) {
	if b := t.bucket(bucket); b != nil {
		t.fail(bucket, b.Delete(key))
	}
}

func (t *tx) Notify() { t.wake = true }

func (t *tx) fail(bucket string, err error) {
	if err != nil && t.err == nil {
		t.err = fmt.Errorf("bolt: bucket %s: %w", bucket, err)
	}
}
