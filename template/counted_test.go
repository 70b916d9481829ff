package template

import "testing"

// TestPickedByNumber: the number of a choice is none of the report's, and the list
// in the question is not what was chosen.
func TestPickedByNumber(t *testing.T) {
	for _, c := range [][3]string{
		{"Type (1: spam, 2: theft, 3: scan):", "2", "theft"},
		{"Type (1 spam 2 theft 3 scan):", "1, 3", "spam, scan"},
		{"Type [a) spam b) theft c) scan]:", "B", "theft"},
		{"種別（1：スパム　2：侵入）：", "2", "侵入"},
		{"Type?", "(1: spam, 2: theft): 2", "theft"},
		{"Type:", "2 (1 = spam, 2 = theft)", "theft"},
		{"Type?", "(1: spam, 2: theft):", ""},
		{"Type (1: spam, 2: theft):", "theft of a laptop", "theft of a laptop"},
		{"Type (1: spam, 2: theft):", "7", "7"},
	} {
		got, ok := pickedByNumber(c[0], c[1])
		if !ok {
			got = c[1]
		}
		if want := c[2]; got != want {
			t.Errorf("%s %s: %q, want %q", c[0], c[1], got, want)
		}
	}
	for _, c := range [][2]string{{"Phone (1 line only):", "2"}, {"Name (a person):", "b"}, {"Hosts:", "10.0.0.1 (1 of 2), 10.0.0.2"}, {"Steps taken:", "(1) cut off, (2) restored"}} {
		if got, ok := pickedByNumber(c[0], c[1]); ok {
			t.Errorf("%s %s: took %q", c[0], c[1], got)
		}
	}
}

// TestNumbersOfChoices: so in whole mails.
func TestNumbersOfChoices(t *testing.T) {
	f := builtin(t)
	for _, c := range []reads{
		{"behind the question mark", strictly + "What do you want from us? (1: nothing  2: contact the other site  3: how to recover  4: compromised, urgent help): 3\n", "assist: recover"},
		{"in the label", strictly + "Assistance requested (1: nothing, 2: contact others, 3: recover, 4: urgent help): 2\n", "assist: contact-sites\nno: severity"},
		{"of the list nothing", strictly + "Assistance requested (1: nothing, 2: contact others, 3: recover, 4: urgent help):\n", "assist: \nno: severity"},
		{"the kind", strictly + "Type of incident: 2 (1: phishing, 2: malware, 3: scan)\n", "category: malicious-code/infected-system"},
	} {
		c.run(t, f)
	}
}

// TestUndecided: yes and no both left standing are no answer.
func TestUndecided(t *testing.T) {
	f := builtin(t)
	for _, text := range []string{"Yes/No", "yes | no", "SI NO", "Ja/Nein", "oui / non", "はい・いいえ", "yes/no/unknown"} {
		reads{text, strictly + "Law enforcement contacted: " + text + "\n", "no: law_enforcement"}.run(t, f)
	}
	for _, text := range []string{"no", "no, not yet", "Yes, no case number", "[x] yes [ ] no", "yes / NO"} {
		if r := f.Parse(body(strictly + "Law enforcement contacted: " + text + "\n")); r.Fields["law_enforcement"] == "" {
			t.Errorf("%q: no answer", text)
		}
	}
}
