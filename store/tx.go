package store

import (
	"bytes"
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
	b     *batch
	err   error
	asked bearer // what ByMessageID was asked last
}

// A bearer is the incident of the message that bears an id, if there is one.
type bearer struct {
	mailID   string
	ref      Ref
	ours, ok bool
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
// what a Decide puts there is added to it. It is the caller's to change, but
// for what is in its lists and maps: of these it makes its own. One that was
// purged is not there any more.
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
	if tx.asked.mailID != mailID || mailID == "" {
		tx.asked = tx.bearer(mailID)
	}
	return tx.asked.ref, tx.asked.ours, tx.asked.ok
}

func (tx *Tx) bearer(mailID string) bearer {
	if p := tx.b.ours(mailID); p.seq > 0 {
		return bearer{mailID, p.ref, true, p.ref != ""}
	}
	_, value := tx.b.mailID(mailID)
	if n, _, ok := readMailID(value); ok {
		f, ok := tx.b.find(n)
		return bearer{mailID, f.ref, false, ok && f.ref != ""}
	}
	return bearer{mailID: mailID}
}

// ours finds the outbox entry that goes out under an id; seq is 0 when there
// is none. As a rule the entry's own id is the local part of it, and a token.
func (b *batch) ours(mailID string) outPlace {
	i, value := b.mailID(mailID)
	local, _, _ := strings.Cut(mailID, "@")
	if isToken(local) {
		if place := b.r.Get(bOutID, []byte(local)); len(place) >= 16 && bytes.Equal(place[:8], i[:8]) {
			return readOutID(place)
		}
	}
	if len(value) > 8 && value[0] == 'o' {
		return readPlace(value[1:])
	}
	return outPlace{}
}

// mailID is the id of a Message-ID and what its bucket has there, nil for
// nothing. One message asks for its own several times in a row.
func (b *batch) mailID(mailID string) (id, []byte) {
	if !b.lastMail.known || b.lastMail.name != mailID {
		i := b.id("mailid", mailID)
		b.lastMail = lastMail{known: true, name: mailID, id: i, value: b.r.Get(bMailID, i[:])}
	}
	return b.lastMail.id, b.lastMail.value
}

// A lastMail is what was found under the Message-ID that was asked for last.
type lastMail struct {
	known bool
	name  string
	id    id
	value []byte

	content string // of the message that bears it, and the id of both
	twin    id
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
	i, _ := tx.b.mailID(mailID)
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
	p := tx.b.ours(mailID)
	if p.seq == 0 {
		return nil, false
	}
	o, err := tx.b.outWhole(p)
	if !tx.check(err) {
		return nil, false
	}
	return &o.Outgoing, true
}

// Outbox lists the entries of an incident in the order in which they were
// decided; those of digests without their text.
func (tx *Tx) Outbox(ref Ref) (list []Outgoing) {
	places, err := tx.b.outPlaces(OutFilter{Ref: ref}, 0)
	if !tx.check(err) {
		return nil
	}
	for _, p := range places {
		if o, err := tx.b.outBrief(p); tx.check(err) {
			list = append(list, o.Outgoing)
		}
	}
	return list
}

// Sharing returns the incidents that hold a host, an indicator or an address,
// in the form that Outcome.Values had, newest first, at most as many as asked for.
func (tx *Tx) Sharing(value string, most int) (refs []Ref) {
	b := tx.b
	i := b.shareID(value)
	prefix := b.join(i[:])
	b.sharers = sharers{most: most}
	for from := prefix; from != nil && len(b.sharers.refs) < most; from = b.sharers.leap {
		b.sharers.leap = nil
		b.r.Scan(bShare, prefix, from)(b.take)
	}
	return b.sharers.refs
}

// sharers are the incidents that hold a value, as they are found.
type sharers struct {
	refs    []Ref
	most    int
	last    []byte // where those of the last incident lie
	repeats int    // of it
	leap    []byte // where to go on; nil when there is nothing more
}

// take adds the incident of a key. It stops at one that holds the value in many
// messages, so as to leap over the rest of these.
func (s *sharers) take(k, _ []byte) (more bool) {
	if s.last != nil && bytes.HasPrefix(k, s.last) {
		if s.repeats++; s.repeats > 16 {
			s.leap = after(s.last)
		}
		return s.leap == nil
	}
	if len(s.refs) >= s.most {
		return false
	}
	s.refs = append(s.refs, refOf(k[len(id{}):]))
	s.last, s.repeats = k[:len(k)-8], 0
	return true
}

// A Limit is how much may be spent in each span of time. Spans are fixed
// windows that begin at multiples of Per.
type Limit struct {
	Per  time.Duration
	Most int
}

// Spend takes one from the budget of a name. It is false, and takes nothing,
// when that is spent by one of its limits.
func (tx *Tx) Spend(name string, at time.Time, limits ...Limit) bool {
	left, ok := tx.b.budgets[name]
	if !ok {
		i := tx.b.id("budget", name)
		left = &budget{id: i, windows: readWindows(tx.b.r.Get(bBudget, i[:]))}
		tx.b.budgets[name] = left
	}
	for _, l := range limits {
		if left.window(at, l.Per).spent >= l.Most {
			return false
		}
	}
	for _, l := range limits {
		left.window(at, l.Per).spent++
	}
	tx.b.writes++
	left.dirty = true
	return true
}

// A budget is what was spent under a name.
type budget struct {
	id      id
	windows []window
	dirty   bool
}

// A window is what was spent until its end (Unix seconds) of one span.
type window struct {
	per   time.Duration
	end   int64
	spent int
}

// window returns the one of a span that is open at a time. One that ends
// later stays open for a clock that goes back.
func (b *budget) window(at time.Time, per time.Duration) *window {
	end := at.Truncate(per).Add(per).Unix()
	i := slices.IndexFunc(b.windows, func(w window) bool { return w.per == per })
	if i < 0 {
		i, b.windows = len(b.windows), append(b.windows, window{per: per, end: end})
	}
	w := &b.windows[i]
	if w.end < end {
		w.end, w.spent = end, 0
	}
	return w
}

func (b *budget) bytes() (out []byte) {
	for _, w := range b.windows {
		out = join(out, number64(uint64(w.per)), number64(uint64(w.end)), number64(uint64(w.spent)))
	}
	return out
}

// readWindows reads what bytes wrote.
func readWindows(b []byte) (list []window) {
	for ; len(b) >= 24; b = b[24:] {
		list = append(list, window{time.Duration(toNumber(b)), int64(toNumber(b[8:])), int(toNumber(b[16:]))})
	}
	return list
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
	m, _, _, err := tx.b.messageBrief(idOf(value))
	if !tx.check(err) {
		return "", false
	}
	return m.Key, true
}
