package courier

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"syscall"
	"time"

	"github.com/emersion/go-smtp"
)

// answerTime is the longest wait for the answer to a whole mail (RFC 5321
// section 4.5.3.2.6); the lease ends most attempts before.
const answerTime = 12 * time.Minute

// A session is one logged-in connection.
type session struct {
	client *smtp.Client
	raw    net.Conn // below TLS: closing it interrupts whatever goes on
	mails  int
	idle   time.Time // since when it is parked
}

// connect dials and logs in. What fails here is our configuration or their
// server, never the mail. go-smtp knows no contexts: the end of ctx closes the
// connection under it.
func (c *Courier) connect(ctx context.Context) (*session, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, c.cfg.Timeout, fmt.Errorf("no answer within %v", c.cfg.Timeout))
	defer cancel()
	s, err := c.converse(ctx)
	if err == nil {
		err = c.loginWithin(ctx, s)
	}
	if err == nil {
		return s, nil
	}
	s.cut()
	if ctx.Err() != nil {
		err = context.Cause(ctx)
	}
	return nil, fmt.Errorf("courier: %s: %w%s", c.end, err, remedy(err))
}

// remedy says what to do about the mistakes that are often made.
func remedy(err error) string {
	var header tls.RecordHeaderError
	var unknown x509.UnknownAuthorityError
	switch {
	case errors.As(err, &header):
		return " (no TLS from the first byte there: try submission:// and port 587)"
	case errors.As(err, &unknown):
		return " (give its CA as tls.ca)"
	case errors.Is(err, syscall.ECONNREFUSED):
		return " (is the server up, and is this its port?)"
	}
	return ""
}

func (c *Courier) loginWithin(ctx context.Context, s *session) error {
	defer s.bound(ctx)()
	return c.login(s.client)
}

// converse comes as far as EHLO under the protection that the URL asks for.
func (c *Courier) converse(ctx context.Context) (*session, error) {
	s, err := c.greet(ctx, c.end.security == startTLS)
	if err != nil || c.end.security != maybeTLS {
		return s, err
	}
	if offered, _ := s.client.Extension("STARTTLS"); !offered {
		return s, nil
	}
	s.quit() // go-smtp can't upgrade a client that has said EHLO
	return c.greet(ctx, true)
}

func (c *Courier) greet(ctx context.Context, upgrade bool) (*session, error) {
	raw, err := c.cfg.Dial(ctx, "tcp", c.end.addr())
	if err != nil {
		return nil, err
	}
	s := &session{raw: raw}
	defer s.bound(ctx)()
	var conn net.Conn = &steady{Conn: raw, timeout: c.cfg.Timeout}
	if c.end.security == implicitTLS {
		conn = tls.Client(conn, c.cfg.TLS)
	}
	if upgrade {
		s.client, err = smtp.NewClientStartTLS(conn, c.cfg.TLS)
	} else {
		s.client = smtp.NewClient(conn)
	}
	if err != nil {
		return s, err
	}
	s.client.CommandTimeout = c.cfg.Timeout
	s.client.SubmissionTimeout = answerTime
	return s, s.client.Hello(c.cfg.Hello)
}

// bound lets the end of ctx close the connection; the caller defers what it returns.
func (s *session) bound(ctx context.Context) func() bool {
	return context.AfterFunc(ctx, func() { s.raw.Close() })
}

// cut closes the connection at once. A nil session is closed already.
func (s *session) cut() {
	if s != nil {
		s.raw.Close()
	}
}

// quit says good-bye and closes; a server that does not answer is not waited for long.
func (s *session) quit() {
	if s == nil {
		return
	}
	defer s.raw.Close()
	s.client.CommandTimeout = min(s.client.CommandTimeout, 2*time.Second)
	_ = s.client.Quit() // nothing hangs on the answer
}

// steady gives each write its own deadline: go-smtp has none while a mail's
// bytes go out, so a server that stops reading would hold us for ever.
type steady struct {
	net.Conn
	timeout time.Duration
}

// Write is net.Conn's with a deadline.
func (s *steady) Write(b []byte) (int, error) {
	if err := s.SetWriteDeadline(time.Now().Add(s.timeout)); err != nil {
		return 0, err
	}
	return s.Conn.Write(b)
}
