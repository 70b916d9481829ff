package mailbox

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-sasl"
)

// A LoginError says that the server knows us not: waiting does not help, a
// person has to.
type LoginError struct {
	User, Server string
	Text         string // the server's words
}

// Error says who was refused where, and what to check.
func (e *LoginError) Error() string {
	return fmt.Sprintf("login of %s refused by %s: %s (check user and password_file)", e.User, e.Server, e.Text)
}

const (
	viaLogin  = "login"
	viaPlain  = "plain"
	viaBearer = "oauthbearer"
	viaX      = "xoauth2"
)

func knownMechanism(m string) bool {
	switch m {
	case "", viaLogin, viaPlain, viaBearer, viaX:
		return true
	}
	return false
}

// login authenticates, with a secret read for this very login: tokens are
// rotated while the daemon runs.
func (s *session) login(ctx context.Context, b *Box) error {
	if s.client.State() != imap.ConnStateNotAuthenticated {
		return nil // PREAUTH over TLS, or on loopback
	}
	mech, err := pickMechanism(b.cfg.Mechanism, s.caps)
	if err != nil {
		return err
	}
	secret, err := b.cfg.Secret()
	if err != nil {
		return fmt.Errorf("password: %w", err)
	}
	auth := &bearer{user: b.at.user, token: secret, host: b.at.host, port: b.at.port, x: mech == viaX}
	err = s.do(ctx, readBudget, func() error {
		switch mech {
		case viaLogin:
			return s.client.Login(b.at.user, secret).Wait()
		case viaPlain:
			return s.client.Authenticate(sasl.NewPlainClient("", b.at.user, secret))
		}
		return s.client.Authenticate(auth)
	})
	return refused(err, b.at, auth.refusal)
}

// refused turns the server's refusal into a LoginError, unless it is one of
// those that pass by themselves.
func refused(err error, at target, detail string) error {
	var answer *imap.Error
	if !errors.As(err, &answer) {
		return err
	}
	switch answer.Code {
	case imap.ResponseCodeLimit, imap.ResponseCodeUnavailable, imap.ResponseCodeServerBug, imap.ResponseCodeInUse:
		return err
	}
	if _, throttled := suggestedDelay(err.Error()); throttled {
		return err
	}
	text := strings.TrimSpace(string(answer.Code) + " " + shorten(answer.Text) + " " + shorten(detail))
	return &LoginError{User: at.user, Server: at.addr(), Text: text}
}

// pickMechanism takes the wish, or the best that a password can do.
func pickMechanism(wish string, caps imap.CapSet) (string, error) {
	switch {
	case wish != "":
		return wish, nil
	case caps.Has("AUTH=PLAIN"):
		return viaPlain, nil
	case !caps.Has(imap.CapLoginDisabled):
		return viaLogin, nil
	}
	return "", errors.New("the server takes no password login; set mechanism to oauthbearer or xoauth2")
}

// A bearer logs in with a token: OAUTHBEARER (RFC 7628) or its forerunner
// XOAUTH2. A refusal comes as a challenge, a JSON text, which has to be answered
// before the server says NO: by one byte 0x01, or by an empty line.
type bearer struct {
	user, token, host, port string
	x                       bool // XOAUTH2
	refusal                 string
}

// Start gives the token as the initial response.
func (a *bearer) Start() (string, []byte, error) {
	if strings.ContainsAny(a.user+a.token, "\x01\r\n") {
		return "", nil, errors.New("user or token holds a control character")
	}
	if a.x {
		return "XOAUTH2", fmt.Appendf(nil, "user=%s\x01auth=Bearer %s\x01\x01", a.user, a.token), nil
	}
	name := strings.NewReplacer("=", "=3D", ",", "=2C").Replace(a.user)
	return "OAUTHBEARER", fmt.Appendf(nil, "n,a=%s,\x01host=%s\x01port=%s\x01auth=Bearer %s\x01\x01", name, a.host, a.port, a.token), nil
}

// Next keeps the reason of a refusal and answers it.
func (a *bearer) Next(challenge []byte) ([]byte, error) {
	var said struct {
		Status string `json:"status"`
		Scope  string `json:"scope"`
	}
	a.refusal = string(challenge)
	if json.Unmarshal(challenge, &said) == nil && said.Status != "" {
		a.refusal = strings.TrimSpace("status " + said.Status + " " + said.Scope)
	}
	if a.x {
		return []byte{}, nil // the wire makes it an empty line
	}
	return []byte{1}, nil
}
