package template

import "testing"

// TestFrames: a row in a frame is read as one between bars, and goes on below.
func TestFrames(t *testing.T) {
	r := builtin(t).Parse(Document{Texts: []Text{{Text: `
Formulaire d'incident

┌──────────────────┬───────────────────────────┐
│ Nom              │ Ada Quill                 │
│ Courriel         │ ada@quill.example         │
│ Téléphone        │ 01 55 00 22 33            │
╞══════════════════╪═══════════════════════════╡
│ Type d'incident  │ vol                       │
│ Description      │ Un portable a disparu du  │
│                  │ bureau pendant la nuit.   │
│ Mesures prises   │ plainte                   │
└──────────────────┴───────────────────────────┘
`}}})
	for name, want := range map[string]string{
		"contact_name":  "Ada Quill",
		"contact_phone": "01 55 00 22 33",
		"incident_type": "vol",
		"actions_taken": "plainte",
	} {
		if r.Fields[name] != want {
			t.Errorf("%s is %q, want %q", name, r.Fields[name], want)
		}
	}
	for s, want := range map[string]string{
		"│ a │ b │":   "| a | b",
		"│   │ b   │": "    b",
		"| a | b |":   "| a | b |",
		"a → b":       "a → b",
		"":            "",
	} {
		if got := unframed(s); got != want {
			t.Errorf("%q: %q, want %q", s, got, want)
		}
	}
}

// TestLedQuestions: words that lead questions and answers are no part of them.
func TestLedQuestions(t *testing.T) {
	f := builtin(t)
	for name, text := range map[string]string{
		"beside": `
Questionnaire about an incident

1. Your name? Answer: Ada Quill
2. Your e-mail address? Answer: ada@quill.example
3. What happened? Answer: A laptop
is gone.
4. When did it begin? Answer: 2026-11-20 14:05 UTC
5. Measures taken? Answer: police called
`,
		"below": `
Dotazník k incidentu

Otázka: Vaše jméno?
Odpověď: Ada Quill
---
Otázka: Váš e-mail?
Odpověď: ada@quill.example
---
Otázka: Začátek incidentu?
Odpověď: 2026-11-20 14:05 UTC
---
Otázka: Přijatá opatření?
Odpověď: police called
`,
		"numbered": `
Карточка инцидента

Графа 1. Фамилия, имя: Ada Quill
Графа 2. Электронная почта: ada@quill.example
Графа 3. Начало инцидента: 2026-11-20 14:05 UTC
Графа 4. Принятые меры: police called
`,
	} {
		r := f.Parse(Document{Texts: []Text{{Text: text}}})
		if r.Fields["contact_name"] != "Ada Quill" || r.Fields["contact_email"] != "ada@quill.example" || r.Fields["actions_taken"] != "police called" || r.Time.Start != "2026-11-20T14:05:00Z" {
			t.Errorf("%s: %v %+v", name, r.Fields, r.Time)
		}
	}
	for s, want := range map[string]string{
		"Answer: yes":           "yes",
		"Svar: nei":             "nei",
		"A: yes":                "A: yes",
		"Answer:":               "Answer:",
		"The answer: yes":       "The answer: yes",
		"https://quill.example": "https://quill.example",
		"":                      "",
	} {
		if got := unled(s); got != want {
			t.Errorf("%q: %q, want %q", s, got, want)
		}
	}
	for s, want := range map[string]int{
		"Frage: Wer meldet?": 6,
		"Frage:":             0,
		"Question 3: who":    0,
		"Fragen: viele":      0,
	} {
		if got := askLead(s); got != want {
			t.Errorf("%q: %d, want %d", s, got, want)
		}
	}
}

// TestAddressOfMachine: an address that is that of a machine is no post address.
func TestAddressOfMachine(t *testing.T) {
	f := builtin(t)
	text := `
Incident report

Name: Ada Quill
E-mail: ada@quill.example
Date and time of the incident: 2026-11-20 14:05 UTC
Affected system: web1
Address: 192.0.2.1
Description: theft
`
	r := f.Parse(Document{Texts: []Text{{Text: text}}})
	if len(r.Hosts) != 1 || r.Hosts[0].Name != "web1" || len(r.Hosts[0].Addresses) != 1 || r.Fields["organisation_address"] != "" {
		t.Errorf("%v %v", r.Hosts, r.Fields)
	}
	text = `
Incident report

Name: Ada Quill
Address: 192.0.2.1
E-mail: ada@quill.example
Date and time of the incident: 2026-11-20 14:05 UTC
Description: theft
`
	r = f.Parse(Document{Texts: []Text{{Text: text}}})
	if len(r.Hosts) != 0 || r.Fields["organisation_address"] != "" {
		t.Errorf("%v %v", r.Hosts, r.Fields)
	}
}

// TestFirms: a name that ends as those of firms do is no person's.
func TestFirms(t *testing.T) {
	for s, want := range map[string]bool{
		"Quill Water GmbH": true,
		"Quill SA":         true,
		"Quill s.r.o.":     true,
		"Ada Quill":        false,
		"SA":               false,
		"Ada sa":           false,
		"":                 false,
	} {
		if got := firmLike(s); got != want {
			t.Errorf("%q: %v", s, got)
		}
	}
}

// TestStandingLone: words that ask alone count where labels stand alone.
func TestStandingLone(t *testing.T) {
	r := builtin(t).Parse(Document{Texts: []Text{{Text: `
INCIDENT REPORT

REPORTED BY
  Ada Quill

E-MAIL
  ada@quill.example

TYPE OF INCIDENT
  theft

SUMMARY
  A laptop is gone.

BEGAN
  2026-11-20 14:05 UTC

POLICE
  told at once
`}}})
	if r.Time.Start != "2026-11-20T14:05:00Z" || r.Fields["law_enforcement"] != "told at once" || r.Fields["contact_name"] != "Ada Quill" {
		t.Errorf("%v %+v", r.Fields, r.Time)
	}
}
