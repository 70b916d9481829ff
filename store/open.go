package store

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/crypto/chacha20poly1305"

	"tocsin/store/kv"
)

// A Store is the nouns, kept. Its methods may be called by many goroutines.
type Store struct {
	engine     kv.Engine
	seal       *sealer
	opt        Options
	committer  *committer
	memory     *memory // of the committer, as are
	pool       *pool
	desk       *desk
	coming     atomic.Int64
	generation atomic.Uint64
}

var (
	rootKey       = []byte("root")
	generationKey = []byte("key generation")
)

// Open opens the store in an engine, or begins one in an empty engine, under
// a seal key of 32 bytes. It is ErrSealKey when the store was begun with
// another one. It reads a few bytes and the queue of what is due, whatever the
// store's size.
func Open(ctx context.Context, e kv.Engine, sealKey []byte, opt Options) (*Store, error) {
	if len(sealKey) != keySize {
		return nil, fmt.Errorf("store: the seal key has %d bytes, it must have %d: %w", len(sealKey), keySize, ErrSealKey)
	}
	s := &Store{engine: e, opt: opt, desk: &desk{}}
	s.opt.Batch = max(1, cmp.Or(opt.Batch, 256))
	s.opt.Gather = cmp.Or(opt.Gather, 25*time.Millisecond)
	s.opt.Quiet = cmp.Or(opt.Quiet, time.Millisecond)
	if s.opt.Now == nil {
		s.opt.Now = time.Now
	}
	if s.opt.Rand == nil {
		s.opt.Rand = &random{buffer: bufio.NewReaderSize(rand.Reader, 1024)}
	}
	root, err := s.root(ctx, sealKey)
	if errors.Is(err, errNew) {
		root, err = s.begin(ctx, sealKey)
	}
	if err == nil {
		s.seal, err = newSealer(root, s.opt.Rand)
	}
	if err != nil {
		return nil, fmt.Errorf("store: %w", err)
	}
	if e.Exclusive() {
		if err = s.release(ctx); err != nil {
			return nil, fmt.Errorf("store: %w", err)
		}
		s.memory = newMemory()
	}
	s.pool = &pool{}
	s.committer = newCommitter(s)
	return s, nil
}

// random spares system calls: each record takes 24 bytes, each mail several records.
type random struct {
	mu     sync.Mutex
	buffer *bufio.Reader
}

// Read implements io.Reader.
func (r *random) Read(p []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return io.ReadFull(r.buffer, p)
}

// Format is the number of the shape in which records are kept (see On disk).
// It grows when a version keeps what earlier ones can't read.
const Format = 7

var (
	formatKey = []byte("format")
	errNew    = errors.New("there is no store yet")
)

// Check says whether Open would open the store in an engine, without changing
// anything. An engine where no store was begun yet is good.
func Check(ctx context.Context, e kv.Engine, sealKey []byte) error {
	if _, err := (&Store{engine: e}).root(ctx, sealKey); err != nil && !errors.Is(err, errNew) {
		return fmt.Errorf("store: %w", err)
	}
	return nil
}

// rootSeal is what the root secret is sealed with.
func rootSeal(sealKey []byte) (cipher.AEAD, error) {
	kek, err := hkdf.Key(sha256.New, sealKey, nil, "tocsin store root", keySize)
	if err != nil {
		return nil, err
	}
	return chacha20poly1305.NewX(kek)
}

// root reads the store's root secret; errNew when there is none. The format
// is looked at first: what else there is to read depends on it.
func (s *Store) root(ctx context.Context, sealKey []byte) ([]byte, error) {
	aead, err := rootSeal(sealKey)
	if err != nil {
		return nil, err
	}
	var sealed []byte
	var format uint64
	err = s.engine.View(ctx, func(r kv.Reader) error {
		sealed, format = bytes.Clone(r.Get(bMeta, rootKey)), toNumber(r.Get(bMeta, formatKey))
		s.generation.Store(toNumber(r.Get(bMeta, generationKey)))
		return nil
	})
	switch {
	case err != nil:
		return nil, err
	case sealed == nil && format == 0:
		return nil, errNew
	case format != Format:
		return nil, fmt.Errorf("made by another version of Tocsin (format %d, this one reads %d): use the version that made it, or restore a backup that this one made", format, Format)
	}
	root, err := unseal(aead, sealed, place(bMeta, rootKey, ""))
	if err != nil {
		return nil, fmt.Errorf("%w: name the right seal_key_file, or restore it from where you keep it", ErrSealKey)
	}
	return root, nil
}

// begin makes the store's root secret, unless somebody else does so meanwhile.
func (s *Store) begin(ctx context.Context, sealKey []byte) ([]byte, error) {
	aead, err := rootSeal(sealKey)
	if err != nil {
		return nil, err
	}
	maker := &sealer{rand: s.opt.Rand}
	err = s.engine.Update(ctx, func(w kv.Writer) error {
		if w.Get(bMeta, rootKey) != nil {
			return nil
		}
		secret, err := maker.newKey()
		if err != nil {
			return err
		}
		sealed, err := maker.seal(aead, secret, place(bMeta, rootKey, ""))
		w.Put(bMeta, rootKey, sealed)
		w.Put(bMeta, formatKey, number64(Format))
		return err
	})
	if err != nil {
		return nil, err
	}
	return s.root(ctx, sealKey)
}

func (s *Store) now() time.Time { return s.opt.Now() }

// read runs fn over a snapshot.
func (s *Store) read(ctx context.Context, fn func(*view) error) error {
	err := s.engine.View(ctx, func(r kv.Reader) error { return fn(&view{sealer: s.seal, r: r}) })
	if err != nil && errors.Is(err, ctx.Err()) {
		return fmt.Errorf("store: %w", err)
	}
	return err
}

func isNotFound(err error) bool { return errors.Is(err, ErrNotFound) }

// Wake yields a value when there may be new work in the outbox: a hint for
// one listener, the courier.
func (s *Store) Wake() <-chan struct{} { return s.engine.Wake() }

// Backup writes a consistent copy of the store as a tar archive while it is in
// use; unpacked into a state directory it is the store. Sealed as the store is.
func (s *Store) Backup(ctx context.Context, w io.Writer) error { return s.engine.Backup(ctx, w) }

// Sweep removes what nothing refers to any more and what is older than age:
// blobs of filings that were interrupted, budgets that have run out. An hour
// is a good age; call it once a day.
func (s *Store) Sweep(ctx context.Context, age time.Duration) (int, error) {
	removed, err := s.engine.SweepBlobs(ctx, time.Now().Add(-age), func(name string) (kept bool, err error) {
		err = s.read(ctx, func(v *view) error { kept = v.r.Get(bBlob, []byte(name)) != nil; return nil })
		return kept, err
	})
	if err != nil {
		return removed, err
	}
	return removed, s.sweepBudgets(ctx)
}

// Close ends the store and its engine once running calls are done.
func (s *Store) Close() error {
	s.committer.close()
	return s.engine.Close()
}
