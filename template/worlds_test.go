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
