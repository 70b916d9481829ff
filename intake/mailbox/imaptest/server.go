// Package imaptest is an IMAP server in memory that serves stored bytes exactly
// as they are, for tests and for the demonstration.
package imaptest

import (
	"crypto/tls"
	"net"
)

// Options say what the server offers.
type Options struct {
	Users     map[string]string // name to password
	NoMove    bool              // hide MOVE
	NoUIDPlus bool              // hide UIDPLUS
	NoIdle    bool              // hide IDLE
	NoKeyword bool              // refuse keywords
	TLS       *tls.Config       // certificate for STARTTLS; nil offers none
}

// Server is a running server.
type Server struct{}

// New returns a server that serves nobody yet.
func New(opt Options) *Server { return &Server{} }

// Serve answers on ln until Close; give it a TLS listener for imaps.
func (s *Server) Serve(ln net.Listener) error { return nil }

// Close ends all sessions.
func (s *Server) Close() error { return nil }

// Append stores raw in a folder of user, which is made if missing, and returns its UID.
func (s *Server) Append(user, folder string, raw []byte) uint32 { return 0 }
