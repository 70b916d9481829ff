package template

import (
	"strings"
	"testing"
)

// TestReporterWords: forms name the reporter by what he does, in one word.
func TestReporterWords(t *testing.T) {
	const form = "Security incident report\n\n%s: Ada Byte\n%s: duty engineer\nE-mail: ada@mill.example\nOrganisation: Mill Ltd\nDate of incident: 2026-11-20 10:00 UTC\nTarget: www.mill.example\n%s: cable pulled\n"
	f := builtin(t)
	for _, w := range [][3]string{
		{"Notifier", "Role", "Countermeasures"}, {"Déclarant", "Fonction", "Mesures"}, {"Meldeperson", "Dienststellung", "Maßnahmen"}, {"Rapportör", "Befattning", "Åtgärder"},
		{"Indberetter", "Stilling", "Tiltag"}, {"Ilmoittaja", "Asema", "Toimenpiteet"}, {"Oznamovatel", "Funkce", "Opatření"}, {"Bejelentő", "Beosztás", "Intézkedések"},
		{"Segnalante", "Mansione", "Contromisure"}, {"Zgłosił", "Funkcja", "Działania"},
	} {
		r := f.Parse(body(strings.NewReplacer("%s: Ada", w[0]+": Ada", "%s: duty", w[1]+": duty", "%s: cable", w[2]+": cable").Replace(form)))
		if r.Fields["contact_name"] != "Ada Byte" || r.Fields["contact_title"] != "duty engineer" || r.Fields["actions_taken"] != "cable pulled" {
			t.Errorf("%v: %v", w, r.Fields)
		}
	}
}

// TestRoleOfMachine: below a host its role is no person's.
func TestRoleOfMachine(t *testing.T) {
	r := builtin(t).Parse(body("Security incident report\n\nYour name: Ada Byte\nE-mail: ada@mill.example\nOrganisation: Mill Ltd\nTarget host: www.mill.example\nRole: web shop\nDate of incident: 2026-11-20 10:00 UTC\n"))
	if r.Fields["contact_title"] != "" || len(r.Hosts) != 1 {
		t.Errorf("%v %v", r.Fields, r.Hosts)
	}
}

// TestPartyHeadings: a word for the victim or culprit is a heading of hosts.
func TestPartyHeadings(t *testing.T) {
	const form = "Vorfallbogen\n\nName: Ada Byte\nE-Mail: ada@mill.example\nEinrichtung: Mühle\n\n%a\nRechner: www.mill.example\nIP: 192.0.2.7\n\n%b\nIP: 198.51.100.7\n\nWas ist passiert?\nScan\n"
	f := builtin(t)
	for a, b := range map[string]string{"BETROFFEN": "VERURSACHER", "Zielsystem": "Täter", "Victim system": "Perpetrator", "Sistema atacado": "Agresor"} {
		r := f.Parse(body(strings.NewReplacer("%a", a, "%b", b).Replace(form)))
		if len(r.Hosts) != 2 || r.Hosts[0].Role != "target" || r.Hosts[1].Role != "source" {
			t.Errorf("%s, %s: %+v", a, b, r.Hosts)
		}
	}
	mail := "Hello,\n\nAffected: nobody so far\nTäter: unbekannt\nOur fee: 20\nRegards, Ada\n"
	if r := f.Parse(body(mail)); len(r.Hosts) > 0 || len(r.Fields) > 1 {
		t.Errorf("%v %v", r.Fields, r.Hosts)
	}
}
