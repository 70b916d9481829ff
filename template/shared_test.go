package template

import (
	"strings"
	"testing"

	"tocsin/template/word"
)

// peculiar is a definition with what few forms have: a name in two parts, a
// hint behind the question mark, a question in a frame, a duty to report.
const peculiar = `id = "acme-2"
team = "ACME-CERT"
version = "1"
languages = ["en"]
obligation = "mandatory"
title.en = ["ACME statutory form"]

[[section]]

  [[section.field]]
  name = "contact_name"
  label.en = ["Given name of caller"]

  [[section.field]]
  name = "contact_name"
  join = " "
  label.en = ["Family name of caller"]

  [[section.field]]
  name = "incident_type"
  label.en = ["Nature of trouble?"]
  hint.en = ["check only one"]

  [[section.field]]
  name = "assistance"
  empty = "none"
  label.en = ["What ACME should do"]

    [[section.field.choice]]
    value = "none"
    label.en = ["Just listen"]

    [[section.field.choice]]
    value = "recover"
    label.en = ["Give advice"]

  [[section.field]]
  name = "remarks"
  label.en = ["Callsign of the caller"]
`

func TestPeculiarForms(t *testing.T) {
	f := builtin(t)
	if err := f.Add("acme.toml", []byte(peculiar)); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct{ text, field, want string }{
		"parts of a name":        {"Given name of caller: Jane\nFamily name of caller: Doe\n", "contact_name", "Jane Doe"},
		"the second part alone":  {"Family name of caller: Doe\n", "contact_name", "Doe"},
		"hint on the line":       {"Nature of trouble? (check only one) phishing\n", "incident_type", "phishing"},
		"another parenthesis":    {"Nature of trouble? (second case) phishing\n", "incident_type", "(second case) phishing"},
		"the form is a duty":     {"Given name of caller: Jane\n", "obligation", "mandatory"},
		"empty rows of a table":  {"| Given name of caller | Jane |\n| | |\n| | |\n", "description", ""},
		"a number in two pieces": {"2. (a) Given name of caller: Jane\n", "contact_name", "Jane"},
		"full-width hyphen":      {"２－１）Given name of caller: Jane\n", "contact_name", "Jane"},
	} {
		r := f.Parse(body("ACME statutory form\n" + c.text))
		if r.Form != "acme-2" || r.Fields[c.field] != c.want {
			t.Errorf("%s: form %s, %s = %q, want %q", name, r.Form, c.field, r.Fields[c.field], c.want)
		}
	}
	for text, want := range map[string]string{
		"=====\nWhat ACME should do\n=====\n\nGive advice\n":                      "recover",
		"What ACME should do\n1: Just listen\n2: Give advice\n\n2\n":              "recover",
		"=====\nWhat ACME should do\n=====\n\n1: Just listen\n2: Give advice\n":   "none",
		"What ACME should do: Give advice\n=====\n\nCallsign of the caller: ff\n": "recover",
	} {
		if r := f.Parse(body("ACME statutory form\n" + text)); strings.Join(r.Assistance, ",") != want {
			t.Errorf("%q: %v, want %s", text, r.Assistance, want)
		}
	}
}

// TestOneLabelOfManyMeanings: what a label means to one team alone is believed
// of that team's form only; a typo in it changes nothing of that.
func TestOneLabelOfManyMeanings(t *testing.T) {
	f := builtin(t)
	for i, field := range []string{"cost", "impact"} {
		d := strings.NewReplacer("acme-2", "acme-"+field, "ACME statutory form", "The form about "+field, `name = "remarks"`, `name = "`+field+`"`, "Callsign of the caller", "Callsign of the house", "caller", []string{"guest", "stranger"}[i]).Replace(peculiar)
		if err := f.Add(field+".toml", []byte(d)); err != nil {
			t.Fatal(err)
		}
	}
	none := "Name: Jane Doe\nE-mail: jane@site.example\nType of incident: scan\nVictim IP: 192.0.2.7\n"
	for _, label := range []string{"Callsign of the house", "Callsign of the huose"} {
		r := f.Parse(body(none + label + ": 800 EUR\n"))
		if r.Form != formNone || r.Fields["cost"]+r.Fields["impact"] != "" || !strings.Contains(r.Fields["description"], "800 EUR") {
			t.Errorf("%s of no form: %v", label, r.Fields)
		}
		if r := f.Parse(body("The form about cost\nGiven name of guest: Jane\n" + label + ": 800 EUR\n")); r.Fields["cost"] != "800 EUR" {
			t.Errorf("%s of its form: %v", label, r.Fields)
		}
	}
	for typed, want := range map[string]string{"Emial address": "jane@x.example", "Email adres": "jane@x.example", "Email": "jane@x.example"} {
		r := f.Parse(body("Name: Jane Doe\n" + typed + ": jane@x.example\nType of incident: scan\nVictim IP: 192.0.2.7\n"))
		if r.Fields["contact_email"] != want {
			t.Errorf("%s: %q", typed, r.Fields["contact_email"])
		}
	}
}

// TestShortLabelsHaveNoTypos: of two characters each tells another field.
func TestShortLabelsHaveNoTypos(t *testing.T) {
	f := builtin(t)
	if near := f.ix.near([]byte(word.Fold("題名"))); near != nil {
		t.Errorf("題名 was taken for %s", near[0].name)
	}
	if near := f.ix.near([]byte(word.Fold("Anfallende maskin"))); near != nil && near[0].role != "source" {
		t.Errorf("Anfallende maskin is %s", near[0].role)
	}
}

// TestRoleEndsAtAHeading: hosts below a heading of the other side never keep
// the role of those above it, whether or not the heading is believed.
func TestRoleEndsAtAHeading(t *testing.T) {
	f := builtin(t)
	r := f.Parse(body("Name: Jane Doe\nE-mail: jane@site.example\nType of incident: scan\n\nTarget of the attack\nIP address: 192.0.2.7\n\nSource of the attack\nsome words of ours\nIP address: 198.51.100.7\n"))
	for _, h := range r.Hosts {
		if h.Role == "target" && h.Addresses[0] != "192.0.2.7" || h.Role == "source" && h.Addresses[0] != "198.51.100.7" {
			t.Errorf("%+v", h)
		}
	}
	if len(r.Hosts) != 2 {
		t.Errorf("hosts: %+v", r.Hosts)
	}
}

func TestStrokes(t *testing.T) {
	for s, want := range map[string]string{"Łódź": "lodz", "SALDIRININ kaynağı": "saldirininkaynagi", "ΕΠΙΘΕΣΗΣ": "επιθεσησ", "επίθεσης": "επιθεσησ", "Straße": "strasse", "Ærø": "aero", "Đorđe": "dorde"} {
		got, want := word.Fold(s), strings.ReplaceAll(want, "ς", "σ")
		if got != want {
			t.Errorf("%q: %q, want %q", s, got, want)
		}
	}
}
