package template

import "strings"

// Refang undoes the ways in which people make addresses harmless: hxxp, [.],
// (dot), [:], [at], [://] and the like. A text without them is returned as it is.
func Refang(s string) string {
	if !fanged(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	for i := 0; i < len(s); {
		if by, n := fang(s, i); n > 0 {
			b.WriteString(by)
			i += n
			continue
		}
		b.WriteByte(s[i])
		i++
	}
	return b.String()
}

// fanged says at little cost whether a text may hold something to refang.
func fanged(s string) bool {
	for i := range len(s) {
		if !fangByte[s[i]] {
			continue
		}
		switch s[i] {
		case '[', '(', '{', '\\':
			if i+1 < len(s) && strings.IndexByte(".:dDaA@ /h,", s[i+1]) >= 0 {
				return true
			}
		case '*':
			if i > 0 && s[i-1]|0x20 == 'h' {
				return true
			}
		case 'x', 'X':
			if i > 0 && i+1 < len(s) && (s[i-1]|0x20) == 'h' && ((s[i+1]|0x20) == 'x' || s[i+1] == '*') {
				return true
			}
		}
	}
	return false
}

// fangByte holds the bytes that a fang has in it.
var fangByte = func() (t [256]bool) {
	for _, c := range []byte("[({\\*xX") {
		t[c] = true
	}
	return t
}()

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
		if i+1 < len(s) && s[i+1] == '.' && i > 0 && wordAt(s[i-1:i]) {
			return ".", 2
		}
	case 'h', 'H':
		if len(s) < i+5 || i > 0 && wordAt(s[i-1:i]) {
			return "", 0
		}
		switch strings.ToLower(s[i : i+4]) {
		case "hxxp", "hxtp", "htxp", "h**p":
			return "http", 4
		}
	}
	return "", 0
}
