package smtptest

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
)

// A session is one connection's conversation.
type session struct {
	server *Server
	conn   *smtp.Conn
	number int
	user   string
	mail   Mail
}

func (s *Server) session(c *smtp.Conn) (smtp.Session, error) {
	v := &session{server: s, conn: c, number: int(s.conns.Add(1))}
	return v, v.answer(Request{Stage: AtGreeting}, nil)
}

// answer does what the script says at a stage; keep is called for Keep.
func (v *session) answer(q Request, keep func()) error {
	if v.server.opt.Answer == nil {
		return nil
	}
	q.Conn = v.number
	a := v.server.opt.Answer(q)
	if a == nil {
		return nil
	}
	if a.Keep && keep != nil {
		keep()
	}
	if a.Delay > 0 {
		v.server.pause(a.Delay)
	}
	if a.Cut {
		v.conn.Conn().Close()
		return errors.New("cut")
	}
	if a.Code == 0 {
		return nil
	}
	return &smtp.SMTPError{Code: a.Code, EnhancedCode: a.Enhanced, Message: a.Message}
}

// Mail begins a transaction.
func (v *session) Mail(from string, opts *smtp.MailOptions) error {
	if len(v.server.opt.Users) > 0 && v.user == "" {
		return smtp.ErrAuthRequired
	}
	v.mail = Mail{From: from, User: v.user, Options: *opts}
	return v.answer(Request{Stage: AtMail, From: from}, nil)
}

// Rcpt adds a recipient.
func (v *session) Rcpt(to string, opts *smtp.RcptOptions) error {
	if err := v.answer(Request{Stage: AtRcpt, From: v.mail.From, To: to}, nil); err != nil {
		return err
	}
	v.mail.To = append(v.mail.To, to)
	v.mail.Notify = opts.Notify
	return nil
}

// Data takes the mail.
func (v *session) Data(r io.Reader) error {
	var b bytes.Buffer
	if _, err := b.ReadFrom(r); err != nil {
		return err
	}
	m := v.mail
	m.Raw, m.At = b.Bytes(), time.Now()
	keep := func() { v.server.take(m) }
	q := Request{Stage: AtData, From: m.From, To: m.To[len(m.To)-1], Raw: m.Raw}
	if err := v.answer(q, keep); err != nil {
		return err
	}
	keep()
	return nil
}

// Reset forgets the transaction.
func (v *session) Reset() { v.mail = Mail{} }

// Logout ends the session.
func (v *session) Logout() error { return nil }

// AuthMechanisms lists what may be used to log in.
func (v *session) AuthMechanisms() []string {
	switch {
	case len(v.server.opt.Users) == 0:
		return nil
	case v.server.opt.Mechanisms != nil:
		return v.server.opt.Mechanisms
	}
	return []string{"PLAIN", "LOGIN", sasl.OAuthBearer, "XOAUTH2"}
}

// Auth begins a login.
func (v *session) Auth(mech string) (sasl.Server, error) {
	if !slices.Contains(v.AuthMechanisms(), mech) {
		return nil, smtp.ErrAuthUnknownMechanism
	}
	switch mech {
	case sasl.Plain:
		return sasl.NewPlainServer(func(_, user, secret string) error { return v.login(user, secret) }), nil
	case sasl.OAuthBearer:
		return sasl.NewOAuthBearerServer(v.bearer), nil
	case "LOGIN":
		return &loginServer{session: v}, nil
	}
	return xoauth2Server{v}, nil
}

func (v *session) login(user, secret string) error {
	if want, ok := v.server.opt.Users[user]; !ok || want != secret {
		return smtp.ErrAuthFailed
	}
	v.user = user
	return nil
}

func (v *session) bearer(o sasl.OAuthBearerOptions) *sasl.OAuthBearerError {
	if v.login(o.Username, o.Token) != nil {
		return &sasl.OAuthBearerError{Status: "invalid_token", Schemes: "bearer"}
	}
	return nil
}

// loginServer is the LOGIN mechanism: two questions.
type loginServer struct {
	session *session
	asked   int
	user    string
}

// Next asks for the name, then for the password.
func (l *loginServer) Next(response []byte) (challenge []byte, done bool, err error) {
	l.asked++
	switch {
	case l.asked == 1 && len(response) == 0:
		return []byte("Username:"), false, nil
	case l.user == "":
		l.user = string(response)
		return []byte("Password:"), false, nil
	}
	return nil, true, l.session.login(l.user, string(response))
}

// xoauth2Server is XOAUTH2: one answer, and its failure told in JSON.
type xoauth2Server struct{ session *session }

// Next checks user and token.
func (x xoauth2Server) Next(response []byte) (challenge []byte, done bool, err error) {
	fields := bytes.Split(response, []byte{1})
	if len(fields) < 2 || x.session.login(
		string(bytes.TrimPrefix(fields[0], []byte("user="))),
		string(bytes.TrimPrefix(fields[1], []byte("auth=Bearer ")))) != nil {
		return []byte(`{"status":"400","schemes":"Bearer"}`), false, nil
	}
	return nil, true, nil
}
