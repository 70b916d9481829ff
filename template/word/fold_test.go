package word

import (
	"testing"
	"unicode"
	"unicode/utf8"
)

// TestFoldings: what is ready says what the long way says, of each character.
func TestFoldings(t *testing.T) {
	for r := rune(utf8.RuneSelf); r <= unicode.MaxRune; r++ {
		s := string(r)
		if got, _ := foldRune(nil, s); string(got) != string(foldOther(nil, []rune(s)[0])) {
			t.Errorf("%U: %q, want %q", r, got, foldOther(nil, r))
		}
		if word := unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r); utf8.ValidRune(r) && At(s) != word {
			t.Errorf("%U: of a word is %v, want %v", r, !word, word)
		}
	}
}

// FuzzPhrase: a phrase is the folded words of a text, each behind a blank, no
// matter what stands between them; and more is appended to what there is.
func FuzzPhrase(f *testing.F) {
	for _, s := range []string{"", "a", " a  b-c ", "Größe: 12 µm", "é\u0301x", "\u0301", "ＴＬＰ：ＲＥＤ", "転送 しない。", "a\x80b\xff", "½ ﬁn", "x–y…z", "İstanbul"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		want := " "
		for rest := s; rest != ""; {
			n := max(Len(rest), 1)
			if key := Fold(rest[:n]); Len(rest) > 0 && key != "" {
				want += key + " "
			}
			rest = rest[n:]
		}
		if want == " " {
			want = "  "
		}
		if got := Phrase(s); got != want {
			t.Errorf("%q: %q, want %q", s, got, want)
		}
		if got := string(AppendPhrase([]byte("x"), s)); got != "x"+want {
			t.Errorf("%q appended to x: %q, want %q", s, got, "x"+want)
		}
	})
}

// FuzzAppendWord: it is the key of the word that a text begins with.
func FuzzAppendWord(f *testing.F) {
	for _, s := range []string{"", "a", "E-Mail", "Größe: 12", "é\u0301x y", "ＴＬＰ：", "転送 しない", "a\x80b", "ﬁn½"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		n := Len(s)
		if key, length := AppendFirst([]byte("x"), s); length != n || string(key) != "x"+Fold(s[:n]) {
			t.Errorf("%q: %q of %d bytes, want %q of %d", s, key, length, "x"+Fold(s[:n]), n)
		}
	})
}
