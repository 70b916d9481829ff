package router

import (
	"slices"
	"strings"
	"time"

	"tocsin/store"
)

// A Handler is one of our people.
type Handler struct {
	Name, Address string
	Fingerprint   store.Fingerprint // "" when we can't encrypt to them
}

// A Notice is the occasion to write: one message that was filed, the incident
// it went to, and what is needed to address those who should hear of it.
type Notice struct {
	From     string   // our first address
	Own      []string // all our addresses
	Message  *store.Message
	Incident *store.Incident // with Route decided
	New      bool            // the message opened the incident
	// Report is what a forward carries where the message is not it but has the
	// incident routed anew, such as a correction; nil for none.
	Report *store.Message
	// Secret: some of what a forward tells of the incident may have come
	// encrypted, be it in another message.
	Secret bool
	// Undelivered: the message says that a forward did not arrive, or stands for
	// the server that refused it. Only then handlers hear of a delivery report,
	// lest one about a notice to them brings the next notice.
	Undelivered bool
	Sender      Sender
	Handlers    []Handler
	Directory   *Directory
	Usable      func(store.Fingerprint) bool // can we encrypt to it now; nil: to none
	AckBudget   func(address string) bool    // may this address be acknowledged now; nil: yes
	Language    string                       // of letters to the reporter
	Derive      func(parts ...string) string // unguessable, stable, fit for a Message-ID
	Now         time.Time
}

// How much a letter may say of what was reported (design section 5).
const (
	DetailNone   = "none"   // the outer envelope and the reference alone
	DetailNames  = "names"  // names of fields, without their values
	DetailValues = "values" // what was understood, with values
)

// Letters that a Draft may ask for.
const (
	LetterAck             = "ack"
	LetterForward         = "forward"
	LetterForwarded       = "forwarded" // to the reporter: where it went
	LetterHandlerNew      = "handler-new"
	LetterHandlerFollowUp = "handler-follow-up"
	LetterHandlerPlain    = "handler-plain" // says only that something came
)

// A Draft is an outgoing message without its words yet: Letter is to be
// written into Out.Subject and Out.Text, Plain (if any) into Out.PlainSubject
// and Out.Plain, with as much of the report as Detail allows; what goes into
// Out.Plain says nothing of the report in any case.
type Draft struct {
	Letter string
	Plain  string // letter without content, "" for none
	Detail string
	Out    store.Outgoing
}

// Notices decides who hears of a message, in this order: the reporter that it
// came, the team it belongs to (due, or held with the route's reasons), the
// reporter that it went there, and the handlers.
func Notices(n Notice) []Draft {
	out := make([]Draft, 0, 1+len(n.Handlers)) // of most, the acknowledgement is all that others get
	if n.New && n.mayAnswer() && n.budget() {
		out = append(out, n.ack())
	}
	if n.New || n.Report != nil {
		if forward, ok := n.forward(); ok {
			out = append(out, forward)
			if n.mayAnswer() {
				out = append(out, n.forwarded(forward.Out))
			}
		}
	}
	return n.handlers(out)
}

// draft fills what every outgoing message has. Its id depends on the cause,
// the letter and the recipient alone, so that deciding again is the same.
func (n *Notice) draft(letter, kind, to string) Draft {
	id := n.Derive("outgoing", string(n.Message.Key), string(n.Incident.Ref), letter, strings.ToLower(to))
	domain := n.From[strings.LastIndexByte(n.From, '@')+1:]
	return Draft{Letter: letter, Detail: DetailNone, Out: store.Outgoing{
		ID: id, Ref: n.Incident.Ref, Cause: n.Message.Key, Kind: kind, From: n.From, To: to, MessageID: id + "@" + domain,
		Encrypt: store.EncryptNever, State: store.Due, HeldFor: []string{}, Created: n.Now, Due: n.Now}}
}

// reply makes a draft answer the message that caused it.
func (n *Notice) reply(d Draft) Draft {
	m := n.Message
	d.Out.Language = n.Language
	if m.MessageID != "" {
		d.Out.InReplyTo = m.MessageID
		d.Out.References = append(slices.Clone(m.References[:min(len(m.References), 10)]), m.MessageID)
		if len(m.References) > 1 { // stored nearest first, written oldest first
			slices.Reverse(d.Out.References[:len(d.Out.References)-1])
		}
	}
	return d
}

// mayAnswer says whether the sender may be written to by a program: a person
// who reported to us directly (RFC 3834 section 2), none of our own, no
// address of a role that only machines use.
func (n *Notice) mayAnswer() bool {
	m := n.Message
	return (m.Kind == store.KindReport || n.Report != nil && m.Kind == store.KindFollowUp) && m.From != "" && mailDomain(m.From) != "" && !n.Sender.Handler &&
		!n.own(m.From) && !roleAddress(m.From) && n.addressed() && !n.handler(m.From)
}

func (n *Notice) own(address string) bool {
	return strings.EqualFold(address, n.From) ||
		slices.ContainsFunc(n.Own, func(o string) bool { return strings.EqualFold(o, address) })
}

func (n *Notice) handler(address string) bool {
	return slices.ContainsFunc(n.Handlers, func(h Handler) bool { return strings.EqualFold(h.Address, address) })
}

// addressed says whether one of our addresses stands in To or Cc. Mail that
// came another way (an alias, blind copies) is not answered by a program.
func (n *Notice) addressed() bool {
	return slices.ContainsFunc(n.Message.To, n.own) || slices.ContainsFunc(n.Message.Cc, n.own)
}

// roleAddress says whether only machines write from a local part.
func roleAddress(address string) bool {
	local, _, _ := strings.Cut(strings.ToLower(address), "@")
	plain := strings.Map(func(r rune) rune {
		if r == '-' || r == '_' || r == '.' {
			return -1
		}
		return r
	}, local)
	for _, part := range [...]string{"mailerdaemon", "postmaster", "noreply", "donotreply", "listserv", "majordomo"} {
		if strings.HasPrefix(plain, part) {
			return true
		}
	}
	return strings.HasSuffix(plain, "noreply") || local == "root" || local == "nobody" || local == "bounce" || local == "bounces" || strings.HasPrefix(local, "owner-") ||
		strings.HasPrefix(local, "bounce-") || strings.HasPrefix(local, "bounces+") || strings.HasSuffix(local, "-bounce") ||
		strings.HasSuffix(local, "-bounces") || strings.HasSuffix(local, "-request") || strings.HasSuffix(local, "-owner")
}

func (n *Notice) budget() bool { return n.AckBudget == nil || n.AckBudget(n.Message.From) }

// ack says that the report came. What it may say of the content depends on
// what was proved: an answer that differs is an oracle.
func (n *Notice) ack() Draft {
	d := n.reply(n.draft(LetterAck, store.OutAck, n.Message.From))
	d.Out.Auto = true
	p := n.Message.Protection
	switch {
	case !p.Encrypted && n.Sender.Authenticated:
		d.Detail = DetailValues
	case !p.Encrypted:
		d.Detail = DetailNames
	case n.verified() && n.can(n.Sender.Fingerprint):
		d.Detail, d.Plain = DetailValues, LetterAck
		d.Out.Encrypt, d.Out.Keys = store.EncryptPrefer, []store.Fingerprint{n.Sender.Fingerprint}
	}
	return d
}

// verified says whether the whole message is signed by an accepted key of its
// sender and meant for us.
func (n *Notice) verified() bool {
	p := n.Message.Protection
	return p.Verdict == "verified" && p.Coverage == "full" && p.ForUs && n.Sender.Authenticated && n.Sender.Fingerprint != ""
}

func (n *Notice) can(f store.Fingerprint) bool { return f != "" && n.Usable != nil && n.Usable(f) }

// forward carries the report to the team it belongs to: due when nothing
// stands in the way, else held for a handler with the reasons. A report of
// several constituencies is never carried as a whole, and sites that wrote to
// each other with a copy to us asked for nothing.
func (n *Notice) forward() (Draft, bool) {
	route := n.Incident.Route
	if kind := n.carried().Kind; kind == store.KindCoordination || kind == store.KindBounce {
		return Draft{}, false
	}
	if route.Decision != Forward && route.Decision != Hold || n.Directory == nil || route.Team == n.Directory.Self() {
		return Draft{}, false
	}
	team, ok := n.Directory.Team(route.Team)
	if !ok || team.Mail == "" || n.own(team.Mail) || slices.Contains(route.HeldFor, HeldLoop) {
		return Draft{}, false
	}
	d := n.draft(LetterForward, store.OutForward, team.Mail)
	d.Detail = DetailValues
	d.Out.Attach = n.carried().Key
	if len(team.Languages) > 0 {
		d.Out.Language = team.Languages[0]
	}
	n.protect(&d.Out, team)
	switch {
	case len(route.HeldFor) > 0:
		d.Out.State, d.Out.HeldFor = store.Held, slices.Clone(route.HeldFor)
	case route.Decision == Hold:
		d.Out.State, d.Out.HeldFor = store.Held, []string{HeldApproval}
	}
	return d, true
}

// carried is the message that a forward carries.
func (n *Notice) carried() *store.Message {
	if n.Report != nil {
		return n.Report
	}
	return n.Message
}

// encrypted says whether any of what a forward tells came encrypted.
func (n *Notice) encrypted() bool {
	return n.Secret || n.Message.Protection.Encrypted || n.carried().Protection.Encrypted
}

// protect encrypts a forward where the team has keys; content that came
// encrypted never leaves otherwise.
func (n *Notice) protect(o *store.Outgoing, team Team) {
	for _, f := range team.Keys {
		if n.can(f) {
			o.Keys = append(o.Keys, f)
		}
	}
	switch {
	case n.encrypted() || team.Encrypt == store.EncryptRequire:
		o.Encrypt = store.EncryptRequire
		if len(o.Keys) == 0 {
			o.Keys = slices.Clone(team.Keys)
		}
	case len(o.Keys) > 0:
		o.Encrypt = store.EncryptPrefer
	}
}

// forwarded tells the reporter where the report went, once the destination's
// server has taken it. It speaks of content, so after an encrypted report it
// waits for a person unless the sender is proved.
func (n *Notice) forwarded(forward store.Outgoing) Draft {
	d := n.reply(n.draft(LetterForwarded, store.OutNotice, n.Message.From))
	d.Out.Auto = true
	d.Out.After, d.Out.State, d.Out.HeldFor = forward.ID, store.Held, []string{store.HeldForDelivery}
	encrypted := n.encrypted()
	switch {
	case encrypted && !n.Sender.Authenticated:
		d.Out.HeldFor = append(d.Out.HeldFor, HeldSenderUnverified)
		d.Out.Encrypt = store.EncryptRequire
	case encrypted:
		d.Out.Encrypt = store.EncryptRequire
	case n.can(n.Sender.Fingerprint):
		d.Out.Encrypt = store.EncryptPrefer
	}
	if n.can(n.Sender.Fingerprint) {
		d.Out.Keys = []store.Fingerprint{n.Sender.Fingerprint}
	}
	if n.Sender.Authenticated {
		d.Detail = DetailValues
	}
	return d
}

// handlers hear of each new incident and each follow-up; the letter tells them
// what waits for their decision. The one who wrote does not hear of it again.
func (n *Notice) handlers(out []Draft) []Draft {
	letter := LetterHandlerFollowUp
	switch {
	case n.New:
		letter = LetterHandlerNew
	case n.Undelivered:
	case n.Message.Kind != store.KindFollowUp && n.Message.Kind != store.KindCoordination && n.Message.Kind != store.KindReport:
		return out
	}
	for _, h := range n.Handlers {
		if mailDomain(h.Address) == "" || n.own(h.Address) || n.Sender.Handler && strings.EqualFold(h.Address, n.Message.From) {
			continue
		}
		out = append(out, n.toHandler(letter, h))
	}
	return out
}

// toHandler writes to one handler: encrypted, or without content.
func (n *Notice) toHandler(letter string, h Handler) Draft {
	d := n.draft(letter, store.OutNotice, h.Address)
	d.Out.Digest = "handler"
	if h.Fingerprint == "" {
		d.Letter = LetterHandlerPlain
		return d
	}
	d.Plain, d.Detail = LetterHandlerPlain, DetailValues
	d.Out.Encrypt, d.Out.Keys = store.EncryptPrefer, []store.Fingerprint{h.Fingerprint}
	return d
}
