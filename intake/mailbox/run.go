package mailbox

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"
)

// Check logs in and looks at the folder without changing anything.
func (b *Box) Check(ctx context.Context) error {
	s, err := b.open(ctx)
	if err != nil {
		return b.say(err)
	}
	defer s.close()
	return b.say(s.openFolder(ctx, b.at.folder, true))
}

// Once works through everything there is and returns. What the server, or Take,
// would not give up stays for the next run: Tally says how much. A broken
// connection is taken up again as long as that brings anything forward.
func (b *Box) Once(ctx context.Context, progress func(done, total int)) (Tally, error) {
	if progress == nil {
		progress = func(int, int) {}
	}
	var sum Tally
	for again := true; again; {
		var err error
		if again, err = b.pass(ctx, &sum, progress); err != nil {
			return sum, b.say(err)
		}
	}
	return sum, nil
}

// pass is one connection of Once. It says whether another is worth while.
func (b *Box) pass(ctx context.Context, sum *Tally, progress func(done, total int)) (again bool, err error) {
	s, err := b.open(ctx)
	if err != nil {
		return false, err
	}
	defer s.close()
	for {
		before := b.failures()
		c, err := b.cycle(ctx, s, true, func(done, total int) { progress(sum.Filed+done, sum.Filed+total) })
		filed := c.filed()
		sum.Filed += filed
		b.count(sum, c, filed)
		b.finished(err, filed)
		forward := filed > 0 || b.failures() > before
		switch {
		case err != nil && forward && ctx.Err() == nil && !isThrottle(err) && !errors.Is(err, errRefused):
			return true, nil
		case err != nil || sum.Left == 0 || !forward:
			return false, err
		}
	}
}

// count brings the tally up to date after a cycle.
func (b *Box) count(sum *Tally, c *cycle, filed int) {
	refused, others, _ := b.standing()
	sum.Failed, sum.Left = refused, max(others, len(c.work)-filed-refused)
	sum.Found = sum.Filed + sum.Failed + sum.Left
	sum.Unmarked = c.undo
}

// filed is what a cycle filed so far.
func (c *cycle) filed() int {
	if c.line == nil {
		return 0
	}
	c.line.mu.Lock()
	defer c.line.mu.Unlock()
	return c.line.filed
}

// failures sums up what was blamed on messages, to see whether anything moves.
func (b *Box) failures() (n int) {
	for _, t := range b.troubles {
		n += t.fails
	}
	return n
}

// Run reads the mailbox until ctx ends, and returns nil then. It reports its
// failures in Status and the log, and goes on.
func (b *Box) Run(ctx context.Context) error {
	for ctx.Err() == nil {
		err := b.attend(ctx)
		if ctx.Err() != nil {
			break
		}
		wait := backoff(b.Status().Failures, err)
		b.note(func(st *Status) { st.Next = b.cfg.Now().Add(wait) })
		var login *LoginError
		if errors.As(err, &login) {
			b.cfg.Log.Error("mailbox: LOGIN REFUSED, no mail comes in", "mailbox", b.cfg.Name, "error", err, "next", wait)
		} else {
			b.cfg.Log.Warn("mailbox: trying again later", "mailbox", b.cfg.Name, "error", err, "next", wait)
		}
		select {
		case <-ctx.Done():
		case <-time.After(wait):
		}
	}
	return nil
}

// attend is one connection of Run; it ends with what broke it.
func (b *Box) attend(ctx context.Context) error {
	s, err := b.open(ctx)
	if err != nil {
		b.finished(err, 0)
		return err
	}
	defer s.close()
	for woken := false; ; {
		full := b.cfg.Now().Sub(b.reconciled) >= reconcileEvery
		c, err := b.cycle(ctx, s, full, func(int, int) {})
		b.finished(err, c.filed())
		if err != nil {
			return err
		}
		if woken, err = b.rest(ctx, s, woken && len(c.work) == 0); err != nil {
			b.finished(err, 0)
			return err
		}
	}
}

// finished notes the end of a cycle for Status.
func (b *Box) finished(err error, filed int) {
	refused, others, oldest := b.standing()
	b.note(func(st *Status) {
		st.Filed += int64(filed)
		st.Unfiled, st.Oldest = refused+others, oldest
		if err == nil {
			st.LastSuccess, st.LastError, st.Failures = b.cfg.Now(), "", 0
			return
		}
		if filed > 0 {
			st.Failures = 0
		}
		st.LastError = err.Error()
		st.Failures++
	})
}

// rest waits until there is a reason to look again: the poll is due, a trouble
// wants another look, or the server says that something came. After a call for
// nothing it keeps calm for a second, so that no server can drive it.
func (b *Box) rest(ctx context.Context, s *session, calm bool) (woken bool, err error) {
	wait := b.pace(b.cfg.Poll)
	until := time.Now().Add(wait)
	b.note(func(st *Status) { st.Next = b.cfg.Now().Add(wait) })
	if calm {
		if err := s.pause(ctx, min(time.Second, wait), nil); err != nil {
			return false, err
		}
	}
	for left := wait; left > 0; left = time.Until(until) {
		if woken, err = b.listen(ctx, s, left); woken || err != nil {
			return woken, err
		}
	}
	return false, nil
}

// listen waits for news, in IDLE (RFC 2177) if the server has it, for d or until
// the connection wants a sign of life.
func (b *Box) listen(ctx context.Context, s *session, d time.Duration) (woken bool, err error) {
	if s.noIdle || !s.caps.Has(imap.CapIdle) {
		return false, s.doze(ctx, d)
	}
	var idle *imapclient.IdleCommand
	err = s.do(ctx, readBudget, func() (err error) { idle, err = s.client.Idle(); return err })
	if isAnswer(err) && !isThrottle(err) {
		s.noIdle = true
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("idle: %w", err)
	}
	b.note(func(st *Status) { st.Idle = true })
	defer b.note(func(st *Status) { st.Idle = false })
	s.wire.arm(idleBudget)
	err = s.pause(ctx, min(d, reIdle), s.news)
	if e := s.do(ctx, readBudget, func() error {
		if err := idle.Close(); err != nil {
			return err
		}
		return idle.Wait()
	}); err == nil && e != nil {
		err = fmt.Errorf("idle: %w", e)
	}
	if errors.Is(err, errNews) {
		return true, nil
	}
	return false, err
}

// doze waits for d without IDLE, or shorter and says NOOP, so that the server
// does not log us out.
func (s *session) doze(ctx context.Context, d time.Duration) error {
	if err := s.pause(ctx, min(d, reIdle), nil); err != nil || d <= reIdle {
		return err
	}
	return s.do(ctx, readBudget, func() error { return s.client.Noop().Wait() })
}

// errNews ends a pause early.
var errNews = errors.New("news")

// pause waits for d, for news (errNews), or for the end of the connection.
func (s *session) pause(ctx context.Context, d time.Duration, news <-chan struct{}) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-news:
		return errNews
	case <-s.client.Closed():
		if parting, _ := s.wire.state(); parting != "" {
			return goodbye(parting)
		}
		return errors.New("the server closed the connection")
	case <-ctx.Done():
		return ctx.Err()
	}
}

// say is the package boundary of errors.
func (b *Box) say(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("mailbox: %s: %w", b.cfg.Name, err)
}
