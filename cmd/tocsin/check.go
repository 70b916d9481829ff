package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"tocsin/cmd/tocsin/config"
	"tocsin/cmd/tocsin/console"
	"tocsin/cmd/tocsin/daemon"
	"tocsin/intake/mailbox"
	"tocsin/router/courier"
	"tocsin/store"
	"tocsin/store/bolt"
)

func (a *app) checkCommand() *cobra.Command {
	var live bool
	c := leaf("check [-live]", "check configuration, keys and directory: every problem with its line", 0, 0, func(c *cobra.Command, _ []string) error {
		file := config.Find(a.config)
		if file == "" {
			_, err := a.readConfig()
			return err
		}
		cfg, problems := config.Read(file)
		rooms, more := daemon.Load(cfg)
		problems = append(problems, news(problems, more)...)
		for _, p := range rooms.Directory.Stale(a.now()) {
			problems = append(problems, config.Problem(p))
		}
		bad, busy := len(config.Errors(problems)), false
		if bad == 0 {
			var found []config.Problem
			found, busy = checkStore(c.Context(), cfg)
			found = append(found, refused(file, cfg)...)
			problems, bad = append(problems, found...), len(found)
		}
		if live && bad == 0 {
			found := a.live(c.Context(), cfg)
			problems, bad = append(problems, found...), len(found)
		}
		if err := a.tellProblems(problems); err != nil {
			return err
		}
		if bad > 0 {
			return statusError{exitFailed, fmt.Sprintf("%s: %s", file, plural(bad, "problem"))}
		}
		if a.json {
			return nil
		}
		fmt.Fprintf(a.out, "%s is good%s%s\n", file, map[bool]string{true: "; every server let us in"}[live],
			map[bool]string{true: "; the store is in use, as by a running daemon, and was not looked at"}[busy])
		return nil
	})
	c.Flags().BoolVar(&live, "live", false, "also log in to each mailbox and to the submission server")
	return c
}

// news leaves out what was told already, with the line that names the file.
func news(told, more []config.Problem) []config.Problem {
	return slices.DeleteFunc(more, func(m config.Problem) bool {
		return slices.ContainsFunc(told, func(p config.Problem) bool { return strings.Contains(p.Message, m.Message) })
	})
}

func plural(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return console.Count(n) + " " + what + "s"
}

func (a *app) tellProblems(problems []config.Problem) error {
	for _, p := range problems {
		if a.json {
			if err := a.printJSON(p); err != nil {
				return err
			}
			continue
		}
		style := console.Red
		if p.Warning {
			style = console.Yellow
		}
		fmt.Fprintln(a.out, a.screen.Paint(style, console.Safe(p.String())))
	}
	return nil
}

// checkStore looks whether the store, if there is one, can be opened with the
// configured key. It changes nothing, and can't look at one that is in use.
func checkStore(ctx context.Context, cfg *config.Config) (problems []config.Problem, busy bool) {
	key, err := config.SealKey(cfg.Store.SealKey)
	if err != nil { // a credential, outside the unit: that was told
		return nil, false
	}
	engine, err := bolt.Open(cfg.Store.Path, bolt.Options{ReadOnly: true, Timeout: 200 * time.Millisecond})
	if err == nil {
		err = errors.Join(store.Check(ctx, engine, key), engine.Close())
	}
	switch {
	case errors.Is(err, store.ErrLocked):
		return nil, true
	case err == nil, errors.Is(err, fs.ErrNotExist):
		return nil, false
	}
	return []config.Problem{{File: cfg.Store.Path, Message: err.Error()}}, false
}

// refused says what the doors to the servers would not begin with.
func refused(file string, cfg *config.Config) (problems []config.Problem) {
	tell := func(line int, err error) {
		if err != nil {
			problems = append(problems, config.Problem{File: file, Line: line, Message: err.Error()})
		}
	}
	for _, b := range cfg.Mailboxes {
		conf, err := daemon.MailboxConfig(b)
		if err == nil {
			_, err = mailbox.New(conf, nil, nil)
		}
		tell(b.Line, err)
	}
	conf, err := daemon.CourierConfig(cfg)
	if err == nil {
		_, err = courier.New(conf, nil, nil)
	}
	tell(cfg.Submission.Line, err)
	return problems
}

// patience is how long a server may take to let us in.
const patience = 30 * time.Second

// live logs in to every server.
func (a *app) live(ctx context.Context, cfg *config.Config) (problems []config.Problem) {
	try := func(server config.Address, login func(context.Context) error) {
		within, cancel := context.WithTimeoutCause(ctx, patience, fmt.Errorf("no answer within %v", patience))
		defer cancel()
		if err := login(within); err != nil {
			trouble := daemon.ServerError{Server: server, Err: err}
			problems = append(problems, config.Problem{File: server.String(), Message: trouble.Cause()})
		}
	}
	log := a.log(slog.LevelError + 4)
	for _, b := range cfg.Mailboxes {
		try(b.Address, func(ctx context.Context) error {
			conf, err := daemon.MailboxConfig(b)
			if err != nil {
				return err
			}
			conf.Log = log
			box, err := mailbox.New(conf, nil, nil)
			if err != nil {
				return err
			}
			return box.Check(ctx)
		})
	}
	try(cfg.Submission.Address, func(ctx context.Context) error {
		conf, err := daemon.CourierConfig(cfg)
		if err != nil {
			return err
		}
		conf.Log = log
		way, err := courier.New(conf, nil, nil)
		if err != nil {
			return err
		}
		return way.Check(ctx)
	})
	return problems
}
