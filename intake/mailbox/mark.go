package mailbox

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/emersion/go-imap/v2"
)

// fallbackWord marks what should be moved or deleted where the server can't.
const fallbackWord = "$Filed"

const copyAway = "copy" // the long way of "move:"

// way is how the wanted mark can be made on this server without any risk of
// losing a message, and the keyword if it is one.
func (c *cycle) way() (kind, keyword string) {
	can := func(cap imap.Cap) bool { return c.s.caps.Has(cap) && c.s.client.Caps().Has(cap) }
	keyword = fallbackWord
	switch c.after.kind {
	case move:
		if can(imap.CapMove) {
			return move, ""
		}
		if can(imap.CapUIDPlus) {
			return copyAway, ""
		}
	case remove:
		if can(imap.CapUIDPlus) {
			return remove, ""
		}
	case word:
		keyword = c.after.arg
	case leave:
		return leave, ""
	}
	if c.s.keeps(keyword) {
		return word, keyword
	}
	return leave, ""
}

// keeps tells whether the folder stores this keyword for good.
func (s *session) keeps(keyword string) bool {
	return slices.ContainsFunc(s.flags, func(f imap.Flag) bool {
		return f == imap.FlagWildcard || strings.EqualFold(string(f), keyword)
	})
}

// markPart marks these and returns those that need nothing more.
func (c *cycle) markPart(ctx context.Context, uids []uint32) (done []uint32, err error) {
	kind, keyword := c.way()
	if kind != c.after.kind && kind != copyAway && !c.warned {
		c.warned = true
		c.cfg.Log.Warn("mailbox: the server cannot do what is configured", "mailbox", c.cfg.Name, "after", c.cfg.After, "instead", kind)
	}
	if kind == move || kind == copyAway {
		if err := c.makeTarget(ctx); err != nil {
			return nil, err
		}
	}
	switch kind {
	case move:
		done, err = c.s.move(ctx, uids, c.after.arg)
	case copyAway:
		done, err = c.s.copyAway(ctx, uids, c.after.arg)
	case remove:
		done, err = c.s.remove(ctx, uids)
	case word:
		done, err = c.s.keyword(ctx, uids, keyword)
	default:
		done = uids
	}
	var answer *imap.Error
	if errors.As(err, &answer) && answer.Code == imap.ResponseCodeTryCreate {
		c.madeTarget = false
	}
	return done, err
}

// makeTarget creates the folder of "move:". A refusal mostly means that it is
// there; if not, the MOVE or COPY will say so.
func (c *cycle) makeTarget(ctx context.Context) error {
	if c.madeTarget {
		return nil
	}
	err := c.s.do(ctx, readBudget, func() error { return c.s.client.Create(c.after.arg, nil).Wait() })
	if err != nil && (!isAnswer(err) || isThrottle(err)) {
		return err
	}
	c.madeTarget = true
	return nil
}

// move uses MOVE (RFC 6851), which is all or nothing for each message.
func (s *session) move(ctx context.Context, uids []uint32, folder string) ([]uint32, error) {
	var moved imap.UIDSet
	err := s.do(ctx, markBudget, func() error {
		data, err := s.client.Move(uidSet(uids), folder).Wait()
		if err == nil {
			moved, _ = data.SourceUIDs.(imap.UIDSet)
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("move to %q: %w", folder, err)
	}
	done, rest := split(uids, moved)
	gone, err := s.gone(ctx, rest)
	return append(done, gone...), err
}

// copyAway copies, and removes only what the server confirms as copied (COPYUID,
// RFC 4315). Without a confirmation the originals stay.
func (s *session) copyAway(ctx context.Context, uids []uint32, folder string) ([]uint32, error) {
	var data *imap.CopyData
	err := s.do(ctx, markBudget, func() (err error) {
		data, err = s.client.Copy(uidSet(uids), folder).Wait()
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("copy to %q: %w", folder, err)
	}
	copied, rest := split(uids, data.SourceUIDs)
	if len(copied) == 0 || size(data.SourceUIDs) != size(data.DestUIDs) {
		return uids, nil
	}
	done, err := s.remove(ctx, copied)
	if err != nil {
		return nil, err
	}
	gone, err := s.gone(ctx, rest)
	return append(done, gone...), err
}

// remove deletes exactly these (UID EXPUNGE, RFC 4315), and returns those that are gone.
func (s *session) remove(ctx context.Context, uids []uint32) ([]uint32, error) {
	set := uidSet(uids)
	err := s.do(ctx, markBudget, func() error {
		deleted := &imap.StoreFlags{Op: imap.StoreFlagsAdd, Silent: true, Flags: []imap.Flag{imap.FlagDeleted}}
		return s.client.Store(set, deleted, nil).Close()
	})
	if err != nil {
		return nil, fmt.Errorf("store \\Deleted: %w", err)
	}
	if err := s.do(ctx, markBudget, func() error { return s.client.UIDExpunge(set).Close() }); err != nil {
		return nil, fmt.Errorf("uid expunge: %w", err)
	}
	return s.gone(ctx, uids)
}

// keyword sets a keyword for people to see. A server may drop it silently;
// nothing rests on it, so that is not looked into.
func (s *session) keyword(ctx context.Context, uids []uint32, keyword string) ([]uint32, error) {
	err := s.do(ctx, markBudget, func() error {
		flags := &imap.StoreFlags{Op: imap.StoreFlagsAdd, Silent: true, Flags: []imap.Flag{imap.Flag(keyword)}}
		return s.client.Store(uidSet(uids), flags, nil).Close()
	})
	if err != nil {
		return nil, fmt.Errorf("store %s: %w", keyword, err)
	}
	return uids, nil
}

// gone returns those of uids that the folder no longer has.
func (s *session) gone(ctx context.Context, uids []uint32) ([]uint32, error) {
	if len(uids) == 0 {
		return nil, nil
	}
	there, err := s.search(ctx, uidSet(uids))
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(slices.Clone(uids), func(uid uint32) bool {
		_, found := slices.BinarySearch(there, uid)
		return found
	}), nil
}

// split parts uids into those that set names and the rest.
func split(uids []uint32, set imap.UIDSet) (in, rest []uint32) {
	for _, uid := range uids {
		if contains(set, imap.UID(uid)) {
			in = append(in, uid)
		} else {
			rest = append(rest, uid)
		}
	}
	return in, rest
}

// size is the number of UIDs in a set without "*".
func size(set imap.UIDSet) uint64 {
	n := uint64(0)
	for _, r := range set {
		n += uint64(r.Stop) - uint64(r.Start) + 1
	}
	return n
}
