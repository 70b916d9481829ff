package store

import (
	"fmt"
	"iter"
	"slices"
)

// An act is what came about in one incident by one transaction, kept in one
// record: what happened, what was decided to go out, and what became of what
// had been decided before. It never changes.
type act struct {
	Events []Event
	Outs   []outRecord // the number of each is that of the act, and its place here
	States []outState

	number uint64
	size   int  // about how many bytes it has
	later  bool // one of the same transaction was full
}

const (
	actBits = 16       // of an entry's number, for its place in the act
	maxAct  = 16 << 10 // bytes of an act that is complete: what comes after goes into another
)

func (a *act) walk(c *coder) {
	records(c, &a.Events)
	records(c, &a.Outs)
	records(c, &a.States)
}

func (a *act) isFull() bool { return a.size > maxAct || len(a.Outs) == 1<<actBits }

// out is the entry of a number.
func (a *act) out(seq uint64) (*outRecord, bool) {
	i := seq & (1<<actBits - 1)
	if i >= uint64(len(a.Outs)) {
		return nil, false
	}
	return &a.Outs[i], true
}

// state is what became of an entry; nil if the act doesn't say.
func (a *act) state(seq uint64) *outState {
	if i := slices.IndexFunc(a.States, func(s outState) bool { return s.Seq == seq }); i >= 0 {
		return &a.States[i]
	}
	return nil
}

// actKey is where an act lies: those of an incident in the order of time.
func (v *view) actKey(ref Ref, number uint64) []byte { return v.join(v.order(ref), v.number(number)) }

// act loads an act of an incident.
func (v *view) act(ref Ref, number uint64) (*act, error) {
	if a := v.acts[ref]; a != nil && a.number == number {
		return a, nil
	}
	if a := v.last; a != nil && a.number == number {
		return a, nil
	}
	a := &act{number: number}
	err := v.load(bAct, v.actKey(ref, number), a)
	if isNotFound(err) {
		first, otherwise := v.firstAct(ref)
		if otherwise != nil {
			return nil, otherwise
		}
		if first != nil && first.number == number {
			a, err = first, nil
		}
	}
	if err != nil {
		return nil, err
	}
	v.last = a
	return a, nil
}

// firstAct is the act that lies with its incident; nil if there is none.
func (v *view) firstAct(ref Ref) (*act, error) {
	if ref == "" {
		return nil, nil
	}
	in, err := v.incident(ref)
	if isNotFound(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return in.first(), nil
}

// allActs loads those of an incident, oldest first; of one that can't be read
// there is the error, and whoever takes it may go on to those behind.
func (v *view) allActs(ref Ref) iter.Seq2[*act, error] {
	first, err := v.firstAct(ref)
	return v.actsFrom(ref, first, err)
}

// actsFrom is allActs where the one that lies with the incident is known.
func (v *view) actsFrom(ref Ref, first *act, err error) iter.Seq2[*act, error] {
	return func(yield func(*act, error) bool) {
		if (first != nil || err != nil) && !yield(first, err) {
			return
		}
		for k, b := range v.r.Scan(bAct, v.order(ref), nil) {
			a := &act{number: toNumber(k[len(k)-8:])}
			if err := v.open(bAct, k, b, a); !yield(a, err) {
				return
			}
		}
		if a := v.acts[ref]; a != nil {
			yield(a, nil)
		}
	}
}

// events loads an incident's history, oldest first.
func (v *view) events(ref Ref) ([]Event, error) { return eventsOf(v.allActs(ref)) }

func eventsOf(acts iter.Seq2[*act, error]) (list []Event, err error) {
	for a, err := range acts {
		if err != nil {
			return nil, err
		}
		list = append(list, a.Events...)
	}
	return list, nil
}

// openAct is the act of an incident that the batch adds n bytes to.
func (b *batch) openAct(ref Ref, n int) (*act, error) {
	a := b.acts[ref]
	full := a != nil && a.isFull()
	if full {
		if err := b.saveAct(ref, a); err != nil {
			return nil, err
		}
	}
	if a == nil || full {
		if _, err := b.dataKey(ref); err != nil {
			return nil, err
		}
		a = &act{number: b.next("act"), later: full}
		b.acts[ref] = a
	}
	b.writes++
	a.size += n
	return a, nil
}

func (b *batch) saveAct(ref Ref, a *act) error {
	return b.save(bAct, b.actKey(ref, a.number), ref, a)
}

// happen adds to an incident's history.
func (b *batch) happen(ref Ref, list ...Event) error {
	for i, e := range list {
		a, err := b.openAct(ref, 200+len(e.Detail))
		if err != nil {
			return err
		}
		a.Events = slices.Grow(a.Events, len(list)-i)
		if e.At.IsZero() {
			e.At = b.now
		}
		a.Events = append(a.Events, e)
	}
	return nil
}

// become keeps what became of an entry, in place of what this batch said before.
func (b *batch) become(seq uint64, o *outRecord) error {
	a, err := b.openAct(o.Ref, 100+len(o.Error))
	if err != nil {
		return err
	}
	if s := a.state(seq); s != nil {
		*s = o.state(seq)
	} else {
		a.States = append(a.States, o.state(seq))
	}
	b.put(bOutState, b.number(seq), b.join(b.number(a.number), []byte{queueLetter(o.State)}, []byte(o.Ref)))
	return nil
}

// flushActs writes what came about in the batch.
func (b *batch) flushActs() error {
	for _, ref := range inOrder(b.acts) {
		if err := b.saveAct(ref, b.acts[ref]); err != nil {
			return err
		}
	}
	return nil
}

// outBrief loads an entry; that of a digest has no text.
func (v *view) outBrief(p outPlace) (*outRecord, error) {
	if o := v.remembered(p.seq); o != nil {
		return o, nil
	}
	a, err := v.act(p.ref, p.seq>>actBits)
	if err != nil {
		return nil, err
	}
	o, ok := a.out(p.seq)
	if !ok {
		return nil, fmt.Errorf("store: outbox entry %d: %w", p.seq, ErrNotFound)
	}
	o = o.clone()
	if last := v.r.Get(bOutState, v.number(p.seq)); last != nil {
		if a, err = v.act(p.ref, toNumber(last)); err != nil {
			return nil, fmt.Errorf("store: outbox entry %s: what became of it: %w", o.ID, err)
		}
		s := a.state(p.seq)
		if s == nil {
			return nil, fmt.Errorf("store: outbox entry %s: nothing says what became of it", o.ID)
		}
		s.apply(o)
	}
	if o.State == Due {
		o.applyClaim(v.r.Get(bQueue, v.queueKey(o, p.seq)))
	}
	return o, nil
}
