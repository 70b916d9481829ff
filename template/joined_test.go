package template

import "testing"

// TestHalfNames: the halves of a name are one, the given name first, in
// whichever order they are asked.
func TestHalfNames(t *testing.T) {
	f := builtin(t)
	const rest = "E-mail: jane@site.example\nPhone: +32 2 555 01 00\nType of incident: scan\nAttacker IP: 198.51.100.7\n"
	for _, c := range []reads{
		{"family first", "Surname: OKONKWO\nFirst name: Adaeze\n" + rest, "contact_name: Adaeze OKONKWO"},
		{"given first", "First name: Adaeze\nLast name: Okonkwo\n" + rest, "contact_name: Adaeze Okonkwo"},
		{"the word for a name is that of one half, in Italian", "Cognome: Ferri\nNome: Luisa\n" + rest, "contact_name: Luisa Ferri"},
		{"and in French", "Nom : Dupont\nPrénom : Marie\n" + rest, "contact_name: Marie Dupont"},
		{"lettered", "a) Surname: Petrov\nb) First name: Ivan\n" + rest, "contact_name: Ivan Petrov"},
		{"the whole name and a half", "Name: Jane Doe\nFamily name: Doe\n" + rest, "contact_name: Jane Doe"},
		{"two people", "Name: Jane Doe\nOrganisation: Site\n" + rest + "Reported by: John Roe\n", "contact_name: Jane Doe\ndoubt: ambiguous contact_name"},
	} {
		c.run(t, f)
	}
}
