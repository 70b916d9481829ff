// Package kv is the contract between the store and the engine that keeps its
// bytes: an ordered, transactional key-value map in named buckets, blobs
// beside it, leases with fencing, a wake-up hint and a backup.
//
// # Contract
//
// View and Update run a closure over one consistent snapshot. What an Update
// wrote is durable when Update returns nil, and gone when it returns an error,
// with one exception that no engine can rule out: an error during the commit
// itself may leave the outcome unclear. Callers therefore write so that doing
// it again changes nothing.
//
// Update may run its closure several times (an engine on PostgreSQL does so
// after a serialization failure) and only the last run counts, so a closure
// sets its results afresh each time and touches nothing outside.
//
// Reads and writes in a closure return no errors. One that fails is
// remembered by the engine: the closure may go on with what looks like a
// missing value, but its transaction fails with that error, joined to the
// closure's own, and nothing of it is kept.
//
// Slices handed out are valid until the closure returns and are never changed.
// Slices handed in are not changed and not kept after Update returns.
package kv

import (
	"context"
	"errors"
	"io"
	"iter"
	"time"
)

// Errors that every engine returns wrapped, with the place and the remedy.
var (
	// ErrLocked: another process holds the store.
	ErrLocked = errors.New("the store is in use by another process")
	// ErrFull: no room; nothing of the transaction was kept, the store stays usable.
	ErrFull = errors.New("the store is full")
	// ErrFenced: the lease has passed to another holder.
	ErrFenced = errors.New("the lease was lost")
	// ErrNoBlob: no blob of that name.
	ErrNoBlob = errors.New("no such blob")
	// ErrClosed: the engine was closed.
	ErrClosed = errors.New("the store is closed")
)

// The longest key and name of a bucket in bytes that every engine takes.
const (
	MaxKey    = 1024
	MaxBucket = 255
)

// A Reader is one consistent snapshot of all buckets.
type Reader interface {
	// Get returns the value, nil when there is none. A present empty value
	// is not nil.
	Get(bucket string, key []byte) []byte
	// Scan runs over the keys of a bucket that begin with prefix and are not
	// less than from (nil: from the first), in bytewise order. The bucket
	// must not be written to during the scan.
	Scan(bucket string, prefix, from []byte) iter.Seq2[[]byte, []byte]
}

// A Writer is a Reader that sees its own writes.
type Writer interface {
	Reader
	// Put sets a value; key is 1 to MaxKey bytes, bucket 1 to MaxBucket and
	// none of the engine's own.
	Put(bucket string, key, value []byte)
	// Delete removes a key; a missing one is no error. A value of more than
	// 64 bytes is then no live part of what the engine keeps; a smaller one
	// may be for a while, and so may one that was only Put over.
	Delete(bucket string, key []byte)
	// Fence makes the transaction fail with ErrFenced unless the lease is
	// still its holder's.
	Fence(Lease)
	// Notify asks that Wake be signalled once the transaction is committed.
	Notify()
}

// A Lease lets one holder at a time own a name. Epoch grows with each change
// of holder, so that a paused former holder is recognised (Writer.Fence).
type Lease struct {
	Name, Holder string
	Epoch        uint64
	Until        time.Time
}

// Blobs are large immutable byte strings, sealed by the caller, named by the
// lower-case hex SHA-256 of their bytes.
type Blobs interface {
	// PutBlob keeps what r yields, durably before it returns.
	PutBlob(ctx context.Context, r io.Reader) (name string, size int64, err error)
	// OpenBlob returns the bytes, or ErrNoBlob.
	OpenBlob(ctx context.Context, name string) (io.ReadCloser, error)
	// DeleteBlob removes a blob; a missing one is no error.
	DeleteBlob(ctx context.Context, name string) error
	// SweepBlobs removes blobs, and remains of interrupted writes, that were
	// written before the given time and that keep does not claim.
	SweepBlobs(ctx context.Context, before time.Time, keep func(name string) (bool, error)) (removed int, err error)
}

// An Engine keeps buckets and blobs. All its methods may be called by many
// goroutines at once.
type Engine interface {
	Blobs
	View(ctx context.Context, fn func(Reader) error) error
	Update(ctx context.Context, fn func(Writer) error) error
	// Exclusive says whether nobody else can have this engine's buckets open
	// as long as it is open: what another left half done will not go on.
	Exclusive() bool
	// AcquireLease takes or renews a lease; ok is false while somebody else
	// holds it. Its clock is the engine's.
	AcquireLease(ctx context.Context, name, holder string, ttl time.Duration) (l Lease, ok bool, err error)
	// ReleaseLease gives a lease up; one that was lost is no error.
	ReleaseLease(ctx context.Context, l Lease) error
	// Wake yields a value after commits that asked for it with Notify. It is
	// a hint for one listener: several commits may give one value.
	Wake() <-chan struct{}
	// Backup writes a consistent copy of all buckets and blobs as a tar
	// archive while the engine is in use.
	Backup(ctx context.Context, w io.Writer) error
	Close() error
}
