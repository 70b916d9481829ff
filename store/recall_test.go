package store_test

import (
	"errors"
	"testing"
	"time"

	"tocsin/store"
)

// recall files a second message in the incident of the first, which withdraws
// and holds entries; it returns what that message saw of them.
func recall(t *testing.T, s *store.Store, n int, withdrawn []store.Bounce, holds ...store.Hold) (seen []store.Outgoing) {
	t.Helper()
	file(t, s, mail(n), func(tx *store.Tx, m *store.Message) store.Outcome {
		in, _ := tx.Incident(store.MakeRef("CERT", 2026, 1))
		seen = tx.Outbox(in.Ref)
		return store.Outcome{Incident: in, Withdrawn: withdrawn, Holds: holds}
	})
	return seen
}

// A later message holds what has not gone, and ends what it takes the place of.
func TestRecall(t *testing.T) {
	s := fresh(t)
	outbox(t, s, 1, store.Outgoing{ID: "due"}, store.Outgoing{ID: "asks", State: store.Held, HeldFor: []string{"asks"}},
		store.Outgoing{ID: "old", State: store.Held, HeldFor: []string{"asks"}}, store.Outgoing{ID: "sent", Due: begin.Add(-time.Hour)})
	_, list := claim(t, s, begin.Add(-time.Hour), 1)
	must(t, settle(s, list[0], store.Sent))
	seen := recall(t, s, 2, []store.Bounce{{ID: "old", Reason: "a better one"}, {ID: "sent", Reason: "x"}, {ID: "none"}},
		store.Hold{ID: "due", Reasons: []string{"tlp-red"}}, store.Hold{ID: "asks", Reasons: []string{"tlp-red", "asks"}},
		store.Hold{ID: "sent", Reasons: []string{"tlp-red"}}, store.Hold{ID: "old", Reasons: []string{"late"}}, store.Hold{ID: "none"})
	states := []string{}
	for _, o := range seen {
		states = append(states, o.ID+" "+o.State)
	}
	same(t, "seen before", states, []string{"due due", "asks held", "old held", "sent sent"})
	for id, want := range map[string][]string{"due": {store.Held, "tlp-red"}, "asks": {store.Held, "asks", "tlp-red"}, "old": {store.Failed}, "sent": {store.Sent}} {
		o := entry(t, s, id)
		same(t, id, append([]string{o.State}, o.HeldFor...), want)
	}
	same(t, "why it ended", entry(t, s, "old").Error, "withdrawn: a better one")
	same(t, "history", whats(incident(t, s, store.MakeRef("CERT", 2026, 1))), []string{"filed", "sent", "joined", "withdrawn", "held", "held"})
	ids, _ := claim(t, s, begin.Add(time.Hour), 10)
	same(t, "goes by itself", ids, "")
	must(t, s.Approve(ctx, "due", "ann"))
	if err := s.Retry(ctx, "old", "ann"); !errors.Is(err, store.ErrEnded) {
		t.Errorf("retry of a withdrawn one: %v", err)
	}
	must(t, s.Approve(ctx, "old", "ann"))
	ids, _ = claim(t, s, begin.Add(time.Hour), 10)
	same(t, "goes by a person's word", ids, "due old")
}

// What was on the wire when it was held, and was taken, is sent; what was not
// taken waits.
func TestHoldOnTheWire(t *testing.T) {
	s := fresh(t)
	outbox(t, s, 1, store.Outgoing{ID: "taken"}, store.Outgoing{ID: "refused"})
	_, list := claim(t, s, begin, 2)
	recall(t, s, 2, nil, store.Hold{ID: "taken", Reasons: []string{"tlp-red"}}, store.Hold{ID: "refused", Reasons: []string{"tlp-red"}})
	must(t, settle(s, list[0], store.Sent))
	if err := settle(s, list[1], store.Due); !errors.Is(err, store.ErrStale) {
		t.Errorf("put off although it is held: %v", err)
	}
	same(t, "taken", entry(t, s, "taken").State, store.Sent)
	same(t, "refused", entry(t, s, "refused").HeldFor, []string{"tlp-red"})
}
