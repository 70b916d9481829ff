package store

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"testing"

	"tocsin/store/kv"
)

// spoilNth changes a byte of a record in a bucket, counted from 0: of its nonce,
// since raw bytes may follow what is sealed.
func spoilNth(t *testing.T, e *faltering, bucket string, n int) {
	t.Helper()
	err := e.Engine.Update(context.Background(), func(w kv.Writer) error {
		for k, v := range w.Scan(bucket, nil, nil) {
			if n--; n >= 0 {
				continue
			}
			w.Put(bucket, bytes.Clone(k), flip(v, start(bucket, v)+2))
			return nil
		}
		return errors.New("no such record")
	})
	if err != nil {
		t.Fatal(err)
	}
}

// start is where the sealed part of a record begins.
func start(bucket string, v []byte) int {
	at := 0
	switch bucket {
	case bIncident: // behind its head
		at = 10 + int(v[9])
	case bMessage, bQuar: // behind its length
		at = 4
	}
	return at + 1 + int(v[at])
}

// TestListsGiveWhatIsNotDamaged: one record that can't be read hides none of
// those beside it, and is told of.
func TestListsGiveWhatIsNotDamaged(t *testing.T) {
	ctx := context.Background()
	for bucket, list := range map[string]func(*Store, Ref) (int, error){
		bIncident: func(s *Store, _ Ref) (int, error) { l, err := s.Incidents(ctx, Filter{}); return len(l), err },
		bMessage:  func(s *Store, ref Ref) (int, error) { l, err := s.Messages(ctx, ref); return len(l), err },
		bKey:      func(s *Store, _ Ref) (int, error) { l, err := s.Keys(ctx); return len(l), err },
		bQuar:     func(s *Store, _ Ref) (int, error) { l, err := s.Quarantined(ctx); return len(l), err },
	} {
		s, e := remembering(t)
		ref, _ := answered(t, s, 1)
		answered(t, s, 2)
		_, err := s.File(ctx, Filing{Raw: []byte("follow-up")}, func(tx *Tx, _ *Message) Outcome {
			in, _ := tx.Incident(ref)
			return Outcome{Incident: in}
		})
		for i := range 2 {
			key := StoredKey{Fingerprint: Fingerprint(fmt.Sprintf("%040X", i)), State: KeyCandidate, Cert: []byte("a certificate")}
			err = errors.Join(err, s.PutKey(ctx, key),
				s.Quarantine(ctx, Quarantined{Reason: "a panic"}, fmt.Append(nil, "bytes ", i)))
		}
		if err != nil {
			t.Fatal(err)
		}
		if n, err := list(s, ref); n != 2 || err != nil {
			t.Fatalf("%s: %d listed, %v; want both", bucket, n, err)
		}
		spoilNth(t, e, bucket, 0)
		if n, err := list(reopened(t, e), ref); n != 1 || !errors.Is(err, ErrDamaged) || !errors.Is(err, errSealed) {
			t.Errorf("%s: %d listed, %v; want the other and word of the damage", bucket, n, err)
		}
	}
}

// TestOutboxGivesWhatIsNotDamaged, of all incidents and of one.
func TestOutboxGivesWhatIsNotDamaged(t *testing.T) {
	ctx := context.Background()
	s, _, bad, badID, goodID := halfSpoilt(t)
	if list, err := s.Outbox(ctx, OutFilter{}); len(list) != 1 || list[0].ID != goodID || !errors.Is(err, ErrDamaged) {
		t.Errorf("%v, %v; want %s and word of %s", list, err, goodID, badID)
	}
	if list, err := s.Outbox(ctx, OutFilter{Ref: bad}); len(list) != 0 || !errors.Is(err, ErrDamaged) {
		t.Errorf("of the damaged one: %v, %v", list, err)
	}
}

// TestIncidentGivesWhatIsNotDamaged: a part of the history that can't be read
// hides neither the incident nor the parts beside it, nor what went out.
func TestIncidentGivesWhatIsNotDamaged(t *testing.T) {
	ctx := context.Background()
	s, e := remembering(t)
	ref, id := answered(t, s, 1)
	note := func(what string) {
		t.Helper()
		if err := s.Change(ctx, ref, func(*Incident) ([]Event, error) { return []Event{{Actor: "bob", What: what}}, nil }); err != nil {
			t.Fatal(err)
		}
		s = reopened(t, e) // begins an act of its own
	}
	note("first")
	note("second")
	whole, err := s.Incident(ctx, ref)
	if err != nil {
		t.Fatal(err)
	}
	spoilNth(t, e, bAct, 1)
	s = reopened(t, e)
	in, err := s.Incident(ctx, ref)
	if in.Ref != ref || len(in.Events) != len(whole.Events)-1 || !errors.Is(err, ErrDamaged) {
		t.Errorf("%s with %d of %d events, %v; want all but one and word of it", in.Ref, len(in.Events), len(whole.Events), err)
	}
	if last := in.Events[len(in.Events)-1]; last.What != "second" {
		t.Errorf("the last event is %v", last)
	}
	if list, err := s.Outbox(ctx, OutFilter{Ref: ref}); len(list) != 1 || list[0].ID != id || !errors.Is(err, ErrDamaged) {
		t.Errorf("%v, %v; want %s and word of the damage", list, err, id)
	}
	spoil(t, e, ref)
	if in, err := reopened(t, e).Incident(ctx, ref); in.Ref != "" || !errors.Is(err, ErrDamaged) {
		t.Errorf("of a record that can't be read: %v, %v", in, err)
	}
}

func TestDamageIsSummedUp(t *testing.T) {
	var d damage
	if d.err() != nil {
		t.Error("an error without damage")
	}
	for i := range 3 {
		d.add(errSealed, "key %d", i)
	}
	want := "store: key 0 is damaged in the store: " + errSealed.Error() + "; and so are 2 more"
	if err := d.err(); err == nil || err.Error() != want || !errors.Is(err, ErrDamaged) {
		t.Errorf("%v; want %s", err, want)
	}
}
