package mailbox

import (
	"context"
	"errors"
	"fmt"
	"net"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"
)

// A session is one connection, logged in. All its commands run one after the
// other in one goroutine: go-imap mixes up the answers of FETCH and STORE when
// both are under way.
type session struct {
	client *imapclient.Client
	wire   *wire
	raw    net.Conn
	news   chan struct{} // poked when the server says that something came
	stop   func() bool   // ends the watchdog of the context

	caps     imap.CapSet // what the server can, as it said last
	noIdle   bool        // it says that it can IDLE, but refused
	validity uint32      // UIDVALIDITY of the selected folder
	flags    []imap.Flag // what a STORE may keep
}

// open connects and logs in. The session dies with ctx.
func (b *Box) open(ctx context.Context) (*session, error) {
	w, raw, err := b.dial(ctx)
	if err != nil {
		return nil, err
	}
	w.most = answerBytes + 2*b.cfg.MaxSize
	w.arm(readBudget)
	s := &session{wire: w, raw: raw, news: make(chan struct{}, 1)}
	s.stop = context.AfterFunc(ctx, func() { raw.Close() })
	s.client = imapclient.New(w, &imapclient.Options{UnilateralDataHandler: &imapclient.UnilateralDataHandler{
		Mailbox: func(data *imapclient.UnilateralDataMailbox) {
			if data.NumMessages != nil {
				poke(s.news)
			}
		},
	}})
	if err := s.enter(ctx, b); err != nil {
		s.close()
		return nil, err
	}
	return s, nil
}

func (s *session) enter(ctx context.Context, b *Box) error {
	err := s.do(ctx, readBudget, s.client.WaitGreeting)
	if err == nil {
		err = s.learnCaps(ctx)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", b.at.addr(), err)
	}
	if err := s.login(ctx, b); err != nil {
		return err
	}
	return s.learnCaps(ctx)
}

// learnCaps asks what the server can; it says more after the login.
func (s *session) learnCaps(ctx context.Context) error {
	return s.do(ctx, readBudget, func() error {
		if s.caps = s.client.Caps(); s.caps == nil {
			return errors.New("the server does not say what it can (CAPABILITY)")
		}
		return nil
	})
}

// poke wakes whoever waits, and never blocks.
func poke(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}

// do runs one command under its read budget and the total, and tells why it
// failed. fn has to leave nothing under way.
func (s *session) do(ctx context.Context, budget time.Duration, fn func() error) error {
	s.wire.arm(budget)
	defer s.wire.arm(0)
	total := time.AfterFunc(max(commandTotal, budget), func() { s.raw.Close() })
	err := fn()
	late := !total.Stop()
	parting, silent := s.wire.state()
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return ctx.Err()
	case isAnswer(err):
		return throttled(cleaned(err), "")
	case silent:
		return fmt.Errorf("no answer from the server within %s", budget)
	case late:
		return fmt.Errorf("a command took more than %s", commandTotal)
	case parting != "":
		return goodbye(parting)
	}
	return throttled(fmt.Errorf("connection lost: %w", err), parting)
}

// isAnswer tells a server's NO or BAD from a broken connection.
func isAnswer(err error) bool {
	var answer *imap.Error
	return errors.As(err, &answer) && answer.Type != imap.StatusResponseTypeBye
}

// cleaned is a server's answer with a text that can be shown.
func cleaned(err error) error {
	var answer *imap.Error
	if !errors.As(err, &answer) {
		return err
	}
	return &imap.Error{Type: answer.Type, Code: answer.Code, Text: shorten(answer.Text)}
}

// openFolder selects the folder anew and learns its generation.
func (s *session) openFolder(ctx context.Context, folder string, readOnly bool) error {
	select {
	case <-s.news: // whatever it was, SELECT sees it
	default:
	}
	var data *imap.SelectData
	err := s.do(ctx, readBudget, func() (err error) {
		data, err = s.client.Select(folder, &imap.SelectOptions{ReadOnly: readOnly}).Wait()
		return err
	})
	if err != nil {
		return fmt.Errorf("folder %q: %w", folder, err)
	}
	if data.UIDValidity == 0 {
		return fmt.Errorf("folder %q: the server gives no UIDVALIDITY, so messages can't be told apart", folder)
	}
	s.validity, s.flags = data.UIDValidity, data.PermanentFlags
	return nil
}

// search returns those UIDs of set that exist now, ascending.
func (s *session) search(ctx context.Context, set imap.UIDSet) ([]uint32, error) {
	var found *imap.SearchData
	err := s.do(ctx, readBudget, func() (err error) {
		found, err = s.client.UIDSearch(&imap.SearchCriteria{UID: []imap.UIDSet{set}}, nil).Wait()
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("search: %w", err)
	}
	all, ok := found.All.(imap.UIDSet)
	if !ok || all.Dynamic() {
		return nil, errors.New("search: the server's answer is no list of UIDs")
	}
	return expand(all, set)
}

// mostUIDs bounds what a server's compact answer may blow up to.
const mostUIDs = 5_000_000

// expand lists what is both in found and in asked: "n:*" always matches the
// last message too, even below n (RFC 9051 section 6.4.9).
func expand(found, asked imap.UIDSet) ([]uint32, error) {
	n := uint64(0)
	for _, r := range found {
		n += uint64(r.Stop-r.Start) + 1
	}
	if n > mostUIDs {
		return nil, fmt.Errorf("search: %d UIDs at once are more than this program takes", n)
	}
	uids := make([]uint32, 0, n)
	for _, r := range found {
		for u := uint64(r.Start); u <= uint64(r.Stop); u++ {
			if contains(asked, imap.UID(u)) {
				uids = append(uids, uint32(u))
			}
		}
	}
	return uids, nil
}

// contains is Contains with "n:*" meaning n and above, nothing else.
func contains(set imap.UIDSet, u imap.UID) bool {
	for _, r := range set {
		if r.Start <= u && (u <= r.Stop || r.Stop == 0) {
			return true
		}
	}
	return false
}

// close ends the session with LOGOUT if the server is quick, and in any case.
func (s *session) close() {
	s.stop()
	timer := time.AfterFunc(3*time.Second, func() { s.raw.Close() })
	defer timer.Stop()
	if s.client.State() == imap.ConnStateLogout || s.client.Logout().Wait() != nil {
		s.raw.Close()
	}
	s.client.Close()
}
