package mailbox

import (
	"context"
	"errors"
	"fmt"
	"sync"
)

// errRefused stops a cycle: nothing of a batch could be filed, so the store is down.
var errRefused = errors.New("nothing could be filed")

// A verdict is what Take said of one message.
type verdict struct {
	head head
	left bool
	err  error
}

// A line hands batches to Take while the next are being fetched: one is put in
// line, two are being filed, so that with the one that is fetched four at most
// are in memory.
type line struct {
	in     chan batch
	broken chan struct{} // closed when the store refuses everything
	done   chan struct{} // closed when all is settled
	mu     sync.Mutex
	said   []verdict
	filed  int // in this cycle
	why    error
}

// A batch goes through the line; where through is set it only tells that all
// before it is settled.
type batch struct {
	mails   []Fetched
	settled func() []error
	through chan struct{}
}

// startLine begins to take. after hears how many are filed so far.
func startLine(ctx context.Context, take Take, after func(filed int)) *line {
	l := &line{in: make(chan batch), broken: make(chan struct{}), done: make(chan struct{})}
	taken := make(chan batch, 1)
	go func() {
		defer close(taken)
		for b := range l.in {
			if b.through == nil && !l.isBroken() { // what was pushed before the break was seen
				b.settled = take(ctx, b.mails)
				for i := range b.mails {
					b.mails[i].Raw = nil // the bytes are Take's, and go with the message
				}
			}
			taken <- b
		}
	}()
	go func() {
		defer close(l.done)
		for b := range taken {
			if b.through != nil {
				close(b.through)
			} else if b.settled != nil {
				l.settle(b.mails, b.settled())
				after(l.filed)
			}
		}
	}()
	return l
}

// isBroken says that the store refused everything.
func (l *line) isBroken() bool {
	select {
	case <-l.broken:
		return true
	default:
		return false
	}
}

// settle keeps what Take said of a batch.
func (l *line) settle(batch []Fetched, errs []error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	before := l.filed
	var last error
	for i, f := range batch {
		v := verdict{head: head{f.UID, f.Size, f.Internal}, left: f.Left()}
		if i >= len(errs) {
			v.err = errors.New("no answer from the intake")
		} else {
			v.err = errs[i]
		}
		if last = v.err; v.err == nil {
			l.filed++
		}
		l.said = append(l.said, v)
	}
	if l.filed == before && len(batch) > 1 && l.why == nil {
		l.why = fmt.Errorf("%w: %w", errRefused, last)
		close(l.broken)
	}
}

// push gives mails to the line, and waits while it is full.
func (l *line) push(ctx context.Context, mails []Fetched) error {
	return l.send(ctx, batch{mails: mails})
}

// drain waits until all that was pushed is settled.
func (l *line) drain(ctx context.Context) error {
	through := make(chan struct{})
	if err := l.send(ctx, batch{through: through}); err != nil {
		return err
	}
	select {
	case <-through:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (l *line) send(ctx context.Context, b batch) error {
	select {
	case l.in <- b:
		return nil
	case <-l.broken:
		return l.why
	case <-ctx.Done():
		return ctx.Err()
	}
}

// verdicts hands over what Take said since the last call, if that is at least n.
func (l *line) verdicts(n int) []verdict {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.said) < n {
		return nil
	}
	said := l.said
	l.said = nil
	return said
}

// finish waits until all is taken.
func (l *line) finish() error {
	close(l.in)
	<-l.done
	return l.why
}
