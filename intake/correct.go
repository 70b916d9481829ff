package intake

import (
	"fmt"
	"slices"
	"strings"

	"tocsin/router"
	"tocsin/store"
	"tocsin/template"
)

// maxCorrections bounds what the history tells of one correction.
const maxCorrections = 50

// restrictions are the reasons by which a later message restricts what its
// incident may let out; of the labels of the traffic light the strictest first.
var restrictions = []string{router.HeldTLPRed, router.HeldTLPAmber, router.HeldTLPUnclear, router.HeldDisclosure}

// restrict raises what may be passed on of an incident to what this message
// says of it, whoever wrote it and wherever it says so: stricter is safe. What
// waits to be forwarded then waits for a person. A stranger's words stay with
// his message.
func (d *decision) restrict() {
	if d.m.Kind == store.KindBounce || d.r.Class.Kind == Own { // our own words coming back
		return
	}
	said := d.disclosed()
	for _, c := range template.Restrict(&d.in.Report, said) {
		d.event("restricted", c.String())
	}
	var fresh []string
	for _, reason := range d.stated() {
		if slices.Contains(restrictions, reason) && !covered(d.in.Route.HeldFor, reason) {
			fresh = append(fresh, reason)
			bar(&d.in.Route, reason)
		}
	}
	if len(fresh) > 0 {
		d.event("restricted", "held from now on: "+strings.Join(fresh, ", "))
		d.holdForwards(fresh...)
	}
}

// disclosed is what the message says about passing on, without the words that
// stay with it: a stranger's, and those of a ciphertext where a forward may go
// out in the clear.
func (d *decision) disclosed() store.Disclosure {
	said := d.r.Report.Disclosure
	plain := func(o store.Outgoing) bool { return o.Encrypt != store.EncryptRequire }
	if !d.m.Confirmed || d.m.Protection.Encrypted && slices.ContainsFunc(d.forwards(), plain) {
		said.Text = ""
	}
	return said
}

// stated are the reasons to hold that this message brings by itself.
func (d *decision) stated() []string { return slices.Concat(d.r.Route.HeldFor, d.r.reserved) }

// covered says whether a restriction is there already, or a stricter label of
// the traffic light.
func covered(held []string, reason string) bool {
	i := slices.Index(restrictions, reason)
	if reason == router.HeldDisclosure {
		return slices.Contains(held, reason)
	}
	return slices.ContainsFunc(restrictions[:i+1], func(r string) bool { return slices.Contains(held, r) })
}

// bar holds an incident whoever it belongs to.
func bar(route *store.Decision, reason string) {
	if !slices.Contains(route.HeldFor, reason) {
		route.HeldFor = append(slices.Clip(route.HeldFor), reason)
	}
	route.Decision = router.Hold
}

// forwards are the forwards of the incident that were decided before.
func (d *decision) forwards() (list []store.Outgoing) {
	for _, o := range d.tx.Outbox(d.in.Ref) {
		if o.Kind == store.OutForward {
			list = append(list, o)
		}
	}
	return list
}

// holdForwards lets those that have not gone wait for a person.
func (d *decision) holdForwards(reasons ...string) {
	for _, o := range d.forwards() {
		if o.State == store.Due || o.State == store.Held {
			d.out.Holds = append(d.out.Holds, store.Hold{ID: o.ID, Reasons: reasons})
		}
	}
}

// correct merges what the reporter adds to the report, such as an answered
// receipt, into that of the incident. It may only raise its priority and duty,
// and has to be proved as well as the report was: the address alone corrects
// nothing that came signed.
func (d *decision) correct() {
	if d.m.Kind != store.KindFollowUp || !d.m.Confirmed || !d.byReporter() {
		return
	}
	before, later := d.in.Report, d.r.Report
	later.Disclosure = d.disclosed()
	changed := template.Correct(&d.in.Report, &later)
	if len(changed) == 0 {
		return
	}
	for _, c := range changed[:min(len(changed), maxCorrections)] {
		d.event("corrected", c.String())
	}
	if n := len(changed) - maxCorrections; n > 0 {
		d.event("corrected", fmt.Sprintf("and %d more", n))
	}
	if d.in.Priority = min(d.in.Priority, priority(&d.in.Report)); obligation(&d.in.Report) == "mandatory" {
		d.in.Obligation = "mandatory"
	}
	if kind, why := template.ProposeKind(&d.in.Report); d.in.Kind == template.KindUnclassified && kind != d.in.Kind {
		d.in.Kind = kind
		d.event("kind", kind+": "+why)
	}
	d.reroute(&before)
}

// byReporter says whether the message is by the reporter of its incident.
func (d *decision) byReporter() bool {
	return strings.EqualFold(d.m.From, d.in.Reporter) && !slices.ContainsFunc(d.in.Participants, func(p store.Participant) bool {
		return p.Role == "reporter" && p.Fingerprint != "" && p.Fingerprint != d.r.Sender.Fingerprint
	})
}
