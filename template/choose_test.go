package template

import (
	"slices"
	"strings"
	"testing"
)

// yesno is a field with three choices in three languages.
func yesno() *entry {
	f := &field{Name: "clock_sync", Choices: []choice{
		{Value: "yes", Label: texts{"en": {"yes"}, "de": {"ja"}, "fr": {"oui"}}},
		{Value: "no", Label: texts{"en": {"no"}, "de": {"nein"}, "fr": {"non"}}},
		{Value: "unknown", Label: texts{"en": {"not known"}, "de": {"unbekannt"}, "fr": {"inconnu"}}},
	}}
	return &entry{inquiry: &inquiry{field: f, name: f.Name, picks: picksOf(f)}}
}

// wishes is a field where several choices of many words may be right.
func wishes() *entry {
	f := &field{Name: "assistance", Many: true, Choices: []choice{
		{Value: "none", Label: texts{"en": {"Nothing, this is for your information"}}},
		{Value: "contact-sites", Label: texts{"en": {"Help us to contact the other sites"}}},
		{Value: "recover", Label: texts{"en": {"Tell us how to recover"}}},
		{Value: "urgent-help", Label: texts{"en": {"We have been compromised, help us now"}}},
	}}
	return &entry{inquiry: &inquiry{field: f, name: f.Name, picks: picksOf(f)}}
}

// chooseCases are answers to fields with choices, and what they choose.
var chooseCases = []chooseCase{
	// The words themselves.
	{yesno(), "yes", "yes"},
	{yesno(), "Yes.", "yes"},
	{yesno(), "JA", "yes"},
	{yesno(), "oui, par NTP", "yes"},
	{yesno(), "no, never", "no"},
	{yesno(), "not known", "unknown"},
	{yesno(), "unknown", "unknown"},
	{yesno(), "Normal operation", ""},
	{yesno(), "perhaps", ""},
	{wishes(), "Tell us how to recover", "recover"},
	{wishes(), "tell us how to recover, please", "recover"},
	{wishes(), "Help us to contact", "contact-sites"},
	{wishes(), "Nothing, this is for your information", "none"},
	// Boxes before and behind.
	{yesno(), "[x] yes [ ] no [ ] not known", "yes"},
	{yesno(), "yes [ ] no [x] not known [ ]", "no"},
	{yesno(), "[ ] yes\n[X] no\n[ ] not known", "no"},
	{yesno(), "( ) yes (x) no", "no"},
	{yesno(), "☐ yes ☑ no", "no"},
	{yesno(), "□ ja ■ nein", "no"},
	{yesno(), "yes ☑\nno ☐", "yes"},
	{yesno(), "[] yes []no [✓] not known", "unknown"},
	{yesno(), "X___ yes ____ no", "yes"},
	{yesno(), "_x_ yes ___ no", "yes"},
	{yesno(), "[ ] yes [ ] no [ ] not known", ""},
	{yesno(), "☐ yes ☐ no", ""},
	{wishes(), "[ ] Nothing, this is for your information\n[x] Help us to contact the other sites\n[x] Tell us how to recover", "contact-sites recover"},
	{wishes(), "1 [ ] Nothing, this is for your information\n2 [x] Help us to contact the other sites", "contact-sites"},
	// By digit.
	{wishes(), "4", "urgent-help"},
	{wishes(), "2, 3", "contact-sites recover"},
	{wishes(), "(3)", "recover"},
	{wishes(), "2 & 4", "contact-sites urgent-help"},
	{wishes(), "5", ""},
	{wishes(), "24", ""},
	{wishes(), "3\n1: Nothing, this is for your information\n2: Help us to contact the other sites\n3: Tell us how to recover\n4: We have been compromised, help us now", "recover"},
	// By deleting the others.
	{yesno(), "yes / no", "yes no"},
	{yesno(), "yes / no / not known", ""},
	{yesno(), "yes | no | not known", ""},
	{yesno(), "no", "no"},
	{wishes(), "Help us to contact the other sites\nTell us how to recover", "contact-sites recover"},
	{wishes(), "Nothing, this is for your information\nHelp us to contact the other sites\nTell us how to recover\nWe have been compromised, help us now", ""},
	// By stress.
	{yesno(), "yes / **no** / not known", "no"},
	{yesno(), "yes\n-> no\nnot known", "no"},
	{yesno(), "yes\nx no\nnot known", "no"},
	{yesno(), "no\nyes / no / not known", "no"},
	{yesno(), "", ""},
	{yesno(), "\n\n", ""},
}

type chooseCase struct {
	e    *entry
	text string
	want string
}

func TestChoose(t *testing.T) {
	for _, c := range chooseCases {

		if got := strings.Join(c.e.choose(c.text).values, " "); got != c.want {
			t.Errorf("%s %q: %q, want %q", c.e.name, c.text, got, c.want)
		}
	}
}

func TestTick(t *testing.T) {
	for _, c := range []struct {
		text   string
		on     bool
		length int
	}{
		{"[ ] a", false, 3},
		{"[] a", false, 0},
		{"[x] a", true, 3},
		{"[X]", true, 3},
		{"[ x ]", true, 5},
		{"[_]", false, 3},
		{"( )", false, 3},
		{"(x)", true, 3},
		{"<x>", true, 3},
		{"☑ a", true, 3},
		{"☐ a", false, 3},
		{"___ a", false, 3},
		{"_x_ a", true, 3},
		{"X__ a", true, 3},
		{"[a] b", false, 0},
		{"[name]", false, 0},
		{"xxx", false, 0},
		{"x", false, 0},
		{"_", false, 0},
		{"[", false, 0},
		{"", false, 0},
	} {
		on, n := tick(c.text)
		if c.text == "[] a" {
			c.length = 2
		}
		if on != c.on || n != c.length {
			t.Errorf("%q: %v, %d; want %v, %d", c.text, on, n, c.on, c.length)
		}
	}
}

func TestVoid(t *testing.T) {
	f := &field{Placeholder: []string{"First and last name"}}
	for _, c := range []struct {
		text string
		keep bool
		want void
	}{
		{"", false, blank},
		{"-", false, blank},
		{"--", false, blank},
		{"?", false, blank},
		{"N/A", false, blank},
		{"n.a.", false, blank},
		{"not applicable", false, blank},
		{"keine Angabe", false, blank},
		{"sans objet", false, blank},
		{"n.v.t.", false, blank},
		{"none", false, blank},
		{"none", true, filled},
		{"unknown", false, blank},
		{"unknown", true, filled},
		{"unbekannt", true, filled},
		{"N/A", true, blank},
		{"SAME", false, same},
		{"idem", false, same},
		{"wie oben", false, same},
		{"[fill in]", false, placeholder},
		{"[ fill in ]", false, placeholder},
		{"[name]", false, placeholder},
		{"<site>", false, placeholder},
		{"(e.g. www.example.com)", false, placeholder},
		{"(z.B. Webserver)", false, placeholder},
		{"mm / dd / yyyy", false, placeholder},
		{"DD-MM-YYYY", false, placeholder},
		{"TT.MM.JJJJ", false, placeholder},
		{"jj/mm/aaaa", false, placeholder},
		{"Choose a Date", false, placeholder},
		{"xxxx", false, placeholder},
		{"first and last name", false, placeholder},
		{"<jane@site.example>", false, filled},
		{"[2001:db8::1]", false, filled},
		{"<http://x.example>", false, filled},
		{"Jane Doe", false, filled},
		{"No", false, filled},
		{"(unknown) maybe", false, filled},
		{"Mr. Same", false, filled},
		{strings.Repeat("none ", 40), false, filled},
	} {
		if got := voidOf(c.text, f, c.keep); got != c.want {
			t.Errorf("%q, keep %v: %d, want %d", c.text, c.keep, got, c.want)
		}
	}
}

func TestOptionsKeepAllText(t *testing.T) {
	for _, c := range []struct {
		text string
		want []string
	}{
		{"[x] a [ ] b", []string{"a", "b"}},
		{"a [x] b [ ]", []string{"a", "b"}},
		{"1. [x] a", []string{"a"}},
		{"no box", []string{"no box"}},
	} {
		var got []string
		for _, o := range options(nil, c.text) {
			got = append(got, strings.TrimSpace(o.text))
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%q: %q, want %q", c.text, got, c.want)
		}
	}
}

// TestHowToChoose: a line between a question and its choices says how to
// choose, whatever its number; one above other text does not.
func TestHowToChoose(t *testing.T) {
	f := builtin(t)
	head := "Tocsin incident report form, tocsin-1\n\n" + reporter
	for _, c := range []reads{
		{"numbered", head + "What should we do?\n6.1 Strike what does not apply:\n  [ ] Nothing, this is for your information\n  [x] Tell us how to recover\n", "assist: recover"},
		{"plain", head + "What should we do?\nOne answer, please.\n  [x] Nothing, this is for your information\n  [ ] Tell us how to recover\n", "assist: none"},
	} {
		c.run(t, f)
	}
}
