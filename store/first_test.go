package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"tocsin/store/kv"
)

// rows counts those of a bucket whose keys begin so.
func rows(t *testing.T, s *Store, bucket string, prefix []byte) (n int) {
	t.Helper()
	err := s.engine.View(context.Background(), func(r kv.Reader) error {
		n = 0
		for range r.Scan(bucket, prefix, nil) {
			n++
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// followUp files a mail that changes an incident.
func followUp(t *testing.T, s *Store, ref Ref, text string) {
	t.Helper()
	_, err := s.File(context.Background(), Filing{Raw: []byte(text)}, func(tx *Tx, _ *Message) Outcome {
		in, ok := tx.Incident(ref)
		if !ok {
			t.Errorf("%s is not there", ref)
		}
		in.Subject = text
		return Outcome{Incident: in}
	})
	if err != nil {
		t.Fatal(err)
	}
}

func told(t *testing.T, s *Store, ref Ref) string {
	t.Helper()
	in, err := s.Incident(context.Background(), ref)
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, e := range in.Events {
		list = append(list, e.What)
	}
	return strings.Join(list, " ")
}

// TestFirstActLiesWithItsIncident: until that changes; then it is one among the
// others, and all is told as before.
func TestFirstActLiesWithItsIncident(t *testing.T) {
	ctx := context.Background()
	s, e := remembering(t)
	ref, id := answered(t, s, 1)
	check := func(placed int, history, state string) {
		t.Helper()
		for _, s := range []*Store{s, reopened(t, e)} {
			if n := rows(t, s, bAct, order(ref)); n != placed {
				t.Errorf("%d acts lie by themselves, want %d", n, placed)
			}
			if got := told(t, s, ref); got != history {
				t.Errorf("the history is %s, want %s", got, history)
			}
			list, err := s.Outbox(ctx, OutFilter{Ref: ref})
			if err != nil || len(list) != 1 || list[0].ID != id || list[0].State != state || list[0].Text != "Thank you." {
				t.Errorf("outbox %+v, %v", list, err)
			}
			if o, err := s.OutboxEntry(ctx, id); err != nil || o.State != state || o.Text != "Thank you." {
				t.Errorf("entry %+v, %v", o, err)
			}
		}
	}
	check(0, "filed", Due)
	s = reopened(t, e)
	if err := s.Settle(ctx, Settlement{ID: id, Attempt: claimOne(t, s, atNoon).Attempts, State: Sent, At: atNoon}); err != nil {
		t.Fatal(err)
	}
	check(1, "filed acknowledged", Sent)
	followUp(t, s, ref, "more")
	check(3, "filed acknowledged joined", Sent)
	followUp(t, s, ref, "yet more")
	check(4, "filed acknowledged joined joined", Sent)
	if err := s.Purge(ctx, ref, "ann"); err != nil {
		t.Fatal(err)
	}
	if n := rows(t, s, bAct, order(ref)); n != 0 || told(t, s, ref) != "purged" {
		t.Errorf("%d acts are left, told %s", n, told(t, s, ref))
	}
}

// TestFirstActOfSeveral: what one transaction does to a new incident lies with
// it, whoever does it, unless that is more than an act takes.
func TestFirstActOfSeveral(t *testing.T) {
	ctx := context.Background()
	for _, c := range []struct {
		letters, size int
		together      bool
	}{{12, 10, true}, {12, 3000, false}, {1, 3000, false}, {0, 0, true}} {
		s, e := remembering(t)
		ref := MakeRef("T", 2026, 9)
		err := s.commit(ctx, "test", func(b *batch) error {
			in := &Incident{Ref: ref, Events: []Event{{What: "one"}}}
			err := b.putIncident(in)
			for i := range c.letters {
				id := fmt.Sprintf("out-%02d", i)
				err = errors.Join(err, b.decideOut(Outgoing{ID: id, Ref: ref, To: "ann@site.example", Text: strings.Repeat(id, c.size), MessageID: id + "@cert.example"}))
			}
			in.Events = []Event{{What: "two"}}
			return errors.Join(err, b.putIncident(in))
		})
		if err != nil {
			t.Fatal(err)
		}
		if n := rows(t, s, bAct, order(ref)); (n == 0) != c.together {
			t.Errorf("%+v: %d acts lie by themselves", c, n)
		}
		followUp(t, s, ref, "more")
		for _, s := range []*Store{s, reopened(t, e)} {
			list, err := s.Outbox(ctx, OutFilter{Ref: ref})
			if err != nil || len(list) != c.letters || !slices.IsSortedFunc(list, func(a, b Outgoing) int { return strings.Compare(a.ID, b.ID) }) {
				t.Errorf("%d entries, %v", len(list), err)
			}
			if got := told(t, s, ref); got != "one two joined" {
				t.Errorf("the history is %s", got)
			}
		}
	}
}

// TestFirstActOfAFailedChange: a change that fails beside one that does not
// leaves the act where it was.
func TestFirstActOfAFailedChange(t *testing.T) {
	ctx := context.Background()
	s, _ := remembering(t)
	ref, _ := answered(t, s, 1)
	no := errors.New("no")
	if err := s.Change(ctx, ref, func(*Incident) ([]Event, error) { return nil, no }); !errors.Is(err, no) {
		t.Fatal(err)
	}
	if n := rows(t, s, bAct, order(ref)); n != 0 || told(t, s, ref) != "filed" {
		t.Errorf("%d acts lie by themselves, told %s", n, told(t, s, ref))
	}
}

// TestSentIsListed: by its last state, though it had several in one transaction.
func TestSentIsListed(t *testing.T) {
	ctx := context.Background()
	s, _ := remembering(t)
	_, first := answered(t, s, 1)
	_, second := answered(t, s, 2)
	settled := func(states ...string) {
		t.Helper()
		err := s.commit(ctx, "test", func(b *batch) error {
			for _, state := range states {
				e, err := b.brief(first)
				if err == nil {
					err = b.conclude(e, Settlement{ID: first, State: state, Next: atNoon, HeldFor: []string{"tlp"}, At: atNoon})
				}
				if err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		for _, state := range []string{Due, Held, Sent, Failed, ""} {
			list, err := s.Outbox(ctx, OutFilter{State: state})
			has := slices.ContainsFunc(list, func(o Outgoing) bool { return o.ID == first })
			if want := state == "" || state == states[len(states)-1]; err != nil || has != want {
				t.Errorf("after %v it is among those that are %q: %v, %v", states, state, has, err)
			}
		}
	}
	settled(Sent)
	settled(Failed)
	settled(Due, Sent)
	settled(Sent, Held)
	settled(Held, Due, Failed, Sent)
	if err := s.Settle(ctx, Settlement{ID: second, Attempt: claimOne(t, s, atNoon).Attempts, State: Sent, At: atNoon.Add(-time.Hour)}); err != nil {
		t.Fatal(err)
	}
	list, err := s.Outbox(ctx, OutFilter{State: Sent})
	if err != nil || len(list) != 2 || list[0].ID != first {
		t.Errorf("not in the order of their decisions: %+v, %v", list, err)
	}
	if list, err = s.Outbox(ctx, OutFilter{State: Sent, Limit: 1}); err != nil || len(list) != 1 {
		t.Errorf("%d of one, %v", len(list), err)
	}
}

// TestClaimStaysInItsPlace: an entry has one row in the queue from its decision
// to its end, whoever works on it, and none after that.
func TestClaimStaysInItsPlace(t *testing.T) {
	ctx := context.Background()
	s, e := remembering(t)
	ref, id := answered(t, s, 1)
	check := func(want int) {
		t.Helper()
		if n := rows(t, s, bQueue, nil); n != want {
			t.Errorf("%d rows in the queue, want %d", n, want)
		}
	}
	check(1)
	claimOne(t, s, atNoon)
	check(1)
	if err := s.Retry(ctx, id, "ann"); err != nil { // due again at the very time at which it was
		t.Fatal(err)
	}
	check(1)
	if list, err := s.Claim(ctx, atNoon, 9, time.Minute); err != nil || len(list) != 1 || list[0].Attempts != 2 {
		t.Fatalf("claimed %+v, %v", list, err)
	}
	s = reopened(t, e) // it frees what is claimed
	check(1)
	o := claimOne(t, s, atNoon)
	if err := s.Settle(ctx, Settlement{ID: id, Attempt: o.Attempts, State: Due, Next: atNoon.Add(time.Hour)}); err != nil {
		t.Fatal(err)
	}
	check(1)
	claimOne(t, s, atNoon.Add(time.Hour))
	if err := s.Reject(ctx, id, "ann", "no"); err != nil {
		t.Fatal(err)
	}
	check(1)
	if err := s.Purge(ctx, ref, "ann"); err != nil {
		t.Fatal(err)
	}
	check(0)
}

// TestNextDue: the first that is due or comes back, claimed or not.
func TestNextDue(t *testing.T) {
	ctx := context.Background()
	s, _ := remembering(t)
	next := func(want time.Duration) {
		t.Helper()
		if at, ok, err := s.NextDue(ctx); err != nil || !ok || !at.Equal(atNoon.Add(want)) {
			t.Errorf("next at %v, %v, %v; want noon + %v", at, ok, err, want)
		}
	}
	if _, ok, err := s.NextDue(ctx); ok || err != nil {
		t.Errorf("something is due: %v", err)
	}
	_, first := answered(t, s, 1)
	answered(t, s, 2)
	next(0)
	if list, err := s.Claim(ctx, atNoon, 1, 2*time.Hour); err != nil || list[0].ID != first {
		t.Fatal(list, err)
	}
	next(0)
	second, err := s.Claim(ctx, atNoon, 1, 3*time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	next(2 * time.Hour)
	put := Settlement{ID: second[0].ID, Attempt: 1, State: Due, Next: atNoon.Add(time.Hour)}
	if err = s.Settle(ctx, put); err != nil {
		t.Fatal(err)
	}
	next(time.Hour)
	if list, err := s.Claim(ctx, atNoon.Add(time.Hour), 1, 10*time.Minute); err != nil || list[0].ID != put.ID {
		t.Fatal(list, err)
	}
	next(70 * time.Minute)
}
