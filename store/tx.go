package store

import (
	"bytes"
	"encoding/binary"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"
)

// A Tx is what Decide may ask and take: one consistent view that holds all
// that was filed before, in this transaction too. It lives as long as that
// call. A look-up that fails answers as if there were nothing, and the filing
// fails with the cause.
type Tx struct {
	b   *batch
	err error
}

func (tx *Tx) check(err error) bool {
	if err != nil && !isNotFound(err) {
		tx.err = errors.Join(tx.err, err)
	}
	return err == nil
}

// NextRef takes the next reference of a team's year: gapless, since it rolls
// back with the transaction.
func (tx *Tx) NextRef(tag string, year int) Ref { return tx.b.nextRef(tag, year) }

func (b *batch) nextRef(tag string, year int) Ref {
	return MakeRef(tag, year, int(b.next("ref/"+tag+"/"+strconv.Itoa(year))))
}

// Incident returns an incident without its history: Events is empty, and
// what a Decide puts there is added to it. It is the caller's to change. One
// that was purged is not there any more.
func (tx *Tx) Incident(ref Ref) (*Incident, bool) {
	c, err := tx.b.cachedIncident(ref)
	if !tx.check(err) || c.head.status == purgedCode {
		return nil, false
	}
	return c.copyOf(), true
}

// ByMessageID finds the incident of the message, come or gone, that bears an
// id. ours: we wrote it.
func (tx *Tx) ByMessageID(mailID string) (ref Ref, ours bool, ok bool) {
	i := tx.b.id("mailid", mailID)
	if p := tx.b.ours(i, mailID); p.seq > 0 {
		return p.ref, true, p.ref != ""
	}
	if n, _, ok := readMailID(tx.b.r.Get(bMailID, i[:])); ok {
		f, ok := tx.b.find(n)
		return f.ref, false, ok && f.ref != ""
	}
	return "", false, false
}

// ours finds the outbox entry that goes out under an id; seq is 0 when there
// is none. As a rule the entry's own id is the local part of it.
func (v *view) ours(i id, mailID string) outPlace {
	local, _, _ := strings.Cut(mailID, "@")
	if valid(local) {
		if b := v.r.Get(bOutID, []byte(local)); len(b) >= 16 && bytes.Equal(b[:8], i[:8]) {
			return readOutID(b)
		}
	}
	if b := v.r.Get(bMailID, i[:]); len(b) > 8 && b[0] == 'o' {
		return readPlace(b[1:])
	}
	return outPlace{}
}

// readMailID reads the message that bears a Message-ID, and the id of its
// content.
func readMailID(b []byte) (message, content id, ok bool) {
	if len(b) != 1+len(message)+len(content) || b[0] != 'm' {
		return message, content, false
	}
	return idOf(b[1 : 1+len(message)]), idOf(b[1+len(message):]), true
}

// ByForeign finds the incidents that bear another team's number, newest
// first, at most 50.
func (tx *Tx) ByForeign(number string) (refs []Ref) {
	i := tx.b.id("foreign", number)
	for _, ref := range tx.b.r.Scan(bForeign, i[:], nil) {
		if refs = append(refs, Ref(ref)); len(refs) >= 50 {
			break
		}
	}
	return refs
}

// ByAncestor finds the incidents with a message that is, or refers to, the
// message of that id, which itself may never have come. At most 50.
func (tx *Tx) ByAncestor(mailID string) (refs []Ref) {
	i := tx.b.id("mailid", mailID)
	n := 0
	if ref, ours, ok := tx.ByMessageID(mailID); ok && !ours {
		refs = append(refs, ref)
	}
	for k := range tx.b.r.Scan(bAncestor, i[:], nil) {
		if len(k) != 2*len(i) {
			continue
		}
		f, ok := tx.b.find(idOf(k[len(i):]))
		if ok && f.ref != "" && !slices.Contains(refs, f.ref) {
			refs = append(refs, f.ref)
		}
		if n++; n >= 500 || len(refs) >= 50 {
			break
		}
	}
	return refs
}

// Message returns a filed message with its first delivery.
func (tx *Tx) Message(key Key) (*Message, bool) {
	m, _, err := tx.b.message(tx.b.id("message", string(key)))
	if !tx.check(err) {
		return nil, false
	}
	return &m.Message, true
}

// Outgoing returns an outbox entry.
func (tx *Tx) Outgoing(outID string) (*Outgoing, bool) {
	o, err := tx.b.outgoing(outID)
	if !tx.check(err) {
		return nil, false
	}
	return &o.Outgoing, true
}

// OutgoingByMessageID returns the outbox entry that goes out under an id.
func (tx *Tx) OutgoingByMessageID(mailID string) (*Outgoing, bool) {
	p := tx.b.ours(tx.b.id("mailid", mailID), mailID)
	if p.seq == 0 {
		return nil, false
	}
	o, err := tx.b.outWhole(p)
	if !tx.check(err) {
		return nil, false
	}
	return &o.Outgoing, true
}

// Sharing returns the incidents that hold a host, an indicator or an address,
// in the form that Outcome.Values had, newest first, at most 50.
func (tx *Tx) Sharing(value string) (refs []Ref) {
	i := tx.b.id("share", value)
	from := i[:]
	for len(refs) < 50 {
		ref := Ref("")
		for k := range tx.b.r.Scan(bShare, i[:], from) {
			ref = refOf(k[len(i):])
			break
		}
		if ref == "" {
			return refs
		}
		refs = append(refs, ref)
		from = after(join(i[:], order(ref)))
	}
	return refs
}

// Spend takes one from the budget of a name: limit in each span of time. It
// is false, and takes nothing, when that is spent. Spans are fixed windows
// that begin at multiples of per.
func (tx *Tx) Spend(name string, at time.Time, per time.Duration, limit int) bool {
	i := tx.b.id("budget", name, strconv.FormatInt(int64(per), 10))
	left, ok := tx.b.budgets[i]
	if !ok {
		left = readBudget(tx.b.r.Get(bBudget, i[:]))
	}
	if end := at.Truncate(per).Add(per).Unix(); left.end < end {
		left = budget{end: end}
	}
	if left.spent >= limit {
		return false
	}
	left.spent++
	tx.b.writes++
	tx.b.budgets[i] = left
	return true
}

// A budget is what was spent until the end of a window (Unix seconds).
type budget struct {
	end   int64
	spent int
}

func readBudget(b []byte) (left budget) {
	if len(b) == 16 {
		left = budget{int64(toNumber(b)), int(toNumber(b[8:]))}
	}
	return left
}

func (b budget) bytes() []byte {
	return binary.BigEndian.AppendUint64(number64(uint64(b.end)), uint64(b.spent))
}

// Derive makes an unguessable, stable token of its parts: 26 characters of
// a–z and 2–7. Nobody without the seal key can make or foretell it.
func (tx *Tx) Derive(parts ...string) string { return tx.b.derive(parts) }

// SeenSession returns the message that an encrypted packet first came with.
func (tx *Tx) SeenSession(digest string) (Key, bool) {
	i := tx.b.id("session", digest)
	value := tx.b.r.Get(bSession, i[:])
	if len(value) != len(i) {
		return "", false
	}
	m, _, err := tx.b.message(idOf(value))
	if !tx.check(err) {
		return "", false
	}
	return m.Key, true
}
