package daemon

import (
	"context"
	"errors"
	"sync"
	"time"

	"tocsin/cmd/tocsin/config"
	"tocsin/intake/mailbox"
	"tocsin/router/courier"
)

// Serve runs mailboxes, courier and the private HTTP door until the context
// ends; work that is begun is finished or left to the ledger and the outbox,
// which are always true. An error means that one of them gave up: then all end.
func (d *Daemon) Serve(ctx context.Context) error {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	var all sync.WaitGroup
	start := func(run func(context.Context) error) {
		all.Go(func() {
			if err := run(ctx); err != nil && ctx.Err() == nil {
				stop(err)
			}
		})
	}
	for _, b := range d.Boxes {
		start(b.Run)
	}
	start(d.Courier.Run)
	start(d.sweep)
	if d.Config.HTTP.Listen != "" {
		start(d.listen)
	}
	all.Wait()
	if cause := context.Cause(ctx); cause != nil && !errors.Is(cause, context.Canceled) {
		return cause
	}
	return nil
}

// sweep removes once a day what interrupted writes left behind.
func (d *Daemon) sweep(ctx context.Context) error {
	tick := time.NewTicker(24 * time.Hour)
	defer tick.Stop()
	for {
		if n, err := d.Store.Sweep(ctx, 24*time.Hour); err != nil && ctx.Err() == nil {
			d.Log.Warn("sweeping orphans failed", "err", err)
		} else if n > 0 {
			d.Log.Info("swept orphans", "files", n)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

// Reload reads the directory again and takes up the accepted keys. Files with
// an error leave all as it was; the team's own keys, forms and the config
// itself are those of the start.
func (d *Daemon) Reload(ctx context.Context) error {
	rooms, problems := Load(d.Config)
	if bad := config.Errors(problems); len(bad) > 0 {
		return &ConfigError{bad}
	}
	return d.Line.Reload(ctx, rooms.Directory)
}

// Round is what one run of Once did. Errors are those of the servers, which
// another run may get past; Shut counts the mailboxes among them. What they
// leave is in Left and Mail.Left.
type Round struct {
	Found, Filed, Failed, Left int
	Mail                       courier.Tally
	Errors                     []error
	Boxes, Shut                int
}

// Done says that nothing is left to retry.
func (r Round) Done() bool {
	return len(r.Errors) == 0 && r.Failed+r.Left+r.Mail.Left == 0
}

// Nothing says that no mailbox could be read, and that nothing was done or is
// known to be left: no more can be said than that it failed.
func (r Round) Nothing() bool {
	return r.Boxes > 0 && r.Shut == r.Boxes && r.Filed+r.Failed+r.Left == 0 && r.Mail == courier.Tally{}
}

// Once takes in all mail and delivers all that is due. One mailbox's
// failure does not keep the others from being read; only the store's ends it.
func (d *Daemon) Once(ctx context.Context, fetched, sent func(done, total int)) (Round, error) {
	var r Round
	r.Boxes = len(d.Boxes)
	tallies, errs := make([]mailbox.Tally, len(d.Boxes)), make([]error, len(d.Boxes))
	sum := summing(fetched, len(d.Boxes))
	var all sync.WaitGroup
	for i, b := range d.Boxes {
		all.Go(func() {
			tallies[i], errs[i] = b.Once(ctx, func(done, total int) { sum(i, done, total) })
			if errs[i] != nil {
				errs[i] = &ServerError{d.Config.Mailboxes[i].Address, errs[i]}
			}
		})
	}
	during, taken := context.WithCancel(ctx)
	early := make(chan courier.Tally, 1)
	go func() { early <- d.deliver(during) }()
	all.Wait()
	taken()
	sentEarly := <-early
	for i, t := range tallies {
		r.Found, r.Filed, r.Failed, r.Left = r.Found+t.Found, r.Filed+t.Filed, r.Failed+t.Failed, r.Left+t.Left
		if errs[i] != nil {
			r.Errors = append(r.Errors, errs[i])
			r.Shut++
		}
	}
	if ctx.Err() != nil {
		return r, context.Cause(ctx)
	}
	var err error
	r.Mail, err = d.Courier.Drain(ctx, func(t courier.Tally) {
		if sent != nil {
			t = added(t, sentEarly)
			done := t.Sent + t.Failed + t.Held
			sent(done, done+t.Left)
		}
	})
	r.Mail = added(r.Mail, sentEarly)
	return r, err
}

// deliver sends what falls due while mail is still being taken in, until ctx
// ends or the server can't be had; the rest is left to Drain.
func (d *Daemon) deliver(ctx context.Context) (sum courier.Tally) {
	for {
		select {
		case <-ctx.Done():
			return sum
		case <-d.Store.Wake():
		}
		t, err := d.Courier.Drain(ctx, nil)
		if sum = added(sum, t); err != nil {
			return sum
		}
	}
}

// added counts what both runs settled; what is left is what the first left.
func added(t, before courier.Tally) courier.Tally {
	return courier.Tally{Sent: t.Sent + before.Sent, Failed: t.Failed + before.Failed, Held: t.Held + before.Held, Left: t.Left}
}

// summing adds up the progress of several mailboxes.
func summing(tell func(done, total int), n int) func(i, done, total int) {
	var mu sync.Mutex
	parts := make([][2]int, n)
	return func(i, done, total int) {
		mu.Lock()
		defer mu.Unlock()
		parts[i] = [2]int{done, total}
		a, b := 0, 0
		for _, p := range parts {
			a, b = a+p[0], b+p[1]
		}
		if tell != nil {
			tell(a, b)
		}
	}
}
