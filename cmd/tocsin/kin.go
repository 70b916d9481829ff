package main

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"tocsin/cmd/tocsin/daemon"
	"tocsin/store"
)

func (a *app) incidentRelated() *cobra.Command {
	return leaf("related REF", "list incidents that share hosts, indicators or correspondents", 1, 1, func(c *cobra.Command, args []string) error {
		return a.withStore(c.Context(), nothing, func(ctx context.Context, d *daemon.Daemon, _ inputs) error {
			i, damaged := incidentOf(ctx, d, args[0])
			if i.Ref == "" {
				return damaged
			}
			related, err := bothWays(ctx, d.Store, i)
			err = cmp.Or(err, damaged)
			return printList(a, related, err, "nothing related is known", []string{"ref", "score", "why"}, func(r store.Relation) []any {
				return []any{r.Ref, r.Score, strings.Join(r.Why, "; ")}
			})
		})
	})
}

// lookBack is how many incidents, the newest, are asked whether they name one
// as related: the store keeps a relation with the later of the two.
const lookBack = 1000

// bothWays gives the incidents that i names as related, and the newest ones
// that name it, the strongest first; beside them an ErrDamaged.
func bothWays(ctx context.Context, s *store.Store, i store.Incident) ([]store.Relation, error) {
	list := slices.Clone(i.Related)
	newest, err := s.Incidents(ctx, store.Filter{Limit: lookBack})
	for _, other := range newest {
		for _, r := range other.Related {
			if r.Ref == i.Ref {
				list = addRelation(list, store.Relation{Ref: other.Ref, Why: r.Why, Score: r.Score})
			}
		}
	}
	slices.SortStableFunc(list, func(a, b store.Relation) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(b.Ref, a.Ref))
	})
	return list, err
}

// addRelation adds one, or its reasons to that with the same incident.
func addRelation(list []store.Relation, r store.Relation) []store.Relation {
	at := slices.IndexFunc(list, func(x store.Relation) bool { return x.Ref == r.Ref })
	if at < 0 {
		return append(list, r)
	}
	known := &list[at]
	known.Score = max(known.Score, r.Score)
	for _, why := range r.Why {
		if !slices.Contains(known.Why, why) {
			known.Why = append(slices.Clip(known.Why), why)
		}
	}
	return list
}

// mergedFrom gives the incidents that are merged into i, and into those in
// turn, in the order of merging, beside them an ErrDamaged. The history names
// all that ever were.
func mergedFrom(ctx context.Context, s *store.Store, i store.Incident) (from []store.Incident, damaged error) {
	seen := map[store.Ref]bool{i.Ref: true}
	for waiting := []store.Incident{i}; len(waiting) > 0; waiting = waiting[1:] {
		into := waiting[0]
		for _, e := range into.Events {
			name, ok := strings.CutSuffix(e.Detail, " merged into this")
			if e.What != "merged" || !ok || seen[store.Ref(name)] {
				continue
			}
			seen[store.Ref(name)] = true
			other, err := s.Incident(ctx, store.Ref(name))
			switch {
			case errors.Is(err, store.ErrDamaged):
				damaged = cmp.Or(damaged, err)
			case err != nil:
				return nil, err
			}
			if other.MergedInto == into.Ref {
				from, waiting = append(from, other), append(waiting, other)
			}
		}
	}
	return from, damaged
}
