package template

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"tocsin/template/word"
)

// byNumber is an answer, or the choice whose number it is in the list that its
// question has.
func (a *answer) byNumber() string {
	if a.e != nil && a.group == 0 && a.e.def.Union {
		if choice, ok := pickedByNumber(a.label, a.text); ok {
			return choice
		}
	}
	return a.text
}

// pickedByNumber reads an answer that is the number of a choice, where the question has
// the list of them in a parenthesis: "Type (1: spam, 2: theft): 2". Words stay as
// they are, and a list alone is no answer.
func pickedByNumber(label, text string) (choice string, ok bool) {
	if len(text) > mostCounted {
		return "", false
	}
	list, from, to := countedIn(text)
	given := text
	if list != nil {
		given = text[:from] + " " + text[to:]
	} else if len(text) > mostPicked || len(label) > mostCounted {
		return "", false
	} else if list, _, _ = countedIn(label); list == nil {
		return "", false
	}
	given = strings.Trim(given, " \t\n:：?？")
	var found []string
	for _, sign := range strings.FieldsFunc(given, func(r rune) bool { return strings.ContainsRune(betweenDigits+"/\n、", r) }) {
		n := signed(sign, list)
		if n < 0 {
			return given, true
		}
		found = append(found, list[n].text)
	}
	return strings.Join(found, ", "), true
}

// signed is which of a list has a sign, -1 for none.
func signed(sign string, list []code) int {
	for n := range list {
		if strings.EqualFold(list[n].sign, sign) {
			return n
		}
	}
	return -1
}

// Bounds of such lists and of what is picked from them, in bytes.
const (
	mostCounted = 400
	mostPicked  = 12
)

// countedIn finds a parenthesis that lists choices by number or letter: what they
// are, and where it stands.
func countedIn(s string) (list []code, from, to int) {
	for from = 0; from < len(s); from++ {
		if from = nextOpener(s, from); from < 0 {
			break
		}
		open := len(openerAt(s[from:]))
		if open == 0 {
			continue
		}
		at := from + open
		at += indentation(s[at:])
		if at+1 >= len(s) || s[at] != '1' && s[at]|0x20 != 'a' {
			continue
		}
		if list, to = countFrom(s, at, s[at]); len(list) >= leastCodes {
			return list, from, to
		}
	}
	return nil, 0, 0
}

// countFrom lists the choices from the first sign on, to the end of the parenthesis.
func countFrom(s string, at int, sign byte) (list []code, to int) {
	begin := 0
	for i := at; i < len(s); {
		if n := signAt(s[i:], sign); n > 0 && (i == at || !alphanumeric(s[:i])) {
			list = countOff(list, s[begin:i])
			list = append(list, code{sign: string(sign)})
			i += n
			begin, sign = i, sign+1
			continue
		}
		if n := len(closerAt(s[i:])); n > 0 {
			return countOff(list, s[begin:i]), i + n
		}
		_, w := utf8.DecodeRuneInString(s[i:])
		i += w
	}
	return nil, 0
}

// countOff gives the last choice of a list its words; one without any ends it.
func countOff(list []code, text string) []code {
	if len(list) == 0 {
		return list
	}
	text = strings.Trim(text, " \t\n,;/|、；")
	if !strings.ContainsFunc(text, unicode.IsLetter) {
		return nil
	}
	list[len(list)-1].text = text
	return list
}

// signAt is how long a sign with its mark is at the start of a text: "2:", "b) ".
func signAt(s string, sign byte) int {
	if s[0] != sign || len(s) < 2 {
		return 0
	}
	rest := strings.TrimLeft(s[1:], " ")
	for _, mark := range [...]string{":", ".", ")", "=", "-", "：", "．", "）", "＝"} {
		if strings.HasPrefix(rest, mark) {
			return len(s) - len(rest) + len(mark)
		}
	}
	if word.IsDigit(sign) && len(rest) < len(s)-1 {
		return len(s) - len(rest)
	}
	return 0
}

// alphanumeric says whether a text ends with a letter or a figure.
func alphanumeric(s string) bool {
	r, _ := utf8.DecodeLastRuneInString(s)
	return r < utf8.RuneSelf && (unicode.IsLetter(r) || unicode.IsDigit(r))
}

// nextOpener is where a parenthesis may begin in a text, from some byte on; -1 for none.
func nextOpener(s string, from int) int {
	at := -1
	for _, c := range [...]byte{'(', '[', "（"[0]} {
		if i := strings.IndexByte(s[from:], c); i >= 0 && (at < 0 || from+i < at) {
			at = from + i
		}
	}
	return at
}

// openerAt and closerAt are the parenthesis at the start of a text, "" for none.
func openerAt(s string) string { return startOf(s, "(", "[", "（", "［") }
func closerAt(s string) string { return startOf(s, ")", "]", "）", "］") }

// startOf is the one of some strings that a text begins with.
func startOf(s string, list ...string) string {
	for _, p := range list {
		if strings.HasPrefix(s, p) {
			return p
		}
	}
	return ""
}
