package mailbox

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/url"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Config says which mailbox to read, how to log in, and what becomes of a
// message on the server once it is filed.
type Config struct {
	Name      string                 // ledger name, stable for ever; "" derives user@host/folder from URL
	URL       string                 // imaps://user@host[:993]/INBOX, or imap:// for STARTTLS
	Username  string                 // overrides the user of URL
	Secret    func() (string, error) // password or token; read anew for every login
	Mechanism string                 // "", login, plain, oauthbearer, xoauth2
	After     string                 // "move:Folder", "keyword:$Word", "leave" (also ""), "delete"
	Poll      time.Duration          // time between two looks, with or without IDLE; 0 means one minute
	TLS       *tls.Config            // nil for the system's roots

	InsecureLoopback bool  // allow imap:// without TLS, to a loopback address only
	MaxSize          int64 // bytes; larger mail is fetched as its header alone and left; 0 means 50 MiB

	Log  *slog.Logger     // nil for silence
	Now  func() time.Time // nil for time.Now
	Dial func(ctx context.Context, network, addr string) (net.Conn, error)
}

// defaults fills what may be left out.
func (c *Config) defaults() {
	if c.Poll <= 0 {
		c.Poll = time.Minute
	}
	if c.MaxSize <= 0 {
		c.MaxSize = 50 << 20
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Dial == nil {
		c.Dial = (&net.Dialer{Timeout: dialBudget}).DialContext
	}
}

// A target is what a mailbox URL names (RFC 5092, the part of it we use).
type target struct {
	secure     bool // TLS from the first byte
	user       string
	host, port string
	folder     string
}

func (t target) addr() string { return net.JoinHostPort(t.host, t.port) }

// name is the ledger name: it has to stay the same as long as the mailbox does.
func (t target) name() string {
	host := t.host
	if t.port != "993" && t.port != "143" {
		host = t.addr()
	}
	return t.user + "@" + host + "/" + t.folder
}

// parseTarget reads imaps://user@host[:port]/folder.
func parseTarget(s string) (target, error) {
	u, err := url.Parse(s)
	if err != nil {
		return target{}, fmt.Errorf("mailbox url cannot be read; write imaps://user@host/INBOX")
	}
	t := target{host: u.Hostname(), port: u.Port(), user: u.User.Username(), folder: strings.TrimPrefix(u.Path, "/")}
	switch u.Scheme {
	case "imaps":
		t.secure, t.port = true, orElse(t.port, "993")
	case "imap":
		t.port = orElse(t.port, "143")
	default:
		return target{}, fmt.Errorf("mailbox url: scheme %q is not known; use imaps:// or imap:// (STARTTLS)", u.Scheme)
	}
	t.folder = orElse(t.folder, "INBOX")
	return t, t.check(u)
}

func (t target) check(u *url.URL) error {
	if _, set := u.User.Password(); set {
		return errors.New("mailbox url holds a password; put it into a file and name that as password_file")
	}
	if t.host == "" || !printable(t.host) {
		return errors.New("mailbox url names no host; write imaps://user@host/INBOX")
	}
	if n, err := strconv.Atoi(t.port); err != nil || n < 1 || n > 65535 {
		return fmt.Errorf("mailbox url: port %q is not in 1 to 65535", t.port)
	}
	if u.RawQuery != "" || u.Fragment != "" || u.Opaque != "" {
		return errors.New("mailbox url: nothing may follow the folder")
	}
	if !printable(t.user) {
		return errors.New("mailbox url: the user name holds control characters")
	}
	return checkFolder(t.folder)
}

// checkFolder refuses names that mean more than one folder, or hide something.
func checkFolder(name string) error {
	if name == "" || !printable(name) || strings.ContainsAny(name, "*%") {
		return fmt.Errorf("folder %q: a name without control characters, * and %% is needed", name)
	}
	return nil
}

func printable(s string) bool {
	return utf8.ValidString(s) && !strings.ContainsFunc(s, unicode.IsControl)
}

func orElse(s, fallback string) string {
	if s == "" {
		return fallback
	}
	return s
}

// Kinds of marks on the server.
const (
	leave  = "leave"
	move   = "move"
	word   = "keyword"
	remove = "delete"
)

// An after says what becomes of a filed message: the kind and its folder or keyword.
type after struct{ kind, arg string }

func parseAfter(s string) (after, error) {
	kind, arg, _ := strings.Cut(s, ":")
	a := after{kind: orElse(kind, leave), arg: arg}
	switch {
	case a.kind == move && checkFolder(arg) == nil,
		a.kind == word && isKeyword(arg),
		(a.kind == leave || a.kind == remove) && arg == "":
		return a, nil
	}
	return after{}, fmt.Errorf("after = %q: use \"move:Folder\", \"keyword:$Word\", \"leave\" or \"delete\"", s)
}

// isKeyword tells whether s can be an IMAP keyword: an atom (RFC 9051 section 9).
func isKeyword(s string) bool {
	if s == "" || len(s) > 100 {
		return false
	}
	for _, r := range s {
		if r <= ' ' || r >= 0x7f || strings.ContainsRune(`(){%*"\]`, r) {
			return false
		}
	}
	return true
}
