package mime

import (
	"bytes"
	"strings"
	"testing"
)

// plainMail is a mail with one text part of about size bytes and the header
// that a mail has after three hops.
func plainMail(size int) []byte {
	var b bytes.Buffer
	for i := range 3 {
		b.WriteString("Received: from mx" + string(rune('a'+i)) + ".example.net (mx.example.net [192.0.2.7])\r\n\tby mail.example.org (Postfix) with ESMTPS id 4XyZ12\r\n\tfor <incident@cert.example>; Fri, 20 Nov 2026 10:00:00 +0100 (CET)\r\n")
	}
	b.WriteString("DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=example.org; s=2026;\r\n\tt=1700000000; h=from:to:subject:date; bh=abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG=;\r\n\tb=" + strings.Repeat("QUJD", 40) + "\r\n")
	b.WriteString("From: =?utf-8?q?J=C3=BCrgen_M=C3=BCller?= <jm@example.org>\r\nTo: incident@cert.example\r\n" +
		"Subject: =?utf-8?q?Vorfall_f=C3=BCr_Sie?=\r\nDate: Fri, 20 Nov 2026 10:00:00 +0100\r\nMessage-ID: <20261120.1@example.org>\r\n" +
		"MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n")
	for b.Len() < size {
		b.WriteString("Angegriffenes System: 192.0.2.17 (www.example.org), Zeitzone UTC+1\r\n")
	}
	return b.Bytes()
}

// wrapped returns data in base64 lines of 76 characters.
func wrapped(data []byte) []byte {
	var b bytes.Buffer
	writeBase64(&b, data)
	return b.Bytes()
}

// multipartMail has a text, its HTML and a binary attachment of size bytes.
func multipartMail(size int) []byte {
	var b bytes.Buffer
	b.WriteString("From: a@example.org\r\nTo: incident@cert.example\r\nSubject: x\r\nMIME-Version: 1.0\r\n" +
		"Content-Type: multipart/mixed; boundary=\"outer\"\r\n\r\n--outer\r\nContent-Type: multipart/alternative; boundary=inner\r\n\r\n" +
		"--inner\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nHello\r\n--inner\r\nContent-Type: text/html\r\n\r\n<p>Hello</p>\r\n--inner--\r\n" +
		"\r\n--outer\r\nContent-Type: application/pdf; name=\"log.pdf\"\r\nContent-Transfer-Encoding: base64\r\n\r\n")
	b.Write(wrapped(make([]byte, size*3/4)))
	b.WriteString("--outer--\r\n")
	return b.Bytes()
}

func benchRead(b *testing.B, mail []byte) {
	b.SetBytes(int64(len(mail)))
	b.ReportAllocs()
	for b.Loop() {
		if m := Read(mail, Limits{}); m.Body() == "" {
			b.Fatal("no body")
		}
	}
}

func BenchmarkRead(b *testing.B) {
	b.Run("plain-4KiB", func(b *testing.B) { benchRead(b, plainMail(4<<10)) })
	b.Run("multipart-40KiB", func(b *testing.B) { benchRead(b, multipartMail(40<<10)) })
	b.Run("multipart-25MiB", func(b *testing.B) { benchRead(b, multipartMail(25<<20)) })
}

func BenchmarkDecodeBase64(b *testing.B) {
	data := wrapped(bytes.Repeat([]byte("0123456789abcdef"), 64<<10))
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		if out, junk := decodeBase64(data, len(data)); junk || len(out) != 1<<20 {
			b.Fatal("wrong")
		}
	}
}

func BenchmarkHTMLText(b *testing.B) {
	page := strings.Repeat("<table><tr><td class=x>Name</td><td>Value <b>bold</b></td></tr></table><p>text</p>", 10000)
	b.SetBytes(int64(len(page)))
	for b.Loop() {
		if HTMLText(page) == "" {
			b.Fatal("no text")
		}
	}
}

func BenchmarkCompose(b *testing.B) {
	l := testLetter()
	l.Attach = []Attachment{{Type: "message/rfc822", Data: plainMail(4 << 10)}}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := l.Compose(); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkHeader(b *testing.B) {
	m := Read(plainMail(4<<10), Limits{})
	b.ReportAllocs()
	for b.Loop() {
		_, ok := m.Header.From()
		_, dated := m.Header.Date()
		if !ok || !dated || m.Header.Text("Subject") == "" || len(m.Header.MessageIDs("Message-ID")) != 1 {
			b.Fatal("unreadable")
		}
	}
}
