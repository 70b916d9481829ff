package store

import (
	"slices"
	"time"
)

// An outRecord is an outbox entry. It is stored in three: as it was decided,
// once; what becomes of it, an outState, anew with each change; and while
// somebody is at work on it, his claim, in its place in the queue.
type outRecord struct {
	Outgoing
	Merges  []string // a digest: the entries that it carries
	Carried bool     // After is the digest that carries this one
	Claimed bool     // due, and on its way until Due

	queued time.Time // when one that is claimed was due, by which the queue knows it
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

// queueBytes is what the queue says of an entry: its incident, or the claim on
// it. A claim begins as no reference does.
func (o *outRecord) queueBytes(a *arena) []byte {
	if !o.Claimed {
		return a.join([]byte(o.Ref))
	}
	return a.join([]byte{0}, a.number(uint64(o.Attempts)), a.time(o.Due), []byte(o.Ref))
}

// readClaim reads what queueBytes wrote; it is false for what is not claimed,
// of which there is the incident alone.
func readClaim(b []byte) (c claim, ok bool) {
	if len(b) < 17 || b[0] != 0 {
		return claim{ref: Ref(b)}, false
	}
	return claim{int(toNumber(b[1:])), timeOf(b[9:]), Ref(b[17:])}, true
}

// applyClaim makes an entry one that is claimed, if the queue says so.
func (o *outRecord) applyClaim(b []byte) {
	if c, ok := readClaim(b); ok {
		o.queued = o.Due
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

// readOutState reads a value of the bucket outstate: which act says what became
// of an entry, the letter of its state, its incident.
func readOutState(b []byte) (act uint64, letter byte, ref []byte) {
	if len(b) < 9 {
		return 0, 0, nil
	}
	return toNumber(b), b[8], b[9:]
}
