package store

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"
)

// queueKey orders entries by state, then by the time that matters there. An
// entry that is claimed has no place in the queue.
func (a *arena) queueKey(o *outRecord, seq uint64) []byte {
	at := o.Due
	switch o.State {
	case Due:
		if o.Claimed {
			return nil
		}
	case Held:
		at = o.Created
	case Sent, Failed:
		at = o.Settled
	}
	return a.join([]byte{queueLetter(o.State)}, a.time(at), a.number(seq))
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

// queued finds an entry from its key and value in the queue.
func queued(key, value []byte) outPlace { return outPlace{toNumber(key[len(key)-8:]), Ref(value)} }

// A dueEntry is where an entry lies, and when it is due.
type dueEntry struct {
	outPlace
	at time.Time
}

// dueBy lists up to n entries that are due by a time, or whose lease has run
// out by then, the longest due first.
func (v *view) dueBy(now time.Time, n int) []dueEntry {
	list := v.claims(now)
	had := len(list)
	for k, value := range v.r.Scan(bQueue, []byte{'d'}, nil) {
		at := dueOf(k)
		if at.After(now) || len(list)-had >= n {
			break
		}
		list = append(list, dueEntry{queued(k, value), at})
	}
	slices.SortStableFunc(list, func(a, b dueEntry) int { return a.at.Compare(b.at) })
	return list[:min(n, len(list))]
}

// claims lists what is claimed until a time at most. There are never many.
func (v *view) claims(until time.Time) (list []dueEntry) {
	for k, value := range v.r.Scan(bClaim, nil, nil) {
		if c, ok := readClaim(value); ok && !c.until.After(until) {
			list = append(list, dueEntry{outPlace{toNumber(k), c.ref}, c.until})
		}
	}
	return list
}

func (v *view) outPlace(outID string) (outPlace, error) {
	if valid(outID) {
		if p := readOutID(v.r.Get(bOutID, []byte(outID))); p.seq > 0 {
			return p, nil
		}
	}
	return outPlace{}, fmt.Errorf("store: outbox entry %q: %w", outID, ErrNotFound)
}

// outWhole loads an entry; the text of a digest is put together anew from
// what it carries.
func (v *view) outWhole(p outPlace) (*outRecord, error) {
	o, err := v.outBrief(p)
	if err == nil && len(o.Merges) > 0 {
		err = v.compose(o)
	}
	return o, err
}

// outgoing loads an entry whole, brief one to be changed.
func (v *view) outgoing(outID string) (*outRecord, error) {
	p, err := v.outPlace(outID)
	if err != nil {
		return nil, err
	}
	return v.outWhole(p)
}

func (v *view) brief(outID string) (entry, error) {
	p, err := v.outPlace(outID)
	if err != nil {
		return entry{}, err
	}
	o, err := v.outBrief(p)
	return entry{p.seq, o}, err
}

// decideOut takes a new entry into the outbox, unless its ID is there.
func (b *batch) decideOut(o Outgoing) error {
	if !valid(o.ID) || len(o.After) > 200 {
		return fmt.Errorf("store: outbox entry %q: no usable id: %w", o.ID, ErrState)
	}
	if p := readOutID(b.r.Get(bOutID, []byte(o.ID))); p.seq > 0 {
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
	b.happened(b.now, "decided", o.Kind)
	_, err := b.newOut(&outRecord{Outgoing: o})
	return err
}

// newOut writes an entry that was not there.
func (b *batch) newOut(o *outRecord) (entry, error) {
	a, err := b.openAct(o.Ref, 500+len(o.Text)+len(o.Plain))
	if err != nil {
		return entry{}, err
	}
	p := outPlace{a.number<<actBits + uint64(len(a.Outs)), o.Ref}
	i := b.id("mailid", o.MessageID)
	b.put(bOutID, []byte(o.ID), b.join(i[:8], p.bytes(&b.arena)))
	if local, _, _ := strings.Cut(o.MessageID, "@"); o.MessageID != "" && local != o.ID {
		b.put(bMailID, b.join(i[:]), b.join([]byte{'o'}, p.bytes(&b.arena)))
		b.lastMail.known = false
	}
	if o.After != "" {
		b.put(bAfter, b.join([]byte(o.After), []byte{0}, b.number(p.seq)), []byte(o.Ref))
	}
	stored := *o
	if len(o.Merges) > 0 {
		stored.Text, stored.Plain = "", ""
	}
	a.Outs = append(a.Outs, stored)
	b.remember(p.seq, o)
	b.queue(p.seq, nil, o)
	return entry{p.seq, o}, nil
}

// await holds an entry until the one it comes after was taken; if that has
// happened it is free.
func (b *batch) await(o *Outgoing) {
	first, err := b.brief(o.After)
	if err == nil && first.rec.State == Sent {
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

// putOut writes what became of an entry; old is what it was. Of one that is
// claimed nothing else changes.
func (b *batch) putOut(seq uint64, old, o *outRecord) error {
	b.queue(seq, old, o)
	b.remember(seq, o)
	if o.Claimed {
		b.put(bClaim, b.number(seq), o.claimBytes(&b.arena))
		return nil
	}
	if old.Claimed {
		b.del(bClaim, b.number(seq))
	}
	return b.become(seq, o)
}

// queue moves an entry to its place in the queue.
func (b *batch) queue(seq uint64, old, o *outRecord) {
	var from []byte
	if old != nil {
		from = b.queueKey(old, seq)
	}
	if to := b.queueKey(o, seq); !bytes.Equal(from, to) {
		if from != nil {
			b.del(bQueue, from)
		}
		if to != nil {
			b.put(bQueue, to, []byte(o.Ref))
		}
	}
	if old == nil || old.State != o.State {
		b.count("outbox", o.State, 1)
		if old != nil {
			b.count("outbox", old.State, -1)
		}
	}
	if o.State == Due && !o.Due.After(b.now) {
		b.w.Notify()
	}
}

// Outbox lists entries: of one incident in the order they were decided, else
// of one state by the time that matters there, else of all states.
func (s *Store) Outbox(ctx context.Context, f OutFilter) (list []Outgoing, err error) {
	limit := min(cmp.Or(max(f.Limit, 0), 100), 10_000)
	err = s.read(ctx, func(v *view) error {
		list = nil
		places, err := v.outPlaces(f, limit)
		if err != nil {
			return err
		}
		for _, p := range places {
			o, err := v.outWhole(p)
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

// outPlaces lists where the entries lie that a filter may choose.
func (v *view) outPlaces(f OutFilter, limit int) (list []outPlace, err error) {
	if f.Ref != "" {
		for a, err := range v.allActs(f.Ref) {
			if err != nil {
				return nil, err
			}
			for i := range a.Outs {
				list = append(list, outPlace{a.number<<actBits + uint64(i), f.Ref})
			}
		}
		return list, nil
	}
	if f.State == Due || f.State == "" {
		for _, e := range v.dueBy(forever, limit) {
			list = append(list, e.outPlace)
		}
	}
	if f.State == Due {
		return list, nil
	}
	var prefix []byte
	if f.State != "" {
		prefix = []byte{queueLetter(f.State)}
	}
	for k, value := range v.r.Scan(bQueue, prefix, []byte{'d' + 1}) {
		if list = append(list, queued(k, value)); len(list) >= limit {
			break
		}
	}
	return list, nil
}

// OutboxEntry returns one entry.
func (s *Store) OutboxEntry(ctx context.Context, outID string) (o Outgoing, err error) {
	err = s.read(ctx, func(v *view) error {
		r, err := v.outgoing(outID)
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
		list := v.dueBy(forever, 1)
		if ok = len(list) > 0; ok {
			at = list[0].at
		}
		return nil
	})
	return at, ok, err
}

// forever is after all times.
var forever = time.Unix(0, math.MaxInt64)

func dueOf(queueKey []byte) time.Time { return timeOf(queueKey[1:]) }

// Pending counts what is due by now and what is due later.
func (s *Store) Pending(ctx context.Context, now time.Time) (due, later int, err error) {
	err = s.read(ctx, func(v *view) error {
		due = len(v.dueBy(now, math.MaxInt))
		later = int(toNumber(v.r.Get(bCount, []byte("now/outbox/"+Due)))) - due
		return nil
	})
	return due, later, err
}
