package template

import (
	"strings"
	"testing"
)

// The frames of forms that have a definition, with room for what is tried.
const (
	ofAgency  = "US-CERT Federal Incident Notification\n\nAgency name: Lakes\nIncident Category Type (e.g., CAT 1, CAT 2): %\nSystem Function: laptop\nImpact to agency: none so far\nResolution: reimaged\n"
	ofNTT     = "NTT-CERT インシデント報告様式 ver. 1.1\n\n氏名: 雨宮 周平\n組織名: ひかり工房\n電話番号: 0595-55-0171\nインシデント種別: %\nインシデント発見のきっかけ: 電話\n"
	ofCCDC    = "# CU Cyber CCDC Incident Report\n\n## Contact Information\nTeam Number: 7\nReporter(s) Name(s): Jane Doe\nType of Attack: theft of passwords\n\nType of Incident:\n%\n\n## Mitigation Action Taken (if any)\nblocked\n"
	ofJPCERT  = "インシデント報告様式 [Ver 3.02]\n1. 連絡先\n名前: 笠原 みどり\n組織名称: 北信農協\n電子メール: csirt@nouren.example\n\n2. この報告の目的 (記入が無い場合は情報提供として扱います):\n%\n\n昨夜、不正なログインがありました。\n"
	ofBahrain = "Cyber Security Incident Reporting Template\n\nFull Name: Jane Doe\nOffice phone no.: +973 1755 5014\n%\nLicensee name: Noor\nContact no.: +973 1755 5000\nImpact to stakeholders: none so far\n"
	ofSlovak  = "CSIRT.SK incident report\n\nname: Jane Doe\ne-mail: jane@site.example\nname of organization: Site\ntime and way of finding: %\nwhat countermeasures were made: blocked\n"
	ofIndia   = "CERT-In Incident Reporting Form\n\n1. Incident Category: phishing\n%\n5. Estimated Scope & Impact: none so far\n7. Containment Actions Taken: blocked\n8. Point of Contact (Name, designation, mobile, email): Mr. S. Murugan, AGM-IT, +91 98400 55501, murugan@mill.example\n"
	ofCanada  = "CanCERT Incident Report\n\nInformation on how to contact you: Jane Doe, jane@museum.example, 902 555 0133\nA summary of the hosts involved in the incident: %\nA sufficiently detailed description of the activity: A page sent visitors to a lottery.\nWhat you want CanCERT to do: nothing\n"
	ofUiO     = "UiO-CERT incident report\n\nName: Jane Doe\nE-mail: jane@uni.example\nFaculty/institute/department/other: Museum\nEstimated summary of hosts (computers) involved: 2\ndescription of the activity (break-in/virus/data disclosure/other): %\n"
)

// TestOwnWords: a kind of incident stays in the words of the form that the
// reporter chose, and its category is what the definition says of them.
func TestOwnWords(t *testing.T) {
	f := builtin(t)
	for _, c := range []struct{ form, answer, want string }{
		{ofAgency, "CAT 1", "incident_type: CAT 1\ncategory: intrusions/system-compromise"},
		{ofAgency, "cat 3 malicious code", "incident_type: cat 3 malicious code\ncategory: malicious-code/infected-system"},
		{ofAgency, "\n[ ] CAT 1\n[x] CAT 2\n[ ] CAT 3", "incident_type: CAT 2\ncategory: availability/dos"},
		{ofAgency, "CAT 6", "incident_type: CAT 6"},
		{ofAgency, "CAT 4 (improper usage) we think", "incident_type: CAT 4 (improper usage) we think"},
		{ofAgency, "phishing", "incident_type: phishing\ncategory: fraud/phishing"},
		{ofNTT, "不正侵入", "incident_type: 不正侵入\ncategory: intrusions/system-compromise"},
		{ofNTT, "\n  □ プローブ\n  ■ ウィルス・ワーム\n  □ その他", "incident_type: ウィルス・ワーム\ncategory: malicious-code/infected-system"},
		{ofNTT, "\n1. プローブ\n2. 不正中継\n3. 不正侵入\n\n3", "incident_type: 不正侵入\ncategory: intrusions/system-compromise"},
		{ofUiO, "virus", "incident_type: virus\ncategory: malicious-code/infected-system"},
		{ofUiO, "break-in / ~~virus~~ / ~~data disclosure~~ / ~~other~~", "incident_type: break-in\ncategory: intrusions/system-compromise"},
		{ofUiO, "-> data disclosure", "incident_type: data disclosure\ncategory: information-content-security/data-leak"},
		{ofCCDC, "- [ ] Outage\n- [x] DDoS\n- [ ] Recon", "category: availability/ddos"},
	} {
		reads{c.answer, strings.Replace(c.form, "%", c.answer, 1), c.want}.run(t, f)
	}
}

// TestChosenByNumber: the number of a choice is that in the list which stands
// beside it, else that of the definition.
func TestChosenByNumber(t *testing.T) {
	f := builtin(t)
	for _, c := range []struct{ form, answer, want string }{
		{ofJPCERT, "2-1. 3\n1: 情報提供 2: 質問 3: 関係サイトへの連絡を希望", "assist: contact-sites\nsays: 昨夜"},
		{ofJPCERT, "2\n1: 情報提供\n2: 質問\n3: 関係サイトへの連絡を希望", "assist: recover"},
		{ofJPCERT, "1: 情報提供 2: 質問 3: 関係サイトへの連絡を希望\n2, 3", "assist: recover, contact-sites"},
		{ofJPCERT, "1: 情報提供\n2: 関係サイトへの連絡を希望\n\n2", "assist: contact-sites"},
		{ofJPCERT, "3", "assist: contact-sites"},
		{ofJPCERT, "1: 情報提供 2: 質問 3: 関係サイトへの連絡を希望", "assist: none"},
		{ofJPCERT, "2-1. 質問", "assist: recover"},
	} {
		reads{c.answer, strings.Replace(c.form, "%", c.answer, 1), c.want}.run(t, f)
	}
}

// TestDefinitionKeys: what a definition says of spare answers, of words behind
// a time, and of the zones of its country.
func TestDefinitionKeys(t *testing.T) {
	f := builtin(t)
	agency := strings.Replace(ofAgency, "System Function", "Incident date and time, including time zone: %\nSystem Function", 1)
	agency = strings.Replace(agency, "%", "CAT 1", 1)
	for _, c := range []struct{ form, answer, want string }{
		{ofBahrain, "Mobile no.: +973 3355 5014", "contact_phone: +973 1755 5014\ncontact_other: +973 3355 5014, +973 1755 5000"},
		{ofBahrain, "Mobile no.: -", "contact_phone: +973 1755 5014\ncontact_other: +973 1755 5000"},
		{strings.Replace(ofBahrain, "+973 1755 5014", "", 1), "Mobile no.: +973 3355 5014", "contact_phone: +973 3355 5014"},
		{ofBahrain, "Affected hardware: 2 PCs and one NAS (pc2, 192.0.2.91; nas01, 192.0.2.95)\nAffected operating system: Debian 12", "host: target pc2 192.0.2.91 os=Debian 12\nhost: target nas01 192.0.2.95 os=Debian 12\nhosts: 2"},
		{ofBahrain, "Affected hardware: a laptop, serial PF0XXXX1", "hosts: 0\nsays: serial PF0XXXX1"},
		{ofBahrain, "Affected hardware: none", "hosts: 0"},
		{ofBahrain, "Date and time of incident or breach: 18-11-2026 13:25 AST", "start: 2026-11-18T13:25:00+03:00"},
		{ofSlovak, "2026-11-17 08:30 CET, an employee could not print", "noticed: 2026-11-17T08:30:00+01:00\ndetection_method: an employee could not print"},
		{ofSlovak, "2026-11-17 08:30 CET (the bank called us)", "noticed: 2026-11-17T08:30:00+01:00\ndetection_method: the bank called us"},
		{ofSlovak, "2026-11-17 08:30 CET", "no: detection_method"},
		{ofSlovak, "2026-11-17 08:30 CET\nis this is an ongoing incident?\nyes / no / ~~maybe~~\nno", "status: over"},
		{ofSlovak, "2026-11-17 08:30 CET\nis this is an ongoing incident? yes / no / maybe", "no: status"},
		{ofSlovak, "2026-11-17 08:30 CET\nis this is an ongoing incident?\nyes / no / maybe\nyes", "status: ongoing"},
		{ofIndia, "3. Organisation Details (legal name, CIN, sector, address): Kaveri Mills Ltd, U17111KA1994, Textile, Erode", "organisation: Kaveri Mills Ltd\nsays: U17111KA1994\ncontact_title: AGM-IT\nno: contact_other"},
		{ofIndia, "3. Organisation Details (legal name, CIN, sector, address): Kaveri Mills, Ltd.", "organisation: Kaveri Mills, Ltd."},
		{agency, "2026-11-17 19:32 EST", "start: 2026-11-17T19:32:00-05:00"},
		{agency, "2026-11-17 19:32 CST", "start: 2026-11-17T19:32:00-06:00"},
		{agency, "2026-11-17 19:32 IST", "start: 2026-11-17 19:32 IST\ndoubt: zone-unknown incident_time"},
		{agency, "2026-07-17 19:32 ET", "start: 2026-07-17T19:32:00-04:00"},
		{agency, "2026-07-17 19:32 EST", "start: 2026-07-17 19:32 EST"},
	} {
		reads{c.answer, strings.Replace(c.form, "%", c.answer, 1), c.want}.run(t, f)
	}
}

// TestDefinitionFaults: such keys are checked when a definition is read.
func TestDefinitionFaults(t *testing.T) {
	const head = "id = \"x\"\nlanguages = [\"en\"]\n%s\n[[section]]\n  [[section.field]]\n  name = \"contact_phone\"\n  label.en = [\"Dial\"]\n"
	for extra, want := range map[string]string{
		"zones = [\"Europe/Vienna\"]": "",
		"zones = [\"Europe/Wien\"]":   "use a name such as",
		"spare":                       "no such field \"contact_othr\"; did you mean \"contact_other\"?",
	} {
		text := strings.Replace(head, "%s", extra, 1)
		if extra == "spare" {
			text = strings.Replace(head, "%s", "", 1) + "  spare = \"contact_othr\"\n"
		}
		_, err := readDefinition("x.toml", []byte(text))
		if (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", extra, err, want)
		}
	}
}

// TestListOf: the machines behind words for what they are.
func TestListOf(t *testing.T) {
	for s, want := range map[string]string{
		"two PCs (pc1 192.0.2.1, pc2 192.0.2.2)":  "pc1 192.0.2.1, pc2 192.0.2.2",
		"two servers: a1 (192.0.2.1), a2":         "a1 (192.0.2.1), a2",
		"mail server (192.0.2.1)":                 "mail server (192.0.2.1)",
		"www.site.example (192.0.2.1, 192.0.2.2)": "www.site.example (192.0.2.1, 192.0.2.2)",
		"http://192.0.2.1:8080/cfg":               "http://192.0.2.1:8080/cfg",
		"several machines: see the list":          "several machines: see the list",
	} {
		if got := listOf(s); got != want {
			t.Errorf("listOf(%q) = %q, want %q", s, got, want)
		}
	}
}

// TestNoneBelow: that there is nothing is an answer on the line below as well.
func TestNoneBelow(t *testing.T) {
	const form = "SLCERT Incident Report Form\n\n1.1. First Name\n     Jane\n1.3. Email\n     jane@tea.example\n1.4. Telephone\n     +94 57 555 0191\n1.5. Fax\n     %\n1.6. Company / Organization Name\n     Ella Tea\n2.4. Details of Incident\n     Mails were read.\n"
	f := builtin(t)
	for answer, want := range map[string]string{
		"none":             "no: contact_fax\nmute: none",
		"n/a":              "no: contact_fax\nmute: n/a",
		"+94 57 555 0192":  "contact_fax: +94 57 555 0192",
		"ask the front of": "no: contact_fax\nsays: ask the front of",
	} {
		reads{answer, strings.Replace(form, "%", answer, 1), want + "\norganisation: Ella Tea"}.run(t, f)
	}
}

// TestPeculiar: labels that only one team uses prove its form beside many of
// everyday use; two of them do not.
func TestPeculiar(t *testing.T) {
	const own = "My name: Jane Doe\nMy mail: jane@uni.example\nPhone: 22 85 55 19\nWhen: 2026-11-20 23:11 UTC\nVictim host: www.uni.example\nAttacker: 203.0.113.7\nLog extracts:\nNov 20 23:11:47 www sshd[1]: fail\n"
	f := builtin(t)
	for _, c := range []reads{
		{"most of its questions", "an alternate contact at your site: none\nFaculty/institute/department/other: Museum\nEstimated summary of hosts (computers) involved: 1\ndescription of the activity (break-in/virus/data disclosure/other): virus\n" + own, "form: uio-cert\nincident_type: virus\ncontact_name: Jane Doe"},
		{"two of them", "an alternate contact at your site: none\nFaculty/institute/department/other: Museum\n" + own, "form: none\ncontact_name: Jane Doe"},
	} {
		c.run(t, f)
	}
}

// TestStrays: a line that is dressed as a label ends an answer of a few lines
// also where the form has no such question.
func TestStrays(t *testing.T) {
	const form = "Fiche suivi d'incident\n\nNom de l'unité : Herbier\nCode de l'unité : UAR 0733\nVotre Nom : Jeanne Dupont\nVotre courriel : jeanne@herbier.example\nNature de l'incident : défiguration\nComment a été découvert l'incident ?\nUne visiteuse nous a écrit.\n%"
	f := builtin(t)
	for more, want := range map[string]string{
		"\nMontant demandé : 0,8 BTC\n":             "detection_method: Une visiteuse nous a écrit.\nsays: 0,8 BTC",
		"\nelle avait raison : un drapeau.\n":       "mute: drapeau",
		"\nElle a rappelé plus tard dans la nuit\n": "mute: rappelé",
	} {
		reads{more, strings.Replace(form, "%", more, 1), want}.run(t, f)
	}
}

// TestHostsInvolved: of the machines of an answer that has no side of its own,
// the clause tells it, or the domain of the reporter's mail.
func TestHostsInvolved(t *testing.T) {
	f := builtin(t)
	for answer, want := range map[string]string{
		"target www.lakes.example (192.0.2.71); attacker 198.51.100.65":                "host: target www.lakes.example 192.0.2.71\nhost: source  198.51.100.65\nhosts: 2",
		"\n- web1.museum.example (192.0.2.30), was changed\n- 203.0.113.81, logged in": "host: target web1.museum.example 192.0.2.30\nhost: unknown  203.0.113.81",
		"web1.lakes.example (192.0.2.30)":                                              "host: unknown web1.lakes.example 192.0.2.30",
		"notmuseum.example":                                                            "host: unknown notmuseum.example",
	} {
		reads{answer, strings.Replace(ofCanada, "%", answer, 1), want}.run(t, f)
	}
}

// TestChosenByCapitals: one choice in capitals among others, and several that
// were left where one was wanted.
func TestChosenByCapitals(t *testing.T) {
	const form = "FORTH CERT Incident Report form\n\n1. Name: Jane Doe\n2. Organisation name: Dairy\n5. Are you a FORTH CERT member? no\n7. Email address: jane@dairy.example\n26. Severity of attack (high, medium, low, unknown): %\n29. Steps taken to resolve the incident: wiped\n"
	f := builtin(t)
	for answer, want := range map[string]string{
		"high / MEDIUM / low / unknown": "severity: medium",
		"MEDIUM":                        "severity: medium",
		"low/unknown":                   "severity: low/unknown\ndoubt: ambiguous severity",
		"high/medium/low/unknown":       "no: severity",
	} {
		reads{answer, strings.Replace(form, "%", answer, 1), want}.run(t, f)
	}
}

// TestRoleOfLabelElsewhere: a label that tells the side by itself tells it in the
// form of another team as well, where the heading is another.
func TestRoleOfLabelElsewhere(t *testing.T) {
	f := builtin(t)
	reads{"JPCERT's in IPA's", "コンピュータ不正アクセス届出様式\n氏名: 鈴木 次郎\nE-Mail: suzuki@kaisha.example\nTEL: 03-1234-5678\n発生したシステムのIPアドレス又はホスト名: 210.140.1.2\nアクセス元IPアドレス・ホスト名: 45.83.64.1\n",
		"form: ipa-crack\nhost: target  210.140.1.2\nhost: source  45.83.64.1"}.run(t, f)
}
