package intake

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"tocsin/intake/mime"
	"tocsin/intake/pgp"
	"tocsin/router"
	"tocsin/store"
	"tocsin/store/bolt"
	"tocsin/template"
)

const (
	team    = "cert@cert.example"
	handler = "hanna@cert.example"
)

const directory = `self = "home"
default = "home"
[[team]]
id = "home"
name = "Home CERT"
mail = "cert@cert.example"
cidrs = ["148.110.0.0/16"]
[[team]]
id = "nren"
name = "NREN CSIRT"
mail = "intake@nren.example"
forward = "auto"
cidrs = ["158.64.0.0/16"]
%s
`

// A bed is a line over a real store in a folder of its own.
type bed struct {
	*testing.T
	line   *Line
	engine *bolt.Engine
	now    time.Time
	keys   map[string]pgp.SecretKey
	n      int
}

// newBed makes a line; nrenKey gives the other team a key that we accepted.
func newBed(t *testing.T, nrenKey bool) *bed {
	b := &bed{T: t, now: time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC), keys: map[string]pgp.SecretKey{}}
	engine, err := bolt.Open(filepath.Join(t.TempDir(), "t.db"), bolt.Options{})
	b.must(err)
	b.engine = engine
	s, err := store.Open(t.Context(), engine, []byte(strings.Repeat("k", 32)), store.Options{Now: func() time.Time { return b.now }})
	b.must(err)
	t.Cleanup(func() { s.Close() })
	for _, address := range []string{team, "alice@uni.example", "intake@nren.example"} {
		secret, _, err := pgp.GenerateTeamKey("", address, b.now.AddDate(-1, 0, 0))
		b.must(err)
		b.keys[address] = pgp.SecretKey{Armor: secret, Name: address}
	}
	alice := b.certificate("alice@uni.example")
	b.must(s.PutKey(t.Context(), alice))
	pinned := ""
	if nrenKey {
		nren := b.certificate("intake@nren.example")
		b.must(s.PutKey(t.Context(), nren))
		pinned = fmt.Sprintf("keys = [%q]", nren.Fingerprint)
	}
	dir, problems := router.ReadDirectory("home", router.File{Name: "directory.toml", Data: fmt.Appendf(nil, directory, pinned)})
	for _, p := range problems {
		if !p.Warning {
			t.Fatalf("directory: %+v", p)
		}
	}
	forms, err := template.Builtin()
	b.must(err)
	letters, err := template.BuiltinLetters()
	b.must(err)
	b.line, err = New(t.Context(), Config{
		Team: "Home CERT", Tag: "HOME", Addresses: []string{team}, Languages: []string{"en", "de"}, Handlers: []Handler{{Name: "Hanna", Address: handler}},
		Ack: Ack{Sign: true, Delay: time.Second}, Forms: forms, Letters: letters, Directory: dir, Store: s,
		TeamKeys: []pgp.SecretKey{b.keys[team]}, Now: func() time.Time { return b.now },
	})
	b.must(err)
	return b
}

func (b *bed) must(err error) {
	b.Helper()
	if err != nil {
		b.Fatal(err)
	}
}

func (b *bed) certificate(address string) store.StoredKey {
	b.Helper()
	own, err := pgp.NewRing([]pgp.SecretKey{b.keys[address]}, nil)
	b.must(err)
	armour, err := own.ExportTeam()
	b.must(err)
	keys, err := pgp.ParseKey(armour, "test", b.now)
	b.must(err)
	keys[0].State, keys[0].Addresses = store.KeyAccepted, []string{address}
	return keys[0]
}

// mail writes a mail; head are whole header lines that come first.
func (b *bed) mail(from, to, subject, text string, head ...string) []byte {
	b.n++
	lines := append(head, "From: "+from, "To: "+to, "Subject: "+subject, fmt.Sprintf("Message-ID: <m%d@x.example>", b.n),
		"Content-Type: text/plain; charset=utf-8", "", text)
	return []byte(strings.Join(lines, "\r\n"))
}

// take files a mail by the mailbox door and returns what became of it.
func (b *bed) take(raw []byte) (store.Message, store.Incident) {
	b.Helper()
	b.n++
	for _, err := range b.line.Take(b.Context(), arrived(uint32(b.n), raw))() {
		b.must(err)
	}
	m, err := b.line.cfg.Store.Message(b.Context(), store.KeyOf(raw))
	b.must(err)
	in, err := b.line.cfg.Store.Incident(b.Context(), m.Ref)
	b.must(err)
	return m, in
}

// outbox lists "kind to state[reasons]" of what a message caused.
func (b *bed) outbox(key store.Key) (lines []string, entries []store.Outgoing) {
	b.Helper()
	all, err := b.line.cfg.Store.Outbox(b.Context(), store.OutFilter{})
	b.must(err)
	for _, o := range all {
		if o.Cause == key {
			lines = append(lines, strings.TrimSpace(fmt.Sprintf("%s %s %s %s", o.Kind, o.To, o.State, strings.Join(o.HeldFor, ","))))
			entries = append(entries, o)
		}
	}
	return lines, entries
}

func (b *bed) sendsExactly(key store.Key, want ...string) {
	b.Helper()
	got, _ := b.outbox(key)
	missing := map[string]int{}
	for _, w := range want {
		missing[w]++
	}
	for _, g := range got {
		missing[g]--
	}
	for line, n := range missing {
		if n != 0 {
			b.Errorf("outbox is %q, want %q: %q off by %d", got, want, line, n)
		}
	}
}

func (b *bed) protectAll(key store.Key) map[string][]byte {
	b.Helper()
	out := map[string][]byte{}
	_, entries := b.outbox(key)
	for _, o := range entries {
		raw, err := b.line.Protect(context.Background(), o)
		if err == nil {
			out[o.Kind+" "+o.To] = raw
		}
	}
	return out
}

// signedBy makes a letter of a sender with a key, encrypted to us if asked.
func (b *bed) signedBy(from, subject, text string, encrypted bool) []byte {
	b.Helper()
	b.n++
	ring, err := pgp.NewRing([]pgp.SecretKey{b.keys[from]}, []store.StoredKey{b.certificate(team)})
	b.must(err)
	cover := pgp.Cover{Sign: true, Now: b.now}
	if encrypted {
		cover.To = []store.Fingerprint{b.certificate(team).Fingerprint}
	}
	raw, err := pgp.Protect(mime.Letter{From: mime.Address{Addr: from}, To: mime.Address{Addr: team}, Subject: subject, Text: text,
		Date: b.now, MessageID: fmt.Sprintf("s%d@x.example", b.n)}, ring, cover)
	b.must(err)
	return raw
}

func arrived(uid uint32, raw []byte) []Arrival {
	return []Arrival{{Raw: raw, Size: int64(len(raw)), Delivery: store.Delivery{Mailbox: "box", UIDValidity: 1, UID: uid}}}
}

// TestUselessKey: an accepted key that can't be used any more keeps no mail
// from being read.
func TestUselessKey(t *testing.T) {
	b := newBed(t, false)
	bad := b.certificate("intake@nren.example")
	bad.Cert = bad.Cert[:len(bad.Cert)/2]
	b.must(b.line.cfg.Store.PutKey(t.Context(), bad))
	m, in := b.take(b.mail("ann@shop.example", team, "Report", "203.0.113.9 scans us"))
	if m.Key == "" || in.Ref == "" {
		t.Errorf("filed %q as %q", m.Key, in.Ref)
	}
	if err := b.line.Admits(t.Context(), bad); err == nil {
		t.Error("it would be accepted again")
	}
	if err := b.line.Admits(t.Context(), b.certificate("intake@nren.example")); err != nil {
		t.Errorf("the whole one is refused: %v", err)
	}
}

// A message of no bytes has a key of its own like any other, and is filed.
func TestTakesEmpty(t *testing.T) {
	b := newBed(t, false)
	for name, raw := range map[string][]byte{"nil": nil, "none": {}} {
		filed, err := b.line.TakeFile(t.Context(), "file", name, raw)
		b.must(err)
		kept, err := b.line.cfg.Store.Raw(t.Context(), filed.Key)
		if b.must(err); filed.Key != store.KeyOf(nil) || len(kept) > 0 {
			t.Errorf("%s: filed as %s, with %d bytes", name, filed.Key, len(kept))
		}
	}
}

// What is odd in the characters of a text is filed with its message.
func TestFindingOfText(t *testing.T) {
	b := newBed(t, false)
	m, _ := b.take(b.mail("ann@shop.example", team, "Report", "the caf\xe9 was broken into"))
	if !slices.ContainsFunc(m.Findings, func(f store.Finding) bool { return f.Code == mime.FoundCharsetWrong }) {
		t.Errorf("found %+v", m.Findings)
	}
}
