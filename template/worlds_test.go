package template

import "testing"

// worlds are forms in the words of trades that no definition is for.
var worlds = []fieldsCase{
	{"an insurer's notice", `Policyholder: Gannet Boatbuilders Ltd
Claimant: Cressida Gannet
Broker: Dunstan Faraday
Tel: +44 1632 960 458
E-mail: cressida@gannetboats.example
Date of loss: 12 November 2026, 16:40 GMT
Peril: phishing
Circumstances: An invoice of our timber merchant arrived with other bank details than before, and we paid it on the same day.
Estimated loss to date: GBP 23,750
Mitigation: bank recalled the payment
Crime number: NFRC261117
`, map[string]string{"organisation": "Gannet Boatbuilders Ltd", "contact_name": "Cressida Gannet", "incident_type": "phishing", "cost": "GBP 23,750",
		"actions_taken": "bank recalled the payment", "law_enforcement": "NFRC261117"}, ""},
	{"a plant's trouble sheet", `Operator: Weir Street Works
Caller: Ada Quill
Taken by: Peter Holm
Call back on: +44 1632 960 311
Mail: ada@weir.example
Trouble since: 2026-11-18 04:10
Alarm raised: 2026-11-18 05:00
PLC hit: 192.0.2.7
Login from: 198.51.100.7
Workaround: hand operation
Wants: a visit
`, map[string]string{"organisation": "Weir Street Works", "contact_name": "Ada Quill", "contact_phone": "+44 1632 960 311", "incident_start": "2026-11-18 04:10",
		"detection_time": "2026-11-18 05:00", "actions_taken": "hand operation", "assistance": "a visit"}, ""},
	{"an insurer's notice in German", `Versicherungsnehmer: Tischlerei Wübbenhorst GmbH
Anzeigende Person: Gesche Wübbenhorst
Makler: Peter Holm
Telefonisch erreichbar: 04431 555 0122
E-Mail: gesche@tischlerei.example
Schadentag: 12.11.2026
Aufgefallen am: 13.11.2026
Schadenhergang: Der Rechner der Fräse zeigt seit dem Morgen nur noch eine Aufforderung zur Zahlung von Lösegeld.
Betroffene Systeme: cnc-1, 192.168.3.31
Sofortmaßnahmen: Rechner ausgeschaltet
`, map[string]string{"organisation": "Tischlerei Wübbenhorst GmbH", "contact_name": "Gesche Wübbenhorst", "incident_time": "12.11.2026", "detection_time": "13.11.2026",
		"actions_taken": "Rechner ausgeschaltet"}, ""},
	{"a school's notice in French", `Établissement : Lycée du Port
Personne signalante : Anne Roux
Téléphone : 02 98 55 01 47
Courriel : anne.roux@lycee.example
Constatés le : 17/11/2026 à 9h30
Type d'incident : hameçonnage
Adresse frauduleuse : portail-faux.example
Mesures conservatoires : messagerie coupée
`, map[string]string{"organisation": "Lycée du Port", "contact_name": "Anne Roux", "detection_time": "17/11/2026 à 9h30", "incident_type": "hameçonnage",
		"actions_taken": "messagerie coupée"}, ""},
	{"a network's trouble ticket", `Opened by: Ines Farrow
Company: Sedge Lane Net Ltd
24x7 number: +44 1632 960 733
Event began: 2026-11-20 22:04 UTC
Kind of event: DDoS
Victim: ns1.sedgelane.example
Top talkers: 203.0.113.5, 203.0.113.18
Clock of the server: NTP
Summary: The name server was flooded with answers to questions that it never asked.
`, map[string]string{"contact_name": "Ines Farrow", "contact_phone": "+44 1632 960 733", "clock_sync": "NTP"}, ""},
	{"a shop's form mail", `Your full name
Greta Pike

Work e-mail
greta@tallow.example

Best number
+44 1632 960 577

Affected resource
till2.tallow.example (192.0.2.61)

Where did the logins come from?
198.51.100.7

When did you become aware?
20 November 2026, 09:10 GMT

Describe the problem
Somebody guessed a password and read the orders of a week.

May we pass your name to other customers?
No
`, map[string]string{"contact_name": "Greta Pike", "contact_email": "greta@tallow.example", "contact_phone": "+44 1632 960 577", "awareness_time": "20 November 2026, 09:10 GMT",
		"share_identity": "no"}, ""},
}

func TestWorlds(t *testing.T) { readsFields(t, worlds) }

// TestBystanders: whoever takes a report down, or saw what happened, is not its
// reporter; nor is a message's sender a host of ours.
func TestBystanders(t *testing.T) {
	b, err := concepts()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range [][3]string{
		{"Received by", "Peter Holm", ""},
		{"Witness of the event", "Peter Holm", ""},
		{"Broker's telephone", "+44 1632 960 311", ""},
		{"Solicitor and e-mail", "p.holm@law.example", ""},
		{"Phishing site", "evil.example", "host source"},
		{"Malicious domain", "evil.example", "host source"},
		{"Other end of the line", "198.51.100.7", "host source"},
		{"Our end of the line", "192.0.2.7", "host target"},
		{"Alarm on the board", "2026-11-18 05:00", "detection_time"},
		{"Estimated loss so far", "EUR 4,000", "cost"},
		{"Date of the loss on board", "2026-11-18", "incident_time"},
		{"Website hit by it", "www.harbour.example", "host target"},
		{"Website of the firm's contact", "www.harbour.example", ""},
		{"Website that caused it", "evil.example", "host source"},
		{"Quittiert und aufgenommen durch", "Peter Holm", ""},
		{"Nom du témoin", "Peter Holm", ""},
		{"Страхователь и филиал", "Halden Plastics Ltd", "organisation"},
		{"Адрес мошенников", "198.51.100.7", "host source"},
		{"Dolandırıcının adresi", "198.51.100.7", "host source"},
		{"受付者", "Peter Holm", ""},
		{"Ticket in our queue", "INC-20931", ""},
		{"Case in the register", "INC-20931", "reference_theirs"},
	} {
		got := ""
		for _, find := range []func() *clue{func() *clue { k, _ := b.clued(c[0], looksOf(c[1]), "en"); return k }, func() *clue { return b.bare(c[0], looksOf(c[1])) }} {
			if k := find(); k != nil && got == "" {
				got = k.Field
				if k.Role != "" {
					got += " " + k.Role
				}
			}
		}
		if got != c[2] {
			t.Errorf("%q: %q asks %q, want %q", c[0], c[1], got, c[2])
		}
	}
}
