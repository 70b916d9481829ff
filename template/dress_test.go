package template

import (
	"slices"
	"strings"
	"testing"

	"tocsin/template/word"
)

func TestItemNumbers(t *testing.T) {
	for s, want := range map[string]string{
		"A.1 Name": "A.1|Name", "I.1 Name": "I.1|Name", "II.3. Name": "II.3|Name", "IV-2) Name": "IV-2|Name", "B.1.2 Name": "B.1.2|Name",
		"A1* Name": "A1|Name", "1.* Name": "1|Name", "A1. *Name": "A1|Name",
		"Question 3 - Name": "3|Name", "Frage 3: Name": "3|Name", "Frage3. Name": "3|Name", "Pregunta 12) Name": "12|Name", "Q1: Name": "Q1|Name",
		"Question of name": "|Question of name", "Question 2026: x": "|Question 2026: x",
		"1a) Name": "1a|Name", "2b. Name": "2b|Name", "[1] Name": "1|Name", "[A2] Name": "A2|Name", "2b Name": "|2b Name", "[x] Name": "|x] Name", "[2026-11] Name": "|2026-11] Name",
		"Page 3 - Name": "|Page 3 - Name", "Point 4": "|Point 4",
	} {
		off, number := unnumbered(s)
		if got := number + "|" + s[off:]; got != want {
			t.Errorf("%q is %q, want %q", s, got, want)
		}
	}
}

// jane is what a reporter answers in each of the layouts below.
var jane = [][2]string{{"Name", "Jane Mason"}, {"Organisation", "Harbour Trust"}, {"E-mail", "jane@harbour.example"}, {"Favourite colour", "blue"},
	{"IP address of the victim", "192.0.2.17"}, {"Start of the incident", "2026-11-03 08:20 UTC"}, {"Description", "The web shop was defaced."},
	{"Captain of the ship", "Ahab"}, {"Measures taken", "took it offline"}}

// laidOut lays the jane out: @N is the number, @L the label, @A the answer.
func laidOut(layout string) string {
	var sb strings.Builder
	for i, f := range jane {
		sb.WriteString(strings.NewReplacer("@N", string(rune('1'+i)), "@L", f[0], "@A", f[1]).Replace(layout))
	}
	return sb.String()
}

func TestLayoutsAreRead(t *testing.T) {
	f := builtin(t)
	for _, layout := range []string{
		"@L: @A\n", "@L ____ @A\n", "@L_______@A\n",
		"B.@N @L > @A\n", "B.@N @L >\n@A\n", "@L > @A\n", "@L => @A\n", "@L -> @A\n", "@N @L > @A\n", "II.@N @L: @A\n", "V.@N. @L: @A\n",
		"Question @N - @L?\n@A\n\n", "Frage @N: @L?\n@A\n", "Q@N. @L\n@A\n\n", "Q@N: @L?\nAnswer: @A\n",
		"@L\n    @A\n", "@L\n\t@A\n", "@L\n  @A\n\n", "> @L\n=> @A\n", "> @L\n@A\n\n", "> @L\n\n  @A\n\n", "> > @L\n> @A\n> \n",
		"*@L:* @A\n", "**@L:** @A\n", "*@L*: @A\n", "**@L**: @A\n", "**@L** @A\n", "*@L* @A\n", "*@L:*\n@A\n", "@N *@L:* @A\n", "**@L?**\n@A\n\n",
		"P@N* @L: @A\n", "@N.* @L: @A\n", "P@N. *@L: @A\n", "@L*: @A\n", "@L (*): @A\n",
		"@L:\nAntwort: @A\n", "Q: @L?\nA: @A\n", "Q: @L?\nA: @A\n\n", "@L?\nR: @A\n", "@L ?\nR : @A\n\n", "@L\n-> @A\n", "@N. @L\nA@N. @A\n",
		"@Na) @L?\n    @A\n", "[@N] @L\n@A\n", "[A@N] @L: @A\n", "(@N) @L (*)\n    @A\n", "@L\n» @A\n", "@L:\n→ @A\n\n", "@N | @L | @A\n",
		"@L\n@A\n----------\n", "==========\n@L\n@A\n", "----\n@L:\n@A\n",
		"| @L | @A |\n", "| @L? | @A |\n",
	} {
		text := laidOut(layout)
		r := f.Parse(body(text))
		host := ""
		if len(r.Hosts) > 0 && len(r.Hosts[0].Addresses) > 0 {
			host = r.Hosts[0].Addresses[0]
		}
		for _, c := range [][3]string{{"contact_name", r.Fields["contact_name"], "Jane Mason"}, {"organisation", r.Fields["organisation"], "Harbour Trust"},
			{"contact_email", r.Fields["contact_email"], "jane@harbour.example"}, {"actions_taken", r.Fields["actions_taken"], "took it offline"}, {"host", host, "192.0.2.17"}} {
			if c[1] != c[2] {
				t.Errorf("%q: %s is %q, want %q", layout, c[0], c[1], c[2])
			}
		}
		if d := r.Fields["description"]; !strings.HasPrefix(d, "The web shop was defaced.") || !strings.Contains(d, "Ahab") || !strings.Contains(d, "blue") {
			t.Errorf("%q: description is %q", layout, d)
		}
	}
}

func TestMarksOfProseMakeNoForm(t *testing.T) {
	f := builtin(t)
	for name, text := range map[string]string{
		"breadcrumbs": "Home > Contact > Name\nHome > Contact > Phone\nHome > Report > Incident\nHome > Report > E-mail\nHome > Organisation\n",
		"packets":     "IP 192.0.2.1.40112 > 198.51.100.2.22: Flags [S]\nIP 192.0.2.1.40113 > 198.51.100.2.22: Flags [S]\nIP 192.0.2.1.40114 > 198.51.100.2.22: Flags [S]\nIP 192.0.2.1.40115 > 198.51.100.2.22: Flags [S]\n",
		"newsletter":  "*Security:* three patches were released\n*Events:* the summer school begins\n*People:* Jane joins us\n*Contact:* write to us\n*Name:* we look for one\n",
		"interview":   "Q: Who are you?\nA: Jane.\nQ: Where do you work?\nA: At the harbour.\nQ: What happened?\nA: Nothing.\nQ: When?\nA: Never.\n",
		"replies":     "> Name\nWe call it so.\n> Address\nIt has none.\n> Colour\nRed, I think.\n> Description\nThere is none.\n",
		"glossary":    "Phone\n    a thing to speak into\nName\n    what one is called\nAddress\n    where one lives\nFax\n    a thing of old\n",
	} {
		r := f.Parse(body(text))
		for field, answer := range r.Fields {
			if field != "description" {
				t.Errorf("%s: %s is %q", name, field, answer)
			}
		}
		for _, w := range word.Split(text) {
			if !slices.Contains(word.Split(r.Fields["description"]), w) {
				t.Errorf("%s: %q is lost", name, w)
			}
		}
	}
}
