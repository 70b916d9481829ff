package template

import (
	"strings"
	"unicode"

	"tocsin/template/indicator"
	"tocsin/template/moment"
	"tocsin/template/word"
)

// looks are what an answer looks like, whatever was asked: an address of mail
// in any language asks for no label to be told from a date.
type looks uint16

const (
	looksMail    looks = 1 << iota // one address of mail and little else
	looksDial                      // a telephone number beyond doubt: "+44 1632 960 311"
	looksNumber                    // what may be one where it was asked for: "555-0161"
	looksTime                      // a day, with or without a time of day
	looksHost                      // an address of a machine, or a name with a dot
	looksMachine                   // a word that may name a machine: "PF-ACC-019"
	looksPerson                    // the name of a person
	looksYes                       // begins with yes or no
	looksKind                      // names a kind of incident, in few words
	looksFigure                    // begins with a figure, without any of the above
	looksCode                      // one word with figures in it
	looksLong                      // a sentence or more
	looksFirm                      // the name of a company or an institution
	looksMoney                     // an amount of money
	looksText                      // a few words, and none of the above but a person, a kind or yes
	looksCard                      // an address of mail, and the name of a person or a telephone number
)

// looksNames are the looks by the names that clues have for them.
var looksNames = map[string]looks{
	"mail": looksMail, "dial": looksDial, "number": looksNumber, "time": looksTime, "host": looksHost, "machine": looksMachine, "person": looksPerson,
	"yes": looksYes, "kind": looksKind, "figure": looksFigure, "code": looksCode, "long": looksLong, "firm": looksFirm, "money": looksMoney, "text": looksText, "card": looksCard,
}

// Bounds of looks, in bytes.
const (
	mostKindLook = 60
	leastLong    = 60
	mostLook     = 200 // of an answer that is looked at
)

// looksHosted says whether an answer looks like a host's.
func looksHosted(s string) bool {
	return holdsHost(s) && looksOf(s)&looksHost != 0
}

// looksOf says what an answer looks like.
func looksOf(s string) (l looks) {
	if gap := strings.Index(s, "   "); gap > 0 && strings.TrimSpace(s[:gap]) != "" {
		s = s[:gap] // what stands behind it is another's
	}
	if s = strings.Trim(s, " \t`\"|"); s == "" || voidOf(s, nil, false) != filled {
		return 0
	}
	if len(s) >= leastLong && strings.Count(s, " ") > 7 {
		l |= looksLong
	}
	if len(s) > mostLook {
		return l
	}
	if said := vocab().answers.Is(word.First(s)); said == "yes" || said == "no" || goesOn(s) {
		l |= looksYes
	}
	if typed := typed(s); typed != 0 {
		return l | typed
	}
	if strings.IndexByte(s, '@') > 0 {
		if c := readCard(s); c.mail != "" && (c.name != "" || c.phone != "" && strings.IndexByte(s, ':') < 0) {
			return l | looksCard
		}
	}
	head := s
	if i := strings.IndexFunc(s, endsName); i > 0 {
		head = s[:i]
	}
	if personal(head) {
		l |= looksPerson
	}
	if len(s) <= mostKindLook && vocab().kinds.In(s) != 0 {
		l |= looksKind
	}
	figures := word.Digits(s) > 0
	switch single := !strings.ContainsAny(s, " \t"); {
	case word.IsDigit(s[0]):
		l |= looksFigure
	case single && nameLike(s) && machineLike(s), figures && machineList(s):
		l |= looksMachine
	}
	if figures && (nameLike(s) || filed(s)) {
		l |= looksCode
	}
	switch {
	case incorporated(head) || institutional(head):
		l = l&^looksPerson | looksFirm
	case l&looksLong == 0 && strings.IndexFunc(s, unicode.IsLetter) >= 0:
		l |= looksText
	}
	return l
}

// machineList says whether a text is a row of words that may name machines, each
// with figures: "TILL-1, TILL-3".
func machineList(s string) bool {
	if len(s) > mostKindLook {
		return false
	}
	n := 0
	for w := range strings.FieldsFuncSeq(s, func(r rune) bool { return r == ',' || r == ';' || r == '/' }) {
		if w = strings.TrimSpace(w); word.Digits(w) == 0 || word.Digits(w) == len(w) || !nameLike(w) || !machineLike(w) {
			return false
		}
		n++
	}
	return n > 1
}

// filed says whether a text is the sign of a file of several pieces: figures, and
// letters in capitals before them: "KV 2026/1190", "MFC/CS/2026/019".
func filed(s string) bool {
	return word.Digits(s) >= leastFiled && len(s) <= mostSole && word.Len(s) < len(s) && strings.Count(s, " ") < 3 && strings.IndexFunc(s, func(r rune) bool {
		return !unicode.IsUpper(r) && !unicode.IsDigit(r) && !strings.ContainsRune(" /.-_", r)
	}) < 0
}

// leastFiled is how many figures the sign of a file has.
const leastFiled = 3

// endsName says whether a character stands behind a name, before what is said of it.
func endsName(r rune) bool {
	switch r {
	case ',', '(', '，', '（', '、', '/':
		return true
	}
	return false
}

// institutional says whether a text is the name of an institution: few words in
// capitals, one of them for such.
func institutional(s string) bool {
	found := false
	for w := range strings.FieldsSeq(s) {
		if !unicode.IsUpper(firstRune(w)) && !particles.Find(word.FoldHash(w)) || len(s) > mostKindLook {
			return false
		}
		found = found || isInstitution(w)
	}
	return found
}

// typed is what an answer of a known build looks like, 0 for mere words.
func typed(s string) looks {
	figures := word.Digits(s) > 0
	switch {
	case soleMail(s):
		return looksMail
	case holdsHost(s) && hostLike(s):
		return looksHost
	case !figures:
		return 0
	case money(s):
		return looksMoney
	case dials(s):
		return looksDial | looksNumber
	case datedAt(s):
		return looksTime
	case phoneOf(s, phoneWords) != "":
		return looksNumber
	}
	return 0
}

// soleMail says whether a text is an address of mail, with a name at most.
func soleMail(s string) bool {
	if strings.IndexByte(s, '@') < 1 || strings.ContainsAny(s, ",;") || strings.Count(s, " ") > 4 {
		return false
	}
	for w := range strings.FieldsSeq(s) {
		if unicode.IsLower(firstRune(w)) && strings.IndexByte(w, '@') < 0 && !particles.Find(word.FoldHash(w)) {
			return false // "one from ada@quill.example"
		}
	}
	found, others := 0, 0
	indicator.Scan(s, func(t indicator.Token) {
		if t.Kind == "email" {
			found++
		} else {
			others++
		}
	})
	return found == 1 && others == 0
}

// money says whether a text is an amount of money and nothing else: a number and
// a currency, and a word or two that it is about so much.
func money(s string) bool {
	if word.Digits(s) == 0 || len(s) > mostKindLook || !strings.Contains(s, " ") && strings.IndexByte(strings.TrimRight(s, "-"), '-') > 0 {
		return false // "KR-SCHOOL-0419"
	}
	found, others := strings.ContainsAny(s, "€£¥$₩₹₽₴₺฿元円원"), 0
	for w := range strings.FieldsFuncSeq(s, func(r rune) bool { return !unicode.IsLetter(r) }) {
		if currencies[word.Fold(w)] {
			found = true
		} else if !word.Unspaced(w) {
			others++
		}
	}
	return found && others < 2
}

// currencies are their codes and short names, as keys.
var currencies = word.Set("eur euro euros usd gbp chf pln zl czk kc huf ft ron lei bgn sek nok dkk kr kroner kronor isk jpy krw cny rmb twd try tl brl reais clp mxn cop inr zar aud cad nzd uah rub dollars dollar pounds francs franken forint")

// dials says whether a text is a telephone number as nothing else is written:
// with a plus, or with ten figures or a nought before nine in groups.
func dials(s string) bool {
	if at := strings.IndexByte(s, '('); at > 6 {
		s = s[:at] // "+52 55 5555 0143 (Signal)"
	}
	number := phoneOf(s, phoneWords)
	n := word.Digits(number)
	switch {
	case number == "" || n < 8 || datedAt(s):
		return false
	case number[0] == '+':
		return true
	}
	return (number[0] == '0' && n >= 9 || n == 10) && strings.ContainsAny(number, " -/.()")
}

// datedAt says whether a text begins with a day, or is nothing but a time.
func datedAt(s string) bool {
	if strings.Trim(s, "0123456789") == "" && s[:min(len(s), 2)] != "20" {
		return false // a number, not the seconds of some epoch
	}
	m := moment.Read(moment.Narrow(s))
	return m.Day || moment.Sole(s)
}
