package template

import (
	"strings"
	"testing"
)

func TestReadCard(t *testing.T) {
	for text, want := range map[string]card{
		"Jane Doe, 555-0171, jane@site.example":                            {"Jane Doe", "", "jane@site.example", "555-0171", ""},
		"Åsa von Berg, IT\nasa@site.example\ntel 0911-555 70":              {"Åsa von Berg", "", "asa@site.example", "0911-555 70", ""},
		"Jane Doe <jane@site.example>; Tel.: +32 (2) 555 01 00":            {"Jane Doe", "", "jane@site.example", "+32 (2) 555 01 00", ""},
		"佐藤 花子、03-5555-0123、hanako@site.example":                           {"佐藤 花子", "", "hanako@site.example", "03-5555-0123", ""},
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
		if got := readCard(text); got != want {
			t.Errorf("%q: %+v, want %+v", text, got, want)
		}
	}
}

// TestContacts: an answer that holds all about the reporter fills in what was
// not asked apart, and nothing that was.
func TestContacts(t *testing.T) {
	f := builtin(t)
	const form = "Agency name: Lakes\nPoint of contact information including name, telephone, and email address: %\nIncident Category Type (e.g., CAT 1, CAT 2): CAT 3\nIncident date and time, including time zone: 2026-11-20 14:22 UTC\nSource IP, port, and protocol: 198.51.100.7\nSystem Function: laptop\nImpact to agency: none so far\nResolution: reimaged\n"
	for _, c := range []reads{
		{"all of it", "Jane Doe, 555-0171, jane@lakes.example", "contact_name: Jane Doe\ncontact_phone: 555-0171\ncontact_email: jane@lakes.example\ncontact_other: Jane Doe, 555-0171, jane@lakes.example"},
		{"one thing", "jane@lakes.example", "no: contact_email\nno: contact_name\ncontact_other: jane@lakes.example"},
		{"words", "ask the desk, they know", "no: contact_name\nno: contact_phone"},
	} {
		c.text = strings.Replace(form, "%", c.text, 1)
		c.run(t, f)
	}
}
