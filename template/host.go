package template

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"tocsin/template/indicator"
	"tocsin/template/moment"
	"tocsin/template/word"
)

// A machine is what one piece of an answer names: a name, addresses, or both.
type machine struct {
	name      string
	addresses []string
	ports     []string
	remark    bool // a word stands beside it that names no machine
}

// hostLike says whether a line consists of host names and addresses, with few
// words beside them.
func hostLike(s string) bool {
	found := 0
	indicator.Scan(strings.ReplaceAll(s, "/", " "), func(t indicator.Token) {
		switch t.Kind {
		case "ipv4", "ipv6", "cidr", "domain", "url":
			found++
		}
	})
	others := 0
	for range strings.FieldsSeq(s) {
		others++
	}
	return found > 0 && others <= 4+3*found || others == 1 && len(s) < 64 && nameLike(s)
}

// nameLike says whether a single word may be a host name without a dot.
func nameLike(s string) bool {
	s = strings.TrimRight(strings.TrimSpace(s), ".,;")
	if s == "" || len(s) > 63 || s[0] == '-' || voidOf(s, nil, false) != filled {
		return false
	}
	for i := range len(s) {
		if c := s[i]; c >= 0x80 || word.FoldByte(c) == 0 && c != '-' && c != '_' {
			return false
		}
	}
	return true
}

// machines reads an answer that names hosts. Lines, commas, semicolons and
// "and" part hosts; a name and the address behind it are one host.
func machines(text string) []machine {
	var list []machine
	for l := range strings.Lines(text) {
		for i, piece := range hostPieces(listOf(indicator.Spell(word.Apart(moment.Narrow(l))))) {
			m := readMachine(piece)
			if n := len(list); i > 0 && n > 0 && list[n-1].takes(m) || m.name == "" && len(m.addresses) == 0 {
				continue
			}
			if n := len(list); n > 0 && m.name == "" && list[n-1].name != "" && len(list[n-1].addresses) == 0 && (n == 1 || len(list[n-2].addresses) > 0) {
				list[n-1].joins(m)
				continue
			}
			if len(list) == 1 && len(m.addresses) == 0 && list[0].name == "" && strings.Contains(m.name, ".") && !strings.Contains(list[0].addresses[0], "/") && !strings.Contains(text, "\n") {
				list[0].joins(m)
				continue
			}
			list = append(list, m)
		}
	}
	return list
}

// listOf is the list of machines that stands behind words for what they are, in
// brackets or behind a colon: "two PCs (pc1 192.0.2.1, pc2 192.0.2.2)".
func listOf(s string) string {
	s = strings.TrimSpace(s)
	head, rest, found := strings.Cut(s, ": ")
	if at := strings.IndexByte(s, '('); at > 0 && strings.HasSuffix(s, ")") && word.Closing(s, at) == len(s)-1 && (!found || at < len(head)) {
		head, rest, found = s[:at], s[at+1:len(s)-1], strings.ContainsAny(s[at:], ",;")
	}
	if !found || holdsHost(head) || word.Digits(head) > 2 || len(strings.Fields(head)) < 2 || !holdsAddress(rest) || len(strings.Fields(rest)) < 2 {
		return s
	}
	return rest
}

// rangeWords stand between the ends of a range of addresses.
var rangeWords = [...]string{" - ", " – ", "–", "~", " to ", " bis ", " tot ", " t/m ", " a ", " a la ", " à ", " do ", " till ", " til ", " по ", " до ", " έως ", " la ", "から", "至", "到", "부터 ", "-től ", "-tól "}

// andWords stand between two hosts, some of them without a blank.
var andWords = [...]string{" and ", " und ", " sowie ", " et ", " ainsi que ", " en ", " & ", " + ", " y ", " e ", " i ", " oraz ", " och ", " samt ", " og ", " и ", " і ", " та ", " ve ", " και ", " és ", " și ", " şi ", " 및 ", "와 ", "과 ", " と ", "和", "与", "與", " 及び ", " および "}

// hostPieces cuts a line between hosts, joining ranges first.
func hostPieces(s string) []string {
	if strings.Count(s, " ") < 2 && strings.IndexByte(s, '~') < 0 && word.ASCII(s) {
		return strings.FieldsFunc(s, partsHosts) // one host, or several that no word parts
	}
	for _, mark := range rangeWords {
		if at := strings.Index(s, mark); at > 0 {
			to := strings.TrimLeft(s[at+len(mark):], " ")
			end := len(to) - len(strings.TrimLeft(to, "0123456789abcdefABCDEF:."))
			if len(indicator.Range(word.Last(s[:at]), to[:end])) > 0 {
				s = strings.TrimRight(s[:at], " ") + "-" + to[:end] + strings.TrimLeftFunc(to[end:], hangs)
			}
		}
	}
	for _, and := range andWords {
		if at := strings.Index(s, and); at > 0 && at+len(and) < len(s) && (and[0] == ' ' || s[at-1] < utf8.RuneSelf && s[at+len(and)] < utf8.RuneSelf) {
			s = strings.ReplaceAll(s, and, ", ")
		}
	}
	if one, other, ok := strings.Cut(s, " a "); ok && holdsHost(word.Last(one)) && holdsHost(word.First(other)) {
		s = one + ", " + other // Czech "and"
	}
	return strings.FieldsFunc(s, partsHosts)
}

// hangs says whether a character belongs to what a language hangs on an address:
// "203.0.113.9까지", "203.0.113.9-ig".
func hangs(r rune) bool { return r == '-' || unicode.IsLetter(r) }

// partsHosts says whether a character stands between hosts.
func partsHosts(r rune) bool { return r == ',' || r == ';' || r == '،' || r == '؛' }

// readMachine reads one piece. A slash between two addresses parts them, in
// front of a length or a mask it makes a prefix.
func readMachine(s string) machine {
	var m machine
	take := func(t indicator.Token) {
		switch t.Kind {
		case "ipv4", "ipv6", "cidr":
			if !slices.Contains(m.addresses, t.Value) && !indicator.Reserved(t.Value) {
				m.addresses = append(m.addresses, t.Value)
			}
		case "domain":
			if m.name == "" {
				m.name = t.Value
			}
		case "url":
			m.fromURL(t.Value)
		}
		m.port(portOf(t.Port, true))
	}
	fields := strings.Fields(s)
	for i, f := range fields {
		f = strings.Trim(f, "(),;")
		if i > 0 && len(m.addresses) == 0 && indicator.VersionBefore(" "+fields[i-1]) {
			continue // "Linux kernel 5.10.0.7"
		}
		if strings.HasPrefix(f, "(") && strings.HasSuffix(f, ")") {
			f = f[1 : len(f)-1] // "(192.0.2.160/28)"
		}
		if p := portOf(f, i > 0 && portWord(fields[i-1])); p != "" {
			m.port(p)
			continue
		}
		if a, b, ok := strings.Cut(f, "/"); ok && strings.Count(f, "/") == 1 && word.Digits(b) != len(b) && indicator.MaskLength(b) == 0 {
			indicator.Scan(a, take)
			indicator.Scan(b, take)
			continue
		}
		indicator.Scan(f, take)
	}
	if m.name == "" && !strings.Contains(s, "://") {
		m.name = m.shortName(s, fields)
	}
	return m
}

// shortName finds a name without a dot: the only word of a piece, or one
// beside an address. A word of the language is none.
func (m *machine) shortName(s string, fields []string) string {
	if len(fields) == 1 && len(m.addresses) == 0 {
		if host, _, _ := strings.Cut(s, "/"); indicator.DomainLike(host) && indicator.FileLike(host) && host == s {
			return strings.ToLower(host) // in prose "get.in" could be a file
		}
	}
	for _, f := range strings.FieldsFunc(s, partsNames) {
		w := strings.Trim(f, "[]:,;.")
		switch {
		case !nameLike(w) || word.Digits(w) == len(w) || system(w) || hostWords.Find(word.FoldHash(w)) || moment.ZoneLen(w) == len(w):
		case len(fields) == 1 && len(m.addresses) == 0:
			if machineLike(w) {
				return w
			}
		case len(fields) == 1 || len(m.addresses) > 0 && len(fields) <= 3 && (machineLike(w) || named(s, w)):
			return w
		}
	}
	if len(m.addresses) == 0 {
		return calledName(s)
	}
	return ""
}

// system says whether a word is the number of an autonomous system, "AS64500"; a
// machine may be an AS400.
func system(w string) bool {
	return len(w) > len("AS400") && strings.EqualFold(w[:2], "AS") && word.Digits(w) == len(w)-2
}

// partsNames says whether a character stands beside a name without a dot.
func partsNames(r rune) bool {
	switch r {
	case ' ', '\t', '/', '(', ')', '=':
		return true
	}
	return false
}

// calledName finds the name that words for a machine are followed by, in
// brackets or quotes: "the registry's PC (EC-PC1)". It has letters and figures,
// and a hyphen or capitals, or it could be anything.
func calledName(s string) string {
	for _, pair := range [...][2]string{{"(", ")"}, {`"`, `"`}, {"“", "”"}, {"„", "“"}, {"«", "»"}, {"「", "」"}, {"（", "）"}} {
		_, rest, _ := strings.Cut(s, pair[0])
		w, _, closed := strings.Cut(rest, pair[1])
		w = strings.TrimSpace(w)
		if n := word.Digits(w); closed && n > 0 && n < 5 && nameLike(w) && strings.Trim(w, "0123456789-_") != "" && (strings.Contains(w, "-") || strings.ToUpper(w) == w) && !anyPrefix(word.Fold(w), products) {
			return w
		}
	}
	return ""
}

// products are what names with a figure begin with that are no machine's, as keys.
var products = strings.Fields("windows win cve kb ios ipv tcp udp tls iso sha md5 cat vlan port http smb log4 tlp covid")

// machineLike says whether a word without a dot looks like the name of a machine:
// it has a figure, a hyphen or capitals in it, or says what the machine is.
func machineLike(w string) bool {
	if strings.ContainsAny(w, "0123456789-_") && strings.Trim(w, "-_") == w || len(w) > 1 && strings.ToUpper(w) == w && strings.ToLower(w) != w {
		return true
	}
	w = strings.ToLower(w)
	for _, stem := range []string{"server", "srv", "mail", "web", "router", "switch", "firewall", "laptop", "desktop", "gateway", "proxy", "nas", "host"} {
		if len(w) > len(stem)+1 && (strings.HasPrefix(w, stem) || strings.HasSuffix(w, stem)) {
			return true
		}
	}
	return false
}

// named says whether a word beside an address is its name: the address stands
// in brackets or behind a slash or an equals sign. "probably 192.0.2.1" names
// nothing.
func named(s, w string) bool {
	before, behind, _ := strings.Cut(s, w)
	behind = strings.TrimLeft(behind, " ")
	return behind != "" && strings.IndexByte("([/=", behind[0]) >= 0 || strings.HasSuffix(strings.TrimRight(before, " "), "=")
}

// hostWords stand beside hosts and are none.
var hostWords = word.HashSet("ip ipv4 ipv6 address adresse adres host hostname port tcp udp and or server yes no network netz netzwerk both several various mehrere plusieurs " +
	"name names nom noms naam namen nome nombre nazwa namn navn nimi computer computers rechner machine machines komputer komputera equipo ordinateur sistema system systems " +
	"und oder et ou en of y o e i lub eller och og website webserver mailserver webseite mailbox webmail hosts webhosting hosting " +
	"unknown none tba internal external servidor serveur serwer laptopul calculatorul serverul sieć red réseau réseaux rete rede")

// fromURL takes host and port of a URL.
func (m *machine) fromURL(u string) {
	_, rest, _ := strings.Cut(u, "://")
	rest, _, _ = strings.Cut(rest, "/")
	if i := strings.LastIndexByte(rest, '@'); i >= 0 {
		rest = rest[i+1:]
	}
	indicator.Scan(strings.Trim(rest, "[]"), func(t indicator.Token) {
		if t.Kind == "domain" && m.name == "" {
			m.name = t.Value
		} else if t.Kind == "ipv4" || t.Kind == "ipv6" {
			m.addresses = append(m.addresses, t.Value)
		}
	})
}
