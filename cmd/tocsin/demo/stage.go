package demo

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"tocsin/cmd/tocsin/config"
	"tocsin/cmd/tocsin/daemon"
	"tocsin/intake/mailbox/imaptest"
	"tocsin/intake/pgp"
	"tocsin/router/courier/smtptest"
	"tocsin/store"
)

const (
	teamAddress    = "incident@cert.example"
	handlerAddress = "hanna@cert.example"
	password       = "demo"
)

// A person has an address and a key of their own.
type person struct {
	name, address string
	secret        []byte
	fingerprint   store.Fingerprint
	ring          *pgp.Ring // their secret key, and our certificate
}

// A stage is everything the demo needs around the daemon.
type stage struct {
	dir    string
	imap   *imaptest.Server
	inbox  net.Listener
	sink   *smtptest.Server
	daemon *daemon.Daemon
	team   person
	alice  person // a constituent, with a key we accepted
	nren   person // another CSIRT
	hanna  person // a handler

	mu   sync.Mutex
	mail []smtptest.Mail // what left, in order
}

// build lays out dir and opens the daemon; nothing runs yet but the servers.
func build(ctx context.Context, dir string) (*stage, error) {
	s := &stage{dir: dir}
	if err := s.castKeys(); err != nil {
		return nil, err
	}
	if err := s.serve(); err != nil {
		return nil, err
	}
	if err := s.files(); err != nil {
		return nil, err
	}
	cfg, problems := config.Read(filepath.Join(dir, "tocsin.toml"))
	if bad := config.Errors(problems); len(bad) > 0 {
		return nil, &daemon.ConfigError{Problems: bad}
	}
	var err error
	if s.daemon, err = daemon.Open(ctx, cfg, daemon.Options{}); err != nil {
		return nil, err
	}
	return s, s.acceptKeys(ctx)
}

// close ends the servers and the daemon.
func (s *stage) close() {
	if s.daemon != nil {
		s.daemon.Close()
	}
	if s.imap != nil {
		s.imap.Close()
	}
	if s.sink != nil {
		s.sink.Close()
	}
}

// castKeys makes a key for everybody, and gives everybody our certificate.
func (s *stage) castKeys() error {
	now := time.Now()
	cast := []*person{&s.team, &s.alice, &s.nren, &s.hanna}
	s.team.name, s.team.address = "Example CERT", teamAddress
	s.alice.name, s.alice.address = "Alice Weber", "alice@ministry.example"
	s.nren.name, s.nren.address = "NREN CSIRT", "intake@nren-csirt.example"
	s.hanna.name, s.hanna.address = "Hanna Schmit", handlerAddress
	for _, p := range cast {
		var err error
		if p.secret, p.fingerprint, err = pgp.GenerateTeamKey(p.name, p.address, now); err != nil {
			return err
		}
	}
	ours, err := certificate(s.team, now)
	if err != nil {
		return err
	}
	for _, p := range cast {
		if p.ring, err = pgp.NewRing([]pgp.SecretKey{{Armor: p.secret, Name: p.name}}, []store.StoredKey{ours}); err != nil && p != &s.team {
			return err
		}
	}
	return nil
}

// certificate is the public half of a person's key, accepted for their address.
func certificate(p person, now time.Time) (store.StoredKey, error) {
	own, err := pgp.NewRing([]pgp.SecretKey{{Armor: p.secret, Name: p.name}}, nil)
	if err != nil {
		return store.StoredKey{}, err
	}
	armour, err := own.ExportTeam()
	if err != nil {
		return store.StoredKey{}, err
	}
	keys, err := pgp.ParseKey(armour, "demo", now)
	if err != nil {
		return store.StoredKey{}, err
	}
	keys[0].State, keys[0].Addresses = store.KeyAccepted, []string{p.address}
	return keys[0], nil
}

func (s *stage) acceptKeys(ctx context.Context) error {
	for _, p := range []person{s.alice, s.nren, s.hanna} {
		key, err := certificate(p, time.Now())
		if err != nil {
			return err
		}
		if err := s.daemon.Store.PutKey(ctx, key); err != nil {
			return err
		}
	}
	return nil
}

// serve starts the IMAP server and the SMTP sink on loopback.
func (s *stage) serve() (err error) {
	if s.inbox, err = net.Listen("tcp", "127.0.0.1:0"); err != nil {
		return err
	}
	s.imap = imaptest.New(imaptest.Options{Users: map[string]string{teamAddress: password}})
	go s.imap.Serve(s.inbox)
	s.sink, err = smtptest.Start(smtptest.Options{Deliver: func(m smtptest.Mail) {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.mail = append(s.mail, m)
	}})
	return err
}

// files writes what `tocsin init` would, filled in for the demo.
func (s *stage) files() error {
	seal := make([]byte, 32)
	rand.Read(seal)
	files := map[string]string{
		"tocsin.toml":    fmt.Sprintf(configText, s.inbox.Addr(), s.sink.Addr(), s.hanna.fingerprint),
		"directory.toml": fmt.Sprintf(directoryText, s.nren.fingerprint), "keys/team.asc": string(s.team.secret),
		"keys/imap.password": password + "\n", "keys/seal.key": hex.EncodeToString(seal) + "\n",
	}
	if err := os.MkdirAll(filepath.Join(s.dir, "keys"), 0o700); err != nil {
		return err
	}
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(s.dir, name), []byte(text), 0o600); err != nil {
			return err
		}
	}
	return nil
}

// sentSince returns what left after the first n mails.
func (s *stage) sentSince(n int) []smtptest.Mail {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.mail[min(n, len(s.mail)):]
}

// sentTo finds the newest mail to an address whose subject has a word.
func (s *stage) sentTo(address, word string) (smtptest.Mail, bool) {
	all := s.sentSince(0)
	for i := len(all) - 1; i >= 0; i-- {
		if strings.Join(all[i].To, " ") == address && strings.Contains(string(all[i].Raw), word) {
			return all[i], true
		}
	}
	return smtptest.Mail{}, false
}

const configText = `# The demo's configuration: a real one, for servers on this machine.
[team]
name = "Example CERT"
tag = "DEMO"
addresses = ["incident@cert.example", "csirt@cert.example"]
timezone = "Europe/Luxembourg"
languages = ["en", "de", "fr"]
phone = "+352 20 10 20 30"

[[mailbox]]
url = "imap://incident%%40cert.example@%s/INBOX"
password_file = "keys/imap.password"
after = "move:Filed"
tls = {insecure_loopback = true}

[submission]
url = "smtp://%s"
tls = {insecure_loopback = true}

[keys]
team = ["keys/team.asc"]

[store]
url = "bolt:tocsin.db"
seal_key_file = "keys/seal.key"

[[handler]]
name = "Hanna"
address = "hanna@cert.example"
fingerprint = "%s"

[intake]
ack = {sign = true, delay = "100ms"}

[routing]
directory = ["directory.toml"]
country_fallback = "hold"
`

const directoryText = `self = "example-cert"
default = "example-cert"

[[team]]
id = "example-cert"
name = "Example CERT"
mail = "incident@cert.example"
cidrs = ["148.110.0.0/16"]
domains = ["ministry.example"]
sectors = ["public-administration"]

[[team]]
id = "nren-csirt"
name = "NREN CSIRT"
mail = "intake@nren-csirt.example"
phone = "+352 40 50 60"
keys = ["%s"]
forward = "auto"
cidrs = ["158.64.0.0/16", "2001:a18::/29"]
domains = ["university.example"]
sectors = ["education", "research"]
`
