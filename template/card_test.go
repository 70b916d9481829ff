package template

import "testing"

// TestLooksCard: an answer that holds a person and a way to reach them.
func TestLooksCard(t *testing.T) {
	for s, want := range map[string]bool{
		"Ada Quill, +46 980 555 19, ada@quill.example":          true,
		"Ada Quill <ada@quill.example>, IT manager":             true,
		"OPS SUPERVISOR ADA, +46 980 555 19, ADA@QUILL.EXAMPLE": true,
		"ada@quill.example":                    false,
		"a mail of ada@quill.example went out": false,
		"Ada Quill":                            false,
		"192.0.2.7, 198.51.100.7":              false,
		"ada@quill.example, bob@quill.example": false,
	} {
		if got := looksOf(s)&looksCard != 0; got != want {
			t.Errorf("%q: %v", s, got)
		}
	}
}

// TestCards: one label for the reporter with all that is asked of them behind it
// makes a form as several do; one for the other side, or for the police, not.
func TestCards(t *testing.T) {
	f := builtin(t)
	rest := "BRAVO. HAPPENED: 2026-11-18 10:20 UTC\nCHARLIE. NOTICED: 2026-11-18 11:00 UTC\nDELTA. VICTIM IP: 192.0.2.7\nECHO. ATTACKER IP: 198.51.100.7\nFOXTROT. ACTION TAKEN: unplugged\n"
	for _, c := range []reads{
		{"a point of contact", "SITREP\n\nALPHA. POC: Ada Quill, +46 980 555 19, ada@quill.example\n" + rest,
			"contact_name: Ada Quill\ncontact_phone: +46 980 555 19\ncontact_email: ada@quill.example\nhosts: 2\nactions_taken: unplugged"},
		{"German", "Meldung\n\n1. Wer meldet: Ada Quill, +49 961 555 001, ada@quill.example\n2. Beginn des Vorfalls: 2026-11-18 10:20 UTC\n3. Entdeckt: 2026-11-18 11:00 UTC\n4. Unser Rechner: 192.0.2.7\n5. Angreifer: 198.51.100.7\n6. Maßnahmen: Netz getrennt\n",
			"contact_name: Ada Quill\ncontact_email: ada@quill.example\nstart: 2026-11-18T10:20:00Z"},
		{"of the attacker", "SITREP\n\nALPHA. ATTACKER CONTACT: Ada Quill, +46 980 555 19, ada@quill.example\n" + rest, "contact_email: \ncontact_name: "},
		{"of the police", "SITREP\n\nALPHA. POLICE CONTACT: Ada Quill, +46 980 555 19, ada@quill.example\n" + rest, "contact_email: \ncontact_name: "},
	} {
		c.run(t, f)
	}
}
