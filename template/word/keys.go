package word

import "unicode/utf8"

// A Hash stands for a key (fold.go): it goes on over the words of a label,
// so that no key is written down to look one up.
type Hash uint64

// NoKey is the hash of the empty key.
const NoKey Hash = 0xcbf29ce484222325

// Add goes on by one byte of the key.
func (h Hash) Add(c byte) Hash { return (h ^ Hash(c)) * 0x9e3779b97f4a7c15 }

// HashOf is the hash of a key.
func HashOf[K string | []byte](key K) Hash {
	h := NoKey
	for i := range len(key) {
		h = h.Add(key[i])
	}
	return h
}

// rune goes on by the first character of s, and says how long that is.
func (h Hash) rune(s string) (Hash, int) {
	if s[0] < utf8.RuneSelf {
		if f := asciiFold[s[0]]; f != 0 {
			h = h.Add(f)
		}
		return h, 1
	}
	var buf [16]byte
	key, n := foldRune(buf[:0], s)
	for _, c := range key {
		h = h.Add(c)
	}
	return h, n
}

// Word goes on by the word that s begins with, and says how long that is.
func (h Hash) Word(s string) (Hash, int) {
	i := 0
	for i < len(s) {
		if f := asciiFold[s[i]]; f != 0 {
			h = h.Add(f)
			i++
			continue
		}
		if s[i] < utf8.RuneSelf || !At(s[i:]) {
			break
		}
		n := 0
		h, n = h.rune(s[i:])
		i += n
	}
	return h, i
}

// FoldHash is the hash of the key of a text.
func FoldHash(s string) Hash {
	h := NoKey
	for i := 0; i < len(s); {
		if f := asciiFold[s[i]]; f != 0 {
			h = h.Add(f)
			i++
			continue
		}
		n := 0
		h, n = h.rune(s[i:])
		i += n
	}
	return h
}

// A Table finds values by the hash of a key: an open-addressed one, half empty.
// The zero value of V stands for none.
type Table[V comparable] struct {
	slots []keyed[V]
	used  int
	shift int // of a hash, to its slot
}

type keyed[V comparable] struct {
	hash  Hash
	value V
}

// at is the slot of a hash, or the free one where it belongs.
func (t *Table[V]) at(h Hash) *keyed[V] {
	var none V
	for i := int(h >> t.shift); ; i++ {
		s := &t.slots[i&(len(t.slots)-1)]
		if s.hash == h || s.value == none {
			return s
		}
	}
}

// Find returns the value of a key, zero if there is none.
func (t *Table[V]) Find(h Hash) (value V) {
	if t.used == 0 {
		return value
	}
	if s := t.at(h); s.hash == h {
		return s.value
	}
	return value
}

// Set enters the value of a key, which is not zero.
func (t *Table[V]) Set(h Hash, value V) {
	if 2*t.used >= len(t.slots) {
		t.grow()
	}
	s := t.at(h)
	if s.hash != h {
		t.used++
	}
	*s = keyed[V]{h, value}
}

// grow doubles the table.
func (t *Table[V]) grow() {
	old := t.slots
	bits := 4
	for 1<<bits <= len(old) {
		bits++
	}
	t.slots, t.shift = make([]keyed[V], 1<<bits), 64-bits
	var none V
	for _, s := range old {
		if s.value != none {
			*t.at(s.hash) = s
		}
	}
}

// A Sieve tells numbers that were not marked from most that may have been.
type Sieve [1 << 10]uint64

// Mark lets a number pass.
func (s *Sieve) Mark(n uint32) { b := bit(n); s[b>>6] |= 1 << (b & 63) }

// Has says whether a number may have been marked.
func (s *Sieve) Has(n uint32) bool { b := bit(n); return s[b>>6]>>(b&63)&1 != 0 }

// bit is where a number is marked.
func bit(n uint32) uint32 { return n * 0x9e3779b1 >> 16 }
