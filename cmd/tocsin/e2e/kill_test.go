//go:build e2e

package e2e

import (
	"encoding/json"
	"errors"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// A process is a running daemon.
type process struct {
	cmd   *exec.Cmd
	log   *os.File
	ended chan error
}

// start runs the binary with the house's configuration; what it says goes to
// one log for all runs.
func (h *house) start(args ...string) *process {
	h.Helper()
	log, err := os.OpenFile(filepath.Join(h.dir, "daemon.log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		h.Fatal(err)
	}
	p := &process{log: log, ended: make(chan error, 1)}
	p.cmd = exec.Command(h.binary, append([]string{"-c", filepath.Join(h.dir, "home", "tocsin.toml")}, args...)...)
	p.cmd.Stdout, p.cmd.Stderr = log, log
	if err := p.cmd.Start(); err != nil {
		h.Fatal(err)
	}
	go func() {
		p.ended <- p.cmd.Wait()
		log.Close()
	}()
	return p
}

// killing starts the daemon again and again and kills it at random moments,
// until it was killed often enough and done is closed. Once it was, each run
// lasts longer: what a killed one had claimed comes back after a lease only.
func (h *house) killing(times int, random *rand.Rand, done <-chan struct{}) {
	for h.kills < times || !closed(done) {
		verb := "serve"
		if random.IntN(4) == 0 {
			verb = "once"
		}
		p := h.start(verb)
		most := 900
		if h.kills >= times {
			most = 15_000
		}
		span := time.NewTimer(time.Duration(100+random.IntN(most)) * time.Millisecond)
		select {
		case err := <-p.ended: // once had nothing more to do
			if status(err) != 0 && status(err) != 3 {
				h.Errorf("%s ended by itself with %v\n%s", verb, err, h.lastLog())
				return
			}
		case <-span.C:
			h.kill(p)
		}
		span.Stop()
	}
}

func closed(c <-chan struct{}) bool {
	select {
	case <-c:
		return true
	default:
		return false
	}
}

func (h *house) kill(p *process) {
	if err := p.cmd.Process.Signal(syscall.SIGKILL); err != nil && !errors.Is(err, os.ErrProcessDone) {
		h.Error(err)
	}
	if err := <-p.ended; status(err) == -1 {
		h.kills++
	}
}

// status is the exit status, -1 for a signal.
func status(err error) int {
	var exit *exec.ExitError
	switch {
	case err == nil:
		return 0
	case errors.As(err, &exit):
		return exit.ExitCode()
	}
	return -2
}

// settle lets one daemon work in peace until all is taken in and delivered,
// then ends it as systemd would.
func (h *house) settle() {
	h.Helper()
	p := h.start("serve")
	h.until(150*time.Second, "the daemon to be done", func() bool {
		queued, err := h.smtp.Queued()
		if err != nil || queued > 0 {
			return false
		}
		waiting, err := h.imap.Count("team", "INBOX")
		return err == nil && waiting == 0 && len(h.outbox("due")) == 0
	})
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		h.Error(err)
	}
	if err := <-p.ended; err != nil {
		h.Errorf("SIGTERM ended the daemon with %v\n%s", err, h.lastLog())
	}
	if said := h.tocsin("once"); said == "" {
		h.Error("once had nothing to say")
	}
}

func (h *house) lastLog() string {
	b, err := os.ReadFile(filepath.Join(h.dir, "daemon.log"))
	if err != nil {
		return err.Error()
	}
	return string(b[max(0, len(b)-4000):])
}

// An outgoing is a line of `tocsin outbox list -json`.
type outgoing struct {
	ID, Ref, Kind, To, State string
	HeldFor                  []string `json:"held_for"`
	Attempts                 int
	Error                    string
}

func (h *house) outbox(state string) []outgoing {
	h.Helper()
	args := []string{"outbox", "list", "-json"}
	if state != "" {
		args = append(args, "-state", state)
	}
	return lines[outgoing](h, h.tocsin(args...))
}

// lines reads one JSON object a line.
func lines[T any](h *house, text string) (all []T) {
	h.Helper()
	for line := range strings.Lines(text) {
		var v T
		if err := json.Unmarshal([]byte(line), &v); err != nil {
			h.Fatalf("%q: %v", line, err)
		}
		all = append(all, v)
	}
	return all
}
