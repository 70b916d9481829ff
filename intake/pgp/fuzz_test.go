package pgp

import (
	"bytes"
	"io"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/ProtonMail/go-crypto/openpgp/armor"
	openpgp "github.com/ProtonMail/go-crypto/openpgp/v2"
)

// FuzzOpen: a signature is good only if go-crypto finds one over octets of the
// mail that is good; nothing is longer than it may be; all text is valid.
func FuzzOpen(f *testing.F) {
	sig := detachedSignature(f, alice(), []byte(textPayload), nil)
	f.Add(multipartSigned(aliceAddress, textPayload, sig))
	f.Add(mail(f, alice(), true, true))
	f.Add(mail(f, alice(), false, true))
	f.Add(textMail(aliceAddress, clearsigned(f, alice(), clearText)))
	f.Add(textMail(aliceAddress, inlineMessage(f, literalPacket([]byte("secret")))))
	f.Add(mixedMail(aliceAddress, bodyPart, filePart("a.txt", []byte("x")), filePart("a.txt.asc", sig)))
	f.Add(textMail(malloryAddress, string(mustExport(f, mallory().stored))))
	r := ring(f, team(), alice())
	originals := map[string]bool{}
	for _, text := range []string{textPayload, clearText} {
		originals[normal(text)] = true
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		o := readWith(raw, r)
		p := o.Protection
		if p.Verdict == "verified" && !strings.Contains(statusList(p), statusGood) {
			t.Errorf("verified by %q", statusList(p))
		}
		for _, s := range p.Signatures {
			if s.Status == statusGood && s.Fingerprint != alice().stored.Fingerprint && s.Fingerprint != team().stored.Fingerprint {
				t.Errorf("good signature by %s", s.Fingerprint)
			}
		}
		if statusList(p) == statusGood && !p.Encrypted {
			checkSigned(t, o, originals)
		}
		checkText(t, o)
		if len(o.Candidates) > maxCandidate || len(p.Signatures) > maxVerified+1 || len(p.Findings) > maxFindings {
			t.Errorf("%d candidates, %d signatures, %d findings", len(o.Candidates), len(p.Signatures), len(p.Findings))
		}
	})
}

// normal leaves of a text what no change in transport touches.
func normal(text string) string { return strings.Join(strings.Fields(text), " ") }

// checkSigned: the part with the good signature reads as something she signed.
func checkSigned(t *testing.T, o Opened, originals map[string]bool) {
	t.Helper()
	for _, part := range o.Message.Root.Leaves() {
		for _, info := range o.Protection.Parts {
			if info.Part != part.Path || info.Signed != statusGood {
				continue
			}
			text := normal(string(part.Decode()))
			found := false
			for original := range originals {
				found = found || strings.HasSuffix(original, text)
			}
			if !found && text != "x" {
				t.Errorf("she never signed %q", text)
			}
		}
	}
}

// checkText: whatever is returned is valid UTF-8 without NUL.
func checkText(t *testing.T, o Opened) {
	t.Helper()
	texts := []string{o.Message.Body(), o.Protection.Subject}
	for _, f := range o.Protection.Findings {
		texts = append(texts, f.Detail, f.Part)
	}
	for _, p := range o.Protection.Parts {
		texts = append(texts, p.Name, p.Type)
	}
	for _, s := range texts {
		if !utf8.ValidString(s) || strings.ContainsRune(s, 0) {
			t.Errorf("text %q", s)
		}
	}
}

// FuzzArmor: blocks lie within the text, in order, and what is read from one
// is what go-crypto reads from it.
func FuzzArmor(f *testing.F) {
	f.Add([]byte(armoredHello))
	f.Add([]byte("> " + armoredHello + strings.ReplaceAll(armoredHello, "\n\n", "\nComment: x\n\n")))
	f.Add([]byte(clearsigned(f, alice(), clearText)))
	f.Fuzz(func(t *testing.T, text []byte) {
		end := 0
		for _, b := range blocks(text) {
			if b.start < 0 || b.start > b.end || b.end > len(text) || b.end < end {
				t.Fatalf("block %d to %d of %d, after %d", b.start, b.end, len(text), end)
			}
			end = b.end
			data, err := b.decode(len(text))
			if err != nil || b.kind == kindClear {
				continue
			}
			if len(data) > len(text) {
				t.Errorf("%d bytes out of %d", len(data), len(text))
			}
			if theirs, ok := goCryptoReads(text[b.start:b.end]); ok && !bytes.HasPrefix(data, theirs) {
				t.Errorf("we read %q, go-crypto %q", data, theirs)
			}
		}
	})
}

// goCryptoReads decodes armour with the library.
func goCryptoReads(text []byte) ([]byte, bool) {
	block, err := armor.Decode(bytes.NewReader(text))
	if err != nil {
		return nil, false
	}
	data, err := io.ReadAll(block.Body)
	return data, err == nil
}

// FuzzParseKey: what comes out is canonical, within its bounds, public, and
// can be accepted.
func FuzzParseKey(f *testing.F) {
	f.Add(alice().stored.Cert)
	f.Add(mustExport(f, mallory().stored))
	f.Add(alice().secret)
	f.Fuzz(func(t *testing.T, data []byte) {
		keys, err := ParseKey(data, "fuzz", today)
		if (err == nil) != (len(keys) > 0) {
			t.Fatalf("%d keys, %v", len(keys), err)
		}
		for _, k := range keys {
			list, err := openpgp.ReadKeyRing(bytes.NewReader(k.Cert))
			if err != nil || len(list) != 1 || list[0].PrivateKey != nil || len(k.Cert) > maxCertificate {
				t.Fatalf("certificate of %d bytes: %v", len(k.Cert), err)
			}
			again, err := ParseKey(k.Cert, "fuzz", today)
			if err != nil || len(again) != 1 || !bytes.Equal(again[0].Cert, k.Cert) {
				t.Errorf("not canonical: %v", err)
			}
			for _, id := range k.UserIDs {
				if !utf8.ValidString(id) || strings.ContainsAny(id, "\x00\n\x1b") {
					t.Errorf("user id %q", id)
				}
			}
		}
	})
}

// FuzzUnpack: packets never yield more than they may, and never a second
// literal.
func FuzzUnpack(f *testing.F) {
	f.Add(literalPacket([]byte("x")))
	f.Add(compressed(f, 1, literalPacket([]byte("x"))))
	f.Add([]byte{0xcb, 225, 'a', 'b', 224, 'c', 2, 'd', 'e'})
	f.Fuzz(func(t *testing.T, data []byte) {
		left := int64(1 << 16)
		c, err := unpack(bytes.Clone(data), &left)
		if err == nil && (len(c.literal) > len(data)+1<<16 || len(c.sigs) > maxSignatures || left < 0) {
			t.Errorf("%d bytes, %d signatures, %d left", len(c.literal), len(c.sigs), left)
		}
	})
}
