package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"tocsin/cmd/tocsin/console"
	"tocsin/cmd/tocsin/daemon"
	"tocsin/store"
)

func (a *app) outboxCommand() *cobra.Command {
	return group("outbox", "list, approve and reject outgoing messages", "",
		a.outboxList(), a.outboxShow(),
		a.outboxChange("approve ID...", "let held messages go out", "approved", func(ctx context.Context, s *store.Store, id, _ string) error {
			return s.Approve(ctx, id, actor)
		}),
		a.outboxReject(),
		a.outboxChange("retry ID...", "try failed messages again", "due again", func(ctx context.Context, s *store.Store, id, _ string) error {
			return s.Retry(ctx, id, actor)
		}))
}

func (a *app) outboxList() *cobra.Command {
	var state, ref string
	c := leaf("list [-state S] [-ref REF]", "list outgoing messages", 0, 0, func(c *cobra.Command, _ []string) error {
		if err := oneOf("-state", state, store.Due, store.Held, store.Sent, store.Failed); err != nil {
			return err
		}
		return a.withStore(c.Context(), nothing, func(ctx context.Context, d *daemon.Daemon, _ inputs) error {
			f := store.OutFilter{State: state, Limit: 10000}
			if ref != "" {
				i, err := incidentOf(ctx, d, ref)
				if err != nil {
					return err
				}
				f.Ref = i.Ref
			}
			found, err := d.Store.Outbox(ctx, f)
			var lines []outLine
			for _, o := range found {
				lines = append(lines, outLineOf(o))
			}
			return printList(a, lines, err, "the outbox has no such entries", []string{"id", "ref", "kind", "to", "state", "tries", "due", "held for, or answer"}, func(o outLine) []any {
				return []any{o.ID, o.Ref, o.Kind, o.To, mood(o.State), o.Attempts, day(o.Due), o.remark()}
			})
		})
	})
	c.Flags().StringVar(&state, "state", "", "only `STATE` due, held, sent or failed")
	c.Flags().StringVar(&ref, "ref", "", "only those of incident `REF`")
	return c
}

func (a *app) outboxShow() *cobra.Command {
	return leaf("show ID", "show an outgoing message with its text", 1, 1, func(c *cobra.Command, args []string) error {
		return a.withStore(c.Context(), nothing, func(ctx context.Context, d *daemon.Daemon, _ inputs) error {
			o, err := d.Store.OutboxEntry(ctx, args[0])
			if err != nil {
				return absent(err, "outbox entry "+args[0], "outbox list")
			}
			if a.json {
				line := outLineOf(o)
				o.Error = line.Error
				return a.printJSON(outView{o, line.Due, line.Answer})
			}
			return a.showOutgoing(o)
		})
	})
}

// An outView is an outbox entry whole: `outbox show -json`.
type outView struct {
	store.Outgoing
	Due    time.Time `json:"due,omitzero"`     // of what is not settled
	Answer string    `json:"answer,omitempty"` // the server's, once it is sent
}

func (a *app) showOutgoing(o store.Outgoing) error {
	a.line("incident", string(o.Ref))
	a.line("kind", o.Kind)
	a.line("state", strings.TrimSpace(o.State+" "+strings.Join(o.HeldFor, " ")))
	a.line("from", o.From)
	a.line("to", o.To)
	a.line("subject", o.Subject)
	var keys []string
	for _, k := range o.Keys {
		keys = append(keys, string(k))
	}
	a.line("encrypt", strings.TrimSpace(o.Encrypt+" "+strings.Join(keys, " ")))
	a.optional("carries", string(o.Attach))
	a.line("message-id", o.MessageID)
	a.line("attempts", fmt.Sprint(o.Attempts))
	if o.State == store.Sent {
		a.line("sent", day(o.Settled))
	} else {
		a.line("due", day(o.Due))
	}
	answer, trouble := answerOf(o)
	a.optional("answer", answer)
	a.optional("error", trouble)
	_, err := fmt.Fprintf(a.out, "\n%s\n", console.SafeText(o.Text))
	return err
}

func (a *app) outboxReject() *cobra.Command {
	var why string
	c := a.outboxChangeWhy("reject ID... [-why TEXT]", "give up held or due messages for good", "rejected", &why, func(ctx context.Context, s *store.Store, id, why string) error {
		return s.Reject(ctx, id, actor, why)
	})
	c.Flags().StringVar(&why, "why", "rejected by a handler", "the reason, for the history")
	return c
}

type outboxVerb func(ctx context.Context, s *store.Store, id, why string) error

func (a *app) outboxChange(use, short, done string, do outboxVerb) *cobra.Command {
	return a.outboxChangeWhy(use, short, done, new(string), do)
}

func (a *app) outboxChangeWhy(use, short, done string, why *string, do outboxVerb) *cobra.Command {
	return leaf(use, short, 1, -1, func(c *cobra.Command, args []string) error {
		return a.withStore(c.Context(), nothing, func(ctx context.Context, d *daemon.Daemon, _ inputs) error {
			failed := 0
			for _, id := range args {
				err := do(ctx, d.Store, id, *why)
				if err == nil {
					err = a.say(map[string]any{"id": id, "done": done}, "%s %s", id, done)
				} else {
					failed++
					a.complain(outboxTrouble(ctx, d, id, err))
					err = nil
				}
				if err != nil {
					return err
				}
			}
			switch {
			case failed == 0:
				return nil
			case failed == len(args):
				return statusError{status: exitFailed}
			}
			return statusError{status: exitPartly}
		})
	})
}

// outboxTrouble says why an entry can't be changed.
func outboxTrouble(ctx context.Context, d *daemon.Daemon, id string, err error) string {
	if errors.Is(err, store.ErrState) {
		if o, e := d.Store.OutboxEntry(ctx, id); e == nil {
			next := "see: tocsin outbox show"
			if errors.Is(err, store.ErrEnded) {
				next = "to let it go after all: tocsin outbox approve"
			}
			why := strings.TrimPrefix(strings.TrimSuffix(err.Error(), ": "+store.ErrState.Error()), "store: outbox entry "+id+" ")
			return fmt.Sprintf("%s %s; %s %s", id, strings.TrimPrefix(why, "store: "), next, o.ID)
		}
	}
	return absent(err, "outbox entry "+id, "outbox list").Error()
}
