package template

import (
	"fmt"
	"os"
	"strings"
	"testing"
)

// minimal is a definition with nothing wrong in it.
const minimal = `id = "acme-1"
team = "ACME-CERT"
version = "1"
languages = ["en"]
title.en = ["ACME incident form"]
start.en = ["--- begin of form ---"]

[[section]]
heading.en = ["Machines we lost"]
role = "target"

  [[section.field]]
  name = "host"
  required = true
  label.en = ["Lost machine (name or address)"]

[[section]]

  [[section.field]]
  name = "contact_name"
  label.en = ["Who are you?"]

  [[section.field]]
  name = "assistance"
  empty = "none"
  label.en = ["What now?"]

    [[section.field.choice]]
    value = "none"
    label.en = ["Nothing"]

    [[section.field.choice]]
    value = "urgent-help"
    label.en = ["Come at once"]
`

func TestAdd(t *testing.T) {
	f := builtin(t)
	if err := f.Add("acme.toml", []byte(minimal)); err != nil {
		t.Fatal(err)
	}
	info := f.List()[len(f.List())-1]
	if info.ID != "acme-1" || info.Title != "ACME incident form" || info.Source != "acme.toml" {
		t.Errorf("%+v", info)
	}
	r := f.Parse(body("Ignore: this\nName: Nobody\n--- begin of form ---\nLost machine: www.site.example\nWho are you? Jane\nWhat now? Come at once\n"))
	if r.Form != "acme-1" || r.Fields["contact_name"] != "Jane" || len(r.Hosts) != 1 || r.Hosts[0].Role != "target" || strings.Join(r.Assistance, "") != "urgent-help" {
		t.Errorf("%+v", r)
	}
	r = f.Parse(body("ACME incident form\nLost machine:\nWho are you? Jane\n"))
	if strings.Join(r.Assistance, "") != "none" {
		t.Errorf("no answer means none: %v", r.Assistance)
	}
	if len(r.Problems) != 1 || r.Problems[0].Code != "missing" || r.Problems[0].Field != "host" || !strings.Contains(r.Problems[0].Message, "Lost machine") {
		t.Errorf("problems: %+v", r.Problems)
	}
}

func TestAddErrors(t *testing.T) {
	for _, c := range []struct{ name, old, with, want string }{
		{"syntax", `team = "ACME-CERT"`, `team = `, "acme.toml:2"},
		{"unknown key", `team = "ACME-CERT"`, `taem = "ACME-CERT"`, `acme.toml:2: unknown key "taem"; did you mean "team"?`},
		{"wrong type", `version = "1"`, `version = 1`, "acme.toml:3"},
		{"no id", `id = "acme-1"`, ``, "give the form an id"},
		{"reserved id", `id = "acme-1"`, `id = "none"`, "give the form an id"},
		{"taken id", `id = "acme-1"`, `id = "forthcert"`, "builtin:forthcert.toml"},
		{"no language", `languages = ["en"]`, `languages = []`, "languages is empty"},
		{"role", `role = "target"`, `role = "victim"`, "use target, source or intermediary"},
		{"field", `name = "host"`, `name = "hots"`, "acme.toml:13: no such field \"hots\"; did you mean \"host\"?"},
		{"text field", `role = "target"`, `text = "descripton"`, "no such field \"descripton\"; did you mean \"description\"?"},
		{"no label", `label.en = ["Who are you?"]`, ``, "no label"},
		{"empty label", `["Who are you?"]`, `["..."]`, "has no letters"},
		{"label twice", `["What now?"]`, `["Who are you"]`, "is claimed by field contact_name too"},
		{"choice is label", `["Nothing"]`, `["What now"]`, "equals a label"},
	} {
		f := builtin(t)
		text := strings.Replace(minimal, c.old, c.with, 1)
		if text == minimal {
			t.Fatalf("%s: nothing was changed", c.name)
		}
		err := f.Add("acme.toml", []byte(text))
		if err == nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), "acme.toml") {
			t.Errorf("%s: %v, want an error that says %q", c.name, err, c.want)
		}
	}
}

// TestAddErrorsAll: all faults are told at once, each with its line.
func TestAddErrorsAll(t *testing.T) {
	text := strings.NewReplacer(`role = "target"`, `role = "victim"`, `name = "host"`, `name = "hots"`, `["What now?"]`, `["Who are you"]`).Replace(minimal)
	err := builtin(t).Add("acme.toml", []byte(text))
	lines := strings.Split(fmt.Sprint(err), "\n")
	if len(lines) != 3 {
		t.Fatalf("%v", err)
	}
	for _, l := range lines {
		if n, _, ok := strings.Cut(strings.TrimPrefix(l, "template: "), ": "); !ok || !strings.HasPrefix(n, "acme.toml:") {
			t.Errorf("no place in %q", l)
		}
	}
	if edits("kitten", "sitting") != 3 || edits("", "ab") != 2 || edits("a", "a") != 0 {
		t.Error("edits are miscounted")
	}
}

// TestExampleInTheManual reads the definition that docs/forms.md shows.
func TestExampleInTheManual(t *testing.T) {
	data, err := os.ReadFile("../docs/forms.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, ok1 := strings.Cut(string(data), "```toml\n")
	example, _, ok2 := strings.Cut(rest, "```")
	if !ok1 || !ok2 {
		t.Fatal("no example in docs/forms.md")
	}
	f := builtin(t)
	if err := f.Add("example.toml", []byte(example)); err != nil {
		t.Fatal(err)
	}
	blank, err := f.Blank("acme-1", "en")
	if err != nil || !strings.Contains(blank, "Affected systems") || !strings.Contains(blank, "[ ] Help us now") {
		t.Errorf("%v\n%s", err, blank)
	}
	for name := range fieldKinds {
		if !strings.Contains(string(data), name) {
			t.Errorf("docs/forms.md does not name the field %s", name)
		}
	}
}

func TestBuiltinForms(t *testing.T) {
	got := ""
	for _, i := range builtin(t).List() {
		got += i.ID + " " + strings.Join(i.Languages, "/") + "\n"
		if i.Team == "" || i.Title == "" || i.Source == "" {
			t.Errorf("%+v", i)
		}
	}
	want := strings.Join([]string{
		"bgd-cirt en", "cancert en", "cbb-bahrain en", "ccdc en", "cert-in en", "certat-form_de de", "certcc-4.3.3 en", "certcc-5.2 en", "cnrs-fr fr",
		"csirt-cz-law en", "csirt-sk en", "dib-collection en", "dora en", "es-inicial es", "es-sena es", "forthcert en", "govcert-sk sk",
		"ipa-2002-tohoku ja", "ipa-crack ja", "jpcert-3.02 ja", "jpcert-current ja", "nipc_nr3c en", "ntt-cert-1.1 ja", "pionier-cert en", "restena en",
		"slcert en", "sunet-sv sv", "tacert-mail zh", "tanet zh", "tocsin-1 en/fr/de/nl/es/pt/it/pl/ja", "uio-cert en", "us-federal en",
	}, "\n") + "\n"
	if got != want {
		t.Errorf("%s\nwant\n%s", got, want)
	}
}

// TestEmptyZone: a form may say in which zone times are where none is given.
func TestEmptyZone(t *testing.T) {
	f := builtin(t)
	const form = "id = \"acme\"\nlanguages = [\"en\"]\ntitle.en = [\"ACME form of incidents\"]\n[[section]]\n[[section.field]]\nname = \"incident_time\"\nlabel.en = [\"When was it\"]\n" +
		"[[section.field]]\nname = \"timezone\"\nempty = \"ZONE\"\nlabel.en = [\"Zone of all\"]\n[[section.field]]\nname = \"contact_email\"\nlabel.en = [\"Where do we answer\"]\n"
	if err := f.Add("x.toml", []byte(strings.Replace(form, "ZONE", "CST", 1))); err == nil || !strings.Contains(err.Error(), "x.toml:10: field timezone") {
		t.Errorf("CST: %v", err)
	}
	if err := f.Add("acme.toml", []byte(strings.Replace(form, "ZONE", "Europe/Vienna", 1))); err != nil {
		t.Fatal(err)
	}
	const filled = "ACME form of incidents\nWhen was it: 2026-11-05 10:00\nZone of all: %\nWhere do we answer: ann@lake.example\n"
	for zone, want := range map[string]string{"": "2026-11-05T10:00:00+01:00", "UTC": "2026-11-05T10:00:00Z", "IST": "2026-11-05 10:00"} {
		reads{zone, strings.Replace(filled, "%", zone, 1), "form: acme\nstart: " + want}.run(t, f)
	}
}
