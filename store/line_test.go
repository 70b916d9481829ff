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

// inLine files mails in their order and returns once the last is in line.
func inLine(t *testing.T, s *store.Store, wg *sync.WaitGroup, n int) {
	t.Helper()
	turn := make(chan struct{})
	close(turn)
	for i := range n {
		f, next := mail(i+1), make(chan struct{})
		f.Turn, f.Queued = turn, func() { close(next) }
		turn = next
		wg.Go(func() { file(t, s, f, newIncident) })
	}
	<-turn
}

// TestLineGrowsDuringCommit: turns pass while another batch is written, what
// is in line goes into one commit, and in the order of the turns.
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
	for n := 400; ; n++ { // until Close is under way
		done, cancel := context.WithCancel(ctx)
		f := mail(n)
		f.Queued = cancel // got in line once more
		_, err := s.File(done, f, newIncident)
		cancel()
		if errors.Is(err, store.ErrClosed) {
			break
		}
		if !errors.Is(err, context.Canceled) {
			t.Fatal(err)
		}
	}
	letGo()
	wg.Wait()
	closed.Wait()
	s = openStore(t, openEngine(t, path))
	defer s.Close()
	same(t, "filed", len(get(s.Incidents(ctx, store.Filter{Limit: 1000}))(t)), 300)
}

// TestCancelledInLine: who is cancelled leaves the line at once, though the
// commit before him takes its time; nothing of his is done.
func TestCancelledInLine(t *testing.T) {
	s := fresh(t)
	letGo := busy(t, s)
	defer letGo()
	done, cancel := context.WithCancel(ctx)
	f := mail(1)
	f.Queued = cancel
	if _, err := s.File(done, f, newIncident); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	letGo()
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
	first, queued := mail(1), make(chan struct{})
	first.Queued = func() { close(queued) }
	wg.Go(func() {
		if _, err := s.File(ctx, first, opens("odd")); !errors.Is(err, store.ErrState) {
			t.Errorf("an odd status: %v", err)
		}
	})
	<-queued
	second, inLine := mail(2), make(chan struct{})
	second.Queued = func() { close(inLine) }
	wg.Go(func() { same(t, "second", file(t, s, second, opens("open")).Outcome, store.FiledNew) })
	<-inLine
	letGo()
	wg.Wait()
	same(t, "messages", incident(t, s, ref).Messages, []store.Key{store.KeyOf(mail(2).Raw)})
}
