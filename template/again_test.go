package template

import (
	"fmt"
	"strings"
	"testing"

	"tocsin/store"
	"tocsin/template/word"
)

// TestMoulds: lines that are alike but for their figures tell what they would tell
// alone, in whatever order they come.
func TestMoulds(t *testing.T) {
	kinds := []string{
		"10:0%d:07 sshd[100%d]: Failed password for root from 45.155.0.%d port 2000%d",
		"10:0%d:08 attack from 45.155.1.%d:22 against ns%d.site.example, AS6450%d",
		"10:0%d:09 GET http://192.0.2.%d/a?b=%d,c=%d] from 45.155.2.7",
		"10:0%d:10 hxxp://192.0.2[.]%d/%d is harmless, 100%d",
		"1%d:00 [::ffff:192.0.2.%d]:80%d and 2001:db8::%d too",
		"md5 d41d8cd98f00b204e9800998ecf8427%d of a%d.exe, CVE-2024-%d23%d",
		"Firmware %d.0.%d.%d from 45.155.3.%d",
		"do not share TLP:RED %d, %d, %d, %d",
		"From: a%d@b%d.example, %d and %d",
	}
	var lines []string
	for n := range 40 {
		lines = append(lines, fmt.Sprintf(kinds[n*7%len(kinds)], n%7, n%5, n%3, n%2))
	}
	f, want := builtin(t), map[store.Indicator]bool{}
	for _, l := range lines {
		for _, i := range f.Parse(body(l + "\n")).Indicators {
			i.Line = 0
			want[i] = true
		}
	}
	got := f.Parse(body(strings.Join(lines, "\n") + "\n"))
	for _, i := range got.Indicators {
		i.Line = 0
		if !want[i] {
			t.Errorf("%+v", i)
		}
		delete(want, i)
	}
	if len(want) > 0 || len(got.Indicators) < 20 || got.Disclosure.TLP != "RED" {
		t.Error(want, got.Disclosure)
	}
}

// TestSpeechHasNoFigures: lines that differ in figures alone say the same.
func TestSpeechHasNoFigures(t *testing.T) {
	x := lexicon(t, "speech")
	for _, term := range x.Terms {
		eachText(term.Words, func(_, s string) {
			if key := word.Fold(s); word.Digits(s) > 0 && strings.Trim(key, "0123456789abcdefghijklmnopqrstuvwxyz") == "" {
				t.Errorf("%q", s)
			}
		})
	}
}
