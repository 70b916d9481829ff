package store

import (
	"strings"
	"time"
)

// Kinds and states of an outbox entry.
const (
	OutAck     = "ack"
	OutForward = "forward"
	OutNotice  = "notice"
	OutRelay   = "relay"
	OutDigest  = "digest"

	Due    = "due"
	Held   = "held"
	Sent   = "sent"
	Failed = "failed"

	EncryptNever   = "never"   // no content in it: plain text is right
	EncryptPrefer  = "prefer"  // encrypt when a pinned key is there
	EncryptRequire = "require" // content: encrypted or not at all
)

// HeldForDelivery in HeldFor marks an entry that waits for another (After)
// to be taken by its destination's server; it is released by that, not by a
// handler.
const HeldForDelivery = "delivery"

// HeldForApproval in HeldFor says that nothing but a person's word is waited
// for: an entry's, or that of an incident which a person took a message out to.
const HeldForApproval = "approval"

// Withdrawn begins the Error of an entry that a later message ended, rejected
// that of one that a person did.
const (
	Withdrawn = "withdrawn: "
	rejected  = "rejected by "
)

// An Outgoing is one entry of the outbox: a message to one recipient, decided
// in the transaction that filed its cause, under a Message-ID derived from
// cause, kind and recipient, so that a repeat on the wire is the same message.
type Outgoing struct {
	ID         string   `json:"id"` // derived; also the local part of MessageID
	Ref        Ref      `json:"ref"`
	Cause      Key      `json:"cause"` // the message that made us write
	Kind       string   `json:"kind"`
	From       string   `json:"from"`
	To         string   `json:"to"` // one bare address
	Subject    string   `json:"subject"`
	Text       string   `json:"text"`
	Language   string   `json:"language,omitempty"`
	MessageID  string   `json:"message_id"` // without <>
	InReplyTo  string   `json:"in_reply_to,omitempty"`
	References []string `json:"references,omitempty"`
	// Attach is the key of a filed message to carry as message/rfc822, "" for none.
	Attach Key `json:"attach,omitempty"`
	// Encrypt is one of EncryptNever, EncryptPrefer, EncryptRequire; Keys are
	// the pinned fingerprints to encrypt to (all or none).
	Encrypt string        `json:"encrypt"`
	Keys    []Fingerprint `json:"keys,omitempty"`
	// Plain is the content-free text to send instead when Encrypt is
	// EncryptPrefer and no key is usable; "" means Text itself may go plain.
	Plain        string `json:"plain,omitempty"`
	PlainSubject string `json:"plain_subject,omitempty"`
	// Auto marks an automatic answer (RFC 3834): null return path and
	// Auto-Submitted: auto-replied; else auto-generated and our bounce address.
	Auto bool `json:"auto"`
	// Digest, if set, lets Claim merge entries with the same Digest and To
	// that are due together into one message of kind digest.
	Digest string `json:"digest,omitempty"`
	// After is the id of the entry whose delivery releases this one.
	After string `json:"after,omitempty"`

	State    string    `json:"state"`
	HeldFor  []string  `json:"held_for"`
	Attempts int       `json:"attempts"`
	Created  time.Time `json:"created"`
	Due      time.Time `json:"due"`
	Settled  time.Time `json:"settled,omitzero"`
	Error    string    `json:"error,omitempty"` // the last one, or the server's answer
}

// A HoldError says that an entry may not go out before a person has looked:
// what makes its bytes returns it, and the courier settles the entry as Held.
type HoldError struct {
	Reasons []string // for Outgoing.HeldFor
}

// Error lists the reasons.
func (e *HoldError) Error() string { return "held for " + strings.Join(e.Reasons, ", ") }

// A Settlement is the outcome of one attempt to deliver an entry.
type Settlement struct {
	ID       string
	Attempt  int       // the Attempts that Claim returned: an older attempt settles nothing
	State    string    // Sent, Failed (permanent), Held (with HeldFor) or Due (try again at Next)
	HeldFor  []string  // with Held
	Next     time.Time // with Due
	Response string    // the server's words or the error
	At       time.Time
	// Failed, if set, says what goes out because an entry failed, in the same
	// transaction. It is asked with the entry as it is now, as Decide is.
	Failed func(tx *Tx, o Outgoing) []Outgoing
}
