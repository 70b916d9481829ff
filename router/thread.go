package router

import "tocsin/store"

// Evidence is what a message says about the incident it belongs to. The body
// is never part of it.
type Evidence struct {
	MessageID string   // the message's own, without <>
	IDs       []string // In-Reply-To, then References, nearest first
	Claims    []Claim
	Foreign   []string // other teams' numbers
	Mistyped  []string // our tag with a number whose check character is wrong
}

// EvidenceOf gathers the evidence of one message.
func EvidenceOf(tag string, m *store.Message) Evidence {
	return Evidence{MessageID: m.MessageID, IDs: m.References}
}

// A Book answers what is already filed. A store transaction is one.
type Book interface {
	ByMessageID(id string) (ref store.Ref, ours bool, ok bool)
	ByForeign(number string) []store.Ref
	ByAncestor(id string) []store.Ref
	Incident(ref store.Ref) (*store.Incident, bool)
}

// A Sender is who wrote, as far as that was proved.
type Sender struct {
	Address       string            // the single valid From, "" if none
	Fingerprint   store.Fingerprint // of a good signature by an accepted key, else ""
	Authenticated bool              // signature or aligned DKIM of our own server
	Handler       bool              // one of our handlers
	Team          string            // id of a directory team, "" if none
}

// A Threading says where a message belongs. Ref "" means a new incident.
type Threading struct {
	Ref       store.Ref
	Confirmed bool
	Why       string
	Conflict  []store.Ref // incidents that the evidence names as well
}

// Thread decides which incident a message joins.
func Thread(ev Evidence, sender Sender, b Book) Threading {
	return Threading{Why: "no evidence"}
}
