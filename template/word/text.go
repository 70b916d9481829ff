package word

import (
	"strings"
	"unicode/utf8"
)

// IsDigit says whether a byte is a figure of ASCII.
func IsDigit(c byte) bool { return c >= '0' && c <= '9' }

// ASCII says whether all of a text is.
func ASCII(s string) bool {
	for ; len(s) >= 8; s = s[8:] {
		if Eight(s)&tops != 0 {
			return false
		}
	}
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// Eight is the first eight bytes of a text, the first one lowest: what is
// looked for in each byte is so looked for in all of them at once.
func Eight(s string) uint64 {
	_ = s[7]
	return uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 | uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
}

// tops has the highest bit of each byte.
const tops = 0x8080808080808080

// Bytes has the highest bit of those of eight bytes that are c (Warren, Hacker's
// Delight, 6-1).
func Bytes(eight uint64, c byte) uint64 {
	x := eight ^ uint64(c)*(tops>>7)
	return ^((x&^tops + ^uint64(tops)) | x) & tops
}

// SameButFigures says whether two texts of ASCII, of eight bytes at least, are the
// same or differ in figures alone.
func SameButFigures(a, b string) bool {
	if len(a) != len(b) || len(a) < 8 {
		return false
	}
	x, y := Eight(a[len(a)-8:]), Eight(b[len(b)-8:])
	for {
		if differ := x ^ y; differ != 0 {
			differ |= differ&^tops + ^uint64(tops) // of each byte that differs the highest bit
			if differ&tops&^(figures(x)&figures(y)) != 0 {
				return false
			}
		}
		if (x|y)&tops != 0 {
			return false
		}
		if len(a) < 8 || len(b) < 8 {
			return true
		}
		x, y, a, b = Eight(a), Eight(b), a[8:], b[8:]
	}
}

// figures has the highest bit of each of eight bytes that is a digit.
func figures(x uint64) uint64 {
	x ^= 0x3030303030303030 // 0 to 9
	return ^(x&^tops + 0x7676767676767676 | x) & tops
}

// Digits counts the figures of ASCII in a text.
func Digits(s string) int {
	n := 0
	for i := range len(s) {
		if s[i] >= '0' && s[i] <= '9' {
			n++
		}
	}
	return n
}

// ContainsAny says whether one of some texts stands in another, which mostly is
// a phrase, and they words between blanks.
func ContainsAny(s string, list []string) bool {
	for _, x := range list {
		if strings.Contains(s, x) {
			return true
		}
	}
	return false
}

// First is the first word of a text, without the marks around it.
func First(s string) string {
	for f := range strings.FieldsSeq(s) {
		return strings.Trim(f, ",;()")
	}
	return ""
}

// Last is the last word of a text, without the marks around it.
func Last(s string) string {
	if f := strings.Fields(s); len(f) > 0 {
		return strings.Trim(f[len(f)-1], ",;()")
	}
	return ""
}

// Closing finds the parenthesis that closes the one at i, -1 if none does.
func Closing(s string, i int) int {
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

// Unwrap takes a text out of the parentheses that stand around all of it.
func Unwrap(s string) string {
	if strings.HasPrefix(s, "(") && Closing(s, 0) == len(s)-1 {
		return strings.TrimSpace(s[1 : len(s)-1])
	}
	return s
}
