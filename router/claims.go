package router

import (
	"cmp"
	"net/netip"
	"slices"
	"strings"
	"time"

	"tocsin/store"
)

// A claim is one entry of the directory that a fact matches.
type claim struct {
	entry
	fact   store.Fact
	class  int // within a tier: 0 prefix or sender, 1 AS, 2 domain
	length int // bits of the prefix, labels of the name: the longer wins
	note   string
}

// weigh orders claims, the strongest first. Claims that compare equal tie.
func weigh(a, b claim) int {
	return cmp.Or(cmp.Compare(a.tier, b.tier), cmp.Compare(a.class, b.class), cmp.Compare(b.length, a.length), cmp.Compare(b.rank, a.rank))
}

func (c claim) step(why string) store.Step {
	if c.note != "" && why != "" {
		why = c.note + "; " + why
	}
	return store.Step{Rule: c.rule, Tier: c.tier, Fact: c.fact, Match: c.match, Team: c.team, Source: c.at.String(), Why: cmp.Or(why, c.note)}
}

// hard returns all claims on a fact of tiers 0 to 3, the strongest first.
func (d *Directory) hard(f store.Fact, now time.Time) []claim {
	var out []claim
	switch f.Kind {
	case kindIP, kindCIDR:
		out = d.onAddress(f)
	case kindASN:
		if n, ok := cleanASN(f.Value); ok {
			out = d.onASN(f, n, "")
		}
	case kindDomain:
		out = d.onName(f, f.Value)
	}
	if len(out) == 0 {
		return nil
	}
	out = slices.DeleteFunc(out, func(c claim) bool { return !c.active(now) })
	slices.SortStableFunc(out, weigh)
	return out
}

// onAddress finds the chain of covering prefixes, and the AS by the table.
func (d *Directory) onAddress(f store.Fact) []claim {
	p, err := cleanPrefix(f.Value)
	if err != nil {
		return nil
	}
	var out []claim
	for covering, list := range d.prefixes.Supernets(p) {
		for _, e := range list {
			out = append(out, claim{entry: e, fact: f, length: covering.Bits()})
		}
	}
	if at, n, ok := d.networks.LookupPrefixLPM(p); ok && len(d.asns[n.asn]) > 0 {
		out = append(out, d.onASN(f, n.asn, f.Value+" is announced in "+at.String()+" by "+asnText(n.asn)+" ("+n.at.String()+")")...)
	}
	return out
}

func (d *Directory) onASN(f store.Fact, n uint32, note string) []claim {
	var out []claim
	for _, e := range d.asns[n] {
		if _, shared := d.shared[n]; !shared || e.tier == tierRestricted {
			out = append(out, claim{entry: e, fact: f, class: 1, note: note})
		}
	}
	return out
}

// onName walks a name's suffixes, the longest first.
func (d *Directory) onName(f store.Fact, name string) []claim {
	var out []claim
	for suffix := name; suffix != ""; _, suffix, _ = strings.Cut(suffix, ".") {
		for _, e := range d.domains[suffix] {
			out = append(out, claim{entry: e, fact: f, class: 2, length: strings.Count(suffix, ".") + 1})
		}
	}
	return out
}

// inside returns claims on parts of a prefix: longer prefixes of other teams.
func (d *Directory) inside(f store.Fact, now time.Time) []claim {
	if f.Kind != kindCIDR {
		return nil
	}
	p, err := cleanPrefix(f.Value)
	if err != nil {
		return nil
	}
	var out []claim
	for part, list := range d.prefixes.Subnets(p) {
		for _, e := range list {
			if part != p && e.active(now) && e.tier != tierRestricted && len(out) < 100 {
				out = append(out, claim{entry: e, fact: f, length: part.Bits(), note: part.String() + " is part of it"})
			}
		}
	}
	return out
}

// onSender returns the claims on a sender whose identity was proved: the
// registered address, key or domain (tier 1), else the mail domain (tier 5).
func (d *Directory) onSender(s Sender, now time.Time) []claim {
	if !s.Authenticated {
		return nil
	}
	address := strings.ToLower(s.Address)
	f := store.Fact{Role: roleReporter, Kind: kindMail, Value: address, Where: "From"}
	var out []claim
	for _, e := range slices.Concat(d.mails[address], d.keys[s.Fingerprint]) {
		out = append(out, claim{entry: e, fact: f})
	}
	for _, c := range d.onName(f, mailDomain(address)) {
		switch c.tier {
		case tierConstituent:
			c.rule = "constituent.sender"
		case tierAsset:
			c.rule, c.tier = "reporter.domain", tierReporter
		default:
			continue
		}
		out = append(out, c)
	}
	out = slices.DeleteFunc(out, func(c claim) bool { return !c.active(now) })
	slices.SortStableFunc(out, weigh)
	return slices.DeleteFunc(out, func(c claim) bool { return weigh(out[0], c) != 0 })
}

// onSector returns the claims of the sectors that the form names.
func (d *Directory) onSector(facts []store.Fact) []claim {
	var out []claim
	for _, f := range facts {
		if f.Kind == kindSector {
			for _, e := range d.sectors[f.Value] {
				out = append(out, claim{entry: e, fact: f})
			}
		}
	}
	slices.SortStableFunc(out, weigh)
	return out
}

// onCountry returns who answers for a country: at home the default team.
func (d *Directory) onCountry(f store.Fact, cc string) []claim {
	if slices.Contains(d.home, cc) && d.fallback != "" {
		e := entry{rule: "default", tier: tierCountry, team: d.fallback, match: cc, at: d.fallbackAt}
		return []claim{{entry: e, fact: f}}
	}
	var out []claim
	for _, e := range d.countries[cc] {
		out = append(out, claim{entry: e, fact: f})
	}
	return out
}

// answersFor says whether a team may speak for a country at all.
func (d *Directory) answersFor(team, cc string) bool {
	return cc == "" || slices.Contains(d.home, cc) || slices.Contains(d.teams[team].National, cc) ||
		slices.ContainsFunc(d.countries[cc], func(e entry) bool { return e.team == team })
}

// networkOf returns what the prefix table says of a fact.
func (d *Directory) networkOf(f store.Fact) (network, netip.Prefix, bool) {
	if f.Kind != kindIP && f.Kind != kindCIDR {
		return network{}, netip.Prefix{}, false
	}
	p, err := cleanPrefix(f.Value)
	if err != nil {
		return network{}, netip.Prefix{}, false
	}
	at, n, ok := d.networks.LookupPrefixLPM(p)
	return n, at, ok
}
