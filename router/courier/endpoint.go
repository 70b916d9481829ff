package courier

import (
	"cmp"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"strconv"
)

// ways to protect a connection
type security int

const (
	implicitTLS security = iota
	startTLS             // STARTTLS or nothing
	maybeTLS             // STARTTLS where offered
	noTLS                // loopback
)

// An endpoint is the submission server as the configuration names it.
type endpoint struct {
	scheme, host, port, user string
	security                 security
	loopback                 bool
}

func (e endpoint) addr() string   { return net.JoinHostPort(e.host, e.port) }
func (e endpoint) String() string { return e.scheme + "://" + e.addr() }

// parseURL reads [submission] url.
func parseURL(raw string) (endpoint, error) {
	u, err := url.Parse(raw)
	if err != nil {
		return endpoint{}, errors.New("submission url can't be read: give it as submissions://user@host:465")
	}
	e := endpoint{scheme: u.Scheme, host: u.Hostname(), port: u.Port(), user: u.User.Username()}
	if _, has := u.User.Password(); has {
		return endpoint{}, errors.New("submission url holds a password: put it into password_file instead")
	}
	if e.host == "" || u.Path != "" && u.Path != "/" || u.RawQuery != "" || u.Fragment != "" {
		return endpoint{}, fmt.Errorf("submission url %q: want scheme://user@host:port and nothing behind it", u.Redacted())
	}
	if n, err := strconv.ParseUint(cmp.Or(e.port, "25"), 10, 16); err != nil || n == 0 {
		return endpoint{}, fmt.Errorf("submission url: port %q is not in 1 to 65535", e.port)
	}
	e.loopback = isLoopback(e.host)
	port, err := e.secure()
	if e.port == "" {
		e.port = port
	}
	return e, err
}

// secure sets the protection that the scheme stands for and returns its port.
func (e *endpoint) secure() (port string, err error) {
	switch e.scheme {
	case "submissions":
		e.security = implicitTLS
		return "465", nil
	case "submission":
		e.security = startTLS
		return "587", nil
	case "smtp":
		e.security = maybeTLS
		if e.loopback {
			e.security = noTLS
		}
		return "25", nil
	}
	return "", fmt.Errorf("submission url has scheme %q: want submissions (TLS), submission (STARTTLS) or smtp (relay)", e.scheme)
}

// withLogin tightens the protection where a password or token will be sent:
// in the clear it goes to a loopback address only, and only if told to.
func (e *endpoint) withLogin(insecureLoopback bool) {
	if e.security == maybeTLS || e.security == noTLS && !insecureLoopback {
		e.security = startTLS
	}
}

func isLoopback(host string) bool {
	ip, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && ip.IsLoopback()
}
