package mailbox

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"tocsin/intake/mailbox/imaptest"
)

// scripted starts a server with n messages that breaks as told.
func scripted(t *testing.T, n int, fault imaptest.Fault, change func(*Config)) (*imaptest.Scripted, *rig) {
	t.Helper()
	srv := &imaptest.Scripted{Break: fault}
	for i := range n {
		srv.Mails = append(srv.Mails, imaptest.Mail{UID: uint32(i + 1), Raw: mail(i + 1)})
	}
	r := &rig{pipe: imaptest.NewPipe(), shelf: newShelf()}
	go srv.Serve(r.pipe)
	t.Cleanup(func() { r.pipe.Close(); srv.Close() })
	r.box = newTestBox(t, r.pipe, r.shelf, change)
	return srv, r
}

// mails are the first n messages of a scripted server.
func mails(n int) (out [][]byte) {
	for i := range n {
		out = append(out, mail(i+1))
	}
	return out
}

// A fault that passes: everything is filed in the end, byte by byte, once.
func TestPassingFaults(t *testing.T) {
	for name, fault := range map[string]imaptest.Fault{
		"none":              nil,
		"cut in a literal":  imaptest.Times(1, imaptest.CutLiteral(5)),
		"cut first":         imaptest.Times(1, imaptest.CutLiteral(1)),
		"cut last":          imaptest.Times(1, imaptest.CutLiteral(10)),
		"cut between":       imaptest.Times(2, imaptest.CutBefore(5)),
		"nil body":          imaptest.Times(2, imaptest.NilBody(5)),
		"all bodies nil":    imaptest.Times(1, imaptest.NilBody(0)),
		"uid after literal": imaptest.Times(2, imaptest.UIDLast(5)),
		"unsolicited fetch": imaptest.Times(1, imaptest.UnsolicitedFirst(5)),
		"all unsolicited":   imaptest.Times(1, imaptest.UnsolicitedFirst(0)),
		"duplicate uid":     imaptest.Twice(5),
		"inexact size":      imaptest.WrongSize(5, +7),
		"all sizes inexact": imaptest.WrongSize(0, -3),
		"huge literal":      imaptest.Times(1, imaptest.Huge(5)),
		"exists shrinks":    imaptest.Shrink("UID FETCH"),
		"refused fetch":     imaptest.Times(1, imaptest.Refuse("UID FETCH", "NO some messages could not be had")),
		"vanished in fetch": imaptest.Times(1, imaptest.Vanished("UID FETCH")),
		"plus in fetch":     imaptest.Times(1, imaptest.StrayPlus("UID FETCH")),
		"bye in fetch":      imaptest.Times(1, imaptest.Bye("UID FETCH", "server shutting down")),
		"silence in fetch":  imaptest.Times(1, imaptest.Silent("UID FETCH")),
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				_, r := scripted(t, 10, fault, nil)
				if tally := r.once(t); tally != (Tally{Found: 10, Filed: 10}) {
					t.Fatalf("%+v", tally)
				}
				r.wantFiled(t, mails(10)...)
			})
		})
	}
}

// A fault that stays with one message: the others are filed, this one is handed
// over with a reason and stays on the server.
func TestStayingFaults(t *testing.T) {
	for name, fault := range map[string]imaptest.Fault{
		"cut in a literal":  imaptest.CutLiteral(5),
		"cut before":        imaptest.CutBefore(5),
		"nil body":          imaptest.NilBody(5),
		"unsolicited fetch": imaptest.UnsolicitedFirst(5),
		"uid after literal": imaptest.UIDLast(5),
		"huge literal":      imaptest.Huge(5),
		"changing size":     imaptest.Shorter(5, 40),
		"silence":           imaptest.Bodies(5, func(w *imaptest.Wire, _ imaptest.Mail, _ string) bool { w.Hang(); return false }),
		"header breaks too": imaptest.All(imaptest.CutLiteral(5), func(w *imaptest.Wire, c imaptest.Command) bool {
			if strings.Contains(c.Rest, "HEADER") {
				w.Cut()
				return true
			}
			return false
		}),
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) { checkStaying(t, name, fault) })
		})
	}
}

func checkStaying(t *testing.T, name string, fault imaptest.Fault) {
	srv, r := scripted(t, 10, fault, func(c *Config) { c.After = "move:Filed" })
	if tally := r.once(t); tally != (Tally{Found: 10, Filed: 10}) {
		t.Fatalf("%+v", tally)
	}
	got := r.shelf.all()
	if len(got) != 10 || r.shelf.twice != 0 {
		t.Fatalf("%d filed, %d twice", len(got), r.shelf.twice)
	}
	for i, f := range got {
		if f.UID == 5 {
			whole := string(f.Raw) == string(mail(5))
			if f.Failed == "" || whole || len(f.Raw) == 0 || !f.Left() || !f.marked {
				t.Errorf("UID 5 filed as %+v", f)
			}
			if name != "header breaks too" && !strings.HasPrefix(string(mail(5)), string(f.Raw)) {
				t.Errorf("header of UID 5: %q", f.Raw)
			}
		} else if string(f.Raw) != string(mail(i+1)) || f.Failed != "" {
			t.Errorf("UID %d filed as %+v", f.UID, f)
		}
	}
	if slices.Contains(r.shelf.order[:8], 5) {
		t.Errorf("order of filing %v: the sound messages come first", r.shelf.order)
	}
	if len(srv.Mails) != 1 || srv.Mails[0].UID != 5 {
		t.Errorf("left on the server: %v", srv.Mails)
	}
}

// What breaks before any message is an error of Once, in words that help.
func TestFaultsOfTheSession(t *testing.T) {
	for name, c := range map[string]struct {
		fault imaptest.Fault
		want  string
	}{
		"bye at once":      {imaptest.Bye("GREETING", "too many connections"), "too many connections"},
		"silent at once":   {imaptest.Silent("GREETING"), "no answer"},
		"silent at login":  {imaptest.Silent("LOGIN"), "no answer"},
		"silent at select": {imaptest.Silent("SELECT"), "no answer"},
		"silent at search": {imaptest.Silent("UID SEARCH"), "no answer"},
		"login refused":    {imaptest.Refuse("LOGIN", "NO [AUTHENTICATIONFAILED] wrong password"), "check user and password_file"},
		"throttled login":  {imaptest.Throttle("LOGIN", time.Minute), "asks to wait 1m0s"},
		"login limit":      {imaptest.Refuse("LOGIN", "NO [LIMIT] too many logins"), "too many logins"},
		"no such folder":   {imaptest.Refuse("SELECT", "NO [NONEXISTENT] no such folder"), `folder "INBOX"`},
		"throttled search": {imaptest.Throttle("UID SEARCH", 90*time.Second), "asks to wait 1m30s"},
		"throttled fetch":  {imaptest.Throttle("UID FETCH", 90*time.Second), "asks to wait 1m30s"},
		"bye with a wait":  {imaptest.Bye("SELECT", "Suggested Backoff Time: 60000 milliseconds"), "asks to wait 1m0s"},
		"vanished":         {imaptest.Vanished("SELECT"), "VANISHED"},
		"stray plus":       {imaptest.StrayPlus("SELECT"), "continuation"},
		"no uidvalidity":   {imaptest.On("SELECT", func(w *imaptest.Wire, c imaptest.Command) { w.Send("%s OK", c.Tag) }), "UIDVALIDITY"},
		"search without end": {imaptest.On("UID SEARCH", func(w *imaptest.Wire, c imaptest.Command) {
			w.Send(`* ESEARCH (TAG "%s") UID ALL 1:4294967295`, c.Tag)
			w.Send("%s OK", c.Tag)
		}), "more than this program takes"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				_, r := scripted(t, 3, c.fault, nil)
				tally, err := r.box.Once(t.Context(), nil)
				if err == nil || !strings.Contains(err.Error(), c.want) || tally.Filed != 0 {
					t.Errorf("got %+v, %v; want an error with %q", tally, err, c.want)
				}
				if n := len(r.shelf.all()); n != 0 {
					t.Errorf("%d messages filed", n)
				}
			})
		})
	}
}

func TestVanishedMessageIsForgotten(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, r := scripted(t, 3, imaptest.Times(1, imaptest.Bodies(2, func(w *imaptest.Wire, m imaptest.Mail, _ string) bool {
			w.Send("* 2 FETCH (UID 2 RFC822.SIZE 0 BODY[] NIL)")
			w.Change(func() { w.Mails = slices.Delete(w.Mails, 1, 2) })
			return true
		})), nil)
		if tally := r.once(t); tally != (Tally{Found: 2, Filed: 2}) {
			t.Errorf("%+v", tally)
		}
		if len(r.box.troubles) != 0 {
			t.Errorf("still in trouble: %v", r.box.troubles)
		}
	})
}

func TestCancelEndsOnceAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, r := scripted(t, 3, imaptest.Silent("UID FETCH"), nil)
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		start := time.Now()
		if _, err := r.box.Once(ctx, nil); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("error %v", err)
		}
		if d := time.Since(start); d > 5*time.Second {
			t.Errorf("took %s", d)
		}
	})
}
