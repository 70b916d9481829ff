package template

import (
	"net/netip"
	"strings"

	"golang.org/x/net/publicsuffix"
)

// A token is one observable in a line: its kind as in store.Indicator, its
// normal form, and where it begins in the refanged line.
type token struct {
	kind, value string
	at          int
	port        string
	rooted      bool // begins with a slash
	version     bool // the word before it says that it is a version number
}

// What a byte does to a token: most are just part of it.
const (
	dotByte byte = 1 << iota
	colonByte
	atByte
	slashByte
	figureByte
	breakByte // ends it
)

var byteClass = func() (t [256]byte) {
	for _, c := range []byte(" \t\"'<>(),;|{}[]=`\u00a0") {
		t[c] = breakByte
	}
	for c := '0'; c <= '9'; c++ {
		t[c] = figureByte
	}
	t['.'], t[':'], t['@'], t['/'] = dotByte, colonByte, atByte, slashByte
	return t
}()

// scanLine finds the observables of one line and calls found for each.
func scanLine(s string, found func(token)) {
	s = Refang(s)
	for i := 0; i < len(s); {
		start, seen := i, byte(0)
		for i < len(s) && byteClass[s[i]] != breakByte {
			seen |= byteClass[s[i]]
			i++
		}
		run := s[start:i]
		if !telling(run, seen) {
			i++
			continue
		}
		if seen&slashByte != 0 && seen&colonByte != 0 {
			if j := scheme(run); j >= 0 {
				i = max(i, scanURL(s, start+j, found))
				continue
			}
		}
		if t := trimToken(run); t != "" {
			dots, colons := strings.Count(t, "."), strings.Count(t, ":")
			scanToken(token{value: t, at: start, rooted: run[0] == '/', port: portBehind(s, i, colons), version: dots == 3 && colons == 0 && versionBefore(s[:start])}, dots, colons, seen&atByte != 0, found)
		}
	}
}

// telling says whether a run of characters may be an observable: all of them
// have a dot, two colons or three figures. Seen are the classes of its bytes.
func telling(run string, seen byte) bool {
	return seen&dotByte != 0 || seen&colonByte != 0 && strings.Count(run, ":") > 1 || seen&figureByte != 0 && len(run) > 2 && digits(run) > 2
}

// scanURL reports the URL at an offset of s and returns where it ends.
func scanURL(s string, at int, found func(token)) int {
	end := at
	for end < len(s) && strings.IndexByte(" \t\"<>'`|", s[end]) < 0 {
		end++
	}
	found(token{kind: "url", value: strings.TrimRight(s[at:end], ".,;:!?)]}"), at: at})
	return end
}

// trimToken takes punctuation off both ends, but for the "::" of IPv6.
func trimToken(s string) string {
	for s != "" && !strings.HasPrefix(s, "::") && asciiFold[s[0]&0x7f] == 0 && strings.IndexByte(".,:;!?*_/-", s[0]) >= 0 {
		s = s[1:]
	}
	for s != "" && !strings.HasSuffix(s, "::") && asciiFold[s[len(s)-1]&0x7f] == 0 && strings.IndexByte(".,:;!?*_/-", s[len(s)-1]) >= 0 {
		s = s[:len(s)-1]
	}
	return s
}

// versionBefore says whether "version", "ver." or the like ends a text.
func versionBefore(s string) bool {
	s = s[max(0, len(s)-24):]
	for s != "" && strings.IndexByte(" .:", s[len(s)-1]) >= 0 {
		s = s[:len(s)-1]
	}
	n := len(s)
	for n > 0 && (s[n-1] >= 0x80 || asciiFold[s[n-1]] != 0) {
		n--
	}
	return versionWords[foldText(s[n:])]
}

// versionWords stand before the number of a version, as keys.
var versionWords = wordSet("version versions ver v rel release kernel build firmware fw patch rev revision versión versione versão wersja verze versie versjon バージョン 版本")

// portBehind reads the port of "[2001:db8::1]:443", which stands behind the
// end of the token.
func portBehind(s string, end, colons int) string {
	if colons < 2 || !strings.HasPrefix(s[end:], "]:") {
		return ""
	}
	rest := s[end+2:]
	n := 0
	for n < len(rest) && isDigit(rest[n]) {
		n++
	}
	if n > 5 {
		return ""
	}
	return rest[:n]
}

// scheme finds where a URL of a known scheme begins, -1 if there is none.
func scheme(s string) int {
	i := strings.Index(s, "://")
	if i < 3 || len(s) < i+5 {
		return -1
	}
	for _, name := range []string{"https", "http", "sftp", "ftps", "ftp", "ssh", "tcp", "udp", "ldaps", "ldap", "rtsp", "smb"} {
		if strings.HasSuffix(strings.ToLower(s[:i]), name) {
			return i - len(name)
		}
	}
	return -1
}

// scanToken decides what one run of characters is.
func scanToken(t token, dots, colons int, at bool, found func(token)) {
	switch {
	case at && dots > 0:
		scanMail(t, found)
	case colons >= 2 && scanIPv6(t, found):
	case dots >= 3 && scanIPv4(t, found):
	case dots > 0:
		scanName(t, found)
	default:
		scanWord(t, found)
	}
}

func scanMail(t token, found func(token)) {
	v := t.value
	if i := strings.LastIndexByte(v, ':'); i >= 0 { // mailto:, from=
		v = v[i+1:]
	}
	local, domain, _ := strings.Cut(v, "@")
	if local != "" && domainLike(domain) && strings.IndexByte(domain, '@') < 0 {
		t.kind, t.value = "email", local+"@"+strings.ToLower(domain)
		found(t)
		return
	}
	scanIPv4(token{value: domain, at: t.at}, found)
}

func scanIPv6(t token, found func(token)) bool {
	v := t.value
	if strings.HasSuffix(v, ":") && !strings.HasSuffix(v, "::") {
		v = t.value[:len(t.value)-1]
	}
	if strings.Count(v, ":") < 7 && !strings.Contains(v, "::") {
		return false // a time of day
	}
	if prefix(&t, v) {
		found(t)
		return true
	}
	a, err := netip.ParseAddr(v)
	if err != nil && scanRange(t, v, found) {
		return true
	}
	if a = a.WithZone(""); err != nil || !a.Is6() || digits(a.String()) == 0 || hardware(v) {
		return false
	}
	t.kind, t.value = "ipv6", a.String()
	if a = a.Unmap(); a.Is4() {
		t.kind, t.value = "ipv4", a.String()
	}
	found(t)
	return true
}

// scanIPv4 reads addresses, "a.b.c.d:port", prefixes and ranges.
func scanIPv4(t token, found func(token)) bool {
	v := t.value
	if i := strings.IndexByte(v, ':'); i >= 0 {
		head, tail := v[:i], v[i+1:]
		if isIPv4(head) {
			if digits(tail) == len(tail) && len(tail) <= 5 {
				t.port = tail
			}
			t.kind, t.value = "ipv4", head
			found(t)
			return true
		}
		return tail != "" && scanIPv4(token{value: tail, at: t.at + i + 1}, found)
	}
	if !t.version && isIPv4(v) {
		t.kind = "ipv4"
		found(t)
		return true
	}
	if prefix(&t, v) {
		found(t)
		return true
	}
	return scanRange(t, v, found)
}

// isIPv4 says whether a text is an address with dots in its one spelling.
func isIPv4(s string) bool {
	if s == "" || len(s) > len("255.255.255.255") || !isDigit(s[0]) {
		return false
	}
	a, err := netip.ParseAddr(s)
	return err == nil && a.Is4()
}

func scanName(t token, found func(token)) {
	v, path, _ := strings.Cut(t.value, "/")
	host, port, _ := strings.Cut(v, ":")
	if !domainLike(host) || fileLike(host) && path == "" {
		scanFile(t, found)
		return
	}
	if digits(port) == len(port) {
		t.port = port
	}
	t.kind, t.value = "domain", strings.ToLower(host)
	found(t)
}

// scanWord reads hashes, CVE numbers and autonomous systems.
func scanWord(t token, found func(token)) {
	v := t.value
	if i := strings.LastIndexByte(v, ':'); i >= 0 {
		v, t.at = v[i+1:], t.at+i+1
	}
	switch len(v) {
	case 32, 40, 64:
		if isHex(v) {
			t.kind = map[int]string{32: "md5", 40: "sha1", 64: "sha256"}[len(v)]
			t.value = strings.ToLower(v)
			found(t)
			return
		}
	}
	switch {
	case len(v) >= 13 && strings.EqualFold(v[:4], "cve-") && v[8] == '-' && digits(v[4:8]) == 4 && digits(v[9:]) == len(v)-9:
		t.kind, t.value = "cve", strings.ToUpper(v)
		found(t)
	case len(v) > 4 && len(v) <= 12 && v[:2] == "AS" && digits(v[2:]) == len(v)-2 && v[2] != '0':
		t.kind, t.value = "asn", v
		found(t)
	}
}

func isHex(s string) bool {
	for i := range len(s) {
		if c := s[i] | 0x20; !isDigit(s[i]) && (c < 'a' || c > 'f') {
			return false
		}
	}
	return true
}

// specialSuffixes are top labels that are no public suffix but name hosts.
var specialSuffixes = map[string]bool{"example": true, "test": true, "invalid": true, "local": true, "lan": true, "internal": true, "intranet": true, "corp": true, "home": true, "onion": true, "bogus": true, "localdomain": true}

// domainLike says whether a text is a host name with a top label that exists.
func domainLike(s string) bool {
	if len(s) < 4 || len(s) > 253 {
		return false
	}
	label := 0
	for i := range len(s) {
		c := s[i]
		switch {
		case c == '.':
			if label == 0 || label > 63 || s[i-1] == '-' {
				return false
			}
			label = 0
		case asciiFold[c&0x7f] != 0 && c < 0x80 || c == '-' && label > 0 || c == '_' || c >= 0x80:
			label++
		default:
			return false
		}
	}
	top := s[strings.LastIndexByte(s, '.')+1:]
	if label < 2 || len(top) == len(s) || digits(top) > 0 && !strings.HasPrefix(strings.ToLower(top), "xn--") {
		return false
	}
	if top[0] <= 'Z' && top[1] > 'Z' && s[0] > 'Z' {
		return false // "server.It was": a sentence without its blank
	}
	low := strings.ToLower(top)
	if specialSuffixes[low] {
		return true
	}
	suffix, icann := publicsuffix.PublicSuffix(strings.ToLower(s))
	return icann || strings.IndexByte(suffix, '.') >= 0
}
