package pgp

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"testing"

	"tocsin/intake/mime"
	"tocsin/store"
)

const bodyPart = "Content-Type: text/plain\r\n\r\nSee the file.\r\n"

// filePart writes an attachment in base64.
func filePart(name string, data []byte) string {
	return "Content-Type: application/octet-stream; name=\"" + name + "\"\r\nContent-Disposition: attachment; filename=\"" + name +
		"\"\r\nContent-Transfer-Encoding: base64\r\n\r\n" + base64.StdEncoding.EncodeToString(data) + "\r\n"
}

// leafNamed finds a leaf by its file name.
func leafNamed(o Opened, name string) *mime.Part {
	for _, p := range o.Message.Root.Leaves() {
		if p.Filename == name {
			return p
		}
	}
	return nil
}

func TestAttachedMessage(t *testing.T) {
	content := []byte("src;dst\n192.0.2.1;198.51.100.2\n")
	binary := encryptTo(t, literalPacket(content), teamKey())
	armour, err := armoured(kindMessage, binary)
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string][]byte{"log.csv.pgp": binary, "log.csv.gpg": binary, "log.csv.asc": armour} {
		t.Run(name, func(t *testing.T) {
			o := read(t, mixedMail(aliceAddress, bodyPart, filePart(name, data)))
			want{verdict: "unsigned", coverage: "partial", structure: "ok", encrypted: true, decrypted: true, body: "See the file."}.check(t, o)
			p := leafNamed(o, "log.csv")
			if p == nil || !bytes.Equal(p.Decode(), content) || p.Type != "text/csv" {
				t.Errorf("the file is %+v", p)
			}
			if o.SessionDigest == "" {
				t.Error("no session digest")
			}
		})
	}
	closed := encryptTo(t, literalPacket(content), mallory().entity.Subkeys[0].PublicKey)
	o := read(t, mixedMail(aliceAddress, bodyPart, filePart("log.csv.pgp", closed)))
	want{verdict: "unreadable", coverage: "partial", encrypted: true, finding: foundUndecryptable}.check(t, o)
}

func TestAttachedSignedFile(t *testing.T) {
	content := []byte("the log\n")
	sig := signaturePacket(t, alice().entity.PrivateKey, content, nil)
	o := read(t, mixedMail(aliceAddress, bodyPart, filePart("log.txt.gpg", append(sig, literalPacket(content)...))))
	want{verdict: "signed", coverage: "partial", statuses: "good"}.check(t, o)
	if p := leafNamed(o, "log.txt"); p == nil || string(p.Decode()) != "the log\n" {
		t.Errorf("the file is %+v", p)
	}
}

func TestAttachedDetached(t *testing.T) {
	content := []byte("the log\nas it was\n")
	armour := detachedSignature(t, alice(), content, nil)
	binary := signaturePacket(t, alice().entity.PrivateKey, content, nil)
	file := filePart("log.txt", content)
	text := func(content string) string {
		return "Content-Type: text/plain; name=log.txt\r\n\r\n" + content
	}
	crlf := detachedSignature(t, alice(), bytes.ReplaceAll(content, []byte("\n"), []byte("\r\n")), nil)
	partial := want{verdict: "signed", coverage: "partial", statuses: "good"}
	bad := want{verdict: "bad", coverage: "partial", statuses: "bad"}
	none := want{verdict: "unsigned", coverage: "none", finding: foundOrphan}
	tests := map[string]struct {
		parts []string
		want  want
	}{
		".asc":              {[]string{bodyPart, file, filePart("log.txt.asc", armour)}, partial},
		".sig binary":       {[]string{bodyPart, filePart("log.txt.sig", binary), file}, partial},
		"sent with CRLF":    {[]string{bodyPart, text("the log\r\nas it was\r\n"), filePart("log.txt.asc", armour)}, partial},
		"stored with LF":    {[]string{bodyPart, text("the log\nas it was\n"), filePart("log.txt.asc", crlf)}, partial},
		"a line more":       {[]string{bodyPart, text("the log\r\n\r\nas it was\r\n"), filePart("log.txt.asc", armour)}, bad},
		"no text, CRLF":     {[]string{bodyPart, filePart("log.txt", []byte("the log\r\nas it was\r\n")), filePart("log.txt.asc", armour)}, bad},
		"tampered":          {[]string{bodyPart, filePart("log.txt", []byte("another")), filePart("log.txt.asc", armour)}, bad},
		"another base name": {[]string{bodyPart, file, filePart("list.txt.asc", armour)}, none},
		"no file":           {[]string{bodyPart, filePart("log.txt.asc", armour)}, none},
		"the only content":  {[]string{file, filePart("log.txt.asc", armour)}, want{verdict: "verified", coverage: "full", statuses: "good"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) { tt.want.check(t, read(t, mixedMail(aliceAddress, tt.parts...))) })
	}
}

func TestAttachedCleartext(t *testing.T) {
	text := clearsigned(t, alice(), "The report.\n")
	o := read(t, mixedMail(aliceAddress, bodyPart, filePart("report.txt.asc", []byte(text))))
	want{verdict: "signed", coverage: "partial", statuses: "good"}.check(t, o)
}

func TestAttachedKeys(t *testing.T) {
	key := func(p person) []byte {
		armour, err := Export(p.stored)
		if err != nil {
			t.Fatal(err)
		}
		return armour
	}
	secret, err := armoured(kindPrivate, mallory().secret)
	if err != nil {
		t.Fatal(err)
	}
	var many []string
	for i := range 8 {
		many = append(many, filePart(fmt.Sprintf("%d.asc", i), key(newPerson("X", fmt.Sprintf("x%d@evil.example", i), nil))))
	}
	pgpKeys := "Content-Type: application/pgp-keys; name=key.asc\r\n\r\n" + string(key(mallory()))
	tests := map[string]struct {
		parts   []string
		n       int
		finding string
	}{
		"application/pgp-keys": {[]string{bodyPart, pgpKeys}, 1, ""},
		".asc":                 {[]string{bodyPart, filePart("key.asc", key(mallory()))}, 1, ""},
		"binary":               {[]string{bodyPart, filePart("key.pgp", mallory().stored.Cert)}, 1, ""},
		"in the text":          {[]string{"Content-Type: text/plain\r\n\r\nMy key:\r\n" + string(key(mallory()))}, 1, ""},
		"twice the same":       {[]string{pgpKeys, pgpKeys}, 1, ""},
		"eight":                {many, 5, foundBadKey},
		"secret":               {[]string{bodyPart, filePart("key.asc", secret)}, 0, foundSecretKey},
		"secret binary":        {[]string{bodyPart, filePart("key.pgp", mallory().secret)}, 0, foundSecretKey},
		"no key":               {[]string{bodyPart, "Content-Type: application/pgp-keys\r\n\r\nnothing\r\n"}, 0, foundBadKey},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			o := read(t, mixedMail(malloryAddress, tt.parts...))
			if len(o.Candidates) != tt.n {
				t.Fatalf("%d candidates, want %d; findings %v", len(o.Candidates), tt.n, o.Protection.Findings)
			}
			for _, k := range o.Candidates {
				if k.State != store.KeyCandidate || len(k.Addresses) != 1 || bytes.Contains(k.Cert, mallory().secret[:40]) && k.State != store.KeyCandidate {
					t.Errorf("candidate %+v", k)
				}
			}
			if tt.finding != "" && !hasFinding(o, tt.finding) {
				t.Errorf("findings are %v, want %s", o.Protection.Findings, tt.finding)
			}
			if o.Protection.Verdict != "unsigned" {
				t.Errorf("verdict is %s", o.Protection.Verdict)
			}
		})
	}
}

// TestAttachedKeyProvesNothing: the key in the mail does not verify the mail.
func TestAttachedKeyProvesNothing(t *testing.T) {
	key, err := Export(mallory().stored)
	if err != nil {
		t.Fatal(err)
	}
	payload := "Content-Type: multipart/mixed; boundary=k\r\n\r\n--k\r\nContent-Type: text/plain\r\n\r\nHello\r\n--k\r\n" +
		"Content-Type: application/pgp-keys\r\n\r\n" + strings.ReplaceAll(string(key), "\n", "\r\n") + "\r\n--k--\r\n"
	o := read(t, multipartSigned(malloryAddress, payload, detachedSignature(t, mallory(), []byte(payload), nil)))
	want{verdict: "signed", coverage: "full", statuses: "no-key"}.check(t, o)
	if len(o.Candidates) != 1 {
		t.Errorf("%d candidates", len(o.Candidates))
	}
}

func TestAutocrypt(t *testing.T) {
	data := base64.StdEncoding.EncodeToString(mallory().stored.Cert)
	field := func(addr, extra string) string {
		return "Autocrypt: addr=" + addr + "; " + extra + "keydata=\r\n " + data[:70] + "\r\n " + data[70:] + "\r\n"
	}
	mine := field(malloryAddress, "prefer-encrypt=mutual; ")
	tests := map[string]struct {
		header string
		n      int
	}{
		"one":                {mine, 1},
		"in capitals":        {field(strings.ToUpper(malloryAddress), ""), 1},
		"another address":    {field(aliceAddress, ""), 0},
		"two":                {mine + mine, 0},
		"one of them valid":  {mine + field(aliceAddress, ""), 1},
		"critical attribute": {field(malloryAddress, "magic=1; "), 0},
		"other attribute":    {field(malloryAddress, "_magic=1; "), 1},
		"garbage":            {"Autocrypt: addr=" + malloryAddress + "; keydata=AAAA\r\n", 0},
		"gossip":             {strings.Replace(mine, "Autocrypt", "Autocrypt-Gossip", 1), 0},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			o := read(t, append([]byte(tt.header), textMail(malloryAddress, "Hello\r\n")...))
			if len(o.Candidates) != tt.n {
				t.Errorf("%d candidates, want %d; %v", len(o.Candidates), tt.n, o.Protection.Findings)
			}
			if tt.n == 0 && name != "gossip" && !hasFinding(o, foundAutocrypt) {
				t.Error("nothing is said about it")
			}
		})
	}
}

func TestFileType(t *testing.T) {
	for name, want := range map[string]string{
		"a.txt": "text/plain", "a.LOG": "text/plain", "a": "text/plain", "a.htm": "text/html", "a.csv": "text/csv", "a.exe": "application/octet-stream",
	} {
		if got := fileType(name, []byte("text")); got != want {
			t.Errorf("%s is %s, want %s", name, got, want)
		}
	}
	if got := fileType("a.txt", []byte("a\x00b")); got != "application/octet-stream" {
		t.Errorf("a file with NUL is %s", got)
	}
}

func TestSecretIsAnError(t *testing.T) {
	if _, err := ParseKey(mallory().secret, "x", today); !errors.Is(err, ErrSecret) {
		t.Errorf("got %v", err)
	}
}

// TestAttachedOpensOnce: a file that holds a broken marker is not opened again
// and again.
func TestAttachedOpensOnce(t *testing.T) {
	inner := "Inside.\n-----BEGIN PGP MESSAGE-----\nprose\n"
	armour := inlineMessage(t, literalPacket([]byte(inner)))
	o := opener{ring: ring(t, team()), opt: Options{Now: today}, ops: maxPrivateOps, left: 1 << 20}
	root := o.part(mime.Read(mixedMail(aliceAddress, bodyPart, filePart("a.txt.asc", []byte(armour))), mime.Limits{}).Root, layer{envelope: true})
	if o.ops != maxPrivateOps-1 {
		t.Errorf("%d private-key operations for one message", maxPrivateOps-o.ops)
	}
	leaves := root.Leaves()
	if got := string(leaves[len(leaves)-1].Decode()); got != inner {
		t.Errorf("the file is %q", got)
	}
}
