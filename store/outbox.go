package store

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"iter"
	"math"
	"slices"
	"strings"
	"time"
)

// queueKey orders entries by state, then by the time that matters there. One
// that is claimed stays where it was due; one that was sent has left.
func (a *arena) queueKey(o *outRecord, seq uint64) []byte {
	at := o.Due
	switch o.State {
	case Due:
		if o.Claimed {
			at = o.queued
		}
	case Held:
		at = o.Created
	case Failed:
		at = o.Settled
	case Sent:
		return nil
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

// entryOf finds an entry by a key that ends with its number.
func entryOf(key []byte, ref []byte) outPlace { return outPlace{toNumber(key[len(key)-8:]), Ref(ref)} }

// A dueEntry is one in the queue of what is due.
type dueEntry struct {
	key []byte
	at  time.Time // when it is due, or its lease ends
	claim
	claimed bool
}

func (e *dueEntry) place() outPlace { return outPlace{toNumber(e.key[9:]), e.ref} }

// dueEntries runs over those that stand in the queue until a time.
func (v *view) dueEntries(until time.Time) iter.Seq[dueEntry] {
	return func(yield func(dueEntry) bool) {
		for k, value := range v.r.Scan(bQueue, []byte{'d'}, nil) {
			e := dueEntry{key: k, at: dueOf(k)}
			if e.at.After(until) {
				return
			}
			if e.claim, e.claimed = readClaim(value); e.claimed {
				e.at = e.until
			}
			if !yield(e) {
				return
			}
		}
	}
}

// dueBy lists up to n entries that are due by a time, or whose lease has run
// out by then, the longest due first. A lease ends after its entry was due: of
// those behind n that nobody has claimed none comes before them.
func (v *view) dueBy(now time.Time, n int) (list []dueEntry) {
	free := 0
	for e := range v.dueEntries(now) {
		if !e.at.After(now) {
			list = append(list, e)
		}
		if !e.claimed {
			free++
		}
		if free >= n {
			break
		}
	}
	slices.SortStableFunc(list, func(a, b dueEntry) int { return a.at.Compare(b.at) })
	return list[:min(n, len(list))]
}

func (v *view) outPlace(outID string) (outPlace, error) {
	if p := v.memory.place(outID); p.seq > 0 {
		return p, nil
	}
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
	if local, _, _ := strings.Cut(o.MessageID, "@"); o.MessageID != "" && (local != o.ID || !isToken(local)) {
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
		return nil
	}
	return b.become(seq, o)
}

// queue moves an entry to its place in the queue.
func (b *batch) queue(seq uint64, old, o *outRecord) {
	var from []byte
	if old != nil {
		from = b.queueKey(old, seq)
	}
	to := b.queueKey(o, seq)
	moved := !bytes.Equal(from, to)
	if moved && from != nil {
		b.del(bQueue, from)
	}
	if to != nil && (moved || o.Claimed || old.Claimed) {
		b.put(bQueue, to, o.queueBytes(&b.arena))
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
// of one state by the time that matters there (those sent in the order they
// were decided), else of all states. Beside the list the error is ErrDamaged
// if others can't be read.
func (s *Store) Outbox(ctx context.Context, f OutFilter) (list []Outgoing, err error) {
	limit := min(cmp.Or(max(f.Limit, 0), 100), 10_000)
	var lost damage
	err = s.read(ctx, func(v *view) error {
		places, err := v.outPlaces(f, limit)
		if err != nil {
			lost.add(err, "the history of incident %s", f.Ref)
		}
		for _, p := range places {
			o, err := v.outWhole(p)
			if err != nil {
				lost.add(err, "outbox entry %d of incident %s", p.seq, p.ref)
				continue
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
	return list, cmp.Or(err, lost.err())
}

// outPlaces lists where the entries lie that a filter may choose; with an error
// those of what can be read.
func (v *view) outPlaces(f OutFilter, limit int) (list []outPlace, err error) {
	if f.Ref != "" {
		for a, damaged := range v.allActs(f.Ref) {
			if damaged != nil {
				err = cmp.Or(err, damaged)
				continue
			}
			for i := range a.Outs {
				list = append(list, outPlace{a.number<<actBits + uint64(i), f.Ref})
			}
		}
		return list, err
	}
	for _, state := range [...]string{Due, Failed, Held, Sent} {
		if f.State == state || f.State == "" {
			list = append(list, v.inState(state, limit)...)
		}
	}
	return list, nil
}

// inState lists where up to n entries of a state lie.
func (v *view) inState(state string, n int) (list []outPlace) {
	switch state {
	case Due:
		for _, e := range v.dueBy(forever, n) {
			list = append(list, e.place())
		}
	case Sent:
		for k, value := range v.r.Scan(bOutState, nil, nil) {
			if _, letter, ref := readOutState(value); letter == queueLetter(Sent) {
				list = append(list, entryOf(k, ref))
			}
			if len(list) >= n {
				break
			}
		}
	default:
		for k, ref := range v.r.Scan(bQueue, []byte{queueLetter(state)}, nil) {
			if list = append(list, entryOf(k, ref)); len(list) >= n {
				break
			}
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
		at, ok = forever, false
		for e := range v.dueEntries(forever) {
			if ok = true; e.at.Before(at) {
				at = e.at
			}
			if !e.claimed { // nor does a lease behind it end before that
				break
			}
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
