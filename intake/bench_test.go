package intake

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"tocsin/intake/mime"
	"tocsin/intake/pgp"
	"tocsin/router"
	"tocsin/store"
	"tocsin/store/bolt"
	"tocsin/template"
	"tocsin/template/machine"
)

// benchMail is a plain report of 4 KiB: a form, and lines of a log.
func benchMail() []byte {
	var b strings.Builder
	b.WriteString("Return-Path: <r7@site7.example>\r\nFrom: r7@site7.example\r\nTo: " + team + "\r\nSubject: report 7\r\nDate: Sat, 21 Nov 2026 09:00:00 +0000\r\n" +
		"Message-ID: <7@bench.example>\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nName: Reporter 7\r\nEmail: r7@site7.example\r\n" +
		"Organisation: Site 7\r\nPhone: +352 20 000007\r\n\r\nAffected hosts\r\nHostname: www7.ministry.example\r\nIP address: 148.110.0.7\r\nTime zone: UTC\r\n\r\nDescription:\r\n")
	for line := 0; b.Len() < 4100; line++ {
		fmt.Fprintf(&b, "2026-11-%02d 10:%02d:%02d sshd[%d]: Failed password for root from 45.155.0.7 port %d\r\n", 1+line%28, line%60, line%60, 1000+line, 20000+line)
	}
	return []byte(b.String())
}

// benchLine is a line that acknowledges unsigned and has no handlers.
func benchLine(b *testing.B) *Line {
	engine, err := bolt.Open(filepath.Join(b.TempDir(), "t.db"), bolt.Options{})
	if err != nil {
		b.Fatal(err)
	}
	s, err := store.Open(b.Context(), engine, []byte(strings.Repeat("k", 32)), store.Options{})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { s.Close() })
	dir, _ := router.ReadDirectory("home", router.File{Name: "directory.toml", Data: fmt.Appendf(nil, directory, "")})
	forms, err := template.Builtin()
	if err != nil {
		b.Fatal(err)
	}
	letters, err := template.BuiltinLetters()
	if err != nil {
		b.Fatal(err)
	}
	l, err := New(b.Context(), Config{
		Team: "Home CERT", Tag: "HOME", Addresses: []string{team}, Ack: Ack{PerHour: 1 << 40, PerDomainHour: 1 << 40, PerSenderHour: 1 << 40, PerSenderDay: 1 << 40},
		Forms: forms, Letters: letters, Directory: dir, Store: s,
	})
	if err != nil {
		b.Fatal(err)
	}
	return l
}

// BenchmarkStages is what each stage costs one plain report, but for the
// reading of the form and what the store does.
func BenchmarkStages(b *testing.B) {
	l, raw, at := benchLine(b), benchMail(), time.Now()
	x := <-l.readers.Load().free
	run := func(name string, f func()) {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				f()
			}
		})
	}
	r := x.Read(raw, at, "imap")
	m := mime.Read(raw, x.Limits)
	run("mime", func() { mime.Read(raw, x.Limits) })
	run("classify", func() { Classify(m, x.Own, team) })
	run("open", func() { pgp.Open(m, x.Ring, pgp.Options{Now: at, Own: x.Own, Limits: x.Limits}) })
	run("texts", func() { m.Texts() })
	run("head", func() { x.head(r) })
	texts := m.Texts()
	run("documents", func() { documents(r, texts) })
	run("machine", func() { mail := dissect(r); mail.Form = filledIn(&r.Report); machine.Read(mail) })
	run("sender", func() { x.sender(r) })
	run("route", func() { x.route(r) })
	run("evidence", func() { router.EvidenceOf(x.Tag, &r.Message) })
	run("prepare", func() { l.prepare(r) })
	l.prepare(r)
	_, err := l.cfg.Store.File(b.Context(), store.Filing{Message: r.Message, Raw: raw}, func(tx *store.Tx, m *store.Message) store.Outcome {
		run("thread", func() { router.Thread(r.Evidence, r.Sender, tx) })
		d := &decision{line: l, tx: tx, m: m, r: r, now: at}
		d.thread()
		d.settle()
		run("settle", func() { e := *d; in := *d.in; e.in = &in; in.Events = nil; e.settle() })
		run("relate", func() { d.relate() })
		run("write", func() { d.out.Outgoing = nil; d.write() })
		d.out.Outgoing = nil
		d.write()
		d.out.Incident = d.in
		return d.out
	})
	if err != nil {
		b.Fatal(err)
	}
	outs, err := l.cfg.Store.Outbox(b.Context(), store.OutFilter{})
	if err != nil || len(outs) != 1 {
		b.Fatal(err, len(outs))
	}
	run("seal", func() {
		if _, err := l.seal(x.Ring, l.letter(outs[0]), outs[0]); err != nil {
			b.Fatal(err)
		}
	})
}
