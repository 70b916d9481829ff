package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"tocsin/cmd/tocsin/config"
	"tocsin/cmd/tocsin/console"
	"tocsin/cmd/tocsin/daemon"
	"tocsin/cmd/tocsin/source"
	"tocsin/router"
	"tocsin/store"
	"tocsin/template"
)

// actor is who did it, in the history of an incident.
const actor = "cli"

func (a *app) incidentCommand() *cobra.Command {
	return group("incident", "list, show and change incidents", "",
		a.incidentList(), a.incidentShow(), a.incidentNote(), a.incidentAssign(), a.incidentKind(),
		a.incidentClose(), a.incidentReopen(),
		a.incidentMerge(), a.incidentMove(), a.incidentRelated())
}

// A row is one incident of a list.
type row struct {
	Ref        store.Ref `json:"ref"`
	Status     string    `json:"status"`
	Kind       string    `json:"kind"`
	Obligation string    `json:"obligation"`
	Priority   int       `json:"priority"`
	Received   time.Time `json:"received"`
	Updated    time.Time `json:"updated"`
	Subject    string    `json:"subject"`
	Reporter   string    `json:"reporter"`
	Assignee   string    `json:"assignee"`
	Decision   string    `json:"decision"`
	Team       string    `json:"team"`
	Messages   int       `json:"message_count"`
}

func rowOf(i store.Incident) row {
	return row{i.Ref, i.Status, i.Kind, i.Obligation, i.Priority, i.Received, i.Updated, i.Subject, i.Reporter, i.Assignee,
		i.Route.Decision, i.Route.Team, len(i.Messages)}
}

func (a *app) incidentList() *cobra.Command {
	var status, since, until string
	var limit int
	c := leaf("list [-status S] [-since D] [-until D] [-limit N]", "list incidents, newest first", 0, 0, func(c *cobra.Command, _ []string) error {
		f := store.Filter{Status: status}
		if limit < 0 {
			return wrongUse("-limit %d must be a number from 1 up, or 0 for all", limit)
		}
		err := errors.Join(a.date("-since", since, &f.Since), a.date("-until", until, &f.Until), oneOf("-status", status,
			store.StatusOpen, store.StatusWaiting, store.StatusClosed, store.StatusPurged))
		if err != nil {
			return err
		}
		if until != "" && f.Until.Before(f.Since) {
			return wrongUse("-until %s is before -since %s", until, since)
		}
		return a.withStore(c.Context(), nothing, func(ctx context.Context, d *daemon.Daemon, _ inputs) error {
			rows, err := allIncidents(ctx, d.Store, f, limit)
			return printList(a, rows, err, "no incidents", []string{"ref", "received", "status", "decision", "team", "mails", "subject"}, func(i row) []any {
				return []any{i.Ref, day(i.Received), mood(i.Status), mood(i.Decision), dash(i.Team), i.Messages, i.Subject}
			})
		})
	})
	c.Flags().StringVar(&status, "status", "", "only `STATUS` open, waiting, closed or purged")
	c.Flags().StringVar(&since, "since", "", "received on `DAY` (2026-11-21) or later")
	c.Flags().StringVar(&until, "until", "", "received before `DAY`")
	c.Flags().IntVar(&limit, "limit", 0, "at most `N`, 0 for all")
	return c
}

// allIncidents pages through the store.
func allIncidents(ctx context.Context, s *store.Store, f store.Filter, limit int) (rows []row, err error) {
	f.Limit = 1000
	var damaged error
	for {
		page, err := s.Incidents(ctx, f)
		if err != nil && !errors.Is(err, store.ErrDamaged) {
			return nil, err
		}
		damaged = cmp.Or(damaged, err)
		for _, i := range page {
			rows = append(rows, rowOf(i))
			f.After = i.Ref
			if limit > 0 && len(rows) == limit {
				return rows, damaged
			}
		}
		if len(page) < f.Limit {
			return rows, damaged
		}
	}
}

// date reads a day or an instant into t; "" leaves it.
func (a *app) date(flag, text string, t *time.Time) error {
	if text == "" {
		return nil
	}
	for _, layout := range []string{time.DateOnly, time.RFC3339} {
		if v, err := time.Parse(layout, text); err == nil {
			*t = v
			return nil
		}
	}
	return wrongUse("%s %q is no day; write 2026-11-21 or 2026-11-21T13:00:00Z", flag, text)
}

func oneOf(flag, value string, valid ...string) error {
	if value == "" {
		return nil
	}
	for _, v := range valid {
		if v == value {
			return nil
		}
	}
	if best := config.Nearest(value, valid); best != "" {
		return wrongUse("%s %q is unknown; did you mean %q?", flag, value, best)
	}
	return wrongUse("%s %q is unknown; write one of %s", flag, value, strings.Join(valid, ", "))
}

// refOf reads a reference that a person typed: with or without brackets and
// tag, in any case.
func refOf(d *daemon.Daemon, text string) (store.Ref, error) {
	tag := d.Config.Team.Tag
	trimmed := strings.Trim(strings.TrimSpace(text), "[]")
	for _, try := range []string{"[" + trimmed + "]", "[" + tag + "#" + trimmed + "]"} {
		if claims, _ := router.Tags(try, tag); len(claims) == 1 && claims[0].Ref != "" {
			return claims[0].Ref, nil
		}
	}
	if ref, err := store.ParseRef(trimmed); err == nil { // of a tag that was ours before
		return ref, nil
	}
	if _, err := store.ParseRef(trimmed); strings.Contains(trimmed, "#") {
		return "", usageError{err}
	}
	return "", wrongUse("%q is no reference; they look like %s", text, store.MakeRef(tag, time.Now().Year(), 42))
}

// absent makes ErrNotFound a line that says what to do.
func absent(err error, what, list string) error {
	if errors.Is(err, store.ErrNotFound) {
		return fmt.Errorf("there is no %s; see: tocsin %s", what, list)
	}
	return err
}

// change runs one change of the incident named by text.
func (a *app) change(ctx context.Context, text string, fn func(i *store.Incident) (store.Event, error)) error {
	return a.withStore(ctx, nothing, func(ctx context.Context, d *daemon.Daemon, _ inputs) error {
		return a.changeIn(ctx, d, text, fn)
	})
}

// changeIn is change with the store at hand. fn may run more than once.
func (a *app) changeIn(ctx context.Context, d *daemon.Daemon, text string, fn func(i *store.Incident) (store.Event, error)) error {
	ref, err := refOf(d, text)
	if err != nil {
		return err
	}
	var done store.Event
	err = d.Store.Change(ctx, ref, func(i *store.Incident) ([]store.Event, error) {
		e, err := fn(i)
		if err != nil {
			return nil, err
		}
		e.At, e.Actor, done = d.Now(), actor, e
		return []store.Event{e}, nil
	})
	if err != nil {
		return absent(err, "incident "+string(ref), "incident list")
	}
	return a.say(map[string]any{"ref": ref, "done": done.What, "detail": done.Detail}, "%s %s", ref, done.What)
}

func (a *app) incidentNote() *cobra.Command {
	return leaf("note REF TEXT...|-", "write a note into an incident's history", 2, -1, func(c *cobra.Command, args []string) error {
		text, in := strings.Join(args[1:], " "), inputs(nothing)
		if text == "-" {
			in = source.Files([]string{"-"}, a.in)
		}
		return a.withStore(c.Context(), in, func(ctx context.Context, d *daemon.Daemon, in inputs) error {
			for i, err := range in {
				if err != nil {
					return err
				}
				text = string(i.Data)
			}
			text = strings.TrimSpace(strings.ToValidUTF8(text, "\uFFFD"))
			if text == "" || len(text) > 64<<10 {
				return wrongUse("a note has 1 to 65,536 bytes; this one has %d", len(text))
			}
			return a.changeIn(ctx, d, args[0], func(*store.Incident) (store.Event, error) {
				return store.Event{What: "note", Detail: text}, nil
			})
		})
	})
}

func (a *app) incidentAssign() *cobra.Command {
	return leaf("assign REF WHO", "say who works on an incident", 2, 2, func(c *cobra.Command, args []string) error {
		return a.change(c.Context(), args[0], func(i *store.Incident) (store.Event, error) {
			i.Assignee = args[1]
			return store.Event{What: "assigned", Detail: args[1]}, nil
		})
	})
}

func (a *app) incidentKind() *cobra.Command {
	return leaf("kind REF event|incident|unclassified [WHY...]", "say which it is: an event indicates a breach, an incident compromises operations", 2, -1, func(c *cobra.Command, args []string) error {
		kinds := []string{template.KindEvent, template.KindIncident, template.KindUnclassified}
		if !slices.Contains(kinds, args[1]) {
			return wrongUse("%q is no kind; there are %s", args[1], strings.Join(kinds, ", "))
		}
		return a.change(c.Context(), args[0], func(i *store.Incident) (store.Event, error) {
			i.Kind = args[1]
			return store.Event{What: "kind", Detail: strings.Join(args[1:], " ")}, nil
		})
	})
}

func (a *app) incidentClose() *cobra.Command {
	return leaf("close REF [WHY...]", "close an incident", 1, -1, func(c *cobra.Command, args []string) error {
		return a.change(c.Context(), args[0], func(i *store.Incident) (store.Event, error) {
			return become(i, store.StatusClosed, "closed", args[1:])
		})
	})
}

// incidentReopen takes a merge back as well: what is open takes its own mail.
func (a *app) incidentReopen() *cobra.Command {
	return leaf("reopen REF [WHY...]", "reopen an incident, also one that was merged into another", 1, -1, func(c *cobra.Command, args []string) error {
		return a.withStore(c.Context(), nothing, func(ctx context.Context, d *daemon.Daemon, _ inputs) error {
			was, err := incidentOf(ctx, d, args[0])
			if err == nil && was.MergedInto != "" {
				err = d.Store.Merge(ctx, was.Ref, "", actor)
			}
			if err != nil {
				return plainly(err)
			}
			return a.changeIn(ctx, d, args[0], func(i *store.Incident) (store.Event, error) {
				if was.MergedInto != "" {
					return store.Event{What: "reopened", Detail: strings.Join(args[1:], " ")}, nil
				}
				return become(i, store.StatusOpen, "reopened", args[1:])
			})
		})
	})
}

// become gives an incident another status.
func become(i *store.Incident, status, what string, why []string) (store.Event, error) {
	if i.Status == status || i.Status == store.StatusPurged {
		return store.Event{}, fmt.Errorf("%s is %s already", i.Ref, i.Status)
	}
	i.Status = status
	return store.Event{What: what, Detail: strings.Join(why, " ")}, nil
}

func (a *app) incidentMerge() *cobra.Command {
	return leaf("merge FROM INTO", "let one incident go up in another, until it is reopened", 2, 2, func(c *cobra.Command, args []string) error {
		return a.withStore(c.Context(), nothing, func(ctx context.Context, d *daemon.Daemon, _ inputs) error {
			from, err := incidentOf(ctx, d, args[0])
			if err != nil {
				return err
			}
			into, err := incidentOf(ctx, d, args[1])
			if err != nil {
				return err
			}
			if from.Ref == into.Ref {
				return wrongUse("%s can't be merged into itself", from.Ref)
			}
			if err := d.Store.Merge(ctx, from.Ref, into.Ref, actor); err != nil {
				return plainly(err)
			}
			return a.say(map[string]any{"ref": from.Ref, "done": "merged", "into": into.Ref}, "%s merged into %s", from.Ref, into.Ref)
		})
	})
}

func (a *app) incidentMove() *cobra.Command {
	return leaf("move KEY REF|new", "move a message to another incident, or to a new one", 2, 2, func(c *cobra.Command, args []string) error {
		return a.withStore(c.Context(), nothing, func(ctx context.Context, d *daemon.Daemon, _ inputs) error {
			key, err := keyOf(args[0])
			var to store.Incident
			if err == nil && args[1] != "new" {
				to, err = incidentOf(ctx, d, args[1])
			}
			if err != nil {
				return err
			}
			ref, err := d.Store.Move(ctx, key, to.Ref, actor)
			if err != nil {
				return absent(plainly(err), "message "+string(key), "incident list")
			}
			return a.say(map[string]any{"key": key, "done": "moved", "ref": ref}, "moved to %s", ref)
		})
	})
}

// plainly is why the store refuses what a person wants, in words for them.
func plainly(err error) error {
	if text, ok := strings.CutSuffix(err.Error(), ": "+store.ErrState.Error()); ok {
		return errors.New(strings.TrimPrefix(text, "store: "))
	}
	return err
}

func incidentOf(ctx context.Context, d *daemon.Daemon, text string) (store.Incident, error) {
	ref, err := refOf(d, text)
	if err != nil {
		return store.Incident{}, err
	}
	i, err := d.Store.Incident(ctx, ref)
	return i, absent(err, "incident "+string(ref), "incident list")
}

// keyOf reads the key of a message.
func keyOf(text string) (store.Key, error) {
	key := strings.ToLower(strings.TrimSpace(text))
	if len(key) != 64 || strings.Trim(key, "0123456789abcdef") != "" {
		return "", wrongUse("%q is no message key: 64 hex digits, as incident show prints them", console.Safe(text))
	}
	return store.Key(key), nil
}
