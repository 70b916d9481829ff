package pgp

import (
	"bytes"
	"strings"
	"testing"

	"github.com/ProtonMail/go-crypto/openpgp/packet"

	"tocsin/intake/mime"
	"tocsin/store"
)

func TestOpenRoundTrip(t *testing.T) {
	tests := map[string]struct {
		sign, encrypt bool
		want          want
	}{
		"signed":               {true, false, want{verdict: "verified", coverage: "full", structure: "ok", statuses: "good", body: "broken into"}},
		"encrypted":            {false, true, want{verdict: "unsigned", coverage: "full", structure: "ok", encrypted: true, decrypted: true, body: "broken into"}},
		"signed and encrypted": {true, true, want{verdict: "verified", coverage: "full", structure: "ok", statuses: "good", encrypted: true, decrypted: true, body: "broken into"}},
		"plain":                {false, false, want{verdict: "unsigned", coverage: "none", structure: "ok", body: "broken into"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			o := read(t, mail(t, alice(), tt.sign, tt.encrypt))
			tt.want.check(t, o)
			if o.Protection.Subject != "Break-in at 192.0.2.7" || o.Header.Text("Subject") != o.Protection.Subject {
				t.Errorf("subject is %q, header says %q", o.Protection.Subject, o.Header.Text("Subject"))
			}
			if tt.sign && tt.encrypt && !o.Protection.ForUs {
				t.Error("the signature names us, but ForUs is false")
			}
			if tt.sign && o.Protection.Signatures[0].Part != "1" {
				t.Errorf("the signature is over part %q", o.Protection.Signatures[0].Part)
			}
			if (o.SessionDigest != "") != tt.encrypt {
				t.Errorf("session digest is %q", o.SessionDigest)
			}
		})
	}
}

func TestOpenLeavesInputAlone(t *testing.T) {
	plain := mail(t, alice(), false, false)
	m := mime.Read(plain, mime.Limits{})
	if o := Open(m, ring(t, team()), Options{Now: today}); o.Message != m {
		t.Error("an unprotected message was copied")
	}
	raw := mail(t, alice(), true, true)
	before := bytes.Clone(raw)
	m = mime.Read(raw, mime.Limits{})
	root := *m.Root
	o := Open(m, ring(t, team(), alice()), Options{Now: today})
	if !bytes.Equal(raw, before) || m.Root.Type != root.Type || len(m.Root.Children) != len(root.Children) {
		t.Error("the message given to Open was changed")
	}
	if o.Message == m || o.Message.Root.Type == "multipart/encrypted" {
		t.Error("the opened message still is the closed one")
	}
}

func TestOpenSignature(t *testing.T) {
	sig := detachedSignature(t, alice(), []byte(textPayload), nil)
	text := func(s *packet.Signature) { s.SigType = packet.SigTypeText }
	good := want{verdict: "verified", coverage: "full", statuses: "good", body: "broken into"}
	tests := map[string]struct {
		raw  []byte
		want want
	}{
		"binary":      {multipartSigned(aliceAddress, textPayload, sig), good},
		"text":        {multipartSigned(aliceAddress, textPayload, detachedSignature(t, alice(), []byte(textPayload), text)), good},
		"LF line end": {bytes.ReplaceAll(multipartSigned(aliceAddress, textPayload, sig), []byte("\r\n"), []byte("\n")), good},
		"tampered": {multipartSigned(aliceAddress, strings.Replace(textPayload, "We were", "We are", 1), sig),
			want{verdict: "bad", coverage: "full", statuses: "bad"}},
		"blanks cut": {multipartSigned(aliceAddress, strings.Replace(textPayload, "blanks  ", "blanks", 1), sig),
			want{verdict: "bad", coverage: "full", statuses: "bad"}},
		"another sender": {multipartSigned(malloryAddress, textPayload, sig),
			want{verdict: "signed", coverage: "full", statuses: "good"}},
		"two senders": {multipartSigned(aliceAddress+", "+malloryAddress, textPayload, sig),
			want{verdict: "signed", coverage: "full", statuses: "good"}},
		"two From fields": {multipartSigned(aliceAddress+"\r\nFrom: "+malloryAddress, textPayload, sig),
			want{verdict: "signed", coverage: "full", structure: "ambiguous", statuses: "good"}},
		"name says Alice": {multipartSigned("\""+aliceAddress+"\" <"+malloryAddress+">", textPayload, sig),
			want{verdict: "signed", coverage: "full", statuses: "good"}},
		"domain in capitals": {multipartSigned("alice@SITE.example", textPayload, sig), good},
		"local part in capitals": {multipartSigned("ALICE@site.example", textPayload, sig),
			want{verdict: "signed", coverage: "full", statuses: "good"}},
		"unknown key": {multipartSigned(malloryAddress, textPayload, detachedSignature(t, mallory(), []byte(textPayload), nil)),
			want{verdict: "signed", coverage: "full", statuses: "no-key", finding: foundSignature}},
		"no signature in it": {multipartSigned(aliceAddress, textPayload, []byte("none")),
			want{verdict: "bad", coverage: "full", structure: "malformed", statuses: "bad"}},
		"damaged base64": {multipartSigned(aliceAddress, textPayload, bytes.Replace(sig, sig[60:70], []byte("!!!!!!!!!!"), 1)),
			want{verdict: "bad", coverage: "full", structure: "malformed", statuses: "bad"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) { tt.want.check(t, read(t, tt.raw)) })
	}
}

func TestOpenSeveralSignatures(t *testing.T) {
	data := []byte(textPayload)
	byAlice := signaturePacket(t, alice().entity.PrivateKey, data, nil)
	byMallory := signaturePacket(t, mallory().entity.PrivateKey, data, nil)
	other := signaturePacket(t, alice().entity.PrivateKey, []byte("other"), nil)
	armour := func(packets ...[]byte) []byte {
		a, err := armoured(kindSignature, bytes.Join(packets, nil))
		if err != nil {
			t.Fatal(err)
		}
		return a
	}
	tests := map[string]struct {
		sig  []byte
		want want
	}{
		"good and unknown": {armour(byAlice, byMallory), want{verdict: "verified", statuses: "good no-key"}},
		"good and bad":     {armour(byAlice, other), want{verdict: "bad", statuses: "good bad"}},
		"a marker between": {armour(byAlice, []byte{0xca, 3, 'P', 'G', 'P'}), want{verdict: "verified", statuses: "good"}},
		"a literal behind": {armour(byAlice, literalPacket([]byte("x"))), want{verdict: "signed", structure: "malformed", statuses: "good"}},
		"two armours":      {append(armour(byAlice), armour(byMallory)...), want{verdict: "verified", statuses: "good no-key"}},
		"the second bad":   {append(armour(byAlice), armour(other)...), want{verdict: "bad", statuses: "good bad"}},
		"a broken second":  {append(armour(byAlice), "-----BEGIN PGP SIGNATURE-----\n\nAAAA\n"...), want{verdict: "signed", structure: "malformed", statuses: "good"}},
		"a flood":          {armour(bytes.Repeat(byAlice, 500)), want{verdict: "bad", structure: "malformed", statuses: "bad"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) { tt.want.check(t, read(t, multipartSigned(aliceAddress, textPayload, tt.sig))) })
	}
}

// TestOpenSignatureOfAnotherType: gateways change the type of what they don't
// know. The signature counts, the structure does not.
func TestOpenSignatureOfAnotherType(t *testing.T) {
	with := func(sig []byte) []byte {
		raw := multipartSigned(aliceAddress, textPayload, sig)
		return bytes.Replace(raw, []byte("Type: application/pgp-signature"), []byte("Type: application/octet-stream; name=signature.asc"), 1)
	}
	good := detachedSignature(t, alice(), []byte(textPayload), nil)
	want{verdict: "signed", coverage: "full", structure: "malformed", statuses: "good"}.check(t, read(t, with(good)))
	want{verdict: "unsigned", coverage: "none", structure: "malformed"}.check(t, read(t, with([]byte("no signature"))))
}

func TestOpenLayered(t *testing.T) {
	sig := detachedSignature(t, alice(), []byte(textPayload), nil)
	inner := multipartSigned(aliceAddress, textPayload, sig)
	inner = inner[bytes.Index(inner, []byte("Content-Type: multipart/signed")):]
	raw := multipartEncrypted(t, aliceAddress, encryptTo(t, literalPacket(inner), teamKey()))
	want{verdict: "verified", coverage: "full", structure: "ok", statuses: "good", encrypted: true, decrypted: true, body: "broken into"}.check(t, read(t, raw))

	closed := multipartEncrypted(t, aliceAddress, encryptTo(t, literalPacket(inner), mallory().entity.Subkeys[0].PublicKey))
	o := read(t, closed)
	want{verdict: "unreadable", coverage: "full", encrypted: true, finding: foundUndecryptable}.check(t, o)
	if o.Message.Root.Type != "multipart/encrypted" {
		t.Errorf("the closed message became %s", o.Message.Root.Type)
	}
}

// TestOpenCoverage has a good signature that does not cover all there is.
func TestOpenCoverage(t *testing.T) {
	sig := detachedSignature(t, alice(), []byte(textPayload), nil)
	whole := string(multipartSigned(aliceAddress, textPayload, sig))
	signedPart := whole[strings.Index(whole, "Content-Type: multipart/signed"):]
	evil := "Content-Type: text/plain\r\n\r\nPay at once.\r\n"
	tests := map[string]struct {
		raw  []byte
		want want
	}{
		"text before":  {mixedMail(aliceAddress, evil, signedPart), want{verdict: "signed", coverage: "partial", statuses: "good"}},
		"list footer":  {mixedMail(aliceAddress, signedPart, evil), want{verdict: "signed", coverage: "partial", statuses: "good"}},
		"HTML around":  {mixedMail(aliceAddress, "Content-Type: text/html\r\n\r\n<img src=\"http://x/", signedPart), want{verdict: "signed", coverage: "partial", statuses: "good"}},
		"blank before": {mixedMail(aliceAddress, "Content-Type: text/plain\r\n\r\n\r\n \r\n", signedPart), want{verdict: "verified", coverage: "full", statuses: "good"}},
		"forwarded": {mixedMail(aliceAddress, evil, "Content-Type: message/rfc822\r\n\r\n"+whole),
			want{verdict: "unsigned", coverage: "none", finding: foundNested}},
		"third child": {[]byte(strings.Replace(whole, "\r\n--b--", "\r\n--b\r\n"+evil+"\r\n--b--", 1)),
			want{verdict: "unsigned", coverage: "none", structure: "malformed"}},
		"signature cut off": {[]byte(whole[:strings.Index(whole, "\r\n--b\r\nContent-Type: application/pgp-signature")] + "\r\n--b--\r\n"),
			want{verdict: "unsigned", structure: "malformed", coverage: "none"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) { tt.want.check(t, read(t, tt.raw)) })
	}
}

func TestOpenParts(t *testing.T) {
	sig := detachedSignature(t, alice(), []byte(textPayload), nil)
	whole := string(multipartSigned(aliceAddress, textPayload, sig))
	raw := mixedMail(aliceAddress, "Content-Type: text/plain\r\n\r\nhello\r\n", whole[strings.Index(whole, "Content-Type: multipart/signed"):])
	got := read(t, raw).Protection.Parts
	wants := []store.PartInfo{
		{Part: "1", Type: "text/plain", Size: len("hello\r\n")},
		{Part: "2.1", Type: "text/plain", Size: len("We were broken into.\r\nblanks  \r\n"), Signed: "good"},
	}
	if len(got) != len(wants) {
		t.Fatalf("parts are %+v", got)
	}
	for i, w := range wants {
		if got[i] != w {
			t.Errorf("part %d is %+v, want %+v", i, got[i], w)
		}
	}
}

func TestOpenMangledByExchange(t *testing.T) {
	armour, err := armoured(kindMessage, encryptTo(t, literalPacket([]byte(textPayload)), teamKey()))
	if err != nil {
		t.Fatal(err)
	}
	version := "Content-Type: application/pgp-encrypted; name=\"PGPMIME version identification\"\r\nContent-Transfer-Encoding: base64\r\n\r\nVmVyc2lvbjogMQ0K\r\n"
	data := "Content-Type: application/octet-stream; name=\"encrypted.asc\"\r\n\r\n" + string(armour)
	blank := "Content-Type: text/plain\r\n\r\n\r\n"
	opened := want{verdict: "unsigned", coverage: "full", encrypted: true, decrypted: true, body: "broken into", finding: foundAltered}
	opened.check(t, read(t, mixedMail(aliceAddress, blank, version, data)))
	page := "Content-Type: text/html\r\n\r\n<html><head>\r\n<meta charset=\"us-ascii\"></head><body><p class=x>&nbsp;</p></body></html>\r\n"
	opened.check(t, read(t, mixedMail(aliceAddress, page, version, data)))
	partial := opened
	partial.coverage = "partial"
	partial.check(t, read(t, mixedMail(aliceAddress, version, data, "Content-Type: text/plain\r\n\r\nA disclaimer.\r\n")))
	partial.check(t, read(t, mixedMail(aliceAddress, "Content-Type: text/html\r\n\r\n<img src=\"http://evil.example/", version, data)))
}

func TestIsBlankPage(t *testing.T) {
	for page, want := range map[string]bool{
		"": true, "<!DOCTYPE html>\n<HTML><body bgcolor=white></body></html>": true, "<p>&nbsp;</p><br/>\u00a0<br />": true, "<p\n>": true,
		"x": false, "<p>x</p>": false, "<p": false, "<": false, "<p <b>": false, "<img src=x>": false, "<style>p{}</style>": false,
		"<pre></pre>": false, "&amp;": false, strings.Repeat("<", 1<<20): false, "<>": false,
	} {
		if got := isBlankPage([]byte(page)); got != want {
			t.Errorf("%.40q: %v", page, got)
		}
	}
}

func TestOpenNotEncryptedAfterAll(t *testing.T) {
	o := read(t, multipartEncrypted(t, aliceAddress, literalPacket([]byte(textPayload))))
	want{verdict: "unsigned", coverage: "none", structure: "malformed", body: "broken into"}.check(t, o)
}

func TestOpenSMIME(t *testing.T) {
	raw := multipartSigned(aliceAddress, textPayload, []byte("MIIB"))
	raw = bytes.ReplaceAll(raw, []byte("pgp-signature"), []byte("pkcs7-signature"))
	want{verdict: "unsigned", coverage: "none", finding: foundSMIME}.check(t, read(t, raw))
}

func TestOpenDeepLayers(t *testing.T) {
	payload := []byte(textPayload)
	for range 12 {
		payload = multipartEncrypted(t, aliceAddress, encryptTo(t, literalPacket(payload), teamKey()))
		payload = payload[bytes.Index(payload, []byte("Content-Type:")):]
	}
	raw := append([]byte("From: "+aliceAddress+"\r\nMIME-Version: 1.0\r\n"), payload...)
	o := read(t, raw)
	if !hasFinding(o, foundTooMany) || o.Protection.Verdict == "verified" {
		t.Errorf("verdict %s, findings %v", o.Protection.Verdict, o.Protection.Findings)
	}
}

// TestOpenMultipartEncryptedWithMore has a footer in it, or lacks a part.
func TestOpenMultipartEncryptedWithMore(t *testing.T) {
	raw := string(multipartEncrypted(t, aliceAddress, encryptTo(t, literalPacket([]byte(textPayload)), teamKey())))
	version := "--e\r\nContent-Type: application/pgp-encrypted\r\n\r\nVersion: 1\r\n\r\n"
	partial := want{verdict: "unsigned", coverage: "partial", structure: "malformed", encrypted: true, decrypted: true, body: "broken into"}
	full := partial
	full.coverage = "full"
	partial.check(t, read(t, []byte(strings.Replace(raw, "\r\n--e--", "\r\n--e\r\n"+bodyPart+"\r\n--e--", 1))))
	full.check(t, read(t, []byte(strings.Replace(raw, version, "", 1))))
	only := raw[:strings.Index(raw, "--e\r\nContent-Type: application/octet-stream")] + "--e--\r\n"
	want{verdict: "unreadable", structure: "malformed", encrypted: true, finding: foundUndecryptable}.check(t, read(t, []byte(only)))
}
