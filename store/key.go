package store

import "time"

// States of a stored key. Only accepted keys speak for anybody.
const (
	KeyCandidate = "candidate" // came with mail; a person has to accept it
	KeyAccepted  = "accepted"
	KeyRevoked   = "revoked"
)

// A StoredKey is an OpenPGP certificate and what we hold of it. Trust rests on
// the fingerprint and on Addresses, which we registered, never on user ids.
type StoredKey struct {
	Fingerprint Fingerprint `json:"fingerprint"`
	State       string      `json:"state"`
	Addresses   []string    `json:"addresses"` // what the key may speak for; a candidate's own claims
	UserIDs     []string    `json:"user_ids"`  // as the certificate says, cleaned for showing
	Cert        []byte      `json:"cert"`      // binary public certificate, canonicalised
	Source      string      `json:"source"`    // file name, "autocrypt", "attached", with the message key
	Added       time.Time   `json:"added"`
	Expires     time.Time   `json:"expires,omitzero"`
	Note        string      `json:"note,omitempty"`
}
