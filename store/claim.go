package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"tocsin/store/kv"
)

// Claim takes up to n entries that are due by now, the longest due first, for
// one attempt at delivery. Before it returns, the attempt is counted and the
// entry put off by lease, durably: if the claimer dies, the entry comes back
// by itself. Entries with the same Digest and recipient that are due together
// and were never tried are merged into one of kind digest. One transaction;
// none when nothing is due. Entries that can't be read are put off as well, so
// that they keep no other from going; beside the list the error is ErrDamaged.
func (s *Store) Claim(ctx context.Context, now time.Time, n int, lease time.Duration) (list []Outgoing, err error) {
	at, ok, err := s.NextDue(ctx)
	if err != nil || !ok || at.After(now) || n <= 0 {
		return nil, err
	}
	var damaged error
	err = s.commit(ctx, "claim", func(b *batch) (err error) {
		var due []entry
		due, damaged = b.takeDue(now, min(n, 10_000), lease)
		list, err = b.claim(due, now.Add(lease))
		return err
	})
	if err != nil {
		return nil, err
	}
	return list, damaged
}

// An entry is an outbox record and its number.
type entry struct {
	seq uint64
	rec *outRecord
}

// takeDue loads what is due, and puts off what can't be loaded.
func (b *batch) takeDue(now time.Time, n int, lease time.Duration) (due []entry, damaged error) {
	list := b.dueBy(now, n)
	due = make([]entry, 0, len(list))
	for _, p := range list {
		place := p.place()
		rec, err := b.outWhole(place)
		if err == nil {
			due = append(due, entry{place.seq, rec})
			continue
		}
		b.putOff(p, now.Add(lease))
		damaged = fmt.Errorf("store: outbox entry %d of incident %s is %w and was put off: %w", place.seq, p.ref, ErrDamaged, err)
	}
	return due, damaged
}

// putOff claims an entry that can't be read, for nobody.
func (b *batch) putOff(p dueEntry, until time.Time) {
	rec := &outRecord{Outgoing: Outgoing{Ref: p.ref, Attempts: p.attempts, Due: until}, Claimed: true}
	b.put(bQueue, p.key, rec.queueBytes(&b.arena))
}

func (b *batch) claim(due []entry, until time.Time) ([]Outgoing, error) {
	due, err := b.mergeDigests(due)
	if err != nil {
		return nil, err
	}
	list := make([]Outgoing, 0, len(due))
	for _, e := range due {
		old := *e.rec
		if e.rec.Attempts++; !old.Claimed {
			e.rec.queued = old.Due
		}
		e.rec.Due, e.rec.Claimed = until.UTC(), true
		list = append(list, e.rec.Outgoing)
		if err := b.putOut(e.seq, &old, e.rec); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// release makes what was claimed and not settled due again: for engines that
// nobody else has open, so that nobody is at work on it. Attempts stay counted.
func (s *Store) release(ctx context.Context) error {
	var open []outPlace
	list := func(v *view) error {
		open = nil
		for e := range v.dueEntries(forever) {
			if e.claimed {
				open = append(open, e.place())
			}
		}
		return nil
	}
	if err := s.read(ctx, list); err != nil || len(open) == 0 {
		return err
	}
	// A store that can't be written to, on a full disk or to be read only, is
	// opened all the same: there leases run out by themselves.
	_ = s.engine.Update(ctx, func(w kv.Writer) error {
		b := newBatch(s, w)
		for _, p := range open {
			rec, err := b.outBrief(p)
			if err != nil {
				continue // one that can't be read must not keep the store closed
			}
			old := *rec
			rec.Claimed = false
			if rec.Due.After(b.now) {
				rec.Due = b.now
			}
			if err = b.putOut(p.seq, &old, rec); err != nil {
				return err
			}
		}
		return b.flush()
	})
	return nil
}

// Settle records the outcome of attempts. Sent frees the entries that come
// After, and carries out what a digest was made of; Failed decides what the
// settlement's own Failed says. Each writes an event into its incident, except
// Due. A settlement of an attempt that is not the
// entry's last one changes nothing and makes the error ErrStale; one for an
// entry that is gone makes it ErrNotFound; with ErrDamaged something that
// depends on an entry can't be read. The others are settled all the
// same. Concurrent calls share a transaction.
func (s *Store) Settle(ctx context.Context, list ...Settlement) error {
	if len(list) == 0 {
		return nil
	}
	var passed error // settlements that came too late spoil nothing
	err := s.commit(ctx, "settle", func(b *batch) error {
		passed = nil
		for _, x := range list {
			late, err := b.settle(x)
			if err != nil {
				return err
			}
			passed = errors.Join(passed, late)
		}
		return nil
	})
	return errors.Join(err, passed)
}

func (b *batch) settle(x Settlement) (late, err error) {
	e, err := b.brief(x.ID)
	rec := e.rec
	if isNotFound(err) {
		return err, nil
	}
	if err != nil {
		return nil, err
	}
	gone := rec.State != Sent && x.State == Sent // rejected or held while it was on the wire: that is the truth
	if x.Attempt != rec.Attempts || rec.State != Due && !gone {
		return fmt.Errorf("store: outbox entry %s, attempt %d: %w", x.ID, x.Attempt, ErrStale), nil
	}
	err = b.conclude(e, x)
	if x.State == Failed && x.Failed != nil && (err == nil || errors.Is(err, ErrDamaged)) {
		err = errors.Join(err, b.follow(x, rec.Outgoing))
	}
	if errors.Is(err, ErrDamaged) {
		return err, nil
	}
	return nil, err
}

// follow writes what goes out because an entry failed. What can't be read
// keeps that from going, and not the outcome from being known.
func (b *batch) follow(x Settlement, o Outgoing) error {
	tx := &Tx{b: b}
	list := x.Failed(tx, o)
	if tx.err != nil {
		return fmt.Errorf("store: outbox entry %s failed, and nobody is told, since something is %w: %v", o.ID, ErrDamaged, tx.err)
	}
	for _, out := range list {
		if err := b.decideOut(out); err != nil {
			return err
		}
	}
	return nil
}

// conclude applies a settlement to an entry and to those that depend on it.
// With ErrDamaged it did, but for those that can't be read.
func (b *batch) conclude(e entry, x Settlement) error {
	o := &e.rec.Outgoing
	old := *e.rec
	at := x.At
	if at.IsZero() {
		at = b.now
	}
	o.State, o.Error, o.HeldFor, e.rec.Claimed = x.State, x.Response, nil, false
	switch x.State {
	case Sent, Failed:
		o.Settled = at
	case Held:
		o.HeldFor = x.HeldFor
	case Due:
		o.Due = x.Next
	default:
		return fmt.Errorf("store: outbox entry %s can't be settled as %q: %w", x.ID, x.State, ErrState)
	}
	if err := b.putOut(e.seq, &old, e.rec); err != nil {
		return err
	}
	if err := b.settled(o, at); err != nil || x.State == Due || x.State == Held {
		return err
	}
	return b.dependents(o.ID, x)
}

// settled writes the event and the statistics of a settlement.
func (b *batch) settled(o *Outgoing, at time.Time) error {
	if o.State == Due {
		return nil
	}
	b.happened(at, o.State, o.Kind)
	what, why := o.State, o.Error
	if o.State == Sent && o.Kind == OutAck {
		what = "acknowledged"
	}
	if o.State == Held {
		why = strings.Join(o.HeldFor, ", ")
	}
	return b.outEvent(o, Event{At: at, Actor: "tocsin", What: what, Detail: fmt.Sprintf("%s to %s: %s", o.Kind, o.To, why)})
}

// outEvent writes an event about an entry into its incident, if it has one.
func (b *batch) outEvent(o *Outgoing, e Event) error {
	if o.Ref == "" || o.Kind == OutDigest {
		return nil
	}
	e.Key = o.Cause
	if err := b.happen(o.Ref, e); !isNotFound(err) {
		return err
	}
	return nil
}

// dependents passes on what became of an entry: one that a digest carried
// shares its fate; one that waited for a delivery is freed by it. One that
// can't be read is left, for what went out must not go again for its sake; the
// error is then ErrDamaged.
func (b *batch) dependents(outID string, x Settlement) error {
	var list []outPlace
	for k, ref := range b.r.Scan(bAfter, append([]byte(outID), 0), nil) {
		list = append(list, entryOf(k, ref))
	}
	var damaged error
	for _, p := range list {
		rec, err := b.outBrief(p)
		switch {
		case isNotFound(err):
			err = nil
		case err != nil:
			err = fmt.Errorf("store: outbox entry %d of incident %s, which waited for %s, is %w: %v", p.seq, p.ref, outID, ErrDamaged, err)
		case rec.Carried:
			err = b.conclude(entry{p.seq, rec}, Settlement{ID: rec.ID, State: x.State, Response: x.Response, At: x.At})
		case x.State == Sent && rec.State == Held && slices.Contains(rec.HeldFor, HeldForDelivery):
			old := *rec
			b.free(&rec.Outgoing)
			err = b.putOut(p.seq, &old, rec)
		}
		if err != nil && !errors.Is(err, ErrDamaged) {
			return err
		}
		damaged = errors.Join(damaged, err)
	}
	return damaged
}

// bounced marks an entry that came back as failed.
func (b *batch) bounced(x Bounce) error {
	e, err := b.brief(x.ID)
	if isNotFound(err) || err == nil && e.rec.State == Failed {
		return nil
	}
	if err != nil {
		return err
	}
	err = b.conclude(e, Settlement{ID: x.ID, State: Failed, Response: "bounced: " + x.Reason, At: b.now})
	if errors.Is(err, ErrDamaged) {
		return nil // the bounce itself is filed all the same; listings of the outbox name what is damaged
	}
	return err
}
