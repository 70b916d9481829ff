package indicator

import (
	"net/netip"
	"strings"

	"golang.org/x/net/publicsuffix"

	"tocsin/template/word"
)

// A Token is one observable in a line: its kind as in store.Indicator, its
// normal form, and where it begins in the refanged line.
type Token struct {
	Kind, Value string
	At          int
	Port        string // beside an address or a domain, "" for none
	rooted      bool   // begins with a slash
	before      string // what stands before it in the line
}

// What a byte does to a token, as bits: most are just part of it.
const (
	dotByte byte = 1 << iota
	colonByte
	atByte
	slashByte
	figureByte
	edgeByte  // of no token where it begins or ends
	FangByte  // may be of a harmless form
	breakByte // ends a token
)

var byteClass = func() (t [256]byte) {
	for class, list := range map[byte]string{
		dotByte: ".", colonByte: ":", atByte: "@", slashByte: "/", figureByte: "0123456789",
		edgeByte: ".,:;!?*_/-", FangByte: "[({\\*xX", breakByte: " \t\"'<>(),;|{}[]=`\u00a0\xe3\xef",
	} {
		for _, c := range []byte(list) {
			t[c] |= class
		}
	}
	return t
}()

// ClassOf is what a byte does to a token.
func ClassOf(c byte) byte { return byteClass[c] }

// Scan finds the observables of one line and calls found for each.
func Scan(s string, found func(Token)) {
	classes, harmless := Look(s)
	ScanLooked(s, classes, harmless, nil, found)
}

// ScanLooked does so where the classes of the line's bytes are known, and whether it
// may hold something to refang, and adds its runs to a list, if there is one. All
// observables have a dot, a colon or a figure.
func ScanLooked(s string, classes byte, harmless bool, runs *[]Run, found func(Token)) {
	if harmless {
		s = refang(s)
	} else if classes&(dotByte|colonByte|figureByte) == 0 {
		return
	}
	for i := 0; i < len(s); i++ {
		start, seen := i, byte(0)
		for ; i < len(s); i++ {
			class := byteClass[s[i]]
			if class&breakByte != 0 {
				break
			}
			seen |= class
		}
		end := i
		if i < len(s) && s[i] >= wideByte {
			i += 2 // the rest of "（" or of a Kana
		}
		switch {
		case seen&figureByte != 0 && timeOfDay(s[start:end]):
			continue
		case seen&(dotByte|colonByte) != 0:
			i = max(i, scanRun(s, start, end, seen, found)-1)
		case seen&figureByte != 0 && end-start >= leastWord:
			scanWord(Token{Value: trimToken(s[start:end]), At: start}, found)
		default:
			continue
		}
		if runs != nil {
			*runs = append(*runs, Run{int32(start), int32(end), int32(i), seen})
		}
	}
}

// wideByte is the first byte of the marks and syllables of East Asia, three bytes
// each, that end a token.
const wideByte = 0xe3

// leastRun is the length of the shortest observable with dots or colons.
const leastRun = len("::1")

// scanRun finds the observable in a run of characters with dots or colons and
// says where the line goes on behind it. Seen are the classes of its bytes.
func scanRun(s string, start, end int, seen byte, found func(Token)) int {
	run := s[start:end]
	if seen&slashByte != 0 && seen&colonByte != 0 && (seen&dotByte != 0 || strings.Count(run, ":") > 1 || word.Digits(run) > 2) {
		if j := scheme(run); j >= 0 {
			return scanURL(s, start+j, found)
		}
	}
	t := Token{Value: trimToken(run), At: start, rooted: run[0] == '/', before: s[:start]}
	if len(t.Value) < leastRun {
		return end
	}
	dots, colons, double := points(t.Value)
	if colons > 1 && end < len(s) && s[end] == ']' {
		t.Port = portBehind(s, end)
	}
	switch {
	case seen&atByte != 0 && dots > 0:
		scanMail(t, found)
	case (colons >= 7 || double) && scanIPv6(t, found):
	case dots >= 3 && scanIPv4(t, found):
	case dots > 0:
		scanName(t, found)
	default:
		scanWord(t, found)
	}
	return end
}

// points counts the dots and colons of a text; double says that two colons
// stand together, as in an address of IPv6: else it has seven.
func points(s string) (dots, colons int, double bool) {
	for i := range len(s) {
		switch s[i] {
		case '.':
			dots++
		case ':':
			colons++
			double = double || i > 0 && s[i-1] == ':'
		}
	}
	return dots, colons, double
}

// scanURL reports the URL at an offset of s and returns where it ends.
func scanURL(s string, at int, found func(Token)) int {
	end := at
	for end < len(s) && strings.IndexByte(" \t\"<>'`|", s[end]) < 0 {
		end++
	}
	found(Token{Kind: "url", Value: strings.TrimRight(s[at:end], ".,;:!?)]}"), At: at})
	return end
}

// trimToken takes punctuation off both ends, but for the "::" of IPv6.
func trimToken(s string) string {
	for s != "" && byteClass[s[0]]&edgeByte != 0 && !strings.HasPrefix(s, "::") {
		s = s[1:]
	}
	for s != "" && byteClass[s[len(s)-1]]&edgeByte != 0 && !strings.HasSuffix(s, "::") {
		s = s[:len(s)-1]
	}
	return s
}

// VersionBefore says whether "version", "ver." or the like ends a text.
func VersionBefore(s string) bool {
	s = s[max(0, len(s)-24):]
	for s != "" && (s[len(s)-1] == ' ' || byteClass[s[len(s)-1]]&(dotByte|colonByte) != 0) {
		s = s[:len(s)-1]
	}
	n := len(s)
	for n > 0 && (s[n-1] >= 0x80 || word.FoldByte(s[n-1]) != 0) {
		n--
	}
	return versionWords.Find(word.FoldHash(s[n:]))
}

// versionWords stand before the number of a version, as keys.
var versionWords = word.HashSet("version versions ver v rel release kernel build firmware fw patch rev revision versión versione versão wersja verze versie versjon バージョン 版本")

// portBehind reads the port of "[2001:db8::1]:443", which stands behind the
// end of the token.
func portBehind(s string, end int) string {
	rest, ok := strings.CutPrefix(s[end:], "]:")
	n := 0
	for n < len(rest) && word.IsDigit(rest[n]) {
		n++
	}
	if !ok || n > 5 {
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

func scanMail(t Token, found func(Token)) {
	v := t.Value
	if i := strings.LastIndexByte(v, ':'); i >= 0 { // mailto:, from=
		v = v[i+1:]
	}
	local, domain, _ := strings.Cut(v, "@")
	local = strings.TrimLeft(local, "«»„“”‘’\uFFFD")
	if local != "" && DomainLike(domain) && strings.IndexByte(domain, '@') < 0 {
		t.Kind, t.Value = "email", local+"@"+strings.ToLower(domain)
		found(t)
		return
	}
	scanIPv4(Token{Value: domain, At: t.At}, found)
}

// scanIPv6 reads what has as many colons as an address, so is no time of day.
func scanIPv6(t Token, found func(Token)) bool {
	v := t.Value
	if prefix(&t, v) {
		found(t)
		return true
	}
	a, err := netip.ParseAddr(v)
	if err != nil && scanRange(t, v, found) {
		return true
	}
	if a = a.WithZone(""); err != nil || !a.Is6() || word.Digits(a.String()) == 0 || hardware(v) {
		return false
	}
	t.Kind, t.Value = "ipv6", a.String()
	if a = a.Unmap(); a.Is4() {
		t.Kind, t.Value = "ipv4", a.String()
	}
	found(t)
	return true
}

// scanIPv4 reads addresses, "a.b.c.d:port", prefixes and ranges.
func scanIPv4(t Token, found func(Token)) bool {
	v := t.Value
	if i := strings.IndexByte(v, ':'); i >= 0 {
		head, tail := v[:i], v[i+1:]
		if isIPv4(head) {
			if word.Digits(tail) == len(tail) && len(tail) <= 5 {
				t.Port = tail
			}
			t.Kind, t.Value = "ipv4", head
			found(t)
			return true
		}
		return tail != "" && scanIPv4(Token{Value: tail, At: t.At + i + 1}, found)
	}
	if isIPv4(v) && !VersionBefore(t.before) {
		t.Kind = "ipv4"
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
	if len(s) > len("255.255.255.255") {
		return false
	}
	dots, digits, n := 0, 0, 0
	for i := range len(s) {
		switch c := s[i]; {
		case c == '.' && digits > 0:
			dots, digits, n = dots+1, 0, 0
		case word.IsDigit(c) && (n > 0 || digits == 0):
			if digits, n = digits+1, 10*n+int(c-'0'); n > 255 {
				return false
			}
		default:
			return false
		}
	}
	return dots == 3 && digits > 0
}

func scanName(t Token, found func(Token)) {
	v, path, _ := strings.Cut(t.Value, "/")
	host, port, _ := strings.Cut(v, ":")
	if !DomainLike(host) || FileLike(host) && path == "" {
		scanFile(t, found)
		return
	}
	if word.Digits(port) == len(port) {
		t.Port = port
	}
	t.Kind, t.Value = "domain", strings.ToLower(host)
	found(t)
}

// leastWord is the length of the shortest of them.
const leastWord = len("AS100")

// scanWord reads hashes, CVE numbers and autonomous systems.
func scanWord(t Token, found func(Token)) {
	v := t.Value
	if i := strings.LastIndexByte(v, ':'); i >= 0 {
		v, t.At = v[i+1:], t.At+i+1
	}
	if len(v) < leastWord || word.IsDigit(v[0]) && len(v) < 32 {
		return
	}
	switch {
	case digestKind(len(v)) != "" && isHex(v) && word.Digits(v) > 2:
		t.Kind, t.Value = digestKind(len(v)), strings.ToLower(v)
		found(t)
	case len(v) >= 13 && strings.EqualFold(v[:4], "cve-") && v[8] == '-' && word.Digits(v[4:8]) == 4 && word.Digits(v[9:]) == len(v)-9:
		t.Kind, t.Value = "cve", strings.ToUpper(v)
		found(t)
	case len(v) > 4 && len(v) <= 12 && v[:2] == "AS" && word.Digits(v[2:]) == len(v)-2 && v[2] != '0':
		t.Kind, t.Value = "asn", v
		found(t)
	}
}

// digestKind is the kind of a digest with so many hexadecimal digits.
func digestKind(n int) string {
	switch n {
	case 32:
		return "md5"
	case 40:
		return "sha1"
	case 64:
		return "sha256"
	}
	return ""
}

func isHex(s string) bool {
	for i := range len(s) {
		if c := s[i] | 0x20; !word.IsDigit(s[i]) && (c < 'a' || c > 'f') {
			return false
		}
	}
	return true
}

// specialSuffixes are top labels that are no public suffix but name hosts.
var specialSuffixes = map[string]bool{"example": true, "test": true, "invalid": true, "local": true, "lan": true, "internal": true, "intranet": true, "corp": true, "home": true, "onion": true, "bogus": true, "localdomain": true}

// DomainLike says whether a text is a host name with a top label that exists.
func DomainLike(s string) bool {
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
		case word.FoldByte(c&0x7f) != 0 && c < 0x80 || c == '-' && label > 0 || c == '_' || c >= 0x80:
			label++
		default:
			return false
		}
	}
	top := s[strings.LastIndexByte(s, '.')+1:]
	if label < 2 || len(top) == len(s) || word.Digits(top) > 0 && !strings.HasPrefix(strings.ToLower(top), "xn--") {
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
