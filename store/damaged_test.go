package store

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"tocsin/store/kv"
)

// spoil changes a byte of each act of an incident; the first may lie with it.
func spoil(t *testing.T, e *faltering, ref Ref) {
	t.Helper()
	err := e.Engine.Update(context.Background(), func(w kv.Writer) error {
		in := bytes.Clone(w.Get(bIncident, order(ref)))
		if _, record, ok := readHead(in); ok {
			copy(record, flip(record, len(record)/2))
		}
		w.Put(bIncident, order(ref), in)
		var keys, values [][]byte
		for k, v := range w.Scan(bAct, order(ref), nil) {
			keys, values = append(keys, bytes.Clone(k)), append(values, flip(bytes.Clone(v), len(v)/2))
		}
		for i := range keys {
			w.Put(bAct, keys[i], values[i])
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// halfSpoilt is a store, opened anew, with two incidents and an entry of the
// outbox for each: those of the first are damaged.
func halfSpoilt(t *testing.T) (s *Store, e *faltering, bad Ref, badID, goodID string) {
	t.Helper()
	s, e = remembering(t)
	bad, badID = answered(t, s, 1)
	_, goodID = answered(t, s, 2)
	spoil(t, e, bad)
	return reopened(t, e), e, bad, badID, goodID
}

// TestDamagedEntryKeepsNoOtherWaiting: what can't be read is put off and told
// of at each lease, after a restart as well; the others go out.
func TestDamagedEntryKeepsNoOtherWaiting(t *testing.T) {
	ctx := context.Background()
	s, e, bad, badID, goodID := halfSpoilt(t)
	list, err := s.Claim(ctx, atNoon, 10, time.Minute)
	if !errors.Is(err, ErrDamaged) || !errors.Is(err, errSealed) || len(list) != 1 || list[0].ID != goodID {
		t.Fatalf("claimed %v, %v; want %s and word of %s", list, err, goodID, badID)
	}
	if err = s.Settle(ctx, Settlement{ID: goodID, Attempt: 1, State: Sent, At: atNoon}); err != nil {
		t.Fatal(err)
	}
	if list, err = s.Claim(ctx, atNoon, 10, time.Minute); err != nil || len(list) != 0 {
		t.Errorf("before the lease is over: %v, %v", list, err)
	}
	for i := range 3 {
		now := atNoon.Add(time.Duration(i+1) * time.Minute)
		if list, err = s.Claim(ctx, now, 10, time.Minute); !errors.Is(err, ErrDamaged) || len(list) != 0 {
			t.Errorf("lease %d: %v, %v", i, list, err)
		}
	}
	spoil(t, e, bad) // the same byte again: as it was
	s = reopened(t, e)
	if list, err = s.Claim(ctx, atNoon.Add(time.Hour), 10, time.Minute); err != nil || len(list) != 1 || list[0].ID != badID {
		t.Errorf("after it was mended: %v, %v", list, err)
	}
}

// TestSentOnceBesideDamage: a mail that went out has gone, even if what waited
// for it can't be read.
func TestSentOnceBesideDamage(t *testing.T) {
	ctx := context.Background()
	s, e := remembering(t)
	waiting, _ := answered(t, s, 1)
	_, first := answered(t, s, 2)
	_, err := s.File(ctx, Filing{Raw: []byte("follow-up")}, func(tx *Tx, _ *Message) Outcome {
		in, _ := tx.Incident(waiting)
		return Outcome{Incident: in, Outgoing: []Outgoing{{ID: "later", Ref: waiting, Kind: OutNotice, To: "bo@site.example", After: first,
			State: Held, HeldFor: []string{HeldForDelivery}, MessageID: "later@cert.example", Created: atNoon, Due: atNoon}}}
	})
	if err != nil {
		t.Fatal(err)
	}
	spoil(t, e, waiting)
	s = reopened(t, e)
	list, err := s.Claim(ctx, atNoon, 10, time.Minute)
	if !errors.Is(err, ErrDamaged) || !slices.ContainsFunc(list, func(o Outgoing) bool { return o.ID == first }) {
		t.Fatalf("claimed %v, %v", list, err)
	}
	if err = s.Settle(ctx, Settlement{ID: first, Attempt: 1, State: Sent, At: atNoon}); !errors.Is(err, ErrDamaged) {
		t.Fatalf("settled without word of the damage: %v", err)
	}
	if o, err := s.OutboxEntry(ctx, first); err != nil || o.State != Sent {
		t.Errorf("%v, %v", o, err)
	}
}

// TestFailedBesideDamage: a failure is known, even if what is to tell of it
// can't be read.
func TestFailedBesideDamage(t *testing.T) {
	ctx := context.Background()
	s, _, bad, _, id := halfSpoilt(t)
	if _, err := s.Claim(ctx, atNoon, 10, time.Minute); !errors.Is(err, ErrDamaged) {
		t.Fatal(err)
	}
	err := s.Settle(ctx, Settlement{ID: id, Attempt: 1, State: Failed, At: atNoon, Failed: func(tx *Tx, o Outgoing) []Outgoing {
		tx.Incident(bad)
		return []Outgoing{{ID: "told", Ref: o.Ref, Kind: OutNotice, To: "bo@site.example", MessageID: "told@cert.example"}}
	}})
	if !errors.Is(err, ErrDamaged) || errors.Is(err, errSealed) {
		t.Errorf("settled: %v", err) // the courier tries again what is not damage alone
	}
	if o, err := s.OutboxEntry(ctx, id); err != nil || o.State != Failed {
		t.Errorf("it is %s, %v", o.State, err)
	}
	if _, err := s.OutboxEntry(ctx, "told"); !errors.Is(err, ErrNotFound) {
		t.Errorf("told of what could not be read: %v", err)
	}
}
