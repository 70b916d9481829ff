package store_test

import (
	"archive/tar"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"tocsin/store"
)

// allowed are the answers that somebody who comes too late may get.
func allowed(err error) bool {
	return err == nil || errors.Is(err, store.ErrState) || errors.Is(err, store.ErrNotFound) || errors.Is(err, store.ErrStale)
}

// A crowd does things to one store at once.
type crowd struct {
	t     *testing.T
	s     *store.Store
	mails atomic.Int64
}

func (c *crowd) anyKey(dice *rand.Rand) store.Key {
	return store.KeyOf(crowdMail(1 + dice.IntN(int(max(1, c.mails.Load())))).Raw)
}

func (c *crowd) anyRef(dice *rand.Rand) store.Ref {
	return store.MakeRef("CERT", 2026, 1+dice.IntN(30))
}

// crowdMail: each third one refers to one before, each ninth is large.
func crowdMail(n int) store.Filing {
	f := mail(n)
	if n%3 == 0 {
		f.Message.References = []string{fmt.Sprintf("%d@site.example", n-1-n%7)}
	}
	if n%9 == 0 {
		f.Raw = append(f.Raw, bytes.Repeat([]byte("log line\n"), 10_000)...)
		f.Message.Content = string(store.KeyOf(f.Raw))
	}
	return f
}

// crowdDecide joins what it finds; what was purged is begun anew.
func crowdDecide(tx *store.Tx, m *store.Message) store.Outcome {
	for _, id := range m.References {
		if ref, _, ok := tx.ByMessageID(id); ok {
			if in, ok := tx.Incident(ref); ok {
				return store.Outcome{Incident: in, Values: []string{"192.0.2.1"}}
			}
		}
	}
	return forwarded(tx, m)
}

func (c *crowd) act(dice *rand.Rand) error {
	switch dice.IntN(12) {
	case 0, 1, 2:
		_, err := c.s.File(ctx, crowdMail(int(c.mails.Add(1))), crowdDecide)
		return err
	case 3:
		_, err := c.s.File(ctx, crowdMail(1+dice.IntN(int(c.mails.Load()+1))), crowdDecide)
		return err
	case 4:
		_, err := c.s.Move(ctx, c.anyKey(dice), c.anyRef(dice), "ann")
		return err
	case 5:
		_, err := c.s.Move(ctx, c.anyKey(dice), "", "bob")
		return err
	case 6:
		return c.s.Merge(ctx, c.anyRef(dice), c.anyRef(dice), "ann")
	case 7:
		return c.s.Merge(ctx, c.anyRef(dice), "", "bob")
	case 8:
		return c.s.Change(ctx, c.anyRef(dice), func(in *store.Incident) ([]store.Event, error) {
			in.Assignee = "ann"
			return []store.Event{{Actor: "ann", What: "assigned"}}, nil
		})
	case 9:
		if dice.IntN(5) > 0 {
			return nil
		}
		return c.s.Purge(ctx, c.anyRef(dice), "ann")
	case 10:
		odd := fmt.Appendf(nil, "odd %d", dice.IntN(9))
		if dice.IntN(2) == 0 {
			return c.s.Release(ctx, store.KeyOf(odd))
		}
		return c.s.Quarantine(ctx, store.Quarantined{Reason: "odd"}, odd)
	}
	return c.deliver(dice)
}

// deliver claims some and settles them by the dice; or a person decides.
func (c *crowd) deliver(dice *rand.Rand) error {
	list, err := c.s.Claim(ctx, begin, 3, time.Minute)
	for _, o := range list {
		x := store.Settlement{ID: o.ID, Attempt: o.Attempts, State: []string{store.Sent, store.Failed, store.Due, store.Held}[dice.IntN(4)],
			HeldFor: []string{"no-key"}, Next: begin, At: begin}
		err = errors.Join(err, c.s.Settle(ctx, x))
	}
	for _, o := range get(c.s.Outbox(ctx, store.OutFilter{State: store.Held, Limit: 2}))(c.t) {
		if failed := c.s.Approve(ctx, o.ID, "ann"); !allowed(failed) {
			err = errors.Join(err, failed)
		}
	}
	return err
}

// TestEveryoneAtOnce lets many do everything at once, and looks whether the
// store still fits together, then and after a restart.
func TestEveryoneAtOnce(t *testing.T) {
	for seed := range uint64(3) {
		path := filepath.Join(t.TempDir(), "db")
		c := &crowd{t: t, s: openStore(t, openEngine(t, path))}
		var wg sync.WaitGroup
		for who := range uint64(8) {
			wg.Go(func() {
				dice := rand.New(rand.NewPCG(seed, who))
				for range 60 {
					if err := c.act(dice); !allowed(err) {
						t.Error(err)
					}
				}
			})
		}
		wg.Wait()
		audit(t, c.s)
		must(t, c.s.Close())
		s := openStore(t, openEngine(t, path))
		audit(t, s)
		for n := range int(c.mails.Load()) {
			if got := file(t, s, crowdMail(n+1), crowdDecide); got.Outcome != store.FiledDuplicate {
				t.Errorf("mail %d was lost: %+v", n+1, got)
			}
		}
		must(t, s.Close())
	}
}

// TestSameMailByMany: one of them files it, whoever that is, once.
func TestSameMailByMany(t *testing.T) {
	s := fresh(t)
	for _, n := range []int{1, 9} { // small and large
		var outcomes sync.Map
		var wg sync.WaitGroup
		for i := range 16 {
			wg.Go(func() {
				f := crowdMail(n)
				f.Delivery = delivery(100*n + i)
				outcomes.Store(i, get(s.File(ctx, f, newIncident))(t).Outcome)
			})
		}
		wg.Wait()
		count := map[any]int{}
		outcomes.Range(func(_, v any) bool { count[v]++; return true })
		same(t, "outcomes", count, map[any]int{store.FiledNew: 1, store.FiledDuplicate: 15})
		same(t, "deliveries", len(get(s.Message(ctx, store.KeyOf(crowdMail(n).Raw)))(t).Deliveries), 16)
	}
	same(t, "blobs of those that came late", get(s.Sweep(ctx, -time.Hour))(t), 0)
	audit(t, s)
}

// TestBackupWhileWriting: a backup holds all that was filed before it began,
// and fits together, whatever is written meanwhile.
func TestBackupWhileWriting(t *testing.T) {
	s := fresh(t)
	c := &crowd{t: t, s: s}
	var mu sync.Mutex
	var filed []int
	one := func() {
		n := int(c.mails.Add(1))
		file(t, s, crowdMail(n), crowdDecide)
		mu.Lock()
		filed = append(filed, n)
		mu.Unlock()
	}
	for range 20 {
		one()
	}
	stop, writing := context.WithCancel(ctx)
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for stop.Err() == nil {
				one()
			}
		})
	}
	for range 3 {
		mu.Lock()
		before := slices.Clone(filed)
		mu.Unlock()
		var archive bytes.Buffer
		must(t, s.Backup(ctx, &archive))
		checkBackup(t, &archive, before)
	}
	writing()
	wg.Wait()
}

func checkBackup(t *testing.T, archive io.Reader, before []int) {
	t.Helper()
	folder := t.TempDir()
	name := untar(t, archive, folder)
	s := openStore(t, openEngine(t, filepath.Join(folder, name)))
	defer s.Close()
	audit(t, s)
	for _, n := range before {
		if _, err := s.Raw(ctx, store.KeyOf(crowdMail(n).Raw)); err != nil {
			t.Errorf("mail %d is not in the backup: %v", n, err)
		}
	}
}

// untar unpacks an archive and returns the name of the database in it.
func untar(t *testing.T, archive io.Reader, folder string) (database string) {
	t.Helper()
	for r := tar.NewReader(archive); ; {
		h, err := r.Next()
		if errors.Is(err, io.EOF) {
			return database
		}
		must(t, err)
		path := filepath.Join(folder, h.Name)
		if h.Typeflag == tar.TypeDir {
			must(t, os.MkdirAll(path, 0o700))
			continue
		}
		if filepath.Dir(h.Name) == "." {
			database = h.Name
		}
		must(t, os.MkdirAll(filepath.Dir(path), 0o700))
		must(t, os.WriteFile(path, get(io.ReadAll(r))(t), 0o600))
	}
}

// TestSweepWhileWriting: what is being filed is not swept.
func TestSweepWhileWriting(t *testing.T) {
	s := fresh(t)
	var wg sync.WaitGroup
	for who := range 4 {
		wg.Go(func() {
			for i := range 5 {
				file(t, s, crowdMail(9*(5*who+i+1)), newIncident)
			}
		})
	}
	for range 20 {
		same(t, "swept", get(s.Sweep(ctx, time.Hour))(t), 0)
	}
	wg.Wait()
	same(t, "swept at last", get(s.Sweep(ctx, -time.Hour))(t), 0)
	audit(t, s)
}
