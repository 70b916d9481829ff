package template

import (
	"strings"
	"testing"
)

// FuzzSpelt: the word that a text ends with is the one that begins there.
func FuzzSpelt(f *testing.F) {
	for _, s := range []string{"", "from", "SRC=host", "été", "攻撃元", "a攻b", "über1", "x–y", "\xc3", "née\xa9"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		n := speltEnd(s)
		if n < 0 || n > len(s) || spelt(s[len(s)-n:]) != n {
			t.Errorf("%q ends with a word of %d bytes, %d of which begin one", s, n, spelt(s[len(s)-n:]))
		}
		if n > 0 && strings.ContainsAny(s[len(s)-n:], " =-.0123456789") {
			t.Errorf("%q ends with %q", s, s[len(s)-n:])
		}
	})
}

func TestWaysOfACompass(t *testing.T) {
	c := vocab().compass
	for s, want := range map[string][2]string{
		"":                            {"", ""},
		"from":                        {"source", ""},
		"our server was hit from":     {"source", ""},
		"from there to":               {"target", ""},
		"our host, to":                {"target", ""},
		"to the victim":               {"target", "target"},
		"is the attacker of a victim": {"target", "source"},
		"攻撃元":                         {"source", ""},
		"当社のサーバー 攻撃元":                 {"source", ""},
		"攻撃元 from 宛先":                 {"source", ""},
		"nothing":                     {"", ""},
	} {
		if before, behind := c.before(s), c.behind(s); before != want[0] || behind != want[1] {
			t.Errorf("%q tells %q of what follows and %q of what precedes, want %q", s, before, behind, want)
		}
	}
}
