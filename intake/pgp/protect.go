package pgp

import (
	"bytes"
	"cmp"
	"crypto"
	"crypto/rand"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/ProtonMail/go-crypto/openpgp/packet"

	"tocsin/intake/mime"
	"tocsin/store"
)

// Protect writes a letter as PGP/MIME (RFC 3156) with protected header fields
// (RFC 9788). With recipients it is encrypted to all of them and to our own
// keys (AES-256, SEIPD version 1, which every program reads), with the Subject
// hidden outside; signed only, it is a multipart/signed. With neither it is
// the plain letter. If one key can't be used nothing is written, and the error
// is a *KeyError.
func Protect(l mime.Letter, ring *Ring, c Cover) ([]byte, error) {
	now := c.Now
	if now.IsZero() {
		now = time.Now()
	}
	var signer *material
	if c.Sign {
		var err error
		if signer, err = ring.signingKey(now); err != nil {
			return nil, err
		}
	}
	switch {
	case len(c.To) > 0:
		return ring.encryptLetter(l, c, signer, now)
	case signer != nil:
		return signLetter(l, signer, now)
	}
	raw, err := l.Compose()
	if err != nil {
		return nil, fmt.Errorf("pgp: %w", err)
	}
	return raw, nil
}

// signLetter writes a multipart/signed.
func signLetter(l mime.Letter, signer *material, now time.Time) ([]byte, error) {
	payload, err := l.ProtectedPayload("clear")
	if err != nil {
		return nil, fmt.Errorf("pgp: %w", err)
	}
	fields, err := l.Headers()
	if err != nil {
		return nil, fmt.Errorf("pgp: %w", err)
	}
	sig, err := detach(signer, payload, now)
	if err != nil {
		return nil, err
	}
	entity := slices.Concat([]byte("Content-Type: application/pgp-signature; name=\"signature.asc\"\r\n"+
		"Content-Description: OpenPGP digital signature\r\n"+
		"Content-Disposition: attachment; filename=\"signature.asc\"\r\n\r\n"), crlf(sig))
	params := map[string]string{"protocol": typeSignature, "micalg": "pgp-sha512"}
	return assemble(fields, "multipart/signed", params, payload, entity)
}

// encryptLetter writes a multipart/encrypted.
func (r *Ring) encryptLetter(l mime.Letter, c Cover, signer *material, now time.Time) ([]byte, error) {
	recipients, err := r.recipients(c.To, now)
	if err != nil {
		return nil, err
	}
	outer := l
	outer.Subject = cmp.Or(c.HideSubject, "...")
	fields, err := outer.Headers()
	if err != nil {
		return nil, fmt.Errorf("pgp: %w", err)
	}
	payload, err := l.ProtectedPayload("cipher", fields...)
	if err != nil {
		return nil, fmt.Errorf("pgp: %w", err)
	}
	var message bytes.Buffer
	if err := encrypt(&message, payload, recipients, signer, now); err != nil {
		return nil, err
	}
	ciphertext, err := armoured(kindMessage, message.Bytes())
	if err != nil {
		return nil, err
	}
	version := []byte("Content-Type: application/pgp-encrypted\r\nContent-Description: PGP/MIME version identification\r\n\r\nVersion: 1\r\n")
	entity := slices.Concat([]byte("Content-Type: application/octet-stream; name=\"encrypted.asc\"\r\n"+
		"Content-Description: OpenPGP encrypted message\r\n"+
		"Content-Disposition: inline; filename=\"encrypted.asc\"\r\n\r\n"), crlf(ciphertext))
	return assemble(fields, "multipart/encrypted", map[string]string{"protocol": typeEncrypted}, version, entity)
}

func assemble(fields []mime.Field, mediaType string, params map[string]string, entities ...[]byte) ([]byte, error) {
	raw, err := mime.Assemble(fields, mediaType, params, entities...)
	if err != nil {
		return nil, fmt.Errorf("pgp: %w", err)
	}
	return raw, nil
}

// recipients returns the keys to encrypt to: those asked for, all or none, and
// each of ours that still can.
func (r *Ring) recipients(to []store.Fingerprint, now time.Time) ([]*material, error) {
	var list []*material
	add := func(k *material) {
		if !slices.Contains(list, k) {
			list = append(list, k)
		}
	}
	for _, f := range to {
		k, err := r.encryptionKey(f, now)
		if err != nil {
			return nil, err
		}
		add(k)
	}
	for _, c := range r.team {
		if k, err := r.encryptionKey(c.fingerprint, now); err == nil {
			add(k)
		}
	}
	return list, nil
}

// encrypt writes an encrypted, and with a signer signed, message.
func encrypt(w io.Writer, plain []byte, to []*material, signer *material, now time.Time) error {
	cfg := &packet.Config{Time: func() time.Time { return now }}
	session := make([]byte, packet.CipherAES256.KeySize())
	if _, err := rand.Read(session); err != nil {
		return fmt.Errorf("pgp: %w", err)
	}
	for _, k := range to {
		err := packet.SerializeEncryptedKeyAEADwithHiddenOption(w, k.public, packet.CipherAES256, false, session, false, cfg)
		if err != nil {
			return &KeyError{Fingerprint: k.cert.fingerprint, Reason: err.Error()}
		}
	}
	body, err := packet.SerializeSymmetricallyEncrypted(w, packet.CipherAES256, false, packet.CipherSuite{}, session, cfg)
	if err != nil {
		return fmt.Errorf("pgp: %w", err)
	}
	if err := writeSigned(body, plain, to, signer, now); err != nil {
		return fmt.Errorf("pgp: %w", err)
	}
	if err := body.Close(); err != nil {
		return fmt.Errorf("pgp: %w", err)
	}
	return nil
}

// open keeps a stream open when a packet in it is closed.
type open struct{ io.Writer }

// Close does nothing.
func (open) Close() error { return nil }

// writeSigned writes one-pass signature, literal and signature, or the literal
// alone.
func writeSigned(w io.Writer, plain []byte, to []*material, signer *material, now time.Time) error {
	var sig *packet.Signature
	if signer != nil {
		var err error
		if sig, err = sign(signer, plain, to, now); err != nil {
			return err
		}
		if err := announce(sig).Serialize(w); err != nil {
			return err
		}
	}
	lit, err := packet.SerializeLiteral(open{w}, true, "", 0)
	if err != nil {
		return err
	}
	if _, err := lit.Write(plain); err != nil {
		return err
	}
	if err := lit.Close(); err != nil || signer == nil {
		return err
	}
	return sig.Serialize(w)
}

// announce makes the one-pass packet for a signature.
func announce(sig *packet.Signature) *packet.OnePassSignature {
	ops := &packet.OnePassSignature{
		Version: 3, SigType: sig.SigType, Hash: sig.Hash, PubKeyAlgo: sig.PubKeyAlgo, KeyId: *sig.IssuerKeyId, IsLast: true,
	}
	if sig.Version == 6 {
		ops.Version, ops.KeyFingerprint, ops.Salt = 6, sig.IssuerFingerprint, sig.Salt()
	}
	return ops
}

// sign makes a signature that names its intended recipients.
func sign(signer *material, data []byte, to []*material, now time.Time) (*packet.Signature, error) {
	sig := &packet.Signature{
		Version: signer.public.Version, SigType: packet.SigTypeBinary, PubKeyAlgo: signer.public.PubKeyAlgo,
		Hash: crypto.SHA512, CreationTime: now, IssuerKeyId: &signer.public.KeyId,
		IssuerFingerprint: signer.public.Fingerprint, IssuerKeyVersion: uint8(signer.public.Version),
	}
	for _, k := range to {
		primary := k.cert.keys[0].public
		sig.IntendedRecipients = append(sig.IntendedRecipients,
			&packet.Recipient{KeyVersion: primary.Version, Fingerprint: primary.Fingerprint})
	}
	cfg := &packet.Config{Time: func() time.Time { return now }}
	h, err := sig.PrepareSign(cfg)
	if err != nil {
		return nil, err
	}
	h.Write(data)
	return sig, sig.Sign(h, signer.private, cfg)
}

// detach makes an armoured detached signature.
func detach(signer *material, data []byte, now time.Time) ([]byte, error) {
	sig, err := sign(signer, data, nil, now)
	if err != nil {
		return nil, fmt.Errorf("pgp: %w", err)
	}
	var raw bytes.Buffer
	if err := sig.Serialize(&raw); err != nil {
		return nil, fmt.Errorf("pgp: %w", err)
	}
	return armoured(kindSignature, raw.Bytes())
}

// crlf gives armour the line ends of mail.
func crlf(text []byte) []byte {
	return bytes.ReplaceAll(bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n")), []byte("\n"), []byte("\r\n"))
}
