// Package imaptest holds two IMAP servers in memory, for tests and for the
// demonstration. Server speaks through go-imap's imapserver and serves stored
// bytes exactly as they are, which that library's own memory store does not.
// Scripted is a small server of its own that can break the protocol on purpose.
package imaptest

import (
	"crypto/tls"
	"io"
	"log"
	"net"
	"sync"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapserver"
)

// Options say what the server offers. The zero value knows nobody and offers all.
type Options struct {
	Users     map[string]string // name to password, which is also the bearer token
	NoMove    bool              // hide MOVE
	NoUIDPlus bool              // hide UIDPLUS
	NoIdle    bool              // hide IDLE (not behind STARTTLS)
	NoKeyword bool              // keep no keywords
	Plain     []string          // SASL mechanisms offered; nil for PLAIN, OAUTHBEARER and XOAUTH2
	TLS       *tls.Config       // certificate for STARTTLS; nil offers none
	// Fail is asked before each command of a session, by its name in upper case
	// without "UID"; an *imap.Error is the answer then. nil, or a nil error, does nothing.
	Fail func(command string) error
	Log  io.Writer // for what the library complains about; nil for nothing
}

// Server is an IMAP server in memory.
type Server struct {
	opt Options
	srv *imapserver.Server

	mu       sync.Mutex // over everything below
	accounts map[string]*account
	validity uint32 // the last UIDVALIDITY given out
	commands map[string]int
	serving  []*accepting
	closed   bool
}

type account struct{ folders map[string]*folder }

// New returns a server that serves nobody yet. Every user has an INBOX.
func New(opt Options) *Server {
	s := &Server{opt: opt, accounts: map[string]*account{}, validity: 1000, commands: map[string]int{}}
	for name := range opt.Users {
		s.accounts[name] = &account{folders: map[string]*folder{"INBOX": s.newFolder()}}
	}
	out := opt.Log
	if out == nil {
		out = io.Discard
	}
	s.srv = imapserver.New(&imapserver.Options{
		NewSession:   s.newSession,
		Caps:         s.caps(),
		Logger:       log.New(out, "imaptest: ", 0),
		TLSConfig:    opt.TLS,
		InsecureAuth: true,
	})
	return s
}

func (s *Server) caps() imap.CapSet {
	caps := imap.CapSet{imap.CapIMAP4rev1: {}}
	if !s.opt.NoMove {
		caps[imap.CapMove] = struct{}{}
	}
	if !s.opt.NoUIDPlus {
		caps[imap.CapUIDPlus] = struct{}{}
	}
	return caps
}

// Serve answers on ln until Close; give it a TLS listener for imaps.
func (s *Server) Serve(ln net.Listener) error {
	if s.opt.NoIdle {
		ln = idleHider{ln}
	}
	l := &accepting{Listener: ln, begun: make(chan struct{})}
	defer l.once.Do(func() { close(l.begun) })
	s.mu.Lock()
	if s.closed {
		s.mu.Unlock()
		return net.ErrClosed
	}
	s.serving = append(s.serving, l)
	s.mu.Unlock()
	return s.srv.Serve(l)
}

// Close ends all sessions. It first waits for listeners that are just being
// taken into service, which imapserver does not bear.
func (s *Server) Close() error {
	s.mu.Lock()
	s.closed = true
	serving := s.serving
	s.mu.Unlock()
	for _, l := range serving {
		<-l.begun
	}
	return s.srv.Close()
}

// Append stores raw in a folder of user, which is made if missing, and returns
// its UID. It returns 0 for an unknown user.
func (s *Server) Append(user, name string, raw []byte) uint32 {
	s.mu.Lock()
	defer s.mu.Unlock()
	a := s.accounts[user]
	if a == nil {
		return 0
	}
	if a.folders[name] == nil {
		a.folders[name] = s.newFolder()
	}
	return uint32(a.folders[name].add(raw, nil, now()))
}

// Messages returns what a folder holds, in order; nil if there is no such folder.
func (s *Server) Messages(user, name string) [][]byte {
	s.mu.Lock()
	defer s.mu.Unlock()
	f := s.folder(user, name)
	if f == nil {
		return nil
	}
	out := make([][]byte, len(f.list))
	for i, m := range f.list {
		out[i] = m.raw
	}
	return out
}

// Flags returns the flags of a message, nil if it is not there.
func (s *Server) Flags(user, name string, uid uint32) []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	f := s.folder(user, name)
	if f == nil {
		return nil
	}
	for _, m := range f.list {
		if m.uid == imap.UID(uid) {
			return m.flagNames()
		}
	}
	return nil
}

// Flag adds a flag to a message, as another client would.
func (s *Server) Flag(user, name string, uid uint32, flag string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, m := range s.folder(user, name).list {
		if m.uid == imap.UID(uid) {
			m.flags[imap.Flag(flag)] = struct{}{}
		}
	}
}

// Renew gives a folder a new UIDVALIDITY and its messages new UIDs from 1 on, as
// after a restore. Open sessions of that folder go on with the old numbers.
func (s *Server) Renew(user, name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	old := s.accounts[user].folders[name]
	renewed := s.newFolder()
	for _, m := range old.list {
		renewed.add(m.raw, m.flags, m.at)
	}
	s.accounts[user].folders[name] = renewed
}

// Count tells how often a command was given, in the names of Options.Fail.
func (s *Server) Count(command string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.commands[command]
}

// folder finds a folder; the caller holds s.mu.
func (s *Server) folder(user, name string) *folder {
	if a := s.accounts[user]; a != nil {
		return a.folders[name]
	}
	return nil
}

// ask counts a command and lets it fail if that is wanted.
func (s *Server) ask(command string) error {
	s.mu.Lock()
	s.commands[command]++
	s.mu.Unlock()
	if s.opt.Fail == nil {
		return nil
	}
	return s.opt.Fail(command)
}
