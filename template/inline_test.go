package template

import (
	"strings"
	"testing"
)

func TestInlineLabels(t *testing.T) {
	for _, between := range []string{"  ", "; ", ", ", " / ", " | ", "\t", "     "} {
		r := builtin(t).Parse(body(strings.ReplaceAll("Name: Oda Fjell%E-mail: oda@fjell.example\nPhone: +47 55 55 01 00%Organisation: Fjell\nStart of the incident: 2026-11-18 04:10 UTC\nType of incident: phishing%Severity: high\n"+
			"Affected host: www.fjell.example%Source IP address: 203.0.113.9\nActions taken: none yet\nUrgency: low%Help wanted from us: please call back\n", "%", between)))
		if len(r.Hosts) != 2 || r.Hosts[0].Role != "target" || r.Hosts[1].Role != "source" || r.Hosts[1].Addresses[0] != "203.0.113.9" {
			t.Errorf("%q: %+v", between, r.Hosts)
		}
		if r.Fields["contact_name"] != "Oda Fjell" || strings.Contains(r.Fields["severity"], "call") || r.Fields["incident_type"] != "phishing" {
			t.Errorf("%q: %v", between, r.Fields)
		}
	}
	for s, want := range map[string]string{
		"high; Help wanted: yes": "high", "hoch, Benötigte Unterstützung: ja": "hoch", "élevée / Assistance souhaitée: oui": "élevée",
		"high, because of this: yes": "high, because of this: yes", "one, Two: three": "one, Two: three", "at 12:30, noon": "at 12:30, noon",
	} {
		if head, _, _ := builtin(t).ix.inline(s); head != want {
			t.Errorf("%q: %q, want %q", s, head, want)
		}
	}
}

// TestPages: what a printer put between two pages is no answer.
func TestPages(t *testing.T) {
	for _, foot := range []string{"Page 1 of 3", "Seite 1 von 3", "- Page 1/3 -", "Página 1 de 3", "Страница 1 из 3", "ページ 1/3"} {
		r := builtin(t).Parse(body("Harbour trust: incident form\n\nName: Oda Fjell\nE-mail: oda@fjell.example\nType of incident: phishing\nVictim IP: 192.0.2.44\nActions taken: the door\n" +
			foot + "\n\f\nHarbour trust: incident form\nwas shut at once\nTLP: GREEN\n"))
		if got := r.Fields["actions_taken"]; got != "the door\nwas shut at once" && got != "the door" || r.Disclosure.TLP != "GREEN" {
			t.Errorf("%s: %q", foot, got)
		}
	}
	for s, want := range map[string]bool{"Page 2 of 3": true, "p. 2/3": true, "Page 2": false, "Pages 2 of 3": false, "2 of 3": false, "Page two of 3": false, "Page 2 of our 3": false,
		"Page 2 of the 3 leaks": false, "": false} {
		if numbersPage(s) != want {
			t.Errorf("%q: %v", s, !want)
		}
	}
}

// TestNotationsOfPeople: what boards, wikis and programs write around labels.
func TestNotationsOfPeople(t *testing.T) {
	for _, pattern := range []string{"[b]@:[/b] %", "[b]@[/b]\n%\n", "(*) @: %", "; @ : %", "  \"@\" : \"%\",", "\"@\": \"%\"", "@ ------- %", ":@: %"} {
		var sb strings.Builder
		for i, label := range []string{"Name", "Organisation", "E-mail", "Phone", "Start of the incident", "Victim IP", "Actions taken", "Severity"} {
			sb.WriteString(strings.NewReplacer("@", label, "%", append(asIs, "high")[i]).Replace(pattern) + "\n")
		}
		if r := builtin(t).Parse(body(sb.String())); r.Fields["contact_name"] != asIs[0] || r.Fields["actions_taken"] != asIs[6] || r.Fields["severity"] != "high" {
			t.Errorf("%q: %v", pattern, r.Fields)
		}
	}
	for _, text := range []string{"[b]Hello[/b] all, we met: nobody came.\n[b]News:[/b] none.\n[b]Sport:[/b] the cup was lost.\n", "; a comment: here\n; another: there\n; last: gone\n",
		`{"name": "left-pad",` + "\n" + `"version": "1.0.0",` + "\n" + `"description": "pads a string",` + "\n" + `"author": "jane@pad.example"}` + "\n",
		"{\n  \"ReporterOrg\": \"Example\",\n  \"ReporterName\": \"Mr. Example\",\n  \"Contact\": \"mr@org.example\",\n  \"Phone\": \"+ 01 000 1234567\",\n  \"Type\": \"Spam\",\n  \"SourceIp\": \"192.0.2.55\",\n  \"Victim IP\": \"192.0.2.56\"\n}\n"} {
		if r := builtin(t).Parse(body(text)); r.Fields["contact_name"] != "" || r.Fields["contact_email"] != "" {
			t.Errorf("%q is a form: %v", text, r.Fields)
		}
	}
}

// TestNoSlipOfAnother: a label that all words of are known to ask for another
// thing is not one with a slip.
func TestNoSlipOfAnother(t *testing.T) {
	r := builtin(t).Parse(body("Contact nom : Jeanne Morel\nCourriel : jeanne@morel.example\nType d'incident : hameçonnage\nMachine affectée : www.morel.example\nMesures prises : aucune\n"))
	if r.Fields["contact_name"] != "Jeanne Morel" || r.Fields["contact_phone"] != "" {
		t.Errorf("%v", r.Fields)
	}
}

// TestChoiceIsNoLabel: what stands behind a box is a choice, though it is a label
// elsewhere; what a choice explains is not what was chosen.
func TestChoiceIsNoLabel(t *testing.T) {
	f := builtin(t)
	const form = "Name: Ann Lee\nE-mail: ann@lake.example\nOrganisation: Lake Site Ltd\nTime of incident: 2026-11-20 10:00 UTC\n"
	for _, c := range []reads{
		{"other in brackets", form + "Type of incident: [ ] Malware [x] Other: phishing by SMS\n", "no: contact_other\ncategory: fraud/phishing"},
		{"other behind a sign", form + "Type of incident: ☐ Malware  ☑ Sonstiges: Phishing per SMS\n", "no: contact_other\ncategory: fraud/phishing"},
		{"a number behind words", form + "Type of incident: scan, Phone: +43 1 555 1234\n", "contact_phone: +43 1 555 1234\ncategory: information-gathering/scanner"},
		{"an explanation", form + "Type of incident:\n [ ] Phishing - a page that steals passwords (not spam)\n [x] Denial of service - DoS or DDoS, also of phishing pages\n", "category: availability/dos"},
		{"both kinds", form + "Type of incident: [x] Phishing [x] Malware - spread by it\n", "category: fraud/phishing, malicious-code/infected-system"},
	} {
		c.run(t, f)
	}
}

// TestRestOfHosts: the number of a network beside a machine is none, and a label that
// tells the side tells it where another form is filled in.
func TestRestOfHosts(t *testing.T) {
	f := builtin(t)
	for _, c := range []reads{
		{"its network", strictly + "Source IP: 198.51.100.1, port 443/tcp, AS64500\n", "hosts: 1\nindicator: asn AS64500 source"},
		{"a machine called so", strictly + "Affected host: AS400\n", "host: target AS400"},
		{"the label in our form", strictly + "Affected host (name and address): 192.0.2.10\n", "host: target  192.0.2.10"},
		{"a slash for the colon", "Sri Lanka CERT Incident Report Form\nName / Nimal Perera\nCompany / Organization Name / Lanka Bank\nE-mail / nimal@lanka.example\nDate and Time of Incident / 2026-11-05 10:00 +0530\n", "start: 2026-11-05T10:00:00+05:30"},
		{"a day unwritten", strictly + "Incident end: XXXX年XX月XX日\n", "end: "},
	} {
		c.run(t, f)
	}
}
