package courier

import (
	"cmp"
	"context"
	"crypto/tls"
	"fmt"
	"log/slog"
	"net"
	"sync"
	"sync/atomic"
	"time"

	"tocsin/store"
)

// Config says where to submit mail and how hard to press. Only URL and Bounce
// have to be set; every other zero value means what its comment says.
type Config struct {
	// URL of the submission server: submissions://user@host:465 (TLS from the
	// first byte), submission://user@host:587 (STARTTLS or nothing), or
	// smtp://host:25 (a relay: plain on loopback, else STARTTLS where offered).
	URL string
	// Username to log in with; by default the one in the URL, without any no login.
	Username string
	// Secret returns the password or token. It is asked anew for each login.
	Secret func() (string, error)
	// Mechanism is "" (PLAIN, else LOGIN), plain, login, oauthbearer or xoauth2.
	Mechanism string
	// Hello is the name to say in EHLO, "localhost" by default.
	Hello string
	// TLS is the base of the TLS configuration, e.g. with own roots.
	TLS *tls.Config
	// InsecureLoopback lets a login go unprotected, to a loopback address only.
	InsecureLoopback bool
	// Bounce is the envelope sender of all that is no automatic answer.
	Bounce string
	// Rate limits the mails a minute over all connections; 0 is no limit.
	Rate int
	// Connections is the most connections open at a time, 2 by default.
	Connections int
	// PerConnection is the most mails over one connection, 1000 by default, 100 at least.
	PerConnection int
	// Lease is how long a claimed entry is ours: no attempt outlives it, and
	// after a crash the entry is due again when it ends. 90 seconds by default;
	// it doubles, up to 8 times, when a server proves slower than that.
	Lease time.Duration
	// Timeout bounds each command and each write, 30 seconds by default; the
	// answer to a whole mail may take as long as the lease lasts.
	Timeout time.Duration
	// Failed says who hears of an entry that failed for good, for the transaction
	// that settles it (store.Settlement); nil: nobody.
	Failed func(tx *store.Tx, o store.Outgoing) []store.Outgoing
	Log    *slog.Logger
	Now    func() time.Time
	// Dial replaces net.Dialer in tests.
	Dial func(ctx context.Context, network, addr string) (net.Conn, error)
}

// Queue is the part of the store that the courier works on.
type Queue interface {
	// Claim hands out up to n due entries, counting the attempt of each and
	// putting its next one off by the lease. With store.ErrDamaged it has put
	// off others that it can't read.
	Claim(ctx context.Context, now time.Time, n int, lease time.Duration) ([]store.Outgoing, error)
	// Settle records outcomes, all in one commit.
	Settle(ctx context.Context, s ...store.Settlement) error
	// Wake is a hint that there may be more to do.
	Wake() <-chan struct{}
	// NextDue is when the earliest entry is due; ok is false if there is none.
	NextDue(ctx context.Context) (at time.Time, ok bool, err error)
	// Pending counts the entries that are due at now and those due later.
	Pending(ctx context.Context, now time.Time) (due, later int, err error)
}

// Protect composes, signs and encrypts one entry: the whole mail, 7-bit, with
// CRLF. A *store.HoldError holds the entry for a handler; an error that says
// Temporary() is tried again; any other is permanent.
type Protect func(ctx context.Context, o store.Outgoing) (raw []byte, err error)

// A Tally counts what one Drain did. Left is what still waits to be sent.
type Tally struct {
	Sent, Failed, Held, Left int
}

// A Courier takes what is due from the outbox to the submission server.
type Courier struct {
	cfg     Config
	end     endpoint
	queue   Queue
	protect Protect
	rests   rests
	pace    pace
	slow    atomic.Int32 // how often the lease was doubled

	mu     sync.Mutex
	parked *session           // idle, for what comes next
	kept   []store.Settlement // outcomes that the store would not take yet
}

// New checks the configuration and returns a courier that has touched nothing yet.
func New(cfg Config, q Queue, p Protect) (*Courier, error) {
	end, err := parseURL(cfg.URL)
	if err != nil {
		return nil, fmt.Errorf("courier: %w", err)
	}
	if cfg.Username != "" {
		end.user = cfg.Username
	}
	if end.user != "" {
		end.withLogin(cfg.InsecureLoopback)
	}
	if err := cfg.checkLogin(end.user); err != nil {
		return nil, fmt.Errorf("courier: %w", err)
	}
	if err := checkAddress(cfg.Bounce); err != nil {
		return nil, fmt.Errorf("courier: bounce address: %w", err)
	}
	cfg.fill(end)
	return &Courier{cfg: cfg, end: end, queue: q, protect: p}, nil
}

// fill puts the defaults in place of zero values.
func (cfg *Config) fill(end endpoint) {
	if cfg.Hello == "" {
		cfg.Hello = domainOf(cfg.Bounce)
	}
	cfg.TLS = cfg.TLS.Clone()
	if cfg.TLS == nil {
		cfg.TLS = &tls.Config{}
	}
	if cfg.TLS.ServerName == "" {
		cfg.TLS.ServerName = end.host
	}
	cfg.TLS.MinVersion = max(cfg.TLS.MinVersion, tls.VersionTLS12)
	cfg.Connections = cmp.Or(max(cfg.Connections, 0), 2)
	cfg.PerConnection = max(100, cmp.Or(cfg.PerConnection, 1000))
	cfg.Timeout = cmp.Or(cfg.Timeout, 30*time.Second)
	cfg.Lease = cmp.Or(cfg.Lease, 90*time.Second)
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	if cfg.Dial == nil {
		cfg.Dial = new(net.Dialer).DialContext
	}
}

// slowest is how often the lease doubles at most.
const slowest = 3

// lease is how long the next claims last.
func (c *Courier) lease() time.Duration { return c.cfg.Lease << c.slow.Load() }

// slower lengthens the lease after an attempt that it cut short.
func (c *Courier) slower() {
	if n := c.slow.Load(); n < slowest && c.slow.CompareAndSwap(n, n+1) {
		c.cfg.Log.Warn("the server is slow; waiting longer from now on", "lease", c.lease())
	}
}

// Check connects and logs in, and says what does not work.
func (c *Courier) Check(ctx context.Context) error {
	s, err := c.connect(ctx)
	s.quit()
	return err
}
