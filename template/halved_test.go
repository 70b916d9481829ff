package template

import "testing"

// TestHalved: a label that asks two things of the reporter, both answered, and
// letters that stand apart to fill a column.
func TestHalved(t *testing.T) {
	f := builtin(t)
	for _, c := range []reads{
		{"two ways to reach", "Name: Ada Quill\nE-mail / phone: ada@quill.example / +44 1632 960 001\nOrganisation: Quill Mill\nType of incident: scan\n", "contact_email: ada@quill.example\ncontact_phone: +44 1632 960 001"},
		{"what they are", "Name: Ada Quill\nAbteilung/Funktion: Mühlenbau / Meisterin\nE-Mail: ada@quill.example\nTelefon: +49 961 555 001\nArt des Vorfalls: Phishing\n", "department: Mühlenbau\ncontact_title: Meisterin"},
		{"who and for whom", "2. Nom / Organisme : Ada Quill / Moulin Plume\n3. Courriel : ada@quill.example\n4. Téléphone : 05 55 01 55 01\n5. Type d'incident : hameçonnage\n", "contact_name: Ada Quill\norganisation: Moulin Plume"},
		{"the other way round", "Name: Ada Quill\nE-mail / phone: +44 1632 960 001 / ada@quill.example\nOrganisation: Quill Mill\nType of incident: scan\n", "no: contact_phone"},
		{"letters apart", "事故報告\n\n氏　　名：山田　花子\n電　　話：03-5555-0101\n所　　属：みなと水道\nメール：hanako@minato.example\n種　　別：マルウェア\n発生日時：2026年11月18日 10:20\n", "contact_name: 山田　花子\ncontact_phone: 03-5555-0101"},
		{"letters apart in Korean", "사고 신고\n\n성   명: 한가람\n소   속: 물레방아\n연 락 처: 02-555-0101\n이메일: garam@mulle.example\n사고 유형: 피싱\n", "contact_name: 한가람\ncontact_phone: 02-555-0101"},
	} {
		c.run(t, f)
	}
}

// TestGathered: only letters that each stand alone are put together.
func TestGathered(t *testing.T) {
	for s, want := range map[string]string{
		"氏　　名：山田": "氏名：山田", "성   명: 한가람": "성명: 한가람", "一、姓 名：王": "一、姓名：王",
		"報告 者：山田": "報告 者：山田", "氏名：山田": "氏名：山田", "山 田 花 子 さ ん は：x": "山 田 花 子 さ ん は：x", "氏　名": "氏　名", "A B: c": "A B: c",
	} {
		l := newLine(s, 0)
		got, ok := gathered(s, int(l.off))
		if !ok {
			got = s
		}
		if got != want && !(want == s && got == s) || ok && !l.apart() {
			t.Errorf("%q: %q, want %q", s, got, want)
		}
	}
}

// TestCellsOfForms: cells of rows whose labels end in a short form, or begin small,
// and headings that letters count.
func TestCellsOfForms(t *testing.T) {
	f := builtin(t)
	for _, c := range []reads{
		{"short forms", "Sheet no.: 26-311              Engineer: Ada Quill\nTel.: +44 1632 960 001         Mail: ada@quill.example\nOrganisation: Quill Mill       Type of incident: scan\n", "contact_name: Ada Quill\ncontact_email: ada@quill.example\norganisation: Quill Mill"},
		{"small letters", "Nome: Ada Quill               Ufficio: Pompe\nE-mail: ada@quill.example     telefono: 0578 555 001\nTipo di incidente: phishing\nInizio: 18/11/2026 10:20      fine: 18/11/2026 11:40\n", "contact_phone: 0578 555 001\ndepartment: Pompe"},
		{"small words of an answer", "Name: Ada Quill\nE-mail: ada@quill.example\nOrganisation: Quill Mill\nType of incident: scan\nDescription: the miller said   and he is right: nothing moved\n", "says: the miller said   and he is right: nothing moved"},
		{"parts in letters", "TEIL A - MELDER\nName: Ada Quill\nTelefon: +49 961 555 001\nE-Mail: ada@quill.example\n\nTEIL B - BETROFFENES SYSTEM\nIP-Adresse: 192.0.2.7\n\nTEIL C - ANGREIFER\nIP-Adresse: 198.51.100.7\n", "host: target  192.0.2.7\nhost: source  198.51.100.7"},
		{"one wide blank", "事故報告書\n\n１．報告者氏名　山田 花子\n２．メールアドレス　hanako@minato.example\n３．発生日時　2026年11月18日 10:20\n４．機器のIPアドレス　192.0.2.7\n５．事故の種類　マルウェア感染\n", "contact_name: 山田 花子\ncontact_email: hanako@minato.example\nincident_type: マルウェア感染"},
		{"its number", "Sag: 20931\nNavn: Ada Quill\nMail: ada@quill.example\nTelefon: +45 33 55 01 01\nHændelsestype: phishing\n", "reference_theirs: 20931"},
		{"a number to call", "Number: +44 1632 960 001\nName: Ada Quill\nE-mail: ada@quill.example\nOrganisation: Quill Mill\nType of incident: scan\n", "no: reference_theirs"},
		{"signs of files", "Name: Ada Quill\nE-mail: ada@quill.example\nOrganisation: Quill Mill\nOrganisation's case reference: QM/CS/2026/019\nType of incident: scan\n", "reference_theirs: QM/CS/2026/019"},
	} {
		c.run(t, f)
	}
}
