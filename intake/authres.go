package intake

import (
	"strings"

	"github.com/emersion/go-msgauth/authres"
	"golang.org/x/net/publicsuffix"

	"tocsin/intake/mime"
)

// maxResults bounds the Authentication-Results fields that are looked at.
const maxResults = 20

// dkimAligned says whether the mail server that we trust, by its authserv-id,
// verified a DKIM signature of the domain that the From address is in (RFC
// 8601, alignment as in RFC 7489, 3.1.1). Only the topmost field with that id
// counts, whether it can be read or not: a server adds its own above what it
// received, and what a sender wrote under that name lies below. The server has
// to remove such fields where it adds none itself (RFC 8601, section 5).
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
		_, results, err := authres.Parse(field)
		if !whole || err != nil {
			return false
		}
		for _, r := range results {
			if d, ok := r.(*authres.DKIMResult); ok && d.Value == authres.ResultPass && alignedWith(domain, d) {
				return true
			}
		}
		return false
	}
	return false
}

// alignedWith says whether a signature by a domain speaks for mail from another:
// both belong to the same organisation.
func alignedWith(from string, d *authres.DKIMResult) bool {
	signer := strings.ToLower(strings.TrimSpace(d.Domain))
	if signer == "" {
		_, signer, _ = strings.Cut(strings.ToLower(d.Identifier), "@")
	}
	if signer == "" {
		return false
	}
	a, err1 := publicsuffix.EffectiveTLDPlusOne(strings.TrimSuffix(from, "."))
	b, err2 := publicsuffix.EffectiveTLDPlusOne(strings.TrimSuffix(signer, "."))
	return err1 == nil && err2 == nil && a == b
}

// byServer says whether a field begins with a server's authserv-id.
func byServer(field, server string) bool {
	id, _, _ := strings.Cut(field, ";")
	words := strings.Fields(id)
	return len(words) > 0 && strings.EqualFold(words[0], server)
}

// withoutAsides takes comments and the insides of quoted strings out of a field
// (RFC 5322, 3.2): there a server repeats what a sender said, such as the
// address of the envelope, which is no result though it may look like one.
// whole is false where one of them does not end.
func withoutAsides(field string) (bare string, whole bool) {
	out, depth, quoted := make([]byte, 0, len(field)), 0, false
	for i := 0; i < len(field); i++ {
		switch c := field[i]; {
		case c == '\\' && (quoted || depth > 0):
			i++
		case c == '"' && depth == 0:
			quoted = !quoted
		case quoted:
		case c == '(':
			depth++
		case c == ')' && depth > 0:
			if depth--; depth == 0 {
				out = append(out, ' ')
			}
		case depth == 0:
			out = append(out, c)
		}
	}
	return string(out), depth == 0 && !quoted
}
