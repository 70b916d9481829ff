package store

import (
	"slices"
	"time"
)

// An outRecord is an outbox entry. It is stored in three: as it was decided,
// once; what becomes of it, an outState, anew with each change; and while
// somebody is at work on it, his claim.
type outRecord struct {
	Outgoing
	Merges  []string // a digest: the entries that it carries
	Carried bool     // After is the digest that carries this one
	Claimed bool     // due, and on its way until Due
}

// An outState is what changes of an entry.
type outState struct {
	Carried  bool
	After    string
	State    string
	HeldFor  []string
	Attempts int
	Due      time.Time
	Settled  time.Time
	Error    string
	Seq      uint64 // of the entry
}

func (o *outRecord) state(seq uint64) outState {
	return outState{
		Seq:     seq,
		Carried: o.Carried, After: o.After, State: o.State, HeldFor: o.HeldFor, Attempts: o.Attempts, Due: o.Due, Settled: o.Settled, Error: o.Error,
	}
}

// apply makes an entry what became of it; they share nothing that can be changed.
func (s *outState) apply(o *outRecord) {
	o.Carried, o.After, o.State, o.Attempts, o.Due, o.Settled, o.Error = s.Carried, s.After, s.State, s.Attempts, s.Due, s.Settled, s.Error
	o.HeldFor = slices.Clone(s.HeldFor)
}

// A claim says who works on an entry: which attempt it is, and until when.
type claim struct {
	attempts int
	until    time.Time
	ref      Ref
}

// claimBytes is the claim of an entry: small enough for an engine's log, since
// most are gone with the next settlement.
func (o *outRecord) claimBytes(a *arena) []byte {
	return a.join(a.number(uint64(o.Attempts)), a.time(o.Due), []byte(o.Ref))
}

// readClaim reads what claimBytes wrote.
func readClaim(b []byte) (c claim, ok bool) {
	if len(b) < 16 {
		return c, false
	}
	return claim{int(toNumber(b)), timeOf(b[8:]), Ref(b[16:])}, true
}

// applyClaim makes an entry one that is claimed, if the bytes are of a claim.
func (o *outRecord) applyClaim(b []byte) {
	if c, ok := readClaim(b); ok {
		o.Attempts, o.Due, o.Claimed = c.attempts, c.until, true
	}
}

// An outPlace is where an entry lies.
type outPlace struct {
	seq uint64
	ref Ref
}

func (p outPlace) bytes(a *arena) []byte { return a.join(a.number(p.seq), []byte(p.ref)) }

// readPlace reads what bytes wrote, with seq 0 for anything else.
func readPlace(b []byte) outPlace {
	if len(b) < 8 {
		return outPlace{}
	}
	return outPlace{toNumber(b), Ref(b[8:])}
}

// readOutID reads the place from a value of the bucket outid, which begins
// with a piece of the id of its Message-ID.
func readOutID(b []byte) outPlace { return readPlace(b[min(8, len(b)):]) }
