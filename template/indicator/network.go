package indicator

import (
	"math/bits"
	"net/netip"
	"strings"

	"tocsin/template/word"
)

// prefix reads "a.b.c.d/24" or "a.b.c.0/255.255.255.0" into a token.
func prefix(t *Token, v string) bool {
	address, length, ok := strings.Cut(v, "/")
	if !ok {
		return false
	}
	p, err := netip.ParsePrefix(v)
	if n := MaskLength(length); err != nil && n > 0 && isIPv4(address) {
		p, err = netip.PrefixFrom(netip.MustParseAddr(address), n), nil
	}
	if err == nil {
		t.Kind, t.Value = "cidr", p.String()
	}
	return err == nil
}

// MaskLength is the length of a prefix whose mask is written out, 0 if a text
// is no mask.
func MaskLength(s string) int {
	if !strings.HasPrefix(s, "255.") || !isIPv4(s) {
		return 0
	}
	raw := netip.MustParseAddr(s).As4()
	mask := uint32(raw[0])<<24 | uint32(raw[1])<<16 | uint32(raw[2])<<8 | uint32(raw[3])
	if n := bits.LeadingZeros32(^mask); mask<<n == 0 {
		return n
	}
	return 0
}

// hardware says whether a text has the shape of a hardware address of eight
// bytes, "00:1a:2b:ff:fe:3c:4d:5e", which is no IPv6 address though it could be.
func hardware(s string) bool {
	if len(s) != len("00:1a:2b:ff:fe:3c:4d:5e") {
		return false
	}
	for i := 2; i < len(s); i += 3 {
		if s[i] != ':' {
			return false
		}
	}
	return true
}

// scanRange reports "a-b" as the prefixes that cover it.
func scanRange(t Token, v string, found func(Token)) bool {
	from, to, ok := strings.Cut(v, "-")
	if !ok {
		return false
	}
	list := Range(from, to)
	for _, p := range list {
		kind, value := "cidr", p.String()
		if p.IsSingleIP() {
			kind, value = "ipv4", p.Addr().String()
			if p.Addr().Is6() {
				kind = "ipv6"
			}
		}
		found(Token{Kind: kind, Value: value, At: t.At})
	}
	return len(list) > 0
}

// Range covers "192.0.2.1" to "192.0.2.20" (or "20") with prefixes.
func Range(from, to string) []netip.Prefix {
	a, err := netip.ParseAddr(strings.TrimSpace(from))
	to = strings.TrimSpace(to)
	if err == nil && a.Is4() && len(to) <= 3 && word.Digits(to) == len(to) {
		to = a.String()[:strings.LastIndexByte(a.String(), '.')+1] + to
	}
	b, err2 := netip.ParseAddr(to)
	if err != nil || err2 != nil || a.BitLen() != b.BitLen() || b.Less(a) {
		return nil
	}
	var list []netip.Prefix
	for len(list) < 64 {
		bits := a.BitLen()
		for bits > 0 {
			p, _ := a.Prefix(bits - 1)
			if p.Addr() != a || b.Less(last(p)) {
				break
			}
			bits--
		}
		p := netip.PrefixFrom(a, bits)
		list = append(list, p)
		end := last(p)
		if !end.Less(b) {
			return list
		}
		a = end.Next()
	}
	return nil
}

// last is the highest address of a prefix.
func last(p netip.Prefix) netip.Addr {
	raw := p.Addr().AsSlice()
	for i := p.Bits(); i < len(raw)*8; i++ {
		raw[i/8] |= 1 << (7 - i%8)
	}
	a, _ := netip.AddrFromSlice(raw)
	return a
}
