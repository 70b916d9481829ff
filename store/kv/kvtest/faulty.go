package kvtest

import (
	"context"
	"errors"
	"io"
	"iter"
	"sync"
	"time"

	"tocsin/store/kv"
)

// ErrCrash is what a Faulty engine answers from its fault on.
var ErrCrash = errors.New("crashed on purpose")

// Faulty passes calls on to an engine until the call number At, which fails,
// as do all after it: the process is dead as far as the disk is concerned.
// Counted are each Get, Scan, Put and Delete of an update, each blob call, and
// each commit twice: a fault at the first loses the transaction, one at the
// second keeps it but answers with an error, as when the power goes between.
type Faulty struct {
	kv.Engine
	mu    sync.Mutex
	at    int
	calls int
}

// NewFaulty makes a twin that fails at the call number at; 0 never fails.
func NewFaulty(e kv.Engine, at int) *Faulty { return &Faulty{Engine: e, at: at} }

// Calls is how many calls were made so far.
func (f *Faulty) Calls() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.calls
}

func (f *Faulty) step() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.calls++; f.at > 0 && f.calls >= f.at {
		return ErrCrash
	}
	return nil
}

// Update fails before or after the commit when its turn has come.
func (f *Faulty) Update(ctx context.Context, fn func(kv.Writer) error) error {
	err := f.Engine.Update(ctx, func(w kv.Writer) error {
		t := &faultyTx{Writer: w, f: f}
		if err := errors.Join(fn(t), t.err); err != nil {
			return err
		}
		return f.step()
	})
	return errors.Join(err, f.step())
}

// View fails once the crash has happened; it is not counted.
func (f *Faulty) View(ctx context.Context, fn func(kv.Reader) error) error {
	f.mu.Lock()
	dead := f.at > 0 && f.calls >= f.at
	f.mu.Unlock()
	if dead {
		return ErrCrash
	}
	return f.Engine.View(ctx, fn)
}

// PutBlob fails before it writes, or after it, when its turn has come.
func (f *Faulty) PutBlob(ctx context.Context, r io.Reader) (string, int64, error) {
	if err := f.step(); err != nil {
		return "", 0, err
	}
	name, size, err := f.Engine.PutBlob(ctx, r)
	return name, size, errors.Join(err, f.step())
}

// DeleteBlob fails before it deletes when its turn has come.
func (f *Faulty) DeleteBlob(ctx context.Context, name string) error {
	if err := f.step(); err != nil {
		return err
	}
	return f.Engine.DeleteBlob(ctx, name)
}

// SweepBlobs fails before it removes anything when its turn has come.
func (f *Faulty) SweepBlobs(ctx context.Context, before time.Time, keep func(string) (bool, error)) (int, error) {
	if err := f.step(); err != nil {
		return 0, err
	}
	return f.Engine.SweepBlobs(ctx, before, keep)
}

// A faultyTx remembers its fault, as the contract asks.
type faultyTx struct {
	kv.Writer
	f   *Faulty
	err error
}

func (t *faultyTx) ok() bool {
	t.err = errors.Join(t.err, t.f.step())
	return t.err == nil
}

func (t *faultyTx) Get(bucket string, key []byte) []byte {
	if !t.ok() {
		return nil
	}
	return t.Writer.Get(bucket, key)
}

func (t *faultyTx) Scan(bucket string, prefix, from []byte) iter.Seq2[[]byte, []byte] {
	if !t.ok() {
		return func(func(k, v []byte) bool) {}
	}
	return t.Writer.Scan(bucket, prefix, from)
}

func (t *faultyTx) Put(bucket string, key, value []byte) {
	if t.ok() {
		t.Writer.Put(bucket, key, value)
	}
}

func (t *faultyTx) Delete(bucket string, key []byte) {
	if t.ok() {
		t.Writer.Delete(bucket, key)
	}
}
