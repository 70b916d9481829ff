package template

import (
	"slices"
	"strings"
	"testing"

	"tocsin/template/word"
)

// TestLinesOfLogs: a line that differs from the one above in figures alone is
// taken apart as it would be by itself, whatever the figures are.
func TestLinesOfLogs(t *testing.T) {
	for _, above := range []string{
		"2026-11-20 10:02:07 sshd[1000]: Failed password", "Nov 20 10:02:07 host sshd: no", "10:02:07 from 192.0.2.1", "12. Name: x", "1.2.3 Name: x",
		"(3) Name: x", "[12] Name: x", "A1. Name: x", "Frage3: Name", "No. 3 - Name", "Step 3: Name", "- 12) Name: x", "3b) Name...: x", "1900. Name: x",
		"  12   Name", "1-2-3-4 Name", "=== 2.1 === Name", "A1: 20 machines", "0000 0000", "________ 11", "IV.2 Name: x", "Q12: who is it?",
	} {
		for more := range 10 {
			below := []byte(above)
			for i, c := range below {
				if word.IsDigit(c) {
					below[i] = '0' + (c-'0'+byte(more))%10
				}
			}
			if got, want := splitLines(above + "\n" + string(below))[1], newLine(string(below), 0); got != want {
				t.Errorf("%q below %q: %+v, want %+v", below, above, got, want)
			}
		}
	}
}

func TestSplitLines(t *testing.T) {
	for _, c := range []struct {
		text  string
		want  []string
		depth int // of the last line
	}{
		{"a\nb", []string{"a", "b"}, 0},
		{"a\r\nb\r\n", []string{"a", "b"}, 0},
		{"a\rb", []string{"a", "b"}, 0},
		{"a\n\nb\n", []string{"a", "", "b"}, 0},
		{"a  \t\n", []string{"a"}, 0},
		{"> a\n> b", []string{"a", "b"}, 1},
		{">a\n>>b", []string{"a", "b"}, 2},
		{"> > a\n> > > b", []string{"a", "b"}, 3},
		{">\n>   a", []string{"", "  a"}, 1},
		{"a > b", []string{"a > b"}, 0},
		{"     > code", []string{"     > code"}, 0},
		{"\xffa", []string{"\uFFFDa"}, 0},
		{"- a\n- b", []string{"- a", "- b"}, 0},
		{"-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\n- - a\n- -----\nb\n-----BEGIN PGP SIGNATURE-----\nxyz\n-----END PGP SIGNATURE-----\n- c",
			[]string{"", "", "", "- a", "-----", "b", "", "", "", "- c"}, 0},
		{"> -----BEGIN PGP SIGNED MESSAGE-----\n> Hash: SHA1\n> \n> - -- x", []string{"", "", "", "-- x"}, 1},
		{"-----BEGIN PGP SIGNED MESSAGE-----\n\nno end", []string{"", "", "no end"}, 0},
		{"", nil, 0},
	} {
		var got []string
		depth := 0
		for _, l := range splitLines(c.text) {
			got, depth = append(got, l.text), int(l.depth)
		}
		if !slices.Equal(got, c.want) || depth != c.depth {
			t.Errorf("%q: %q at depth %d, want %q at %d", c.text, got, depth, c.want, c.depth)
		}
	}
}

func TestRulers(t *testing.T) {
	for text, want := range map[string]bool{
		"---": true, "=====": true, "- - - -": true, "***": true, "____": true, "|---|---|": true, "+----+": true, "—————": true, "~~~~": true,
		"--": false, "": false, "--- a ---": false, "a": false, "...": false, "|": false, ": :": false,
	} {
		if got := isRuler(text); got != want {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
	for text, want := range map[string]string{
		"===== Contact =====": "Contact", "--- 1.1 title -----": "1.1 title", "Contact": "Contact", "  Contact  ": "Contact", "-- x": "-- x", "*Name*": "*Name*",
		"Heading ======": "Heading",
	} {
		if got := unruled(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestUnnumbered(t *testing.T) {
	for _, c := range []struct{ text, rest, number string }{
		{"Name", "Name", ""},
		{"1. Name", "Name", "1"},
		{"1.Name", "Name", "1"},
		{"1 . Name", "Name", "1"},
		{"10. Name", "Name", "10"},
		{"1.2.1  Name", "Name", "1.2.1"},
		{"2.1. Name", "Name", "2.1"},
		{"1-1 Name", "Name", "1-1"},
		{"2-1) Name", "Name", "2-1"},
		{"(a) Name", "Name", "a"},
		{"a) Name", "Name", "a"},
		{"(iv) Name", "Name", "iv"},
		{"II. Name", "Name", "II"},
		{"STEP1. Name", "Name", "1"},
		{"１．Name", "Name", "１"},
		{"２） Name", "Name", "２"},
		{"* Name", "Name", ""},
		{"• Name", "Name", ""},
		{"◎Name", "Name", ""},
		{"- 3. Name", "Name", "3"},
		{"| Name | x", "Name | x", ""},
		{"[Name:]", "Name:]", ""},
		{"【Name】", "Name】", ""},
		{"  \u00a0 Name", "Name", ""},
		{"\u3000Name", "Name", ""},
		{"192.0.2.1 x", "192.0.2.1 x", ""},
		{"2026-11-20 x", "2026-11-20 x", ""},
		{"e.g. x", "e.g. x", ""},
		{"", "", ""},
		{"1", "1", ""},
		{"***", "", ""},
	} {
		off, number := unnumbered(c.text)
		if c.text[off:] != c.rest || number != c.number {
			t.Errorf("%q: %q with number %q, want %q with %q", c.text, c.text[off:], number, c.rest, c.number)
		}
	}
}

func TestFold(t *testing.T) {
	for text, want := range map[string]string{
		"E-Mail:": "email", "Ｅ－ｍａｉｌ": "email", "Téléphone": "telephone", "Telefono\u0301": "telefono", "Straße": "strasse", "ÖFFENTLICH": "offentlich",
		"電話番号 :": "電話番号", "name\u200b": "name", "na\u00adme": "name", "ﬁle": "file", "№ 1": "no1", "": "", "…": "", "Host(s)": "hosts", "l’incident": "lincident",
	} {
		if got := word.Fold(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
		if again := word.Fold(want); again != want {
			t.Errorf("%q folds to %q, and that to %q", text, want, again)
		}
	}
	if got := strings.Join(word.Split("It's «été», 5 o’clock-ish"), " "); got != "it s ete 5 o clock ish" {
		t.Errorf("words: %q", got)
	}
}

func TestHeaderBlocks(t *testing.T) {
	for _, c := range []struct {
		text string
		line int
		want bool
	}{
		{"From: a\nDate: b\nSubject: c", 1, true},
		{"Von: a\nGesendet: b\nAn: c\nBetreff: d", 1, true},
		{"De : a\nEnvoyé : b\nObjet : c", 1, true},
		{"Van: a\nVerzonden: b\nOnderwerp: c", 2, true},
		{"*From:* a\n*Date:* b", 1, true},
		{"Date: b", 0, false},
		{"Organization: a\nDate: b", 1, false},
		{"Name: a\nDate: b\nPlace: c", 1, false},
		{"http://x\nFrom: y", 0, false},
	} {
		if got := amongHeaders(splitLines(c.text), c.line); got != c.want {
			t.Errorf("%q, line %d: %v, want %v", c.text, c.line, got, c.want)
		}
	}
}
