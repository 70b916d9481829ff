package machine

import (
	"strings"
	"testing"

	"tocsin/store"
)

// letters are mails whose body alone says it.
var letters = []struct {
	name, subject, body, kind string
	source, start, category   string
}{
	{"blocklist.de without its attachment", "[noreply] abuse report about 192.0.2.150", `Hello Abuse-Team,

your Server/Customer with the IP: *192.0.2.150* (host.example.net) has attacked one of our servers/partners.
The attackers used the method/service: *ssh* on: *Fri, 31 Jan 2025 07:19:02 +0100*.
The time listed is from the server-time of the Blocklist-user who submitted the report.
Logfiles: https://www.example.org/en/logs.html?rid=123456789&ip=192.0.2.150
`, "blocklist.de", "192.0.2.150", "2025-01-31T06:19:02Z", "intrusion-attempts/brute-force"},
	{"its older wording, with a filter's blanks", "abuse", `IP with the IP: 192.0.2.151 has attacked one of our server on the service:
"postfix"  on Time: Sun, 07 Jun 2015 21: 09:11 +0200
`, "blocklist.de", "192.0.2.151", "2015-06-07T19:09:11Z", ""},
	{"the notice of a ban", "[Fail2Ban] sshd: banned 192.0.2.60 from web1", `Hi,

The IP 192.0.2.60 has just been banned by Fail2Ban after
5 attempts against sshd.

Lines containing IP:192.0.2.60 in /var/log/auth.log
Nov 20 23:59:58 web1 sshd[1]: Failed password for root from 192.0.2.60 port 4 ssh2
Nov 21 00:00:04 web1 sshd[1]: Failed password for root from 192.0.2.60 port 5 ssh2

Regards,
Fail2Ban
`, "fail2ban", "192.0.2.60", "Nov 20 23:59:58 2026", "intrusion-attempts/brute-force"},
	{"a letter that states its zone", "Abuse from 192.0.2.61", `Dear Sir/Madam,

We have detected abuse from the IP address 192.0.2.61, which according to abuse data is on your network. We would appreciate if you would investigate.

Log lines are given below, but please ask if you require any further information.

Note: Local timezone is -0330 (NDT)
Dec 31 23:00:00 web1 sshd[1]: Failed password for root from 192.0.2.61 port 4 ssh2
`, "fail2ban", "192.0.2.61", "2026-01-01T02:30:00Z", ""},
	{"a web server's log", "Abuse from 2001:db8::4", `We have detected abuse from IP 2001:db8::4 on our host.

2001:db8::4 - - [20/Nov/2026:10:00:00 +0100] "GET /wp-login.php HTTP/1.1" 404
`, "fail2ban", "2001:db8::4", "2026-11-20T09:00:00Z", ""},
	{"a message that SpamCop was told of", "[SpamCop (192.0.2.74) id:7123456789]Your invoice", `[ SpamCop V5.4.0 ]
This message is brief for your comfort.  Please use links below for details.

Email from 192.0.2.74 / Mon, 9 Feb 2026 08:19:02 +0000
https://www.example.org/w3m?i=z7

[ Offending message ]
Received: from mail.example.com (198.51.100.3)
`, "notice", "192.0.2.74", "2026-02-09T08:19:02Z", "abusive-content/spam"},
	{"a site that it advertised", "[SpamCop (http://spam.example.com/x) id:7123456790]Your invoice", `[ SpamCop V5.4.0 ]
Spamvertised web site: http://spam.example.com/x
http://spam.example.com/x is 192.0.2.75; Mon, 09 Feb 2026 08:19:02 GMT
`, "notice", "192.0.2.75 spam.example.com", "2026-02-09T08:19:02Z", "abusive-content/spam"},
	{"the kind in a label", "Abuse report", `Offending IP: 192.0.2.93
Report ID: AB-12
Time: 2026-02-09 08:19:02 -08:00
Attack type: port scan
`, "notice", "192.0.2.93", "2026-02-09T16:19:02Z", "information-gathering/scanner"},
	{"labelled lines", "Abuse report", `Offending/Source IP:  2001:db8::99
       - Issue:  bots
       - Time:  2026-09-25 22:14:33-07:00
       - Port: 80
       - Service:  http
       - Report ID:  c141
       - Targeted Range:  198.51.100.0/24
`, "notice", "2001:db8::99", "2026-09-26T05:14:33Z", ""},
	{"a honeypot's list", "Monitor Report", `IPs Engaged In Harvesting On Your Network:

192.0.2.5 (H)
  - Mon, 21 Sep 2026 11:00AM PDT
  - Mon, 21 Sep 2026 09:00AM PDT

IPs Engaged In Email Spamming On Your Network:

none

-----------
192.0.2.6
`, "notice", "192.0.2.5", "2026-09-21T16:00:00Z", "abusive-content/spam"},
}

func TestLetters(t *testing.T) {
	date := func(name string) string {
		if name == "Date" {
			return "Sat, 21 Nov 2026 10:00:00 +0100"
		}
		return ""
	}
	for _, c := range letters {
		found, ok := Read(Message{Subject: c.subject, Body: c.body, Header: date, Parts: []Part{{Type: "text/plain", Text: c.body}}})
		if !ok || found.Kind != c.kind || len(found.Reports) != 1 {
			t.Errorf("%s: read as %+v", c.name, found)
			continue
		}
		r := &found.Reports[0]
		checkReport(t, r)
		if got := hostsOf(r, store.RoleSource); got != c.source || r.Time.Start != c.start || strings.Join(r.Category, " ") != c.category {
			t.Errorf("%s: source %q start %q category %v", c.name, got, r.Time.Start, r.Category)
		}
	}
}

func TestLettersOfPeopleAreNoNotices(t *testing.T) {
	for _, body := range []string{
		"We have detected abuse from the IP address 192.0.2.61. Please stop it.\n",
		"Offending IP: 192.0.2.61\nPlease look at it.\n",
		"Offending IP: 192.0.2.61\nTime: yesterday\nPort: 22\nProtocol: tcp\nService: ssh\n",
		"your server with the IP: nobody has attacked us\nthe method/service: *ssh* on: *Fri, 31 Jan 2025 07:19:02 +0100*\n",
	} {
		if found, ok := Read(Message{Subject: "abuse", Body: body}); ok {
			t.Errorf("%q was read as %+v", body, found)
		}
	}
}

func TestBanKeepsItsFacts(t *testing.T) {
	found, _ := Read(Message{Subject: letters[2].subject, Body: letters[2].body})
	r := found.One()
	if r.Fields["count"] != "5" || r.Fields["incident_type"] != "sshd" || len(r.Logs) != 1 || strings.Count(r.Logs[0], "192.0.2.60") != 2 {
		t.Errorf("fields %v, logs %q", r.Fields, r.Logs)
	}
	if r.Time.Start == "" || len(r.Problems) == 0 { // no Date: not even the year is known
		t.Errorf("start %q, problems %v", r.Time.Start, r.Problems)
	}
}

func TestCopyrightNotice(t *testing.T) {
	body := "- - ---Start ACNS XML\n<?xml version=\"1.0\"?>\n<Infringement xmlns=\"http://www.acns.net/ACNS\">\n<Case><ID>31-2</ID></Case>" +
		"<Complainant><Entity>Studio</Entity><Contact>Desk</Contact><Email>c@example.com</Email></Complainant>" +
		"<Source><TimeStamp>2026-09-04T13:19:53.000Z</TimeStamp><IP_Address>192.0.2.100</IP_Address><Port>34890</Port><Type>BitTorrent</Type></Source>" +
		"<Content><Item><Title>Film</Title><Hash Type=\"SHA1\">0ec5ead9264b3491d5cc377e525e653122e71196</Hash></Item></Content></Infringement>\n"
	found, ok := Read(Message{Subject: "Notice", Body: "see below", Parts: []Part{{Type: "text/plain", Text: body}}})
	if !ok {
		t.Fatal("not read")
	}
	want := `kind: acns
rows: 1
--
contact_email: c@example.com
contact_name: Desk
description: see below
incident_type: copyright BitTorrent
organisation: Studio
protocol_port: 34890
reference_theirs: 31-2
host: source[192.0.2.100] [documentation]
start: 2026-09-04T13:19:53Z
category: [fraud/copyright]
ipv4: 192.0.2.100 source
sha1: 0ec5ead9264b3491d5cc377e525e653122e71196 unknown
logs: [Title: Film / Hash: 0ec5ead9264b3491d5cc377e525e653122e71196 / Hash.Type: SHA1]
`
	if got := summary(&found); got != want {
		t.Errorf("read as\n%s", got)
	}
}

func TestListOfURLs(t *testing.T) {
	body := `<notification_message asn="64512" date="2026-01-01"><list type="0"><url_info url="http://a.example.com/x" ip="192.0.2.23" /><url_info url="http://b.example.com/" ip="192.0.2.23" />
<url_info url="http://192.0.2.26:2222/CMD" /><url_info url="nothing" /></list></notification_message>`
	found, ok := Read(Message{Body: body, Parts: []Part{{Type: "text/plain", Text: body}}})
	if !ok || found.Rows != 2 {
		t.Fatalf("read as %+v", found)
	}
	if a, b := hostsOf(&found.Reports[0], store.RoleSource), hostsOf(&found.Reports[1], store.RoleSource); a != "192.0.2.23 a.example.com, 192.0.2.23 b.example.com" || b != "192.0.2.26" {
		t.Errorf("sources %q and %q", a, b)
	}
	if r := found.Reports[0]; r.Time.Start != "2026-01-01" || len(r.Problems) != 1 || r.Problems[0].Code != "zone-unknown" {
		t.Errorf("start %q, problems %v", r.Time.Start, r.Problems)
	}
}
