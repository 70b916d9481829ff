package template

import "testing"

// TestLooksCard: an answer that holds a person and a way to reach them.
func TestLooksCard(t *testing.T) {
	for s, want := range map[string]bool{
		"Ada Quill, +46 980 555 19, ada@quill.example":          true,
		"Ada Quill <ada@quill.example>, IT manager":             true,
		"OPS SUPERVISOR ADA, +46 980 555 19, ADA@QUILL.EXAMPLE": true,
		"ada@quill.example":                    false,
		"a mail of ada@quill.example went out": false,
		"Ada Quill":                            false,
		"192.0.2.7, 198.51.100.7":              false,
		"ada@quill.example, bob@quill.example": false,
	} {
		if got := looksOf(s)&looksCard != 0; got != want {
			t.Errorf("%q: %v", s, got)
		}
	}
}

// TestCards: one label for the reporter with all that is asked of them behind it
// makes a form as several do; one for the other side, or for the police, not.
func TestCards(t *testing.T) {
	f := builtin(t)
	rest := "BRAVO. HAPPENED: 2026-11-18 10:20 UTC\nCHARLIE. NOTICED: 2026-11-18 11:00 UTC\nDELTA. VICTIM IP: 192.0.2.7\nECHO. ATTACKER IP: 198.51.100.7\nFOXTROT. ACTION TAKEN: unplugged\n"
	for _, c := range []reads{
		{"a point of contact", "SITREP\n\nALPHA. POC: Ada Quill, +46 980 555 19, ada@quill.example\n" + rest,
			"contact_name: Ada Quill\ncontact_phone: +46 980 555 19\ncontact_email: ada@quill.example\nhosts: 2\nactions_taken: unplugged"},
		{"German", "Meldung\n\n1. Wer meldet: Ada Quill, +49 961 555 001, ada@quill.example\n2. Beginn des Vorfalls: 2026-11-18 10:20 UTC\n3. Entdeckt: 2026-11-18 11:00 UTC\n4. Unser Rechner: 192.0.2.7\n5. Angreifer: 198.51.100.7\n6. Maßnahmen: Netz getrennt\n",
			"contact_name: Ada Quill\ncontact_email: ada@quill.example\nstart: 2026-11-18T10:20:00Z"},
		{"of the attacker", "SITREP\n\nALPHA. ATTACKER CONTACT: Ada Quill, +46 980 555 19, ada@quill.example\n" + rest, "contact_email: \ncontact_name: "},
		{"of the police", "SITREP\n\nALPHA. POLICE CONTACT: Ada Quill, +46 980 555 19, ada@quill.example\n" + rest, "contact_email: \ncontact_name: "},
	} {
		c.run(t, f)
	}
}

// TestCardsOfEastAsia parts what blanks, wide marks or nothing part there.
func TestCardsOfEastAsia(t *testing.T) {
	want := card{name: "李样本", phone: "13955551234", mail: "li@net.example"}
	for _, text := range []string{
		"李样本 13955551234 li@net.example", "李样本，13955551234，li@net.example",
		"李样本（13955551234，li@net.example）", "李样本，电话13955551234，邮箱li@net.example",
	} {
		if got := readCard(text); got != want {
			t.Errorf("%q: %+v", text, got)
		}
	}
	if got := readCard("Ada Quill: +46 980 555 19"); got.name != "Ada Quill" || got.phone != "+46 980 555 19" {
		t.Errorf("behind a colon: %+v", got)
	}
	f := builtin(t)
	reads{"a shy label", "セキュリティインシデント報告\n\n担当者: 見本 太郎、090-5555-1234、taro@net.example\n組織名: 見本株式会社\nインシデントの種類: 不正侵入\n被害を受けたホスト: 192.0.2.7\n",
		"contact_name: 見本 太郎\ncontact_phone: 090-5555-1234\ncontact_email: taro@net.example"}.run(t, f)
}
