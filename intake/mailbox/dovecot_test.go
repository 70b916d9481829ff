package mailbox

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"

	"tocsin/intake/mailbox/dovecot"
)

// startDovecot runs a private Dovecot until the test ends. Its absence is a
// failure: what is not tested against a real server is not tested.
func startDovecot(t testing.TB, users ...dovecot.User) *dovecot.Server {
	t.Helper()
	dir, err := os.MkdirTemp("", "dovecot")
	if err != nil {
		t.Fatal(err)
	}
	srv, err := dovecot.Start(dir, users...)
	if err != nil {
		os.RemoveAll(dir)
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := srv.Stop(); err != nil {
			t.Error(err)
		}
		if t.Failed() {
			t.Log(srv.Log())
		}
		os.RemoveAll(dir)
	})
	return srv
}

// dovecotBox reads a user's INBOX there.
func dovecotBox(t testing.TB, srv *dovecot.Server, user, after string, take Take, l Ledger) *Box {
	t.Helper()
	box, err := New(Config{URL: "imap://" + user + "@" + srv.Addr + "/INBOX", InsecureLoopback: true, After: after,
		Secret: func() (string, error) { return "secret", nil }}, l, take)
	if err != nil {
		t.Fatal(err)
	}
	return box
}

func inFolder(t *testing.T, srv *dovecot.Server, user, folder string) int {
	t.Helper()
	n, err := srv.Count(user, folder)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestDovecotEveryMark(t *testing.T) {
	marks := map[string]string{"mover": "move:Filed/2026", "worder": "keyword:$Filed", "leaver": "leave", "deleter": "delete"}
	var users []dovecot.User
	for user := range marks {
		users = append(users, dovecot.User{Name: user, Password: "secret"})
	}
	srv := startDovecot(t, users...)
	const n = 600
	for user, after := range marks {
		var want [][]byte
		for i := range n {
			raw := mail(i)
			if i%100 == 7 {
				raw = append(raw, bytes.Repeat([]byte("0123456789\r\n"), 9000)...)
			}
			want = append(want, raw)
			if err := srv.Deliver(user, raw); err != nil {
				t.Fatal(err)
			}
		}
		shelf := newShelf()
		box := dovecotBox(t, srv, user, after, shelf.take, shelf)
		if tally, err := box.Once(t.Context(), nil); err != nil || tally != (Tally{Found: n, Filed: n}) {
			t.Fatalf("%s: %+v, %v", after, tally, err)
		}
		(&rig{shelf: shelf}).wantFiled(t, want...)
		inbox, filed := inFolder(t, srv, user, "INBOX"), inFolder(t, srv, user, "Filed/2026")
		stays, moves := after == "leave" || user == "worder", user == "mover"
		if inbox != times(stays, n) || filed != times(moves, n) || shelf.unmarked() != 0 {
			t.Errorf("%s: %d in INBOX, %d in Filed, %d unmarked", after, inbox, filed, shelf.unmarked())
		}
		if tally, err := box.Once(t.Context(), nil); err != nil || tally != (Tally{}) {
			t.Errorf("%s again: %+v, %v", after, tally, err)
		}
	}
}

func TestDovecotNewsInIdle(t *testing.T) {
	srv := startDovecot(t, dovecot.User{Name: "u", Password: "secret"})
	shelf := newShelf()
	r := &rig{shelf: shelf, box: dovecotBox(t, srv, "u", "move:Filed", shelf.take, shelf)}
	r.box.cfg.Poll = time.Hour
	stop := r.start(t)
	waitFor(t, func() bool { return r.box.Status().Idle })
	for i := range 3 {
		if err := srv.Deliver("u", mail(i)); err != nil {
			t.Fatal(err)
		}
		<-shelf.came
	}
	waitFor(t, func() bool { return inFolder(t, srv, "u", "Filed") == 3 })
	stop()
	r.wantFiled(t, mail(0), mail(1), mail(2))
}

// Another client expunges what is being fetched: Dovecot answers NIL and OK.
func TestDovecotExpungeRace(t *testing.T) {
	srv := startDovecot(t, dovecot.User{Name: "u", Password: "secret"})
	const n = 2 * bodyBatch
	for i := range n {
		if err := srv.Deliver("u", mail(i)); err != nil {
			t.Fatal(err)
		}
	}
	shelf := newShelf()
	shelf.hold = func(_ context.Context, _ []Fetched) {
		if len(shelf.batches) == 0 {
			expunge(t, srv.Addr, n-9, n)
		}
	}
	box := dovecotBox(t, srv, "u", "leave", shelf.take, shelf)
	tally, err := box.Once(t.Context(), nil)
	if err != nil || tally.Left+tally.Failed != 0 || tally.Filed < n-10 || tally.Filed > n {
		t.Errorf("%+v, %v", tally, err)
	}
	for _, f := range shelf.all() {
		if f.Failed != "" || !bytes.HasPrefix(f.Raw, []byte("From: ")) {
			t.Errorf("UID %d filed as %+v", f.UID, f.Fetched)
		}
	}
}

// expunge removes a range of UIDs as another client.
func expunge(t *testing.T, addr string, from, to imap.UID) {
	c, err := imapclient.DialInsecure(addr, nil)
	if err != nil {
		t.Error(err)
		return
	}
	defer c.Close()
	set := imap.UIDSet{{Start: from, Stop: to}}
	flags := &imap.StoreFlags{Op: imap.StoreFlagsAdd, Flags: []imap.Flag{imap.FlagDeleted}, Silent: true}
	for _, step := range []func() error{
		c.Login("u", "secret").Wait,
		func() error { _, err := c.Select("INBOX", nil).Wait(); return err },
		func() error { return c.Store(set, flags, nil).Close() },
		func() error { return c.UIDExpunge(set).Close() },
	} {
		if err := step(); err != nil {
			t.Error(err)
		}
	}
}

func TestDovecotRefusesAWrongPassword(t *testing.T) {
	srv := startDovecot(t, dovecot.User{Name: "u", Password: "other"})
	box := dovecotBox(t, srv, "u", "leave", newShelf().take, newShelf())
	if err := box.Check(t.Context()); err == nil || !strings.Contains(err.Error(), "check user and password_file") {
		t.Errorf("error %v", err)
	}
	missing, err := New(Config{URL: fmt.Sprintf("imap://u@%s/Nowhere", srv.Addr), InsecureLoopback: true,
		Secret: func() (string, error) { return "other", nil }}, newShelf(), newShelf().take)
	if err != nil {
		t.Fatal(err)
	}
	if err := missing.Check(t.Context()); err == nil || !strings.Contains(err.Error(), `folder "Nowhere"`) {
		t.Errorf("error %v", err)
	}
}

// The server ends in the middle of a backlog and comes back: nothing is lost,
// nothing is filed twice, everything is moved in the end.
func TestDovecotDiesInTheMiddle(t *testing.T) {
	dir, err := os.MkdirTemp("", "dovecot")
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(dir)
	user := dovecot.User{Name: "u", Password: "secret"}
	srv, err := dovecot.Start(dir, user)
	if err != nil {
		t.Fatal(err)
	}
	const n = 4 * bodyBatch
	var want [][]byte
	for i := range n {
		want = append(want, mail(i))
		if err := srv.Deliver("u", mail(i)); err != nil {
			t.Fatal(err)
		}
	}
	shelf := newShelf()
	shelf.hold = func(context.Context, []Fetched) {
		if len(shelf.batches) == 1 {
			if err := srv.Stop(); err != nil {
				t.Error(err)
			}
		}
	}
	named := func(addr string) *Box {
		box := dovecotBox(t, &dovecot.Server{Addr: addr}, "u", "move:Filed", shelf.take, shelf)
		box.cfg.Name = "u@dovecot/INBOX"
		return box
	}
	tally, err := named(srv.Addr).Once(t.Context(), nil)
	if err == nil || tally.Filed < 2*bodyBatch || tally.Filed == n || tally.Filed+tally.Left != n {
		t.Fatalf("%+v, %v", tally, err)
	}
	if srv, err = dovecot.Start(dir, user); err != nil {
		t.Fatal(err)
	}
	defer srv.Stop()
	if again, err := named(srv.Addr).Once(t.Context(), nil); err != nil || again.Filed != n-tally.Filed {
		t.Errorf("%+v, %v", again, err)
	}
	(&rig{shelf: shelf}).wantFiled(t, want...)
	if inbox, filed := inFolder(t, srv, "u", "INBOX"), inFolder(t, srv, "u", "Filed"); inbox != 0 || filed != n {
		t.Errorf("%d in INBOX, %d in Filed", inbox, filed)
	}
}
