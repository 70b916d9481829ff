package template

import (
	"strings"
	"testing"
)

func TestStanceOf(t *testing.T) {
	for _, c := range []struct {
		text string
		want stance
	}{
		{"Name\n    Jane", stepped},
		{"Name\n\tJane", stepped},
		{"Name\n Jane", topped},
		{"Name: Jane\n Joe", noStance},
		{"Dear all,\nthe net is down.", noStance},
		{"It is down.\nWe wait.", noStance},
		{"Name\n-----\nJane", underlined},
		{"Name\n-----", noStance},
		{"Name\n-----\n-----", noStance},
		{"Name\n\n    Jane", byBlanks},
		{"> Name\nJane", lifted},
		{"> Name\n\nJane", lifted},
		{"> Name\n> Jane", topped},
		{"Name\nJane\n-----", ruledOff},
		{"Name\nJane", topped},
		{"1. Name\n    Jane", noStance}, // numbers say enough
		{"Name", noStance},
		{"Name\n\n\nJane", noStance},
		{"\nJane", noStance},
		{strings.Repeat("word ", 30) + "\n    Jane", noStance},
	} {
		sh := &sheet{lines: splitLines(c.text)}
		if got := sh.stanceOf(0); got != c.want {
			t.Errorf("%q stands as %d, want %d", c.text, got, c.want)
		}
	}
	sh := &sheet{lines: splitLines("=====\nName\nJane\nJoe\n")}
	if got := sh.stanceOf(1); got != ruledOff {
		t.Errorf("below a ruler a label stands as %d, want %d", got, ruledOff)
	}
}

func TestSucceeds(t *testing.T) {
	for _, c := range []struct {
		next, last string
		want       bool
	}{
		{"2", "1", true}, {"10", "9", true}, {"A.4", "A.3", true}, {"1.10", "1.9", true}, {"B2", "B1", true},
		{"1", "2", false}, {"3", "1", false}, {"B.4", "A.3", false}, {"2.4", "1.3", false}, {"a", "b", false}, {"", "", false}, {"2", "A", false},
	} {
		if got := succeeds(c.next, c.last); got != c.want {
			t.Errorf("%q after %q: %v", c.next, c.last, got)
		}
	}
}

func TestBoldEnd(t *testing.T) {
	for s, want := range map[string]string{
		"*Name:|* Jane": " Jane", "**Name:|** Jane": " Jane", "goes on):|** Jane": " Jane", "*Name:|*": "",
		"Name:|* Jane": "* Jane", "Name:|*** Jane": "*** Jane", "*Name:|*Jane*": "*Jane*", "Name:| Jane": " Jane",
	} {
		head, tail, _ := strings.Cut(s, "|")
		if got := (head + tail)[boldEnd(head+tail, len(head)):]; got != want {
			t.Errorf("%q: the answer is %q, want %q", s, got, want)
		}
	}
}

// strangers are texts whose answers end at a label that nobody knows.
var strangers = []fieldsCase{
	{"numbers go on", "1. Name\nJane Mason\n2. E-mail\njane@harbour.example\n3. What happened?\nThe web shop is down.\nSince noon.\n4. Captain of the ship\nAhab\n5. Measures taken\nwaited\n6. Has it a name?\nyes\n",
		map[string]string{"contact_name": "Jane Mason", "contact_email": "jane@harbour.example", "actions_taken": "waited"}, "Ahab"},
	{"answers that are led", "Name:\nAntwort: Jane Mason\nE-Mail:\nAntwort: jane@harbour.example\nBetroffenes System:\nAntwort: 192.0.2.17\nBeschreibung:\nAntwort: Der Laden steht.\nKapitän:\nAntwort: Ahab\nGetroffene Maßnahmen:\nAntwort: gewartet\n",
		map[string]string{"contact_name": "Jane Mason", "actions_taken": "gewartet"}, "Ahab"},
	{"a list in an answer", "Name: Jane Mason\nE-mail: jane@harbour.example\nIP address of the victim: 192.0.2.17\nStart of the incident: 2026-11-03 08:20 UTC\nDescription:\n1. they came\n2. they saw\n3. they left\nMeasures taken: waited\n",
		map[string]string{"contact_name": "Jane Mason", "actions_taken": "waited"}, "1. they came\n2. they saw\n3. they left"},
	{"boxes of a question", "Name: Jane Mason\nE-mail: jane@harbour.example\nIP address of the victim: 192.0.2.17\nStart of the incident: 2026-11-03 08:20 UTC\nImpact: shop down\nKind of ship:\n[ ] barque\n[x] brig\nMeasures taken: waited\nRopes that broke (choose):\n( ) main\n(●) fore\n",
		map[string]string{"impact": "shop down", "actions_taken": "waited"}, "[x] brig"},
	{"a row that asks", "| Name | Jane Mason |\n| E-mail | jane@harbour.example |\n| IP address of the victim | 192.0.2.17 |\n| Impact | shop down |\n| Does it float? | no |\n| Measures taken | waited |\n",
		map[string]string{"impact": "shop down", "actions_taken": "waited"}, "Does it float?"},
	{"alone on their lines", "Name\n    Jane Mason\nE-mail\n    jane@harbour.example\nTelephone\n    020 555 0100\nMeasures taken\n    waited\nCaptain\n    Ahab\nImpact\n    shop down\n    since noon\nStart of the incident\n    2026-11-03 08:20 UTC\n",
		map[string]string{"contact_phone": "020 555 0100", "actions_taken": "waited", "impact": "shop down\n    since noon"}, "Ahab"},
}

func TestAnswersEndAtStrangers(t *testing.T) { readsFields(t, strangers) }

func TestRepliesOfEmphasisStayChoices(t *testing.T) {
	sh := &sheet{lines: splitLines("Name?\n-> Jane\nMail?\n-> jane@harbour.example\n")}
	sh.dress()
	for i := range sh.lines {
		if sh.lines[i].reply != 0 {
			t.Errorf("two answers led alike are taken for a habit: %q", sh.lines[i].text)
		}
	}
	sh = &sheet{lines: splitLines("-> Name: Jane\n-> Fax: none\n-> Mail: some\n-> City: Hull\n")}
	sh.dress()
	for i := range sh.lines {
		if sh.lines[i].reply != 0 {
			t.Errorf("a label led by an arrow is taken for an answer: %q", sh.lines[i].text)
		}
	}
}

// TestParagraphs: labels and answers that are paragraphs by turns, and labels
// that begin paragraphs; a strange one ends an answer.
func TestParagraphs(t *testing.T) {
	f := builtin(t)
	byTurns := "Firma\n\nMühle GmbH\n\nName des Meldenden\n\nAda Müller\n\nTelefonnummer\n\n06441 555 400\n\nE-Mail-Adresse\n\nada@muehle.example\n\nLieblingsfarbe\n\nblau\n\n" +
		"Beginn des Vorfalls\n\n21.11.2026 17:20 UTC\n\nBeschreibung des Vorfalls\n\nDie Tafeln zeigten Unsinn.\n\nSie sind aus.\n\nGetroffene Maßnahmen\n\nStecker gezogen\n"
	onTop := "Policy number\nCY-7\n\nPerson we can contact\nHamish Vale\n\nE-mail\nhamish@vets.example\n\nWhen did the event happen?\n2026-11-13 20:00 UTC\n\nWhat has happened?\nThe stock computer is locked.\n\n" +
		"What have you done about it so far?\nEverything switched off\n\nFavourite colour\nblue\n\nHave the police been informed?\nyes\n"
	for _, c := range []reads{
		{"by turns", byTurns, "organisation: Mühle GmbH\ncontact_name: Ada Müller\ncontact_phone: 06441 555 400\ncontact_email: ada@muehle.example\nactions_taken: Stecker gezogen\nstart: 2026-11-21T17:20:00Z"},
		{"on top of a paragraph", onTop, "contact_email: hamish@vets.example\nactions_taken: Everything switched off\nlaw_enforcement: yes\nstart: 2026-11-13T20:00:00Z"},
	} {
		c.run(t, f)
	}
	for _, prose := range []string{
		"Dear all\n\nTelephone\n\nis what we use most\n\nE-mail\n\nis what we like least\n\nFax\n\nnobody knows\n\nYours\n\nAda\n",
		"News\nTelephone prices go up\n\nE-mail\nis free of charge\n\nName\nof the month: Ada\n\nAddress\nof the month: Mill Road\n",
	} {
		if r := f.Parse(body(prose)); len(r.Fields) > 1 || r.Form != formNone {
			t.Errorf("%q is a form: %v", prose, r.Fields)
		}
	}
}
