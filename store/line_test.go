package store_test

import (
	"context"
	"errors"
	"path/filepath"
	"sync"
	"testing"

	"tocsin/store"
)

// busy holds a commit until it is let go; what is called meanwhile waits in line.
func busy(t *testing.T, s *store.Store) (letGo func()) {
	t.Helper()
	begun, hold, done := make(chan struct{}), make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		once := sync.OnceFunc(func() { close(begun) })
		_, err := s.File(ctx, mail(1_000_000), func(*store.Tx, *store.Message) store.Outcome {
			once()
			<-hold
			return store.Outcome{}
		})
		if err != nil {
			t.Error(err)
		}
	}()
	<-begun
	return sync.OnceFunc(func() { close(hold); <-done })
}

// joined gets a mail in line and counts it in wg until it is settled as want.
func joined(t *testing.T, s *store.Store, wg *sync.WaitGroup, ctx context.Context, f store.Filing, d store.Decide, want error) {
	t.Helper()
	r, err := s.Prepare(ctx, f, d)
	must(t, err)
	wg.Add(1)
	r.Join(func(_ store.Filed, err error) {
		defer wg.Done()
		if !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", f.Message.Subject, err, want)
		}
	})
}

// inLine gets mails in line in their order.
func inLine(t *testing.T, s *store.Store, wg *sync.WaitGroup, n int) {
	t.Helper()
	for i := range n {
		joined(t, s, wg, ctx, mail(i+1), newIncident, nil)
	}
}

// TestLineGrowsDuringCommit: what gets in line while another batch is written
// goes into one commit, and in that order.
func TestLineGrowsDuringCommit(t *testing.T) {
	s, e := countingStore(t)
	letGo := busy(t, s)
	defer letGo()
	const n = 200
	var wg sync.WaitGroup
	inLine(t, s, &wg, n)
	before := e.commits.Load()
	letGo()
	wg.Wait()
	same(t, "commits", e.commits.Load()-before, int64(1))
	for i, in := range get(s.Incidents(ctx, store.Filter{Limit: n}))(t) {
		same(t, "order", in.Messages[0], store.KeyOf(mail(n-i).Raw))
	}
}

// TestCloseEndsTheLine: what is in line is done, what comes later is refused.
func TestCloseEndsTheLine(t *testing.T) {
	path := filepath.Join(t.TempDir(), "db")
	s := openStore(t, openEngine(t, path))
	letGo := busy(t, s)
	var wg, closed sync.WaitGroup
	inLine(t, s, &wg, 300)
	closed.Go(func() { must(t, s.Close()) })
	gone, cancel := context.WithCancel(ctx)
	cancel()
	for n := 400; ; n++ { // until Close is under way
		r, err := s.Prepare(gone, mail(n), newIncident)
		must(t, err)
		said := make(chan error, 1)
		r.Join(func(_ store.Filed, err error) { said <- err })
		if len(said) > 0 {
			if err := <-said; !errors.Is(err, store.ErrClosed) {
				t.Fatal(err)
			}
			break
		}
	}
	letGo()
	wg.Wait()
	closed.Wait()
	s = openStore(t, openEngine(t, path))
	defer s.Close()
	same(t, "filed", len(get(s.Incidents(ctx, store.Filter{Limit: 1000}))(t)), 300)
}

// TestCancelledInLine: who is cancelled and waits leaves the line at once, though
// the commit before him takes its time; nothing of his is done.
func TestCancelledInLine(t *testing.T) {
	s := fresh(t)
	letGo := busy(t, s)
	defer letGo()
	gone, cancel := context.WithCancel(ctx)
	cancel()
	if _, err := s.File(gone, mail(1), newIncident); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	var wg sync.WaitGroup
	joined(t, s, &wg, gone, mail(1), newIncident, context.Canceled)
	letGo()
	wg.Wait()
	same(t, "after all", file(t, s, mail(1), newIncident).Outcome, store.FiledNew)
}

// TestFailedIncidentWasNeverThere: what a call began and could not keep is new
// to the next call in its batch.
func TestFailedIncidentWasNeverThere(t *testing.T) {
	s := fresh(t)
	letGo := busy(t, s)
	defer letGo()
	ref := store.MakeRef("CERT", 2026, 7)
	opens := func(status string) store.Decide {
		return func(*store.Tx, *store.Message) store.Outcome {
			return store.Outcome{Incident: &store.Incident{Ref: ref, Status: status}}
		}
	}
	var wg sync.WaitGroup
	joined(t, s, &wg, ctx, mail(1), opens("odd"), store.ErrState)
	joined(t, s, &wg, ctx, mail(2), opens("open"), nil)
	letGo()
	wg.Wait()
	same(t, "messages", incident(t, s, ref).Messages, []store.Key{store.KeyOf(mail(2).Raw)})
}
