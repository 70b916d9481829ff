package template

import "strings"

// isDigit says whether a byte is a figure of ASCII.
func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// digits counts the figures of ASCII in a text.
func digits(s string) int {
	n := 0
	for i := range len(s) {
		if s[i] >= '0' && s[i] <= '9' {
			n++
		}
	}
	return n
}

// containsAny says whether one of some texts stands in another, which mostly is
// a phrase, and they words between blanks.
func containsAny(s string, list []string) bool {
	for _, x := range list {
		if strings.Contains(s, x) {
			return true
		}
	}
	return false
}

// firstWord is the first word of a text, without the marks around it.
func firstWord(s string) string {
	for f := range strings.FieldsSeq(s) {
		return strings.Trim(f, ",;()")
	}
	return ""
}

// lastWord is the last word of a text, without the marks around it.
func lastWord(s string) string {
	if f := strings.Fields(s); len(f) > 0 {
		return strings.Trim(f[len(f)-1], ",;()")
	}
	return ""
}

// closing finds the parenthesis that closes the one at i, -1 if none does.
func closing(s string, i int) int {
	depth := 0
	for ; i < len(s); i++ {
		switch s[i] {
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				return i
			}
		}
	}
	return -1
}

// unwrap takes a text out of the parentheses that stand around all of it.
func unwrap(s string) string {
	if strings.HasPrefix(s, "(") && closing(s, 0) == len(s)-1 {
		return strings.TrimSpace(s[1 : len(s)-1])
	}
	return s
}
