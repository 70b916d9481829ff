package template

import (
	"strings"
	"testing"
)

// TestRows: labels that stand on one line of the page are read as if each had
// its own, and no words of other texts are torn apart.
func TestRows(t *testing.T) {
	f := builtin(t)
	for _, c := range []reads{
		{"two columns", "Incident report\n\nName: Ada Quill              Date and time detected: 2026-11-18 10:20 UTC\nPhone: 01632 960 001         System or application: pump control\nE-mail: ada@quill.example\nType of incident: loss\n",
			"contact_name: Ada Quill\ncontact_phone: 01632 960 001\nnoticed: 2026-11-18T10:20:00Z"},
		{"an unknown label first", reporter + "Weather: fine weather    Date and time of the incident: 2026-11-18 10:20 UTC\n", "start: 2026-11-18T10:20:00Z"},
		{"an unknown label behind", reporter + "Impact: web shop down    Weather: fine\n", "impact: web shop down\nsays: Weather: fine"},
		{"three columns, German", "Störungsmeldung\n\nName: Ada Quill\tAbteilung: Einkauf\tTelefon: 0961 555 001\nE-Mail: ada@quill.example\nArt des Vorfalls: Diebstahl\nDatum des Vorfalls: 18.11.2026\n",
			"department: Einkauf\ncontact_phone: 0961 555 001"},
		{"bars", reporter + "Impact: web shop down | Incident start: 2026-11-18 10:20 UTC\n", "impact: web shop down\nstart: 2026-11-18T10:20:00Z"},
		{"underscores", "Incident report\n\nName: __Ada Quill_________   Department: __Purchase________\nPhone: __01632 960 001____   E-mail: __ada@quill.example__\nIncident type: ____loss____\nDate of incident: __2026-11-18__   Number of computers affected: __3__\n",
			"contact_name: Ada Quill\ndepartment: Purchase\ncontact_phone: 01632 960 001\ncontact_email: ada@quill.example\nincident_type: loss\nhost_count: 3"},
		{"pairs in a table", "Signalement d'incident\n\nEntité | Moulin Quill | Déclarant | Ada Quill\nCourriel | ada@quill.example | Téléphone | 01 63 29 60 01\nType d'incident | vol | Couleur du ciel | bleu\nDébut de l'incident | 2026-11-18 10:20 UTC | Gravité | faible\n",
			"organisation: Moulin Quill\ncontact_name: Ada Quill\ncontact_phone: 01 63 29 60 01\nincident_type: vol\nstart: 2026-11-18T10:20:00Z\nseverity: faible"},
		{"pairs in a drawn table", "Incident report\n\n| Company | Quill Mill | Reported by | Ada Quill |\n|---|---|---|---|\n| E-mail | ada@quill.example | Phone | 01632 960 001 |\n| Incident type | theft | Incident start | 2026-11-18 10:20 UTC |\n",
			"organisation: Quill Mill\ncontact_name: Ada Quill\nincident_type: theft\nstart: 2026-11-18T10:20:00Z"},
		{"a log", reporter + "Log extracts:\n10:20 GET /   Host: quill.example   Name: x\n10:21 GET /   Host: quill.example   Name: y\n", "log: 10:20 GET /   Host: quill.example   Name: x\ncontact_name: Jane Doe"},
		{"a long text", reporter + "Description: first it rang.\nThe screen said   Error: 5   Phone: 12345 and went out\n", "says: The screen said   Error: 5   Phone: 12345 and went out"},
		{"boxes", reporter + "Has the incident been resolved?   Yes: [x]   No: [ ]\n", "status: Yes"},
	} {
		c.run(t, f)
	}
}

// TestRowNumbers: lines are counted as they stand in the text.
func TestRowNumbers(t *testing.T) {
	r := builtin(t).Parse(body(reporter + "Impact: some    Incident start: 2026-11-18 10:20 UTC    Severity: low\nSource of the attack: 198.51.100.7\nDetected: perhaps    Cost: none\n"))
	if len(r.Indicators) != 1 || r.Indicators[0].Line != 7 {
		t.Errorf("%+v", r.Indicators)
	}
	for _, p := range r.Problems {
		if p.Field == "detection_time" && p.Line != 8 {
			t.Errorf("%+v", p)
		}
	}
}

// TestRowsKeep: the words of a text that is no form stay as they stand.
func TestRowsKeep(t *testing.T) {
	text := "Dear all,\nthe list:   Name: a    Phone: 12    Fax: 13\nBye: all\tName: b\tPhone: c"
	if r := builtin(t).Parse(body(text)); r.Form != formNone || !strings.Contains(r.Fields["description"], text) {
		t.Errorf("%q", r.Fields["description"])
	}
}

// TestSecondCell: where the second label of a row begins.
func TestSecondCell(t *testing.T) {
	for s, want := range map[string]string{
		"Name: Ada   Phone: 1":             "Name: Ada~Phone: 1",
		"Name: Ada  Phone: 1":              "",
		"Name: Ada\tPhone: 1":              "Name: Ada~Phone: 1",
		"Name: Ada | Phone: 1":             "Name: Ada~Phone: 1",
		"2. Name: Ada     3. Phone: 1":     "2. Name: Ada~3. Phone: 1",
		"Name: Ada   it was Phone: 1":      "",
		"Name: Ada   http://quill.example": "",
		"Name:      Re: Phone":             "",
		"Open: [ ]   Shut: [x]":            "",
		"Open?   Yes: 1   No: 2":           "",
		"Nom : Ada     Téléphone : 1":      "Nom : Ada~Téléphone : 1",
		"名前：青木　　　　電話：1":                    "",
		"see   Phone: 1":                   "",
	} {
		l := newLine(s, 0)
		end, next := l.secondCell(0)
		got := ""
		if next > 0 {
			got = s[:end] + "~" + s[next:]
		}
		if got != want {
			t.Errorf("%q: %q, want %q", s, got, want)
		}
	}
}

// TestPairEnd: where the second pair of a row of four cells begins.
func TestPairEnd(t *testing.T) {
	for s, want := range map[string]string{
		"A | b | C | d":     "A | b |~C | d",
		"| A | b | C | d |": "| A | b ~| C | d |",
		"A | b":             "",
		"| A | b |":         "",
		"A | b | ":          "",
	} {
		end, next := pairEnd(s, '|')
		got := ""
		if next > 0 {
			got = s[:next] + "~" + s[next:]
			got = strings.Replace(got, " ~C", "~C", 1)
		}
		if got != want || end > next {
			t.Errorf("%q: %q, want %q", s, got, want)
		}
	}
}

// TestLead: rows are known again once they were parted.
func TestLead(t *testing.T) {
	sh := &sheet{ix: builtin(t).ix, lines: splitLines("Name: Ada   Phone: 1   Fax: 2\nMail: a\nCity: b\tStreet: c\n")}
	sh.spread()
	for i, want := range []struct {
		text string
		row  int
		gap  string
	}{{"Name: Ada", 0, ""}, {"Phone: 1", 0, "   "}, {"Fax: 2", 0, "   "}, {"Mail: a", 1, ""}, {"City: b", 2, ""}, {"Street: c", 2, "\t"}} {
		if gap, _ := sh.lead(i); sh.lines[i].text != want.text || sh.row(i) != want.row || gap != want.gap {
			t.Errorf("line %d: %q on row %d behind %q, want %v", i, sh.lines[i].text, sh.row(i), gap, want)
		}
	}
}
