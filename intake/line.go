package intake

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"runtime"
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
func (l *Line) borrow(f func(*Reader)) {
	b := l.readers.Load()
	x := <-b.free
	defer func() { b.free <- x }()
	f(x)
}

// An Arrival is one message at the door.
type Arrival struct {
	Raw      []byte
	Delivery store.Delivery // At is filled in
	Size     int64          // of the whole message in bytes
	Header   bool           // Raw is its header alone, since the rest is too large
	Failed   string         // why no trustworthy body can be had: it goes into quarantine

	channel, name string
	place         *place // in the order of its mailbox, nil for none
}

// Take puts a batch that a mailbox fetched in line, and returns when the last
// of it is about to be read. settled waits for the rest: nil for each message
// that is filed or quarantined durably. Messages are read in parallel and filed
// in the order in which they came, this batch after the one before it, so that
// an answer does not open the incident that the report before it belongs to.
func (l *Line) Take(ctx context.Context, batch []Arrival) (settled func() []error) {
	errs := make([]error, len(batch))
	if err := l.refresh(ctx); err != nil {
		for i := range errs {
			errs[i] = err
		}
		return func() []error { return errs }
	}
	at := l.cfg.Now()
	l.cfg.Store.Announce(len(batch))
	var filing sync.WaitGroup
	filing.Add(len(batch))
	turn, over := make(chan int, 1), make(chan struct{})
	begin := func() int { // the next message, as soon as not too many are begun; -1 if there is none
		i := <-turn
		if i == len(batch) {
			turn <- i
			return -1
		}
		l.ahead <- struct{}{} // first: whoever has a place in a queue goes on
		a := &batch[i]
		a.channel, a.Delivery.At = "imap", at
		a.place = l.queues.join(a.Delivery.Mailbox)
		if turn <- i + 1; i+1 == len(batch) {
			close(over)
		}
		return i
	}
	turn <- 0
	for range min(l.cfg.Workers, len(batch)) {
		go func() {
			for i := begin(); i >= 0; i = begin() {
				runtime.Gosched() // a goroutine that goes on for 10 ms wakes the runtime's watcher, dozens of times
				l.enter(ctx, batch[i], func(_ store.Filed, err error) {
					errs[i] = err
					<-l.ahead
					filing.Done()
				})
			}
		}()
	}
	if len(batch) > 0 {
		<-over
	}
	return func() []error { filing.Wait(); return errs }
}

// enter reads a message and gets it in line, but for one that takes commits of
// its own.
func (l *Line) enter(ctx context.Context, a Arrival, done func(store.Filed, error)) {
	reading, reason := l.reading(a)
	if reading == nil || len(reading.rows) > 1 {
		go l.keep(ctx, a, reading, reason, done)
		return
	}
	l.keep(ctx, a, reading, reason, done)
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

func (l *Line) file(ctx context.Context, a Arrival) (filed store.Filed, err error) {
	reading, reason := l.reading(a)
	settled := make(chan struct{})
	l.keep(ctx, a, reading, reason, func(f store.Filed, e error) {
		filed, err = f, e
		close(settled)
	})
	<-settled
	return filed, err
}

// reading is what a message says, or nil and why it goes into quarantine.
func (l *Line) reading(a Arrival) (*Reading, string) {
	if a.Failed != "" {
		return nil, a.Failed
	}
	a.Header = a.Header || l.cfg.MessageSize < int64(len(a.Raw))
	return l.read(a)
}

// keep files a message with what was read, and with all that follows from it,
// in its place. done hears of it, once; it must not block.
func (l *Line) keep(ctx context.Context, a Arrival, reading *Reading, reason string, done func(store.Filed, error)) {
	if reading == nil {
		a.place.take(nothing)
		done(l.quarantine(ctx, a, reason))
		return
	}
	settled := func(filed store.Filed, err error) {
		if !errors.Is(err, store.ErrDecide) {
			done(filed, err)
			return
		}
		l.cfg.Log.Error("a message could not be decided on", "key", store.KeyOf(a.Raw), "err", err)
		go func() { done(l.quarantine(ctx, a, err.Error())) }()
	}
	if a.Raw == nil {
		a.Raw = []byte{} // of no bytes, not without them: they make its key
	}
	err := l.keepRows(ctx, a, reading)
	var ready *store.Ready
	if err == nil {
		ready, err = l.cfg.Store.Prepare(ctx, store.Filing{Message: reading.Message, Raw: a.Raw, Delivery: a.Delivery}, l.decides(reading))
	}
	if err != nil {
		a.place.take(nothing)
		settled(store.Filed{}, err)
		return
	}
	a.place.take(func() { ready.Join(settled) })
}

// decides is the part of the filing transaction that is ours.
func (l *Line) decides(r *Reading) store.Decide {
	return func(tx *store.Tx, m *store.Message) store.Outcome { return l.decide(tx, m, r) }
}

// read reads a message with a borrowed reader. A reader that fails on it
// yields nil and the reason for quarantine; the line goes on.
func (l *Line) read(a Arrival) (r *Reading, reason string) {
	l.borrow(func(x *Reader) {
		defer func() {
			if fault := recover(); fault != nil {
				r, reason = nil, fmt.Sprintf("the reader failed: %v", fault)
				l.cfg.Log.Error("the reader failed on a message", "key", store.KeyOf(a.Raw), "fault", fault)
			}
		}()
		if paper(a.channel, a.Raw) {
			r = x.ReadPaper(a.Raw, a.Delivery.At, a.channel, a.name)
		} else {
			r = x.Read(a.readable(), a.Delivery.At, a.channel)
		}
		l.prepare(r)
		r.release()
	})
	if r != nil && a.Header {
		r.Message.Size = a.Size
		r.Message.Content = "" // unknown: it is no copy of another with that header
		r.Message.Findings = append(r.Message.Findings, store.Finding{Code: "oversize",
			Detail: fmt.Sprintf("%d bytes are more than this team takes in; only the header was read", a.Size)})
	}
	return r, reason
}

// readable is the part of the message that is read: an oversized one by its
// header alone.
func (a Arrival) readable() []byte {
	if !a.Header {
		return a.Raw
	}
	for _, blank := range []string{"\r\n\r\n", "\n\n"} {
		if end := bytes.Index(a.Raw, []byte(blank)); end > 0 {
			return a.Raw[:end+len(blank)]
		}
	}
	return a.Raw[:min(len(a.Raw), 64<<10)]
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
