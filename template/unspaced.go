package template

import "unicode/utf8"

// Chinese, Japanese, Korean and Thai are written without blanks between words.

// unspaced says whether a character is of a script without blanks.
func unspaced(r rune) bool { return r >= 0x2E80 }

// unspacedAt says whether a text begins in a script without blanks.
func unspacedAt(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unspaced(r) && r != utf8.RuneError || thai(r)
}

// thai says whether a character is of Thai, whose vowels and tones are marks
// that stay in a key, and which is written without blanks.
func thai(r rune) bool { return r > 0x0E00 && r < 0x0E80 }

// unspacedFirst is the least first byte of scripts without blanks, in UTF-8.
const unspacedFirst = 0xE0

// unspacedByte is the least that a character of a script without blanks
// begins with, in UTF-8.
const unspacedByte = 0xE3

// begins says whether a word, or a character of a script without blanks,
// begins at i.
func begins(p []byte, i int) bool {
	return p[i-1] == ' ' || p[i] >= unspacedFirst && (p[i] >= unspacedByte || i+1 < len(p) && thaiByte(p[i], p[i+1]))
}

// starts appends the places of a phrase where words begin to a list.
func starts(p []byte, list []int32) []int32 {
	for i := 1; i < len(p); i++ {
		if begins(p, i) && p[i] != ' ' {
			list = append(list, int32(i))
		}
	}
	return list
}

// thaiByte says whether a character of Thai begins with two bytes.
func thaiByte(a, b byte) bool { return a == unspacedFirst && b|1 == 0xB9 }
