package courier

import (
	"errors"
	"fmt"
	"strings"
)

// Limits of RFC 5321, section 4.5.3.1.
const (
	maxLocal  = 64
	maxLabel  = 63
	maxDomain = 253
	maxPath   = 254
)

var errAddress = errors.New("not a plain address")

// checkAddress accepts dot-atom@host and nothing else: go-smtp would write
// "x> NOTIFY=SUCCESS <y"@host into the command as it stands (RFC 5321 section
// 4.1.2 permits quoted strings, we do not).
func checkAddress(address string) error {
	local, domain, ok := strings.Cut(address, "@")
	if !ok || len(address) > maxPath || !isDotAtom(local) || !isDomain(domain) {
		return fmt.Errorf("%w: %.80q", errAddress, address)
	}
	return nil
}

func isDotAtom(s string) bool {
	if len(s) > maxLocal {
		return false
	}
	for atom := range strings.SplitSeq(s, ".") {
		if atom == "" || strings.IndexFunc(atom, notAtom) >= 0 {
			return false
		}
	}
	return true
}

func notAtom(r rune) bool {
	return !isAlnum(r) && !strings.ContainsRune("!#$%&'*+-/=?^_`{|}~", r)
}

func isDomain(s string) bool {
	if len(s) > maxDomain {
		return false
	}
	for label := range strings.SplitSeq(s, ".") {
		if label == "" || len(label) > maxLabel || label[0] == '-' || label[len(label)-1] == '-' {
			return false
		}
		if strings.IndexFunc(label, func(r rune) bool { return !isAlnum(r) && r != '-' }) >= 0 {
			return false
		}
	}
	return true
}

func isAlnum(r rune) bool {
	return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9'
}

// domainOf returns the destination an address counts for in back-off.
func domainOf(address string) string {
	_, domain, _ := strings.Cut(address, "@")
	return strings.ToLower(domain)
}
