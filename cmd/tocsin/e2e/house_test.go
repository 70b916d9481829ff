//go:build e2e

package e2e

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"tocsin/intake/mailbox/dovecot"
	"tocsin/router/courier/postfix"
)

const (
	team     = "incident@cert.example"
	handler  = "hanna@cert.example"
	csirt    = "intake@nren-csirt.example"
	asking   = "desk@gov-csirt.example"
	password = "secret of the inbox"
)

// A house is everything around the daemon: servers, keys, configuration.
type house struct {
	*testing.T
	dir    string // short: sockets lie below it
	binary string
	imap   *dovecot.Server
	smtp   *postfix.Server
	gpg    *gnupg
	inbox  string            // the team's Maildir, which Dovecot serves
	boxes  map[string]string // Maildirs by address
	kills  int
}

// build lays everything out; it all ends with the test.
func build(t *testing.T) *house {
	t.Helper()
	dir, err := os.MkdirTemp("", "tocsin-e2e-")
	if err != nil {
		t.Fatal(err)
	}
	h := &house{T: t, dir: dir, boxes: map[string]string{}}
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("everything is kept in %s", dir)
			return
		}
		os.RemoveAll(dir)
	})
	h.need("swaks", "gpg")
	h.compile()
	h.startServers()
	h.gpg = newGnuPG(t, h.make("gpg"))
	h.configure()
	return h
}

// need fails for a missing program and names its package.
func (h *house) need(programs ...string) {
	h.Helper()
	for _, p := range programs {
		if _, err := exec.LookPath(p); err != nil {
			h.Fatalf("%s is not installed: apt-get install dovecot-imapd postfix gnupg swaks", p)
		}
	}
}

func (h *house) compile() {
	h.Helper()
	h.binary = filepath.Join(h.dir, "tocsin")
	if out, err := exec.Command("go", "build", "-o", h.binary, "..").CombinedOutput(); err != nil {
		h.Fatalf("go build: %v\n%s", err, out)
	}
}

// startServers runs Dovecot for the team and Postfix for everybody.
func (h *house) startServers() {
	h.Helper()
	var err error
	base := h.make("dovecot")
	if h.imap, err = dovecot.Start(base, dovecot.User{Name: "team", Password: password}); err != nil {
		h.Fatal(err)
	}
	h.Cleanup(func() {
		if err := h.imap.Stop(); err != nil {
			h.Error(err)
		}
	})
	h.inbox = filepath.Join(base, "mail", "team", "Maildir")
	for _, address := range append(reporters(), team, handler, csirt, asking) {
		h.boxes[address] = filepath.Join(h.dir, "boxes", address)
	}
	h.boxes[team] = h.inbox
	uid, gid := ownerOf(h.T, h.inbox)
	if h.smtp, err = postfix.Start(h.make("postfix"), postfix.Options{Maildirs: h.boxes, UID: uid, GID: gid}); err != nil {
		h.Fatal(err)
	}
	h.Cleanup(func() {
		if err := h.smtp.Stop(); err != nil {
			h.Error(err)
		}
	})
}

// configure lets `tocsin init` make the keys, then writes the real
// configuration and accepts the keys of those who registered.
func (h *house) configure() {
	h.Helper()
	home := filepath.Join(h.dir, "home")
	h.run("init", "-name", "Example CERT", "-tag", "EX", "-address", team, home)
	h.write("home/imap.password", password+"\n")
	h.write("home/tocsin.toml", fmt.Sprintf(configText, h.imap.Addr, h.smtp.Addr, h.gpg.fingerprint(handler)))
	h.write("home/directory.toml", fmt.Sprintf(directoryText, h.gpg.fingerprint(csirt)))
	h.gpg.accept([]byte(h.tocsin("key", "export")))
	for _, address := range h.gpg.registered() {
		h.write("home/cert.asc", h.gpg.export(address))
		h.tocsin("key", "import", "-accept", filepath.Join(home, "cert.asc"))
	}
	h.tocsin("check", "-live")
}

func (h *house) make(name string) string {
	h.Helper()
	path := filepath.Join(h.dir, name)
	if err := os.MkdirAll(path, 0o755); err != nil {
		h.Fatal(err)
	}
	return path
}

func (h *house) write(name, text string) {
	h.Helper()
	path := filepath.Join(h.dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		h.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		h.Fatal(err)
	}
}

// run runs the binary and wants status 0.
func (h *house) run(args ...string) string {
	h.Helper()
	cmd := exec.CommandContext(h.Context(), h.binary, args...)
	var errs strings.Builder
	cmd.Stderr = &errs
	out, err := cmd.Output()
	if err != nil {
		h.Fatalf("tocsin %s: %v\n%s%s", strings.Join(args, " "), err, out, errs.String())
	}
	return string(out)
}

// tocsin runs a command with the house's configuration.
func (h *house) tocsin(args ...string) string {
	h.Helper()
	return h.run(append([]string{"-c", filepath.Join(h.dir, "home", "tocsin.toml")}, args...)...)
}

// until polls processes of others until ok, at most for a span.
func (h *house) until(most time.Duration, what string, ok func() bool) {
	h.Helper()
	ctx, cancel := context.WithTimeout(h.Context(), most)
	defer cancel()
	tick := time.NewTicker(200 * time.Millisecond)
	defer tick.Stop()
	for !ok() {
		select {
		case <-tick.C:
		case <-ctx.Done():
			h.Fatalf("gave up after %v waiting for %s", most, what)
		}
	}
}

const configText = `[team]
name = "Example CERT"
tag = "EX"
addresses = ["incident@cert.example"]
timezone = "Europe/Luxembourg"
languages = ["en", "de"]

[[mailbox]]
url = "imap://team@%s/INBOX"
password_file = "imap.password"
after = "move:Filed"
poll = "2s"
tls = {insecure_loopback = true}

[submission]
url = "smtp://%s"
bounce = "bounces@cert.example"

[keys]
team = ["keys/team.asc"]

[store]
url = "bolt:state/tocsin.db"
seal_key_file = "keys/seal.key"

[[handler]]
name = "Hanna"
address = "hanna@cert.example"
fingerprint = "%s"

[intake]
ack = {sign = true, per_sender_hour = 1000, per_sender_day = 1000, per_domain_hour = 10000, per_hour = 100000}

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

[[team]]
id = "nren-csirt"
name = "NREN CSIRT"
mail = "intake@nren-csirt.example"
keys = ["%s"]
forward = "auto"
cidrs = ["158.64.0.0/16"]
domains = ["university.example"]
sectors = ["education", "research"]

[[team]]
id = "gov-csirt"
name = "Government CSIRT"
mail = "desk@gov-csirt.example"
forward = "ask"
cidrs = ["194.154.192.0/19"]
domains = ["gov.example"]
`
