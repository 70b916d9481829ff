package intake

import (
	"slices"
	"strings"
	"time"

	"tocsin/intake/mime"
	"tocsin/intake/pgp"
	"tocsin/router"
	"tocsin/store"
	"tocsin/template"
)

// A Reader reads messages: bytes to what they say and prove. It is pure, but
// its Ring is not for two goroutines at once: give each worker its own.
type Reader struct {
	Forms     *template.Forms
	Directory *router.Directory
	Ring      *pgp.Ring
	Own       []string // our addresses, lower case
	Tag       string
	Handlers  []Handler
	Limits    mime.Limits
	Now       func() time.Time
	// AuthServ is the authserv-id whose Authentication-Results count, "" for none.
	AuthServ string
	// CountryFallback is hold or forward, for decisions that rest on the
	// country alone.
	CountryFallback string
}

// A Reading is everything one message says, before the store is asked.
type Reading struct {
	Mail     *mime.Message // as received
	Opened   pgp.Opened
	Class    Class
	Sender   router.Sender
	Evidence router.Evidence
	Message  store.Message // all but Key, which the store finds, Ref, Kind, Confirmed and Why
	Report   store.Report
	Language string // for the acknowledgement: never from inside a ciphertext
	delivery deliveryReport
	Copied   bool            // we are in Cc and not in To
	Route    store.Decision  // whose it is, if it opens an incident
	outer    router.Evidence // without what only the ciphertext says
	hops     int             // how often it was handed from team to team
	attached bool            // it carries more than texts
	reserved []string        // why the mail, whatever it says, is not passed on
	texts    []mime.Text     // as they are understood
	ready    groundwork      // of the line that took it in
	rows     []store.Report  // the incidents of a machine's report, if it lists several
	origin   string          // of a row of a feed: which it is
}

// release lets go of trees and texts, which a decision needs no more: decrypted
// attachments would otherwise lie in memory until the commit.
func (r *Reading) release() {
	r.texts, r.Mail, r.Opened.Message, r.Opened.Header = nil, nil, nil, nil
}

// Read reads one message that came at a time by a channel. It never fails:
// whatever is odd is a finding.
func (x *Reader) Read(raw []byte, at time.Time, channel string) *Reading {
	r := x.open(raw, at, channel)
	for _, step := range steps() {
		step(x, r)
	}
	return r
}

// open lays out a message and opens what PGP protects of it.
func (x *Reader) open(raw []byte, at time.Time, channel string) *Reading {
	mail := mime.Read(raw, x.Limits)
	return x.unlock(mail, Classify(mail, x.Own, x.loop()), store.Message{Received: at, Channel: channel, Size: int64(len(raw))})
}

// unlock makes the reading of a message of which m has what the door says.
func (x *Reader) unlock(mail *mime.Message, class Class, m store.Message) *Reading {
	m.Direction = store.In
	return &Reading{Mail: mail, Class: class, Message: m, Opened: pgp.Open(mail, x.Ring, pgp.Options{Now: m.Received, Own: x.Own, Limits: x.Limits})}
}

// steps are what a message that is open goes through, in their order.
func steps() []func(*Reader, *Reading) {
	return []func(*Reader, *Reading){(*Reader).describe, (*Reader).understand, (*Reader).assign}
}

// describe says what a message is beside its report: its head, its texts, who
// wrote it.
func (x *Reader) describe(r *Reading) {
	r.texts = r.Opened.Message.Texts() // first: what is odd in them is a finding, too
	x.head(r)
	if len(r.texts) > 0 && !r.texts[0].Attachment {
		r.Message.Text = r.texts[0].Text
	}
	r.Sender = x.sender(r)
	r.texts = documents(r, r.texts)
}

// assign says whose a message is, should it open an incident, and how it would
// be threaded.
func (x *Reader) assign(r *Reading) {
	r.hops, r.attached = hops(r.Mail.Header), attachments(r.Opened.Message)
	r.Copied = x.copied(&r.Message)
	if r.sensitive() {
		r.Message.Findings = append(r.Message.Findings, store.Finding{Code: foundSensitive, Detail: "its sender marked it as personal, private or confidential"})
	}
	if x.Directory != nil {
		r.Route = x.route(r) // before anything is cut off
	}
	bound(r)
	r.Evidence = router.EvidenceOf(x.Tag, &r.Message)
	r.outer = x.outerEvidence(r)
	if r.Class.Kind == Bounce {
		r.delivery = readDeliveryReport(r.Mail)
	}
	if !r.Opened.Protection.Encrypted {
		r.Language = r.Report.Language
	}
}

// loop is what our own mail carries in X-Loop.
func (x *Reader) loop() string {
	if len(x.Own) == 0 {
		return ""
	}
	return x.Own[0]
}

// head fills in what the fields of a message say of it, and its content.
func (x *Reader) head(r *Reading) {
	outer, m := r.Mail.Header, &r.Message
	from, _ := r.Mail.From()
	m.From, m.FromRaw = from.Addr, mime.Sanitize(outer.Text("From"))
	m.To, m.Cc = addresses(outer, "To"), addresses(outer, "Cc")
	m.Date, _ = outer.Date()
	m.Subject = mime.Sanitize(r.Opened.Header.Text("Subject"))
	m.Protection, m.Content = r.Opened.Protection, contentOf(r.Mail)
	if reply, ok := outer.Addresses("Reply-To"); ok && len(reply) == 1 {
		m.ReplyTo = reply[0].Addr
	}
	if ids := outer.MessageIDs("Message-ID"); len(ids) > 0 {
		m.MessageID = ids[0]
	}
	m.References = ancestors(outer)
	m.Findings = slices.Concat(r.Mail.Findings, limitFinding(r.Mail))
	if r.Opened.Message != r.Mail {
		m.Findings = append(m.Findings, r.Opened.Message.Findings...)
	}
}

func limitFinding(m *mime.Message) []store.Finding {
	if m.Exceeded == "" {
		return nil
	}
	return []store.Finding{{Code: "limit", Detail: "read only up to the limit of " + m.Exceeded + "; the raw message is kept whole"}}
}

// maxAncestors bounds the ids that threading looks up for one message.
const maxAncestors = 20

// ancestors lists In-Reply-To and then References from the nearest, once each.
func ancestors(h mime.Header) []string {
	refs := h.MessageIDs("References")
	slices.Reverse(refs)
	var ids []string
	for _, id := range append(h.MessageIDs("In-Reply-To"), refs...) {
		if len(ids) < maxAncestors && !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return ids
}

// maxAddresses bounds the To and Cc that are kept of one message.
const maxAddresses = 200

func addresses(h mime.Header, name string) []string {
	list, _ := h.Addresses(name)
	var out []string
	for _, a := range list[:min(len(list), maxAddresses)] {
		out = append(out, a.Addr)
	}
	return out
}

// sender says who wrote the message, as far as that is proved.
func (x *Reader) sender(r *Reading) router.Sender {
	s := router.Sender{Address: r.Message.From}
	p := &r.Opened.Protection
	if p.Verdict == "verified" {
		s.Authenticated = true
		for _, sig := range p.Signatures {
			if sig.Status == "good" && sig.FromMatch && sig.Coverage == "full" {
				s.Fingerprint = sig.Fingerprint
			}
		}
	}
	if !p.Encrypted && dkimAligned(r.Mail.Header, x.AuthServ, s.Address) {
		s.Authenticated = true // of a ciphertext it would prove who sent it on, not who wrote it
	}
	for _, h := range x.Handlers {
		if s.Address != "" && strings.EqualFold(h.Address, s.Address) {
			s.Handler = h.Fingerprint == "" || s.Authenticated && h.Fingerprint == s.Fingerprint
			if !s.Handler {
				r.Message.Findings = append(r.Message.Findings, store.Finding{Code: "handler-unsigned", Detail: h.unproved(p)})
			}
		}
	}
	if x.Directory != nil {
		if team, ok := x.Directory.TeamByMail(s.Address); ok {
			s.Team = team.ID
		}
	}
	return s
}

// unproved says why mail with the handler's address does not count as the
// handler's. A key that is not accepted is only claimed by its signature.
func (h Handler) unproved(p *store.Protection) string {
	for _, sig := range p.Signatures {
		switch {
		case sig.Fingerprint != h.Fingerprint:
		case sig.Status == "good" && !sig.FromMatch:
			return "it is signed by the handler's key " + string(h.Fingerprint) + ", which was accepted for other addresses only: accept it for " + h.Address + " too"
		case sig.Status == "no-key":
			return "it bears a handler's address and names the handler's key " + string(h.Fingerprint) + ", which is not accepted: import and accept it"
		}
	}
	return "it bears a handler's address, but counts as the handler's only if signed by " + string(h.Fingerprint)
}

func (x *Reader) document(r *Reading) template.Document {
	d := template.Document{Subject: r.Message.Subject, Own: x.Own, Sent: written(&r.Message)}
	for _, t := range r.texts {
		d.Texts = append(d.Texts, template.Text{Name: t.Name, Text: t.Text, Attachment: t.Attachment})
	}
	return d
}

// How far a sender's clock may be ahead of ours, and the first year that one
// that was set may show.
const (
	mostFast  = time.Hour
	firstYear = 1990
)

// written is the Date of a message where that can be: a clock that runs far
// ahead, or was never set, tells neither a day nor a year.
func written(m *store.Message) time.Time {
	if m.Date.Year() < firstYear || m.Date.After(m.Received.Add(mostFast)) {
		return time.Time{}
	}
	return m.Date
}

// route decides whose a message is, should it open an incident.
func (x *Reader) route(r *Reading) store.Decision {
	q := question(r, x.CountryFallback, usable(x.Ring, r.Message.Received))
	for _, t := range r.texts {
		q.Texts = append(q.Texts, t.Text)
	}
	route := x.Directory.Route(q)
	r.reserved = r.reservations()
	for _, reason := range r.reserved {
		hold(&route, reason)
	}
	return route
}

// copied reports whether one of our addresses is in Cc and none in To.
func (x *Reader) copied(m *store.Message) bool {
	ours := func(list []string) bool {
		return slices.ContainsFunc(list, func(a string) bool { return slices.Contains(x.Own, strings.ToLower(a)) })
	}
	return ours(m.Cc) && !ours(m.To)
}

// outerEvidence is the evidence for threading that anybody could see.
func (x *Reader) outerEvidence(r *Reading) router.Evidence {
	if !r.Opened.Protection.Encrypted {
		return r.Evidence
	}
	outer := r.Message
	outer.Subject, outer.Protection.Subject = mime.Sanitize(r.Mail.Header.Text("Subject")), ""
	return router.EvidenceOf(x.Tag, &outer)
}

// usable tells which accepted keys can be encrypted to at a time.
func usable(ring *pgp.Ring, at time.Time) func(store.Fingerprint) bool {
	return func(f store.Fingerprint) bool { return ring != nil && ring.Usable(f, at) == nil }
}

func question(r *Reading, fallback string, usable func(store.Fingerprint) bool) router.Question {
	return router.Question{
		Report: &r.Report, Sender: r.Sender, Anonymous: r.Message.From == "" && r.Class.Why != byHand, Encrypted: r.Opened.Protection.Encrypted,
		Obligation: r.Report.Fields["obligation"], Subject: r.Message.Subject, Hops: r.hops,
		Automatic: r.Class.Kind != Human, Loop: r.Class.Kind == Own, CountryFallback: fallback, Now: r.Message.Received,
		Usable: usable, Attachments: r.attached,
	}
}

// attachments reports whether the message carries more than texts.
func attachments(m *mime.Message) bool {
	return slices.ContainsFunc(m.Root.Leaves(), func(p *mime.Part) bool { return filed(p.Type) })
}

// filed says whether a part of a type is a file beside the texts of a message.
func filed(media string) bool {
	return !strings.HasPrefix(media, "text/") && !strings.HasPrefix(media, "application/pgp-")
}

// hops counts how often a message was handed from team to team already.
func hops(h mime.Header) int { return h.Count(HandoverField) }

// HandoverField marks what one Tocsin forwarded to another team; a message
// that carries it is not handed on by itself again.
const HandoverField = "X-Tocsin-Handover"
