package pgp

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/ProtonMail/go-crypto/openpgp/packet"
	openpgp "github.com/ProtonMail/go-crypto/openpgp/v2"

	"tocsin/intake/mime"
)

// stream makes a source of bytes.
func stream(b []byte) func() io.Reader { return func() io.Reader { return bytes.NewReader(b) } }

func TestDecrypt(t *testing.T) {
	lit := literalPacket([]byte("text"))
	ok := encryptTo(t, lit, teamKey())
	r := ring(t, team())
	tests := map[string]struct {
		in  []byte
		err error
	}{
		"for us":              {ok, nil},
		"two recipients":      {encryptTo(t, lit, mallory().entity.Subkeys[0].PublicKey, teamKey()), nil},
		"marker first":        {append(rawPacket(tagMarker, []byte("PGP")), ok...), nil},
		"padding first":       {append(rawPacket(tagPadding, []byte("xxxx")), ok...), nil},
		"not for us":          {encryptTo(t, lit, mallory().entity.Subkeys[0].PublicKey), errClosed},
		"no integrity":        {rawPacket(tagSED, []byte("xxxxxxxxxxxxxxxxxxxx")), errClosed},
		"key packets only":    {ok[:60], errClosed},
		"SEIPD version 9":     {rawPacket(tagSEIPD, []byte{9, 1, 2, 3}), errClosed},
		"AEAD of no kind":     {rawPacket(tagAEAD, []byte{1, 9, 9, 9}), errClosed},
		"literal":             {lit, errNotEncrypted},
		"marker, literal":     {append(rawPacket(tagMarker, []byte("PGP")), lit...), errNotEncrypted},
		"marker alone":        {rawPacket(tagMarker, []byte("PGP")), errNotEncrypted},
		"nothing":             {nil, errNotEncrypted},
		"text":                {[]byte("hello"), errNotEncrypted},
		"key packet, literal": {append(rawPacket(tagPKESK, []byte{3, 1, 2, 3, 4, 5, 6, 7, 8, 1, 0}), lit...), errClosed},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			ops := maxPrivateOps
			d, err := r.decrypt(stream(tt.in), len(tt.in), 1<<20, &ops)
			if !errors.Is(err, tt.err) {
				t.Fatalf("error %v, want %v", err, tt.err)
			}
			if err != nil && d.plain != nil {
				t.Errorf("%d bytes came out with an error", len(d.plain))
			}
			if err == nil && (!bytes.Equal(d.plain, lit) || d.by.fingerprint != team().stored.Fingerprint || len(d.digest) != 64 || ops != maxPrivateOps-1) {
				t.Errorf("%q by %v, digest %q, %d operations left", d.plain, d.by, d.digest, ops)
			}
		})
	}
}

func TestDecryptBounds(t *testing.T) {
	ok := encryptTo(t, literalPacket(make([]byte, 5000)), teamKey())
	r := ring(t, team())
	ops := maxPrivateOps
	if _, err := r.decrypt(stream(ok), 0, 4999, &ops); !errors.Is(err, errClosed) {
		t.Errorf("beyond the limit: %v", err)
	}
	ops = 0
	if d, err := r.decrypt(stream(ok), 0, 1<<20, &ops); !errors.Is(err, errClosed) || ops != 0 || d.digest == "" {
		t.Errorf("without operations left: %v, digest %q", err, d.digest)
	}
}

// TestAttempts: packets that name a key of ours come before those that name
// none, and other algorithms cost nothing.
func TestAttempts(t *testing.T) {
	rsa := newPerson("RSA", "rsa@cert.example", func(c *packet.Config) { c.Algorithm = packet.PubKeyAlgoRSA })
	r, err := NewRing([]SecretKey{{Armor: team().secret}, {Armor: rsa.secret}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	esk := func(id uint64, algo packet.PublicKeyAlgorithm) *packet.EncryptedKey {
		return &packet.EncryptedKey{Version: 3, KeyId: id, Algo: algo}
	}
	list := r.attempts([]*packet.EncryptedKey{
		esk(0, packet.PubKeyAlgoECDH), esk(0, packet.PubKeyAlgoRSA), esk(1, packet.PubKeyAlgoECDH),
		esk(teamKey().KeyId, packet.PubKeyAlgoRSA), esk(teamKey().KeyId, packet.PubKeyAlgoECDH), esk(0, packet.PubKeyAlgoX448),
	})
	var order []int
	for _, a := range list {
		order = append(order, a.esk)
	}
	if len(order) < 3 || order[0] != 4 || order[1] != 0 || order[2] != 1 {
		t.Errorf("order is %v", order)
	}
}

// TestAEAD: version 2 of the encrypted packet, and version 6 keys (RFC 9580).
func TestAEAD(t *testing.T) {
	us := newPerson("CERT", teamAddress, func(c *packet.Config) {
		c.Algorithm, c.V6Keys, c.AEADConfig = packet.PubKeyAlgoEd25519, true, &packet.AEADConfig{}
	})
	var out bytes.Buffer
	cfg := &packet.Config{Time: todayClock, AEADConfig: &packet.AEADConfig{DefaultMode: packet.AEADModeOCB}}
	w, err := openpgp.Encrypt(&out, openpgp.EntityList{us.entity}, nil, openpgp.EntityList{alice().entity}, nil, cfg)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(w, textPayload+strings.Repeat("More of it.\r\n", 5000)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	r := ring(t, us, alice())
	opened := want{verdict: "verified", coverage: "full", statuses: "good", encrypted: true, decrypted: true, body: "broken into"}
	opened.check(t, readWith(multipartEncrypted(t, aliceAddress, out.Bytes()), r))
	for name, at := range map[string]int{"last tag": out.Len() - 1, "first chunk": out.Len() / 3} {
		b := bytes.Clone(out.Bytes())
		b[at] ^= 1
		o := readWith(multipartEncrypted(t, aliceAddress, b), r)
		want{verdict: "unreadable", encrypted: true, finding: foundUndecryptable, notBody: "broken into"}.check(t, o)
		if len(o.Protection.Findings) != 1 || o.SessionDigest == "" {
			t.Errorf("%s: findings %v, digest %q", name, o.Protection.Findings, o.SessionDigest)
		}
	}
	cut := out.Bytes()[:out.Len()-40]
	want{verdict: "unreadable", encrypted: true}.check(t, readWith(multipartEncrypted(t, aliceAddress, cut), r))
}

// TestOwnKeyLapsed: mail to a key of ours that has expired is still opened,
// and somebody hears of it.
func TestOwnKeyLapsed(t *testing.T) {
	old := newPerson("Old CERT", teamAddress, func(c *packet.Config) { c.KeyLifetimeSecs = 86400 })
	message := encryptTo(t, literalPacket([]byte(textPayload)), old.entity.Subkeys[0].PublicKey)
	o := readWith(multipartEncrypted(t, aliceAddress, message), ring(t, old))
	want{verdict: "unsigned", encrypted: true, decrypted: true, body: "broken into", finding: foundOwnKey}.check(t, o)
}

// TestSeveralTeamKeys: each of them opens what is for it.
func TestSeveralTeamKeys(t *testing.T) {
	second := newPerson("CERT 2", "second@cert.example", nil)
	r, err := NewRing([]SecretKey{{Armor: team().secret}, {Armor: second.secret}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range []*packet.PublicKey{teamKey(), second.entity.Subkeys[0].PublicKey} {
		raw := multipartEncrypted(t, aliceAddress, encryptTo(t, literalPacket([]byte(textPayload)), key))
		want{verdict: "unsigned", encrypted: true, decrypted: true, body: "broken into"}.check(t, readWith(raw, r))
	}
}

func TestPacketTag(t *testing.T) {
	for in, want := range map[byte]byte{0xd2: tagSEIPD, 0x84: tagPKESK, 0xcb: tagLiteral, 0x2d: 0, 0xa3: tagCompressed} {
		if got := packetTag(in); got != want {
			t.Errorf("%x has tag %d, want %d", in, got, want)
		}
	}
}

func TestMessageSource(t *testing.T) {
	message1 := encryptTo(t, literalPacket([]byte("x")), teamKey())
	armour, err := armoured(kindMessage, message1)
	if err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct {
		body []byte
		ok   bool
	}{
		"armour": {armour, true}, "binary": {message1, true}, "byte order mark": {append([]byte("\ufeff"), append([]byte("\n"), armour...)...), true},
		"text": {[]byte("hello"), false}, "empty": {nil, false}, "signature": {[]byte(detachedSignature(t, alice(), nil, nil)), false},
	} {
		source, _ := message(&mime.Part{Body: tt.body, Content: append([]byte{}, tt.body...)})
		if (source != nil) != tt.ok {
			t.Errorf("%s: found %v", name, source != nil)
			continue
		}
		if !tt.ok {
			continue
		}
		first, err1 := readBounded(source(), 0, 1<<20)
		again, err2 := readBounded(source(), 0, 1<<20)
		if err1 != nil || err2 != nil || !bytes.Equal(first, again) || !bytes.Equal(first, message1) {
			t.Errorf("%s: read %d and %d bytes, %v %v", name, len(first), len(again), err1, err2)
		}
	}
}

// TestSigningKeyDecryptsNothing: our signing key is no oracle.
func TestSigningKeyDecryptsNothing(t *testing.T) {
	us := newPerson("RSA", teamAddress, func(c *packet.Config) { c.Algorithm = packet.PubKeyAlgoRSA })
	message := encryptTo(t, literalPacket([]byte("x")), us.entity.PrimaryKey)
	ops := maxPrivateOps
	if _, err := ring(t, us).decrypt(stream(message), 0, 1<<20, &ops); !errors.Is(err, errClosed) || ops != maxPrivateOps {
		t.Errorf("error %v, %d operations left", err, ops)
	}
}
