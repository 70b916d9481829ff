package template

import (
	"strings"
	"testing"
)

// ledgerForm is a form with room for a table.
const ledgerForm = `
Incident report

Name: Ada Quill
E-mail: ada@quill.example
Date and time of the incident: 2026-11-20 14:05 UTC

`

// hostsOf lists the hosts of a report, each as "role name addresses os function".
func hostsOf(f *Forms, text string) (list []string) {
	for _, h := range f.Parse(Document{Texts: []Text{{Text: text}}}).Hosts {
		list = append(list, strings.Join(strings.Fields(h.Role+" "+h.Name+" "+strings.Join(h.Addresses, " ")+" "+h.OS+" "+h.Function), " "))
	}
	return list
}

// TestLedger: each row of a table of machines is a machine, whatever parts its
// cells, in the role that its column, the row or the heading above gives it.
func TestLedger(t *testing.T) {
	f := builtin(t)
	for name, c := range map[string]struct{ text, want string }{
		"bars": {ledgerForm + `
Affected systems:

| Hostname | IP address | Operating system |
|---|---|---|
| web1 | 192.0.2.1 | Debian 12 |
| web2 | 192.0.2.2 | |

Description: theft
`,
			"target web1 192.0.2.1 Debian 12; target web2 192.0.2.2"},
		"blanks": {ledgerForm + `
OUR MACHINES
  name      ip          runs        used for
  web1      192.0.2.1   Windows 11  the shop
  web2      192.0.2.2               mail

THEIR MACHINES
  ip             name
  203.0.113.9    bad.example.net

Description: theft
`,
			"target web1 192.0.2.1 Windows 11 the shop; target web2 192.0.2.2 mail; source bad.example.net 203.0.113.9"},
		"tabs and sides": {ledgerForm + `
Quelle	Ziel
203.0.113.9	192.0.2.1
203.0.113.10	192.0.2.1

Beschreibung des Vorfalls: Diebstahl
`,
			"source 203.0.113.9; target 192.0.2.1; source 203.0.113.10"},
		"a column of sides": {ledgerForm + `
Role | Adresse IP | Nom
victim | 192.0.2.1 | web1
attacker | 203.0.113.9 | -

Description: vol
`,
			"target web1 192.0.2.1; source 203.0.113.9"},
		"a heading of a side": {ledgerForm + `
Attacking systems

Host            | IP
bad.example.net | 203.0.113.9

Description: theft
`, "source bad.example.net 203.0.113.9"},
		"wide script": {`
インシデント報告

氏名：青木
電子メール：aoki@quill.example
被害を受けたシステム：
ホスト名	IPアドレス	用途
web1	192.0.2.1	公開

インシデント種別：侵入
`, "target web1 192.0.2.1 公開"},
	} {
		if got := strings.Join(hostsOf(f, c.text), "; "); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

// TestNoLedger: what is no table of machines stays as it is.
func TestNoLedger(t *testing.T) {
	f := builtin(t)
	for name, text := range map[string]string{
		"a bill": ledgerForm + `
Item | Qty | Price
Hosting web1.quill.example | 1 | 24.00
`,
		"a log": ledgerForm + `
Log extracts:
Source	Destination
203.0.113.9	192.0.2.1
`,
		"names of no host": ledgerForm + `
Host | IP
unclear | see below
`,
		"words": ledgerForm + `
Name  Address
the shop  Mill Lane 3
`,
		"a line in a padded": ledgerForm + "Hostname   IP\n",
	} {
		if got := hostsOf(f, text); len(got) > 0 {
			t.Errorf("%s: %q", name, got)
		}
	}
	if r := f.Parse(Document{Texts: []Text{{Text: `
Hello,

the inventory:

Hostname | IP address | Operating system | Owner
web1.quill.example | 192.0.2.1 | Debian | Ada
web2.quill.example | 192.0.2.2 | Debian | Ada

Bye
`}}}); len(r.Fields) > 1 || len(r.Hosts) > 0 {
		t.Errorf("an inventory is no form: %v %v", r.Fields, r.Hosts)
	}
}

// TestRecord: a table of one row is a report in itself.
func TestRecord(t *testing.T) {
	r := builtin(t).Parse(Document{Texts: []Text{{Text: `
Gemeldet von	Telefon	E-Mail	Entdeckt (UTC+1)	Art	IP des Angreifers	Wetter
Ada Quill	055 555 01	ada@quill.example	20.11.2026 14:05	Phishing	203.0.113.9	ruhig
`}}})
	want := map[string]string{"contact_name": "Ada Quill", "contact_phone": "055 555 01", "contact_email": "ada@quill.example", "incident_type": "Phishing"}
	for name, text := range want {
		if r.Fields[name] != text {
			t.Errorf("%s is %q in %v", name, r.Fields[name], r.Fields)
		}
	}
	if r.Time.Detected != "2026-11-20T14:05:00+01:00" || len(r.Hosts) != 1 || r.Hosts[0].Role != "source" || !strings.Contains(r.Fields["description"], "Wetter: ruhig") {
		t.Errorf("%+v %v %v", r.Time, r.Hosts, r.Fields)
	}
}

// TestTabCells: a row is taken apart at bars, or at tabs and gaps.
func TestTabCells(t *testing.T) {
	for s, want := range map[string]int{"a | b": 2, "| a | b |": 2, "a\tb\tc": 3, "a  b": 2, "a b": 0, "": 0, strings.Repeat("a|", 20): 0} {
		if got := len(tabCells(s, strings.Contains(s, "|"))); got != want {
			t.Errorf("%q: %d, want %d", s, got, want)
		}
	}
}

// TestColumnOf: what the names of columns ask for, in any language.
func TestColumnOf(t *testing.T) {
	ix := builtin(t).ix
	for name, want := range map[string]string{
		"Hostname":         "host_name ",
		"IP-Adresse":       "host_ip ",
		"Betriebssystem":   "os ",
		"Asset":            "host ",
		"Used for":         "host_function ",
		"用途":               "host_function ",
		"Our IP":           "host_ip target",
		"Their machine":    "host source",
		"Leur adresse IP":  "host_ip source",
		"Our weather":      "",
		"Mail":             "contact_email ",
		"Seen (UTC+2)":     "detection_time ",
		"Price":            "",
		"192.0.2.1":        "",
		"":                 "",
		"a host of things": "",
	} {
		got := ""
		if e := ix.columnOf(name); e != nil {
			got = e.name + " " + e.role
		}
		if got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
}

// TestLedgerLines: a table ends where a line is no row of it.
func TestLedgerLines(t *testing.T) {
	ix := builtin(t).ix
	for text, want := range map[string]int{
		"Host | IP\nweb1 | 192.0.2.1\nweb2 | 192.0.2.2\n\nmore | 192.0.2.3": 2,
		"Host | IP\n---|---\nweb1 | 192.0.2.1\nDescription | it was stolen": 1,
		"Host | IP\nweb1 | 192.0.2.1\n> web2 | 192.0.2.2":                   1,
		"Host | IP\nweb1 | n/a\nweb2 | 192.0.2.2":                           2,
		"Host | IP\nweb1 | n/a":                                             0,
		"Host | IP":                                                         0,
		"Host: IP\nweb1 | 192.0.2.1":                                        0,
	} {
		rows := 0
		if l := ix.ledgerAt(splitLines(text), 0); l != nil {
			rows = len(l.rows)
		}
		if rows != want {
			t.Errorf("%q: %d rows, want %d", text, rows, want)
		}
	}
}
