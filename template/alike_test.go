package template

import (
	"slices"
	"strings"
	"testing"
)

func TestAlike(t *testing.T) {
	for text, want := range map[string][]int{
		"~ Name\nAda\n~ Phone\n555\nmore\n~ Fax\n\nnone\n": {0, 2, 5},
		"## Name\n## Phone\n555\n":                         {1},
		"NAME\nAda\nPHONE\n555\nCODE\nPF-9\n":              {0, 2, 4},
		"TITLE\n\nNAME\nAda\n":                             {2},
		"NAME\nADAM\nPHONE\n555\n":                         {2},
		"Name\nAda\nPhone\n555\n":                          nil,
		"- Name: Ada\n  Quill\n- Phone: 555\n  and 556\n":  nil,
		"1. Name\nAda\n2. Phone\n555\n":                    nil,
		"| Name | Ada |\n| Phone | 555 |\n":                nil,
	} {
		sh := &sheet{lines: splitLines(text)}
		if got := sh.alike(); !slices.Equal(got, want) {
			t.Errorf("%q: lines %v are dressed alike, want %v", text, got, want)
		}
	}
}

func TestWhole(t *testing.T) {
	sh := &sheet{lines: splitLines("~ Who?\nAda\n~ When? Roughly will do.\nnoon\n~ Where?\nhere\n")}
	if got := sh.whole([]int{0, 2, 4}); len(got) != 3 || sh.lines[2].cut == 0 || sh.lines[0].cut != 0 {
		t.Errorf("%v of three are whole: %+v", got, sh.lines)
	}
	sh = &sheet{lines: splitLines("~ Who? Ada\nQuill\n~ When? noon\nsharp\n~ Where?\nhere\n")}
	if got := sh.whole([]int{0, 2, 4}); got != nil {
		t.Errorf("%v are whole, and most are answered", got)
	}
}

// dressedAlike are texts that tell labels by what all of them begin with, or
// by their being questions.
var dressedAlike = []fieldsCase{
	{"a mark before each", `> > > helpdesk sheet < < <

~ What are you called?
Ottilie Brandt
~ A number that reaches you at night
+44 1632 960 741
~ An e-mail address that works at night
ottilie@weir.example
~ When did the attack begin? A guess will do.
2026-11-14 22:15 UTC
~ Which server was attacked?
gauge.weir.example
~ What happened?
The gauge told of a flood that was none.
~ What have you done so far?
unplugged it
~ May we tell others of this without your name?
yes
`, map[string]string{"contact_phone": "+44 1632 960 741", "contact_email": "ottilie@weir.example", "actions_taken": "unplugged it"}, ""},
	{"questions, and words of the machine below", `Nieuw formulier ontvangen

Wie meldt dit?
Aaltje Bos

Op welk nummer bent u te bereiken?
06 555 01 442

Wat is uw e-mailadres?
a.bos@polder.example

Wanneer begon het incident?
16-11-2026 11:25

Wat is er gebeurd?
De server gaat aan en uit zonder dat iemand het doet, al de hele morgen.

Wat heeft u al gedaan?
stekker eruit

Dit bericht is vanzelf verstuurd.
`, map[string]string{"contact_name": "Aaltje Bos", "contact_phone": "06 555 01 442", "contact_email": "a.bos@polder.example", "actions_taken": "stekker eruit"}, "vanzelf verstuurd"},
	{"answers that must be given", `Your name *
Ada Quill

Your e-mail address *
ada@quill.example

Your organisation *
Harbour Trust

When did you notice? *
2026-11-14 22:15 UTC

What happened? *
The web page of the harbour shows a ship that has never been built.

What have you done? *
nothing yet
`, map[string]string{"contact_name": "Ada Quill", "contact_email": "ada@quill.example", "actions_taken": "nothing yet"}, ""},
}

func TestDressedAlike(t *testing.T) { readsFields(t, dressedAlike) }

func TestSharedWithoutName(t *testing.T) {
	f := builtin(t)
	form := strings.ReplaceAll(dressedAlike[0].text, "\r", "")
	if r := f.Parse(body(form)); r.Disclosure.ShareIdentity == "yes" {
		t.Error("whoever lets others know without a name has given the name away")
	}
}

func TestAlikeStaysText(t *testing.T) {
	f := builtin(t)
	for name, text := range map[string]string{
		"a newsletter in capitals": "WHEN\nTuesday at noon\n\nWHERE\nTown hall\n\nCONTACT\nmayor@town.example\n\nTICKETS\n555 0100\n\nPOLICE\nwill close the road\n",
		"questions of readers":     "How do I reset my password?\nGo to the page.\n\nWho may vote?\nAll members.\n\nWhen is the next meeting?\n2026-12-01 19:00\n\nHow do I reach you?\nclub@town.example\n\nWhat happened to the boat?\nIt sank.\n",
		"a list of things to do":   "- Call the police\n  they know\n- Mail to Ada\n  ada@quill.example\n- Impact of the move\n  none\n- Phone the shop\n  555 0100\n",
	} {
		if r := f.Parse(body(text)); r.Form != formNone {
			t.Errorf("%s is a form: %v", name, r.Fields)
		}
	}
}
