package template

import "testing"

// TestPartingMarks: what parts labels from their answers, and what stands before them.
func TestPartingMarks(t *testing.T) {
	f := builtin(t)
	for _, c := range []reads{
		{"two arrows behind leaders", "Incident report\n\nName ......... >> Ada Quill\nMail ......... >> ada@quill.example\nIncident began (UTC+1) .. >> 2026-11-18 10:20\nIncident type ........... >> theft\nColour .................. >> red\n",
			"contact_name: Ada Quill\ncontact_email: ada@quill.example\nincident_type: theft\nstart: 2026-11-18T10:20:00+01:00"},
		{"codes in braces", "Bericht\n\n{A.01} Name :: Ada Quill\n{A.02} E-Mail :: ada@quill.example\n{B.01} Art des Vorfalls :: Diebstahl\n{B.02} Farbe :: rot\n{B.03} Beginn des Vorfalls :: 2026-11-18 10:20 UTC\n",
			"contact_name: Ada Quill\nincident_type: Diebstahl\nstart: 2026-11-18T10:20:00Z"},
		{"full stops", "RAPPORT\n\n1. NOM. Ada Quill.\n2. ORGANISME. Moulin Quill.\n3. TELEPHONE. 01 63 29 60 01.\n4. TYPE D INCIDENT. Vol.\n5. COULEUR. Rouge.\n6. MESURES PRISES. Serrure changee.\n",
			"contact_name: Ada Quill\ncontact_phone: 01 63 29 60 01\nactions_taken: Serrure changee"},
		{"waves", "Incident report\n\n~ Your name: Ada Quill\n~ Your e-mail: ada@quill.example\n~ Type of incident: theft\n~ When did the incident start? 2026-11-18 10:20 UTC\n", "contact_name: Ada Quill\nstart: 2026-11-18T10:20:00Z"},
		{"a list of what was done", reporter + "Description: we did this\n1. STOP. It was loud.\n2. Look. It was dark.\n3. PHONE. Nobody came.\n", "contact_phone: +32 2 555 01 00\nsays: PHONE. Nobody came."},
		{"braces that number nothing", reporter + "Log extracts:\n{a} Name: x\n{2026} Phone: 12345\n", "contact_name: Jane Doe\nlog: {2026} Phone: 12345"},
	} {
		c.run(t, f)
	}
}
