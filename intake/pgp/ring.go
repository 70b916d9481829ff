package pgp

import (
	"bytes"
	"fmt"
	"strings"
	"time"

	openpgp "github.com/ProtonMail/go-crypto/openpgp/v2"

	"tocsin/store"
)

// A Ring holds our secret keys and the certificates that we accepted, indexed
// by the full fingerprint and the key id of each of their keys. It does not
// change, and holds nothing that changes when it is used.
type Ring struct {
	team     []*certificate
	accepted []*certificate
	byID     map[uint64][]*material // to verify with
	byPrint  map[store.Fingerprint]*certificate
}

// NewRing unlocks the team's keys, verifies all certificates and indexes them.
// Of accepted, entries in state accepted may speak for their Addresses; those
// in state revoked are known, and what they sign has status revoked; others
// are passed over. Of one given twice the first counts, for the addresses of
// both. An error names the key and the cause, and wraps a
// *KeyError if one accepted certificate is at fault.
func NewRing(team []SecretKey, accepted []store.StoredKey) (*Ring, error) {
	r := &Ring{byID: map[uint64][]*material{}, byPrint: map[store.Fingerprint]*certificate{}}
	for _, s := range team {
		certs, err := unlock(s)
		if err != nil {
			return nil, fmt.Errorf("pgp: team key %s: %w", s.Name, err)
		}
		for _, c := range certs {
			if r.find(r.team, c.fingerprint) == nil {
				r.team = append(r.team, c)
			}
		}
	}
	for _, k := range accepted {
		if k.State != store.KeyAccepted && k.State != store.KeyRevoked {
			continue
		}
		if err := r.accept(k); err != nil {
			return nil, err
		}
	}
	return r, r.indexAll()
}

// indexAll enters the team's keys before those of others, so that it is never
// the team whom another one's claim keeps out.
func (r *Ring) indexAll() error {
	for _, c := range r.team {
		if known := r.find(r.accepted, c.fingerprint); known != nil {
			c = known
		}
		if err := r.index(c); err != nil {
			return fmt.Errorf("pgp: team key %s: %w", c.fingerprint, err)
		}
	}
	for _, c := range r.accepted {
		if r.find(r.team, c.fingerprint) != nil {
			continue
		}
		if err := r.index(c); err != nil {
			return &KeyError{Fingerprint: c.fingerprint, Reason: err.Error()}
		}
	}
	return nil
}

// accept adds one stored certificate.
func (r *Ring) accept(k store.StoredKey) error {
	c, err := certificateOf(k)
	if err != nil {
		return &KeyError{Fingerprint: k.Fingerprint, Reason: err.Error()}
	}
	if known := r.find(r.accepted, c.fingerprint); known != nil {
		known.addresses = append(known.addresses, c.addresses...)
		known.withdrawn = known.withdrawn || c.withdrawn
		known.accepted = known.accepted && c.accepted
		return nil
	}
	r.accepted = append(r.accepted, c)
	return nil
}

// index enters each key of a certificate. A certificate that claims a key of
// another one is refused: it would shadow it.
func (r *Ring) index(c *certificate) error {
	if err := r.claims(c); err != nil {
		return err
	}
	for _, k := range c.keys {
		r.byPrint[fingerprint(k.public)] = c
		r.byID[k.public.KeyId] = append(r.byID[k.public.KeyId], k)
	}
	return nil
}

// claims says which key of another certificate a certificate claims as its own.
func (r *Ring) claims(c *certificate) error {
	for _, k := range c.keys {
		f := fingerprint(k.public)
		if other := r.byPrint[f]; other != nil && other.fingerprint != c.fingerprint {
			return fmt.Errorf("it claims key %s, which belongs to %s: only one certificate may have it", f, other.fingerprint)
		}
	}
	return nil
}

// Check says why a key could not be accepted beside those of the ring, nil if
// it could. The error is a *KeyError.
func (r *Ring) Check(k store.StoredKey) error {
	c, err := certificateOf(k)
	if err == nil {
		err = r.claims(c)
	}
	if err != nil {
		return &KeyError{Fingerprint: k.Fingerprint, Reason: err.Error()}
	}
	return nil
}

// Clone returns a ring for one worker. It costs nothing: a Ring is immutable
// all through, so that workers can share one, and none of go-crypto's
// entities, which are not safe for that, is left in it.
func (r *Ring) Clone() *Ring {
	c := *r
	return &c
}

// Team describes our own keys. CanSign and CanEncrypt leave dates aside.
func (r *Ring) Team() []Info { return infos(r.team) }

// Accepted describes the accepted certificates, those we revoked left out.
func (r *Ring) Accepted() []Info {
	var list []*certificate
	for _, c := range r.accepted {
		if c.accepted {
			list = append(list, c)
		}
	}
	return infos(list)
}

func infos(list []*certificate) []Info {
	out := make([]Info, 0, len(list))
	for _, c := range list {
		out = append(out, c.info())
	}
	return out
}

func (r *Ring) find(list []*certificate, f store.Fingerprint) *certificate {
	for _, c := range list {
		if c.fingerprint == f {
			return c
		}
	}
	return nil
}

// Usable says why a certificate can't be encrypted to now, nil if it can. The
// error is a *KeyError.
func (r *Ring) Usable(f store.Fingerprint, now time.Time) error {
	_, err := r.encryptionKey(f, now)
	return err
}

// encryptionKey returns the newest key of an accepted or own certificate that
// may be encrypted to now.
func (r *Ring) encryptionKey(f store.Fingerprint, now time.Time) (*material, error) {
	c := r.find(r.accepted, f)
	if c == nil {
		c = r.find(r.team, f)
	}
	switch {
	case c == nil:
		return nil, &KeyError{Fingerprint: f, Reason: "it is not among the accepted keys"}
	case c.withdrawn:
		return nil, &KeyError{Fingerprint: f, Reason: "it was revoked here"}
	}
	if _, s := c.keys[0].at(now); s != valid {
		return nil, &KeyError{Fingerprint: f, Reason: "the key is " + s.String()}
	}
	var best *material
	reason := "it has no key to encrypt to"
	for _, k := range c.keys {
		claim, s := k.at(now)
		switch {
		case s != valid:
			reason = "its encryption key is " + s.String()
		case !k.mayEncrypt(claim):
		case k.weakness() != "":
			reason = "its encryption key is weak: " + k.weakness()
		case best == nil || k.public.CreationTime.After(best.public.CreationTime):
			best = k
		}
	}
	if best == nil {
		return nil, &KeyError{Fingerprint: f, Reason: reason}
	}
	return best, nil
}

// String says the state in words that complete "the key is …".
func (s state) String() string {
	return [...]string{"valid", "dated in the future", "expired", "revoked", "not bound to its primary key"}[s]
}

// signingKey returns our first key that may sign now.
func (r *Ring) signingKey(now time.Time) (*material, error) {
	err := &KeyError{Reason: "there is no team key that may sign"}
	for _, c := range r.team {
		var best *material
		for _, k := range c.keys {
			claim, s := k.at(now)
			usable := s == valid && k.maySign(claim) && k.private != nil && !k.private.Dummy() && k.weakness() == ""
			if usable && (best == nil || !k.primary) {
				best = k
			}
		}
		if best != nil {
			return best, nil
		}
		err = &KeyError{Fingerprint: c.fingerprint, Reason: "our key may not sign now: expired, revoked, weak or without its secret part"}
	}
	return nil, err
}

// certificateOf builds the certificate of a stored key.
func certificateOf(k store.StoredKey) (*certificate, error) {
	if len(k.Cert) > maxCertificate {
		return nil, fmt.Errorf("certificate of more than %d KiB", maxCertificate>>10)
	}
	list, err := openpgp.ReadKeyRing(bytes.NewReader(k.Cert))
	if err != nil {
		return nil, err
	}
	if len(list) != 1 {
		return nil, fmt.Errorf("%d certificates where one belongs", len(list))
	}
	c, err := build(list[0])
	if err != nil {
		return nil, err
	}
	if k.Fingerprint != "" && k.Fingerprint != c.fingerprint {
		return nil, fmt.Errorf("the certificate is that of %s", c.fingerprint)
	}
	c.accepted, c.withdrawn = k.State == store.KeyAccepted, k.State == store.KeyRevoked
	for _, a := range k.Addresses {
		c.addresses = append(c.addresses, foldDomain(a))
	}
	return c, nil
}

// foldDomain puts the domain of an address in lower case: the local part is
// its owner's business.
func foldDomain(address string) string {
	at := strings.LastIndexByte(address, '@')
	return address[:at+1] + strings.ToLower(address[at+1:])
}
