package store

import (
	"crypto/cipher"
	"errors"
	"fmt"

	"golang.org/x/crypto/chacha20poly1305"

	"tocsin/store/kv"
)

// A view reads records from one snapshot. It keeps the data keys that it
// unwrapped.
type view struct {
	*sealer
	arena
	r      kv.Reader
	keys   map[Ref]cipher.AEAD
	outs   map[uint64]*outRecord // entries that the batch has changed; nil: to be loaded
	acts   map[Ref]*act          // those that the batch adds to
	last   *act                  // loaded last
	memory *memory               // of batches; nil for others
	about  Ref                   // whose order was asked for last,
	orders []byte                // and that order
}

// A head is what stands unsealed before an incident's record: what lists and
// look-ups need.
type head struct {
	status   byte
	received int64  // Unix seconds
	key      []byte // the wrapped data key; none once purged
}

var statusCodes = [...]string{StatusOpen, StatusWaiting, StatusClosed, StatusPurged}

const purgedCode = 3 // of StatusPurged in statusCodes

func statusCode(status string) (byte, bool) {
	for i, s := range statusCodes {
		if s == status {
			return byte(i), true
		}
	}
	return 0, false
}

func (h head) bytes(a *arena) []byte {
	return a.join([]byte{h.status}, a.number(uint64(h.received)), []byte{byte(len(h.key))}, h.key)
}

// readHead reads what bytes wrote, and what comes after it.
func readHead(b []byte) (h head, rest []byte, ok bool) {
	if len(b) < 10 || len(b) < 10+int(b[9]) || int(b[0]) >= len(statusCodes) {
		return h, nil, false
	}
	n := 10 + int(b[9])
	return head{status: b[0], received: int64(toNumber(b[1:])), key: b[10:n]}, b[n:], true
}

// head finds an incident's, and its record.
func (v *view) head(ref Ref) (h head, record []byte, err error) {
	b := v.r.Get(bIncident, v.order(ref))
	if b == nil {
		return h, nil, fmt.Errorf("store: incident %s: %w", ref, ErrNotFound)
	}
	h, record, ok := readHead(b)
	if !ok {
		err = fmt.Errorf("store: incident %s: %w", ref, errSealed)
	}
	return h, record, err
}

// dataKey is the key over an incident's records; "" is no incident.
func (v *view) dataKey(ref Ref) (cipher.AEAD, error) {
	if ref == "" {
		return v.record, nil
	}
	if a, ok := v.keys[ref]; ok {
		return a, nil
	}
	if a := v.memory.key(ref); a != nil {
		v.keep(ref, a)
		return a, nil
	}
	h, _, err := v.head(ref)
	if err != nil {
		return nil, err
	}
	if len(h.key) == 0 {
		return nil, fmt.Errorf("store: incident %s was purged: %w", ref, ErrState)
	}
	key, err := unseal(v.wrap, h.key, dataKeyPlace(ref))
	if err != nil {
		return nil, fmt.Errorf("store: data key of %s: %w", ref, err)
	}
	a, err := chacha20poly1305.NewX(key)
	if err == nil {
		v.keep(ref, a)
	}
	return a, err
}

// dataKeyPlace is what a wrapped data key is bound to.
func dataKeyPlace(ref Ref) []byte { return place("data key", nil, ref) }

func (v *view) keep(ref Ref, a cipher.AEAD) {
	if v.keys == nil {
		v.keys = map[Ref]cipher.AEAD{}
	}
	v.keys[ref] = a
}

// load opens the record at a key into value. It is ErrNotFound if there is none.
func (v *view) load(bucket string, key []byte, value record) error {
	b := v.r.Get(bucket, key)
	if b == nil {
		return missing(bucket)
	}
	return v.open(bucket, key, b, value)
}

// missing says that a bucket has no such record: an answer like any other.
type missing string

// Error implements error.
func (m missing) Error() string { return "store: " + string(m) + ": " + ErrNotFound.Error() }

// Unwrap makes it ErrNotFound.
func (m missing) Unwrap() error { return ErrNotFound }

// open reads a record: one byte length of the reference, the reference, the
// sealed record.
func (v *view) open(bucket string, key, b []byte, value record) error {
	if len(b) == 0 || len(b) < 1+int(b[0]) {
		return fmt.Errorf("store: bucket %s: %w", bucket, errSealed)
	}
	ref := Ref(b[1 : 1+int(b[0])])
	a, err := v.dataKey(ref)
	if err != nil {
		return err
	}
	plain, err := unseal(a, b[1+int(b[0]):], place(bucket, key, ref))
	if err == nil {
		err = decode(plain, value)
	}
	if err != nil {
		return fmt.Errorf("store: bucket %s: %w", bucket, err)
	}
	return nil
}

// An incidentRecord is an incident as stored, without its events: those are in
// its acts. The first of these lies with it until the incident changes.
type incidentRecord struct {
	Incident
	First  *act
	Number uint64 // of that act
}

// first is the act that lies with the incident; nil if there is none.
func (r *incidentRecord) first() *act {
	if r.First != nil {
		r.First.number = r.Number
	}
	return r.First
}

// incident loads an incident.
func (v *view) incident(ref Ref) (*incidentRecord, error) {
	_, record, err := v.head(ref)
	if err != nil {
		return nil, err
	}
	in := &incidentRecord{}
	return in, v.open(bIncident, v.order(ref), record, in)
}

// A messageRecord is a message as stored. Where its text is the rest of a mail
// that lies beside it, from TextAt on, it is not kept again.
type messageRecord struct {
	Message
	Raw    rawPlace
	Values []string
	TextAt int
}

// found is where a message lies.
type found struct {
	id  id
	seq uint64
	ref Ref
}

// find follows the name of a message, and that of a copy which came by
// another route.
func (v *view) find(i id) (found, bool) {
	b := v.r.Get(bName, i[:])
	if len(b) == 1+len(i) && b[0] == 'a' {
		copy(i[:], b[1:])
		b = v.r.Get(bName, i[:])
	}
	if len(b) < 9 || b[0] != 'm' {
		return found{}, false
	}
	return found{id: i, seq: toNumber(b[1:]), ref: Ref(b[9:])}, true
}

func (f found) bytes(a *arena) []byte {
	return a.join([]byte{'m'}, a.number(f.seq), []byte(f.ref))
}

// message loads a message whole.
func (v *view) message(i id) (*messageRecord, found, error) {
	m, f, inline, err := v.messageBrief(i)
	if err == nil {
		err = m.readText(inline)
	}
	return m, f, err
}

// messageBrief loads a message without the text that its mail tells, and that
// mail as the engine has it.
func (v *view) messageBrief(i id) (m *messageRecord, f found, inline []byte, err error) {
	f, ok := v.find(i)
	if !ok {
		return nil, f, nil, fmt.Errorf("store: message: %w", ErrNotFound)
	}
	m = &messageRecord{}
	inline, err = v.loadBefore(bMessage, v.number(f.seq), m)
	return m, f, inline, err
}

// arrivals adds the deliveries that came after the first, at most 100.
func (v *view) arrivals(m *messageRecord, i id) error {
	for k, b := range v.r.Scan(bArrival, i[:], nil) {
		var d Delivery
		if err := v.open(bArrival, k, b, &d); err != nil {
			return err
		}
		if !containsDelivery(m.Deliveries, d) {
			m.Deliveries = append(m.Deliveries, d)
		}
		if len(m.Deliveries) >= 100 {
			break
		}
	}
	return nil
}

func containsDelivery(list []Delivery, d Delivery) bool {
	for _, have := range list {
		if have.Mailbox == d.Mailbox && have.UIDValidity == d.UIDValidity && have.UID == d.UID && (d.UID != 0 || have.At.Equal(d.At)) {
			return true
		}
	}
	return false
}

// named adds the name of a message to an error about it.
func named(key Key, err error) error {
	if errors.Is(err, ErrNotFound) {
		return fmt.Errorf("store: message %s: %w", key, ErrNotFound)
	}
	return err
}
