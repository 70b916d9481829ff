// Package dovecot starts a private Dovecot, for tests and benchmarks that want
// to meet a real IMAP server. It needs the programs of the Debian package
// dovecot-imapd and nothing else: configuration, sockets, mail and logs lie
// below one folder, and the server listens on a free port of 127.0.0.1.
package dovecot

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// ErrMissing says that there is no Dovecot on this machine, and how to get one.
var ErrMissing = errors.New("dovecot is not installed: apt-get install dovecot-imapd")

// A User may log in to the server.
type User struct{ Name, Password string }

// Server is a running Dovecot.
type Server struct {
	Addr string // host:port, IMAP without TLS, on loopback

	dir   string
	owner account
	cmd   *exec.Cmd
	ended chan struct{} // closed when the master has ended
	seq   int           // of deliveries
}

// Start runs a Dovecot below dir for these users and returns once it answers.
// dir must not be longer than 60 bytes, since sockets lie in it. The caller has
// to Stop the server.
func Start(dir string, users ...User) (*Server, error) {
	program, err := lookUp()
	if err != nil {
		return nil, err
	}
	if len(dir) > 60 {
		return nil, fmt.Errorf("dovecot: folder %q is too long for Unix sockets; use os.MkdirTemp", dir)
	}
	var s *Server
	for range 5 { // another program may take the port before Dovecot does
		if s, err = start(program, dir, users); err == nil || !errors.Is(err, errEnded) {
			return s, err
		}
	}
	return nil, fmt.Errorf("%w; no start in 5 attempts, see %s", err, filepath.Join(dir, "log"))
}

// lookUp finds the program, which is not always in the path of a plain user.
func lookUp() (string, error) {
	if program, err := exec.LookPath("dovecot"); err == nil {
		return program, nil
	}
	for _, dir := range []string{"/usr/sbin", "/usr/local/sbin"} {
		if program, err := exec.LookPath(filepath.Join(dir, "dovecot")); err == nil {
			return program, nil
		}
	}
	return "", ErrMissing
}

var errEnded = errors.New("dovecot: ended at once")

func start(program, dir string, users []User) (*Server, error) {
	port, err := freePort()
	if err != nil {
		return nil, err
	}
	owner, err := owner()
	if err != nil {
		return nil, err
	}
	version, err := exec.Command(program, "--version").Output()
	if err != nil {
		return nil, fmt.Errorf("dovecot: %s --version: %w", program, err)
	}
	conf, err := configure(dir, port, owner, string(version), users)
	if err != nil {
		return nil, err
	}
	s := &Server{Addr: fmt.Sprintf("127.0.0.1:%d", port), dir: dir, owner: owner, ended: make(chan struct{})}
	s.cmd = exec.Command(program, "-F", "-c", conf)
	said, err := os.Create(filepath.Join(dir, "said")) // a file: nobody waits for who else holds it
	if err != nil {
		return nil, fmt.Errorf("dovecot: %w", err)
	}
	defer said.Close()
	s.cmd.Stderr = said
	s.cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := s.cmd.Start(); err != nil {
		return nil, fmt.Errorf("dovecot: %w", err)
	}
	go func() {
		s.cmd.Wait()
		close(s.ended)
	}()
	if err := s.await(); err != nil {
		words, _ := os.ReadFile(said.Name())
		return nil, errors.Join(fmt.Errorf("%w, saying %q", err, words), s.Stop())
	}
	return s, nil
}

func freePort() (int, error) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, fmt.Errorf("dovecot: %w", err)
	}
	defer ln.Close()
	return ln.Addr().(*net.TCPAddr).Port, nil
}

// await waits until the server greets.
func (s *Server) await() error {
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case <-s.ended:
			return errEnded
		case <-ctx.Done():
			return fmt.Errorf("dovecot: no greeting in 20 s; see %s", filepath.Join(s.dir, "log"))
		case <-tick.C:
		}
		if greets(s.Addr) {
			return nil
		}
	}
}

func greets(addr string) bool {
	conn, err := net.DialTimeout("tcp", addr, time.Second)
	if err != nil {
		return false
	}
	defer conn.Close()
	if conn.SetDeadline(time.Now().Add(5*time.Second)) != nil {
		return false
	}
	line, err := bufio.NewReader(conn).ReadString('\n')
	return err == nil && strings.HasPrefix(line, "* OK")
}

// Deliver puts raw into the user's INBOX as Dovecot's own delivery would: into
// the Maildir, with the sizes in the file's name, as it lies (S) and with each
// line ended by CRLF (W). Without them the server reads each mail twice.
func (s *Server) Deliver(user string, raw []byte) error {
	s.seq++
	wire := len(raw) + bytes.Count(raw, []byte("\n")) - bytes.Count(raw, []byte("\r\n"))
	name := fmt.Sprintf("%d.M%06dP%d.tocsin,S=%d,W=%d", time.Now().Unix(), s.seq, os.Getpid(), len(raw), wire)
	box := s.maildir(user)
	tmp, final := filepath.Join(box, "tmp", name), filepath.Join(box, "new", name)
	err := os.WriteFile(tmp, raw, 0o666)
	if err == nil && s.owner.root {
		err = os.Chown(tmp, s.owner.uid, s.owner.gid)
	}
	if err == nil {
		err = os.Rename(tmp, final)
	}
	if err != nil {
		return fmt.Errorf("dovecot: %w", err)
	}
	return nil
}

// Count returns the number of messages in a folder of user; 0 if there is none.
func (s *Server) Count(user, folder string) (int, error) {
	box := s.maildir(user)
	if !strings.EqualFold(folder, "INBOX") {
		box = filepath.Join(box, "."+strings.ReplaceAll(folder, "/", "."))
	}
	n := 0
	for _, sub := range []string{"new", "cur"} {
		entries, err := os.ReadDir(filepath.Join(box, sub))
		if err != nil && !errors.Is(err, os.ErrNotExist) {
			return 0, fmt.Errorf("dovecot: %w", err)
		}
		n += len(entries)
	}
	return n, nil
}

// Log returns what the server logged.
func (s *Server) Log() string {
	b, _ := os.ReadFile(filepath.Join(s.dir, "log"))
	return string(b)
}

// Stop ends the server and all its processes: first the master, politely, and
// then whoever of its process group is left, since a login process may outlive
// its master and has nothing to do any more.
func (s *Server) Stop() error {
	_ = s.cmd.Process.Signal(syscall.SIGTERM) // an error means that it has ended
	var late error
	select {
	case <-s.ended:
	case <-time.After(10 * time.Second):
		late = fmt.Errorf("dovecot: killed, since it did not end within 10 s; see %s", filepath.Join(s.dir, "log"))
	}
	err := syscall.Kill(-s.cmd.Process.Pid, syscall.SIGKILL)
	<-s.ended
	if err != nil && !errors.Is(err, syscall.ESRCH) {
		return fmt.Errorf("dovecot: processes of group %d are left: %w", s.cmd.Process.Pid, err)
	}
	return late
}
