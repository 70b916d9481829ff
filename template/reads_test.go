package template

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"tocsin/store"
)

// A reads is a text and what must be read of it, one expectation a line:
//
//	form: id            the definition, or none
//	name: value         a field; "no: name" that there is none
//	host: role name a…  a host as hostText writes it; "hosts: n" how many
//	start: end: noticed: the times; zone: their zone
//	says: words         words of the description; "mute: words" that it lacks
//	log: words          words of the log extracts
//	category: assist:   all values, parted by ", "
//	tlp is: secret:     the label, words of the restrictions
//	doubt: code field   a problem
//	indicator: type value role an indicator
type reads struct{ name, text, want string }

func (c reads) run(t *testing.T, f *Forms) {
	t.Helper()
	r := f.Parse(body(c.text))
	for l := range strings.Lines(strings.TrimSpace(c.want)) {
		kind, value, _ := strings.Cut(strings.TrimSpace(l), ": ")
		if got, ok := met(&r, kind, value); !ok {
			t.Errorf("%s: want %s: %s, got %q\n%q\n%+v", c.name, kind, value, got, r.Fields, r.Problems)
		}
	}
}

// met says whether a report meets one expectation, and what it says instead.
func met(r *store.Report, kind, value string) (string, bool) {
	var hosts, doubts, seen []string
	for i := range r.Hosts {
		hosts = append(hosts, hostText(&r.Hosts[i]))
	}
	for _, p := range r.Problems {
		doubts = append(doubts, strings.TrimSpace(p.Code+" "+p.Field))
	}
	for _, i := range r.Indicators {
		seen = append(seen, i.Type+" "+i.Value+" "+i.Role)
	}
	one := map[string]string{"form": r.Form, "start": r.Time.Start, "end": r.Time.End, "noticed": r.Time.Detected, "zone": r.Time.Zone, "tlp is": r.Disclosure.TLP,
		"category": strings.Join(r.Category, ", "), "assist": strings.Join(r.Assistance, ", "), "hosts": strconv.Itoa(len(r.Hosts)), "share": r.Disclosure.ShareIdentity,
		"clock": r.Clock.Synchronised, "language": r.Language}
	if got, ok := one[kind]; ok {
		return got, got == value
	}
	text := map[string]string{"says": r.Fields["description"], "log": strings.Join(r.Logs, "\n"), "secret": r.Disclosure.Text}
	if got, ok := text[kind]; ok {
		return got, strings.Contains(got, value)
	}
	list := map[string][]string{"host": hosts, "doubt": doubts, "indicator": seen}
	if got, ok := list[kind]; ok {
		return strings.Join(got, " | "), slices.Contains(got, value)
	}
	switch kind {
	case "no":
		return r.Fields[value], r.Fields[value] == ""
	case "mute":
		return r.Fields["description"], !strings.Contains(r.Fields["description"], value)
	}
	return r.Fields[kind], r.Fields[kind] == value
}

// reporter makes a form of any text behind it: enough labels for evidence.
const reporter = `Name: Jane Doe
Organisation: Site Example
E-mail: jane@site.example
Phone: +32 2 555 01 00
Type of incident: scan
`

// layouts are the ways of laying out a form that notes on real mail list.
var layouts = []reads{
	{"labels wrap, the colon comes on the second line", reporter + `Date and time
of incident: 2026-11-20 10:00 UTC
`, "start: 2026-11-20T10:00:00Z"},
	{"leader typed over, no colon", `Name.....Jane Doe
Organisation name.....Site Example
Email address.....jane@site.example
Telephone number......555 0100
Type of incident......phishing
`, `contact_name: Jane Doe
organisation: Site Example
contact_email: jane@site.example
category: fraud/phishing`},
	{"leader of underscores", strings.ReplaceAll(reporter, ":", " ______") + "Attacker IP ____ 198.51.100.7\n", `contact_name: Jane Doe
host: source  198.51.100.7`},
	{"leader of ellipses with a colon", strings.ReplaceAll(reporter, ":", " ………:"), "organisation: Site Example"},
	{"blank before the colon, as the French write", strings.ReplaceAll(reporter, ":", " :"), "contact_phone: +32 2 555 01 00"},
	{"full-width colon", strings.ReplaceAll(reporter, ": ", "："), "contact_name: Jane Doe"},
	{"semicolon for a colon", strings.ReplaceAll(reporter, ":", ";"), "contact_name: Jane Doe"},
	{"brackets around labels", strings.NewReplacer("Name:", "[Name:]", "Organisation:", "[Organisation:]", "Type of incident:", "[Type of incident:]").Replace(reporter), "incident_type: scan\norganisation: Site Example"},
	{"corner brackets", strings.NewReplacer("Name:", "【Name】", "Type of incident:", "【Type of incident】").Replace(reporter), "contact_name: Jane Doe\nincident_type: scan"},
	{"mandatory marks", strings.NewReplacer("Name:", "* Name (required):", "E-mail:", "E-mail (required):", "Phone:", "Phone (optional):").Replace(reporter), `contact_name: Jane Doe
contact_email: jane@site.example
contact_phone: +32 2 555 01 00`},
	{"numbers of many kinds", `1. Name: Jane Doe
2) Organisation: Site Example
(3) E-mail: jane@site.example
IV. Phone: 555 0100
STEP5. Type of incident: scan
1-6 Attacker IP: 198.51.100.7
A7. Victim IP: 192.0.2.7
`, `contact_name: Jane Doe
organisation: Site Example
contact_email: jane@site.example
contact_phone: 555 0100
incident_type: scan
host: source  198.51.100.7
host: target  192.0.2.7`},
	{"full-width numbers", "１．Name: Jane Doe\n２．Organisation: Site\n３．E-mail: jane@site.example\n４．Type of incident: scan\n", "contact_name: Jane Doe\nincident_type: scan"},
	{"bullets", eachLine(func(l string) string { return "• " + l })(reporter), "contact_name: Jane Doe\nincident_type: scan"},
	{"bullets of markdown", eachLine(func(l string) string { return "- " + l })(reporter), "organisation: Site Example"},
	{"bold labels of markdown", eachLine(func(l string) string {
		label, rest, _ := strings.Cut(l, ":")
		return "**" + label + ":**" + rest
	})(reporter), "contact_name: Jane Doe\ncontact_email: jane@site.example"},
	{"a table of bars", eachLine(func(l string) string {
		label, rest, _ := strings.Cut(l, ":")
		return "| " + label + " |" + rest + " |"
	})(reporter), "contact_name: Jane Doe\nincident_type: scan"},
	{"a table of tabs", strings.ReplaceAll(reporter, ": ", "\t"), "contact_name: Jane Doe\nincident_type: scan"},
	{"columns of blanks", strings.ReplaceAll(reporter, ": ", "     "), "contact_name: Jane Doe\ncontact_phone: +32 2 555 01 00"},
	{"answers below their labels", strings.ReplaceAll(reporter, ": ", ":\n"), "contact_name: Jane Doe\norganisation: Site Example\nincident_type: scan"},
	{"answers below and indented, blank lines between", strings.ReplaceAll(strings.ReplaceAll(reporter, "\n", "\n\n"), ": ", ":\n    "), "contact_name: Jane Doe\nincident_type: scan"},
	{"all capitals", strings.NewReplacer("Name", "NAME", "Organisation", "ORGANISATION", "Type of incident", "TYPE OF INCIDENT").Replace(reporter), "contact_name: Jane Doe\nincident_type: scan"},
	{"soft hyphen and zero width blank in labels", strings.NewReplacer("Organisation", "Organi\u00adsation", "Type of", "Type\u200b of").Replace(reporter), "incident_type: scan"},
	{"combining accents", "Nom: Jane\nSocie\u0301te\u0301: Site\nCourriel: jane@site.example\nTe\u0301le\u0301phone: 01 55\nNature de l'incident: intrusion\n", `contact_name: Jane
organisation: Site
incident_type: intrusion`},
	{"smart apostrophe", "Nom: Jane\nCourriel: jane@site.example\nTéléphone: 01 55 00\nNature de l’incident: intrusion\nDate de l’incident: 2026-11-20 10:00 UTC\n", "incident_type: intrusion\nstart: 2026-11-20T10:00:00Z"},
	{"umlauts written out", "Name: Jane\nE-Mail: jane@site.example\nTelefon: 01 55\nArt des Vorfalls: Einbruch\nGewuenschte Hilfe: keine\nGetroffene Massnahmen: keine Ahnung\n", `assist: none
actions_taken: keine Ahnung`},
	{"two labels on one line", "Name: Jane Doe   Phone: 555 0100\nOrganisation: Site, Fax: 555 0101\nE-mail: jane@site.example\nType of incident: scan\n", `contact_name: Jane Doe
contact_phone: 555 0100
organisation: Site
contact_fax: 555 0101`},
	{"colons inside of answers", reporter + "Source IP: 2001:db8::5\nTarget host: http://www.site.example:8080/a:b\n", `host: source  2001:db8::5
host: target www.site.example`},
	{"instructions in parentheses left in", reporter + "Attacker IP (if known, one per line): 198.51.100.7\n", "host: source  198.51.100.7"},
	{"headings underlined", `Reporter
========
Name: Jane
E-mail: jane@site.example

Target of the attack
--------------------
IP address: 192.0.2.7

Source of the attack
--------------------
IP address: 198.51.100.7
Type of incident: scan
`, "host: target  192.0.2.7\nhost: source  198.51.100.7\nhosts: 2"},
	{"headings inside of rulers", reporter + "===== Target of the attack =====\nIP address: 192.0.2.7\n===== Source of the attack =====\nIP address: 198.51.100.7\n", "host: target  192.0.2.7\nhost: source  198.51.100.7"},
	{"same label in two blocks", reporter + `Target of the attack
IP address: 192.0.2.7
Host name: www.site.example
Source of the attack
IP address: 198.51.100.7
Host name: bad.evil.example
`, "host: target www.site.example 192.0.2.7\nhost: source bad.evil.example 198.51.100.7\nhosts: 2"},
	{"a block repeated for each host", reporter + `Target of the attack
IP address: 192.0.2.7
IP address: 192.0.2.8
Target of the attack
IP address: 192.0.2.9
`, "host: target  192.0.2.7\nhost: target  192.0.2.8\nhost: target  192.0.2.9\nhosts: 3"},
}

func TestLayouts(t *testing.T) {
	f := builtin(t)
	for _, c := range layouts {
		c.run(t, f)
	}
}

// TestLayoutsQuotedAndWrapped: what a mail program does to a form on its way
// changes nothing of what is read.
func TestLayoutsQuotedAndWrapped(t *testing.T) {
	f := builtin(t)
	for _, c := range layouts {
		for _, h := range habits[:4] {
			reads{h.name + ": " + c.name, h.apply(c.text), c.want}.run(t, f)
		}
		reads{"forwarded: " + c.name, "See below.\n\n---------- Forwarded message ----------\nFrom: Jane <jane@site.example>\nDate: Fri, Nov 20, 2026 at 4:44 PM\nSubject: form\nTo: <help@desk.example>\n\n" + c.text, c.want}.run(t, f)
		reads{"greeted: " + c.name, "Dear team,\n\nplease find our report below.\n\n" + c.text + "\n-- \nJane Doe\nSite Example\nPhone: 555 9999\n", c.want}.run(t, f)
	}
}
