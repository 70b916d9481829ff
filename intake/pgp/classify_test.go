package pgp

import (
	"bytes"
	"crypto"
	"strings"
	"testing"
	"time"

	"github.com/ProtonMail/go-crypto/openpgp/packet"

	"tocsin/store"
)

// classifyBy signs with a key and returns the verdict on it, and on the same
// signature over other octets.
func classifyBy(t *testing.T, r *Ring, key *packet.PrivateKey, change func(*packet.Signature)) (status, tampered string) {
	t.Helper()
	data := []byte("The text.\r\n")
	f, _, err := nextFrame(signaturePacket(t, key, data, change))
	if err != nil {
		t.Fatal(err)
	}
	opt := Options{Now: today, Skew: 10 * time.Minute}
	status = r.classify(f.body, signed{data: data}, opt).Status
	tampered = r.classify(f.body, signed{data: []byte("Another text.\r\n")}, opt).Status
	return status, tampered
}

func TestClassifySignature(t *testing.T) {
	at := func(d time.Duration) func(*packet.Signature) {
		return func(s *packet.Signature) { s.CreationTime = today.Add(d) }
	}
	lifetime := func(sec uint32) func(*packet.Signature) {
		return func(s *packet.Signature) { s.CreationTime, s.SigLifetimeSecs = today.Add(-time.Hour), &sec }
	}
	tests := map[string]struct {
		change func(*packet.Signature)
		want   string
	}{
		"plain":               {nil, "good"},
		"SHA-512":             {func(s *packet.Signature) { s.Hash = crypto.SHA512 }, "good"},
		"SHA-1":               {func(s *packet.Signature) { s.Hash = crypto.SHA1 }, "weak"},
		"five minutes ahead":  {at(5 * time.Minute), "good"},
		"an hour ahead":       {at(time.Hour), "future"},
		"before the key":      {at(-800 * 24 * time.Hour), "key-expired"},
		"lifetime over":       {lifetime(60), "expired"},
		"lifetime not over":   {lifetime(86400), "good"},
		"lifetime zero":       {lifetime(0), "good"},
		"critical notation":   {func(s *packet.Signature) { s.Notations = []*packet.Notation{{Name: "x@y.example", IsCritical: true}} }, "unsupported"},
		"harmless notation":   {func(s *packet.Signature) { s.Notations = []*packet.Notation{{Name: "x@y.example"}} }, "good"},
		"for others":          {func(s *packet.Signature) { s.IntendedRecipients = recipientList(mallory()) }, "not-for-us"},
		"for us":              {func(s *packet.Signature) { s.IntendedRecipients = recipientList(mallory(), team()) }, "good"},
		"another signer's id": {func(s *packet.Signature) { id := "mallory"; s.SignerUserId = &id }, "good"},
	}
	r := ring(t, team(), alice())
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			status, tampered := classifyBy(t, r, alice().entity.PrivateKey, tt.change)
			if status != tt.want {
				t.Errorf("status is %s, want %s", status, tt.want)
			}
			if tampered != "bad" {
				t.Errorf("tampered with, it is %s, want bad", tampered)
			}
		})
	}
}

func recipientList(people ...person) []*packet.Recipient {
	var list []*packet.Recipient
	for _, p := range people {
		list = append(list, &packet.Recipient{KeyVersion: 4, Fingerprint: p.entity.PrimaryKey.Fingerprint})
	}
	return list
}

func TestClassifyKey(t *testing.T) {
	day := 24 * time.Hour
	lived := newPerson("Short", aliceAddress, func(c *packet.Config) { c.KeyLifetimeSecs = uint32((30 * day).Seconds()) })
	revokedAt := func(reason packet.ReasonForRevocation) person {
		p := newPerson("Gone", aliceAddress, nil)
		cfg := &packet.Config{Time: func() time.Time { return today.Add(-10 * day) }}
		if err := p.entity.Revoke(reason, "", cfg); err != nil {
			t.Fatal(err)
		}
		return personOf(p.entity, p.name, p.address)
	}
	ago := func(d time.Duration) func(*packet.Signature) {
		return func(s *packet.Signature) { s.CreationTime = today.Add(-d) }
	}
	tests := map[string]struct {
		signer person
		change func(*packet.Signature)
		want   string
	}{
		"expired when it signed":            {lived, nil, "key-expired"},
		"valid when it signed":              {lived, func(s *packet.Signature) { s.CreationTime = born.Add(day) }, "good"},
		"compromised, signed before":        {revokedAt(packet.KeyCompromised), ago(20 * day), "revoked"},
		"no reason, signed before":          {revokedAt(packet.NoReason), ago(20 * day), "revoked"},
		"superseded, signed after":          {revokedAt(packet.KeySuperseded), ago(time.Hour), "revoked"},
		"superseded, signed before":         {revokedAt(packet.KeySuperseded), ago(20 * day), "good"},
		"retired, signed before":            {revokedAt(packet.KeyRetired), ago(20 * day), "good"},
		"RSA 1024":                          {rsa1024(t), nil, "weak"},
		"ECDSA NIST P-256":                  {newPerson("P", aliceAddress, curve(packet.PubKeyAlgoECDSA, packet.CurveNistP256)), nil, "good"},
		"ECDSA brainpool":                   {newPerson("B", aliceAddress, curve(packet.PubKeyAlgoECDSA, packet.CurveBrainpoolP256)), nil, "good"},
		"ECDSA secp256k1":                   {newPerson("S", aliceAddress, curve(packet.PubKeyAlgoECDSA, packet.CurveSecP256k1)), nil, "weak"},
		"Ed448 version 6":                   {newPerson("6", aliceAddress, func(c *packet.Config) { c.Algorithm, c.V6Keys = packet.PubKeyAlgoEd448, true }), nil, "good"},
		"version 6 over another hash: fine": {newPerson("6", aliceAddress, func(c *packet.Config) { c.Algorithm, c.V6Keys = packet.PubKeyAlgoEd25519, true }), func(s *packet.Signature) { s.Hash = crypto.SHA512 }, "good"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			status, tampered := classifyBy(t, ring(t, team(), tt.signer), tt.signer.entity.PrivateKey, tt.change)
			if status != tt.want || tampered != "bad" {
				t.Errorf("status is %s, want %s; tampered with, it is %s", status, tt.want, tampered)
			}
		})
	}
}

func curve(algo packet.PublicKeyAlgorithm, c packet.Curve) func(*packet.Config) {
	return func(cfg *packet.Config) { cfg.Algorithm, cfg.Curve = algo, c }
}

// rsa1024 makes a key that no one should have any more.
func rsa1024(t *testing.T) person {
	t.Helper()
	return newPerson("Weak", aliceAddress, func(c *packet.Config) {
		c.Algorithm, c.RSABits, c.MinRSABits = packet.PubKeyAlgoRSA, 1024, 1024
	})
}

// TestClassifyLapsed: what a key signed before it lapsed stays good, but does
// not verify a mail that comes now.
func TestClassifyLapsed(t *testing.T) {
	short := newPerson("Short", aliceAddress, func(c *packet.Config) { c.KeyLifetimeSecs = 30 * 86400 })
	sig := detachedSignature(t, short, []byte(textPayload), func(s *packet.Signature) { s.CreationTime = born.AddDate(0, 0, 2) })
	o := readWith(multipartSigned(aliceAddress, textPayload, sig), ring(t, team(), short))
	want{verdict: "signed", coverage: "full", statuses: "good", finding: foundLapsed}.check(t, o)
	if !hasFinding(o, foundDate) {
		t.Error("the signature is older than Date by more than a year, and nobody says so")
	}
}

func TestClassifyWithdrawn(t *testing.T) {
	gone := alice()
	gone.stored.State = store.KeyRevoked
	o := readWith(mail(t, alice(), true, false), ring(t, team(), gone))
	want{verdict: "signed", coverage: "full", statuses: "revoked"}.check(t, o)
}

func TestClassifyRevokedSubkey(t *testing.T) {
	p := newPerson("Sub", aliceAddress, nil)
	cfg := &packet.Config{Algorithm: packet.PubKeyAlgoEdDSA, Time: func() time.Time { return born.AddDate(0, 0, 1) }}
	if err := p.entity.AddSigningSubkey(cfg); err != nil {
		t.Fatal(err)
	}
	p = personOf(p.entity, p.name, p.address)
	sub := &p.entity.Subkeys[len(p.entity.Subkeys)-1]
	if status, _ := classifyBy(t, ring(t, team(), p), sub.PrivateKey, nil); status != "good" {
		t.Fatalf("by a signing subkey: %s", status)
	}
	later := &packet.Config{Time: func() time.Time { return today.AddDate(0, 0, -1) }}
	if err := sub.Revoke(packet.KeyCompromised, "", later); err != nil {
		t.Fatal(err)
	}
	p = personOf(p.entity, p.name, p.address)
	if status, tampered := classifyBy(t, ring(t, team(), p), sub.PrivateKey, nil); status != "revoked" || tampered != "bad" {
		t.Errorf("by a revoked subkey: %s, tampered %s", status, tampered)
	}
}

// TestClassifyForeignKinds: what go-crypto does not parse is not "unsigned".
func TestClassifyForeignKinds(t *testing.T) {
	f, _, err := nextFrame(signaturePacket(t, alice().entity.PrivateKey, []byte(textPayload), nil))
	if err != nil {
		t.Fatal(err)
	}
	with := func(at int, value byte) []byte {
		b := bytes.Clone(f.body)
		b[at] = value
		return b
	}
	v3 := append([]byte{3, 5, 0, 0x60, 0, 0, 0}, 1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 0xab, 0xcd, 0, 8, 0xff)
	tests := map[string]struct {
		body   []byte
		status string
		reason string
	}{
		"version 3":      {v3, "unsupported", "version 3"},
		"version 9":      {with(0, 9), "unsupported", "version 9"},
		"MD5":            {with(3, 1), "unsupported", "hash function 1"},
		"RIPEMD":         {with(3, 3), "unsupported", "hash function 3"},
		"algorithm 99":   {with(2, 99), "unsupported", "algorithm 99"},
		"timestamp":      {with(1, 0x40), "unsupported", "type"},
		"certification":  {with(1, 0x10), "unsupported", "type"},
		"cut off":        {f.body[:len(f.body)-20], "bad", "damaged"},
		"empty":          {nil, "bad", "empty"},
		"subpackets cut": {f.body[:12], "bad", "damaged"},
	}
	r := ring(t, team(), alice())
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			v := r.classify(tt.body, signed{data: []byte(textPayload)}, Options{Now: today})
			if v.Status != tt.status || !strings.Contains(v.reason, tt.reason) {
				t.Errorf("got %s (%s), want %s (%s)", v.Status, v.reason, tt.status, tt.reason)
			}
		})
	}
	if v := r.classify(v3, signed{}, Options{}); v.keyID != 0x0102030405060708 {
		t.Errorf("key id of the version 3 signature is %x", v.keyID)
	}
	if v := r.classify(with(3, 1), signed{}, Options{}); v.keyID != 0 && v.keyID != alice().entity.PrimaryKey.KeyId {
		t.Errorf("key id of the MD5 signature is %x", v.keyID)
	}
}

func TestClassifyIssuer(t *testing.T) {
	r := ring(t, team(), alice())
	key := alice().entity.PrivateKey
	unknown := uint64(0x1122334455667788)
	for name, tt := range map[string]struct {
		change func(*packet.Signature)
		want   string
	}{
		"key id of nobody": {func(s *packet.Signature) { s.IssuerKeyId = &unknown }, "good"}, // the fingerprint counts
	} {
		if status, _ := classifyBy(t, r, key, tt.change); status != tt.want {
			t.Errorf("%s: %s, want %s", name, status, tt.want)
		}
	}
	if status, tampered := classifyBy(t, r, mallory().entity.PrivateKey, nil); status != "no-key" || tampered != "no-key" {
		t.Errorf("a stranger's signature is %s, tampered %s", status, tampered)
	}
}

// TestClassifyEncryptionKey: a key that may only encrypt does not sign.
func TestClassifyMayNotSign(t *testing.T) {
	p := newPerson("Certifier", aliceAddress, nil)
	for _, id := range p.entity.Identities {
		s := id.SelfCertifications[0].Packet
		s.FlagSign = false
		if err := s.SignUserId(id.UserId.Id, p.entity.PrimaryKey, p.entity.PrivateKey, nil); err != nil {
			t.Fatal(err)
		}
	}
	p = personOf(p.entity, p.name, p.address)
	if status, tampered := classifyBy(t, ring(t, team(), p), p.entity.PrivateKey, nil); status != "no-key" || tampered != "bad" {
		t.Errorf("by a key that may only certify: %s, tampered %s", status, tampered)
	}
}

func TestClassifyOwnKey(t *testing.T) {
	raw, err := Protect(letter(team()), ring(t, team(), alice()), Cover{Sign: true, Now: today})
	if err != nil {
		t.Fatal(err)
	}
	o := read(t, raw)
	want{verdict: "signed", coverage: "full", statuses: "good"}.check(t, o)
	if s := o.Protection.Signatures[0]; s.FromMatch || s.Address != "" {
		t.Errorf("our own signature speaks for %q", s.Address)
	}
}

func TestStateWords(t *testing.T) {
	for s, want := range map[state]string{valid: "valid", notYet: "dated in the future", expired: "expired", revoked: "revoked", unbound: "not bound to its primary key"} {
		if s.String() != want {
			t.Errorf("%d is %q", s, s.String())
		}
	}
}
