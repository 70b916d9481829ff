package pgp

import (
	"fmt"
	"time"

	"tocsin/intake/mime"
	"tocsin/store"
)

// Options say at what time and for whom a message is opened.
type Options struct {
	Now    time.Time     // when the message was received; zero means the current time
	Own    []string      // our addresses, to see whether a signed To or Cc names us
	Limits mime.Limits   // for what is found inside; zero fields mean the defaults
	Skew   time.Duration // how far a signature may be dated ahead; zero means 10 minutes
}

// Opened is a message with its protection taken off, and what that proved.
type Opened struct {
	// Message is the tree to read, plaintext in place of ciphertext. It is the
	// one given to Open if nothing in it was protected.
	Message *mime.Message
	// Header is the header that counts: protected fields stand in place of
	// outer ones where they are honoured (RFC 9788). From, Sender and Reply-To
	// are always the outer ones.
	Header     mime.Header
	Protection store.Protection
	// Candidates are the keys that came with the message, at most 5.
	Candidates []store.StoredKey
	// SessionDigest is the hex SHA-256 of the body of the outermost encrypted
	// packet, "" if there is none. No one can change that body without
	// breaking it, so the same digest twice is a replay.
	SessionDigest string
}

// A Cover says how an outgoing letter is to be protected.
type Cover struct {
	Sign        bool                // by our first key that can
	To          []store.Fingerprint // encrypt to these and to ourselves; nil = not encrypted
	Now         time.Time           // zero means the current time
	HideSubject string              // the outer Subject of an encrypted letter; "" means "..."
}

// A KeyError says that a key can't be used for what was asked: the caller holds.
type KeyError struct {
	Fingerprint store.Fingerprint
	Reason      string
}

// Error names the key and the reason.
func (e *KeyError) Error() string { return fmt.Sprintf("pgp: key %s: %s", e.Fingerprint, e.Reason) }

// A SecretKey is a team key as its file holds it.
type SecretKey struct {
	Armor      []byte // ASCII armour or binary
	Passphrase []byte // nil if it is not locked
	Name       string // for messages: the file's name
}

// Info describes a key of a Ring for people.
type Info struct {
	Fingerprint store.Fingerprint
	UserIDs     []string // cleaned for showing
	Addresses   []string // registered; of team keys, those of their user ids
	Expires     time.Time
	CanEncrypt  bool
	CanSign     bool
	Algorithm   string
}
