package router

import (
	"fmt"
	"net/netip"
	"strconv"
	"strings"
	"time"

	"golang.org/x/net/idna"

	"tocsin/store"
)

// cleanDomain returns the normal form of a domain name: lower-case ASCII, no
// dot at either end. A wildcard "*." in front is dropped: a name stands for
// all below it. False when it is no domain name.
func cleanDomain(s string) (string, bool) {
	s = strings.TrimPrefix(strings.TrimSpace(s), "*.")
	s = strings.ToLower(strings.TrimSuffix(strings.TrimPrefix(s, "."), "."))
	if !plainName(s) {
		if a, err := idna.Lookup.ToASCII(s); err == nil {
			s = a
		}
	}
	if len(s) == 0 || len(s) > 253 {
		return "", false
	}
	for label := range strings.SplitSeq(s, ".") {
		if label == "" || len(label) > 63 || strings.ContainsFunc(label, notHost) {
			return "", false
		}
	}
	return s, true
}

// plainName says whether a lower-case name is its own normal form: nothing of
// it needs IDNA (RFC 5891).
func plainName(s string) bool {
	for i := range len(s) {
		if c := s[i]; c != '.' && c != '-' && c != '_' && (c < '0' || c > '9') && (c < 'a' || c > 'z') {
			return false
		}
	}
	return !strings.Contains(s, "xn--")
}

func notHost(r rune) bool { return !alnum(r) && r != '-' && r != '_' }

// cleanPrefix reads an address or a prefix; IPv4 in IPv6 becomes IPv4.
func cleanPrefix(s string) (netip.Prefix, error) {
	s = strings.TrimSpace(s)
	if !strings.Contains(s, "/") {
		a, err := netip.ParseAddr(s)
		if err != nil {
			return netip.Prefix{}, fmt.Errorf("%q is no IP address or prefix", s)
		}
		a = a.Unmap().WithZone("")
		return netip.PrefixFrom(a, a.BitLen()), nil
	}
	p, err := netip.ParsePrefix(s)
	if err != nil {
		return netip.Prefix{}, fmt.Errorf("%q is no prefix like 192.0.2.0/24 or 2001:db8::/32", s)
	}
	if p.Addr().Is4In6() && p.Bits() >= 96 {
		p = netip.PrefixFrom(p.Addr().Unmap(), p.Bits()-96)
	}
	return p, nil
}

// mayBeAddress says whether a text can be an address or a prefix at all: it
// has a colon, or nothing but what IPv4 is written with.
func mayBeAddress(s string) bool {
	v4 := s != ""
	for i := range len(s) {
		switch c := s[i]; {
		case c == ':':
			return true
		case c != '.' && c != '/' && (c < '0' || c > '9'):
			v4 = false
		}
	}
	return v4
}

// cleanASN reads "2602" or "AS2602".
func cleanASN(s string) (uint32, bool) {
	s = strings.TrimSpace(s)
	if len(s) > 2 && strings.EqualFold(s[:2], "AS") {
		s = strings.TrimSpace(s[2:])
	}
	if s == "" || !digit(rune(s[0])) {
		return 0, false
	}
	n, err := strconv.ParseUint(s, 10, 32)
	return uint32(n), err == nil && n > 0
}

// cleanFingerprint returns the normal form of an OpenPGP fingerprint.
func cleanFingerprint(s string) (store.Fingerprint, bool) {
	s = strings.ToUpper(strings.Join(strings.Fields(s), ""))
	hex := strings.Trim(s, "0123456789ABCDEF") == ""
	return store.Fingerprint(s), hex && (len(s) == 40 || len(s) == 64)
}

// cleanCountry returns an ISO 3166 code in capitals.
func cleanCountry(s string) (string, bool) {
	s = strings.ToUpper(strings.TrimSpace(s))
	ok := len(s) == 2 && s[0] >= 'A' && s[0] <= 'Z' && s[1] >= 'A' && s[1] <= 'Z'
	if s == "UK" {
		s = "GB"
	}
	return s, ok
}

// cleanSector returns a sector as one hyphenated lower-case word.
func cleanSector(s string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !word(r) }), "-")
}

// days reads a period like "180d", "26w" or "1y".
func days(s string) (time.Duration, bool) {
	if len(s) < 2 {
		return 0, false
	}
	unit := map[byte]int{'d': 1, 'w': 7, 'm': 30, 'y': 365}[s[len(s)-1]]
	n, err := strconv.ParseUint(s[:len(s)-1], 10, 16)
	return time.Duration(n) * time.Duration(unit) * 24 * time.Hour, err == nil && unit > 0 && n > 0
}

func asnText(n uint32) string { return "AS" + strconv.FormatUint(uint64(n), 10) }
