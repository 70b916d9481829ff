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

// stamped says whether a line begins with the time at which a program wrote it:
// "2026-11-20 00:03:55", "Nov 20 00:03:55".
func (l *line) stamped() bool {
	head := l.text[:min(len(l.text), len("Nov 20 00:03:55 "))]
	return l.dated || strings.Count(head, ":") == 2 && word.Digits(head) > len("000355")
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
	wide := !word.ASCII(s)
	if wide {
		if !utf8.ValidString(s) {
			s = strings.ToValidUTF8(s, "\uFFFD")
		}
		s = word.Legible(s)
	}
	if strings.Contains(s, "/b]") {
		s = boldly.Replace(s)
	}
	list = slices.Grow(list, strings.Count(s, "\n")+1)
	var armour clearsigned
	returns, framed := strings.IndexByte(s, '\r') >= 0, wide && (strings.Contains(s, "│") || strings.Contains(s, "┃") || strings.Contains(s, "║"))
	for len(s) > 0 {
		var text string
		if end := strings.IndexByte(s, '\n'); returns {
			text, s = cutLine(s)
		} else if end >= 0 {
			text, s = s[:end], s[end+1:]
		} else {
			text, s = s, ""
		}
		text, depth := unquote(text)
		if text = armour.open(text); framed {
			text = unframed(text)
		}
		text = trimEnd(strings.TrimPrefix(text, "\f"))
		if n := len(list) - 1; n >= 0 && word.SameButFigures(list[n].text, text) {
			next := list[n] // but for its words, as in logs
			next.text, next.depth = text, depth
			list = append(list, next)
			continue
		}
		list = append(list, newLine(text, depth))
	}
	return list
}

// boldly writes what a bulletin board sets bold as others do.
var boldly = strings.NewReplacer("[b]", "**", "[/b]", "**")

// trimEnd takes blanks off the end of a line.
func trimEnd(s string) string {
	for n := len(s); n > 0; n = len(s) {
		switch {
		case s[n-1] == ' ' || s[n-1] == '\t' || s[n-1] == '\f':
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

// bullets are marks that may stand before a label.
const bullets = "=*•·・◎★※●○◆■□▪➢►→-–+|[{【「《«<#~§\uFE0F"

// bulletByte holds the ASCII bytes among bullets.
var bulletByte = [utf8.RuneSelf]bool{'=': true, '*': true, '-': true, '+': true, '|': true, '[': true, '<': true, '#': true, '~': true, '{': true}

// marked is the length of a mark of ASCII that a label may stand behind at the
// start of s: a bullet, one of "_Name_: Jane" and ":Name: Jane", "(*)", ";".
func marked(s string) int {
	c := s[0]
	switch {
	case bulletByte[c]:
		return 1
	case strings.HasPrefix(s, "(*)"):
		return len("(*)")
	case c == ';' && len(s) > 2 && s[1] == ' ':
		return 1
	case (c == '_' || c == ':') && len(s) > 3 && word.At(s[1:]):
		end := strings.IndexByte(s[1:min(len(s), mostCell)], c) + 1
		if end > 2 && (c == ':' || s[2] != '_') && s[end-1] != ' ' && (end+1 == len(s) || s[end+1] == ' ' || s[end+1] == ':') {
			return 1
		}
	}
	return 0
}

// unnumbered strips bullets, mandatory marks and an item number from the
// start of a line. It returns the offset of the rest and the number, "" if none.
func unnumbered(s string) (offset int, number string) {
	offset, at, long := numberAt(s)
	return offset, s[at : at+long]
}

// numberAt is unnumbered with the place and length of the number.
func numberAt(s string) (offset, at, long int) {
	if from := indentation(s); wordsAt(s[from:]) || digitsAt(s[from:min(len(s), from+4)]) > 3 {
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
			if n := marked(s[i:]); n > 0 {
				i += n
				continue
			}
			break
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		if r != '\u00a0' && r != '\u3000' && !strings.ContainsRune(bullets, r) && !(unicode.Is(unicode.So, r) && !boxAt(s[i:])) {
			break
		}
		i += n
	}
	return i, at, long
}
