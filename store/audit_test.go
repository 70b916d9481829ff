package store_test

import (
	"fmt"
	"testing"
	"time"

	"tocsin/store"
)

// audit looks at a whole store and at how its parts fit together: whatever
// happened, these hold.
func audit(t testing.TB, s *store.Store) {
	t.Helper()
	now := get(s.Stats(ctx, time.Time{}, time.Time{}))(t).Now
	list := allIncidents(t, s)
	auditIncidents(t, s, list, now)
	auditOutbox(t, s, list, now)
	same(t, "counted in quarantine", now["quarantine"], len(get(s.Quarantined(ctx))(t)))
	for name, n := range now {
		if n < 0 {
			t.Errorf("%s is counted as %d", name, n)
		}
	}
}

func allIncidents(t testing.TB, s *store.Store) (list []store.Incident) {
	t.Helper()
	for after := store.Ref(""); ; after = list[len(list)-1].Ref {
		page := get(s.Incidents(ctx, store.Filter{After: after, Limit: 1000}))(t)
		if list = append(list, page...); len(page) == 0 {
			return list
		}
	}
}

// auditIncidents: references are gapless, each message is in one incident
// and knows it, its bytes are there until it is purged.
func auditIncidents(t testing.TB, s *store.Store, list []store.Incident, now map[string]int) {
	t.Helper()
	where := map[store.Key]store.Ref{}
	status := map[string]int{}
	for i, in := range list {
		status[in.Status]++
		if want := store.MakeRef("CERT", 2026, len(list)-i); in.Ref != want {
			t.Fatalf("%s stands where %s belongs", in.Ref, want)
		}
		whole := incident(t, s, in.Ref)
		for _, key := range whole.Messages {
			if other, ok := where[key]; ok {
				t.Errorf("%s is in %s and in %s", key, other, in.Ref)
			}
			where[key] = in.Ref
			auditMessage(t, s, key, whole)
		}
		if gone := in.Status == store.StatusPurged; len(whole.Events) == 0 || gone && len(whole.Events) > 1 {
			t.Errorf("%s (%s) has a history of %d", in.Ref, in.Status, len(whole.Events))
		}
	}
	for _, name := range []string{store.StatusOpen, store.StatusWaiting, store.StatusClosed, store.StatusPurged} {
		same(t, "counted as "+name, now["status/"+name], status[name])
	}
}

func auditMessage(t testing.TB, s *store.Store, key store.Key, in store.Incident) {
	t.Helper()
	m, err := s.Message(ctx, key)
	if err != nil || m.Ref != in.Ref {
		t.Errorf("%s of %s says that it is in %q, %v", key, in.Ref, m.Ref, err)
	}
	raw, err := s.Raw(ctx, key)
	if gone := in.Status == store.StatusPurged; gone != (err != nil) || !gone && store.KeyOf(raw) != key {
		t.Errorf("%s of %s (%s) has %d bytes, %v", key, in.Ref, in.Status, len(raw), err)
	}
}

// auditOutbox: each entry is listed once, in its state and in its incident,
// and counted there; what is carried has its digest.
func auditOutbox(t testing.TB, s *store.Store, list []store.Incident, now map[string]int) {
	t.Helper()
	byState := map[string]string{}
	for _, state := range []string{store.Due, store.Held, store.Sent, store.Failed} {
		entries := get(s.Outbox(ctx, store.OutFilter{State: state, Limit: 10_000}))(t)
		same(t, "counted as "+state, now["outbox/"+state], len(entries))
		for _, o := range entries {
			if o.State != state || byState[o.ID] != "" {
				t.Errorf("%s is %s and was listed as %s and %q", o.ID, o.State, state, byState[o.ID])
			}
			byState[o.ID] = fmt.Sprint(o.State, o.Attempts, o.Due, o.Text)
			if state == store.Held && len(o.HeldFor) == 0 {
				t.Errorf("%s is held for nothing", o.ID)
			}
		}
	}
	n := 0
	for _, in := range list {
		for _, o := range get(s.Outbox(ctx, store.OutFilter{Ref: in.Ref, Limit: 10_000}))(t) {
			n++
			same(t, "entry "+o.ID, byState[o.ID], fmt.Sprint(o.State, o.Attempts, o.Due, o.Text))
		}
	}
	same(t, "entries of all incidents", n, len(byState))
	due, later, err := s.Pending(ctx, begin)
	must(t, err)
	same(t, "pending", due+later, now["outbox/due"])
}
