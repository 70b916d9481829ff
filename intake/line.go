package intake

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"tocsin/intake/pgp"
	"tocsin/router"
	"tocsin/store"
)

// A Line takes messages in: it reads them in parallel, files each in one
// transaction with all that follows from it, and makes the bytes of what goes
// out. Safe for use by many goroutines.
type Line struct {
	cfg      Config
	own      []string
	domain   string // of our message ids
	readers  atomic.Pointer[bench]
	reloads  sync.Mutex
	revision atomic.Uint64 // of the keys that readers hold
	queues   queues
	ahead    chan struct{} // holds one for each message that is begun and not settled
}

// A bench is a set of readers, each with its own keyring, and what the
// decisions share: the directory and the keys that can be encrypted to.
type bench struct {
	free      chan *Reader
	directory *router.Directory
	ring      *pgp.Ring
	handlers  []router.Handler
}

// New makes the line ready: it unlocks the team's keys and reads the accepted
// and revoked ones from the store, once.
func New(ctx context.Context, cfg Config) (*Line, error) {
	l := &Line{cfg: cfg.withDefaults(), ahead: make(chan struct{}, ahead)}
	for _, a := range cfg.Addresses {
		l.own = append(l.own, strings.ToLower(a))
	}
	if len(l.own) == 0 {
		return nil, errors.New("intake: the team has no address")
	}
	_, l.domain, _ = strings.Cut(l.own[0], "@")
	return l, l.Reload(ctx, cfg.Directory)
}

// Reload takes up changed keys and a changed directory. Messages being read
// finish with what they began with.
func (l *Line) Reload(ctx context.Context, d *router.Directory) error {
	l.reloads.Lock()
	defer l.reloads.Unlock()
	generation := l.cfg.Store.KeyGeneration()
	stored, err := l.cfg.Store.Keys(ctx)
	switch {
	case errors.Is(err, store.ErrDamaged):
		l.cfg.Log.Error("a stored key can't be read, and is left out", "err", err)
	case err != nil:
		return fmt.Errorf("intake: reading the accepted keys: %w", err)
	}
	ring, err := l.keyring(stored)
	if err != nil {
		return fmt.Errorf("intake: %w", err)
	}
	b := &bench{free: make(chan *Reader, l.cfg.Workers), directory: d, ring: ring}
	for range l.cfg.Workers {
		b.free <- &Reader{
			Forms: l.cfg.Forms, Directory: d, Ring: ring.Clone(), Own: l.own, Tag: l.cfg.Tag, Handlers: l.cfg.Handlers,
			Limits: l.cfg.Limits, Now: l.cfg.Now, AuthServ: l.cfg.AuthServ, CountryFallback: l.cfg.CountryFallback,
		}
	}
	b.handlers = l.handlers(ring)
	l.readers.Store(b)
	l.revision.Store(generation)
	return nil
}

// keyring is made of the team's keys and of those of stored that can be used.
// One that can't is left out and told of: it must not stop the mail of all.
func (l *Line) keyring(stored []store.StoredKey) (*pgp.Ring, error) {
	for {
		ring, err := pgp.NewRing(l.cfg.TeamKeys, stored)
		bad, ok := errors.AsType[*pgp.KeyError](err)
		rest := slices.DeleteFunc(slices.Clone(stored), func(k store.StoredKey) bool { return ok && k.Fingerprint == bad.Fingerprint })
		if len(rest) == len(stored) {
			return ring, err
		}
		l.cfg.Log.Error("an accepted key can't be used, and is left out", "err", bad)
		stored = rest
	}
}

// Admits says why a key can't be accepted beside the team's and those that
// were accepted or revoked before, nil if it can. The error is a *pgp.KeyError.
func (l *Line) Admits(ctx context.Context, k store.StoredKey) error {
	if err := l.refresh(ctx); err != nil {
		return err
	}
	return l.readers.Load().ring.Check(k)
}

// handlers lists whom to notify and by which key: the configured one, else an
// accepted key that speaks for the address. The latter only encrypts; what a
// handler may do rests on the configured one.
func (l *Line) handlers(ring *pgp.Ring) []router.Handler {
	var out []router.Handler
	for _, h := range l.cfg.Handlers {
		to := router.Handler{Name: h.Name, Address: h.Address, Fingerprint: h.Fingerprint}
		for _, k := range ring.Accepted() {
			speaks := slices.ContainsFunc(k.Addresses, func(a string) bool { return strings.EqualFold(a, h.Address) })
			if to.Fingerprint == "" && speaks && k.CanEncrypt {
				to.Fingerprint = k.Fingerprint
			}
		}
		out = append(out, to)
	}
	return out
}

// refresh reloads the keys when one was accepted or revoked since.
func (l *Line) refresh(ctx context.Context) error {
	if l.cfg.Store.KeyGeneration() == l.revision.Load() {
		return nil
	}
	return l.Reload(ctx, l.readers.Load().directory)
}

// borrow runs f with a reader of its own; it waits for a free one.
func (l *Line) borrow(f func(*Reader)) { l.readers.Load().borrow(f) }

func (b *bench) borrow(f func(*Reader)) {
	x := <-b.free
	defer func() { b.free <- x }()
	f(x)
}

// TakeFile files one message that came by another door: a file, a fax or
// phone note typed in, an import. name is the channel's own name for it.
func (l *Line) TakeFile(ctx context.Context, channel, name string, raw []byte) (store.Filed, error) {
	return l.takeFile(ctx, channel, name, Arrival{Raw: raw, Size: int64(len(raw))})
}

// TakeHeader is TakeFile for a message of size bytes that is too large to be
// taken whole: by its header alone.
func (l *Line) TakeHeader(ctx context.Context, channel, name string, header []byte, size int64) (store.Filed, error) {
	return l.takeFile(ctx, channel, name, Arrival{Raw: header, Size: size, Header: true})
}

func (l *Line) takeFile(ctx context.Context, channel, name string, a Arrival) (store.Filed, error) {
	if err := l.refresh(ctx); err != nil {
		return store.Filed{}, err
	}
	a.channel, a.name, a.Delivery = channel, name, store.Delivery{Mailbox: channel + ":" + name, At: l.cfg.Now()}
	return l.file(ctx, a)
}

// Retry puts a quarantined message through again.
func (l *Line) Retry(ctx context.Context, key store.Key) (store.Filed, error) {
	raw, err := l.cfg.Store.QuarantinedRaw(ctx, key)
	if err != nil {
		return store.Filed{}, err
	}
	filed, err := l.TakeFile(ctx, "quarantine", string(key), raw)
	if err != nil || filed.Outcome == store.FiledQuarantined {
		return filed, err
	}
	return filed, l.cfg.Store.Release(ctx, key)
}

func (l *Line) file(ctx context.Context, a Arrival) (store.Filed, error) {
	s := &sheet{Arrival: a}
	l.read(s, func() *sheet { return nil })
	return l.kept(ctx, s)
}

// kept is keep for one that waits.
func (l *Line) kept(ctx context.Context, s *sheet) (filed store.Filed, err error) {
	settled := make(chan struct{})
	s.done = func(f store.Filed, e error) {
		filed, err = f, e
		close(settled)
	}
	l.keep(ctx, s)
	<-settled
	return filed, err
}

// keep files a message with what was read, and with all that follows from it,
// in its place.
func (l *Line) keep(ctx context.Context, s *sheet) {
	if s.reading == nil {
		s.place.take(nothing)
		s.done(l.quarantine(ctx, s.Arrival, s.Failed))
		return
	}
	settled := func(filed store.Filed, err error) {
		if !errors.Is(err, store.ErrDecide) {
			s.done(filed, err)
			return
		}
		l.cfg.Log.Error("a message could not be decided on", "key", store.KeyOf(s.Raw), "err", err)
		go func() { s.done(l.quarantine(ctx, s.Arrival, err.Error())) }()
	}
	if s.Raw == nil {
		s.Raw = []byte{} // of no bytes, not without them: they make its key
	}
	err := l.keepRows(ctx, s.Arrival, s.reading)
	var ready *store.Ready
	if err == nil {
		ready, err = l.cfg.Store.Prepare(ctx, store.Filing{Message: s.reading.Message, Raw: s.Raw, Delivery: s.Delivery}, l.decides(s.reading))
	}
	if err != nil {
		s.place.take(nothing)
		settled(store.Filed{}, err)
		return
	}
	s.place.take(func() { ready.Join(settled) })
}

// decides is the part of the filing transaction that is ours.
func (l *Line) decides(r *Reading) store.Decide {
	return func(tx *store.Tx, m *store.Message) store.Outcome { return l.decide(tx, m, r) }
}

func (l *Line) quarantine(ctx context.Context, a Arrival, reason string) (store.Filed, error) {
	q := store.Quarantined{Key: store.KeyOf(a.Raw), Reason: reason, At: a.Delivery.At, Size: int64(len(a.Raw)), Delivery: []store.Delivery{a.Delivery}}
	if err := l.cfg.Store.Quarantine(ctx, q, a.Raw); err != nil {
		return store.Filed{}, fmt.Errorf("intake: quarantine: %w", err)
	}
	return store.Filed{Key: q.Key, Outcome: store.FiledQuarantined}, nil
}

// ackDue is when the acknowledgement of a message may leave: at once, but for
// mail that carries ciphertext at the next but one multiple of the delay, so
// that one delay at least lies between, however long opening it takes.
func (l *Line) ackDue(r *Reading) time.Time {
	at := r.Message.Received
	if d := l.cfg.Ack.Delay; d > 0 && r.Opened.Protection.Encrypted {
		return at.Truncate(d).Add(2 * d)
	}
	return at
}

// isOwn reports whether an address is one of ours.
func (l *Line) isOwn(address string) bool {
	return slices.Contains(l.own, strings.ToLower(address))
}

// isHandler reports whether an address is one of a handler.
func (l *Line) isHandler(address string) bool {
	return slices.ContainsFunc(l.cfg.Handlers, func(h Handler) bool { return strings.EqualFold(h.Address, address) })
}

// language is the one to write in: the asked for if we have it, else our first.
func (l *Line) language(want string) string {
	if want != "" && slices.Contains(l.cfg.Languages, want) {
		return want
	}
	return l.cfg.Languages[0]
}
