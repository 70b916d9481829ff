package template

import (
	"fmt"
	"strings"
	"testing"
)

// filledForm is our own form with all its answers, about 4 KiB.
func filledForm(t testing.TB, size int) string {
	t.Helper()
	f := builtin(t).form("tocsin-1")
	text := f.print("en", func(_ int, fd *field) string {
		switch {
		case fd.Name == "host":
			return "www.site.example, 192.0.2.7"
		case fd.Name == "contact_email":
			return "jane@site.example"
		case fieldKinds[fd.Name] == kindTime:
			return "2026-11-20 14:30"
		case fd.Name == "timezone":
			return "Europe/Brussels"
		case len(fd.Choices) > 0:
			return fd.Choices[0].Value
		}
		return "quite some words about this"
	})
	var b strings.Builder
	b.WriteString(text)
	for i := 0; b.Len() < size; i++ {
		fmt.Fprintf(&b, "Nov 20 14:%02d:11 www sshd[%d]: Failed password for root from 198.51.100.%d port 4022 ssh2\n", i%60, i, i%250)
	}
	return b.String()
}

func BenchmarkParseForm(b *testing.B) {
	f, d := builtin(b), body(filledForm(b, 4096))
	b.SetBytes(int64(len(d.Texts[0].Text)))
	b.ReportAllocs()
	for b.Loop() {
		if r := f.Parse(d); r.Form != "tocsin-1" {
			b.Fatal(r.Form)
		}
	}
}

func BenchmarkParseProse(b *testing.B) {
	f := builtin(b)
	d := body(strings.Repeat("We saw scans from 198.51.100.9 against our server: nothing came of it, as far as we know today.\n", 43))
	b.SetBytes(int64(len(d.Texts[0].Text)))
	b.ReportAllocs()
	for b.Loop() {
		if r := f.Parse(d); r.Form != formNone {
			b.Fatal(r.Form)
		}
	}
}

func BenchmarkParse10MiB(b *testing.B) {
	f, d := builtin(b), body(filledForm(b, 10<<20))
	b.SetBytes(int64(len(d.Texts[0].Text)))
	for b.Loop() {
		if r := f.Parse(d); len(r.Logs) != 1 {
			b.Fatal(len(r.Logs))
		}
	}
}

func BenchmarkBuiltin(b *testing.B) {
	for b.Loop() {
		if _, err := Builtin(); err != nil {
			b.Fatal(err)
		}
	}
}

// logMail is what a line of a busy morning looks like: a few answers, then log
// lines, about 4 KiB.
func logMail() string {
	var b strings.Builder
	b.WriteString("Name: Jane Doe\nOrganisation: Site Example\nE-mail: jane@site.example\nPhone: +32 2 555 01 00\n\n" +
		"Target of the attack\nHostname and IP: www.site.example, 192.0.2.7\nTime zone: UTC\n\n" +
		"Type of incident: scan\nDate and time of incident: 2026-11-03 10:00 UTC\n" +
		"Description of the incident: somebody guesses passwords against our gateway, see below.\n\nLog entries:\n")
	for i := range 35 {
		fmt.Fprintf(&b, "2026-11-03 10:00:%02d sshd[%d]: Failed password for root from 45.155.3.%d port %d\n", i, 1000+i, i, 20000+i)
	}
	return b.String()
}

func BenchmarkParseLogs(b *testing.B) {
	f, d := builtin(b), body(logMail())
	b.SetBytes(int64(len(d.Texts[0].Text)))
	b.ReportAllocs()
	for b.Loop() {
		if r := f.Parse(d); len(r.Indicators) < 35 {
			b.Fatal(r.Indicators)
		}
	}
}

// lineMail is a mail of the benchmark of the whole line (cmd/tocsin/bench): a
// few answers, and log lines for its description.
func lineMail() string {
	var b strings.Builder
	b.WriteString("Name: Reporter 7\nEmail: r7@site7.example\nOrganisation: Site 7\nPhone: +352 20 000007\n\n" +
		"Affected hosts\nHostname: www7.ministry.example\nIP address: 148.110.0.7\nTime zone: UTC\n\nDescription:\n")
	for i := 0; b.Len() < 3900; i++ {
		fmt.Fprintf(&b, "2026-11-%02d 10:%02d:07 sshd[%d]: Failed password for root from 45.155.0.7 port %d\n", 1+i%28, i%60, 1000+i, 20000+i)
	}
	return b.String()
}

func BenchmarkParseMail(b *testing.B) {
	f, d := builtin(b), body(lineMail())
	b.SetBytes(int64(len(d.Texts[0].Text)))
	b.ReportAllocs()
	for b.Loop() {
		if r := f.Parse(d); len(r.Hosts) != 1 {
			b.Fatal(r.Hosts)
		}
	}
}
