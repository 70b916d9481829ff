package template

import "unicode/utf8"

// A keyHash stands for a key (fold.go): it goes on over the words of a label,
// so that no key is written down to look one up.
type keyHash uint64

// noKey is the hash of the empty key.
const noKey keyHash = 0xcbf29ce484222325

// add goes on by one byte of the key.
func (h keyHash) add(c byte) keyHash { return (h ^ keyHash(c)) * 0x9e3779b97f4a7c15 }

// hashKey is the hash of a key.
func hashKey[K string | []byte](key K) keyHash {
	h := noKey
	for i := range len(key) {
		h = h.add(key[i])
	}
	return h
}

// rune goes on by the first character of s, and says how long that is.
func (h keyHash) rune(s string) (keyHash, int) {
	if s[0] < utf8.RuneSelf {
		if f := asciiFold[s[0]]; f != 0 {
			h = h.add(f)
		}
		return h, 1
	}
	var buf [16]byte
	key, n := foldRune(buf[:0], s)
	for _, c := range key {
		h = h.add(c)
	}
	return h, n
}

// word goes on by the word that s begins with, and says how long that is.
func (h keyHash) word(s string) (keyHash, int) {
	i := 0
	for i < len(s) {
		if f := asciiFold[s[i]]; f != 0 {
			h = h.add(f)
			i++
			continue
		}
		if s[i] < utf8.RuneSelf || !wordAt(s[i:]) {
			break
		}
		n := 0
		h, n = h.rune(s[i:])
		i += n
	}
	return h, i
}

// foldHash is the hash of the key of a text.
func foldHash(s string) keyHash {
	h := noKey
	for i := 0; i < len(s); {
		if f := asciiFold[s[i]]; f != 0 {
			h = h.add(f)
			i++
			continue
		}
		n := 0
		h, n = h.rune(s[i:])
		i += n
	}
	return h
}

// A table finds values by the hash of a key: an open-addressed one, half empty.
// The zero value of V stands for none.
type table[V comparable] struct {
	slots []keyed[V]
	used  int
	shift int // of a hash, to its slot
}

type keyed[V comparable] struct {
	hash  keyHash
	value V
}

// at is the slot of a hash, or the free one where it belongs.
func (t *table[V]) at(h keyHash) *keyed[V] {
	var none V
	for i := int(h >> t.shift); ; i++ {
		s := &t.slots[i&(len(t.slots)-1)]
		if s.hash == h || s.value == none {
			return s
		}
	}
}

// find returns the value of a key, zero if there is none.
func (t *table[V]) find(h keyHash) (value V) {
	if t.used == 0 {
		return value
	}
	if s := t.at(h); s.hash == h {
		return s.value
	}
	return value
}

// set enters the value of a key, which is not zero.
func (t *table[V]) set(h keyHash, value V) {
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
func (t *table[V]) grow() {
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

// A sieve tells numbers that were not marked from most that may have been.
type sieve [1 << 10]uint64

// mark lets a number pass.
func (s *sieve) mark(n uint32) { b := bit(n); s[b>>6] |= 1 << (b & 63) }

// has says whether a number may have been marked.
func (s *sieve) has(n uint32) bool { b := bit(n); return s[b>>6]>>(b&63)&1 != 0 }

// bit is where a number is marked.
func bit(n uint32) uint32 { return n * 0x9e3779b1 >> 16 }
