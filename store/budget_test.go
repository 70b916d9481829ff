package store_test

import (
	"errors"
	"fmt"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"tocsin/store"
)

// spending answers the sender as long as a budget lasts.
func spending(name string, at time.Time, per time.Duration, limit int, spent *atomic.Int64) store.Decide {
	return func(tx *store.Tx, m *store.Message) store.Outcome {
		o := newIncident(tx, m)
		if !tx.Spend(name, at, store.Limit{Per: per, Most: limit}) {
			o.Outgoing = nil
		} else if spent != nil {
			spent.Add(1)
		}
		return o
	}
}

// answered counts the entries that were decided.
func answered(t *testing.T, s *store.Store) int {
	t.Helper()
	return len(get(s.Outbox(ctx, store.OutFilter{Limit: 10_000}))(t))
}

// TestBudgetOverTheHour: a window ends at its multiple, and what was spent in
// the one before is forgotten, also when the clock stands between two days.
func TestBudgetOverTheHour(t *testing.T) {
	s := fresh(t)
	n := 0
	at := time.Date(2026, 12, 31, 22, 59, 50, 0, time.UTC)
	for _, step := range []struct {
		after time.Duration
		mails int
		want  int
	}{
		{0, 5, 2}, {9 * time.Second, 1, 0}, {10 * time.Second, 3, 2}, {time.Hour + 9*time.Second, 1, 0}, {time.Hour + 10*time.Second, 5, 2},
	} {
		before := answered(t, s)
		for range step.mails {
			n++
			file(t, s, mail(n), spending("ann@site.example", at.Add(step.after), time.Hour, 2, nil))
		}
		same(t, fmt.Sprint("answered after ", step.after), answered(t, s)-before, step.want)
	}
}

// TestBudgetAndAClockThatGoesBack: no second budget for who waits for that.
func TestBudgetAndAClockThatGoesBack(t *testing.T) {
	s := fresh(t)
	for n, minutes := range []int{0, 61, 30, 62, 5, 63} {
		file(t, s, mail(n+1), spending("x", begin.Add(time.Duration(minutes)*time.Minute), time.Hour, 2, nil))
	}
	same(t, "answered", answered(t, s), 3) // one in the first hour, two in the second
}

// TestBudgetsAreApart by name and by span; a limit of none lets nothing pass.
func TestBudgetsAreApart(t *testing.T) {
	s := fresh(t)
	n := 0
	try := func(name string, per time.Duration, limit, want int) {
		t.Helper()
		before := answered(t, s)
		for range 3 {
			n++
			file(t, s, mail(n), spending(name, begin, per, limit, nil))
		}
		same(t, fmt.Sprint(name, per), answered(t, s)-before, want)
	}
	try("a", time.Hour, 1, 1)
	try("b", time.Hour, 1, 1)
	try("a", 24*time.Hour, 2, 2)
	try("", time.Hour, 1, 1)
	try("c", time.Hour, 0, 0)
	try("d", time.Hour, -1, 0)
	try("a", time.Hour, 3, 2) // a higher limit counts what was spent under the lower one
}

// TestBudgetOfMany: however many ask at once, in shared transactions that
// fail and run again, exactly the limit passes.
func TestBudgetOfMany(t *testing.T) {
	path := filepath.Join(t.TempDir(), "db")
	s := openStore(t, openEngine(t, path))
	var wg sync.WaitGroup
	for n := range 80 {
		wg.Go(func() {
			d := spending("all", begin, time.Hour, 20, nil)
			_, err := s.File(ctx, mail(n+1), func(tx *store.Tx, m *store.Message) store.Outcome {
				o := d(tx, m)
				if n%8 == 0 {
					panic("spent and failed")
				}
				return o
			})
			if n%8 == 0 != errors.Is(err, store.ErrDecide) {
				t.Error(n, err)
			}
		})
	}
	wg.Wait()
	same(t, "answered", answered(t, s), 20)
	must(t, s.Close())
	s = openStore(t, openEngine(t, path))
	defer s.Close()
	file(t, s, mail(1000), spending("all", begin, time.Hour, 20, nil))
	same(t, "after a restart", answered(t, s), 20)
	audit(t, s)
}

// TestSweepKeepsRunningBudgets: only what is over for a day is forgotten.
func TestSweepKeepsRunningBudgets(t *testing.T) {
	now := begin
	s, err := store.Open(ctx, openEngine(t, filepath.Join(t.TempDir(), "db")), sealKey, store.Options{Now: func() time.Time { return now }})
	must(t, err)
	defer s.Close()
	var spent atomic.Int64
	for n, hours := range []int{0, 0, 24, 24, 36} {
		now = begin.Add(time.Duration(hours) * time.Hour)
		must(t, second(s.Sweep(ctx, time.Hour)))
		file(t, s, mail(n+1), spending("week", begin, 7*24*time.Hour, 2, &spent))
	}
	same(t, "spent in the week", int(spent.Load()), 2)
}
