package courier

import (
	"context"
	"errors"
	"fmt"
	"time"

	"tocsin/store"
)

// errStrikes stops a round in which the server takes nothing.
var errStrikes = errors.New("the server took none of the last mails")

// beforehand settles what needs no server: the round was stopped, the address
// is bad, the domain rests, the lease is running out.
func (r *round) beforehand(j *job) (store.Settlement, bool) {
	if err := checkAddress(j.To); err != nil {
		return r.settlement(j, store.Failed, "recipient: "+err.Error()), true
	}
	now := r.c.cfg.Now()
	if until := r.c.rests.untilDomain(domainOf(j.To)); until.After(now) {
		return r.due(j, until.Add(jitter(10*time.Second)), "waiting: "+domainOf(j.To)+" put us off"), true
	}
	if r.late(j) || r.ctx.Err() != nil {
		return r.giveBack(j), true
	}
	return store.Settlement{}, false
}

// late says that too little of the lease is left to begin an attempt.
func (r *round) late(j *job) bool { return j.ends.Sub(r.c.cfg.Now()) < j.patience }

func (r *round) sender(o store.Outgoing) string {
	if o.Auto {
		return ""
	}
	return r.c.cfg.Bounce
}

// settle turns the fate of an attempt into the entry's outcome and takes
// account of it for the domain and the server.
func (r *round) settle(j *job, f fate, reply string, err error) store.Settlement {
	domain := domainOf(j.To)
	if f == accepted || f == refused || f == deferred {
		r.strikes.Store(0)
	}
	switch f {
	case accepted:
		r.c.rests.cleared(domain)
		return r.settlement(j, store.Sent, reply)
	case refused:
		r.c.cfg.Log.Warn("refused for good", "entry", j.ID, "incident", j.Ref, "reply", words(err))
		return r.settlement(j, store.Failed, words(err))
	case deferred:
		if sameForAll(err) {
			r.c.rests.domain(domain, r.c.cfg.Now())
		}
		return r.later(j, words(err))
	}
	r.strike(j, f, err)
	if f == unclear && j.Kind == store.OutAck {
		return r.settlement(j, store.Failed, "unclear, not repeated: "+words(err))
	}
	return r.later(j, words(err))
}

// strike counts what speaks against the server rather than the mail.
func (r *round) strike(j *job, f fate, err error) {
	said := map[fate]string{again: "connection lost", blocked: "server refuses us", unclear: "no answer to a whole mail"}
	r.c.cfg.Log.Error(said[f], "entry", j.ID, "incident", j.Ref, "error", words(err))
	if r.strikes.Add(1) >= strikesOut {
		r.halt(r.c.trouble(fmt.Errorf("courier: %s: %w: %s", r.c.end, errStrikes, words(err))))
	}
}

// unconnected settles an entry for which no connection can be had, and stops
// the round for it.
func (r *round) unconnected(j *job, err error) store.Settlement {
	if r.ctx.Err() != nil {
		return r.giveBack(j)
	}
	r.halt(r.c.trouble(err))
	return r.due(j, r.c.restUntil(), err.Error())
}

// giveBack returns an entry untried: at once on shutdown, after the rest when
// the server is in trouble.
func (r *round) giveBack(j *job) store.Settlement {
	return r.due(j, r.c.restUntil(), "not tried: "+cause(r.ctx))
}

func cause(ctx context.Context) string {
	if err := context.Cause(ctx); err != nil && !errors.Is(err, context.Canceled) {
		return err.Error()
	}
	return "given back"
}

// later puts an entry off by its schedule, or gives it up.
func (r *round) later(j *job, why string) store.Settlement {
	now := r.c.cfg.Now()
	if spent(j.Outgoing, now) {
		return r.settlement(j, store.Failed, "given up after 5 days: "+why)
	}
	return r.due(j, now.Add(jitter(pauseAfter(j.Attempts))), why)
}

func (r *round) due(j *job, next time.Time, why string) store.Settlement {
	s := r.settlement(j, store.Due, why)
	s.Next = next
	return s
}

func (r *round) settlement(j *job, state, response string) store.Settlement {
	return store.Settlement{ID: j.ID, Attempt: j.Attempts, State: state, Response: response, At: r.c.cfg.Now(), Failed: r.c.cfg.Failed}
}
