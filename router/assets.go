package router

import (
	"encoding/csv"
	"errors"
	"io"
	"net/netip"
	"strings"

	"tocsin/store"
)

// assets enters networks and names under one entry. s names the table entry.
func (r *reader) assets(s spot, e entry, asns []int64, cidrs, domains []string) {
	if r.current.Auto {
		e.tier, e.rank = max(e.tier, tierAuto), 0
	}
	base := e.rule
	for i, n := range asns {
		s := spot{s.table, s.n, "asns", i}
		if n <= 0 || n > 1<<32-1 {
			r.problemAt(r.at(s), false, "%d is no AS number", n)
			continue
		}
		e.rule, e.match, e.at = base+".asn", asnText(uint32(n)), r.at(s)
		r.d.asns[uint32(n)] = append(r.d.asns[uint32(n)], e)
	}
	for i, c := range cidrs {
		s := spot{s.table, s.n, "cidrs", i}
		if p, ok := r.prefix(c, s); ok {
			e.rule, e.match, e.at = base+".prefix", p.String(), r.at(s)
			r.insert(p, e)
		}
	}
	for i, name := range domains {
		s := spot{s.table, s.n, "domains", i}
		if name, ok := r.domain(name, s); ok {
			e.rule, e.match, e.at = base+".domain", name, r.at(s)
			r.d.domains[name] = append(r.d.domains[name], e)
		}
	}
}

func (r *reader) insert(p netip.Prefix, e entry) {
	r.d.prefixes.Modify(p, func(list []entry, _ bool) ([]entry, bool) { return append(list, e), false })
}

// prefix reads a prefix and says what is odd about it.
func (r *reader) prefix(text string, s spot) (netip.Prefix, bool) {
	p, err := cleanPrefix(text)
	switch {
	case err != nil:
		r.problemAt(r.at(s), false, "%v", err)
		return p, false
	case p.Bits() == 0:
		r.problemAt(r.at(s), false, "%s is the whole internet; name networks", text)
		return p, false
	case p != p.Masked():
		r.problemAt(r.at(s), true, "%s has host bits set; taken as %s", text, p.Masked())
	}
	return p.Masked(), true
}

func (r *reader) domain(text string, s spot) (string, bool) {
	name, ok := cleanDomain(text)
	if !ok {
		r.problemAt(r.at(s), false, "%q is no domain name", text)
		return "", false
	}
	if !strings.Contains(name, ".") {
		r.problemAt(r.at(s), true, "%q takes a whole top-level domain; use national = […] for a country", text)
	}
	return name, true
}

func (r *reader) cleanDomains(list []string, s spot) []string {
	var out []string
	for i, text := range list {
		if name, ok := r.domain(text, spot{s.table, s.n, s.key, i}); ok {
			out = append(out, name)
		}
	}
	return out
}

func (r *reader) fingerprints(list []string, s spot) []store.Fingerprint {
	var out []store.Fingerprint
	for i, text := range list {
		f, ok := cleanFingerprint(text)
		if !ok {
			r.problemAt(r.at(spot{s.table, s.n, s.key, i}), false, "%q is no full fingerprint (40 or 64 hex digits); a key id is not enough", text)
			continue
		}
		out = append(out, f)
	}
	return out
}

// constituent enters an organisation that registered with a team, ours when
// none is named. Imported ones are claims that await approval: weak.
func (r *reader) constituent(i int, c rawConstituent) {
	team := c.Team
	if team == "" {
		team = r.d.self
	}
	s := spot{"constituent", i, "team", -1}
	r.refer(team, s)
	e := entry{rule: "constituent", tier: tierConstituent, team: team, since: day(c.Since), until: day(c.Until), match: c.Org}
	r.assets(spot{table: "constituent", n: i}, e, c.ASNs, c.CIDRs, c.Domains)
	if r.current.Auto {
		return // an address speaks for nobody before a person says so
	}
	e.rule = "constituent.sender"
	for k, mail := range c.Mails {
		s := spot{"constituent", i, "mails", k}
		if mailDomain(mail) == "" {
			r.problemAt(r.at(s), false, "%q is no mail address", mail)
			continue
		}
		e.at, e.match = r.at(s), strings.ToLower(strings.TrimSpace(mail))
		r.d.mails[e.match] = append(r.d.mails[e.match], e)
	}
	for _, f := range r.fingerprints(c.Keys, spot{"constituent", i, "keys", 0}) {
		e.at, e.match = r.at(spot{"constituent", i, "keys", -1}), string(f)
		r.d.keys[f] = append(r.d.keys[f], e)
	}
}

// rest reads shared networks and the AS table.
func (r *reader) rest(raw rawFile) {
	for i, n := range raw.Shared.ASNs {
		s := spot{"shared", 0, "asns", i}
		if n <= 0 || n > 1<<32-1 {
			r.problemAt(r.at(s), false, "%d is no AS number", n)
			continue
		}
		r.d.shared[uint32(n)] = r.at(s)
	}
	for i, a := range raw.ASN {
		s := spot{"asn", i, "number", -1}
		if a.Number <= 0 || a.Number > 1<<32-1 {
			r.problemAt(r.at(s), false, "[[asn]] needs number = an AS number, not %d", a.Number)
			continue
		}
		cc := ""
		if a.Country != "" {
			cc, _ = r.country(a.Country, spot{"asn", i, "country", -1})
		}
		for k, c := range a.CIDRs {
			s := spot{"asn", i, "cidrs", k}
			if p, ok := r.prefix(c, s); ok {
				r.d.networks.Insert(p, network{uint32(a.Number), cc, r.at(s)})
			}
		}
	}
}

// table reads a prefix table: lines of "cidr,asn,cc", asn and cc may be empty,
// '#' starts a comment, a first line "cidr,asn,cc" is a heading.
func (r *reader) table(data string) {
	c := csv.NewReader(strings.NewReader(data))
	c.FieldsPerRecord, c.Comment, c.TrimLeadingSpace, c.ReuseRecord = -1, '#', true, true
	for first := true; ; first = false {
		record, err := c.Read()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			r.problem(0, false, "%v; write lines of cidr,asn,cc", err)
			return
		}
		line, _ := c.FieldPos(0)
		if first && strings.EqualFold(record[0], "cidr") {
			continue
		}
		r.row(line, record)
	}
}

func (r *reader) row(line int, record []string) {
	record = append(append([]string(nil), record...), "", "")
	p, err := cleanPrefix(record[0])
	n := network{at: place{r.current.Name, line}}
	if err != nil {
		r.problem(line, false, "%v; write lines of cidr,asn,cc", err)
		return
	}
	ok := true
	if text := strings.TrimSpace(record[1]); text != "" && text != "0" {
		if n.asn, ok = cleanASN(text); !ok {
			r.problem(line, false, "%q is no AS number", text)
		}
	}
	if text := strings.TrimSpace(record[2]); text != "" {
		if n.cc, ok = cleanCountry(text); !ok {
			r.problem(line, false, "%q is no ISO 3166 country code", text)
			n.cc = ""
		}
	}
	r.d.networks.Insert(p.Masked(), n)
}
