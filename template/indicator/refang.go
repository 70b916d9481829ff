package indicator

import (
	"strings"

	"tocsin/template/word"
)

// Refang undoes the ways in which people make addresses harmless: hxxp, [.],
// (dot), [:], [at], [://] and the like. A text without them is returned as it is.
func Refang(s string) string {
	if !Refangs(s) {
		return s
	}
	return refang(s)
}

// Refangs says whether a text may hold something to refang.
func Refangs(s string) bool {
	_, harmless := Look(s)
	return harmless
}

// refang undoes them in a text that has some.
func refang(s string) string {
	var b strings.Builder
	from := 0
	for i := 0; i < len(s); {
		if c := s[i]; byteClass[c]&FangByte == 0 && c|0x20 != 'h' {
			i++
			continue
		}
		by, n := fang(s, i)
		if n == 0 {
			i++
			continue
		}
		b.WriteString(s[from:i])
		b.WriteString(by)
		i += n
		from = i
	}
	if from == 0 {
		return s
	}
	b.WriteString(s[from:])
	return b.String()
}

// Look gathers the classes of all bytes of a text, and says at little cost
// whether it may hold something to refang.
func Look(s string) (classes byte, harmless bool) {
	for i := range len(s) {
		class := byteClass[s[i]]
		classes |= class
		if class&FangByte != 0 && !harmless {
			harmless = Fanged(s, i)
		}
	}
	return classes, harmless
}

// Fanged says whether a harmless form may begin or go on at i.
func Fanged(s string, i int) bool {
	last, next := byte(0), byte(0)
	if i > 0 {
		last = s[i-1] | 0x20
	}
	if i+1 < len(s) {
		next = s[i+1]
	}
	switch s[i] {
	case '[', '(', '{', '\\':
		return strings.IndexByte(".:dDaA@ /h,", next) >= 0
	case '*':
		return last == 'h'
	case 'x', 'X':
		return last == 'h' && (next|0x20 == 'x' || next == '*')
	}
	return false
}

// fangs maps what stands in brackets to what was meant.
var fangs = map[string]string{".": ".", "dot": ".", "punkt": ".", "point": ".", ",": ".", ":": ":", "at": "@", "@": "@", "://": "://", "/": "/"}

// fang returns what the characters at i stand for, and how many they are.
func fang(s string, i int) (by string, n int) {
	switch s[i] {
	case '[', '(', '{':
		end := strings.IndexAny(s[i+1:min(len(s), i+9)], "])}")
		if end < 1 {
			return "", 0
		}
		inner := strings.ToLower(strings.TrimSpace(s[i+1 : i+1+end]))
		by, ok := fangs[inner]
		if !ok || by == "/" && s[i] != '[' {
			return "", 0
		}
		return by, end + 2
	case '\\':
		if i+1 < len(s) && s[i+1] == '.' && i > 0 && word.At(s[i-1:i]) {
			return ".", 2
		}
	case 'h', 'H':
		if len(s) < i+5 || i > 0 && word.At(s[i-1:i]) {
			return "", 0
		}
		switch strings.ToLower(s[i : i+4]) {
		case "hxxp", "hxtp", "htxp", "h**p":
			return "http", 4
		}
	}
	return "", 0
}
