package template

import (
	"strings"
	"testing"
)

// TestPermissionRefused: no to a question whether something may be passed on is
// a restriction, and no to one for restrictions is none.
func TestPermissionRefused(t *testing.T) {
	f := builtin(t)
	form := "ACME incident sheet\n\nName: Jane Doe\nCompany: ACME\nE-mail: j@acme.example\nAffected server: 198.51.100.1\nQUESTION\nWhen did it start: 2026-02-09 03:12 UTC\nWhat happened: a page was altered\n"
	for question, restricted := range map[string]bool{
		"May this report be shared with other CERTs?: no":              true,
		"May this report be shared with other CERTs?: No.":             true,
		"May we share information with third parties: no":              true,
		"Who may read this report?: only you":                          true,
		"Dürfen wir die Informationen an andere weitergeben?: nein":    true,
		"Pouvons-nous transmettre ces informations à des tiers ?: non": true,
		"Restrictions on disclosure: no":                               false,
		"May we share information with third parties: unrestricted":    false,
		"Restrictions on disclosure: none":                             false,
	} {
		r := f.Parse(body(strings.Replace(form, "QUESTION", question, 1)))
		if (r.Disclosure.Text != "") != restricted {
			t.Errorf("%s: %+v %q", question, r.Disclosure, r.Fields["disclosure"])
		}
	}
}
