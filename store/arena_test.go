package store

import (
	"bytes"
	"testing"
)

// TestArena: what was handed out is never handed out again, nor grows into
// what comes after it.
func TestArena(t *testing.T) {
	var a arena
	var got [][]byte
	for n := range 2000 {
		size := n % 97
		if n%100 == 99 {
			size = largeRoom + n%3 - 1
		}
		b := a.room(size)
		if len(b) != 0 || cap(b) != size {
			t.Fatalf("room for %d bytes has %d of %d", size, len(b), cap(b))
		}
		b = append(b, bytes.Repeat([]byte{byte(n)}, size)...)
		_ = append(b, "into what comes after it"...)
		got = append(got, b)
	}
	for n, b := range got {
		if !bytes.Equal(b, bytes.Repeat([]byte{byte(n)}, len(b))) {
			t.Fatalf("room %d was used again", n)
		}
	}
	if small := new(arena); cap(small.room(8)) != 8 || small.size != smallArena {
		t.Errorf("a first look-up takes %d bytes", small.size)
	}
}

// TestArenaKeys: keys are what their parts say, and the order of an incident
// is its own, whichever was asked for before.
func TestArenaKeys(t *testing.T) {
	var v view
	for _, ref := range []Ref{"A#2026-00001-0", "A#2026-00002-0", "A#2026-00001-0", "", "odd", ""} {
		if got := v.order(ref); !bytes.Equal(got, order(ref)) {
			t.Errorf("the order of %q is %x", ref, got)
		}
		_ = append(v.order(ref), "into the one that is kept"...)
		if key := v.actKey(ref, 7); !bytes.Equal(key, join(order(ref), number64(7))) {
			t.Errorf("the key of an act of %q is %x", ref, key)
		}
	}
	if got := v.join(nil, []byte("a"), []byte{}, []byte("bc")); string(got) != "abc" {
		t.Errorf("%q", got)
	}
}

// TestPool: pieces are lent to one transaction only, and then again; beyond
// them there is memory all the same.
func TestPool(t *testing.T) {
	p := &pool{}
	borrow := func() (first []byte) {
		a := arena{pool: p}
		var got [][]byte
		for n := range 3 * mostPooled * largeArena / 5000 {
			got = append(got, append(a.room(5000), bytes.Repeat([]byte{byte(n)}, 5000)...))
		}
		for n, b := range got {
			if !bytes.Equal(b, bytes.Repeat([]byte{byte(n)}, 5000)) {
				t.Fatalf("room %d was used again", n)
			}
		}
		return got[0]
	}
	first := borrow()
	if len(p.pieces) != mostPooled {
		t.Errorf("%d pieces are kept", len(p.pieces))
	}
	if again := borrow(); &again[0] == &first[0] {
		t.Error("a piece was lent twice")
	}
	p.giveBack()
	if again := borrow(); &again[0] != &first[0] {
		t.Error("what was given back is not lent again")
	}
	if big := (&arena{pool: p}).room(largeArena + 1); cap(big) != largeArena+1 {
		t.Errorf("room for more than a piece has %d bytes", cap(big))
	}
}
