package courier

import (
	"bytes"
	"errors"
	"io"
	"net"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/emersion/go-smtp"

	"tocsin/store"
)

func TestJudge(t *testing.T) {
	reply := func(code int, e ...int) error {
		r := &smtp.SMTPError{Code: code}
		if e != nil {
			r.EnhancedCode = smtp.EnhancedCode{e[0], e[1], e[2]}
		}
		return r
	}
	for _, c := range []struct {
		at   stage
		err  error
		want fate
	}{
		{atDot, nil, accepted},
		{atDot, io.ErrUnexpectedEOF, unclear},
		{atDot, reply(354), unclear},
		{atDot, reply(421), again},
		{atDot, reply(451), deferred},
		{atDot, reply(550), refused},
		{atData, io.EOF, again},
		{atData, reply(250), again},
		{atData, reply(554), refused},
		{atRcpt, reply(452, 4, 2, 2), deferred},
		{atRcpt, reply(550, 5, 1, 1), refused},
		{atRcpt, reply(530), blocked},
		{atRcpt, reply(503), blocked},
		{atMail, reply(552, 5, 3, 4), refused},
		{atMail, reply(500, 5, 3, 4), refused},
		{atMail, reply(553, 5, 7, 1), blocked},
		{atMail, reply(451), blocked},
		{atMail, reply(421), again},
		{atMail, errors.New("reset by peer"), again},
	} {
		if got := judge(c.at, c.err); got != c.want {
			t.Errorf("judge(%d, %v) = %d, want %d", c.at, c.err, got, c.want)
		}
	}
}

func TestWordsAreOneCleanLine(t *testing.T) {
	r := &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "no\nsuch \x1b[31muser\u202e\x85"}
	if got := words(r); got != "550 5.1.1 no such ?[31muser??" {
		t.Errorf("words %q", got)
	}
	if got := words(&smtp.SMTPError{Code: 450, EnhancedCode: smtp.NoEnhancedCode, Message: strings.Repeat("x", 999)}); len(got) > 420 {
		t.Errorf("%d bytes of a foreign reply are kept", len(got))
	}
}

// scripted is a server that says its lines whatever it hears.
type scripted struct {
	net.Conn
	in    *bytes.Reader
	wrote bytes.Buffer
}

func (s *scripted) Read(b []byte) (int, error)         { return s.in.Read(b) }
func (s *scripted) Write(b []byte) (int, error)        { return s.wrote.Write(b) }
func (s *scripted) Close() error                       { return nil }
func (s *scripted) SetDeadline(time.Time) error        { return nil }
func (s *scripted) SetReadDeadline(time.Time) error    { return nil }
func (s *scripted) SetWriteDeadline(t time.Time) error { return nil }

// none is no mail after this one.
func none() *job { return nil }

// greeted is a session on conn after EHLO.
func greeted(t testing.TB, conn net.Conn) *session {
	t.Helper()
	s := newSession(conn, time.Minute)
	if _, err := s.hear(2); err != nil {
		t.Fatal(err)
	}
	if err := s.hello("us.test"); err != nil {
		t.Fatal(err)
	}
	return s
}

// deliver greets and submits, whatever comes of it.
func deliver(conn net.Conn, j *job) (at stage, err error) {
	s := newSession(conn, time.Minute)
	if _, err := s.hear(2); err != nil {
		return atMail, err
	}
	if err := s.hello("us.test"); err != nil {
		return atMail, err
	}
	_, at, err = s.submit(j, none)
	return at, err
}

// FuzzReplies: whatever a server says, an entry counts as accepted only after
// the whole mail went out and a line of class 2 answered it; words are clean.
func FuzzReplies(f *testing.F) {
	f.Add("220 a\r\n250 a\r\n250 ok\r\n250 ok\r\n354 go\r\n250 2.0.0 queued\r\n")
	f.Add("220 a\r\n250-a\r\n250-SIZE 10\r\n250 8BITMIME\r\n250 ok\r\n550-5.1.1 no\r\n550 5.1.1 user\r\n")
	f.Add("220 a\r\n500 a\r\n250 helo\r\n250 ok\r\n250 ok\r\n354 go\r\n252 later\r\n")
	f.Add("220 a\r\n250 a\r\n421 4.3.2 bye\r\n")
	f.Fuzz(func(t *testing.T, lines string) {
		conn := &scripted{in: bytes.NewReader([]byte(lines))}
		mail := []byte("Subject: x\r\n\r\nhello\r\n")
		at, err := deliver(conn, &job{Outgoing: entry("e", store.OutAck, "r@x.test"), raw: mail})
		sent := bytes.Contains(conn.wrote.Bytes(), append(mail, ".\r\n"...))
		if judge(at, err) == accepted && (!sent || at != atDot || !strings.Contains("\n"+lines, "\n2")) {
			t.Errorf("accepted at stage %d, whole mail sent %v, by %q", at, sent, lines)
		}
		if err != nil {
			checkWords(t, words(&smtp.SMTPError{Code: 550, Message: err.Error()}))
		}
	})
}

func checkWords(t *testing.T, w string) {
	t.Helper()
	if !utf8.ValidString(w) || strings.ContainsFunc(w, func(r rune) bool { return r < ' ' || 0x7f <= r && r < 0xa0 }) {
		t.Errorf("words %q hold what does not belong on a terminal", w)
	}
}
