package machine

import (
	"net/netip"
	"net/url"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// clean makes a foreign text fit for a report: valid UTF-8 without control
// characters but line ends and tabs, trimmed.
func clean(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' && r != '\t' {
			return -1
		}
		return r
	}, s))
}

// clip cuts a text to n bytes between characters.
func clip(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}

// key is a name by its letters and digits alone, in lower case: "SourceIp",
// "source_ip" and "Source-IP" are one.
func key(s string) string { return string(appendKey(make([]byte, 0, len(s)), s)) }

// appendKey adds the key of a word to b: where it only looks something up, it
// needs no memory of its own.
func appendKey(b []byte, s string) []byte {
	for i := range len(s) {
		switch c := s[i]; {
		case c >= 'a' && c <= 'z', c >= '0' && c <= '9':
			b = append(b, c)
		case c >= 'A' && c <= 'Z':
			b = append(b, c+'a'-'A')
		}
	}
	return b
}

var fangs = strings.NewReplacer("[.]", ".", "(.)", ".", "{.}", ".", "[dot]", ".", "(dot)", ".", "[:]", ":", "[://]", "://", "[@]", "@", "[at]", "@", "(at)", "@")

// refang undoes what keeps an address from being clicked.
func refang(s string) string {
	if strings.ContainsAny(s, "[({") {
		s = fangs.Replace(s)
	}
	switch strings.ToLower(clip(s, 4)) {
	case "hxxp", "h**p", "meow":
		return "http" + s[4:]
	}
	return s
}

// address reads an IP address or a prefix, in any of the ways in which
// machines write them: in brackets, with a port, with "IPv6:" before it.
func address(s string) (string, bool) {
	if len(s) > 200 {
		return "", false
	}
	s = strings.TrimSpace(refang(clean(s)))
	s = strings.TrimPrefix(strings.TrimPrefix(s, "ipv6:"), "IPv6:")
	if strings.HasPrefix(s, "[") {
		if end := strings.IndexByte(s, ']'); end > 0 && (end == len(s)-1 || s[end+1] == ':') {
			s = strings.TrimPrefix(strings.TrimPrefix(s[1:end], "ipv6:"), "IPv6:")
		}
	}
	if a, err := netip.ParseAddr(s); err == nil {
		return usable(a)
	}
	if p, err := netip.ParsePrefix(s); err == nil && p.Addr().Zone() == "" {
		if p.Bits() == p.Addr().BitLen() {
			return usable(p.Addr())
		}
		return p.Masked().String(), p.Bits() > 0
	}
	if a, err := netip.ParseAddrPort(s); err == nil {
		return usable(a.Addr())
	}
	return "", false
}

// usable is an address in its usual writing, false for 0.0.0.0 and ::.
func usable(a netip.Addr) (string, bool) {
	a = a.Unmap().WithZone("")
	return a.String(), !a.IsUnspecified()
}

var (
	hexSum = regexp.MustCompile(`^[0-9A-Fa-f]+$`)
	cveID  = regexp.MustCompile(`(?i)^CVE-\d{4}-\d{4,}$`)
	asID   = regexp.MustCompile(`(?i)^AS\s?(\d{1,10})$`)
	label  = `[\p{L}\p{N}_](?:[\p{L}\p{N}_-]{0,61}[\p{L}\p{N}_])?`
	name   = regexp.MustCompile(`^(?:` + label + `\.)+[\p{L}][\p{L}\p{N}-]{1,62}\.?$`)
	mail   = regexp.MustCompile(`^[^\s<>()@,;:"]{1,64}@[^\s<>()@,;:"]+$`)
)

// observable tells what kind of indicator a value is and writes it in its
// usual form; "" for what is none.
func observable(s string) (kind, value string) {
	if len(s) > 4096 {
		return "", ""
	}
	s = strings.Trim(strings.TrimSpace(refang(clean(s))), "<>\"'")
	if a, ok := address(s); ok {
		switch {
		case strings.Contains(a, "/"):
			return "cidr", a
		case strings.Contains(a, ":"):
			return "ipv6", a
		}
		return "ipv4", a
	}
	switch {
	case hexSum.MatchString(s):
		switch len(s) {
		case 32:
			return "md5", strings.ToLower(s)
		case 40:
			return "sha1", strings.ToLower(s)
		case 64:
			return "sha256", strings.ToLower(s)
		}
	case cveID.MatchString(s):
		return "cve", strings.ToUpper(s)
	case asID.MatchString(s):
		return "asn", "AS" + asID.FindStringSubmatch(s)[1]
	case webAddress(s) != "":
		return "url", s
	case mail.MatchString(s) && domainName(s[strings.LastIndexByte(s, '@')+1:]) != "":
		return "email", s
	case domainName(s) != "":
		return "domain", domainName(s)
	}
	return "", ""
}

// webAddress returns the host of a URL, "" for what is none.
func webAddress(s string) string {
	lower := strings.ToLower(clip(s, 10))
	if !strings.HasPrefix(lower, "http://") && !strings.HasPrefix(lower, "https://") && !strings.HasPrefix(lower, "ftp://") || strings.ContainsAny(s, " \t\n<>\"") {
		return ""
	}
	if u, err := url.Parse(s); err == nil {
		return u.Hostname()
	}
	rest := s[strings.Index(s, "://")+3:]
	if end := strings.IndexAny(rest, "/?#:"); end >= 0 {
		rest = rest[:end]
	}
	return domainName(rest)
}

// domainName returns a host name in lower case, "" for what is none.
func domainName(s string) string {
	s = strings.ToLower(strings.TrimSuffix(strings.TrimSpace(s), "."))
	if len(s) > 253 || !name.MatchString(s) {
		return ""
	}
	return s
}
