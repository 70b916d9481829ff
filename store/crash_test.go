package store_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"tocsin/store"
	"tocsin/store/bolt"
	"tocsin/store/kv/kvtest"
)

// A step of the scenario; running it again changes nothing.
type step struct {
	name string
	run  func(s *store.Store) error
}

func largeMail() store.Filing {
	f := mail(4)
	f.Raw = append(f.Raw, bytes.Repeat([]byte("evidence "), 20_000)...)
	return f
}

// forwarded decides a forward that a person must approve, and a notice that
// waits for it.
func forwarded(tx *store.Tx, m *store.Message) store.Outcome {
	o := newIncident(tx, m)
	forward := out(tx, m, o.Incident.Ref, store.OutForward, "soc@other.example")
	forward.State, forward.HeldFor, forward.Attach = store.Held, []string{"destination-asks"}, m.Key
	notice := out(tx, m, o.Incident.Ref, store.OutNotice, m.From)
	notice.After = forward.ID
	o.Outgoing = append(o.Outgoing, forward, notice)
	o.Values, o.Session = []string{"192.0.2.1"}, "packet"
	o.Candidates = []store.StoredKey{{Fingerprint: "ABCD"}}
	return o
}

func fileStep(name string, f store.Filing, d store.Decide) step {
	return step{name, func(s *store.Store) error { _, err := s.File(ctx, f, d); return err }}
}

func scenario() []step {
	second := mail(1)
	second.Raw, second.Delivery = append([]byte("Received: x\r\n"), second.Raw...), delivery(2)
	reply := mail(3)
	reply.Message.References = []string{"1@site.example"}
	odd := mail(6)
	return []step{
		fileStep("file", mail(1), forwarded),
		fileStep("second route", second, newIncident),
		fileStep("follow-up", reply, join),
		fileStep("large", largeMail(), newIncident),
		{"approve", func(s *store.Store) error { return unless(store.ErrState)(s.Approve(ctx, heldID(s), "ann")) }},
		{"claim and settle", deliverAll},
		{"quarantine", func(s *store.Store) error {
			return s.Quarantine(ctx, store.Quarantined{Reason: "too deep", Delivery: []store.Delivery{odd.Delivery}}, odd.Raw)
		}},
		fileStep("retry of quarantine", odd, newIncident),
		{"move", func(s *store.Store) error {
			_, err := s.Move(ctx, store.KeyOf(reply.Raw), store.MakeRef("CERT", 2026, 2), "ann")
			return unless(store.ErrState)(err)
		}},
		{"merge", func(s *store.Store) error {
			return unless(store.ErrState)(s.Merge(ctx, store.MakeRef("CERT", 2026, 3), store.MakeRef("CERT", 2026, 1), "ann"))
		}},
		{"mark", func(s *store.Store) error { return s.Marked(ctx, "team@mx/INBOX", 7, []uint32{1, 2, 3, 4, 6}) }},
		{"key", func(s *store.Store) error { return s.SetKeyState(ctx, "ABCD", store.KeyAccepted, "ann", nil) }},
		{"claim and settle the rest", deliverAll},
	}
}

// unless passes over an error that says a step was done before.
func unless(done error) func(error) error {
	return func(err error) error {
		if errors.Is(err, done) {
			return nil
		}
		return err
	}
}

func heldID(s *store.Store) string {
	list, _ := s.Outbox(ctx, store.OutFilter{Ref: store.MakeRef("CERT", 2026, 1)})
	for _, o := range list {
		if o.Kind == store.OutForward {
			return o.ID
		}
	}
	return "none"
}

// deliverAll delivers what is due; leases are longer than the test, so that
// what one who died had claimed is due only because Open released it.
func deliverAll(s *store.Store) error {
	now := begin.Add(time.Minute)
	for {
		list, err := s.Claim(ctx, now, 2, time.Hour)
		if err != nil || len(list) == 0 {
			return err
		}
		for _, o := range list {
			err := s.Settle(ctx, store.Settlement{ID: o.ID, Attempt: o.Attempts, State: store.Sent, Response: "250", At: now})
			if err != nil {
				return err
			}
		}
	}
}

// run does the scenario over a twin that crashes at the n-th call, reopens,
// and does all of it again. It reports whether it came to the crash.
func run(t *testing.T, path string, n int, steps []step) (crashed bool) {
	e, err := bolt.Open(path, bolt.Options{})
	must(t, err)
	f := kvtest.NewFaulty(e, n)
	s, err := store.Open(ctx, f, sealKey, store.Options{Now: func() time.Time { return begin }, Quiet: time.Microsecond})
	for _, st := range steps {
		if err == nil {
			err = st.run(s)
		}
	}
	crashed = err != nil
	if crashed && !errors.Is(err, kvtest.ErrCrash) && !errors.Is(err, store.ErrNotFound) {
		t.Fatalf("crash at call %d: %v", n, err)
	}
	if s != nil {
		must(t, s.Close())
	} else {
		must(t, e.Close())
	}
	return crashed
}

// TestCrashAtEachCall crashes the scenario at each call that it makes to the
// engine, before and after each commit, runs it again, and looks at what is there.
func TestCrashAtEachCall(t *testing.T) { walk(t, scenario(), checkScenario) }

func walk(t *testing.T, steps []step, check func(*testing.T, string)) {
	if _, err := os.Stat("/dev/shm"); err == nil {
		t.Setenv("TMPDIR", "/dev/shm") // the crash is made by the twin: no need to wait for a disk
	}
	folder := t.TempDir()
	n := 1
	for ; ; n++ {
		path := filepath.Join(folder, fmt.Sprint(n), "db")
		must(t, os.Mkdir(filepath.Dir(path), 0o700))
		crashed := run(t, path, n, steps)
		if run(t, path, 0, steps) {
			t.Fatalf("after a crash at call %d the scenario does not run", n)
		}
		check(t, path)
		if t.Failed() {
			t.Fatalf("crash at call %d", n)
		}
		must(t, os.RemoveAll(filepath.Dir(path)))
		if !crashed {
			break
		}
	}
	if n < 100 {
		t.Errorf("only %d calls were crashed", n)
	}
}

func checkScenario(t *testing.T, path string) {
	s := openStore(t, openEngine(t, path))
	defer s.Close()
	audit(t, s)
	list := get(s.Incidents(ctx, store.Filter{}))(t)
	var refs []store.Ref
	for _, in := range list {
		refs = append(refs, in.Ref)
	}
	same(t, "references", refs, []store.Ref{store.MakeRef("CERT", 2026, 3), store.MakeRef("CERT", 2026, 2), store.MakeRef("CERT", 2026, 1)})
	k := func(f store.Filing) store.Key { return store.KeyOf(f.Raw) }
	for i, want := range [][]store.Key{{k(mail(6))}, {k(largeMail()), k(mail(3))}, {k(mail(1))}} {
		same(t, fmt.Sprint("messages of ", refs[i]), list[i].Messages, want)
	}
	for _, f := range []store.Filing{mail(1), mail(3), largeMail(), mail(6)} {
		if raw := get(s.Raw(ctx, k(f)))(t); !bytes.Equal(raw, f.Raw) {
			t.Errorf("raw of %s", f.Message.Subject)
		}
	}
	same(t, "merged", list[0].MergedInto, refs[2])
	same(t, "history", whats(incident(t, s, refs[1])), []string{"filed", "acknowledged", "moved"})
	checkOutbox(t, s)
	same(t, "quarantine", len(get(s.Quarantined(ctx))(t)), 0)
	same(t, "unfiled", get(s.Unfiled(ctx, "team@mx/INBOX", 7, []uint32{1, 2, 3, 4, 5, 6}))(t), []uint32{5})
	same(t, "unmarked", len(get(s.Unmarked(ctx, "team@mx/INBOX", 7))(t)), 0)
	same(t, "deliveries", len(get(s.Message(ctx, k(mail(1))))(t).Deliveries), 2)
	same(t, "key", get(s.Keys(ctx))(t)[0].State, store.KeyAccepted)
	now := get(s.Stats(ctx, time.Time{}, time.Time{}))(t)
	same(t, "counted", []int{now.Totals["incidents"], now.Totals["kind/report"], now.Now["status/open"], now.Now["status/closed"],
		now.Now["outbox/sent"], now.Now["outbox/due"], now.Now["quarantine"]}, []int{3, 3, 2, 1, 5, 0, 0})
}

// checkOutbox: each entry was decided once and is sent.
func checkOutbox(t *testing.T, s *store.Store) {
	sent := get(s.Outbox(ctx, store.OutFilter{State: store.Sent}))(t)
	var kinds []string
	for _, o := range sent {
		kinds = append(kinds, o.Kind)
	}
	slices.Sort(kinds)
	same(t, "sent", kinds, []string{store.OutAck, store.OutAck, store.OutAck, store.OutForward, store.OutNotice})
	for _, state := range []string{store.Due, store.Held, store.Failed} {
		same(t, state, len(get(s.Outbox(ctx, store.OutFilter{State: state}))(t)), 0)
	}
}
