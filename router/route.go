package router

import (
	"time"

	"tocsin/store"
)

// Outcomes of a decision.
const (
	Ours    = "ours"
	Forward = "forward"
	Hold    = "hold"
	Split   = "split"
)

// A Question is all that a routing decision rests on beside the directory.
type Question struct {
	Report          *store.Report
	Sender          Sender
	Anonymous       bool
	Encrypted       bool   // the report came encrypted
	Obligation      string // "mandatory" holds
	Subject         string
	Attachments     bool // it carries more than the form
	Hops            int  // how often it was handed over before
	Automatic       bool
	Loop            bool
	Usable          func(store.Fingerprint) bool // can we encrypt to it; nil: to none
	CountryFallback string                       // "forward" lets soft evidence forward; else it holds
	Now             time.Time
}

// Route decides whose incident a report is.
func (d *Directory) Route(q Question) store.Decision {
	return store.Decision{Decision: Hold, HeldFor: []string{"no-evidence"}, Trail: []store.Step{}, Lost: []store.Step{}}
}

// Facts returns what a report and its sender say that routing can rest on.
func Facts(r *store.Report, sender Sender) []store.Fact { return nil }
