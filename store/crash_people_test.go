package store_test

import (
	"errors"
	"testing"
	"time"

	"tocsin/store"
)

// digested decides as newIncident does, with a notice that may share a mail.
func digested(tx *store.Tx, m *store.Message) store.Outcome {
	o := newIncident(tx, m)
	notice := out(tx, m, o.Incident.Ref, store.OutNotice, "ann@cert.example")
	notice.Digest = "handlers"
	o.Incident.Participants[0].Since = begin.Add(-time.Hour) // before the merge
	o.Outgoing = append(o.Outgoing, notice)
	return o
}

// bouncedAck decides as for a delivery report on the first acknowledgement.
func bouncedAck(tx *store.Tx, m *store.Message) store.Outcome {
	var o store.Outcome
	if in, ok := tx.Incident(store.MakeRef("CERT", 2026, 1)); ok {
		first := store.KeyOf(mail(1).Raw)
		o.Incident = in
		o.Bounced = []store.Bounce{{ID: tx.Derive(string(first), store.OutAck, m.From), Reason: "5.1.1"}}
	}
	return o
}

// people is what handlers do afterwards: reject, retry, undo a merge, purge.
func people() []step {
	one, two := store.MakeRef("CERT", 2026, 1), store.MakeRef("CERT", 2026, 2)
	large := largeMail()
	large.Message.References = []string{"2@site.example"}
	done := unless(store.ErrState)
	return []step{
		fileStep("file", mail(1), digested),
		fileStep("file two", mail(2), digested),
		fileStep("large", large, join),
		{"deliver with a digest", deliverAll},
		fileStep("bounce", mail(3), bouncedAck),
		{"retry", func(s *store.Store) error { return done(s.Retry(ctx, failedID(s), "ann")) }},
		{"deliver again", deliverAll},
		fileStep("held", mail(5), forwarded),
		{"reject", func(s *store.Store) error { return done(s.Reject(ctx, forwardOf(s, 3), "ann", "not theirs")) }},
		{"merge", func(s *store.Store) error {
			if in, err := s.Incident(ctx, two); err != nil || in.Status == store.StatusPurged || len(in.Events) > 6 {
				return err
			}
			return done(s.Merge(ctx, two, one, "ann"))
		}},
		{"unmerge", func(s *store.Store) error { return done(s.Merge(ctx, two, "", "ann")) }},
		{"purge", func(s *store.Store) error { return done(s.Purge(ctx, two, "ann")) }},
		{"put a key", func(s *store.Store) error {
			return s.PutKey(ctx, store.StoredKey{Fingerprint: "EF", State: store.KeyAccepted})
		}},
		{"deliver the rest", deliverAll},
		{"sweep", func(s *store.Store) error { _, err := s.Sweep(ctx, -time.Hour); return err }},
	}
}

func failedID(s *store.Store) string {
	list, _ := s.Outbox(ctx, store.OutFilter{State: store.Failed, Ref: store.MakeRef("CERT", 2026, 1)})
	for _, o := range list {
		return o.ID
	}
	list, _ = s.Outbox(ctx, store.OutFilter{State: store.Sent, Ref: store.MakeRef("CERT", 2026, 1)})
	for _, o := range list {
		return o.ID // retried before: refused
	}
	return "none"
}

func forwardOf(s *store.Store, n int) string {
	list, _ := s.Outbox(ctx, store.OutFilter{Ref: store.MakeRef("CERT", 2026, n)})
	for _, o := range list {
		if o.Kind == store.OutForward {
			return o.ID
		}
	}
	return "none"
}

// TestCrashWhilePeopleWork crashes what handlers do at each call.
func TestCrashWhilePeopleWork(t *testing.T) { walk(t, people(), checkPeople) }

func checkPeople(t *testing.T, path string) {
	s := openStore(t, openEngine(t, path))
	defer s.Close()
	ref := func(n int) store.Ref { return store.MakeRef("CERT", 2026, n) }
	same(t, "incidents", len(get(s.Incidents(ctx, store.Filter{}))(t)), 3)
	same(t, "purged", incident(t, s, ref(2)).Status, store.StatusPurged)
	for _, f := range []store.Filing{mail(2), largeMail()} {
		if _, err := s.Raw(ctx, store.KeyOf(f.Raw)); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("raw of a purged message: %v", err)
		}
	}
	same(t, "nothing left to sweep", get(s.Sweep(ctx, -time.Hour))(t), 0)
	same(t, "messages", len(incident(t, s, ref(1)).Messages), 2)
	same(t, "participants", len(incident(t, s, ref(1)).Participants), 1)
	same(t, "bounced once", count(whats(incident(t, s, ref(1))), "failed"), 1)
	same(t, "retried once", count(whats(incident(t, s, ref(1))), "retried"), 1)
	same(t, "rejected once", count(whats(incident(t, s, ref(3))), "rejected"), 1)
	states := map[string]int{}
	for _, o := range get(s.Outbox(ctx, store.OutFilter{}))(t) {
		if o.Kind != store.OutDigest {
			states[o.Kind+" "+o.State]++
		}
	}
	same(t, "outbox", states, map[string]int{"ack sent": 2, "notice sent": 1, "notice held": 1, "forward failed": 1})
	same(t, "keys", len(get(s.Keys(ctx))(t)), 2)
}

func count(list []string, what string) (n int) {
	for _, x := range list {
		if x == what {
			n++
		}
	}
	return n
}
