package pgp

import (
	"encoding/base64"
	"fmt"
	"strings"
	"testing"
	"unicode/utf16"
)

// wide writes ASCII in UTF-16, little end first.
func wide(text string, marked bool) []byte {
	var out []byte
	if marked {
		out = []byte{0xff, 0xfe}
	}
	for _, u := range utf16.Encode([]rune(text)) {
		out = append(out, byte(u), byte(u>>8))
	}
	return out
}

// TestRecoded: armour is found in texts whose bytes are not those of ASCII, and
// in files of them, as a shell of Windows writes.
func TestRecoded(t *testing.T) {
	content := "Address über\n"
	signed, message := clearsigned(t, alice(), content), inlineMessage(t, literalPacket([]byte(content)))
	part := func(charset string, data []byte) string {
		return "Content-Type: text/plain; charset=" + charset + "\r\nContent-Transfer-Encoding: base64\r\n\r\n" +
			base64.StdEncoding.EncodeToString(data) + "\r\n"
	}
	utf7 := strings.NewReplacer("+", "+-", "ü", "+APw-")
	good := want{verdict: "verified", coverage: "full", structure: "ok", statuses: "good", body: content}
	opened := want{verdict: "unsigned", coverage: "full", encrypted: true, decrypted: true, body: content}
	for name, tt := range map[string]struct {
		entity string
		want   want
	}{
		"UTF-16LE, encrypted":   {part("utf-16le", wide(message, false)), opened},
		"UTF-16LE, signed":      {part("utf-16le", wide(signed, false)), good},
		"by its mark alone":     {part("us-ascii", wide(signed, true)), good},
		"UTF-7, encrypted":      {part("utf-7", []byte(utf7.Replace(message))), opened},
		"UTF-7, signed":         {part("utf-7", []byte(utf7.Replace(signed))), good},
		"UTF-8 with its mark":   {part("utf-8", []byte("\ufeff"+signed)), good},
		"file .asc in UTF-16":   {filePart("x.txt.asc", wide(signed, true)), want{verdict: "verified", statuses: "good"}},
		"file, no name, UTF-16": {filePart("", wide(message, true)), want{encrypted: true, decrypted: true}},
	} {
		t.Run(name, func(t *testing.T) {
			tt.want.check(t, read(t, mixedMail(aliceAddress, tt.entity)))
		})
	}
	raw := mixedMail(aliceAddress, part("utf-16le", wide("No armour: über\n", false)))
	if o := read(t, raw); o.Message.Body() != "No armour: über\n" {
		t.Errorf("the body is %q", o.Message.Body())
	}
}

// TestFileByContent: a file of OpenPGP is known by its first bytes where
// neither its name nor its type say so.
func TestFileByContent(t *testing.T) {
	content := "the log\n"
	binary := encryptTo(t, literalPacket([]byte(content)), teamKey())
	armour := inlineMessage(t, literalPacket([]byte(content)))
	for _, tt := range []struct{ name, as string }{
		{"report.bin", "report"}, {"encrypted.DAT", "encrypted"}, {"report.txt", "report.txt"}, {"report", "report"},
	} {
		for kind, data := range map[string][]byte{"binary": binary, "armour": []byte(armour), "armour, blank lines": []byte("\r\n \r\n" + armour)} {
			o := read(t, mixedMail(aliceAddress, bodyPart, filePart(tt.name, data)))
			want{verdict: "unsigned", coverage: "partial", encrypted: true, decrypted: true}.check(t, o)
			if p := leafNamed(o, tt.as); p == nil || string(p.Decode()) != content {
				t.Errorf("%s, %s: the file is %+v", tt.name, kind, p)
			}
		}
	}
	for name, data := range map[string]string{
		"an image":              "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00",
		"a class file":          "\xca\xfe\xba\xbe\x00\x00\x00\x34\x00\x10\x0a",
		"an old document":       "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00\x00\x00\x00",
		"a session key alone":   "\x85\x00\x05\x03\x01\x02\x03\x04",
		"a marker in the midst": "prose\n-----BEGIN PGP MESSAGE-----\n",
		"nothing":               "",
	} {
		o := read(t, mixedMail(aliceAddress, bodyPart, filePart("x.bin", []byte(data))))
		want{verdict: "unsigned", coverage: "none"}.check(t, o)
		if p := leafNamed(o, "x.bin"); p == nil || string(p.Decode()) != data {
			t.Errorf("%s: the file is %+v", name, p)
		}
	}
}

// TestDamagedMark: armour that can't be read for its BEGIN line is said to be
// there.
func TestDamagedMark(t *testing.T) {
	message := inlineMessage(t, literalPacket([]byte("x\n")))
	body := strings.TrimPrefix(message, "-----BEGIN PGP MESSAGE-----")
	for text, found := range map[string]bool{
		"–––––BEGIN PGP MESSAGE–––––" + body:                   true,
		"Hello,\n—–BEGIN PGP SIGNED MESSAGE—–\nHash: SHA256\n": true,
		"-- BEGIN PGP MESSAGE --" + body:                       true,
		strings.ReplaceAll(message, "\n", " "):                 true,
		"-----BEGIN PGP MESSAGE----":                           true,
		"> -----BEGIN PGP MESSAGE-----" + body:                 false,
		"The line BEGIN PGP MESSAGE comes first.\n":            false,
		"See –––––BEGIN PGP MESSAGE––––– in it.\n":             false,
	} {
		t.Run(fmt.Sprintf("%.30s", text), func(t *testing.T) {
			o := read(t, textMail(aliceAddress, text))
			want{verdict: "unsigned", coverage: "none"}.check(t, o)
			if got := hasFinding(o, foundUnparsable); got != found {
				t.Errorf("finding: %v, want %v: %v", got, found, o.Protection.Findings)
			}
		})
	}
}
