package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"log/slog"
	"os"
	"os/user"
	"syscall"

	"tocsin/cmd/tocsin/config"
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
		d, err := a.open(ctx, cfg, a.log(slog.LevelWarn))
		switch {
		case err == nil:
			return errors.Join(do(ctx, d, in), d.Close())
		case !errors.Is(err, store.ErrLocked) || try == tries:
			return err
		}
	}
}

// open opens the store here, unless that would leave files of root's in the
// state folder of another user, who could then not open them any more.
func (a *app) open(ctx context.Context, cfg *config.Config, log *slog.Logger) (*daemon.Daemon, error) {
	if err := ownFolder(cfg.StateDir(), os.Geteuid()); err != nil {
		return nil, err
	}
	return daemon.Open(ctx, cfg, daemon.Options{Log: log, Now: a.now})
}

// ownFolder refuses root (user id 0) in a folder that is somebody else's.
func ownFolder(dir string, me int) error {
	info, err := os.Stat(dir)
	if err != nil || me != 0 {
		return nil // what opens the store says more
	}
	owner, ok := info.Sys().(*syscall.Stat_t)
	if !ok || owner.Uid == 0 {
		return nil
	}
	name := fmt.Sprintf("#%d", owner.Uid) // as sudo takes it
	if u, err := user.LookupId(name[1:]); err == nil {
		name = u.Username
	}
	return fmt.Errorf("%s belongs to the user %s, and root would lock that user out: run this as sudo -u %s tocsin …", dir, name, sudoName(name))
}

// sudoName quotes a user id for the shell, which takes # for a comment.
func sudoName(name string) string {
	if name[0] == '#' {
		return "'" + name + "'"
	}
	return name
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
