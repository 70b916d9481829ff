package imaptest

import (
	"io"
	"slices"
	"strings"
	"sync/atomic"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapserver"
)

// A session is what one client sees.
type session struct {
	srv  *Server
	user string
	name string // of the selected folder
	sel  *folder
	// view is read by Idle, which may outlive the command loop by a moment
	// where a connection breaks.
	view atomic.Pointer[imapserver.SessionTracker]
}

// A mover is a session of a server that has MOVE.
type mover struct{ *session }

func (s *Server) newSession(*imapserver.Conn) (imapserver.Session, *imapserver.GreetingData, error) {
	if s.opt.NoMove {
		return &session{srv: s}, nil, nil
	}
	return mover{&session{srv: s}}, nil, nil
}

func no(code imap.ResponseCode, text string) error {
	return &imap.Error{Type: imap.StatusResponseTypeNo, Code: code, Text: text}
}

func (c *session) Close() error { return c.Unselect() }

func (c *session) Unselect() error {
	c.look(nil)
	c.sel = nil
	return nil
}

// look takes up another view in place of the present one; nil is none.
func (c *session) look(view *imapserver.SessionTracker) {
	if old := c.view.Swap(view); old != nil {
		old.Close()
	}
}

func (c *session) Select(name string, _ *imap.SelectOptions) (*imap.SelectData, error) {
	if err := c.srv.ask("SELECT"); err != nil {
		return nil, err
	}
	c.srv.mu.Lock()
	defer c.srv.mu.Unlock()
	f := c.srv.folder(c.user, inbox(name))
	if f == nil {
		return nil, no(imap.ResponseCodeNonExistent, "no such folder")
	}
	c.sel, c.name = f, inbox(name)
	c.look(f.tracker.NewSession())
	flags := []imap.Flag{imap.FlagSeen, imap.FlagAnswered, imap.FlagFlagged, imap.FlagDeleted}
	keep := flags
	if !c.srv.opt.NoKeyword {
		keep = append(slices.Clone(flags), imap.FlagWildcard)
	}
	return &imap.SelectData{Flags: flags, PermanentFlags: keep, NumMessages: uint32(len(f.list)),
		UIDNext: f.next, UIDValidity: f.validity}, nil
}

// inbox is the one name that is case-blind.
func inbox(name string) string {
	if strings.EqualFold(name, "INBOX") {
		return "INBOX"
	}
	return name
}

func (c *session) Create(name string, _ *imap.CreateOptions) error {
	if err := c.srv.ask("CREATE"); err != nil {
		return err
	}
	c.srv.mu.Lock()
	defer c.srv.mu.Unlock()
	folders := c.srv.accounts[c.user].folders
	if folders[inbox(name)] != nil {
		return no(imap.ResponseCodeAlreadyExists, "folder exists")
	}
	folders[inbox(name)] = c.srv.newFolder()
	return nil
}

func (c *session) Delete(name string) error {
	c.srv.mu.Lock()
	defer c.srv.mu.Unlock()
	delete(c.srv.accounts[c.user].folders, inbox(name))
	return nil
}

func (c *session) Rename(string, string, *imap.RenameOptions) error {
	return no(imap.ResponseCodeCannot, "no renaming here")
}
func (c *session) Subscribe(string) error   { return nil }
func (c *session) Unsubscribe(string) error { return nil }

func (c *session) List(w *imapserver.ListWriter, ref string, patterns []string, _ *imap.ListOptions) error {
	c.srv.mu.Lock()
	defer c.srv.mu.Unlock()
	for name := range c.srv.accounts[c.user].folders {
		match := func(p string) bool { return imapserver.MatchList(name, '/', ref, p) }
		if !slices.ContainsFunc(patterns, match) {
			continue
		}
		if err := w.WriteList(&imap.ListData{Mailbox: name, Delim: '/'}); err != nil {
			return err
		}
	}
	return nil
}

func (c *session) Status(name string, _ *imap.StatusOptions) (*imap.StatusData, error) {
	c.srv.mu.Lock()
	defer c.srv.mu.Unlock()
	f := c.srv.folder(c.user, inbox(name))
	if f == nil {
		return nil, no(imap.ResponseCodeNonExistent, "no such folder")
	}
	n, zero, bytes := uint32(len(f.list)), uint32(0), int64(0)
	return &imap.StatusData{Mailbox: name, NumMessages: &n, NumRecent: &zero, NumUnseen: &zero, NumDeleted: &zero,
		Size: &bytes, UIDNext: f.next, UIDValidity: f.validity}, nil
}

func (c *session) Append(name string, r imap.LiteralReader, _ *imap.AppendOptions) (*imap.AppendData, error) {
	raw, err := io.ReadAll(r)
	if err != nil {
		return nil, err
	}
	c.srv.mu.Lock()
	defer c.srv.mu.Unlock()
	f := c.srv.folder(c.user, inbox(name))
	if f == nil {
		return nil, no(imap.ResponseCodeTryCreate, "no such folder")
	}
	return &imap.AppendData{UID: f.add(raw, nil, now()), UIDValidity: f.validity}, nil
}

func (c *session) Poll(w *imapserver.UpdateWriter, allowExpunge bool) error {
	view := c.view.Load()
	if view == nil {
		return nil
	}
	return view.Poll(w, allowExpunge)
}

func (c *session) Idle(w *imapserver.UpdateWriter, stop <-chan struct{}) error {
	c.srv.ask("IDLE")
	view := c.view.Load()
	if view == nil {
		<-stop
		return nil
	}
	if err := view.Poll(w, true); err != nil {
		return err
	}
	return view.Idle(w, stop)
}
