package template

import (
	"fmt"
	"strings"
	"testing"
)

// FuzzFoldHash: the hash of a text is that of its key, word by word as well.
func FuzzFoldHash(f *testing.F) {
	for _, s := range []string{"E-Mail:", "Ｅ-ｍａｉｌ", "Straße é", "日時（いつ）", "", "ﬁle №", "a\u0301b", "\xffx"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		want := hashKey(foldText(s))
		if got := foldHash(s); got != want {
			t.Errorf("%q: %x, its key %q has %x", s, got, foldText(s), want)
		}
		n := wordLen(s)
		if h, length := noKey.word(s); length != n || h != hashKey(foldText(s[:n])) {
			t.Errorf("the first word of %q: %d bytes, hash %x", s, length, h)
		}
		if four, ok := firstFour(s); ok && !strings.HasPrefix(foldText(s), string([]byte{byte(four >> 24), byte(four >> 16), byte(four >> 8), byte(four)})) {
			t.Errorf("%q begins with %x", s, four)
		}
	})
}

// TestTable: what was set is found, the latest of it, and nothing else.
func TestTable(t *testing.T) {
	var few table[int]
	if got := few.find(hashKey("x")); got != 0 {
		t.Errorf("an empty table has %d", got)
	}
	for n := 1; n < 3000; n++ {
		few.set(hashKey(fmt.Sprint("key", n)), n+1)
		few.set(hashKey(fmt.Sprint("key", n)), n)
	}
	for n := 1; n < 6000; n++ {
		want := n
		if n >= 3000 {
			want = 0
		}
		if got := few.find(hashKey(fmt.Sprint("key", n))); got != want {
			t.Fatalf("key%d: %d, want %d", n, got, want)
		}
	}
	if few.used != 2999 || 2*few.used > len(few.slots) {
		t.Errorf("%d of %d slots used", few.used, len(few.slots))
	}
}

// TestSieve: it lets through all that was marked, and little else.
func TestSieve(t *testing.T) {
	var s sieve
	for n := range uint32(1000) {
		s.mark(n * 7)
	}
	passed := 0
	for n := range uint32(7000) {
		if s.has(n) {
			passed++
		} else if n%7 == 0 {
			t.Fatalf("%d was marked", n)
		}
	}
	if passed > 1500 {
		t.Errorf("%d of 7000 pass, 1000 were marked", passed)
	}
}

// TestLabelEnd: the first of all marks that end a label.
func TestLabelEnd(t *testing.T) {
	for s, want := range map[string]int{
		"Name: x": 4, "Name：x": 4, "Name...: x": 4, "Name - x": 4, "Name – x": 4, "Name\tx": 4, "Name | x": 4, "Name? x": 4,
		"Name -x": -1, "Name.. x": -1, "Your name, if any": -1, "a.b.c: x": 5, "": -1, "日時　–": -1, "no. - x:": 3,
	} {
		if got := labelEnd(s); got != want {
			t.Errorf("%q: %d, want %d", s, got, want)
		}
	}
}

// TestLineNumber: a line knows its number and where its words begin.
func TestLineNumber(t *testing.T) {
	for s, want := range map[string]string{"1.2 Name: x": "1.2|Name: x", "* Name": "|Name", "(a) Name": "a|Name", "2. (a) Name": "a|Name", "STEP1. Name": "1|Name", "Name": "|Name", "-----": "|-----", "": "|"} {
		l := newLine(s, 0)
		if got := l.number() + "|" + s[l.off:]; got != want {
			t.Errorf("%q: %q, want %q", s, got, want)
		}
	}
}
