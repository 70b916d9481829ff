package mailbox

import (
	"context"
	"fmt"
	"slices"
)

// settle works off what Take said, if that is at least n messages: what is
// filed is marked on the server, what was refused is remembered.
func (c *cycle) settle(ctx context.Context, n int) error {
	var filed, left []uint32
	for _, v := range c.line.verdicts(n) {
		switch uid := v.head.uid; {
		case v.err != nil:
			t := c.trouble(v.head)
			t.refused, t.reason = true, v.err.Error()
			c.cfg.Log.Error("mailbox: message not filed", "mailbox", c.cfg.Name, "uid", uid, "error", v.err)
		case v.left:
			left = append(left, uid)
			delete(c.troubles, uid)
		default:
			filed = append(filed, uid)
			delete(c.troubles, uid)
		}
	}
	if err := c.marked(ctx, left); err != nil {
		return err
	}
	return c.mark(ctx, filed)
}

// marked tells the ledger that these need nothing more on the server.
func (c *cycle) marked(ctx context.Context, uids []uint32) error {
	if len(uids) == 0 {
		return nil
	}
	if err := c.ledger.Marked(ctx, c.cfg.Name, c.generation, uids); err != nil {
		return fmt.Errorf("ledger: %w", err)
	}
	return nil
}

// mark makes the marks of filed messages. A server's refusal is logged and ends
// the marking of this cycle only; the ledger knows what is to be repeated.
func (c *cycle) mark(ctx context.Context, uids []uint32) error {
	slices.Sort(uids)
	for _, part := range pieces(uids, markBatch) {
		if !c.marks {
			c.undo += len(part)
			continue
		}
		done, err := c.markPart(ctx, part)
		if e := c.marked(ctx, done); e != nil {
			return e
		}
		c.undo += len(part) - len(done)
		if err != nil {
			c.marks = false
			c.cfg.Log.Warn("mailbox: filed messages not marked, will be tried again", "mailbox", c.cfg.Name,
				"after", c.cfg.After, "messages", len(part)-len(done), "error", err)
		}
		if err != nil && (!isAnswer(err) || isThrottle(err)) {
			return err
		}
	}
	return nil
}

// remark repeats the marks that a crash, or the server, kept from being made.
// Messages that are gone need none. What is too large to have been fetched, or,
// before a deletion, can't be fetched whole now, is left alone.
func (c *cycle) remark(ctx context.Context) error {
	unmarked, err := c.ledger.Unmarked(ctx, c.cfg.Name, c.generation)
	if err != nil {
		return fmt.Errorf("ledger: %w", err)
	}
	var there, gone []uint32
	for _, uid := range unmarked {
		if _, ok := slices.BinarySearch(c.all, uid); ok {
			there = append(there, uid)
		} else {
			gone = append(gone, uid)
		}
	}
	if err := c.marked(ctx, gone); err != nil || !c.marks {
		return err
	}
	c.undo = 0
	slices.Sort(there)
	for _, part := range pieces(there, headBatch) {
		if err := c.remarkPart(ctx, part); err != nil {
			return err
		}
	}
	return nil
}

// remarkPart repeats the marks of messages that are still there.
func (c *cycle) remarkPart(ctx context.Context, uids []uint32) error {
	heads, _, err := c.s.heads(ctx, uids)
	if err != nil {
		return err
	}
	var todo, left []uint32
	var check []head
	for _, uid := range uids {
		switch h, known := heads[uid]; {
		case !known:
			c.undo++
		case h.size > c.cfg.MaxSize:
			left = append(left, uid)
		case c.after.kind == remove:
			check = append(check, h)
		default:
			todo = append(todo, uid)
		}
	}
	whole, err := c.whole(ctx, check)
	if err != nil {
		return err
	}
	if err := c.marked(ctx, left); err != nil {
		return err
	}
	return c.mark(ctx, append(todo, whole...))
}

// whole returns those messages whose body can be fetched: a crash may have
// hidden that one was filed as "can't be fetched", and then it is the only copy.
func (c *cycle) whole(ctx context.Context, heads []head) ([]uint32, error) {
	var out []uint32
	for batch := range slices.Chunk(heads, bodyBatch/8) {
		uids := uidsOf(batch)
		looks, _, err := c.s.bodies(ctx, uids, c.cfg.MaxSize)
		if err != nil && (!isAnswer(err) || isThrottle(err)) {
			return nil, err
		}
		for _, uid := range uids {
			if err == nil && len(looks[uid].raw) > 0 {
				out = append(out, uid)
			} else {
				c.undo++
			}
		}
	}
	return out, nil
}
