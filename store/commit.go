package store

import (
	"context"
	"errors"
	"fmt"
	"path"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"tocsin/store/kv"
)

// A job is one call's part of a batch.
type job struct {
	ctx  context.Context
	what string // for errors: "message 3f2…"
	run  func(*batch) error
	err  error
	done func() // called once err is known; it must not wait for the store
}

var errAgain = errors.New("a part of the batch failed")

// A committer runs jobs in batches: one transaction for all that wait in line.
// While one commit runs the next batch gathers by itself; beyond that it waits
// only when the last batch was shared or calls were announced, so that a single
// caller is never kept waiting.
type committer struct {
	s       *Store
	mu      sync.Mutex
	line    []*job
	closed  bool          // nobody gets in line any more
	news    chan struct{} // the line, or what was announced, has changed
	closing chan struct{} // closed by Close
	stopped chan struct{} // closed once the last batch is done
	last    int           // jobs in the last batch
	wanted  int           // so many in line are news to the one who gathers
}

func newCommitter(s *Store) *committer {
	c := &committer{s: s, news: make(chan struct{}, 1), closing: make(chan struct{}), stopped: make(chan struct{})}
	go c.loop()
	return c
}

// commit runs fn in a transaction, which it shares with others, and returns
// when that is durable or has failed. fn may run several times.
func (s *Store) commit(ctx context.Context, what string, fn func(*batch) error) error {
	done := make(chan struct{})
	j := &job{ctx: ctx, what: what, run: fn, done: func() { close(done) }}
	s.committer.join(j)
	select {
	case <-done:
	case <-ctx.Done():
		if s.committer.leave(j) {
			return fmt.Errorf("store: %s: %w", what, ctx.Err())
		}
		<-done
	}
	return j.err
}

// join puts a job in line; once the store is being closed it is done at once.
func (c *committer) join(j *job) {
	switch news, ok := c.enter(j); {
	case !ok:
		j.err = fmt.Errorf("store: %s: %w", j.what, ErrClosed)
		j.done()
	case news:
		c.nudge()
	}
}

// enter puts a job in line; ok is false once the store is being closed. news
// says that the line has become as long as whoever gathers it waits for.
func (c *committer) enter(j *job) (news, ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed {
		return false, false
	}
	c.line = append(c.line, j)
	return len(c.line) >= c.wanted, true
}

// leave takes a job out of the line; it is false when its batch has begun.
func (c *committer) leave(j *job) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	i := slices.Index(c.line, j)
	if i >= 0 {
		c.line = slices.Delete(c.line, i, i+1)
	}
	return i >= 0
}

// take moves the first of the line to a batch until that is full. While others
// are announced, only what fills it is news: to be woken for each costs more
// than to put it in line.
func (c *committer) take(list []*job) []*job {
	c.mu.Lock()
	defer c.mu.Unlock()
	n := min(len(c.line), c.s.opt.Batch-len(list))
	list = append(list, c.line[:n]...)
	c.line = slices.Delete(c.line, 0, n)
	if c.wanted = 1; len(list) > 0 && c.s.coming.Load() > 0 {
		c.wanted = c.s.opt.Batch - len(list)
	}
	return list
}

func (c *committer) nudge() {
	select {
	case c.news <- struct{}{}:
	default:
	}
}

func (c *committer) close() {
	c.mu.Lock()
	if !c.closed {
		c.closed = true
		close(c.closing)
	}
	c.mu.Unlock()
	<-c.stopped
}

// loop runs batches until the store is closed and the line is empty.
func (c *committer) loop() {
	defer close(c.stopped)
	for {
		list := c.gather()
		if len(list) == 0 {
			select {
			case <-c.news:
				continue
			case <-c.closing:
			}
			if list = c.take(nil); len(list) == 0 {
				return
			}
		}
		c.last = len(list)
		c.runAll(list)
	}
}

// gather takes all jobs that wait, and waits for more as long as they keep coming.
func (c *committer) gather() []*job {
	list := c.take(nil)
	if len(list) == 0 {
		return nil
	}
	opt, shared := c.s.opt, c.last > 1
	end := time.Now().Add(opt.Gather)
	timer := time.NewTimer(opt.Gather)
	defer timer.Stop()
	for len(list) < opt.Batch {
		had := len(list)
		if list = c.take(list); len(list) > had {
			continue
		}
		pause := opt.Gather // more were announced: they are being worked on
		if c.s.coming.Load() <= 0 {
			if pause = opt.Quiet; !shared && len(list) == 1 {
				return list
			}
		}
		timer.Reset(min(pause, time.Until(end)))
		select {
		case <-c.news:
		case <-timer.C:
			return c.take(list)
		case <-c.closing:
			return c.take(list)
		}
	}
	return list
}

// runAll runs a batch; a job that fails after it wrote is taken out and the
// rest run again, as if it had never been there.
func (c *committer) runAll(list []*job) {
	for len(list) > 0 {
		failed, err := c.attempt(list)
		if failed < 0 {
			for _, j := range list {
				if err != nil {
					j.err = fmt.Errorf("store: %s: %w", j.what, err)
				}
				j.done()
			}
			return
		}
		list[failed].done()
		list = append(append([]*job{}, list[:failed]...), list[failed+1:]...)
	}
}

// attempt runs jobs in one transaction. failed is the index of the job that
// spoilt it, or -1 with the outcome of the transaction for all of them.
func (c *committer) attempt(list []*job) (failed int, err error) {
	var last *batch
	failed = -1 // an engine may fail before it runs anything
	err = c.s.engine.Update(context.Background(), func(w kv.Writer) error {
		failed = -1
		b := newBatch(c.s, w)
		last = b
		for i, j := range list {
			before := b.writes
			var panicked bool
			if j.err, panicked = j.call(b); j.err != nil && (panicked || b.writes != before) {
				failed = i
				return errAgain
			}
		}
		if b.writes == 0 {
			return nil
		}
		return b.flush()
	})
	c.s.pool.giveBack()
	if failed >= 0 {
		return failed, nil
	}
	if err != nil {
		c.s.memory.forget()
		return -1, err
	}
	c.s.memory.learn(last)
	for _, fn := range last.after {
		fn()
	}
	return -1, nil
}

// call runs a job and turns its panic into an error that names it.
func (j *job) call(b *batch) (err error, panicked bool) {
	defer func() {
		if r := recover(); r != nil {
			err, panicked = fmt.Errorf("store: %s: %w: panic at %s: %v", j.what, ErrDecide, panicPlace(), r), true
		}
	}()
	if err = j.ctx.Err(); err != nil {
		return fmt.Errorf("store: %s: %w", j.what, err), false
	}
	return j.run(b), false
}

// panicPlace is the line that panicked, seen from a deferred function.
func panicPlace() string {
	callers := make([]uintptr, 50)
	frames := runtime.CallersFrames(callers[:runtime.Callers(2, callers)])
	panicking := false
	for {
		f, more := frames.Next()
		inRuntime := strings.HasPrefix(f.Function, "runtime.")
		if panicking && !inRuntime {
			return fmt.Sprintf("%s:%d", path.Base(f.File), f.Line)
		}
		panicking = panicking || inRuntime
		if !more {
			return "an unknown place"
		}
	}
}
