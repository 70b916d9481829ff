package store

import "time"

// An outRecord is an outbox entry. It is stored in two: as it was decided,
// once, and what becomes of it, an outState, anew with each change.
type outRecord struct {
	Outgoing
	Merges  []string `json:"merges,omitempty"`  // a digest: the entries that it carries
	Carried bool     `json:"carried,omitempty"` // After is the digest that carries this one
	Claimed bool     `json:"claimed,omitempty"` // due, and on its way until Due
}

// An outState is what changes of an entry, and what is needed to change it.
type outState struct {
	ID       string    `cbor:"1,keyasint,omitempty"`
	Ref      Ref       `cbor:"2,keyasint,omitempty"`
	Cause    Key       `cbor:"3,keyasint,omitempty"`
	Kind     string    `cbor:"4,keyasint,omitempty"`
	To       string    `cbor:"5,keyasint,omitempty"`
	Merges   []string  `cbor:"6,keyasint,omitempty"`
	Carried  bool      `cbor:"7,keyasint,omitempty"`
	Claimed  bool      `cbor:"8,keyasint,omitempty"`
	After    string    `cbor:"9,keyasint,omitempty"`
	State    string    `cbor:"10,keyasint,omitempty"`
	HeldFor  []string  `cbor:"11,keyasint,omitempty"`
	Attempts int       `cbor:"12,keyasint,omitempty"`
	Created  time.Time `cbor:"13,keyasint,omitzero"`
	Due      time.Time `cbor:"14,keyasint,omitzero"`
	Settled  time.Time `cbor:"15,keyasint,omitzero"`
	Error    string    `cbor:"16,keyasint,omitempty"`
}

func (o *outRecord) state() *outState {
	return &outState{
		ID: o.ID, Ref: o.Ref, Cause: o.Cause, Kind: o.Kind, To: o.To, Merges: o.Merges, Carried: o.Carried, Claimed: o.Claimed, After: o.After,
		State: o.State, HeldFor: o.HeldFor, Attempts: o.Attempts, Created: o.Created, Due: o.Due, Settled: o.Settled, Error: o.Error,
	}
}

// apply makes an entry what became of it.
func (s *outState) apply(o *outRecord) {
	o.ID, o.Ref, o.Cause, o.Kind, o.To, o.Merges, o.Carried, o.Claimed, o.After = s.ID, s.Ref, s.Cause, s.Kind, s.To, s.Merges, s.Carried, s.Claimed, s.After
	o.State, o.HeldFor, o.Attempts, o.Created, o.Due, o.Settled, o.Error = s.State, s.HeldFor, s.Attempts, s.Created, s.Due, s.Settled, s.Error
}

// An outPlace is where an entry lies.
type outPlace struct {
	seq uint64
	ref Ref
}

func (p outPlace) key() []byte { return join(order(p.ref), number64(p.seq)) }

func (p outPlace) bytes() []byte { return join(number64(p.seq), []byte(p.ref)) }

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

// placeOf reads the place from a key of the bucket out.
func placeOf(outKey []byte) outPlace {
	n := len(outKey) - 8
	return outPlace{toNumber(outKey[n:]), refOf(outKey[:n])}
}
