package template

import (
	"slices"
	"strings"
	"testing"
)

// inTurn are texts whose labels and answers take turns line by line.
var inTurn = []fieldsCase{
	{"English, with headings and a placeholder", `Part 1: Who
Full name
Ottoline Fairweather
Position
Night porter
Organisation
Department of Tides
Work phone
+44 1632 960 733
Work email
ottoline@tides.example
Deputy
Click or tap here to enter text.
Part 2: What
Kind of incident
Choose an item. Phishing
System affected
mail.tides.example
What happened
A letter asked all of the porters for the words that open the door of the
engine room, and two of them wrote back.
Colour of the door
Green
Measures taken
Lock changed
`, map[string]string{"contact_name": "Ottoline Fairweather", "contact_title": "Night porter", "organisation": "Department of Tides", "contact_phone": "+44 1632 960 733",
		"contact_email": "ottoline@tides.example", "incident_type": "Phishing", "actions_taken": "Lock changed"}, "Green"},
	{"German", `Name
Friedhelm Abendroth
Dienststelle
Stadtwerke Moorhausen
Telefon
0441 555 0177
E-Mail
f.abendroth@sw-moorhausen.example
Betroffenes System
192.0.2.91
Beginn des Vorfalls
12.11.2026 08:10 MEZ
Lieblingsfarbe der Leitstelle
Blau
Getroffene Maßnahmen
Rechner vom Netz genommen
`, map[string]string{"contact_name": "Friedhelm Abendroth", "contact_phone": "0441 555 0177", "contact_email": "f.abendroth@sw-moorhausen.example", "actions_taken": "Rechner vom Netz genommen"}, "Blau"},
	{"French, an answer in the words of a label", `Nom
Capucine Delorme
Téléphone
+33 1 99 00 12 34
Adresse électronique
c.delorme@quai.example
Organisme
Port du Quai
Date de l'incident
12/11/2026 10:15
Description de l'incident
Le site du port montre la page d'un autre.
Mesures prises
site arrêté
`, map[string]string{"contact_name": "Capucine Delorme", "contact_email": "c.delorme@quai.example", "organisation": "Port du Quai", "actions_taken": "site arrêté"}, ""},
}

func TestLabelsAndAnswersTakeTurns(t *testing.T) { readsFields(t, inTurn) }

func TestWovenOnlyWhereAnswered(t *testing.T) {
	f := builtin(t)
	for name, text := range map[string]string{
		"a list of columns":    "Full name\nAgency\nWork telephone\nWork email\nSystem affected\nWhat happened\nSteps taken\n",
		"a form left open":     "Full name\n\nAgency\n\nNight telephone\n\nNight email\n\nSystem affected\n",
		"prose":                "Steps taken so far are few\nand the agency knows them all.\nThe full name of the ship\nis not known to us. What happened\nis told below.\n",
		"a few labels in text": "Agency\nHarbour master\n\nWe write to you about the\nropes that broke last week\nin the storm of the night.\n",
	} {
		if sh := f.ix.survey(text, ""); slices.ContainsFunc(sh.lines, func(l line) bool { return l.alone }) {
			t.Errorf("%s: taken for labels and answers in turn", name)
		}
	}
}

func TestTurns(t *testing.T) {
	f := builtin(t)
	for text, want := range map[string]string{
		"Full name\nAda\nAgency\nTides\n":                                                                 "LALA",
		"Full name\nAda\nCaptain\nAhab\nAgency\nTides\n":                                                  "LALALA", // between two known ones
		"Full name\nAda\nAhab\nAgency\nTides\n":                                                           "LAALA",
		"Full name\nAda\nClock source\nNTP\nAgency\nTides\n":                                              "LALALA",
		"Full name\nAgency\nTides\n":                                                                      "LLA",
		"Steps taken\nAll of the ropes were made fast, then\nwe waited for the morning.\nAgency\nTides\n": "LAALA",
		"Please fill in\nFull name\nAda\nPhone: 555 0100\nAgency\nTides\n":                                "ALAOLA",
	} {
		sh := &sheet{ix: f.ix, lines: splitLines(text)}
		for i := range sh.lines {
			if h, ok := f.ix.match(sh.lines, i); ok {
				sh.hits = append(sh.hits, h)
			}
		}
		var got strings.Builder
		for _, s := range sh.turns(0, len(sh.lines)) {
			got.WriteByte("ALO"[s])
		}
		if got.String() != want {
			t.Errorf("%q is taken as %s, want %s", text, &got, want)
		}
	}
}

func TestUnasked(t *testing.T) {
	for s, want := range map[string]string{
		"Choose an item. Phishing": "Phishing", "Phishing. Choose an item.": "Phishing. Choose an item.", "A thing. Phishing": "A thing. Phishing",
		"We chose an item. Then we left.": "We chose an item. Then we left.", "Choose an item.": "Choose an item.",
	} {
		if got := unasked(s); got != want {
			t.Errorf("of %q %q is left, want %q", s, got, want)
		}
	}
}
