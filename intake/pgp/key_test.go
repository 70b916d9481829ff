package pgp

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/ProtonMail/go-crypto/openpgp/packet"
	openpgp "github.com/ProtonMail/go-crypto/openpgp/v2"

	"tocsin/store"
)

// public serializes an entity's public part as go-crypto writes it.
func public(t testing.TB, e *openpgp.Entity) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := e.Serialize(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestParseKey(t *testing.T) {
	binary := public(t, alice().entity)
	armour, err := armoured(kindPublic, binary)
	if err != nil {
		t.Fatal(err)
	}
	two := append(bytes.Clone(armour), mustExport(t, mallory().stored)...)
	tests := map[string]struct {
		data []byte
		want int
		err  string
	}{
		"binary":          {binary, 1, ""},
		"armoured":        {armour, 1, ""},
		"text around":     {append([]byte("My key:\n\n"), armour...), 1, ""},
		"UTF-16":          {wide(string(armour), true), 1, ""},
		"UTF-8 with mark": {append([]byte("\ufeff"), armour...), 1, ""},
		"two blocks":      {two, 2, ""},
		"two in one":      {append(bytes.Clone(binary), mallory().stored.Cert...), 2, ""},
		"one is damaged":  {append(bytes.Clone(binary), rawPacket(tagPublicKey, []byte("junk"))...), 1, ""},
		"empty":           {nil, 0, "no PGP PUBLIC KEY BLOCK"},
		"text":            {[]byte("hello"), 0, "no PGP PUBLIC KEY BLOCK"},
		"a message":       {[]byte(inlineMessage(t, literalPacket(nil))), 0, "no PGP PUBLIC KEY BLOCK"},
		"a secret key":    {alice().secret, 0, "secret"},
		"packets only":    {rawPacket(tagUserID, []byte("x")), 0, "no public key"},
		"cut off":         {binary[:len(binary)-10], 0, "no usable public key"},
		"damaged armour":  {bytes.Replace(armour, []byte("\n\n"), []byte("\n\n!!!"), 1), 0, "malformed"},
		"user id cut off": {rawPacket(tagPublicKey, frameBody(t, binary)), 0, "unreadable"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			keys, err := ParseKey(tt.data, "test.asc", today)
			if len(keys) != tt.want || (err == nil) != (tt.err == "") || err != nil && !strings.Contains(err.Error(), tt.err) {
				t.Fatalf("%d keys, error %v; want %d, %q", len(keys), err, tt.want, tt.err)
			}
			for _, k := range keys {
				if k.State != store.KeyCandidate || k.Source != "test.asc" || !k.Added.Equal(today) || len(k.Fingerprint) != 40 {
					t.Errorf("key %+v", k)
				}
			}
		})
	}
}

func frameBody(t testing.TB, b []byte) []byte {
	t.Helper()
	f, _, err := nextFrame(bytes.Clone(b))
	if err != nil {
		t.Fatal(err)
	}
	return f.body
}

func mustExport(t testing.TB, k store.StoredKey) []byte {
	t.Helper()
	armour, err := Export(k)
	if err != nil {
		t.Fatal(err)
	}
	return armour
}

func TestParseKeyCanonical(t *testing.T) {
	p := newPerson("Alice", aliceAddress, nil)
	if err := p.entity.AddUserId("Alice \x1b[31mRed", "", "red@site.example", &packet.Config{Time: func() time.Time { return born }}); err != nil {
		t.Fatal(err)
	}
	clean := parseOne(t, public(t, p.entity))
	for name := range p.entity.Identities {
		if err := p.entity.SignIdentity(name, mallory().entity, &packet.Config{Time: todayClock}); err != nil {
			t.Fatal(err)
		}
	}
	flooded := public(t, p.entity)
	k := parseOne(t, flooded)
	if !bytes.Equal(k.Cert, clean.Cert) || len(k.Cert) >= len(flooded) {
		t.Errorf("signatures by others are still there: %d of %d bytes", len(k.Cert), len(flooded))
	}
	if again := parseOne(t, k.Cert); !bytes.Equal(again.Cert, k.Cert) {
		t.Error("the canonical form of the canonical form is another one")
	}
	if len(k.Addresses) != 2 || len(k.UserIDs) != 2 || strings.Contains(strings.Join(k.UserIDs, ""), "\x1b") {
		t.Errorf("addresses %q, user ids %q", k.Addresses, k.UserIDs)
	}
	forged := bytes.Clone(k.Cert)
	forged = append(forged, rawPacket(tagUserID, []byte("The Manager <manager@site.example>"))...)
	if k := parseOne(t, forged); len(k.Addresses) != 2 {
		t.Errorf("a user id that nobody signed counts: %q", k.Addresses)
	}
}

func parseOne(t testing.TB, data []byte) store.StoredKey {
	t.Helper()
	keys, err := ParseKey(data, "test", today)
	if err != nil || len(keys) != 1 {
		t.Fatalf("%d keys, %v", len(keys), err)
	}
	return keys[0]
}

// TestParseKeyShadow: a certificate that merely lists a key of another one, or
// binds it without that key's consent, does not get it (T12).
func TestParseKeyShadow(t *testing.T) {
	victim := newPerson("Victim", aliceAddress, nil)
	cfg := &packet.Config{Algorithm: packet.PubKeyAlgoEdDSA, Time: func() time.Time { return born }}
	if err := victim.entity.AddSigningSubkey(cfg); err != nil {
		t.Fatal(err)
	}
	victim = personOf(victim.entity, victim.name, victim.address)
	sub := victim.entity.Subkeys[1]

	thief := newPerson("Thief", malloryAddress, nil)
	thief.entity.Subkeys = append(thief.entity.Subkeys, openpgp.Subkey{Primary: thief.entity, PublicKey: sub.PublicKey})
	listed := parseOne(t, public(t, thief.entity))
	if bytes.Contains(listed.Cert, sub.PublicKey.Fingerprint) || strings.Contains(string(listed.Cert), string(frameBody(t, publicKey(t, sub.PublicKey)))) {
		t.Error("a subkey without binding was kept")
	}
	binding := *sub.Bindings[0].Packet
	binding.IssuerKeyId, binding.IssuerFingerprint = &thief.entity.PrimaryKey.KeyId, thief.entity.PrimaryKey.Fingerprint
	if err := binding.SignKey(sub.PublicKey, thief.entity.PrivateKey, nil); err != nil {
		t.Fatal(err)
	}
	thief.entity.Subkeys[1].Bindings = []*packet.VerifiableSignature{packet.NewVerifiableSig(&binding)}
	bound := parseOne(t, public(t, thief.entity))
	if strings.Contains(string(bound.Cert), string(frameBody(t, publicKey(t, sub.PublicKey)))) {
		t.Error("a signing subkey was kept that did not sign back")
	}
	bound.State = store.KeyAccepted
	r, err := NewRing([]SecretKey{{Armor: team().secret}}, []store.StoredKey{bound, victim.stored})
	if err != nil {
		t.Fatal(err)
	}
	if status, tampered := classifyBy(t, r, sub.PrivateKey, nil); status != "good" || tampered != "bad" {
		t.Errorf("behind the thief's certificate the victim's signature is %s, tampered %s", status, tampered)
	}
}

func publicKey(t testing.TB, k *packet.PublicKey) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := k.Serialize(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestRingRefusesClaimedKey: an encryption subkey needs no consent, so the
// index has to refuse the second certificate that claims it.
func TestRingRefusesClaimedKey(t *testing.T) {
	k := thiefOf(t, alice().entity.Subkeys[0].PublicKey)
	var keyErr *KeyError
	if _, err := NewRing(nil, []store.StoredKey{alice().stored, k}); !errors.As(err, &keyErr) || keyErr.Fingerprint != k.Fingerprint {
		t.Errorf("the ring took it: %v", err)
	}
	r := ring(t, team(), alice())
	if err := r.Check(k); !errors.As(err, &keyErr) || !strings.Contains(err.Error(), string(alice().stored.Fingerprint)) {
		t.Errorf("Check says %v", err)
	}
	if err := r.Check(mallory().stored); err != nil {
		t.Errorf("Check refuses an honest key: %v", err)
	}
	ofTeam := thiefOf(t, team().entity.Subkeys[0].PublicKey)
	for name, accepted := range map[string][]store.StoredKey{"alone": {ofTeam}, "beside ours": {ofTeam, team().stored}} {
		if _, err := NewRing([]SecretKey{{Armor: team().secret}}, accepted); !errors.As(err, &keyErr) || keyErr.Fingerprint != ofTeam.Fingerprint {
			t.Errorf("%s: who claims the team's key is not the one refused: %v", name, err)
		}
	}
}

// thiefOf returns an accepted certificate that claims an encryption subkey.
func thiefOf(t *testing.T, stolen *packet.PublicKey) store.StoredKey {
	t.Helper()
	thief := newPerson("Thief", malloryAddress, nil)
	binding := *thief.entity.Subkeys[0].Bindings[0].Packet
	if err := binding.SignKey(stolen, thief.entity.PrivateKey, nil); err != nil {
		t.Fatal(err)
	}
	thief.entity.Subkeys[0] = openpgp.Subkey{Primary: thief.entity, PublicKey: stolen, Bindings: []*packet.VerifiableSignature{packet.NewVerifiableSig(&binding)}}
	k := parseOne(t, public(t, thief.entity))
	k.State = store.KeyAccepted
	return k
}

func TestParseKeyCaps(t *testing.T) {
	base := public(t, newPerson("Flood", malloryAddress, nil).entity)
	sig := rawPacket(tagSignature, frameBody(t, signaturePacket(t, mallory().entity.PrivateKey, []byte("x"), nil)))
	floods := map[string][]byte{
		"signatures": bytes.Repeat(sig, maxKeySigs+1),
		"user ids":   bytes.Repeat(rawPacket(tagUserID, []byte("x")), maxUserIDs+1),
		"subkeys":    bytes.Repeat(rawPacket(tagPublicSub, frameBody(t, publicKey(t, teamKey()))), maxSubkeys+1),
		"size":       rawPacket(tagUserID, make([]byte, maxCertificate)),
	}
	for name, flood := range floods {
		_, err := ParseKey(append(bytes.Clone(base), flood...), "flood.asc", today)
		if err == nil || !strings.Contains(err.Error(), "too large") || !strings.Contains(err.Error(), "flood.asc") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := ParseKey(make([]byte, maxKeyFile+1), "big", today); err == nil {
		t.Error("a file beyond the limit was read")
	}
}

func TestParseKeyDates(t *testing.T) {
	short := newPerson("Short", aliceAddress, func(c *packet.Config) { c.KeyLifetimeSecs = 86400 })
	k := parseOne(t, public(t, short.entity))
	if !k.Expires.Equal(born.AddDate(0, 0, 1)) || !strings.Contains(k.Note, "expired") {
		t.Errorf("expires %v, note %q", k.Expires, k.Note)
	}
	gone := newPerson("Gone", aliceAddress, nil)
	if err := gone.entity.Revoke(packet.KeyCompromised, "", &packet.Config{Time: todayClock}); err != nil {
		t.Fatal(err)
	}
	if k := parseOne(t, public(t, gone.entity)); !strings.Contains(k.Note, "revoked") {
		t.Errorf("note is %q", k.Note)
	}
	if k := parseOne(t, public(t, rsa1024(t).entity)); !strings.Contains(k.Note, "RSA 1024") {
		t.Errorf("note is %q", k.Note)
	}
	if k := parseOne(t, public(t, alice().entity)); !k.Expires.IsZero() || k.Note != "" {
		t.Errorf("expires %v, note %q", k.Expires, k.Note)
	}
}

func TestUserAddress(t *testing.T) {
	for id, want := range map[string]string{
		"Alice <alice@site.example>":             "alice@site.example",
		"alice@site.example":                     "alice@site.example",
		"Alice (home) <Alice@SITE.Example>":      "Alice@site.example",
		"a <x@y.example> <alice@site.example>":   "alice@site.example",
		"Alice":                                  "",
		"Alice <>":                               "",
		"Alice <alice@site.example, b@c.example": "",
		"Alice <a\nb@c.example>":                 "",
	} {
		if got := userAddress(id); got != want {
			t.Errorf("%q speaks for %q, want %q", id, got, want)
		}
	}
}

func TestGenerateTeamKey(t *testing.T) {
	armour, fpr, err := GenerateTeamKey("CERT Example", teamAddress, today)
	if err != nil {
		t.Fatal(err)
	}
	r, err := NewRing([]SecretKey{{Armor: armour, Name: "team.asc"}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	infos := r.Team()
	if len(infos) != 1 || infos[0].Fingerprint != fpr || !infos[0].CanEncrypt || !infos[0].CanSign || infos[0].Algorithm != "Ed25519" ||
		len(infos[0].Addresses) != 1 || infos[0].Addresses[0] != teamAddress {
		t.Errorf("the key is %+v", infos)
	}
	out, err := r.ExportTeam()
	if err != nil || bytes.Contains(out, []byte("PRIVATE")) {
		t.Fatalf("export: %v\n%s", err, out)
	}
	if k := parseOne(t, out); k.Fingerprint != fpr {
		t.Errorf("exported %s, want %s", k.Fingerprint, fpr)
	}
	if _, _, err := GenerateTeamKey("bad <name>", teamAddress, today); err == nil {
		t.Error("a name that breaks the user id was taken")
	}
}

// TestManyKeysInOneFile: a directory of keys is one block a key.
func TestManyKeysInOneFile(t *testing.T) {
	var file, secrets []byte
	for i := range maxBlocks + 4 {
		p := newPerson("P", fmt.Sprintf("p%d@site.example", i), nil)
		file = append(file, mustExport(t, p.stored)...)
		armour, err := armoured(kindPrivate, p.secret)
		if err != nil {
			t.Fatal(err)
		}
		secrets = append(secrets, armour...)
	}
	keys, err := ParseKey(file, "all.asc", today)
	if err != nil || len(keys) != maxBlocks+4 {
		t.Errorf("%d keys, %v", len(keys), err)
	}
	r, err := NewRing([]SecretKey{{Armor: secrets, Name: "all.asc"}}, nil)
	if err != nil || len(r.Team()) != maxBlocks+4 {
		t.Errorf("team %v, %v", r, err)
	}
}
