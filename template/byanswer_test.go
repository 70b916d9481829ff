package template

import "testing"

// TestByAnswer: a label of many words is understood by one of them where the
// answer is nothing but what that names, and asks for nobody else.
func TestByAnswer(t *testing.T) {
	f := builtin(t)
	few := "Incident report\n\nType of incident: theft\nStart of the incident: 2026-11-18 10:20 UTC\nWhat we did: nothing yet\nDepartment: Mill\nYour name: Ada Quill\n"
	for _, c := range []reads{
		{"a mail address", few + "A safe e-mail address that only we read: ada@quill.example\n", "contact_email: ada@quill.example"},
		{"below the label", "Incident report\n\n1. Your name\n   Ada Quill\n2. Loudest telephone\n   01632 960 001\n3. Type of incident\n   theft\n4. Start of the incident (UTC)\n   2026-11-18 10:20\n",
			"contact_phone: 01632 960 001\nstart: 2026-11-18T10:20:00Z"},
		{"Spanish", "Informe de incidente\n\n¿Cuál es su nombre? Ada Quill\n¿A qué teléfono le llamamos mañana? +34 943 555 012\nTipo de incidente: robo\nFecha del incidente: 2026-11-18\nImpacto: ninguno\n", "contact_phone: +34 943 555 012"},
		{"who reports", "Incident report\n\nWho is reporting? Ada Quill\nE-mail: ada@quill.example\nType of incident: theft\nStart of the incident: 2026-11-18\n", "contact_name: Ada Quill"},
		{"who completes", "Incident report\n\nPerson completing this form: Ada Quill\nE-mail: ada@quill.example\nType of incident: theft\nStart of the incident: 2026-11-18\n", "contact_name: Ada Quill"},
		{"your address beside theirs", "Abuse report\n\nyour_name: Ada\nyour_email: ada@quill.example\noffending_ip: 203.0.113.1\nyour_ip: 192.0.2.1\ntype_of_attack: scan\n", "host: target  192.0.2.1\nhost: source  203.0.113.1"},
		{"the attacker's address", few + "E-mail address the strange attacker wrote from: evil@mill.example\n", "no: contact_email"},
		{"a colleague's", few + "E-mail of another colleague of the mill: bob@quill.example\n", "no: contact_email"},
		{"known already", few + "E-mail: ada@quill.example\nE-mail address of the miller in charge there: bob@quill.example\n", "contact_email: ada@quill.example"},
		{"more than an address", few + "Which odd e-mail came on Friday: one from ada@quill.example\n", "no: contact_email"},
		{"not by itself", "Notes\n\nThe odd e-mail of the mill: ada@quill.example\nThe odd phone of the mill: 01632 960 001\n", "form: none\nno: contact_email"},
	} {
		c.run(t, f)
	}
}

// TestBare: what is one address or number and nothing else.
func TestBare(t *testing.T) {
	for s, want := range map[string][2]bool{
		"ada@quill.example":       {true, false},
		"ada@quill.example, home": {false, false},
		"quill.example":           {false, false},
		"+34 (943) 555-012":       {false, true},
		"01632 960 001":           {false, true},
		"12345":                   {false, false},
		"192.0.2.17":              {false, false},
		"2026-11-18 10:20":        {false, false},
		"18.11.2026":              {false, false},
		"call 01632 960 001":      {false, false},
	} {
		if got := [2]bool{bareMail(s), barePhone(s)}; got != want {
			t.Errorf("%q: %v", s, got)
		}
	}
}
