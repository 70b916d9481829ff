package courier

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"tocsin/store"
)

const (
	mostSettled = 256                   // outcomes a commit
	settleDelay = 50 * time.Millisecond // what an outcome waits for others
	settleRoom  = 5 * time.Second       // what an attempt leaves of its lease, so that its outcome is recorded before another may begin
	settleTries = 4
	tellEvery   = 200 * time.Millisecond // progress counts the whole outbox
)

// finish passes an outcome on to be recorded. It wakes the settler for the
// first of a batch and for a full one only: waking it for each costs as much as
// a tenth of an SMTP transaction.
func (r *round) finish(s store.Settlement) {
	select {
	case r.done <- s:
	default:
		hint(r.full)
		r.done <- s
	}
}

// settleAll records outcomes as they come, many a commit, to the last one.
func (r *round) settleAll() {
	for first := range r.done {
		delay := time.NewTimer(settleDelay)
		select {
		case <-delay.C:
		case <-r.full:
		}
		delay.Stop()
		r.flush(r.gather(first))
	}
}

// gather takes what waits to be recorded, up to a full batch.
func (r *round) gather(first store.Settlement) []store.Settlement {
	batch := append(make([]store.Settlement, 0, mostSettled), first)
	for len(batch) < mostSettled {
		select {
		case s, ok := <-r.done:
			if !ok {
				return batch
			}
			batch = append(batch, s)
		default:
			return batch
		}
	}
	return batch
}

// hint leaves a note for whoever waits on c, once.
func hint(c chan<- struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}

func (r *round) flush(batch []store.Settlement) {
	if err := r.c.record(r.hard, batch); err != nil {
		r.c.cfg.Log.Error("the store does not take outcomes; mails may go out twice", "count", len(batch), "error", err)
		r.c.keep(batch)
		r.halt(err)
	}
	for _, s := range batch {
		r.tally.count(s.State)
	}
	r.open.Add(-int64(len(batch)))
	hint(r.settled)
	if now := r.c.cfg.Now(); r.progress != nil && now.Sub(r.told) >= tellEvery {
		r.told = now
		r.progress(r.c.withLeft(r.hard, r.tally))
	}
}

func (t *Tally) count(state string) {
	switch state {
	case store.Sent:
		t.Sent++
	case store.Failed:
		t.Failed++
	case store.Held:
		t.Held++
	}
}

// record settles, trying again for a moment: the outcomes are known and must
// not get lost, also when ctx has ended.
func (c *Courier) record(ctx context.Context, batch []store.Settlement) error {
	var err error
	for n := range settleTries {
		if n > 0 {
			pause := time.NewTimer(doubling(50*time.Millisecond, time.Second, n))
			<-pause.C
		}
		within, cancel := context.WithTimeout(context.WithoutCancel(ctx), grace)
		err = c.queue.Settle(within, batch...)
		cancel()
		if tooLate(err) {
			c.cfg.Log.Warn("an outcome does not count, or not for all that waits for it", "error", err)
			return nil
		}
		if err == nil {
			return nil
		}
	}
	return fmt.Errorf("courier: settle: %w", err)
}

// tooLate says that the store took all outcomes but those of entries that were
// claimed again, decided by a handler or purged meanwhile, or did so but for
// what it can't read.
func tooLate(err error) bool {
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		return !slices.ContainsFunc(joined.Unwrap(), func(e error) bool { return !tooLate(e) })
	}
	return errors.Is(err, store.ErrStale) || errors.Is(err, store.ErrNotFound) || errors.Is(err, store.ErrDamaged)
}

// keep remembers outcomes that the store would not take, for the next round.
func (c *Courier) keep(batch []store.Settlement) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.kept = append(c.kept, batch...)
}

// settleKept records what an earlier round could not.
func (c *Courier) settleKept(ctx context.Context) error {
	c.mu.Lock()
	kept := c.kept
	c.kept = nil
	c.mu.Unlock()
	if len(kept) == 0 {
		return nil
	}
	err := c.record(ctx, kept)
	if err != nil {
		c.keep(kept)
	}
	return err
}
