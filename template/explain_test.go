package template

import (
	"strings"
	"testing"
)

func TestExplain(t *testing.T) {
	f := builtin(t)
	d := Document{Texts: []Text{{Text: "Hello team,\n\n" + halfReport}, {Name: "notes.txt", Text: "nothing of note", Attachment: true}}}
	x := f.Explain(d)
	body := x.Texts[0]
	if body.Form != "tocsin-1" || !strings.Contains(body.Why, "its title") || x.Texts[1].Form != "none" || x.Texts[1].Name != "notes.txt" {
		t.Errorf("%+v", x)
	}
	if len(body.Left) != 1 || body.Left[0] != (Left{1, "Hello team,"}) {
		t.Errorf("left: %v", body.Left)
	}
	for _, want := range []Step{
		{5, "contact_name", "", "Jane Doe", `label "Your name" of tocsin-1 (en)`},
		{7, "host", "target", "www.school.example 198.51.100.7", `label "Affected host name and address" of tocsin-1 (en), under "2. Affected host"`},
	} {
		found := false
		for _, s := range body.Steps {
			found = found || s == want
		}
		if !found {
			t.Errorf("no %+v in %+v", want, body.Steps)
		}
	}
}

func TestExplainDoubts(t *testing.T) {
	f := builtin(t)
	for text, want := range map[string]string{
		"just prose":                       "no label of any form",
		"Hello,\nPhone: 555 0100\nregards": "not enough evidence",
		"Victim IP: 198.51.100.7\nAttacker IP: 203.0.113.9\nYour name: J\nYour e-mail address: j@a.example\nOrganisation: x\nDescription: y\n": "no definition fits",
	} {
		x := f.Explain(Document{Texts: []Text{{Text: text}}})
		if !strings.Contains(x.Texts[0].Why, want) && x.Texts[0].Form == formNone {
			t.Errorf("%q: %s, want %s", text, x.Texts[0].Why, want)
		}
	}
	x := f.Explain(Document{Texts: []Text{{Text: strings.Replace(halfReport, "organisation ", "organizzation ", 1)}}})
	typo := false
	for _, s := range x.Texts[0].Steps {
		typo = typo || strings.Contains(s.Rule, "mistyped")
	}
	if !typo {
		t.Errorf("no step is mistyped: %+v", x.Texts[0].Steps)
	}
}

// TestExplainRole: a role is that of a host; a question about no host has none,
// wherever it stands.
func TestExplainRole(t *testing.T) {
	text := reporter + "Target of the attack\nIP address: 192.0.2.7\nOperating system: Solaris 11\nSoftware versions: nginx 1.24\nImpact: none\n"
	got := map[string]string{}
	for _, s := range builtin(t).Explain(body(text)).Texts[0].Steps {
		got[s.Field] = s.Role
	}
	for field, want := range map[string]string{"host_ip": "target", "os": "target", "software": "", "impact": "", "contact_name": ""} {
		if role, asked := got[field]; role != want || !asked {
			t.Errorf("%s: role %q (asked %v), want %q", field, role, asked, want)
		}
	}
}
