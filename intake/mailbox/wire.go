package mailbox

import (
	"bufio"
	"bytes"
	"errors"
	"net"
	"os"
	"sync"
	"time"
)

// Time budgets. Read budgets run between two answers of the server, so that a
// long but lively answer is not cut; totals are what one command may take.
const (
	dialBudget   = 30 * time.Second
	readBudget   = 2 * time.Minute
	markBudget   = 10 * time.Minute // MOVE and COPY of thousands are one silent command
	commandTotal = 30 * time.Minute
	reIdle       = 9 * time.Minute // some servers drop an IDLE after ten
	idleBudget   = reIdle + time.Minute
	answerBytes  = 64 << 20 // of one command, beside bodies
)

// A wire is the connection as go-imap sees it, above TLS. go-imap clears the
// read deadline while it waits for an answer; here the budget of the moment
// takes its place. The wire also remembers the server's parting words, which
// go-imap drops.
type wire struct {
	net.Conn
	in      *bufio.Reader
	mu      sync.Mutex
	most    int64         // bytes the server may send for one command; 0: any number
	got     int64         // bytes since the last arm
	budget  time.Duration // 0: wait for ever
	parting string        // text of the last BYE
	timeout bool          // a read ran out of its budget
}

// inBuffer is what is read at a time: go-imap asks for 4 KiB, a batch of bodies
// lies ready as far as the connection holds it.
const inBuffer = 64 << 10

func newWire(conn net.Conn) *wire {
	return &wire{Conn: conn, in: bufio.NewReaderSize(conn, inBuffer)}
}

// errTooMuch ends a connection whose server floods us; go-imap knows no limits.
var errTooMuch = errors.New("the server sends far more than was asked for")

// arm sets the budget for what is read from now on.
func (w *wire) arm(budget time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.budget, w.got = budget, 0
	_ = w.Conn.SetReadDeadline(w.deadline()) // a dead connection says so on the next read
}

func (w *wire) deadline() time.Time {
	if w.budget == 0 {
		return time.Time{}
	}
	return time.Now().Add(w.budget)
}

// SetReadDeadline sets t, or the budget where t says "no deadline".
func (w *wire) SetReadDeadline(t time.Time) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if t.IsZero() {
		t = w.deadline()
	}
	return w.Conn.SetReadDeadline(t)
}

// Read reads, and listens for a BYE at the start of what comes. After a timeout
// it reads no more: go-imap would try again with a deadline of its own.
func (w *wire) Read(p []byte) (int, error) {
	if _, silent := w.state(); silent {
		return 0, os.ErrDeadlineExceeded
	}
	n, err := w.in.Read(p)
	w.mu.Lock()
	defer w.mu.Unlock()
	w.timeout = isTimeout(err)
	if line, bye := bytes.CutPrefix(p[:n], []byte("* BYE")); bye {
		line, _, _ = bytes.Cut(line, []byte("\r\n"))
		w.parting = shorten(string(bytes.TrimSpace(line)))
	}
	if w.got += int64(n); w.most > 0 && w.got > w.most {
		return 0, errTooMuch
	}
	return n, err
}

// Write writes, and mends go-imap's "=": an empty SASL response that is not an
// initial one is an empty line (RFC 9051 section 6.2.2).
func (w *wire) Write(p []byte) (int, error) {
	if string(p) == "=\r\n" {
		n, err := w.Conn.Write(p[1:])
		return n + 1, err
	}
	return w.Conn.Write(p)
}

// state says what the wire saw: the server's parting words, and whether it fell silent.
func (w *wire) state() (parting string, silent bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.parting, w.timeout
}

func isTimeout(err error) bool {
	var ne net.Error
	return errors.As(err, &ne) && ne.Timeout()
}

// shorten bounds and cleans a server's text for logs and messages.
func shorten(s string) string {
	const most = 200
	clean := make([]rune, 0, most)
	for _, r := range s {
		if len(clean) == most {
			break
		}
		if r < ' ' || r >= 0x7f && r < 0xa0 || r == '\uFFFD' {
			r = '?'
		}
		clean = append(clean, r)
	}
	return string(clean)
}
