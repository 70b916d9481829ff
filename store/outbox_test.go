package store_test

import (
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"tocsin/store"
)

// outbox files a message that decides the given entries; Ref, ID and
// recipients are filled in.
func outbox(t *testing.T, s *store.Store, n int, list ...store.Outgoing) []store.Outgoing {
	t.Helper()
	file(t, s, mail(n), func(tx *store.Tx, m *store.Message) store.Outcome {
		o := newIncident(tx, m)
		o.Outgoing = nil
		for _, x := range list {
			x.Ref, x.Cause = o.Incident.Ref, m.Key
			if x.To == "" {
				x.To = "ann@site.example"
			}
			if x.MessageID == "" {
				x.MessageID = x.ID + "@cert.example"
			}
			o.Outgoing = append(o.Outgoing, x)
		}
		return o
	})
	return list
}

func entry(t *testing.T, s *store.Store, id string) store.Outgoing {
	t.Helper()
	return get(s.OutboxEntry(ctx, id))(t)
}

func settle(s *store.Store, o store.Outgoing, state string) error {
	return s.Settle(ctx, store.Settlement{ID: o.ID, Attempt: o.Attempts, State: state, HeldFor: []string{"no-key"}, Next: begin.Add(time.Hour), Response: "answer", At: begin})
}

func claim(t *testing.T, s *store.Store, at time.Time, n int) (ids string, list []store.Outgoing) {
	t.Helper()
	list = get(s.Claim(ctx, at, n, time.Minute))(t)
	var names []string
	for _, o := range list {
		names = append(names, o.ID)
	}
	return strings.Join(names, " "), list
}

func TestClaim(t *testing.T) {
	s := fresh(t)
	outbox(t, s, 1, store.Outgoing{ID: "later", Due: begin.Add(time.Hour)}, store.Outgoing{ID: "second", Due: begin},
		store.Outgoing{ID: "first", Due: begin.Add(-time.Hour)}, store.Outgoing{ID: "held", State: store.Held, HeldFor: []string{"tlp"}})
	due, later, err := s.Pending(ctx, begin)
	same(t, "pending", []any{due, later, err}, []any{2, 1, nil})
	at, ok, err := s.NextDue(ctx)
	same(t, "next", []any{at, ok, err}, []any{begin.Add(-time.Hour), true, nil})
	ids, list := claim(t, s, begin, 1)
	same(t, "longest due first", ids, "first")
	same(t, "attempt and lease", []any{list[0].Attempts, list[0].Due}, []any{1, begin.Add(time.Minute)})
	ids, _ = claim(t, s, begin, 10)
	same(t, "then", ids, "second")
	ids, _ = claim(t, s, begin, 10)
	same(t, "nothing is claimed twice", ids, "")
	ids, list = claim(t, s, begin.Add(time.Minute), 10)
	same(t, "a dead claimer's come back", ids, "first second")
	same(t, "second attempt", list[0].Attempts, 2)
	ids, _ = claim(t, s, begin.Add(2*time.Hour), 10)
	same(t, "all that is due", ids, "first second later")
	ids, _ = claim(t, s, begin.Add(5*time.Hour), 0)
	same(t, "none wanted", ids, "")
}

func TestClaimByMany(t *testing.T) {
	s := fresh(t)
	var list []store.Outgoing
	for i := range 100 {
		list = append(list, store.Outgoing{ID: "x" + strings.Repeat("i", i)})
	}
	outbox(t, s, 1, list...)
	var mu sync.Mutex
	seen := map[string]int{}
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for {
				got, err := s.Claim(ctx, begin, 7, time.Minute)
				if err != nil || len(got) == 0 {
					return
				}
				mu.Lock()
				for _, o := range got {
					seen[o.ID]++
				}
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	for id, n := range seen {
		if n != 1 {
			t.Errorf("%s was claimed %d times", id, n)
		}
	}
	same(t, "claimed", len(seen), 100)
}

func TestSettle(t *testing.T) {
	s := fresh(t)
	outbox(t, s, 1, store.Outgoing{ID: "ack", Kind: store.OutAck}, store.Outgoing{ID: "b", Kind: store.OutForward}, store.Outgoing{ID: "c"}, store.Outgoing{ID: "d"})
	_, list := claim(t, s, begin, 10)
	for i, state := range []string{store.Sent, store.Failed, store.Held, store.Due} {
		must(t, settle(s, list[i], state))
		o := entry(t, s, list[i].ID)
		same(t, state, []string{o.State, o.Error}, []string{state, "answer"})
	}
	same(t, "sent at", entry(t, s, "ack").Settled, begin)
	same(t, "held for", entry(t, s, "c").HeldFor, []string{"no-key"})
	same(t, "put off", entry(t, s, "d").Due, begin.Add(time.Hour))
	same(t, "history", whats(incident(t, s, store.MakeRef("CERT", 2026, 1))), []string{"filed", "acknowledged", "failed", "held"})
	if err := settle(s, list[0], store.Failed); !errors.Is(err, store.ErrStale) {
		t.Errorf("settled twice: %v", err)
	}
	if err := s.Settle(ctx); err != nil {
		t.Errorf("nothing to settle: %v", err)
	}
	st := get(s.Stats(ctx, begin, begin))(t)
	same(t, "counted", []int{st.Totals["sent/ack"], st.Totals["failed/forward"], st.Now["outbox/due"], st.Now["outbox/held"]}, []int{1, 1, 1, 1})
}

func TestSettleStale(t *testing.T) {
	s := fresh(t)
	outbox(t, s, 1, store.Outgoing{ID: "a"}, store.Outgoing{ID: "b"})
	_, first := claim(t, s, begin, 10)
	_, second := claim(t, s, begin.Add(time.Hour), 10)
	err := s.Settle(ctx,
		store.Settlement{ID: "a", Attempt: first[0].Attempts, State: store.Failed},
		store.Settlement{ID: "gone", Attempt: 1, State: store.Sent},
		store.Settlement{ID: "b", Attempt: second[1].Attempts, State: store.Sent})
	if !errors.Is(err, store.ErrStale) || !errors.Is(err, store.ErrNotFound) {
		t.Errorf("late and unknown: %v", err)
	}
	same(t, "an older attempt settles nothing", entry(t, s, "a").State, store.Due)
	same(t, "the others are settled", entry(t, s, "b").State, store.Sent)
	if err = s.Settle(ctx, store.Settlement{ID: "a", Attempt: 2, State: "lost"}); !errors.Is(err, store.ErrState) {
		t.Errorf("an unknown state: %v", err)
	}
}

func TestAfter(t *testing.T) {
	s := fresh(t)
	outbox(t, s, 1, store.Outgoing{ID: "forward", Kind: store.OutForward}, store.Outgoing{ID: "notice", After: "forward"},
		store.Outgoing{ID: "both", After: "forward", State: store.Held, HeldFor: []string{"tlp"}})
	same(t, "waits", entry(t, s, "notice").HeldFor, []string{store.HeldForDelivery})
	if err := s.Approve(ctx, "notice", "ann"); !errors.Is(err, store.ErrState) {
		t.Errorf("approved what waits for a delivery: %v", err)
	}
	ids, list := claim(t, s, begin, 10)
	same(t, "goes first", ids, "forward")
	must(t, settle(s, list[0], store.Due))
	ids, _ = claim(t, s, begin.Add(30*time.Minute), 10)
	same(t, "not yet", ids, "")
	_, list = claim(t, s, begin.Add(time.Hour), 10)
	must(t, settle(s, list[0], store.Sent))
	ids, _ = claim(t, s, begin.Add(time.Hour), 10)
	same(t, "free", ids, "notice")
	same(t, "still held for a person", entry(t, s, "both").HeldFor, []string{"tlp"})
	outbox(t, s, 2, store.Outgoing{ID: "late", After: "forward"})
	same(t, "after what was sent", entry(t, s, "late").State, store.Due)
}

func TestDecidedOnce(t *testing.T) {
	s := fresh(t)
	outbox(t, s, 1, store.Outgoing{ID: "a", Text: "first"})
	outbox(t, s, 2, store.Outgoing{ID: "a", Text: "second"})
	same(t, "text", entry(t, s, "a").Text, "first")
	same(t, "entries", len(get(s.Outbox(ctx, store.OutFilter{}))(t)), 1)
}

func TestApproveRejectRetry(t *testing.T) {
	s := fresh(t)
	hold := func(id string) store.Outgoing {
		return store.Outgoing{ID: id, Kind: store.OutForward, State: store.Held, HeldFor: []string{"tlp"}}
	}
	waiting := hold("waiting")
	waiting.After = "b"
	outbox(t, s, 1, hold("a"), hold("b"), waiting, store.Outgoing{ID: "c"})
	must(t, s.Approve(ctx, "a", "ann"))
	same(t, "approved", entry(t, s, "a").State, store.Due)
	must(t, s.Approve(ctx, "waiting", "ann"))
	same(t, "approved, waits", entry(t, s, "waiting").HeldFor, []string{store.HeldForDelivery})
	must(t, s.Reject(ctx, "b", "ann", "not theirs"))
	o := entry(t, s, "b")
	same(t, "rejected", []string{o.State, o.Error}, []string{store.Failed, "rejected by ann: not theirs"})
	for name, err := range map[string]error{
		"approve due":     s.Approve(ctx, "a", "ann"),
		"reject failed":   s.Reject(ctx, "b", "ann", "again"),
		"retry held":      s.Retry(ctx, "waiting", "ann"),
		"retry rejected":  s.Retry(ctx, "b", "ann"),
		"approve waiting": s.Approve(ctx, "waiting", "ann"),
	} {
		if !errors.Is(err, store.ErrState) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := s.Approve(ctx, "none", "ann"); !errors.Is(err, store.ErrNotFound) || !strings.Contains(err.Error(), `"none"`) {
		t.Errorf("unknown entry: %v", err)
	}
	if err := s.Retry(ctx, "b", "ann"); !errors.Is(err, store.ErrEnded) {
		t.Errorf("retry of a rejected one: %v", err)
	}
	must(t, s.Approve(ctx, "b", "bob"))
	o = entry(t, s, "b")
	same(t, "approved after all", []string{o.State, o.Error}, []string{store.Due, ""})
	want := []string{"filed", "approved", "approved", "rejected", "approved"}
	same(t, "history", whats(incident(t, s, store.MakeRef("CERT", 2026, 1))), want)
}

// What the server has taken is sent, whatever was said meanwhile.
func TestRejectOnTheWire(t *testing.T) {
	s := fresh(t)
	outbox(t, s, 1, store.Outgoing{ID: "a"})
	_, list := claim(t, s, begin, 1)
	must(t, s.Reject(ctx, "a", "ann", "too late"))
	must(t, settle(s, list[0], store.Sent))
	same(t, "state", entry(t, s, "a").State, store.Sent)
}

func TestBounce(t *testing.T) {
	s := fresh(t)
	outbox(t, s, 1, store.Outgoing{ID: "a", Kind: store.OutAck})
	_, list := claim(t, s, begin, 1)
	must(t, settle(s, list[0], store.Sent))
	for n := 2; n < 4; n++ {
		file(t, s, mail(n), func(tx *store.Tx, m *store.Message) store.Outcome {
			o, ok := tx.OutgoingByMessageID("a@cert.example")
			if !ok || o.ID != "a" {
				t.Errorf("found %+v", o)
			}
			in, _ := tx.Incident(o.Ref)
			return store.Outcome{Incident: in, Bounced: []store.Bounce{{ID: o.ID, Reason: "5.1.1 no such user"}, {ID: "unknown"}}}
		})
	}
	o := entry(t, s, "a")
	same(t, "bounced", []string{o.State, o.Error}, []string{store.Failed, "bounced: 5.1.1 no such user"})
	same(t, "history", whats(incident(t, s, o.Ref)), []string{"filed", "acknowledged", "joined", "failed", "joined"})
}

func TestWake(t *testing.T) {
	s := fresh(t)
	outbox(t, s, 1, store.Outgoing{ID: "a"})
	<-s.Wake()
	outbox(t, s, 2, store.Outgoing{ID: "b", State: store.Held, HeldFor: []string{"tlp"}})
	must(t, s.Approve(ctx, "b", "ann"))
	<-s.Wake()
	select {
	case <-s.Wake():
		t.Error("woken for nothing")
	default:
	}
}
