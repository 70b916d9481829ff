package template

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// FuzzIsRuler: a ruler has nothing but marks, bars, blanks and colons, of the
// first two three at least.
func FuzzIsRuler(f *testing.F) {
	for _, s := range []string{"---", "| | |", "=== x", "——", "———", "·:·|·", "::::", "-|-", "───é", "_ _ _"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		rest := strings.Trim(s, rulers+" :|")
		marks, bars := utf8.RuneCountInString(strings.NewReplacer(" ", "", ":", "", "|", "").Replace(s)), strings.Count(s, "|")
		if want := utf8.ValidString(s) && rest == "" && len(s) > 2 && (marks >= 3 || bars >= 3); utf8.ValidString(s) && isRuler(s) != want {
			t.Errorf("%q: %v, want %v", s, !want, want)
		}
	})
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
