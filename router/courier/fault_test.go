package courier

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-smtp"
	"github.com/google/go-cmp/cmp"

	"tocsin/router/courier/smtptest"
	"tocsin/store"
)

// A fault is one answer of the server and what has to become of the entry.
type fault struct {
	name   string
	at     smtptest.Stage
	kind   string
	answer []smtptest.Answer
	state  string
	says   string // in the recorded response
	taken  int    // mails that the server has
	conns  int
}

func faults() []fault {
	one := func(code int, e ...int) []smtptest.Answer {
		a := smtptest.Answer{Code: code, Message: "so it is"}
		if e != nil {
			a.Enhanced = smtp.EnhancedCode{e[0], e[1], e[2]}
		}
		return []smtptest.Answer{a}
	}
	twice := func(a smtptest.Answer) []smtptest.Answer { return []smtptest.Answer{a, a} }
	cut := smtptest.Answer{Cut: true}
	return []fault{
		{"rcpt refused for good", smtptest.AtRcpt, store.OutAck, one(550, 5, 1, 1), store.Failed, "550 5.1.1 so it is", 0, 1},
		{"rcpt put off", smtptest.AtRcpt, store.OutAck, one(451, 4, 7, 1), store.Due, "451 4.7.1", 0, 1},
		{"mail refused for good", smtptest.AtData, store.OutForward, one(554, 5, 7, 1), store.Failed, "554 5.7.1", 0, 1},
		{"mail put off", smtptest.AtData, store.OutForward, one(452), store.Due, "452", 0, 1},
		{"ack put off after its dot is clear", smtptest.AtData, store.OutAck, one(451), store.Due, "451", 0, 1},
		{"421 once", smtptest.AtRcpt, store.OutAck, one(421, 4, 3, 2), store.Sent, "", 1, 2},
		{"421 twice", smtptest.AtRcpt, store.OutAck, twice(one(421)[0]), store.Due, "421", 0, 2},
		{"connection lost at RCPT once", smtptest.AtRcpt, store.OutAck, []smtptest.Answer{cut}, store.Sent, "", 1, 2},
		{"connection lost at RCPT twice", smtptest.AtRcpt, store.OutAck, twice(cut), store.Due, "EOF", 0, 2},
		{"login wanted at RCPT", smtptest.AtRcpt, store.OutAck, one(530, 5, 7, 0), store.Due, "530", 0, 1},
		{"ack cut after the dot, lost", smtptest.AtData, store.OutAck, []smtptest.Answer{cut}, store.Failed, "unclear, not repeated", 0, 1},
		{"ack cut after the dot, taken", smtptest.AtData, store.OutAck, []smtptest.Answer{{Cut: true, Keep: true}}, store.Failed, "unclear, not repeated", 1, 1},
		{"forward cut after the dot", smtptest.AtData, store.OutForward, []smtptest.Answer{{Cut: true, Keep: true}}, store.Due, "EOF", 1, 1},
		{"notice cut after the dot", smtptest.AtData, store.OutNotice, []smtptest.Answer{cut}, store.Due, "EOF", 0, 1},
	}
}

func TestFaults(t *testing.T) {
	for _, f := range faults() {
		t.Run(f.name, func(t *testing.T) {
			s := sink(t, smtptest.Options{Answer: answers(f.at, map[string][]smtptest.Answer{"r@site.test": f.answer})})
			q := newQueue(entry("e1", f.kind, "r@site.test"))
			drain(t, courierTo(t, s, q))
			got := q.get("e1")
			if got.State != f.state || !strings.Contains(got.Error, f.says) {
				t.Errorf("entry is %s (%q), want %s (%q)", got.State, got.Error, f.state, f.says)
			}
			if n := len(s.Mails()); n != f.taken || s.Conns() != f.conns {
				t.Errorf("server has %d mails over %d connections, want %d over %d", n, s.Conns(), f.taken, f.conns)
			}
			if wait := time.Until(got.Due); got.State == store.Due && (wait < 40*time.Second || wait > 80*time.Second) {
				t.Errorf("next try in %v, want about a minute", wait)
			}
		})
	}
}

func TestOneFaultDoesNotStopTheOthers(t *testing.T) {
	for _, f := range faults() {
		t.Run(f.name, func(t *testing.T) {
			s := sink(t, smtptest.Options{Answer: answers(f.at, map[string][]smtptest.Answer{"r@site.test": f.answer})})
			q := newQueue(entry("a", store.OutAck, "a@x.test"), entry("e1", f.kind, "r@site.test"), entry("z", store.OutForward, "z@y.test"))
			drain(t, courierTo(t, s, q))
			for _, id := range []string{"a", "z"} {
				if got := q.get(id); got.State != store.Sent {
					t.Errorf("%s beside it is %s (%s), want sent", id, got.State, got.Error)
				}
			}
		})
	}
}

func TestRefusedSenderIsTheServersTrouble(t *testing.T) {
	s := sink(t, smtptest.Options{Answer: func(r smtptest.Request) *smtptest.Answer {
		if r.Stage == smtptest.AtMail && r.From == "" {
			return &smtptest.Answer{Code: 553, Enhanced: smtp.EnhancedCode{5, 7, 1}, Message: "null sender not welcome"}
		}
		return nil
	}})
	q := newQueue(entry("a", store.OutAck, "a@x.test"), entry("f", store.OutForward, "f@y.test"))
	drain(t, courierTo(t, s, q))
	if got := q.get("a"); got.State != store.Due || !strings.Contains(got.Error, "553 5.7.1") {
		t.Errorf("acknowledgement is %s (%s), want it tried again", got.State, got.Error)
	}
	if got := q.get("f"); got.State != store.Sent {
		t.Errorf("forward is %s (%s), want sent", got.State, got.Error)
	}
}

func TestThreeStrikesLetAllRest(t *testing.T) {
	s := sink(t, smtptest.Options{Answer: func(r smtptest.Request) *smtptest.Answer {
		if r.Stage == smtptest.AtData {
			return &smtptest.Answer{Cut: true}
		}
		return nil
	}})
	q := newQueue()
	for _, id := range []string{"1", "2", "3", "4", "5", "6", "7", "8"} {
		q.add(entry(id, store.OutAck, "r@x.test"))
	}
	tally, err := courierTo(t, s, q).Drain(t.Context(), nil)
	if !errors.Is(err, errStrikes) {
		t.Errorf("error %v, want the server named as the trouble", err)
	}
	if tally != (Tally{Failed: 3, Left: 5}) {
		t.Errorf("tally %+v, want three unclear ones and the others untouched", tally)
	}
	if got := q.get("8"); got.Due.Before(time.Now().Add(5 * time.Second)) {
		t.Errorf("the last is due at %v, want it to rest with the server", got.Due)
	}
}

func TestRepeatsAreTheSameMessage(t *testing.T) {
	script := []smtptest.Answer{{Cut: true, Keep: true}, {Code: 451, Message: "busy", Keep: true}}
	s := sink(t, smtptest.Options{Answer: answers(smtptest.AtData, map[string][]smtptest.Answer{"r@x.test": script})})
	q := newQueue(entry("f", store.OutForward, "r@x.test"))
	c := courierTo(t, s, q)
	for range 3 {
		drain(t, c)
		q.entries["f"].Due = time.Time{}
	}
	mails := s.Mails()
	if len(mails) != 3 || q.get("f").State != store.Sent {
		t.Fatalf("%d mails, entry %s; want three and sent", len(mails), q.get("f").State)
	}
	for _, m := range mails {
		if diff := cmp.Diff(string(mails[0].Raw), string(m.Raw)); diff != "" || !strings.Contains(string(m.Raw), "Message-ID: <f@cert.test>") {
			t.Errorf("a repeat differs or has another Message-ID: %s", diff)
		}
	}
}

func TestCrashBetweenReplyAndSettleRepeatsTheMessage(t *testing.T) {
	s := sink(t, smtptest.Options{})
	q := newQueue(entry("a", store.OutAck, "r@x.test"))
	q.failing = -1
	if _, err := courierTo(t, s, q).Drain(t.Context(), nil); err == nil {
		t.Error("a store that takes no outcome must be an error")
	}
	q.failing = 0
	q.entries["a"].Due = time.Now() // the lease of the dead process ends
	drain(t, courierTo(t, s, q))    // another process
	mails := s.Mails()
	if len(mails) != 2 || string(mails[0].Raw) != string(mails[1].Raw) || q.get("a").State != store.Sent {
		t.Errorf("%d mails, entry %s; want the same mail twice, then sent", len(mails), q.get("a").State)
	}
}

func TestOutcomesOutliveAStoreThatStumbles(t *testing.T) {
	s := sink(t, smtptest.Options{})
	q := newQueue(entry("a", store.OutAck, "r@x.test"))
	q.failing = settleTries // the whole first round
	c := courierTo(t, s, q)
	if _, err := c.Drain(t.Context(), nil); err == nil {
		t.Error("no error while the store took nothing")
	}
	drain(t, c)
	if got := q.get("a"); got.State != store.Sent || len(s.Mails()) != 1 {
		t.Errorf("entry %s after %d mails; want sent, from the one mail", got.State, len(s.Mails()))
	}
}

func TestLateOutcomesAreNoTrouble(t *testing.T) {
	late := fmt.Errorf("store: entry a: %w", store.ErrStale)
	gone := fmt.Errorf("store: entry b: %w", store.ErrNotFound)
	full := errors.New("disk full")
	for _, c := range []struct {
		err  error
		want bool
	}{{late, true}, {errors.Join(late, gone), true}, {errors.Join(nil, errors.Join(late)), true}, {full, false}, {errors.Join(full, late), false}, {nil, false}} {
		if got := tooLate(c.err); got != c.want {
			t.Errorf("tooLate(%v) = %v", c.err, got)
		}
	}
	s := sink(t, smtptest.Options{})
	q := newQueue(entry("a", store.OutAck, "r@x.test"))
	q.stale = errors.Join(late, gone)
	if tally := drain(t, courierTo(t, s, q)); tally.Sent != 1 || q.count("settle") != 1 {
		t.Errorf("tally %+v after %d settles, want one", tally, q.count("settle"))
	}
}

func TestUnreachableServerClaimsNothing(t *testing.T) {
	s := sink(t, smtptest.Options{})
	q := newQueue(entry("a", store.OutAck, "r@x.test"))
	c := courierTo(t, s, q)
	s.Close()
	tally, err := c.Drain(t.Context(), nil)
	if err == nil || !strings.Contains(err.Error(), "is the server up") || tally != (Tally{Left: 1}) {
		t.Errorf("tally %+v, error %v; want one left and a remedy", tally, err)
	}
	if got := q.get("a"); got.Attempts != 0 {
		t.Errorf("%d attempts counted against a server that is down", got.Attempts)
	}
}

func TestClaimFailureIsReported(t *testing.T) {
	s := sink(t, smtptest.Options{})
	q := newQueue(entry("a", store.OutAck, "r@x.test"))
	q.noClaim = errors.New("store closed")
	if _, err := courierTo(t, s, q).Drain(t.Context(), nil); !errors.Is(err, q.noClaim) {
		t.Errorf("error %v, want the store's", err)
	}
}

func TestCancelledDrainGivesBack(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	s := sink(t, smtptest.Options{Answer: func(r smtptest.Request) *smtptest.Answer {
		if r.Stage == smtptest.AtData {
			cancel() // the mail in flight may still end well
		}
		return nil
	}})
	q := newQueue(entry("a", store.OutAck, "a@x.test"), entry("b", store.OutAck, "b@x.test"), entry("c", store.OutAck, "c@x.test"))
	tally, err := courierTo(t, s, q).Drain(ctx, nil)
	if !errors.Is(err, context.Canceled) || tally.Sent != 1 || tally.Left != 2 {
		t.Errorf("tally %+v, error %v; want the one in flight sent and two left", tally, err)
	}
	due, _, _ := q.Pending(t.Context(), time.Now())
	if due != 2 {
		t.Errorf("%d due at once, want both given back", due)
	}
}

// A stoppedQueue is of a store that stops with its context.
type stoppedQueue struct{ *fakeQueue }

func (stoppedQueue) NextDue(ctx context.Context) (time.Time, bool, error) {
	return time.Time{}, false, ctx.Err()
}

func TestStoppingIsNoTroubleOfTheOutbox(t *testing.T) {
	var log bytes.Buffer
	ctx, stop := context.WithCancel(t.Context())
	stop()
	c, err := New(Config{URL: "smtp://127.0.0.1:25", Bounce: "b@cert.test", InsecureLoopback: true, Log: slog.New(slog.NewTextHandler(&log, nil))},
		stoppedQueue{newQueue()}, plain)
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Run(ctx); err != nil && !errors.Is(err, context.Canceled) || log.Len() > 0 {
		t.Errorf("%v, and the log says %s", err, log.String())
	}
}
