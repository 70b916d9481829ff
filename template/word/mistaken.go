package word

import "unicode/utf8"

// Mistaken says whether two texts are equal once one or the other, or both,
// lose a character. What they begin and end with alike they may keep.
func Mistaken(a, b string) bool {
	same := 0
	for same < min(len(a), len(b)) && a[same] == b[same] {
		same++
	}
	for same > 0 && (same < len(a) && !utf8.RuneStart(a[same]) || same < len(b) && !utf8.RuneStart(b[same])) {
		same--
	}
	a, b = a[same:], b[same:]
	for a != "" && b != "" {
		x, n := utf8.DecodeLastRuneInString(a)
		y, _ := utf8.DecodeLastRuneInString(b)
		if x != y {
			break
		}
		a, b = a[:len(a)-n], b[:len(b)-n]
	}
	return headless(a) == endless(b) || endless(a) == headless(b)
}

// headless is a text without its first character.
func headless(s string) string {
	_, n := utf8.DecodeRuneInString(s)
	return s[n:]
}

// endless is a text without its last character.
func endless(s string) string {
	_, n := utf8.DecodeLastRuneInString(s)
	return s[:len(s)-n]
}
