package template

import (
	"strings"
	"testing"
)

func TestVocabularyIsRead(t *testing.T) {
	if _, err := readWords(); err != nil {
		t.Fatal(err)
	}
}

func TestLexiconErrors(t *testing.T) {
	for data, want := range map[string]string{
		"[[term]]\nvalue = \"a\"\nwrods.en = [\"x\"]\n":                                                    "x.toml:3: unknown key",
		"[[term]]\nvalue = \"a\"\nwords.qq = [\"xyz\"]\n":                                                  "language \"qq\"",
		"[[term]]\nvalue = \"a\"\nwords.en = [\"x*\"]\n":                                                   "no 3 letters",
		"[[term]]\nvalue = \"a\"\nwords.en = [\"red\"]\n\n[[term]]\nvalue = \"b\"\nwords.fr = [\"Red\"]\n": "x.toml:6: term \"b\": phrase \"Red\": it means \"a\" already",
	} {
		if _, err := readLexicon("x.toml", []byte(data)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", data, err, want)
		}
	}
}

func TestMeet(t *testing.T) {
	x, err := readLexicon("x.toml", []byte("[[term]]\nvalue = \"a\"\nwords.en = [\"waste water\", \"contact*\", \"not … share\", \"unauthori* access\"]\nwords.ja = [\"感染\"]\n\n"+
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
		if got := strings.Join(x.values(x.in(text)), " "); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// TestKindsAreComplete: each type of RSIT can be named in each language of our
// own form, but for those that only machines report.
func TestKindsAreComplete(t *testing.T) {
	x := vocab().kinds
	if len(x.terms) != 39 {
		t.Errorf("%d types, want the 39 of RSIT 1003", len(x.terms))
	}
	for _, k := range x.terms {
		for _, lang := range []string{"en", "fr", "de", "nl", "es", "pt", "it", "pl", "ja"} {
			if len(k.Words[lang]) == 0 && len(k.Words["xx"]) == 0 {
				t.Errorf("%s has no word in %s", k.Value, lang)
			}
		}
	}
}

func TestUnknownIsNoAnswer(t *testing.T) {
	for text, want := range map[string]void{
		"don't know": blank, "je ne sais pas": blank, "weiß nicht": blank, "weet ik niet": blank, "no lo sé": blank, "não sei": blank,
		"non lo so": blank, "nie wiem": blank, "不明": blank, "わかりません": blank, "vet ej": blank, "nevím": blank, "nem tudom": blank,
		"still unknown, sorry": blank, "derzeit unbekannt": blank, "unknown attacker in Paris": filled, "Nieznany Jan": filled,
	} {
		if got := voidOf(text, nil, false); got != want {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
}

func TestWholeAnswer(t *testing.T) {
	for text, want := range map[string]string{
		"Yes": "yes", "… yes" + strings.Repeat(" .", 500): "yes", strings.Repeat("- ", 500) + "yes": "yes", "yes, and more": "",
		strings.Repeat("yes ", 500): "", "N/A\n": "not applicable",
	} {
		if got := vocab().answers.is(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestSynchronised(t *testing.T) {
	for text, want := range map[string]string{
		"je ne sais pas": "", "non": "no", "oui, NTP": "yes", "nie wiem": "", "nie": "no", "tak, ntp": "yes", "no lo sé": "", "sí": "yes",
		"NTP, no drift": "", "not synchronised": "no", "nicht synchronisiert": "no", "同期していない": "no", "はい": "yes", "ano": "yes", "nem": "no",
		"NTP, no problems": "yes", "yes, stratum unknown": "yes", "by hand": "",
	} {
		if got := synchronised(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func FuzzMeet(f *testing.F) {
	f.Add("please do not share this with anyone")
	f.Add("PCが感染した")
	f.Fuzz(func(t *testing.T, s string) {
		p, last := phraseOf(strings.ToValidUTF8(s, "")), 0
		vocab().speech.meet(p, func(m meeting) {
			if m.from <= last || m.to <= m.from || m.to > len(p) || m.next <= m.from {
				t.Errorf("%q: %+v behind %d", p, m, last)
			}
			last = m.from
		})
	})
}
