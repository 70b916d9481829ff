package template

import (
	"slices"
	"strings"
	"testing"

	"tocsin/template/word"
)

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
}

// TestConcerns: what asks for a name, a time and what happened is a report of an
// incident where it is about computers, and none where it is about a car.
func TestConcerns(t *testing.T) {
	const form = "Name: Ada Quill\nTelephone: 01632 960 001\nE-mail: ada@quill.example\nDate of the incident: 2026-11-18 10:00 UTC\nWhat happened: %s\nActions taken: %s\n"
	f := builtin(t)
	for _, c := range []struct {
		happened, done string
		is             bool
	}{
		{"a stranger reads the mails of our director", "new password", true},
		{"all documents of the server were encrypted over night", "cut from the network", true},
		{"the till talks to 198.51.100.7 each minute", "unplugged", true},
		{"a van drove into the gate of the yard", "gate propped up", false},
		{"the ceiling of the hall came down", "hall closed", false},
		{"two parcels went missing on the way", "asked the carrier", false},
	} {
		r := f.Parse(body(strings.Replace(strings.Replace(form, "%s", c.happened, 1), "%s", c.done, 1)))
		if got := r.Fields["contact_name"] == "Ada Quill"; got != c.is {
			t.Errorf("%q: taken for a report: %v", c.happened, got)
		}
	}
}

// TestConcernsNone: parts of what a report asks for make none, in any language.
func TestConcernsNone(t *testing.T) {
	f := builtin(t)
	for name, text := range map[string]string{
		"a rule for a firewall": "Requested by: Ada Quill\nDepartment: Mill\nE-mail: ada@quill.example\nPhone: 01632 960 001\nSource: 192.0.2.7\nDestination: 198.51.100.7\nPort: 443\nStart: 2026-12-01\nEnd: 2026-12-31\nDescription: orders of the shop\n",
		"a copy":                "Server: tape1.quill.example\nSource: 192.0.2.7\nTarget: 192.0.2.8\nStart time: 2026-11-18 01:00\nEnd time: 2026-11-18 02:00\nDescription: two files were skipped\nOperator: Ada Quill\nPhone: 01632 960 001\nE-mail: ada@quill.example\n",
		"works of a carrier":    "Référence : 118\nDébut : 29/11/2026 01:00\nFin : 29/11/2026 05:00\nÉquipements concernés : rtr-07 (192.0.2.7)\nImpact : coupure de 30 minutes\nContact : Ada Quill\nTéléphone : 01 55 50 01 42\nCourriel : noc@quill.example\n",
		"settings":              "name = ada\nemail = ada@quill.example\nphone = 01632 960 001\nsource = 192.0.2.7\ntarget = 192.0.2.8\nattack_type = any\nstart = 2026-11-01\ndescription = rate limit\naction = drop\n",
		"a claim":               "Nombre: Ada Quill\nTeléfono: 955 550 142\nCorreo electrónico: ada@quill.example\nFecha del incidente: 15/11/2026\nDescripción del incidente: se rompió una tubería de la cocina\nDaños: el suelo\n¿Ha avisado a la policía?: no\n",
		"an accident":           "Imię i nazwisko: Ada Quill\nTelefon: 58 555 01 42\nE-mail: ada@quill.example\nData zdarzenia: 2026-11-15 10:30\nMiejsce zdarzenia: magazyn\nOpis zdarzenia: magazynier poślizgnął się na mokrej podłodze\nPodjęte działania: podłogę wytarto\n",
		"leave":                 "氏名：山本 さくら\n所属：営業部\n電話番号：03-5555-0142\nメールアドレス：sakura@mill.example\n開始日：2026年12月3日\n終了日：2026年12月5日\n備考：私用\n",
		"a blank form below":    "To report, tell us:\n\nSource IP:\nDestination IP:\nDate and time of the incident:\nType of incident:\nYour name:\nYour e-mail:\n\nAda Quill, abuse desk\nPhone: 01632 960 001\n",
		"a fault in Russian":    "Заявитель: Ада Перова\nТелефон: +7 495 555-01-18\nЭлектронная почта: ada@quill.example\nАдрес принтера: 192.0.2.7\nОписание неисправности: мнёт бумагу\nДата неисправности: 16.11.2026\nПринятые меры: вызван мастер\n",
	} {
		if r := f.Parse(body(text)); len(r.Hosts) > 0 || len(r.Fields) > 1 {
			t.Errorf("%s was read as a form: hosts %+v, fields %v", name, r.Hosts, r.Fields)
		}
	}
}

// TestSubjectSaysTheMatter: what the questions leave open the mail's subject says.
func TestSubjectSaysTheMatter(t *testing.T) {
	const text = "Server: tape1.quill.example\nSource: 192.0.2.7\nTarget: 192.0.2.8\nStart time: 2026-11-18 01:00\nEnd time: 2026-11-18 02:00\nDescription: two files were skipped\nOperator: Ada Quill\nPhone: 01632 960 001\nE-mail: ada@quill.example\n"
	f := builtin(t)
	for subject, want := range map[string]int{"": 0, "backup of the mill": 0, "ransomware?": 3, "Einbruch in den Server": 3} {
		d := body(text)
		d.Subject = subject
		if got := len(f.Parse(d).Hosts); got != want {
			t.Errorf("%q: %d hosts, want %d", subject, got, want)
		}
	}
}

// TestPlea: a few lines under a subject that says what befell somebody are a
// report; the same lines under another subject are none.
func TestPlea(t *testing.T) {
	f := builtin(t)
	for _, c := range []struct{ subject, text, want string }{
		{"our web shop was hacked", "Me: Tamsin Pell\nCell: 01632 960 144\nWhen: 2026-11-19 21:00 UTC\nSeen: orders that nobody made\n", "contact_name: Tamsin Pell\ncontact_phone: 01632 960 144\nstart: 2026-11-19T21:00:00Z"},
		{"Trojaner auf dem Rechner", "Wer: Fenja Brook, fenja.brook@muehle.example\nWas: Anhang geöffnet, jetzt ist alles langsam\nWann: 19.11.2026 14:05 MEZ\nGetan: Stecker gezogen\n", "contact_email: fenja.brook@muehle.example\nactions_taken: Stecker gezogen\nstart: 2026-11-19T14:05:00+01:00"},
		{"rançongiciel", "Je suis : Aubin Mercier\nTél : 02 99 55 01 44\nQuand : 19/11/2026 08:00 +01:00\nQuoi : les fichiers du serveur sont chiffrés\n", "contact_name: Aubin Mercier\nstart: 2026-11-19T08:00:00+01:00"},
		{"entraron en el servidor", "Aviso de: Iker Luna\nTel: 946 555 018\nMáquina: 192.0.2.101\nDesde: 203.0.113.50\n", "contact_name: Iker Luna\nhost: source  203.0.113.50"},
		{"フィッシング被害", "名前：森 さくら\n部署：経理\nいつ：2026年11月18日 15時（JST）\nPC：KEIRI-04\n連絡先：mori@suisha.example\n", "contact_name: 森 さくら\nstart: 2026-11-18T15:00:00+09:00"},
	} {
		t.Run(c.subject, func(t *testing.T) {
			d := body(c.text)
			d.Subject = c.subject
			r := f.Parse(d)
			for want := range strings.SplitSeq(c.want, "\n") {
				kind, value, _ := strings.Cut(want, ": ")
				if got, ok := met(&r, kind, value); !ok {
					t.Errorf("want %s, got %q: %v", want, got, r.Fields)
				}
			}
			for _, subject := range []string{"lunch on Friday", "[#118] " + c.subject} {
				d.Subject = subject
				if r := f.Parse(d); len(r.Fields) > 1 || r.Time.Start != "" {
					t.Errorf("%q: fields %v, start %s", subject, r.Fields, r.Time.Start)
				}
			}
		})
	}
}

// TestWordsOfMatters: each language has words for each matter, and the names of
// mail addresses are none.
func TestWordsOfMatters(t *testing.T) {
	x := lexicon(t, "matters")
	for _, term := range x.Terms {
		for _, lang := range word.Tongues {
			if lang != "xx" && len(term.Words[lang]) == 0 {
				t.Errorf("%s: no word in %q", term.Value, lang)
			}
		}
	}
	for text, want := range map[string]matter{
		"write to abuse@virus.example":      {},
		"the gate is green":                 {},
		"kyberhyökkäys":                     {machines: true, mishap: true},
		"kyberturva":                        {machines: true},
		"Verdacht":                          {mishap: true},
		"our server sends mail about gifts": {machines: true},
	} {
		var m matter
		if m.words(text); m != want {
			t.Errorf("%q: %+v", text, m)
		}
	}
}

// TestTold: the next label is no answer to the one above.
func TestTold(t *testing.T) {
	sh := builtin(t).ix.survey("Name:\nE-mail: ada@quill.example\nPhone:\n01632 960 001\n", "")
	var got []string
	for i := range sh.hits {
		got = append(got, sh.told(i))
	}
	if !slices.Equal(got, []string{"", "ada@quill.example", "01632 960 001"}) {
		t.Errorf("%q", got)
	}
}

// TestCardMachines: machines that take cards are computers, those that lift are none.
func TestCardMachines(t *testing.T) {
	f := builtin(t)
	const record = "| Legal entity | Harrow & Vale Savings Bank |\n| Record keeper | Prakash Anand |\n| Mailbox | p.anand@harrowvale.example |\n| Line | 020 7946 0331 |\n| Start of event | 18 November 2026, 14:20 GMT |\n| Discovery | 18 November 2026, 16:05 GMT |\n" +
		"| Account of the event | The STORY had been covered with a false front while nobody was near it. |\n| Machine concerned | M-0417 |\n| Clients touched | approx. 35 |\n| Police reference | MPS/8842/26 |\n"
	for what, want := range map[string]string{"card reader": "contact_name: Prakash Anand", "cash machine": "contact_name: Prakash Anand", "ATM": "contact_name: Prakash Anand", "fork lift": "form: none\nhosts: 0"} {
		reads{what, strings.Replace(record, "STORY", what, 1), want}.run(t, f)
	}
}
