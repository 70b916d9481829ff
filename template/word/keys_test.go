package word

import (
	"fmt"
	"testing"
)

// FuzzFoldHash: the hash of a text is that of its key, word by word as well.
func FuzzFoldHash(f *testing.F) {
	for _, s := range []string{"E-Mail:", "Ｅ-ｍａｉｌ", "Straße é", "日時（いつ）", "", "ﬁle №", "a\u0301b", "\xffx"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		want := HashOf(Fold(s))
		if got := FoldHash(s); got != want {
			t.Errorf("%q: %x, its key %q has %x", s, got, Fold(s), want)
		}
		n := Len(s)
		if h, length := NoKey.Word(s); length != n || h != HashOf(Fold(s[:n])) {
			t.Errorf("the first word of %q: %d bytes, hash %x", s, length, h)
		}
	})
}

// TestTable: what was set is found, the latest of it, and nothing else.
func TestTable(t *testing.T) {
	var few Table[int]
	if got := few.Find(HashOf("x")); got != 0 {
		t.Errorf("an empty table has %d", got)
	}
	for n := 1; n < 3000; n++ {
		few.Set(HashOf(fmt.Sprint("key", n)), n+1)
		few.Set(HashOf(fmt.Sprint("key", n)), n)
	}
	for n := 1; n < 6000; n++ {
		want := n
		if n >= 3000 {
			want = 0
		}
		if got := few.Find(HashOf(fmt.Sprint("key", n))); got != want {
			t.Fatalf("key%d: %d, want %d", n, got, want)
		}
	}
	if few.used != 2999 || 2*few.used > len(few.slots) {
		t.Errorf("%d of %d slots used", few.used, len(few.slots))
	}
}

// TestSieve: it lets through all that was marked, and little else.
func TestSieve(t *testing.T) {
	var s Sieve
	for n := range uint32(1000) {
		s.Mark(n * 7)
	}
	passed := 0
	for n := range uint32(7000) {
		if s.Has(n) {
			passed++
		} else if n%7 == 0 {
			t.Fatalf("%d was marked", n)
		}
	}
	if passed > 1500 {
		t.Errorf("%d of 7000 pass, 1000 were marked", passed)
	}
}
