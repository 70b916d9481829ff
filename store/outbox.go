package store

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"
)

// An outRecord is an outbox entry as stored.
type outRecord struct {
	Outgoing
	Merges  []string `json:"merges,omitempty"`  // a digest: the entries that it carries
	Carried bool     `json:"carried,omitempty"` // After is the digest that carries this one
}

// queueKey orders entries by state, then by the time that matters there.
func queueKey(o *Outgoing, seq uint64) []byte {
	at := o.Due
	switch o.State {
	case Held:
		at = o.Created
	case Sent, Failed:
		at = o.Settled
	}
	return join([]byte{queueLetter(o.State)}, timeKey(at), number64(seq))
}

func queueLetter(state string) byte {
	switch state {
	case Due:
		return 'd'
	case Held:
		return 'h'
	case Sent:
		return 's'
	}
	return 'f'
}

func (v *view) outSeq(outID string) (uint64, error) {
	if valid(outID) {
		if b := v.r.Get(bOutID, []byte(outID)); b != nil {
			return toNumber(b), nil
		}
	}
	return 0, fmt.Errorf("store: outbox entry %q: %w", outID, ErrNotFound)
}

// outRecord loads an entry; the text of a digest is put together anew from
// what it carries.
func (v *view) outRecord(seq uint64) (*outRecord, error) {
	o := &outRecord{}
	if err := v.load(bOut, number64(seq), o); err != nil {
		return nil, err
	}
	if len(o.Merges) > 0 {
		return o, v.compose(o)
	}
	return o, nil
}

func (v *view) outgoing(outID string) (*outRecord, uint64, error) {
	seq, err := v.outSeq(outID)
	if err != nil {
		return nil, 0, err
	}
	o, err := v.outRecord(seq)
	return o, seq, err
}

// decideOut takes a new entry into the outbox, unless its ID is there.
func (b *batch) decideOut(o Outgoing) error {
	if !valid(o.ID) || len(o.After) > 200 {
		return fmt.Errorf("store: outbox entry %q: no usable id: %w", o.ID, ErrState)
	}
	if _, err := b.outSeq(o.ID); err == nil {
		return nil
	}
	o.State = cmp.Or(o.State, Due)
	if o.State != Due && o.State != Held {
		return fmt.Errorf("store: outbox entry %s can't begin as %q: %w", o.ID, o.State, ErrState)
	}
	if o.Created.IsZero() {
		o.Created = b.now
	}
	if o.Due.IsZero() {
		o.Due = o.Created
	}
	if o.After != "" {
		b.await(&o)
	}
	seq := b.next("out")
	b.put(bOutID, []byte(o.ID), number64(seq))
	b.put(bOutRef, join(order(o.Ref), number64(seq)), nil)
	if o.MessageID != "" {
		i := b.id("mailid", o.MessageID)
		b.put(bMailID, i[:], join([]byte{'o'}, number64(seq), []byte(o.Ref)))
	}
	if o.After != "" {
		b.put(bAfter, join([]byte(o.After), []byte{0}, number64(seq)), nil)
	}
	b.happened(b.now, "decided/"+o.Kind)
	return b.putOut(seq, nil, &outRecord{Outgoing: o})
}

// await holds an entry until the one it comes after was taken; if that has
// happened it is free.
func (b *batch) await(o *Outgoing) {
	first, _, err := b.outgoing(o.After)
	if err == nil && first.State == Sent {
		b.free(o)
		return
	}
	o.State = Held
	if !slices.Contains(o.HeldFor, HeldForDelivery) {
		o.HeldFor = append(slices.Clip(o.HeldFor), HeldForDelivery)
	}
}

// free takes the reason "delivery" away, and makes the entry due if that was
// the last one.
func (b *batch) free(o *Outgoing) {
	o.HeldFor = slices.DeleteFunc(slices.Clone(o.HeldFor), func(s string) bool { return s == HeldForDelivery })
	if len(o.HeldFor) == 0 && o.State == Held {
		o.State = Due
		if o.Due.Before(b.now) {
			o.Due = b.now
		}
	}
}

// putOut writes an entry and its place in the queue; old is what it was.
func (b *batch) putOut(seq uint64, old *Outgoing, o *outRecord) error {
	if old == nil || string(queueKey(old, seq)) != string(queueKey(&o.Outgoing, seq)) {
		if old != nil {
			b.del(bQueue, queueKey(old, seq))
		}
		b.put(bQueue, queueKey(&o.Outgoing, seq), []byte(o.Ref))
	}
	if old == nil || old.State != o.State {
		b.count("now/outbox/"+o.State, 1)
		if old != nil {
			b.count("now/outbox/"+old.State, -1)
		}
	}
	if o.State == Due && !o.Due.After(b.now) {
		b.w.Notify()
	}
	stored := *o
	if len(o.Merges) > 0 {
		stored.Text, stored.Plain = "", ""
	}
	return b.save(bOut, number64(seq), o.Ref, &stored)
}

// Outbox lists entries: of one incident in the order they were decided, else
// of one state by the time that matters there, else of all states.
func (s *Store) Outbox(ctx context.Context, f OutFilter) (list []Outgoing, err error) {
	limit := min(cmp.Or(max(f.Limit, 0), 100), 10_000)
	err = s.read(ctx, func(v *view) error {
		list = nil
		bucket, prefix := bQueue, []byte(nil)
		if f.Ref != "" {
			bucket, prefix = bOutRef, order(f.Ref)
		} else if f.State != "" {
			prefix = []byte{queueLetter(f.State)}
		}
		for k := range v.r.Scan(bucket, prefix, nil) {
			o, err := v.outRecord(toNumber(k[len(k)-8:]))
			if err != nil {
				return err
			}
			if f.State != "" && o.State != f.State {
				continue
			}
			if list = append(list, o.Outgoing); len(list) >= limit {
				break
			}
		}
		return nil
	})
	return list, err
}

// OutboxEntry returns one entry.
func (s *Store) OutboxEntry(ctx context.Context, outID string) (o Outgoing, err error) {
	err = s.read(ctx, func(v *view) error {
		r, _, err := v.outgoing(outID)
		if err == nil {
			o = r.Outgoing
		}
		return err
	})
	return o, err
}

// NextDue says when the next entry is due; ok is false when none is.
func (s *Store) NextDue(ctx context.Context) (at time.Time, ok bool, err error) {
	err = s.read(ctx, func(v *view) error {
		ok = false
		for k := range v.r.Scan(bQueue, []byte{'d'}, nil) {
			at, ok = dueOf(k), true
			break
		}
		return nil
	})
	return at, ok, err
}

func dueOf(queueKey []byte) time.Time { return time.Unix(0, int64(toNumber(queueKey[1:]))).UTC() }

// Pending counts what is due by now and what is due later.
func (s *Store) Pending(ctx context.Context, now time.Time) (due, later int, err error) {
	err = s.read(ctx, func(v *view) error {
		due = 0
		for k := range v.r.Scan(bQueue, []byte{'d'}, nil) {
			if dueOf(k).After(now) {
				break
			}
			due++
		}
		later = int(toNumber(v.r.Get(bCount, []byte("now/outbox/"+Due)))) - due
		return nil
	})
	return due, later, err
}
