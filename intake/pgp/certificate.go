package pgp

import (
	"bytes"
	"cmp"
	"errors"
	"slices"
	"time"

	"github.com/ProtonMail/go-crypto/openpgp/packet"
	openpgp "github.com/ProtonMail/go-crypto/openpgp/v2"

	"tocsin/intake/mime"
	"tocsin/store"
)

// A certificate is a key with all its parts as it was found valid: each
// signature in it was verified when it was built, and nothing in it changes
// afterwards, so that workers may share it. go-crypto's entities, which verify
// late and keep the result, are never kept.
type certificate struct {
	fingerprint store.Fingerprint
	keys        []*material // the primary key first
	userIDs     []string    // as they are in the certificate
	addresses   []string    // registered for it
	accepted    bool        // we accepted it: it may speak for its addresses
	withdrawn   bool        // it was accepted once, and revoked by us
	public      []byte      // canonical binary form
}

// A material is one key of a certificate, primary or subkey.
type material struct {
	cert    *certificate
	primary bool
	public  *packet.PublicKey
	private *packet.PrivateKey // unlocked; nil if it is not ours
	claims  []claim            // oldest first
	direct  []claim            // of a primary key: direct-key signatures
	revoked []revocation
	weak    string // why its signatures prove little, "" if they do
}

// A claim is what one valid self-signature or binding says of a key.
type claim struct {
	made     time.Time
	until    time.Time // when the claim itself ends; zero = never
	keyUntil time.Time // when the key expires; zero = never
	flags    bool      // key flags were given
	sign     bool
	encrypt  bool
	hashes   []uint8 // preferred
}

// A revocation ends a key: a hard one from the beginning, a soft one
// (superseded, retired) from its date.
type revocation struct {
	at   time.Time
	hard bool
}

// states of a key at a time.
type state int

const (
	valid state = iota
	notYet
	expired
	revoked
	unbound
)

// at returns the state of the key at a time and the claim that holds then.
// A key lives no longer than its primary key.
func (k *material) at(t time.Time) (claim, state) {
	if !k.primary {
		if _, s := k.cert.keys[0].at(t); s != valid {
			return claim{}, s
		}
	}
	for _, r := range k.revoked {
		if r.hard || !t.Before(r.at) {
			return claim{}, revoked
		}
	}
	if t.Before(k.public.CreationTime) {
		return claim{}, notYet
	}
	c, ok := claimAt(k.claims, t)
	if !ok {
		return c, unbound
	}
	until := c.keyUntil
	if d, ok := claimAt(k.direct, t); ok && !d.keyUntil.IsZero() && (until.IsZero() || d.keyUntil.Before(until)) {
		until = d.keyUntil
	}
	if over(c.until, t) || over(until, t) {
		return c, expired
	}
	return c, valid
}

// weakness says why signatures by the key prove little, "" if they prove. A
// subkey is as weak as the primary key that vouches for it.
func (k *material) weakness() string { return cmp.Or(k.weak, k.cert.keys[0].weak) }

// over reports whether an end has come; the zero time never does.
func over(end, t time.Time) bool { return !end.IsZero() && t.After(end) }

// claimAt returns the newest claim made at t or before. If the key was
// certified anew since, and the older claims are gone, the oldest is taken.
func claimAt(claims []claim, t time.Time) (claim, bool) {
	if len(claims) == 0 {
		return claim{}, false
	}
	found := claims[0]
	for _, c := range claims {
		if !c.made.After(t) {
			found = c
		}
	}
	return found, true
}

// errCertificate says that a key has nothing valid that one could use.
var errCertificate = errors.New("no user id that the key itself has signed")

// build verifies an entity and keeps what is valid of it.
func build(e *openpgp.Entity) (*certificate, error) {
	c := &certificate{fingerprint: fingerprint(e.PrimaryKey)}
	var canon bytes.Buffer
	if err := e.PrimaryKey.Serialize(&canon); err != nil {
		return nil, err
	}
	primary := &material{cert: c, primary: true, public: e.PrimaryKey, private: e.PrivateKey, weak: weakness(e.PrimaryKey)}
	c.keys = append(c.keys, primary)
	for _, s := range e.Revocations {
		if s.Packet.CheckKeyIdOrFingerprint(e.PrimaryKey) && e.PrimaryKey.VerifyRevocationSignature(s.Packet) == nil {
			primary.revoked = append(primary.revoked, revocationOf(s.Packet))
			_ = s.Packet.Serialize(&canon)
		}
	}
	for _, s := range e.DirectSignatures {
		if s.Packet.CheckKeyIdOrFingerprint(e.PrimaryKey) && e.PrimaryKey.VerifyDirectKeySignature(s.Packet) == nil {
			primary.direct = append(primary.direct, claimOf(e.PrimaryKey, s.Packet))
			_ = s.Packet.Serialize(&canon)
		}
	}
	c.addUserIDs(e, &canon)
	if e.PrimaryKey.Version == 6 {
		primary.claims = primary.direct
	}
	if len(primary.claims) == 0 {
		return nil, errCertificate
	}
	for i := range e.Subkeys {
		c.addSubkey(e.PrimaryKey, &e.Subkeys[i], &canon)
	}
	for _, k := range c.keys {
		sortClaims(k.claims)
		sortClaims(k.direct)
	}
	c.public = canon.Bytes()
	return c, nil
}

func sortClaims(claims []claim) {
	slices.SortStableFunc(claims, func(a, b claim) int { return a.made.Compare(b.made) })
}

// addUserIDs keeps the user ids that the key has certified and not revoked.
func (c *certificate) addUserIDs(e *openpgp.Entity, canon *bytes.Buffer) {
	ids := make([]*openpgp.Identity, 0, len(e.Identities))
	for _, id := range e.Identities {
		ids = append(ids, id)
	}
	slices.SortFunc(ids, func(a, b *openpgp.Identity) int { return cmp.Compare(a.Name, b.Name) })
	for _, id := range ids {
		own := verified(id.SelfCertifications, func(s *packet.Signature) error {
			return e.PrimaryKey.VerifyUserIdSignature(id.Name, e.PrimaryKey, s)
		})
		ends := verified(id.Revocations, func(s *packet.Signature) error {
			return e.PrimaryKey.VerifyUserIdSignature(id.Name, e.PrimaryKey, s)
		})
		if len(own) == 0 || len(id.Name) > maxUserID {
			continue
		}
		_ = id.UserId.Serialize(canon)
		for _, s := range append(ends, own...) {
			_ = s.Serialize(canon)
		}
		last := slices.MaxFunc(own, func(a, b *packet.Signature) int { return a.CreationTime.Compare(b.CreationTime) })
		if slices.ContainsFunc(ends, func(s *packet.Signature) bool { return !s.CreationTime.Before(last.CreationTime) }) {
			continue
		}
		c.userIDs = append(c.userIDs, id.Name)
		for _, s := range own {
			c.keys[0].claims = append(c.keys[0].claims, claimOf(e.PrimaryKey, s))
		}
	}
}

// addSubkey keeps a subkey that the primary key has bound, and if it may sign,
// that has signed for it in return.
func (c *certificate) addSubkey(primary *packet.PublicKey, sub *openpgp.Subkey, canon *bytes.Buffer) {
	bindings := verified(sub.Bindings, func(s *packet.Signature) error {
		return primary.VerifyKeySignature(sub.PublicKey, s)
	})
	if len(bindings) == 0 {
		return
	}
	ends := verified(sub.Revocations, func(s *packet.Signature) error {
		return primary.VerifySubkeyRevocationSignature(s, sub.PublicKey)
	})
	k := &material{cert: c, public: sub.PublicKey, private: sub.PrivateKey, weak: weakness(sub.PublicKey)}
	_ = sub.PublicKey.Serialize(canon)
	for _, s := range ends {
		k.revoked = append(k.revoked, revocationOf(s))
		_ = s.Serialize(canon)
	}
	for _, s := range bindings {
		k.claims = append(k.claims, claimOf(sub.PublicKey, s))
		_ = s.Serialize(canon)
	}
	c.keys = append(c.keys, k)
}

// verified returns the signatures that check accepts.
func verified(list []*packet.VerifiableSignature, check func(*packet.Signature) error) []*packet.Signature {
	var good []*packet.Signature
	for _, s := range list {
		if check(s.Packet) == nil && !criticalNotation(s.Packet) {
			good = append(good, s.Packet)
		}
	}
	return good
}

// criticalNotation reports whether a signature says something that its reader
// must know and we don't (RFC 9580 section 5.2.3.24).
func criticalNotation(s *packet.Signature) bool {
	return slices.ContainsFunc(s.Notations, func(n *packet.Notation) bool { return n.IsCritical })
}

func claimOf(key *packet.PublicKey, s *packet.Signature) claim {
	c := claim{
		made: s.CreationTime, flags: s.FlagsValid, sign: s.FlagSign, hashes: s.PreferredHash,
		encrypt: s.FlagEncryptCommunications || s.FlagEncryptStorage,
	}
	if s.SigLifetimeSecs != nil && *s.SigLifetimeSecs > 0 {
		c.until = s.CreationTime.Add(time.Duration(*s.SigLifetimeSecs) * time.Second)
	}
	if s.KeyLifetimeSecs != nil && *s.KeyLifetimeSecs > 0 {
		c.keyUntil = key.CreationTime.Add(time.Duration(*s.KeyLifetimeSecs) * time.Second)
	}
	return c
}

func revocationOf(s *packet.Signature) revocation {
	r := revocation{at: s.CreationTime, hard: true}
	if s.RevocationReason != nil {
		switch *s.RevocationReason {
		case packet.KeySuperseded, packet.KeyRetired:
			r.hard = false
		}
	}
	return r
}

// maySign reports whether a claim lets a key sign. Without key flags only a
// primary key may.
func (k *material) maySign(c claim) bool {
	return k.public.PubKeyAlgo.CanSign() && (c.sign || !c.flags && k.primary)
}

// mayEncrypt reports whether a claim lets a key be encrypted to.
func (k *material) mayEncrypt(c claim) bool { return k.public.PubKeyAlgo.CanEncrypt() && c.encrypt }

// everEncrypted reports whether mail may have been encrypted to a key at any
// time: a key that only ever signed decrypts nothing.
func (k *material) everEncrypted() bool {
	return slices.ContainsFunc(k.claims, func(c claim) bool { return c.encrypt || !c.flags })
}

// fingerprint returns a key's fingerprint in the form of store.Fingerprint.
func fingerprint(k *packet.PublicKey) store.Fingerprint {
	return issuer(k.Fingerprint)
}

// expires returns when the certificate is of no more use for encrypting or
// signing: the end of its primary key, or of its last encryption key if that
// is earlier. The zero time means never.
func (c *certificate) expires() time.Time {
	end := c.keys[0].end()
	var last time.Time
	some := false
	for _, k := range c.keys[1:] {
		if newest := k.claims[len(k.claims)-1]; !k.mayEncrypt(newest) {
			continue
		}
		e := k.end()
		if !some || e.IsZero() || !last.IsZero() && e.After(last) {
			last = e
		}
		some = true
	}
	if some && !last.IsZero() && (end.IsZero() || last.Before(end)) {
		return last
	}
	return end
}

// end returns the expiry that the newest claim gives a key.
func (k *material) end() time.Time {
	end := k.claims[len(k.claims)-1].keyUntil
	if n := len(k.direct); n > 0 && end.IsZero() {
		end = k.direct[n-1].keyUntil
	}
	return end
}

// info describes the certificate at the end of its known history.
func (c *certificate) info() Info {
	i := Info{Fingerprint: c.fingerprint, Addresses: c.addresses, Expires: c.expires(), Algorithm: algorithm(c.keys[0].public)}
	for _, id := range c.userIDs {
		i.UserIDs = append(i.UserIDs, mime.Sanitize(id))
	}
	for _, k := range c.keys {
		newest := k.claims[len(k.claims)-1]
		i.CanSign = i.CanSign || k.maySign(newest) && len(k.revoked) == 0
		i.CanEncrypt = i.CanEncrypt || k.mayEncrypt(newest) && len(k.revoked) == 0
	}
	if len(c.keys[0].revoked) > 0 {
		i.CanSign, i.CanEncrypt = false, false
	}
	return i
}
