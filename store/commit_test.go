package store_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"tocsin/store"
	"tocsin/store/bolt"
	"tocsin/store/kv"
)

// A backlog filed by many takes few commits.
func TestBacklogSharesCommits(t *testing.T) {
	for _, callers := range []int{64, 256} {
		const backlog = 2000
		s, e := countingStore(t)
		mails := make([]store.Filing, backlog)
		for i := range mails {
			mails[i] = formMail(i + 1)
		}
		before := e.commits.Load()
		fileAll(t, s, mails, callers)
		if n := e.commits.Load() - before; n > backlog/40 {
			t.Errorf("%d mails by %d callers took %d commits", backlog, callers, n)
		}
		same(t, "newest", get(s.Incidents(ctx, store.Filter{Limit: 1}))(t)[0].Ref, store.MakeRef("CERT", 2026, backlog))
	}
}

// What was announced is waited for, and a caller alone is not kept waiting
// for what does not come.
func TestAnnounce(t *testing.T) {
	e := &counting{Engine: openEngine(t, filepath.Join(t.TempDir(), "db"))}
	s, err := store.Open(ctx, e, sealKey, store.Options{Gather: time.Hour})
	must(t, err)
	defer s.Close()
	file(t, s, mail(1000), newIncident)
	before := e.commits.Load()
	const n = 50
	s.Announce(n + 3)
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() { file(t, s, mail(i+1), newIncident) })
	}
	wg.Go(func() { must(t, s.Quarantine(ctx, store.Quarantined{}, []byte("odd"))) })
	s.Announce(-2)
	wg.Wait()
	same(t, "commits", e.commits.Load()-before, int64(1))
}

// gang runs functions so that they share one commit.
func gang(t *testing.T, s *store.Store, fns ...func()) {
	t.Helper()
	hold := make(chan struct{})
	started := make(chan struct{})
	var wg sync.WaitGroup
	wg.Go(func() {
		once := sync.OnceFunc(func() { close(started) })
		_, err := s.File(ctx, mail(100_000), func(tx *store.Tx, m *store.Message) store.Outcome {
			once()
			<-hold // the others gather behind this
			return store.Outcome{}
		})
		if err != nil {
			t.Error(err)
		}
	})
	<-started
	for _, fn := range fns {
		wg.Go(fn)
	}
	close(hold)
	wg.Wait()
}

func TestPanicFailsAlone(t *testing.T) {
	s := fresh(t)
	var panicked error
	fns := []func(){func() {
		_, panicked = s.File(ctx, mail(500), func(tx *store.Tx, m *store.Message) store.Outcome {
			tx.NextRef("CERT", 2026) // must not stay taken
			panic("out of range")
		})
	}}
	for n := range 20 {
		fns = append(fns, func() { file(t, s, mail(n), newIncident) })
	}
	gang(t, s, fns...)
	key := store.KeyOf(mail(500).Raw)
	if !errors.Is(panicked, store.ErrDecide) || !strings.Contains(panicked.Error(), string(key)) || !strings.Contains(panicked.Error(), "panic at commit_test.go:") || !strings.Contains(panicked.Error(), "out of range") {
		t.Errorf("the panic's error: %v", panicked)
	}
	same(t, "refs without a gap", get(s.Incidents(ctx, store.Filter{Limit: 1}))(t)[0].Ref, store.MakeRef("CERT", 2026, 20))
	if _, err := s.Message(ctx, key); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("the message of the panic: %v", err)
	}
}

func TestErrorFailsAlone(t *testing.T) {
	s := fresh(t)
	var failed error
	gang(t, s,
		func() { file(t, s, mail(1), newIncident) },
		func() {
			_, failed = s.File(ctx, mail(2), func(tx *store.Tx, m *store.Message) store.Outcome {
				o := newIncident(tx, m)
				o.Outgoing[0].ID = ""
				return o
			})
		},
		func() { file(t, s, mail(3), newIncident) },
	)
	if !errors.Is(failed, store.ErrState) {
		t.Errorf("the bad outcome: %v", failed)
	}
	same(t, "incidents", len(get(s.Incidents(ctx, store.Filter{}))(t)), 2)
}

// Follow-ups of one incident in one commit all stay in it.
func TestBatchOfFollowUps(t *testing.T) {
	s := fresh(t)
	ref := file(t, s, mail(0), newIncident).Ref
	var fns []func()
	for n := 1; n <= 30; n++ {
		f := mail(n)
		f.Message.References = []string{"0@site.example"}
		fns = append(fns, func() { file(t, s, f, join) })
	}
	gang(t, s, fns...)
	in := incident(t, s, ref)
	same(t, "messages", len(in.Messages), 31)
	same(t, "history", len(in.Events), 31)
}

func TestCancelled(t *testing.T) {
	s := fresh(t)
	done, cancel := context.WithCancel(ctx)
	cancel()
	if _, err := s.File(done, mail(1), newIncident); !errors.Is(err, context.Canceled) {
		t.Errorf("file: %v", err)
	}
	if _, err := s.Incidents(done, store.Filter{}); !errors.Is(err, context.Canceled) {
		t.Errorf("incidents: %v", err)
	}
	same(t, "after all", file(t, s, mail(1), newIncident).Outcome, store.FiledNew)
}

func TestClosed(t *testing.T) {
	s := fresh(t)
	must(t, s.Close())
	if _, err := s.File(ctx, mail(1), newIncident); !errors.Is(err, store.ErrClosed) {
		t.Errorf("file: %v", err)
	}
	if _, err := s.Keys(ctx); !errors.Is(err, store.ErrClosed) {
		t.Errorf("keys: %v", err)
	}
}

// A full disk is a clear error, nothing is lost, and the store goes on once
// there is room.
func TestFull(t *testing.T) {
	path := filepath.Join(t.TempDir(), "db")
	e, err := bolt.Open(path, bolt.Options{MaxSize: 1 << 20})
	must(t, err)
	s := openStore(t, e)
	filed, full := 0, error(nil)
	for n := 1; full == nil && n < 1000; n++ {
		if _, full = s.File(ctx, formMail(n), decideForm); full == nil {
			filed = n
		}
	}
	if !errors.Is(full, store.ErrFull) || !strings.Contains(full.Error(), "make room") {
		t.Fatalf("after %d mails: %v", filed, full)
	}
	same(t, "readable", len(get(s.Incidents(ctx, store.Filter{Limit: 1000}))(t)), filed)
	must(t, s.Close())
	s = openStore(t, openEngine(t, path))
	defer s.Close()
	got := file(t, s, formMail(filed+1), decideForm)
	same(t, "next", got.Ref, store.MakeRef("CERT", 2026, filed+1))
}

// A disk that fails while a large mail is written loses nothing either.
func TestFailingBlob(t *testing.T) {
	e := &noBlobs{Engine: openEngine(t, filepath.Join(t.TempDir(), "db"))}
	s := openStore(t, e)
	defer s.Close()
	e.err = fmt.Errorf("writing: %w", kv.ErrFull)
	f := largeMail()
	if _, err := s.File(ctx, f, newIncident); !errors.Is(err, store.ErrFull) || !strings.Contains(err.Error(), string(store.KeyOf(f.Raw))) {
		t.Errorf("on a full disk: %v", err)
	}
	same(t, "small mail still goes", file(t, s, mail(1), newIncident).Outcome, store.FiledNew)
	e.err = nil
	same(t, "then", file(t, s, f, newIncident).Ref, store.MakeRef("CERT", 2026, 2))
}

// noBlobs fails to write blobs as long as err is set.
type noBlobs struct {
	kv.Engine
	err error
}

func (e *noBlobs) PutBlob(c context.Context, r io.Reader) (string, int64, error) {
	if e.err != nil {
		return "", 0, e.err
	}
	return e.Engine.PutBlob(c, r)
}
