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
	mostClaimed = 128             // entries a claim
	readyAhead  = 4               // mails composed ahead of the connections
	backlog     = 16              // entries a claim that make one more connection worth it
	grace       = 5 * time.Second // for mails in flight when we are told to stop
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
	claimed   chan *job
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
		claimed: make(chan *job, mostClaimed/4), ready: make(chan *job, readyAhead),
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
	r.submits.Go(func() { r.submitFirst(s) })
	for range runtime.GOMAXPROCS(0) {
		protects.Go(r.protectAll)
	}
	r.claimAll()
	close(r.claimed)
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
// release more.
func (r *round) claimAll() {
	for extra := 1; r.ctx.Err() == nil; {
		lease := r.c.lease()
		entries, ends, err := r.claim(lease)
		if err != nil {
			r.halt(fmt.Errorf("courier: claim: %w", err))
			return
		}
		if len(entries) >= backlog && extra < r.c.cfg.Connections {
			extra++
			r.submits.Go(r.submitExtra)
		}
		for _, o := range entries {
			r.claimed <- &job{Outgoing: o, from: r.sender(o), ends: ends, patience: lease * 3 / 4}
		}
		if len(entries) == 0 && !r.more() {
			return
		}
	}
}

// claim takes as much as goes out well within the lease; with a rate to keep
// that is nothing while enough is in flight.
func (r *round) claim(lease time.Duration) ([]store.Outgoing, time.Time, error) {
	n := mostClaimed
	if rate := r.c.cfg.Rate; rate > 0 {
		n = min(n, max(1, int(float64(rate)*lease.Minutes()/4))-int(r.open.Load()))
	}
	if n <= 0 {
		return nil, time.Time{}, nil
	}
	now := r.c.cfg.Now()
	entries, err := r.c.queue.Claim(r.hard, now, n, lease)
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
	for j := range r.claimed {
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
