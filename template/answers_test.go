package template

import "testing"

// answers are habits of answering: what is none, what is several, what is
// left standing.
var answers = []reads{
	{"nothing that says so", reporter + "Attacker IP: n/a\nSeverity: -\nImpact: none\nOperating system: unknown\nDepartment: N.A.\nFax: ---\n", `hosts: 0
no: severity
no: impact
no: os
no: department
no: contact_fax`},
	{"nothing in German, French, Dutch", reporter + "Attacker IP: unbekannt\nVictim IP: inconnu\nDepartment: nvt\nFax: keine\nSeverity: sans objet\n", `hosts: 0
no: department
no: contact_fax
no: severity`},
	{"placeholders", reporter + "Department: [fill in]\nDate and time of incident: DD-MM-YYYY HH:MM\nSeverity: <severity>\nOperating system: (e.g. Windows 11)\n", `no: department
no: incident_time
no: severity
no: os
doubt: placeholder department
doubt: placeholder incident_time`},
	{"same as in the block before", reporter + `Target of the attack
IP address: 192.0.2.7
Time zone: Europe/Brussels
Target of the attack
IP address: 192.0.2.8
Time zone: same
`, "host: target  192.0.2.7 [Europe/Brussels]\nhost: target  192.0.2.8 [Europe/Brussels]"},
	{"asked once, answered twice", reporter + "Name: John Roe\n", "contact_name: Jane Doe\nsays: John Roe\ndoubt: ambiguous contact_name"},
	{"two mail addresses", "Name: Jane\nE-mail: jane@site.example, John <john@site.example>\nPhone: 1234\nType of incident: scan\nOrganisation: S\n", "contact_email: jane@site.example, john@site.example"},
	{"mail address as a link", "Name: Jane\nE-mail: <mailto:jane@site.example>\nPhone: 1234\nType of incident: scan\nOrganisation: S\n", "contact_email: jane@site.example"},
	{"mail address written out", "Name: Jane\nE-mail: jane [at] site [dot] example\nPhone: 1234\nType of incident: scan\nOrganisation: S\n", "contact_email: jane@site.example"},
	{"what stands elsewhere", "Name: Jane\nE-mail: jane@site.example\nPhone: see signature\nType of incident: scan\nDate of the incident: siehe Anhang\nOrganisation: S\n", "no: contact_phone\nno: incident_time\nsays: see signature\nsays: siehe Anhang"},
	{"three lines about one person", "Contact person: Jane Doe\n0664 555 01 00\njane@site.example\nOrganisation: S\nType of incident: scan\nAffected host: 192.0.2.7\nActions taken: none\n", "contact_name: Jane Doe\ncontact_phone: 0664 555 01 00\ncontact_email: jane@site.example"},
	{"a number that another question has", "Contact person: Jane Doe\n0664 555 01 00\nPhone: 0911 555 70 70\nType of incident: scan\nOrganisation: S\n", "contact_name: Jane Doe\ncontact_phone: 0911 555 70 70\nsays: 0664 555 01 00"},
	{"a name before the mail address", "Namn: Jane Doe <jane@site.example>\nTelefon: 0911 555 70 70\nTyp av incident: scan\nOrganisation: S\n", "contact_name: Jane Doe\ncontact_email: jane@site.example"},
	{"not known is no no", reporter + "Assistance requested: no sé\nIs this report mandatory or voluntary?: nie wiem\n", "no: obligation\ndoubt: needs-human assistance"},
	{"no mail address", "Name: Jane\nE-mail: ask our desk\nPhone: 1234\nType of incident: scan\nOrganisation: S\n", "doubt: unreadable contact_email"},
	{"boxes before options that no definition knows", reporter + "Severity: [ ] low [x] high [ ] critical\n", "severity: high"},
	{"boxes behind them", reporter + "Severity: low [ ] high [x] critical [ ]\n", "severity: high"},
	{"boxes on lines of their own", reporter + "Severity:\n[ ] low\n[X] high\n[ ] critical\nAttacker IP: 198.51.100.7\n", "severity: high\nhost: source  198.51.100.7\nmute: critical"},
	{"round boxes and signs", reporter + "Severity: ( ) low (x) high\nDepartment: ☐ sales ☑ production\n", "severity: high\ndepartment: production"},
	{"several boxes", reporter + "Department: [x] sales [x] production [ ] other\n", "department: sales, production"},
	{"no box marked", reporter + "Severity: [ ] low [ ] high\n", "no: severity"},
	{"a box inside of a host", reporter + "Attacker IP: 198[.]51[.]100[.]7\n", "host: source  198.51.100.7"},
	{"incident number to be assigned by us", reporter + "Incident number: (to be assigned by the team)\n", "no: reference_ours"},
	{"incident number", reporter + "Incident number: DEMO#2026-00042-7\nYour reference: TT-99\n", "reference_ours: DEMO#2026-00042-7\nreference_theirs: TT-99"},
	{"title of the report", "Title: Phishing against us\n" + reporter, "no: contact_title\nsays: Title: Phishing against us"},
	{"title of the reporter", reporter + "Title: CISO\n", "contact_title: CISO"},
	{"a label nobody knows", reporter + "Colour of the server: blue\nAttacker IP: 198.51.100.7\n", "says: Colour of the server: blue\nhost: source  198.51.100.7\nhosts: 1"},
	{"a label nobody knows below a host", reporter + "Victim IP: 192.0.2.7\nUpstream router: 203.0.113.1\n", "host: target  192.0.2.7\nhosts: 1\nsays: Upstream router: 203.0.113.1"},
	{"a leader nobody knows below a host", reporter + "Victim IP ....... 192.0.2.7\nUpstream router .. 203.0.113.1\nMail gateway ..... 203.0.113.2\n", "host: target  192.0.2.7\nhosts: 1\nsays: Upstream router .. 203.0.113.1"},
	{"labels inside of a description", reporter + "Description of the incident:\nThe log says\nHost: relay\nName: root\nSource: unclear\nand no more.\n", "contact_name: Jane Doe\nhosts: 0\nsays: Name: root"},
	{"labels inside of log lines", reporter + "Log entries:\nHost: relay.site.example\nSource: 198.51.100.9\nUser: root\n", "hosts: 0\nlog: Source: 198.51.100.9"},
	{"in short, below log lines", reporter + "Log entries:\nNov 20 00:03:55 gpu4 sshd[4188]: Accepted password for demo\nIn short: we are down\n", "description: we are down\nlog: Nov 20 00:03:55 gpu4 sshd[4188]: Accepted password for demo"},
	{"in short, inside of log lines", reporter + "Log entries:\nEvent: 4625\nIn short: logon failure\n", "no: description\nlog: In short: logon failure"},
	{"small labels below a small one", "name: Jane Doe\ne-mail: jane@site.example\nphone: 1234\norganisation: S\nwhat happened: all files are encrypted\nfirst noticed: 2026-11-20 10:00 UTC\nattacker ip: 198.51.100.7\n", "description: all files are encrypted\ndetection_time: 2026-11-20 10:00 UTC\nhost: source  198.51.100.7"},
	{"a brief answer ends at a blank line", reporter + "Disclosure restrictions: TLP:GREEN\n\nWe hope to hear from you.\n", "disclosure: TLP:GREEN\nsays: We hope to hear from you.\ntlp is: GREEN"},
	{"an answer of two paragraphs below its label", reporter + "Description of the incident:\n\nFirst.\n\nSecond.\n", "says: First.\n\nsays: Second."},
	{"words before and behind the form", "Hello,\n\n" + reporter + "\nThank you for your help\n", "says: Hello,\nsays: Thank you for your help"},
	{"a word that looks like a label at the end", reporter + "Regards: Jane\n", "contact_name: Jane Doe\nsays: Regards: Jane"},
	{"sector in words", reporter + "Sector: we run hospitals\n", "sector: health"},
	{"sector nobody knows", reporter + "Sector: lighthouse keeping\n", "sector: lighthouse keeping"},
	{"wishes in words", reporter + "Assistance requested: please notify the hosting company\n", "assist: contact-sites"},
	{"no wish", reporter + "Assistance requested: none, for information only\n", "assist: none"},
	{"urgent wish", reporter + "Assistance requested: URGENT, how do we recover?\n", "assist: urgent-help, recover"},
	{"a wish nobody understands", reporter + "Assistance requested: purple\n", "assist: \ndoubt: needs-human assistance"},
	{"police in words", reporter + "Have the police been informed? not yet\n", "law_enforcement: not yet"},
	{"restriction among the words", reporter + "\nPlease do not forward this to our customers.\n", "secret: do not forward this"},
	{"restriction in French", reporter + "\nNe transmettez pas notre nom.\n", "secret: Ne transmettez pas"},
	{"restriction in German", reporter + "\nBitte nicht an andere CSIRTs weitergeben.\n", "secret: nicht an andere"},
	{"restriction in Dutch", reporter + "\nGelieve dit niet met derden te delen.\n", "secret: niet met derden"},
	{"no restriction", reporter + "Disclosure restrictions: none\n", "secret: \ntlp is: "},
	{"strictest label of several", "TLP:GREEN\n" + reporter + "TLP: AMBER+STRICT\n\nTLP:CLEAR for the indicators\n", "tlp is: AMBER+STRICT"},
	{"clock in words", reporter + "Clock synchronised? yes, NTP stratum 2\n", "clock: yes"},
	{"clock off", reporter + "Clock synchronised? no, about 3 min fast\n", "clock: no"},
	{"clock not known", reporter + "Clock synchronised? unknown\n", "clock: unknown"},
}

func TestAnswers(t *testing.T) {
	f := builtin(t)
	for _, c := range answers {
		c.run(t, f)
	}
}

// machinesNamed are answers to the question for hosts.
var machinesNamed = []reads{
	{"name and address", "www.site.example 192.0.2.7", "host: target www.site.example 192.0.2.7"},
	{"name and address in parentheses", "www.site.example (192.0.2.7)", "host: target www.site.example 192.0.2.7"},
	{"address and name", "192.0.2.7 (www.site.example)", "host: target www.site.example 192.0.2.7"},
	{"name, slash, address", "www.site.example/192.0.2.7", "host: target www.site.example 192.0.2.7"},
	{"two of them", "www.site.example (192.0.2.7), mx.site.example (192.0.2.8)", "host: target www.site.example 192.0.2.7\nhost: target mx.site.example 192.0.2.8\nhosts: 2"},
	{"on two lines", "www.site.example\n    192.0.2.7", "host: target www.site.example 192.0.2.7\nhosts: 1"},
	{"two names, then one address", "a.site.example\n    b.site.example\n    192.0.2.7", "host: target a.site.example\nhost: target b.site.example\nhost: target  192.0.2.7\nhosts: 3"},
	{"names and addresses by turns", "a.site.example\n    192.0.2.7\n    b.site.example\n    192.0.2.8", "host: target a.site.example 192.0.2.7\nhost: target b.site.example 192.0.2.8\nhosts: 2"},
	{"and between", "192.0.2.7 and 192.0.2.8", "host: target  192.0.2.7\nhost: target  192.0.2.8"},
	{"und between", "192.0.2.7 und 192.0.2.8", "hosts: 2"},
	{"et between", "192.0.2.7 et 192.0.2.8", "hosts: 2"},
	{"en between", "192.0.2.7 en 192.0.2.8", "hosts: 2"},
	{"a prefix", "192.0.2.0/24", "host: target  192.0.2.0/24"},
	{"a range", "192.0.2.0 - 192.0.2.255", "host: target  192.0.2.0/24"},
	{"a short range", "192.0.2.4-7", "host: target  192.0.2.4/30"},
	{"a range in words", "192.0.2.0 to 192.0.2.127", "host: target  192.0.2.0/25"},
	{"IPv6", "2001:db8::7", "host: target  2001:db8::7"},
	{"IPv6 in brackets with a port", "[2001:db8::7]:443", "host: target  2001:db8::7"},
	{"IPv6 written long", "2001:0db8:0000:0000:0000:0000:0000:0007", "host: target  2001:db8::7"},
	{"IPv6 prefix", "2001:db8::/32", "host: target  2001:db8::/32"},
	{"address with a port", "192.0.2.7:8443", "host: target  192.0.2.7\nprotocol_port: 8443"},
	{"a link", "http://www.site.example/login.php?x=1", "host: target www.site.example"},
	{"defanged", "hxxp://www[.]site[.]example/", "host: target www.site.example"},
	{"a bare name", "fs01", "host: target fs01"},
	{"a bare name beside an address", "FS01 192.168.1.5", "host: target FS01 192.168.1.5"},
	{"a name with a hyphen beside an address", "kassa-pc (192.168.1.20)", "host: target kassa-pc 192.168.1.20"},
	{"doubt beside an address", "probably 192.0.2.7", "host: target  192.0.2.7"},
	{"doubt in German", "vermutlich 192.0.2.7", "host: target  192.0.2.7"},
	{"doubt in French", "sans doute 192.0.2.7", "host: target  192.0.2.7"},
	{"not known", "unknown", "hosts: 0"},
	{"words only", "all of our servers in the cellar", "hosts: 0\ndoubt: unreadable host\nsays: all of our servers"},
	{"half an address", "xxx.xxx.124.104", "hosts: 0"},
	{"an address that can't be", "192.0.2.777", "hosts: 0"},
	{"a version number is none", "Linux kernel 5.10.0.7", "hosts: 0"},
	{"a mail address is none", "we heard it from noc@site.example", "hosts: 0"},
	{"umlaut domain", "www.müller.example", "host: target www.müller.example"},
}

func TestHostsOfAForm(t *testing.T) {
	f := builtin(t)
	for _, c := range machinesNamed {
		c.text = reporter + "Victim IP: " + c.text + "\n"
		c.run(t, f)
	}
}
