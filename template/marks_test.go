package template

import "testing"

// TestLetterNumbers: letters of other scripts number labels too.
func TestLetterNumbers(t *testing.T) {
	for s, want := range map[string]string{
		"가. 성명": "가", "나) 전화": "나", "ア．氏名": "ア", "一、姓名": "一", "①氏名": "①", "б) имя": "б", "甲、姓名": "甲",
		"가족 관계": "", "а потом": "", "一般情報": "", "б)имя": "", "": "",
	} {
		if _, number := letterNumber(s + " "); number != want {
			t.Errorf("%q is numbered %q, want %q", s, number, want)
		}
	}
}

// TestStrangeMarks: forms from exports, settings and other pages.
func TestStrangeMarks(t *testing.T) {
	f := builtin(t)
	for _, c := range []reads{
		{"an exported table", `"Field";"Value"
"Organisation";"Quill Ltd"
"Contact person";"Ada Quill"
"E-mail";"ada@quill.example"
"Start of the incident";"2026-11-18 10:00 UTC"
"Incident type";"scan"
"Affected system";"www.quill.example"
"Description";"Somebody knocked; nobody opened."
`, `organisation: Quill Ltd
contact_name: Ada Quill
start: 2026-11-18T10:00:00Z
host: target www.quill.example
says: Somebody knocked; nobody opened.`},
		{"stars in the cells of a table", `## Meldung

| Feld | Angabe |
|------|--------|
| **Name** | Ada Quill |
| **Organisation** | Quill Ltd |
| **E-Mail** | ada@quill.example |
| **Art des Vorfalls** | Phishing |
| **Beginn des Vorfalls** | 2026-11-18 10:00 UTC |
`, `contact_name: Ada Quill
organisation: Quill Ltd
incident_type: Phishing
start: 2026-11-18T10:00:00Z`},
		{"dashes for colons end a long answer", `Name - Ada Quill
Organisation - Quill Ltd
E-mail - ada@quill.example
Type of incident - scan
Description - Somebody knocked at the door of the mill, and nobody opened it.
Impact - none at all
Actions taken - the door was painted
`, `says: Somebody knocked
impact: none at all
actions_taken: the door was painted`},
		{"settings with sections", `[reporter]
name = Ada Quill
organisation = Quill Ltd
mail = ada@quill.example
[victim]
name = press.quill.example
address = 192.0.2.9
[attacker]
address = 198.51.100.7
[when]
first_seen = 2026-11-18T10:00:00Z
`, `host: target press.quill.example 192.0.2.9
host: source  198.51.100.7
no: organisation_address`},
		{"the other side as a word alone", `melder:
  organisatie: Ganzenveer BV
  naam: Ada Veer
  mail: ada@veer.example
  telefoon: +31 20 555 01 00
getroffen:
  systeem: pers
  adres: 192.0.2.9
bron:
  systeem: onbekend
  adres: 198.51.100.7
maatregelen: aanval gestopt
`, `host: target  192.0.2.9
host: source  198.51.100.7`},
		{"answers glued to a parenthesis", `Incident form
Organisation (required)Quill Ltd
Contact person (required)Ada Quill
Phone (required)555-0100
E-mail (required)ada@quill.example
Incident type (optional)scan
`, `organisation: Quill Ltd
contact_phone: 555-0100
incident_type: scan`},
		{"marks for code", "Incident report\n\n*Reported by:* Ada Quill\n*E-mail:* `ada@quill.example`\n*Affected system:* `www.quill.example`\n*Incident type:* scan\n*Detected:* `2026-11-18 10:00 UTC`\n",
			"contact_email: ada@quill.example\nhost: target www.quill.example\nnoticed: 2026-11-18T10:00:00Z"},
		{"a question and the way", `Incident report

Name: Ada Quill
How can we reach you? Telephone
555 0100
How can we reach you? (e-mail)
ada@quill.example
Incident type: scan
Affected system: www.quill.example
`, `contact_phone: 555 0100
contact_email: ada@quill.example`},
		{"people counted", `Incident report

Name: Ada Quill
E-mail: ada@quill.example
Incident type: scan
Affected system: www.quill.example
Affected users: about 300
`, "user_count: about 300"},
		{"people not counted", `Incident report

Name: Ada Quill
E-mail: ada@quill.example
Incident type: scan
Affected system: www.quill.example
Affected users: those of the library
`, "no: user_count"},
		{"two columns with wide colons", `网络安全事件报告表

单位：临江图书馆    科室：信息科
填表人：沈若岚              职务：网络管理员
邮箱：ruolan@tsg.example
事件类别：勒索软件
发生时间：2026年11月18日 01:12
`, `organisation: 临江图书馆
contact_name: 沈若岚
department: 信息科`},
		{"dashes behind padded labels", `Incident report

Provider name          - Quill Ltd
Duty manager           - Ada Quill
E-mail                 - ada@quill.example
Incident type          - outage
Measures taken         - mast straightened
Other masts bent down - no
`, "actions_taken: mast straightened\nsays: Other masts bent down - no"},
		{"what a machine is for", `Incident report

Name: Ada Quill
E-mail: ada@quill.example
Incident type: scan
Start of the incident: 2026-11-18 10:00 UTC
Affected system: press.quill.example
Purpose: prints the books
`, "host: target press.quill.example =prints the books"},
		{"boxes name no machines", `Incident report

Name: Ada Quill
E-mail: ada@quill.example
Incident type: scan
Start of the incident: 2026-11-18 10:00 UTC
What systems are affected? [ ] billing  [x] MAIL1
`, "hosts: 0\nsays: MAIL1"},
		{"how a date is to be written", `Incident report

Name: Ada Quill
E-mail: ada@quill.example
Incident type: scan
Affected system: press.quill.example
Date of detection, DD/MM/YYYY: 18/11/2026
`, "noticed: 18/11/2026"},
		{"the time zone beside a day", `Incident report

Name: Ada Quill
E-mail: ada@quill.example
Incident type: scan
Affected system: www.quill.example
Date and time of the matter (please add the zone): 2026-11-18 10:00 UTC
`, "no: timezone"},
	} {
		c.run(t, f)
	}
}

// TestGlanceAtMarks: a glance at a line finds what stands in it, gaps behind its
// indentation alone.
func TestGlanceAtMarks(t *testing.T) {
	for s, want := range map[string]marks{
		"": 0, "ab": 0, "   ab": 0, "a b": withBlank, "a  b": withBlank | withGap, "  a   b": withBlank | withGap | withWideGap,
		"\tab": withTab, "a\tb|c": withTab | withBar, "a: b; c, d": withBlank | withColon | withSemicolon | withComma, "é": withMore,
		"a  b   ": withBlank | withGap | withWideGap, "a \t b": withBlank | withTab, "a b  c d": withBlank | withGap,
	} {
		if got := marksOf(s); got != want {
			t.Errorf("%q has the marks %b, want %b", s, got, want)
		}
	}
}
