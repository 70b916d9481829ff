package pgp

import (
	"bytes"
	"crypto"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/ProtonMail/go-crypto/openpgp/packet"
	openpgp "github.com/ProtonMail/go-crypto/openpgp/v2"

	"tocsin/intake/mime"
	"tocsin/store"
)

// The people of these tests. Their keys are made once a run.
const (
	teamAddress    = "incident@cert.example"
	aliceAddress   = "alice@site.example"
	malloryAddress = "mallory@evil.example"
)

var born = time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)

// today is when the mails of these tests arrive.
var today = time.Date(2025, 6, 1, 12, 0, 0, 0, time.UTC)

// A person has a key.
type person struct {
	name, address string
	entity        *openpgp.Entity
	secret        []byte // binary
	stored        store.StoredKey
}

var (
	team    = sync.OnceValue(func() person { return newPerson("CERT Example", teamAddress, nil) })
	alice   = sync.OnceValue(func() person { return newPerson("Alice", aliceAddress, nil) })
	mallory = sync.OnceValue(func() person { return newPerson("Mallory", malloryAddress, nil) })
)

// newPerson makes a key; change, if not nil, may alter its configuration.
func newPerson(name, address string, change func(*packet.Config)) person {
	cfg := &packet.Config{
		Algorithm: packet.PubKeyAlgoEdDSA, Curve: packet.Curve25519, DefaultCipher: packet.CipherAES256,
		Time: func() time.Time { return born },
	}
	if change != nil {
		change(cfg)
	}
	e, err := openpgp.NewEntity(name, "", address, cfg)
	if err != nil {
		panic(err)
	}
	return personOf(e, name, address)
}

// personOf makes a person of a key at hand.
func personOf(e *openpgp.Entity, name, address string) person {
	p := person{name: name, address: address, entity: e}
	var secret, public bytes.Buffer
	if err := e.SerializePrivateWithoutSigning(&secret, nil); err != nil {
		panic(err)
	}
	if err := e.Serialize(&public); err != nil {
		panic(err)
	}
	p.secret = secret.Bytes()
	list, err := ParseKey(public.Bytes(), name, born)
	if err != nil {
		panic(err)
	}
	p.stored = list[0]
	p.stored.State = store.KeyAccepted
	return p
}

// ring makes a ring of an owner who accepted others.
func ring(t testing.TB, owner person, others ...person) *Ring {
	t.Helper()
	var accepted []store.StoredKey
	for _, o := range others {
		accepted = append(accepted, o.stored)
	}
	r, err := NewRing([]SecretKey{{Armor: owner.secret, Name: owner.name}}, accepted)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// letter is what a person writes to the team.
func letter(from person) mime.Letter {
	return mime.Letter{
		From: mime.Address{Name: from.name, Addr: from.address}, To: mime.Address{Addr: teamAddress},
		Subject: "Break-in at 192.0.2.7", Date: today, MessageID: "1@" + strings.Split(from.address, "@")[1],
		Text: "We were broken into.\nTrailing blanks   \n-- \nAlice\n",
	}
}

// mail is a letter from one to the team, protected.
func mail(t testing.TB, from person, sign, encrypt bool) []byte {
	t.Helper()
	cover := Cover{Sign: sign, Now: today, HideSubject: "..."}
	if encrypt {
		cover.To = []store.Fingerprint{team().stored.Fingerprint}
	}
	raw, err := Protect(letter(from), ring(t, from, team()), cover)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// read opens a mail as the team, which has accepted Alice.
func read(t testing.TB, raw []byte) Opened {
	t.Helper()
	return readWith(raw, ring(t, team(), alice()))
}

func readWith(raw []byte, r *Ring) Opened {
	return Open(mime.Read(raw, mime.Limits{}), r, Options{Now: today, Own: []string{teamAddress}})
}

// want is what a mail must prove; empty fields are not looked at.
type want struct {
	verdict, coverage, structure string
	statuses                     string // of the signatures, with blanks between
	encrypted, decrypted         bool
	body                         string // must be in the text
	notBody                      string // must not be
	finding                      string // code that must be among the findings
}

func (w want) check(t *testing.T, o Opened) {
	t.Helper()
	p := o.Protection
	equal := func(what, got, want string) {
		t.Helper()
		if want != "" && got != want {
			t.Errorf("%s is %q, want %q (findings %v)", what, got, want, p.Findings)
		}
	}
	equal("verdict", p.Verdict, w.verdict)
	equal("coverage", p.Coverage, w.coverage)
	equal("structure", p.Structure, w.structure)
	got := statusList(p)
	if w.statuses != "" && got != w.statuses {
		t.Errorf("signatures are %q, want %q (findings %v)", got, w.statuses, p.Findings)
	}
	if w.statuses == "" && got != "" {
		t.Errorf("signatures are %q, want none", got)
	}
	if p.Encrypted != w.encrypted || p.Decrypted != w.decrypted {
		t.Errorf("encrypted %v, decrypted %v; want %v, %v", p.Encrypted, p.Decrypted, w.encrypted, w.decrypted)
	}
	body := o.Message.Body()
	if !strings.Contains(body, w.body) {
		t.Errorf("body %q lacks %q", body, w.body)
	}
	if w.notBody != "" && strings.Contains(body, w.notBody) {
		t.Errorf("body %q shows %q", body, w.notBody)
	}
	if w.finding != "" && !hasFinding(o, w.finding) {
		t.Errorf("findings %v lack %q", p.Findings, w.finding)
	}
}

func statusList(p store.Protection) string {
	var list []string
	for _, s := range p.Signatures {
		list = append(list, s.Status)
	}
	return strings.Join(list, " ")
}

func hasFinding(o Opened, code string) bool {
	return slices.ContainsFunc(o.Protection.Findings, func(f store.Finding) bool { return f.Code == code })
}

// detachedSignature signs data with one hash and type, in armour.
func detachedSignature(t testing.TB, by person, data []byte, change func(*packet.Signature)) []byte {
	t.Helper()
	raw := signaturePacket(t, by.entity.PrivateKey, data, change)
	armour, err := armoured(kindSignature, raw)
	if err != nil {
		t.Fatal(err)
	}
	return armour
}

// signaturePacket makes a signature packet; change may alter it first.
func signaturePacket(t testing.TB, key *packet.PrivateKey, data []byte, change func(*packet.Signature)) []byte {
	t.Helper()
	sig := &packet.Signature{
		Version: key.Version, SigType: packet.SigTypeBinary, PubKeyAlgo: key.PubKeyAlgo, Hash: crypto.SHA256,
		CreationTime: today.Add(-time.Minute), IssuerKeyId: &key.KeyId, IssuerFingerprint: key.Fingerprint,
	}
	if change != nil {
		change(sig)
	}
	deterministic := false // SHA-1 can be had only without salt
	cfg := &packet.Config{NonDeterministicSignaturesViaNotation: &deterministic}
	h, err := sig.PrepareSign(cfg)
	if err != nil {
		t.Fatal(err)
	}
	if sig.SigType == packet.SigTypeText {
		writeLines(h, data)
	} else {
		h.Write(data)
	}
	if err := sig.Sign(h, key, cfg); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := sig.Serialize(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// multipartSigned writes a mail with a payload and its signature.
func multipartSigned(from, payload string, sig []byte) []byte {
	return []byte("From: " + from + "\r\nTo: " + teamAddress + "\r\nSubject: signed\r\nDate: " + today.Format(time.RFC1123Z) +
		"\r\nMIME-Version: 1.0\r\nContent-Type: multipart/signed; micalg=pgp-sha256; protocol=\"application/pgp-signature\"; boundary=b\r\n\r\n" +
		"--b\r\n" + payload + "\r\n--b\r\nContent-Type: application/pgp-signature\r\n\r\n" + string(sig) + "\r\n--b--\r\n")
}

const textPayload = "Content-Type: text/plain; charset=utf-8\r\n\r\nWe were broken into.\r\nblanks  \r\n"

// encryptTo writes packets that hold plain, which is packets too, encrypted to
// keys: what no honest program would put inside.
func encryptTo(t testing.TB, plain []byte, to ...*packet.PublicKey) []byte {
	t.Helper()
	var out bytes.Buffer
	session := bytes.Repeat([]byte{7}, 32)
	for _, k := range to {
		if err := packet.SerializeEncryptedKeyAEAD(&out, k, packet.CipherAES256, false, session, nil); err != nil {
			t.Fatal(err)
		}
	}
	out.Write(seipd(t, plain, session))
	return out.Bytes()
}

// seipd writes the data packet alone.
func seipd(t testing.TB, plain, session []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	w, err := packet.SerializeSymmetricallyEncrypted(&out, packet.CipherAES256, false, packet.CipherSuite{}, session, nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(plain); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// rawPacket writes a packet of the new format.
func rawPacket(tag byte, body []byte) []byte {
	out := []byte{0xc0 | tag, 255, byte(len(body) >> 24), byte(len(body) >> 16), byte(len(body) >> 8), byte(len(body))}
	return append(out, body...)
}

// literalPacket writes a literal data packet.
func literalPacket(data []byte) []byte {
	return rawPacket(tagLiteral, append([]byte{'b', 0, 0, 0, 0, 0}, data...))
}

// compressed wraps packets.
func compressed(t testing.TB, algo packet.CompressionAlgo, plain []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	w, err := packet.SerializeCompressed(open{&out}, algo, nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(plain); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// multipartEncrypted writes a mail around OpenPGP packets.
func multipartEncrypted(t testing.TB, from string, message []byte) []byte {
	t.Helper()
	armour, err := armoured(kindMessage, message)
	if err != nil {
		t.Fatal(err)
	}
	return []byte("From: " + from + "\r\nTo: " + teamAddress + "\r\nSubject: ...\r\nDate: " + today.Format(time.RFC1123Z) +
		"\r\nMIME-Version: 1.0\r\nContent-Type: multipart/encrypted; protocol=\"application/pgp-encrypted\"; boundary=e\r\n\r\n" +
		"--e\r\nContent-Type: application/pgp-encrypted\r\n\r\nVersion: 1\r\n\r\n--e\r\nContent-Type: application/octet-stream\r\n\r\n" +
		string(armour) + "\r\n--e--\r\n")
}

// teamKey is the key that one encrypts to the team with.
func teamKey() *packet.PublicKey { return team().entity.Subkeys[0].PublicKey }

// textMail writes a mail of one text part.
func textMail(from, text string) []byte {
	return []byte("From: " + from + "\r\nTo: " + teamAddress + "\r\nSubject: text\r\nDate: " + today.Format(time.RFC1123Z) +
		"\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" + text)
}

// mixedMail writes a multipart/mixed of entities.
func mixedMail(from string, entities ...string) []byte {
	var b strings.Builder
	fmt.Fprintf(&b, "From: %s\r\nTo: %s\r\nSubject: mixed\r\nDate: %s\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=m\r\n\r\n",
		from, teamAddress, today.Format(time.RFC1123Z))
	for _, e := range entities {
		_, _ = io.WriteString(&b, "--m\r\n"+e+"\r\n")
	}
	b.WriteString("--m--\r\n")
	return []byte(b.String())
}

// todayClock is the clock of these tests for go-crypto.
func todayClock() time.Time { return today }
