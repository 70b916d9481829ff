package intake

import (
	"slices"
	"strings"

	"tocsin/router"
	"tocsin/store"
)

// reroute decides anew whose an incident is, where its corrected report leads
// elsewhere than the one before. A forward is then decided as for a new
// incident, but nothing goes out by itself a second time.
func (d *decision) reroute(before *store.Report) {
	if len(d.in.Messages) == 0 {
		return
	}
	first, ok := d.tx.Message(d.in.Messages[0])
	if !ok {
		return
	}
	d.secret = d.cameEncrypted()
	was, old, now := d.in.Route, d.placed(first, before), d.placed(first, &d.in.Report)
	if alike(old, now) || alike(was, now) {
		return
	}
	now.Trail = slices.Insert(now.Trail, 0, store.Step{
		Rule: "corrected", Fact: store.Fact{Role: "reporter", Kind: "mail", Value: d.m.From, Where: "From"},
		Why: "decided anew by what the reporter added; before: " + verdict(was),
	})
	d.in.Route, d.report = now, first
	if now.Decision == router.Forward || now.Decision == router.Hold {
		d.again()
	}
	d.event("rerouted", verdict(was)+" → "+verdict(d.in.Route))
}

// again sees to it that nothing is forwarded a second time: not at all to who
// has it, and to others by a person only.
func (d *decision) again() {
	team, _ := d.line.readers.Load().directory.Team(d.in.Route.Team)
	for _, o := range d.forwards() {
		switch {
		case !went(o):
		case strings.EqualFold(o.To, team.Mail) && o.State != store.Failed:
			d.report = nil
			d.event("rerouted", o.To+" was written to already, without the correction")
		default:
			hold(&d.in.Route, router.HeldForwarded)
		}
	}
}

// placed is whose a report of the incident is, with all that holds it beside
// what it says: its first message as it came, and this one.
func (d *decision) placed(first *store.Message, report *store.Report) store.Decision {
	b := d.line.readers.Load()
	q := question(d.r, d.line.cfg.CountryFallback, usable(b.ring, d.now))
	q.Report, q.Subject, q.Obligation = report, first.Subject, d.in.Obligation
	q.Automatic = first.Kind == store.KindAutomatic
	q.Encrypted = d.secret
	q.Attachments = q.Attachments || slices.ContainsFunc(first.Protection.Parts, func(p store.PartInfo) bool { return filed(p.Type) })
	route := b.directory.Route(q)
	for _, reason := range slices.Concat(d.in.Route.HeldFor, reserved(first), d.stated()) {
		if !slices.Contains(decidedAnew, reason) {
			bar(&route, reason)
		}
	}
	if d.secret && d.r.Sender.Fingerprint == "" || !d.proved() { // the address alone sends nothing on
		hold(&route, router.HeldUnverified)
	}
	return route
}

// maxSearched bounds the messages of an incident that a correction looks at.
const maxSearched = 200

// cameEncrypted says whether any message of the incident did, or may have: its
// report is made of them all.
func (d *decision) cameEncrypted() bool {
	if d.m.Protection.Encrypted || len(d.in.Messages) > maxSearched {
		return true
	}
	return slices.ContainsFunc(d.in.Messages, func(key store.Key) bool {
		m, ok := d.tx.Message(key)
		return !ok || m.Protection.Encrypted
	})
}

// proved says whether the message is by the reporter as far as a mail can show
// it: by a signature, or since it answers a letter of ours to the reporter, whose
// id nobody guesses. The number in a subject can be counted up, and a From forged.
func (d *decision) proved() bool {
	return d.r.Sender.Authenticated || slices.ContainsFunc(d.m.References, func(id string) bool {
		o, ok := d.tx.OutgoingByMessageID(id)
		return ok && o.Ref == d.in.Ref && strings.EqualFold(o.To, d.in.Reporter)
	})
}

// decidedAnew are the reasons that the report itself decides, each time it is
// routed. All others are of a message, and last.
var decidedAnew = []string{
	router.HeldNoEvidence, router.HeldRoleUnknown, router.HeldTie, router.HeldContradiction, router.HeldSplit, router.HeldConcernsUs,
	router.HeldSectorOnly, router.HeldTooMany, router.HeldReporterOnly, router.HeldCountryOnly,
	router.HeldMandatory, router.HeldAutomatic, router.HeldCritical, router.HeldVulnerability, router.HeldMinors, router.HeldLawEnforcement, router.HeldUnverified,
	router.HeldDestinationAsks, router.HeldDestinationNever, router.HeldDestinationHold, router.HeldDestinationStale, router.HeldDestinationWeak,
	router.HeldNoAddress, router.HeldNoKey, router.HeldEncryptedNoKey,
}

// alike says whether two decisions come to the same.
func alike(a, b store.Decision) bool {
	return a.Decision == b.Decision && a.Team == b.Team && slices.Equal(sorted(a.HeldFor), sorted(b.HeldFor))
}

func sorted(list []string) []string { return slices.Sorted(slices.Values(list)) }

// verdict shows a decision in one line.
func verdict(d store.Decision) string {
	return strings.Join(slices.DeleteFunc([]string{d.Decision, d.Team, strings.Join(d.HeldFor, ", ")}, func(s string) bool { return s == "" }), " ")
}

// went says of a forward that it may have gone, or that a person has ended it:
// another one is for a person.
func went(o store.Outgoing) bool {
	return o.Attempts > 0 || o.State == store.Sent || o.State == store.Failed && !strings.HasPrefix(o.Error, store.Withdrawn)
}

// supersede takes back what waits to be forwarded of a report that was routed
// anew: the corrected one goes in its place, or nothing without a person.
func (d *decision) supersede(drafts []router.Draft) {
	if d.report == nil {
		return
	}
	if !slices.ContainsFunc(drafts, func(draft router.Draft) bool { return draft.Out.Kind == store.OutForward }) {
		d.holdForwards(append(slices.Clone(d.in.Route.HeldFor), router.HeldForwarded)...)
		return
	}
	withdrawn := map[string]bool{}
	for _, o := range d.tx.Outbox(d.in.Ref) { // a notice stands behind the forward that it waits for
		if o.Kind == store.OutForward && !went(o) || withdrawn[o.After] {
			withdrawn[o.ID] = true
			d.out.Withdrawn = append(d.out.Withdrawn, store.Bounce{ID: o.ID, Reason: "the corrected report is forwarded in its place"})
		}
	}
}
