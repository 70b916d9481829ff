package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"tocsin/cmd/tocsin/config"
	"tocsin/cmd/tocsin/console"
	"tocsin/cmd/tocsin/daemon"
	"tocsin/store"
)

// Exit statuses.
const (
	exitDone   = 0
	exitFailed = 1
	exitUsage  = 2
	exitPartly = 3
)

// An app is one run of the command line, in the user's process or, for a
// command that came over the socket, in the daemon's.
type app struct {
	in               io.Reader
	out, errs        io.Writer
	screen, progress console.Screen // of out and of errs
	now              func() time.Time

	args   []string // as given, for the daemon to run again
	config string   // -c
	json   bool

	held  *daemon.Daemon // the running daemon, inside it
	given inputs         // what the client reads for us, inside the daemon
}

// A usageError is a wrong use of the command line: exit status 2.
type usageError struct{ error }

// A statusError ends the run with a status; its text, if any, is printed.
type statusError struct {
	status int
	text   string
}

// Error returns the text.
func (e statusError) Error() string { return e.text }

func wrongUse(format string, args ...any) error { return usageError{fmt.Errorf(format, args...)} }

// run runs one command line and returns its exit status.
func (a *app) run(ctx context.Context, args []string) int {
	root := a.root()
	a.args = longFlags(root, args)
	root.SetArgs(a.args)
	root.SetIn(a.in)
	root.SetOut(a.out)
	root.SetErr(a.errs)
	return a.status(ctx, root.ExecuteContext(ctx))
}

// status prints an error in one clear line, or a line for each problem of a
// config, and gives the exit status for it.
func (a *app) status(ctx context.Context, err error) int {
	var usage usageError
	var ended statusError
	var bad *daemon.ConfigError
	switch {
	case err == nil:
		return exitDone
	case errors.As(err, &ended):
		if ended.text != "" {
			a.complain(ended.text)
		}
		return ended.status
	case errors.As(err, &bad):
		for _, p := range bad.Problems {
			fmt.Fprintln(a.errs, console.Safe(p.String()))
		}
		if len(config.Errors(bad.Problems)) == 0 {
			a.complain("the daemon does not run, and what it is given by systemd is not there for others: systemctl start tocsin")
			return exitFailed
		}
		a.complain("the configuration can't be used; see: tocsin check")
		return exitFailed
	case errors.As(err, &usage):
		a.complain(usage.Error())
		return exitUsage
	case ctx.Err() != nil && errors.Is(err, context.Canceled):
		a.complain("stopped; what was done is kept")
		return exitFailed
	}
	a.complain(remedy(err))
	return exitFailed
}

func (a *app) complain(text string) {
	fmt.Fprintln(a.errs, a.progress.Paint(console.Red, "tocsin:"), console.Safe(text))
}

// remedy says what is wrong and what to do about it. Most errors know both.
func remedy(err error) string {
	if errors.Is(err, store.ErrLocked) {
		return "the store is in use by another process, which does not answer on its socket; end that process first"
	}
	var op *net.OpError
	if errors.Is(err, os.ErrPermission) && errors.As(err, &op) && op.Net == "unix" {
		return fmt.Sprintf("the daemon's socket %s is open to its own user only: run this as that user, like: sudo -u tocsin tocsin …", op.Addr)
	}
	return strings.TrimSpace(err.Error())
}

// longFlags lets -json stand for --json: each known long flag may be written
// with one dash, as the man page does. A word that is nearly one becomes long as
// well, lest -chanel be taken for -c hanel; its error then names the right one.
func longFlags(root *cobra.Command, args []string) []string {
	known := []string{"help", "version"}
	var collect func(*cobra.Command)
	collect = func(c *cobra.Command) {
		known = append(known, flagNames(c)...)
		for _, sub := range c.Commands() {
			collect(sub)
		}
	}
	collect(root)
	out := make([]string, 0, len(args))
	for i, arg := range args {
		if arg == "--" {
			return append(out, args[i:]...)
		}
		name, _, _ := strings.Cut(strings.TrimPrefix(arg, "-"), "=")
		if strings.HasPrefix(arg, "-") && len(name) > 1 && (slices.Contains(known, name) || misspelt(name, known)) {
			arg = "-" + arg
		}
		out = append(out, arg)
	}
	return out
}

// misspelt says whether a word is nearly one of the names, and no file that
// stands right behind -c.
func misspelt(word string, names []string) bool {
	return len(word) > 2 && word[0] != '-' && !strings.ContainsAny(word, "./") && config.Nearest(word, names) != ""
}

// readConfig reads the config, which has to be there and right.
func (a *app) readConfig() (*config.Config, error) {
	file := config.Find(a.config)
	if _, err := os.Stat(config.System); file == "" && errors.Is(err, os.ErrPermission) {
		file = config.System // whose reading says more
	}
	if file == "" {
		return nil, errors.New("no configuration found (./tocsin.toml, /etc/tocsin/tocsin.toml); name one with -c FILE, or make one with: tocsin init DIR")
	}
	cfg, problems := config.Read(file)
	if bad := config.Errors(problems); len(bad) > 0 {
		return nil, &daemon.ConfigError{Problems: bad}
	}
	return cfg, nil
}
