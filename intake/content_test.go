package intake

import (
	"bytes"
	"crypto/sha256"
	"math/rand/v2"
	"strings"
	"testing"

	"tocsin/intake/mime"
)

// The digest of a text is that of its lines joined by LF, without LFs at the
// end, however CR and LF stand in it.
func TestLinesDigestIsOfPlainLines(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for n := range 20_000 {
		text := make([]byte, r.IntN(12))
		if n < 200 {
			text = make([]byte, r.IntN(5000))
		}
		odds := 5 + n%2*300 // long lines as well
		for i := range text {
			text[i] = "\r\n\nab"[min(r.IntN(odds), 4)]
		}
		plain := bytes.TrimRight(bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n")), "\n")
		if linesDigest(text) != sha256.Sum256(plain) {
			t.Fatalf("%.300q has not the digest of %.300q", text, plain)
		}
	}
}

// Digests are kept in stores, so they stay what they are from version to
// version.
func TestContentStaysWhatItIs(t *testing.T) {
	const mail = "From: Alice <alice@example.org>\r\nSubject: =?utf-8?q?caf=C3=A9?=\r\nAuto-Submitted: no\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n" +
		"--b\r\n\r\none\r\ntwo\r\n\r\n--b\r\nContent-Type: application/octet-stream; name=x.bin\r\nContent-Transfer-Encoding: base64\r\n\r\nAAEC\r\n" +
		"--b\r\nContent-Type: message/rfc822\r\n\r\nSubject: inner\r\nMessage-ID: <1@x.example>\r\n\r\nthree\r\n--b--\r\n"
	for _, c := range []struct{ raw, want string }{
		{mail, "15d898f989f9930196555ff8f2567afb2b01188adcb76c070650e46fd191b1d7"},
		{mail + strings.Repeat("--b\r\n\r\nx\r\n", 600), "14fdef4b6717512f07a01b035e0a4ee61a8a90f37c9db0d1d3b71ca3b75e1e7e"},
		{strings.ReplaceAll(mail, "--b--\r\n", strings.Repeat("--b\r\n\r\nx\r\n", 600)), "d44e7f7a9b21cef189798a608342cdc0246bdd8081a13b4e3fe9959da2f963fd"}, // beyond the limit of parts, as the one before
	} {
		if got := contentOf(mime.Read([]byte(c.raw), mime.DefaultLimits())); got != c.want {
			t.Errorf("content %s, want %s", got, c.want)
		}
	}
}
