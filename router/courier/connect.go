package courier

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"os"
	"syscall"

	"github.com/emersion/go-smtp"
)

// connect dials and logs in. What fails here is our configuration or their
// server, never the mail. The end of ctx closes the connection.
func (c *Courier) connect(ctx context.Context) (*session, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, c.cfg.Timeout, fmt.Errorf("no answer within %v", c.cfg.Timeout))
	defer cancel()
	raw, err := c.cfg.Dial(ctx, "tcp", c.end.addr())
	if err != nil {
		return nil, c.unreachable(ctx, err)
	}
	s := newSession(raw, c.cfg.Timeout)
	defer s.bound(ctx)()
	if err := c.greet(s); err != nil {
		s.cut()
		silent := errors.Is(ctx.Err(), context.DeadlineExceeded) || errors.Is(err, os.ErrDeadlineExceeded)
		if err = c.unreachable(ctx, err); silent && c.end.security != implicitTLS {
			err = fmt.Errorf("%w (if this port wants TLS from the first byte, write submissions://)", err)
		}
		return nil, err
	}
	return s, nil
}

// greet comes as far as the login, under the protection that the URL asks for.
func (c *Courier) greet(s *session) error {
	if c.end.security == implicitTLS {
		s.protect(c.cfg.TLS)
	}
	if _, err := s.hear(2); err != nil {
		return err
	}
	if err := s.hello(c.cfg.Hello); err != nil {
		return err
	}
	if c.end.security == startTLS || c.end.security == maybeTLS && s.offered("STARTTLS") {
		if err := s.startTLS(c.cfg.TLS, c.cfg.Hello); err != nil {
			return err
		}
	}
	return c.login(s)
}

func (c *Courier) unreachable(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		err = context.Cause(ctx)
	}
	return fmt.Errorf("courier: %s: %w%s", c.end, err, remedy(err))
}

// remedy says what to do about the mistakes that are often made.
func remedy(err error) string {
	var header tls.RecordHeaderError
	var unknown x509.UnknownAuthorityError
	var reply *smtp.SMTPError
	switch {
	case errors.As(err, &reply) && reply.Code == 535: // RFC 4954 section 6
		return " (check user and password_file)"
	case errors.As(err, &header):
		return " (no TLS from the first byte there: try submission:// and port 587)"
	case errors.As(err, &unknown):
		return " (give its CA as tls.ca)"
	case errors.Is(err, syscall.ECONNREFUSED):
		return " (is the server up, and is this its port?)"
	}
	return ""
}
