package mime

import (
	"bytes"
	"fmt"
	"os/exec"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

// testLetter is a letter with nothing odd about it.
func testLetter() Letter {
	return Letter{
		From:      Address{Name: "CERT Example", Addr: "incident@cert.example"},
		To:        Address{Addr: "reporter@example.org"},
		Subject:   "[CERT#2026-00042-7] Received",
		Date:      time.Date(2026, 11, 20, 10, 0, 0, 0, time.UTC),
		MessageID: "ack.1@cert.example",
		Text:      "Thank you.\n",
	}
}

// compose composes a letter and checks what every mail of ours must be.
func compose(t *testing.T, l Letter) (mail []byte, m *Message) {
	t.Helper()
	mail, err := l.Compose()
	if err != nil {
		t.Fatalf("compose: %v", err)
	}
	if err := wellFormed(mail); err != nil {
		t.Fatalf("%v in:\n%s", err, mail)
	}
	if m = Read(mail, Limits{}); m.Structure() != StructureOK {
		t.Fatalf("our own mail is %s: %v\n%s", m.Structure(), m.Findings, mail)
	}
	return mail, m
}

// wellFormed checks line ends, line lengths and that the header is ASCII.
func wellFormed(mail []byte) error {
	header, _, _ := bytes.Cut(mail, []byte("\r\n\r\n"))
	if !isASCII(header) {
		return fmt.Errorf("the header is not ASCII")
	}
	if bytes.Count(mail, []byte("\n")) != bytes.Count(mail, []byte("\r\n")) || bytes.Count(mail, []byte("\r")) != bytes.Count(mail, []byte("\r\n")) {
		return fmt.Errorf("a CR or LF alone")
	}
	for line := range bytes.Lines(mail) {
		if len(line) > maxLine+2 {
			return fmt.Errorf("a line of %d octets", len(line))
		}
	}
	return nil
}

// TestCompose reads back what was written.
func TestCompose(t *testing.T) {
	l := testLetter()
	l.From.Name = `Jürgen "J" Müller, CERT`
	l.To.Name = `O"Neil \ Co`
	l.Subject = "[CERT#2026-00042-7] Ihre Meldung über 192.0.2.1 — größer =?x?= " + strings.Repeat("x", 100)
	l.InReplyTo = "a@b.org"
	l.References = []string{"bad id", "a@b.org", "c@d.org"}
	l.Extra = []Field{{Name: "Auto-Submitted", Value: "auto-replied"}}
	l.Text = "Grüße,\n\n.\nFrom here\ntrailing \n" + strings.Repeat("long ", 300) + "\r\nend"
	mail, m := compose(t, l)
	if !bytes.Contains(mail, []byte("Subject: [CERT#2026-00042-7] Ihre Meldung ")) {
		t.Errorf("the tag is not plain:\n%s", mail)
	}
	from, ok := m.Header.From()
	if !ok || from != l.From {
		t.Errorf("From %v", from)
	}
	if to, ok := m.Header.Addresses("To"); !ok || len(to) != 1 || to[0] != l.To {
		t.Errorf("To %v", to)
	}
	if got := m.Header.Text("Subject"); got != l.Subject {
		t.Errorf("Subject %q", got)
	}
	if got, _ := m.Header.Date(); !got.Equal(l.Date) {
		t.Errorf("Date %v", got)
	}
	if d := cmp.Diff([]string{"a@b.org", "c@d.org"}, m.Header.MessageIDs("References")); d != "" {
		t.Error(d)
	}
	if m.Header.Get("Auto-Submitted") != "auto-replied" || m.Header.Get("MIME-Version") != "1.0" {
		t.Errorf("header %v", m.Header)
	}
	if want := strings.ReplaceAll(l.Text, "\r\n", "\n") + "\n"; m.Body() != want {
		t.Errorf("text %q", m.Body())
	}
	again, _ := l.Compose()
	if !bytes.Equal(mail, again) {
		t.Error("the same letter gave other bytes")
	}
}

// TestComposeRefuses what would add a field or an address.
func TestComposeRefuses(t *testing.T) {
	for name, change := range map[string]func(*Letter){
		"address":          func(l *Letter) { l.To.Addr = "a@b.org>, <c@d.org" },
		"address line":     func(l *Letter) { l.To.Addr = "a@b.org\r\nBcc: c@d.org" },
		"no address":       func(l *Letter) { l.From = Address{} },
		"no date":          func(l *Letter) { l.Date = time.Time{} },
		"id":               func(l *Letter) { l.MessageID = "a@b>\r\nBcc: <c@d.org" },
		"extra value":      func(l *Letter) { l.Extra = []Field{{Name: "X", Value: "a\r\nBcc: c@d.org"}} },
		"extra umlaut":     func(l *Letter) { l.Extra = []Field{{Name: "X", Value: "ü"}} },
		"extra name":       func(l *Letter) { l.Extra = []Field{{Name: "X: y\r\nBcc", Value: "z"}} },
		"extra content":    func(l *Letter) { l.Extra = []Field{{Name: "content-type", Value: "text/html"}} },
		"extra From":       func(l *Letter) { l.Extra = []Field{{Name: "FROM", Value: "x@y.org"}} },
		"extra twice":      func(l *Letter) { l.Extra = []Field{{Name: "X", Value: "1"}, {Name: "x", Value: "2"}} },
		"extra long":       func(l *Letter) { l.Extra = []Field{{Name: "X", Value: strings.Repeat("x", 2000)}} },
		"extra empty name": func(l *Letter) { l.Extra = []Field{{Value: "x"}} },
	} {
		l := testLetter()
		change(&l)
		if mail, err := l.Compose(); err == nil {
			t.Errorf("%s was composed:\n%s", name, mail)
		}
	}
	l := testLetter()
	l.Subject = "a\r\nBcc: c@d.org\x00\x1b[1m"
	l.From.Name = "x\r\nBcc: c@d.org"
	l.InReplyTo = "a b"
	if _, m := compose(t, l); m.Header.Has("Bcc") || m.Header.Has("In-Reply-To") || m.Header.Text("Subject") != "a Bcc: c@d.org\ufffd [1m" {
		t.Errorf("header %v", m.Header)
	}
}

// TestLongTexts cuts subject and names, which their senders choose.
func TestLongTexts(t *testing.T) {
	l := testLetter()
	l.Subject = strings.Repeat("ü", 1000)
	l.From.Name = strings.Repeat("Name ", 100)
	l.To.Name = strings.Repeat("x", 90)
	_, m := compose(t, l)
	if got := []rune(m.Header.Text("Subject")); len(got) != maxSubject || got[len(got)-1] != '…' {
		t.Errorf("a subject of %d characters", len(got))
	}
	from, _ := m.Header.From()
	to, _ := m.Header.Addresses("To")
	if len([]rune(from.Name)) > 100 || !strings.HasSuffix(from.Name, "…") || to[0].Name != l.To.Name {
		t.Errorf("names %q %q", from.Name, to[0].Name)
	}
}

// TestReferences keeps the first and the last ids.
func TestReferences(t *testing.T) {
	l := testLetter()
	for i := range 50 {
		l.References = append(l.References, fmt.Sprintf("%d@b.org", i))
	}
	_, m := compose(t, l)
	ids := m.Header.MessageIDs("References")
	if len(ids) != maxReferences || ids[3] != "3@b.org" || ids[4] != "34@b.org" || ids[19] != "49@b.org" {
		t.Errorf("%v", ids)
	}
}

// TestAttachments wants the bytes back, and messages as they are where mail
// allows it.
func TestAttachments(t *testing.T) {
	inner := string(crlf(top + "Subject: inner\n\nFrom here \n--x\nend"))
	cases := []struct {
		name        string
		a           Attachment
		kind, coded string // what it goes as when it need not be 7-bit safe
		sealed      string // and when it must
		file        string
	}{
		{"binary", Attachment{"application/pdf", "ü ber.pdf", []byte("\x00\xff\r\n")}, "application/pdf", "base64", "application/pdf", "ü ber.pdf"},
		{"text", Attachment{"text/plain; charset=utf-8", "a.txt", []byte("ü\n")}, "text/plain", "base64", "text/plain", "a.txt"},
		{"no type", Attachment{"", "", []byte("x")}, "application/octet-stream", "base64", "application/octet-stream", ""},
		{"bad type", Attachment{"multipart/mixed; boundary=\"x\r\n\"", "a\"b\\c\r\nX: y", nil}, "application/octet-stream", "base64", "application/octet-stream", "c  X: y"},
		{"long name", Attachment{"a/b", strings.Repeat("ü", 250) + ".txt", []byte("x")}, "a/b", "base64", "a/b", strings.Repeat("ü", 150) + strings.Repeat("ü", 46) + ".txt"},
		{"message", Attachment{"message/rfc822", "", []byte(inner)}, "message/rfc822", "7bit", "message/rfc822", ""},
		{"8-bit message", Attachment{"message/rfc822", "", []byte(inner + "ü")}, "message/rfc822", "8bit", "application/octet-stream", "message.eml"},
		{"message with NUL", Attachment{"message/rfc822", "orig", []byte(inner + "\x00")}, "application/octet-stream", "base64", "application/octet-stream", "orig.eml"},
		{"message with mixed ends", Attachment{"message/rfc822", "o.eml", []byte(inner + "\n")}, "application/octet-stream", "base64", "application/octet-stream", "o.eml"},
		{"message with a long line", Attachment{"message/rfc822", "", []byte(inner + strings.Repeat("x", 999))}, "application/octet-stream", "base64", "application/octet-stream", "message.eml"},
	}
	for _, c := range cases {
		l := testLetter()
		l.Attach = []Attachment{c.a, {Type: "text/x", Data: []byte("second")}}
		mail, m := compose(t, l)
		payload, err := l.entity(nil, "", true)
		if err != nil || wellFormed(payload) != nil || !isASCII(payload) {
			t.Fatalf("%s: payload %v %v", c.name, err, wellFormed(payload))
		}
		sealed := ReadEntity(payload, "1", Limits{})
		if len(m.Root.Children) != 3 || len(sealed.Root.Children) != 3 || m.Header.Has("Bcc") || m.Root.Children[1].Header.Has("X") {
			t.Fatalf("%s:\n%s", c.name, mail)
		}
		out, in := m.Root.Children[1], sealed.Root.Children[1]
		if out.Type != c.kind || out.Header.Get("Content-Transfer-Encoding") != c.coded || in.Type != c.sealed || (c.kind == c.sealed && out.Filename != c.file) || in.Filename != c.file {
			t.Errorf("%s: %s %s %q, sealed %s %q", c.name, out.Type, out.coding, out.Filename, in.Type, in.Filename)
		}
		if !bytes.Equal(out.Decode(), c.a.Data) || !bytes.Equal(in.Decode(), c.a.Data) {
			t.Errorf("%s: bytes were lost: %q", c.name, out.Decode())
		}
	}
	l := testLetter()
	l.Attach = []Attachment{{Type: "message/rfc822", Data: []byte(strings.ReplaceAll(inner, "\r\n", "\n"))}}
	if _, m := compose(t, l); string(m.Root.Children[1].Decode()) != inner {
		t.Errorf("a message with LF: %q", m.Root.Children[1].Decode())
	}
}

// TestProtectedPayload has the header fields inside (RFC 9788).
func TestProtectedPayload(t *testing.T) {
	l := testLetter()
	payload, err := l.ProtectedPayload("cipher", Field{Name: "Subject", Value: "[...]"})
	if err != nil || wellFormed(payload) != nil {
		t.Fatal(err, wellFormed(payload))
	}
	m := Read(payload, Limits{})
	if m.Header.Get("Subject") != l.Subject || m.Root.Params["hp"] != "cipher" || m.Root.Params["protected-headers"] != "v1" ||
		m.Header.Get("HP-Outer") != "Subject: [...]" || m.Header.Has("MIME-Version") || m.Structure() != StructureOK {
		t.Errorf("payload:\n%s", payload)
	}
	if _, err := l.ProtectedPayload(`x"; y="z`); err == nil {
		t.Error("any hp was taken")
	}
}

// TestAssemble keeps the entities byte for byte.
func TestAssemble(t *testing.T) {
	payload, err := testLetter().entity(nil, "", true)
	if err != nil {
		t.Fatal(err)
	}
	fields, err := testLetter().Headers()
	if err != nil {
		t.Fatal(err)
	}
	mail, err := Assemble(fields, "multipart/signed", map[string]string{"protocol": "application/pgp-signature", "micalg": "pgp-sha512"},
		payload, []byte("Content-Type: application/pgp-signature\r\n\r\nsig\r\n"))
	if err != nil || wellFormed(mail) != nil {
		t.Fatal(err, wellFormed(mail))
	}
	m := Read(mail, Limits{})
	if len(m.Root.Children) != 2 || !bytes.Equal(m.Root.Children[0].Raw, payload) || m.Root.Params["micalg"] != "pgp-sha512" || m.Header.Get("MIME-Version") != "1.0" {
		t.Errorf("mail:\n%s", mail)
	}
	entity, err := Assemble(nil, "multipart/mixed", nil, []byte("\r\n=_x"), nil)
	if err != nil || Read(entity, Limits{}).Header.Has("MIME-Version") {
		t.Errorf("entity %v:\n%s", err, entity)
	}
	if _, err := Assemble([]Field{{Name: "X", Value: "a\nb"}}, "a/b", nil); err == nil {
		t.Error("a line end in a field was written")
	}
}

// TestBoundaryAvoidsContent writes a boundary that no entity contains.
func TestBoundaryAvoidsContent(t *testing.T) {
	first := makeBoundary("x", []byte("a"))
	trap := append(bytes.Repeat([]byte("y"), 5000), first...)
	if b := makeBoundary("x", trap); bytes.Contains(trap, []byte(b)) || !utf8.ValidString(b) || len(b) > 70 {
		t.Errorf("boundary %q", b)
	}
}

// TestPython has another MIME reader read our mail, where there is one.
func TestPython(t *testing.T) {
	python, err := exec.LookPath("python3")
	if err != nil {
		python = ""
	}
	l := testLetter()
	l.Subject = "[CERT#2026-00042-7] Größe"
	l.Text = "Grüße\nFrom here \n"
	l.Attach = []Attachment{{Type: "application/pdf", Name: "ü.pdf", Data: []byte("\x00x")}}
	mail, m := compose(t, l)
	if m.Header.Text("Subject") != l.Subject {
		t.Errorf("subject %q", m.Header.Text("Subject"))
	}
	if python == "" {
		return // our own reader has agreed
	}
	cmd := exec.Command(python, "-c", `import sys,email,email.policy
m=email.message_from_bytes(sys.stdin.buffer.read(),policy=email.policy.default)
print(m['Subject'],repr(m.get_body().get_content()),[(a.get_filename(),a.get_content()) for a in m.iter_attachments()],m.defects)`)
	cmd.Env = append(cmd.Environ(), "PYTHONIOENCODING=utf-8")
	cmd.Stdin = bytes.NewReader(mail)
	out, err := cmd.Output()
	if want := l.Subject + ` 'Grüße\r\nFrom here \r\n' [('ü.pdf', b'\x00x')] []`; err != nil || strings.TrimSpace(string(out)) != want {
		t.Errorf("python reads %s (%v), want %s", out, err, want)
	}
}
