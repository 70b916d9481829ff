package template

import (
	"strings"
	"testing"
)

// TestShy: a label that asks for the reporter in some forms only does so
// beside questions about the reporter, and where nothing else asks it.
func TestShy(t *testing.T) {
	f := builtin(t)
	const rest = "E-mail: jane@site.example\nPhone: +32 2 555 01 00\nType of incident: scan\nAttacker IP: 198.51.100.7\nDate of incident: 2026-11-20\n"
	for _, c := range []reads{
		{"who wrote it and for whom", "Prepared by: Jane Doe\nBank: Banca dei Colli\n" + rest, "contact_name: Jane Doe\norganisation: Banca dei Colli"},
		{"what the person is", "Name: Jane Doe\nFunction: head of the desk\n" + rest, "contact_name: Jane Doe\ncontact_title: head of the desk"},
		{"in Portuguese", "Razão social: Moinho Lda\nEncarregado pelos dados: Ana Gil\nE-mail: ana@moinho.example\nTelefone: 21 555 01 00\nTipo de incidente: phishing\nMedidas tomadas: nada\n", "organisation: Moinho Lda\ncontact_name: Ana Gil"},
		{"in Dutch, answers below", "Vraag 1 - Wie meldt?\nJan Molenaar\n\nVraag 2 - E-mail van de melder\njan@molen.example\n\nVraag 3 - Telefoon van de melder\n06 555 01 00\n\nVraag 4 - Wat is er gebeurd?\nniets\n\nVraag 5 - Welke systemen zijn getroffen?\nwww.molen.example\n", "contact_name: Jan Molenaar"},
		{"a word alone", "A.1 Établissement : Moulin SA\nA.2 Nom du déclarant : Anne Roux\nA.3 Courriel : anne@moulin.example\nB.1 Type d'incident : scan\nB.2 Mesures prises : aucune\n", "organisation: Moulin SA\ncontact_name: Anne Roux"},
		{"the name is asked, too", "Name: Jane Doe\nCompiled by: John Roe\n" + rest, "contact_name: Jane Doe\nsays: Compiled by: John Roe"},
		{"the organisation is asked, too", "Name: Jane Doe\nOrganisation: Site\nBank: Banca dei Colli\n" + rest, "organisation: Site\nsays: Bank: Banca dei Colli"},
		{"of a machine", "Name: Jane Doe\n" + rest + "Affected machine: www.site.example\nFunction: web server\nContact phone of the vendor: 555 0199\n", "no: contact_title"},
		{"far from the reporter", "Name: Jane Doe\n" + rest + "Severity: low\nImpact: none\nBank: Banca dei Colli\n", "no: organisation\nsays: Bank: Banca dei Colli"},
		{"a place at sea", "Name: Jane Doe\nPosition: 51-22N 003-04E\n" + rest, "no: contact_title"},
		{"yes is no name", "Responsible: yes\nHospital: no\n" + rest, "no: contact_name\nno: organisation"},
		{"a letter wrong is another word", "Name: Jane Doe\nSchoal: of fish\n" + rest, "no: organisation"},
		{"prose", "Bank: the river bank.\nAuthor: unknown\nSchool: of fish\nTitle: a tale\n", "form: none\nno: organisation\nno: contact_name"},
	} {
		c.run(t, f)
	}
}

// TestShyEntries: what is shy proves no form.
func TestShyEntries(t *testing.T) {
	ix := builtin(t).ix
	sh := ix.survey("Bank: Colli\nPrepared by: Jane Doe\nSchool: Mill\nPapel: head\n", "")
	if sh.isIt || len(sh.hits) > 0 {
		t.Errorf("%d labels of nobody", len(sh.hits))
	}
	sh = ix.survey("Bank: Colli\nE-mail: jane@site.example\nAttacker IP: 198.51.100.7\nPapel: head\n", "")
	var found []string
	for i := range sh.hits {
		found = append(found, sh.hits[i].entries[0].name)
	}
	if got := strings.Join(found, " "); got != "organisation contact_email host" {
		t.Errorf("labels for %q", got)
	}
}
