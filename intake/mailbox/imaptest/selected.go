package imaptest

import (
	"strings"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapserver"
)

// each calls fn for the messages of a set, with the number the client knows.
// The caller holds srv.mu.
func (c *session) each(set imap.NumSet, fn func(seq uint32, m *message) error) error {
	for i, m := range c.sel.list {
		seq := c.view.Load().EncodeSeqNum(uint32(i + 1))
		if seq == 0 { // not announced yet
			seq = uint32(i + 1)
		}
		switch set := set.(type) {
		case imap.UIDSet:
			if !set.Contains(m.uid) && !c.last(set, m) {
				continue
			}
		case imap.SeqSet:
			if seq == 0 || !set.Contains(seq) {
				continue
			}
		}
		if err := fn(seq, m); err != nil {
			return err
		}
	}
	return nil
}

// last tells whether m is meant by a "*" in the set: the last message, whatever
// stands before the colon.
func (c *session) last(set imap.UIDSet, m *message) bool {
	return set.Dynamic() && m == c.sel.list[len(c.sel.list)-1]
}

func (c *session) Search(_ imapserver.NumKind, criteria *imap.SearchCriteria, _ *imap.SearchOptions) (*imap.SearchData, error) {
	if err := c.srv.ask("SEARCH"); err != nil {
		return nil, err
	}
	c.srv.mu.Lock()
	defer c.srv.mu.Unlock()
	var found imap.UIDSet
	for _, m := range c.sel.list {
		if m.matches(criteria) || len(criteria.UID) == 1 && c.last(criteria.UID[0], m) {
			found.AddNum(m.uid)
		}
	}
	return &imap.SearchData{All: found}, nil
}

func (c *session) Fetch(w *imapserver.FetchWriter, set imap.NumSet, opt *imap.FetchOptions) error {
	if err := c.srv.ask("FETCH"); err != nil {
		return err
	}
	c.srv.mu.Lock()
	type answer struct {
		seq uint32
		m   message
	}
	var answers []answer // written without the lock: a slow client must not stop the others
	err := c.each(set, func(seq uint32, m *message) error {
		for _, section := range opt.BodySection {
			if !section.Peek {
				m.flags[imap.FlagSeen] = struct{}{}
			}
		}
		answers = append(answers, answer{seq, *m})
		return nil
	})
	c.srv.mu.Unlock()
	for _, a := range answers {
		if e := a.m.write(w.CreateMessage(a.seq), opt); e != nil {
			return e
		}
	}
	return err
}

func (c *session) Store(w *imapserver.FetchWriter, set imap.NumSet, flags *imap.StoreFlags, _ *imap.StoreOptions) error {
	if err := c.srv.ask("STORE"); err != nil {
		return err
	}
	c.srv.mu.Lock()
	defer c.srv.mu.Unlock()
	return c.each(set, func(seq uint32, m *message) error {
		if flags.Op == imap.StoreFlagsSet {
			clear(m.flags)
		}
		for _, flag := range flags.Flags {
			switch {
			case flags.Op == imap.StoreFlagsDel:
				delete(m.flags, flag)
			case strings.HasPrefix(string(flag), "\\") || !c.srv.opt.NoKeyword:
				m.flags[flag] = struct{}{}
			}
		}
		if flags.Silent {
			return nil
		}
		return m.write(w.CreateMessage(seq), &imap.FetchOptions{Flags: true})
	})
}

func (c *session) Expunge(_ *imapserver.ExpungeWriter, uids *imap.UIDSet) error {
	name := "EXPUNGE"
	if uids != nil {
		name = "UID EXPUNGE"
	}
	if err := c.srv.ask(name); err != nil {
		return err
	}
	if uids != nil && c.srv.opt.NoUIDPlus {
		return &imap.Error{Type: imap.StatusResponseTypeBad, Text: "unknown command"}
	}
	c.srv.mu.Lock()
	defer c.srv.mu.Unlock()
	c.sel.drop(func(m *message) bool {
		_, deleted := m.flags[imap.FlagDeleted]
		return deleted && (uids == nil || uids.Contains(m.uid))
	})
	return nil
}

func (c *session) Copy(set imap.NumSet, dest string) (*imap.CopyData, error) {
	if err := c.srv.ask("COPY"); err != nil {
		return nil, err
	}
	c.srv.mu.Lock()
	defer c.srv.mu.Unlock()
	data, _, err := c.copyTo(set, dest)
	return data, err
}

// copyTo copies and tells which; no data without UIDPLUS, or if nothing was copied.
func (c *session) copyTo(set imap.NumSet, dest string) (*imap.CopyData, map[*message]bool, error) {
	to := c.srv.folder(c.user, inbox(dest))
	if to == nil {
		return nil, nil, no(imap.ResponseCodeTryCreate, "no such folder")
	}
	data := &imap.CopyData{UIDValidity: to.validity}
	copied := map[*message]bool{}
	err := c.each(set, func(_ uint32, m *message) error {
		data.SourceUIDs.AddNum(m.uid)
		data.DestUIDs.AddNum(to.add(m.raw, m.flags, m.at))
		copied[m] = true
		return nil
	})
	if c.srv.opt.NoUIDPlus || len(copied) == 0 {
		data = nil
	}
	return data, copied, err
}

// Move moves; the library tells the client of the removals when it polls.
func (c mover) Move(w *imapserver.MoveWriter, set imap.NumSet, dest string) error {
	if err := c.srv.ask("MOVE"); err != nil {
		return err
	}
	c.srv.mu.Lock()
	defer c.srv.mu.Unlock()
	data, moved, err := c.copyTo(set, dest)
	if err != nil {
		return err
	}
	if data != nil {
		if err := w.WriteCopyData(data); err != nil {
			return err
		}
	}
	c.sel.drop(func(m *message) bool { return moved[m] })
	return nil
}
