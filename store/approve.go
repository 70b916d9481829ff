package store

import (
	"context"
	"fmt"
	"slices"
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

// Approve lets a held entry go. One that also waits for another's delivery
// goes after that; one that waits for nothing else is ErrState.
func (s *Store) Approve(ctx context.Context, outID, actor string) error {
	return s.decide(ctx, outID, actor, "approved", "", func(b *batch, o *outRecord) error {
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
		o.Error = fmt.Sprintf("rejected by %s: %s", actor, why)
		return nil
	})
}

// Retry makes a failed entry due again, or one that was put off due now.
func (s *Store) Retry(ctx context.Context, outID, actor string) error {
	return s.decide(ctx, outID, actor, "retried", "", func(b *batch, o *outRecord) error {
		if o.State != Failed && o.State != Due || o.Carried {
			return wrongState(o, "retried")
		}
		o.State, o.Due, o.Claimed = Due, b.now, false
		return nil
	})
}
