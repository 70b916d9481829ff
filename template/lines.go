package template

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"tocsin/template/word"
)

// A line of a text, without its line end and quote marks.
type line struct {
	text  string // blanks at the end trimmed
	depth int32  // quote marks before it
	off   int32  // where its words begin, behind bullets and number
	at    int32  // where its number is
	long  uint8  // and how long
	cut   uint8  // where a mark of this sheet parts label from answer, 0 for none
	wide  uint8  // and how long the mark is
	reply uint8  // how long what leads an answer is: "A:", "=>"; 0 for none
	ruler bool   // nothing but ruler characters
	alone bool   // stands as the labels of this sheet do that have no terminator
	dated bool   // its words begin with two numbers, as those of a log: no label's do
	marks marks  // none of a ruler
}

// newLine takes a line apart as far as the search for labels goes over it
// again and again.
func newLine(text string, depth int32) line {
	if text == "" || isRuler(text) {
		return line{text: text, depth: depth, ruler: text != ""}
	}
	off, at, long := numberAt(text)
	return line{text: text, depth: depth, off: int32(off), at: int32(at), long: uint8(long), dated: dated(text[off:]), marks: marksOf(text)}
}

// number is the item number before the words, "" if there is none.
func (l *line) number() string { return l.text[l.at : l.at+int32(l.long)] }

func (l line) blank() bool { return l.text == "" }

// splitLines cuts a text into lines and undoes what mail did to them: line
// ends, quote marks of any depth, the armour and dash escaping of a cleartext
// signature (RFC 4880 section 7). Line i of the result is line i+1 of the text.
func splitLines(s string) []line { return appendLines(nil, s) }

// appendLines appends the lines of a text to an empty list.
func appendLines(list []line, s string) []line {
	if !utf8.ValidString(s) {
		s = strings.ToValidUTF8(s, "\uFFFD")
	}
	s = word.Legible(s)
	list = slices.Grow(list, strings.Count(s, "\n")+1)
	var armour clearsigned
	for len(s) > 0 {
		var text string
		text, s = cutLine(s)
		text, depth := unquote(text)
		text = unframed(armour.open(text))
		list = append(list, newLine(trimEnd(text), depth))
	}
	return list
}

// trimEnd takes blanks off the end of a line.
func trimEnd(s string) string {
	for n := len(s); n > 0; n = len(s) {
		switch {
		case s[n-1] == ' ' || s[n-1] == '\t':
			s = s[:n-1]
		case s[n-1] == 0xa0 && strings.HasSuffix(s, "\u00a0"):
			s = s[:n-len("\u00a0")]
		default:
			return s
		}
	}
	return s
}

// cutLine parts the first line, ended by LF, CRLF or CR, from the rest.
func cutLine(s string) (first, rest string) {
	end := strings.IndexByte(s, '\n')
	next := end + 1
	if end < 0 {
		end, next = len(s), len(s)
	}
	if cr := strings.IndexByte(s[:end], '\r'); cr >= 0 && cr < end-1 {
		return s[:cr], s[cr+1:]
	} else if cr >= 0 {
		end = cr
	}
	return s[:end], s[next:]
}

// unquote strips quote marks: ">", "> >", ">>", "|"-free, at any depth.
func unquote(s string) (string, int32) {
	depth := int32(0)
	for {
		if s != "" && word.FoldByte(s[0]) != 0 {
			return s, depth
		}
		t := s[indentation(s):]
		if depth == 0 && len(s)-len(t) > 3 || t == "" || t[0] != '>' {
			return s, depth
		}
		s, depth = strings.TrimPrefix(t[1:], " "), depth+1
	}
}

// clearsigned follows the state of a cleartext signature through the lines.
type clearsigned byte

const (
	outside clearsigned = iota
	armourHeader
	signedText
	signature
)

// open returns what a line says once the armour is off, "" for armour itself.
func (c *clearsigned) open(s string) string {
	if *c == outside && (len(s) < 5 || s[0] != '-') {
		return s
	}
	switch {
	case strings.HasPrefix(s, "-----BEGIN PGP SIGNED MESSAGE-----"):
		*c = armourHeader
	case strings.HasPrefix(s, "-----BEGIN PGP SIGNATURE-----"):
		*c = signature
	case strings.HasPrefix(s, "-----END PGP SIGNATURE-----"):
		*c = outside
	case *c == armourHeader:
		if strings.TrimSpace(s) == "" {
			*c = signedText
		}
	case *c == signedText:
		return strings.TrimPrefix(s, "- ")
	case *c == outside:
		return s
	}
	return ""
}

const rulers = "-=*_#~+·—–─━═"

// rulerByte holds the ASCII bytes among rulers.
var rulerByte = [utf8.RuneSelf]bool{'-': true, '=': true, '*': true, '_': true, '#': true, '~': true, '+': true}

// isRuler says whether a line is a rule drawn across the page, or a row of a
// table that only draws.
func isRuler(s string) bool {
	if s == "" || word.FoldByte(s[0]) != 0 || len(s) < 3 {
		return false
	}
	marks, bars := 0, 0
	for i, n := 0, 1; i < len(s); i += n {
		n = 1
		switch c := s[i]; {
		case c == '|':
			bars++
		case c == ' ' || c == ':':
		case !drawn(c):
			return false
		case c >= utf8.RuneSelf:
			r := rune(0)
			if r, n = utf8.DecodeRuneInString(s[i:]); !strings.ContainsRune(rulers, r) && (r < frameFirst || r > frameLast) {
				return false
			}
			fallthrough
		default:
			marks++
		}
	}
	return marks >= 3 || bars >= 3 // "| | |" is a row with nothing in it
}

// unruled strips a ruler that shares the line with a title.
func unruled(s string) string {
	s = strings.TrimSpace(s)
	if s == "" || word.FoldByte(s[0]) != 0 && word.FoldByte(s[len(s)-1]&0x7f) != 0 {
		return s
	}
	if !drawn(s[0]) && !drawn(s[len(s)-1]) {
		return s
	}
	t := strings.Trim(s, rulers+" \t")
	if len(s)-len(t) < 4 {
		return strings.TrimSpace(s)
	}
	return t
}

// drawn says whether a byte may be of a ruler.
func drawn(c byte) bool { return c >= utf8.RuneSelf || rulerByte[c] }

// indentation is how many blanks and tabs a line begins with.
func indentation(s string) int {
	n := 0
	for n < len(s) && (s[n] == ' ' || s[n] == '\t') {
		n++
	}
	return n
}

// bullets are marks that may stand before a label.
const bullets = "=*•·・◎★※●○◆■□▪➢►→-–+|[{【「《«<#~§\uFE0F"

// bulletByte holds the ASCII bytes among bullets.
var bulletByte = [utf8.RuneSelf]bool{'=': true, '*': true, '-': true, '+': true, '|': true, '[': true, '<': true, '#': true, '~': true, '{': true}

// italic says whether a label in low lines or between colons begins a text:
// "_Name_: Jane", ":Name: Jane".
func italic(s string) bool {
	if c := s[0]; (c == '_' || c == ':') && len(s) > 3 && (word.At(s[1:])) {
		end := strings.IndexByte(s[1:min(len(s), mostCell)], c) + 1
		return end > 2 && (c == ':' || s[2] != '_') && s[end-1] != ' ' && (end+1 == len(s) || s[end+1] == ' ' || s[end+1] == ':')
	}
	return false
}

// unnumbered strips bullets, mandatory marks and an item number from the
// start of a line. It returns the offset of the rest and the number, "" if none.
func unnumbered(s string) (offset int, number string) {
	offset, at, long := numberAt(s)
	return offset, s[at : at+long]
}

// numberAt is unnumbered with the place and length of the number.
func numberAt(s string) (offset, at, long int) {
	if from := indentation(s); wordsAt(s[from:]) {
		return from, 0, 0
	}
	i := alphabetNumber(s)
	if i > 0 {
		long = 1 // "B" of "BRAVO."
	}
	for i < len(s) {
		c := s[i]
		if word.FoldByte(c) > '9' && (c|0x20) != 's' && i+4 < len(s) && word.Len(s[i:i+5]) == 5 {
			if !questionHeads[word.FoldByte(c)] {
				break
			}
			if n, num := questionNumber(s[i:]); n > 0 && long == 0 {
				at, long = i+strings.Index(s[i:i+n], num), len(num)
				i += n
				continue
			}
			if n := askLead(s[i:]); n > 0 {
				i += n
				continue
			}
			break // a word
		}
		if c == ' ' || c == '\t' {
			i++
			continue
		}
		if (c >= utf8.RuneSelf && questionHeads[c] || word.FoldByte(c) > '9' && questionHeads[word.FoldByte(c)]) && long == 0 {
			if n, num := questionNumber(s[i:]); n > 0 {
				at, long = i+strings.Index(s[i:i+n], num), len(num)
				i += n
				continue
			}
		}
		if c == 'Q' && i == 0 && strings.HasPrefix(s, "Q: ") {
			i += len("Q: ")
			continue
		}
		if n, num := itemNumber(s[i:]); n > 0 && (long == 0 || c == '(') { // "2. (a)"
			at, long = i+strings.Index(s[i:], num), len(num)
			i += n
			continue
		}
		if c < utf8.RuneSelf {
			if !bulletByte[c] && !italic(s[i:]) {
				break
			}
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		if r != '\u00a0' && r != '\u3000' && !strings.ContainsRune(bullets, r) && !(unicode.Is(unicode.So, r) && !boxAt(s[i:])) {
			break
		}
		i += n
	}
	return i, at, long
}

// itemNumber reads "1.", "1 .", "1.2.1", "1-1", "2-1)", "2b)", "(a)", "(iv)",
// "II.", "A.1", "IV.2", "1.", "STEP1.", "A1*", "[1]" and returns its length, 0
// if s begins with none.
func itemNumber(s string) (length int, number string) {
	i := 0
	open := s != "" && s[0] == '('
	if s == "" || s[0] < utf8.RuneSelf && word.FoldByte(s[0]) == 0 && !open {
		return bracketNumber(s)
	}
	if s[0] >= utf8.RuneSelf || open && len(s) > 1 && s[1] >= utf8.RuneSelf {
		if n, number := letterNumber(s); n > 0 {
			return n, number
		}
	}
	if open {
		i++
	}
	if len(s) > 4 && s[0]|0x20 == 's' && strings.EqualFold(s[:4], "step") {
		i = 4
	}
	start := i
	if n := sectioned(s[i:]); n > 0 {
		i += n
	} else if len(s) > i+1 && s[i] >= 'A' && s[i] <= 'Z' && (s[i+1] >= '0' && s[i+1] <= '9' || s[i+1] == '.' || s[i+1] == ')') {
		i++ // "A1.", "B."
	}
	i += digitGroups(s[i:])
	digits := i > start
	if digits && i+1 < len(s) && s[i] >= 'a' && s[i] <= 'z' && (s[i+1] == ')' || s[i+1] == '.') {
		i++ // "2b)"
	}
	if !digits {
		for i < len(s) && i-start < 4 && (s[i] >= 'a' && s[i] <= 'z' || s[i] == 'I' || s[i] == 'V' || s[i] == 'X') {
			i++
		}
	}
	if i == start {
		return 0, ""
	}
	number = s[start:i]
	end := i
	for end < len(s) && s[end] == ' ' && end-i < 2 {
		end++
	}
	closed := false
	for end < len(s) && (s[end] == '.' || s[end] == ')' || s[end] == ':' && digits && !open) {
		end, closed = end+1, true
	}
	if digits && end < len(s) && s[end] >= utf8.RuneSelf {
		if r, n := utf8.DecodeRuneInString(s[end:]); strings.ContainsRune("．）、：", r) {
			return end + n, number
		}
	}
	switch {
	case !closed && (!digits || open || i >= len(s) || s[i] != ' ' && s[i] != '*'):
		return 0, ""
	case closed && !digits && end < len(s) && s[end] != ' ' || end >= len(s):
		return 0, ""
	}
	return end, number
}

// sectioned is the length of the letter or Roman number of a section, and of
// what joins it to a number within, that s begins with: of "A." in "A.1", 0 if
// it begins with none.
func sectioned(s string) int {
	i := 0
	for i < len(s) && i < 4 && (s[i] == 'I' || s[i] == 'V' || s[i] == 'X') {
		i++
	}
	if i == 0 && s != "" && s[0] >= 'A' && s[0] <= 'Z' {
		i = 1
	}
	if i == 0 || i+1 >= len(s) || s[i] != '.' && s[i] != '-' || !word.IsDigit(s[i+1]) || word.Digits(s[i+1:min(len(s), i+4)]) > 2 {
		return 0 // "X.509"
	}
	return i + 1
}

// digitGroups is the length of up to three groups of one to three digits,
// joined by "." or "-"; full-width digits count.
func digitGroups(s string) int {
	i, end := 0, 0
	for group := range 3 {
		digits := 0
		for i < len(s) {
			n := digitAt(s[i:])
			if n == 0 {
				break
			}
			i, digits = i+n, digits+1
		}
		if digits == 0 || digits > 3 {
			if group == 0 || digits > 3 {
				return 0
			}
			return end
		}
		end = i
		n := joint(s[i:])
		if n == 0 {
			return end
		}
		i += n
	}
	if i < len(s) && s[i] >= '0' && s[i] <= '9' {
		return 0 // four groups: an address
	}
	return end
}
