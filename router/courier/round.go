package courier

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"tocsin/store"
)

const (
	firstClaim = 128 // entries of the first claim; what follows goes by how fast they leave
	leastClaim = 32
	mostClaim  = 512
	readyAhead = 4 // mails composed ahead of the connections
	claimDelay = 50 * time.Millisecond
	backlog    = 16              // entries a claim that make one more connection worth it
	grace      = 5 * time.Second // for mails in flight when we are told to stop
)

// A job is a claimed entry on its way through a round.
type job struct {
	store.Outgoing
	ends     time.Time     // of the lease
	patience time.Duration // with less of it left no attempt is begun: cut short, its fate were unclear
	from     string        // of the envelope
	raw      []byte        // after protect
}

// A round is one pass over what is due. ctx ends the taking-on of work, hard
// what is in flight.
type round struct {
	c         *Courier
	ctx, hard context.Context
	halt      context.CancelCauseFunc // of ctx: with errRest or a store's error
	groups    chan []*job             // of one claim each
	rest      chan []*job             // the one that is begun: what of it nobody has taken
	ready     chan *job
	done      chan store.Settlement
	full      chan struct{} // a hint: done is full, or closed
	settled   chan struct{} // a hint: something was settled
	open      atomic.Int64  // claimed, not yet settled
	strikes   atomic.Int64
	submits   sync.WaitGroup
	progress  func(Tally)
	tally     Tally     // the settler's
	told      time.Time // when progress was last called
}

// round claims, protects, submits and settles until nothing is due or
// something stops it; the error says what did.
func (c *Courier) round(ctx context.Context, progress func(Tally)) (Tally, error) {
	hard, cancel := linger(ctx, grace)
	defer cancel()
	soft, halt := context.WithCancelCause(ctx)
	defer halt(nil)
	r := &round{c: c, ctx: soft, hard: hard, halt: halt, progress: progress,
		groups: make(chan []*job), rest: make(chan []*job, 1), ready: make(chan *job, readyAhead),
		done: make(chan store.Settlement, mostSettled), full: make(chan struct{}, 1), settled: make(chan struct{}, 1)}
	if err := c.settleKept(hard); err != nil {
		return Tally{}, err
	}
	s, err := c.session(soft)
	if err != nil {
		return Tally{}, c.trouble(err)
	}
	r.run(s)
	return r.tally, r.verdict(ctx)
}

// run wires the four stages; each closes the channel to the next when it ends.
func (r *round) run(s *session) {
	var protects, settles sync.WaitGroup
	settles.Go(r.settleAll)
	r.rest <- nil
	r.submits.Go(func() { r.submitFirst(s) })
	for range runtime.GOMAXPROCS(0) {
		protects.Go(r.protectAll)
	}
	r.claimAll()
	close(r.groups)
	protects.Wait()
	close(r.ready)
	r.submits.Wait()
	close(r.done)
	hint(r.full)
	settles.Wait()
}

// verdict is what stopped the round, nil if it came to its end.
func (r *round) verdict(ctx context.Context) error {
	if r.ctx.Err() == nil {
		return nil
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	return context.Cause(r.ctx)
}

// claimAll takes what is due until nothing is, and nothing in flight can
// release more. A group is claimed while the one before is sent, so that no
// connection waits for a commit of the store.
func (r *round) claimAll() {
	n, last := firstClaim, time.Now()
	for extra := 1; r.ctx.Err() == nil; {
		lease := r.c.lease()
		entries, ends, err := r.claim(n, lease)
		if err != nil {
			r.halt(fmt.Errorf("courier: claim: %w", err))
			return
		}
		if len(entries) >= backlog && extra < r.c.cfg.Connections {
			extra++
			r.submits.Go(r.submitExtra)
		}
		switch {
		case len(entries) == 0 && !r.more():
			return
		case len(entries) == n:
			r.groups <- r.jobs(entries, ends, lease)
			n, last = nextClaim(n, time.Since(last)), time.Now()
		case len(entries) > 0:
			r.groups <- r.jobs(entries, ends, lease)
			r.gap()
			last = time.Now()
		}
	}
}

// nextClaim sizes the next claim after a full one of n entries, before which
// the last one took that long to leave: a second's worth or a few.
func nextClaim(n int, took time.Duration) int {
	switch {
	case took < time.Second:
		n *= 2
	case took > 4*time.Second:
		n /= 2
	}
	return min(max(n, leastClaim), mostClaim)
}

func (r *round) jobs(entries []store.Outgoing, ends time.Time, lease time.Duration) []*job {
	jobs := make([]*job, len(entries))
	for i, o := range entries {
		jobs[i] = &job{Outgoing: o, from: r.sender(o), ends: ends, patience: lease * 3 / 4}
	}
	return jobs
}

// begin returns the next claimed entry, nil after the last one.
func (r *round) begin() *job {
	group, more := <-r.rest, true
	for len(group) == 0 && more {
		group, more = <-r.groups
	}
	if !more {
		r.rest <- nil
		return nil
	}
	j := group[0]
	group[0] = nil // what is sent need not wait in memory for the last of its group
	r.rest <- group[1:]
	return j
}

// gap lets entries gather after a claim that took all there were: a claim is a
// commit, and one for each mail that comes in would cost more than the mail.
func (r *round) gap() {
	t := time.NewTimer(claimDelay)
	defer t.Stop()
	select {
	case <-t.C:
	case <-r.ctx.Done():
	}
}

// claim takes up to n entries, as goes out well within the lease; with a rate
// to keep that is nothing while enough is in flight.
func (r *round) claim(n int, lease time.Duration) ([]store.Outgoing, time.Time, error) {
	if rate := r.c.cfg.Rate; rate > 0 {
		n = min(n, max(1, int(float64(rate)*lease.Minutes()/4))-int(r.open.Load()))
	}
	if n <= 0 {
		return nil, time.Time{}, nil
	}
	now := r.c.cfg.Now()
	entries, err := r.c.queue.Claim(r.hard, now, n, lease)
	if errors.Is(err, store.ErrDamaged) {
		r.c.cfg.Log.Error("mail waits that can't be read; restore the store from a backup", "error", err)
		err = nil
	}
	r.open.Add(int64(len(entries)))
	return entries, now.Add(lease), err
}

// more waits until it is worth to claim again; false if nothing is open.
func (r *round) more() bool {
	if r.open.Load() == 0 {
		return false
	}
	select {
	case <-r.settled:
	case <-r.c.queue.Wake():
	case <-r.ctx.Done():
	}
	return true
}

// submitFirst is the first connection; what is left of it serves the next round.
func (r *round) submitFirst(s *session) {
	l := lane{r: r}
	l.use(s)
	l.run()
	r.c.park(l.leave())
}

// submitExtra is one more connection for a backlog. A server that does not
// want it is no trouble: the first one goes on.
func (r *round) submitExtra() {
	s, err := r.c.connect(r.ctx)
	if err != nil {
		r.c.cfg.Log.Info("no further connection", "error", err)
		return
	}
	l := lane{r: r}
	l.use(s)
	l.run()
	l.leave().quit()
}

// protectAll signs and encrypts ahead of the connection.
func (r *round) protectAll() {
	for j := r.begin(); j != nil; j = r.begin() {
		if r.ctx.Err() != nil {
			r.finish(r.giveBack(j))
			continue
		}
		raw, err := r.protect(j)
		if err != nil {
			r.finish(r.unprotected(j, err))
			continue
		}
		j.raw = normalise(raw)
		r.ready <- j
	}
}

// protect turns a panic into the entry's own failure: it must not take the
// other mails along, over and over.
func (r *round) protect(j *job) (raw []byte, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v", p)
			r.c.cfg.Log.Error("composing a mail panicked", "entry", j.ID, "panic", p)
		}
	}()
	return r.c.protect(r.ctx, j.Outgoing)
}

// unprotected settles an entry that could not be composed.
func (r *round) unprotected(j *job, err error) store.Settlement {
	var hold *store.HoldError
	var later interface{ Temporary() bool }
	switch {
	case errors.As(err, &hold):
		s := r.settlement(j, store.Held, err.Error())
		s.HeldFor = hold.Reasons
		return s
	case r.ctx.Err() != nil && errors.Is(err, r.ctx.Err()):
		return r.giveBack(j)
	case errors.As(err, &later) && later.Temporary():
		return r.later(j, "compose: "+err.Error())
	}
	r.c.cfg.Log.Error("a mail can't be composed", "entry", j.ID, "incident", j.Ref, "error", err)
	return r.settlement(j, store.Failed, "compose: "+err.Error())
}
