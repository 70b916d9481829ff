package word

import (
	"strings"
	"unicode/utf8"
)

// Legible takes the marks out of a text that only say in which direction to
// write it (UAX #9), and writes figures of other scripts as those that all
// else here reads. Other texts stay as they are.
func Legible(s string) string {
	if !directed(s) && !Foreign(s) {
		return s
	}
	return strings.Map(func(r rune) rune {
		switch {
		case r < 0x0600:
			return r
		case direction(r):
			return -1
		case r == '٫':
			return '.'
		}
		return Figure(r)
	}, s)
}

// figureZeros are the zeros of scripts that have figures of their own: Arabic,
// Persian, Devanagari, Bengali, Thai.
var figureZeros = [...]rune{0x0660, 0x06F0, 0x0966, 0x09E6, 0x0E50}

// Figure is a figure of another script in ASCII; other characters stay.
func Figure(r rune) rune {
	for _, zero := range figureZeros {
		if r >= zero && r < zero+10 {
			return '0' + r - zero
		}
	}
	return r
}

// direction says whether a character is a mark, an embedding or an isolate, or
// has no width and joins nothing.
func direction(r rune) bool {
	return r == 0x061C || r == 0x200B || r == 0x2060 || r == 0x200E || r == 0x200F || r >= 0x202A && r <= 0x202E || r >= 0x2066 && r <= 0x2069
}

// directed says whether a text holds such a mark of three bytes.
func directed(s string) bool {
	for {
		i := strings.IndexByte(s, 0xE2)
		if i < 0 {
			return false
		}
		if r, _ := utf8.DecodeRuneInString(s[i:]); direction(r) {
			return true
		}
		s = s[i+1:]
	}
}

// Foreign says whether a text may be in a script with figures of its own, by
// the bytes that its letters begin with.
func Foreign(s string) bool {
	for _, lead := range []byte{0xD8, 0xD9, 0xDB, 0xE0} {
		if strings.IndexByte(s, lead) >= 0 {
			return true
		}
	}
	return false
}
