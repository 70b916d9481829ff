package template

import (
	"slices"
	"strings"
	"testing"

	"tocsin/template/indicator"
	"tocsin/template/word"
)

// glanceCases hold what one pass must not take for another thing.
var glanceCases = []string{
	"", "-", " ", "a", "TLP:RED", "x tlp", "(Tlp-amber)", "xTLP", "TLPRED", "ＴＬＰ：ＲＥＤ", "ｔｌｐ red", "é TLP", "éTLP", "TLP",
	"evil[.]example", "hxxp://a.example", "hXXps", "h**p", "a\\.b", "next x box", "(e.g. this)", "sshd[1042]: Failed", "we hx x", "a hx*p b",
	"do not share this", "strictly confid", "部外秘", "転送しないでください", "naïve, d'où\u00a0ça", "\xff\x00", "10:00 a@b.example/x",
}

// checkGlance holds a glance to what is found in a line by the long ways.
func checkGlance(t *testing.T, g *glance, s string) {
	t.Helper()
	x := vocab().speech
	g.take(s, x)
	classes, harmless := indicator.Look(s)
	if g.classes != classes || g.harmless != harmless || g.light != namesLight(s) {
		t.Errorf("%q: classes %b, harmless %v, light %v", s, g.classes, g.harmless, g.light)
	}
	if len(s) >= mostHeard {
		if len(g.phrase) > 0 || len(g.places) > 0 {
			t.Errorf("a line of %d bytes was heard", len(s))
		}
		return
	}
	p := word.AppendPhrase(nil, s)
	if string(g.phrase) != string(p) {
		t.Errorf("%q: phrase %q, want %q", s, g.phrase, p)
	}
	want := x.Likely(p, word.Starts(p, nil))
	if !slices.Equal(g.places, want) {
		t.Errorf("%q: places %v, want %v", s, g.places, want)
	}
}

func TestGlance(t *testing.T) {
	var g glance
	for _, s := range glanceCases {
		checkGlance(t, &g, s)
	}
	checkGlance(t, &g, strings.Repeat("do not tell: tlp [.] ", mostHeard/20))
}

func TestDatedLines(t *testing.T) {
	for text, want := range map[string]bool{
		"2026-11-03 10:00:02 sshd[1]: Failed": true, "192.168.0.1: web": true, "> 17/11/2026 Phone: 1": true, "03.11.2026\t": true,
		"24/7 phone: 1": false, "10:00 gateway: up": false, "24 hour telephone: 1": false, "2026年11月20日": false, "2.1 Telephone: 1": false, "12": false, "12-": false, "2026 Contact: 17 18": false,
		"Nov 20 14:00:11 www": false, "１０：００": false, "": false,
	} {
		l := splitLines(text + "\n")
		if l[0].dated != want {
			t.Errorf("%q: %v, want %v", text, !want, want)
		}
		if h, ok := builtin(t).ix.match(l, 0); want && ok {
			t.Errorf("%q: it begins with a label: %v", text, h.entries[0].name)
		}
	}
}

func FuzzGlance(f *testing.F) {
	for _, s := range glanceCases {
		f.Add(s)
	}
	var g glance
	f.Fuzz(func(t *testing.T, s string) { checkGlance(t, &g, s) })
}
