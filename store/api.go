package store

import (
	"errors"
	"fmt"
	"io"
	"time"

	"tocsin/store/kv"
)

// Errors of the store, to be asked for with errors.Is.
var (
	ErrNotFound = errors.New("not found")
	ErrSealKey  = errors.New("the seal key is not the one this store was made with")
	ErrState    = errors.New("not possible in this state")
	ErrEnded    = fmt.Errorf("was rejected or withdrawn, and goes by approval alone: %w", ErrState)
	ErrStale    = errors.New("superseded by a later attempt")
	ErrDecide   = errors.New("deciding on it failed") // a panic, or an outcome that can't be kept: trying again won't help
	ErrDamaged  = errors.New("damaged in the store")  // beside a result: the rest was done all the same
	ErrLocked   = kv.ErrLocked                        // another process holds the store
	ErrFull     = kv.ErrFull                          // no room; nothing was kept of what was tried
	ErrClosed   = kv.ErrClosed
)

// Outcomes of File.
const (
	FiledNew         = "new"
	FiledJoined      = "joined"
	FiledDuplicate   = "duplicate"
	FiledQuarantined = "quarantined"
)

// A Filing is one message to be filed: the message, its bytes as received
// and how it came. Message.Key may be empty: it is the digest of Raw.
type Filing struct {
	Message  Message
	Raw      []byte
	Delivery Delivery
}

// Decide says what a new message changes. It runs inside the transaction, is
// pure, may run several times, and sets what it finds out (Kind, Confirmed,
// Why) on m, a copy that is its own until it returns.
type Decide func(tx *Tx, m *Message) Outcome

// An Outcome is all that one message changes: it is committed whole or not at all.
type Outcome struct {
	// Incident is new or changed, whole, except that Events holds only what
	// is to be added when it came from Tx.Incident. The message is added to
	// its Messages. Nil: the message is filed in no incident.
	Incident *Incident
	// Outgoing are entries for the outbox. An ID that is there already is
	// left as it is: decided once.
	Outgoing []Outgoing
	// Bounced are entries that the message reports as undeliverable.
	Bounced []Bounce
	// Withdrawn are entries that shall not go out any more; one that has gone,
	// or that a person has decided to end, is left as it is; so is one that a
	// digest carries.
	Withdrawn []Bounce
	// Holds are entries that wait for a person from now on, due or held before;
	// not one that a digest carries.
	Holds []Hold
	// Candidates are keys that came along; known ones are left as they are.
	Candidates []StoredKey
	// Values are canonical correlation values for Tx.Sharing, at most 1000.
	Values []string
	// Session is the digest of the encrypted packet, for Tx.SeenSession.
	Session string
}

// A Bounce says that the outbox entry ID could not be delivered.
type Bounce struct{ ID, Reason string }

// A Hold says why the outbox entry ID may not go out before a person has looked.
type Hold struct {
	ID      string
	Reasons []string // for Outgoing.HeldFor, beside those that are there
}

// A Filed says what became of a message. Key is that of the message it is
// filed as: for a duplicate the first one's.
type Filed struct {
	Ref     Ref
	Key     Key
	Outcome string // FiledNew, FiledJoined, FiledDuplicate, FiledQuarantined
	Kind    string
}

// A Filter chooses incidents; zero fields choose all.
type Filter struct {
	Status       string
	Since, Until time.Time // by Received, Until excluded
	Limit        int       // 0 = 100, at most 1000
	After        Ref       // the last one of the previous page
}

// An OutFilter chooses outbox entries; zero fields choose all.
type OutFilter struct {
	State string
	Ref   Ref
	Limit int // 0 = 100, at most 10000
}

// Options of Open; the zero value is right for production.
type Options struct {
	Now    func() time.Time
	Rand   io.Reader
	Batch  int           // most messages in one transaction; 0 = 256
	Gather time.Duration // longest wait for more of them; 0 = 25 ms
	Quiet  time.Duration // longest wait for the next one; 0 = 1 ms
}

// Stats counts what happened in a span of days, and what is there now.
type Stats struct {
	From   time.Time      `json:"from"`
	To     time.Time      `json:"to"`
	Totals map[string]int `json:"totals"` // "incidents", "kind/report", "decision/forward", "sent/ack", …
	Days   []Day          `json:"days"`
	Now    map[string]int `json:"now"` // "status/open", "outbox/due", …
}

// A Day counts what happened on one day (UTC).
type Day struct {
	Day    string         `json:"day"` // 2026-11-21
	Counts map[string]int `json:"counts"`
}
