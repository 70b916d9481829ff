package store

import (
	"context"
	"fmt"
	"slices"
	"strings"
)

// decide lets a person decide about one entry; fn says ErrState when it can't.
func (s *Store) decide(ctx context.Context, outID, actor, what, detail string, fn func(b *batch, o *outRecord) error) error {
	return s.commit(ctx, "outbox entry "+outID, func(b *batch) error {
		e, err := b.brief(outID)
		if err != nil {
			return err
		}
		rec, old := e.rec, *e.rec
		if err = fn(b, rec); err != nil {
			return err
		}
		if err = b.putOut(e.seq, &old, rec); err != nil {
			return err
		}
		about := fmt.Sprintf("%s to %s", rec.Kind, rec.To)
		if detail != "" {
			about += ": " + detail
		}
		return b.outEvent(&rec.Outgoing, Event{At: b.now, Actor: actor, What: what, Detail: about})
	})
}

func wrongState(o *outRecord, verb string) error {
	if o.Carried {
		return fmt.Errorf("store: outbox entry %s goes out in the digest %s: decide about that one: %w", o.ID, o.After, ErrState)
	}
	return fmt.Errorf("store: outbox entry %s is %s, it can't be %s: %w", o.ID, o.State, verb, ErrState)
}

// ended says of an entry that a person has rejected it, or that a later message
// took its place: it is not one that merely could not be delivered.
func (o *Outgoing) ended() bool {
	return o.State == Failed && (strings.HasPrefix(o.Error, rejected) || strings.HasPrefix(o.Error, Withdrawn))
}

// Approve lets a held entry go, or after all one that was rejected or withdrawn.
// One that also waits for another's delivery goes after that; one that waits
// for nothing else is ErrState.
func (s *Store) Approve(ctx context.Context, outID, actor string) error {
	return s.decide(ctx, outID, actor, "approved", "", func(b *batch, o *outRecord) error {
		if o.ended() {
			o.State, o.Due, o.Error = Due, b.now, ""
			if o.After != "" {
				b.await(&o.Outgoing)
			}
			return nil
		}
		waits := slices.Contains(o.HeldFor, HeldForDelivery)
		if o.State != Held || waits && len(o.HeldFor) == 1 {
			return wrongState(o, "approved")
		}
		o.HeldFor = nil
		if waits {
			o.HeldFor = []string{HeldForDelivery}
			return nil
		}
		o.State, o.Due = Due, b.now
		return nil
	})
}

// Reject ends an entry that has not gone: held, or due. If it is on the wire
// at this moment and is taken, it becomes sent after all.
func (s *Store) Reject(ctx context.Context, outID, actor, why string) error {
	return s.decide(ctx, outID, actor, "rejected", why, func(b *batch, o *outRecord) error {
		if o.State != Held && o.State != Due || o.Carried {
			return wrongState(o, "rejected")
		}
		o.State, o.HeldFor, o.Settled, o.Claimed = Failed, nil, b.now, false
		o.Error = fmt.Sprintf("%s%s: %s", rejected, actor, why)
		return nil
	})
}

// Retry makes a failed entry due again, or one that was put off due now. One
// that was rejected or withdrawn is ErrEnded.
func (s *Store) Retry(ctx context.Context, outID, actor string) error {
	return s.decide(ctx, outID, actor, "retried", "", func(b *batch, o *outRecord) error {
		if o.ended() {
			return fmt.Errorf("store: outbox entry %s %w", o.ID, ErrEnded)
		}
		if o.State != Failed && o.State != Due || o.Carried {
			return wrongState(o, "retried")
		}
		o.State, o.Due, o.Claimed = Due, b.now, false
		return nil
	})
}

// withdraw ends an entry that has not gone, for a message that takes its place.
func (b *batch) withdraw(x Bounce) error {
	return b.recall(x.ID, func(o *outRecord) Event {
		o.State, o.HeldFor, o.Settled, o.Error = Failed, nil, b.now, Withdrawn+x.Reason
		return Event{What: "withdrawn", Detail: x.Reason}
	})
}

// holdOut lets an entry that has not gone wait for a person, for more reasons
// than it may have had.
func (b *batch) holdOut(h Hold) error {
	return b.recall(h.ID, func(o *outRecord) Event {
		o.State, o.HeldFor = Held, slices.Clone(o.HeldFor)
		for _, reason := range h.Reasons {
			if !slices.Contains(o.HeldFor, reason) {
				o.HeldFor = append(o.HeldFor, reason)
			}
		}
		return Event{What: Held, Detail: strings.Join(o.HeldFor, ", ")}
	})
}

// recall changes an entry that has not gone; fn tells of it. If it is on the
// wire at this moment and is taken, it becomes sent after all.
func (b *batch) recall(outID string, fn func(o *outRecord) Event) error {
	e, err := b.brief(outID)
	if isNotFound(err) || err == nil && (e.rec.State != Held && e.rec.State != Due || e.rec.Carried) {
		return nil
	}
	if err != nil {
		return err
	}
	old := *e.rec
	told := fn(e.rec)
	e.rec.Claimed = false
	if err = b.putOut(e.seq, &old, e.rec); err != nil {
		return err
	}
	told.At, told.Actor = b.now, "tocsin"
	told.Detail = fmt.Sprintf("%s to %s: %s", e.rec.Kind, e.rec.To, told.Detail)
	return b.outEvent(&e.rec.Outgoing, told)
}
