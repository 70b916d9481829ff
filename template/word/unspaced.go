package word

import (
	"strings"
	"unicode/utf8"
)

// Chinese, Japanese, Korean and Thai are written without blanks between words.

// unspaced says whether a character is of a script without blanks.
func unspaced(r rune) bool { return r >= 0x2E80 }

// Unspaced says whether a text begins in a script without blanks.
func Unspaced(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unspaced(r) && r != utf8.RuneError || Thai(r)
}

// Apart puts a blank between the letters and figures of ASCII and a script
// without blanks: "203.0.113.9など" has an address in it.
func Apart(s string) string {
	if strings.IndexFunc(s, unspaced) < 0 {
		return s
	}
	var b strings.Builder
	last := ' '
	for _, r := range s {
		if FoldByte(byte(min(last, 0x7f))) != 0 && unspaced(r) || unspaced(last) && FoldByte(byte(min(r, 0x7f))) != 0 {
			b.WriteByte(' ')
		}
		b.WriteRune(r)
		last = r
	}
	return b.String()
}

// Thai says whether a character is of Thai, whose vowels and tones are marks
// that stay in a key, and which is written without blanks.
func Thai(r rune) bool { return r > 0x0E00 && r < 0x0E80 }

// UnspacedFirst is the least first byte of scripts without blanks, in UTF-8.
const UnspacedFirst = 0xE0

// UnspacedByte is the least that a character of a script without blanks
// begins with, in UTF-8.
const UnspacedByte = 0xE3

// begins says whether a word, or a character of a script without blanks,
// begins at i.
func begins(p []byte, i int) bool {
	return p[i-1] == ' ' || p[i] >= UnspacedFirst && (p[i] >= UnspacedByte || i+1 < len(p) && thaiByte(p[i], p[i+1]))
}

// Starts appends the places of a phrase where words begin to a list.
func Starts(p []byte, list []int32) []int32 {
	for i := 1; i < len(p); i++ {
		if begins(p, i) && p[i] != ' ' {
			list = append(list, int32(i))
		}
	}
	return list
}

// thaiByte says whether a character of Thai begins with two bytes.
func thaiByte(a, b byte) bool { return a == UnspacedFirst && b|1 == 0xB9 }
