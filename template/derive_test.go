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
	if unmapped != 2 || strings.Count(text, "NOT MAPPED") != 3 {
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
