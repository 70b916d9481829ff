package template

import (
	"strings"
	"testing"
)

// TestMoreTongues: a form in each language that only words are known of.
func TestMoreTongues(t *testing.T) {
	f := builtin(t)
	for lang, form := range map[string]string{
		"ru": "СООБЩЕНИЕ ОБ ИНЦИДЕНТЕ\n\nНаименование организации: Mill\nФИО заявителя: Ада Байт\nЭлектронная почта: ada@mill.example\nДата и время начала атаки: 2026-11-20 10:00 UTC\nIP-адрес источника атаки: 198.51.100.7\nПострадавший сервер: www.mill.example\nОписание инцидента: подбор паролей\nПринятые меры: отключено\n",
		"uk": "ЗВІТ ПРО КІБЕРІНЦИДЕНТ\n\nНайменування установи: Mill\nПрізвище та ім'я заявника: Ада Байт\nАдреса електронної пошти: ada@mill.example\nЧас початку інциденту: 2026-11-20 10:00 UTC\nIP-адреса зловмисника: 198.51.100.7\nУражений сервер: www.mill.example\nОпис події: підбір паролів\nВжиті дії: вимкнено\n",
		"lt": "INCIDENTO PRANEŠIMO FORMA\n\nĮmonės pavadinimas: Mill\nPranešėjo vardas: Ada Byte\nEl. pašto adresas: ada@mill.example\nIncidento pradžios laikas: 2026-11-20 10:00 UTC\nAtakos šaltinio IP adresas: 198.51.100.7\nPaveiktas serveris: www.mill.example\nIncidento aplinkybės: slaptažodžiai\nTaikytos priemonės: išjungta\n",
		"lv": "INCIDENTA ZIŅOJUMA VEIDLAPA\n\nUzņēmuma nosaukums: Mill\nZiņotāja vārds: Ada Byte\nE-pasta adrese: ada@mill.example\nIncidenta sākuma laiks: 2026-11-20 10:00 UTC\nUzbrucēja IP adrese: 198.51.100.7\nSkartais serveris: www.mill.example\nNotikuma apraksts: paroles\nVeiktie pasākumi: izslēgts\n",
		"et": "INTSIDENDI TEATE VORM\n\nEttevõtte nimi: Mill\nTeavitaja nimi: Ada Byte\nE-posti aadress: ada@mill.example\nRünnaku algusaeg: 2026-11-20 10:00 UTC\nRünnaku allika IP-aadress: 198.51.100.7\nKahjustatud server: www.mill.example\nJuhtumi kirjeldus: paroolid\nTehtud tegevused: välja lülitatud\n",
		"sl": "OBRAZEC ZA PRIJAVO INCIDENTA\n\nNaziv podjetja: Mill\nIme in priimek prijavitelja: Ada Byte\nElektronska pošta: ada@mill.example\nZačetek napada: 2026-11-20 ob 10:00 UTC\nIP naslov napadalca: 198.51.100.7\nNapadeni strežnik: www.mill.example\nOpis dogodka: gesla\nSprejeti ukrepi: izklopljeno\n",
		"ko": "침해사고 보고서\n\n회사명: Mill\n담당자 성명: Ada Byte\n이메일 주소: ada@mill.example\n공격 시작 시각: 2026-11-20 10:00 UTC\n공격자 IP 주소: 198.51.100.7\n피해 서버: www.mill.example\n사건 개요: 암호\n대응 조치: 차단\n",
	} {
		r := f.Parse(body(form))
		if r.Fields["contact_email"] != "ada@mill.example" || r.Fields["organisation"] != "Mill" || r.Fields["contact_name"] == "" || r.Fields["actions_taken"] == "" {
			t.Errorf("%s: %v", lang, r.Fields)
		}
		if r.Time.Start != "2026-11-20T10:00:00Z" {
			t.Errorf("%s: %+v", lang, r.Time)
		}
		roles := ""
		for _, h := range r.Hosts {
			roles += h.Role + " " + h.Name + strings.Join(h.Addresses, " ") + ";"
		}
		if roles != "source 198.51.100.7;target www.mill.example;" {
			t.Errorf("%s: hosts %s", lang, roles)
		}
	}
}

// TestMoreTonguesProse: sentences in those languages are no forms.
func TestMoreTonguesProse(t *testing.T) {
	f := builtin(t)
	for _, text := range []string{
		"Здравствуйте,\nвчера сервер был атакован: ничего серьезного.\nНаш адрес прежний: ул. Мира 5, телефон: 555.\nВремя встречи: завтра.\n",
		"안녕하세요,\n어제 서버가 공격을 받았습니다: 큰 문제는 없습니다.\n회의 시간: 내일.\n감사합니다.\n",
		"Laba diena,\nvakar serveris buvo atakuotas: nieko rimto.\nSusitikimo laikas: rytoj.\n",
		"Pozdravljeni,\nvčeraj je bil strežnik napaden: nič resnega.\nČas sestanka: jutri.\n",
	} {
		if r := f.Parse(body(text)); len(r.Fields) > 1 || len(r.Hosts) > 0 {
			t.Errorf("%.40q: %v %v", text, r.Fields, r.Hosts)
		}
	}
}

// TestTightFigures: figures may stand right behind the colon of a label.
func TestTightFigures(t *testing.T) {
	f := builtin(t)
	for lang, form := range map[string]string{
		"zh": "安全事件登记表\n\n填表人:欧阳文静\n所在单位:青河银行\n联系方式:0555-5550188\n事件开始时间:2026-11-20 10:00 UTC\n受影响的主机:192.0.2.8\n事件经过:有外部地址持续扫描并尝试登录数据库\n处置情况:已封禁该地址\n",
		"de": "Sicherheitsvorfall\n\nName:Ada Byte\nFirma:Mühle\nTelefon:0555-5550188\nBeginn:2026-11-20 10:00 UTC\nBetroffener Server:192.0.2.8\nWas ist geschehen:Jemand hat sich an der Datenbank angemeldet\n",
	} {
		r := f.Parse(body(form))
		if r.Fields["contact_phone"] != "0555-5550188" || r.Time.Start != "2026-11-20T10:00:00Z" || len(r.Hosts) != 1 || r.Hosts[0].Role != "target" {
			t.Errorf("%s: %v %v %+v", lang, r.Fields, r.Time, r.Hosts)
		}
	}
}

// TestReachedUntil: until when a number is answered is no part of it.
func TestReachedUntil(t *testing.T) {
	r := builtin(t).Parse(body("Guten Tag, hier die Antworten.\n\nWer meldet?\nDr. Swantje Byte, Zahnarztpraxis am Deich\n\nWie erreichen wir Sie am besten?\n04421 555 019 bis 18 Uhr\n\nWas ist los?\nDie Bilder lassen sich nicht mehr öffnen, alles ist verschlüsselt.\n\nWas haben Sie schon unternommen?\nAlle Stecker gezogen\n\nWas brauchen Sie von uns?\nHilfe beim Wiederherstellen\n"))
	for name, want := range map[string]string{"contact_name": "Dr. Swantje Byte", "organisation": "Zahnarztpraxis am Deich", "contact_phone": "04421 555 019", "contact_other": ""} {
		if r.Fields[name] != want {
			t.Errorf("%s: %q, want %q", name, r.Fields[name], want)
		}
	}
}

// TestPairsAmongBars: an answer that is a word for an attack heads no column.
func TestPairsAmongBars(t *testing.T) {
	r := builtin(t).Parse(body("Segnalazione di incidente\n\n| Nome | Anna Esempio |\n| E-mail | anna@site.example |\n| Tipo di incidente | intrusione |\n| Apparati coinvolti | 192.0.2.7 |\n| Misure adottate | chiamato il fornitore |\n"))
	if r.Fields["incident_type"] != "intrusione" || len(r.Hosts) != 1 || r.Hosts[0].Role != "target" {
		t.Errorf("%v %+v", r.Fields, r.Hosts)
	}
}

// TestSlashedNumbers: the French number questions with a slash.
func TestSlashedNumbers(t *testing.T) {
	r := builtin(t).Parse(body("Fiche d'incident informatique\n\n1/ Agent déclarant : Thibault Exemple\n2/ Fonction : secrétaire général\n3/ Ligne directe : 05 55 00 12 34\n4/ Machine touchée : 192.0.2.7\n5/ Mesures déjà prises : poste éteint\n"))
	if r.Fields["contact_title"] != "secrétaire général" || r.Fields["contact_phone"] != "05 55 00 12 34" || r.Fields["actions_taken"] != "poste éteint" || len(r.Hosts) != 1 {
		t.Errorf("%v %+v", r.Fields, r.Hosts)
	}
}
