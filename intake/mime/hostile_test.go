package mime

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
)

// readAll reads everything that can be asked of a message.
func readAll(mail []byte, lim Limits) *Message {
	m := Read(mail, lim)
	m.Texts()
	for _, f := range m.Header {
		m.Header.Text(f.Name)
	}
	m.Header.Addresses("To")
	m.Header.From()
	m.Header.Date()
	m.Header.MessageIDs("Message-ID")
	m.Header.MessageIDs("References")
	for _, p := range m.Root.Leaves() {
		_ = p.Text()
	}
	return m
}

// nested is a mail of n multiparts, each in the one before.
func nested(n int, boundary func(int) string) []byte {
	var b bytes.Buffer
	b.WriteString("From: a@example.org\r\nMIME-Version: 1.0\r\n")
	for i := range n {
		fmt.Fprintf(&b, "Content-Type: multipart/mixed; boundary=%q\r\n\r\n--%s\r\n", boundary(i), boundary(i))
	}
	b.WriteString("\r\nthe end\r\n")
	return b.Bytes()
}

// TestHostile reads mails that are known to stop mail programs (memory, time
// that grows with the square, recursion) and wants each bounded by its limit.
func TestHostile(t *testing.T) {
	const head = "From: a@example.org\r\nMIME-Version: 1.0\r\n"
	multipart := head + "Content-Type: multipart/mixed; boundary=b\r\n\r\n"
	cases := map[string]struct {
		mail     []byte
		exceeded string
		finding  string
	}{
		"nest 10,000":         {nested(10000, func(i int) string { return fmt.Sprintf("b%d.", i) }), "depth", FoundLimit},
		"same boundary":       {nested(50000, func(int) string { return "b" }), "parts", FoundBoundaryReused},
		"rfc822 nest 20,000":  {[]byte(head + strings.Repeat("Content-Type: message/rfc822\r\n\r\n", 20000)), "depth", FoundLimit},
		"200k parts":          {[]byte(multipart + strings.Repeat("--b\r\n\r\nx\r\n", 200000) + "--b--\r\n"), "parts", FoundLimit},
		"1M fields in a part": {[]byte(multipart + "--b\r\n" + strings.Repeat("a: b\r\n", 1000000) + "\r\nx\r\n--b--\r\n"), "header-fields", FoundLimit},
		"1M fields":           {[]byte(head + strings.Repeat("a: b\r\n", 1000000) + "\r\nx\r\n"), "header-fields", FoundLimit},
		"blank header lines":  {[]byte(head + strings.Repeat(" \r\n", 1000000) + "\r\nx\r\n"), "header-bytes", FoundLimit},
		"20 MB field":         {[]byte(head + "Subject: " + strings.Repeat("x", 20<<20) + "\r\n\r\nx\r\n"), "header-bytes", ""},
		"junk header lines":   {[]byte(head + strings.Repeat("junk\r\n", 40000) + "Subject: x\r\n\r\nx\r\n"), "", FoundHeaderJunk},
		"Message-ID comment":  {[]byte(head + "Message-ID: (" + strings.Repeat("a", 900000) + ")\r\n\r\nx\r\n"), "header-bytes", ""},
		"comment nest":        {[]byte("From: " + strings.Repeat("(", 30000) + "a@example.org\r\n\r\nx\r\n"), "", FoundAddressUnusual},
		"encoded words":       {[]byte(head + "Subject: " + strings.Repeat("=?a?b?", 5000) + "\r\n\r\nx\r\n"), "", ""},
		"60k parameters":      {[]byte(head + "Content-Type: text/plain" + strings.Repeat("; a=b", 60000) + "\r\n\r\nx\r\n"), "header-bytes", FoundDuplicateParameter},
		"RFC 2231 pieces":     {[]byte(head + "Content-Type: text/plain" + pieces(2500) + "\r\n\r\nx\r\n"), "", FoundFieldCut},
		"base64 garbage":      {[]byte(head + "Content-Transfer-Encoding: base64\r\n\r\n" + strings.Repeat("!\x01=*", 4<<20)), "", FoundTransferJunk},
		"bad quoted":          {[]byte(head + "Content-Transfer-Encoding: quoted-printable\r\n\r\n" + strings.Repeat("=", 8<<20)), "", FoundTransferJunk},
		"HTML 5 MB":           {[]byte(head + "Content-Type: text/html\r\n\r\n" + strings.Repeat("<div><table><tr><td>", 250000)), "", ""},
		"HTML quotes":         {[]byte(head + "Content-Type: text/html\r\n\r\n" + strings.Repeat("<blockquote type=cite>x", 100000)), "", ""},
		"HTML one tag":        {[]byte(head + "Content-Type: text/html\r\n\r\n<p " + strings.Repeat("a=b ", 1<<20) + ">x"), "", ""},
		"flowed quotes":       {[]byte(head + "Content-Type: text/plain; format=flowed\r\n\r\n" + strings.Repeat(strings.Repeat(">", 5000)+" \r\n", 500)), "", ""},
		"boundary prefix":     {[]byte(multipart + strings.Repeat("--bb\r\n", 500000)), "", FoundMultipartEmpty},
		"many alternatives":   {alternatives(15, 300), "depth", ""},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			m := readAll(c.mail, Limits{})
			if m.Exceeded != c.exceeded {
				t.Errorf("exceeded %q, want %q", m.Exceeded, c.exceeded)
			}
			if c.finding != "" && !hasFinding(m, c.finding) {
				t.Errorf("findings %v, want %s", m.Findings, c.finding)
			}
			if n := countParts(m); n > DefaultLimits().Parts {
				t.Errorf("%d parts", n)
			}
			if len(m.Findings) > maxFindings {
				t.Errorf("%d findings", len(m.Findings))
			}
		})
	}
}

func pieces(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "; name*%d*=%%41%%42", n-i)
	}
	return b.String()
}

// alternatives nests multipart/alternative, each level with a text of its own.
func alternatives(depth, size int) []byte {
	var b bytes.Buffer
	b.WriteString("From: a@example.org\r\nMIME-Version: 1.0\r\n")
	for i := range depth {
		fmt.Fprintf(&b, "Content-Type: multipart/alternative; boundary=\"x%d.\"\r\n\r\n--x%d.\r\n\r\n%s\r\n--x%d.\r\n", i, i, strings.Repeat("z ", size), i)
	}
	return append(b.Bytes(), nested(5, func(i int) string { return fmt.Sprintf("y%d.", i) })...)
}

func hasFinding(m *Message, code string) bool {
	for _, f := range m.Findings {
		if f.Code == code {
			return true
		}
	}
	return false
}

func countParts(m *Message) int {
	n := 0
	m.Root.Walk(func(*Part) bool { n++; return true })
	return n
}

// TestMailFiles nests mails as files in files: each level is a reading of its
// own, so only the limits end it.
func TestMailFiles(t *testing.T) {
	mail := []byte(top + "\nthe innermost\n")
	for range 12 {
		mail = []byte(mixed + "--b\nContent-Type: application/octet-stream; name=m.eml\nContent-Transfer-Encoding: base64\n\n" + string(wrapped(mail)) + "--b--\n")
	}
	m := readAll(crlf(string(mail)), Limits{})
	if texts := m.Texts(); len(texts) != 0 {
		t.Errorf("the innermost of 12 was reached: %v", texts)
	}
}

// TestLimits wants a bound at exactly its number.
func TestLimits(t *testing.T) {
	mail := []byte("From: a@example.org\r\nA: 1\r\nB: 2\r\n\r\nx\r\n")
	if m := Read(mail, Limits{HeaderFields: 3}); m.Exceeded != "" || len(m.Header) != 3 {
		t.Errorf("3 of 3 fields: exceeded %q, %d read", m.Exceeded, len(m.Header))
	}
	if m := Read(mail, Limits{HeaderFields: 2}); m.Exceeded != "header-fields" || len(m.Header) != 2 {
		t.Errorf("3 of 2 fields: exceeded %q, %d read", m.Exceeded, len(m.Header))
	}
	two := []byte("From: a@example.org\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\n1\r\n--b\r\n\r\n2\r\n--b--\r\n")
	if m := Read(two, Limits{Parts: 3}); m.Exceeded != "" || len(m.Root.Children) != 2 {
		t.Errorf("3 of 3 parts: exceeded %q", m.Exceeded)
	}
	if m := Read(two, Limits{Parts: 2}); m.Exceeded != "parts" || len(m.Root.Children) != 1 {
		t.Errorf("3 of 2 parts: exceeded %q", m.Exceeded)
	}
	coded := []byte("From: a@example.org\r\nContent-Transfer-Encoding: base64\r\n\r\n" + strings.Repeat("QUJD", 100) + "\r\n")
	m := Read(coded, Limits{Decoded: 100})
	if m.Exceeded != "decoded" || len(m.Root.Decode()) != 100 {
		t.Errorf("exceeded %q, %d bytes", m.Exceeded, len(m.Root.Decode()))
	}
	long := Read([]byte("From: a@example.org\r\n\r\n"+strings.Repeat("ä", 100)), Limits{Text: 51})
	if body := long.Body(); body != strings.Repeat("ä", 25) || !hasFinding(long, FoundTextCut) {
		t.Errorf("cut text %q, findings %v", body, long.Findings)
	}
}

// TestTextRoom cuts rendered text between characters and says so.
func TestTextRoom(t *testing.T) {
	page := top + "Content-Type: text/html; charset=utf-8\n\n" + strings.Repeat("<input value=ä type=checkbox>", 20)
	for room := 1; room < 60; room++ {
		m := Read([]byte(page), Limits{Text: room})
		body := m.Body()
		if len(body) > room || strings.Contains(body, "\ufffd") || !hasFinding(m, FoundTextCut) {
			t.Errorf("room %d: %q, findings %v", room, body, m.Findings)
		}
	}
	for n, want := range []string{"", "a", "a", "aü", "aüb", "aüb"} {
		if got := cutText("aüb", n); got != want {
			t.Errorf("cut to %d: %q", n, got)
		}
	}
}
