package template

import (
	"strings"
	"testing"
)

// TestLetterhead: what the house is called stands above the labels of its own
// form; the name of a team that others report to is nobody's organisation.
func TestLetterhead(t *testing.T) {
	f := builtin(t)
	const slip = "\n\nReported by: Ada Quill\nPhone: +44 1632 960 001\nE-mail: %\nType of incident: malware\nDate and time of incident: 2026-11-18 10:20 UTC\nWhat happened: The mill stood still and the sails turned backwards for an hour.\n"
	with := func(head, mail string) string { return head + strings.Replace(slip, "%", mail, 1) }
	for _, c := range []reads{
		{"beside the title", with("QUILL & NORTH WINDMILLS - security event slip", "ada@quill-windmills.example"), "organisation: QUILL & NORTH WINDMILLS\nmute: WINDMILLS"},
		{"on a line of its own", with("Water Board of Teal Fen\nIT incident report", "ada@tealfen.example"), "organisation: Water Board of Teal Fen"},
		{"behind the title", with("Incident log, Ropemaker plc (page 2)", "ada@ropemaker.example"), "organisation: Ropemaker plc"},
		{"umlauts", "Stadtwerke Mölldorf – Meldezettel\n\nName: Ada Quill\nTelefon: +49 961 555 001\nE-Mail: ada@moelldorf.example\nArt des Vorfalls: Schadsoftware\nBeginn des Vorfalls: 18.11.2026 10:20\nBeschreibung: Die Pumpen liefen rückwärts, und niemand wusste, warum das so war.\n", "organisation: Stadtwerke Mölldorf"},
		{"a company's own", "Sägewerk Föhrenau GmbH\n\nName: Ada Quill\nAbteilung: Trocknung\nTelefon: +49 961 555 001\nArt des Vorfalls: Schadsoftware\nBeginn des Vorfalls: 18.11.2026 10:20\nBeschreibung: Die Pumpen liefen rückwärts, und niemand wusste, warum das so war.\n", "organisation: Sägewerk Föhrenau GmbH"},
		{"a team's", with("NORTHERN RESPONSE CENTRE\nIncident report", "ada@tealfen.example"), "no: organisation"},
		{"an insurer's", with("Teal Mutual Ltd\nIncident report", "ada@fen.example"), "no: organisation"},
		{"a title alone", with("Quill incident report", "ada@quill.example"), "no: organisation"},
		{"a sentence", with("The people of Quill would like to hear of you soon", "ada@quill.example"), "no: organisation"},
		{"asked in other words", with("QUILL WINDMILLS\nincident report\n\nReporting school or plant unit: Sails", "ada@quill.example"), "no: organisation"},
		{"asked and left open", with("QUILL WINDMILLS\n\nOrganisation:\n", "ada@quill.example"), "no: organisation"},
		{"asked", with("QUILL WINDMILLS\n\nOrganisation: Teal Fen", "ada@quill.example"), "organisation: Teal Fen"},
	} {
		c.run(t, f)
	}
}

// TestNamesDomain: the words of a name in that of a mail domain.
func TestNamesDomain(t *testing.T) {
	for _, c := range []struct {
		name, domain string
		want         bool
	}{
		{"Halcyon Exchange Point", "noc.halcyon-ix.example", true},
		{"Estuary Water plc", "estuarywater.example", true},
		{"Záložna Pod Hradem", "zalozna.example", true},
		{"Water Estuary", "estuarywater.example", false},
		{"Estuary Waters", "estuarywater.example", false},
		{"Bay of Example", "bay.example", false}, // too short to tell
		{"Teal", "", false},
	} {
		if got := namesDomain(c.name, c.domain); got != c.want {
			t.Errorf("%q in %q: %v", c.name, c.domain, got)
		}
	}
}

// TestMastPieces: where a name may end in a letterhead.
func TestMastPieces(t *testing.T) {
	for s, want := range map[string]int{"Quill Mill - slip": 2, "Log, Quill plc (page 2)": 3, "云杉物流有限公司 网络安全事件报告单": 2, "Quill": 1, "": 1} {
		if got := mastPieces(s); len(got) != want {
			t.Errorf("%q: %q", s, got)
		}
	}
}
