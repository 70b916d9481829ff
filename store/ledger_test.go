package store

import (
	"bytes"
	"context"
	"errors"
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

// TestLedgerAtTheEdges: the first and last uids of pages, of two mailboxes and
// several validities, are known apart, also after a restart.
func TestLedgerAtTheEdges(t *testing.T) {
	ctx := context.Background()
	s, e := remembering(t)
	uids := []uint32{1, 254, 255, 256, 257, 511, 512, math.MaxUint32 - 256, math.MaxUint32 - 255, math.MaxUint32}
	boxes := []Delivery{{Mailbox: "a"}, {Mailbox: "b"}, {Mailbox: "a", UIDValidity: 1}, {Mailbox: "b", UIDValidity: math.MaxUint32}}
	var filed, missing [2][]uint32 // in every other mailbox
	for i, uid := range uids {
		filed[i%2], missing[1-i%2] = append(filed[i%2], uid), append(missing[1-i%2], uid)
	}
	for i, d := range boxes {
		for _, d.UID = range filed[i%2] {
			err := s.commit(ctx, "test", func(b *batch) error {
				if !b.ledger(d) || b.ledger(d) {
					t.Errorf("%+v was there, or is new again", d)
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	s = reopened(t, e)
	for i, d := range boxes {
		have := filed[i%2]
		unfiled, err1 := s.Unfiled(ctx, d.Mailbox, d.UIDValidity, uids)
		unmarked, err2 := s.Unmarked(ctx, d.Mailbox, d.UIDValidity)
		high, err3 := s.HighWater(ctx, d.Mailbox, d.UIDValidity)
		if errors.Join(err1, err2, err3) != nil || !slices.Equal(unfiled, missing[i%2]) || !slices.Equal(unmarked, have) || high != slices.Max(have) {
			t.Errorf("%+v: not filed %v, not marked %v, highest %d", d, unfiled, unmarked, high)
		}
		if err := s.Marked(ctx, d.Mailbox, d.UIDValidity, uids[:4]); err != nil {
			t.Fatal(err)
		}
		unmarked, _ = s.Unmarked(ctx, d.Mailbox, d.UIDValidity)
		if want := slices.DeleteFunc(slices.Clone(have), func(uid uint32) bool { return uid <= 256 }); !slices.Equal(unmarked, want) {
			t.Errorf("%+v: %v are left to be marked, not %v", d, unmarked, want)
		}
	}
}
