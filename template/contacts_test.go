package template

import (
	"strings"
	"testing"
)

func TestReadCard(t *testing.T) {
	for text, want := range map[string][5]string{
		"Jane Doe, 555-0171, jane@site.example":                            {"Jane Doe", "", "jane@site.example", "555-0171", ""},
		"Åsa von Berg, IT\nasa@site.example\ntel 0911-555 70":              {"Åsa von Berg", "", "asa@site.example", "0911-555 70", ""},
		"Jane Doe <jane@site.example>; Tel.: +32 (2) 555 01 00":            {"Jane Doe", "", "jane@site.example", "+32 (2) 555 01 00", ""},
		"佐藤 花子、03-5555-0123、hanako@site.example":                           {"佐藤 花子", "", "hanako@site.example", "03-5555-0123", ""},
		"Jane Doe (0664 555 01 00, jane@site.example)":                     {"Jane Doe", "", "jane@site.example", "0664 555 01 00", ""},
		"Jane Doe, kom. 600 555 123, e-post jane@site.example":             {"Jane Doe", "", "jane@site.example", "600 555 123", ""},
		"Jane Doe [jane@site.example]":                                     {"Jane Doe", "", "jane@site.example", "", ""},
		"Jane Doe (CISO), jane@site.example":                               {"Jane Doe", "", "jane@site.example", "", ""},
		"Jane Doe (owner)":                                                 {},
		"Jane Doe (until ten)":                                             {},
		"Site Service Desk, desk@site.example":                             {"", "", "desk@site.example", "", ""},
		"Site Ltd, Jane Doe":                                               {"Jane Doe", "Site Ltd", "", "", ""},
		"fax 555 0100 22, jane@site.example":                               {"", "", "jane@site.example", "", "555 0100 22"},
		"call us any time":                                                 {},
		"192.0.2.7, jane@site.example":                                     {"", "", "jane@site.example", "", ""},
		"Room 12 on floor 3, Jane Doe":                                     {},
		"jane@site.example, john@site.example":                             {"", "", "jane@site.example", "", ""},
		"Please Write To Jane Doe Now, 5550171":                            {"", "", "", "5550171", ""},
		"":                                                                 {},
		"Mlýn Dolní, a.s., Ing. Petr Novák":                                {"Ing. Petr Novák", "Mlýn Dolní, a.s.", "", "", ""},
		"Mill s.r.o. - Eva Nová, security":                                 {"Eva Nová", "Mill s.r.o.", "", "", ""},
		"Jane Doe, Institute of Lakes, tel 555 0100 ext. 7 / fax 555 0101": {"Jane Doe", "Institute of Lakes", "", "555 0100 ext. 7", "555 0101"},
		"Jane Doe, Director of the Institute":                              {"Jane Doe", "", "", "", ""},
		"Jane Doe, Hospital administrator":                                 {"Jane Doe", "", "", "", ""},
		"Shift lead (Jane Doe), desk@site.example":                         {"Jane Doe", "", "desk@site.example", "", ""},
	} {
		if c := readCard(text); [5]string{c.name, c.org, c.mail, c.phone, c.fax} != want {
			t.Errorf("%q: %+v, want %+v", text, c, want)
		}
	}
}

// TestContacts: an answer that holds all about the reporter fills in what was
// not asked apart, and nothing that was.
func TestContacts(t *testing.T) {
	f := builtin(t)
	const form = "Agency name: Lakes\nPoint of contact information including name, telephone, and email address: %\nIncident Category Type (e.g., CAT 1, CAT 2): CAT 3\nIncident date and time, including time zone: 2026-11-20 14:22 UTC\nSource IP, port, and protocol: 198.51.100.7\nSystem Function: laptop\nImpact to agency: none so far\nResolution: reimaged\n"
	for _, c := range []reads{
		{"all of it", "Jane Doe, 555-0171, jane@lakes.example", "contact_name: Jane Doe\ncontact_phone: 555-0171\ncontact_email: jane@lakes.example\nno: contact_other"},
		{"a title among it", "Jane Doe, systems manager, 555-0171, jane@lakes.example", "contact_name: Jane Doe\ncontact_title: systems manager\nno: contact_other"},
		{"a name and a title alone", "Jane Doe, Leiterin der IT", "contact_name: Jane Doe\ncontact_title: Leiterin der IT\nno: contact_other"},
		{"a company and a name", "Lakes and Rivers a.s., Ing. Jane Doe", "contact_name: Ing. Jane Doe\norganisation: Lakes\ncontact_other: Lakes and Rivers a.s., Ing. Jane Doe"},
		{"more than all that", "Jane Doe, 555-0171, jane@lakes.example, not before noon", "contact_name: Jane Doe\ncontact_other: Jane Doe, 555-0171, jane@lakes.example, not before noon"},
		{"one thing", "jane@lakes.example", "no: contact_email\nno: contact_name\ncontact_other: jane@lakes.example"},
		{"words", "ask the desk, they know", "no: contact_name\nno: contact_phone"},
	} {
		c.text = strings.Replace(form, "%", c.text, 1)
		c.run(t, f)
	}
}

// TestJob: who somebody is in their house, in many languages, is no company.
func TestJob(t *testing.T) {
	for s, want := range map[string]bool{
		"IT manager": true, "Head of Information Security": true, "systemförvaltare": true, "informationssäkerhetssamordnare": true, "jefe de sistemas": true,
		"Responsable informatique": true, "kierownik pracowni cyfrowej": true, "správca siete": true, "IT-Leiter": true, "DGM-IT": true, "Datenschutzbeauftragte": true,
		"Acme": false, "Department of Music": false, "Institute of Lakes": false, "555 0100": false, "": false, "call the person who is manager on that day please": false,
	} {
		if got := job(s); got != want {
			t.Errorf("job(%q) = %v", s, got)
		}
	}
	f := builtin(t)
	for _, c := range []reads{
		{"a title behind the name", "Name: Jane Doe, jefe de sistemas\nPhone: 02 555 01 00\nType of incident: scan\nAttacker IP: 198.51.100.7\n", "contact_name: Jane Doe\ncontact_title: jefe de sistemas"},
		{"one that is asked apart", "Name: Jane Doe, IT manager\nTitle: Chief engineer\nPhone: 02 555 01 00\nType of incident: scan\nAttacker IP: 198.51.100.7\n", "contact_name: Jane Doe, IT manager\ncontact_title: Chief engineer"},
		{"two people", "Name: Jane Doe, John Smith\nPhone: 02 555 01 00\nType of incident: scan\nAttacker IP: 198.51.100.7\n", "contact_name: Jane Doe, John Smith\nno: contact_title"},
	} {
		c.run(t, f)
	}
}

// TestGraded: what asks for a category may get how bad it is.
func TestGraded(t *testing.T) {
	for text, want := range map[string]bool{
		"Category II - serious": true, "II": true, "hoch": true, "niveau 3, élevé": true, "Media": true, "vážný": true,
		"serious phishing": false, "DDoS": false, "intrusion": false, "a high number of login attempts from one network and then silence": false,
	} {
		if got := graded(text); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}
