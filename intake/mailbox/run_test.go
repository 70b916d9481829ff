package mailbox

import (
	"bytes"
	"log/slog"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"tocsin/intake/mailbox/imaptest"
)

// count tells how many of the lines a scripted server saw begin with name.
func count(srv *imaptest.Scripted, name string) (n int) {
	for _, line := range srv.Seen() {
		if strings.HasPrefix(line, name) {
			n++
		}
	}
	return n
}

func TestRunPollsWithoutIdle(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, imaptest.Options{NoIdle: true}, func(c *Config) { c.Poll = 2 * time.Minute })
		stop := r.start(t)
		synctest.Wait()
		if n := r.srv.Count("SELECT"); n != 1 {
			t.Errorf("%d looks at once", n)
		}
		r.srv.Append("u", "INBOX", mail(1))
		pass(time.Minute)
		r.wantFiled(t)
		pass(time.Minute + time.Second)
		r.wantFiled(t, mail(1))
		if n := r.srv.Count("IDLE"); n != 0 {
			t.Errorf("%d IDLE commands", n)
		}
		stop()
		r.srv.Close()
	})
}

func TestRunHearsNewsInIdle(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, imaptest.Options{}, func(c *Config) { c.Poll, c.After = time.Hour, "move:Filed" })
		stop := r.start(t)
		synctest.Wait()
		if !r.box.Status().Idle {
			t.Error("not in IDLE")
		}
		for i := range 3 {
			r.srv.Append("u", "INBOX", mail(i))
			pass(2 * time.Second)
		}
		r.wantFiled(t, mail(0), mail(1), mail(2))
		if n := len(r.srv.Messages("u", "Filed")); n != 3 {
			t.Errorf("%d moved", n)
		}
		stop()
		r.srv.Close()
	})
}

func TestRunRenewsIdleAndPollsRegardless(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		srv, r := scripted(t, 1, nil, func(c *Config) { c.Poll = time.Hour })
		stop := r.start(t)
		pass(59 * time.Minute)
		if idles, looks := count(srv, "IDLE"), count(srv, "SELECT"); idles != 7 || looks != 1 {
			t.Errorf("in 59 minutes %d IDLEs and %d looks, want 7 and 1", idles, looks)
		}
		srv.Change(func() { srv.Mails = append(srv.Mails, imaptest.Mail{UID: 9, Raw: mail(9)}) }) // and says nothing
		pass(2 * time.Minute)
		r.wantFiled(t, mail(1), mail(9))
		if n := count(srv, "LOGIN"); n != 1 {
			t.Errorf("%d logins", n)
		}
		stop()
		r.pipe.Close()
		srv.Close()
	})
}

func TestRunGivesUpASilentIdle(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		dead := imaptest.Times(1, imaptest.On("IDLE", func(w *imaptest.Wire, _ imaptest.Command) {
			w.Send("+ idling")
			w.Hang()
		}))
		srv, r := scripted(t, 1, dead, func(c *Config) { c.Poll = time.Hour })
		stop := r.start(t)
		pass(9*time.Minute + readBudget + 10*time.Second)
		if n := count(srv, "LOGIN"); n != 2 {
			t.Errorf("%d logins, want a second after the IDLE went dead", n)
		}
		if st := r.box.Status(); st.LastError != "" || st.Failures != 0 {
			t.Errorf("status %+v", st)
		}
		stop()
		r.pipe.Close()
		srv.Close()
	})
}

func TestRunBacksOff(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var at []time.Duration
		start := time.Now()
		srv, r := scripted(t, 1, imaptest.On("GREETING", func(w *imaptest.Wire, _ imaptest.Command) {
			at = append(at, time.Since(start))
			w.Cut()
		}), nil)
		stop := r.start(t)
		pass(3 * time.Hour)
		stop()
		for i := 1; i < len(at); i++ {
			gap, most := at[i]-at[i-1], min(backoffMin<<min(i-1, 10), backoffMax)
			if gap < backoffMin || gap < most/2 || gap > most+time.Second {
				t.Errorf("gap %d is %s, want %s to %s", i, gap, most/2, most)
			}
		}
		if len(at) < 15 || len(at) > 40 {
			t.Errorf("%d attempts in three hours", len(at))
		}
		if st := r.box.Status(); st.Failures != len(at) || st.LastError == "" || st.Next.IsZero() || !st.LastSuccess.IsZero() {
			t.Errorf("status %+v after %d attempts", st, len(at))
		}
		r.pipe.Close()
		srv.Close()
	})
}

func TestRunObeysASuggestedWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		srv, r := scripted(t, 1, imaptest.Times(1, imaptest.Throttle("UID FETCH", 10*time.Minute)), nil)
		stop := r.start(t)
		pass(9*time.Minute + 50*time.Second)
		if n := count(srv, "LOGIN"); n != 1 {
			t.Errorf("%d logins before the wait was over", n)
		}
		pass(2 * time.Minute)
		r.wantFiled(t, mail(1))
		stop()
		r.pipe.Close()
		srv.Close()
	})
}

func TestRefusedLoginIsSlowAndLoud(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var log bytes.Buffer
		var token atomic.Value
		token.Store("old")
		srv, r := scripted(t, 1, func(w *imaptest.Wire, c imaptest.Command) bool {
			if c.Name != "LOGIN" || strings.Contains(c.Rest, "new") {
				return false
			}
			w.Send("%s NO [AUTHENTICATIONFAILED] no", c.Tag)
			return true
		}, func(c *Config) {
			c.Secret = func() (string, error) { return token.Load().(string), nil }
			c.Log = slog.New(slog.NewTextHandler(&log, nil))
		})
		stop := r.start(t)
		pass(30 * time.Minute)
		if n := count(srv, "LOGIN"); n < 4 || n > 7 {
			t.Errorf("%d logins in half an hour", n)
		}
		token.Store("new") // rotated while running
		pass(16 * time.Minute)
		r.wantFiled(t, mail(1))
		stop()
		if !strings.Contains(log.String(), "level=ERROR") || strings.Contains(log.String(), "old") {
			t.Errorf("log: %s", log.String())
		}
		r.pipe.Close()
		srv.Close()
	})
}

func TestRunTakesUpWhatFailed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		srv, r := scripted(t, 10, imaptest.CutLiteral(5), func(c *Config) { c.After = "move:Filed" })
		stop := r.start(t)
		pass(10 * time.Minute)
		if n := len(r.shelf.all()); n != 10 || r.shelf.twice != 0 {
			t.Errorf("%d filed, %d twice", n, r.shelf.twice)
		}
		if st := r.box.Status(); st.Unfiled != 0 || st.LastError != "" || st.Filed != 10 {
			t.Errorf("status %+v", st)
		}
		stop()
		r.pipe.Close()
		srv.Close()
	})
}

func TestRunRecoversWhenTheStoreDoes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		srv, r := scripted(t, 10, nil, func(c *Config) { c.After = "move:Filed" })
		r.shelf.refuse = func(Fetched) error { return errStore }
		stop := r.start(t)
		pass(time.Minute)
		if st := r.box.Status(); !strings.Contains(st.LastError, "disk full") || st.Unfiled != 10 || st.Oldest.IsZero() {
			t.Errorf("status %+v", st)
		}
		r.shelf.mu.Lock()
		r.shelf.refuse = nil
		r.shelf.mu.Unlock()
		pass(15 * time.Minute)
		r.wantFiled(t, mails(10)...)
		if len(srv.Mails) != 0 {
			t.Errorf("%d not moved", len(srv.Mails))
		}
		stop()
		r.pipe.Close()
		srv.Close()
	})
}

func TestReconcileFindsWhatCameInBelow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		srv, r := scripted(t, 0, nil, nil)
		srv.Mails = []imaptest.Mail{{UID: 7, Raw: mail(7)}}
		stop := r.start(t)
		pass(time.Second)
		srv.Change(func() { srv.Mails = []imaptest.Mail{{UID: 3, Raw: mail(3)}, {UID: 7, Raw: mail(7)}} }) // restored late
		pass(5 * time.Minute)
		r.wantFiled(t, mail(7))
		pass(6 * time.Minute)
		r.wantFiled(t, mail(3), mail(7))
		if !slices.Contains(srv.Seen(), "UID SEARCH UID 8:*") {
			t.Errorf("no search above the high-water mark: %q", srv.Seen())
		}
		stop()
		r.pipe.Close()
		srv.Close()
	})
}

func TestNewGenerationIsScannedAnew(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, imaptest.Options{}, nil)
		for i := range 3 {
			r.srv.Append("u", "INBOX", mail(i))
		}
		stop := r.start(t)
		pass(time.Second)
		r.srv.Renew("u", "INBOX")
		pass(2 * time.Minute)
		r.wantFiled(t, mail(0), mail(1), mail(2), mail(0), mail(1), mail(2))
		if all := r.shelf.all(); all[0].UIDValidity == all[3].UIDValidity || all[3].UID != 1 {
			t.Errorf("generations %d and %d", all[0].UIDValidity, all[3].UIDValidity)
		}
		stop()
		r.srv.Close()
	})
}

func TestSpuriousNewsDoNotDriveUs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		srv, r := scripted(t, 1, imaptest.On("IDLE", func(w *imaptest.Wire, c imaptest.Command) {
			w.Send("+ idling")
			w.Send("* 1 EXISTS")
			if _, err := w.Line(); err == nil {
				w.Send("%s OK", c.Tag)
			}
		}), nil)
		stop := r.start(t)
		pass(10 * time.Second)
		if n := count(srv, "SELECT"); n > 15 {
			t.Errorf("%d looks in ten seconds", n)
		}
		stop()
		r.pipe.Close()
		srv.Close()
	})
}
