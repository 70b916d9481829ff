package intake

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"tocsin/router"
	"tocsin/store"
	"tocsin/template"
)

// A decision is one message on its way through the filing transaction.
type decision struct {
	line *Line
	tx   *store.Tx
	m    *store.Message
	r    *Reading
	in   *store.Incident
	out  store.Outcome
	now  time.Time
	new  bool
	// proposal is why the case is of its kind.
	proposal string
	// replay: this ciphertext came before, so nothing goes out for it.
	replay      bool
	undelivered bool   // it says that a forward of ours did not arrive
	held, kept  string // what handlers hear of the forward; see waits
	// report is the first message of an incident that a correction has routed
	// anew, so that it may be forwarded.
	report  *store.Message
	secret  bool   // what the report says may have come encrypted, and was routed anew
	summary string // of the report, once a letter has asked for it
}

// decide says what one message changes: which incident it is in, whose that
// is, who hears of it. It is pure but for the transaction it asks.
func (l *Line) decide(tx *store.Tx, m *store.Message, r *Reading) store.Outcome {
	d := &decision{line: l, tx: tx, m: m, r: r, now: r.Message.Received}
	if digest := r.Opened.SessionDigest; digest != "" {
		first, seen := tx.SeenSession(digest)
		d.replay = seen && first != m.Key
		d.out.Session = digest
	}
	switch {
	case r.origin != "":
		d.open(router.Threading{Why: r.origin})
	case !d.bounced():
		d.thread()
	}
	d.settle()
	d.relate()
	d.out.Incident = d.in
	for _, key := range r.Opened.Candidates {
		key.Source += " " + string(m.Key)
		d.out.Candidates = append(d.out.Candidates, key)
	}
	d.write()
	return d.out
}

// bounced files a delivery report with the message it is about, and marks
// that outbox entry failed.
func (d *decision) bounced() bool {
	if d.r.Class.Kind != Bounce {
		return false
	}
	for _, id := range d.r.delivery.ids {
		o, ok := d.tx.OutgoingByMessageID(id)
		if !ok {
			continue
		}
		in, ok := d.tx.Incident(o.Ref)
		if !ok {
			continue
		}
		d.join(in, router.Threading{Ref: in.Ref, Confirmed: true, Why: "delivery report for our message " + o.MessageID})
		if d.r.delivery.failed {
			reason := strings.TrimSpace("returned as undeliverable for " + cmp.Or(d.r.delivery.recipient, "an unnamed recipient") + " " + d.r.delivery.status)
			d.out.Bounced = append(d.out.Bounced, store.Bounce{ID: o.ID, Reason: reason})
			d.undelivered = o.Kind == store.OutForward
		}
		return true
	}
	return false
}

// thread finds the incident that the message joins, or opens a new one.
func (d *decision) thread() {
	th := router.Thread(d.r.Evidence, d.r.Sender, d.book())
	switch {
	case d.replay:
		th = router.Threading{Why: "the same ciphertext came before (replay); not joined to anything"}
	case th.Ref != "" && !th.Confirmed && d.r.Opened.Protection.Encrypted:
		th = d.seen(th)
	}
	if th.Ref != "" {
		if in, ok := d.tx.Incident(th.Ref); ok {
			d.join(in, th)
			return
		}
	}
	d.open(th)
}

// seen keeps a stranger's encrypted message out of the incident that only its
// inside names: whether it is answered must not depend on what was decrypted
// (design, section 5).
func (d *decision) seen(inner router.Threading) router.Threading {
	outer := router.Thread(d.r.outer, d.r.Sender, d.book())
	if outer.Ref == inner.Ref {
		return outer
	}
	outer.Why = "inside the encryption it names " + string(inner.Ref) + ", where the sender takes no part"
	outer.Ref, outer.Confirmed, outer.Conflict = "", false, append(outer.Conflict, inner.Ref)
	return outer
}

func (d *decision) join(in *store.Incident, th router.Threading) {
	d.in, d.m.Ref = in, in.Ref
	d.m.Confirmed, d.m.Why = th.Confirmed, th.Why
	if !th.Confirmed { // it changes no state there, design section 4; see restrict
		return
	}
	for _, ref := range th.Conflict {
		d.in.Related = addRelation(d.in.Related, store.Relation{Ref: ref, Why: []string{"the message also names it"}, Score: 50})
	}
}

func (d *decision) open(th router.Threading) {
	l := d.line
	ref := d.tx.NextRef(l.cfg.Tag, d.now.In(l.cfg.Timezone).Year())
	d.new = true
	d.m.Ref, d.m.Confirmed, d.m.Why = ref, true, th.Why
	d.in = &store.Incident{
		Ref: ref, Status: store.StatusOpen, Received: d.now, Subject: d.m.Subject, Reporter: d.m.From,
		Obligation: obligation(&d.r.Report), Priority: priority(&d.r.Report), Report: d.r.Report,
		Related: []store.Relation{}, References: []string{}, Events: make([]store.Event, 0, 4),
	}
	d.in.Kind, d.proposal = template.ProposeKind(&d.r.Report)
	for _, other := range th.Conflict {
		d.in.Related = addRelation(d.in.Related, store.Relation{Ref: other, Why: []string{th.Why}, Score: 50})
	}
}

func obligation(r *store.Report) string {
	if r.Fields["obligation"] == "mandatory" {
		return "mandatory"
	}
	return "voluntary"
}

// priority is 1 for a call for help, 5 for what needs nothing of us.
func priority(r *store.Report) int {
	p := 3
	switch {
	case slices.Contains(r.Assistance, "urgent-help"):
		p = 1
	case slices.Contains(r.Assistance, "recover"):
		p = 2
	case slices.Contains(r.Assistance, "none"):
		p = 4
	}
	if obligation(r) == "mandatory" {
		p = min(p, 2)
	}
	return p
}

// settle gives the message its kind and the incident what follows from it.
func (d *decision) settle() {
	d.m.Kind = d.kind()
	d.in.Updated = d.now
	if d.replay {
		d.m.Findings = append(d.m.Findings, store.Finding{Code: "replay", Detail: "this ciphertext was in an earlier message"})
	}
	d.learn()
	d.participants()
	if d.new {
		d.event("filed", "opened by "+shown(d.m)+": "+d.m.Why)
		d.event("kind", d.in.Kind+": "+d.proposal)
		d.route()
		return
	}
	d.m.Report = &d.r.Report // that of the first message is the incident's
	d.event("joined", fmt.Sprintf("%s from %s: %s", d.m.Kind, shown(d.m), d.m.Why))
	d.restrict()
	d.correct()
	if d.in.Status == store.StatusClosed && d.m.Confirmed && d.m.Kind == store.KindFollowUp {
		d.in.Status = store.StatusOpen
		d.event("reopened", "a confirmed follow-up came")
	}
}

// learn keeps other teams' numbers for this incident, so that their answers
// find it. Numbers can be guessed and so claimed beforehand: of a stranger who
// opens an incident only the first is kept, of a machine none but a team's.
func (d *decision) learn() {
	room := maxForeign
	switch {
	case !d.m.Confirmed || d.m.Kind == store.KindAutomatic && !d.passed() || d.m.Kind == store.KindBounce:
		return
	case d.new && !d.r.Sender.Handler && d.r.Sender.Team == "":
		room = 1
	}
	for _, number := range d.r.Evidence.Foreign {
		if !slices.Contains(d.in.References, number) && len(d.in.References) < room {
			d.in.References = append(d.in.References, number)
		}
	}
}

// maxForeign bounds the foreign references, maxParticipants the participants
// of one incident.
const (
	maxForeign      = 50
	maxParticipants = 500
)

func (d *decision) kind() string {
	switch d.r.Class.Kind {
	case Bounce:
		return store.KindBounce
	case Automatic, Own:
		return store.KindAutomatic
	}
	switch {
	case d.r.Sender.Handler && !d.new:
		return store.KindHandler
	case d.r.Copied:
		return store.KindCoordination
	case d.new:
		return store.KindReport
	}
	return store.KindFollowUp
}

// participants adds the reporter of a new incident, the team that passed it on,
// and whoever a handler writes to there.
func (d *decision) participants() {
	switch d.m.Kind {
	case store.KindReport:
		d.participant(d.m.From, d.r.Sender.Fingerprint, "reporter")
	case store.KindAutomatic:
		if d.passed() {
			d.participant(d.m.From, d.r.Sender.Fingerprint, "site")
		}
	case store.KindHandler:
		for _, a := range slices.Concat(d.m.To, d.m.Cc) {
			d.participant(a, "", "site")
		}
	case store.KindCoordination:
		if d.m.Confirmed {
			for _, a := range append([]string{d.m.From}, d.m.To...) {
				d.participant(a, "", "site")
			}
		}
	}
}

// participant adds an address that did not take part yet. A handler takes part
// everywhere, and proves it each time: listed here, the address alone would do.
func (d *decision) participant(address string, f store.Fingerprint, role string) {
	known := func(p store.Participant) bool { return strings.EqualFold(p.Address, address) }
	if address == "" || d.line.isOwn(address) || d.line.isHandler(address) || len(d.in.Participants) >= maxParticipants || slices.ContainsFunc(d.in.Participants, known) {
		return
	}
	d.in.Participants = append(d.in.Participants, store.Participant{Address: address, Fingerprint: f, Role: role, Since: d.now})
}

// route decides whose the new incident is.
func (d *decision) route() {
	d.in.Route = d.r.Route
	if d.replay {
		hold(&d.in.Route, "replay")
	}
	d.event(d.in.Route.Decision, strings.TrimSpace(d.in.Route.Team+" "+strings.Join(d.in.Route.HeldFor, ", ")))
}

func (d *decision) event(what, detail string) {
	d.in.Events = append(d.in.Events, store.Event{At: d.now, Actor: "tocsin", What: what, Detail: detail, Key: d.m.Key})
}

func shown(m *store.Message) string {
	if m.From != "" {
		return m.From
	}
	return "an unknown sender"
}

// relate looks for incidents that share what this message names.
func (d *decision) relate() {
	d.out.Values = d.r.ready.values
	if !d.new {
		return
	}
	found := make(map[string][]store.Ref, len(d.out.Values))
	for _, v := range d.out.Values {
		if refs := d.tx.Sharing(v, router.Sharers); len(refs) > 0 {
			found[v] = refs
		}
	}
	for _, relation := range router.Related(d.in, found) {
		d.in.Related = addRelation(d.in.Related, relation)
	}
}

func addRelation(list []store.Relation, r store.Relation) []store.Relation {
	if slices.ContainsFunc(list, func(o store.Relation) bool { return o.Ref == r.Ref }) {
		return list
	}
	return append(list, r)
}

// write drafts the letters and fills in their words.
func (d *decision) write() {
	if d.replay && !d.new {
		return
	}
	drafts := router.Notices(d.notice())
	if d.replay {
		drafts = slices.DeleteFunc(drafts, func(draft router.Draft) bool {
			return draft.Out.Kind == store.OutForward || draft.Out.After != ""
		})
	}
	d.supersede(drafts)
	d.held, d.kept = d.waits(drafts)
	for _, draft := range drafts {
		o, err := d.words(draft)
		if err != nil {
			d.event("failed", "writing a letter: "+err.Error())
			continue
		}
		d.out.Outgoing = append(d.out.Outgoing, o)
	}
}

func (d *decision) notice() router.Notice {
	l, b := d.line, d.line.readers.Load()
	n := router.Notice{
		From: l.own[0], Own: l.own, Message: d.m, Incident: d.in, New: d.new, Report: d.report, Secret: d.secret, Sender: d.r.Sender,
		Language: l.language(d.r.Language), Derive: d.tx.Derive, Now: d.now, AckBudget: d.ackBudget, Directory: b.directory, Usable: usable(b.ring, d.now),
		Handlers: b.handlers, Undelivered: d.undelivered,
	}
	return n
}

// ackBudget spends one acknowledgement of each budget that it counts against.
func (d *decision) ackBudget(address string) bool {
	if !d.r.Class.Answer {
		return false
	}
	mailbox, domain := mailboxOf(address)
	a := d.line.cfg.Ack
	hour := func(most int) store.Limit { return store.Limit{Per: time.Hour, Most: most} }
	return d.tx.Spend("ack/address/"+mailbox, d.now, hour(a.PerSenderHour), store.Limit{Per: 24 * time.Hour, Most: a.PerSenderDay}) &&
		d.tx.Spend("ack/domain/"+domain, d.now, hour(a.PerDomainHour)) &&
		d.tx.Spend("ack/all", d.now, hour(a.PerHour))
}

// mailboxOf names where mail for an address arrives as far as that shows:
// without case and without what follows a "+".
func mailboxOf(address string) (mailbox, domain string) {
	local, domain, _ := strings.Cut(strings.ToLower(address), "@")
	local, _, _ = strings.Cut(local, "+")
	return local + "@" + domain, domain
}
