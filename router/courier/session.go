package courier

import (
	"bufio"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"strconv"
	"strings"
	"time"

	"github.com/emersion/go-smtp"
)

// answerTime is the longest wait for the answer to a whole mail (RFC 5321
// section 4.5.3.2.6); the lease ends most attempts before.
const answerTime = 12 * time.Minute

// outBuffer is what goes out in one write: a TLS record.
const outBuffer = 16 << 10

// A session is the client's side of one connection: commands out, as many a
// write as the server allows, and replies in, one for each command.
type session struct {
	raw    net.Conn // below TLS: closing it interrupts whatever goes on
	wire   *steady
	in     *bufio.Reader
	out    *bufio.Writer
	secure bool
	offers map[string]string // of EHLO: keywords and their parameters
	most   int               // bytes of a mail that the server takes (SIZE), 0 for any number
	ahead  *job              // its envelope is sent, the replies to it are not read
	mails  int
	idle   time.Time // since when it is parked
}

func newSession(raw net.Conn, timeout time.Duration) *session {
	s := &session{raw: raw, wire: &steady{Conn: raw, timeout: timeout, patience: timeout}}
	s.speakOver(s.wire)
	return s
}

func (s *session) speakOver(conn net.Conn) {
	s.in, s.out = bufio.NewReader(conn), bufio.NewWriterSize(conn, outBuffer)
}

// protect puts TLS over the connection.
func (s *session) protect(cfg *tls.Config) {
	s.secure = true
	s.speakOver(tls.Client(s.wire, cfg))
}

// command sends one command and reads its reply.
func (s *session) command(class int, line string) (reply, error) {
	if strings.ContainsAny(line, "\r\n") {
		return reply{}, errors.New("a command must not hold a line end")
	}
	s.say(line, "\r\n")
	return s.hear(class)
}

// say leaves words for the next write. An error shows when the reply is read.
func (s *session) say(words ...string) {
	for _, w := range words {
		s.out.WriteString(w)
	}
}

// hear sends what is still to be said and reads one reply. One of another
// class is an *smtp.SMTPError; any other error ends the connection, since
// nobody knows what the next reply would belong to.
func (s *session) hear(class int) (reply, error) {
	if err := s.out.Flush(); err != nil {
		s.raw.Close()
		return reply{}, err
	}
	r, err := readReply(s.in)
	if err != nil {
		s.raw.Close()
		return reply{}, err
	}
	if r.code/100 != class {
		return r, r.refusal()
	}
	return r, nil
}

// isReply says whether an error is the server's word.
func isReply(err error) bool {
	var r *smtp.SMTPError
	return errors.As(err, &r)
}

// hello says EHLO, or HELO to a server that knows no other.
func (s *session) hello(name string) error {
	s.offers, s.most = map[string]string{}, 0
	r, err := s.command(2, "EHLO "+name)
	if r.code == 500 || r.code == 502 {
		_, err = s.command(2, "HELO "+name)
		return err
	}
	if err != nil {
		return err
	}
	_, lines, _ := strings.Cut(r.text, "\n")
	for line := range strings.SplitSeq(lines, "\n") {
		keyword, params, _ := strings.Cut(line, " ")
		s.offers[strings.ToUpper(keyword)] = params
	}
	s.most, _ = strconv.Atoi(s.offers["SIZE"])
	return nil
}

func (s *session) offered(keyword string) bool {
	_, ok := s.offers[keyword]
	return ok
}

// startTLS upgrades the connection and says EHLO anew (RFC 3207). What came in
// the clear behind the reply may be anybody's.
func (s *session) startTLS(cfg *tls.Config, name string) error {
	if !s.offered("STARTTLS") {
		return errors.New("the server does not offer STARTTLS")
	}
	if _, err := s.command(2, "STARTTLS"); err != nil {
		return err
	}
	if n := s.in.Buffered(); n > 0 {
		return fmt.Errorf("%d bytes in the clear after STARTTLS", n)
	}
	s.protect(cfg)
	return s.hello(name)
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

// quit says good-bye and closes; a server that does not answer is not waited
// for long, and one that waits for a mail not at all.
func (s *session) quit() {
	if s == nil {
		return
	}
	defer s.raw.Close()
	if s.ahead == nil {
		s.wire.within(min(s.wire.timeout, 2*time.Second), time.Time{})
		_, _ = s.command(2, "QUIT") // nothing hangs on the answer
	}
}

// steady gives each write and each wait for bytes a deadline of its own, so
// that a server that stops reading or answering is left, however large a mail.
type steady struct {
	net.Conn
	timeout  time.Duration // of a write
	patience time.Duration // of a read
	until    time.Time     // the end of both; zero for none
}

// within bounds all that follows.
func (s *steady) within(timeout time.Duration, until time.Time) {
	s.timeout, s.patience, s.until = timeout, timeout, until
}

func (s *steady) deadline(d time.Duration) time.Time {
	t := time.Now().Add(d)
	if !s.until.IsZero() && s.until.Before(t) {
		return s.until
	}
	return t
}

// Write is net.Conn's with a deadline.
func (s *steady) Write(b []byte) (int, error) {
	if err := s.SetWriteDeadline(s.deadline(s.timeout)); err != nil {
		return 0, err
	}
	return s.Conn.Write(b)
}

// Read is net.Conn's with a deadline.
func (s *steady) Read(b []byte) (int, error) {
	if err := s.SetReadDeadline(s.deadline(s.patience)); err != nil {
		return 0, err
	}
	return s.Conn.Read(b)
}
