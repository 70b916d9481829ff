package store_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"tocsin/store"
)

// chain files n incidents; each but the last is merged into the next.
func chain(t *testing.T, s *store.Store, n int) (refs []store.Ref) {
	t.Helper()
	for i := range n {
		refs = append(refs, file(t, s, mail(i+1), newIncident).Ref)
	}
	for i := range n - 1 {
		must(t, s.Merge(ctx, refs[i], refs[i+1], "ann"))
	}
	return refs
}

// TestMergeInCircles: no merge closes a circle, however long; the error names
// both ends, and nothing has changed.
func TestMergeInCircles(t *testing.T) {
	s := fresh(t)
	refs := chain(t, s, 6)
	last := refs[5]
	for i, from := range refs {
		for _, into := range refs {
			before := incident(t, s, into)
			err := s.Merge(ctx, from, into, "ann")
			if !errors.Is(err, store.ErrState) {
				if i < 5 || into == last {
					t.Errorf("%s into %s: %v", from, into, err)
				}
				continue
			}
			if from == last && !(strings.Contains(err.Error(), string(from)) && strings.Contains(err.Error(), string(into))) {
				t.Errorf("%q does not name %s and %s", err, from, into)
			}
			same(t, fmt.Sprint(from, " into ", into), incident(t, s, into), before)
		}
	}
	audit(t, s)
}

// TestMergeUndoneInTheMiddle of a chain lets the circle be closed elsewhere.
func TestMergeUndoneInTheMiddle(t *testing.T) {
	s := fresh(t)
	refs := chain(t, s, 4)
	must(t, s.Merge(ctx, refs[1], "", "ann"))
	same(t, "open again", incident(t, s, refs[1]).Status, store.StatusOpen)
	same(t, "still merged", incident(t, s, refs[0]).MergedInto, refs[1])
	must(t, s.Merge(ctx, refs[3], refs[0], "ann"))
	same(t, "merged", incident(t, s, refs[3]).MergedInto, refs[0])
	if err := s.Merge(ctx, refs[1], refs[2], "ann"); !errors.Is(err, store.ErrState) {
		t.Errorf("a circle of four: %v", err)
	}
	if err := s.Merge(ctx, refs[1], "", "ann"); !errors.Is(err, store.ErrState) {
		t.Errorf("undone twice: %v", err)
	}
	audit(t, s)
}

// TestMergeThereAndBack: undone, an incident is as it was but for its history.
func TestMergeThereAndBack(t *testing.T) {
	s := fresh(t)
	from, into := file(t, s, mail(1), newIncident).Ref, file(t, s, mail(2), newIncident).Ref
	must(t, s.Change(ctx, from, func(in *store.Incident) ([]store.Event, error) {
		in.Participants = append(in.Participants, store.Participant{Address: "soc@other.example", Role: "team", Since: begin.AddDate(0, -1, 0)})
		return nil, nil
	}))
	was := []store.Incident{incident(t, s, from), incident(t, s, into)}
	for range 3 {
		must(t, s.Merge(ctx, from, into, "ann"))
		same(t, "participants together", len(incident(t, s, into).Participants), 2)
		same(t, "closed", incident(t, s, from).Status, store.StatusClosed)
		must(t, s.Merge(ctx, from, "", "ann"))
	}
	for i, ref := range []store.Ref{from, into} {
		now := incident(t, s, ref)
		same(t, "events of "+string(ref), len(now.Events), len(was[i].Events)+6)
		now.Events = was[i].Events
		same(t, "all else of "+string(ref), now, was[i])
	}
	audit(t, s)
}

// TestMergeAndPurge: what was purged is merged with nothing, and what was
// merged into it comes out again.
func TestMergeAndPurge(t *testing.T) {
	s := fresh(t)
	refs := chain(t, s, 3)
	must(t, s.Purge(ctx, refs[2], "ann"))
	must(t, s.Merge(ctx, refs[1], "", "ann"))
	same(t, "out again", incident(t, s, refs[1]).Status, store.StatusOpen)
	for _, pair := range [][2]store.Ref{{refs[1], refs[2]}, {refs[2], refs[1]}, {refs[2], ""}} {
		if err := s.Merge(ctx, pair[0], pair[1], "ann"); !errors.Is(err, store.ErrState) {
			t.Errorf("%s into %q: %v", pair[0], pair[1], err)
		}
	}
	for _, pair := range [][2]store.Ref{{"none", refs[1]}, {refs[1], "none"}, {"none", ""}, {"", refs[1]}} {
		if err := s.Merge(ctx, pair[0], pair[1], "ann"); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("%q into %q: %v", pair[0], pair[1], err)
		}
	}
	audit(t, s)
}
