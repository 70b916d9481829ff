package mime

import (
	"bytes"
	"strings"
	"testing"
)

func TestHeaderFolds(t *testing.T) {
	word := strings.Repeat("w", 70)
	for value, want := range map[string]string{
		"":                              "X: \r\n",
		"short":                         "X: short\r\n",
		"ends in blanks   ":             "X: ends in blanks\r\n",
		word + " b":                     "X: " + word + " b\r\n",
		word + " abc d":                 "X: " + word + "\r\n abc d\r\n",
		word + word + " a":              "X: " + word + word + "\r\n a\r\n",
		word + "   " + word + " z":      "X: " + word + "\r\n   " + word + " z\r\n",
		"a " + word + " " + word + " b": "X: a " + word + "\r\n " + word + " b\r\n",
	} {
		var out bytes.Buffer
		if err := writeHeader(&out, []Field{{Name: "X", Value: value}}); err != nil || out.String() != want+"\r\n" {
			t.Errorf("%q is written as %q (%v), want %q", value, out.String(), err, want)
		}
	}
}

func TestHeaderRefusesWhatBreaksOut(t *testing.T) {
	for _, f := range []Field{{Name: "X", Value: "a\r\nBcc: b"}, {Name: "X", Value: "a\nb"}, {Name: "X", Value: "ä"}, {Name: "X", Value: "a\x00"},
		{Name: "", Value: "a"}, {Name: "X:", Value: "a"}, {Name: "X Y", Value: "a"}, {Name: "X\r\nBcc", Value: "a"}, {Name: "X", Value: strings.Repeat("x", maxLine)}} {
		if err := writeHeader(new(bytes.Buffer), []Field{f}); err == nil {
			t.Errorf("%q: %q was written", f.Name, f.Value)
		}
	}
}

// TestLinesThatStandInQP: a line passes as its own quoted-printable form only
// where the coding of it in a longer text would leave it alone.
func TestLinesThatStandInQP(t *testing.T) {
	for line, want := range map[string]bool{
		"": true, "a": true, "a b\tc": true, " a": true, strings.Repeat("x", 75): true, "~!": true, "From": false,
		strings.Repeat("x", 76): false, "a ": false, "a\t": false, ".": false, ".a": false, "F": false, "a=b": false, "ä": false, "a\x7f": false, "a\x00": false,
	} {
		if got := standsInQP(line); got != want {
			t.Errorf("%q: %v, want %v", line, got, want)
		}
		var out bytes.Buffer
		if writeQP(&out, line+"\n"); (out.String() == line+"\r\n") != want {
			t.Errorf("%q is written as %q", line, out.String())
		}
	}
}

// FuzzFold: a folded value is the value, in lines none of which is blank or,
// where a blank allows it, longer than it should be.
func FuzzFold(f *testing.F) {
	f.Add("a b")
	f.Add(strings.Repeat("word ", 40))
	f.Add("a" + strings.Repeat(" ", 200) + "b  ")
	f.Add(strings.Repeat("x", 200) + " y")
	f.Fuzz(func(t *testing.T, value string) {
		if !isHeaderText(value) || strings.HasPrefix(value, " ") {
			return // as no caller has it
		}
		var out bytes.Buffer
		writeFolded(&out, value, 9)
		text, ok := strings.CutSuffix(out.String(), "\r\n")
		if got := strings.ReplaceAll(text, "\r\n", ""); !ok || got != strings.TrimRight(value, " ") {
			t.Fatalf("%q is written as %q", value, out.String())
		}
		for i, line := range strings.Split(text, "\r\n") {
			words := strings.TrimLeft(line, " ")
			if words == "" && value != "" && strings.TrimSpace(value) != "" || i > 0 && line[0] != ' ' {
				t.Errorf("%q has the line %q", value, line)
			}
			if i > 0 && len(line) > foldAt && strings.Contains(words, " ") && !strings.Contains(words, "  ") {
				t.Errorf("%q has the line %q of %d columns", value, line, len(line))
			}
		}
	})
}

// BenchmarkComposeReceipt is an acknowledgement of usual length, as it is and
// with a word that needs a coding.
func BenchmarkComposeReceipt(b *testing.B) {
	text := strings.Repeat("We have received your report and filed it under [CERT#2026-00042-7].\n", 15)
	for name, text := range map[string]string{"plain": text, "quoted": text + "Grüße\n"} {
		b.Run(name, func(b *testing.B) {
			l := testLetter()
			l.InReplyTo, l.References, l.Text = "1@example.org", []string{"0@example.org", "1@example.org"}, text
			l.Extra = []Field{{Name: "X-Loop", Value: "incident@cert.example"}, {Name: "Auto-Submitted", Value: "auto-replied"}, {Name: "Precedence", Value: "bulk"}}
			b.ReportAllocs()
			for b.Loop() {
				if _, err := l.Compose(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
