package router

import (
	"time"

	"tocsin/store"
)

// A Handler is one of our people.
type Handler struct {
	Name, Address string
	Fingerprint   store.Fingerprint
}

// A Notice is the occasion to write: one message that was filed, the incident
// it went to, and what is needed to address those who should hear of it.
type Notice struct {
	From      string   // our first address
	Own       []string // all our addresses
	Message   *store.Message
	Incident  *store.Incident // with Route decided
	New       bool            // the message opened the incident
	Sender    Sender
	Handlers  []Handler
	Directory *Directory
	Usable    func(store.Fingerprint) bool // can we encrypt to it; nil: to none
	AckBudget func(address string) bool    // may this address be acknowledged now; nil: yes
	Language  string                       // of letters to the reporter
	Derive    func(parts ...string) string // unguessable and stable
	Now       time.Time
}

// How much an outgoing letter may say of what was reported.
const (
	DetailNone   = "none"   // the outer envelope and the reference alone
	DetailNames  = "names"  // names of fields, without their values
	DetailValues = "values" // what was understood, with values
)

// A Draft is an outgoing message without its words yet: which letter is to be
// written into Out.Subject and Out.Text, which content-free one (if any) into
// Out.PlainSubject and Out.Plain, and how much they may say.
type Draft struct {
	Letter string // ack, forward, forwarded, handler-new, handler-follow-up, handler-plain, held
	Plain  string // letter for Out.Plain, "" for none
	Detail string
	Out    store.Outgoing
}

// Notices decides who hears of a message.
func Notices(n Notice) []Draft { return nil }
