package template

import "testing"

// TestBroken: sheets for what is broken are no reports of incidents.
func TestBroken(t *testing.T) {
	f := builtin(t)
	const sheet = "OFFICE EQUIPMENT FAULT SHEET\n\nFault no.: 118\nReported by: Lena Marsh\nExtension: 4471\nEmail: l.marsh@harbour.example\nDevice: PRN-2-04 (10.0.4.17)\nFault since: 18 November 2026\nAction taken: drum ordered\n"
	for _, c := range []reads{
		{"a printer", sheet, "form: none\nno: contact_name\nhosts: 0"},
		{"a lift", "Trouble ticket\nName: Lena Marsh\nPhone: +44 1632 960 111\nEmail: l.marsh@harbour.example\nWhen did the trouble start: 18 November 2026 07:30\nWhat is the failure: doors do not close\nImpact of the failure: stairs only\nActions taken: mechanic called\n", "no: contact_name\nno: incident_start"},
		{"a copier in German", "Störungsmeldung Kopierer\nName: Jörg Weiher\nTelefon: 0431 555 0144\nE-Mail: j.weiher@hafen.example\nBeginn der Störung: 18.11.2026 07:30\nArt der Störung: Papierstau\nGetroffene Maßnahmen: Techniker gerufen\n", "no: contact_name\nno: incident_start"},
		{"malicious software", sheet + "Fault: ransomware note on every page\n", "contact_name: Lena Marsh"},
		{"a fault of safety", "SECURITY " + sheet, "contact_name: Lena Marsh"},
		{"an attacker", sheet + "IP address of the attacker: 203.0.113.9\n", "contact_name: Lena Marsh\nhost: source  203.0.113.9"},
	} {
		c.run(t, f)
	}
}

// TestReachedAbove: how to reach the team is not how to reach who reports.
func TestReachedAbove(t *testing.T) {
	f := builtin(t)
	const below = "Name: Jane Doe\nOrganisation: Lake Site Ltd\nE-mail: jane@lake.example\nTelephone: +44 1632 960 101\nDate of incident: 2026-11-20 10:00 UTC\nType of incident: scan\n"
	const reached = "contact_email: jane@lake.example\ncontact_phone: +44 1632 960 101"
	for _, c := range []reads{
		{"on a line of two", "Incident report\nMail to: team@cert.example   Hotline: +1 758 555 0100\n\n" + below, reached},
		{"a line each", "Incident report\nE-mail: team@cert.example\nTel.: +1 758 555 0100\n\n" + below, reached},
		{"in a sentence", "Meldingsformulier\nMail het formulier naar team@cert.example\n\n" + below, reached},
		{"asked first, and not again", "E-mail: jane@lake.example\nTelephone: +44 1632 960 101\n\nName: Jane Doe\nOrganisation: Lake Site Ltd\nDate of incident: 2026-11-20 10:00 UTC\nType of incident: scan\n", reached},
		{"asked first, and of a deputy", "E-mail: jane@lake.example\nTelephone: +44 1632 960 101\n\nName: Jane Doe\nOrganisation: Lake Site Ltd\nDate of incident: 2026-11-20 10:00 UTC\nType of incident: scan\n\nDeputy\nName: Bob Pond\nE-mail: bob@lake.example\n", reached},
		{"a website beside a machine", below + "Website: www.lake.example\nIP: 192.0.2.110\nAttacker IP: 203.0.113.9\n", "hosts: 2\nhost: source  203.0.113.9"},
	} {
		c.run(t, f)
	}
}

// TestAdvisoryIsNoForm: what a product's weakness is, since when and what to do
// is news, not a report; the same of a machine is one.
func TestAdvisoryIsNoForm(t *testing.T) {
	f := builtin(t)
	const advisory = "Advisory ID: PB-2026-03\nCVE: CVE-2026-40011\nAffected product: Puddlebox 2.1\nVulnerability type: path traversal\n" +
		"Discovered by: Wilma Oakes\nDate discovered: 2026-10-02\nImpact: full takeover\nWorkaround: close the port\nContact: psirt@puddlebox.example\nPhone: +44 1632 960 555\n"
	if r := f.Parse(body(advisory)); len(r.Fields) != 1 || len(r.Hosts) > 0 {
		t.Errorf("an advisory: %v %v", r.Fields, r.Hosts)
	}
	const report = "Name: Wilma Oakes\nPhone: +44 1632 960 555\nAffected server: box.puddle.example\nCVE: CVE-2026-40011\nDate discovered: 2026-10-02\nImpact: full takeover\nWorkaround: close the port\n"
	if r := f.Parse(body(report)); r.Fields["contact_name"] != "Wilma Oakes" || r.Fields["vulnerability"] != "CVE-2026-40011" {
		t.Errorf("a report: %v", r.Fields)
	}
}

// TestIssuedIsNoIssue: words that only begin as one for a fault does are none.
func TestIssuedIsNoIssue(t *testing.T) {
	const text = "Name: Ada Quill\nE-mail: ada@mill.example\nPhone: +44 1632 960 001\nDate issued: 2026-11-20\nWhat happened: the web shop was defaced\n" +
		"When did it happen: 2026-11-20 10:00 UTC\nAffected system: www.mill.example\n"
	if r := builtin(t).Parse(body(text)); r.Fields["incident_time"] == "" || len(r.Hosts) != 1 {
		t.Errorf("%v %v", r.Fields, r.Hosts)
	}
	if faultWords.in("Date issued") || !faultWords.in("Issue: no paper") || securityWords.in("Société certaine") || !securityWords.in("CERT Example") {
		t.Error("stems and whole words are not told apart")
	}
}
