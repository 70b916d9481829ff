package template

import (
	"strings"
	"testing"

	"tocsin/store"
)

// asked are questions that nobody knows, below one that was left open.
var asked = []fieldsCase{
	{"a question", reporter + "How was the incident detected?\nIs your parrot well?\nType of incident: scan\n", map[string]string{"detection_method": "", "incident_type": "scan"}, "parrot"},
	{"words and a colon", reporter + "Impact of the incident:\nColour, size and weight of the parrot:\nType of incident: scan\n", map[string]string{"impact": "", "incident_type": "scan"}, "parrot"},
	{"boxes end", reporter + "Is the incident ongoing?\n[x] yes\n[ ] no\nparrots were seen\nType of incident: scan\n", map[string]string{"status": "ongoing"}, "parrots"},
	{"a question in an answer", reporter + "Description of the incident:\nWho did this?\nA man in a hat.\n", map[string]string{}, "Who did this?\nA man in a hat."},
	{"an item", "1-1. Name: Jane Doe\n1-2. E-mail: jane@site.example\n1-3. Department:\n1-4. If you have a parrot\n1-5. Type of incident: scan\n1-6. Target IP: 192.0.2.7\n1-7. Date and time of incident: 2026-11-20 14:30 UTC\n", map[string]string{"department": "", "incident_type": "scan"}, "parrot"},
	{"an option", reporter + "What help do you need from us?\n  1: share information with others\n  2: tell us how to recover\n\n2\n", map[string]string{"disclosure": ""}, ""},
}

func TestAsked(t *testing.T) { readsFields(t, asked) }

func TestUnmarked(t *testing.T) {
	list := "Nothing, for information\nHelp us to contact the other sites\nTell us how to recover\nWe have been compromised, help us now"
	for text, want := range map[string]string{
		list:                            "",
		"please tell us how to recover": "please tell us how to recover",
		"1. how to recover\n2. and we are curious\n3. what others saw": "1. how to recover\n2. and we are curious\n3. what others saw",
	} {
		if got := unmarked(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// TestNamed: lines that name a form for incidents, and such that do not.
func TestNamed(t *testing.T) {
	b := book(t)
	for s, want := range map[string]bool{
		"CanCERT incident reporting form":                    true,
		"Meldeformular für Sicherheitsvorfälle":              true,
		"Formulaire de signalement d'incident":               true,
		"インシデント報告様式":                                         true,
		"資安事件通報單":                                            true,
		"UiO-CERT incident report":                           true,
		"Hlášení incidentu CSIRT.CZ":                         true,
		"Formularz zgłoszenia incydentu":                     true,
		"Incident report":                                    false,
		"Report on the year":                                 false,
		"The form is attached.":                              false,
		"Please find the incident form below.":               false,
		"Security advisory":                                  false,
		"Form of address":                                    false,
		strings.Repeat("incident form ", 10):                 false,
		"We met to talk of the incident and of other things": false,
	} {
		if got := b.named(s); got != want {
			t.Errorf("%q: %v", s, got)
		}
	}
}

// TestNamedForm: below such a title few labels make a form, and the same ones
// make none without it.
func TestNamedForm(t *testing.T) {
	labels := "Your contact information:\nA detailed description of the incident:\nThe parrot was stolen.\nExtracts from system logs showing the activity:\nNov 17 03:12:09 gate sshd[4411]: Failed password\nRestrictions on disclosure: not to the press\n"
	for text, want := range map[string]string{"Parrot CERT incident reporting form\n\n" + labels: "not to the press", labels: ""} {
		if got := builtin(t).Parse(body(text)).Disclosure.Text; got != want {
			t.Errorf("%.30q: %q, want %q", text, got, want)
		}
	}
}

// TestOfOrg: "Name" below the heading of an organisation is its name.
func TestOfOrg(t *testing.T) {
	rest := "Contact information\nName: Ada Byte\nE-mail address: ada@mill.example\n\nType of incident: scan\nDate and time of incident: 2026-11-20 14:30 UTC\nTarget IP: 192.0.2.7\n"
	for text, want := range map[string]string{
		"Details of the company\nName: Mill Ltd\n\n" + rest:                                                                   "Mill Ltd/Ada Byte",
		"Reporting site information\nName: Mill Ltd\n\n" + rest:                                                               "Mill Ltd/Ada Byte",
		"Your company and you\nName: Ada Byte\nOrganisation: Mill Ltd\n\n" + strings.Replace(rest, "Name: Ada Byte\n", "", 1): "Mill Ltd/Ada Byte",
		rest: "/Ada Byte",
	} {
		r := builtin(t).Parse(body(text))
		if got := r.Fields["organisation"] + "/" + r.Fields["contact_name"]; got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// TestSpokenSide: a heading that no form has gives the role.
func TestSpokenSide(t *testing.T) {
	for heading, want := range map[string]string{"Attack target information": store.RoleTarget, "Information about the attacker": store.RoleSource, "Information about the parrot": store.RoleUnknown} {
		r := builtin(t).Parse(body(reporter + heading + "\nIP address: 192.0.2.7\n\nType of incident: scan\n"))
		if len(r.Hosts) != 1 || r.Hosts[0].Role != want {
			t.Errorf("%q: %+v", heading, r.Hosts)
		}
	}
}
