package template

import "testing"

// Labels of everyday words make a form only where a machine in a role is
// asked for: a signature or a machine's notice has the others too.
func TestEverydayLabels(t *testing.T) {
	const contact = "Name: Jo\nEmail: jo@site.example\nOrganisation: Site\nPhone: +352 1\n"
	for name, c := range map[string]struct {
		text string
		form bool
	}{
		"contact alone":            {contact, false},
		"with hosts":               {contact + "\nAffected hosts\nHostname: www.site.example\nIP address: 158.64.1.2\n", true},
		"with hosts in German":     {"Name: Jo\nE-Mail: jo@site.example\nOrganisation: Site\nTelefon: 1\n\nBetroffene Rechner\nHostname: www.site.example\nIP-Adresse: 158.64.1.2\n", true},
		"a machine without a role": {contact + "IP address: 158.64.1.2\nPort: 80\n", false},
		"XML":                      {"<Source>\n<IP_Address>158.64.1.2</IP_Address>\n<Port>80</Port>\n<Email>jo@site.example</Email>\n<Phone>1</Phone>\n</Source>\n", false},
	} {
		r := builtin(t).Parse(Document{Texts: []Text{{Text: c.text}}})
		if got := len(r.Hosts) > 0 && r.Fields["contact_email"] != ""; got != c.form {
			t.Errorf("%s: read as a form: %v; fields %v, hosts %v", name, got, r.Fields, r.Hosts)
		}
	}
}

func TestMarkup(t *testing.T) {
	for line, want := range map[string]bool{
		"<Port>80</Port>": true, "  </Entity>": true, "<br>": true, "Name: <jo@site.example>": false, "<jo@site.example>": true, "<": false, "<3 you": false, "": false, "a < b >": false,
	} {
		if got := markup(line); got != want {
			t.Errorf("markup(%q) = %v", line, got)
		}
	}
}
