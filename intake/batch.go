package intake

import (
	"context"
	"sync"
	"time"

	"tocsin/store"
)

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
	if len(batch) == 0 {
		return func() []error { return nil }
	}
	l.cfg.Store.Announce(len(batch))
	b := &underway{line: l, batch: batch, errs: errs, at: l.cfg.Now(), over: make(chan struct{})}
	b.filing.Add(len(batch))
	for range min(l.cfg.Workers, len(batch)) {
		go b.work(ctx)
	}
	<-b.over
	return func() []error { b.filing.Wait(); return errs }
}

// A batch that is under way, message by message.
type underway struct {
	line   *Line
	batch  []Arrival
	errs   []error
	at     time.Time // when it came
	filing sync.WaitGroup
	over   chan struct{} // closed when its last message is begun

	mu   sync.Mutex
	next int
}

// work reads what is next, a trayful at a time, and gets it in line.
func (b *underway) work(ctx context.Context) {
	for first := b.begin(true); first != nil; first = b.begin(true) {
		for _, s := range b.line.read(first, func() *sheet { return b.begin(false) }) {
			if s.reading == nil || len(s.reading.rows) > 1 {
				go b.line.keep(ctx, s) // it takes commits of its own
			} else {
				b.line.keep(ctx, s)
			}
		}
	}
}

// begin is the next message, nil if there is none. While too many are begun it
// waits, or, for a worker with messages in hand that others may wait for, there
// is none.
func (b *underway) begin(wait bool) *sheet {
	if wait {
		b.line.ahead <- struct{}{}
	} else {
		select {
		case b.line.ahead <- struct{}{}:
		default:
			return nil
		}
	}
	b.mu.Lock() // only now: whoever has a place in a queue goes on
	defer b.mu.Unlock()
	i := b.next
	if i == len(b.batch) {
		<-b.line.ahead
		return nil
	}
	if b.next++; b.next == len(b.batch) {
		close(b.over)
	}
	s := &sheet{Arrival: b.batch[i], done: func(_ store.Filed, err error) {
		b.errs[i] = err
		<-b.line.ahead
		b.filing.Done()
	}}
	s.channel, s.Delivery.At = "imap", b.at
	s.place = b.line.queues.join(s.Delivery.Mailbox)
	return s
}
