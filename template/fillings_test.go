package template

import "testing"

// TestFillings: what people do to a form while they fill it in.
func TestFillings(t *testing.T) {
	f := builtin(t)
	for _, c := range []reads{
		{"an answer behind the example below its label", reporter + "Have the police been told?\n  (e.g. yes or no; which, when) not yet\nDate and time of incident:\n  (e.g. 2026-01-31 10:00) 2026-11-20 10:00 UTC\n", "law_enforcement: not yet\nstart: 2026-11-20T10:00:00Z"},
		{"an answer that begins with a parenthesis", reporter + "Impact:\n  (some) mail is late\n", "impact: (some) mail is late"},
		{"circles for marks in Japan", "氏名：石井 花\n電話番号：03-5555-0123\nメールアドレス：ishii@mori.example.jp\n組織名：森の学校\nインシデントの種類：\n  [ ] 改ざん\n  [○] フィッシング\n", "incident_type: フィッシング\ncategory: fraud/phishing"},
		{"buttons of which one is pressed", reporter + "Severity: (○) low (●) high\n", "severity: high"},
		{"a name in brackets behind words", reporter + "Affected machine: the desk in the hall (HALL-PC2)\n", "host: target HALL-PC2"},
		{"a time broken off its day", reporter + "Date and time of incident: 2026-11-20\n18:22 UTC\nSeverity: low\n", "start: 2026-11-20T18:22:00Z\nseverity: low"},
		{"a day alone, and a number below", reporter + "Date of incident: 2026-11-20\n\n18 of them were found.\n", "says: 18 of them were found.\nincident_time: 2026-11-20"},
		{"an answer broken behind a preposition", "Nombre: Eva Gil\nDepartamento: Servicio de\nLimpieza\nCorreo: gil@site.example\nTipo de incidente: spam\nTeléfono: 942 555 118\n", "mute: Limpieza"},
		{"the end of an answer", reporter + "Department: Sales\nKind regards\n", "department: Sales\nsays: Kind regards"},
		{"a line too short to be broken", reporter + "Impact: the mail of three hundred people is late, and that of the other forty people was lost for good\nSeverity: high as we see it and so does the whole of the office\nOverview of others told\n", "severity: high as we see it and so does the whole of the office\nsays: Overview of others told"},
		{"what to do with the boxes", "1. Name: Jane Doe\n2. E-mail: jane@site.example\n3. Type of incident (tick one)\n   scan [ ]\n   spam [x]\n4. Severity (bitte ankreuzen)\n   [ ] low\n   [x] high\n5. Attacker IP: 198.51.100.7\n", "incident_type: spam\nseverity: high"},
		{"words behind a known label, in a sheet of arrows", "Name > Jane Doe\nOrganisation > Site\nE-mail > jane@site.example\nTelephone for the night watch > 555 0100\nType of incident > scan\n", "contact_phone: 555 0100\nincident_type: scan"},
		{"the next section", "A. Reporter\nA.1 Name: Jane Doe\nA.2 E-mail: jane@site.example\nA.3 Organisation: Site\nB. What happened\nB.1 Type of incident: scan\nB.2 Measures taken:\ncable pulled\n\nC. THE REST\nC.1 Severity: low\n", "actions_taken: cable pulled\nsays: C. THE REST"},
		{"a list in an answer", "A. Reporter\nA.1 Name: Jane Doe\nA.2 E-mail: jane@site.example\nA.3 Organisation: Site\nB. What happened\nB.1 Type of incident: scan\nB.2 Description of the incident:\nWe saw two things:\na. one\nb. two\n", "says: a. one\nsays: b. two"},
	} {
		c.run(t, f)
	}
}

// TestWordsOfLabels: families of labels that are understood by their words.
func TestWordsOfLabels(t *testing.T) {
	f := builtin(t)
	for _, c := range []reads{
		{"German tables, and what is struck through", "| Name | Holger Mühle |\n| E-Mail | h@muehle.example |\n| Telefon | 0831 555 |\n| Mutmaßlicher Ursprung | 203.0.113.179 |\n| Betroffene Systeme | vc1.muehle.example |\n| Böswillige Handlung vermutet? | ja / ~~nein~~ / ~~unbekannt~~ |\n| Aktenzeichen der Einrichtung | KV-07 |\n",
			"host: source  203.0.113.179\nmalicious: yes\nreference_theirs: KV-07"},
		{"an origin without an address", reporter + "Suspected origins of it all: somebody in town\n", "hosts: 0\nsays: somebody in town"},
		{"patients, faculties, extensions", "Nom : Anne Roux\nCourriel : anne@moulin.example\nTéléphone direct : 02 33 55\nFaculté : Lettres et langues\nImpact sur la prise en charge des patients : tout sur papier\nType d'incident : scan\nDate de l'incident : 2026-11-20\nAdresse IP de la cible : 192.0.2.7\n", "contact_phone: 02 33 55\nimpact: tout sur papier\ndepartment: Lettres et langues"},
		{"someone else", "Nome: Ana Gil\nE-mail: ana@moinho.example\nTelefone: 21 555\nTipo de incidente: phishing\nJá foi comunicado a mais alguém?: CNCS\nHouve registro de boletim de ocorrência? sim, BO 7\n", "other_sites: CNCS\nlaw_enforcement: sim, BO 7"},
		{"a second label behind a gap", reporter + "Fax: 555 0100        Dept: Sales\nDetected on: 2026-11-20      Measures so far: none taken yet\n", "contact_fax: 555 0100\ndepartment: Sales\nactions_taken: none taken yet"},
		{"a gap in an answer", reporter + "Impact: two      three: four\n", "impact: two      three: four"},
		{"boxes behind another label", reporter + "1. What actions have been taken in response: cable pulled\n2. Agencies notified: ( ) police ( ) nobody (x) others\n", "actions_taken: cable pulled"},
		{"headings over hosts", reporter + "\nMachines that were hit\nwww.site.example   192.0.2.7\nftp.site.example   192.0.2.8\n\nOrigin of the attack\n198.51.100.7\n", "host: target www.site.example 192.0.2.7\nhost: target ftp.site.example 192.0.2.8\nhost: source  198.51.100.7"},
		{"a heading over words", reporter + "\nMachines that were hit\nall of them, and 192.0.2.7 worst of all as far as anybody here can tell\n", "hosts: 0"},
		{"a block to be copied", reporter + "AFFECTED HOST (copy for each)\n Name: www.site.example\n IP address: 192.0.2.7\nATTACKING HOST (copy for each)\n IP address: 198.51.100.7\n", "contact_name: Jane Doe\nhost: target www.site.example 192.0.2.7\nhost: source  198.51.100.7"},
	} {
		c.run(t, f)
	}
}
