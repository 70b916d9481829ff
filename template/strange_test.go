package template

import (
	"strings"
	"testing"
)

// Forms that nobody has shown the reader, by what is odd about each.
func TestStrangeForms(t *testing.T) {
	f := builtin(t)
	for _, c := range []reads{
		{"letters behind numbers", "Incident report\n\n1a) Who are you?\n    Ada Quill\n1b) Your e-mail address?\n    ada@quill.example\n2a) Affected machine(s) (name and IP)?\n    press.quill.example - 192.0.2.9\n2b) When did it begin?\n    2026-11-18 10:00 UTC\n3) What happened?\n    The press printed by itself.\n",
			"contact_name: Ada Quill\ncontact_email: ada@quill.example\nhost: target press.quill.example 192.0.2.9\nstart: 2026-11-18T10:00:00Z\nsays: The press printed by itself."},
		{"numbers in brackets, answers below", "Meldung eines Vorfalls\n\n[1] Name der Organisation\nMühle GmbH\n[2] Ansprechpartner\nAda Quill\n[3] E-Mail-Adresse\nada@quill.example\n[4] Beginn des Vorfalls\n2026-11-18 10:00 UTC\n[5] Art des Vorfalls\nPhishing\n[6] Getroffene Maßnahmen\nKonto gesperrt\n",
			"organisation: Mühle GmbH\ncontact_name: Ada Quill\nincident_type: Phishing\nactions_taken: Konto gesperrt\nstart: 2026-11-18T10:00:00Z"},
		{"a star in brackets behind labels", "Incident notification. Fields with (*) are mandatory.\n\n(1) Name of the entity (*)\n    Quill Ltd\n(2) Contact person (*)\n    Ada Quill\n(3) Telephone number\n    +32 2 555 01 00\n(4) Date and time of detection (*)\n    2026-11-18 10:00 UTC\n(5) Cross-border impact (yes / no) (*)\n    no\n(6) Type of incident (*)\n    phishing\n",
			"organisation: Quill Ltd\ncontact_name: Ada Quill\ncontact_phone: +32 2 555 01 00\nnoticed: 2026-11-18T10:00:00Z\ncross_border: no"},
		{"a mark before answers", "Signalement d'incident\n\nCommune\n» Valmont\nPersonne de contact\n» Ada Plume\nTéléphone\n» 041 555 01 80\nE-mail\n» ada@valmont.example\nType d'incident\n» Rançongiciel\nMesures prises\n» Serveur débranché\n",
			"contact_name: Ada Plume\ncontact_phone: 041 555 01 80\nincident_type: Rançongiciel\nactions_taken: Serveur débranché"},
		{"numbered machines", "Incident report\n\nOrganisation = Quill Ltd\nContact = Ada Quill\nMail = ada@quill.example\n\nHost 1 = press.quill.example\n  IP = 192.0.2.9\n  OS = Debian 12\nHost 2 = ink.quill.example\n  IP = 192.0.2.10\n  OS = as host 1\n\nAttacker IP = 198.51.100.7\n",
			"host: target press.quill.example 192.0.2.9 os=Debian 12\nhost: target ink.quill.example 192.0.2.10 os=Debian 12\nhost: source  198.51.100.7\ncontact_name: Ada Quill"},
		{"an address where an origin was asked", "Report an incident\n\nName: Ada Quill\nE-mail: ada@quill.example\nPresumed origin (IP address): 198.51.100.7\nIncident type: intrusion\nAffected systems: www.quill.example\n",
			"host: source  198.51.100.7\nhost: target www.quill.example\nno: attribution"},
		{"an origin in words", "Report an incident\n\nName: Ada Quill\nE-mail: ada@quill.example\nPresumed origin of the attack: a former clerk\nIncident type: intrusion\nAffected systems: www.quill.example\n",
			"hosts: 1"},
		{"a bulleted label below a host", "Incident report\n\n* Name: Ada Quill\n* E-mail: ada@quill.example\n* Incident type: scan\n* Affected systems: www.quill.example\n* Friend of the house: 198.51.100.7\n* Measures taken: none yet\n",
			"hosts: 1\nhost: target www.quill.example"},
		{"a company for a name", "個人情報の事故の報告\n\n1.報告者の氏名又は名称 : 株式会社羽根ペン\n2.担当者の氏名 : 羽根 花子\n3.電話番号 : 045-555-0136\n4.メールアドレス : hanako@hane.example.jp\n5.発生日 : 2026年11月10日\n6.概要 : 誤送信です。\n7.講じた措置 : 回収しました\n",
			"organisation: 株式会社羽根ペン\ncontact_name: 羽根 花子"},
		{"labels over three lines", "Incident report\n\nName:              Ada Quill\nE-mail:            ada@quill.example\nDate and time the\nincident was first\nnoticed:           2026-11-18 10:00 UTC\nWhere did the attack\ncome from?         198.51.100.7\nIncident type:     scan\n",
			"noticed: 2026-11-18T10:00:00Z\nhost: source  198.51.100.7\nincident_type: scan"},
		{"sentences that go on", "Incident report\n\nName: Ada Quill\nE-mail: ada@quill.example\nIncident type: scan\nDescription:\nThe watchman told us in the morning that the attack\nbegan: 2026-11-18 10:00 UTC was on the screen.\n",
			"start: \nsays: began: 2026-11-18"},
		{"an odd word beside the side", "Segnalazione di incidente\n\nNome e cognome: Ada Piuma\nE-mail: ada@piuma.example\nTipo di incidente: scansione\nGnomone coinvolto: torre.piuma.example (192.0.2.9)\nGnomone attaccante: 198.51.100.7\nGnomone del vicino: 198.51.100.8\n",
			"host: target torre.piuma.example 192.0.2.9\nhost: source  198.51.100.7\nhosts: 2"},
		{"the doer behind the deed", "Meldung eines Vorfalls\n\nName: Ada Quill\nE-Mail: ada@quill.example\nArt des Vorfalls: Scan\nAngegriffen von: 198.51.100.7\nBetroffenes System: www.quill.example\n",
			"host: source  198.51.100.7\nhost: target www.quill.example"},
		{"how to reach whoever reports", "Incident report\n\n1) Who are you?\n   Ada Quill\n2) How can we reach you?\n   ada@quill.example\n   +32 2 555 01 00\n3) What happened?\n   The press printed by itself.\n4) What kind of incident was it?\n   intrusion\n5) When did it begin?\n   2026-11-18 10:00 UTC\n",
			"contact_email: ada@quill.example\ncontact_phone: +32 2 555 01 00\nno: contact_other"},
		{"the day above, the time below", "Incident report\n\nDate of incident: 2026-11-18\nName: Ada Quill\nE-mail: ada@quill.example\nIncident type: scan\nDate and time the incident occurred: 2026-11-18 10:00 UTC\n",
			"start: 2026-11-18T10:00:00Z"},
		{"another day below", "Incident report\n\nDate of incident: 2026-11-18\nName: Ada Quill\nE-mail: ada@quill.example\nIncident type: scan\nDate and time the incident occurred: 2026-11-17 10:00 UTC\n",
			"start: 2026-11-18"},
		{"a mail address for a name", "Incident report\n\nContact: noc@quill.example\nOrganisation: Quill Ltd\nTelephone: 555 0100\nAffected systems: www.quill.example\nDate and time of detection: 2026-11-18 10:00 UTC\nIncident type: scan\n",
			"contact_email: noc@quill.example\nno: contact_name"},
	} {
		c.run(t, f)
	}
}

// TestLikeOther: an answer that only names another machine says "the same".
func TestLikeOther(t *testing.T) {
	for s, want := range map[string]bool{
		"as system 1": true, "wie System 1": true, "same as host A": true, "comme le serveur 2": true, "siehe Rechner 1": true, "como el servidor 1": true,
		"Windows 10": false, "as system administrator": false, "like Linux 5": false, "system 1": false, "see the log file of 3 machines": false, "": false,
	} {
		if likeOther(s) != want {
			t.Errorf("%q: %v", s, !want)
		}
	}
}

// TestIncorporated: companies are told from people by their legal form alone.
func TestIncorporated(t *testing.T) {
	for s, want := range map[string]bool{
		"Mühle GmbH": true, "Quill & Sons Ltd.": true, "Kabel s.r.o.": true, "株式会社羽根": true, "羽根株式会社": true, "한빛유통(주)": true,
		"Ada Quill": false, "Kim Se": false, "Ada Quill, Quill Ltd": false, "Ltd": false, "": false, "羽根 花子": false,
	} {
		if incorporated(s) != want {
			t.Errorf("%q: %v", s, !want)
		}
	}
}

// TestGoesIn: what may be the next line of a label that a narrow column broke.
func TestGoesIn(t *testing.T) {
	for _, c := range []struct {
		s, next string
		begun   bool
		want    bool
	}{
		{"Date and time the", "incident began:", true, true},
		{"Date and time the", "  Incident began:", false, true},
		{"date and time the", "incident began:", false, false},
		{"Date and time the", "Incident began:", true, false},
		{"Date and time the", "2026-11-18:", true, false},
		{"the date and time at which the incident was noticed by", "somebody:", false, true},
		{"", "", true, false},
	} {
		if got := goesIn(c.s, c.next, indentation(c.next), c.begun); got != c.want {
			t.Errorf("%q, %q: %v", c.s, c.next, got)
		}
	}
}

// TestBySide: words that the doer follows.
func TestBySide(t *testing.T) {
	for label, want := range map[string]bool{
		"Attacked by": true, "Angegriffen von": true, "Aangevallen door": true, "Attaqué par": true, "Zaatakowany przez": true,
		"Attacked": false, "By whom attacked": false, "Von wem": false, "Attacked system": false, "": false,
	} {
		if bySide(label) != want {
			t.Errorf("%q: %v", label, !want)
		}
	}
}

// TestMarksLead: a mark leads an answer, but no label and no question.
func TestMarksLead(t *testing.T) {
	for s, want := range map[string]string{
		"» Jane": "Jane", "  → Jane": "Jane", "›Jane": "Jane", "» Jane Doe, nurse": "Jane Doe, nurse",
		"» Name: Jane": "", "» Name?": "", "»": "", "“Jane”": "", "• Jane": "",
	} {
		l := newLine(s, 0)
		got := ""
		if n, kind := l.leads(); n > 0 && kind == byMark {
			got = s[n:]
		}
		if got != want {
			t.Errorf("%q leads %q, want %q", s, got, want)
		}
	}
}

// TestFilledIn: a heading with a person behind it asks for them; else it heads.
func TestFilledIn(t *testing.T) {
	f := builtin(t)
	const form = "Incident report\n\nContact: %\nOrganisation: Quill Ltd\nTelephone: 555 0100\nE-mail: desk@quill.example\nAffected systems: www.quill.example\nIncident type: scan\n"
	for answer, want := range map[string]string{
		"Ada Quill":            "Ada Quill",
		"Ada Quill, librarian": "Ada Quill",
		"see below":            "",
		"24/7":                 "",
		"":                     "",
	} {
		r := f.Parse(body(strings.Replace(form, "%", answer, 1)))
		if got := r.Fields["contact_name"]; got != want {
			t.Errorf("%q: contact_name is %q, want %q", answer, got, want)
		}
	}
}
