package smtptest

import (
	"crypto/tls"
	"fmt"
	"io"
	"log"
	"net"
	"sync"
	"sync/atomic"
	"time"

	"github.com/emersion/go-smtp"
)

// A Stage is where in the conversation an answer is given.
type Stage int

// Stages of a conversation.
const (
	AtGreeting Stage = iota // before anything; only Delay and Cut count
	AtMail                  // MAIL FROM
	AtRcpt                  // RCPT TO
	AtData                  // the mail has come, its final dot included
)

// A Request is what an answer may depend on.
type Request struct {
	Stage Stage
	From  string // of the envelope
	To    string // the (last) recipient
	Raw   []byte // the mail, at AtData
	Conn  int    // number of the connection, from 1
}

// An Answer is what the server does instead of accepting.
type Answer struct {
	Code     int               // 0 accepts
	Enhanced smtp.EnhancedCode // RFC 3463
	Message  string
	Delay    time.Duration // before the answer
	Cut      bool          // end the connection instead of answering
	Keep     bool          // store the mail all the same: cut or refused after it was taken
}

// A Mail is one mail that was taken.
type Mail struct {
	From    string
	To      []string
	Raw     []byte
	User    string // who was logged in
	Notify  []smtp.DSNNotify
	Options smtp.MailOptions
	At      time.Time
}

// Options say how the server behaves; the zero value takes everything.
type Options struct {
	// Listener to serve on, by default one on a free port of 127.0.0.1.
	Listener net.Listener
	// TLS offers STARTTLS, or with Implicit TLS from the first byte.
	TLS      *tls.Config
	Implicit bool
	// Users and their passwords or tokens; with any, login comes before MAIL.
	Users map[string]string
	// Mechanisms offered, by default PLAIN, LOGIN, OAUTHBEARER and XOAUTH2.
	Mechanisms []string
	// InsecureAuth offers login on unprotected connections.
	InsecureAuth bool
	// MaxSize of a mail in bytes, announced by SIZE; 0 is no limit.
	MaxSize int64
	// Together sends the answers to pipelined commands in one write.
	Together bool
	// DSN offers delivery status notifications (RFC 3461).
	DSN bool
	// Answer decides on each stage; nil or a nil answer accepts.
	Answer func(Request) *Answer
	// Deliver gets each mail taken instead of the memory behind Mails.
	Deliver func(Mail)
}

// A Server is a running SMTP server.
type Server struct {
	opt      Options
	addr     string
	listener net.Listener
	smtp     *smtp.Server
	conns    atomic.Int64
	wg       sync.WaitGroup
	closing  chan struct{} // ends delays
	once     sync.Once

	mu    sync.Mutex
	mails []Mail
}

// Start serves until Close.
func Start(opt Options) (*Server, error) {
	l := opt.Listener
	if l == nil {
		var err error
		if l, err = net.Listen("tcp", "127.0.0.1:0"); err != nil {
			return nil, fmt.Errorf("smtptest: %w", err)
		}
	}
	s := &Server{opt: opt, addr: l.Addr().String(), listener: l, closing: make(chan struct{})}
	s.smtp = s.server()
	if opt.Together {
		l = together{l}
	}
	if opt.Implicit {
		l = tls.NewListener(l, opt.TLS)
	}
	s.wg.Go(func() { _ = s.smtp.Serve(l) }) // ends with Close
	return s, nil
}

func (s *Server) server() *smtp.Server {
	srv := smtp.NewServer(smtp.BackendFunc(s.session))
	srv.Domain = "sink.test"
	srv.MaxMessageBytes = s.opt.MaxSize
	srv.AllowInsecureAuth = s.opt.InsecureAuth
	srv.EnableDSN = s.opt.DSN
	srv.ReadTimeout, srv.WriteTimeout = 10*time.Minute, time.Minute
	srv.ErrorLog = log.New(io.Discard, "", 0)
	if !s.opt.Implicit {
		srv.TLSConfig = s.opt.TLS
	}
	return srv
}

// Addr is host:port.
func (s *Server) Addr() string { return s.addr }

// Mails returns what was taken so far, in order.
func (s *Server) Mails() []Mail {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Mail(nil), s.mails...)
}

// Conns counts the connections so far.
func (s *Server) Conns() int { return int(s.conns.Load()) }

// Close ends the server and its connections, and returns when both have ended.
func (s *Server) Close() error {
	s.once.Do(func() { close(s.closing) })
	err := s.smtp.Close()
	s.listener.Close() // Serve may not have known it yet
	s.wg.Wait()
	return err
}

// pause waits for a delay, or until the server closes.
func (s *Server) pause(d time.Duration) {
	delay := time.NewTimer(d)
	defer delay.Stop()
	select {
	case <-delay.C:
	case <-s.closing:
	}
}

func (s *Server) take(m Mail) {
	if s.opt.Deliver != nil {
		s.opt.Deliver(m)
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.mails = append(s.mails, m)
}
