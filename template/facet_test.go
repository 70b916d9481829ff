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
		"on three lines": {"Meldung eines Sicherheitsvorfalls\n\nName: Ada Quill\nE-Mail: ada@quill.example\nDatum des Vorfalls: 20.11.2026\nUhrzeit: 23:47\nZeitzone: UTC+1\nArt des Vorfalls: Einbruch\n",
			"2026-11-20T23:47:00+01:00", "", ""},
		"on one line, twice": {"Signalement d'incident\n\nNom : Ada Quill\nCourriel : ada@quill.example\nDate de début : 20/11/2026  Heure : 23h47  Fuseau : UTC+1\nDate de fin : 21/11/2026  Heure : 06:20\nType d'incident : intrusion\n",
			"2026-11-20T23:47:00+01:00", "2026-11-21T06:20:00+01:00", ""},
		"below the heading of the incident": {"Segnalazione\n\n1. DATI DEL SEGNALANTE\nNome: Ada Quill\nTelefono: 055 555 0101\nE-mail: ada@quill.example\n\n2. INCIDENTE\nData: 20.11.2026\nOra: 14:05 CET\nTipo di incidente: intrusione\nDescrizione: furto\n",
			"2026-11-20T14:05:00+01:00", "", ""},
		"below a question": {"Incident report\n\nName: Ada Quill\nE-mail: ada@quill.example\nWhen was the incident detected?\n  Date: 2026-11-20   Time (UTC): 14:05\nType of incident: theft\nActions taken: none yet\n",
			"", "", "2026-11-20T14:05:00Z"},
		"the time of day first": {"Incident report\n\nName: Ada Quill\nE-mail: ada@quill.example\nTime of the incident: 14:05\nDate: 2026-11-20\nTime zone: UTC\nType of incident: theft\n",
			"2026-11-20T14:05:00Z", "", ""},
		"wide colons": {"インシデント報告\n\n氏名：青木\n電子メール：aoki@quill.example\nインシデント発生日：2026年11月20日　時刻：14時05分　タイムゾーン：UTC+9\nインシデント種別：侵入\n",
			"2026-11-20T14:05:00+09:00", "", ""},
		"no heading, below the reporter": {"School incident form\n\nName: Ada Quill\nE-mail: ada@quill.example\nDate: 20.11.2026\nTime: 14:05 UTC\nType of incident: theft\nWhat happened: a laptop is gone\n",
			"2026-11-20T14:05:00Z", "", ""},
		"figures that may be month or day": {"Incident report\n\nName: Ada Quill\nE-mail: ada@quill.example\nDate of the incident: 05/11/2026\nTime: 14:05\nTime zone: UTC\nType of incident: theft\n",
			"05/11/2026 14:05", "", ""},
		"a zone of several meanings": {"Incident report\n\nName: Ada Quill\nE-mail: ada@quill.example\nDate of the incident: 2026-11-20\nTime: 14:05\nTime zone: IST\nType of incident: theft\n",
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
		"the day of the form":      "Incident report\n\nDate: 20.11.2026\nTime: 14:05 UTC\n\nName: Ada Quill\nE-mail: ada@quill.example\nType of incident: theft\nActions taken: none yet\n",
		"the report's heading":     "Incident report\n\nName: Ada Quill\nE-mail: ada@quill.example\nType of incident: theft\nActions taken: none\n\nReport\nDate: 20.11.2026\nTime: 14:05 UTC\n",
		"a day alone":              "Incident report\n\nName: Ada Quill\nE-mail: ada@quill.example\nType of incident: theft\nActions taken: none\nDate: 20.11.2026\nPlace: Quill\n",
		"a time of day alone":      "Incident report\n\nName: Ada Quill\nE-mail: ada@quill.example\nType of incident: theft\nActions taken: none\nTime: 14:05 UTC\n",
		"a date of birth":          "Incident report\n\nName: Ada Quill\nE-mail: ada@quill.example\nDate of birth: 20.11.1986\nTime: 14:05 UTC\nType of incident: theft\nActions taken: none\n",
		"a header that was quoted": "Incident report\n\nName: Ada Quill\nE-mail: ada@quill.example\nType of incident: theft\nActions taken: none\n\nFrom: Ada <ada@quill.example>\nDate: 20.11.2026\nTime: 14:05 UTC\nSubject: theft\n",
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

// TestLabelZones: a zone in the brackets of a label holds for the answer unless
// it is one of several, or an example.
func TestLabelZones(t *testing.T) {
	for label, want := range map[string]string{"Start (UTC)": "UTC", "Start (24-hour clock, UTC+8):": "UTC+8", "Beginn (Ortszeit, MEZ)": "MEZ", "Start (day, hour)": "",
		"Start (e.g. 14:30, CET)": "", "Start (UTC, or CET)": "", "Start (UTC, CET)": "", "Start (2026-11-20 14:30, CET)": "", "Start": ""} {
		if got := labelZone(label); got.text != want {
			t.Errorf("%q: %q, want %q", label, got.text, want)
		}
	}
}
