package template

import "testing"

// TestOneWord: a label of many words is understood by one of them where the
// answer is nothing but what that names, and asks for nobody else.
func TestOneWord(t *testing.T) {
	f := builtin(t)
	few := "Incident report\n\nType of incident: theft\nStart of the incident: 2026-11-18 10:20 UTC\nWhat we did: nothing yet\nDepartment: Mill\nYour name: Ada Quill\n"
	for _, c := range []reads{
		{"a mail address", few + "A safe e-mail address that only we read: ada@quill.example\n", "contact_email: ada@quill.example"},
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

// TestByLooks: what the words of a label do not tell, its answer and its place do.
func TestByLooks(t *testing.T) {
	f := builtin(t)
	const form = "Incident report\n\nName: Ada Quill\nE-mail: ada@quill.example\nAffected systems: www.quill.example\nMeasures taken: none yet\nImpact: none\nPolice informed: no\n"
	for _, c := range []reads{
		{"a telephone in the office", form + "Office: 01632 960 001\n", "no: organisation"},

		{"a company behind an odd label", "Assured: Quill & Daughters Ltd\n" + form, "organisation: Quill & Daughters Ltd"},
		{"that of somebody else", "Provider: Quill & Daughters Ltd\n" + form, "no: organisation"},
		{"a kind of incident", form + "Peril: credential stuffing\n", "incident_type: credential stuffing"},
		{"a tale", form + "Tale: phishing came first and a worm behind it, or so we think\n", "no: incident_type"},
		{"two kinds", form + "Blue: phishing\nGreen: malware\n", "no: incident_type"},
		{"a date before that of the detection", form + "Upheaval: 2026-11-18 10:00 UTC\nDetected: 2026-11-18 12:00 UTC\n", "start: 2026-11-18T10:00:00Z\nnoticed: 2026-11-18T12:00:00Z"},
		{"that of the report", form + "Notified: 2026-11-18 10:00 UTC\nDetected: 2026-11-18 12:00 UTC\n", "no: incident_time\nno: incident_start"},
		{"one that another label asks for", form + "Upheaval: 2026-11-18 10:00 UTC\nDetected: 2026-11-18 12:00 UTC\nStarted: 2026-11-18 09:00 UTC\n", "start: 2026-11-18T09:00:00Z"},
		{"what it cost", form[:len(form)-len("Impact: none\nPolice informed: no\n")] + "Damage: about 2,000 EUR\nPolice informed: no\n", "cost: about 2,000 EUR\nno: impact"},
		{"the next label in a list of machines", form + "Machines to look at: 198.51.100.4\nDubious addresses: 203.0.113.4\n", "host: target www.quill.example"},
		{"choices of an unknown question", "Incident report\n\nName: Ada Quill\nE-mail: ada@quill.example\nOrganisation: Quill Ltd\nIt is ( ) upstairs ( x ) downstairs\nAffected systems: www.quill.example\nMeasures taken: none yet\n", "organisation: Quill Ltd"},
		{"sides as choices", form[:len(form)-len("Impact: none\nPolice informed: no\n")] + "Your part in it:\n □ source of the attack\n ■ target of the attack\n □ other\nIP address: 203.0.113.4\n", "host: unknown  203.0.113.4"},
		{"where the alert came from", form + "Origin of the alert: 192.0.2.250\nTraffic to: 203.0.113.20\nCallback destination: 203.0.113.6\n", "hosts: 1\nno: tlp"},
		{"wide blanks", "セキュリティ事象連絡票\n\n1. 連絡者\n会社名　　株式会社みなと\n氏名　　　高村 さやか\n電話　　　045-555-0133\nE-mail　　takamura@minato.example\n発生日時　2026年11月18日 21:10 (JST)\n攻撃元　　198.51.100.51\n概要　　　予約が削除された。\n", "contact_name: 高村 さやか\ncontact_phone: 045-555-0133\nhost: source  198.51.100.51\nstart: 2026-11-18T21:10:00+09:00"},
		{"a report without a way to answer", "Cyber incident report\n\nNotified by: Ada Quill\nDate and time of the breach: 2026-11-17 18:20 UTC\nDetected: 2026-11-18 09:05 UTC\nNature of the breach: phishing\nLikely consequences: fraud against tenants\nMeasures taken: mailbox closed\nPolice informed: yes\n", "contact_name: Ada Quill\nlaw_enforcement: yes"},
		{"by whom, not when", form + "Detected by (tool or person): the watchman\nTime of detection: 2026-11-18 12:00 UTC\n", "noticed: 2026-11-18T12:00:00Z"},
		{"a short form and more of the label", "Notification d'incident\n\nNom : Ada Quill\nTél. astreinte : 04 55 55 01 90\nMél : ada@quill.example\nNature de l'incident : intrusion\nSystèmes impactés : www.quill.example\nMesures prises : aucune\n", "contact_phone: 04 55 55 01 90"},
		{"a mail with its header", "Return-Path: <ada@quill.example>\nReceived: from quill.example\nMessage-ID: <1@quill.example>\nFrom: Ada Quill <ada@quill.example>\nContact: Ada Quill\nE-mail: ada@quill.example\nAttacked-system: www.quill.example\nAction: failed\nStarted: 2026-11-18 10:00 UTC\nPeril: phishing\n", "form: none\nno: contact_email"},
		{"a word of a foreign language", "Notificación de incidente\n\nNombre: Ada Quill\nCorreo: ada@quill.example\nEquipo afectado: www.quill.example\nTipo de incidente: escaneo\nMedidas tomadas: ninguna\nIP zutana: 203.0.113.4\n", "hosts: 1"},
	} {
		c.run(t, f)
	}
}

// TestReachable: how to reach the reporter shows behind labels nobody knows,
// beside what is asked about them and where nothing else asks it.
func TestReachable(t *testing.T) {
	f := builtin(t)
	const form = `Incident report

Organisation: Quill Ltd
Name: Ada Quill
`
	const rest = `Incident type: scan
Affected systems: www.quill.example
Measures taken: none yet
Start of the incident: 2026-11-18 10:00 UTC
`
	for _, c := range []reads{
		{"a mail address", form + "Pigeonhole: ada@quill.example\n" + rest, "contact_email: ada@quill.example"},
		{"a number with its country", form + "Red apparatus: +32 2 555 01 00\n" + rest, "contact_phone: +32 2 555 01 00"},
		{"a number without", form + "Certificate of the pen: 2555 0100\n" + rest, "no: contact_phone"},
		{"words beside it", form + "Pigeonhole: ada@quill.example is where we are not\n" + rest, "no: contact_email"},
		{"far from the reporter", form + rest + "\nPigeon: bird@coop.example\n", "no: contact_email"},
		{"asked elsewhere", form + "Pigeonhole: bird@coop.example\nE-mail: ada@quill.example\n" + rest, "contact_email: ada@quill.example"},
	} {
		c.run(t, f)
	}
}
