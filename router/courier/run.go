package courier

import (
	"context"
	"errors"
	"fmt"
	"time"
)

const (
	pollEvery = time.Minute            // a look at the queue even without a hint
	breather  = 250 * time.Millisecond // after a round that found nothing to claim
)

// Run delivers what falls due until ctx ends, which is no error. Mails in
// flight then get five seconds; what is known is settled, the rest given back.
func (c *Courier) Run(ctx context.Context) error {
	defer c.finish()
	for {
		if !c.await(ctx) {
			return nil
		}
		tally, err := c.round(ctx, nil)
		switch {
		case ctx.Err() != nil:
			return nil
		case err != nil:
			c.cfg.Log.Error("delivery stopped", "error", err, "next", c.restUntil())
			c.rests.shortly(c.cfg.Now(), time.Second)
		case tally == (Tally{}):
			c.rests.shortly(c.cfg.Now(), breather)
		}
	}
}

// finish leaves nothing open behind, and no outcome unsaid if it can be helped.
func (c *Courier) finish() {
	c.hangUp()
	if err := c.settleKept(context.Background()); err != nil {
		c.cfg.Log.Error("outcomes are lost; these mails will go out again", "error", err)
	}
}

// await returns when something is due and nobody rests; false when ctx ended.
func (c *Courier) await(ctx context.Context) bool {
	for {
		d, err := c.untilDue(ctx)
		if ctx.Err() != nil {
			return false
		}
		if err != nil {
			c.cfg.Log.Error("the outbox can't be read", "error", err)
			d = 5 * time.Second
		} else if d <= 0 {
			return true
		}
		if !c.pause(ctx, d) {
			return false
		}
	}
}

// pause waits for d, a hint or the end of ctx, whichever comes first, and ends
// a connection that has been idle for long enough.
func (c *Courier) pause(ctx context.Context, d time.Duration) bool {
	timer, idle := time.NewTimer(d), time.NewTimer(idleLife)
	defer timer.Stop()
	defer idle.Stop()
	for {
		select {
		case <-ctx.Done():
			return false
		case <-idle.C:
			c.hangUp()
			continue
		case <-timer.C:
		case <-c.queue.Wake():
		}
		return true
	}
}

// untilDue is the time until something can be done, 0 for now.
func (c *Courier) untilDue(ctx context.Context) (time.Duration, error) {
	now := c.cfg.Now()
	at, ok, err := c.queue.NextDue(ctx)
	if err != nil {
		return 0, err
	}
	if !ok {
		return pollEvery, nil
	}
	if rest := c.rests.untilAll(); rest.After(at) {
		at = rest
	}
	return min(at.Sub(now), pollEvery), nil
}

// Drain delivers all that is due and returns what became of it. The error is
// what stopped it early: the server, the store or ctx. progress, which may be
// nil, is called after each commit of outcomes with the tally so far.
func (c *Courier) Drain(ctx context.Context, progress func(Tally)) (Tally, error) {
	defer c.hangUp()
	tally, err := c.drain(ctx, progress)
	tally = c.withLeft(ctx, tally)
	if progress != nil {
		progress(tally)
	}
	return tally, err
}

// withLeft adds what still waits. An outbox that can't be counted has something left.
func (c *Courier) withLeft(ctx context.Context, t Tally) Tally {
	due, later, err := c.queue.Pending(context.WithoutCancel(ctx), c.cfg.Now())
	if t.Left = due + later; err != nil {
		c.cfg.Log.Error("the outbox can't be counted", "error", err)
		t.Left = max(1, t.Left)
	}
	return t
}

func (c *Courier) drain(ctx context.Context, progress func(Tally)) (Tally, error) {
	at, ok, err := c.queue.NextDue(ctx)
	if err != nil {
		return Tally{}, fmt.Errorf("courier: next due: %w", err)
	}
	if !ok || at.After(c.cfg.Now()) {
		return Tally{}, c.settleKept(ctx)
	}
	return c.round(ctx, progress)
}

// trouble notes that the server as a whole is to be left alone for a while.
func (c *Courier) trouble(err error) error {
	if !errors.Is(err, context.Canceled) {
		c.rests.everything(c.cfg.Now())
	}
	return err
}

// restUntil is when the server may be tried again, now if it may.
func (c *Courier) restUntil() time.Time {
	now := c.cfg.Now()
	if until := c.rests.untilAll(); until.After(now) {
		return until.Add(jitter(2 * time.Second))
	}
	return now
}
