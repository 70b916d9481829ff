package courier

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"io"
	"math/big"
	"net"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"tocsin/router/courier/smtptest"
	"tocsin/store"
)

// certificate makes a self-signed one for 127.0.0.1 and the pool that trusts it.
func certificate(t *testing.T) (server *tls.Config, roots *x509.CertPool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	tmpl := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "sink"}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), IsCA: true, BasicConstraintsValid: true}
	der, err := x509.CreateCertificate(rand.Reader, tmpl, tmpl, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	leaf, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	roots = x509.NewCertPool()
	roots.AddCert(leaf)
	return &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}}, roots
}

func secret(s string) func() (string, error) { return func() (string, error) { return s, nil } }

func TestLoginByEachMechanism(t *testing.T) {
	server, roots := certificate(t)
	for _, mech := range []string{"", "plain", "login", "oauthbearer", "xoauth2"} {
		for _, scheme := range []string{"submissions", "submission"} {
			t.Run(scheme+" "+mech, func(t *testing.T) {
				s := sink(t, smtptest.Options{TLS: server, Implicit: scheme == "submissions", Users: map[string]string{"me@cert.test": "s3cret"}})
				cfg := Config{URL: scheme + "://me%40cert.test@" + s.Addr(), Bounce: "b@cert.test", Mechanism: mech, TLS: &tls.Config{RootCAs: roots}, Secret: secret("s3cret")}
				q := newQueue(entry("a", store.OutAck, "r@x.test"))
				c, err := New(cfg, q, plain)
				if err != nil {
					t.Fatal(err)
				}
				drain(t, c)
				if mails := s.Mails(); len(mails) != 1 || mails[0].User != "me@cert.test" {
					t.Errorf("mails %+v, want one from the user logged in", mails)
				}
				cfg.Secret = secret("wrong")
				if c, err = New(cfg, newQueue(), plain); err != nil {
					t.Fatal(err)
				}
				if err = c.Check(t.Context()); err == nil || !strings.Contains(err.Error(), "login of me@cert.test") || strings.Contains(err.Error(), "wrong") {
					t.Errorf("wrong secret: %v; want the refused login named, without the secret", err)
				}
				if token := mech == "oauthbearer" || mech == "xoauth2"; !token && !strings.HasSuffix(err.Error(), "(check user and password_file)") {
					t.Errorf("wrong secret: %v; want what to check", err)
				}
			})
		}
	}
}

// A server that waits for TLS says nothing: the scheme of the url may be wrong.
func TestSilenceNamesTheScheme(t *testing.T) {
	const remedy = "(if this port wants TLS from the first byte, write submissions://)"
	for scheme, want := range map[string]bool{"submission": true, "submissions": false} {
		synctest.Test(t, func(t *testing.T) {
			dial := func(context.Context, string, string) (net.Conn, error) {
				ours, theirs := net.Pipe()
				go io.Copy(io.Discard, theirs)
				return ours, nil
			}
			c, err := New(Config{URL: scheme + "://me@x.test", Bounce: "b@cert.test", Secret: secret("pw"), Dial: dial}, newQueue(), plain)
			if err != nil {
				t.Fatal(err)
			}
			if err := c.Check(t.Context()); err == nil || strings.HasSuffix(err.Error(), remedy) != want {
				t.Errorf("%s: %v; ends with %q: want %t", scheme, err, remedy, want)
			}
		})
	}
}

func TestLoginFallsToTheMechanismOffered(t *testing.T) {
	s := sink(t, smtptest.Options{InsecureAuth: true, Mechanisms: []string{"LOGIN"}, Users: map[string]string{"me": "pw"}})
	cfg := Config{URL: "smtp://me@" + s.Addr(), Bounce: "b@cert.test", InsecureLoopback: true, Secret: secret("pw")}
	c, err := New(cfg, newQueue(), plain)
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Check(t.Context()); err != nil {
		t.Errorf("LOGIN alone offered: %v", err)
	}
	cfg.Mechanism = "xoauth2"
	if c, err = New(cfg, newQueue(), plain); err != nil {
		t.Fatal(err)
	}
	if err := c.Check(t.Context()); err == nil || !strings.Contains(err.Error(), `offers AUTH "LOGIN"`) {
		t.Errorf("mechanism not offered: %v; want what is offered", err)
	}
}

func TestSecretIsReadForEachLogin(t *testing.T) {
	s := sink(t, smtptest.Options{InsecureAuth: true, Users: map[string]string{"me": "2"}})
	n := 0
	c := courierTo(t, s, newQueue(), func(cfg *Config) {
		cfg.URL, cfg.InsecureLoopback = "smtp://me@"+s.Addr(), true
		cfg.Secret = func() (string, error) {
			if n++; n == 3 {
				return "", errors.New("no such file")
			}
			return string(rune('0' + n)), nil
		}
	})
	first, second, third := c.Check(t.Context()), c.Check(t.Context()), c.Check(t.Context())
	if first == nil || second != nil || third == nil || !strings.Contains(third.Error(), "no such file") {
		t.Errorf("logins gave %v, %v, %v; want refused, accepted, unreadable", first, second, third)
	}
}

func TestPasswordNeverGoesInTheClear(t *testing.T) {
	s := sink(t, smtptest.Options{InsecureAuth: true, Users: map[string]string{"me": "pw"}})
	c := courierTo(t, s, newQueue(), func(cfg *Config) {
		cfg.URL, cfg.Secret = "smtp://me@"+s.Addr(), secret("pw")
	})
	if err := c.Check(t.Context()); err == nil || !strings.Contains(err.Error(), "STARTTLS") {
		t.Errorf("login without TLS on loopback, not allowed by config: %v; want STARTTLS demanded", err)
	}
	for url, want := range map[string]security{
		"smtp://relay.example":         maybeTLS,
		"smtp://me@relay.example":      startTLS,
		"smtp://127.0.0.1":             noTLS,
		"smtp://me@[::1]:2525":         startTLS,
		"submission://relay.example":   startTLS,
		"submissions://me@127.0.0.1":   implicitTLS,
		"submission://me@localhost:25": startTLS,
	} {
		c, err := New(Config{URL: url, Bounce: "b@c.test", Secret: secret("x")}, newQueue(), plain)
		if err != nil || c.end.security != want {
			t.Errorf("%s: security %v, error %v; want %v", url, c.end.security, err, want)
		}
	}
}

func TestRelayUsesSTARTTLSWhereOffered(t *testing.T) {
	server, roots := certificate(t)
	for _, offered := range []bool{true, false} {
		opt := smtptest.Options{}
		if offered {
			opt.TLS = server
		}
		s := sink(t, opt)
		c := courierTo(t, s, newQueue(entry("a", store.OutAck, "r@x.test")), func(cfg *Config) { cfg.TLS = &tls.Config{RootCAs: roots} })
		c.end.security = maybeTLS // as for a host that is not loopback
		v, err := c.connect(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if v.secure != offered {
			t.Errorf("offered %v: connection has TLS %v", offered, v.secure)
		}
		v.quit()
	}
}

// TestNothingInTheClearCountsAfterSTARTTLS: what somebody on the way put
// behind the reply must not pass for the server's words under TLS.
func TestNothingInTheClearCountsAfterSTARTTLS(t *testing.T) {
	s := greeted(t, &scripted{in: bytes.NewReader([]byte("220 a\r\n250-a\r\n250 STARTTLS\r\n220 go\r\n250-a\r\n250 AUTH PLAIN\r\n"))})
	if err := s.startTLS(&tls.Config{ServerName: "x"}, "us.test"); err == nil || !strings.Contains(err.Error(), "in the clear") {
		t.Errorf("upgrade over injected words: %v, want it refused", err)
	}
}

func TestForeignCertificatesAreRefused(t *testing.T) {
	server, _ := certificate(t)
	for _, scheme := range []string{"submissions", "submission"} {
		s := sink(t, smtptest.Options{TLS: server, Implicit: scheme == "submissions"})
		c := courierTo(t, s, newQueue(), func(cfg *Config) { cfg.URL = scheme + "://" + s.Addr() })
		if err := c.Check(t.Context()); err == nil || !strings.Contains(err.Error(), "give its CA") {
			t.Errorf("%s with an unknown CA: %v; want it refused with a remedy", scheme, err)
		}
	}
	s := sink(t, smtptest.Options{})
	c := courierTo(t, s, newQueue(), func(cfg *Config) { cfg.URL = "submissions://" + s.Addr() })
	if err := c.Check(t.Context()); err == nil || !strings.Contains(err.Error(), "submission://") {
		t.Errorf("TLS to a plain port: %v; want a remedy", err)
	}
}

func TestConfigIsChecked(t *testing.T) {
	for name, cfg := range map[string]Config{
		"scheme":     {URL: "http://host", Bounce: "b@c.test"},
		"host":       {URL: "smtp://", Bounce: "b@c.test"},
		"path":       {URL: "smtp://host/x", Bounce: "b@c.test"},
		"password":   {URL: "smtp://me:pw@host", Bounce: "b@c.test", Secret: secret("x")},
		"unreadable": {URL: "smtp://%zz", Bounce: "b@c.test"},
		"secret":     {URL: "submission://me@host", Bounce: "b@c.test"},
		"mechanism":  {URL: "submission://me@host", Bounce: "b@c.test", Secret: secret("x"), Mechanism: "cram-md5"},
		"bounce":     {URL: "smtp://host", Bounce: "<>"},
	} {
		if _, err := New(cfg, newQueue(), plain); err == nil {
			t.Errorf("%s: accepted", name)
		} else if strings.Contains(err.Error(), ":pw@") {
			t.Errorf("%s: the error shows the password: %v", name, err)
		}
	}
}
