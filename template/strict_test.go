package template

import (
	"strings"
	"testing"

	"tocsin/store"
)

const strictly = "Incident report\nName: Jane Doe\nOrganisation: Lake Site Ltd\nE-mail: jane@lake.example\nTelephone: +44 1632 960 101\nDate of incident: 2026-11-20 10:00 UTC\n"

// TestNotAsked: answers that look like one to a question and are to another.
func TestNotAsked(t *testing.T) {
	f := builtin(t)
	for _, c := range []reads{
		{"a word of its own is no typo", strictly + "Policy: CY-4471\n", "no: law_enforcement"},
		{"nor this one", strictly + "Destination: 192.0.2.7\n", "no: contact_title"},
		{"a typo still is", strictly + "Designaton: IT manager\n", "contact_title: IT manager"},
		{"the number of an insurance in French", "Déclaration d'incident\nNom : Anne Roux\nOrganisme : Moulin\nCourriel : anne@moulin.example\nTéléphone : 02 33 55 44 55\nDate de l'incident : 20 novembre 2026\nN° de police : AZ-221\n", "no: law_enforcement\nregistration_id: AZ-221"},
		{"the police in French", "Déclaration d'incident\nNom : Anne Roux\nOrganisme : Moulin\nCourriel : anne@moulin.example\nTéléphone : 02 33 55 44 55\nDate de l'incident : 20 novembre 2026\nPolice informée ? oui\n", "law_enforcement: oui"},
		{"which report this is", strictly + "Report type: interim\nIncident type: phishing\n", "incident_type: phishing\nreport_kind: intermediate"},
		{"data at risk", strictly + "Was any confidential data lost or at risk: some addresses\n", "no: disclosure\nno: severity"},
		{"a number beside a title", "PILOT STATION'S CYBER REPORT          No. PS-119\n\n" + strictly[len("Incident report\n"):], "organisation: Lake Site Ltd"},
		{"a state alone", strictly + "State: NY\n", "no: organisation_address"},
		{"a state below a street", strictly + "Organisation address: 4 Mill Road\n", "organisation_address: 4 Mill Road"},
		{"a person and what they are, where that was asked", "Incident report\nNotice given by / capacity: Corwin Easter / harbour engineer\nOrganisation: Lake Site Ltd\nE-mail: jane@lake.example\nDate of incident: 2026-11-20 10:00 UTC\nType of incident: scan\n", "contact_name: Corwin Easter\ncontact_title: harbour engineer"},
		{"a title of somebody else than named", strictly + "Position: Corwin Easter / harbour engineer\n", "contact_name: Jane Doe"},
		{"a way to reach them between a slash", "Segnalazione di incidente\nNome: Dario Venturi\nEnte: ASL Valle\ntel.: 0578 555 0133    PEC/e-mail: ced@aslvalle.example\nTipo di incidente: phishing\nData dell'incidente: 17/11/2026 09:40\n", "contact_phone: 0578 555 0133\ncontact_email: ced@aslvalle.example"},
		{"a second label that begins small", "Störungsmeldung Vorfall\nName: Jörg Weiher\nOrganisation: Weiherwerk GmbH\nE-Mail: j@weiher.example\nVorfall begann am: 20.11.2026 01:50 Uhr      behoben um: 20.11.2026 05:15 Uhr\nArt des Vorfalls: Schadprogramm\n", "start: 20.11.2026 01:50 Uhr"},
		{"an organisation called a name", "Incident report\nSCHEME\nName: Harbour Pension Scheme\n\nPRIMARY CONTACT\nName: Evan Bright\nPhone: +44 1632 960 371\nEmail: e@harbour.example\nDate of incident: 2026-11-20 10:00 UTC\nType of incident: scan\n", "organisation: Harbour Pension Scheme\ncontact_name: Evan Bright"},
	} {
		c.run(t, f)
	}
}

// TestAnswersEnd: what stands below an answer and is no part of it.
func TestAnswersEnd(t *testing.T) {
	f := builtin(t)
	for _, c := range []reads{
		{"a heading in capitals", "Name\n  Jane Doe\nEmail address\n  jane@lake.example\nOrganisation\n  Lake Site Ltd\nWhen did it happen?\n  2026-11-20 21:30 UTC\nWhat type of incident is it?\n  Malware\nWhat is the impact?\n  Ships are unloaded by hand\n\nWHAT COMES NEXT\n\nWhat have you done so far?\n  Restored it\n", "impact: Ships are unloaded by hand\nactions_taken: Restored it"},
		{"the next bullet", "* Your full name\n    Jane Doe\n* Your e-mail\n    jane@lake.example\n* Department\n    Dikes\n* Operating system of the affected computer\n    Windows 11\n* Whatever made you think of this? Go on.\n    It opened by itself.\n* Type of incident\n    malware\n* When did it happen?\n    2026-11-20 21:30 UTC\n", "says: It opened by itself.\nmute: Windows 11"},
		{"the section after", "1. Entity\n   Name: Jane Doe\n   Organisation: Lake Site Ltd\n   E-mail: jane@lake.example\n2. Incident\n   Date of incident: 2026-11-20 10:00 UTC\n   Type of incident: scan\n   Actions taken: port closed\n3. Whatever else\n   Does anybody mind? no\n", "actions_taken: port closed"},
		{"a question below log lines", strictly + "Log extracts:\n198.51.100.23 GET /img/full.iso?x=8841 HTTP/1.1\n198.51.100.77 GET /img/full.iso?x=1932 HTTP/1.1\nMay the press be told (yes/no)? no\n", "log: 198.51.100.77 GET /img/full.iso?x=1932 HTTP/1.1"},
		{"a note below log lines", strictly + "Log extracts:\n198.51.100.23 GET /img/full.iso 1\n198.51.100.77 GET /img/full.iso 2\n\nThis mail was written by a machine.\n", "log: 198.51.100.77 GET /img/full.iso 2"},
		{"a label that goes on at the margin", "What is your name? ......: Nora Quill\nWhat is your e-mail? ....: nora@lake.example\nOrganisation ............: Lake Library\nDate of incident ........: 2026-11-20 10:00 UTC\nType of incident ........: scan\nActions taken ...........: restart, scan\nHave any books of readers\ngone? ...................: some\n", "actions_taken: restart, scan"},
		{"a label before other boxes", "Nom : Anne Roux\nOrganisme : Moulin\nMél : anne@moulin.example\nDate de l'incident : 18/11/2026 03:10 UTC\nNature :  ☐ panne   ☑ rançongiciel   ☐ autre\nMise en danger :  ☐ avérée   ☑ possible   ☐ nulle\nMesures prises : coupé\n", "incident_type: rançongiciel"},
		{"a question that a dash alone parts", "Provider name          - Fjord Mobile AS\nContact person         - Solveig Aas\n24h phone              - +47 555 50 133\n24h e-mail             - noc@fjord.example\nStart of incident      - 18.11.2026 17:02 CET\nType of incident       - scan\nMeasures taken         - profiles restored\nAnother operator in trouble - no\n", "actions_taken: profiles restored"},
		{"a cell behind bold words", "# Incident report\n\n| Field | Value |\n|---|---|\n| **Name** | Kwame Lis |\n| **Email** | kwame@tide.example |\n| **Organisation** | Tide Co-op |\n| **Phone** | 555-0133 |\n| **Started** | 2026-11-13 20:00 UTC |\n| **Noticed** | 2026-11-19 12:30 UTC |\n| **Kind** | cryptominer |\n| **Affected machine** | ct114.tide.example |\n", "contact_name: Kwame Lis\nincident_type: cryptominer"},
		{"the side in the heading of a part", "PART A - REPORTER\nA1  Name:    Jane Doe\nA2  E-mail:  jane@lake.example\nA3  Organisation: Lake Site Ltd\n\nPART B - INCIDENT\nB1  Date of incident: 2026-11-20 10:00 UTC\nB2  Type of incident: scan\n\nPART C - AFFECTED SYSTEM\nC1  IP address: 192.0.2.7\n\nPART D - SUSPECTED ORIGIN\nD1  IP address: 203.0.113.9\n", "host: target  192.0.2.7\nhost: source  203.0.113.9\nhosts: 2"},
	} {
		c.run(t, f)
	}
}

// TestDateEndsDescription: a label for a time that gets one ends the account of
// what happened; a dated line of it, or one farther in, does not.
func TestDateEndsDescription(t *testing.T) {
	f := builtin(t)
	const form = "Incident report\n\nName: Ada Quill\nOrganisation: Mill\nE-mail: ada@mill.example\nWhat happened: somebody broke in\n%s\nAffected host: 192.0.2.7\nActions taken: none\n"
	for line, want := range map[string]string{
		"First noticed: 21.11.2026 06:45 CET":           "21.11.2026 06:45 CET",
		"Discovered: 2026-11-21 06:45 UTC":              "2026-11-21 06:45 UTC",
		"  Discovered: 2026-11-21 06:45 UTC":            "",
		"discovered: 2026-11-21 06:45 UTC":              "",
		"Discovered: the safe stood open at 06:45":      "",
		"2026-11-21 06:45 discovered: the safe is open": "",
	} {
		r := f.Parse(body(strings.Replace(form, "%s", line, 1)))
		if got := r.Fields["detection_time"]; got != want || want == "" && !strings.Contains(r.Fields["description"], strings.TrimSpace(line)) {
			t.Errorf("%q: %q, want %q; %q", line, got, want, r.Fields["description"])
		}
	}
}

// TestSideEndsDescription: the same holds for the machines of one side below one
// line of words.
func TestSideEndsDescription(t *testing.T) {
	f := builtin(t)
	const form = "Name: Ada Quill\nE-mail: ada@mill.example\nWhen: 2026-11-20 14:00 UTC\nWhat happened: %s\n"
	for text, want := range map[string]string{
		"somebody broke in\nAttacker: 198.51.100.7":                   store.RoleSource,
		"somebody broke in\nAffected system: www.mill.example":        store.RoleTarget,
		"somebody broke in\n  Attacker: 198.51.100.7":                 "",
		"somebody broke in\nattacker: 198.51.100.7":                   "",
		"somebody broke in, the log says:\nAttacker: 198.51.100.7":    "",
		"somebody broke in.\nWe saw much of this:\nVictim: 192.0.2.7": "",
	} {
		r, role := f.Parse(body(strings.Replace(form, "%s", text, 1))), ""
		if len(r.Hosts) > 0 {
			role = r.Hosts[0].Role
		}
		if _, line, _ := strings.Cut(text, "\n"); role != want || want == "" && !strings.Contains(r.Fields["description"], strings.TrimSpace(line)) {
			t.Errorf("%q: %q, want %q; %q", text, role, want, r.Fields["description"])
		}
	}
}

// TestNumberIsNoName: who is to be called is no name where a number answers.
func TestNumberIsNoName(t *testing.T) {
	f := builtin(t)
	const form = "Incident report\n\nContact person: %s\nOrganisation: Mill\nE-mail: ada@mill.example\nAffected host: 192.0.2.7\nWhat happened: somebody broke in\n"
	r := f.Parse(body(strings.Replace(form, "%s", "+420 555 123 456, until ten", 1)))
	if r.Fields["contact_phone"] != "+420 555 123 456, until ten" || r.Fields["contact_name"] != "" {
		t.Errorf("%v", r.Fields)
	}
	if r = f.Parse(body(strings.Replace(form, "%s", "Ada Quill, +420 555 123 456", 1))); r.Fields["contact_name"] != "Ada Quill" {
		t.Errorf("%v", r.Fields)
	}
}
