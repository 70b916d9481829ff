package word

import "testing"

// TestFirstLast: the words at both ends of a text, without the marks around them.
func TestFirstLast(t *testing.T) {
	for text, want := range map[string][2]string{
		"one": {"one", "one"}, "(one), two;": {"one", "two"}, " a  b\tc ": {"a", "c"}, "": {}, "  \n": {}, ", x": {"", "x"}, "東京 本社": {"東京", "本社"},
	} {
		if first, last := First(text), Last(text); first != want[0] || last != want[1] {
			t.Errorf("%q: %q and %q, want %q", text, first, last, want)
		}
	}
}

// TestClosing: brackets within others close those.
func TestClosing(t *testing.T) {
	for text, want := range map[string]int{"(a)": 2, "(a(b)c)d": 6, "(a": -1, "((a)": -1, "()": 1, "(": -1} {
		if got := Closing(text, 0); got != want {
			t.Errorf("%q: %d, want %d", text, got, want)
		}
	}
	if got := Closing("Name (s) of (the) host", 12); got != 16 {
		t.Errorf("the second one closes at %d", got)
	}
}

// TestUnwrap: only parentheses around all of a text are taken off.
func TestUnwrap(t *testing.T) {
	for text, want := range map[string]string{"(UTC)": "UTC", "( a (b) )": "a (b)", "(a) (b)": "(a) (b)", "a (b)": "a (b)", "(a": "(a", "": "", "()": ""} {
		if got := Unwrap(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// TestContainsAny: words between blanks are found whole only.
func TestContainsAny(t *testing.T) {
	list := []string{" not ", " no "}
	for text, want := range map[string]bool{"do NOT share": true, "note this": false, "no": true, "": false, "know": false} {
		if got := ContainsAny(Phrase(text), list); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
	if ContainsAny("any text", nil) {
		t.Error("none of no texts stands in any")
	}
}

// TestDigits: figures of ASCII alone count.
func TestDigits(t *testing.T) {
	for text, want := range map[string]int{"": 0, "a1b22": 3, "١٢": 0, "１": 0, "2026-11-20": 8} {
		if got := Digits(text); got != want {
			t.Errorf("%q: %d, want %d", text, got, want)
		}
	}
	for c := range 256 {
		if got := IsDigit(byte(c)); got != (c >= '0' && c <= '9') {
			t.Errorf("%q: %v", rune(c), got)
		}
	}
}

func TestEightBytesAtOnce(t *testing.T) {
	for s, want := range map[string]uint64{"a b  !~ ": 0x8000008080008000, "        ": tops, "\x1f!\xa0\x20 a\x00\x7f": 0x8080000000, "abcdefgh": 0} {
		if got := Bytes(Eight(s), ' '); got != want {
			t.Errorf("%q has blanks at %#x, want %#x", s, got, want)
		}
	}
	for s, want := range map[string]bool{"": true, "only ASCII here": true, "only ASCII\x80": false, "Größe und mehr": false, "some more text: é": false} {
		if got := ASCII(s); got != want {
			t.Errorf("%q is all ASCII: %v", s, got)
		}
	}
}

// TestSameButFigures: as long, and different in figures alone.
func TestSameButFigures(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"10:02:07 from 192.0.2.1", "10:59:08 from 192.0.2.9", true},
		{"10:02:07 from 192.0.2.1", "10:02:07 from 192.0.2.1", true},
		{"10:02:07 from 192.0.2.1", "10:02:07 from 192.0.2.x", false},
		{"10:02:07 from 192.0.2.1", "10:02:07 From 192.0.2.1", false},
		{"10:02:07 from 192.0.2.1", "10:02:07 from 192.0.2.10", false},
		{"10:02:0/ from 192.0.2.1", "10:02:00 from 192.0.2.1", false},
		{"10:02:09 from 192.0.2.1", "10:02:0: from 192.0.2.1", false},
		{"192.0.2.1 ä", "192.0.2.2 ä", false},
		{"192.0.2.1 ä", "192.0.2.1 ä", false},
		{"a.b.1.cc", "a.b.2.cc", true},
		{"1.b.1.c", "2.b.2.c", false}, // too short to be worth it
		{"", "", false},
	} {
		if got := SameButFigures(c.a, c.b); got != c.want {
			t.Errorf("%q, %q: %v", c.a, c.b, got)
		}
	}
	for x := range 256 {
		for y := range 256 {
			a, b := "12345678"+string([]byte{byte(x)}), "12345678"+string([]byte{byte(y)})
			figures := IsDigit(byte(x)) && IsDigit(byte(y))
			if want := (x == y || figures) && x < 0x80 && y < 0x80; SameButFigures(a, b) != want {
				t.Fatalf("%q, %q: %v", a, b, !want)
			}
		}
	}
}
