package mailbox

import (
	"bytes"
	"context"
	"errors"
	"net"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/emersion/go-imap/v2"

	"tocsin/intake/mailbox/imaptest"
)

func TestOneLargeMailInMemoryAtATime(t *testing.T) {
	r := newRig(t, imaptest.Options{}, nil)
	for range 4 {
		r.srv.Append("u", "INBOX", bytes.Repeat([]byte("x"), batchBytes+1))
	}
	release := make(chan struct{})
	r.shelf.hold = func(_ context.Context, _ []Fetched) { <-release }
	done := make(chan Tally, 1)
	go func() { tally, _ := r.box.Once(t.Context(), nil); done <- tally }()
	for i := range 4 {
		waitFor(t, func() bool { return r.srv.Count("FETCH") == 2+i })
		release <- struct{}{}
	}
	if tally := <-done; tally.Filed != 4 {
		t.Errorf("%+v", tally)
	}
}

func TestBatchesAreBounded(t *testing.T) {
	r := newRig(t, imaptest.Options{}, nil)
	c := &cycle{Box: r.box}
	heads, part := map[uint32]head{}, []uint32{}
	for i := range uint32(2000) {
		heads[i+1] = head{uid: i + 1, size: int64(i%7) * 50_000}
		part = append(part, i+1)
	}
	heads[500] = head{uid: 500, size: batchBytes * 3}
	c.trouble(head{uid: 900}).alone = true
	delete(heads, 1000)
	seen := 0
	for _, batch := range c.batches(part, heads) {
		bytes := int64(0)
		for _, h := range batch {
			bytes += h.size
		}
		seen += len(batch)
		special := slices.ContainsFunc(batch, func(h head) bool { return h.uid == 500 || h.uid == 900 })
		if len(batch) > bodyBatch || bytes > batchBytes && len(batch) > 1 || special && len(batch) > 1 {
			t.Errorf("a batch of %d messages and %d bytes", len(batch), bytes)
		}
	}
	if seen != 1999 || c.troubles[1000].fails != 1 {
		t.Errorf("%d messages in batches; the one without a size: %+v", seen, c.troubles[1000])
	}
}

func TestServerThatCopiesWithoutSayingSoKeepsTheOriginals(t *testing.T) {
	for name, answer := range map[string]string{
		"no COPYUID":      "OK done",
		"COPYUID of less": "OK [COPYUID 7 1:3 1] done",
		"of others":       "OK [COPYUID 7 70 1] done",
	} {
		srv, r := scripted(t, 3, imaptest.Refuse("UID COPY", answer), func(c *Config) { c.After = "move:Filed" })
		srv.Caps = "IMAP4rev1 UIDPLUS"
		if tally := r.once(t); tally != (Tally{Found: 3, Filed: 3}) {
			t.Errorf("%s: %+v", name, tally)
		}
		if len(srv.Mails) != 3 || count(srv, "UID STORE") != 0 || count(srv, "UID EXPUNGE") != 0 {
			t.Errorf("%s: %q", name, srv.Seen())
		}
	}
}

func TestMoveOfVanishedMessages(t *testing.T) {
	for name, answer := range map[string]string{"some": "* OK [COPYUID 7 1:2 1:2] moved", "none told": "* OK moved"} {
		srv, r := scripted(t, 3, imaptest.On("UID MOVE", func(w *imaptest.Wire, c imaptest.Command) {
			w.Change(func() { w.Mails = nil })
			w.Send("%s", answer)
			w.Send("%s OK", c.Tag)
		}), func(c *Config) { c.After = "move:Filed" })
		if tally := r.once(t); tally != (Tally{Found: 3, Filed: 3}) || r.shelf.unmarked() != 0 {
			t.Errorf("%s: %+v, %d unmarked; %q", name, tally, r.shelf.unmarked(), srv.Seen())
		}
	}
}

func TestThrottledMarkIsObeyed(t *testing.T) {
	_, r := scripted(t, 3, imaptest.Throttle("UID MOVE", time.Minute), func(c *Config) { c.After = "move:Filed" })
	tally, err := r.box.Once(t.Context(), nil)
	if err == nil || !strings.Contains(err.Error(), "asks to wait 1m0s") || tally.Filed != 3 || tally.Unmarked != 3 {
		t.Errorf("%+v, %v", tally, err)
	}
}

func TestSizesThatBreakTheConnection(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, r := scripted(t, 10, func(w *imaptest.Wire, c imaptest.Command) bool {
			set, items, _ := strings.Cut(c.Rest, " ")
			if c.Name != "UID FETCH" || strings.Contains(items, "BODY") {
				return false
			}
			for _, m := range w.In(set) {
				if m.UID == 5 {
					w.Cut()
					return true
				}
				w.Fetch(m, items)
			}
			w.Send("%s OK", c.Tag)
			return true
		}, nil)
		if tally := r.once(t); tally != (Tally{Found: 10, Filed: 10}) {
			t.Fatalf("%+v", tally)
		}
		for _, f := range r.shelf.all() {
			if (f.Failed != "") != (f.UID == 5) {
				t.Errorf("UID %d filed as %+v", f.UID, f.Fetched)
			}
		}
	})
}

func TestExpandIsWhatWasAskedFor(t *testing.T) {
	found := imap.UIDSet{{Start: 3, Stop: 5}, {Start: 9, Stop: 9}}
	for _, c := range []struct {
		asked imap.UIDSet
		want  []uint32
	}{
		{imap.UIDSet{{Start: 1}}, []uint32{3, 4, 5, 9}},
		{imap.UIDSet{{Start: 10}}, nil}, // "10:*" matches the last message, 9
		{imap.UIDSet{{Start: 4, Stop: 4}, {Start: 9}}, []uint32{4, 9}},
	} {
		if got, err := expand(found, c.asked); err != nil || !slices.Equal(got, c.want) {
			t.Errorf("%v: %v, %v", c.asked, got, err)
		}
	}
	if _, err := expand(imap.UIDSet{{Start: 1, Stop: 1<<32 - 1}}, imap.UIDSet{{Start: 1}}); err == nil {
		t.Error("four thousand million UIDs were taken")
	}
}

func TestWireKeepsItsBudget(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		here, there := net.Pipe()
		defer there.Close()
		w := newWire(here)
		w.arm(time.Minute)
		if err := w.SetReadDeadline(time.Time{}); err != nil { // as go-imap does between answers
			t.Fatal(err)
		}
		start := time.Now()
		_, err := w.Read(make([]byte, 10))
		if !isTimeout(err) || time.Since(start) != time.Minute {
			t.Errorf("%v after %s", err, time.Since(start))
		}
		_ = w.SetReadDeadline(time.Now().Add(time.Hour))
		if _, err := w.Read(make([]byte, 10)); !errors.Is(err, os.ErrDeadlineExceeded) || time.Since(start) != time.Minute {
			t.Errorf("read on after a timeout: %v", err)
		}
	})
}

func TestWireHearsGoodbyeAndMendsEmptyResponses(t *testing.T) {
	here, there := net.Pipe()
	w := newWire(here)
	go there.Write([]byte("* BYE going \x1b[31m down\r\n"))
	if _, err := w.Read(make([]byte, 100)); err != nil {
		t.Fatal(err)
	}
	if parting, silent := w.state(); parting != "going ?[31m down" || silent {
		t.Errorf("parting %q, silent %t", parting, silent)
	}
	got := make(chan string, 2)
	go func() {
		for range 2 {
			b := make([]byte, 10)
			n, _ := there.Read(b)
			got <- string(b[:n])
		}
	}()
	for _, line := range []string{"=\r\n", "a=\r\n"} {
		if n, err := w.Write([]byte(line)); n != len(line) || err != nil {
			t.Errorf("%q: %d, %v", line, n, err)
		}
	}
	if first, second := <-got, <-got; first != "\r\n" || second != "a=\r\n" {
		t.Errorf("sent %q and %q", first, second)
	}
}

func TestNotesOfLostMessagesDiffer(t *testing.T) {
	a, b := note(Fetched{UID: 1, Failed: "x"}), note(Fetched{UID: 2, Failed: "x"})
	if bytes.Equal(a, b) || !bytes.HasPrefix(a, []byte("Subject: ")) {
		t.Errorf("%q and %q", a, b)
	}
}

func TestPaceFollowsTheWorstOff(t *testing.T) {
	r := newRig(t, imaptest.Options{}, nil)
	if d := r.box.pace(time.Hour); d != time.Hour {
		t.Errorf("without troubles %s", d)
	}
	r.box.trouble(head{uid: 1}).fails = 2
	if d := r.box.pace(time.Hour); d != 8*time.Second {
		t.Errorf("after two failures %s", d)
	}
	r.box.trouble(head{uid: 2}).fails = 1
	r.box.trouble(head{uid: 3}).refused = true
	if d := r.box.pace(time.Hour); d != time.Second {
		t.Errorf("after one failure %s", d)
	}
	r.box.forget([]uint32{1, 3})
	if refused, others, _ := r.box.standing(); refused != 1 || others != 1 {
		t.Errorf("%d refused, %d others", refused, others)
	}
}

func TestFloodEndsTheConnection(t *testing.T) {
	_, r := scripted(t, 1, nil, nil)
	s, err := r.box.open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer s.close()
	if s.wire.most != answerBytes+2*r.box.cfg.MaxSize {
		t.Errorf("%d bytes may come for one command", s.wire.most)
	}
	s.wire.mu.Lock()
	s.wire.most = 20 // less than any answer to SELECT
	s.wire.mu.Unlock()
	if err := s.openFolder(t.Context(), "INBOX", true); err == nil || !strings.Contains(err.Error(), errTooMuch.Error()) {
		t.Errorf("error %v", err)
	}
}

func TestServerTextIsMadeFitToShow(t *testing.T) {
	_, r := scripted(t, 1, imaptest.Refuse("EXAMINE", "NO \x1b[2J"+strings.Repeat("x", 5000)), nil)
	err := r.box.Check(t.Context())
	if err == nil || strings.Contains(err.Error(), "\x1b") || len(err.Error()) > 400 {
		t.Errorf("error %q", err)
	}
}

func TestServerThatRefusesIdleIsPolled(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		srv, r := scripted(t, 1, imaptest.Refuse("IDLE", "NO not now"), func(c *Config) { c.Poll = 20 * time.Minute })
		stop := r.start(t)
		pass(time.Minute)
		srv.Change(func() { srv.Mails = append(srv.Mails, imaptest.Mail{UID: 2, Raw: mail(2)}) })
		pass(20 * time.Minute)
		r.wantFiled(t, mail(1), mail(2))
		if idles, noops, logins := count(srv, "IDLE"), count(srv, "NOOP"), count(srv, "LOGIN"); idles != 1 || noops != 2 || logins != 1 {
			t.Errorf("%d IDLE, %d NOOP, %d logins", idles, noops, logins)
		}
		stop()
		r.pipe.Close()
		srv.Close()
	})
}
