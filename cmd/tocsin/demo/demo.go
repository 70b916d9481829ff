package demo

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"tocsin/cmd/tocsin/console"
	"tocsin/store"
)

// Options say where the demo plays and who watches.
type Options struct {
	Dir    string // for configuration, keys and store; made afresh
	Out    io.Writer
	Screen console.Screen
	// Linger keeps the servers running after the last sample until the
	// context ends, for one's own experiments.
	Linger bool
}

// Run plays all samples and returns the folder's configuration file. The
// store is closed by then, so that other commands can be tried on it.
func Run(ctx context.Context, opt Options) (configFile string, err error) {
	if entries, err := os.ReadDir(opt.Dir); err == nil && len(entries) > 0 {
		return "", fmt.Errorf("%s is not empty; give the demo a folder of its own", opt.Dir)
	}
	s, err := build(ctx, opt.Dir)
	if err != nil {
		return "", err
	}
	defer s.close()
	fmt.Fprintf(opt.Out, "Tocsin demo: IMAP on %s, SMTP on %s, one daemon between them.\n\n", s.inbox.Addr(), s.sink.Addr())
	ctx, stop := context.WithCancel(ctx)
	served := make(chan error, 1)
	go func() { served <- s.daemon.Serve(ctx) }()
	err = s.play(ctx, &teller{out: opt.Out, screen: opt.Screen})
	if err == nil && opt.Linger {
		fmt.Fprintf(opt.Out, "The servers go on. Interrupt to end.\n")
		<-ctx.Done()
	}
	stop()
	return filepath.Join(opt.Dir, "tocsin.toml"), errors.Join(err, <-served)
}

func (s *stage) play(ctx context.Context, t *teller) error {
	for _, sample := range samples() {
		raw, err := sample.compose(s)
		if err != nil {
			return fmt.Errorf("sample %q: %w", sample.title, err)
		}
		a, err := s.perform(ctx, raw)
		if err != nil {
			return fmt.Errorf("sample %q: %w", sample.title, err)
		}
		a.title = sample.title
		t.tell(a)
	}
	return nil
}

// patience is how long one sample may take before the demo gives up.
const patience = 30 * time.Second

// perform puts a mail into the mailbox and waits until it is filed and
// everything that it caused has left, or waits for a person.
func (s *stage) perform(ctx context.Context, raw []byte) (act, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, patience, errors.New("nothing came of it in time"))
	defer cancel()
	a := act{raw: raw}
	s.imap.Append(teamAddress, "INBOX", raw)
	key := store.KeyOf(raw)
	err := until(ctx, func() (bool, error) {
		var err error
		a.message, err = s.daemon.Store.Message(ctx, key)
		if errors.Is(err, store.ErrNotFound) {
			return false, nil
		}
		return err == nil, err
	})
	if err != nil {
		return a, err
	}
	err = until(ctx, func() (bool, error) {
		all, err := s.daemon.Store.Outbox(ctx, store.OutFilter{Ref: a.message.Ref})
		a.outbox = a.outbox[:0]
		for _, o := range all {
			if o.State == store.Due {
				return false, err
			}
			if o.Cause == key {
				a.outbox = append(a.outbox, o)
			}
		}
		return err == nil, err
	})
	if err != nil {
		return a, err
	}
	a.incident, err = s.daemon.Store.Incident(ctx, a.message.Ref)
	return a, err
}

// until asks again and again, a few milliseconds apart.
func until(ctx context.Context, done func() (bool, error)) error {
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for {
		if ok, err := done(); ok || err != nil {
			return err
		}
		select {
		case <-ctx.Done():
			return context.Cause(ctx)
		case <-tick.C:
		}
	}
}
