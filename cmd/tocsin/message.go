package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"tocsin/cmd/tocsin/console"
	"tocsin/cmd/tocsin/daemon"
	"tocsin/store"
)

func (a *app) messageCommand() *cobra.Command {
	var raw bool
	show := leaf("show [-raw] KEY", "show one message, or its bytes as received", 1, 1, func(c *cobra.Command, args []string) error {
		key, err := keyOf(args[0])
		if err != nil {
			return err
		}
		return a.withStore(c.Context(), nothing, func(ctx context.Context, d *daemon.Daemon, _ inputs) error {
			if raw {
				data, err := d.Store.Raw(ctx, key)
				if err == nil {
					_, err = a.out.Write(data)
				}
				return absent(err, "message "+string(key), "incident list")
			}
			m, err := d.Store.Message(ctx, key)
			if err != nil {
				return absent(err, "message "+string(key), "incident list")
			}
			if a.json {
				return a.printJSON(messageView{m, m.Cc, m.Findings})
			}
			return a.showMessage(m)
		})
	})
	show.Flags().BoolVar(&raw, "raw", false, "print the bytes as received")
	return group("message", "show messages", "", show)
}

// A messageView is a message whose lists are there even when they are empty:
// `message show -json`.
type messageView struct {
	store.Message
	Cc       []string        `json:"cc"`
	Findings []store.Finding `json:"findings"`
}

func (a *app) showMessage(m store.Message) error {
	a.line("incident", dash(string(m.Ref)))
	a.line("kind", m.Kind+" ("+m.Direction+")")
	a.line("from", dash(m.FromRaw))
	a.line("to", strings.Join(m.To, ", "))
	a.optional("cc", strings.Join(m.Cc, ", "))
	a.line("date", day(m.Date))
	a.line("received", day(m.Received)+" by "+dash(m.Channel))
	a.line("subject", m.Subject)
	a.optional("message-id", m.MessageID)
	a.line("size", console.Bytes(m.Size))
	a.line("here because", dash(m.Why))
	inner := m.Protection
	if inner.Subject == m.Subject {
		inner.Subject = ""
	}
	a.showProtection(inner)
	for _, f := range m.Findings {
		a.line("finding", strings.TrimSpace(f.Part+" "+f.Code+" "+f.Detail))
	}
	_, err := fmt.Fprintf(a.out, "\n%s\n", console.SafeText(m.Text))
	return err
}

func (a *app) quarantineCommand() *cobra.Command {
	list := leaf("list", "list messages that could not be processed", 0, 0, func(c *cobra.Command, _ []string) error {
		return a.withStore(c.Context(), nothing, func(ctx context.Context, d *daemon.Daemon, _ inputs) error {
			found, err := d.Store.Quarantined(ctx)
			return printList(a, found, err, "the quarantine is empty", []string{"key", "since", "size", "tries", "reason"}, func(q store.Quarantined) []any {
				return []any{q.Key, day(q.At), console.Bytes(q.Size), q.Attempts, q.Reason}
			})
		})
	})
	retry := leaf("retry KEY...|all", "put messages of the quarantine through again", 1, -1, func(c *cobra.Command, args []string) error {
		return a.withStore(c.Context(), nothing, func(ctx context.Context, d *daemon.Daemon, _ inputs) error {
			keys, err := quarantineKeys(ctx, d, args)
			switch {
			case err != nil && !errors.Is(err, store.ErrDamaged):
				return err
			case len(keys) == 0 && err == nil:
				fmt.Fprintln(a.errs, "the quarantine is empty")
				return nil
			}
			return cmp.Or(a.retryAll(ctx, d, keys), err)
		})
	})
	return group("quarantine", "list and retry messages that could not be processed", "", list, retry)
}

func quarantineKeys(ctx context.Context, d *daemon.Daemon, args []string) (keys []store.Key, err error) {
	if len(args) == 1 && args[0] == "all" {
		found, err := d.Store.Quarantined(ctx)
		for _, q := range found {
			keys = append(keys, q.Key)
		}
		return keys, err
	}
	for _, arg := range args {
		key, err := keyOf(arg)
		if err != nil {
			return nil, err
		}
		keys = append(keys, key)
	}
	return keys, nil
}

// retryAll puts messages through again, and sums up as `tocsin take` does.
func (a *app) retryAll(ctx context.Context, d *daemon.Daemon, keys []store.Key) error {
	failed, counts := 0, map[string]int{}
	for _, key := range keys {
		filed, err := d.Line.Retry(ctx, key)
		t := taken{Name: string(key), Outcome: filed.Outcome, Ref: filed.Ref, Key: filed.Key, Kind: filed.Kind}
		if err != nil {
			t.Outcome, t.Error = store.Failed, absent(err, "such message in quarantine", "quarantine list").Error()
			failed++
		}
		counts[t.Outcome]++
		if err := a.tellTaken(t); err != nil {
			return err
		}
	}
	if err := a.tellTotal(len(keys), failed, counts); err != nil {
		return err
	}
	if n := counts[store.FiledQuarantined]; n > 0 {
		return statusError{status: exitPartly}
	}
	return nil
}
