package pgp

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/des"
	"crypto/sha1"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/ProtonMail/go-crypto/openpgp/packet"
	openpgp "github.com/ProtonMail/go-crypto/openpgp/v2"
	"golang.org/x/crypto/cast5"

	"tocsin/intake/mime"
)

// sourceOf makes a source of bytes.
func sourceOf(b []byte) source { return func() ([]byte, error) { return bytes.Clone(b), nil } }

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
			d, err := r.decrypt(sourceOf(tt.in), 1<<20, &ops)
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
	if _, err := r.decrypt(sourceOf(ok), 4999, &ops); !errors.Is(err, errClosed) {
		t.Errorf("beyond the limit: %v", err)
	}
	ops = 0
	if d, err := r.decrypt(sourceOf(ok), 1<<20, &ops); !errors.Is(err, errClosed) || ops != 0 || d.digest == "" {
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

// sealedWith writes a message to the team in any cipher that has a version 1: its
// body is in partial lengths of 2^power octets first.
func sealedWith(t testing.TB, c packet.CipherFunction, plain []byte, powers ...int) []byte {
	t.Helper()
	key := padded(c.KeySize())
	var block cipher.Block
	var err error
	switch c {
	case packet.Cipher3DES:
		block, err = des.NewTripleDESCipher(key)
	case packet.CipherCAST5:
		block, err = cast5.NewCipher(key)
	default:
		block, err = aes.NewCipher(key)
	}
	if err != nil {
		t.Fatal(err)
	}
	size := block.BlockSize()
	body := slices.Concat(padded(size), padded(size)[size-2:], plain, []byte(mdcHeader))
	sum := sha1.Sum(body)
	body = append(body, sum[:]...)
	cipher.NewCFBEncrypter(block, make([]byte, size)).XORKeyStream(body, body)
	body = append([]byte{1}, body...)
	var out bytes.Buffer
	if err := packet.SerializeEncryptedKeyAEAD(&out, teamKey(), c, false, key, nil); err != nil {
		t.Fatal(err)
	}
	out.WriteByte(0xc0 | tagSEIPD)
	for _, power := range powers {
		out.WriteByte(0xe0 | byte(power))
		out.Write(body[:1<<power])
		body = body[1<<power:]
	}
	out.Write(rawPacket(tagSEIPD, body)[1:])
	return out.Bytes()
}

// TestCiphers: a message in any cipher is opened, in partial lengths too, not an
// octet beyond the limit, and not if its end is missing.
func TestCiphers(t *testing.T) {
	r := ring(t, team())
	plain := literalPacket(padded(9000))
	open := func(message []byte, limit int) (decrypted, error) {
		ops := maxPrivateOps
		return r.decrypt(sourceOf(message), int64(limit), &ops)
	}
	for _, c := range append([]packet.CipherFunction{packet.Cipher3DES, packet.CipherCAST5}, aesKinds...) {
		digest := ""
		for _, powers := range [][]int{nil, {9}, {10, 0, 0, 1, 9}, {12, 12}} {
			message := sealedWith(t, c, plain, powers...)
			d, err := open(message, len(plain))
			if err != nil || !bytes.Equal(d.plain, plain) || digest != "" && d.digest != digest {
				t.Errorf("cipher %d, partial %v: %d octets, digest %q, %v", c, powers, len(d.plain), d.digest, err)
			}
			digest = d.digest
			for what, try := range map[string]func() (decrypted, error){
				"beyond the limit": func() (decrypted, error) { return open(message, len(plain)-1) },
				"cut":              func() (decrypted, error) { return open(message[:len(message)-1], 1<<20) },
				"grown":            func() (decrypted, error) { return open(append(bytes.Clone(message), 0), 1<<20) },
			} {
				if d, err := try(); !errors.Is(err, errClosed) || d.plain != nil || (d.digest == digest) != (what != "cut") || d.digest == "" {
					t.Errorf("cipher %d, partial %v, %s: %d octets, digest %q, %v", c, powers, what, len(d.plain), d.digest, err)
				}
			}
		}
	}
}

// TestDamagedSource: of armour that is damaged within, nothing is opened, even
// if all that was encrypted stands before the fault.
func TestDamagedSource(t *testing.T) {
	lit := literalPacket([]byte("text"))
	damaged := func(b []byte) source { return func() ([]byte, error) { return bytes.Clone(b), errArmor } }
	ops := maxPrivateOps
	r := ring(t, team())
	if d, err := r.decrypt(damaged(encryptTo(t, lit, teamKey())), 1<<20, &ops); !errors.Is(err, errClosed) || d.plain != nil || d.digest == "" {
		t.Errorf("%q, digest %q, %v", d.plain, d.digest, err)
	}
	if d, err := r.decrypt(damaged(lit), 1<<20, &ops); !errors.Is(err, errNotEncrypted) || d.clear != nil {
		t.Errorf("%q, %v", d.clear, err)
	}
	if d, err := r.decrypt(sourceOf(lit), 1<<20, &ops); !errors.Is(err, errNotEncrypted) || !bytes.Equal(d.clear, lit) {
		t.Errorf("%q, %v", d.clear, err)
	}
}

// TestReadOver: plaintext never comes to lie on ciphertext that was not read.
func TestReadOver(t *testing.T) {
	for ahead, want := range map[int64]error{0: nil, 100: nil, -1: errTooLarge} {
		body := padded(10000)
		env := envelope{body: body, unread: bytes.NewReader(body)}
		_, _ = env.unread.Seek(max(ahead, 0), io.SeekStart)
		var r io.Reader = env.unread
		if ahead < 0 {
			r = strings.NewReader("from nowhere")
		}
		got, err := env.readOver(r, 10000)
		if !errors.Is(err, want) || err == nil && !bytes.Equal(got, padded(10000)[ahead:]) {
			t.Errorf("%d ahead: %d octets, %v", ahead, len(got), err)
		}
	}
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
		from := message(&mime.Part{Body: tt.body, Content: append([]byte{}, tt.body...)})
		if (from != nil) != tt.ok {
			t.Errorf("%s: found %v", name, from != nil)
			continue
		}
		if !tt.ok {
			continue
		}
		first, err1 := from()
		again, err2 := from()
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
	if _, err := ring(t, us).decrypt(sourceOf(message), 1<<20, &ops); !errors.Is(err, errClosed) || ops != maxPrivateOps {
		t.Errorf("error %v, %d operations left", err, ops)
	}
}
