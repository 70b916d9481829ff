package pgp

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
)

// TestSignaturePartIsNotRead: what stands beside the armour in the part of a
// detached signature is signed by nothing. Either it is not shown, or it
// takes the trust from the whole.
func TestSignaturePartIsNotRead(t *testing.T) {
	content := []byte("Host: 192.0.2.1\n")
	sig := string(detachedSignature(t, alice(), content, nil))
	signed := "Content-Type: text/plain; name=report.txt\r\nContent-Disposition: attachment; filename=report.txt\r\n\r\n" + string(content)
	part := func(typ, text string) string { return "Content-Type: " + typ + "; name=report.txt.asc\r\n\r\n" + text }
	good := want{verdict: "verified", coverage: "full", structure: "ok", statuses: "good", notBody: "198.51.100.66"}
	extra := want{verdict: "signed", coverage: "partial", structure: "malformed", statuses: "good", finding: foundMalformed}
	for name, tt := range map[string]struct {
		part string
		want want
	}{
		"the signature alone":   {part("text/plain", sig), good},
		"blanks around it":      {part("text/plain", "\r\n \r\n"+sig+"\r\n\r\n"), good},
		"with a mark":           {part("text/plain", "\xef\xbb\xbf"+sig), good},
		"in UTF-16":             {filePart("report.txt.asc", utf16LE(sig)), good},
		"text before it":        {part("text/plain", "Host: 198.51.100.66\r\n\r\n"+sig), extra},
		"text behind it":        {part("text/plain", sig+"\r\nHost: 198.51.100.66\r\n"), extra},
		"a page behind it":      {part("text/html", sig+"\r\n<p>Host: 198.51.100.66</p>"), extra},
		"of another media type": {part("application/pgp-signature", sig+"\r\nHost: 198.51.100.66"), extra},
	} {
		t.Run(name, func(t *testing.T) {
			o := read(t, mixedMail(aliceAddress, signed, tt.part))
			tt.want.check(t, o)
			p := leafNamed(o, "report.txt.asc")
			if p == nil || tt.want.structure == "ok" && p.Type != typeSignature {
				t.Errorf("the signature's part is %+v", p)
			}
		})
	}
	sig = string(detachedSignature(t, alice(), []byte(textPayload), nil))
	for name, extra := range map[string]string{"before": "PK\x03\x04 word/document.xml\r\n" + sig, "behind": sig + "Host: 198.51.100.66\r\n"} {
		raw := multipartSigned(aliceAddress, textPayload, []byte(extra))
		raw = bytes.Replace(raw, []byte("Type: application/pgp-signature"), []byte("Type: application/pgp-signature; name=report.docx"), 1)
		o := read(t, raw)
		want{verdict: "signed", coverage: "full", structure: "malformed", statuses: "good"}.check(t, o)
		if leafNamed(o, "report.docx") != nil || strings.Contains(fmt.Sprint(o.Message.Texts()), "198.51.100.66") {
			t.Errorf("%s: the signature's part is shown", name)
		}
	}
}

// utf16LE writes ASCII in UTF-16 with its mark.
func utf16LE(text string) []byte {
	out := []byte{0xff, 0xfe}
	for _, c := range []byte(text) {
		out = append(out, c, 0)
	}
	return out
}

// TestDetachedRelabelled: neither the type nor the charset of a file are what
// its detached signature covers.
func TestDetachedRelabelled(t *testing.T) {
	content := []byte("Host: 192.0.2.1 +ADw- <b>\n")
	sig := string(detachedSignature(t, alice(), content, nil))
	for typ, verdict := range map[string]string{
		"text/plain":                    "verified",
		"application/octet-stream":      "verified",
		"text/plain; charset=us-ascii":  "verified",
		"text/html":                     "signed",
		"text/plain; charset=utf-7":     "signed",
		"text/plain; charset=utf-16be":  "signed",
		"application/xhtml+xml; x=y":    "signed",
		"text/plain; charset=\"UTF-7\"": "signed",
	} {
		file := "Content-Type: " + typ + "\r\nContent-Disposition: attachment; filename=report.txt\r\n\r\n" + string(content)
		o := read(t, mixedMail(aliceAddress, file, filePart("report.txt.asc", []byte(sig))))
		if o.Protection.Verdict != verdict {
			t.Errorf("%s: %s, want %s (%v)", typ, o.Protection.Verdict, verdict, o.Protection.Findings)
		}
	}
}

// TestSignatureOutside: who signs ciphertext need not have read it. Somebody
// else's message, signed again and sent on, is not a message of the signer's.
func TestSignatureOutside(t *testing.T) {
	taken := multipartEncrypted(t, malloryAddress, encryptTo(t, literalPacket([]byte(textPayload)), teamKey()))
	_, entity, _ := strings.Cut(string(taken), "MIME-Version: 1.0\r\n")
	outside := want{verdict: "signed", coverage: "full", statuses: "good", encrypted: true, decrypted: true, body: "broken into", finding: foundOutside}
	entity = string(crlf([]byte(strings.TrimSuffix(entity, "\r\n"))))
	signer := signaturePacket(t, alice().entity.PrivateKey, []byte(entity), nil)
	for name, raw := range map[string][]byte{
		"multipart/signed": multipartSigned(aliceAddress, entity, detachedSignature(t, alice(), []byte(entity), nil)),
		"signed message":   multipartEncrypted(t, aliceAddress, append(bytes.Clone(signer), literalPacket([]byte(entity))...)),
		"encrypted again": multipartEncrypted(t, aliceAddress,
			encryptTo(t, append(bytes.Clone(signer), literalPacket([]byte(entity))...), teamKey())),
	} {
		t.Run(name, func(t *testing.T) {
			o := read(t, raw)
			w := outside
			w.check(t, o)
			if p := o.Protection; p.ForUs || p.Signatures[0].Coverage != "none" {
				t.Errorf("for us %v, the signature covers %s", p.ForUs, p.Signatures[0].Coverage)
			}
		})
	}
	armour := inlineMessage(t, literalPacket([]byte("We were broken into.\n")))
	want{verdict: "signed", coverage: "partial", statuses: "good", encrypted: true, decrypted: true, finding: foundOutside}.check(t,
		read(t, textMail(aliceAddress, clearsigned(t, alice(), "Hello\n"+strings.ReplaceAll(armour, "\r\n", "\n")))))
}

// TestLayers: what costs a step each is counted, signed, encrypted or neither.
func TestLayers(t *testing.T) {
	nest := func(n int) []byte {
		entity := []byte(textPayload)
		for range n {
			entity = append([]byte("Content-Type: application/pgp\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"), literalPacket(entity)...)
		}
		return append([]byte("From: "+aliceAddress+"\r\nTo: "+teamAddress+"\r\nMIME-Version: 1.0\r\n"), entity...)
	}
	want{verdict: "unsigned", body: "broken into"}.check(t, read(t, nest(maxLayers-1)))
	for _, n := range []int{maxLayers + 1, 1000} {
		o := read(t, nest(n))
		want{verdict: "unreadable", encrypted: true, notBody: "broken into", finding: foundTooMany}.check(t, o)
	}
	file := []byte("x")
	name := "x"
	for range 20 {
		file, name = literalPacket(file), name+".gpg"
	}
	want{verdict: "unreadable", coverage: "none", encrypted: true, finding: foundTooMany}.check(t,
		read(t, mixedMail(aliceAddress, bodyPart, filePart(name, file))))
}

// TestVersionPartMissing: what stands where the version part should is shown.
func TestVersionPartMissing(t *testing.T) {
	raw := string(multipartEncrypted(t, aliceAddress, encryptTo(t, literalPacket([]byte(textPayload)), teamKey())))
	retyped := strings.Replace(raw, "Type: application/pgp-encrypted\r\n\r\nVersion", "Type: application/octet-stream\r\n\r\nVersion", 1)
	want{verdict: "unsigned", coverage: "full", structure: "ok", encrypted: true, decrypted: true, body: "broken into"}.check(t, read(t, []byte(retyped)))
	letter := strings.Replace(raw, "Type: application/pgp-encrypted\r\n\r\nVersion: 1", "Type: text/plain\r\n\r\nDear team,", 1)
	o := read(t, []byte(letter))
	want{verdict: "unsigned", coverage: "partial", structure: "malformed", encrypted: true, decrypted: true, body: "Dear team,"}.check(t, o)
	want{encrypted: true, decrypted: true, body: "broken into"}.check(t, o)
}

// TestTextNamedAsFile: a text whose first letter is beyond ASCII is not
// ciphertext, whatever its name says.
func TestTextNamedAsFile(t *testing.T) {
	for _, text := range []string{
		"Übersicht der Fälle\n", "Änderung am Schlüssel\n", "\xc4nderung am Schl\xfcssel\n", "\xc9tat des lieux\n", "\xdcbersicht\n",
		"\xa3500 were lost\n", "Ёлка\n", "\xb7 one\n\xb7 two\n",
	} {
		for _, name := range []string{"notes.asc", "label.key", "x.sig", "x.pgp"} {
			part := "Content-Type: text/plain; charset=" + map[bool]string{true: "utf-8", false: "iso-8859-1"}[text[0]&0xe0 == 0xc0 && text[1]&0xc0 == 0x80] +
				"; name=" + name + "\r\n\r\n" + text
			o := read(t, mixedMail(aliceAddress, bodyPart, part))
			if p := o.Protection; p.Verdict != "unsigned" || p.Encrypted || len(p.Findings) > 0 {
				t.Errorf("%s, %q: %s, %v", name, text, p.Verdict, p.Findings)
			}
		}
	}
}

// TestWrongLabel: armour that is whole as it came is read so.
func TestWrongLabel(t *testing.T) {
	message := inlineMessage(t, literalPacket([]byte("We were broken into.\n")))
	raw := strings.Replace(string(textMail(aliceAddress, message)), "charset=utf-8", "charset=utf-7", 1)
	o := read(t, []byte(raw))
	want{verdict: "unsigned", coverage: "full", encrypted: true, decrypted: true, body: "broken into"}.check(t, o)
	var binary bytes.Buffer
	binary.WriteString("\x00\x01binary\n" + message + "\x00\n")
	o = readWith(mixedMail(aliceAddress, bodyPart, filePart("", binary.Bytes())), ring(t, team()))
	want{verdict: "unsigned", coverage: "none"}.check(t, o)
	if n := len(o.Message.Root.Leaves()); n != 2 {
		t.Errorf("a file was cut into %d", n-1)
	}
}
