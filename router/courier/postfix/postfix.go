// Package postfix runs a private Postfix for tests against a real server: own
// configuration, queue and data below one folder, one smtpd on loopback, no
// mail to anywhere but Maildirs. It has to run as root, as Postfix does.
package postfix

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

const startTime = 20 * time.Second

// Options say where mail goes.
type Options struct {
	// Maildirs by address (user@domain in lower case): absolute paths. The key
	// "*" takes all else; without it that goes to the folder catchall.
	Maildirs map[string]string
	// UID and GID own the delivered files, those of nobody by default. Not root's.
	UID, GID int
	// MessageSize is the limit in bytes that smtpd announces; 0 is none.
	MessageSize int64
	// Extra lines for main.cf.
	Extra []string
}

// A Server is a running Postfix.
type Server struct {
	Addr     string // host:port of smtpd, no TLS, loopback
	CatchAll string // the Maildir of all addresses without one of their own

	dir    string
	master *exec.Cmd
	out    bytes.Buffer
	ended  chan error
}

// Start runs a Postfix below dir, an empty or new folder.
func Start(dir string, opt Options) (*Server, error) {
	if err := ready(); err != nil {
		return nil, err
	}
	s := &Server{dir: dir, CatchAll: filepath.Join(dir, "catchall"), ended: make(chan error, 1)}
	if err := s.configure(opt); err != nil {
		return nil, fmt.Errorf("postfix: %w", err)
	}
	if err := s.run(); err != nil {
		return nil, fmt.Errorf("postfix: %w", err)
	}
	return s, nil
}

// ready says what is missing before a Postfix can be run.
func ready() error {
	if _, err := exec.LookPath("postfix"); err != nil {
		return errors.New("postfix: not installed; as root: apt-get install postfix")
	}
	if os.Getuid() != 0 {
		return errors.New("postfix: its master runs as root only; run these tests as root")
	}
	return nil
}

// run starts master in the foreground, so that it is our child and no other.
func (s *Server) run() error {
	s.master = exec.Command("postfix", "-c", s.path("etc"), "start-fg")
	s.master.Stdout, s.master.Stderr = &s.out, &s.out
	s.master.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	s.master.WaitDelay = time.Second
	if err := s.master.Start(); err != nil {
		return err
	}
	go func() { s.ended <- s.master.Wait() }()
	ctx, cancel := context.WithTimeout(context.Background(), startTime)
	defer cancel()
	if err := s.greeted(ctx); err != nil {
		_ = s.Stop()
		return fmt.Errorf("%w\n%s\n%s", err, s.out.Bytes(), s.Log())
	}
	return nil
}

// greeted waits until smtpd answers.
func (s *Server) greeted(ctx context.Context) error {
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		if conn, err := net.Dial("tcp", s.Addr); err == nil {
			defer conn.Close()
			_ = conn.SetReadDeadline(time.Now().Add(startTime))
			if _, err := conn.Read(make([]byte, 4)); err == nil {
				return nil
			}
		}
		select {
		case err := <-s.ended:
			s.ended <- err
			return fmt.Errorf("master ended: %v", err)
		case <-ctx.Done():
			return fmt.Errorf("no greeting within %v", startTime)
		case <-tick.C:
		}
	}
}

// Stop ends the server and all its processes.
func (s *Server) Stop() error {
	s.signal(syscall.SIGTERM) // master takes its children along
	select {
	case err := <-s.ended:
		s.ended <- err
	case <-time.After(startTime):
		s.signal(syscall.SIGKILL)
		_ = syscall.Kill(-s.master.Process.Pid, syscall.SIGKILL)
		return fmt.Errorf("postfix: master did not end within %v\n%s", startTime, s.Log())
	}
	return nil
}

// signal reaches master itself: the script that we started waits for it in
// another process group.
func (s *Server) signal(sig syscall.Signal) {
	b, err := os.ReadFile(s.path("queue", "pid", "master.pid"))
	if err != nil {
		_ = s.master.Process.Signal(sig) // it never came so far
		return
	}
	if pid, err := strconv.Atoi(strings.TrimSpace(string(b))); err == nil && pid > 1 && s.owns(pid) {
		_ = syscall.Kill(pid, sig)
	}
}

// owns says whether a process is at work in our queue, so that a pid file left
// behind never names somebody else's.
func (s *Server) owns(pid int) bool {
	cwd, err := os.Readlink(fmt.Sprintf("/proc/%d/cwd", pid))
	return err == nil && cwd == s.path("queue")
}

// Log returns what Postfix has logged so far.
func (s *Server) Log() string {
	b, err := os.ReadFile(s.path("maillog"))
	if err != nil {
		return err.Error()
	}
	return string(b)
}

// Queued counts the mails that are not delivered yet.
func (s *Server) Queued() (int, error) {
	n := 0
	for _, queue := range []string{"maildrop", "incoming", "active", "deferred"} {
		err := filepath.WalkDir(s.path("queue", queue), func(_ string, d os.DirEntry, err error) error {
			if errors.Is(err, os.ErrNotExist) {
				return nil // moved on while we looked
			}
			if err == nil && d.Type().IsRegular() {
				n++
			}
			return err
		})
		if err != nil {
			return 0, fmt.Errorf("postfix: %w", err)
		}
	}
	return n, nil
}

// Read returns the mails in a Maildir, new and seen, in no order.
func Read(maildir string) ([][]byte, error) {
	var mails [][]byte
	for _, sub := range []string{"new", "cur"} {
		files, err := os.ReadDir(filepath.Join(maildir, sub))
		if err != nil && !errors.Is(err, os.ErrNotExist) {
			return nil, fmt.Errorf("postfix: %w", err)
		}
		for _, f := range files {
			raw, err := os.ReadFile(filepath.Join(maildir, sub, f.Name()))
			if err != nil {
				return nil, fmt.Errorf("postfix: %w", err)
			}
			mails = append(mails, raw)
		}
	}
	return mails, nil
}

func (s *Server) path(elem ...string) string {
	return filepath.Join(append([]string{s.dir}, elem...)...)
}

// owner is who the delivered files belong to.
func owner(opt Options) (uid, gid int, err error) {
	if opt.UID != 0 {
		return opt.UID, opt.GID, nil
	}
	return ids("nobody")
}

// ids looks up a user of this machine.
func ids(name string) (uid, gid int, err error) {
	u, err := user.Lookup(name)
	if err != nil {
		return 0, 0, err
	}
	uid, err1 := strconv.Atoi(u.Uid)
	gid, err2 := strconv.Atoi(u.Gid)
	return uid, gid, errors.Join(err1, err2)
}
