package template

import (
	"strings"
	"testing"
)

// asIs are answers in the order of dressed.
var asIs = []string{"Oda Fjell", "Fjell Rederi", "oda@fjell.example", "+47 55 55 01 00", "2026-11-18 04:10 UTC", "192.0.2.44", "wachtwoord gewijzigd"}

// dressed is a form in which each answer stands in a pattern.
func dressed(pattern string) string {
	var sb strings.Builder
	for i, label := range []string{"Name", "Organisation", "E-mail", "Phone", "Start of the incident", "Victim IP", "Actions taken"} {
		sb.WriteString(label + ":" + strings.ReplaceAll(pattern, "%", asIs[i]) + "\n")
	}
	return sb.String()
}

func TestDressedAnswers(t *testing.T) {
	for _, pattern := range []string{" %", "\n- %\n", "\n  • %\n", "- %", "-%", " \"%\"", " “%”", " »%«", " [%]", " [ %      ]", " <%>", " %;", " %,", " %.", " \"%\",",
		"\n> %", " (as it is now) %", "\n=> %", " | %"} {
		r := builtin(t).Parse(body(dressed(pattern)))
		for i, name := range []string{"contact_name", "organisation", "contact_email", "contact_phone"} {
			if r.Fields[name] != asIs[i] {
				t.Errorf("%q: %s is %q", pattern, name, r.Fields[name])
			}
		}
		if r.Time.Start != "2026-11-18T04:10:00Z" || len(r.Hosts) != 1 || r.Fields["actions_taken"] != asIs[6] {
			t.Errorf("%q: %+v %v %q", pattern, r.Time, r.Hosts, r.Fields["actions_taken"])
		}
	}
}

// TestAnswersThatAreNotDressed: a mark that few answers have is a part of them,
// and brackets around everything are those of a blank form.
func TestAnswersThatAreNotDressed(t *testing.T) {
	for was, text := range map[string]string{
		`The "Old" Mill`:            "Organisation: The \"Old\" Mill\n",
		`"Fjell" and "Vik"`:         "Organisation: \"Fjell\" and \"Vik\"\n",
		`“Fjell”`:                   "Organisation: “Fjell”\n",
		"Fjell Ltd.":                "Organisation: Fjell Ltd.\n",
		"Fjell (Bergen)":            "Organisation: Fjell (Bergen)\n",
		"(24) Fjell":                "Organisation: (24) Fjell\n",
		">> Fjell << / Vik / other": "Organisation: >> Fjell << / Vik / other\n",
	} {
		r := builtin(t).Parse(body("Name: Oda Fjell\nE-mail: oda@fjell.example\nType of incident: phishing\nVictim IP: 192.0.2.44\n" + text))
		if r.Fields["organisation"] != was {
			t.Errorf("%q: %q", text, r.Fields["organisation"])
		}
	}
	blank := strings.NewReplacer("Oda Fjell", "your name", "Fjell Rederi", "your house", "oda@fjell.example", "where to answer", "+47 55 55 01 00", "with country code",
		"2026-11-18 04:10 UTC", "YYYY-MM-DD", "192.0.2.44", "the address", "wachtwoord gewijzigd", "what you did").Replace(dressed(" [%]"))
	if r := builtin(t).Parse(body(blank)); r.Fields["contact_name"] != "" || r.Fields["organisation"] != "" || r.Fields["actions_taken"] != "" {
		t.Errorf("a blank form is filled in: %v", r.Fields)
	}
}

// TestMarksBeforeLabels: whatever mark stands before them, labels are labels, and
// boxes before words are none.
func TestMarksBeforeLabels(t *testing.T) {
	for _, mark := range []string{"📌 ", "✅ ", "🛡️ ", "・", "«", "{", "_", ":", "\u200b"} {
		text := mark + strings.ReplaceAll(strings.TrimSpace(dressed(" %")), "\n", "\n"+mark)
		switch mark {
		case "_":
			text = strings.ReplaceAll(text, ": ", "_: ")
		case "{":
			text = strings.ReplaceAll(text, ": ", "} ")
		case "«":
			text = strings.ReplaceAll(text, ": ", " » ")
		}
		if r := builtin(t).Parse(body(text)); r.Fields["contact_name"] != asIs[0] || r.Fields["actions_taken"] != asIs[6] || r.Time.Start == "" {
			t.Errorf("%q: %v", text, r.Fields)
		}
	}
	for s, want := range map[string]int{"☑ Name": 0, "_x_ virus": 0, "__name__": 0, "_ Name_": 0, ":: Name": 0, ": Name:": 0, "_Name_ Jane": 1, ":Name: Jane": 1, "🛡️ Name": len("🛡️ ")} {
		if got, _ := unnumbered(s); got != want {
			t.Errorf("%q begins at %d, want %d", s, got, want)
		}
	}
}

func TestPointed(t *testing.T) {
	for text, want := range map[string]string{
		"theft\nx phishing\nother":                     "phishing",
		"theft\n-> phishing\nother":                    "phishing",
		"theft\n  phishing <--\nother":                 "phishing",
		"virus\nvol ✔\nfraude ✓\nautre":                "vol, fraude",
		"Einbruch\n**Phishing**\nDiebstahl\nanderes":   "Phishing",
		"theft\nphishing\nother":                       "",
		"x theft\nx phishing\nx other":                 "",
		"x theft\nx phishing":                          "",
		"we saw:\nx a door\nand a cat":                 "",
		"[ ] theft\nphishing ✔\n[x] other":             "",
		"One was taken.\n-> the red one\nThat is all.": "",
	} {
		if got, ok := pointed(text); ok != (want != "") || ok && got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
