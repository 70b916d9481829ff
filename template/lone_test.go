package template

import (
	"strings"
	"testing"
)

// TestLoneWords: a label of one word is read in what other labels make a form.
func TestLoneWords(t *testing.T) {
	f := builtin(t)
	for _, c := range []struct{ lang, text, name, want string }{
		{"it", "Ditta: Mulini Riuniti", "organisation", "Mulini Riuniti"},
		{"fr", "Fonction : gérante", "contact_title", "gérante"},
		{"es", "Cooperativa: La Espiga", "organisation", "La Espiga"},
		{"de", "Maßnahmen: Stecker gezogen", "actions_taken", "Stecker gezogen"},
		{"pt", "Prejuízo: 300 euros", "cost", "300 euros"},
		{"nl", "Politie: nog niet", "law_enforcement", "nog niet"},
		{"pl", "Skutki: brak zamówień", "impact", "brak zamówień"},
		{"sv", "Åtgärder: kabeln urdragen", "actions_taken", "kabeln urdragen"},
		{"en", "Detected: 2026-11-20 10:00 UTC", "detection_time", "2026-11-20 10:00 UTC"},
		{"ja", "影響: 受注停止", "impact", "受注停止"},
		{"cs", "Opatření: kabel vytažen", "actions_taken", "kabel vytažen"},
		{"fi", "Rooli: toimitusjohtaja", "contact_title", "toimitusjohtaja"},
		{"tr", "Görevi: müdür", "contact_title", "müdür"},
		{"de", "Az.: T-12", "reference_theirs", "T-12"},
		{"en", "Case no.: T-12", "reference_theirs", "T-12"},
		{"it", "Quando: 20.11.2026 06:45", "incident_time", "20.11.2026 06:45"},
		{"pt", "Usuários afetados: cerca de 200", "user_count", "cerca de 200"},
		{"pt", "Usuários afetados: todos do laboratório 2", "user_count", ""},
		{"fr", "Vecteur: la messagerie", "attack_method", "la messagerie"},
		{"fr", "Vecteur: la messagerie", "sector", ""},
		{"it", "Divulgazione: nessuna", "disclosure", "nessuna"},
		{"pl", "Luka: brak aktualizacji", "vulnerability", "brak aktualizacji"},
		{"de", "Kennzeichnung: AMBER", "tlp", "AMBER"},
		{"de", "Kennzeichnung: FR-KL 226", "tlp", ""},
		{"en", "Type: hospital", "incident_type", ""},
		{"en", "Noticed: by the cleaner", "detection_time", ""},
		{"en", "Colour: red", "organisation", ""},
		{"en", "Affected system: www.mill.example\nRole: web server", "contact_title", ""},
	} {
		text := strings.ReplaceAll(evidence(f, c.lang), "Site\n", "\n")
		if c.name == "incident_type" {
			text = strings.ReplaceAll(text, "scan\n", "\n")
		}
		r := f.Parse(body(text + "Tel.: 555 0100\n" + c.text + "\n"))
		if got := r.Fields[c.name]; got != c.want {
			t.Errorf("%s %q: %s = %q", c.lang, c.text, c.name, got)
		}
	}
}

// TestLoneWordsProveNothing: among everyday words they make no form.
func TestLoneWordsProveNothing(t *testing.T) {
	for _, text := range []string{
		"Company: Mill Ltd\nRole: baker\nPhone: 555 0100\nActions: none\nPolice: no\nCost: 300\n",
		"Invoice\n\nFirma: Mühle GmbH\nArt: Rechnung\nKosten: 300 EUR\nMaßnahmen: keine\nTelefon: 555 0100\n",
	} {
		if r := builtin(t).Parse(body(text)); len(r.Fields) > 1 || r.Fields["description"] == "" {
			t.Errorf("%q is a form: %v", text, r.Fields)
		}
	}
}

// TestLoneOfLanguages: a word that asks two things is read where the language
// is told alone.
func TestLoneOfLanguages(t *testing.T) {
	type words = map[string]map[string]string
	b := &bookIn{conceptBook: &conceptBook{}}
	if err := b.enterLones(words{"it": {"detection_time": "prova"}, "es": {"impact": "prova"}, "pt": {"cost": "prova"}}); err != nil {
		t.Fatal(err)
	}
	for lang, want := range map[string]string{"it": "detection_time", "es": "impact", "pt": "cost", "fr": ""} {
		got := ""
		if e := b.alone("Prova", lang); e != nil {
			got = e.name
		}
		if got != want {
			t.Errorf("in %s it asks for %q", lang, got)
		}
	}
	if b.enterLones(words{"xy": {"impact": "a"}}) == nil || b.enterLones(words{"it": {"colour": "a"}}) == nil {
		t.Error("an unknown language or field was taken in")
	}
}
