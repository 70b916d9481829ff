package template

import (
	"strings"
	"unicode/utf8"

	"tocsin/template/word"
)

// mostLabel is how long a label may be, in bytes.
const mostLabel = 120

// mostShortened is how long a label is, in bytes, that ends with a full stop as
// "Ticket no.:" does. Farther in it leads to the column of the answers.
const mostShortened = 16

// parted says what parts a label at the start of s from its answer, 0 where
// the line ends with it, and where it stands.
func parted(s string, bracketed bool) (mark byte, at int, ok bool) {
	depth := 0
	label := s[:min(len(s), mostLabel+1)]
	for i := range len(label) {
		c := label[i]
		if !partsByte[c] {
			continue
		}
		switch {
		case c == ' ':
			if depth == 0 && i+1 < len(s) && s[i+1] == ' ' && gapBefore(s, i) {
				return ' ', i, true
			}
		case c == '(':
			depth++
		case c == ')':
			depth--
		case depth > 0:
		case c == '\t' || c == '|':
			return c, i, true
		case c == '?' || c == ':' && (i+1 == len(s) || strings.IndexByte(" *\t]", s[i+1]) >= 0 || s[i+1] >= utf8.RuneSelf):
			return ':', i, true
		case c == ']' && bracketed:
			return ':', i, true
		case c == ';':
			return ';', i, true
		case c == '=' && i > 1 && s[i-1] == ' ' && (i+1 == len(s) || s[i+1] == ' '):
			return '=', i - 1, true
		case c == '.' && (strings.HasPrefix(s[i:], "..") || i > mostShortened && strings.HasPrefix(s[i:], ".:")) || c == '_' && strings.HasPrefix(s[i:], "___"):
			return '.', i, true
		case c >= utf8.RuneSelf:
			if mark := wideMark(s[i:]); mark != 0 {
				return mark, i, true
			}
		}
	}
	return 0, len(s), depth == 0 && len(s) <= mostLabel
}

// partsByte holds the bytes that may be of what parts a label from its answer, and
// parentheses.
var partsByte = func() (t [256]bool) {
	for c := range t {
		t[c] = c >= utf8.RuneSelf || strings.IndexByte(" ()\t|?:];=._", byte(c)) >= 0
	}
	return t
}()

// gapBefore says whether a gap of blanks at a place of s parts a label from its
// answer, and no mark behind it does.
func gapBefore(s string, i int) bool {
	if i < 2 || s[i-1] == ' ' || !strings.HasPrefix(s[i:], "   ") || strings.IndexByte(".,;:!?", s[i-1]) >= 0 {
		return false
	}
	rest := strings.TrimLeft(s[i:], " ")
	return rest != "" && strings.IndexByte(":.;=|_?([", rest[0]) < 0 && dashAt(rest) == 0 && !signsNumber(rest)
}

// signsNumber says whether a text is a number with the sign for one before it, as
// the title of a form has it beside it: "No. PF-0919".
func signsNumber(s string) bool {
	n := word.Len(s[:min(len(s), 4)])
	if n == 0 || n > 2 || s[0]|0x20 != 'n' {
		return false
	}
	rest := strings.TrimLeft(s[n:], ".°º: ")
	return len(rest) < len(s[n:]) && word.Digits(rest) > 0 && strings.IndexByte(rest, ' ') < 0
}

// wideBlank is the blank of East Asian typography, as wide as a character.
const wideBlank = "\u3000"

// wideMark is what a character beyond ASCII parts a label with, 0 for none.
func wideMark(s string) byte {
	if strings.HasPrefix(s, wideBlank+wideBlank) && wideMark(strings.TrimLeft(s, wideBlank)) == 0 {
		return ' '
	}
	switch r, _ := utf8.DecodeRuneInString(s); r {
	case '：', '？', '؟', '】', '」', '》':
		return ':'
	case '；', '؛':
		return ';'
	case '…', '‥':
		return '.'
	}
	return 0
}
