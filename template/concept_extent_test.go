package template

import "testing"

// extents are labels that a line's end or a parenthesis parts.
var extents = []fieldsCase{
	{"wrapped, further in", reporter + "Consequences that\n   are known so far: no mail\nTarget IP: 192.0.2.7\n", map[string]string{"impact": "no mail"}, ""},
	{"wrapped, no room", reporter + "What the operators of the attacked machines have done so\nfar: cable pulled\nTarget IP: 192.0.2.7\n", map[string]string{}, "far: cable pulled"},
	{"wrapped where it is full", reporter + "The measures that have been taken by the organisation\nso far: cable pulled\nTarget IP: 192.0.2.7\n", map[string]string{"actions_taken": "cable pulled"}, ""},
	{"a sentence is no label", reporter + "We are reporting the consequences that we have\nsuffered: no mail, no web, nothing works here\nTarget IP: 192.0.2.7\n", map[string]string{"impact": ""}, "no web"},
	{"the parenthesis tells", reporter + "Other (fax): +32 2 555 01 01\nTarget IP: 192.0.2.7\n", map[string]string{"contact_fax": "+32 2 555 01 01", "contact_other": ""}, ""},
	{"the parenthesis explains", reporter + "Target IP (of the machine): 192.0.2.7\nDescription (in your words): water\n", map[string]string{"contact_name": "Jane Doe"}, "water"},
	{"more is asked", reporter + "Has the incident been resolved? Details: reinstalling\nTarget IP: 192.0.2.7\n", map[string]string{"status": "reinstalling"}, ""},
	{"yes is an answer", reporter + "Has the incident been resolved? Yes: by us\nTarget IP: 192.0.2.7\n", map[string]string{"status": "Yes: by us"}, ""},
}

func TestExtents(t *testing.T) { readsFields(t, extents) }

func TestPrompt(t *testing.T) {
	b := book(t)
	for s, want := range map[string]int{" Details: x": 9, "If so, which: x": 13, "yes: x": 0, "nein: x": 0, "the parrot: x": 0, "no colon": 0, "http://x": 0} {
		if got := b.prompt(s); got != want {
			t.Errorf("%q: %d, want %d", s, got, want)
		}
	}
}
