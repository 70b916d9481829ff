// Package store holds the nouns of Tocsin and what happens to them: it files
// messages into incidents, keeps the outbox, and remembers what was seen. It
// is written once, over an ordered transactional key-value engine (store/kv),
// and does no I/O of its own.
//
// # Contract
//
// A message is filed exactly once: its Key is the digest of its bytes. The
// same mail by a second route (same Message-ID and same content) is another
// delivery of the same message. What one message changes, its Outcome, is
// committed whole or not at all. When a call fails, the outcome may be
// unclear, as with any disk; every call may then be made again.
//
// An outgoing message is decided exactly once, in the transaction that files
// its cause, under an ID that is derived from it. It is on the wire at least
// once: between the server's 250 and Settle lies the one window that can't be
// closed from here, and a repeat bears the same Message-ID.
//
// References are gapless: NextRef rolls back with its transaction.
//
// Calls of many goroutines share transactions. A call that fails or panics
// inside one fails alone: the others run again without it. Decide and the
// functions given to Change are pure, since they may run several times.
//
// Where an engine is exclusive, the last due entries and data keys stay in
// memory, since they are asked for again at their delivery.
//
// Everything is sealed at rest (XChaCha20-Poly1305) and bound to its place, so
// that a record that was altered or moved does not open. Each incident has a
// data key; Purge destroys it. What is looked up by (addresses, message ids,
// digests, indicators, mailboxes) is indexed under keyed digests. In the clear
// are references, states, times, sizes, counters, ids of outbox entries and
// fingerprints.
//
// # The outbox
//
//	            Claim: attempt counted, put off by the lease
//	          ┌─────────────────────────────────────────────┐
//	File ──→ due ──→ Settle ──→ sent ──→ a bounce ──→ failed │
//	  │       ↑ ↑      │ ├────→ failed ──→ Retry ──→ due     │
//	  │       │ └──────┘ └────→ held                         │
//	  │       │  Due at Next     │                           │
//	  └────→ held ──→ Approve ──→ due      a claimer that died: due again
//	           └────→ Reject ──→ failed    when its lease has run out ───┘
//	                               └────→ Approve ──→ due
//
// Retry is for what could not be delivered: an entry that a person rejected, or
// that a later message took the place of, goes by approval alone.
//
// Where an engine is exclusive, Open knows that no claimer lives, and what was
// claimed is due again at once; its attempts stay counted.
//
// An entry with After is held for "delivery" until the entry of that ID is
// sent. Claim merges due entries with the same Digest and recipient into one
// of kind digest; these are held for "delivery" too and share its fate.
//
// # On disk
//
// Numbers are big-endian. order(ref) is ^year(2) ^sequence(8) ref 0, so that
// scans give the newest first. id is 16 bytes of BLAKE2b over the index key
// and what is named.
// A record is length-of-ref ref sealed-fields, where sealed is form(1) nonce(24)
// ciphertext, with bucket, key, ref and form authenticated; with an empty ref it
// is under the store's record key, else under the incident's data key. The form
// is 1, or 2 for what was compressed first (S2), where that saves an eighth of
// 1 KiB or more.
// Its fields stand without names in the order of fields.go, as codec.go says:
// later ones are added at the end. An entry of the outbox is known by the number
// of the act that decided it (6 bytes) and its place there (2).
//
//	bucket      key                          value
//	meta        "root"                       root secret, sealed under the seal key
//	meta        "format"                     number: Format, in which all of this is kept
//	meta        "key generation"             number
//	seq         counter ("ref/TAG/2026", …)  number last given out
//	incident    order(ref)                   status(1) received(8) length(1) wrapped data key,
//	                                         record: Incident without events; until it
//	                                         changes also its first act, if that is small,
//	                                         and the number of that
//	act         order(ref) number            record: Events, entries of the outbox that were
//	                                         decided, and what became of others, in one
//	                                         transaction
//	name        id(message key)              'm' number ref, or 'a' id(first copy's key)
//	message     number                       length(4) record: Message, key and place of its
//	                                         raw mail; then that, if it has ≤ 64 KiB, sealed
//	                                         likewise, under its own key. A text that is the
//	                                         rest of that mail is read from there
//	blob        blob name                    id of the message whose raw mail it is
//	arrival     id(message) id(delivery)     record: Delivery after the first
//	twin        id(Message-ID, content)      id of the message, when mailid has another
//	mailid      id(Message-ID)               'm' id of the message, id(Message-ID, content)
//	                                         or 'o' entry ref: ours, when outid can't tell
//	ancestor    id(Message-ID) id(message)   (nothing): the message refers to it
//	foreign     id(number) order(ref)        ref
//	share       id(value) order(ref) number  (nothing): the message has that value
//	session     id(packet digest)            id of the message
//	budget      id(name)                     for each span: its length (ns), end of window, spent
//	ledger      id(mailbox) validity ^page   a bit for each of 256 uids that is filed, then
//	                                         one for each that the server was not told about
//	quarantine  id(message key)              likewise: Quarantined
//	outid       outbox id                    half of id(Message-ID) entry ref
//	outstate    entry                        number of the act that says what became of it last,
//	                                         state(1) ref; state d, h, s, f
//	queue       state(1) time(8) entry       ref, or while somebody is at work on it
//	                                         0 attempts(8) lease's end(8) ref; state d, h, f; time
//	                                         when due, made, settled; one that is sent is not in it
//	after       outbox id 0 entry            ref: the entry waits for that one
//	key         fingerprint                  record: StoredKey
//	count       day/name or now/name         number
//
// The keys follow by HKDF-SHA-256: from the seal key the one over the root
// secret, from the root secret those over records and data keys, the index
// key and the token key. A blob is nonce(16) and chunks of 64 KiB, each sealed
// under nonce, its number (7 bytes) and 1 for the last.
package store
