package imaptest

import (
	"bytes"
	"crypto/subtle"
	"strings"

	"github.com/emersion/go-imap/v2/imapserver"
	"github.com/emersion/go-sasl"
)

func (c *session) Login(user, password string) error {
	if err := c.srv.ask("LOGIN"); err != nil {
		return err
	}
	want, known := c.srv.opt.Users[user]
	if !known || subtle.ConstantTimeCompare([]byte(want), []byte(password)) != 1 {
		return imapserver.ErrAuthFailed
	}
	c.user = user
	return nil
}

// AuthenticateMechanisms names what is offered.
func (c *session) AuthenticateMechanisms() []string {
	if c.srv.opt.Plain != nil {
		return c.srv.opt.Plain
	}
	return []string{"PLAIN", "OAUTHBEARER", "XOAUTH2"}
}

// Authenticate begins one exchange.
func (c *session) Authenticate(mech string) (sasl.Server, error) {
	switch strings.ToUpper(mech) {
	case "PLAIN":
		return sasl.NewPlainServer(func(_, user, password string) error { return c.Login(user, password) }), nil
	case "OAUTHBEARER", "XOAUTH2":
		return &tokenServer{c: c}, nil
	}
	return nil, no("", "mechanism not known")
}

// A tokenServer takes a bearer token: both mechanisms name the user after "user="
// or "a=" and the token after "Bearer ". A refusal is a challenge first.
type tokenServer struct {
	c       *session
	refused error
}

func (t *tokenServer) Next(response []byte) (challenge []byte, done bool, err error) {
	if t.refused != nil {
		return nil, false, t.refused
	}
	if response == nil {
		return []byte{}, false, nil
	}
	user, token := "", ""
	for part := range bytes.FieldsFuncSeq(response, func(r rune) bool { return r == 1 || r == ',' }) {
		if v, ok := bytes.CutPrefix(part, []byte("user=")); ok {
			user = string(v)
		}
		if v, ok := bytes.CutPrefix(part, []byte("a=")); ok {
			user = strings.NewReplacer("=2C", ",", "=3D", "=").Replace(string(v))
		}
		if v, ok := bytes.CutPrefix(part, []byte("auth=Bearer ")); ok {
			token = string(v)
		}
	}
	if t.refused = t.c.Login(user, token); t.refused != nil {
		return []byte(`{"status":"401","schemes":"bearer","scope":"mail"}`), false, nil
	}
	return nil, true, nil
}
