package intake

import (
	"fmt"
	"strings"

	"tocsin/router"
	"tocsin/store"
	"tocsin/template"
)

// words fills a draft in: subject and text from the letter it names, and the
// content-free text beside it. How much a letter may say is the draft's
// Detail; values of the report are handed over only where it allows them.
func (d *decision) words(draft router.Draft) (store.Outgoing, error) {
	o := draft.Out
	v := d.values(draft)
	subject, text, err := d.line.cfg.Letters.Write(draft.Letter, o.Language, v)
	if err != nil {
		return o, fmt.Errorf("letter %s: %w", draft.Letter, err)
	}
	o.Subject, o.Text = router.Tagged(subject, d.in.Ref), text
	if draft.Plain != "" {
		bare := draft
		bare.Detail = router.DetailNone
		subject, text, err = d.line.cfg.Letters.Write(draft.Plain, o.Language, d.values(bare))
		if err != nil {
			return o, fmt.Errorf("letter %s: %w", draft.Plain, err)
		}
		o.PlainSubject, o.Plain = router.Tagged(subject, d.in.Ref), text
	}
	if o.Kind == store.OutAck {
		o.Due = d.line.ackDue(d.r)
	}
	return o, nil
}

// values is what a letter may say. Envelope and reference are always there;
// the rest of the message only with router.DetailValues.
func (d *decision) values(draft router.Draft) template.Values {
	cfg := d.line.cfg
	v := template.Values{
		Ref: string(d.in.Ref), Team: cfg.Team, Tag: cfg.Tag, Address: d.line.own[0], Phone: cfg.Phone,
		Received: d.now.In(cfg.Timezone), Kind: d.m.Kind, Priority: d.in.Priority, Obligation: d.in.Obligation,
	}
	b := d.line.readers.Load()
	v.TeamID = b.directory.Self()
	if team, ok := b.directory.Team(d.in.Route.Team); ok {
		v.Destination, v.DestinationMail = team.Name, team.Mail
	}
	if draft.Detail != router.DetailValues {
		return v
	}
	v.Subject, v.Reporter, v.Sender, v.Why = d.m.Subject, d.in.Reporter, d.m.From, d.why(draft.Letter)
	v.Summary = template.Summary(d.r.Report, d.in.Route)
	return v
}

// why is the reason that a letter gives: of a forward or a hold that of the
// route, else that of the message's place.
func (d *decision) why(letter string) string {
	route := d.in.Route
	switch letter {
	case router.LetterHeld:
		return "held for " + strings.Join(route.HeldFor, ", ")
	case router.LetterForward, router.LetterForwarded:
		for _, step := range route.Trail {
			if step.Team == route.Team {
				return fmt.Sprintf("the %s %s falls under %s in our directory", step.Fact.Role, step.Fact.Value, step.Match)
			}
		}
	}
	return d.m.Why
}
