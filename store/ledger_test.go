package store

import (
	"bytes"
	"math"
	"slices"
	"testing"
)

func TestPageKeys(t *testing.T) {
	box := testSealer(t).box("box", 7)
	for _, uid := range []uint32{0, 1, 255, 256, 511, 512, math.MaxUint32} {
		if got := firstUID(pageKey(box, uid)); got != uid-uid%256 {
			t.Errorf("the page of uid %d begins with %d", uid, got)
		}
	}
	if bytes.Compare(pageKey(box, 256), pageKey(box, 255)) >= 0 {
		t.Error("the highest uids are not the first")
	}
	if bytes.Equal(box, testSealer(t).box("box", 8)) || bytes.Equal(box, testSealer(t).box("bot", 7)) {
		t.Error("two boxes have one place")
	}
}

// TestPages: a bit is that of one uid and of one kind, and comes back.
func TestPages(t *testing.T) {
	const first = 256 * 3
	for _, kind := range []int{filedBits, unmarkedBits} {
		var p page
		var want []uint32
		for uid := uint32(first + 255); uid >= first; uid-- {
			if p.has(kind, uid) {
				t.Fatalf("uid %d is there before it came", uid)
			}
			p.set(kind, uid)
			want = append(want, uid)
			if got := p.uids(kind, first); !slices.Equal(got, want) {
				t.Fatalf("%v came back as %v", want, got)
			}
		}
		if other := unmarkedBits - kind; len(p.uids(other, first)) != 0 {
			t.Errorf("bits of kind %d are among those of %d", kind, other)
		}
		for n := range 256 {
			uid := uint32(first + n)
			if p.clear(kind, uid); p.has(kind, uid) || len(p.uids(kind, first)) != 255-n {
				t.Fatalf("uid %d was not taken out, or others were", uid)
			}
		}
	}
}

// FuzzReadPage: what is no page is an empty one; what is comes back.
func FuzzReadPage(f *testing.F) {
	f.Add(bytes.Repeat([]byte{0xa5}, len(page{})))
	f.Add([]byte("short"))
	f.Fuzz(func(t *testing.T, b []byte) {
		p := readPage(b)
		if len(b) != len(p) {
			b = make([]byte, len(p))
		}
		if !bytes.Equal(p[:], b) {
			t.Errorf("%x reads as %x", b, p)
		}
		var again page
		for _, kind := range []int{filedBits, unmarkedBits} {
			for _, uid := range p.uids(kind, 512) {
				again.set(kind, uid)
			}
		}
		if again != p {
			t.Errorf("%x was read as %x", p, again)
		}
	})
}
