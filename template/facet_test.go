package template

import (
	"strings"
	"testing"
)

// TestFacets: the parts of a moment that a form asks for apart come together
// again, on a line or on several, in any language.
func TestFacets(t *testing.T) {
	f := builtin(t)
	for name, c := range map[string]struct{ text, start, end, detected string }{
		"on three lines": {`
Meldung eines Sicherheitsvorfalls

Name: Ada Quill
E-Mail: ada@quill.example
Datum des Vorfalls: 20.11.2026
Uhrzeit: 23:47
Zeitzone: UTC+1
Art des Vorfalls: Einbruch
`,
			"2026-11-20T23:47:00+01:00", "", ""},
		"on one line, twice": {`
Signalement d'incident

Nom : Ada Quill
Courriel : ada@quill.example
Date de début : 20/11/2026  Heure : 23h47  Fuseau : UTC+1
Date de fin : 21/11/2026  Heure : 06:20
Type d'incident : intrusion
`,
			"2026-11-20T23:47:00+01:00", "2026-11-21T06:20:00+01:00", ""},
		"below the heading of the incident": {`
Segnalazione

1. DATI DEL SEGNALANTE
Nome: Ada Quill
Telefono: 055 555 0101
E-mail: ada@quill.example

2. INCIDENTE
Data: 20.11.2026
Ora: 14:05 CET
Tipo di incidente: intrusione
Descrizione: furto
`,
			"2026-11-20T14:05:00+01:00", "", ""},
		"below a question": {`
Incident report

Name: Ada Quill
E-mail: ada@quill.example
When was the incident detected?
  Date: 2026-11-20   Time (UTC): 14:05
Type of incident: theft
Actions taken: none yet
`,
			"", "", "2026-11-20T14:05:00Z"},
		"the time of day first": {`
Incident report

Name: Ada Quill
E-mail: ada@quill.example
Time of the incident: 14:05
Date: 2026-11-20
Time zone: UTC
Type of incident: theft
`,
			"2026-11-20T14:05:00Z", "", ""},
		"wide colons": {`
インシデント報告

氏名：青木
電子メール：aoki@quill.example
インシデント発生日：2026年11月20日　時刻：14時05分　タイムゾーン：UTC+9
インシデント種別：侵入
`,
			"2026-11-20T14:05:00+09:00", "", ""},
		"no heading, below the reporter": {`
School incident form

Name: Ada Quill
E-mail: ada@quill.example
Date: 20.11.2026
Time: 14:05 UTC
Type of incident: theft
What happened: a laptop is gone
`,
			"2026-11-20T14:05:00Z", "", ""},
		"figures that may be month or day": {`
Incident report

Name: Ada Quill
E-mail: ada@quill.example
Date of the incident: 05/11/2026
Time: 14:05
Time zone: UTC
Type of incident: theft
`,
			"05/11/2026 14:05", "", ""},
		"a zone of several meanings": {`
Incident report

Name: Ada Quill
E-mail: ada@quill.example
Date of the incident: 2026-11-20
Time: 14:05
Time zone: IST
Type of incident: theft
`,
			"2026-11-20 14:05", "", ""},
	} {
		r := f.Parse(Document{Texts: []Text{{Text: c.text}}})
		if s := r.Time; s.Start != c.start || s.End != c.end || s.Detected != c.detected {
			t.Errorf("%s: %+v of %v", name, s, r.Fields)
		}
	}
}

// TestNoFacets: a date or a time of day that belongs to no question about the
// incident is left alone.
func TestNoFacets(t *testing.T) {
	f := builtin(t)
	for name, text := range map[string]string{
		"the day of the form": `
Incident report

Date: 20.11.2026
Time: 14:05 UTC

Name: Ada Quill
E-mail: ada@quill.example
Type of incident: theft
Actions taken: none yet
`,
		"the report's heading": `
Incident report

Name: Ada Quill
E-mail: ada@quill.example
Type of incident: theft
Actions taken: none

Report
Date: 20.11.2026
Time: 14:05 UTC
`,
		"a day alone": `
Incident report

Name: Ada Quill
E-mail: ada@quill.example
Type of incident: theft
Actions taken: none
Date: 20.11.2026
Place: Quill
`,
		"a time of day alone": `
Incident report

Name: Ada Quill
E-mail: ada@quill.example
Type of incident: theft
Actions taken: none
Time: 14:05 UTC
`,
		"a date of birth": `
Incident report

Name: Ada Quill
E-mail: ada@quill.example
Date of birth: 20.11.1986
Time: 14:05 UTC
Type of incident: theft
Actions taken: none
`,
		"a header that was quoted": `
Incident report

Name: Ada Quill
E-mail: ada@quill.example
Type of incident: theft
Actions taken: none

From: Ada <ada@quill.example>
Date: 20.11.2026
Time: 14:05 UTC
Subject: theft
`,
	} {
		r := f.Parse(Document{Texts: []Text{{Text: text}}})
		if r.Time.Start != "" || r.Fields["contact_email"] == "" {
			t.Errorf("%s: %+v of %v", name, r.Time, r.Fields)
		}
	}
}

// TestFacetOf: what a label asks of a moment, and of nothing else.
func TestFacetOf(t *testing.T) {
	b, err := concepts()
	if err != nil {
		t.Fatal(err)
	}
	for label, want := range map[string]facet{"Date": dayFacet, "Uhrzeit": clockFacet, "Fecha y hora": dayFacet | clockFacet, "Time zone": zoneFacet, "Strefa czasowa": zoneFacet,
		"Date of birth": 0, "Time of incident": 0, "Name": 0, "of the": 0, "": 0, strings.Repeat("date ", 20): 0} {
		if got := b.facetOf(label); got != want {
			t.Errorf("%q: %d, want %d", label, got, want)
		}
	}
}

// TestTimeBelowAnswers: a time that a label of one word asks for is that of the
// incident also where answers stand below their labels, or a label is wrapped.
func TestTimeBelowAnswers(t *testing.T) {
	f := builtin(t)
	for _, c := range []reads{
		{"below", "Name:\n    Ann Lee\nE-mail:\n    ann.lee@bank.example\nAffected host:\n    192.0.2.10\nAttacker:\n    198.51.100.1\nTime:\n    2026-11-01 10:00 UTC\nDescription:\n    Brute force against ssh.\n", "start: 2026-11-01T10:00:00Z"},
		{"behind a wrapped label", "Name: Ann Lee\nE-mail: ann.lee@bank.example\nAffected\nhost........: 192.0.2.10\nAttacker: 198.51.100.1\nTime: 2026-11-01 10:00 UTC\nDescription: Brute force against ssh.\n", "start: 2026-11-01T10:00:00Z"},
		{"of a day alone", "Name:\n    Ann Lee\nE-mail:\n    ann.lee@bank.example\nAffected host:\n    192.0.2.10\nAttacker:\n    198.51.100.1\nDate:\n    2026-11-01\nDescription:\n    Brute force against ssh.\n", "no: incident_time"},
	} {
		c.run(t, f)
	}
}
