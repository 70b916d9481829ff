package store

import (
	"crypto/cipher"
	"slices"
)

// A memory keeps from batch to batch what is asked for again soon: between its
// decision and its delivery an entry of the outbox is loaded twice, and its
// incident's data key is unwrapped as often. It holds what is committed and
// nothing else. Only the committer uses it, and only where nobody else writes
// to the engine; a nil memory remembers nothing.
type memory struct {
	keys recent[Ref, cipher.AEAD]
	outs recent[uint64, *outRecord] // due entries, whole, by number

	places recent[string, outPlace] // where entries lie that were due, by id: that never changes
}

const (
	maxKeys = 1024    // data keys of a generation
	maxOuts = 2 << 20 // bytes of entries of a generation

	maxPlaces = 4096 // entries of a generation
)

func newMemory() *memory {
	return &memory{keys: recent[Ref, cipher.AEAD]{limit: maxKeys}, outs: recent[uint64, *outRecord]{limit: maxOuts}, places: recent[string, outPlace]{limit: maxPlaces}}
}

// learn takes up what a batch did, once that is committed.
func (m *memory) learn(b *batch) {
	if m == nil {
		return
	}
	for ref, a := range b.keys {
		m.keys.put(ref, a, 1)
	}
	for seq, o := range b.outs {
		if o == nil {
			m.outs.drop(seq)
		} else {
			m.outs.put(seq, o, 1<<10+len(o.Text)+len(o.Plain))
			m.places.put(o.ID, outPlace{seq, o.Ref}, 1)
		}
	}
}

// forget empties it: nobody knows what was committed.
func (m *memory) forget() {
	if m != nil {
		*m = *newMemory()
	}
}

// key is the data key of an incident, nil if it is not known.
func (m *memory) key(ref Ref) cipher.AEAD {
	if m == nil {
		return nil
	}
	return m.keys.get(ref)
}

// out is an entry of the outbox, nil if it is not known.
func (m *memory) out(seq uint64) *outRecord {
	if m == nil {
		return nil
	}
	return m.outs.get(seq)
}

// place is where an entry lies, with seq 0 if it is not known.
func (m *memory) place(outID string) outPlace {
	if m == nil {
		return outPlace{}
	}
	return m.places.get(outID)
}

// dropKey forgets the data key of an incident that is being purged; should
// that fail, it is unwrapped again.
func (m *memory) dropKey(ref Ref) {
	if m != nil {
		m.keys.drop(ref)
	}
}

// A recent map forgets what was put in long ago: of its two generations the
// older goes when the younger has reached its limit.
type recent[K comparable, V any] struct {
	limit      int // of the weight of a generation
	weight     int // of the younger
	young, old map[K]weighed[V]
}

type weighed[V any] struct {
	value  V
	weight int
}

func (r *recent[K, V]) get(key K) V {
	if w, ok := r.young[key]; ok {
		return w.value
	}
	return r.old[key].value
}

func (r *recent[K, V]) put(key K, value V, weight int) {
	r.weight -= r.young[key].weight // what the old ones have of it, nobody sees
	if r.young == nil || r.weight+weight > r.limit {
		r.young, r.old, r.weight = map[K]weighed[V]{}, r.young, 0
	}
	r.young[key] = weighed[V]{value, weight}
	r.weight += weight
}

func (r *recent[K, V]) drop(key K) {
	r.weight -= r.young[key].weight
	delete(r.young, key)
	delete(r.old, key)
}

// remembered is an entry as this batch or one before it left it, the caller's
// to change; nil if it has to be loaded.
func (v *view) remembered(seq uint64) *outRecord {
	o, here := v.outs[seq]
	if !here {
		o = v.memory.out(seq)
	}
	if o == nil {
		return nil
	}
	return o.clone()
}

// remember keeps an entry that will go out, which nobody changes from then on;
// a digest is put together anew each time.
func (b *batch) remember(seq uint64, o *outRecord) {
	switch {
	case b.memory == nil:
	case o.State != Due || len(o.Merges) > 0:
		b.outs[seq] = nil
	default:
		o.part()
		o.Created, o.Due, o.Settled = o.Created.Round(0), o.Due.Round(0), o.Settled.Round(0) // as they are read
		b.outs[seq] = o
	}
}

// clone shares nothing that can be changed.
func (o *outRecord) clone() *outRecord {
	own := *o
	own.part()
	return &own
}

// part gives an entry lists of its own.
func (o *outRecord) part() {
	o.Keys, o.References = slices.Clone(o.Keys), slices.Clone(o.References)
	o.HeldFor, o.Merges = slices.Clone(o.HeldFor), slices.Clone(o.Merges)
}
