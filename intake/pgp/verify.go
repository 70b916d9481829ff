package pgp

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash"
	"slices"
	"time"

	pgperrors "github.com/ProtonMail/go-crypto/openpgp/errors"
	"github.com/ProtonMail/go-crypto/openpgp/packet"

	"tocsin/store"
)

// Statuses of a signature; package doc says what each means.
const (
	statusGood        = "good"
	statusBad         = "bad"
	statusNoKey       = "no-key"
	statusExpired     = "expired"
	statusRevoked     = "revoked"
	statusKeyExpired  = "key-expired"
	statusWeak        = "weak"
	statusUnsupported = "unsupported"
	statusFuture      = "future"
	statusNotForUs    = "not-for-us"
)

// maxCandidates bounds the keys of one key id that a signature is tried with.
const maxCandidates = 4

// signed is what a signature is about.
type signed struct {
	data  []byte
	lines bool         // line ends are CRLF for every kind of signature (MIME parts)
	clear bool         // cleartext framework: only text signatures count
	file  bool         // a file of text, whose line ends changed on the way
	by    *certificate // our certificate that decrypted it, nil if it came in clear
}

// write feeds the octets that a signature of that type covers.
func (s signed) write(h hash.Hash, t packet.SignatureType) {
	if s.lines || t == packet.SigTypeText {
		writeLines(h, s.data)
		return
	}
	h.Write(s.data)
}

// readings lists what the signer may have had: of a file of text the same with
// the line ends of other systems, since mail has CRLF whatever it was saved with.
func (s signed) readings() []signed {
	list := []signed{s}
	if s.file {
		lf, crlf := s, s
		lf.data = bytes.ReplaceAll(s.data, []byte("\r\n"), []byte("\n"))
		crlf.data = bytes.ReplaceAll(lf.data, []byte("\n"), []byte("\r\n"))
		list = append(list, lf, crlf)
	}
	return list
}

// writeLines writes data with each bare LF made CRLF and nothing else changed:
// blanks at the ends of lines are signed (RFC 3156 section 5).
func writeLines(h hash.Hash, data []byte) {
	for len(data) > 0 {
		i := bareLF(data)
		if i < 0 {
			h.Write(data)
			return
		}
		h.Write(data[:i])
		h.Write([]byte("\r\n"))
		data = data[i+1:]
	}
}

// bareLF returns where the first LF without CR before it is.
func bareLF(data []byte) int {
	for at := 0; ; {
		i := bytes.IndexByte(data[at:], '\n')
		if i < 0 {
			return -1
		}
		at += i
		if at == 0 || data[at-1] != '\r' {
			return at
		}
		at++
	}
}

// A finding of fact about one signature: what is shown of it, and what the
// verdict needs to know.
type verdict struct {
	store.Signature
	cert     *certificate // the signer's, nil if there is no key
	current  bool         // the key is valid now, too
	intended bool         // the signature itself names us as recipient
	keyID    uint64       // who it says made it, 0 if it does not say
	reason   string       // for a person
}

// classify verifies one signature packet. The octets are checked first and
// policy after, so that nothing hides a tampered message.
func (r *Ring) classify(body []byte, about signed, opt Options) verdict {
	sig, err := parseSignature(body)
	if err != nil {
		return unparsed(body, err)
	}
	v := verdict{Signature: store.Signature{Made: sig.CreationTime.UTC()}}
	if sig.IssuerKeyId != nil {
		v.keyID = *sig.IssuerKeyId
	}
	v.Fingerprint = issuer(sig.IssuerFingerprint) // what it says; the key's own once there is one
	if sig.SigType != packet.SigTypeText && (about.clear || sig.SigType != packet.SigTypeBinary) {
		return v.as(statusUnsupported, "signature of a type that is not for documents")
	}
	keys := r.signers(sig)
	if len(keys) == 0 {
		return v.as(statusNoKey, "")
	}
	key, err := check(keys, sig, about)
	if key == nil {
		v.cert = keys[0].cert
		v.Fingerprint = keys[0].cert.fingerprint
		if errors.Is(err, errUnsupported) {
			return v.as(statusUnsupported, "hash algorithm")
		}
		return v.as(statusBad, "")
	}
	v.cert, v.Fingerprint = key.cert, key.cert.fingerprint
	v.Algorithm = algorithm(key.public) + ", " + sig.Hash.String()
	return r.judge(v, key, sig, about, opt)
}

// judge applies policy to a signature whose octets are right.
func (r *Ring) judge(v verdict, key *material, sig *packet.Signature, about signed, opt Options) verdict {
	c, then := key.at(sig.CreationTime)
	_, now := key.at(opt.Now)
	v.current = now == valid
	switch {
	case then == revoked || key.cert.withdrawn:
		return v.as(statusRevoked, "")
	case then == unbound || !key.maySign(c):
		return v.as(statusNoKey, "the key may not sign")
	case then != valid:
		return v.as(statusKeyExpired, "the key was "+then.String())
	case key.weakness() != "":
		return v.as(statusWeak, key.weakness())
	case weakHash(sig.Hash):
		return v.as(statusWeak, sig.Hash.String())
	case criticalNotation(sig):
		return v.as(statusUnsupported, "critical notation")
	case sig.CreationTime.After(opt.Now.Add(opt.Skew)):
		return v.as(statusFuture, "")
	case sig.SigLifetimeSecs != nil && *sig.SigLifetimeSecs > 0 &&
		opt.Now.After(sig.CreationTime.Add(time.Duration(*sig.SigLifetimeSecs)*time.Second)):
		return v.as(statusExpired, "")
	}
	if len(sig.IntendedRecipients) > 0 {
		if v.intended = r.intended(sig, about.by); !v.intended {
			return v.as(statusNotForUs, "signed for other recipients")
		}
	}
	return v.as(statusGood, "")
}

// intended reports whether a signature names us: the key that decrypted it,
// or for a message in clear any key of the team.
func (r *Ring) intended(sig *packet.Signature, by *certificate) bool {
	return slices.ContainsFunc(sig.IntendedRecipients, func(rc *packet.Recipient) bool {
		f := issuer(rc.Fingerprint)
		if by != nil {
			return f == by.fingerprint
		}
		return r.find(r.team, f) != nil
	})
}

func (v verdict) as(status, reason string) verdict {
	v.Status, v.reason = status, reason
	return v
}

// signers returns the keys that a signature says made it.
func (r *Ring) signers(sig *packet.Signature) []*material {
	if sig.IssuerKeyId == nil {
		return nil
	}
	var keys []*material
	for _, k := range r.byID[*sig.IssuerKeyId] {
		if sig.CheckKeyIdOrFingerprint(k.public) && len(keys) < maxCandidates {
			keys = append(keys, k)
		}
	}
	return keys
}

// errUnsupported says that a signature can't be checked.
var errUnsupported = errors.New("unsupported")

// check returns the key that made a signature, nil if none of keys did.
func check(keys []*material, sig *packet.Signature, about signed) (*material, error) {
	for _, reading := range about.readings() {
		for _, k := range keys {
			h, err := sig.PrepareVerify()
			if err != nil {
				return nil, errUnsupported
			}
			reading.write(h, sig.SigType)
			if safely(func() error { return k.public.VerifySignature(h, sig) }) == nil {
				return k, nil
			}
		}
	}
	return nil, nil
}

// parseSignature parses the body of a signature packet.
func parseSignature(body []byte) (sig *packet.Signature, err error) {
	err = safely(func() error {
		p, err := (&packet.OpaquePacket{Tag: tagSignature, Contents: body}).Parse()
		if err != nil {
			return err
		}
		s, ok := p.(*packet.Signature)
		if !ok {
			return errPacket
		}
		sig = s
		return nil
	})
	return sig, err
}

// unparsed is the verdict on a signature packet that go-crypto does not read:
// a kind of old or new that it has no support for, or damage.
func unparsed(body []byte, err error) verdict {
	v := verdict{}
	if len(body) == 0 {
		return v.as(statusBad, "empty signature packet")
	}
	v.keyID = rawKeyID(body)
	var unsupported pgperrors.UnsupportedError
	if errors.As(err, &unsupported) {
		reason := string(unsupported)
		if body[0] == 3 {
			reason = "version 3 signature"
		}
		return v.as(statusUnsupported, reason)
	}
	return v.as(statusBad, "damaged signature")
}

// rawKeyID finds the issuer's key id in a signature packet that was not
// parsed, 0 if there is none.
func rawKeyID(body []byte) uint64 {
	if body[0] == 3 && len(body) >= 15 {
		return binary.BigEndian.Uint64(body[7:15])
	}
	if body[0] != 4 || len(body) < 6 {
		return 0
	}
	at := 4
	for range 2 {
		if len(body) < at+2 {
			return 0
		}
		n := int(binary.BigEndian.Uint16(body[at:]))
		at += 2
		if len(body) < at+n {
			return 0
		}
		subs, _ := packet.OpaqueSubpackets(body[at : at+n])
		for _, s := range subs {
			if s.SubType&0x7f == 16 && len(s.Contents) == 8 {
				return binary.BigEndian.Uint64(s.Contents)
			}
		}
		at += n
	}
	return 0
}

// issuer writes a fingerprint in the form of store.Fingerprint, "" for none.
func issuer(raw []byte) store.Fingerprint {
	return store.Fingerprint(fmt.Sprintf("%X", raw))
}
