// Package dovecot starts a private Dovecot for tests and benchmarks.
package dovecot

// A User may log in to the server.
type User struct{ Name, Password string }

// Server is a running Dovecot.
type Server struct {
	Addr string // host:port, IMAP without TLS, loopback
}

// Start runs a Dovecot below dir for the users, on a free port of 127.0.0.1.
func Start(dir string, users ...User) (*Server, error) { return &Server{}, nil }

// Deliver puts raw into the user's INBOX.
func (s *Server) Deliver(user string, raw []byte) error { return nil }

// Count returns the number of messages in a folder of user.
func (s *Server) Count(user, folder string) (int, error) { return 0, nil }

// Stop ends the server and all its processes.
func (s *Server) Stop() error { return nil }
