package template

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
