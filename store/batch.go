package store

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"time"

	"golang.org/x/crypto/chacha20poly1305"

	"tocsin/store/kv"
)

// A batch is one transaction that several calls share. Incidents that more
// than one of them changes are encoded once, at its end.
type batch struct {
	view
	w         kv.Writer
	now       time.Time
	writes    int // a call that fails without having written needs no second run
	incidents map[Ref]*cached
	counts    map[counter]int64
	numbers   map[string]uint64  // the counters that were used, as they stand
	budgets   map[string]*budget // those that were asked, by name
	pages     map[string]*page   // of the ledger, by key
	lastBox   lastBox
	lastMail  lastMail
	shared    map[string]id // of the values of the message that is being filed
	sharers   sharers
	take      func(key, value []byte) bool // of sharers
	after     []func()                     // to run once committed
	desk      *desk
}

// A desk is where records are written: memory that each uses again, of one
// batch after the other.
type desk struct {
	coder   coder
	message messageRecord // that is being filed
	in      incidentRecord
	plain   []byte
	place   []byte // what it is bound to
	packed  []byte
	raw     []byte // the mail of that, sealed
}

// largeDesk is how large a record may have been for its memory to be used again.
const largeDesk = 1 << 20

// cleared is the desk for another batch: no record of the one before stays on it.
func (d *desk) cleared() *desk {
	kept := desk{place: d.place, raw: d.raw}
	if max(cap(d.plain), cap(d.packed)) <= largeDesk {
		kept.plain, kept.packed = d.plain, d.packed
	}
	*d = kept
	return d
}

// A cached incident stands between its record and the calls of a batch.
type cached struct {
	in    Incident // without events
	first *act     // that lies with it
	head  head
	dirty bool // to be written
	fresh bool // made in this batch
}

// isNew says that nothing of an incident was put yet.
func (c *cached) isNew() bool { return c.fresh && !c.dirty }

func newBatch(s *Store, w kv.Writer) *batch {
	b := &batch{
		view: view{sealer: s.seal, r: w, outs: map[uint64]*outRecord{}, acts: map[Ref]*act{}, memory: s.memory, arena: arena{pool: s.pool}}, w: w, now: s.now(), desk: s.desk.cleared(),
		incidents: map[Ref]*cached{}, counts: map[counter]int64{}, numbers: map[string]uint64{}, budgets: map[string]*budget{}, pages: map[string]*page{}, shared: map[string]id{},
	}
	b.take = b.sharers.take
	return b
}

func (b *batch) put(bucket string, key, value []byte) {
	b.writes++
	b.w.Put(bucket, key, value)
}

func (b *batch) del(bucket string, key []byte) {
	b.writes++
	b.w.Delete(bucket, key)
}

// save seals a value under the data key of an incident.
func (b *batch) save(bucket string, key []byte, ref Ref, value record) error {
	return b.saveWith(nil, bucket, key, ref, value)
}

// saveWith is save of a value with something unsealed before it.
func (b *batch) saveWith(before []byte, bucket string, key []byte, ref Ref, value record) error {
	sealed, err := b.sealed(before, 0, bucket, key, ref, value)
	if err == nil {
		b.put(bucket, key, sealed)
	}
	return err
}

// sealed is a record as it is kept, after some bytes and with room for more.
func (b *batch) sealed(before []byte, more int, bucket string, key []byte, ref Ref, value record) ([]byte, error) {
	a, err := b.dataKey(ref)
	if err != nil {
		return nil, err
	}
	d := b.desk
	d.coder = coder{out: d.plain[:0]}
	value.walk(&d.coder)
	d.plain = d.coder.out
	d.place = appendPlace(d.place[:0], bucket, key, ref)
	plain, form := pack(d.plain, &d.packed)
	out := append(b.room(len(before)+1+len(ref)+sealedSize(plain)+more), before...)
	return b.sealPacked(a, append(append(out, byte(len(ref))), ref...), form, plain, d.place)
}

// next counts up: the first number is 1.
func (b *batch) next(counter string) uint64 {
	n, ok := b.numbers[counter]
	if !ok {
		n = toNumber(b.w.Get(bSeq, []byte(counter)))
	}
	b.writes++
	b.numbers[counter] = n + 1
	return n + 1
}

// A counter counts what happened on a day (UTC, since 1970), or what is there
// now.
type counter struct {
	day      int64
	name, of string
}

const now = math.MaxInt64 // in place of a day

// key is where a counter lies.
func (c counter) key() string {
	span := "now"
	if c.day != now {
		span = time.Unix(c.day*secondsOfDay, 0).UTC().Format(time.DateOnly)
	}
	return strings.TrimSuffix(span+"/"+c.name+"/"+c.of, "/")
}

const secondsOfDay = 24 * 60 * 60

// count adds to what is there.
func (b *batch) count(name, of string, n int64) {
	b.writes++
	b.counts[counter{now, name, of}] += n
}

// happened counts what happened on a day.
func (b *batch) happened(at time.Time, name, of string) {
	b.writes++
	b.counts[counter{at.Unix() / secondsOfDay, name, of}]++
}

// flushCounts writes the counters that the batch added to.
func (b *batch) flushCounts() {
	keys := map[string]int64{}
	for c, n := range b.counts {
		keys[c.key()] += n
	}
	for _, key := range slices.Sorted(maps.Keys(keys)) {
		n := int64(toNumber(b.w.Get(bCount, []byte(key)))) + keys[key]
		b.put(bCount, []byte(key), b.number(uint64(n)))
	}
}

// cachedIncident loads an incident once a batch.
func (b *batch) cachedIncident(ref Ref) (*cached, error) {
	if c, ok := b.incidents[ref]; ok {
		return c, nil
	}
	h, record, err := b.head(ref)
	if err != nil {
		return nil, err
	}
	var in incidentRecord
	if err = b.open(bIncident, b.order(ref), record, &in); err != nil {
		return nil, err
	}
	c := &cached{in: in.Incident, first: in.first(), head: h}
	b.incidents[ref] = c
	return c, nil
}

// copyOf hands an incident out: what is appended to or set on the copy does
// not reach the batch.
func (c *cached) copyOf() *Incident {
	in := c.in
	in.Participants = slices.Clip(in.Participants)
	in.Messages = slices.Clip(in.Messages)
	in.Related = slices.Clip(in.Related)
	in.References = slices.Clip(in.References)
	return &in
}

// ensure loads an incident or makes a new one.
func (b *batch) ensure(ref Ref) (*cached, error) {
	if b.incidents[ref] == nil && b.r.Get(bIncident, b.order(ref)) == nil {
		return b.create(ref)
	}
	return b.cachedIncident(ref)
}

// create makes the data key of a new incident.
func (b *batch) create(ref Ref) (*cached, error) {
	if ref == "" || len(ref) > 100 {
		return nil, fmt.Errorf("store: %q is no reference for an incident: %w", ref, ErrRef)
	}
	key, err := b.newKey()
	if err != nil {
		return nil, err
	}
	a, err := chacha20poly1305.NewX(key)
	if err != nil {
		return nil, err
	}
	wrapped, err := b.seal(b.wrap, key, dataKeyPlace(ref))
	if err != nil {
		return nil, err
	}
	b.writes++ // should its call fail, it was never there
	b.keep(ref, a)
	c := &cached{head: head{key: wrapped}, fresh: true}
	b.incidents[ref] = c
	return c, nil
}

// putIncident takes a new or changed incident. Its events are added to the
// history; those that are there are never changed.
func (b *batch) putIncident(in *Incident) error {
	c, err := b.ensure(in.Ref)
	if err != nil {
		return err
	}
	if c.head.status == purgedCode {
		return fmt.Errorf("store: incident %s was purged: %w", in.Ref, ErrState)
	}
	if in.Status == "" {
		in.Status = StatusOpen
	}
	status, ok := statusCode(in.Status)
	if !ok || in.Status == StatusPurged {
		return fmt.Errorf("store: incident %s can't become %q: %w", in.Ref, in.Status, ErrState)
	}
	b.writes++
	b.countIncident(in, c, status, c.isNew())
	b.indexForeign(in.Ref, c.in.References, in.References)
	if err = b.happen(in.Ref, in.Events...); err != nil {
		return err
	}
	received := in.Received
	if received.IsZero() {
		received = b.now
	}
	c.head.status, c.head.received = status, received.Unix()
	c.in, c.dirty = *in, true
	c.in.Received, c.in.Events = received, nil
	if c.in.Updated.Before(b.now) {
		c.in.Updated = b.now
	}
	return nil
}

// countIncident keeps the statistics.
func (b *batch) countIncident(in *Incident, c *cached, status byte, isNew bool) {
	if isNew {
		b.happened(b.now, "incidents", "")
		for _, c := range [...]counter{{name: "obligation", of: in.Obligation}, {name: "class", of: in.Kind}, {name: "decision", of: in.Route.Decision}} {
			if c.of != "" && len(c.of) < 40 {
				b.happened(b.now, c.name, c.of)
			}
		}
	}
	if isNew || c.head.status != status {
		b.count("status", in.Status, 1)
		if !isNew {
			b.count("status", statusCodes[c.head.status], -1)
			b.happened(b.now, "became", in.Status)
		}
	}
}

// indexForeign lets an incident be found by the numbers others gave it.
func (b *batch) indexForeign(ref Ref, old, now []string) {
	key := func(number string) []byte {
		i := b.id("foreign", number)
		return b.join(i[:], b.order(ref))
	}
	for _, number := range now {
		if !slices.Contains(old, number) {
			b.put(bForeign, key(number), []byte(ref))
		}
	}
	for _, number := range old {
		if !slices.Contains(now, number) {
			b.del(bForeign, key(number))
		}
	}
}

// flushIncident writes an incident. A new one takes its first act along if that
// is small, which saves most incidents a record; with the next change the act
// goes to the others.
func (b *batch) flushIncident(ref Ref, c *cached) error {
	left := &b.desk.in
	*left = incidentRecord{Incident: c.in}
	if a := b.acts[ref]; c.fresh && a != nil && !a.later && !a.isFull() {
		left.First, left.Number = a, a.number
		delete(b.acts, ref)
	}
	if c.first != nil {
		if err := b.saveAct(ref, c.first); err != nil {
			return err
		}
	}
	return b.saveWith(c.head.bytes(&b.arena), bIncident, b.order(ref), ref, left)
}

// flush writes what the calls of the batch left in common.
func (b *batch) flush() error {
	for _, ref := range inOrder(b.incidents) {
		if c := b.incidents[ref]; c.dirty {
			if err := b.flushIncident(ref, c); err != nil {
				return err
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(b.numbers)) {
		b.put(bSeq, []byte(name), b.number(b.numbers[name]))
	}
	for _, name := range slices.Sorted(maps.Keys(b.budgets)) {
		if left := b.budgets[name]; left.dirty {
			b.put(bBudget, left.id[:], left.bytes())
		}
	}
	b.flushPages()
	if err := b.flushActs(); err != nil {
		return err
	}
	b.flushCounts()
	return nil
}
