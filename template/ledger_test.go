package template

import (
	"strings"
	"testing"
)

// ledgerForm is a form with room for a table.
const ledgerForm = "Incident report\n\nName: Ada Quill\nE-mail: ada@quill.example\nDate and time of the incident: 2026-11-20 14:05 UTC\n\n"

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
		"bars": {ledgerForm + "Affected systems:\n\n| Hostname | IP address | Operating system |\n|---|---|---|\n| web1 | 192.0.2.1 | Debian 12 |\n| web2 | 192.0.2.2 | |\n\nDescription: theft\n",
			"target web1 192.0.2.1 Debian 12; target web2 192.0.2.2"},
		"blanks": {ledgerForm + "OUR MACHINES\n  name      ip          runs        used for\n  web1      192.0.2.1   Windows 11  the shop\n  web2      192.0.2.2               mail\n\nTHEIR MACHINES\n  ip             name\n  203.0.113.9    bad.example.net\n\nDescription: theft\n",
			"target web1 192.0.2.1 Windows 11 the shop; target web2 192.0.2.2 mail; source bad.example.net 203.0.113.9"},
		"tabs and sides": {ledgerForm + "Quelle\tZiel\n203.0.113.9\t192.0.2.1\n203.0.113.10\t192.0.2.1\n\nBeschreibung des Vorfalls: Diebstahl\n",
			"source 203.0.113.9; target 192.0.2.1; source 203.0.113.10"},
		"a column of sides": {ledgerForm + "Role | Adresse IP | Nom\nvictim | 192.0.2.1 | web1\nattacker | 203.0.113.9 | -\n\nDescription: vol\n",
			"target web1 192.0.2.1; source 203.0.113.9"},
		"a heading of a side": {ledgerForm + "Attacking systems\n\nHost            | IP\nbad.example.net | 203.0.113.9\n\nDescription: theft\n", "source bad.example.net 203.0.113.9"},
		"wide script":         {"インシデント報告\n\n氏名：青木\n電子メール：aoki@quill.example\n被害を受けたシステム：\nホスト名\tIPアドレス\t用途\nweb1\t192.0.2.1\t公開\n\nインシデント種別：侵入\n", "target web1 192.0.2.1 公開"},
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
		"a bill":             ledgerForm + "Item | Qty | Price\nHosting web1.quill.example | 1 | 24.00\n",
		"a log":              ledgerForm + "Log extracts:\nSource\tDestination\n203.0.113.9\t192.0.2.1\n",
		"names of no host":   ledgerForm + "Host | IP\nunclear | see below\n",
		"words":              ledgerForm + "Name  Address\nthe shop  Mill Lane 3\n",
		"a line in a padded": ledgerForm + "Hostname   IP\n",
	} {
		if got := hostsOf(f, text); len(got) > 0 {
			t.Errorf("%s: %q", name, got)
		}
	}
	if r := f.Parse(Document{Texts: []Text{{Text: "Hello,\n\nthe inventory:\n\nHostname | IP address | Operating system | Owner\nweb1.quill.example | 192.0.2.1 | Debian | Ada\nweb2.quill.example | 192.0.2.2 | Debian | Ada\n\nBye\n"}}}); len(r.Fields) > 1 || len(r.Hosts) > 0 {
		t.Errorf("an inventory is no form: %v %v", r.Fields, r.Hosts)
	}
}

// TestRecord: a table of one row is a report in itself.
func TestRecord(t *testing.T) {
	r := builtin(t).Parse(Document{Texts: []Text{{Text: "Gemeldet von\tTelefon\tE-Mail\tEntdeckt (UTC+1)\tArt\tIP des Angreifers\tWetter\nAda Quill\t055 555 01\tada@quill.example\t20.11.2026 14:05\tPhishing\t203.0.113.9\truhig\n"}}})
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
