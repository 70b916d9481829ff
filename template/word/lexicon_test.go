package word

import (
	"strings"
	"testing"
)

func TestLexiconErrors(t *testing.T) {
	for data, want := range map[string]string{
		"[[term]]\nvalue = \"a\"\nwrods.en = [\"x\"]\n":                                                    "strict mode",
		"[[term]]\nvalue = \"a\"\nwords.qq = [\"xyz\"]\n":                                                  "language \"qq\"",
		"[[term]]\nvalue = \"a\"\nwords.en = [\"x*\"]\n":                                                   "no 3 letters",
		"[[term]]\nvalue = \"a\"\nwords.en = [\"red\"]\n\n[[term]]\nvalue = \"b\"\nwords.fr = [\"Red\"]\n": "line 6: term \"b\": phrase \"Red\": it means \"a\" already",
	} {
		if _, err := ReadLexicon([]byte(data)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", data, err, want)
		}
	}
}

func TestMeet(t *testing.T) {
	x, err := ReadLexicon([]byte("[[term]]\nvalue = \"a\"\nwords.en = [\"waste water\", \"contact*\", \"not … share\", \"unauthori* access\"]\nwords.ja = [\"感染\"]\n\n" +
		"[[term]]\nvalue = \"b\"\nwords.en = [\"water\", \"provider*\"]\nwords.de = [\"Größe\"]\n"))
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{
		"waste water": "a", "water": "b", "waste, then water": "b", "underwater": "", "contacting": "a", "contac": "",
		"not to share": "a", "not yet willing to share": "a", "not share": "a", "share not": "", "unauthorised access": "a",
		"unauthorised, access": "a", "unauthorised use of access": "", "PCが感染した": "a", "GROESSE": "b", "Grösse": "b", "": "",
		"do not tell the provider or share": "a b",
	} {
		if got := strings.Join(x.Values(x.In(text)), " "); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestWholeAnswer(t *testing.T) {
	x := lexiconOf(t, "answers")
	for text, want := range map[string]string{
		"Yes": "yes", "… yes" + strings.Repeat(" .", 500): "yes", strings.Repeat("- ", 500) + "yes": "yes", "yes, and more": "",
		strings.Repeat("yes ", 500): "", "N/A\n": "not applicable",
	} {
		if got := x.Is(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func FuzzMeet(f *testing.F) {
	f.Add("please do not share this with anyone")
	f.Add("PCが感染した")
	speech := lexiconOf(f, "speech")
	f.Fuzz(func(t *testing.T, s string) {
		p, last := AppendPhrase(nil, strings.ToValidUTF8(s, "")), 0
		speech.Meet(p, func(m Meeting) {
			if m.From <= last || m.To <= m.From || m.To > len(p) || m.next <= m.From {
				t.Errorf("%q: %+v behind %d", p, m, last)
			}
			last = m.From
		})
	})
}

// TestMostLetters: of two phrases that end at the same place, the one that says
// more of it in letters is meant, whichever stands first.
func TestMostLetters(t *testing.T) {
	x, err := ReadLexicon([]byte("[[term]]\nvalue = \"wide\"\nwords.en = [\"cyber*\"]\n[[term]]\nvalue = \"narrow\"\nwords.en = [\"cyberattack*\"]\n"))
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{"cyberattacks": "narrow", "cyberspace": "wide", "cyber attacks": "wide"} {
		if got := x.Values(x.In(text)); len(got) != 1 || got[0] != want {
			t.Errorf("%q means %v, want %s", text, got, want)
		}
	}
}
