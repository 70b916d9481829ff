package main

import (
	"context"
	"fmt"
	"regexp"
	"strconv"
	"sync/atomic"

	"github.com/spf13/cobra"

	"tocsin/cmd/tocsin/console"
	"tocsin/cmd/tocsin/control"
	"tocsin/cmd/tocsin/daemon"
	"tocsin/cmd/tocsin/source"
	"tocsin/store"
)

// A taken is what became of one message that `tocsin take` was given.
type taken struct {
	Name    string    `json:"name"`
	Outcome string    `json:"outcome"` // new, joined, duplicate, quarantined, failed
	Ref     store.Ref `json:"ref"`
	Key     store.Key `json:"key"`
	Kind    string    `json:"kind"`
	Error   string    `json:"error,omitempty"`
}

func (a *app) takeCommand() *cobra.Command {
	var channel string
	c := leaf("take [-channel C] FILE...|-", "file messages from .eml files, mbox, Maildir or standard input", 1, -1,
		func(c *cobra.Command, args []string) error {
			if !channelForm.MatchString(channel) {
				return wrongUse("-channel %q must be one word of at most 20 small letters, digits and '-', like fax", console.Safe(channel))
			}
			total, in := 0, nothing
			if a.held == nil {
				cfg, err := a.readConfig()
				if err != nil {
					return err
				}
				total, in = source.Count(args), source.Messages(args, a.in, int64(cfg.Intake.MessageSize))
			}
			return a.withStore(c.Context(), announced(total, in), func(ctx context.Context, d *daemon.Daemon, in inputs) error {
				return a.take(ctx, d, channel, in)
			})
		})
	c.Flags().StringVar(&channel, "channel", "file", "how the messages came: `C` is file, fax, phone, import, …")
	return c
}

var channelForm = regexp.MustCompile(`^[a-z0-9-]{1,20}$`)

// announced sends the number of messages ahead of them, as an input without a
// name, so that the daemon can tell what is left.
func announced(total int, in inputs) inputs {
	return func(yield func(control.Input, error) bool) {
		if !yield(control.Input{Data: fmt.Append(nil, total)}, nil) {
			return
		}
		in(yield)
	}
}

// takeAtOnce is how many messages are read and filed at the same time; they
// share commits.
const takeAtOnce = 16

// take files the inputs, several at a time, and tells of each in order.
func (a *app) take(ctx context.Context, d *daemon.Daemon, channel string, in inputs) error {
	done, failed := 0, 0
	var total atomic.Int64
	progress := console.NewProgress(a.errs, a.progress, "filed", a.now)
	results := make(chan chan taken, takeAtOnce)
	go func() {
		defer close(results)
		for msg, err := range in {
			if ctx.Err() != nil {
				return
			}
			if msg.Name == "" && err == nil {
				n, _ := strconv.Atoi(string(msg.Data))
				total.Store(int64(n))
				continue
			}
			result := make(chan taken, 1)
			results <- result
			go func() { result <- takeOne(ctx, d, channel, msg, err) }()
		}
	}()
	counts := map[string]int{}
	for result := range results {
		t := <-result
		done++
		counts[t.Outcome]++
		if t.Outcome == store.Failed {
			failed++
		}
		if !a.routine(t, int(total.Load())) {
			progress.End()
			if err := a.tellTaken(t); err != nil {
				return err
			}
		}
		progress.Report(done, int(total.Load()))
	}
	progress.End()
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return a.tellTotal(done, failed, counts)
}

// routine says whether a message of a long list needs no line of its own: on
// a terminal the progress line tells enough.
func (a *app) routine(t taken, total int) bool {
	odd := t.Outcome == store.Failed || t.Outcome == store.FiledQuarantined
	return a.screen.Terminal && a.progress.Terminal && !a.json && total > 100 && !odd
}

func takeOne(ctx context.Context, d *daemon.Daemon, channel string, msg control.Input, err error) taken {
	var filed store.Filed
	switch {
	case err != nil:
	case msg.Header():
		filed, err = d.Line.TakeHeader(ctx, channel, msg.Name, msg.Data, msg.Size)
	default:
		filed, err = d.Line.TakeFile(ctx, channel, msg.Name, msg.Data)
	}
	if err != nil {
		return taken{Name: msg.Name, Outcome: store.Failed, Error: err.Error()}
	}
	return taken{Name: msg.Name, Outcome: filed.Outcome, Ref: filed.Ref, Key: filed.Key, Kind: filed.Kind}
}

func (a *app) tellTaken(t taken) error {
	if t.Outcome == store.Failed {
		a.complain(t.Name + ": " + t.Error)
	}
	if a.json {
		return a.printJSON(t)
	}
	if t.Outcome == store.Failed {
		return nil
	}
	word := fmt.Sprintf("%-11s", t.Outcome)
	if t.Outcome == store.FiledQuarantined {
		word = a.screen.Paint(console.Red, word)
	}
	_, err := fmt.Fprintf(a.out, "%s %-18s %-12s %s\n", word, dash(string(t.Ref)), dash(t.Kind), console.Safe(t.Name))
	return err
}

// tellTotal sums up more than one message, and turns failures into a status.
func (a *app) tellTotal(done, failed int, counts map[string]int) error {
	if done > 1 && !a.json {
		fmt.Fprintf(a.errs, "%s messages: %s new, %s joined, %s duplicates, %s quarantined, %s failed\n", console.Count(done),
			console.Count(counts[store.FiledNew]), console.Count(counts[store.FiledJoined]), console.Count(counts[store.FiledDuplicate]),
			console.Count(counts[store.FiledQuarantined]), console.Count(failed))
	}
	switch {
	case failed == 0:
		return nil
	case failed == done:
		return statusError{status: exitFailed}
	}
	return statusError{status: exitPartly}
}
