package template

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"tocsin/template/indicator"
	"tocsin/template/word"
)

// A card is what one answer tells of a person: "Jane Doe, IT, 555 0100,
// jane@site.example", and of whom they report for.
type card struct {
	name, title, org, mail, phone, fax string
	rest                               bool // there is more than that
}

// kinds is how many of its parts a card has.
func (c *card) kinds() int {
	n := 0
	for _, s := range []string{c.name, c.title, c.org, c.mail, c.phone, c.fax} {
		if s != "" {
			n++
		}
	}
	return n
}

// mostCard is how long an answer is at most that is read as a card, in bytes.
const mostCard = 400

// readCard reads an answer of a few pieces: lines, or what commas, slashes and
// dashes part.
func readCard(text string) (c card) {
	if c.rest = len(text) > mostCard; c.rest {
		return c
	}
	last := ""
	for i, piece := range cardPieces(text) {
		mail := ""
		indicator.Scan(piece, func(t indicator.Token) {
			if t.Kind == "email" {
				mail = unheaded(t.Value)
			}
		})
		first := i == 0 || i == 1 && c.org != ""
		switch {
		case mail != "":
			before, _, _ := strings.Cut(piece, mail)
			name, angled := strings.CutSuffix(before, "<")
			named := angled && c.name == "" && personal(name)
			if named {
				c.name = strings.TrimSpace(name)
			}
			if c.rest = c.rest || c.mail != "" || len(strings.Fields(piece)) > 1 && !mailWords[word.Fold(before)] && !(named && strings.HasSuffix(piece, mail+">")); c.mail == "" {
				c.mail = mail
			}
		case c.phone == "" && phoneOf(piece, phoneWords) != "":
			c.phone = phoneOf(piece, phoneWords)
		case c.fax == "" && unicode.IsLetter(firstRune(piece)) && phoneOf(piece, faxWords) != "":
			c.fax = phoneOf(piece, faxWords)
		case c.org == "" && (first || last == c.name) && c.mail+c.phone == "" && institution(piece):
			c.org = piece
		case c.title == "" && c.name != "" && job(piece):
			c.title = piece
		case first && c.name == "" && called(piece) != "":
			c.name = called(piece)
			c.rest = c.rest || c.name != piece
		case first && c.name == "" && piece != text && titleAt(piece) > 0:
			at := titleAt(piece)
			c.name, c.title = strings.TrimSpace(piece[:at]), piece[at+1:len(piece)-1]
		default:
			c.rest = true
		}
		last = piece
	}
	return c
}

// partsCard holds the bytes of which one stands between the parts of a card.
var partsCard = func() (t [256]bool) {
	for c := range t {
		t[c] = c >= utf8.RuneSelf || strings.IndexByte("\n,;:|/-@<([{\\*", byte(c)) >= 0
	}
	return t
}()

// mayPart is a quick look whether an answer may have several parts.
func mayPart(text string) bool {
	for i := range len(text) {
		if partsCard[text[i]] {
			return true
		}
	}
	return false
}

// cardPieces parts an answer; the legal form of a company stays with its name.
func cardPieces(text string) (list []string) {
	if !mayPart(text) {
		if text = strings.TrimSpace(text); text == "" {
			return nil
		}
		return []string{text}
	}
	for _, mark := range [...]string{" / ", " - ", " – "} {
		text = strings.ReplaceAll(text, mark, "\n")
	}
	if name, rest, ok := strings.Cut(text, ": "); ok && personal(name) && phoneOf(rest, phoneWords) != "" {
		return []string{name, rest}
	}
	text = spread(text)
	if at := strings.IndexAny(text, "(["); at > 0 && strings.Contains(text[at:], "@") && strings.IndexAny(text, ")]") == len(text)-1 {
		text = text[:at] + "\n" + text[at+1:len(text)-1]
	}
	for _, piece := range strings.FieldsFunc(text, partsPieces) {
		if first, second, either := alternatives(piece); either {
			list, piece = append(list, strings.TrimSpace(first)), second
		}
		piece = strings.TrimSpace(piece)
		if n := len(list); n > 0 && (legalForms.Find(word.FoldHash(piece)) || legalTails.Find(word.FoldHash(piece))) {
			list[n-1] += ", " + piece
		} else if piece != "" {
			list = append(list, piece)
		}
	}
	return list
}

// unheaded is a mail address without a word for it that a script without blanks
// puts right before it: "邮箱li@site.example".
func unheaded(mail string) string {
	n := strings.IndexFunc(mail, func(r rune) bool { return r < utf8.RuneSelf })
	if n > 0 && mailWords[word.Fold(mail[:n])] {
		return mail[n:]
	}
	return mail
}

// spread parts the name, the number and the address that blanks alone part in a
// script of East Asia: "李样本 13955551234 li@site.example".
func spread(text string) string {
	if first := firstRune(text); first < firstIdeograph {
		return text
	}
	text = strings.NewReplacer("（", "(", "）", ")").Replace(text)
	b := []byte(text)
	for i := 1; i+1 < len(b); i++ {
		next, _, _ := strings.Cut(text[i+1:], " ")
		if before := b[i-1]; b[i] == ' ' && (before >= utf8.RuneSelf && (word.IsDigit(b[i+1]) || b[i+1] == '+') || word.IsDigit(before) && unicode.IsLetter(rune(b[i+1])) && strings.Contains(next, "@")) {
			b[i] = '\n'
		}
	}
	return string(b)
}

// partsPieces says whether a character stands between two pieces.
func partsPieces(r rune) bool {
	switch r {
	case '\n', ',', ';', '|', '、', '，', '；', '،', '؛':
		return true
	}
	return false
}

// titleAt is where what somebody is in their house begins in brackets behind
// their name, 0 where it does not: "Jane Doe (CISO)".
func titleAt(piece string) int {
	at := strings.IndexByte(piece, '(')
	if at < 0 || !strings.HasSuffix(piece, ")") || !personal(piece[:at]) || !job(piece[at+1:len(piece)-1]) {
		return 0
	}
	return at
}
