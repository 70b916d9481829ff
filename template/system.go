package template

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"tocsin/template/word"
)

// mostSystem is how long the name of an operating system and its version are at
// most, in bytes.
const mostSystem = 48

// systemBeside parts what runs on the one machine that an answer names from the
// rest of it: "pc-04 (192.0.2.7), Windows 11". Where several are named it is not
// sure on which it runs.
func systemBeside(text string) (rest, os string) {
	for i, r := range text {
		switch r {
		case ',', ';', '(', '、', '，', '（':
		default:
			continue
		}
		from := i + utf8.RuneLen(r)
		to := len(text)
		if n := strings.IndexAny(text[from:], ",;()、，（）\n"); n >= 0 {
			to = from + n
		}
		switch name := strings.TrimSpace(text[from:to]); {
		case !runs(name):
		case os != "":
			return text, ""
		default:
			if os = name; r == '(' || r == '（' {
				to += len(text[to:]) - len(strings.TrimLeft(text[to:], ")）"))
			}
			rest = strings.TrimSpace(text[:i] + text[to:])
		}
	}
	if os == "" || len(machines(rest)) != 1 {
		return text, ""
	}
	return rest, os
}

// runs says whether a text is the name of an operating system, with a version or
// as a name is written: "debian" alone could be a machine's.
func runs(s string) bool {
	first := word.First(s)
	return len(s) <= mostSystem && operating[word.Fold(first)] && (word.Digits(s) > 0 || unicode.IsUpper(firstRune(s))) && !holdsHost(s[len(first):])
}
