package template

import (
	"slices"
	"strings"
	"unicode"
)

// A card is what one answer tells of a person: "Jane Doe, IT, 555 0100,
// jane@site.example".
type card struct{ name, mail, phone string }

// kinds is how many of its parts a card has.
func (c *card) kinds() int {
	n := 0
	for _, s := range []string{c.name, c.mail, c.phone} {
		if s != "" {
			n++
		}
	}
	return n
}

// mostCard is how long an answer is at most that is read as a card, in bytes.
const mostCard = 400

// readCard reads an answer of a few pieces: lines, or what commas part.
func readCard(text string) (c card) {
	if len(text) > mostCard {
		return c
	}
	for i, piece := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune("\n,;|、，；", r) }) {
		piece = strings.TrimSpace(piece)
		mail := ""
		scanLine(piece, func(t token) {
			if t.kind == "email" {
				mail = t.value
			}
		})
		switch {
		case mail != "":
			if c.mail == "" {
				c.mail = mail
			}
			if name, _, ok := strings.Cut(piece, "<"); ok && c.name == "" && personal(name) {
				c.name = strings.TrimSpace(name)
			}
		case c.phone == "" && phoneOf(piece) != "":
			c.phone = phoneOf(piece)
		case i == 0 && personal(piece):
			c.name = piece
		}
	}
	return c
}

// phoneOf is the number in a piece that is one, with a word for a telephone
// before it at most; "" for any other, and for that of a fax.
func phoneOf(s string) string {
	from := strings.IndexAny(s, "+(0123456789")
	if from < 0 || digits(s) < 5 || digits(s) > 16 {
		return ""
	}
	before, number := foldText(s[:from]), s[from:]
	if strings.Trim(number, "+()0123456789 ./-") != "" || strings.Count(number, ".") == 3 && digits(number) < 8 || before != "" && !phoneWords[before] {
		return ""
	}
	return strings.TrimSpace(number)
}

// phoneWords stand before the number of a telephone, as keys.
var phoneWords = wordSet("tel phone telephone telefon téléphone telefono teléfono telefone telefoon puhelin mobile mobil mobiel móvil telemóvel cell cellulare handy gsm portable komórka tlf t m 電話 携帯 电话 電話番号")

// personal says whether a text may be the name of a person: two to four words
// that begin in capitals, without figures, or as short in a script without blanks.
func personal(s string) bool {
	s = strings.TrimSpace(s)
	if len(s) > 60 || digits(s) > 0 || strings.ContainsAny(s, ":@/&\"") {
		return false
	}
	if unspacedAt(s) {
		return len(s) <= 30
	}
	n := 0
	for w := range strings.FieldsSeq(s) {
		first := firstRune(w)
		if !unicode.IsLetter(first) || corporate[foldText(w)] {
			return false
		}
		if unicode.IsUpper(first) {
			n++
		} else if !particles[foldText(w)] {
			return false
		}
	}
	return n >= 2 && n <= 4
}

// particles are words in the names of people that begin small, as keys.
var particles = wordSet("van von der den de del della di da dos das du la le el ter ten zu af av al bin ben y e")

// corporate are words that names of organisations have and names of people do
// not, as keys.
var corporate = wordSet(`gmbh ag se kg ug sa sas sarl srl spa sl slu bv nv ltd llc inc plc corp co ab as aps oy oyj sro doo zoo kft rt lda eu ev
	bank university universität université universiteit universidad universidade università uniwersytet hospital klinik clinic school schule école escola escuela college institute institut
	ministry ministerium council city stadt ville gemeente municipality commune kommun ayuntamiento câmara comune urząd team desk security service helpdesk support office department group
	soc csirt cert noc it ict network systems company police authority agency foundation centre center`)

// sorted moves an answer about the reporter to the field that it shows itself to
// be for: a mail address where a telephone or a name was asked for, a company
// where a name was, and nothing asks for that.
func (b *builder) sorted(a *answer) {
	if a.group != 0 || a.e == nil || a.e.def == b.form {
		return
	}
	switch a.name {
	case "contact_phone", "contact_name":
		if at := strings.IndexByte(a.text, '@'); at > 0 && !strings.ContainsAny(a.text, " \n,;") && strings.IndexByte(a.text[at:], '.') > 0 {
			a.name = "contact_email"
		} else if a.name == "contact_name" && incorporated(a.text) && !b.hasAnswer("organisation") {
			a.name = "organisation"
		}
	}
}

// hasAnswer says whether the form has an answer to a field.
func (b *builder) hasAnswer(name string) bool {
	return slices.ContainsFunc(b.main.answers, func(a answer) bool { return a.name == name && a.text != "" })
}

// incorporated says whether a text is the name of a company: its legal form
// stands at the end, or in East Asia at either.
func incorporated(s string) bool {
	for _, form := range [...]string{"株式会社", "有限会社", "合同会社", "(株)", "（株）", "有限公司", "주식회사", "(주)", "㈱"} {
		if strings.HasPrefix(s, form) || strings.HasSuffix(s, form) {
			return true
		}
	}
	at := strings.LastIndexByte(s, ' ') + 1
	return at > 0 && !strings.ContainsAny(s, ",;\n") && legalForms[foldText(s[at:])]
}

// legalForms are those of companies that are no part of a person's name, as keys.
var legalForms = wordSet("gmbh kg ltd limited llc llp inc plc corp bv nv srl sas sarl spa slu sro doo zoo kft zrt oy oyj aps asa lda ltda pty gbr ohg")

// contacts fills in from an answer about how to reach the reporter what the
// form has not asked apart. An answer that holds but one thing says it already.
func (b *builder) contacts() {
	for _, a := range b.all {
		if a.name != "contact_other" || a.further {
			continue
		}
		c := readCard(a.text)
		asksHow := a.e != nil && a.e.def.ID == bookForm // "How can we reach you?"
		if c.kinds() < 2 && (!asksHow || c.mail+c.phone == "") {
			continue
		}
		for name, text := range map[string]string{"contact_name": c.name, "contact_email": c.mail, "contact_phone": c.phone} {
			if text != "" && b.report.Fields[name] == "" {
				b.report.Fields[name] = text
			}
		}
		if asksHow && c.kinds() == strings.Count(a.text, "\n")+1 {
			delete(b.report.Fields, "contact_other")
		}
	}
}
