package mailbox

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"
)

// Fetched is one message as the server gave it.
type Fetched struct {
	Mailbox          string // ledger name
	UIDValidity, UID uint32
	Internal         time.Time // when the server received it
	Size             int64     // RFC822.SIZE in bytes, as the server claims
	Raw              []byte    // the message; its header alone if Header; what could be had, or a note saying so, if Failed
	Header           bool      // only the header was fetched: the message is larger than MaxSize
	Failed           string    // why no trustworthy body can be had: Take quarantines Raw with this reason
}

// Left says that the message stays on the server whatever the configuration
// says, since Raw is not the whole of it. A store may record it as marked.
func (f Fetched) Left() bool { return f.Header || f.Failed != "" }

// A Ledger remembers which messages of which generation (UIDVALIDITY) of a
// mailbox are filed, and which of these are marked on the server.
type Ledger interface {
	// Unfiled returns those of uids that are not filed yet.
	Unfiled(ctx context.Context, mailbox string, uidvalidity uint32, uids []uint32) ([]uint32, error)
	// HighWater returns the highest UID filed, 0 if none.
	HighWater(ctx context.Context, mailbox string, uidvalidity uint32) (uint32, error)
	// Marked records that the mark on the server is made, or not wanted.
	Marked(ctx context.Context, mailbox string, uidvalidity uint32, uids []uint32) error
	// Unmarked returns what is filed but not marked.
	Unmarked(ctx context.Context, mailbox string, uidvalidity uint32) ([]uint32, error)
}

// Take puts a batch in line to be filed after those before it, and blocks while
// too many are. settled blocks until all of the batch is settled, and returns
// one error per message: nil means durably filed or quarantined. The bytes
// belong to Take from then on, and the batch lets go of them once Take returns.
type Take func(ctx context.Context, batch []Fetched) (settled func() []error)

// Tally counts what one run of Once met: Found = Filed + Failed + Left.
type Tally struct {
	Found    int // messages on the server that the ledger did not know
	Filed    int // settled by Take
	Failed   int // refused by Take; to be tried again
	Left     int // not fetched; to be tried again
	Unmarked int // filed, but the mark on the server is still to be made
}

// Status is what health checks want to know of a mailbox.
type Status struct {
	Name        string
	LastSuccess time.Time // end of the last cycle without an error
	Oldest      time.Time // server's receipt time of the oldest message known but not filed; zero if none
	Unfiled     int       // messages known but not filed
	LastError   string    // of the last cycle, "" if it went well
	Failures    int       // cycles in a row that failed
	Next        time.Time // when the next attempt is due
	Idle        bool      // waiting in IDLE
	Filed       int64     // messages filed since start
}

// A Box is one mailbox on one server. Run and Once are not to be called at the
// same time; Status may be called always.
type Box struct {
	cfg    Config
	at     target
	after  after
	ledger Ledger
	take   Take

	generation uint32              // UIDVALIDITY that troubles belong to
	troubles   map[uint32]*trouble // messages that were seen but could not be filed
	reconciled time.Time           // when all UIDs were last compared with the ledger
	madeTarget bool                // the folder of "move:" is known to exist
	warned     bool                // that the wanted mark cannot be made here

	mu     sync.Mutex
	status Status
}

// New checks the configuration and returns a Box; it does no I/O.
func New(cfg Config, l Ledger, t Take) (*Box, error) {
	b, err := newBox(cfg, l, t)
	if err != nil {
		return nil, fmt.Errorf("mailbox: %w", err)
	}
	return b, nil
}

func newBox(cfg Config, l Ledger, t Take) (*Box, error) {
	cfg.defaults()
	at, err := parseTarget(cfg.URL)
	if err != nil {
		return nil, err
	}
	at.user = orElse(cfg.Username, at.user)
	a, err := parseAfter(cfg.After)
	switch {
	case err != nil:
		return nil, err
	case at.user == "":
		return nil, errors.New("no user name; write it into the url, imaps://user@host/INBOX")
	case cfg.Secret == nil:
		return nil, errors.New("no password; name a password_file")
	case a.kind == move && sameFolder(a.arg, at.folder):
		return nil, fmt.Errorf("after = \"move:%s\" names the folder that is read; name another one", a.arg)
	case !knownMechanism(cfg.Mechanism):
		return nil, fmt.Errorf("mechanism %q is not known; use login, plain, oauthbearer or xoauth2", cfg.Mechanism)
	}
	cfg.Name = orElse(cfg.Name, at.name())
	b := &Box{cfg: cfg, at: at, after: a, ledger: l, take: t, troubles: map[uint32]*trouble{}}
	b.status.Name = cfg.Name
	return b, nil
}

// sameFolder compares folder names; only INBOX is case-blind (RFC 9051 section 5.1).
func sameFolder(a, b string) bool {
	return a == b || strings.EqualFold(a, "INBOX") && strings.EqualFold(b, "INBOX")
}

// Status reports how the mailbox is doing.
func (b *Box) Status() Status {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.status
}

// note changes the status under its lock.
func (b *Box) note(change func(*Status)) {
	b.mu.Lock()
	defer b.mu.Unlock()
	change(&b.status)
}
