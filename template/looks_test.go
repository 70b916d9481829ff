package template

import (
	"math/bits"
	"strings"
	"testing"

	"tocsin/template/word"
)

// BenchmarkSurvey is the share of the labels in reading a form, logs, prose.
func BenchmarkSurvey(b *testing.B) {
	f := builtin(b)
	for name, text := range map[string]string{"form": filledForm(b, 4096), "logs": logMail(), "prose": strings.Repeat("We saw scans from 198.51.100.9 against our server: nothing came of it, as far as we know today.\n", 43)} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				f.ix.survey(text, "")
			}
		})
		b.Run(name+"/read", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				f.ix.survey(text, "").read()
			}
		})
	}
}

// TestInstructs: a good part of an instruction is one, wherever it was broken
// off; a short one, one with a word of the reporter's, or one across two is not.
func TestInstructs(t *testing.T) {
	f := builtin(t)
	own := f.form(ownForm)
	r := &reading{sheet: &sheet{ix: f.ix, form: own}}
	intro := strings.Join(own.Intro["en"], " ")
	first := own.Intro["en"][0]
	if len(word.Fold(first)) < 2*leastInstruction {
		t.Fatalf("the first instruction is too short for this test: %q", first)
	}
	for s, want := range map[string]bool{
		first:                              true,
		first[:40]:                         true,
		first[10:]:                         true,
		strings.ToUpper(first[10:]):        true,
		first[:12]:                         false,
		first[:20] + " Jane " + first[20:]: false,
		"We saw scans against our server yesterday": false,
		intro + intro: false,
		"":            false,
	} {
		if got := r.instructs(s); got != want {
			t.Errorf("%q: %v", s, got)
		}
	}
}

// TestConceptWords: a word is found whole or by what it begins with, in all
// the languages that have it, and no other is.
func TestConceptWords(t *testing.T) {
	b, err := readConcepts("x.toml", []byte(`[words.en]
name = "name"
fault = "error*"
[words.de]
name = "name bezeichnung*"
fault = "fehler*"
[[rule]]
field = "contact_name"
when = "name"
`))
	if err != nil {
		t.Fatal(err)
	}
	for word, want := range map[string]int{"name": 2, "names": 0, "error": 1, "errors": 1, "erro": 0, "bezeichnungen": 1, "fehlerbezeichnung": 1, "": 0, "na": 0} {
		langs := 0
		for _, s := range b.lookup([]byte(word), 2) {
			langs += bits.OnesCount64(uint64(s.langs))
		}
		if langs != want {
			t.Errorf("%q means something in %d languages, want %d", word, langs, want)
		}
	}
	if both := b.lookup([]byte("fehlerbezeichnung"), 2); len(both) != 1 || both[0].set != b.bit("name").with(b.bit("fault")) {
		t.Errorf("of a compound one part is lost: %v", both)
	}
	if b.learnt != nil {
		t.Error("the words are kept twice")
	}
}

// TestWeighty: each word that counts once, in any spelling, and how many there
// are in all.
func TestWeighty(t *testing.T) {
	for label, want := range map[string][2]int{"": {0, 0}, "of the": {0, 2}, "Name": {1, 1}, "NAME, name - Ｎａｍｅ": {1, 3}, "Hôte / Host": {2, 2}, "日時": {1, 1}} {
		list, all := weighty(nil, label)
		if got := [2]int{len(list), all}; got != want {
			t.Errorf("%q: %v, want %v", label, got, want)
		}
	}
}

func TestMoney(t *testing.T) {
	for s, want := range map[string]bool{
		"ca. 14.000 EUR": true, "€ 2,000": true, "23 700 zł": true, "USD 38,200": true, "約50万円": true, "R$ 187.400,00": true,
		"1.6. LEI code of": false, "2,000": false, "EUR": false, "EUR 2,000 were asked for in the note": false, "Euro plugs, 2 of them": false, "": false,
	} {
		if money(s) != want {
			t.Errorf("%q: %v", s, !want)
		}
	}
}
