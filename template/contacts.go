package template

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"tocsin/template/word"
)

// called is the name of the person that a piece holds, alone or in brackets
// behind what they are: "Shift lead (Jane Doe)".
func called(piece string) string {
	if personal(piece) {
		return piece
	}
	if _, inner, ok := strings.Cut(piece, " ("); ok && strings.HasSuffix(inner, ")") && personal(inner[:len(inner)-1]) {
		return inner[:len(inner)-1]
	}
	return ""
}

// institution says whether a piece is what an organisation is called: it ends
// with its legal form or, all in capitals, with what it is, or begins with
// that: "Institute of Lakes". "Head of the Institute" is none.
func institution(s string) bool {
	if incorporated(s) || strings.Contains(s, ", ") && legalTails.Find(word.FoldHash(s[strings.LastIndex(s, ", "):])) {
		return true
	}
	list := strings.Fields(s)
	if len(list) < 2 || len(s) > 80 || word.Digits(s) > 0 || strings.Contains(s, ":") {
		return false
	}
	lower := strings.ToLower(list[1]) == list[1] && len(list[1]) <= 4 && len(list) > 2
	if isInstitution(list[0]) && lower {
		return true
	}
	return isInstitution(list[len(list)-1]) && !slices.ContainsFunc(list, func(w string) bool { return !unicode.IsUpper(firstRune(w)) })
}

// legalTails are legal forms that stand behind a comma only, as keys.
var legalTails = word.HashSet("as po sro spol ops vos sa se kg co ag ab")

// phoneOf is the number in a piece that is one, with a word of those given before
// it at most; "" for any other. An extension belongs to it.
func phoneOf(s string, heads map[string]bool) string {
	if n := word.Digits(s); n < leastDialled || n > 18 {
		return ""
	}
	from := strings.IndexAny(s, "+(0123456789")
	before, whole := word.Fold(s[:from]), strings.TrimSpace(s[from:])
	number := whole
	if at := strings.IndexFunc(number, unicode.IsLetter); at > 0 {
		tail := number[at:]
		if end := strings.IndexAny(tail, ". 0123456789"); end > 0 && extensions[word.Fold(tail[:end])] && strings.Trim(tail[end:], ". 0123456789") == "" && word.Digits(tail) > 0 && word.Digits(tail) < 6 {
			number = number[:at]
		}
	}
	if strings.Trim(number, "+()0123456789 ./-") != "" || strings.Count(number, ".") == 3 && word.Digits(number) < 8 || before != "" && !heads[before] {
		return ""
	}
	return whole
}

// reachLine says whether a line is nothing but a way to reach somebody.
func reachLine(s string) bool {
	c := readCard(s)
	return c.kinds() == 1 && c.name == "" && len(cardPieces(s)) == 1
}

// leastDialled is how many figures a number has at least.
const leastDialled = 5

// extensions stand before the number within a house, as keys.
var extensions = word.Set("ext extn extension x dw durchwahl kl klapka linka poste toestel wew wewn int interno доб дод mellék εσωτ ramal anexo")

// mailWords stand before a mail address, as keys.
var mailWords = word.Set("mail email emailaddress epost correo courriel mél correio poczta почта пошта эл ел имейл ηλεκτρονικό eposta 電子メール メール 邮箱 郵箱 邮件 电子邮箱 이메일 메일")

// faxWords stand before the number of a fax, as keys.
var faxWords = word.Set("fax telefax faks faxe téléfax télécopie")

// phoneWords stand before the number of a telephone, as keys.
var phoneWords = word.Set("tel phone telephone telefon téléphone telefono teléfono telefone telefoon puhelin mobile mobil mobiel móvil telemóvel office work home desk büro bureau kantoor oficina ufficio biuro kontor cell cellulare handy gsm portable komórka kom tlf tlm тел моб τηλ τηλέφωνο κιν κινητό mob mobitel telefón cel celular t m 電話 携帯 电话 电话号码 手机 手機 電話番号 전화 휴대폰 연락처")

// personal says whether a text may be the name of a person: two to four words
// that begin in capitals, without figures, or as short in a script without blanks.
func personal(s string) bool {
	s = strings.TrimSpace(s)
	if len(s) > 60 || word.Digits(s) > 0 || strings.ContainsAny(s, ":@/&\"") {
		return false
	}
	if word.Unspaced(s) {
		return len(s) <= 30
	}
	n := 0
	for w := range strings.FieldsSeq(s) {
		switch first := firstRune(w); {
		case unicode.IsUpper(first) && !corporate.Find(word.FoldHash(w)) && !isInstitution(w):
			n++
		case !unicode.IsLetter(first) || !particles.Find(word.FoldHash(w)):
			return false
		}
	}
	return n >= 2 && n <= 4
}

// particles are words in the names of people that begin small, as keys.
var particles = word.HashSet("van von der den de del della di da dos das du la le el ter ten zu af av al bin ben y e")

// corporate are words that names of organisations have and names of people do
// not, as keys.
var corporate = word.HashSet(`gmbh ag se kg ug sa sas sarl srl spa sl slu bv nv ltd llc inc plc corp co ab as aps oy oyj sro doo zoo kft rt lda eu ev
	city team desk security service helpdesk support office department group soc csirt cert noc it ict network systems company police centre center`)

// sorted moves an answer about the reporter to the field that it shows itself to
// be for: a mail address where a telephone or a name was asked for, a number or a company
// where a name was, and nothing asks for that.
func (b *builder) sorted(a *answer) {
	if a.group != 0 || a.e == nil || a.e.def == b.form {
		return
	}
	switch a.name {
	case "impact":
		if money(a.text) {
			b.move(a, "cost") // "Damage: 2,000 EUR"
		}
	case "incident_type":
		if graded(a.text) {
			b.move(a, "severity") // "Category of the incident: II - serious"
		}
	case "organisation":
		if w, rest, more := strings.Cut(a.text, " "); more && (faculties[word.Fold(w)] || w == "School" && strings.HasPrefix(rest, "of ")) {
			b.move(a, "department")
		}
	case "contact_other":
		if at := strings.IndexFunc(a.text, unicode.IsLetter); at > 0 && a.e.def.ID == bookForm && strings.IndexByte(a.text, '@') < 0 && phoneOf(strings.TrimSpace(a.text[:at]), nil) != "" && !mayPart(a.text[at:]) {
			b.leave(a) // "How can we reach you? 04421 555 019 until six"
			a.text = strings.TrimSpace(a.text[:at])
			b.move(a, "contact_phone")
		}
	case "contact_phone", "contact_name":
		if at := strings.IndexByte(a.text, '@'); at > 0 && !strings.Contains(a.text, " ") && strings.IndexFunc(a.text, partsPieces) < 0 && strings.IndexByte(a.text[at:], '.') > 0 {
			a.name = "contact_email"
		} else if a.name == "contact_name" && incorporated(a.text) {
			b.move(a, "organisation")
		} else if head, _, _ := strings.Cut(a.text, ","); a.name == "contact_name" && dials(head) {
			b.move(a, "contact_phone") // "Call me on: +420 555 123 456, until ten"
		}
	}
}

// graded says whether a text of few words is a degree and no kind of incident.
func graded(s string) bool {
	if len(s) > mostKindLook || vocab().kinds.In(s) != 0 {
		return false
	}
	return slices.ContainsFunc(word.Split(s), func(w string) bool { return degrees[w] })
}

// degrees are words for how bad something is, as keys.
var degrees = word.Set(`ii iii iv serious severe grave major minor moderate medium high low hoch mittel niedrig gering schwer schwerwiegend leicht hoog laag ernstig matig eleve elevee faible moyen moyenne
	alto alta bajo baja medio media muygrave leve baixo baixa basso bassa lieve wysoki wysoka niski niska srednia sredni powazny powazna hog lag allvarlig hoj alvorlig lav hoy vysoka vysoky nizka nizky zavazny zavazna vazny vazna korkea matala vakava`)

// faculties are words that the names of parts of a university begin with, as keys.
var faculties = word.Set("faculty fakultat fakultaet fakulteta fakultet fakulta faculte faculteit facultad faculdade facolta facultatea wydzial lehrstuhl")

// move takes an answer to another field, unless that has one.
func (b *builder) move(a *answer, name string) {
	if b.answered(name) == not {
		a.name, b.fields[name] = name, somehow
	}
}

// standing is how well a form has answered a field.
type standing uint8

const (
	not     standing = iota
	somehow          // with some text
	aptly            // at a time that can be read
)

// answered says how well the form, not those that fill its gaps, has answered a
// field.
func (b *builder) answered(name string) standing {
	if b.fields == nil {
		b.fields = map[string]standing{}
		for i := range b.main.answers {
			switch a := &b.main.answers[i]; {
			case a.text == "" || b.fields[a.name] == aptly:
			case a.kind == kindTime && fits(a.name, a.text):
				b.fields[a.name] = aptly
			default:
				b.fields[a.name] = somehow
			}
		}
	}
	return b.fields[name]
}

// incorporated says whether a text is the name of a company: its legal form
// stands at the end, or in East Asia at either.
func incorporated(s string) bool {
	if s != "" && (s[0] == '(' || s[len(s)-1] == ')' || (s[0]|s[len(s)-1]) >= utf8.RuneSelf) {
		for _, form := range [...]string{"株式会社", "有限会社", "合同会社", "(株)", "（株）", "有限公司", "주식회사", "(주)", "㈱"} {
			if strings.HasPrefix(s, form) || strings.HasSuffix(s, form) {
				return true
			}
		}
	}
	at := strings.LastIndexByte(s, ' ') + 1
	if at == 0 || strings.ContainsAny(s, ",;\n") {
		return false
	}
	key := word.FoldHash(s[at:])
	return legalForms.Find(key) || legalTails.Find(key) && strings.Count(s[at:], ".") > 1 // "a.s."
}

// legalForms are those of companies that are no part of a person's name, as keys.
var legalForms = word.HashSet("bsc wll gmbh ggmbh kg ltd limited llc llp inc plc corp bv nv srl sas sarl spa slu sro doo zoo kft zrt oy oyj aps asa lda ltda pty gbr ohg")

// contacts fills in from an answer about how to reach the reporter what the
// form has not asked apart. An answer that is told in full so needs no field of
// its own.
func (b *builder) contacts() {
	for _, a := range b.all {
		if a.further {
			continue
		}
		var c card
		switch a.name {
		case "contact_email", "contact_phone":
			b.both(a.text)
			continue
		case "contact_name", "contact_title":
			b.person(a)
			continue
		case "contact_other":
			c = readCard(a.text)
		default:
			continue
		}
		asksHow := a.e != nil && a.e.def.ID == bookForm // "How can we reach you?"
		if c.kinds() < 2 && (!asksHow || c.mail+c.phone == "") {
			continue
		}
		if told := b.introduce(&c); told && !c.rest || asksHow && c.kinds() == strings.Count(a.text, "\n")+1 {
			delete(b.report.Fields, "contact_other")
		}
	}
}

// called is what the organisation is called, where the question is for more of
// it: "legal name, sector, address". The whole answer stays in the description.
func (b *builder) called(a *answer) string {
	if a.e == nil || a.e.field == nil || a.e.field.Rest == "" {
		return b.chosen(a)
	}
	pieces := cardPieces(a.text)
	if len(pieces) < 2 {
		return b.chosen(a)
	}
	b.leave(a)
	return pieces[0]
}

// person takes apart an answer about who reports, or what they are, that tells
// more of them: "Jane Doe, IT manager".
func (b *builder) person(a *answer) {
	if !mayPart(a.text) || b.report.Fields[a.name] != a.text {
		return
	}
	c := readCard(a.text)
	if c.name == "" || c.rest || c.kinds() < 2 || a.name == "contact_title" && c.title == "" {
		return
	}
	delete(b.report.Fields, a.name)
	if b.introduce(&c) {
		return
	}
	if b.report.Fields[a.name] = a.text; strings.Contains(a.text, "\n") {
		b.report.Fields[a.name] = c.name // the form has other ways to reach them
		b.leave(a)
	}
}

// introduce fills in what a card tells, and says whether no field had another
// answer.
func (b *builder) introduce(c *card) bool {
	told := true
	for name, text := range map[string]string{"contact_name": c.name, "contact_title": c.title, "organisation": c.org, "contact_email": c.mail, "contact_phone": c.phone, "contact_fax": c.fax} {
		if text == "" {
			continue
		}
		if b.report.Fields[name] == "" {
			b.report.Fields[name] = text
		}
		told = told && b.report.Fields[name] == text
	}
	return told
}

// job says whether a piece is what somebody is in their house: "IT manager".
func job(s string) bool {
	list := word.Split(s)
	if len(list) == 0 || len(list) > 6 || word.Digits(s) > 0 {
		return false
	}
	return slices.ContainsFunc(list, func(w string) bool {
		return jobs[w] || slices.ContainsFunc(jobEnds, func(end string) bool { return len(w) > len(end) && strings.HasSuffix(w, end) })
	})
}

// jobs are words for what somebody is in their house, as keys.
var jobs = word.Set(`manager officer head chief director engineer administrator admin analyst lead supervisor secretary coordinator specialist technician consultant owner president clerk
	ciso cio cto ceo coo cso dpo isso issm dgm agm gm sysadmin webmaster principal treasurer accountant librarian
	leiter leiterin verantwortlicher verantwortliche inhaber inhaberin vorstand administratorin referent referentin beauftragter beauftragte sekretärin
	responsable directeur directrice chargé chargée ingénieur administrateur technicien gérant gérante rssi dsi cssi secrétaire
	beheerder verantwoordelijke hoofd directeur coördinator medewerker zaakvoerder
	jefe jefa encargado encargada director directora gerente técnico técnica ingeniero administrador coordinador coordinadora
	diretor diretora responsável chefe coordenador coordenadora gestor gestora técnica
	responsabile direttore direttrice dirigente tecnico amministratore titolare
	kierownik kierowniczka dyrektor dyrektorka informatyk specjalista administratorka koordynator
	chef ansvarig samordnare tekniker administratör föreståndare förvaltare strateg
	leder ansvarlig rådgiver koordinator konsulent direktør
	päällikkö johtaja asiantuntija ylläpitäjä
	vedoucí správce ředitel ředitelka technik vedúci vedúca správca riaditeľ riaditeľka jednatel konateľ
	vezető igazgató rendszergazda vodja direktorica upravitelj voditelj voditeljica administrators vadītājs vadovas juhataja
	διευθυντής υπεύθυνος начальник директор администратор керівник müdür yönetici`)

// jobEnds are what such words end with where others are joined to them, as keys.
var jobEnds = strings.Fields("manager leiter leiterin beauftragter beauftragte verantwortlicher verantwortliche ansvarig samordnare forvaltare chef tekniker administrator leder ansvarlig beheerder coordinator paallikko johtaja asiantuntija")
