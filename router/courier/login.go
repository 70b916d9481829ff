package courier

import (
	"cmp"
	"encoding/base64"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/emersion/go-sasl"
)

const (
	mechPlain   = "PLAIN"
	mechLogin   = "LOGIN"
	mechXOAuth2 = "XOAUTH2"
)

// login authenticates where a user is configured. The secret is read anew:
// passwords get changed and tokens run out while a daemon runs.
func (c *Courier) login(s *session) error {
	if c.end.user == "" {
		return nil
	}
	mech, err := c.mechanism(s.offers["AUTH"])
	if err != nil {
		return err
	}
	secret, err := c.cfg.Secret()
	if err != nil {
		return fmt.Errorf("secret of %s: %w", c.end.user, err)
	}
	if err := s.authenticate(c.credentials(mech, secret)); err != nil {
		return fmt.Errorf("login of %s by %s was refused: %s%s", c.end.user, mech, words(err), remedy(err))
	}
	return nil
}

// mechanism is the configured one, or the first of PLAIN and LOGIN that the
// server offers.
func (c *Courier) mechanism(offered string) (string, error) {
	choices := []string{mechPlain, mechLogin}
	if c.cfg.Mechanism != "" {
		choices = []string{strings.ToUpper(c.cfg.Mechanism)}
	}
	for _, m := range choices {
		if slices.Contains(strings.Fields(strings.ToUpper(offered)), m) {
			return m, nil
		}
	}
	return "", fmt.Errorf("server offers AUTH %q, none of which is %s", oneLine(offered), strings.Join(choices, " or "))
}

// authenticate goes through one exchange of AUTH (RFC 4954 section 4).
func (s *session) authenticate(client sasl.Client) error {
	mech, first, err := client.Start()
	if err != nil {
		return err
	}
	line := "AUTH " + mech
	if first != nil {
		line += " " + cmp.Or(base64.StdEncoding.EncodeToString(first), "=")
	}
	for {
		r, err := s.command(2, line)
		if r.code != 334 {
			return err
		}
		challenge, err := base64.StdEncoding.DecodeString(r.text)
		if err == nil {
			challenge, err = client.Next(challenge)
		}
		if err != nil {
			_, _ = s.command(2, "*") // the answer is a refusal whatever it says
			return err
		}
		line = base64.StdEncoding.EncodeToString(challenge)
	}
}

func (c *Courier) credentials(mech, secret string) sasl.Client {
	switch mech {
	case mechLogin:
		return sasl.NewLoginClient(c.end.user, secret)
	case mechXOAuth2:
		return &xoauth2{user: c.end.user, token: secret}
	case sasl.OAuthBearer:
		port, _ := strconv.Atoi(c.end.port) // ours, checked when the configuration was read
		return sasl.NewOAuthBearerClient(&sasl.OAuthBearerOptions{Username: c.end.user, Token: secret, Host: c.end.host, Port: port})
	}
	return sasl.NewPlainClient("", c.end.user, secret)
}

// xoauth2 is the mechanism of Google and Microsoft that came before OAUTHBEARER.
type xoauth2 struct{ user, token string }

// Start returns the whole of the credentials.
func (x *xoauth2) Start() (mech string, ir []byte, err error) {
	return mechXOAuth2, []byte("user=" + x.user + "\x01auth=Bearer " + x.token + "\x01\x01"), nil
}

// Next is only reached when the token was refused: the challenge tells why.
func (x *xoauth2) Next(challenge []byte) ([]byte, error) {
	return nil, errors.New("token refused: " + oneLine(string(challenge)))
}

// checkLogin finds what is wrong with the login before anything is dialled.
func (cfg *Config) checkLogin(user string) error {
	switch strings.ToUpper(cfg.Mechanism) {
	case "", mechPlain, mechLogin, sasl.OAuthBearer, mechXOAuth2:
	default:
		return fmt.Errorf("mechanism %q: want plain, login, oauthbearer or xoauth2", cfg.Mechanism)
	}
	if user != "" && cfg.Secret == nil {
		return fmt.Errorf("user %s has no password: set password_file", user)
	}
	return nil
}
