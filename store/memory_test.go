package store

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"tocsin/store/bolt"
	"tocsin/store/kv"
)

// A faltering engine commits, but says that it failed, when told to; shared,
// it pretends that others have it open too.
type faltering struct {
	kv.Engine
	fail   bool
	shared bool
	reads  int // of buckets with entries, in updates
}

var errFaltering = errors.New("faltering")

func (e *faltering) Exclusive() bool { return !e.shared }

func (e *faltering) Update(ctx context.Context, fn func(kv.Writer) error) error {
	err := e.Engine.Update(ctx, func(w kv.Writer) error { return fn(reading{w, &e.reads}) })
	if err == nil && e.fail {
		return errFaltering
	}
	return err
}

type reading struct {
	kv.Writer
	n *int
}

func (r reading) Get(bucket string, key []byte) []byte {
	if bucket == bAct || bucket == bOutState || bucket == bQueue || bucket == bOutID || bucket == bIncident {
		*r.n++
	}
	return r.Writer.Get(bucket, key)
}

var atNoon = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

func remembering(t *testing.T) (*Store, *faltering) {
	t.Helper()
	inner, err := bolt.Open(filepath.Join(t.TempDir(), "db"), bolt.Options{})
	if err != nil {
		t.Fatal(err)
	}
	e := &faltering{Engine: inner}
	return reopened(t, e), e
}

func reopened(t *testing.T, e *faltering) *Store {
	t.Helper()
	s, err := Open(context.Background(), e, []byte(strings.Repeat("k", keySize)), Options{Rand: rand.Reader, Now: func() time.Time { return atNoon }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// answered files a mail that opens an incident and is answered.
func answered(t *testing.T, s *Store, n int) (Ref, string) {
	t.Helper()
	id := fmt.Sprint("ack-", n)
	f := Filing{Message: Message{MessageID: fmt.Sprintf("%d@site.example", n)}, Raw: fmt.Appendf(nil, "mail %d", n)}
	filed, err := s.File(context.Background(), f, func(tx *Tx, m *Message) Outcome {
		ref := tx.NextRef("T", 2026)
		return Outcome{Incident: &Incident{Ref: ref}, Outgoing: []Outgoing{{ID: id, Ref: ref, Kind: OutAck, To: "ann@site.example", Text: "Thank you.",
			MessageID: id + "@cert.example", Created: atNoon, Due: atNoon, Keys: []Fingerprint{"AB"}}}}
	})
	if err != nil {
		t.Fatal(err)
	}
	return filed.Ref, id
}

func claimOne(t *testing.T, s *Store, at time.Time) Outgoing {
	t.Helper()
	list, err := s.Claim(context.Background(), at, 1, time.Minute)
	if err != nil || len(list) != 1 {
		t.Fatalf("claimed %v, %v", list, err)
	}
	return list[0]
}

// TestMemoryTellsTheTruth: what is claimed from memory is what is kept, also
// when it was put off, and after a commit of which nobody knows the outcome.
func TestMemoryTellsTheTruth(t *testing.T) {
	ctx := context.Background()
	s, e := remembering(t)
	_, id := answered(t, s, 1)
	check := func(got Outgoing) {
		t.Helper()
		kept, err := s.OutboxEntry(ctx, id)
		if err != nil || !reflect.DeepEqual(got, kept) {
			t.Errorf("claimed %+v\nkept    %+v, %v", got, kept, err)
		}
	}
	e.reads = 0
	got := claimOne(t, s, atNoon)
	check(got)
	if e.reads != 0 {
		t.Errorf("%d look-ups for what was just decided", e.reads)
	}
	got.Keys[0] = "changed by who claimed it"
	later := Settlement{ID: id, Attempt: 1, State: Due, Next: atNoon.Add(time.Hour), Response: "451 later", At: atNoon}
	if err := s.Settle(ctx, later); err != nil {
		t.Fatal(err)
	}
	check(claimOne(t, s, atNoon.Add(time.Hour)))
	e.fail = true
	if _, err := s.Claim(ctx, atNoon.Add(2*time.Hour), 1, time.Minute); !errors.Is(err, errFaltering) {
		t.Fatal(err)
	}
	e.fail = false
	got = claimOne(t, s, atNoon.Add(3*time.Hour))
	check(got)
	if got.Attempts != 4 {
		t.Errorf("%d attempts, the one whose claim failed in the end counts too", got.Attempts)
	}
	e.reads = 0
	if err := s.Settle(ctx, Settlement{ID: id, Attempt: 4, State: Sent, At: atNoon}); err != nil {
		t.Fatal(err)
	}
	if e.reads != 0 {
		t.Errorf("%d look-ups for what was just claimed", e.reads)
	}
	if len(s.memory.outs.young) != 0 {
		t.Error("an entry that is sent is remembered")
	}
}

// TestMemoryForgetsWhatIsPurged: neither letter nor data key stay behind.
func TestMemoryForgetsWhatIsPurged(t *testing.T) {
	ctx := context.Background()
	s, _ := remembering(t)
	ref, id := answered(t, s, 1)
	if s.memory.key(ref) == nil {
		t.Fatal("the data key is not remembered")
	}
	if err := s.Purge(ctx, ref, "ann"); err != nil {
		t.Fatal(err)
	}
	if s.memory.key(ref) != nil || len(s.memory.outs.young) != 0 {
		t.Error("something of a purged incident is remembered")
	}
	if err := s.Settle(ctx, Settlement{ID: id, Attempt: 1, State: Sent}); !errors.Is(err, ErrNotFound) {
		t.Errorf("settling what was purged: %v", err)
	}
	if list, err := s.Claim(ctx, atNoon, 1, time.Minute); len(list) != 0 || err != nil {
		t.Errorf("claimed %v, %v", list, err)
	}
}

// TestNoMemoryBesideOthers: where others write too, all is read anew.
func TestNoMemoryBesideOthers(t *testing.T) {
	s, e := remembering(t)
	e.shared = true
	other := reopened(t, e)
	_, id := answered(t, other, 1)
	claimOne(t, s, atNoon)
	if err := s.Reject(context.Background(), id, "ann", "no"); err != nil {
		t.Fatal(err)
	}
	if o, err := other.OutboxEntry(context.Background(), id); err != nil || o.State != Failed || other.memory != nil {
		t.Errorf("%v, %v, %v", o.State, err, other.memory)
	}
}

func TestRecent(t *testing.T) {
	r := recent[int, string]{limit: 10}
	for n := range 100 {
		r.put(n, fmt.Sprint(n), 1)
		if r.get(n) != fmt.Sprint(n) || r.get(max(0, n-9)) == "" || len(r.young)+len(r.old) > 20 {
			t.Fatalf("after %d: %d young, %d old", n, len(r.young), len(r.old))
		}
	}
	if r.get(50) != "" {
		t.Error("nothing is forgotten")
	}
	for n := range 100 {
		r.put(7, fmt.Sprint("seven ", n), 1)
	}
	if r.get(7) != "seven 99" || r.get(98) != "98" {
		t.Error("one that changes drives out the others")
	}
	r.drop(7)
	r.drop(98)
	if r.get(7) != "" || r.get(98) != "" {
		t.Error("what was dropped is there")
	}
	r.put(1, "too heavy for any", 11)
	if r.get(1) == "" || len(r.young) != 1 {
		t.Error("the last one put in must be there")
	}
}
