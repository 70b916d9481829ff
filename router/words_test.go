package router

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestGlyphs(t *testing.T) {
	for in, want := range map[string]string{
		"":                       "",
		"plain":                  "plain",
		"ＴＡＧ＃２":                  "TAG#2",
		"a–b—c−d‐e‑f":            "a-b-c-d-e-f",
		"a\u00a0b\u3000c\u2009d": "a b c d",
		"a\r\n\tb":               "a   b",
		"a\x00b\x7fc":            "abc",
		"a\u200bb\u00adc\ufeffd": "abcd",
		"ﬁ":                      "fi",
		"½":                      "1⁄2",
		"\xff":                   "\ufffd",
	} {
		l := line(glyphs(in))
		if got := l.text(0, len(l)); got != want {
			t.Errorf("glyphs(%q) = %q, want %q", in, got, want)
		}
		for i, g := range l {
			if g.from >= g.to || g.to > len(in) || i > 0 && g.from < l[i-1].from {
				t.Errorf("glyphs(%q): glyph %d stands at %d to %d", in, i, g.from, g.to)
			}
		}
	}
	l := line(glyphs("ab"))
	if l.at(-1) != 0 || l.at(2) != 0 || l.at(1) != 'b' || l.skipBlanks(5) != 5 || l.skipBlanksBack(-1) != -1 {
		t.Error("reading beyond the ends is not safe")
	}
}

func TestTidy(t *testing.T) {
	for in, want := range map[string]string{"": "", "  a \t b ": "a b", "a\r\nb\x00c": "a b c", "ä\u00a0ö": "ä ö"} {
		if got := tidy(in); got != want {
			t.Errorf("tidy(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestPlausibleForeign(t *testing.T) {
	for _, c := range []struct {
		team, number string
		bracket      bool
		want         bool
	}{
		{"CIRCL", "1234567", true, true},
		{"CIRCL", "123", false, true},
		{"CIRCL", "12", true, false},
		{"circl", "123", true, true},
		{"circl", "123", false, false},
		{"CERT", "ABC", true, false},
		{"CERT", "A1B2C3", true, true},
		{"CERT", strings.Repeat("1", 41), true, false},
		{"ticket", "123456789", true, false},
		{"Ticket", "1234567890", true, true},
		{"Re", "1234567890", false, true},
		{"", "", false, false},
	} {
		if got := plausible(c.team, c.number, c.bracket); got != c.want {
			t.Errorf("plausible(%q, %q, %v) = %v", c.team, c.number, c.bracket, got)
		}
	}
}

func TestForeignShapes(t *testing.T) {
	for subject, want := range map[string]string{
		"CERT-Bund#2026-01.23/7.":         "CERT-Bund#2026-01.23/7",
		"CERT-Bund#2026--":                "CERT-Bund#2026",
		"[CIRCL #1234567, urgent]":        "",
		"[CIRCL#1234567, urgent]":         "CIRCL#1234567",
		"CIRCL# 1234567":                  "",
		"-CIRCL#1234567":                  "",
		"a/CIRCL#1234567":                 "",
		"me@CIRCL#1234567":                "",
		"(CIRCL#1234567)":                 "CIRCL#1234567",
		"CIRCL#":                          "",
		"X#1234567":                       "",
		strings.Repeat("X", 41) + "#1234": "",
		strings.Repeat("X", 40) + "#1234": strings.Repeat("X", 40) + "#1234",
		"ÖBB-CERT#12345":                  "ÖBB-CERT#12345",
	} {
		_, foreign := Tags(subject, "TAG")
		if got := strings.Join(foreign, " "); got != want {
			t.Errorf("Tags(%q) learnt %q, want %q", subject, got, want)
		}
	}
}

func TestPhrases(t *testing.T) {
	for _, c := range []struct {
		words phrases
		text  string
		want  []string
	}{
		{tlpMark, "tlp:green then tlp:red", []string{"tlp:green", "tlp:red"}},
		{tlpMark, "tlptlp:red", []string{"tlptlp"}},
		{tlpMark, "ätlp:red", []string{"tlp:red"}},
		{tlpMark, "tlp", nil},
		{tlpMark, "tlp:", nil},
		{confidential, "do not know, do not share", []string{"do not share"}},
		{confidential, "strictly confidential", []string{"confidential"}},
		{confidential, "confidentiality", nil},
		{confidential, "", nil},
		{minors, "child processes of the shell", nil},
		{minors, "found csam, child abuse", []string{"csam", "child abuse"}},
		{credentials, "begin at the beginning", nil},
		{credentials, "the password is x, passwort=y", []string{"password is", "passwort="}},
	} {
		var got []string
		for m := range c.words.all(c.text) {
			got = append(got, m.groups[0])
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%q: %q, want %q", c.text, got, c.want)
		}
	}
	for range tlpMark.all("tlp:red tlp:red") {
		break // a reader may stop early
	}
}

func TestNormal(t *testing.T) {
	for in, want := range map[string]string{
		"Do NOT\r\n  share": "do not share", "don’t": "don't", "ＴＬＰ：ＲＥＤ": "tlp:red", "": "", " \n ": "", "ÉTÉ": "été",
	} {
		if got := normal(in); got != want {
			t.Errorf("normal(%q) = %q, want %q", in, got, want)
		}
	}
}

// A text around a mark never hides it, however long or odd it is.
func FuzzTLP(f *testing.F) {
	f.Add("before ", " after")
	f.Add("tlp:green ", "green")
	f.Add("x\xff", "\u0301")
	f.Add("TLP", "")
	d := danish(f)
	f.Fuzz(func(t *testing.T, before, after string) {
		q := open()
		q.Report.Fields["description"] = before + " TLP:RED " + after
		if got := d.Route(q); got.Decision != Hold || got.HeldFor[0] != HeldTLPRed && got.HeldFor[0] != HeldTLPAmber && got.HeldFor[0] != HeldTLPUnclear {
			t.Fatalf("%q: %s for %v", q.Report.Fields["description"], got.Decision, got.HeldFor)
		}
		if !utf8.ValidString(normal(before)) && utf8.ValidString(before) {
			t.Fatalf("normal(%q) broke it", before)
		}
	})
}
