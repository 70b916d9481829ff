package template

import (
	"slices"
	"strings"
	"testing"
)

const acmeBlank = `ACME "quick" incident report
============================
Please fill in all you know.

1. Contact information
Your Name (required):
Your Email (required):
Your Phone number: ________
Favourite colour:

2. TARGET OF THE ATTACK
IP address (required):
DNS name:

3. Source of the Attack
-----------------------
IP address (required):
How sure are you?
  [ ] very
  [ ] not at all

What should we do?
 [ ] Nothing, for information
 [ ] Tell us how to recover
 [ ] Something else
`

func TestDerive(t *testing.T) {
	f := builtin(t)
	text, unmapped := f.Derive("acme", "en", acmeBlank)
	if unmapped != 3 || strings.Count(text, "NOT MAPPED") != 3 {
		t.Errorf("%d unmapped:\n%s", unmapped, text)
	}
	if err := f.Add("acme.toml", []byte(text)); err != nil {
		t.Fatalf("%v in\n%s", err, text)
	}
	questions, err := f.Questions("acme", "en")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, q := range questions {
		got = append(got, q.Role+" "+q.Field)
	}
	want := []string{" contact_name", " contact_email", " contact_phone", "target host_ip", "target host_name", "source host_ip", "source assistance"}
	if !slices.Equal(got, want) {
		t.Errorf("asks %q, want %q", got, want)
	}
}

// TestDeriveReads: what is derived reads the form when it is filled in.
func TestDeriveReads(t *testing.T) {
	f := builtin(t)
	text, _ := f.Derive("acme", "en", acmeBlank)
	if err := f.Add("acme.toml", []byte(text)); err != nil {
		t.Fatal(err)
	}
	filled := strings.NewReplacer("Name (required):", "Name (required): Jane Doe", "Email (required):", "Email (required): jane@acme.example", "number: ________", "number: 555 0100",
		"2. TARGET OF THE ATTACK\nIP address (required):", "2. TARGET OF THE ATTACK\nIP address (required): 198.51.100.7",
		"-----\nIP address (required):", "-----\nIP address (required): 203.0.113.9", "[ ] Tell us", "[x] Tell us").Replace(acmeBlank)
	r := f.Parse(Document{Texts: []Text{{Text: filled}}})
	if r.Form != "acme" || r.Fields["contact_name"] != "Jane Doe" || !slices.Equal(r.Assistance, []string{"recover"}) {
		t.Errorf("form %s, fields %v, assistance %v", r.Form, r.Fields, r.Assistance)
	}
	if len(r.Hosts) != 2 || r.Hosts[0].Role != "target" || r.Hosts[0].Addresses[0] != "198.51.100.7" || r.Hosts[1].Role != "source" || r.Hosts[1].Addresses[0] != "203.0.113.9" {
		t.Errorf("hosts %+v", r.Hosts)
	}
}

// TestDeriveOurs: our own blank forms come back with the same fields and roles.
func TestDeriveOurs(t *testing.T) {
	f := builtin(t)
	for _, lang := range []string{"en", "de", "fr"} {
		blank, err := f.Blank(ownForm, lang)
		if err != nil {
			t.Fatal(err)
		}
		text, unmapped := f.Derive("copy-"+lang, lang, blank)
		if unmapped > 0 {
			t.Errorf("%s: %d unmapped:\n%s", lang, unmapped, text)
		}
		if err := f.Add("copy.toml", []byte(text)); err != nil {
			t.Fatalf("%s: %v\n%s", lang, err, text)
		}
		ours, _ := f.Questions(ownForm, lang)
		theirs, _ := f.Questions("copy-"+lang, lang)
		if len(ours) != len(theirs) {
			t.Fatalf("%s: %d questions, want %d: %+v", lang, len(theirs), len(ours), theirs)
		}
		for i := range ours {
			if ours[i].Field != theirs[i].Field || ours[i].Role != theirs[i].Role || !slices.Equal(ours[i].Choices, theirs[i].Choices) {
				t.Errorf("%s: %+v became %+v", lang, ours[i], theirs[i])
			}
		}
	}
}

// headed are blank forms of other scripts and habits, and the labels that must
// stand under each of their headings.
var headed = []struct{ lang, blank, want string }{
	{"pl", "ZGŁOSZENIE INCYDENTU\nProsimy wypełnić.\n\n1. Zgłaszający\n1.1 Imię i nazwisko:\n2. Dane\n2.1 Opis zdarzenia:\n3. Reszta\n3.1 Ulubiony kolor:\n4. Numer pokoju:\n",
		"|Zgłaszający: 1.1 Imię i nazwisko|Dane: 2.1 Opis zdarzenia|Reszta: 3.1 Ulubiony kolor|: 4 Numer pokoju"},
	{"ja", "■ 見本CSIRT 連絡票 ■\n記入してください。\n【連絡者】\n氏名：\n【状況】\n発見日時：　　年　　月　　日\n【CSIRTへの要望】\n□ 助言\n□ 情報提供\n",
		"|連絡者: 氏名|状況: 発見日時 CSIRTへの要望"},
	{"en", "Report\n\nWISHES\n[ ] advice\n[ ] nothing\nDate seen: (ex. 01-06-2010)\nSeen at: __/__/____\n",
		"|: WISHES Date seen (ex. 01-06-2010) Seen at"},
}

// TestDeriveHeadings: a numbered or framed heading opens a section, is no hint of
// the question above it, and holds what is numbered below it; boxes without a
// question answer their heading; the room for the answer is no part of a label.
func TestDeriveHeadings(t *testing.T) {
	f := builtin(t)
	for _, c := range headed {
		text, _ := f.Derive("x", c.lang, c.blank)
		got := outline(text, c.lang)
		if got != c.want || !strings.Contains(text, "\ntitle."+c.lang) {
			t.Errorf("%s: %s\nwant %s\n%s", c.lang, got, c.want, text)
		}
	}
}

// outline is what a definition asks under which heading, comments included.
func outline(definition, lang string) string {
	var b strings.Builder
	heading, choice := "", false
	for line := range strings.Lines(definition) {
		key, value, _ := strings.Cut(strings.Trim(line, "# \n"), " = ")
		value = strings.Trim(value, "[]\"")
		switch key {
		case "[[section]]":
			b.WriteString("|")
			heading = ":"
		case "heading." + lang:
			heading = value + ":"
		case "[[section.field]]":
			choice = false
		case "[[section.field.choice]]":
			choice = true
		case "label." + lang, "number":
			if !choice {
				b.WriteString(heading + " " + value)
				heading = ""
			}
		}
	}
	return b.String()
}

// TestDeriveNothing: a text that asks nothing is no form.
func TestDeriveNothing(t *testing.T) {
	f := builtin(t)
	for _, blank := range []string{"", "\n \n", "Dear colleagues\nthis is prose.\n"} {
		if text, n := f.Derive("x", "en", blank); text != "" || n != 0 {
			t.Errorf("%q gives %d unmapped of\n%s", blank, n, text)
		}
	}
}

func FuzzDerive(fz *testing.F) {
	fz.Add(acmeBlank)
	fz.Add("a:\n[ ] b\n\"\\\x00:\n")
	f := builtin(fz)
	fz.Fuzz(func(t *testing.T, blank string) {
		text, unmapped := f.Derive("x", "en", blank)
		if _, err := readDefinition("x.toml", []byte(text)); err != nil && !strings.Contains(err.Error(), "form x") {
			t.Errorf("%v in\n%s", err, text)
		}
		if got := strings.Count(text, "\n#   name = \"\" # NOT MAPPED"); got > unmapped {
			t.Errorf("%d of %d unmapped are printed", got, unmapped)
		}
	})
}
