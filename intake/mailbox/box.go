package mailbox

import (
	"context"
	"crypto/tls"
	"log/slog"
	"net"
	"time"
)

// Config says which mailbox to read, how to log in, and what becomes of a
// message on the server once it is filed.
type Config struct {
	Name      string                 // ledger name, stable for ever: user@host/INBOX; "" derives it from URL
	URL       string                 // imaps://user@host[:993]/INBOX, or imap:// for STARTTLS
	Username  string                 // overrides the user of URL
	Secret    func() (string, error) // password or token; read anew for every login
	Mechanism string                 // "", login, plain, oauthbearer, xoauth2
	After     string                 // "move:Folder", "keyword:$Word", "leave" (also ""), "delete"
	Poll      time.Duration          // time between two looks, with or without IDLE; 0 means one minute
	TLS       *tls.Config            // nil for the system's roots
	// InsecureLoopback allows imap:// without TLS, to a loopback address only.
	InsecureLoopback bool
	MaxSize          int64 // bytes; larger mail is fetched as its header alone and left; 0 means 50 MiB
	Log              *slog.Logger
	Now              func() time.Time
	Dial             func(ctx context.Context, network, addr string) (net.Conn, error)
}

// Fetched is one message as the server gave it.
type Fetched struct {
	Mailbox          string // ledger name
	UIDValidity, UID uint32
	Internal         time.Time // when the server received it
	Size             int64     // RFC822.SIZE, bytes
	Raw              []byte    // the message, or its header alone
	Header           bool      // only the header was fetched: the message is larger than MaxSize
	Failed           string    // why no trustworthy body can be had: Take quarantines it with this reason
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
	// Marked records that the server-side mark of these is done, or not wanted.
	Marked(ctx context.Context, mailbox string, uidvalidity uint32, uids []uint32) error
	// Unmarked returns what is filed but not marked.
	Unmarked(ctx context.Context, mailbox string, uidvalidity uint32) ([]uint32, error)
}

// Take files a batch and blocks until all of it is settled. It returns one
// error per message: nil means durably filed or quarantined.
type Take func(ctx context.Context, batch []Fetched) []error

// Tally counts what one run of Once met. Found is the sum of Filed, Failed and Left.
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
	Oldest      time.Time // server's receipt time of the oldest message not yet filed; zero if none
	Unfiled     int       // messages seen but not yet filed
	LastError   string    // of the last cycle, "" if it went well
	Failures    int       // cycles in a row that failed
	Next        time.Time // when the next attempt is due
	Idle        bool      // waiting in IDLE
	Filed       int64     // messages filed since start
}

// A Box is one mailbox on one server.
type Box struct {
	cfg    Config
	ledger Ledger
	take   Take
}

// New checks the configuration and returns a Box; it does no I/O.
func New(cfg Config, l Ledger, t Take) (*Box, error) {
	return &Box{cfg: cfg, ledger: l, take: t}, nil
}

// Run reads the mailbox until ctx ends, and returns nil then.
func (b *Box) Run(ctx context.Context) error { <-ctx.Done(); return nil }

// Once works through everything there is and returns.
func (b *Box) Once(ctx context.Context, progress func(done, total int)) (Tally, error) {
	return Tally{}, ctx.Err()
}

// Check logs in and selects the folder, changing nothing.
func (b *Box) Check(ctx context.Context) error { return ctx.Err() }

// Status reports how the mailbox is doing.
func (b *Box) Status() Status { return Status{Name: b.cfg.Name} }
