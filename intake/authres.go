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
// counts: a server adds its own above what it received, and what a sender
// wrote under that name lies below. The server has to remove such fields where
// it adds none itself (RFC 8601, section 5).
func dkimAligned(h mime.Header, server, from string) bool {
	_, domain, ok := strings.Cut(strings.ToLower(from), "@")
	if server == "" || !ok {
		return false
	}
	fields := h.All("Authentication-Results")
	for _, field := range fields[:min(len(fields), maxResults)] {
		id, results, err := authres.Parse(field)
		if name, _, _ := strings.Cut(strings.TrimSpace(id), " "); err != nil || !strings.EqualFold(name, server) {
			continue
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
