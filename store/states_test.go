package store_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"tocsin/store"
)

// brought makes an outbox entry and brings it into a state.
func brought(t *testing.T, s *store.Store, state string) (id string) {
	t.Helper()
	if state == "missing" {
		return "missing"
	}
	filed := file(t, s, mail(1), forwarded) // ack due, forward held, notice after it
	entries := get(s.Outbox(ctx, store.OutFilter{Ref: filed.Ref}))(t)
	ack, forward, notice := entries[0].ID, entries[1].ID, entries[2].ID
	settle := func(id, state string) {
		must(t, s.Settle(ctx, store.Settlement{ID: id, Attempt: 1, State: state, HeldFor: []string{"no-key"}, Next: begin.Add(time.Hour), At: begin}))
	}
	switch state {
	case "held":
		return forward
	case "rejected":
		must(t, s.Reject(ctx, forward, "ann", "no"))
		return forward
	case "rejected too":
		must(t, s.Reject(ctx, notice, "ann", "no"))
		return notice
	case "waiting":
		return notice
	case "due":
		return ack
	}
	claimed := get(s.Claim(ctx, begin, 10, time.Minute))(t)
	same(t, "claimed", len(claimed), 1)
	switch state {
	case "sent", "failed":
		settle(ack, state)
	case "put off":
		settle(ack, store.Due)
	case "held again":
		settle(ack, store.Held)
	case "purged":
		must(t, s.Purge(ctx, filed.Ref, "ann"))
	}
	return ack
}

// commands that may be given about an entry.
func commands() map[string]func(s *store.Store, id string) error {
	settle := func(state string, attempt int) func(*store.Store, string) error {
		return func(s *store.Store, id string) error {
			return s.Settle(ctx, store.Settlement{ID: id, Attempt: attempt, State: state, HeldFor: []string{"x"}, Next: begin, At: begin})
		}
	}
	return map[string]func(*store.Store, string) error{
		"approve":      func(s *store.Store, id string) error { return s.Approve(ctx, id, "ann") },
		"reject":       func(s *store.Store, id string) error { return s.Reject(ctx, id, "ann", "no") },
		"retry":        func(s *store.Store, id string) error { return s.Retry(ctx, id, "ann") },
		"settle sent":  settle(store.Sent, 1),
		"settle again": settle(store.Sent, 2),
		"settle odd":   settle("odd", 1),
	}
}

// TestWrongStates gives each command about an entry in each state. What is
// not possible says why and changes nothing; what is leads where it should.
func TestWrongStates(t *testing.T) {
	const state, stale, none = "!state", "!stale", "!none"
	table := map[string]map[string]string{
		//            approve  reject   retry   settle: sent   again  odd
		"due":          {"approve": state, "reject": "failed", "retry": "due", "settle sent": stale, "settle again": stale, "settle odd": stale},
		"claimed":      {"approve": state, "reject": "failed", "retry": "due", "settle sent": "sent", "settle again": stale, "settle odd": state},
		"put off":      {"approve": state, "reject": "failed", "retry": "due", "settle sent": "sent", "settle again": stale, "settle odd": state},
		"held":         {"approve": "due", "reject": "failed", "retry": state, "settle sent": stale, "settle again": stale, "settle odd": stale},
		"held again":   {"approve": "due", "reject": "failed", "retry": state, "settle sent": "sent", "settle again": stale, "settle odd": stale},
		"waiting":      {"approve": state, "reject": "failed", "retry": state, "settle sent": stale, "settle again": stale, "settle odd": stale},
		"sent":         {"approve": state, "reject": state, "retry": state, "settle sent": stale, "settle again": stale, "settle odd": stale},
		"failed":       {"approve": state, "reject": state, "retry": "due", "settle sent": "sent", "settle again": stale, "settle odd": stale},
		"rejected":     {"approve": "due", "reject": state, "retry": state, "settle sent": stale, "settle again": stale, "settle odd": stale},
		"rejected too": {"approve": "held", "reject": state, "retry": state, "settle sent": stale, "settle again": stale, "settle odd": stale},
		"purged":       {"approve": none, "reject": none, "retry": none, "settle sent": none, "settle again": none, "settle odd": none},
		"missing":      {"approve": none, "reject": none, "retry": none, "settle sent": none, "settle again": none, "settle odd": none},
	}
	errs := map[string]error{state: store.ErrState, stale: store.ErrStale, none: store.ErrNotFound}
	for from, row := range table {
		for name, command := range commands() {
			t.Run(from+"/"+name, func(t *testing.T) {
				s := fresh(t)
				id := brought(t, s, from)
				before, _ := s.OutboxEntry(ctx, id)
				err := command(s, id)
				after, _ := s.OutboxEntry(ctx, id)
				if want := errs[row[name]]; want != nil {
					if !errors.Is(err, want) {
						t.Errorf("got %v, want %v", err, want)
					}
					same(t, "as before", after, before)
				} else {
					must(t, err)
					same(t, "state", after.State, row[name])
				}
				audit(t, s)
			})
		}
	}
}

// TestRetryOfAClaimed: a person may have what is on its way sent at once; the
// claimer's word still counts, and then nobody sends it again.
func TestRetryOfAClaimed(t *testing.T) {
	s := fresh(t)
	id := brought(t, s, "claimed")
	must(t, s.Retry(ctx, id, "ann"))
	at, ok, err := s.NextDue(ctx)
	must(t, err)
	same(t, "due now", []any{at.Equal(begin), ok}, []any{true, true})
	must(t, s.Settle(ctx, store.Settlement{ID: id, Attempt: 1, State: store.Sent, At: begin}))
	same(t, "left to claim", len(get(s.Claim(ctx, begin.Add(time.Hour), 9, time.Minute))(t)), 0)
	audit(t, s)
}

// TestLeaseOver: an attempt that outlives its lease is stale once another began.
func TestLeaseOver(t *testing.T) {
	s := fresh(t)
	id := brought(t, s, "claimed")
	for attempt := 2; attempt < 6; attempt++ {
		list := get(s.Claim(ctx, begin.Add(time.Duration(attempt)*time.Hour), 1, time.Minute))(t)
		same(t, "claimed again", []any{list[0].ID, list[0].Attempts}, []any{id, attempt})
		err := s.Settle(ctx, store.Settlement{ID: id, Attempt: attempt - 1, State: store.Failed, At: begin})
		same(t, "the one before is stale", errors.Is(err, store.ErrStale), true)
	}
	must(t, s.Settle(ctx, store.Settlement{ID: id, Attempt: 5, State: store.Sent, At: begin}))
	audit(t, s)
}

// TestClaimOrder: what is due longest comes first, whether it was put off or
// its lease ran out.
func TestClaimOrder(t *testing.T) {
	s := fresh(t)
	for n := range 4 {
		file(t, s, mail(n+1), newIncident)
	}
	list := get(s.Claim(ctx, begin, 3, 2*time.Minute))(t) // three leases until :02, one due at :00
	must(t, s.Settle(ctx, store.Settlement{ID: list[0].ID, Attempt: 1, State: store.Due, Next: begin.Add(time.Minute)},
		store.Settlement{ID: list[1].ID, Attempt: 1, State: store.Due, Next: begin.Add(3 * time.Minute)}))
	var dues []time.Duration
	for _, o := range get(s.Outbox(ctx, store.OutFilter{State: store.Due}))(t) {
		dues = append(dues, o.Due.Sub(begin))
	}
	same(t, "listed", dues, []time.Duration{0, time.Minute, 2 * time.Minute, 3 * time.Minute})
	var got []string
	for range 4 {
		next := get(s.Claim(ctx, begin.Add(10*time.Minute), 1, time.Hour))(t)
		got = append(got, next[0].ID)
	}
	same(t, "claimed in order", got[1:], []string{list[0].ID, list[2].ID, list[1].ID})
	same(t, "the first was never tried", slices.ContainsFunc(list, func(o store.Outgoing) bool { return o.ID == got[0] }), false)
	same(t, "nothing more", len(get(s.Claim(ctx, begin.Add(10*time.Minute), 1, time.Hour))(t)), 0)
}

// TestSettleTogether: those that come too late do not spoil the others.
func TestSettleTogether(t *testing.T) {
	s := fresh(t)
	for n := range 3 {
		file(t, s, mail(n+1), newIncident)
	}
	var done []store.Settlement
	for _, o := range get(s.Claim(ctx, begin, 10, time.Minute))(t) {
		done = append(done, store.Settlement{ID: o.ID, Attempt: 1, State: store.Sent, At: begin})
	}
	done[1].Attempt = 9
	done = append(done, store.Settlement{ID: "none", Attempt: 1, State: store.Sent})
	err := s.Settle(ctx, done...)
	same(t, "too late", []bool{errors.Is(err, store.ErrStale), errors.Is(err, store.ErrNotFound)}, []bool{true, true})
	same(t, "sent", len(get(s.Outbox(ctx, store.OutFilter{State: store.Sent}))(t)), 2)
	must(t, s.Settle(ctx))
	audit(t, s)
}
