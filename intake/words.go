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
	letter := draft.Letter
	if letter == router.LetterAck && draft.Detail != router.DetailNone {
		letter = "receipt"
		d.receipt(&v, draft.Detail == router.DetailValues)
	}
	subject, text, err := d.line.cfg.Letters.Write(letter, o.Language, v)
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
// the rest of the message, and what was concluded from it, only with
// router.DetailValues: a priority in clear text tells what a ciphertext says.
func (d *decision) values(draft router.Draft) template.Values {
	cfg := d.line.cfg
	v := template.Values{
		Ref: string(d.in.Ref), Team: cfg.Team, Tag: cfg.Tag, Address: d.line.own[0], Phone: cfg.Phone,
		Received: d.now.In(cfg.Timezone), Kind: d.m.Kind,
	}
	b := d.line.readers.Load()
	v.TeamID = b.directory.Self()
	if team, ok := b.directory.Team(d.in.Route.Team); ok {
		v.Destination, v.DestinationMail = team.Name, team.Mail
	}
	if draft.Detail != router.DetailValues {
		return v
	}
	v.Held, v.Kept, v.Priority, v.Obligation = d.held, d.kept, d.in.Priority, d.in.Obligation
	v.Subject, v.Reporter, v.Sender, v.Why = d.m.Subject, d.in.Reporter, d.m.From, d.why(draft.Letter)
	if draft.Letter == router.LetterForward { // our own way to the decision is not for others
		v.Summary = template.Summary(d.in.Report, store.Decision{})
		return v
	}
	if d.summary == "" {
		d.summary = template.Summary(d.r.Report, d.in.Route)
	}
	v.Summary = d.summary
	return v
}

// receipt says what was read of the report and what is missing: to a sender
// who is not proved by the names of the fields alone, since who writes under
// another's name would have us send that other what he likes (design, section 5).
func (d *decision) receipt(v *template.Values, values bool) {
	r := &d.r.ready.receipt
	v.Missing, v.Understood = r.Ask, make([]string, len(r.Understood))
	if len(r.Understood) > 0 {
		v.Mark = r.Mark
	}
	for i, s := range r.Understood {
		if v.Understood[i] = s.Label; values {
			v.Understood[i] += ": " + s.Value
		}
	}
}

// waits says why an outgoing forward of this message waits for a person, or
// why a report that a person must decide on has no forward that could wait:
// it is ours, it has to be divided, or nobody is known to send it to.
func (d *decision) waits(drafts []router.Draft) (held, kept string) {
	for _, draft := range drafts {
		if draft.Out.Kind == store.OutForward {
			return strings.Join(draft.Out.HeldFor, ", "), ""
		}
	}
	if len(d.out.Holds) > 0 {
		return strings.Join(d.out.Holds[0].Reasons, ", "), ""
	}
	route := d.in.Route
	if d.new && (route.Decision == router.Hold || route.Decision == router.Split) {
		kept = strings.Join(route.HeldFor, ", ")
	}
	return "", kept
}

// why is the reason that a letter gives: of a forward that of the route, else
// that of the message's place.
func (d *decision) why(letter string) string {
	route := d.in.Route
	if letter != router.LetterForward && letter != router.LetterForwarded {
		return d.m.Why
	}
	for _, step := range route.Trail {
		if step.Team == route.Team {
			return fmt.Sprintf("the %s %s falls under %s in our directory", step.Fact.Role, step.Fact.Value, step.Match)
		}
	}
	return d.m.Why
}
