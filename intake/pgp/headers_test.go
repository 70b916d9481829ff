package pgp

import (
	"strings"
	"testing"

	"tocsin/intake/mime"
)

// payloadWith writes a text payload with protected fields.
func payloadWith(params, fields, body string) string {
	return "Content-Type: text/plain; charset=utf-8" + params + "\r\n" + fields + "\r\n" + body
}

func TestProtectedHeaders(t *testing.T) {
	const inner = "Subject: The real one [CERT#2026-00042-7]\r\nFrom: " + aliceAddress + "\r\nTo: " + teamAddress + "\r\n"
	const real, outer = "The real one [CERT#2026-00042-7]", "..."
	root := payloadWith("; hp=\"cipher\"", inner, "Hello\r\n")
	mixed := func(param, first string) string {
		return "Content-Type: multipart/mixed; boundary=p" + param + "\r\n" + inner + "\r\n--p\r\n" + first + "\r\n--p\r\nContent-Type: text/plain\r\n\r\nHello\r\n--p--\r\n"
	}
	tests := map[string]struct{ payload, subject string }{
		"hp cipher":         {root, real},
		"hp clear":          {payloadWith("; hp=\"clear\"", inner, "Hello\r\n"), real},
		"memory hole":       {payloadWith("; protected-headers=\"v1\"", inner, "Hello\r\n"), real},
		"multipart":         {mixed("; hp=\"cipher\"", bodyPart), real},
		"neither":           {payloadWith("", inner, "Hello\r\n"), outer},
		"unknown hp":        {payloadWith("; hp=\"maybe\"", inner, "Hello\r\n"), outer},
		"below the root":    {"Content-Type: multipart/mixed; boundary=q\r\n\r\n--q\r\n" + root + "\r\n--q--\r\n", outer},
		"embedded message":  {"Content-Type: message/rfc822\r\n\r\n" + root, outer},
		"no Subject inside": {payloadWith("; protected-headers=\"v1\"", "From: "+aliceAddress+"\r\n", "Hello\r\n"), outer},
		"empty with hp":     {payloadWith("; hp=\"cipher\"", "", "Hello\r\n"), ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			raw := multipartEncrypted(t, aliceAddress, encryptTo(t, literalPacket([]byte(tt.payload)), teamKey()))
			o := read(t, raw)
			if got := o.Protection.Subject; got != tt.subject {
				t.Errorf("subject is %q, want %q (%v)", got, tt.subject, o.Protection.Findings)
			}
			if o.Header.Has("HP-Outer") || o.Header.Count("Subject") > 1 {
				t.Errorf("header is %v", o.Header)
			}
		})
	}
}

func TestProtectedHeadersOnlyInTheEnvelope(t *testing.T) {
	payload := payloadWith("; hp=\"cipher\"", "Subject: lure\r\n", "Hello\r\n")
	closed := multipartEncrypted(t, aliceAddress, encryptTo(t, literalPacket([]byte(payload)), mallory().entity.Subkeys[0].PublicKey))
	if o := read(t, closed); o.Protection.Subject != "..." {
		t.Errorf("a closed message gave the subject %q", o.Protection.Subject)
	}
	whole := string(multipartEncrypted(t, aliceAddress, encryptTo(t, literalPacket([]byte(payload)), teamKey())))
	wrapped := mixedMail(aliceAddress, whole[strings.Index(whole, "Content-Type: multipart/encrypted"):], bodyPart)
	if o := read(t, wrapped); o.Protection.Subject != "mixed" {
		t.Errorf("a wrapped message gave the subject %q", o.Protection.Subject)
	}
	unproved := multipartSigned(malloryAddress, payload, detachedSignature(t, mallory(), []byte(payload), nil))
	if o := read(t, unproved); o.Protection.Subject != "signed" {
		t.Errorf("a signature by nobody protects the subject %q", o.Protection.Subject)
	}
	plain := []byte(strings.Replace(string(textMail(aliceAddress, "x")), "utf-8", "utf-8; hp=clear", 1))
	if o := read(t, plain); o.Protection.Subject != "text" {
		t.Errorf("a plain mail has the subject %q", o.Protection.Subject)
	}
}

// TestParticipantModification: with hp= an outer Cc beside the protected
// header does not count.
func TestParticipantModification(t *testing.T) {
	fields := "Subject: s\r\nTo: " + teamAddress + "\r\n"
	for params, want := range map[string]bool{"; hp=\"cipher\"": false, "; protected-headers=\"v1\"": true} {
		raw := multipartEncrypted(t, aliceAddress, encryptTo(t, literalPacket([]byte(payloadWith(params, fields, "Hello\r\n"))), teamKey()))
		raw = append([]byte("Cc: "+malloryAddress+"\r\nReferences: <x@evil.example>\r\n"), raw...)
		o := read(t, raw)
		if o.Header.Has("Cc") != want || o.Header.Has("References") != want || !o.Header.Has("From") {
			t.Errorf("%s: header is %v", params, o.Header)
		}
	}
}

func TestProtectedFrom(t *testing.T) {
	fields := "Subject: s\r\nFrom: Alice <" + aliceAddress + ">\r\nTo: " + teamAddress + "\r\n"
	payload := payloadWith("; hp=\"clear\"", fields, "Hello\r\n")
	sig := detachedSignature(t, alice(), []byte(payload), nil)
	o := read(t, multipartSigned(aliceAddress, payload, sig))
	want{verdict: "verified", statuses: "good"}.check(t, o)
	if !o.Protection.ForUs {
		t.Error("the protected To names us, but ForUs is false")
	}
	o = read(t, multipartSigned(malloryAddress, payload, sig))
	want{verdict: "signed", statuses: "good", finding: foundFrom}.check(t, o)
	if from, _ := o.Header.From(); from.Addr != malloryAddress || o.Protection.ForUs {
		t.Errorf("From is %v, ForUs %v", from, o.Protection.ForUs)
	}
	payload = payloadWith("; hp=\"clear\"", strings.Replace(fields, "To: "+teamAddress, "To: other@cert.example", 1), "Hello\r\n")
	o = read(t, multipartSigned(aliceAddress, payload, detachedSignature(t, alice(), []byte(payload), nil)))
	if o.Protection.Verdict != "verified" || o.Protection.ForUs {
		t.Errorf("verdict %s, ForUs %v", o.Protection.Verdict, o.Protection.ForUs)
	}
}

func TestLegacyDisplay(t *testing.T) {
	copyPart := "Content-Type: text/plain; charset=utf-8; protected-headers=\"v1\"\r\nContent-Disposition: inline\r\n\r\nSubject: secret\r\n"
	old := "Content-Type: multipart/mixed; boundary=l; protected-headers=\"v1\"\r\nSubject: secret\r\n\r\n--l\r\n" + copyPart +
		"\r\n--l\r\nContent-Type: text/plain\r\n\r\nThe body.\r\n--l--\r\n"
	rfc822 := strings.Replace(old, "text/plain; charset=utf-8; protected", "text/rfc822-headers; protected", 1)
	plain := payloadWith("; hp=\"cipher\"; hp-legacy-display=1", "Subject: secret\r\n", "Subject: secret\r\n\r\nThe body.\r\n")
	html := strings.Replace(payloadWith("; hp=\"cipher\"; hp-legacy-display=1", "Subject: secret\r\n",
		"<html><body><div class=\"header-protection-legacy-display\"><pre>Subject: secret</pre></div><p>The body.</p></body></html>"), "text/plain", "text/html", 1)
	for name, payload := range map[string]string{"memory hole": old, "text/rfc822-headers": rfc822, "plain": plain, "HTML": html} {
		t.Run(name, func(t *testing.T) {
			o := read(t, multipartEncrypted(t, aliceAddress, encryptTo(t, literalPacket([]byte(payload)), teamKey())))
			want{verdict: "unsigned", coverage: "full", encrypted: true, decrypted: true, body: "The body.", notBody: "secret", finding: foundHidden}.check(t, o)
			if o.Protection.Subject != "secret" {
				t.Errorf("subject is %q", o.Protection.Subject)
			}
		})
	}
	unmarked := payloadWith("; hp=\"cipher\"", "Subject: secret\r\n", "Subject: secret\r\n\r\nThe body.\r\n")
	o := read(t, multipartEncrypted(t, aliceAddress, encryptTo(t, literalPacket([]byte(unmarked)), teamKey())))
	want{body: "Subject: secret", encrypted: true, decrypted: true}.check(t, o)
}

func TestDisplayCut(t *testing.T) {
	tests := map[string]string{
		"Subject: s\nTo: x\n\nBody\n": "Body\n",
		"Subject: s\n folded\n\nBody": "Body",
		"Hello\n\nBody":               "<nil>",
		"Subject: s":                  "<nil>",
		"\nBody":                      "Body",
	}
	for in, want := range tests {
		got := "<nil>"
		if cut := displayCut(&mime.Part{Type: "text/plain", Content: []byte(in)}); cut != nil {
			got = string(cut)
		}
		if got != want {
			t.Errorf("%q becomes %q, want %q", in, got, want)
		}
	}
	for _, html := range []string{"<p>header-protection-legacy-display</p>", "<div>x</div> header-protection-legacy-display </div>", "<div class=\"header-protection-legacy-display\">"} {
		if cut := cutDisplayElement([]byte(html)); cut != nil {
			t.Errorf("%q becomes %q", html, cut)
		}
	}
}

func TestReplyToDiffers(t *testing.T) {
	raw := append([]byte("Reply-To: victim@site.example\r\n"), mail(t, alice(), true, false)...)
	want{verdict: "verified", statuses: "good", finding: foundReplyTo}.check(t, read(t, raw))
}
