package template

import (
	"net/netip"
	"slices"
	"strings"

	"tocsin/store"
)

// Special ranges of RFC 1918, 6598, 5737, 3849, 9637, 4193 and their like.
var (
	privateNets       = prefixes("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "0.0.0.0/8", "fc00::/7", "fe80::/10", "::1/128", "::/128")
	loopbackNets      = prefixes("127.0.0.0/8", "::1/128")
	multicastNets     = prefixes("224.0.0.0/4", "ff00::/8")
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

// MarkHosts marks the hosts of reports that no form was the source of, as Parse
// marks those of forms: what is special about their addresses, and which are
// ours. own are our networks, domains and addresses.
func MarkHosts(reports []store.Report, own []string) {
	o := readOwned(own)
	for i := range reports {
		for j := range reports[i].Hosts {
			o.mark(&reports[i].Hosts[j])
		}
	}
}

// mark says what is special about a host: such a one decides nothing.
func (o owned) mark(h *store.Host) {
	add := func(m string, yes bool) {
		if yes && !slices.Contains(h.Marks, m) {
			h.Marks = append(h.Marks, m)
		}
	}
	for _, s := range h.Addresses {
		p := prefixOf(s)
		add("private", within(p, privateNets))
		add("loopback", within(p, loopbackNets))
		add("multicast", within(p, multicastNets))
		add("documentation", within(p, documentationNets))
		add("own", within(p, o.nets))
	}
	add("own", h.Name != "" && o.owns(strings.ToLower(h.Name)))
}

// prefixOf is the network that a text is, or that of one address.
func prefixOf(s string) netip.Prefix {
	if strings.IndexByte(s, '/') >= 0 {
		p, _ := netip.ParsePrefix(s)
		return p
	}
	a, _ := netip.ParseAddr(s)
	return netip.PrefixFrom(a, a.BitLen())
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
