package store

import "encoding/binary"

// An arena hands out memory for the many small keys and records that an engine
// is given: it may keep these until its transaction is over, so none of them
// is used again before.
type arena struct {
	free []byte
	size int   // of what free is a part of
	pool *pool // to borrow from; nil: memory of its own
}

const (
	smallArena = 256 // what a look-up needs; each piece after it is twice as large
	largeArena = 32 << 10
	largeRoom  = largeArena / 2 // what is larger has memory of its own
	mostPooled = 64             // pieces: as much as a full batch mostly needs
)

// A pool lends pieces of memory to one transaction after the other.
type pool struct {
	pieces [][]byte
	lent   int
}

// piece is one that nobody has; nil if there is none.
func (p *pool) piece() []byte {
	if p == nil || p.lent == mostPooled {
		return nil
	}
	if p.lent == len(p.pieces) {
		p.pieces = append(p.pieces, make([]byte, 0, largeArena))
	}
	p.lent++
	return p.pieces[p.lent-1]
}

// giveBack ends all loans: the transaction is over.
func (p *pool) giveBack() { p.lent = 0 }

// room is an empty slice that n bytes fit into.
func (a *arena) room(n int) []byte {
	if n > largeRoom {
		return make([]byte, 0, n)
	}
	if n > cap(a.free) {
		a.free = a.pool.piece()
	}
	if n > cap(a.free) {
		a.size = min(max(2*a.size, smallArena), largeArena)
		a.free = make([]byte, 0, max(a.size, n))
	}
	out := a.free[:0:n]
	a.free = a.free[n:n:cap(a.free)]
	return out
}

// join makes one key or value of its parts.
func (a *arena) join(parts ...[]byte) []byte {
	n := 0
	for _, p := range parts {
		n += len(p)
	}
	out := a.room(n)
	for _, p := range parts {
		out = append(out, p...)
	}
	return out
}

// number is a number as a key.
func (a *arena) number(n uint64) []byte { return binary.BigEndian.AppendUint64(a.room(8), n) }

// order is that of an incident; what is done with it is mostly done again.
func (v *view) order(ref Ref) []byte {
	if v.orders == nil || v.about != ref {
		v.about, v.orders = ref, order(ref)
	}
	return v.orders[:len(v.orders):len(v.orders)]
}
