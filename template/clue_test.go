package template

import (
	"strings"
	"testing"
)

func TestLooksOf(t *testing.T) {
	for text, want := range map[string]looks{
		"jane@site.example":                     looksMail,
		"Jane Doe <jane@site.example>":          looksMail,
		"`jane@site.example`":                   looksMail,
		"jane@site.example and joe@x.example":   looksText,
		"+44 1632 960 311":                      looksDial | looksNumber,
		"01632 960458":                          looksDial | looksNumber,
		"555-0161":                              looksNumber,
		"10099117":                              looksNumber,
		"18-11-2026":                            looksTime,
		"01.06.2010 13:45":                      looksTime,
		"17 Nov 2026 05:30 NZDT":                looksTime,
		"198.51.100.7":                          looksHost,
		"reg-server, 10.5.5.20":                 looksHost,
		"https://www.site.example/a":            looksHost,
		"PF-ACC-019":                            looksMachine | looksCode | looksText,
		"Hamish Oduya":                          looksPerson | looksText,
		"Delphine Roy, Deputy Registrar":        looksPerson | looksText,
		"Klinikum Oberau gGmbH":                 looksFirm,
		"Halden Plastics Ltd":                   looksFirm,
		"yes, to the police":                    looksYes | looksText,
		"phishing":                              looksKind | looksText,
		"21,400":                                looksFigure,
		"n/a":                                   0,
		"":                                      0,
		"---":                                   0,
		strings.Repeat("water ", 20):            looksLong,
		strings.Repeat("water ", 50):            looksLong,
		"Dr. Wiebke Stolte":                     looksPerson | looksText,
		"the old laptop of the caretaker":       looksText,
		"HM-CYB-0092":                           looksMachine | looksCode | looksText,
		"we saw 198.51.100.7 in our logs today": looksHost,
	} {
		if got := looksOf(text); got != want && got&^looksText != want {
			t.Errorf("%q looks %b, want %b", text, got, want)
		}
	}
}

func TestClued(t *testing.T) {
	b, err := concepts()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range [][3]string{
		{"Telephone reachable on market days", "555-0161", "contact_phone"},
		{"Wherever", "+44 1632 960 311", ""},
		{"First call", "2026-11-18 04:10", ""},
		{"First sign of it", "2026-11-18 04:10", "incident_start"},
		{"Last seen there", "2026-11-18 04:10", "incident_end"},
		{"Strange address that it came from", "198.51.100.7", "host source"},
		{"Police report filed under", "771/26", "law_enforcement"},
		{"Zzt of the attacker as the firewall has it", "198.51.100.7", "host source"},
		{"Zzt machine affected, with its address", "srv1, 192.0.2.7", "host target"},
		{"What the night shift calls it", "phishing", "incident_type"},
		{"Which of our customers' IP addresses attacked you", "198.51.100.7", ""},
		{"Sender of the attack", "evil@site.example", ""},
		{"Second contact", "jane@site.example", ""},
		{"Licence number", "RU-0448", ""},
		{"Number", "10099117", ""},
		{"Weather", "rain", ""},
		{"Telephone of the attacker", "+44 1632 960 311", ""},
		{"Gebäude am Anfang", "18.11.2026 03:00", "incident_start"},
		{"Dirección IP atacante según zzt", "198.51.100.7", "host source"},
	} {
		got := ""
		if clue, _ := b.clued(c[0], looksOf(c[1]), ""); clue != nil {
			got = strings.TrimSpace(clue.Field + " " + clue.Role)
		}
		if got != c[2] {
			t.Errorf("%q: %q asks %q, want %q", c[0], c[1], got, c[2])
		}
	}
}

// TestUnseenForms reads reports whose labels are in words that no form has.
func TestUnseenForms(t *testing.T) {
	f := builtin(t)
	for _, c := range []struct {
		name, text string
		want       map[string]string
	}{
		{"keys of a bakery", `Bakery business: Kneadwell Ovens Ltd
Master baker reporting: Orla Finch
Shop line after dark: +44 1632 960 777
Shop box: orla@kneadwell.example
Oven trouble began at dawn: 2026-11-18 04:10 UTC
Trouble noticed by the apprentice: 2026-11-18 06:00 UTC
Affected till machine and address: till-2, 192.0.2.44
Attacking address in the oven's log: 198.51.100.31
Steps the shop has taken: till unplugged
`, map[string]string{"organisation": "Kneadwell Ovens Ltd", "contact_name": "Orla Finch", "contact_email": "orla@kneadwell.example",
			"contact_phone": "+44 1632 960 777", "actions_taken": "till unplugged", "description": ""}},
	} {
		r := f.Parse(body(c.text))
		for name, want := range c.want {
			if r.Fields[name] != want {
				t.Errorf("%s: %s is %q, want %q", c.name, name, r.Fields[name], want)
			}
		}
		if len(r.Hosts) != 2 {
			t.Errorf("%s: hosts %+v", c.name, r.Hosts)
		}
	}
}

// TestNoFormByClues: lines dressed alike, with addresses and dates, that report
// no incident of anybody's.
func TestNoFormByClues(t *testing.T) {
	f := builtin(t)
	for name, text := range map[string]string{
		"a bounce": "Reporting-MTA: dns; mx.site.example\nArrival-Date: Fri, 20 Nov 2026 11:21:03 +0000\nFinal-Recipient: rfc822; jane@site.example\nAction: failed\nStatus: 5.2.0\nRemote-MTA: dns; mx.other.example\nDiagnostic-Code: smtp; 550 no\n",
		"a card":   "Jane Doe\nKneadwell Ovens Ltd\nPhone: +44 1632 960 777\nMail: jane@site.example\nWeb: www.site.example\nOpen: Monday\n",
		"an order": "Customer: Jane Doe\nCompany: Kneadwell Ovens Ltd\nPhone: +44 1632 960 777\nE-mail: jane@site.example\nOrdered on: 2026-11-18 04:10\nDelivered on: 2026-11-20 10:00\nItem: flour\nPrice: 12.40\n",
		"a log":    "user: jane@site.example\nlogin time: 2026-11-18 04:10\nsource ip: 198.51.100.7\nhost: mx1\nresult: failed\nuser: joe@site.example\n",
		"a header": "From: Jane Doe <jane@site.example>\nDate: Fri, 20 Nov 2026 11:21:03 +0000\nTo: joe@site.example\nSubject: attack on us\nMessage-ID: <a@b.example>\nX-Mailer: mutt\n",
		"a talk":   "Speaker: Jane Doe\nOrganisation: Kneadwell Ovens Ltd\nContact: jane@site.example\nStart: 2026-11-18 10:00\nEnd: 2026-11-18 11:00\nTopic: phishing\nRoom: 12\n",
	} {
		if r := f.Parse(body(text)); len(r.Hosts) > 0 || len(r.Fields) > 1 || r.Form != formNone {
			t.Errorf("%s was read as a form: %v %+v", name, r.Fields, r.Hosts)
		}
	}
}
