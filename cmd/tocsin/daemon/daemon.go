// Package daemon is the wiring: from a checked config it opens the store and
// puts mailboxes, line and courier together, the same for `tocsin serve`,
// `once`, the store commands, the demo and the tests.
package daemon

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"runtime"
	"runtime/debug"
	"strings"
	"time"

	"tocsin/cmd/tocsin/config"
	"tocsin/intake"
	"tocsin/intake/mailbox"
	"tocsin/router/courier"
	"tocsin/store"
	"tocsin/store/bolt"
)

// A Daemon is everything that runs, ready but not running.
type Daemon struct {
	Config  *config.Config
	Rooms   *Rooms
	Store   *store.Store
	Line    *intake.Line
	Courier *courier.Courier
	Boxes   []*mailbox.Box
	Log     *slog.Logger
	Now     func() time.Time
}

// Options of Open; zero fields mean silence and the real clock.
type Options struct {
	Log *slog.Logger
	Now func() time.Time
}

// ConfigError is a config that can't be run with, as its list of problems.
type ConfigError struct{ Problems []config.Problem }

// Error gives one problem a line.
func (e *ConfigError) Error() string {
	var lines []string
	for _, p := range e.Problems {
		lines = append(lines, p.String())
	}
	return strings.Join(lines, "\n")
}

// garbage is how much of it may gather over what is in use, in percent of that,
// unless GOGC says so. In a backlog that saves a tenth of the collections, which
// take some 40 µs a mail; 120 would take more memory than docs/benchmarks.md allows.
const garbage = 110

// Open opens the store and puts the rooms together. Nothing runs yet, and no
// server is spoken to.
func Open(ctx context.Context, cfg *config.Config, opt Options) (*Daemon, error) {
	d := &Daemon{Config: cfg, Log: opt.Log, Now: opt.Now}
	if d.Log == nil {
		d.Log = slog.New(slog.DiscardHandler)
	}
	if d.Now == nil {
		d.Now = time.Now
	}
	rooms, problems := Load(cfg)
	if bad := config.Errors(problems); len(bad) > 0 {
		return nil, &ConfigError{bad}
	}
	if len(rooms.TeamKeys) < len(cfg.Keys.Team) { // a credential, outside the unit
		return nil, &ConfigError{problems}
	}
	d.Rooms = rooms
	if err := d.openStore(ctx); err != nil {
		return nil, err
	}
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(garbage)
	}
	if err := errors.Join(d.openLine(ctx), d.openDoors()); err != nil {
		return nil, errors.Join(err, d.Store.Close())
	}
	return d, nil
}

// Close lets go of the store.
func (d *Daemon) Close() error { return d.Store.Close() }

func (d *Daemon) openStore(ctx context.Context) error {
	seal, err := config.SealKey(d.Config.Store.SealKey)
	if err != nil {
		return err
	}
	engine, err := bolt.Open(d.Config.Store.Path, bolt.Options{Now: d.Now})
	if err != nil {
		return fmt.Errorf("the store %s: %w", d.Config.Store.Path, err)
	}
	d.Store, err = store.Open(ctx, engine, seal, store.Options{Now: d.Now})
	if err != nil {
		return errors.Join(fmt.Errorf("the store %s: %w", d.Config.Store.Path, err), engine.Close())
	}
	return nil
}

func (d *Daemon) openLine(ctx context.Context) (err error) {
	cfg, ack := d.Config, d.Config.Intake.Ack
	workers := cfg.Intake.Workers
	if workers == 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	d.Line, err = intake.New(ctx, intake.Config{
		Team: cfg.Team.Name, Tag: cfg.Team.Tag, Addresses: cfg.Team.Addresses, Languages: cfg.Team.Languages,
		Timezone: cfg.Team.Location, Phone: cfg.Team.Phone, Handlers: handlers(cfg),
		Limits: Limits(cfg), MessageSize: int64(cfg.Intake.MessageSize),
		Ack: intake.Ack{PerSenderHour: ack.PerSenderHour, PerSenderDay: ack.PerSenderDay, PerDomainHour: ack.PerDomainHour,
			PerHour: ack.PerHour, Sign: ack.Sign, Delay: time.Duration(ack.Delay)},
		CountryFallback: cfg.Routing.CountryFallback, AuthServ: cfg.Intake.AuthServ, Feed: cfg.Intake.Feed,
		Forms: d.Rooms.Forms, Letters: d.Rooms.Letters, Directory: d.Rooms.Directory,
		Store: d.Store, TeamKeys: d.Rooms.TeamKeys, Workers: workers, Now: d.Now, Log: d.Log,
	})
	return err
}

// openDoors makes the mailboxes and the courier.
func (d *Daemon) openDoors() error {
	for _, b := range d.Config.Mailboxes {
		cfg, err := MailboxConfig(b)
		if err != nil {
			return err
		}
		cfg.MaxSize, cfg.Log, cfg.Now = int64(d.Config.Intake.MessageSize), d.Log, d.Now
		box, err := mailbox.New(cfg, d.Store, d.take)
		if err != nil {
			return err
		}
		d.Boxes = append(d.Boxes, box)
	}
	cfg, err := CourierConfig(d.Config)
	if err != nil {
		return err
	}
	cfg.Log, cfg.Now, cfg.Failed = d.Log, d.Now, d.Line.Undelivered
	d.Courier, err = courier.New(cfg, d.Store, d.Line.Protect)
	return err
}

// MailboxConfig turns a [[mailbox]] into what its room takes.
func MailboxConfig(b config.Mailbox) (mailbox.Config, error) {
	roots, err := trust(b.TLS)
	return mailbox.Config{
		URL: b.URL, Username: b.Address.User, Mechanism: b.Mechanism, After: b.After, Poll: time.Duration(b.Poll), TLS: roots,
		InsecureLoopback: b.TLS.InsecureLoopback, Secret: func() (string, error) { return config.Secret(b.Password) },
	}, err
}

// CourierConfig turns [submission] into what its room takes.
func CourierConfig(c *config.Config) (courier.Config, error) {
	s := c.Submission
	roots, err := trust(s.TLS)
	out := courier.Config{
		URL: s.URL, Username: s.Address.User, Mechanism: s.Mechanism, Hello: s.Hello, Bounce: s.Bounce, Rate: s.Rate, TLS: roots,
		InsecureLoopback: s.TLS.InsecureLoopback, Secret: func() (string, error) { return config.Secret(s.Password) },
	}
	if out.Bounce == "" && len(c.Team.Addresses) > 0 {
		out.Bounce = c.Team.Addresses[0]
	}
	return out, err
}

// trust gives the TLS settings of a server, nil for the system's roots.
func trust(t config.TLS) (*tls.Config, error) {
	if t.CA == "" {
		return nil, nil
	}
	data, err := os.ReadFile(t.CA)
	if err != nil {
		return nil, err
	}
	roots := x509.NewCertPool()
	if !roots.AppendCertsFromPEM(data) {
		return nil, fmt.Errorf("%s holds no certificate in PEM form", t.CA)
	}
	return &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12}, nil
}

// take hands what a mailbox fetched to the line.
func (d *Daemon) take(ctx context.Context, batch []mailbox.Fetched) (settled func() []error) {
	arrivals := make([]intake.Arrival, len(batch))
	for i, f := range batch {
		arrivals[i] = intake.Arrival{
			Raw: f.Raw, Size: max(f.Size, int64(len(f.Raw))), Header: f.Header, Failed: f.Failed,
			Delivery: store.Delivery{Mailbox: f.Mailbox, UIDValidity: f.UIDValidity, UID: f.UID},
		}
	}
	return d.Line.Take(ctx, arrivals)
}
