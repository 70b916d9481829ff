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

// A line hands batches to Take while the next is being fetched: one is taken,
// one waits, so that two batches at most are in memory.
type line struct {
	in     chan []Fetched
	broken chan struct{} // closed when the store refuses everything
	done   chan struct{} // closed when all is taken
	mu     sync.Mutex
	said   []verdict
	filed  int // in this cycle
	why    error
}

// startLine begins to take. after hears how many are filed so far.
func startLine(ctx context.Context, take Take, after func(filed int)) *line {
	l := &line{in: make(chan []Fetched), broken: make(chan struct{}), done: make(chan struct{})}
	go func() {
		defer close(l.done)
		for batch := range l.in {
			if l.why != nil || len(batch) == 0 {
				continue // drain what was pushed before the break was seen
			}
			l.settle(batch, take(ctx, batch))
			after(l.filed)
		}
	}()
	return l
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
	if l.filed == before && len(batch) > 1 {
		l.why = fmt.Errorf("%w: %w", errRefused, last)
		close(l.broken)
	}
}

// push gives a batch to the line, and waits while it is full. An empty batch
// only waits until all before it is taken.
func (l *line) push(ctx context.Context, batch []Fetched) error {
	select {
	case l.in <- batch:
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
