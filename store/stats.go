package store

import (
	"context"
	"slices"
	"strings"
	"time"
)

// Stats counts what happened on the days (UTC) from from to to, both
// included; a zero time leaves that end open. It reads counters that are kept
// as things happen, so it costs nothing in the number of incidents.
func (s *Store) Stats(ctx context.Context, from, to time.Time) (Stats, error) {
	var st Stats
	first, last := "0000-00-00", "9999-99-99"
	if !from.IsZero() {
		first = from.UTC().Format(time.DateOnly)
	}
	if !to.IsZero() {
		last = to.UTC().Format(time.DateOnly)
	}
	err := s.read(ctx, func(v *view) error {
		st = Stats{From: from, To: to, Totals: map[string]int{}, Days: []Day{}, Now: map[string]int{}}
		for k, b := range v.r.Scan(bCount, nil, []byte(first)) {
			day, name, _ := strings.Cut(string(k), "/")
			if day > last {
				break
			}
			if n := len(st.Days); n == 0 || st.Days[n-1].Day != day {
				st.Days = append(st.Days, Day{Day: day, Counts: map[string]int{}})
			}
			st.Days[len(st.Days)-1].Counts[name] = int(toNumber(b))
			st.Totals[name] += int(toNumber(b))
		}
		for k, b := range v.r.Scan(bCount, []byte("now/"), nil) {
			st.Now[strings.TrimPrefix(string(k), "now/")] = int(toNumber(b))
		}
		return nil
	})
	return st, err
}

// sweepBudgets forgets budgets whose time is over, at most 10,000 at once.
func (s *Store) sweepBudgets(ctx context.Context) error {
	return s.commit(ctx, "sweep", func(b *batch) error {
		runs := func(w window) bool { return w.end >= b.now.Add(-24*time.Hour).Unix() }
		var over [][]byte
		for k, value := range b.r.Scan(bBudget, nil, nil) {
			if !slices.ContainsFunc(readWindows(value), runs) {
				over = append(over, slices.Clone(k))
			}
			if len(over) >= 10_000 {
				break
			}
		}
		for _, k := range over {
			b.del(bBudget, k)
		}
		return nil
	})
}
