package mailbox

import (
	"context"
	"crypto/tls"
	"encoding/base64"
	"errors"
	"io"
	"net"
	"os"
	"slices"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"tocsin/intake/mailbox/imaptest"
)

// secured starts a server with TLS on both ways, and tells the box's settings for it.
func secured(t *testing.T, opt imaptest.Options, implicit bool) (*imaptest.Server, Config) {
	t.Helper()
	cert, pool, err := imaptest.SelfSigned(time.Now(), "127.0.0.1")
	if err != nil {
		t.Fatal(err)
	}
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	conf := &tls.Config{Certificates: []tls.Certificate{cert}}
	opt.Users = map[string]string{"u@x": "secret"}
	cfg := Config{URL: "imap://u%40x@" + ln.Addr().String() + "/INBOX", TLS: &tls.Config{RootCAs: pool},
		Secret: func() (string, error) { return "secret", nil }}
	if implicit {
		ln, cfg.URL = tls.NewListener(ln, conf), "imaps"+strings.TrimPrefix(cfg.URL, "imap")
	} else {
		opt.TLS = conf
	}
	srv := imaptest.New(opt)
	go srv.Serve(ln)
	t.Cleanup(func() { srv.Close() })
	return srv, cfg
}

func TestLoginOverTLS(t *testing.T) {
	for _, implicit := range []bool{true, false} {
		for _, mech := range []string{"", "login", "plain", "oauthbearer", "xoauth2"} {
			srv, cfg := secured(t, imaptest.Options{}, implicit)
			cfg.Mechanism = mech
			srv.Append("u@x", "INBOX", mail(1))
			shelf := newShelf()
			box, err := New(cfg, shelf, shelf.take)
			if err != nil {
				t.Fatal(err)
			}
			if err := box.Check(t.Context()); err != nil {
				t.Fatalf("implicit %t, %q: %v", implicit, mech, err)
			}
			if tally, err := box.Once(t.Context(), nil); err != nil || tally.Filed != 1 {
				t.Errorf("implicit %t, %q: %+v, %v", implicit, mech, tally, err)
			}
			cfg.Secret = func() (string, error) { return "wrong", nil }
			box, _ = New(cfg, shelf, shelf.take)
			err = box.Check(t.Context())
			var refused *LoginError
			if !errors.As(err, &refused) || refused.User != "u@x" || strings.Contains(err.Error(), "wrong") {
				t.Errorf("implicit %t, %q: wrong password gives %v", implicit, mech, err)
			}
			if bearer := mech == "oauthbearer" || mech == "xoauth2"; bearer && !strings.Contains(err.Error(), "status 401 mail") {
				t.Errorf("%q: the server's reason is missing in %v", mech, err)
			}
		}
	}
}

func TestCertificateIsVerified(t *testing.T) {
	for _, implicit := range []bool{true, false} {
		srv, cfg := secured(t, imaptest.Options{}, implicit)
		cfg.TLS = nil
		box, _ := New(cfg, newShelf(), newShelf().take)
		if err := box.Check(t.Context()); err == nil || !strings.Contains(err.Error(), "tls.ca") {
			t.Errorf("implicit %t: %v", implicit, err)
		}
		if srv.Count("LOGIN") != 0 {
			t.Error("password sent to an unknown server")
		}
	}
}

// What is wrong with the port or the scheme of a url is said as such.
func TestWrongDoorIsNamed(t *testing.T) {
	closed := func(context.Context, string, string) (net.Conn, error) {
		return nil, &net.OpError{Op: "dial", Err: os.NewSyscallError("connect", syscall.ECONNREFUSED)}
	}
	plain := func(context.Context, string, string) (net.Conn, error) {
		ours, theirs := net.Pipe()
		go io.Copy(io.Discard, theirs)
		go io.WriteString(theirs, "* OK ready\r\n")
		return ours, nil
	}
	silent := func(context.Context, string, string) (net.Conn, error) {
		ours, _ := net.Pipe()
		return ours, nil
	}
	for name, c := range map[string]struct {
		url, want string
		dial      func(context.Context, string, string) (net.Conn, error)
	}{
		"nobody there":  {"imaps://u@x.test/INBOX", "(is the server up, and is this its port?)", closed},
		"no TLS":        {"imaps://u@x.test/INBOX", "(no TLS from the first byte there: try imap:// and port 143)", plain},
		"waits for TLS": {"imap://u@x.test/INBOX", "(if this port wants TLS from the first byte, write imaps://)", silent},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				box, err := New(Config{URL: c.url, Secret: func() (string, error) { return "pw", nil }, Dial: c.dial}, newShelf(), newShelf().take)
				if err != nil {
					t.Fatal(err)
				}
				if err := box.Check(t.Context()); err == nil || !strings.HasSuffix(err.Error(), c.want) {
					t.Errorf("%v; want it to end with %q", err, c.want)
				}
			})
		})
	}
}

func TestNoPasswordInTheClear(t *testing.T) {
	notLoopback := func(dial func(context.Context, string, string) (net.Conn, error)) func(context.Context, string, string) (net.Conn, error) {
		return func(ctx context.Context, a, b string) (net.Conn, error) {
			c, err := dial(ctx, a, b)
			return elsewhere{c}, err
		}
	}
	for name, c := range map[string]struct {
		fault    imaptest.Fault
		insecure bool
		want     string
	}{
		"no STARTTLS":     {imaptest.Refuse("STARTTLS", "BAD unknown command"), false, "refuses STARTTLS"},
		"stripped":        {imaptest.Bye("STARTTLS", "no"), false, "STARTTLS"},
		"preauth":         {imaptest.On("GREETING", func(w *imaptest.Wire, _ imaptest.Command) { w.Send("* PREAUTH hello") }), false, "PREAUTH"},
		"bye":             {imaptest.On("GREETING", func(w *imaptest.Wire, _ imaptest.Command) { w.Send("* BYE full") }), false, "goodbye: full"},
		"no imap":         {imaptest.On("GREETING", func(w *imaptest.Wire, _ imaptest.Command) { w.Send("220 mail ESMTP") }), false, "no IMAP server"},
		"endless line":    {imaptest.On("GREETING", func(w *imaptest.Wire, _ imaptest.Command) { w.Raw(make([]byte, 9<<10)) }), false, "line too long"},
		"insecure abroad": {imaptest.Refuse("STARTTLS", "NO"), true, "refuses STARTTLS"},
	} {
		srv, r := scripted(t, 1, c.fault, nil)
		r.box = newTestBox(t, r.pipe, r.shelf, func(cfg *Config) {
			cfg.InsecureLoopback = c.insecure
			cfg.Dial = notLoopback(cfg.Dial)
		})
		if err := r.box.Check(t.Context()); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want %q", name, err, c.want)
		}
		if seen := strings.Join(srv.Seen(), "\n"); strings.Contains(seen, "secret") || strings.Contains(seen, "AUTHENTICATE") {
			t.Errorf("%s: password sent: %s", name, seen)
		}
	}
}

// elsewhere is a connection to another machine.
type elsewhere struct{ net.Conn }

func (elsewhere) RemoteAddr() net.Addr { return &net.TCPAddr{IP: net.IPv4(192, 0, 2, 1), Port: 143} }

func TestMechanismIsPickedByCapability(t *testing.T) {
	for caps, want := range map[string]string{
		"IMAP4rev1":                       "LOGIN",
		"IMAP4rev1 AUTH=PLAIN SASL-IR":    "AUTHENTICATE PLAIN",
		"IMAP4rev1 AUTH=PLAIN":            "AUTHENTICATE PLAIN",
		"IMAP4rev1 LOGINDISABLED":         "set mechanism to oauthbearer",
		"IMAP4rev1 AUTH=XOAUTH2 UIDPLUS ": "LOGIN",
	} {
		srv, r := scripted(t, 1, func(w *imaptest.Wire, c imaptest.Command) bool {
			if c.Name == "AUTHENTICATE" && !strings.Contains(c.Rest, " ") {
				w.Send("+ ")
				w.Line()
			}
			return false
		}, nil)
		srv.Caps = strings.TrimSpace(caps)
		err := r.box.Check(t.Context())
		if said := strings.Join(srv.Seen(), "\n"); !strings.Contains(said, want) && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("%s: %v; %s", caps, err, said)
		}
	}
}

func TestXOAUTH2RefusalIsAnsweredByAnEmptyLine(t *testing.T) {
	for mech, want := range map[string]string{"xoauth2": "", "oauthbearer": "AQ=="} {
		answers := make(chan string, 1)
		_, r := scripted(t, 1, imaptest.On("AUTHENTICATE", func(w *imaptest.Wire, c imaptest.Command) {
			_, b64, _ := strings.Cut(c.Rest, " ")
			first, _ := base64.StdEncoding.DecodeString(b64)
			if !strings.Contains(string(first), "\x01auth=Bearer secret\x01\x01") {
				t.Errorf("initial response %q", first)
			}
			w.Send("+ %s", base64.StdEncoding.EncodeToString([]byte(`{"status":"400","schemes":"Bearer","scope":"https://mail"}`)))
			line, _ := w.Line()
			answers <- line
			w.Send("%s NO [AUTHENTICATIONFAILED] invalid credentials", c.Tag)
		}), func(c *Config) { c.Mechanism = mech })
		err := r.box.Check(t.Context())
		if got := <-answers; got != want {
			t.Errorf("%s: the challenge was answered with %q, want %q", mech, got, want)
		}
		if err == nil || !strings.Contains(err.Error(), "status 400 https://mail") {
			t.Errorf("%s: %v", mech, err)
		}
	}
}

func TestSecretIsReadForEveryLogin(t *testing.T) {
	n := 0
	srv, r := scripted(t, 1, nil, func(c *Config) {
		c.Secret = func() (string, error) {
			n++
			if n == 3 {
				return "", errors.New("open token: no such file")
			}
			return "token" + string(rune('0'+n)), nil
		}
	})
	for range 2 {
		if err := r.box.Check(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if err := r.box.Check(t.Context()); err == nil || !strings.Contains(err.Error(), "no such file") {
		t.Errorf("error %v", err)
	}
	logins := slices.DeleteFunc(srv.Seen(), func(s string) bool { return !strings.HasPrefix(s, "LOGIN") })
	if len(logins) != 2 || !strings.Contains(logins[0], "token1") || !strings.Contains(logins[1], "token2") {
		t.Errorf("logins %q", logins)
	}
}

func TestCheckChangesNothing(t *testing.T) {
	srv, r := scripted(t, 3, nil, func(c *Config) { c.After = "delete" })
	if err := r.box.Check(t.Context()); err != nil {
		t.Fatal(err)
	}
	want := []string{"LOGIN", "EXAMINE", "LOGOUT"}
	for _, line := range srv.Seen() {
		if name, _, _ := strings.Cut(line, " "); !slices.Contains(want, name) && name != "CAPABILITY" {
			t.Errorf("Check sent %q", line)
		}
	}
	r.pipe.Close()
	if err := r.box.Check(t.Context()); err == nil || !strings.Contains(err.Error(), "cannot connect to 127.0.0.1:143") {
		t.Errorf("error %v", err)
	}
}
