package pgp

import (
	"bytes"
	"encoding/base64"
	"mime/quotedprintable"
	"strings"
	"testing"

	"github.com/ProtonMail/go-crypto/openpgp/clearsign"
	"github.com/ProtonMail/go-crypto/openpgp/packet"
)

// clearsigned writes a cleartext signature.
func clearsigned(t testing.TB, by person, text string) string {
	t.Helper()
	var out bytes.Buffer
	w, err := clearsign.Encode(&out, by.entity.PrivateKey, &packet.Config{Time: todayClock})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.String() + "\n"
}

// inlineMessage writes an armoured message to the team.
func inlineMessage(t testing.TB, packets []byte) string {
	t.Helper()
	armour, err := armoured(kindMessage, encryptTo(t, packets, teamKey()))
	if err != nil {
		t.Fatal(err)
	}
	return string(armour)
}

const clearText = "Dear team,\n\n- a list\n-- \nwith  blanks \t\nund Umlaut ü\n"

func TestInlineClear(t *testing.T) {
	text := clearsigned(t, alice(), clearText)
	good := want{verdict: "verified", coverage: "full", structure: "ok", statuses: "good", body: "- a list"}
	bad := want{verdict: "bad", coverage: "full", statuses: "bad"}
	partial := want{verdict: "signed", coverage: "partial", statuses: "good"}
	malformed := want{verdict: "bad", structure: "malformed", statuses: "bad"}
	sigLine := "-----BEGIN PGP SIGNATURE-----\n"
	tests := map[string]struct {
		text string
		want want
	}{
		"as it is":                 {text, good},
		"CRLF":                     {strings.ReplaceAll(text, "\n", "\r\n"), good},
		"blank lines around":       {"\n \n" + text + "\n\n", good},
		"trailing blanks added":    {strings.Replace(text, "Dear team,\n", "Dear team,  \n", 1), good},
		"tampered":                 {strings.Replace(text, "Dear team", "Dear gang", 1), bad},
		"blank inside":             {strings.Replace(text, "with  blanks", "with blanks", 1), bad},
		"prefix":                   {"Pay at once.\n" + text, partial},
		"suffix":                   {text + "Pay at once.\n", partial},
		"prefix without line end":  {"x" + text, want{verdict: "unsigned", coverage: "none", finding: foundOrphan}},
		"twice":                    {text + "\n" + text, want{verdict: "verified", coverage: "full", statuses: "good good"}},
		"good and bad":             {text + strings.Replace(text, "Dear", "Near", 1), want{verdict: "bad", coverage: "full", statuses: "good bad"}},
		"unknown header":           {strings.Replace(text, "Hash:", "Comment: x\nHash:", 1), malformed},
		"text before the blank":    {strings.Replace(text, "\n\nDear", "\nPay: now\n\nDear", 1), malformed},
		"not dash escaped":         {strings.Replace(text, "Hash:", "NotDashEscaped: yes\nHash:", 1), malformed},
		"injected into armour":     {strings.Replace(text, sigLine, sigLine+"Pay at once.\n\n"+sigLine, 1), malformed},
		"injected after headers":   {strings.Replace(text, sigLine+"\n", sigLine+"\nPay at once.\n", 1), malformed},
		"second begin":             {strings.Replace(text, "Dear", "-----BEGIN PGP SIGNED MESSAGE-----\nDear", 1), want{}},
		"other armour in the text": {strings.Replace(text, "Dear", "-----BEGIN PGP MESSAGE-----\nDear", 1), want{}},
		"quoted":                   {"> " + strings.ReplaceAll(text, "\n", "\n> "), want{verdict: "unsigned", coverage: "none"}},
		"no end line":              {text[:strings.Index(text, "-----END")], malformed},
		"only the first line":      {"-----BEGIN PGP SIGNED MESSAGE-----\n\nHello\n", want{verdict: "unsigned", coverage: "none", finding: foundUnparsable}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			o := read(t, textMail(aliceAddress, tt.text))
			if tt.want.verdict == "" { // whatever it is called, it must not pass
				if v := o.Protection.Verdict; v == "verified" || strings.Contains(statusList(o.Protection), "good") {
					t.Errorf("verdict %s, %v", v, statusList(o.Protection))
				}
				return
			}
			tt.want.check(t, o)
		})
	}
}

func TestInlineClearShowsOnlyWhatIsSigned(t *testing.T) {
	text := clearsigned(t, alice(), clearText)
	o := read(t, textMail(aliceAddress, text))
	if body := o.Message.Body(); strings.Contains(body, "PGP") || strings.Contains(body, "Hash:") || !strings.Contains(body, "-- \n") && !strings.Contains(body, "--\n") {
		t.Errorf("body is %q", body)
	}
	o = read(t, textMail(aliceAddress, "Before.\n"+text+"After.\n"))
	var signed, plain []string
	for _, p := range o.Protection.Parts {
		if p.Signed == "good" {
			signed = append(signed, p.Part)
		} else {
			plain = append(plain, p.Part)
		}
	}
	if len(signed) != 1 || len(plain) != 2 {
		t.Errorf("signed parts %v, others %v", signed, plain)
	}
}

// TestInlineTypeConfusion: a signature over a file is none over a text.
func TestInlineTypeConfusion(t *testing.T) {
	sig := detachedSignature(t, alice(), []byte("Hello"), nil)
	text := "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nHello\n" + string(sig)
	o := read(t, textMail(aliceAddress, text))
	want{verdict: "signed", coverage: "full", statuses: "unsupported"}.check(t, o)
}

func TestInlineMessage(t *testing.T) {
	plain := literalPacket([]byte("The secret text.\n"))
	sig := signaturePacket(t, alice().entity.PrivateKey, []byte("The secret text.\n"), nil)
	message := inlineMessage(t, plain)
	opened := want{verdict: "unsigned", coverage: "full", structure: "ok", encrypted: true, decrypted: true, body: "The secret text."}
	partial := opened
	partial.coverage = "partial"
	signedToo := opened
	signedToo.verdict, signedToo.statuses = "verified", "good"
	nested := inlineMessage(t, literalPacket([]byte(clearsigned(t, alice(), "Both.\n"))))
	tests := map[string]struct {
		text string
		want want
	}{
		"alone":           {message, opened},
		"text before":     {"Look:\n" + message, partial},
		"text after":      {message + "\nRegards\n", partial},
		"signed inside":   {inlineMessage(t, append(sig, plain...)), signedToo},
		"no-break spaces": {strings.Replace(message, "-----\n\n", "-----\n\u00a0\n", 1), opened},
		"no blank line":   {strings.Replace(message, "-----\n\n", "-----\n", 1), opened},
		"comment":         {strings.Replace(message, "-----\n\n", "-----\nComment: \x1b[31mred\n\n", 1), opened},
		"clear inside":    {nested, want{verdict: "verified", coverage: "full", statuses: "good", encrypted: true, decrypted: true, body: "Both."}},
		"a marker inside": {inlineMessage(t, literalPacket([]byte("Inside.\n-----BEGIN PGP MESSAGE-----\nprose\n"))), want{verdict: "unsigned", coverage: "full", encrypted: true, decrypted: true, body: "Inside.", finding: foundUnparsable}},
		"MIME inside":     {inlineMessage(t, literalPacket([]byte(textPayload))), want{verdict: "unsigned", coverage: "full", encrypted: true, decrypted: true, body: "broken into"}},
		"a marker in prose": {"Put it between -----BEGIN PGP MESSAGE----- and the end:\n-----BEGIN PGP MESSAGE-----\n\nyour text\n-----END PGP MESSAGE-----\n",
			want{verdict: "unsigned", coverage: "none", finding: foundUnparsable, body: "your text"}},
		"no END line":  {message[:strings.Index(message, "-----END")], opened},
		"cut off":      {message[:strings.Index(message, "\n-----END")-20], want{verdict: "unreadable", coverage: "full", encrypted: true, finding: foundUndecryptable}},
		"soft hyphens": {strings.Replace(message, "-----\n\n", "-----\n\n\u00ad", 1), opened},
		"part 1 of 3":  {strings.ReplaceAll(message, "PGP MESSAGE", "PGP MESSAGE, PART 01/03"), want{verdict: "unsigned", coverage: "none", finding: foundPart}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) { tt.want.check(t, read(t, textMail(aliceAddress, tt.text))) })
	}
}

// TestInlineTransferEncoding: real mail is encoded, or says so and is not.
func TestInlineTransferEncoding(t *testing.T) {
	text := clearsigned(t, alice(), clearText)
	message := inlineMessage(t, literalPacket([]byte("The secret text.\n")))
	var qp bytes.Buffer
	w := quotedprintable.NewWriter(&qp)
	if _, err := w.Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	with := func(coding, body string) []byte {
		return mixedMail(aliceAddress, "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: "+coding+"\r\n\r\n"+body)
	}
	good := want{verdict: "verified", coverage: "full", statuses: "good", body: "a list"}
	opened := want{verdict: "unsigned", coverage: "full", encrypted: true, decrypted: true, body: "The secret text."}
	good.check(t, read(t, with("quoted-printable", qp.String())))
	good.check(t, read(t, with("base64", base64.StdEncoding.EncodeToString([]byte(text)))))
	good.check(t, read(t, with("8bit", text)))
	opened.check(t, read(t, with("quoted-printable", message)))
	opened.check(t, read(t, with("base64", base64.StdEncoding.EncodeToString([]byte(message)))))
}

func TestInlineHTML(t *testing.T) {
	message := inlineMessage(t, literalPacket([]byte("The secret text.\n")))
	var html strings.Builder
	for line := range strings.SplitSeq(message, "\n") {
		html.WriteString("<div>" + strings.ReplaceAll(line, "+", "&#43;") + "&nbsp;</div>\r\n")
	}
	raw := mixedMail(aliceAddress, "Content-Type: text/html; charset=utf-8\r\n\r\n<html><body>"+html.String()+"</body></html>")
	want{verdict: "unsigned", coverage: "full", encrypted: true, decrypted: true, body: "The secret text."}.check(t, read(t, raw))

	// A program that writes pages puts a space between all lines, or a blank
	// that does not break between all words.
	message = strings.Replace(message, "-----\n", "-----\nVersion: Some Program\nComment: x\n", 1)
	for _, page := range []string{
		"<p>" + strings.ReplaceAll(message, "\n", "</p>\r\n<p>") + "</p>",
		strings.ReplaceAll(strings.ReplaceAll(message, " ", "&nbsp;"), "\n", "<br>"),
	} {
		raw = mixedMail(aliceAddress, "Content-Type: text/html; charset=utf-8\r\n\r\n"+page)
		want{verdict: "unsigned", coverage: "full", encrypted: true, decrypted: true, body: "The secret text."}.check(t, read(t, raw))
	}
	clear := "<html><body><pre>" + clearsigned(t, alice(), "The signed text.\n") + "</pre></body></html>"
	raw = mixedMail(aliceAddress, "Content-Type: text/html\r\n\r\n"+clear)
	want{verdict: "verified", coverage: "full", statuses: "good", body: "The signed text."}.check(t, read(t, raw))

	// Johnny's M2: the signed text is hidden below another one.
	spoof := "<b>You are fired!</b>\n<div style=\"display:none\"><plaintext>\n\n" + clearsigned(t, alice(), "You are promoted.\n")
	raw = mixedMail(aliceAddress, "Content-Type: text/html\r\n\r\n"+spoof)
	want{verdict: "signed", coverage: "partial", statuses: "good"}.check(t, read(t, raw))
}

func TestInlineAlternative(t *testing.T) {
	text := clearsigned(t, alice(), "The plain copy.\n")
	copied := "<pre>" + strings.ReplaceAll(text, "\n", "<br>\n") + "</pre>"
	alternative := func(html string) []byte {
		raw := mixedMail(aliceAddress, "Content-Type: text/plain\r\n\r\n"+text, "Content-Type: text/html\r\n\r\n"+html)
		return bytes.Replace(raw, []byte("multipart/mixed"), []byte("multipart/alternative"), 1)
	}
	want{verdict: "verified", coverage: "full", statuses: "good", body: "The plain copy.", finding: foundCopyDropped}.check(t, read(t, alternative(copied)))
	want{verdict: "signed", coverage: "partial", statuses: "good"}.check(t, read(t, alternative("<b>Pay at once.</b>")))
}

func TestCleartext(t *testing.T) {
	tests := map[string]struct {
		in, want string
		fails    bool
	}{
		"one line":         {"Hash: SHA256\n\nHello\n", "Hello", false},
		"no header":        {"\nHello\n", "Hello", false},
		"two hashes":       {"Hash: SHA256\nHash: SHA512\n\nHello\n", "Hello", false},
		"escaped":          {"\n- - dash\n- From\n", "- dash\r\nFrom", false},
		"blank lines kept": {"\n\nHello\n\n", "\r\nHello\r\n", false},
		"CR CR LF":         {"\nHello \r\r\nto you\r\r\n", "Hello\r\nto you", false},
		"form feed kept":   {"\nHello\f\n", "Hello\f", false},
		"empty":            {"\n", "", false},
		"no blank line":    {"Hash: SHA256\nHello\n", "", true},
		"other header":     {"Charset: x\n\nHello\n", "", true},
		"raw dashes":       {"\n-----END PGP SIGNATURE-----\n", "", true},
		"nothing":          {"", "", true},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			got, err := cleartext([]byte(tt.in))
			if (err != nil) != tt.fails || string(got) != tt.want {
				t.Errorf("got %q, %v; want %q", got, err, tt.want)
			}
		})
	}
}

// TestInlineCharset: what is shown of a text is read in the right charset.
func TestInlineCharset(t *testing.T) {
	japanese := "\x1b$B%F%9%H\x1b(B" // テスト in ISO-2022-JP
	tests := []struct{ charset, inside, want string }{
		{"iso-8859-1", "gr\xfc\xdfe", "grüße"},
		{"us-ascii", "grüße", "grüße"},
		{"iso-8859-1", "grüße", "grüße"},
		{"iso-2022-jp", japanese, "テスト"},
		{"utf-8", "grüße", "grüße"},
	}
	for _, tt := range tests {
		for kind, text := range map[string]string{
			"signed": clearsigned(t, alice(), tt.inside+"\n"), "encrypted": inlineMessage(t, literalPacket([]byte(tt.inside+"\n"))),
		} {
			raw := bytes.Replace(textMail(aliceAddress, text), []byte("charset=utf-8"), []byte("charset="+tt.charset), 1)
			o := read(t, raw)
			if body := o.Message.Body(); !strings.Contains(body, tt.want) {
				t.Errorf("%s, %s: body is %q, want %q", tt.charset, kind, body, tt.want)
			}
			if kind == "encrypted" && tt.charset != "us-ascii" { // the charset may stand in the armour instead
				text = strings.Replace(text, "-----\n", "-----\nCharset: "+tt.charset+"\n", 1)
				if body := read(t, textMail(aliceAddress, text)).Message.Body(); !strings.Contains(body, tt.want) {
					t.Errorf("%s in the armour: body is %q, want %q", tt.charset, body, tt.want)
				}
			}
			if kind == "signed" && o.Protection.Verdict != "verified" {
				t.Errorf("%s: %s %v", tt.charset, o.Protection.Verdict, o.Protection.Findings)
			}
		}
	}
}
