package imaptest

import (
	"slices"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapserver"
)

// now is the clock of internal dates; IMAP knows whole seconds.
func now() time.Time { return time.Now().Truncate(time.Second) }

// A folder holds messages in the order of their UIDs. Server.mu guards it.
type folder struct {
	validity uint32
	next     imap.UID
	list     []*message
	tracker  *imapserver.MailboxTracker
}

type message struct {
	uid   imap.UID
	raw   []byte
	at    time.Time
	flags map[imap.Flag]struct{}
}

func (s *Server) newFolder() *folder {
	s.validity++
	return &folder{validity: s.validity, next: 1, tracker: imapserver.NewMailboxTracker(0)}
}

func (f *folder) add(raw []byte, flags map[imap.Flag]struct{}, at time.Time) imap.UID {
	m := &message{uid: f.next, raw: raw, at: at, flags: map[imap.Flag]struct{}{}}
	for flag := range flags {
		m.flags[flag] = struct{}{}
	}
	f.next++
	f.list = append(f.list, m)
	f.tracker.QueueNumMessages(uint32(len(f.list)))
	return m.uid
}

// drop removes the messages that match, last first, as sequence numbers shift.
func (f *folder) drop(match func(*message) bool) {
	for i := len(f.list) - 1; i >= 0; i-- {
		if match(f.list[i]) {
			f.tracker.QueueExpunge(uint32(i + 1))
			f.list = slices.Delete(f.list, i, i+1)
		}
	}
}

func (m *message) flagList() []imap.Flag {
	list := make([]imap.Flag, 0, len(m.flags))
	for flag := range m.flags {
		list = append(list, flag)
	}
	slices.Sort(list)
	return list
}

func (m *message) flagNames() []string {
	names := []string{}
	for _, flag := range m.flagList() {
		names = append(names, string(flag))
	}
	return names
}

// body returns the section asked for: the bytes as stored, or their header.
func (m *message) body(section *imap.FetchItemBodySection) []byte {
	b := m.raw
	if section.Specifier == imap.PartSpecifierHeader {
		b = header(b)
	}
	if p := section.Partial; p != nil {
		start := min(max(p.Offset, 0), int64(len(b)))
		b = b[start : start+min(max(p.Size, 0), int64(len(b))-start)]
	}
	return b
}

// header is all up to and with the first empty line.
func header(b []byte) []byte {
	for i := 0; i < len(b); i++ {
		if b[i] != '\n' {
			continue
		}
		if rest := b[i+1:]; len(rest) > 0 && rest[0] == '\n' {
			return b[:i+2]
		} else if len(rest) > 1 && rest[0] == '\r' && rest[1] == '\n' {
			return b[:i+3]
		}
	}
	return b
}

// write answers one FETCH with what was asked for.
func (m *message) write(w *imapserver.FetchResponseWriter, opt *imap.FetchOptions) error {
	w.WriteUID(m.uid)
	if opt.Flags {
		w.WriteFlags(m.flagList())
	}
	if opt.InternalDate {
		w.WriteInternalDate(m.at)
	}
	if opt.RFC822Size {
		w.WriteRFC822Size(int64(len(m.raw)))
	}
	for _, section := range opt.BodySection {
		b := m.body(section)
		lit := w.WriteBodySection(section, int64(len(b)))
		if _, err := lit.Write(b); err != nil {
			return err
		}
		if err := lit.Close(); err != nil {
			return err
		}
	}
	return w.Close()
}

// matches tells whether a message is meant by a search for UIDs and flags; other
// criteria are not looked at.
func (m *message) matches(criteria *imap.SearchCriteria) bool {
	for _, set := range criteria.UID {
		if !set.Contains(m.uid) {
			return false
		}
	}
	for _, flag := range criteria.Flag {
		if _, has := m.flags[flag]; !has {
			return false
		}
	}
	for _, flag := range criteria.NotFlag {
		if _, has := m.flags[flag]; has {
			return false
		}
	}
	return true
}
