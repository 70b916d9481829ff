package template

import "testing"

// TestFilledOddly: forms with a definition that are filled in as it did not foresee.
func TestFilledOddly(t *testing.T) {
	f := builtin(t)
	const pionier = "PIONIER-CERT incident report\nName of organization: Mill\nName of person reporting an incident: Jane Doe\nContact email address: jane@mill.example\n\nAttack Target Information\nHostname: www.mill.example\nIP address: 192.0.2.7\n\n"
	const agency = "US-CERT Federal Incident Notification\nAgency name: Lakes\nPoint of contact information including name, telephone, and email address:"
	for _, c := range []reads{
		{"a section that the form has not, in its words", pionier + "Attack Source Information\nHostname: host7.pool.example\nIP address: 203.0.113.7\nIP address: 203.0.113.8\n", "host: target www.mill.example 192.0.2.7\nhost: source host7.pool.example 203.0.113.7\nhost: source  203.0.113.8\nhosts: 3"},
		{"one in other words", pionier + "Attacking systems\n\nIP address: 203.0.113.7\n", "host: source  203.0.113.7\nhosts: 2"},
		{"its own section again", pionier + "Attack Source Information\nIP address: 203.0.113.7\n\nAttack Target Information\nIP address: 192.0.2.8\n", "host: source  203.0.113.7\nhost: target  192.0.2.8"},
		{"a heading that tells no side", pionier + "Further hosts\nIP address: 192.0.2.8\n", "host: target  192.0.2.8"},
		{"a card over lines", agency + "\nJane Doe\n202.555.0188\njane@lakes.example\nIncident Category Type: CAT 3\n", "contact_name: Jane Doe\ncontact_phone: 202.555.0188\ncontact_email: jane@lakes.example"},
		{"other lines below it", "RESTENA-CSIRT Incident Reporting Form\n\nYour contact information: Jane Doe, 02 555\nWe saw this at night.\n", "contact_phone: 02 555\nno: contact_other\nsays: We saw this at night."},
		{"an answer broken behind a comma", "RESTENA-CSIRT Incident Reporting Form\n\nYour contact information: Jane Doe, Institut fir Séien,\njane@seien.example, +352 555 014 kl. 2\n\nA detailed description of the incident:\nspam\n", "contact_name: Jane Doe\norganisation: Institut fir Séien\ncontact_email: jane@seien.example\ncontact_phone: +352 555 014 kl. 2"},
		{"a paragraph behind a comma", reporter + "Department: Sales,\n\nhello there\n", "says: hello there"},
		{"a fax beside the telephone", reporter + "Telephone: tel 02 555 01 00 / fax 02 555 01 01\n", "contact_fax: 02 555 01 01"},
		{"two telephones", "Name: Jane Doe\nOrganisation: Site Example\nE-mail: jane@site.example\nType of incident: scan\nTelephone: 02 555 01 00 / 02 555 01 01\n", "contact_phone: 02 555 01 00 / 02 555 01 01\nno: contact_fax"},
		{"a zone with a name of several meanings", reporter + "Date & Time of Detection (IST, UTC+5:30): 2026-11-20 11:35\n", "noticed: 2026-11-20T11:35:00+05:30"},
		{"two zones", reporter + "Date & Time of Detection (UTC+1, UTC+5:30): 2026-11-20 11:35\n", "noticed: 2026-11-20 11:35"},
	} {
		c.run(t, f)
	}
}

// TestMoreQuestions: questions in words of their own, and what stands apart.
func TestMoreQuestions(t *testing.T) {
	f := builtin(t)
	for _, c := range []reads{
		{"a wish as a question", reporter + "May we pass on your details to other sites? No\nDo you wish AusCERT to contact the source site? Yes\nIs the incident still in progress? Yes\n", "share: no\nassist: contact-sites\nstatus: ongoing"},
		{"the same, declined", reporter + "Do you want us to contact the attacker? No\n", "assist: \nno: assistance"},
		{"others told, in a column", "Name of reporter           : Jane Doe\nOrganisation               : Site\nE-mail                     : jane@site.example\nTelephone                  : 02 555 01 00\nDescription of the incident: somebody got in\n                             by the form\nHave you reported to any other party? : No\nActions taken              : cable pulled\n", "other_sites: No\nmute: reported"},
		{"the system of the victim", reporter + "Attacked host: www.site.example\nIP address of attacker: 203.0.113.9\nOperating system: Ubuntu\n", "host: source  203.0.113.9\nhost: target www.site.example os=Ubuntu"},
		{"no victim named", reporter + "IP address of attacker: 203.0.113.9\nOperating system: Ubuntu\n", "host: source  203.0.113.9\nos: Ubuntu"},
		{"a section of the attacker", reporter + "\nAffected host\nIP address: 192.0.2.7\n\nAttacking host\nIP address: 203.0.113.9\nOperating system: Ubuntu\n", "host: source  203.0.113.9 os=Ubuntu"},
		{"pt", "Nome do notificador: Ana Gil\nOrganização: Moinho\nE-mail: ana@moinho.example\nTelefone: 21 555 01 00\nTipo de incidente: phishing\nIncidente em curso? Sim\n", "contact_name: Ana Gil\nstatus: ongoing"},
		{"fr", "Nom : Anne Roux\nCourriel : anne@moulin.example\nTéléphone : 02 33 55 44\nOrganisme : Moulin\nType d'incident : scan\nAdresses IP malveillantes identifiées : 203.0.113.9, 203.0.113.10\nDiffusion à des tiers : interdite\n", "host: source  203.0.113.9\nhost: source  203.0.113.10\nsecret: interdite"},
		{"de", "Meldungsart: Erstmeldung (Pflichtmeldung gem. § 8b)\nName: Holger Mühle\nOrganisation: Mühle\nE-Mail: h@muehle.example\nTelefon: 0831 555 01\nArt des Vorfalls: Scan\nAuswirkungen auf die kritische Dienstleistung: Ausfall am Abend\nWeitergabe an Dritte: nur anonymisiert\n", "obligation: mandatory\nimpact: Ausfall am Abend\nsecret: nur anonymisiert"},
		{"a zone asked in a sentence", reporter + "From what timezone are you making this report? UTC-5\nWhat type of organization is reporting this incident? Federal Government\nDate and time of incident: 2026-11-20 10:00\n", "start: 2026-11-20T10:00:00-05:00\nsector: public-administration"},
	} {
		c.run(t, f)
	}
}
