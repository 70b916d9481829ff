package template

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"tocsin/store"
)

// ours fills in our own form in a language: the answers of incident n.
func ours(t *testing.T, lang string, n int) string {
	t.Helper()
	return builtin(t).form("tocsin-1").print(lang, func(_ int, fd *field) string {
		switch {
		case fd.Name == "contact_name":
			return "Jane Doe"
		case fd.Name == "host" && n == 1:
			return "www.site.example, 192.0.2.7"
		case fd.Name == "host":
			return fmt.Sprintf("db%d.site.example, 192.0.2.7%d", n, n)
		case fd.Name == "contact_email":
			return "jane@site.example"
		case fd.Name == "timezone":
			return "UTC"
		case fieldKinds[fd.Name] == kindTime:
			return fmt.Sprintf("2026-11-1%d 14:30", n)
		case len(fd.Choices) > 0:
			return fd.Choices[n%len(fd.Choices)].Value
		case fd.Name == "description":
			return fmt.Sprintf("It is the %d. one: we saw it happen %d times.", n, 3*n)
		case fieldKinds[fd.Name] == kindLong:
			return fmt.Sprintf("remark %d about this", n)
		}
		return ""
	})
}

// TestSeriesOfOurs: our form twice, in any language, is two incidents: the
// first fills the fields, the second is whole in the description, and both have
// their hosts.
func TestSeriesOfOurs(t *testing.T) {
	f := builtin(t)
	for _, lang := range f.form("tocsin-1").Languages {
		one, two := ours(t, lang, 1), ours(t, lang, 2)
		alone := f.Parse(body(one))
		for _, between := range []string{"", "\n\n", "\n==========\n\n"} {
			r := f.Parse(body(one + between + two))
			for name, want := range alone.Fields {
				if got := r.Fields[name]; got != want && name != "description" {
					t.Errorf("%s: %s is %q, want %q", lang, name, got, want)
				}
			}
			if !strings.HasPrefix(r.Fields["description"], alone.Fields["description"]) || !strings.Contains(r.Fields["description"], strings.TrimSpace(two)) {
				t.Errorf("%s: description\n%s", lang, r.Fields["description"])
			}
			if r.Time.Start != "2026-11-11T14:30:00Z" || r.Time.End != alone.Time.End || strings.Join(r.Logs, "") != strings.Join(alone.Logs, "") {
				t.Errorf("%s: %+v %q", lang, r.Time, r.Logs)
			}
			if len(r.Hosts) != 2*len(alone.Hosts) || len(alone.Hosts) == 0 {
				t.Errorf("%s: hosts %+v", lang, r.Hosts)
			}
			if got := beginnings(&r); !strings.HasPrefix(got, "1, ") {
				t.Errorf("%s: %q", lang, got)
			}
		}
	}
}

// beginnings is where the incidents of a report begin, as its problem says, "" if
// there is one.
func beginnings(r *store.Report) string {
	for _, p := range r.Problems {
		if _, list, ok := strings.Cut(p.Message, " incidents, which begin in "); ok && p.Code == "needs-human" {
			list, _, _ = strings.Cut(list, ":")
			return strings.ReplaceAll(list, "line ", "")
		}
	}
	return ""
}

// someone is who reports, in a form that no team has.
const someone = "Name: Jane Doe\nOrganisation: Site Example\nE-mail: jane@site.example\nPhone: +32 2 555 01 00\n"

// scan and flood are what two incidents say; hoax is a third.
const (
	scan  = "Date and time of incident: 2026-11-20 10:00 UTC\nType of incident: scan\nAttacker IP: 198.51.100.7\nVictim IP: 192.0.2.7\nDescription of the incident: somebody knocks on all doors\nImpact: none\n"
	flood = "Date and time of incident: 2026-11-21 08:30 UTC\nType of incident: denial of service\nAttacker IP: 203.0.113.9\nVictim IP: 192.0.2.80\nDescription of the incident: the web site drowned\nImpact: no sales for an hour\n"
	hoax  = "Date and time of incident: 2026-11-21 17:00 UTC\nType of incident: phishing\nAttacker IP: 203.0.113.77\nVictim IP: 192.0.2.81\nDescription of the incident: a letter in our name\nImpact: two passwords\n"
)

func quoteLines(s string) string {
	return "> " + strings.ReplaceAll(strings.TrimSpace(s), "\n", "\n> ") + "\n"
}

// series are texts that report several incidents; the first is that of scan.
var seriesOf = []struct{ name, text, begins string }{
	{"the form twice", someone + scan + "\n" + someone + flood, "1, 12"},
	{"with a ruler between", someone + scan + "\n-----\n\n" + someone + flood, "1, 12"},
	{"thrice", someone + scan + someone + flood + someone + hoax, "1, 11, 21"},
	{"what happened twice", someone + scan + "\n" + flood, "5, 12"},
	{"numbered", someone + "\nIncident 1\n" + scan + "\nIncident 2\n" + flood, "6, 14"},
	{"numbered in words", someone + "\nFirst incident\n\n" + scan + "\nSecond incident\n\n" + flood, "6, 15"},
	{"numbered between rulers", someone + "\n=== Incident #1 ===\n" + scan + "\n=== Incident #2 ===\n" + flood + "\n=== Incident #3 ===\n" + hoax, "6, 14, 22"},
	{"few answers each, numbered", someone + "Incident 1:\nDate of incident: 2026-11-20 10:00 UTC\nDescription of the incident: a scan\nIncident 2:\nDate of incident: 2026-11-21 10:00 UTC\nDescription of the incident: a flood\n", "5, 8"},
	{"quoted as one", quoteLines(someone + scan + "\n" + someone + flood), "1, 12"},
	{"forwarded one by one", "FYI\n\n---------- Forwarded message ----------\nFrom: Jane <jane@site.example>\nDate: Fri, 20 Nov 2026\nSubject: one\n\n" + someone + scan + "\n---------- Forwarded message ----------\nFrom: Jane <jane@site.example>\nDate: Sat, 21 Nov 2026\nSubject: two\n\n" + someone + flood, "3, 19"},
	{"below a greeting, with a signature", "Dear team,\n\nplease find two reports.\n\n" + someone + scan + "\n" + someone + flood + "\n-- \nJane\n", "5, 16"},
	{"the second less full", someone + scan + "\n" + strings.Replace(flood, "Impact: no sales for an hour\n", "", 1), "5, 12"},
	{"answers below", strings.ReplaceAll(someone+scan, ": ", ":\n") + "\n" + strings.ReplaceAll(someone+flood, ": ", ":\n"), "1, 22"},
	{"German", "Name: Jane Doe\nOrganisation: Haus\nE-Mail: jane@site.example\nTelefon: 0555 1\n\nVorfall 1\nZeitpunkt des Vorfalls: 20.11.2026 10:00 UTC\nArt des Vorfalls: Scan\nBeschreibung des Vorfalls: jemand klopft an\nAuswirkungen: keine\n\nVorfall 2\nZeitpunkt des Vorfalls: 21.11.2026 08:30 UTC\nArt des Vorfalls: Überlast\nBeschreibung des Vorfalls: der Auftritt ist weg\nAuswirkungen: kein Umsatz\n", "6, 12"},
	{"French", "Nom: Jane\nOrganisation: Maison\nCourriel: jane@site.example\nTéléphone: 055 51\nDate de l'incident: 20/11/2026 10:00 UTC\nType d'incident: scan\nDescription de l'incident: on frappe\nImpact: aucun\n\nNom: Jane\nOrganisation: Maison\nCourriel: jane@site.example\nTéléphone: 055 51\nDate de l'incident: 21/11/2026 08:30 UTC\nType d'incident: déni de service\nDescription de l'incident: le site coule\nImpact: plus de ventes\n", "1, 10"},
	{"Japanese", "氏名：山田\n組織名：例社\n電子メール：yamada@site.example\n電話番号：03-555-0100\n\nインシデント１\n発生日時：2026年11月20日 10:00 UTC\nインシデント種別：スキャン\nインシデントの内容：多数の接続\n\nインシデント２\n発生日時：2026年11月21日 08:30 UTC\nインシデント種別：DoS\nインシデントの内容：サイトが停止\n", "6, 11"},
}

func TestSeries(t *testing.T) {
	f := builtin(t)
	for _, c := range seriesOf {
		r := f.Parse(body(c.text))
		if got := beginnings(&r); got != c.begins {
			t.Errorf("%s: incidents in %q, want %q: %q %+v", c.name, got, c.begins, r.Fields, r.Problems)
			continue
		}
		if r.Time.Start != "2026-11-20T10:00:00Z" {
			t.Errorf("%s: %+v", c.name, r.Time)
		}
		for name, text := range r.Fields {
			if name != "description" && (strings.Contains(text, "2026-11-21") || strings.Contains(text, "denial") || strings.Contains(text, "sales")) {
				t.Errorf("%s: %s has what another incident says: %q", c.name, name, text)
			}
		}
		second, _ := strconv.Atoi(strings.Split(c.begins, ", ")[1])
		for _, l := range strings.Split(c.text, "\n")[second-1:] {
			if l = strings.TrimSpace(strings.TrimPrefix(l, "> ")); !strings.Contains(r.Fields["description"], l) && l != "--" && l != "Jane" {
				t.Errorf("%s: %q is lost:\n%s", c.name, l, r.Fields["description"])
			}
		}
		if n := strings.Count(c.text, "IP:"); len(r.Hosts) != n {
			t.Errorf("%s: %d hosts, want %d: %+v", c.name, len(r.Hosts), n, r.Hosts)
		}
	}
}

// TestNoSeries: what only looks like several incidents is one.
func TestNoSeries(t *testing.T) {
	f := builtin(t)
	host := func(n int) string {
		return fmt.Sprintf("Victim IP: 192.0.2.%d\nDate and time of incident: 2026-11-2%d 10:00 UTC\nImpact: %d users\n", n, n, n)
	}
	for name, text := range map[string]string{
		"a copy quoted below":                 someone + scan + "\nOn Friday Jane wrote:\n" + quoteLines(someone+flood),
		"a reply above a quoted copy":         quoteLines(someone+scan) + "\n" + someone + flood,
		"an older mail below":                 someone + scan + "\n-----Original Message-----\nFrom: Jane\nSent: Friday\nTo: team\nSubject: form\n\n" + someone + flood,
		"an older mail below words":           someone + scan + "\nAm Freitag schrieb Jane:\n\n" + someone + flood,
		"the same twice":                      someone + scan + "\n" + someone + scan,
		"the same twice, one thing put right": someone + scan + "\n" + someone + strings.Replace(scan, "Impact: none", "Impact: some", 1),
		"a blank copy below":                  someone + scan + "\n" + strings.NewReplacer("Jane Doe", "", "scan", "").Replace(someone) + "Date and time of incident:\nType of incident:\nAttacker IP:\nVictim IP:\nDescription of the incident:\nImpact:\n",
		"placeholders below":                  someone + scan + "\nDate and time of incident: [fill in]\nType of incident: [fill in]\nDescription of the incident: [fill in]\nImpact: [fill in]\n",
		"hosts with times of their own":       someone + "Type of incident: scan\nDescription of the incident: d\n" + host(1) + host(2) + host(3),
		"hosts that are numbered":             someone + "Type of incident: scan\n\nHost 1\n" + host(1) + "Description of the incident: web\n\nHost 2\n" + host(2) + "Description of the incident: mail\n",
		"several contacts":                    someone + scan + "Alternate contact\nName: John Roe\nPhone: 555 0101\nE-mail: john@site.example\n",
		"alerts in the logs":                  someone + scan + "Log entries:\nTime: 10:00:01\nSeverity: high\nStatus: blocked\nSource IP: 198.51.100.8\n\nTime: 10:00:02\nSeverity: low\nStatus: passed\nSource IP: 198.51.100.9\n",
		"two remarks":                         someone + scan + "Remarks: one\nRemarks: two\n",
		"described twice":                     someone + scan + "Description of the incident: and more\n",
		"headers of two mails":                someone + scan + "Log entries:\nFrom: a@evil.example\nDate: Fri, 20 Nov 2026 10:00:00 +0100\nSubject: one\n\nFrom: b@evil.example\nDate: Sat, 21 Nov 2026 10:00:00 +0100\nSubject: two\n",
		"prose":                               "Incident 1 was a scan.\n\nIncident 2 was a flood.\n",
	} {
		r := f.Parse(body(text))
		if got := beginnings(&r); got != "" {
			t.Errorf("%s: incidents in %s: %q", name, got, r.Fields)
		}
	}
}

// TestSeriesOfFiles: two forms in two files are two incidents, unless one
// corrects the other.
func TestSeriesOfFiles(t *testing.T) {
	f := builtin(t)
	d := Document{Texts: []Text{{Text: "See the two forms.\n"}, {Name: "one.txt", Text: someone + scan, Attachment: true}, {Name: "two.txt", Text: someone + flood, Attachment: true}}}
	r := f.Parse(d)
	if got := beginnings(&r); got != "1 of one.txt, 1 of two.txt" || r.Fields["incident_type"] != "scan" || len(r.Hosts) != 4 || !strings.Contains(r.Fields["description"], "the web site drowned") {
		t.Errorf("%q %q %+v", got, r.Fields, r.Hosts)
	}
	d.Texts[2].Text = someone + strings.Replace(scan, "somebody", "nobody", 1)
	if r = f.Parse(d); beginnings(&r) != "" {
		t.Errorf("a correction is no incident of its own: %q", r.Fields)
	}
}

// TestFurtherRestricts: what a further incident forbids holds for the mail, and
// nothing else of it counts.
func TestFurtherRestricts(t *testing.T) {
	f := builtin(t)
	text := someone + scan + "TLP: GREEN\nMay we share your identity: yes\n\n" + someone + flood + "TLP: RED\nRestrictions on passing this on: not to the press\nMay we share your identity: no\nTime zone: UTC+5\nAssistance requested: urgent help\n"
	r := f.Parse(body(text))
	if beginnings(&r) == "" || r.Disclosure.TLP != "RED" || !strings.Contains(r.Disclosure.Text, "not to the press") || r.Disclosure.ShareIdentity != "no" {
		t.Errorf("%+v %+v", r.Disclosure, r.Problems)
	}
	if len(r.Assistance) > 0 || r.Time.Zone != "UTC" || r.Fields["timezone"] != "" {
		t.Errorf("%v %+v %q", r.Assistance, r.Time, r.Fields)
	}
}

// TestManyIncidents: however many there are, none is lost and the list is
// bounded.
func TestManyIncidents(t *testing.T) {
	var b strings.Builder
	b.WriteString(someone)
	for i := range 3 * mostIncidents {
		fmt.Fprintf(&b, "Date and time of incident: 2026-11-20 10:00 UTC\nType of incident: kind %d\nAttacker IP: 198.51.100.%d\nDescription of the incident: it was %d\nImpact: %d\n\n", i, i%250, i, i)
	}
	r := builtin(t).Parse(body(b.String()))
	if n := strings.Count(beginnings(&r), ",") + 1; n != mostIncidents || !strings.Contains(r.Fields["description"], fmt.Sprintf("it was %d", 3*mostIncidents-1)) || r.Fields["incident_type"] != "kind 0" {
		t.Errorf("%d incidents, %q", n, r.Fields["incident_type"])
	}
}

// TestSidesMakeReport: who reports and machines of both sides are a report without
// a time, be it of several incidents; a way to be opened between them is none.
func TestSidesMakeReport(t *testing.T) {
	f := builtin(t)
	const who = "Reporter: Bob Stone\nE-mail: bob@net.example\n\n"
	const one = "Date/time: 2026-11-01 10:00 UTC\nSource IP: 45.9.148.1\nTarget IP: 81.2.69.1\nDescription: SSH brute force\n"
	const two = "Date/time: 2026-11-02 11:00 UTC\nSource IP: 45.9.148.9\nTarget IP: 81.2.69.4\nDescription: Web shell uploaded\n"
	for _, c := range []reads{
		{"two incidents", who + "Incident 1\n" + one + "\nIncident 2\n" + two, "contact_name: Bob Stone\nhosts: 4\nhost: target  81.2.69.4\nstart: 2026-11-01T10:00:00Z\nsays: Web shell uploaded"},
		{"nothing of when", who + "Affected host: 81.2.69.1\nAttacker: 45.9.148.1\nClock: not synced\nDescription: Brute force against ssh\n", "hosts: 2"},
		{"a way to be opened", who + "Source IP: 45.9.148.1\nTarget IP: 81.2.69.1\nDescription: Please open port 443 for the new partner\n", "hosts: 0\nno: contact_name"},
		{"one on known labels", "Name: Ann Lee\nE-mail: ann@x.example\nPhone: 555-1234\nSource IP: 81.2.69.1\nDestination IP: 45.9.148.7\nPort: 443\nReason: new partner interface\n", "hosts: 0\nno: contact_name"},
	} {
		c.run(t, f)
	}
}
