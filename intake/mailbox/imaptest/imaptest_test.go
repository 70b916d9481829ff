package imaptest

import (
	"bytes"
	"net"
	"slices"
	"testing"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"
)

// dial logs in to a server over a pipe and selects INBOX.
func dial(t *testing.T, ln *Pipe, options *imapclient.Options) (*imapclient.Client, *imap.SelectData) {
	t.Helper()
	conn, err := ln.Dial(t.Context(), "", "")
	if err != nil {
		t.Fatal(err)
	}
	c := imapclient.New(conn, options)
	t.Cleanup(func() { c.Close() })
	if err := c.Login("u", "pw").Wait(); err != nil {
		t.Fatal(err)
	}
	data, err := c.Select("inbox", nil).Wait()
	if err != nil {
		t.Fatal(err)
	}
	return c, data
}

func serve(t *testing.T, opt Options) (*Server, *Pipe) {
	opt.Users = map[string]string{"u": "pw"}
	s, ln := New(opt), NewPipe()
	go s.Serve(ln)
	t.Cleanup(func() { s.Close() })
	return s, ln
}

func bodies(t *testing.T, c *imapclient.Client, set imap.NumSet, section *imap.FetchItemBodySection) (out []string) {
	t.Helper()
	list, err := c.Fetch(set, &imap.FetchOptions{UID: true, Flags: true, RFC822Size: true, BodySection: []*imap.FetchItemBodySection{section}}).Collect()
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range list {
		out = append(out, string(m.BodySection[0].Bytes))
	}
	return out
}

func TestBytesComeBackAsTheyAre(t *testing.T) {
	s, ln := serve(t, Options{})
	want := []string{"x", "\r\n\n", "From a\nno blank line", "A: b\r\n\r\n\x00\xff{3}\r\n)", "A: b\n\nbody"}
	for i, raw := range want {
		if uid := s.Append("u", "INBOX", []byte(raw)); uid != uint32(i+1) {
			t.Errorf("UID %d", uid)
		}
	}
	c, data := dial(t, ln, nil)
	if data.NumMessages != 5 || data.UIDValidity == 0 {
		t.Errorf("%+v", data)
	}
	all := imap.UIDSet{{Start: 1}}
	if got := bodies(t, c, all, &imap.FetchItemBodySection{Peek: true}); !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
	head := &imap.FetchItemBodySection{Peek: true, Specifier: imap.PartSpecifierHeader, Partial: &imap.SectionPartial{Size: 5}}
	if got := bodies(t, c, imap.SeqSetNum(4, 5), head); !slices.Equal(got, []string{"A: b\r", "A: b\n"}) {
		t.Errorf("headers %q", got)
	}
	if f := s.Flags("u", "INBOX", 1); len(f) != 0 {
		t.Errorf("flags %q after PEEK", f)
	}
	bodies(t, c, imap.UIDSetNum(1), &imap.FetchItemBodySection{})
	if f := s.Flags("u", "INBOX", 1); !slices.Equal(f, []string{`\Seen`}) {
		t.Errorf("flags %q after BODY[]", f)
	}
}

func TestClientsAreToldOfChanges(t *testing.T) {
	s, ln := serve(t, Options{})
	s.Append("u", "INBOX", []byte("1"))
	news := make(chan uint32, 10)
	c, _ := dial(t, ln, &imapclient.Options{UnilateralDataHandler: &imapclient.UnilateralDataHandler{
		Mailbox: func(d *imapclient.UnilateralDataMailbox) {
			if d.NumMessages != nil {
				news <- *d.NumMessages
			}
		},
		Expunge: func(n uint32) { news <- 100 + n },
	}})
	idle, err := c.Idle()
	if err != nil {
		t.Fatal(err)
	}
	s.Append("u", "INBOX", []byte("2"))
	if n := <-news; n != 2 {
		t.Errorf("told of %d", n)
	}
	other, _ := dial(t, ln, nil)
	if _, err := other.Move(imap.UIDSetNum(1), "INBOX").Wait(); err != nil {
		t.Fatal(err)
	}
	if n := <-news; n != 3 {
		t.Errorf("told of %d", n)
	}
	if n := <-news; n != 101 {
		t.Errorf("told of %d, want the removal of the first", n)
	}
	if idle.Close() != nil || idle.Wait() != nil {
		t.Error("IDLE did not end well")
	}
}

func TestCapabilitiesCanBeHidden(t *testing.T) {
	_, ln := serve(t, Options{NoMove: true, NoUIDPlus: true, NoIdle: true, NoKeyword: true, Plain: []string{"PLAIN"}})
	c, data := dial(t, ln, nil)
	for _, cap := range []imap.Cap{imap.CapMove, imap.CapUIDPlus, imap.CapIdle} {
		if c.Caps().Has(cap) {
			t.Errorf("%s is offered", cap)
		}
	}
	if slices.Contains(data.PermanentFlags, imap.FlagWildcard) {
		t.Error("keywords are offered")
	}
	if err := c.UIDExpunge(imap.UIDSetNum(1)).Close(); err == nil {
		t.Error("UID EXPUNGE works")
	}
}

func TestFoldersOfAUser(t *testing.T) {
	s, ln := serve(t, Options{})
	s.Append("u", "INBOX", []byte("1"))
	c, before := dial(t, ln, nil)
	if _, err := c.Copy(imap.UIDSetNum(1), "Other").Wait(); err == nil {
		t.Error("copied to a folder that is not there")
	}
	if err := c.Create("Other", nil).Wait(); err != nil {
		t.Fatal(err)
	}
	if err := c.Create("other", nil).Wait(); err != nil {
		t.Errorf("names are case-sensitive: %v", err)
	}
	data, err := c.Copy(imap.UIDSetNum(1), "Other").Wait()
	if err != nil || data.DestUIDs.String() != "1" || len(s.Messages("u", "Other")) != 1 {
		t.Errorf("%+v, %v", data, err)
	}
	list, err := c.List("", "*", nil).Collect()
	if err != nil || len(list) != 3 {
		t.Errorf("%d folders, %v", len(list), err)
	}
	st, err := c.Status("Other", &imap.StatusOptions{NumMessages: true}).Wait()
	if err != nil || *st.NumMessages != 1 {
		t.Errorf("%+v, %v", st, err)
	}
	s.Renew("u", "INBOX")
	if after, err := c.Select("INBOX", nil).Wait(); err != nil || after.UIDValidity == before.UIDValidity {
		t.Errorf("UIDVALIDITY did not change: %v, %v", after, err)
	}
	if s.Append("nobody", "INBOX", nil) != 0 || s.Messages("nobody", "INBOX") != nil || s.Flags("u", "None", 1) != nil {
		t.Error("something of nobody")
	}
}

func TestSelfSignedIsTrustedByItsPool(t *testing.T) {
	cert, pool, err := SelfSigned(time.Now(), "imap.example.org", "127.0.0.1")
	if err != nil {
		t.Fatal(err)
	}
	if err := cert.Leaf.VerifyHostname("imap.example.org"); err != nil || pool == nil {
		t.Error(err)
	}
	if !cert.Leaf.IPAddresses[0].Equal(net.IPv4(127, 0, 0, 1)) {
		t.Error(cert.Leaf.IPAddresses)
	}
}

func TestSets(t *testing.T) {
	for _, c := range []struct {
		set  string
		uid  uint32
		last bool
		want bool
	}{
		{"ALL", 1, false, true}, {"5", 5, false, true}, {"5", 55, false, false}, {"1,3:5", 4, false, true},
		{"1,3:5", 2, false, false}, {"9:*", 3, true, true}, {"9:*", 3, false, false}, {"9:*", 10, false, true},
	} {
		if got := inSet(c.set, c.uid, c.last); got != c.want {
			t.Errorf("%d in %s: %t", c.uid, c.set, got)
		}
	}
}

func FuzzHeader(f *testing.F) {
	f.Add([]byte("A: b\r\n\r\nbody"))
	f.Add([]byte("\n\n"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		h := header(raw)
		if !bytes.HasPrefix(raw, h) || len(h) < len(raw) && !bytes.HasSuffix(h, []byte("\n\n")) && !bytes.HasSuffix(h, []byte("\n\r\n")) {
			t.Errorf("header of %q is %q", raw, h)
		}
	})
}
