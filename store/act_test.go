package store

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"
)

// deciding puts n entries into the outbox of an incident, in one transaction.
func deciding(t *testing.T, s *Store, ref Ref, from, n, size int) {
	t.Helper()
	err := s.commit(context.Background(), "test", func(b *batch) error {
		for i := range n {
			id := fmt.Sprint("entry-", from+i)
			o := Outgoing{ID: id, Ref: ref, Kind: OutNotice, To: "ann@site.example", Text: id + strings.Repeat("x", size), MessageID: id + "@cert.example"}
			if err := b.decideOut(o); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// acts counts the acts of an incident.
func acts(t *testing.T, s *Store, ref Ref) (n int) {
	t.Helper()
	err := s.read(context.Background(), func(v *view) error {
		n = 0
		for _, err := range v.allActs(ref) {
			if n++; err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// TestActsAreBounded: what one transaction decides may be much; each entry is
// found all the same, and all of them in their order.
func TestActsAreBounded(t *testing.T) {
	ctx := context.Background()
	s, e := remembering(t)
	ref, _ := answered(t, s, 1)
	before := acts(t, s, ref)
	deciding(t, s, ref, 0, 60, 2000)
	if n := acts(t, s, ref) - before; n < 60*2000/maxAct || n > 3*60*2000/maxAct {
		t.Errorf("%d acts for 60 letters of 2000 characters", n)
	}
	deciding(t, s, "", 100, 3, 10)
	for _, s := range []*Store{s, reopened(t, e)} {
		list, err := s.Outbox(ctx, OutFilter{Ref: ref})
		if err != nil || len(list) != 61 {
			t.Fatalf("%d entries, %v", len(list), err)
		}
		for i, o := range list[1:] {
			one, err := s.OutboxEntry(ctx, fmt.Sprint("entry-", i))
			if err != nil || one.ID != o.ID || one.Text != o.Text || !strings.HasPrefix(one.Text, one.ID+"x") {
				t.Errorf("entry %d is %s with %.10s, %v", i, one.ID, one.Text, err)
			}
		}
		if o, err := s.OutboxEntry(ctx, "entry-102"); err != nil || o.Ref != "" {
			t.Errorf("an entry of no incident: %v, %v", o.ID, err)
		}
	}
}

// TestActsInOneTransaction: what was decided in a transaction may be claimed,
// settled and freed in the same one; the last word counts.
func TestActsInOneTransaction(t *testing.T) {
	ctx := context.Background()
	for _, shared := range []bool{false, true} {
		_, e := remembering(t)
		e.shared = shared
		s := reopened(t, e)
		ref, id := answered(t, s, 1)
		err := s.commit(ctx, "test", func(b *batch) error {
			if err := b.decideOut(Outgoing{ID: "second", Ref: ref, After: id, To: "bob@site.example", Text: "You too."}); err != nil {
				return err
			}
			due, err := b.takeDue(atNoon, 10, time.Minute)
			if err == nil {
				_, err = b.claim(due, atNoon.Add(time.Minute))
			}
			for _, state := range []string{Due, Sent} {
				if err == nil {
					_, err = b.settle(Settlement{ID: id, Attempt: 1, State: state, Next: atNoon.Add(time.Hour), Response: "250 " + state, At: atNoon})
				}
			}
			if e, err := b.brief("second"); err != nil || e.rec.State != Due || e.rec.Text != "You too." {
				t.Errorf("inside: %+v, %v", e.rec, err)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		first, err1 := s.OutboxEntry(ctx, id)
		second, err2 := s.OutboxEntry(ctx, "second")
		if errors.Join(err1, err2) != nil || first.State != Sent || first.Error != "250 sent" || second.State != Due || len(second.HeldFor) != 0 {
			t.Errorf("%+v, %v\n%+v, %v", first, err1, second, err2)
		}
		in, err := s.Incident(ctx, ref)
		if n := len(in.Events); err != nil || n != 2 || in.Events[n-1].What != "acknowledged" {
			t.Errorf("history %+v, %v", in.Events, err)
		}
		if n := acts(t, s, ref); n != 2 {
			t.Errorf("%d acts of two transactions", n)
		}
	}
}

// TestPurgeOfWhatIsNotWritten: what a transaction decided before it purges an
// incident goes with it, and nothing comes after.
func TestPurgeOfWhatIsNotWritten(t *testing.T) {
	ctx := context.Background()
	s, _ := remembering(t)
	ref, id := answered(t, s, 1)
	err := s.commit(ctx, "test", func(b *batch) error {
		if err := b.decideOut(Outgoing{ID: "late", Ref: ref, To: "bob@site.example"}); err != nil {
			return err
		}
		if err := b.purge(s, ref, "ann"); err != nil {
			return err
		}
		if err := b.happen(ref, Event{What: "too late"}); !errors.Is(err, ErrState) {
			t.Errorf("something happens in what was purged: %v", err)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range []string{id, "late"} {
		if o, err := s.OutboxEntry(ctx, id); !errors.Is(err, ErrNotFound) {
			t.Errorf("%s is there: %+v, %v", id, o, err)
		}
	}
	st, err := s.Stats(ctx, time.Time{}, time.Time{})
	if n := acts(t, s, ref); n != 0 || err != nil || st.Now["outbox/due"] != 0 {
		t.Errorf("%d acts, %d due, %v", n, st.Now["outbox/due"], err)
	}
}

// TestEntryNumbers: an act knows its entries and no others.
func TestEntryNumbers(t *testing.T) {
	a := act{Outs: make([]outRecord, 3), States: []outState{{Seq: 7<<actBits + 1, Error: "one"}, {Seq: 9<<actBits + 1}}}
	for i, want := range []bool{true, true, true, false, false} {
		if o, ok := a.out(7<<actBits + uint64(i)); ok != want || ok && o != &a.Outs[i] {
			t.Errorf("entry %d: %v", i, ok)
		}
	}
	if s := a.state(7<<actBits + 1); s == nil || s.Error != "one" || a.state(8<<actBits+1) != nil {
		t.Errorf("state %+v", s)
	}
}
