package eval

import (
	"fmt"
	"math/rand/v2"
	"time"
)

// person is who answers; one is drawn for each sample.
type person struct{ name, org, mail, phone string }

var people = []person{
	{"Ama Owusu", "Kakum Transport Services", "ama.owusu@kakum.example", "+233 30 255 0101"},
	{"Dr. Hélène Bastin", "Clinique du Parc", "helene.bastin@cliniqueduparc.example", "04 555 12 34"},
	{"Jürgen Groß", "Groß & Söhne GmbH", "j.gross@gross-soehne.example", "(0711) 555-0133"},
	{"J. van den Berg", "Hogeschool Oostland", "jvdberg@oostland.example", "0031-26-5550110"},
	{"María-José Núñez", "Ayuntamiento de Peñalba", "mjnunez@penalba.example", "+34 955 550 177"},
	{"Paweł Żuk", "Elektrociepłownia Zachód", "pawel.zuk@ec-zachod.example", "+48 22 555 01 90"},
	{"Chiara D'Amico", "Banca dei Colli", "chiara@bancadeicolli.example", "06/5550199"},
	{"鈴木 一郎", "みなと信用金庫", "suzuki@minato.example.jp", "03-5555-0190"},
	{"Oliver Quinn", "Northgate Water Company", "o.quinn@northgate.example", "01632 960 155"},
	{"Sofia Lindgren", "Lindgren Elektronik AB", "sofia@lindgren.example", "+46 31 555 01 15"},
}

// stories are descriptions: none holds a label.
var stories = map[string][]string{
	"en": {"Staff opened a document from a mail and macros were run.\nSince then the machine talks to an address abroad every ten minutes.", "We saw thousands of password guesses against one account during the night."},
	"fr": {"Un agent a ouvert une pièce jointe et un programme s'est lancé.\nDepuis, la machine appelle l'étranger toutes les dix minutes.", "Des milliers d'essais de mots de passe ont visé un seul compte cette nuit."},
	"de": {"Eine Kollegin hat einen Anhang geöffnet, danach lief ein fremdes Programm.\nSeitdem meldet sich die Maschine alle zehn Minuten im Ausland.", "In der Nacht wurden tausende Passwörter an einem Konto probiert."},
	"nl": {"Een medewerker opende een bijlage en er startte een vreemd programma.\nSindsdien belt de machine elke tien minuten naar het buitenland.", "Vannacht zijn duizenden wachtwoorden geprobeerd op één account."},
	"es": {"Una empleada abrió un adjunto y se ejecutó un programa extraño.\nDesde entonces la máquina llama al extranjero cada diez minutos.", "Durante la noche probaron miles de claves en una sola cuenta."},
	"pt": {"Uma funcionária abriu um anexo e correu um programa estranho.\nDesde então a máquina liga para o estrangeiro de dez em dez minutos.", "Durante a noite tentaram milhares de senhas numa só conta."},
	"it": {"Una collega ha aperto un allegato ed è partito un programma sconosciuto.\nDa allora la macchina chiama all'estero ogni dieci minuti.", "Nella notte hanno provato migliaia di parole d'ordine su un solo conto."},
	"pl": {"Pracownica otworzyła załącznik i uruchomił się obcy program.\nOd tego czasu maszyna łączy się z zagranicą co dziesięć minut.", "W nocy próbowano tysięcy haseł na jednym koncie."},
	"ja": {"職員が添付ファイルを開いたところ、見知らぬプログラムが動きました。\nそれ以来、十分おきに海外と通信しています。", "昨夜、一つのアカウントに数千回のログインが試みられました。"},
	"sv": {"En medarbetare öppnade en bilaga och ett okänt program startade.\nSedan dess ringer maskinen utomlands var tionde minut.", "Under natten provades tusentals lösenord mot ett konto."},
}

// deeds, effects and the like are short answers in the sample's language, or
// in English where there is none.
var deeds = map[string][]string{
	"en": {"cable pulled", "passwords changed, host reinstalled"}, "fr": {"câble débranché", "mots de passe changés"},
	"de": {"Kabel gezogen", "Passwörter geändert, Rechner neu aufgesetzt"}, "nl": {"kabel eruit getrokken", "wachtwoorden gewijzigd"},
	"es": {"cable desconectado"}, "pt": {"cabo desligado"}, "it": {"cavo staccato"}, "pl": {"odłączono kabel"},
	"ja": {"ケーブルを抜きました"}, "sv": {"kabeln utdragen"},
}

var effects = map[string][]string{
	"en": {"web shop down for two hours", "no access to mail"}, "fr": {"plus de messagerie", "boutique fermée deux heures"},
	"de": {"kein Zugriff auf Mails", "Webshop zwei Stunden nicht erreichbar"}, "nl": {"geen toegang tot mail"},
	"es": {"sin acceso al correo"}, "pt": {"sem acesso ao correio"}, "it": {"nessun accesso alla posta"},
	"pl": {"brak dostępu do poczty"}, "ja": {"メールが使えません"}, "sv": {"ingen åtkomst till e-post"},
}

var uses = map[string][]string{
	"en": {"mail relay", "public web site", "payroll database"}, "fr": {"relais de messagerie", "site web public"},
	"de": {"Mailserver der Verwaltung", "öffentliche Webseite"}, "nl": {"mailserver", "openbare website"},
	"es": {"servidor de correo"}, "pt": {"servidor de correio"}, "it": {"server di posta"}, "pl": {"serwer poczty"},
	"ja": {"メールサーバ"}, "sv": {"e-postserver"},
}

// plain are answers that need no language.
var plain = map[string][]string{
	"contact_fax":         {"+32 2 555 0199", "030 555 0177"},
	"reference_theirs":    {"INC-2026-0417", "T#88120"},
	"incident_type":       {"phishing", "malware", "DDoS"},
	"cost":                {"EUR 2500", "800 USD"},
	"organisation_domain": {"kakum.example", "minato.example.jp"},
	"organisation_size":   {"120", "45"},
	"host_count":          {"3", "17"},
	"user_count":          {"250", "40"},
	"software":            {"Joomla 3.9.1", "nginx 1.24"},
	"vulnerability":       {"CVE-2026-12345", "CVE-2025-30001"},
	"protocol_port":       {"TCP 443", "UDP 53"},
}

var systems = []string{"Debian 12", "Windows Server 2019", "FreeBSD 14.1", "Ubuntu 22.04 LTS"}

// machine is a host to name, in its two parts.
type machine struct{ name, address string }

var targets = []machine{{"www.kakum.example", "192.0.2.10"}, {"mx1.minato.example.jp", "203.0.113.25"}, {"vpn.northgate.example", "192.0.2.77"},
	{"db7.penalba.example", "10.12.0.7"}, {"files.oostland.example", "2001:db8:40::7"}, {"erp.gross-soehne.example", "192.168.14.3"}}

var sources = []machine{{"dyn-7.hoster.example.net", "198.51.100.7"}, {"relay.cloud.example.org", "198.51.100.140"}, {"", "203.0.113.200"},
	{"", "2001:db8:bad::66"}, {"node3.vps.example.net", "203.0.113.111"}, {"", "198.51.100.0/25"}}

// A zone is how a reporter names one, and what it is in November.
type zone struct {
	text   string
	offset int  // hours
	named  bool // cannot stand behind a time
}

var zones = []zone{{"UTC", 0, false}, {"GMT", 0, false}, {"CET", 1, false}, {"+01:00", 1, false}, {"+0100", 1, false},
	{"UTC+2", 2, false}, {"EET", 2, false}, {"Europe/Brussels", 1, true}, {"JST", 9, false}, {"UTC-5", -5, false}}

// layouts of a date that no order can make ambiguous: the days are past 12.
var layouts = []string{"2006-01-02 15:04", "2006-01-02 15:04:05", "02.01.2006 15:04", "2006-01-02T15:04", "2 January 2006 15:04"}

// moment gives a date of November in words, and what it is: an instant, or
// the words where no zone is known.
func (m *maker) moment(day, hour int) (text, means string) {
	at := time.Date(2026, 11, day, hour, m.r.IntN(60), 0, 0, time.FixedZone("", m.zone.offset*3600))
	layout := layouts[m.layout]
	text = at.Format(layout)
	if m.zone.text == "" {
		return text, text
	}
	if !m.zoneAsked {
		text += " " + m.zone.text
	}
	return text, at.Format(time.RFC3339)
}

func pick[T any](r *rand.Rand, list []T) T { return list[r.IntN(len(list))] }

func (m *maker) local(pool map[string][]string) string {
	if len(pool[m.lang]) > 0 {
		return pick(m.r, pool[m.lang])
	}
	return pick(m.r, pool["en"])
}

// logLines are two lines of a log about one source.
func logLines(source string) string {
	return fmt.Sprintf("Nov 17 03:12:09 gate sshd[4411]: Failed password for root from %s port 40022 ssh2\nNov 17 03:12:11 gate sshd[4411]: Failed password for root from %[1]s port 40022 ssh2", source)
}
