package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	systemd "github.com/coreos/go-systemd/v22/daemon"
	"github.com/spf13/cobra"

	"tocsin/cmd/tocsin/console"
	"tocsin/cmd/tocsin/control"
	"tocsin/cmd/tocsin/daemon"
)

func (a *app) serveCommand() *cobra.Command {
	var level string
	c := leaf("serve [-log L]", "run until SIGTERM: take mail in, deliver what is due", 0, 0, func(c *cobra.Command, _ []string) error {
		var l slog.Level
		if err := l.UnmarshalText([]byte(level)); err != nil {
			return wrongUse("-log %q must be debug, info, warn or error", level)
		}
		err := a.alone(c.Context(), a.log(l), a.serve)
		if c.Context().Err() != nil && errors.Is(err, context.Canceled) {
			return nil // the signal that serve runs until came while it was starting
		}
		return err
	})
	c.Flags().StringVar(&level, "log", "info", "log `LEVEL`: debug, info, warn or error; SIGHUP reloads the directory")
	return c
}

// alone opens the store as the one daemon on it, answers commands on the
// socket, and runs do.
func (a *app) alone(ctx context.Context, log *slog.Logger, do func(context.Context, *daemon.Daemon) error) error {
	if a.held != nil {
		return errors.New("a daemon runs on this store and does this by itself; end it first")
	}
	cfg, err := a.readConfig()
	if err != nil {
		return err
	}
	ping := control.Request{Args: []string{"help"}}
	if _, err := control.Call(ctx, cfg.Socket(), ping, nothing, io.Discard, io.Discard); err == nil {
		return fmt.Errorf("a daemon runs on this store already (it answers on %s) and takes in mail by itself; end it first", cfg.Socket())
	}
	d, err := a.open(ctx, cfg, log)
	if err != nil {
		return err
	}
	socket, err := control.Listen(cfg.Socket())
	if err != nil {
		return errors.Join(err, d.Close())
	}
	inner, stop := context.WithCancel(ctx)
	answered := make(chan error, 1)
	go func() { answered <- socket.Serve(inner, a.answer(d)) }()
	err = do(ctx, d)
	stop()
	return errors.Join(err, <-answered, d.Close())
}

func (a *app) serve(ctx context.Context, d *daemon.Daemon) error {
	names := make([]string, 0, len(d.Boxes))
	for _, b := range d.Boxes {
		names = append(names, b.Status().Name)
	}
	d.Rooms.Forms.Prepare()
	d.Log.Info("serving", "mailboxes", strings.Join(names, ", "), "store", d.Config.Store.Path)
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	go reloadOnHangup(ctx, d)
	go watchdog(ctx, d)
	defer context.AfterFunc(ctx, func() {
		systemd.SdNotify(false, systemd.SdNotifyStopping)
		d.Log.Info("stopping")
	})()
	systemd.SdNotify(false, systemd.SdNotifyReady)
	return d.Serve(ctx)
}

func reloadOnHangup(ctx context.Context, d *daemon.Daemon) {
	hangup := make(chan os.Signal, 1)
	signal.Notify(hangup, syscall.SIGHUP)
	defer signal.Stop(hangup)
	for {
		select {
		case <-ctx.Done():
			return
		case <-hangup:
		}
		if err := d.Reload(ctx); err != nil {
			d.Log.Error("not reloaded; the old directory and keys go on", "err", err)
			continue
		}
		d.Log.Info("directory and keys reloaded")
	}
}

// watchdog tells systemd that we live, as long as the store answers.
func watchdog(ctx context.Context, d *daemon.Daemon) {
	every, err := systemd.SdWatchdogEnabled(false)
	if err != nil || every == 0 {
		return
	}
	tick := time.NewTicker(every / 2)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		if _, _, err := d.Store.Pending(ctx, d.Now()); err == nil {
			systemd.SdNotify(false, systemd.SdNotifyWatchdog)
		}
	}
}

func (a *app) onceCommand() *cobra.Command {
	return leaf("once", "take in all mail, deliver all that is due, then exit", 0, 0, func(c *cobra.Command, _ []string) error {
		return a.alone(c.Context(), a.log(slog.LevelError), a.once)
	})
}

func (a *app) once(ctx context.Context, d *daemon.Daemon) error {
	fetched := console.NewProgress(a.errs, a.progress, "filed", a.now)
	sent := console.NewProgress(a.errs, a.progress, "delivered", a.now)
	r, err := d.Once(ctx, fetched.Report, sent.Report)
	fetched.End()
	sent.End()
	if err != nil {
		if _, _, broken := d.Store.Pending(ctx, d.Now()); broken != nil { // the store, or a signal
			return err
		}
		r.Errors = append(r.Errors, daemon.OfServer(d.Config.Submission.Address, err))
	}
	for _, e := range r.Errors {
		a.complain(remedy(e))
	}
	tell := map[string]int{"found": r.Found, "filed": r.Filed, "failed": r.Failed, "left": r.Left,
		"sent": r.Mail.Sent, "undeliverable": r.Mail.Failed, "held": r.Mail.Held, "due": r.Mail.Left}
	err = a.say(tell, "%s found, %s filed, %s left; %s sent, %s undeliverable, %s held, %s to be tried again", console.Count(r.Found), console.Count(r.Filed),
		console.Count(r.Failed+r.Left), console.Count(r.Mail.Sent), console.Count(r.Mail.Failed), console.Count(r.Mail.Held), console.Count(r.Mail.Left))
	switch {
	case err != nil:
		return err
	case r.Done():
		return nil
	case r.Nothing():
		return statusError{status: exitFailed}
	}
	return statusError{status: exitPartly}
}
