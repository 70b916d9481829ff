package mailbox

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/emersion/go-imap/v2"
)

const (
	reconcileEvery = 10 * time.Minute
	markBatch      = 1000  // messages filed before marks are made in the middle of a backlog
	ledgerBatch    = 10000 // UIDs in one question to the ledger
)

// A cycle is one walk through what the server has for us.
type cycle struct {
	*Box
	s     *session
	line  *line
	work  []uint32 // not filed yet, ascending
	all   []uint32 // every UID of the folder, if this cycle reconciles
	full  bool
	marks bool // false once the server refused a mark: the rest waits for the next reconcile
	undo  int  // filed, but not marked
}

// cycle does everything there is to do now. It returns what it did even with
// an error.
func (b *Box) cycle(ctx context.Context, s *session, full bool, progress func(done, total int)) (*cycle, error) {
	c := &cycle{Box: b, s: s, full: full, marks: true}
	if err := s.openFolder(ctx, b.at.folder, false); err != nil {
		return c, err
	}
	c.begin()
	if err := c.list(ctx); err != nil {
		return c, err
	}
	b.note(func(st *Status) { st.Unfiled = len(c.work) })
	c.line = startLine(ctx, b.take, func(filed int) {
		b.note(func(st *Status) { st.Unfiled = len(c.work) - filed })
		progress(filed, len(c.work))
	})
	err := c.fetchAll(ctx)
	if e := c.line.finish(); err == nil {
		err = e
	}
	if e := c.settle(ctx, 0); err == nil {
		err = e
	}
	if err == nil && c.full {
		err = c.remark(ctx)
	}
	if err == nil && c.full {
		b.reconciled = b.cfg.Now()
	}
	return c, err
}

// begin notices a new generation of the folder.
func (c *cycle) begin() {
	if c.generation == c.s.validity {
		return
	}
	if c.generation != 0 {
		c.cfg.Log.Warn("mailbox: UIDVALIDITY changed, everything is looked at again",
			"mailbox", c.cfg.Name, "was", c.generation, "is", c.s.validity)
	}
	c.generation, c.full = c.s.validity, true
	clear(c.troubles)
}

// list finds the work: what is above the high-water mark or in trouble, or all
// there is; less what the ledger knows.
func (c *cycle) list(ctx context.Context) error {
	high, err := c.ledger.HighWater(ctx, c.cfg.Name, c.generation)
	if err != nil {
		return fmt.Errorf("ledger: %w", err)
	}
	if c.full {
		high = 0
	}
	set := imap.UIDSet{}
	for uid := range c.troubles {
		set.AddNum(imap.UID(uid))
	}
	if high < 1<<32-1 {
		set.AddRange(imap.UID(high+1), 0)
	}
	if len(set) == 0 {
		return nil
	}
	found, err := c.s.search(ctx, set)
	if err != nil {
		return err
	}
	c.forget(found)
	if c.full {
		c.all = found
	}
	for part := range slices.Chunk(found, ledgerBatch) {
		unfiled, err := c.ledger.Unfiled(ctx, c.cfg.Name, c.generation, part)
		if err != nil {
			return fmt.Errorf("ledger: %w", err)
		}
		c.work = append(c.work, unfiled...)
	}
	slices.Sort(c.work)
	return nil
}

// fetchAll puts the work through the line, troublesome messages last and one by one.
func (c *cycle) fetchAll(ctx context.Context) error {
	var smooth []uint32
	var alone []*trouble
	for _, uid := range c.work {
		if t := c.troubles[uid]; t != nil && t.alone {
			alone = append(alone, t)
		} else {
			smooth = append(smooth, uid)
		}
	}
	for _, part := range pieces(smooth, headBatch) {
		if err := c.fetchPart(ctx, part); err != nil {
			return err
		}
	}
	for _, t := range alone {
		err := error(nil)
		if t.fails >= maxFailures {
			err = c.fetchBatch(ctx, []head{t.head})
		} else {
			err = c.fetchPart(ctx, []uint32{t.head.uid})
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// fetchPart fetches sizes, and then bodies in batches.
func (c *cycle) fetchPart(ctx context.Context, part []uint32) error {
	heads, last, err := c.s.heads(ctx, part)
	if err != nil && ctx.Err() == nil && !isThrottle(err) {
		for _, h := range suspects(asHeads(part), last, true) {
			c.blame(h, true, err.Error())
		}
		if isAnswer(err) && len(part) == 1 {
			return nil
		}
	}
	if err != nil {
		return err
	}
	c.oldest(heads)
	for _, batch := range c.batches(part, heads) {
		if err := c.fetchBatch(ctx, batch); err != nil {
			return err
		}
	}
	return nil
}

// oldest tells Status since when the oldest of these waits.
func (c *cycle) oldest(heads map[uint32]head) {
	_, _, oldest := c.standing()
	for _, h := range heads {
		if oldest.IsZero() || h.internal.Before(oldest) {
			oldest = h.internal
		}
	}
	c.note(func(st *Status) { st.Oldest = oldest })
}

// batches cuts a part of the work into what one FETCH may bring.
func (c *cycle) batches(part []uint32, heads map[uint32]head) [][]head {
	var out [][]head
	var open []head
	room := int64(0)
	for _, uid := range part {
		h, ok := heads[uid]
		if !ok {
			c.blame(head{uid: uid}, true, "the server lists the message but does not tell its size")
			continue
		}
		t := c.troubles[uid]
		if h.size > batchBytes || t != nil && t.alone {
			out = append(out, []head{h})
			continue
		}
		if len(open) == bodyBatch || h.size > room {
			out, open, room = append(out, open), nil, batchBytes
		}
		open, room = append(open, h), room-h.size
	}
	return slices.DeleteFunc(append(out, open), func(b []head) bool { return len(b) == 0 })
}

// fetchBatch fetches the bodies of a batch and passes on those that count.
func (c *cycle) fetchBatch(ctx context.Context, batch []head) error {
	var got []Fetched
	var err error
	switch t := c.troubles[batch[0].uid]; {
	case len(batch) == 1 && t != nil && t.fails >= maxFailures:
		got, err = c.giveUp(ctx, batch[0], t)
	case len(batch) == 1 && batch[0].size > c.cfg.MaxSize:
		got, err = c.oversize(ctx, batch[0])
	default:
		got, err = c.bodies(ctx, batch)
	}
	if err != nil {
		return err
	}
	if len(got) > 0 {
		if err := c.line.push(ctx, got); err != nil {
			return err
		}
	}
	return c.settle(ctx, markBatch)
}

// bodies fetches a batch. An error that broke the connection is blamed on who
// was under way, one that the server only said on who is missing. A large body
// is fetched when no other is in memory.
func (c *cycle) bodies(ctx context.Context, batch []head) ([]Fetched, error) {
	if batch[0].size > batchBytes {
		if err := c.line.drain(ctx); err != nil {
			return nil, err
		}
	}
	looks, last, err := c.s.bodies(ctx, uidsOf(batch), c.cfg.MaxSize)
	if err != nil && (ctx.Err() != nil || isThrottle(err)) {
		return nil, err
	}
	if err != nil {
		guilty := suspects(batch, last, looks[last].raw != nil)
		if isAnswer(err) {
			guilty = slices.DeleteFunc(slices.Clone(batch), func(h head) bool { return looks[h.uid].raw != nil })
		}
		for _, h := range guilty {
			c.blame(h, true, err.Error())
		}
		if isAnswer(err) && len(guilty) > 0 {
			err = nil
		}
		return nil, err
	}
	var got []Fetched
	for _, h := range batch {
		if f, ok := c.judge(h, looks[h.uid]); ok {
			got = append(got, f)
		}
	}
	return got, nil
}

// oversize passes on the header of a message that is too large.
func (c *cycle) oversize(ctx context.Context, h head) ([]Fetched, error) {
	raw, err := c.s.header(ctx, h.uid)
	if err != nil || len(raw) == 0 {
		c.blame(h, true, "too large, and the server does not send its header")
		if isAnswer(err) && !isThrottle(err) {
			err = nil
		}
		return nil, err
	}
	f := c.fetched(h)
	f.Raw, f.Header = raw, true
	return []Fetched{f}, nil
}

// giveUp passes on what there is of a message that failed too often: its
// header, or a note if asking for that fails as well.
func (c *cycle) giveUp(ctx context.Context, h head, t *trouble) ([]Fetched, error) {
	f := c.fetched(h)
	f.Failed = fmt.Sprintf("not fetched in %d attempts: %s", t.fails, t.reason)
	if !t.opaque {
		t.opaque = true // should the connection break now, the next cycle asks no more
		t.fails++
		raw, err := c.s.header(ctx, h.uid)
		if err != nil && !isAnswer(err) || isThrottle(err) {
			return nil, err
		}
		f.Raw = raw
	}
	if len(f.Raw) == 0 {
		f.Raw = note(f)
	}
	return []Fetched{f}, nil
}
