package pgp

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/ProtonMail/go-crypto/openpgp/packet"

	"tocsin/intake/mime"
	"tocsin/store"
)

// ours is a letter that the team writes to Alice, protected.
func ours(t *testing.T, c Cover, attach ...mime.Attachment) []byte {
	t.Helper()
	l := mime.Letter{
		From: mime.Address{Name: "CERT Example", Addr: teamAddress}, To: mime.Address{Addr: aliceAddress},
		Subject: "[CERT#2026-00042-7] Übernahme", Date: today, MessageID: "ack@cert.example", InReplyTo: "1@site.example",
		Text: "We have it.\nTrailing blank \nFrom here on: üäö\n.\n", Attach: attach,
	}
	c.Now = today
	raw, err := Protect(l, ring(t, team(), alice()), c)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// readAsAlice opens a mail as Alice, who has accepted the team's key.
func readAsAlice(t *testing.T, raw []byte) Opened {
	t.Helper()
	return Open(mime.Read(raw, mime.Limits{}), ring(t, alice(), team()), Options{Now: today, Own: []string{aliceAddress}})
}

func TestProtectEncrypted(t *testing.T) {
	raw := ours(t, Cover{Sign: true, To: []store.Fingerprint{alice().stored.Fingerprint}, HideSubject: "[CERT#2026-00042-7]"},
		mime.Attachment{Type: "message/rfc822", Name: "original.eml", Data: textMail(malloryAddress, "original\r\n")})
	if bytes.Contains(raw, []byte("We have it")) || bytes.Contains(raw, []byte("bernahme")) {
		t.Error("the text or the subject can be seen from outside")
	}
	outer := mime.Read(raw, mime.Limits{})
	if got := outer.Header.Text("Subject"); got != "[CERT#2026-00042-7]" {
		t.Errorf("outer subject is %q", got)
	}
	o := readAsAlice(t, raw)
	want{verdict: "verified", coverage: "full", structure: "ok", statuses: "good", encrypted: true, decrypted: true, body: "We have it."}.check(t, o)
	if o.Protection.Subject != "[CERT#2026-00042-7] Übernahme" || !o.Protection.ForUs {
		t.Errorf("subject %q, ForUs %v", o.Protection.Subject, o.Protection.ForUs)
	}
	// And we can read what we wrote.
	own := Open(mime.Read(raw, mime.Limits{}), ring(t, team(), alice()), Options{Now: today})
	if !own.Protection.Decrypted {
		t.Error("our own key is not among the recipients")
	}
	if got := messageTags(t, outer); got != "1 1 18" {
		t.Errorf("packets are %s, want two key packets and SEIPD", got)
	}
}

// messageTags lists the packets of an encrypted mail.
func messageTags(t *testing.T, m *mime.Message) string {
	t.Helper()
	data, err := message(m.Root.Children[1])()
	if err != nil {
		t.Fatal(err)
	}
	var tags []string
	for len(data) > 0 {
		f, rest, err := nextFrame(data)
		if err != nil {
			t.Fatal(err)
		}
		if f.tag == tagSEIPD && f.body[0] != 1 {
			t.Errorf("SEIPD version %d", f.body[0])
		}
		tags = append(tags, map[byte]string{1: "1", 18: "18"}[f.tag])
		data = rest
	}
	return strings.Join(tags, " ")
}

func TestProtectHeadersInside(t *testing.T) {
	raw := ours(t, Cover{To: []store.Fingerprint{alice().stored.Fingerprint}})
	r := ring(t, alice())
	from := message(mime.Read(raw, mime.Limits{}).Root.Children[1])
	ops := maxPrivateOps
	d, err := r.decrypt(from, 1<<20, &ops)
	if err != nil {
		t.Fatal(err)
	}
	left := int64(1 << 20)
	c, err := unpack(d.plain, &left)
	if err != nil {
		t.Fatal(err)
	}
	inner := mime.ReadEntity(c.literal, "", mime.Limits{})
	if inner.Root.Params["hp"] != "cipher" || !inner.Header.Has("HP-Outer") || inner.Header.Get("To") == "" {
		t.Errorf("payload root is %v %v", inner.Root.Params, inner.Header)
	}
	if !strings.Contains(strings.Join(inner.Header.All("HP-Outer"), "|"), "Subject: ...") {
		t.Errorf("HP-Outer does not say what the outer Subject is: %q", inner.Header.All("HP-Outer"))
	}
	o := readAsAlice(t, raw)
	want{verdict: "unsigned", coverage: "full", encrypted: true, decrypted: true}.check(t, o)
}

func TestProtectSigned(t *testing.T) {
	raw := ours(t, Cover{Sign: true})
	o := readAsAlice(t, raw)
	want{verdict: "verified", coverage: "full", structure: "ok", statuses: "good", body: "Trailing blank"}.check(t, o)
	m := mime.Read(raw, mime.Limits{})
	if m.Root.Type != "multipart/signed" || m.Root.Params["micalg"] != "pgp-sha512" || m.Root.Children[0].Params["hp"] != "clear" {
		t.Errorf("%s %v, payload %v", m.Root.Type, m.Root.Params, m.Root.Children[0].Params)
	}
	if !o.Protection.ForUs {
		t.Error("the signed To names her, but ForUs is false")
	}
	for line := range bytes.SplitSeq(raw, []byte("\n")) {
		if len(line) > 0 && line[len(line)-1] != '\r' {
			t.Fatalf("a line ends in LF alone: %q", line)
		}
	}
	want{verdict: "verified", statuses: "good"}.check(t, readAsAlice(t, bytes.ReplaceAll(raw, []byte("\r\n"), []byte("\n"))))
}

func TestProtectPlain(t *testing.T) {
	want{verdict: "unsigned", coverage: "none", body: "We have it."}.check(t, readAsAlice(t, ours(t, Cover{})))
}

func TestProtectAllOrNothing(t *testing.T) {
	r := ring(t, team(), alice())
	for name, to := range map[string][]store.Fingerprint{
		"one of two unknown": {alice().stored.Fingerprint, mallory().stored.Fingerprint},
		"unknown":            {mallory().stored.Fingerprint},
	} {
		raw, err := Protect(letter(team()), r, Cover{Sign: true, To: to, Now: today})
		var keyErr *KeyError
		if raw != nil || !errors.As(err, &keyErr) || keyErr.Fingerprint != mallory().stored.Fingerprint {
			t.Errorf("%s: %d bytes, %v", name, len(raw), err)
		}
	}
	nobody, err := NewRing(nil, []store.StoredKey{alice().stored})
	if err != nil {
		t.Fatal(err)
	}
	var keyErr *KeyError
	if _, err := Protect(letter(team()), nobody, Cover{Sign: true, Now: today}); !errors.As(err, &keyErr) {
		t.Errorf("signed with no key: %v", err)
	}
	expired := newPerson("Old", teamAddress, func(c *packet.Config) { c.KeyLifetimeSecs = 86400 })
	if _, err := Protect(letter(team()), ring(t, expired), Cover{Sign: true, Now: today}); !errors.As(err, &keyErr) || keyErr.Fingerprint != expired.stored.Fingerprint {
		t.Errorf("signed with an expired key: %v", err)
	}
	bad := letter(team())
	bad.To.Addr = "no address"
	for _, c := range []Cover{{}, {Sign: true}, {To: []store.Fingerprint{alice().stored.Fingerprint}}} {
		c.Now = today
		if raw, err := Protect(bad, r, c); err == nil || raw != nil {
			t.Errorf("a letter to nobody was written: %+v", c)
		}
	}
}

// TestProtectKeyTypes: whatever a recipient's key is, she can read it.
func TestProtectKeyTypes(t *testing.T) {
	for name, change := range map[string]func(*packet.Config){
		"RSA 2048":       func(c *packet.Config) { c.Algorithm = packet.PubKeyAlgoRSA },
		"NIST P-384":     curve(packet.PubKeyAlgoECDSA, packet.CurveNistP384),
		"brainpool":      curve(packet.PubKeyAlgoECDSA, packet.CurveBrainpoolP384),
		"Ed25519 v6":     func(c *packet.Config) { c.Algorithm, c.V6Keys = packet.PubKeyAlgoEd25519, true },
		"Ed448 v6":       func(c *packet.Config) { c.Algorithm, c.V6Keys = packet.PubKeyAlgoEd448, true },
		"Ed25519 new v4": func(c *packet.Config) { c.Algorithm = packet.PubKeyAlgoEd25519 },
	} {
		t.Run(name, func(t *testing.T) {
			p := newPerson("P", "p@site.example", change)
			for _, pair := range [][2]person{{team(), p}, {p, team()}} {
				from, to := pair[0], pair[1]
				raw, err := Protect(letter(from), ring(t, from, to), Cover{Sign: true, To: []store.Fingerprint{to.stored.Fingerprint}, Now: today})
				if err != nil {
					t.Fatal(err)
				}
				o := Open(mime.Read(raw, mime.Limits{}), ring(t, to, from), Options{Now: today})
				want{verdict: "verified", coverage: "full", statuses: "good", encrypted: true, decrypted: true, body: "broken into"}.check(t, o)
			}
		})
	}
}
