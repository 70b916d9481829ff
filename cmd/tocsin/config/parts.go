package config

import (
	"errors"
	"fmt"
	"net/netip"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"
)

func element(path string, i int) string { return fmt.Sprintf("%s[%d]", path, i) }

func (k *checking) mailboxes() {
	if len(k.Mailboxes) == 0 && !k.wrong("mailbox") {
		k.problem(0, "[[mailbox]] is missing: at least one mailbox to take mail from")
	}
	seen := map[string]int{}
	for i := range k.Mailboxes {
		b, path := &k.Mailboxes[i], element("mailbox", i)
		b.Line = k.at(path)
		b.Password = k.path(b.Password)
		b.TLS.CA = k.path(b.TLS.CA)
		if k.need(path+".url", b.URL, "where the mail is, like imaps://incident@mail.example/INBOX") {
			k.mailboxURL(b, path)
			if first := seen[b.Address.String()]; first > 0 && b.Address.Host != "" {
				k.bad(path+".url", "is the mailbox of line %d again", first)
			}
			seen[b.Address.String()] = k.at(path + ".url")
		}
		k.secret(path+".password_file", b.Password, b.Address.User != "")
		k.file(path+".tls.ca", b.TLS.CA)
		k.mechanism(path+".mechanism", b.Mechanism)
		k.after(path+".after", b.After)
		if p := time.Duration(b.Poll); p < time.Second || p > time.Hour {
			k.bad(path+".poll", "must lie between \"1s\" and \"1h\"")
		}
	}
}

func (k *checking) mailboxURL(b *Mailbox, path string) {
	a, err := parseAddress(b.URL, map[string]string{"imaps": "993", "imap": "143"})
	switch {
	case err != nil:
		k.bad(path+".url", "%v", err)
	case a.User == "":
		k.bad(path+".url", "lacks the user: imaps://USER@%s/INBOX", a.Host)
	case a.Folder == "":
		a.Folder = "INBOX"
	}
	b.Address = a
}

func (k *checking) after(path, v string) {
	verb, arg, _ := strings.Cut(v, ":")
	switch {
	case v == "leave" || v == "delete":
	case (verb == "move" || verb == "keyword") && arg != "":
	default:
		k.bad(path, "%q must be \"move:FOLDER\", \"keyword:$NAME\", \"leave\" or \"delete\"", v)
	}
}

func (k *checking) mechanism(path, v string) {
	if known := []string{"", "login", "plain", "oauthbearer", "xoauth2"}; !slices.Contains(known, v) {
		k.bad(path, "%q must be login, plain, oauthbearer or xoauth2", v)
	}
}

func (k *checking) submission() {
	s := &k.Submission
	s.Line = k.at("submission")
	s.Password, s.TLS.CA = k.path(s.Password), k.path(s.TLS.CA)
	if k.need("submission.url", s.URL, "the server that takes outgoing mail, like submissions://user@mail.example") {
		a, err := parseAddress(s.URL, map[string]string{"submissions": "465", "submission": "587", "smtp": "25"})
		if err != nil {
			k.bad("submission.url", "%v", err)
		} else if a.Folder != "" {
			k.bad("submission.url", "must end after the host, without /%s", a.Folder)
		}
		s.Address = a
	}
	k.secret("submission.password_file", s.Password, s.Address.User != "")
	k.file("submission.tls.ca", s.TLS.CA)
	k.mechanism("submission.mechanism", s.Mechanism)
	if s.Bounce != "" {
		k.address("submission.bounce", s.Bounce)
	}
}

func (k *checking) keysAndStore() {
	for i := range k.Keys.Team {
		k.Keys.Team[i] = k.path(k.Keys.Team[i])
		k.secret(element("keys.team", i), k.Keys.Team[i], true)
	}
	if len(k.Keys.Team) == 0 && !k.wrong("keys.team") {
		k.bad("keys.team", `is missing: the team's secret key, like ["keys/team.asc"] (tocsin init makes one)`)
	}
	k.Keys.Passphrase = k.path(k.Keys.Passphrase)
	k.secret("keys.passphrase_file", k.Keys.Passphrase, false)
	k.Store.SealKey = k.path(k.Store.SealKey)
	if k.secret("store.seal_key_file", k.Store.SealKey, true) {
		if _, err := SealKey(k.Store.SealKey); err != nil {
			k.bad("store.seal_key_file", "%v", err)
		}
	}
	if !k.need("store.url", k.Store.URL, "where incidents are kept, like bolt:tocsin.db") {
		return
	}
	name, ok := strings.CutPrefix(k.Store.URL, "bolt:")
	if !ok || name == "" {
		k.bad("store.url", "%q must be bolt:FILE (PostgreSQL is for a later version)", k.Store.URL)
		return
	}
	k.Store.Path = k.path(name)
	if info, err := os.Stat(k.StateDir()); err != nil || !info.IsDir() {
		k.bad("store.url", "lies in %s, which is no folder; make it with: mkdir -m 700 %s", k.StateDir(), k.StateDir())
	}
}

// secret checks that a secret file is there, readable, not empty and private.
func (k *checking) secret(path, name string, required bool) bool {
	if name == "" {
		if required {
			k.need(path, "", "the file that holds the secret (never the secret itself)")
		}
		return false
	}
	real, err := locate(name)
	if errors.Is(err, ErrCredentials) {
		k.warn(path, "can't be looked at: %v", err)
		return false
	}
	if !k.file(path, real) {
		return false
	}
	if _, err := Secret(name); err != nil {
		k.bad(path, "%v", err)
		return false
	}
	if info, err := os.Stat(real); err == nil && info.Mode().Perm()&0o077 != 0 && real == name {
		k.warn(path, "%s can be read by others (mode %04o); do: chmod 600 %s", real, info.Mode().Perm(), real)
	}
	return true
}

// file checks that a named file can be read.
func (k *checking) file(path, name string) bool {
	if name == "" {
		return false
	}
	f, err := os.Open(name)
	if err != nil {
		k.bad(path, "%v", plain(err))
		return false
	}
	defer f.Close()
	if info, err := f.Stat(); err != nil || info.IsDir() {
		k.bad(path, "%s is a folder, not a file", name)
		return false
	}
	return true
}

var fingerprintForm = regexp.MustCompile(`^([0-9A-F]{40}|[0-9A-F]{64})$`)

func (k *checking) handlers() {
	for i := range k.Handlers {
		h, path := &k.Handlers[i], element("handler", i)
		k.need(path+".name", h.Name, "the handler's name")
		k.address(path+".address", h.Address)
		h.Fingerprint = strings.ToUpper(strings.ReplaceAll(h.Fingerprint, " ", ""))
		if h.Fingerprint == "" {
			k.warn(path+".fingerprint", "is missing: %s gets notices without content, and mail counts as this handler's by its From alone, which anybody can write; name the fingerprint of an accepted key", h.Address)
		} else if !fingerprintForm.MatchString(h.Fingerprint) {
			k.bad(path+".fingerprint", "must be the whole fingerprint, 40 or 64 hex digits (gpg --fingerprint)")
		}
	}
	if len(k.Handlers) == 0 {
		k.problem(0, "no [[handler]]: nobody hears of new incidents by mail")
		k.problems[len(k.problems)-1].Warning = true
	}
}

func (k *checking) routing() {
	before := len(k.problems)
	k.Routing.Directory = k.globs("routing.directory", k.Routing.Directory)
	if len(k.Routing.Directory) == 0 && len(k.problems) == before {
		k.bad("routing.directory", `names no file that is there: say who is responsible for what, like ["directory.toml"]`)
	}
	if v := k.Routing.CountryFallback; v != "hold" && v != "forward" {
		k.bad("routing.country_fallback", "%q must be \"hold\" or \"forward\"", v)
	}
}

// globs replaces patterns by the files they match; one with a star may match none.
func (k *checking) globs(path string, patterns []string) []string {
	var out []string
	for i, p := range patterns {
		found, err := filepath.Glob(k.path(p))
		if err != nil {
			k.bad(element(path, i), "%q is no file pattern", p)
		}
		if len(found) == 0 && !strings.ContainsAny(p, "*?[") {
			k.file(element(path, i), k.path(p))
		}
		out = append(out, found...)
	}
	return out
}

func (k *checking) rest() {
	k.Intake.Forms = k.globs("intake.forms", k.Intake.Forms)
	if f := k.Intake.Feed; f != "one" && f != "each" {
		k.bad("intake.feed", "%q must be \"one\" (a mail that lists many incidents becomes one) or \"each\" (one for each)", f)
	}
	if l := k.HTTP.Listen; l != "" {
		if at, err := netip.ParseAddrPort(strings.Replace(l, "localhost", "127.0.0.1", 1)); err != nil {
			k.bad("http.listen", "%q must be an address and a port, like 127.0.0.1:9180", l)
		} else if !at.Addr().IsLoopback() {
			k.warn("http.listen", "%s is open to the network; metrics and health are meant for loopback", l)
		}
	}
	for path, set := range map[string]bool{
		"http.public":     k.HTTP.Public != "",
		"routing.default": k.Routing.Default != "",
	} {
		if set {
			k.warn(path, "is for a later version and does nothing yet")
		}
	}
	if k.Retention != (Retention{}) {
		k.problem(k.at("retention"), "[retention] is checked but not acted on yet: nothing is purged by this version")
		k.problems[len(k.problems)-1].Warning = true
	}
}
