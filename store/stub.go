package store

import (
	"context"
	"errors"
	"io"
	"time"

	"tocsin/store/kv"
)

var errSoon = errors.New("store: under construction")

// Open opens the store in an engine.
func Open(ctx context.Context, e kv.Engine, sealKey []byte, opt Options) (*Store, error) {
	return nil, errSoon
}

// NextRef takes the next reference of a year: gapless, since it rolls back with the transaction.
func (tx *Tx) NextRef(tag string, year int) Ref { return "" }

// Incident returns an incident without its history.
func (tx *Tx) Incident(ref Ref) (*Incident, bool) { return nil, false }

// ByMessageID finds the incident of a message that came or that we wrote.
func (tx *Tx) ByMessageID(id string) (ref Ref, ours bool, ok bool) { return "", false, false }

// ByForeign finds incidents that know another team's number.
func (tx *Tx) ByForeign(number string) []Ref { return nil }

// ByAncestor finds incidents with a message that is or refers to an id.
func (tx *Tx) ByAncestor(id string) []Ref { return nil }

// Message returns a filed message.
func (tx *Tx) Message(key Key) (*Message, bool) { return nil, false }

// Outgoing returns an outbox entry.
func (tx *Tx) Outgoing(id string) (*Outgoing, bool) { return nil, false }

// OutgoingByMessageID returns the outbox entry that went out under a Message-ID.
func (tx *Tx) OutgoingByMessageID(id string) (*Outgoing, bool) { return nil, false }

// Sharing returns incidents that hold a value, newest first, at most 50.
func (tx *Tx) Sharing(value string) []Ref { return nil }

// Spend takes one from a persisted budget.
func (tx *Tx) Spend(name string, at time.Time, per time.Duration, limit int) bool { return false }

// Derive makes an unguessable stable token of 26 characters.
func (tx *Tx) Derive(parts ...string) string { return "" }

// SeenSession finds the message that an encrypted packet came with first.
func (tx *Tx) SeenSession(digest string) (Key, bool) { return "", false }

// File files a message exactly once.
func (s *Store) File(ctx context.Context, f Filing, d Decide) (Filed, error) { return Filed{}, errSoon }

// Announce says that n calls of File are coming, so that they share a transaction.
func (s *Store) Announce(n int) {}

// Quarantine keeps a message that could not be processed.
func (s *Store) Quarantine(ctx context.Context, q Quarantined, raw []byte) error { return errSoon }

// Quarantined lists what is in quarantine.
func (s *Store) Quarantined(ctx context.Context) ([]Quarantined, error) { return nil, errSoon }

// QuarantinedRaw returns the bytes of a message in quarantine.
func (s *Store) QuarantinedRaw(ctx context.Context, key Key) ([]byte, error) { return nil, errSoon }

// Release takes a message out of quarantine.
func (s *Store) Release(ctx context.Context, key Key) error { return errSoon }

// Unfiled returns those of uids that are not in the ledger.
func (s *Store) Unfiled(ctx context.Context, mailbox string, uidvalidity uint32, uids []uint32) ([]uint32, error) {
	return nil, errSoon
}

// HighWater returns the highest uid in the ledger.
func (s *Store) HighWater(ctx context.Context, mailbox string, uidvalidity uint32) (uint32, error) {
	return 0, errSoon
}

// Marked records that the server was told.
func (s *Store) Marked(ctx context.Context, mailbox string, uidvalidity uint32, uids []uint32) error {
	return errSoon
}

// Unmarked lists what is filed but not marked on the server.
func (s *Store) Unmarked(ctx context.Context, mailbox string, uidvalidity uint32) ([]uint32, error) {
	return nil, errSoon
}

// Incident returns an incident with its history.
func (s *Store) Incident(ctx context.Context, ref Ref) (Incident, error) { return Incident{}, errSoon }

// Incidents lists incidents, newest first, without their history.
func (s *Store) Incidents(ctx context.Context, f Filter) ([]Incident, error) { return nil, errSoon }

// Message returns a filed message.
func (s *Store) Message(ctx context.Context, key Key) (Message, error) { return Message{}, errSoon }

// Messages returns the messages of an incident in order of filing.
func (s *Store) Messages(ctx context.Context, ref Ref) ([]Message, error) { return nil, errSoon }

// Raw returns a message's bytes as received.
func (s *Store) Raw(ctx context.Context, key Key) ([]byte, error) { return nil, errSoon }

// Change changes an incident in one transaction.
func (s *Store) Change(ctx context.Context, ref Ref, fn func(*Incident) ([]Event, error)) error {
	return errSoon
}

// Move moves a message to another incident, "" = a new one.
func (s *Store) Move(ctx context.Context, key Key, to Ref, actor string) (Ref, error) {
	return "", errSoon
}

// Merge makes later messages of one incident go to another; into "" undoes it.
func (s *Store) Merge(ctx context.Context, from, into Ref, actor string) error { return errSoon }

// Purge destroys an incident's data key.
func (s *Store) Purge(ctx context.Context, ref Ref, actor string) error { return errSoon }

// Claim takes due entries for delivery.
func (s *Store) Claim(ctx context.Context, now time.Time, n int, lease time.Duration) ([]Outgoing, error) {
	return nil, errSoon
}

// Settle records the outcomes of deliveries.
func (s *Store) Settle(ctx context.Context, list ...Settlement) error { return errSoon }

// Outbox lists outbox entries.
func (s *Store) Outbox(ctx context.Context, f OutFilter) ([]Outgoing, error) { return nil, errSoon }

// OutboxEntry returns one outbox entry.
func (s *Store) OutboxEntry(ctx context.Context, id string) (Outgoing, error) {
	return Outgoing{}, errSoon
}

// Approve lets a held entry go.
func (s *Store) Approve(ctx context.Context, id, actor string) error { return errSoon }

// Reject ends an entry that has not gone.
func (s *Store) Reject(ctx context.Context, id, actor, why string) error { return errSoon }

// Retry makes a failed entry due again.
func (s *Store) Retry(ctx context.Context, id, actor string) error { return errSoon }

// NextDue says when the next entry is due.
func (s *Store) NextDue(ctx context.Context) (time.Time, bool, error) {
	return time.Time{}, false, errSoon
}

// Pending counts what is due now and what is due later.
func (s *Store) Pending(ctx context.Context, now time.Time) (due, later int, err error) {
	return 0, 0, errSoon
}

// Keys lists the stored keys.
func (s *Store) Keys(ctx context.Context) ([]StoredKey, error) { return nil, errSoon }

// PutKey keeps a key.
func (s *Store) PutKey(ctx context.Context, k StoredKey) error { return errSoon }

// SetKeyState accepts or revokes a key.
func (s *Store) SetKeyState(ctx context.Context, fpr Fingerprint, state, actor string, addresses []string) error {
	return errSoon
}

// KeyGeneration changes whenever an accepted key changes.
func (s *Store) KeyGeneration() uint64 { return 0 }

// Wake yields a value when there may be new work in the outbox.
func (s *Store) Wake() <-chan struct{} { return nil }

// Stats counts.
func (s *Store) Stats(ctx context.Context, from, to time.Time) (Stats, error) {
	return Stats{}, errSoon
}

// Backup writes a tar archive.
func (s *Store) Backup(ctx context.Context, w io.Writer) error { return errSoon }

// Sweep removes what nothing refers to any more.
func (s *Store) Sweep(ctx context.Context, age time.Duration) (int, error) { return 0, errSoon }

// Close ends the store and its engine.
func (s *Store) Close() error { return errSoon }
