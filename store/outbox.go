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

// queueKey orders entries by state, then by the time that matters there.
func queueKey(o *outRecord, seq uint64) []byte {
	letter, at := queueLetter(o.State), o.Due
	switch o.State {
	case Due:
		if o.Claimed {
			letter = claimed
		}
	case Held:
		at = o.Created
	case Sent, Failed:
		at = o.Settled
	}
	return join([]byte{letter}, timeKey(at), number64(seq))
}

// claimed is the place in the queue of entries that are on their way: due
// again when their lease runs out.
const claimed = 'c'

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

// dueBy lists up to n places of entries that are due by a time, or whose
// lease has run out by then, the longest due first; times are theirs.
func (v *view) dueBy(now time.Time, n int) (list []outPlace, times []time.Time) {
	type item struct {
		outPlace
		at time.Time
	}
	var items []item
	for _, letter := range []byte{'d', claimed} {
		had := len(items)
		for k, value := range v.r.Scan(bQueue, []byte{letter}, nil) {
			at := dueOf(k)
			if at.After(now) || len(items)-had >= n {
				break
			}
			items = append(items, item{queued(k, value), at})
		}
	}
	slices.SortStableFunc(items, func(a, b item) int { return a.at.Compare(b.at) })
	for _, i := range items[:min(n, len(items))] {
		list, times = append(list, i.outPlace), append(times, i.at)
	}
	return list, times
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

// outBrief loads an entry; that of a digest has no text.
func (v *view) outBrief(p outPlace) (*outRecord, error) {
	if o := v.remembered(p.seq); o != nil {
		return o, nil
	}
	o := &outRecord{}
	if err := v.load(bOut, p.key(), o); err != nil {
		return nil, err
	}
	var s outState
	switch err := v.load(bOutState, number64(p.seq), &s); {
	case err == nil:
		s.apply(o)
	case !isNotFound(err):
		return nil, err
	}
	o.applyClaim(v.r.Get(bClaim, number64(p.seq)))
	return o, nil
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
	if _, err := b.outPlace(o.ID); err == nil {
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
	b.happened(b.now, "decided/"+o.Kind)
	_, err := b.newOut(&outRecord{Outgoing: o})
	return err
}

// newOut writes an entry that was not there.
func (b *batch) newOut(o *outRecord) (entry, error) {
	p := outPlace{b.next("out"), o.Ref}
	i := b.id("mailid", o.MessageID)
	b.put(bOutID, []byte(o.ID), join(i[:8], p.bytes()))
	if local, _, _ := strings.Cut(o.MessageID, "@"); o.MessageID != "" && local != o.ID {
		b.put(bMailID, i[:], join([]byte{'o'}, p.bytes()))
		b.lastMail.known = false
	}
	if o.After != "" {
		b.put(bAfter, join([]byte(o.After), []byte{0}, number64(p.seq)), []byte(o.Ref))
	}
	stored := *o
	if len(o.Merges) > 0 {
		stored.Text, stored.Plain = "", ""
	}
	b.remember(p.seq, o)
	b.queue(p.seq, nil, o)
	return entry{p.seq, o}, b.save(bOut, p.key(), o.Ref, &stored)
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
		b.put(bClaim, number64(seq), o.claimBytes())
		return nil
	}
	if old.Claimed {
		b.del(bClaim, number64(seq))
	}
	return b.save(bOutState, number64(seq), o.Ref, o.state())
}

// queue moves an entry to its place in the queue.
func (b *batch) queue(seq uint64, old, o *outRecord) {
	key := queueKey(o, seq)
	if old == nil || !bytes.Equal(queueKey(old, seq), key) {
		if old != nil {
			b.del(bQueue, queueKey(old, seq))
		}
		b.put(bQueue, key, []byte(o.Ref))
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
}

// Outbox lists entries: of one incident in the order they were decided, else
// of one state by the time that matters there, else of all states.
func (s *Store) Outbox(ctx context.Context, f OutFilter) (list []Outgoing, err error) {
	limit := min(cmp.Or(max(f.Limit, 0), 100), 10_000)
	err = s.read(ctx, func(v *view) error {
		list = nil
		for _, p := range v.outPlaces(f, limit) {
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
func (v *view) outPlaces(f OutFilter, limit int) (list []outPlace) {
	if f.Ref != "" {
		for k := range v.r.Scan(bOut, order(f.Ref), nil) {
			list = append(list, placeOf(k))
		}
		return list
	}
	if f.State == Due {
		list, _ = v.dueBy(time.Unix(0, math.MaxInt64), limit)
		return list
	}
	var prefix []byte
	if f.State != "" {
		prefix = []byte{queueLetter(f.State)}
	}
	for k, value := range v.r.Scan(bQueue, prefix, nil) {
		if list = append(list, queued(k, value)); len(list) >= limit {
			break
		}
	}
	return list
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
		_, times := v.dueBy(time.Unix(0, math.MaxInt64), 1)
		if ok = len(times) > 0; ok {
			at = times[0]
		}
		return nil
	})
	return at, ok, err
}

func dueOf(queueKey []byte) time.Time { return timeOf(queueKey[1:]) }

// Pending counts what is due by now and what is due later.
func (s *Store) Pending(ctx context.Context, now time.Time) (due, later int, err error) {
	err = s.read(ctx, func(v *view) error {
		list, _ := v.dueBy(now, math.MaxInt)
		due = len(list)
		later = int(toNumber(v.r.Get(bCount, []byte("now/outbox/"+Due)))) - due
		return nil
	})
	return due, later, err
}
