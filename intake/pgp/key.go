package pgp

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/ProtonMail/go-crypto/openpgp/armor"
	"github.com/ProtonMail/go-crypto/openpgp/packet"
	openpgp "github.com/ProtonMail/go-crypto/openpgp/v2"

	"tocsin/intake/mime"
	"tocsin/store"
)

// Bounds on one certificate and on one file of them. A flooded certificate
// (CVE-2019-13050) is refused before it is parsed.
const (
	maxCertificate = 256 << 10
	maxUserIDs     = 50
	maxUserID      = 1 << 10
	maxSubkeys     = 50
	maxKeySigs     = 500
	maxKeyFile     = 16 << 20
	maxKeysInFile  = 1000
)

// ErrLocked says that a secret key of the team needs a passphrase, and got none.
var ErrLocked = errors.New("the key is locked and no passphrase was given")

// ErrSecret says that data holds secret key material, which never goes into
// the store.
var ErrSecret = errors.New("pgp: this is a secret key; export the public key instead")

// ParseKey reads public certificates, armoured or binary, and brings each into
// canonical form: the user ids that the key itself signed, the subkeys that it
// bound (and that signed back, if they may sign), its own revocations; no
// signatures by others. What comes back is in state candidate. Data without a
// certificate that is of use is an error, as is secret key material
// (ErrSecret); of several certificates the good ones are returned.
func ParseKey(data []byte, source string, now time.Time) ([]store.StoredKey, error) {
	if len(data) > maxKeyFile {
		return nil, fmt.Errorf("pgp: %s: more than %d MiB of keys", source, maxKeyFile>>20)
	}
	parts, err := keyData(data)
	if err != nil {
		return nil, fmt.Errorf("pgp: %s: %w", source, err)
	}
	var keys []store.StoredKey
	for _, part := range parts {
		found, certErr := splitCertificates(part)
		if errors.Is(certErr, ErrSecret) {
			return nil, certErr
		}
		if certErr != nil {
			err = certErr
		}
		for _, raw := range found {
			k, keyErr := candidate(raw, source, now)
			if keyErr != nil {
				err = keyErr
				continue
			}
			keys = append(keys, k)
		}
	}
	if len(keys) == 0 {
		return nil, fmt.Errorf("pgp: %s: no usable public key: %w", source, err)
	}
	return keys, nil
}

// keyData returns the binary data of each key block in data.
func keyData(data []byte) ([][]byte, error) {
	data = mime.Unmarked(data)
	if len(data) > 0 && data[0]&0x80 != 0 {
		return [][]byte{data}, nil
	}
	var parts [][]byte
	err := errors.New("no PGP PUBLIC KEY BLOCK in it")
	for _, b := range blocksUpTo(data, maxKeysInFile) {
		switch b.kind {
		case kindPrivate:
			return nil, ErrSecret
		case kindPublic:
			part, badArmor := b.decode(maxKeyFile)
			if badArmor != nil {
				err = badArmor
				continue
			}
			parts = append(parts, part)
		}
	}
	if len(parts) == 0 {
		return nil, err
	}
	return parts, nil
}

// splitCertificates cuts a key file into certificates within their bounds.
func splitCertificates(data []byte) (list [][]byte, err error) {
	rest := bytes.Clone(data)
	var current []byte
	var n keyCount
	flush := func() {
		if len(current) > 0 && n.within(len(current)) {
			list = append(list, current)
		} else if len(current) > 0 {
			err = errors.New("the key is too large: export it with `gpg --export-options export-minimal`")
		}
		current, n = nil, keyCount{}
	}
	for len(rest) > 0 && len(list) < maxKeysInFile {
		before := rest
		f, next, frameErr := nextFrame(rest)
		if frameErr != nil {
			return list, frameErr // the certificate that is cut off is no good
		}
		rest = next
		switch f.tag {
		case tagSecretKey, tagSecretSub:
			return nil, ErrSecret
		case tagPublicKey:
			flush()
		}
		if len(current) == 0 && f.tag != tagPublicKey {
			continue
		}
		n.count(f.tag)
		current = append(current, before[:len(before)-len(next)]...)
	}
	flush()
	if len(list) == 0 && err == nil {
		err = errors.New("no public key packet in it")
	}
	return list, err
}

// A keyCount counts what a certificate consists of.
type keyCount struct{ userIDs, subkeys, sigs int }

func (n *keyCount) count(tag byte) {
	switch tag {
	case tagUserID:
		n.userIDs++
	case tagPublicSub:
		n.subkeys++
	case tagSignature:
		n.sigs++
	}
}

func (n *keyCount) within(size int) bool {
	return size <= maxCertificate && n.userIDs <= maxUserIDs && n.subkeys <= maxSubkeys && n.sigs <= maxKeySigs
}

// candidate parses and canonicalises one certificate.
func candidate(raw []byte, source string, now time.Time) (store.StoredKey, error) {
	list, err := openpgp.ReadKeyRing(bytes.NewReader(raw))
	if err != nil || len(list) != 1 {
		return store.StoredKey{}, fmt.Errorf("unreadable certificate: %v", err)
	}
	c, err := build(list[0])
	if err != nil {
		return store.StoredKey{}, fmt.Errorf("%s: %w", fingerprint(list[0].PrimaryKey), err)
	}
	k := store.StoredKey{
		Fingerprint: c.fingerprint, State: store.KeyCandidate, Addresses: userAddresses(c.userIDs),
		Cert: c.public, Source: source, Added: now, Expires: c.expires(), UserIDs: c.info().UserIDs,
	}
	_, s := c.keys[0].at(now)
	switch {
	case s == expired, s == revoked:
		k.Note = "the key is " + s.String()
	case c.keys[0].weak != "":
		k.Note = "the key is weak: " + c.keys[0].weak
	}
	return k, nil
}

// userAddresses returns the mail addresses that user ids name, without
// repetition.
func userAddresses(ids []string) []string {
	var list []string
	for _, id := range ids {
		a := userAddress(id)
		if a != "" && !slices.Contains(list, a) {
			list = append(list, a)
		}
	}
	return list
}

// userAddress returns the address in "Name (comment) <local@domain>" or in a
// bare address, "" if there is none that mail could go to.
func userAddress(id string) string {
	if i := strings.LastIndexByte(id, '<'); i >= 0 {
		id, _, _ = strings.Cut(id[i+1:], ">")
	}
	header := mime.Header{{Name: "From", Value: strings.TrimSpace(id)}}
	list, ok := header.Addresses("From")
	if !ok || len(list) != 1 {
		return ""
	}
	return foldDomain(list[0].Addr)
}

// unlock reads a team key file and unlocks its secret keys.
func unlock(s SecretKey) ([]*certificate, error) {
	list, err := readSecret(s.Armor)
	if err != nil {
		return nil, err
	}
	var certs []*certificate
	for _, e := range list {
		if e.PrivateKey == nil {
			return nil, fmt.Errorf("%s is a public key; a secret key belongs here", fingerprint(e.PrimaryKey))
		}
		if err := unlockEntity(e, s.Passphrase); err != nil {
			return nil, fmt.Errorf("%s: %w", fingerprint(e.PrimaryKey), err)
		}
		c, err := build(e)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", fingerprint(e.PrimaryKey), err)
		}
		c.addresses = userAddresses(c.userIDs)
		certs = append(certs, c)
	}
	return certs, nil
}

// readSecret reads armoured or binary secret keys.
func readSecret(data []byte) (openpgp.EntityList, error) {
	if len(data) > 0 && data[0]&0x80 != 0 {
		return openpgp.ReadKeyRing(bytes.NewReader(data))
	}
	var all openpgp.EntityList
	for _, b := range blocksUpTo(data, maxKeysInFile) {
		if b.kind != kindPrivate && b.kind != kindPublic {
			continue
		}
		raw, err := b.decode(maxKeyFile)
		if err != nil {
			return nil, err
		}
		list, err := openpgp.ReadKeyRing(bytes.NewReader(raw))
		if err != nil {
			return nil, err
		}
		all = append(all, list...)
	}
	if len(all) == 0 {
		return nil, errors.New("no PGP PRIVATE KEY BLOCK in it")
	}
	return all, nil
}

// unlockEntity decrypts all secret parts that are locked.
func unlockEntity(e *openpgp.Entity, passphrase []byte) error {
	keys := []*packet.PrivateKey{e.PrivateKey}
	for i := range e.Subkeys {
		keys = append(keys, e.Subkeys[i].PrivateKey)
	}
	locked := slices.DeleteFunc(keys, func(k *packet.PrivateKey) bool { return k == nil || k.Dummy() || !k.Encrypted })
	if len(locked) == 0 {
		return nil
	}
	if len(passphrase) == 0 {
		return ErrLocked
	}
	if err := packet.DecryptPrivateKeys(locked, passphrase); err != nil {
		return errors.New("wrong passphrase")
	}
	return nil
}

// Export returns a certificate in ASCII armour.
func Export(k store.StoredKey) ([]byte, error) { return armoured(openpgp.PublicKeyType, k.Cert) }

// ExportTeam returns the public certificates of the team in ASCII armour.
func (r *Ring) ExportTeam() ([]byte, error) {
	var all []byte
	for _, c := range r.team {
		all = append(all, c.public...)
	}
	return armoured(openpgp.PublicKeyType, all)
}

// armoured wraps data in ASCII armour.
func armoured(kind string, data []byte) ([]byte, error) {
	var out bytes.Buffer
	w, err := armor.Encode(&out, kind, nil)
	if err != nil {
		return nil, fmt.Errorf("pgp: %w", err)
	}
	if _, err := w.Write(data); err != nil {
		return nil, fmt.Errorf("pgp: %w", err)
	}
	if err := w.Close(); err != nil {
		return nil, fmt.Errorf("pgp: %w", err)
	}
	_, _ = io.WriteString(&out, "\n")
	return out.Bytes(), nil
}

// GenerateTeamKey makes a fresh Ed25519/Curve25519 version 4 key without
// passphrase, which every OpenPGP program of today can read.
func GenerateTeamKey(name, address string, now time.Time) (secretArmor []byte, fpr store.Fingerprint, err error) {
	cfg := &packet.Config{
		Algorithm: packet.PubKeyAlgoEdDSA, Curve: packet.Curve25519, DefaultCipher: packet.CipherAES256,
		Time: func() time.Time { return now },
	}
	e, err := openpgp.NewEntity(name, "", address, cfg)
	if err != nil {
		return nil, "", fmt.Errorf("pgp: a key for %q <%s>: %w", name, address, err)
	}
	var raw bytes.Buffer
	if err := e.SerializePrivate(&raw, cfg); err != nil {
		return nil, "", fmt.Errorf("pgp: %w", err)
	}
	secretArmor, err = armoured(openpgp.PrivateKeyType, raw.Bytes())
	return secretArmor, fingerprint(e.PrimaryKey), err
}
