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
//	tocsin.db                    buckets as in the file; "lease" and "log" are the engine's own
//	tocsin.db.blobs/ab/abcd…     a blob under the hex SHA-256 of its bytes
//	tocsin.db.blobs/tmp-…        a blob being written; removed by the next Open
//
// Small values mostly lie under scattered keys, and each would have a page of
// its own written in each commit. They go into the log instead, in the same
// commit, and into ordered lists in memory, over which all reading goes.
//
//	Put of ≤ 64 bytes   the key is late
//	Put of more         it is late no more, its value is in place
//	Delete              it is late no more, nor in place
//	the log is full     what is late is put in place, in the order of its keys
//
// What is late counts, whatever is in its place. A full log is put in place
// before the next Update, in several transactions, the last of which deletes
// it: should one fail, or the process die, all of it is done again. Until then
// the file holds small values that were deleted or replaced.
//
//	"log"  number(8)  CRC-32C(4) format(1) changes: length of bucket(1) bucket,
//	                  lengths of key and value + 1 as varints, key, value;
//	                  length 0 is a key that is late no more
//
// The pieces of the log are numbered from 1; a bit that flipped in one, or one
// that is lost, is found by Open.
//
// A blob is written, synced, renamed, and its folder synced, before PutBlob
// returns. The file of a bbolt database never shrinks; its freed pages are
// used again. It is made with pages of 8 KiB; one with others is as good.
// A file that is shorter than its meta page says, or whose pages
// can't be read or are none, fails the call that finds it with an error that
// names file and remedy; the process goes on. Backup is a tar archive of
// exactly these files, freed pages among them: unpacking it in a state
// directory restores the store.
package bolt

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"sync"
	"sync/atomic"
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

	// ReadOnly only looks: the file must be there and stays as it is, Update fails.
	ReadOnly bool

	// Log is how many bytes of memory the log may have before what is in it is
	// put in its places, and about how many Open reads; 0 = 1 MiB.
	Log int
}

// An Engine is a kv.Engine on one file and one folder.
type Engine struct {
	db     *bbolt.DB
	path   string
	blobs  string
	now    func() time.Time
	wake   chan struct{}
	file   *os.File // as db has it open
	size   int64    // that the file had at least when it was opened, in bytes
	broken atomic.Pointer[error]

	writing sync.Mutex // held over an Update and what goes before it
	late    atomic.Pointer[versions]
	limit   int // bytes of memory that the log may have
	commits int // of this engine
}

var _ kv.Engine = (*Engine)(nil)

// pageSize is that of a file that is made here, in bytes. A page must take two
// values, of which many have 3 KiB: in smaller ones each pair would take several.
const pageSize = 8 << 10

// mapSize is address space, not memory: as long as the file is smaller, it is
// never mapped anew, for which writers would wait until all readers are done,
// a running backup among them.
const mapSize = int(min(1<<34, int64(math.MaxInt/2)))

// unmapEach is after how many commits the file's pages are taken out of memory:
// those that are read anew each time need not come back for each.
const unmapEach = 8

// Open opens the file, or makes it with mode 0600 in a folder that must
// exist. Blobs lie in path + ".blobs". Errors name the path and the remedy: a
// file that is empty, truncated or damaged is refused, and so is a missing one
// whose blobs are there, lest a store that was lost begins anew unseen, and one
// without the folder of its blobs.
func Open(path string, opt Options) (*Engine, error) {
	opt.Timeout = cmp.Or(opt.Timeout, 2*time.Second)
	if opt.Now == nil {
		opt.Now = time.Now
	}
	e := &Engine{path: path, blobs: path + ".blobs", now: opt.Now, wake: make(chan struct{}, 1), limit: cmp.Or(opt.Log, 1<<20)}
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	err := e.find(opt)
	if err == nil {
		err = e.measure(opt)
	}
	if err == nil {
		err = e.open(opt)
	}
	if err != nil {
		return nil, err
	}
	if opt.ReadOnly {
		return e, nil
	}
	if err = e.tidy(); err != nil {
		return nil, errors.Join(fmt.Errorf("bolt: %w", err), e.db.Close())
	}
	return e, nil
}

func (e *Engine) open(opt Options) (err error) {
	defer e.rescue(&err)
	e.db, err = bbolt.Open(e.path, 0o600, &bbolt.Options{
		Timeout: opt.Timeout, FreelistType: bbolt.FreelistMapType, MaxSize: opt.MaxSize, NoStatistics: true,
		InitialMmapSize: mapSize, ReadOnly: opt.ReadOnly, OpenFile: e.openFile,
	})
	if err != nil {
		return openError(e.path, err)
	}
	if opt.MaxSize > 0 {
		e.db.AllocSize = min(e.db.AllocSize, opt.MaxSize/8)
	}
	if err = e.db.View(e.replay); err != nil {
		return errors.Join(err, e.db.Close())
	}
	return nil
}

// tidy removes from the folder of blobs what a process that died was writing:
// nobody else writes there as long as the file is locked.
func (e *Engine) tidy() error {
	entries, err := os.ReadDir(e.blobs)
	for _, entry := range entries {
		if strings.HasPrefix(entry.Name(), temporary) {
			err = errors.Join(err, os.Remove(filepath.Join(e.blobs, entry.Name())))
		}
	}
	return err
}

func openError(path string, err error) error {
	switch {
	case errors.Is(err, berrors.ErrTimeout):
		return fmt.Errorf("bolt: %s: %w (a running tocsin daemon holds it: ask the daemon through its socket, or stop it first)", path, kv.ErrLocked)
	case errors.Is(err, berrors.ErrInvalid), errors.Is(err, berrors.ErrChecksum), errors.Is(err, berrors.ErrVersionMismatch):
		return fmt.Errorf("bolt: %s is not a database or is damaged (%w): %s", path, err, restore)
	}
	if _, ok := errors.AsType[syscall.Errno](err); !ok {
		return fmt.Errorf("bolt: %s is damaged (%w): %s", path, err, restore)
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
	case errors.Is(err, berrors.ErrDatabaseNotOpen), errors.Is(err, os.ErrClosed):
		return kv.ErrClosed
	}
	return err
}

// View runs fn over a snapshot.
func (e *Engine) View(ctx context.Context, fn func(kv.Reader) error) error {
	return e.transact(ctx, false, func(t *tx) error { return fn(t) })
}

// Update runs fn and commits what it wrote.
func (e *Engine) Update(ctx context.Context, fn func(kv.Writer) error) error {
	e.writing.Lock()
	defer e.writing.Unlock()
	if err := e.settle(ctx); err != nil {
		return err
	}
	return e.transact(ctx, true, func(t *tx) error { return fn(t) })
}

// transact runs fn in a transaction and ends that, whatever happens. What
// bbolt says about a damaged file by panicking is an error; a panic of fn's
// own goes on.
func (e *Engine) transact(ctx context.Context, writable bool, fn func(*tx) error) (err error) {
	if err = ctx.Err(); err != nil {
		return err
	}
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	t, err := e.begin(writable)
	if err != nil {
		return e.wrap(err)
	}
	defer func() {
		r := recover()
		t.bolt.Rollback() // of what was not committed
		if r != nil && t.inside && !isFault(r) {
			panic(r)
		}
		if r != nil {
			err = e.damaged(r)
		}
	}()
	t.inside = true
	err = errors.Join(fn(t), t.err)
	t.inside = false
	if err == nil && writable {
		if err = t.keep(); err == nil {
			err = t.bolt.Commit()
		}
		if e.commits++; err == nil && e.commits%unmapEach == 0 {
			_ = e.unmap() // memory is all that it would cost
		}
	}
	if err == nil && t.wake {
		e.signal()
	}
	return e.wrap(err)
}

// begin begins a transaction. When not even the meta pages can be read, bbolt
// keeps its locks, and the engine is of no use any more.
func (e *Engine) begin(writable bool) (t *tx, err error) {
	if broken := e.broken.Load(); broken != nil {
		return nil, *broken
	}
	defer func() {
		if r := recover(); r != nil {
			err = e.damaged(r)
			e.broken.Store(&err)
		}
	}()
	if err = e.whole(); err != nil {
		return nil, err
	}
	for {
		known := e.late.Load()
		bolt, err := e.db.Begin(writable)
		if err != nil {
			return nil, err
		}
		id := bolt.ID()
		if writable {
			id--
		}
		if late := e.late.Load().at(id); late != nil {
			if writable { // a commit that failed may have set another
				e.late.Store(&versions{now: late, before: late})
			}
			return &tx{engine: e, bolt: bolt, late: late, log: log{spare: late.spare}}, nil
		}
		bolt.Rollback()
		if id < known.before.id {
			return nil, e.damaged("it is older than what was written to it")
		} // else two commits went by meanwhile
	}
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
func (e *Engine) Close() error {
	if e.broken.Load() != nil {
		return e.wrap(e.abandon())
	}
	return e.wrap(e.db.Close())
}
