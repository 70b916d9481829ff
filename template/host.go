package template

import (
	"net/netip"
	"slices"
	"strings"

	"tocsin/store"
)

// A machine is what one piece of an answer names: a name, addresses, or both.
type machine struct {
	name      string
	addresses []string
	ports     []string
}

// hostLike says whether a line consists of host names and addresses, with few
// words beside them.
func hostLike(s string) bool {
	found := 0
	scanLine(strings.ReplaceAll(s, "/", " "), func(t token) {
		switch t.kind {
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
		if c := s[i]; c >= 0x80 || asciiFold[c] == 0 && c != '-' && c != '_' {
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
		for _, piece := range hostPieces(Refang(strings.TrimSpace(l))) {
			m := readMachine(piece)
			if m.name == "" && len(m.addresses) == 0 {
				continue
			}
			if n := len(list); n > 0 && m.name == "" && list[n-1].name != "" && len(list[n-1].addresses) == 0 && (n == 1 || len(list[n-2].addresses) > 0) {
				list[n-1].addresses, list[n-1].ports = m.addresses, m.ports
				continue
			}
			if len(list) == 1 && len(m.addresses) == 0 && list[0].name == "" && strings.Contains(m.name, ".") && !strings.Contains(list[0].addresses[0], "/") && !strings.Contains(text, "\n") {
				list[0].name = m.name
				continue
			}
			list = append(list, m)
		}
	}
	return list
}

// hostPieces cuts a line between hosts, joining spaced ranges first.
func hostPieces(s string) []string {
	for _, dash := range []string{" - ", " – ", "–", " to ", " bis ", " tot "} {
		if from, to, ok := strings.Cut(s, dash); ok {
			a, b := lastWord(from), firstWord(to)
			if len(rangePrefixes(a, b)) > 0 {
				s = from + "-" + strings.TrimLeft(to, " ")
			}
		}
	}
	for _, and := range []string{" and ", " und ", " et ", " en ", " & "} {
		s = strings.ReplaceAll(s, and, ", ")
	}
	return strings.FieldsFunc(s, func(r rune) bool { return r == ',' || r == ';' })
}

func firstWord(s string) string {
	if f := strings.Fields(s); len(f) > 0 {
		return strings.Trim(f[0], ",;()")
	}
	return ""
}

func lastWord(s string) string {
	if f := strings.Fields(s); len(f) > 0 {
		return strings.Trim(f[len(f)-1], ",;()")
	}
	return ""
}

// readMachine reads one piece. A slash between two addresses parts them, in
// front of a length it makes a prefix.
func readMachine(s string) machine {
	var m machine
	take := func(t token) {
		switch t.kind {
		case "ipv4", "ipv6", "cidr":
			if !slices.Contains(m.addresses, t.value) {
				m.addresses = append(m.addresses, t.value)
			}
		case "domain":
			if m.name == "" {
				m.name = t.value
			}
		case "url":
			m.fromURL(t.value)
		}
		if t.port != "" && !slices.Contains(m.ports, t.port) {
			m.ports = append(m.ports, t.port)
		}
	}
	fields := strings.Fields(s)
	for i, f := range fields {
		if i > 0 && len(m.addresses) == 0 && versionBefore(" "+fields[i-1]) {
			continue // "Linux kernel 5.10.0.7"
		}
		if a, b, ok := strings.Cut(f, "/"); ok && strings.Count(f, "/") == 1 && digits(b) != len(b) {
			scanLine(a, take)
			scanLine(b, take)
			continue
		}
		scanLine(f, take)
	}
	if m.name == "" && !strings.Contains(s, "://") {
		for _, f := range strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(" \t/()", r) }) {
			w := strings.Trim(f, "[]:,;")
			if nameLike(w) && (len(fields) == 1 || len(m.addresses) > 0 && len(fields) <= 3) && digits(w) < len(w) && !hostWords[foldText(w)] && (len(fields) == 1 || named(s, w)) {
				m.name = w
				break
			}
		}
	}
	return m
}

// named says whether a word beside an address is its name: it has a digit, a
// hyphen or capitals in it, or the address stands in brackets behind it.
// "probably 192.0.2.1" names nothing.
func named(s, w string) bool {
	_, behind, _ := strings.Cut(s, w)
	return strings.ContainsAny(w, "0123456789-_") || len(w) > 1 && strings.ToUpper(w) == w || strings.HasPrefix(strings.TrimLeft(behind, " "), "(") ||
		strings.HasPrefix(strings.TrimLeft(behind, " "), "[") || strings.HasPrefix(strings.TrimLeft(behind, " "), "/")
}

// hostWords stand beside hosts and are none.
var hostWords = map[string]bool{"ip": true, "ipv4": true, "ipv6": true, "address": true, "adresse": true, "adres": true, "host": true, "hostname": true, "port": true,
	"tcp": true, "udp": true, "and": true, "or": true, "server": true, "yes": true, "no": true, "network": true, "netz": true, "netzwerk": true, "and/or": true, "both": true, "several": true, "various": true, "mehrere": true, "plusieurs": true}

// fromURL takes host and port of a URL.
func (m *machine) fromURL(u string) {
	_, rest, _ := strings.Cut(u, "://")
	rest, _, _ = strings.Cut(rest, "/")
	if i := strings.LastIndexByte(rest, '@'); i >= 0 {
		rest = rest[i+1:]
	}
	scanLine(strings.Trim(rest, "[]"), func(t token) {
		if t.kind == "domain" && m.name == "" {
			m.name = t.value
		} else if t.kind == "ipv4" || t.kind == "ipv6" {
			m.addresses = append(m.addresses, t.value)
		}
	})
}

// Special ranges of RFC 1918, 6598, 5737, 3849, 9637, 4193 and their like.
var (
	privateNets       = prefixes("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "0.0.0.0/8", "fc00::/7", "fe80::/10", "::1/128", "::/128")
	documentationNets = prefixes("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "2001:db8::/32", "3fff::/20")
)

func prefixes(list ...string) []netip.Prefix {
	out := make([]netip.Prefix, len(list))
	for i, s := range list {
		out[i] = netip.MustParsePrefix(s)
	}
	return out
}

// An owned tells which hosts are our own.
type owned struct {
	nets  []netip.Prefix
	names []string
}

func readOwned(list []string) owned {
	var o owned
	for _, s := range list {
		if p, err := netip.ParsePrefix(s); err == nil {
			o.nets = append(o.nets, p)
		} else if a, err := netip.ParseAddr(s); err == nil {
			o.nets = append(o.nets, netip.PrefixFrom(a, a.BitLen()))
		} else if s != "" {
			o.names = append(o.names, strings.ToLower(s))
		}
	}
	return o
}

// owns says whether a name or mail address is one of ours.
func (o owned) owns(name string) bool {
	for _, n := range o.names {
		if name == n || strings.IndexByte(n, '@') < 0 && (strings.HasSuffix(name, "."+n) || strings.HasSuffix(name, "@"+n)) {
			return true
		}
	}
	return false
}

// mark says what is special about a host: such a one decides nothing.
func (o owned) mark(h *store.Host) {
	add := func(m string, yes bool) {
		if yes && !slices.Contains(h.Marks, m) {
			h.Marks = append(h.Marks, m)
		}
	}
	for _, s := range h.Addresses {
		p, err := netip.ParsePrefix(s)
		if err != nil {
			a, _ := netip.ParseAddr(s)
			p = netip.PrefixFrom(a, a.BitLen())
		}
		add("private", within(p, privateNets))
		add("documentation", within(p, documentationNets))
		add("own", within(p, o.nets))
	}
	add("own", h.Name != "" && o.owns(strings.ToLower(h.Name)))
}

// within says whether one of the nets covers the prefix.
func within(p netip.Prefix, nets []netip.Prefix) bool {
	for _, n := range nets {
		if p.IsValid() && n.Bits() <= p.Bits() && n.Contains(p.Addr()) {
			return true
		}
	}
	return false
}
