package mime_test

import (
	"fmt"
	"time"

	"tocsin/intake/mime"
)

// A mail is read whatever is wrong with it; what was wrong are findings.
func ExampleRead() {
	m := mime.Read([]byte("From: =?utf-8?q?J=C3=BCrgen?= <jm@example.org>\r\n"+
		"Subject: two\r\n"+
		"Content-Type: multipart/mixed; boundary=b\r\n"+
		"\r\n"+
		"--b\r\n"+
		"\r\n"+
		"Name: J. M.\r\n"), mime.Limits{})
	from, ok := m.Header.From()
	fmt.Println(from.Name, from.Addr, ok)
	fmt.Printf("%q\n", m.Body())
	for _, f := range m.Findings {
		fmt.Println(f.Code, m.Structure())
	}
	// Output:
	// Jürgen jm@example.org true
	// "Name: J. M.\n"
	// boundary-unclosed malformed
}

// The parts of a mail have the numbers that IMAP gives them.
func ExamplePart_Walk() {
	m := mime.Read([]byte("From: a@example.org\n"+
		"Content-Type: multipart/mixed; boundary=b\n"+
		"\n"+
		"--b\n"+
		"\n"+
		"For you.\n"+
		"--b\n"+
		"Content-Type: message/rfc822\n"+
		"\n"+
		"Subject: inner\n"+
		"\n"+
		"Hello\n"+
		"--b--\n"), mime.Limits{})
	m.Root.Walk(func(p *mime.Part) bool {
		fmt.Printf("%q %s\n", p.Path, p.Type)
		return true
	})
	for _, t := range m.Texts() {
		fmt.Printf("%s %q %v\n", t.Part, t.Text, t.Attachment)
	}
	// Output:
	// "" multipart/mixed
	// "1" text/plain
	// "2" message/rfc822
	// "2.1" text/plain
	// 1 "For you." false
	// 2.1 "Hello" true
}

// A form that was laid out as a table reads as lines of label and value.
func ExampleHTMLText() {
	fmt.Println(mime.HTMLText(`<table>
		<tr><td>Name</td><td>J. M.</td></tr>
		<tr><td>Host:</td><td><b>192.0.2.17</b></td></tr>
		</table>`))
	// Output:
	// Name: J. M.
	// Host: 192.0.2.17
}

// No string of a letter can add a header field.
func ExampleLetter_Compose() {
	letter := mime.Letter{
		From:      mime.Address{Name: "CERT Example", Addr: "incident@cert.example"},
		To:        mime.Address{Addr: "reporter@example.org"},
		Subject:   "[CERT#2026-00042-7] Received\r\nBcc: everybody@example.org",
		Date:      time.Date(2026, 11, 20, 10, 0, 0, 0, time.UTC),
		MessageID: "1@cert.example",
		Text:      "Thank you.",
	}
	raw, err := letter.Compose()
	if err != nil {
		fmt.Println(err)
		return
	}
	m := mime.Read(raw, mime.Limits{})
	fmt.Println(m.Header.Get("Subject"), m.Header.Has("Bcc"))
	// Output:
	// [CERT#2026-00042-7] Received Bcc: everybody@example.org false
}
