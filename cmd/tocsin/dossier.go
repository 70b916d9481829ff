package main

import (
	"cmp"
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

// A dossier is an incident with its messages and outbox: `incident show -json`.
type dossier struct {
	store.Incident
	MergedFrom []store.Ref   `json:"merged_from,omitempty"`
	Messages   []messageLine `json:"messages"`
	Outbox     []outLine     `json:"outbox"`
}

// A messageLine is a message of a dossier, without its text.
type messageLine struct {
	Key        store.Key        `json:"key"`
	Ref        store.Ref        `json:"ref,omitempty"` // where it is filed, if in a merged incident
	Direction  string           `json:"direction"`
	Kind       string           `json:"kind"`
	From       string           `json:"from"`
	Date       time.Time        `json:"date"`
	Received   time.Time        `json:"received"`
	Subject    string           `json:"subject"`
	Confirmed  bool             `json:"confirmed"`
	Why        string           `json:"why"`
	Channel    string           `json:"channel,omitempty"`
	Protection store.Protection `json:"protection"`
	Findings   []store.Finding  `json:"findings"`
}

// An outLine is an outbox entry of a dossier or a list, without its text.
type outLine struct {
	ID       string    `json:"id"`
	Ref      store.Ref `json:"ref"`
	Kind     string    `json:"kind"`
	To       string    `json:"to"`
	Subject  string    `json:"subject"`
	State    string    `json:"state"`
	HeldFor  []string  `json:"held_for"`
	Attempts int       `json:"attempts"`
	Due      time.Time `json:"due,omitzero"` // of what is not settled
	Settled  time.Time `json:"settled,omitzero"`
	Answer   string    `json:"answer,omitempty"` // the server's, once it is sent
	Error    string    `json:"error,omitempty"`
}

func outLineOf(o store.Outgoing) outLine {
	answer, trouble := answerOf(o)
	due := o.Due
	if o.State == store.Sent {
		due = time.Time{}
	}
	return outLine{o.ID, o.Ref, o.Kind, o.To, o.Subject, o.State, o.HeldFor, o.Attempts, due, o.Settled, answer, trouble}
}

// answerOf takes what the server said last for the answer if it took the
// mail, and for an error else.
func answerOf(o store.Outgoing) (answer, trouble string) {
	if o.State == store.Sent {
		return o.Error, ""
	}
	return "", o.Error
}

// remark is why an entry is held, or what the server said.
func (o outLine) remark() string {
	trouble := o.Error
	if held := (&store.HoldError{Reasons: o.HeldFor}).Error(); trouble == held {
		trouble = ""
	}
	return strings.TrimSpace(strings.Join(o.HeldFor, " ") + " " + o.Answer + trouble)
}

func (a *app) incidentShow() *cobra.Command {
	return leaf("show REF", "show an incident with all that belongs to it", 1, 1, func(c *cobra.Command, args []string) error {
		return a.withStore(c.Context(), nothing, func(ctx context.Context, d *daemon.Daemon, _ inputs) error {
			file, err := collect(ctx, d, args[0])
			switch {
			case err != nil && !errors.Is(err, store.ErrDamaged):
				return err
			case a.json:
				return cmp.Or(a.printJSON(file), err)
			}
			return cmp.Or(a.showDossier(file), err)
		})
	})
}

// collect gathers what belongs to an incident. What of it can't be read is left
// out, and told of by an ErrDamaged beside the rest.
func collect(ctx context.Context, d *daemon.Daemon, text string) (dossier, error) {
	i, damaged := incidentOf(ctx, d, text)
	if damaged != nil && (i.Ref == "" || !errors.Is(damaged, store.ErrDamaged)) {
		return dossier{}, damaged
	}
	file := dossier{Incident: i}
	var err error
	if file.Related, err = bothWays(ctx, d.Store, i); err != nil && !errors.Is(err, store.ErrDamaged) {
		return dossier{}, err // another incident's damage is not asked for
	}
	from, err := mergedFrom(ctx, d.Store, i)
	if err != nil && !errors.Is(err, store.ErrDamaged) {
		return dossier{}, err
	}
	damaged = cmp.Or(damaged, err)
	for _, part := range append([]store.Incident{i}, from...) {
		if part.Ref != i.Ref {
			file.MergedFrom = append(file.MergedFrom, part.Ref)
		}
		err := file.addMessages(ctx, d.Store, part.Ref)
		if err != nil && !errors.Is(err, store.ErrDamaged) {
			return dossier{}, err
		}
		damaged = cmp.Or(damaged, err)
	}
	out, err := d.Store.Outbox(ctx, store.OutFilter{Ref: i.Ref, Limit: 10000})
	for _, o := range out {
		file.Outbox = append(file.Outbox, outLineOf(o))
	}
	return file, cmp.Or(damaged, err)
}

// addMessages adds the messages of the incident, or of one merged into it.
func (f *dossier) addMessages(ctx context.Context, s *store.Store, ref store.Ref) error {
	messages, err := s.Messages(ctx, ref)
	for _, m := range messages {
		line := messageLine{m.Key, "", m.Direction, m.Kind, m.From, m.Date, m.Received, m.Subject,
			m.Confirmed, m.Why, m.Channel, m.Protection, m.Findings}
		if ref != f.Ref {
			line.Ref = ref
		}
		f.Messages = append(f.Messages, line)
	}
	return err
}

// refs puts references into one line.
func refs(list []store.Ref) string {
	var names []string
	for _, r := range list {
		names = append(names, string(r))
	}
	return strings.Join(names, ", ")
}

// showDossier prints an incident for people: what it is, what came, what went
// out, what happened.
func (a *app) showDossier(f dossier) error {
	a.title(string(f.Ref) + "  " + console.Safe(f.Subject))
	a.line("status", fmt.Sprintf("%s · %s · %s · priority %d", f.Status, f.Kind, f.Obligation, f.Priority))
	a.line("received", day(f.Received))
	a.optional("reporter", f.Reporter)
	a.optional("assignee", f.Assignee)
	a.optional("merged into", string(f.MergedInto))
	a.optional("merged from", refs(f.MergedFrom))
	for _, r := range f.Related {
		a.line("related", fmt.Sprintf("%s: %s", r.Ref, strings.Join(r.Why, "; ")))
	}
	a.optional("references", strings.Join(f.References, ", "))
	for _, p := range f.Participants {
		a.line("participant", fmt.Sprintf("%s (%s)", p.Address, p.Role))
	}
	fmt.Fprintln(a.out)
	a.title("Route")
	a.showDecision(f.Route)
	fmt.Fprintln(a.out)
	a.title("Report")
	if err := a.showReport(f.Report); err != nil {
		return err
	}
	fmt.Fprintln(a.out)
	a.title("Messages")
	for _, m := range f.Messages {
		a.showMessageLine(m)
	}
	fmt.Fprintln(a.out)
	a.title("Outbox")
	if err := a.showOutbox(f.Outbox); err != nil {
		return err
	}
	fmt.Fprintln(a.out)
	a.title("History")
	t := console.NewTable(a.screen, "when", "who", "what", "detail")
	for _, e := range f.Events {
		t.Row(day(e.At), e.Actor, e.What, e.Detail)
	}
	_, err := t.WriteTo(a.out)
	return err
}

func (a *app) showMessageLine(m messageLine) {
	standing := "unconfirmed"
	if m.Confirmed {
		standing = "confirmed"
	}
	fmt.Fprintf(a.out, "%s %-3s %s, %s, %s: %s\n", day(m.Received), m.Direction, console.Safe(m.Kind), standing,
		dash(m.Protection.Verdict), console.Safe(dash(m.From)))
	fmt.Fprintf(a.out, "    %s\n    %s\n", console.Safe(m.Subject), a.screen.Paint(console.Dim, string(m.Key)))
	if m.Ref != "" {
		fmt.Fprintf(a.out, "    filed in %s, which was merged into this\n", m.Ref)
	}
	if m.Why != "" {
		fmt.Fprintf(a.out, "    here because: %s\n", console.Safe(m.Why))
	}
	for _, x := range m.Findings {
		fmt.Fprintf(a.out, "    %s %s\n", a.screen.Paint(console.Yellow, "finding"), console.Safe(strings.TrimSpace(x.Part+" "+x.Code+" "+x.Detail)))
	}
}

func (a *app) showOutbox(list []outLine) error {
	t := console.NewTable(a.screen, "id", "kind", "to", "state", "tries", "held for, or answer")
	for _, o := range list {
		t.Row(o.ID, o.Kind, o.To, mood(o.State), o.Attempts, o.remark())
	}
	_, err := t.WriteTo(a.out)
	return err
}
