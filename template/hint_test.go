package template

import (
	"strings"
	"testing"
)

func TestHintsBelowLabels(t *testing.T) {
	readsFields(t, []fieldsCase{
		{"below an answer beside", `Reporter name: Kim Lund
  (first and last)
E-mail address: kim@fjord.example
Type of incident: malware
  (one of phishing, malware, denial of service, ransom or
   scan, as you see it)
Description of the incident: water
`, map[string]string{"contact_name": "Kim Lund", "incident_type": "malware"}, "(first and last)"},
		{"above an answer below", `Reporter name:
  (first and last)
Kim Lund
E-mail address:
  (we answer there)
kim@fjord.example
Type of incident:
（種別）
malware
Impact of the incident:
  (yes or no; which)
Description of the incident:
water
`, map[string]string{"contact_name": "Kim Lund", "incident_type": "malware", "impact": ""}, "(we answer there)"},
		{"an address in brackets is an answer", `Reporter name: Kim Lund
E-mail address: kim@fjord.example
Organisation name: Fjord AS
Target host: www.fjord.example and mx.fjord.example,
(192.0.2.7)
Description of the incident: water
`, map[string]string{"contact_name": "Kim Lund"}, ""},
	})
}

func TestParenthesised(t *testing.T) {
	for _, c := range []struct {
		text string
		want int
	}{
		{"(a)", 0}, {"  (a, b)", 0}, {"（甲、乙）", 0}, {"(a:)", 0}, {"(a\n b)", 1}, {"(a (b) c)", 0}, {"((a) b\nc)", 1},
		{"(a) b", -1}, {"a (b)", -1}, {"(a\n\nb)", -1}, {"(a\nb\nc\nd\ne)", -1}, {"(a) (b)", -1}, {"", -1}, {"(", -1},
	} {
		if got := parenthesised(splitLines(c.text), 0); got != c.want {
			t.Errorf("%q: ends in line %d, want %d", c.text, got, c.want)
		}
	}
}

func TestListed(t *testing.T) {
	for text, want := range map[string]string{
		"1: scan\n2: spam\n3: other\n\n2":  "spam",
		"2\n1. scan\n2. spam":              "spam",
		"1) scan\n2) spam\n3) other\n1, 3": "scan, other",
		"1: scan\n2: spam":                 "", // all are left
		"1: scan\n2: spam\nboth of them":   "1: scan\n2: spam\nboth of them",
		"1: scan\n2: spam\n7":              "1: scan\n2: spam\n7",
		"2":                                "2",
		"1. the door was open":             "1. the door was open",
		"2: spam\n1: scan":                 "2: spam\n1: scan",
		"malware":                          "malware",
		"192.0.2.1":                        "192.0.2.1",
		"":                                 "",
		"１：情報提供\n２：質問\n\n9":                "１：情報提供\n２：質問\n\n9",
		"１：情報提供\n２：質問\n\n2":                "質問",
		"1: 情報提供\n2: 質問\n3: 希望\n(3)":          "希望",
		strings.Repeat("1: a\n", 2) + "1":     strings.Repeat("1: a\n", 2) + "1",
		"1: a\n2: b\n3: c\n4: d\n5: e\n2 & 4": "b, d",
		"2\n 1. theft 2. malware 3. spam":     "malware",
		"1) theft, 2) malware\n3) spam\n1":    "theft",
		"1. theft 2. malware":                 "",
		"2\n1. patch 2 of 3 2. scan":          "scan",
	} {
		if got := listed(text, ", "); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// TestHintBeforeAnswer: what a form wants to read there may be left before it.
func TestHintBeforeAnswer(t *testing.T) {
	f := builtin(t)
	for _, c := range []reads{
		{"a format below", reporter + "Start of the incident:\n  (DD/MM/YYYY hh:mm) 19/11/2026 07:00 UTC\n", "incident_start: 19/11/2026 07:00 UTC"},
		{"a format beside", reporter + "Start of the incident: (jj-mm-aaaa) 19-11-2026 07:00 UTC\n", "incident_start: 19-11-2026 07:00 UTC"},
		{"a hint of a known form", "Tocsin incident report form, tocsin-1\n\n" + reporter + "Have the police been told?\n  (yes or no; which, when, case number) no\n", "law_enforcement: no"},
		{"what explains, behind a question", reporter + "When did it start? (include time zone)\n19/11/2026 07:00 UTC\n", "incident_start: 19/11/2026 07:00 UTC"},
		{"an answer in brackets", reporter + "Impact of the incident: (none so far)\n", "impact: (none so far)"},
		{"no hint", reporter + "Impact of the incident:\n  (very) bad\n", "impact: (very) bad"},
	} {
		c.run(t, f)
	}
	for text, want := range map[string]bool{"DD/MM/YYYY hh:mm": true, "jj-mm-aaaa": true, "rrrr-mm-dd gg:mm": true, "yes or no": false, "dd": false, "UTC": false, "mm 12": false, "aa BB": true, "": false} {
		if isFormat(text) != want {
			t.Errorf("%q is a format: %v", text, !want)
		}
	}
}

func TestNumberOfAnOption(t *testing.T) {
	readsFields(t, []fieldsCase{
		{"below the options", `Reporter name: Kim Lund
E-mail address: kim@fjord.example
Organisation name: Fjord AS
Type of incident:
1: scan
2: malware
3: spam

2
Description of the incident: water
`, map[string]string{"incident_type": "malware"}, "water"},
		{"beside the label", `Reporter name: Kim Lund
E-mail address: kim@fjord.example
Organisation name: Fjord AS
Type of incident: 3
 1. scan
 2. malware
 3. spam
Description of the incident: water
`, map[string]string{"incident_type": "spam"}, "water"},
		{"none", `Reporter name: Kim Lund
E-mail address: kim@fjord.example
Organisation name: Fjord AS
Type of incident:
 1. scan
 2. malware
Description of the incident: water
`, map[string]string{"incident_type": ""}, "water"},
	})
}

func TestAnswerThatIsALabelToo(t *testing.T) {
	r := builtin(t).Parse(body("Reporter name:\nKim Lund\nE-mail address:\nkim@fjord.example\nClock synchronised?:\nNTP\nOrganisation name:\nFjord AS\nDescription of the incident:\nwater\n"))
	if r.Clock.Synchronised != "yes" {
		t.Errorf("clock %+v, fields %v", r.Clock, r.Fields)
	}
}

func TestLabelBelowAShortAnswer(t *testing.T) {
	readsFields(t, []fieldsCase{
		{"an everyday word", "Reporter name: Kim Lund\nE-mail address: kim@fjord.example\nOrganisation name: Fjord AS\nActions taken: unplugged\nImpact: no mail since the attack\n",
			map[string]string{"actions_taken": "unplugged", "impact": "no mail since the attack"}, ""},
		{"further in", "Reporter name: Kim Lund\nE-mail address: kim@fjord.example\nOrganisation name: Fjord AS\nActions taken: unplugged\n    Impact: no mail since the attack\n",
			map[string]string{"actions_taken": "unplugged", "impact": ""}, "Impact: no mail"},
		{"a typo behind a tab", "Reporter name\tKim Lund\nE-mail address\tkim@fjord.example\nOrganisation naem\tFjord AS\nActions taken\tunplugged\nTyep of incident\tmalware\n",
			map[string]string{"organisation": "Fjord AS", "actions_taken": "unplugged", "incident_type": "malware"}, ""},
	})
}

func TestUnended(t *testing.T) {
	for text, want := range map[string]string{
		"If yes, which agency?": "", "If so, whom: our bank": "our bank", "Wenn ja, welche Stelle? PI Nord": "PI Nord", "Si oui, laquelle ?": "",
		"Se sì, quali: Polizia Postale": "Polizia Postale", "No. If asked: no": "No. If asked: no", "If we see 3 more: yes": "If we see 3 more: yes", "": "", "yes": "yes",
		"SI NO Cual?": "SI NO Cual?", "Sí, cuál: la policía": "Sí, cuál: la policía", "Si es así, ¿cuál? Interpol": "Interpol",
	} {
		if got := unended(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
