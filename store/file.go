package store

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// maxValues is how many correlation values of one message are indexed.
const maxValues = 1000

// KeyOf returns the key of a message: the digest of its bytes as received.
func KeyOf(raw []byte) Key {
	digest := sha256.Sum256(raw)
	var text [2 * sha256.Size]byte
	hex.Encode(text[:], digest[:])
	return Key(text[:])
}

// Announce says that n calls of File or Quarantine are coming soon, so that
// they may share a transaction; each of them takes one back. Calls that will
// not come after all are taken back with a negative n.
func (s *Store) Announce(n int) {
	s.coming.Add(int64(n))
	s.committer.nudge()
}

// arrived takes back one that was announced, never more.
func (s *Store) arrived() {
	n := s.coming.Load()
	for n > 0 && !s.coming.CompareAndSwap(n, n-1) {
		n = s.coming.Load()
	}
	if n == 1 { // nobody else is to be waited for
		s.committer.nudge()
	}
}

// File files a message exactly once, with all that d decides about it, in one
// transaction that concurrent calls share. A message whose bytes, or whose
// Message-ID and content, are known is a duplicate: only its delivery is
// recorded and d is not asked. When File returns an error the message may or
// may not be filed: filing it again settles that. With ErrDecide it is not,
// and won't be: it belongs in quarantine.
func (s *Store) File(ctx context.Context, f Filing, d Decide) (Filed, error) {
	r, err := s.Prepare(ctx, f, d)
	if err != nil {
		return Filed{}, err
	}
	s.arrived()
	return r.end(s.commit(ctx, r.what(), r.file))
}

// A Ready is a message whose bytes have their name and place: what is left of
// filing it is its part of a transaction.
type Ready struct {
	s     *Store
	ctx   context.Context
	f     Filing
	raw   placedRaw
	d     Decide
	filed Filed
}

// Prepare does what of File many can do at once. After an error the message is
// not filed.
func (s *Store) Prepare(ctx context.Context, f Filing, d Decide) (*Ready, error) {
	r := &Ready{s: s, ctx: ctx, f: f, d: d}
	if err := r.place(); err != nil {
		s.arrived()
		return nil, err
	}
	return r, nil
}

func (r *Ready) place() (err error) {
	f := &r.f
	key := f.Message.Key
	if f.Raw != nil {
		key = KeyOf(f.Raw)
	}
	if key == "" || f.Message.Key != "" && f.Message.Key != key {
		return fmt.Errorf("store: message %s: the key is not the digest of its bytes, %s", f.Message.Key, key)
	}
	f.Message.Key = key
	f.Message.Size = cmp.Or(f.Message.Size, int64(len(f.Raw)))
	if len(f.Raw) <= maxInline || !r.s.known(r.ctx, key) {
		r.raw, err = r.s.placeRaw(r.ctx, key, f.Raw)
	}
	if r.raw.inline != nil {
		r.raw.textAt = textAt(f.Raw, f.Message.Text)
	}
	return err
}

// Join gets in line behind all that joined before, and returns; done hears
// what File would return. It is called once and must not wait for the store.
func (r *Ready) Join(done func(Filed, error)) {
	j := &job{ctx: r.ctx, what: r.what(), run: r.file}
	j.done = func() {
		if r.raw.place.Blob != "" { // it may have to be removed: not while others wait to hear
			go func() { done(r.end(j.err)) }()
			return
		}
		done(r.end(j.err))
	}
	r.s.arrived()
	r.s.committer.join(j)
}

func (r *Ready) what() string { return "message " + string(r.f.Message.Key) }

func (r *Ready) file(b *batch) (err error) {
	r.filed, err = b.file(r.s, &r.f, r.raw, r.d)
	return err
}

// end removes a blob that nothing refers to.
func (r *Ready) end(err error) (Filed, error) {
	if err == nil && r.filed.Outcome == FiledDuplicate || errors.Is(err, ErrFull) || errors.Is(err, ErrDecide) {
		r.s.dropBlob(r.raw.place.Blob) // a full disk has no room for what was not filed
	}
	return r.filed, err
}

func (s *Store) known(ctx context.Context, key Key) (known bool) {
	_ = s.read(ctx, func(v *view) error { _, known = v.find(v.id("message", string(key))); return nil })
	return known
}

// file is File inside the transaction.
func (b *batch) file(s *Store, f *Filing, raw placedRaw, d Decide) (Filed, error) {
	i := b.id("message", string(f.Message.Key))
	if known, ok := b.find(i); ok {
		return b.deliver(known, f.Delivery)
	}
	if known, ok := b.twin(&f.Message); ok {
		b.put(bName, b.join(i[:]), b.join([]byte{'a'}, known.id[:]))
		if _, err := b.takeQuarantined(s, i); err != nil && !isNotFound(err) {
			return Filed{}, err
		}
		return b.deliver(known, f.Delivery)
	}
	clear(b.shared)
	rec := &b.desk.message
	*rec = messageRecord{Message: f.Message, Raw: raw.place, TextAt: raw.textAt}
	m := &rec.Message
	m.References, m.Findings, m.Deliveries = slices.Clip(m.References), slices.Clip(m.Findings), nil
	tx := &Tx{b: b}
	o := d(tx, m)
	if m.Text != f.Message.Text {
		rec.TextAt = 0
	}
	if tx.err != nil {
		return Filed{}, fmt.Errorf("store: message %s: %w: %w", m.Key, ErrDecide, tx.err)
	}
	filed, err := b.keepMessage(s, i, rec, raw, o, f.Delivery)
	if err != nil {
		return Filed{}, fmt.Errorf("store: message %s: %w: %w", m.Key, ErrDecide, err)
	}
	return filed, nil
}

// contentID is what the same message has in common by whatever route it
// comes; zero when that can't be told.
func (b *batch) contentID(m *Message) (i id) {
	if m.MessageID == "" || m.Content == "" {
		return i
	}
	b.mailID(m.MessageID)
	last := &b.lastMail
	if last.content != m.Content {
		last.content, last.twin = m.Content, b.id("twin", m.MessageID, m.Content)
	}
	return last.twin
}

// twin finds a message that came before by another route.
func (b *batch) twin(m *Message) (known found, ok bool) {
	content := b.contentID(m)
	if content == (id{}) {
		return known, false
	}
	_, first := b.mailID(m.MessageID)
	message, its, ok := readMailID(first)
	if !ok || its != content {
		if first == nil {
			return known, false
		}
		message = idOf(b.r.Get(bTwin, b.join(content[:])))
	}
	return b.find(message)
}

// indexMailID lets a message be found by its id and content. The id leads to
// the first message that bears it; what we wrote stays ours.
func (b *batch) indexMailID(i id, m *Message) {
	if m.MessageID == "" {
		return
	}
	mailID, have := b.mailID(m.MessageID)
	content := b.contentID(m)
	if have == nil {
		b.put(bMailID, b.join(mailID[:]), b.join([]byte{'m'}, i[:], content[:]))
		b.lastMail.known = false
	} else if content != (id{}) {
		b.put(bTwin, b.join(content[:]), b.join(i[:]))
	}
}

// deliver records another delivery of a filed message.
func (b *batch) deliver(f found, d Delivery) (Filed, error) {
	m := &messageRecord{}
	if _, err := b.loadBefore(bMessage, b.number(f.seq), m); err != nil {
		return Filed{}, err
	}
	filed := Filed{Ref: f.ref, Key: m.Key, Outcome: FiledDuplicate, Kind: m.Kind}
	if d.Mailbox == "" || !b.ledger(d) || d.UID == 0 && containsDelivery(m.Deliveries, d) {
		return filed, nil
	}
	at := ""
	if d.UID == 0 {
		at = d.At.UTC().String()
	}
	a := b.id("arrival", d.Mailbox, fmt.Sprint(d.UIDValidity, d.UID), at)
	key := b.join(f.id[:], a[:])
	if b.r.Get(bArrival, key) != nil {
		return filed, nil
	}
	b.happened(b.now, "duplicates", "")
	return filed, b.save(bArrival, key, "", &d)
}

// keepMessage writes a new message and its outcome.
func (b *batch) keepMessage(s *Store, i id, rec *messageRecord, raw placedRaw, o Outcome, d Delivery) (Filed, error) {
	m := &rec.Message
	filed := Filed{Key: m.Key, Outcome: FiledNew, Kind: m.Kind}
	if q, err := b.takeQuarantined(s, i); err == nil {
		m.Deliveries = q.Delivery
	} else if !isNotFound(err) {
		return filed, err
	}
	if d.Mailbox != "" && !containsDelivery(m.Deliveries, d) {
		m.Deliveries = append(m.Deliveries, d)
	}
	m.Ref, o.Values = "", o.Values[:min(maxValues, len(o.Values))]
	if o.Incident != nil {
		m.Ref = o.Incident.Ref
		isNew, err := b.joinIncident(o.Incident, m)
		if err != nil {
			return filed, err
		}
		if !isNew {
			filed.Outcome = FiledJoined
		}
	}
	filed.Ref = m.Ref
	f := found{id: i, seq: b.next("message"), ref: m.Ref}
	if rec.Values = o.Values; rec.TextAt > 0 {
		m.Text = ""
	}
	inline, err := b.sealInline(raw, m.Key)
	if err != nil {
		return filed, err
	}
	if err := b.saveBefore(inline, bMessage, b.number(f.seq), m.Ref, rec); err != nil {
		return filed, err
	}
	b.keepBlob(raw, i)
	b.put(bName, b.join(i[:]), f.bytes(&b.arena))
	b.indexMessage(f, m, o)
	if d.Mailbox != "" {
		b.ledger(d)
	}
	b.happened(b.now, "kind", m.Kind)
	return filed, b.consequences(o, m)
}

// joinIncident writes the incident that a message begins or joins.
func (b *batch) joinIncident(in *Incident, m *Message) (isNew bool, err error) {
	if !slices.Contains(in.Messages, m.Key) {
		in.Messages = append(in.Messages, m.Key)
	}
	c, err := b.ensure(in.Ref)
	if err != nil {
		return false, err
	}
	isNew = c.isNew()
	if !slices.ContainsFunc(in.Events, func(e Event) bool { return e.Key == m.Key }) {
		what := "joined"
		if isNew {
			what = "filed"
		}
		in.Events = append(in.Events, Event{At: b.now, Actor: "tocsin", What: what, Detail: m.Why, Key: m.Key})
	}
	return isNew, b.putIncident(in)
}

// indexMessage lets a message be found by its id, those it refers to, its
// values and its encrypted packet.
func (b *batch) indexMessage(f found, m *Message, o Outcome) {
	b.indexMailID(f.id, m)
	for _, node := range m.References[:min(20, len(m.References))] {
		i := b.id("mailid", node)
		b.put(bAncestor, b.join(i[:], f.id[:]), nil)
	}
	b.indexValues(f, o.Values)
	if o.Session != "" {
		i := b.id("session", o.Session)
		if b.r.Get(bSession, b.join(i[:])) == nil {
			b.put(bSession, b.join(i[:]), b.join(f.id[:]))
		}
	}
}

// shareID is the id of a value: who asks who shares it mostly has it himself.
func (b *batch) shareID(value string) id {
	i, ok := b.shared[value]
	if !ok {
		i = b.id("share", value)
		b.shared[value] = i
	}
	return i
}

func (b *batch) shareKey(f found, value string) []byte {
	v := b.shareID(value)
	return b.join(v[:], b.order(f.ref), b.number(f.seq))
}

func (b *batch) indexValues(f found, values []string) {
	if f.ref == "" {
		return
	}
	for _, v := range values {
		b.put(bShare, b.shareKey(f, v), nil)
	}
}

// consequences writes what goes out because of a message, what came back, and
// the keys that came along.
func (b *batch) consequences(o Outcome, m *Message) error {
	for _, out := range o.Outgoing {
		if out.Cause == "" {
			out.Cause = m.Key
		}
		if err := b.decideOut(out); err != nil {
			return err
		}
	}
	for _, bounce := range o.Bounced {
		if err := b.bounced(bounce); err != nil {
			return err
		}
	}
	for _, end := range o.Withdrawn {
		if err := b.withdraw(end); err != nil {
			return err
		}
	}
	for _, h := range o.Holds {
		if err := b.holdOut(h); err != nil {
			return err
		}
	}
	for _, k := range o.Candidates {
		if err := b.addCandidate(k); err != nil {
			return err
		}
	}
	return nil
}

// valid says whether a text may be part of an engine's key.
func valid(key string) bool { return key != "" && len(key) <= 200 && !strings.ContainsRune(key, 0) }
