package store_test

import (
	"context"
	"errors"
	"path/filepath"
	"testing"
	"time"

	"tocsin/store"
	"tocsin/store/kv"
	"tocsin/store/kv/kvtest"
)

// A shared engine is one that others may have open too.
type shared struct{ kv.Engine }

func (shared) Exclusive() bool { return false }

// dieClaiming files three mails and dies with two of them claimed.
func dieClaiming(t *testing.T, path string) []store.Outgoing {
	t.Helper()
	s := openStore(t, openEngine(t, path))
	for n := range 3 {
		file(t, s, mail(n+1), newIncident)
	}
	list := get(s.Claim(ctx, begin, 2, 90*time.Second))(t)
	same(t, "claimed", len(list), 2)
	must(t, s.Close())
	return list
}

func TestOpenReleasesClaims(t *testing.T) {
	path := filepath.Join(t.TempDir(), "db")
	died := dieClaiming(t, path)
	s := openStore(t, openEngine(t, path))
	defer s.Close()
	due, later, err := s.Pending(ctx, begin)
	must(t, err)
	same(t, "due, later", []int{due, later}, []int{3, 0})
	list := get(s.Claim(ctx, begin, 10, time.Minute))(t)
	attempts := map[string]int{}
	for _, o := range list {
		attempts[o.ID] = o.Attempts
	}
	same(t, "claimed again", len(attempts), 3)
	for _, o := range died {
		same(t, "attempts of "+o.ID, attempts[o.ID], 2)
		if err := s.Settle(ctx, store.Settlement{ID: o.ID, Attempt: 1, State: store.Sent}); err == nil {
			t.Error("the dead one's attempt was settled")
		}
	}
}

// TestOpenReleasesOnlyClaims: what was put off or held, or is settled, stays so.
func TestOpenReleasesOnlyClaims(t *testing.T) {
	path := filepath.Join(t.TempDir(), "db")
	s := openStore(t, openEngine(t, path))
	for n := range 4 {
		file(t, s, mail(n+1), newIncident)
	}
	list := get(s.Claim(ctx, begin, 4, time.Minute))(t)
	next := begin.Add(time.Hour)
	must(t, s.Settle(ctx,
		store.Settlement{ID: list[0].ID, Attempt: 1, State: store.Due, Next: next},
		store.Settlement{ID: list[1].ID, Attempt: 1, State: store.Held, HeldFor: []string{"no-key"}},
		store.Settlement{ID: list[2].ID, Attempt: 1, State: store.Sent, At: begin}))
	must(t, s.Close())
	s = openStore(t, openEngine(t, path))
	defer s.Close()
	var states []string
	for _, o := range list {
		now := get(s.OutboxEntry(ctx, o.ID))(t)
		states = append(states, now.State+" "+now.Due.Sub(begin).String())
	}
	same(t, "states", states, []string{"due 1h0m0s", "held 1m0s", "sent 1m0s", "due 0s"})
	at, ok, err := s.NextDue(ctx)
	must(t, err)
	same(t, "next", []any{at.Sub(begin), ok}, []any{time.Duration(0), true})
}

// TestSharedEngineKeepsLeases: who else has it open may be at work.
func TestSharedEngineKeepsLeases(t *testing.T) {
	path := filepath.Join(t.TempDir(), "db")
	dieClaiming(t, path)
	s := openStore(t, shared{openEngine(t, path)})
	defer s.Close()
	same(t, "before the lease is over", len(get(s.Claim(ctx, begin, 10, time.Minute))(t)), 1)
	same(t, "after it", len(get(s.Claim(ctx, begin.Add(91*time.Second), 10, time.Minute))(t)), 3)
}

// TestReleaseCrashes crashes Open at each of its calls, and opens again.
func TestReleaseCrashes(t *testing.T) {
	for n := 1; ; n++ {
		path := filepath.Join(t.TempDir(), "db")
		dieClaiming(t, path)
		e := openEngine(t, path)
		f := kvtest.NewFaulty(e, n)
		s, err := store.Open(ctx, f, sealKey, store.Options{Now: func() time.Time { return begin }})
		if err == nil {
			must(t, s.Close())
		} else {
			must(t, e.Close())
		}
		s = openStore(t, openEngine(t, path))
		due, later, pendingErr := s.Pending(ctx, begin)
		must(t, pendingErr)
		same(t, "due, later", []int{due, later}, []int{3, 0})
		audit(t, s)
		must(t, s.Close())
		if f.Calls() < n {
			if n < 5 {
				t.Errorf("only %d calls were crashed", n)
			}
			return
		}
	}
}

// A full engine takes nothing.
type full struct{ kv.Engine }

func (full) Update(context.Context, func(kv.Writer) error) error { return kv.ErrFull }

// TestReleaseOnAFullDisk: a store that can't be written to opens all the same.
func TestReleaseOnAFullDisk(t *testing.T) {
	path := filepath.Join(t.TempDir(), "db")
	dieClaiming(t, path)
	s := openStore(t, full{openEngine(t, path)})
	defer s.Close()
	same(t, "entries", len(get(s.Outbox(ctx, store.OutFilter{State: store.Due}))(t)), 3)
	if _, err := s.Claim(ctx, begin, 1, time.Minute); !errors.Is(err, store.ErrFull) {
		t.Errorf("claimed on a full disk: %v", err)
	}
}

// TestEngineThatDoesNotBegin: a call whose transaction never ran has failed.
func TestEngineThatDoesNotBegin(t *testing.T) {
	s := openStore(t, full{openEngineWithStore(t)})
	defer s.Close()
	if filed, err := s.File(ctx, mail(1), newIncident); !errors.Is(err, store.ErrFull) {
		t.Errorf("filed %+v, %v", filed, err)
	}
	if err := s.Quarantine(ctx, store.Quarantined{}, []byte("x")); !errors.Is(err, store.ErrFull) {
		t.Errorf("quarantined: %v", err)
	}
	same(t, "incidents", len(get(s.Incidents(ctx, store.Filter{}))(t)), 0)
}

// openEngineWithStore opens an engine that holds an empty store.
func openEngineWithStore(t *testing.T) kv.Engine {
	path := filepath.Join(t.TempDir(), "db")
	must(t, openStore(t, openEngine(t, path)).Close())
	return openEngine(t, path)
}
