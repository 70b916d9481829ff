package store

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Merge closes an incident in favour of another: its messages stay, later
// ones go to the other, whose participants its own become. Both histories say
// so. Merge with into "" undoes it.
func (s *Store) Merge(ctx context.Context, from, into Ref, actor string) error {
	return s.commit(ctx, "incident "+string(from), func(b *batch) error {
		source, err := b.changeable(from)
		if err != nil {
			return err
		}
		if into == "" {
			return b.unmerge(source, actor)
		}
		if source.MergedInto != "" {
			return fmt.Errorf("store: incident %s is merged into %s already: %w", from, source.MergedInto, ErrState)
		}
		target, err := b.mergeTarget(from, into)
		if err != nil {
			return err
		}
		at := target.noneSince(b.now)
		for _, p := range source.Participants {
			if !slices.ContainsFunc(target.Participants, p.same) {
				p.Since = at // by which an undo knows it
				target.Participants = append(target.Participants, p)
			}
		}
		source.MergedInto, source.Status = into, StatusClosed
		return b.putBoth(source, target, at, actor, "merged", "into "+string(into), string(from)+" merged into this")
	})
}

// noneSince is the first moment from at on since which nobody takes part.
func (in *Incident) noneSince(at time.Time) time.Time {
	for slices.ContainsFunc(in.Participants, func(p Participant) bool { return p.Since.Equal(at) }) {
		at = at.Add(time.Nanosecond)
	}
	return at
}

// mergeTarget refuses a circle of merges.
func (b *batch) mergeTarget(from, into Ref) (*Incident, error) {
	for next, n := into, 0; next != ""; n++ {
		if next == from || n > 100 {
			return nil, fmt.Errorf("store: incident %s is itself merged into %s: %w", into, from, ErrState)
		}
		c, err := b.cachedIncident(next)
		if err != nil {
			return nil, err
		}
		next = c.in.MergedInto
	}
	return b.changeable(into)
}

func (b *batch) unmerge(source *Incident, actor string) error {
	into := source.MergedInto
	if into == "" {
		return fmt.Errorf("store: incident %s is not merged: %w", source.Ref, ErrState)
	}
	source.MergedInto, source.Status = "", StatusOpen
	target, err := b.changeable(into)
	if err != nil { // purged since: nothing to take back there
		source.Events = []Event{{At: b.now, Actor: actor, What: "unmerged", Detail: "from " + string(into)}}
		return b.putIncident(source)
	}
	at, err := b.mergedAt(source.Ref)
	if err != nil {
		return err
	}
	target.Participants = slices.DeleteFunc(slices.Clone(target.Participants), func(p Participant) bool {
		return p.Since.Equal(at) && slices.ContainsFunc(source.Participants, p.same)
	})
	return b.putBoth(source, target, b.now, actor, "unmerged", "from "+string(into), string(source.Ref)+" taken out of this")
}

// mergedAt is when an incident was merged last.
func (b *batch) mergedAt(ref Ref) (at time.Time, err error) {
	events, err := b.events(ref)
	for _, e := range events {
		if e.What == "merged" && strings.HasPrefix(e.Detail, "into ") {
			at = e.At
		}
	}
	return at, err
}

func (b *batch) putBoth(source, target *Incident, at time.Time, actor, what, here, there string) error {
	source.Events = []Event{{At: at, Actor: actor, What: what, Detail: here}}
	target.Events = []Event{{At: at, Actor: actor, What: what, Detail: there}}
	if err := b.putIncident(source); err != nil {
		return err
	}
	return b.putIncident(target)
}

// same says whether two entries name the same participant.
func (p Participant) same(q Participant) bool {
	return p.Address == q.Address && p.Fingerprint == q.Fingerprint && p.Role == q.Role
}
