package template

import (
	"fmt"
	"strings"
	"testing"

	"tocsin/template/word"
)

// tasted learns some labels; a role stands before a slash.
func tasted() *gist {
	g := &gist{}
	for _, l := range []struct{ name, role, label string }{
		{"host", "target", "Affected host"}, {"host", "target", "Affected host name"}, {"host", "target", "IP address of the affected system"},
		{"host", "source", "Attacking host"}, {"host", "source", "IP address of the attacking system"},
		{"os", "", "Operating system"}, {"os", "", "OS version"}, {"contact_title", "", "Votre fonction"}, {"contact_phone", "", "Telephone"},
		{"incident_start", "", "Start of the incident"}, {"incident_start", "", "Began on"}, {"incident_end", "", "End of the incident"},
		{"incident_time", "", "Incident date"}, {"report_time", "", "Date of the report"}, {"other", "", "Colour of the switch"},
	} {
		g.enter(l.label, &entry{inquiry: &inquiry{name: l.name, role: l.role, field: &field{Name: l.name, Role: l.role}}})
	}
	return g
}

func TestGist(t *testing.T) {
	g := tasted()
	for _, c := range []struct{ label, name, role string }{
		{"Its operating system and version", "os", ""},
		{"Affected host name and IP address", "host", "target"},
		{"Address of the affected host", "host", "target"},
		{"Attacking host address", "host", "source"},
		{"The incident began on", "incident_start", ""},
		{"Your telephone", "contact_phone", ""},
		{"Affected attacking host", "", ""},       // opposite roles
		{"Host name of the attacker", "", ""},     // a word that nobody has
		{"Operating system of the host", "", ""},  // a word that others have
		{"Host", "", ""},                          // one side or the other
		{"Fonction", "", ""},                      // of what?
		{"Date", "", ""},                          //
		{"Date of the incident report", "", ""},   // two senses
		{"What the affected host is for", "", ""}, // words that ask tell something
		{"Your colour of the switch", "", ""},     // no field of ours
		{"Start and end of the incident", "", ""},
		{"", "", ""},
		{"the of and", "", ""},
	} {
		name, role := "", ""
		if e := g.read(c.label); e != nil {
			name, role = e.name, e.field.Role
		}
		if name != c.name || role != c.role {
			t.Errorf("%q: %q %q, want %q %q", c.label, name, role, c.name, c.role)
		}
	}
}

// TestGistIsBounded: labels of more senses than there is room for are not told
// by their words, and the others still are.
func TestGistIsBounded(t *testing.T) {
	g := tasted()
	for i := range mostSenses {
		name := fmt.Sprintf("field%d", i)
		g.enter("The word"+name+" of it", &entry{inquiry: &inquiry{name: name, field: &field{Name: name}}})
	}
	for label, want := range map[string]string{"Operating system version": "os", "A wordfield0": "field0", fmt.Sprintf("A wordfield%d", mostSenses-1): ""} {
		got := ""
		if e := g.read(label); e != nil {
			got = e.name
		}
		if got != want {
			t.Errorf("%q: %q, want %q", label, got, want)
		}
	}
}

func TestWeightyWords(t *testing.T) {
	if got, all := weighty(nil, "The name, and the NAME of your host"); len(got) != 2 || got[0] != word.HashOf("name") || got[1] != word.HashOf("host") || all != 8 {
		t.Errorf("%v", got)
	}
}

func TestLabelsInOtherWords(t *testing.T) {
	readsFields(t, []fieldsCase{
		{"dressed as the others", `Reporter name: Kim Lund
Your own e-mail address: kim@fjord.example
E-mail address: kim@fjord.example
Name of your organisation: Fjord AS
The version of your operating system: FreeBSD 14
Actions taken: unplugged
Description of the incident: water
`, map[string]string{"contact_name": "Kim Lund", "organisation": "Fjord AS", "os": "FreeBSD 14", "actions_taken": "unplugged"}, "water"},
		{"not dressed so", `Reporter name.......: Kim Lund
E-mail address......: kim@fjord.example
Organisation name...: Fjord AS
Actions taken.......: unplugged
Description of the incident:
The version of your operating system: FreeBSD 14
`, map[string]string{"os": ""}, "FreeBSD 14"},
		{"no form", "The version of your operating system: FreeBSD 14\nThe telephone number of yours: 555 0100\nThe incident has begun: Monday\n",
			map[string]string{"os": "", "contact_phone": ""}, "Monday"},
	})
}

func TestHostBelowAHeading(t *testing.T) {
	f := builtin(t)
	for _, c := range []struct{ name, text, want string }{
		{"the heading's side", "Reporter name: Kim Lund\nE-mail address: kim@fjord.example\nOrganisation name: Fjord AS\n\nAffected systems\nXyrgh of zzt: www.fjord.example (192.0.2.7)\nOperating system: FreeBSD 14\nDescription of the incident: water\n",
			"target www.fjord.example 192.0.2.7 FreeBSD 14\n"},
		{"both sides", "1. Reporter name: Kim Lund\n2. E-mail address: kim@fjord.example\n3. Organisation name: Fjord AS\n\nAffected systems\n4. Xyrgh: 192.0.2.7\n\nSource of the attack\n5. Xyrgh: 198.51.100.7\n\n6. Type of incident: scan\n7. Actions taken: none\n",
			"target  192.0.2.7 \nsource  198.51.100.7 \n"},
		{"a word of the other side", "Reporter name: Kim Lund\nE-mail address: kim@fjord.example\nOrganisation name: Fjord AS\n\nAffected systems\nAttacker zzt: 198.51.100.7\nDescription of the incident: water\n", "source  198.51.100.7 \n"},
		{"no address", "Reporter name: Kim Lund\nE-mail address: kim@fjord.example\nOrganisation name: Fjord AS\n\nAffected systems\nXyrgh: printers\nDescription of the incident: water\n", ""},
	} {
		got := ""
		for _, h := range f.Parse(body(c.text)).Hosts {
			got += h.Role + " " + h.Name + " " + strings.Join(h.Addresses, ",") + " " + h.OS + "\n"
		}
		if got != c.want {
			t.Errorf("%s: hosts %q, want %q", c.name, got, c.want)
		}
	}
}
