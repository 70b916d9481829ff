package courier

import (
	"time"

	"tocsin/store"
)

// A lane is one connection of a round: it sends what is ready over one session
// after the other.
type lane struct {
	r       *round
	s       *session    // nil when none is open
	release func() bool // ends the hold of r.hard on s
	next    *job        // taken already, to go after the present one
}

// use makes s the lane's session; what is in flight on it ends with the round's grace.
func (l *lane) use(s *session) { l.s, l.release = s, s.bound(l.r.hard) }

// leave gives up the lane's session and returns it, nil if there is none.
func (l *lane) leave() *session {
	s := l.s
	if s != nil {
		l.release()
	}
	l.s = nil
	return s
}

// run submits until nothing more comes.
func (l *lane) run() {
	for j := l.take(); j != nil; j = l.take() {
		l.r.finish(l.attempt(j))
		if l.s != nil && l.s.mails >= l.r.c.cfg.PerConnection {
			l.leave().quit()
		}
	}
}

// take returns the next job, nil after the last one.
func (l *lane) take() *job {
	j := l.next
	if l.next = nil; j == nil {
		j = <-l.r.ready
	}
	return j
}

// peek takes the next job early, if one is ready, and returns it if its
// envelope may go out with the present mail.
func (l *lane) peek() *job {
	if l.r.c.cfg.Rate > 0 || l.s.mails >= l.r.c.cfg.PerConnection {
		return nil
	}
	if l.next == nil {
		select {
		case l.next = <-l.r.ready:
		default:
		}
	}
	if l.next == nil {
		return nil
	}
	if _, settled := l.r.beforehand(l.next); settled {
		return nil
	}
	return l.next
}

// attempt sends one entry, on a new connection where there is none or it
// breaks before the mail could have been taken.
func (l *lane) attempt(j *job) store.Settlement {
	if outcome, ok := l.beforehand(j); ok {
		return outcome
	}
	until := time.Now().Add(j.ends.Sub(l.r.c.cfg.Now()) - settleRoom)
	for retried := false; ; retried = true {
		if l.s == nil {
			s, err := l.r.c.connect(l.r.ctx)
			if err != nil {
				return l.r.unconnected(j, err)
			}
			l.use(s)
		}
		l.s.wire.within(l.r.c.cfg.Timeout, until)
		said, at, err := l.s.submit(j, l.peek)
		f := judge(at, err)
		l.after(f, at)
		over := l.r.hard.Err() != nil || !time.Now().Before(until)
		if f == unclear && l.r.hard.Err() == nil && over {
			l.r.c.slower()
		}
		if f != again || retried || over {
			return l.r.settle(j, f, said, err)
		}
	}
}

// beforehand settles what is not to be tried now, and waits for the pace. A
// transaction that was begun for it can only be broken off.
func (l *lane) beforehand(j *job) (outcome store.Settlement, settled bool) {
	outcome, settled = l.r.beforehand(j)
	if !settled && l.r.c.cfg.Rate > 0 {
		l.r.c.pace.wait(l.r.ctx, l.r.c.cfg.Rate)
		outcome, settled = l.r.beforehand(j)
	}
	if settled && l.s != nil && l.s.ahead != nil {
		l.leave().cut()
	}
	return outcome, settled
}

// after brings the session into a state for the next mail, or ends it.
func (l *lane) after(f fate, at stage) {
	switch {
	case f == again, f == unclear:
		l.leave().cut()
	case f == blocked:
		l.leave().quit()
	case f == accepted, at == atDot, at == atMail: // no transaction is open
	case l.s.reset() != nil:
		l.leave().cut()
	}
}
