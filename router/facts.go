package router

import (
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/gaissmai/bart"

	"tocsin/store"
)

// Kinds of fact.
const (
	kindIP      = "ip"
	kindCIDR    = "cidr"
	kindASN     = "asn"
	kindDomain  = "domain"
	kindMail    = "mail"
	kindSector  = "sector"
	kindCountry = "country"

	roleReporter = "reporter"
)

// Facts returns what a report and its sender say that routing can rest on:
// the hosts of the form by role, sector and country, the sender, and what
// stood in prose (role unknown, which never decides alone). Private, reserved
// and documentation addresses and hosts marked as our own are left out.
// Values are in normal form, each (role, kind, value) once.
func Facts(r *store.Report, sender Sender) []store.Fact {
	hosts, _ := factsOfHosts(r)
	return factsOf(r, sender, hosts)
}

// maxFacts bounds what of the hosts of one report, and of its prose, routing
// rests on. A report that names more is for a person.
const (
	maxFacts      = 2000
	maxIndicators = 10_000
	maxNames      = 50 // beside the addresses of one host
)

// factsOfHosts reads each host of the form; all is false when there were more
// facts than are read.
func factsOfHosts(r *store.Report) (out [][]store.Fact, all bool) {
	out = make([][]store.Fact, len(r.Hosts))
	room, many := maxFacts, false
	for i, h := range r.Hosts {
		if room == 0 {
			return out, false
		}
		out[i] = hostFacts(h, room)
		room -= len(out[i])
		many = many || manyNames(out[i])
	}
	return out, room > 0 && !many
}

// manyNames says whether a host has addresses and more names beside them than
// are weighed against each.
func manyNames(facts []store.Fact) bool {
	names := 0
	for _, f := range facts {
		if f.Kind == kindDomain {
			names++
		}
	}
	return names > maxNames && names < len(facts)
}

// factsOf returns all facts of a report whose hosts have been read.
func factsOf(r *store.Report, sender Sender, hosts [][]store.Fact) []store.Fact {
	n := min(len(r.Indicators), few) + 3 // sector, country and sender
	for _, facts := range hosts {
		n += len(facts)
	}
	out := make([]store.Fact, 0, n)
	for _, facts := range hosts {
		out = append(out, facts...)
	}
	out = append(out, fieldFacts(r)...)
	if sender.Address != "" {
		out = append(out, store.Fact{Role: roleReporter, Kind: kindMail, Value: strings.ToLower(sender.Address), Where: "From"})
	}
	for _, i := range r.Indicators[:min(len(r.Indicators), maxIndicators)] {
		if f, ok := indicatorFact(i); ok {
			f.Where = "body line " + strconv.Itoa(i.Line)
			out = append(out, f)
		}
	}
	return onceEach(out)
}

// few is up to how many facts looking at each is quicker than a map.
const few = 16

func onceEach(facts []store.Fact) []store.Fact {
	if len(facts) <= few {
		out := facts[:0]
		for _, f := range facts {
			if !slices.ContainsFunc(out, func(o store.Fact) bool { return o.Value == f.Value && o.Kind == f.Kind && o.Role == f.Role }) {
				out = append(out, f)
			}
		}
		clear(facts[len(out):])
		return out
	}
	type name struct{ role, kind, value string }
	seen := map[name]bool{}
	return slices.DeleteFunc(facts, func(f store.Fact) bool {
		n := name{f.Role, f.Kind, f.Value}
		known := seen[n]
		seen[n] = true
		return known
	})
}

// hostFacts reads one host of the form, as far as there is room; a field may
// name several things.
func hostFacts(h store.Host, room int) []store.Fact {
	if slices.Contains(h.Marks, "own") {
		return nil
	}
	where := "form field host"
	if h.Line > 0 {
		where = "form field host, line " + strconv.Itoa(h.Line)
	}
	out := make([]store.Fact, 0, min(1+len(h.Addresses), room))
	read := func(text string) {
		for word := range strings.FieldsFuncSeq(text, separator) {
			if len(out) == room {
				return
			}
			if kind, value := observable(word); kind != "" {
				out = append(out, store.Fact{Role: h.Role, Kind: kind, Value: value, Where: where})
			}
		}
	}
	read(h.Name)
	for _, text := range h.Addresses {
		read(text)
	}
	return out
}

func separator(r rune) bool {
	switch r {
	case ',', ';', '|', '"', '\'', '<', '>', '(', ')':
		return true
	}
	return blank(r)
}

func fieldFacts(r *store.Report) []store.Fact {
	var out []store.Fact
	for _, s := range strings.FieldsFunc(r.Fields["sector"], func(r rune) bool { return strings.ContainsRune(",;/|\n", r) }) {
		if s = cleanSector(s); s != "" {
			out = append(out, store.Fact{Role: roleReporter, Kind: kindSector, Value: s, Where: "form field sector"})
		}
	}
	if text := strings.TrimSpace(r.Fields["country"]); text != "" {
		out = append(out, store.Fact{Role: roleReporter, Kind: kindCountry, Value: countryOf(text), Where: "form field country"})
	}
	return out
}

// indicatorFact reads an observable from prose, but for where it stands.
// Whatever role a reader gave it, it is no form field, so its role here is
// unknown.
func indicatorFact(i store.Indicator) (store.Fact, bool) {
	f := store.Fact{Role: store.RoleUnknown}
	switch i.Type {
	case "email":
		f.Kind, f.Value = kindMail, strings.ToLower(strings.TrimSpace(i.Value))
	case "ipv4", "ipv6", "cidr", "domain", "url", "asn":
		f.Kind, f.Value = observable(i.Value)
	}
	return f, f.Kind != "" && f.Value != ""
}

var refang = strings.NewReplacer("[.]", ".", "(.)", ".", "[:]", ":")

// observable reads an address, prefix, AS number, URL, mail address or name.
// The kind is "" when it is nothing that routing can use.
func observable(text string) (kind, value string) {
	if text = strings.TrimSpace(text); strings.IndexByte(text, '[') >= 0 || strings.IndexByte(text, '(') >= 0 {
		text = refang.Replace(text)
	}
	colon := strings.IndexByte(text, ':') >= 0
	if colon && strings.Contains(text, "://") {
		u, err := url.Parse(text)
		if err != nil {
			return "", ""
		}
		text = u.Hostname()
	}
	if i := strings.LastIndexByte(text, '@'); i >= 0 {
		text = text[i+1:]
	}
	if colon {
		if ap, err := netip.ParseAddrPort(text); err == nil {
			text = ap.Addr().String()
		}
	}
	text = strings.Trim(text, "[].")
	if mayBeAddress(strings.TrimSpace(text)) {
		if p, err := cleanPrefix(text); err == nil {
			return addressFact(p)
		}
	}
	if n, ok := cleanASN(text); ok && !digit(rune(text[0])) {
		return kindASN, asnText(n)
	}
	if name, ok := cleanDomain(text); ok && strings.Contains(name, ".") && !digit(rune(name[len(name)-1])) {
		return kindDomain, name
	}
	return "", ""
}

func addressFact(p netip.Prefix) (kind, value string) {
	switch p = p.Masked(); {
	case !Public(p):
		return "", ""
	case p.IsSingleIP():
		return kindIP, p.Addr().String()
	}
	return kindCIDR, p.String()
}

// special lists the blocks that name no host on the internet (IANA special
// purpose registries: private, shared, loopback, link local, documentation,
// benchmarking, multicast, reserved).
const special = "0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24" +
	" 192.0.2.0/24 192.88.99.0/24 192.168.0.0/16 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4" +
	" ::/8 64:ff9b:1::/48 100::/64 2001:2::/48 2001:10::/28 2001:20::/28 2001:db8::/32 3fff::/20 5f00::/16 fc00::/7 fe80::/10 fec0::/10 ff00::/8"

var specialBlocks = func() *bart.Lite {
	t := new(bart.Lite)
	for s := range strings.FieldsSeq(special) {
		t.Insert(netip.MustParsePrefix(s))
	}
	return t
}()

// Public says whether a prefix can name hosts on the internet: it lies in no
// private, reserved or documentation block, and is not the whole of it.
func Public(p netip.Prefix) bool {
	return p.IsValid() && p.Bits() > 0 && !specialBlocks.LookupPrefix(p)
}
