package main

import (
	"context"
	"errors"
	"io"
	"iter"
	"log/slog"

	"tocsin/cmd/tocsin/control"
	"tocsin/cmd/tocsin/daemon"
	"tocsin/store"
)

// inputs are what a command reads besides the store.
type inputs = iter.Seq2[control.Input, error]

func nothing(func(control.Input, error) bool) {}

// withStore runs a command that needs the store: in the daemon if one runs
// (this process then only sends inputs and prints), else here.
func (a *app) withStore(ctx context.Context, in inputs, do func(ctx context.Context, d *daemon.Daemon, in inputs) error) error {
	if a.held != nil {
		return do(ctx, a.held, a.given)
	}
	cfg, err := a.readConfig()
	if err != nil {
		return err
	}
	for try := 1; ; try++ {
		ran, err := a.ask(ctx, cfg.Socket(), in)
		if ran {
			return err
		}
		d, err := daemon.Open(ctx, cfg, daemon.Options{Log: a.log(slog.LevelWarn), Now: a.now})
		switch {
		case err == nil:
			return errors.Join(do(ctx, d, in), d.Close())
		case !errors.Is(err, store.ErrLocked) || try == tries:
			return err
		}
	}
}

// tries is how often a store that another process holds is tried, each time
// for as long as the engine waits for the lock: another command may just be
// ending, or a daemon starting.
const tries = 3

// ask lets the daemon behind the socket run the command, if there is one.
func (a *app) ask(ctx context.Context, socket string, in inputs) (ran bool, err error) {
	req := control.Request{Args: a.args, Screen: a.screen, Progress: a.progress}
	status, err := control.Call(ctx, socket, req, in, a.out, a.errs)
	switch {
	case errors.Is(err, control.ErrNone):
		return false, nil
	case err != nil:
		return true, err
	case status != exitDone:
		return true, statusError{status: status}
	}
	return true, nil
}

// answer runs a command that came over the socket, in the daemon.
func (a *app) answer(d *daemon.Daemon) control.Handle {
	return func(ctx context.Context, req control.Request, in iter.Seq2[control.Input, error], out, errs io.Writer) int {
		inner := &app{
			in: noInput{}, out: out, errs: errs, screen: req.Screen, progress: req.Progress, now: a.now,
			held: d, given: in,
		}
		return inner.run(ctx, req.Args)
	}
}

// noInput is the standard input of a command in the daemon: its inputs come
// over the socket.
type noInput struct{}

// Read says that there is nothing.
func (noInput) Read([]byte) (int, error) { return 0, io.EOF }

func (a *app) log(level slog.Level) *slog.Logger {
	return slog.New(slog.NewTextHandler(a.errs, &slog.HandlerOptions{Level: level}))
}
