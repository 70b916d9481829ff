package template

import (
	"testing"

	"tocsin/store"
)

// TestQuiz: where several known labels are questions above their answers, others
// are labels as well, with a question mark and without.
func TestQuiz(t *testing.T) {
	readsFields(t, []fieldsCase{
		{"Italian", `Chi segnala?
Orsola Bentivegna
Come possiamo contattarla?
orsola@forno.example
Cosa è successo?
Da ieri il registratore di cassa mostra una pagina in cirillico e non stampa più
gli scontrini, il negozio lavora a mano.
Quanti ovetti sono rimasti?
dodici
Quando è iniziato?
il 17/11/2026 alle 14
Che cosa avete fatto?
spento tutto
Danno stimato
1 200 euro
`, map[string]string{"contact_name": "Orsola Bentivegna", "contact_email": "orsola@forno.example", "actions_taken": "spento tutto", "cost": "1 200 euro"}, "Quanti ovetti sono rimasti?"},
		{"German, half of it asked", `Wer meldet?
Berthold Anzinger
Wie erreichen wir Sie?
b.anzinger@muehle.example
Was ist passiert?
Seit gestern kommen von unserem Server Mails an alle Kunden, die wir nicht geschickt haben.
Wann haben Sie es bemerkt?
17.11.2026, 8 Uhr
Was haben Sie unternommen?
Server aus
Schaden
rund 400 EUR
`, map[string]string{"contact_name": "Berthold Anzinger", "actions_taken": "Server aus", "cost": "rund 400 EUR"}, ""},
		{"an answer that asks back", `Who is reporting?
Sigrun Vale
How can we reach you?
sigrun@vale.example
What happened?
The shop page was replaced by a black one with a skull on it over the night, and
nobody had the password but me.
When did it happen?
17 November 2026
What have you done?
Nothing yet
should we pull the plug?
`, map[string]string{"contact_name": "Sigrun Vale", "actions_taken": "Nothing yet\nshould we pull the plug?"}, ""},
	})
	f := builtin(t)
	r := f.Parse(body("Dear all,\nwho comes to lunch?\nMonday\nWhat do we eat?\nSoup, says Ada Quill (ada@quill.example)\nWhen do we go?\n12:30\nAmount\n12 EUR\n"))
	if len(r.Fields) > 1 {
		t.Errorf("no form, but %q", r.Fields)
	}
}

// TestQuotesAndLines: what a program or a form leaves around answers.
func TestQuotesAndLines(t *testing.T) {
	readsFields(t, []fieldsCase{
		{"a CSV", "Feld;Wert\nMelder;Jorinde Kalt\nE-Mail;j.kalt@werft.example\nTelefon;030 555 01 77\nArt des Vorfalls;Phishing\nMaßnahmen;\"Konto gesperrt; Kollegen gewarnt\"\nBeschreibung;\"Eine Mail; \"\"Rechnung\"\" im Betreff\"\n",
			map[string]string{"contact_name": "Jorinde Kalt", "actions_taken": "Konto gesperrt; Kollegen gewarnt"}, "Rechnung"},
		{"lines to write on", `Uw naam: __Sietske Buma________
E-mail: __s.buma@polder.example__
Soort incident: __virus_____
Beschrijving van het incident:
__De laptop van de balie toont sinds vanochtend een melding dat alles_____
__op slot zit en dat er betaald moet worden._____________________________
Genomen maatregelen: __stekker eruit______
`, map[string]string{"contact_name": "Sietske Buma", "actions_taken": "stekker eruit", "description": "De laptop van de balie toont sinds vanochtend een melding dat alles\nop slot zit en dat er betaald moet worden."}, ""},
	})
	for s, want := range map[string]string{
		"__a b_____\n__c d__": "a b\nc d",
		"___ a\n_X_ b":        "___ a\n_X_ b",
		`"a b"`:               "a b",
		`"a" or "b"`:          `"a" or "b"`,
		`a "b"`:               `a "b"`,
		"x__y\nz":             "x__y\nz",
	} {
		if got := trimAnswer(s); got != want {
			t.Errorf("%q: %q, want %q", s, got, want)
		}
	}
}

// TestRecordsOfPrograms: objects on one line, keys below a log line, and what a
// program says of its own page.
func TestRecordsOfPrograms(t *testing.T) {
	f := builtin(t)
	r := f.Parse(body(`{
  "meldung": "waldhof/7",
  "einrichtung": "Klinik Waldhof",
  "melder": { "name": "Ludger Haack", "mail": "l.haack@waldhof.example", "telefon": "+49 30 555 0177" },
  "vorfall": {
    "art": "Phishing",
    "beginn": "2026-11-16T11:20:00+01:00",
    "ziel": { "host": "mail.waldhof.example", "ip": "192.0.2.131" },
    "beschreibung": "Eine Mail der Bank, die keine war."
  }
}`))
	if !hasHost(r, store.RoleTarget, "mail.waldhof.example") {
		t.Errorf("hosts are %+v", r.Hosts)
	}
	readsFields(t, []fieldsCase{{"a dump", `submitted_at: 2026-11-20 09:14:07 UTC
reporter_name: Aubin Leroux
reporter_email: aubin@leroux.example
abuse_type: port_scan
offending_ip: 203.0.113.188
evidence: Nov 19 23:51:10 edge kernel: DROP SRC=203.0.113.188 DST=192.0.2.61
message: Your customer walks through our range every night. Please make it stop.
victim_ip: 192.0.2.61
first_seen: 2026-11-19 23:51:10 UTC
last_seen: 2026-11-20 02:03:44 UTC
captcha_ok: true
`, map[string]string{"contact_name": "Aubin Leroux", "incident_type": "port_scan"}, "Your customer walks through our range every night. Please make it stop."}})
}

// hasHost says whether a report has a machine of that name in a role.
func hasHost(r store.Report, role, name string) bool {
	for _, h := range r.Hosts {
		if h.Role == role && h.Name == name {
			return true
		}
	}
	return false
}

// TestLabelsOfWhoAndWhere: what some words of labels ask, and what they don't.
func TestLabelsOfWhoAndWhere(t *testing.T) {
	const rest = "Mail: ada@quill.example\nWhat happened: the web page was changed\nWhen: 2026-11-18 10:00\nPolice: no\nDone so far: plug pulled\n"
	readsFields(t, []fieldsCase{
		{"an owner", "Event owner: Ada Quill, Head of Tills\n" + rest, map[string]string{"contact_name": "Ada Quill", "contact_title": "Head of Tills"}, ""},
		{"a member's number", "Your name: Ada Quill\nMember ID: GF-118\n" + rest, map[string]string{"reference_theirs": ""}, ""},
		{"a house of its kind", "Your name: Ada Quill\nHouse: Well Street Night Shelter\n" + rest, map[string]string{"organisation": "Well Street Night Shelter"}, ""},
		{"no sum", "Your name: Ada Quill\nDid it reach money: No / Records: Yes\n" + rest, map[string]string{"cost": ""}, ""},
		{"a tag is no count", "Your name: Ada Quill\nDevice number: OXB-TAB-23\n" + rest, map[string]string{"host_count": ""}, ""},
	})
	if r := builtin(t).Parse(body("Your name: Ada Quill\nIncident type: crane moved by a person of whom all is unknown\n" + rest)); len(r.Category) > 0 {
		t.Errorf("category is %q", r.Category)
	}
}

// TestZoneOfHeading: a heading says in which zone the times below it are.
func TestZoneOfHeading(t *testing.T) {
	f := builtin(t)
	for heading, want := range map[string]string{"2. TEMPS (UTC)": "2026-11-18T23:40:00Z", "2. TEMPS (CET)": "2026-11-18T23:40:00+01:00", "2. TEMPS (estimé)": "18.11.2026, 23:40"} {
		r := f.Parse(body("1. DÉCLARANT\nNom: Aubin Leroux\nCourriel: aubin@leroux.example\n" + heading + "\nDébut: 18.11.2026, 23:40\nConstaté: 19.11.2026, 05:15\n3. INCIDENT\nNature: virus\nDescription: le poste affiche une page noire\nMesures: débranché\n"))
		if got := r.Time.Start; got != want && !(got == "" && want == r.Fields["incident_start"]) {
			t.Errorf("%s: %q, want %q", heading, got, want)
		}
	}
}

// TestTwoWaysInOneAnswer: a number and an address where one of them was asked for.
func TestTwoWaysInOneAnswer(t *testing.T) {
	const rest = "\nWas ist passiert: die Seite zeigt fremde Werbung\nWann: 18.11.2026 10:00\nPolizei: nein\nMaßnahmen: Server aus\n"
	readsFields(t, []fieldsCase{
		{"or", "Ihr Name: Lorenz Oberhuemer\nIhr Telefon: 030 555 01 77 oder l@huemer.example" + rest, map[string]string{"contact_phone": "030 555 01 77 oder l@huemer.example"}, ""},
		{"one after the other", "Ihr Name: Lorenz Oberhuemer\nIhre E-Mail: l@huemer.example / +49 30 555 01 77" + rest, map[string]string{"contact_phone": "+49 30 555 01 77"}, ""},
	})
	for piece, want := range map[string][2]string{"555 0100 or a@b.example": {"555 0100", "a@b.example"}, "Bed and Breakfast": {"Bed and Breakfast", ""}, "a@b.example": {"a@b.example", ""}, "Ada Quill <a@b.example>": {"Ada Quill <a@b.example>", ""}} {
		if first, second, _ := alternatives(piece); first != want[0] || second != want[1] {
			t.Errorf("%q: %q, %q", piece, first, second)
		}
	}
}
