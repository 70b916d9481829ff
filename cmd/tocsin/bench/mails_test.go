package bench

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/ProtonMail/go-crypto/openpgp/armor"
	"github.com/ProtonMail/go-crypto/openpgp/packet"
	openpgp "github.com/ProtonMail/go-crypto/openpgp/v2"
)

// formText is a filled-in form of about 4 KiB.
func formText(i int) string {
	var b strings.Builder
	fmt.Fprintf(&b, "Name: Reporter %d\nEmail: r%d@site%d.example\nOrganisation: Site %d\nPhone: +352 20 %06d\n\n", i, i, i%997, i%997, i)
	fmt.Fprintf(&b, "Affected hosts\nHostname: www%d.ministry.example\nIP address: 148.110.%d.%d\nTime zone: UTC\n\nDescription:\n", i, i>>8&255, i&255)
	for line := 0; b.Len() < 3900; line++ {
		fmt.Fprintf(&b, "2026-11-%02d 10:%02d:%02d sshd[%d]: Failed password for root from 45.155.%d.%d port %d\n", 1+line%28, line%60, i%60, 1000+line, i>>8&255, i&255, 20000+line)
	}
	return b.String()
}

// A kind of mail, with the keys it takes.
type kind struct {
	name   string
	n      int    // mails of a run
	goal   int    // mails a second to reach (2 cores)
	size   int    // bytes of padding, for a large mail
	algo   string // "" plain
	bits   int
	team   *openpgp.Entity
	sender *openpgp.Entity
}

func kinds() []*kind {
	return []*kind{
		{name: "plain", n: 10000, goal: 2500},
		{name: "cv25519", n: 6000, goal: 2100, algo: "eddsa"},
		{name: "rsa2048", n: 4000, goal: 1000, algo: "rsa", bits: 2048},
		{name: "rsa3072", n: 2000, goal: 400, algo: "rsa", bits: 3072},
		{name: "rsa4096", n: 1000, goal: 220, algo: "rsa", bits: 4096},
		{name: "cv25519-18MiB", n: 1, goal: 1, algo: "eddsa", size: 18 << 20}, // 25 MiB in armour
	}
}

func (k *kind) config() *packet.Config {
	c := &packet.Config{DefaultCipher: packet.CipherAES256, Algorithm: packet.PubKeyAlgoEdDSA}
	if k.algo == "rsa" {
		c.Algorithm, c.RSABits = packet.PubKeyAlgoRSA, k.bits
	}
	return c
}

// keys makes the keys of team and sender; plain mail is signed by nobody, but
// the team has a key all the same.
func (k *kind) keys(tb testing.TB) {
	tb.Helper()
	for _, p := range []struct {
		entity  **openpgp.Entity
		address string
	}{{&k.team, teamAddress}, {&k.sender, "alice@ministry.example"}} {
		e, err := openpgp.NewEntity(p.address, "", p.address, k.config())
		if err != nil {
			tb.Fatal(err)
		}
		*p.entity = e
	}
}

func armoured(tb testing.TB, e *openpgp.Entity) []byte {
	tb.Helper()
	var b bytes.Buffer
	w, err := armor.Encode(&b, "PGP PRIVATE KEY BLOCK", nil)
	if err == nil {
		err = e.SerializePrivate(w, nil)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}

// ciphertext signs and encrypts a text.
func (k *kind) ciphertext(tb testing.TB, text string) []byte {
	tb.Helper()
	var b bytes.Buffer
	w, err := openpgp.Encrypt(&b, []*openpgp.Entity{k.team}, nil, []*openpgp.Entity{k.sender}, nil, k.config())
	if err == nil {
		_, err = w.Write([]byte(text))
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}

// padding is n bytes of log lines that do not compress away.
func padding(n int) string {
	var b strings.Builder
	for i := uint64(1); b.Len() < n; i++ {
		fmt.Fprintf(&b, "%016x %016x\n", i*0x9e3779b97f4a7c15, i*i*0xbf58476d1ce4e5b9)
	}
	return b.String()
}

// mail makes the i-th mail; each sender writes once, each ciphertext is its own.
func (k *kind) mail(tb testing.TB, i int) []byte {
	head := fmt.Sprintf("Return-Path: <r%d@site%d.example>\r\nFrom: r%d@site%d.example\r\nTo: %s\r\nSubject: report %d\r\nDate: %s\r\nMessage-ID: <%d.%s@bench.example>\r\nMIME-Version: 1.0\r\n",
		i, i%997, i, i%997, teamAddress, i, time.Now().Format(time.RFC1123Z), i, k.name)
	text := strings.ReplaceAll(formText(i)+padding(k.size), "\n", "\r\n")
	if k.algo == "" {
		return []byte(head + "Content-Type: text/plain; charset=utf-8\r\n\r\n" + text)
	}
	return []byte(head + "Content-Type: multipart/encrypted; protocol=\"application/pgp-encrypted\"; boundary=b\r\n\r\n" +
		"--b\r\nContent-Type: application/pgp-encrypted\r\n\r\nVersion: 1\r\n\r\n--b\r\nContent-Type: application/octet-stream\r\n\r\n" +
		k.message(tb, text) + "\r\n--b--\r\n")
}

// message is the armoured message that a mail of that text holds.
func (k *kind) message(tb testing.TB, text string) string {
	tb.Helper()
	var armour strings.Builder
	w, err := armor.Encode(&armour, "PGP MESSAGE", nil)
	if err == nil {
		_, err = w.Write(k.ciphertext(tb, "Content-Type: text/plain; charset=utf-8\r\n\r\n"+text))
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		tb.Fatal(err)
	}
	return strings.ReplaceAll(armour.String(), "\n", "\r\n")
}
