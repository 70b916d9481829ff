package smtptest

import (
	"errors"
	"net"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
)

// start serves until the test ends and returns the server with a client on it.
func start(t *testing.T, opt Options) (*Server, *smtp.Client) {
	t.Helper()
	s, err := Start(opt)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s, client(t, s)
}

func client(t *testing.T, s *Server) *smtp.Client {
	t.Helper()
	conn, err := net.Dial("tcp", s.Addr())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	return smtp.NewClient(conn)
}

// send submits one small mail.
func send(c *smtp.Client, to string) error {
	if err := c.Mail("from@x.test", nil); err != nil {
		return err
	}
	if err := c.Rcpt(to, nil); err != nil {
		return err
	}
	w, err := c.Data()
	if err != nil {
		return err
	}
	if _, err := w.Write([]byte("Subject: x\r\n\r\nhello\r\n")); err != nil {
		return err
	}
	return w.Close()
}

func TestTakesMailAsItCame(t *testing.T) {
	s, c := start(t, Options{})
	if err := send(c, "to@y.test"); err != nil {
		t.Fatal(err)
	}
	mails := s.Mails()
	if len(mails) != 1 || string(mails[0].Raw) != "Subject: x\r\n\r\nhello\r\n" || mails[0].From != "from@x.test" || mails[0].To[0] != "to@y.test" {
		t.Errorf("mails %+v", mails)
	}
	if s.Conns() != 1 {
		t.Errorf("%d connections counted, want 1", s.Conns())
	}
}

func TestDeliverReplacesTheMemory(t *testing.T) {
	var got []Mail
	s, c := start(t, Options{Deliver: func(m Mail) { got = append(got, m) }})
	if err := send(c, "to@y.test"); err != nil || len(got) != 1 || len(s.Mails()) != 0 {
		t.Errorf("error %v, %d delivered, %d kept", err, len(got), len(s.Mails()))
	}
}

func TestAnswersAreGivenWhereTheyBelong(t *testing.T) {
	for _, at := range []Stage{AtMail, AtRcpt, AtData} {
		for _, keep := range []bool{false, true} {
			s, c := start(t, Options{Answer: func(r Request) *Answer {
				if r.Stage != at {
					return nil
				}
				return &Answer{Code: 451, Enhanced: smtp.EnhancedCode{4, 7, 1}, Message: "later", Keep: keep}
			}})
			var reply *smtp.SMTPError
			if err := send(c, "to@y.test"); !errors.As(err, &reply) || reply.Code != 451 || reply.Message != "later" {
				t.Errorf("stage %d: %v, want 451", at, err)
			}
			if want := keep && at == AtData; (len(s.Mails()) == 1) != want {
				t.Errorf("stage %d, keep %v: %d mails", at, keep, len(s.Mails()))
			}
		}
	}
}

func TestCutGivesNoAnswer(t *testing.T) {
	for _, at := range []Stage{AtGreeting, AtMail, AtRcpt, AtData} {
		_, c := start(t, Options{Answer: func(r Request) *Answer {
			if r.Stage == at {
				return &Answer{Cut: true}
			}
			return nil
		}})
		var reply *smtp.SMTPError
		if err := send(c, "to@y.test"); err == nil || errors.As(err, &reply) {
			t.Errorf("stage %d: %v, want the connection lost", at, err)
		}
	}
}

func TestDelayIsWaited(t *testing.T) {
	const delay = 30 * time.Millisecond
	_, c := start(t, Options{Answer: func(r Request) *Answer { return &Answer{Delay: delay} }})
	began := time.Now()
	if err := send(c, "to@y.test"); err != nil || time.Since(began) < 3*delay {
		t.Errorf("took %v with %v, want three delays and no error", time.Since(began), err)
	}
}

func TestLoginComesBeforeMail(t *testing.T) {
	s, c := start(t, Options{InsecureAuth: true, Users: map[string]string{"me": "pw"}})
	if err := send(c, "to@y.test"); err == nil {
		t.Error("mail taken without login")
	}
	if err := c.Auth(sasl.NewPlainClient("", "me", "wrong")); err == nil {
		t.Error("wrong password taken")
	}
	if err := c.Auth(sasl.NewPlainClient("", "me", "pw")); err != nil {
		t.Fatal(err)
	}
	if err := send(c, "to@y.test"); err != nil || s.Mails()[0].User != "me" {
		t.Errorf("after login: %v, %+v", err, s.Mails())
	}
	if !client(t, s).SupportsAuth("XOAUTH2") {
		t.Error("XOAUTH2 is not offered")
	}
}

func TestSizeIsAnnouncedAndKept(t *testing.T) {
	_, c := start(t, Options{MaxSize: 10})
	if n, ok := c.MaxMessageSize(); !ok || n != 10 {
		t.Errorf("announced %d, %v", n, ok)
	}
	var reply *smtp.SMTPError
	if err := send(c, "to@y.test"); !errors.As(err, &reply) || reply.Code != 552 {
		t.Errorf("too large a mail: %v, want 552", err)
	}
}

func TestPipeEndsBothSides(t *testing.T) {
	p := NewPipe()
	if p.Addr().Network() != "pipe" || p.Addr().String() == "" {
		t.Errorf("address %v", p.Addr())
	}
	go func() {
		c, err := p.Accept()
		if err == nil {
			c.Close()
		}
	}()
	if c, err := p.Dial(t.Context(), "", ""); err != nil {
		t.Error(err)
	} else {
		c.Close()
	}
	p.Close()
	p.Close()
	if _, err := p.Accept(); !errors.Is(err, net.ErrClosed) {
		t.Errorf("Accept after Close: %v", err)
	}
	if _, err := p.Dial(t.Context(), "", ""); !errors.Is(err, net.ErrClosed) {
		t.Errorf("Dial after Close: %v", err)
	}
}
