package template

import "testing"

// partedLine takes a line apart at the mark that may part it.
func partedLine(s string) string {
	l := &splitLines(s)[0]
	_, at, wide := l.parting()
	if wide == 0 {
		return ""
	}
	return l.text[l.off:at] + "|" + l.text[at+wide:]
}

func TestParting(t *testing.T) {
	for s, want := range map[string]string{
		"Name > Jane":                  "Name| Jane",
		"A.1 Name > Jane":              "Name| Jane",
		"Name  >":                      "Name|",
		"Name => Jane":                 "Name| Jane",
		"Name --> Jane":                "Name| Jane",
		"Name (of the reporter) > J":   "Name (of the reporter)| J",
		"*Name:* Jane":                 "Name| Jane",
		"**Name** Jane":                "Name| Jane",
		"*Name*: Jane":                 "Name| Jane",
		"**Who are you?** Jane":        "Who are you| Jane",
		"3. **Name** Jane":             "Name| Jane",
		"**Name:**":                    "Name|",
		"Name>Jane":                    "",
		"Jane Mason <jane@x.example>":  "",
		"jane@x.example > Mason":       "",
		"https://x.example > Mason":    "",
		"192.0.2.1 > 192.0.2.2":        "",
		"* Name * Jane":                "",
		"*Name Jane":                   "",
		"*Na*me Jane":                  "",
		"Name: Jane":                   "",
		"a word and a > after so many": "a word and a| after so many",
		"one two three four five six seven eight nine ten eleven twelve thirteen > Jane": "",
	} {
		if got := partedLine(s); got != want {
			t.Errorf("%q is parted as %q, want %q", s, got, want)
		}
	}
}

func TestWhatLeadsAnAnswer(t *testing.T) {
	for s, want := range map[string]string{
		"=> Jane": "Jane", "-> Jane": "Jane", "  --> Jane": "Jane", "==> Jane": "Jane",
		"A: Jane": "Jane", "R : Jane": "Jane", "Antwort: Jane": "Jane", "Réponse : Jane": "Jane", "回答：山田": "山田", "A1. Jane": "Jane", "R2: Jane": "Jane",
		"=>": "", "-> Name:": "", "=> Name: Jane": "", "- Jane": "", "= Jane": "", "Name: Jane": "", "A Jane": "", "A. Jane": "", "B1. Jane": "", "12: Jane": "", "": "",
	} {
		l := &splitLines(s + "\n")[0]
		got := ""
		if n, _ := l.leads(); n > 0 {
			got = l.text[n:]
		}
		if got != want {
			t.Errorf("%q leads to %q, want %q", s, got, want)
		}
	}
}

func TestCirclesInBrackets(t *testing.T) {
	for s, want := range map[string]string{"(●) no": "no", "(○) no": "", "(○) yes\n(●) no": "no", "[□] yes [■] no": "no", "(◯) yes\n(●) both": "both"} {
		if got, boxed := ticked(s); got != want || !boxed {
			t.Errorf("%q marks %q, %v; want %q", s, got, boxed, want)
		}
	}
}

// abbreviated are labels that end with a point before what parts them.
var abbreviated = []fieldsCase{
	{"dashes", "Name - Jane Mason\nOrg. - Harbour Trust\nE-mail - jane@harbour.example\nTel. - 020 555 0100\nVictim IP - 192.0.2.17\nStart of the incident - 2026-11-03 08:20 UTC\nImpact - shop down\nMeasures taken - waited\n",
		map[string]string{"contact_phone": "020 555 0100", "contact_name": "Jane Mason"}, ""},
}

func TestPointsBeforeDashes(t *testing.T) { readsFields(t, abbreviated) }
