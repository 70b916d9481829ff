package template

import (
	"strings"
	"testing"

	"tocsin/store"
)

// askedBy are texts that a person takes for a form at once, dressed in ways
// that no definition has, and what is read there among other things.
var askedBy = map[string]struct {
	text string
	want map[string]string
	host string // "role address"
}{
	"few everyday questions": {
		text: "Your name: Ada Quill\nYour company: Quill & Sons\nYour e-mail: ada@quill.example\nWhat happened: somebody read our mail\n",
		want: map[string]string{"contact_name": "Ada Quill", "organisation": "Quill & Sons", "contact_email": "ada@quill.example"},
	},
	"leaders": {
		text: "Your name ......... Ada Quill\nYour firm ......... Quill & Sons\nYour telephone .... 01632 960 001\nWhat kind of incident is it? ... a stolen phone\nHave you told the police? ... no\n",
		want: map[string]string{"contact_phone": "01632 960 001", "law_enforcement": "no"},
	},
	"one label on top of each block": {
		text: "YOUR NAME\nAda Quill\n\nYOUR E-MAIL\nada@quill.example\n\nDATE AND TIME OF THE INCIDENT\n2026-11-18 10:00 UTC\n\nWHAT HAPPENED\nThe till asked for money\nand then went dark.\n\nMEASURES TAKEN\ntill switched off\n",
		want: map[string]string{"contact_name": "Ada Quill", "contact_email": "ada@quill.example", "actions_taken": "till switched off"},
	},
	"a ruler below each label": {
		text: "A visitor sent this.\n\nYour name\n--------------\nAda Quill\n\nE-mail address\n--------------\nada@quill.example\n\nAttacked host\n--------------\n192.0.2.7\n\nDate of the incident\n--------------\n2026-11-18\n\nActions taken\n--------------\nnone so far\n",
		want: map[string]string{"contact_name": "Ada Quill", "actions_taken": "none so far"},
		host: "target 192.0.2.7",
	},
	"labels over indented answers": {
		text: "REPORTED BY\n    Ada Quill\n\nE-MAIL ADDRESS\n    ada@quill.example\n\nATTACKED SYSTEMS\n    192.0.2.7\n\nATTACKING SYSTEMS\n    198.51.100.7\n\nDATE OF DETECTION\n    2026-11-18\n\nLUNCH\n    soup\n",
		want: map[string]string{"contact_name": "Ada Quill", "contact_email": "ada@quill.example"},
		host: "source 198.51.100.7",
	},
}

func TestAskedBy(t *testing.T) {
	f := builtin(t)
	for name, c := range askedBy {
		r := f.Parse(Document{Texts: []Text{{Text: c.text}}})
		for field, want := range c.want {
			if got := r.Fields[field]; got != want {
				t.Errorf("%s: %s is %q, want %q", name, field, got, want)
			}
		}
		found := c.host == ""
		for _, h := range r.Hosts {
			found = found || strings.Contains(c.host, h.Role) && len(h.Addresses) > 0 && strings.HasSuffix(c.host, h.Addresses[0])
		}
		if !found {
			t.Errorf("%s: no host %s in %+v", name, c.host, r.Hosts)
		}
	}
}

// TestAskedByNone: what looks a little like a form is none, and nothing is
// filled in.
func TestAskedByNone(t *testing.T) {
	f := builtin(t)
	for name, text := range map[string]string{
		"an order":           "Your name: Ada Quill\nYour company: Quill & Sons\nYour e-mail: ada@quill.example\nArticle: 7 reams of paper\nDate: 2026-11-18\n",
		"an invitation":      "Organised by: Ada Quill\nCompany: Quill & Sons\nE-mail: ada@quill.example\nDate and time: 18 November, 10:00\nLocation: the old mill\nWhat to expect: talks, soup\n",
		"a lab report":       "Researcher: Ada Quill\nE-mail: ada@quill.example\nVendor: Example Corp\nAffected product: WidgetServer 2.1\nVulnerability: stack overflow\nImpact: remote code execution\nDate found: 2026-11-01\nDescription: a long name overflows the buffer\n",
		"a log":              "Start: 2026-11-18 10:00\nEnd: 2026-11-18 10:05\nSource IP: 198.51.100.7\nDestination IP: 192.0.2.7\nAttack type: flood\nDescription: rate over the limit\n",
		"a signature":        "The host 192.0.2.7 was attacked from 198.51.100.7 last night.\n\nAda Quill\nQuill & Sons\nPhone: 01632 960 001\nE-mail: ada@quill.example\nX-Originating-IP: [198.51.100.7]\n",
		"a newsletter":       "THIS WEEK\nTwo new papers on mail.\n\nYOUR NAME\nHow to change it in the list.\n\nTHE NETWORK\nIt was down on Monday.\n\nPEOPLE\nAda Quill joined us.\n\nEND\nThat is all.\n",
		"a mail and its top": "X-Originating-IP: [198.51.100.7]\nPhone: 01632 960 001\nFax: 01632 960 002\nE-mail: ada@quill.example\nContact: Ada Quill\n",
	} {
		r := f.Parse(Document{Texts: []Text{{Text: text}}})
		if len(r.Hosts) > 0 || r.Fields["contact_name"] != "" || r.Fields["contact_email"] != "" || r.Fields["organisation"] != "" {
			t.Errorf("%s was read as a form: hosts %+v, fields %v", name, r.Hosts, r.Fields)
		}
	}
}

// TestProof: each field counts once, what only a report of an incident has is
// told from what other forms have, and so are answers that look like answers.
func TestProof(t *testing.T) {
	sh := builtin(t).ix.survey("Your name: Ada\nName: Ada\nE-mail: ada@quill.example\nPhone: none\nAttacking host: 198.51.100.7\nDetected on: 2026-11-18\n", "")
	p := sh.proof()
	if len(p.names) != 5 || !p.contact || p.core != 2 || p.fitting != 2 {
		t.Errorf("%+v", p)
	}
	if !sh.isIt || sh.form != nil {
		t.Error("no unknown form")
	}
}

// TestAnswersUnderlined: the ruler below a label does not end its answer.
func TestAnswersUnderlined(t *testing.T) {
	r := builtin(t).Parse(Document{Texts: []Text{{Text: askedBy["a ruler below each label"].text}}})
	if len(r.Hosts) != 1 || r.Hosts[0].Role != store.RoleTarget {
		t.Errorf("%+v", r.Hosts)
	}
}

// TestProvable: clues are followed where the answers look like those of a report,
// and not where they say things of one kind.
func TestProvable(t *testing.T) {
	for _, c := range []struct {
		looks []looks
		want  bool
	}{
		{[]looks{looksMail, looksPerson | looksText, looksTime, looksKind | looksText}, true},
		{[]looks{looksCard, looksTime, looksHost, looksLong}, true},
		{[]looks{looksText, looksTime, looksHost, looksText, looksLong}, true},
		{[]looks{looksText, looksText, looksText, looksText, looksText, looksText, looksText, looksText}, false},
		{[]looks{looksTime, looksTime, looksTime, looksHost, looksHost, looksHost, looksHost}, false},
		{[]looks{looksMail, looksMail, looksMail, looksMail, looksFigure, looksFigure}, false},
		{[]looks{0, 0, 0, 0, 0, 0}, false},
	} {
		var list []question
		for _, l := range c.looks {
			list = append(list, question{looks: l, looked: true})
		}
		if got := new(sheet).provable(list); got != c.want {
			t.Errorf("%b: provable %v", c.looks, got)
		}
	}
}
