package pgp

import (
	"time"

	"tocsin/intake/mime"
	"tocsin/store"
)

// A Ring holds our secret keys and the certificates that we accepted.
type Ring struct{}

// NewRing checks and indexes keys.
func NewRing(team []SecretKey, accepted []store.StoredKey) (*Ring, error) { return &Ring{}, nil }

// Clone returns a ring for one worker.
func (r *Ring) Clone() *Ring { return r }

// Team describes our own keys.
func (r *Ring) Team() []Info { return nil }

// Accepted describes the accepted certificates.
func (r *Ring) Accepted() []Info { return nil }

// Check says why k could not be added to the ring, nil if it could.
func (r *Ring) Check(k store.StoredKey) error { return nil }

// Usable says why fpr can't be encrypted to now, nil if it can.
func (r *Ring) Usable(fpr store.Fingerprint, now time.Time) error { return nil }

// Open takes the protection off a message.
func Open(m *mime.Message, ring *Ring, opt Options) Opened {
	return Opened{Message: m, Header: m.Header, Protection: store.Protection{
		Structure: m.Structure(), Coverage: "none", Verdict: "unsigned", Subject: m.Header.Text("Subject")}}
}

// Protect writes a letter as PGP/MIME.
func Protect(l mime.Letter, ring *Ring, c Cover) ([]byte, error) { return l.Compose() }

// ParseKey reads certificates.
func ParseKey(data []byte, source string, now time.Time) ([]store.StoredKey, error) { return nil, nil }

// Export returns a certificate in ASCII armour.
func Export(k store.StoredKey) ([]byte, error) { return nil, nil }

// ExportTeam returns the public part of our keys in ASCII armour.
func (r *Ring) ExportTeam() ([]byte, error) { return nil, nil }

// GenerateTeamKey makes a new team key.
func GenerateTeamKey(name, address string, now time.Time) (secretArmor []byte, fpr store.Fingerprint, err error) {
	return nil, "", nil
}
