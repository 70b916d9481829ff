package template

import "strings"

// titleAt is where what somebody is in their house begins in brackets behind
// their name, 0 where it does not: "Jane Doe (CISO)".
func titleAt(piece string) int {
	at := strings.IndexByte(piece, '(')
	if at < 0 || !strings.HasSuffix(piece, ")") || !personal(piece[:at]) || !job(piece[at+1:len(piece)-1]) {
		return 0
	}
	return at
}
