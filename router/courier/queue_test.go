package courier

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"tocsin/router/courier/smtptest"
	"tocsin/store"
)

// A fakeQueue is an outbox in memory that keeps the store's rules and records
// each call.
type fakeQueue struct {
	mu      sync.Mutex
	entries map[string]*store.Outgoing
	order   []string // of those that may still be due
	after   map[string][]*store.Outgoing
	calls   []string // claim, settle
	commits int      // of Settle
	wake    chan struct{}
	now     func() time.Time
	failing int // Settle fails this often (-1: always)
	noClaim error
	stale   error               // what Settle says though it settled
	events  map[string][]string // responses by entry
}

func newQueue(entries ...store.Outgoing) *fakeQueue {
	q := &fakeQueue{entries: map[string]*store.Outgoing{}, wake: make(chan struct{}, 1), now: time.Now, events: map[string][]string{}, after: map[string][]*store.Outgoing{}}
	for _, o := range entries {
		q.add(o)
	}
	return q
}

func (q *fakeQueue) add(o store.Outgoing) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if o.State == "" {
		o.State = store.Due
	}
	if o.Created.IsZero() {
		o.Created = q.now()
	}
	q.entries[o.ID] = &o
	q.order = append(q.order, o.ID)
	if o.After != "" {
		q.after[o.After] = append(q.after[o.After], &o)
	}
	select {
	case q.wake <- struct{}{}:
	default:
	}
}

func (q *fakeQueue) Claim(_ context.Context, now time.Time, n int, lease time.Duration) ([]store.Outgoing, error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.calls = append(q.calls, "claim")
	if q.noClaim != nil {
		return nil, q.noClaim
	}
	var out []store.Outgoing
	q.order = slices.DeleteFunc(q.order, func(id string) bool {
		return q.entries[id].State == store.Sent || q.entries[id].State == store.Failed
	})
	for _, id := range q.order {
		o := q.entries[id]
		if len(out) < n && o.State == store.Due && !o.Due.After(now) {
			o.Attempts++
			o.Due = now.Add(lease)
			out = append(out, *o)
		}
	}
	return out, nil
}

func (q *fakeQueue) Settle(_ context.Context, batch ...store.Settlement) error {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.failing != 0 {
		q.failing--
		return errors.New("disk full")
	}
	q.commits++
	for _, s := range batch {
		o := q.entries[s.ID]
		if o == nil || o.Attempts != s.Attempt || o.State != store.Due {
			continue
		}
		q.calls = append(q.calls, "settle "+s.State)
		q.events[s.ID] = append(q.events[s.ID], s.Response)
		o.State, o.Error, o.HeldFor = s.State, s.Response, s.HeldFor
		if s.State == store.Due {
			o.Due = s.Next
		}
		if s.State == store.Sent {
			q.release(s.ID, s.At)
		}
	}
	return q.stale
}

func (q *fakeQueue) release(id string, at time.Time) {
	for _, o := range q.after[id] {
		if o.State == store.Held {
			o.State, o.Due = store.Due, at
		}
	}
}

func (q *fakeQueue) Wake() <-chan struct{} { return q.wake }

func (q *fakeQueue) NextDue(context.Context) (at time.Time, ok bool, err error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for _, o := range q.entries {
		if o.State == store.Due && (!ok || o.Due.Before(at)) {
			at, ok = o.Due, true
		}
	}
	return at, ok, nil
}

func (q *fakeQueue) Pending(_ context.Context, now time.Time) (due, later int, err error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for _, o := range q.entries {
		switch {
		case o.State != store.Due:
		case o.Due.After(now):
			later++
		default:
			due++
		}
	}
	return due, later, nil
}

// get returns an entry as it stands.
func (q *fakeQueue) get(id string) store.Outgoing {
	q.mu.Lock()
	defer q.mu.Unlock()
	return *q.entries[id]
}

// count returns how many calls begin so.
func (q *fakeQueue) count(prefix string) (n int) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for _, c := range q.calls {
		if strings.HasPrefix(c, prefix) {
			n++
		}
	}
	return n
}

// entry is an acknowledgement, forward or notice to somebody.
func entry(id, kind, to string) store.Outgoing {
	return store.Outgoing{ID: id, Kind: kind, To: to, Auto: kind == store.OutAck, MessageID: id + "@cert.test",
		From: "incident@cert.test", Subject: "[CERT#2026-00001-X] received", Text: "Hello."}
}

// plain is a Protect that composes without signing.
func plain(_ context.Context, o store.Outgoing) ([]byte, error) {
	return fmt.Appendf(nil, "From: <%s>\r\nTo: <%s>\r\nMessage-ID: <%s>\r\nSubject: %s\r\n\r\n%s\r\n", o.From, o.To, o.MessageID, o.Subject, o.Text), nil
}

// sink starts a server that ends with the test.
func sink(t testing.TB, opt smtptest.Options) *smtptest.Server {
	t.Helper()
	s, err := smtptest.Start(opt)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// courierTo makes a courier for a sink, with changes to its configuration.
func courierTo(t testing.TB, s *smtptest.Server, q Queue, change ...func(*Config)) *Courier {
	t.Helper()
	cfg := Config{URL: "smtp://" + s.Addr(), Bounce: "bounces@cert.test", Connections: 1}
	for _, f := range change {
		f(&cfg)
	}
	c, err := New(cfg, q, plain)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// drain drains and wants no error.
func drain(t testing.TB, c *Courier) Tally {
	t.Helper()
	tally, err := c.Drain(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	return tally
}

// answers scripts by recipient: the first answers a recipient gets, in order,
// at the data stage unless the code says RCPT.
func answers(at smtptest.Stage, script map[string][]smtptest.Answer) func(smtptest.Request) *smtptest.Answer {
	var mu sync.Mutex
	return func(q smtptest.Request) *smtptest.Answer {
		mu.Lock()
		defer mu.Unlock()
		left := script[q.To]
		if q.Stage != at || len(left) == 0 {
			return nil
		}
		script[q.To] = left[1:]
		return &left[0]
	}
}

// to returns the recipients of mails in order.
func to(mails []smtptest.Mail) (all []string) {
	for _, m := range mails {
		all = append(all, m.To...)
	}
	slices.Sort(all)
	return all
}
