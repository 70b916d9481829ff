package mailbox

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/emersion/go-imap/v2"

	"tocsin/intake/mailbox/imaptest"
)

// servers are all sets of the capabilities that matter for marks.
func servers() map[string]imaptest.Options {
	out := map[string]imaptest.Options{}
	for i := range 8 {
		opt := imaptest.Options{NoMove: i&1 != 0, NoUIDPlus: i&2 != 0, NoKeyword: i&4 != 0}
		out[fmt.Sprintf("move=%t,uidplus=%t,keywords=%t", !opt.NoMove, !opt.NoUIDPlus, !opt.NoKeyword)] = opt
	}
	return out
}

// expected says how a mark is made on such a server: where the messages are
// afterwards, and with which keyword.
func expected(after string, opt imaptest.Options) (source, target bool, keyword string) {
	switch {
	case after == "move:Filed" && (!opt.NoMove || !opt.NoUIDPlus):
		return false, true, ""
	case after == "delete" && !opt.NoUIDPlus:
		return false, false, ""
	case after == "leave" || opt.NoKeyword:
		return true, false, ""
	case after == "keyword:$Done":
		return true, false, "$Done"
	}
	return true, false, fallbackWord
}

func TestMarksOnEveryServer(t *testing.T) {
	for _, after := range []string{"move:Filed", "keyword:$Done", "delete", "leave"} {
		for name, opt := range servers() {
			t.Run(after+"/"+name, func(t *testing.T) { checkMarks(t, after, opt) })
		}
	}
}

func checkMarks(t *testing.T, after string, opt imaptest.Options) {
	r := newRig(t, opt, func(c *Config) { c.After = after })
	const n = 120
	for i := range n {
		r.srv.Append("u", "INBOX", mail(i))
	}
	r.srv.Append("u", "INBOX", mail(n)) // a person wants to delete this one; that is not our doing
	r.srv.Flag("u", "INBOX", n+1, `\Deleted`)
	r.shelf.refuse = func(f Fetched) error {
		if f.UID == n+1 {
			return errStore
		}
		return nil
	}
	if tally := r.once(t); tally.Filed != n || tally.Failed != 1 || tally.Unmarked != 0 {
		t.Fatalf("%+v", tally)
	}
	source, target := r.srv.Messages("u", "INBOX"), r.srv.Messages("u", "Filed")
	inSource, inTarget, keyword := expected(after, opt)
	if want := 1 + times(inSource, n); len(source) != want {
		t.Errorf("%d messages in INBOX, want %d", len(source), want)
	}
	if want := times(inTarget, n); len(target) != want {
		t.Errorf("%d messages in Filed, want %d", len(target), want)
	}
	if !slices.ContainsFunc(source, func(b []byte) bool { return bytes.Equal(b, mail(n)) }) {
		t.Error("another client's message is gone")
	}
	if got := r.srv.Flags("u", "INBOX", 1); inSource && slices.Contains(got, keyword) != (keyword != "") {
		t.Errorf("flags %q, want keyword %q", got, keyword)
	}
	if r.shelf.unmarked() != 0 || r.srv.Count("EXPUNGE") != 0 {
		t.Errorf("%d unmarked, %d unscoped expunges", r.shelf.unmarked(), r.srv.Count("EXPUNGE"))
	}
	commands := r.srv.Count("MOVE") + r.srv.Count("COPY") + r.srv.Count("STORE") + r.srv.Count("UID EXPUNGE")
	if commands > 3 {
		t.Errorf("%d commands for one batch of marks", commands)
	}
}

func times(b bool, n int) int {
	if b {
		return n
	}
	return 0
}

// refuseOnce makes a server say NO to a command until allow is called.
func refuseUntil(command string) (fail func(string) error, allow func()) {
	var open = make(chan struct{})
	return func(c string) error {
		select {
		case <-open:
			return nil
		default:
		}
		if c == command {
			return &imap.Error{Type: imap.StatusResponseTypeNo, Text: "not today"}
		}
		return nil
	}, func() { close(open) }
}

func TestRefusedMarkLosesNothingAndIsRepeated(t *testing.T) {
	for _, c := range []struct{ after, command string }{
		{"move:Filed", "MOVE"}, {"move:Filed", "COPY"}, {"move:Filed", "STORE"}, {"move:Filed", "UID EXPUNGE"},
		{"delete", "STORE"}, {"delete", "UID EXPUNGE"}, {"keyword:$X", "STORE"},
	} {
		t.Run(c.after+" "+c.command, func(t *testing.T) {
			fail, allow := refuseUntil(c.command)
			r := newRig(t, imaptest.Options{NoMove: c.command != "MOVE", Fail: fail}, func(cfg *Config) { cfg.After = c.after })
			for i := range 10 {
				r.srv.Append("u", "INBOX", mail(i))
			}
			if tally := r.once(t); tally.Filed != 10 || tally.Unmarked != 10 {
				t.Fatalf("%+v", tally)
			}
			if n := len(r.srv.Messages("u", "INBOX")); n != 10 {
				t.Fatalf("%d messages left of 10 although the server refused", n)
			}
			allow()
			r.box = newTestBox(t, r.pipe, r.shelf, func(cfg *Config) { cfg.After = c.after }) // a restart
			if tally := r.once(t); tally.Filed != 0 || tally.Unmarked != 0 {
				t.Fatalf("after the restart: %+v", tally)
			}
			left, moved := len(r.srv.Messages("u", "INBOX")), len(r.srv.Messages("u", "Filed"))
			if r.shelf.unmarked() != 0 || left != times(c.after == "keyword:$X", 10) || c.after == "move:Filed" && moved < 10 {
				t.Errorf("%d unmarked, %d in INBOX, %d in Filed", r.shelf.unmarked(), left, moved)
			}
		})
	}
}

func TestMoveToFolderThatCannotBe(t *testing.T) {
	fail, _ := refuseUntil("CREATE")
	for _, noMove := range []bool{false, true} {
		r := newRig(t, imaptest.Options{NoMove: noMove, Fail: fail}, func(c *Config) { c.After = "move:Nowhere" })
		r.srv.Append("u", "INBOX", mail(1))
		if tally := r.once(t); tally.Filed != 1 || tally.Unmarked != 1 {
			t.Errorf("%+v", tally)
		}
		if len(r.srv.Messages("u", "INBOX")) != 1 || r.box.madeTarget {
			t.Error("message lost, or the folder is believed to exist")
		}
	}
}

func TestRestartMarksWhatACrashLeft(t *testing.T) {
	for _, after := range []string{"move:Filed", "delete"} {
		r := newRig(t, imaptest.Options{}, func(c *Config) { c.After, c.MaxSize = after, 1000 })
		r.srv.Append("u", "INBOX", mail(1))
		r.srv.Append("u", "INBOX", append(mail(2), make([]byte, 2000)...)) // too large
		r.srv.Append("u", "INBOX", nil)                                    // nothing can be had of it
		for uid := uint32(1); uid <= 4; uid++ {                            // 4 is gone from the server
			f := Fetched{UID: uid, UIDValidity: 1001}
			if r.shelf.filed[1001] == nil {
				r.shelf.filed[1001] = map[uint32]*filed{}
			}
			r.shelf.filed[1001][uid] = &filed{Fetched: f}
		}
		tally := r.once(t)
		left := len(r.srv.Messages("u", "INBOX"))
		want := 1 + times(after == "delete", 1) // a move can't hurt the message without a body
		if left != want || tally.Filed != 0 || tally.Unmarked != want-1 {
			t.Errorf("%s: %d left, want %d; %+v", after, left, want, tally)
		}
	}
}

func TestMarksAreCutToCommandLength(t *testing.T) {
	uids := make([]uint32, 0, 3000)
	for i := range uint32(3000) {
		uids = append(uids, 4000000000+2*i)
	}
	total := 0
	for _, part := range pieces(uids, markBatch) {
		if n := len(uidSet(part).String()); n > 8000 {
			t.Errorf("a set of %d bytes", n)
		}
		total += len(part)
	}
	if total != len(uids) {
		t.Errorf("%d UIDs of %d", total, len(uids))
	}
	if parts := pieces([]uint32{1, 2, 3, 4, 5}, 2); len(parts) != 3 || !slices.Equal(parts[2], []uint32{5}) {
		t.Errorf("pieces %v", parts)
	}
}

func TestMarkThatBreaksTheConnection(t *testing.T) {
	r := newRig(t, imaptest.Options{Fail: func(c string) error {
		if c == "MOVE" {
			return errors.New("the server is ill") // answered with NO [SERVERBUG]
		}
		return nil
	}}, func(c *Config) { c.After = "move:Filed" })
	r.srv.Append("u", "INBOX", mail(1))
	if tally := r.once(t); tally != (Tally{Found: 1, Filed: 1, Unmarked: 1}) {
		t.Errorf("%+v", tally)
	}
}
