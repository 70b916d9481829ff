package intake

import (
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/publicsuffix"

	"tocsin/intake/mime"
)

// Bounds of what is looked at: Authentication-Results fields, and signatures,
// since a server that looks at fewer leaves the rest untold.
const (
	maxResults    = 20
	maxSignatures = 3
)

// dkimAligned says whether the mail server that we trust, by its authserv-id,
// verified a DKIM signature of the domain that the From address is in (RFC
// 8601, alignment as in RFC 7489, 3.1.1). Only the topmost field with that id
// counts, whether it can be read or not: a server adds its own above what it
// received, and what a sender wrote under that name lies below. The server has
// to remove such fields where it adds none itself (RFC 8601, section 5).
//
// A server that repeats the envelope without its quotes lets the sender write
// whole results into its field. So the field has to be all of the grammar, and
// to tell of no more signatures than the mail bears: one that the sender only
// claims is one too many, or is in the mail and the server tells of it as well.
func dkimAligned(h mime.Header, server, from string) bool {
	_, domain, ok := strings.Cut(strings.ToLower(from), "@")
	if server == "" || !ok {
		return false
	}
	fields := h.All("Authentication-Results")
	for _, field := range fields[:min(len(fields), maxResults)] {
		field, whole := withoutAsides(field)
		if !byServer(field, server) {
			continue
		}
		results, sound := dkimResults(field)
		signers := signers(h)
		if !whole || !sound || len(results) > len(signers) || len(signers) > maxSignatures {
			return false
		}
		return slices.ContainsFunc(results, func(r dkimResult) bool {
			return r.value == "pass" && r.by(signers) && aligned(domain, r.domain)
		})
	}
	return false
}

// A dkimResult is what a server says of one signature.
type dkimResult struct{ value, domain string }

// by says whether one of the signatures is of the result's domain, or of one
// above it.
func (r dkimResult) by(signers []string) bool {
	return slices.ContainsFunc(signers, func(s string) bool {
		return s != "" && (r.domain == s || strings.HasSuffix(r.domain, "."+s))
	})
}

// aligned says whether a signature by a domain speaks for mail from another:
// both belong to the same organisation.
func aligned(from, signer string) bool {
	a, err1 := publicsuffix.EffectiveTLDPlusOne(strings.TrimSuffix(from, "."))
	b, err2 := publicsuffix.EffectiveTLDPlusOne(signer)
	return err1 == nil && err2 == nil && a == b
}

// byServer says whether a field begins with a server's authserv-id.
func byServer(field, server string) bool {
	id, _, _ := strings.Cut(field, ";")
	words := strings.Fields(id)
	return len(words) > 0 && strings.EqualFold(words[0], server)
}

var (
	serverID = regexp.MustCompile(`^\s*[^\s=]+(?:\s+[0-9]+)?\s*$`)
	method   = regexp.MustCompile(`^([a-z0-9-]+)(?:/[0-9]+)?=([a-z]+)$`) // with its result
	property = regexp.MustCompile(`^((?:[a-z0-9-]+\.)?[a-z0-9_-]+)=(\S*)$`)
)

// dkimResults reads the results of DKIM in a field without asides (RFC 8601,
// 2.2). sound is false where any of its results is not of that grammar, but
// for blanks around a sign, which nobody writes.
func dkimResults(field string) (list []dkimResult, sound bool) {
	id, rest, _ := strings.Cut(strings.ToLower(strings.TrimRight(field, "; \t\r\n")), ";")
	if !serverID.MatchString(id) {
		return nil, false
	}
	if rest = strings.TrimSpace(rest); rest == "none" {
		return nil, true
	}
	for one := range strings.SplitSeq(rest, ";") {
		words := strings.Fields(one)
		if len(words) == 0 {
			return nil, false
		}
		said := method.FindStringSubmatch(words[0])
		props, sound := properties(words[1:])
		if said == nil || !sound {
			return nil, false
		}
		if said[1] == "dkim" {
			domain, sound := signedBy(props)
			if !sound {
				return nil, false
			}
			list = append(list, dkimResult{said[2], domain})
		}
	}
	return list, true
}

// properties reads what stands behind a result; each at most once.
func properties(words []string) (props map[string]string, sound bool) {
	props = map[string]string{}
	for _, w := range words {
		p := property.FindStringSubmatch(w)
		if p == nil {
			return nil, false
		}
		if _, twice := props[p[1]]; twice {
			return nil, false
		}
		props[p[1]] = p[2]
	}
	return props, true
}

// signedBy is the domain of a signature, by d= or the identity in i=, which has
// to lie in d= (RFC 6376, 3.5).
func signedBy(props map[string]string) (domain string, sound bool) {
	d := strings.TrimSuffix(props["header.d"], ".")
	_, i, is := strings.Cut(props["header.i"], "@")
	switch {
	case strings.Contains(d, "@"), props["header.i"] != "" && !is:
		return "", false
	case d == "" || i == "":
		return d + i, true
	}
	return d, i == d || strings.HasSuffix(i, "."+d)
}

// signers are the domains of the signatures that a mail bears, "" for one that
// names none.
func signers(h mime.Header) (domains []string) {
	for _, field := range h.All("DKIM-Signature") {
		bare, _ := withoutAsides(field)
		domain := ""
		for tag := range strings.SplitSeq(bare, ";") {
			if name, value, _ := strings.Cut(tag, "="); strings.TrimSpace(name) == "d" {
				domain = strings.ToLower(strings.TrimSuffix(strings.TrimSpace(value), "."))
			}
		}
		domains = append(domains, domain)
	}
	return domains
}

// withoutAsides takes comments and quoted strings out of a field: there a
// server repeats what a sender said, such as the address of the envelope, which
// is no result though it may look like one. whole is false where one of them
// does not end.
func withoutAsides(field string) (bare string, whole bool) {
	out := make([]byte, 0, len(field))
	var w mime.Walk
	for i := range len(field) {
		switch w.Step(field[i]) {
		case 0:
			out = append(out, field[i])
		case '(':
			out = append(out, ' ')
		}
	}
	return string(out), w.Done()
}
