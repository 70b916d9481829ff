package courier

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/emersion/go-smtp"
	"github.com/google/go-cmp/cmp"

	"tocsin/router/courier/smtptest"
	"tocsin/store"
)

func TestDrainSendsAllOverOneConnection(t *testing.T) {
	s := sink(t, smtptest.Options{})
	q := newQueue()
	for i := range 250 {
		q.add(entry(fmt.Sprintf("e%03d", i), store.OutAck, fmt.Sprintf("r%d@site.test", i)))
	}
	var seen []Tally
	tally, err := courierTo(t, s, q).Drain(t.Context(), func(now Tally) { seen = append(seen, now) })
	if err != nil || tally != (Tally{Sent: 250}) || seen[len(seen)-1] != tally {
		t.Fatalf("tally %+v, error %v, progress %v; want 250 sent", tally, err, seen)
	}
	for _, now := range seen {
		if now.Sent+now.Left != 250 {
			t.Errorf("progress %+v, want what is sent and what is left to be 250", now)
		}
	}
	if n := len(s.Mails()); n != 250 || s.Conns() != 1 {
		t.Errorf("%d mails over %d connections, want 250 over 1", n, s.Conns())
	}
	if q.commits > 25 {
		t.Errorf("%d commits of outcomes for 250 mails, want few", q.commits)
	}
	if q.calls[0] != "claim" {
		t.Errorf("first call was %q, want the claim before anything", q.calls[0])
	}
}

func TestNothingDueTouchesNoServer(t *testing.T) {
	s := sink(t, smtptest.Options{})
	if tally := drain(t, courierTo(t, s, newQueue())); tally != (Tally{}) || s.Conns() != 0 {
		t.Errorf("tally %+v with %d connections, want nothing", tally, s.Conns())
	}
}

func TestSeveralConnectionsShareABacklog(t *testing.T) {
	s := sink(t, smtptest.Options{})
	q := newQueue()
	for i := range 300 {
		q.add(entry(fmt.Sprintf("e%03d", i), store.OutNotice, "h@site.test"))
	}
	c := courierTo(t, s, q, func(cfg *Config) { cfg.Connections, cfg.PerConnection = 3, 100 })
	if tally := drain(t, c); tally.Sent != 300 {
		t.Fatalf("tally %+v, want 300 sent", tally)
	}
	if n := s.Conns(); n < 2 || n > 6 {
		t.Errorf("%d connections, want 2 to 6", n)
	}
}

func TestEnvelope(t *testing.T) {
	s := sink(t, smtptest.Options{DSN: true})
	q := newQueue(entry("a1", store.OutAck, "r@site.test"), entry("f1", store.OutForward, "team@csirt.test"))
	drain(t, courierTo(t, s, q))
	mails := s.Mails()
	if len(mails) != 2 {
		t.Fatalf("%d mails, want 2", len(mails))
	}
	ack, forward := mails[0], mails[1]
	if ack.To[0] != "r@site.test" {
		ack, forward = forward, ack
	}
	if ack.From != "" || !cmp.Equal(ack.Notify, []smtp.DSNNotify{smtp.DSNNotifyNever}) {
		t.Errorf("acknowledgement from %q with NOTIFY %v, want the null path and NEVER", ack.From, ack.Notify)
	}
	if forward.From != "bounces@cert.test" || forward.Notify != nil || forward.Options.EnvelopeID != "f1" || forward.Options.Return != smtp.DSNReturnHeaders {
		t.Errorf("forward from %q, %v, %+v; want our bounce address, headers back, named f1", forward.From, forward.Notify, forward.Options)
	}
}

func TestReleasedEntriesGoInTheSameDrain(t *testing.T) {
	s := sink(t, smtptest.Options{})
	told := entry("n1", store.OutNotice, "r@site.test")
	told.State, told.After = store.Held, "f1"
	q := newQueue(entry("f1", store.OutForward, "team@csirt.test"), told)
	if tally := drain(t, courierTo(t, s, q)); tally.Sent != 2 {
		t.Errorf("tally %+v, want the forward and what waited for it", tally)
	}
}

type slow struct{ error }

func (slow) Temporary() bool { return true }

func TestProtectDecides(t *testing.T) {
	s := sink(t, smtptest.Options{})
	q := newQueue(entry("hold", store.OutForward, "a@site.test"), entry("never", store.OutForward, "b@site.test"),
		entry("later", store.OutForward, "c@site.test"), entry("panic", store.OutForward, "d@site.test"), entry("ok", store.OutForward, "e@site.test"))
	c := courierTo(t, s, q)
	c.protect = func(ctx context.Context, o store.Outgoing) ([]byte, error) {
		switch o.ID {
		case "hold":
			return nil, fmt.Errorf("protect: %w", &store.HoldError{Reasons: []string{"no-key"}})
		case "never":
			return nil, errors.New("header with a line break")
		case "later":
			return nil, slow{errors.New("the disk is busy")}
		case "panic":
			panic("odd")
		}
		return plain(ctx, o)
	}
	if tally := drain(t, c); tally != (Tally{Sent: 1, Failed: 2, Held: 1, Left: 1}) {
		t.Errorf("tally %+v", tally)
	}
	for id, want := range map[string]string{"hold": store.Held, "never": store.Failed, "later": store.Due, "panic": store.Failed, "ok": store.Sent} {
		if got := q.get(id); got.State != want {
			t.Errorf("%s is %s (%s), want %s", id, got.State, got.Error, want)
		}
	}
	if held := q.get("hold"); !cmp.Equal(held.HeldFor, []string{"no-key"}) {
		t.Errorf("held for %v, want no-key", held.HeldFor)
	}
}

func TestBadAddressesNeverReachTheServer(t *testing.T) {
	s := sink(t, smtptest.Options{})
	bad := entry("bad", store.OutAck, `x> NOTIFY=SUCCESS ORCPT=rfc822;victim@v.test <y"@evil.test`)
	q := newQueue(bad, entry("good", store.OutAck, "r@site.test"))
	drain(t, courierTo(t, s, q))
	if got := q.get("bad"); got.State != store.Failed || !strings.Contains(got.Error, "not a plain address") {
		t.Errorf("injected address: %s (%s), want it refused for good", got.State, got.Error)
	}
	if got := to(s.Mails()); !cmp.Equal(got, []string{"r@site.test"}) {
		t.Errorf("mails to %v, want r@site.test alone", got)
	}
}

func TestSizeIsRespectedBeforeSending(t *testing.T) {
	s := sink(t, smtptest.Options{MaxSize: 1000})
	big := entry("big", store.OutForward, "a@site.test")
	big.Text = strings.Repeat("x", 2000)
	q := newQueue(big, entry("small", store.OutForward, "b@site.test"))
	if tally := drain(t, courierTo(t, s, q)); tally != (Tally{Sent: 1, Failed: 1}) {
		t.Errorf("tally %+v, want the big one failed and the small one sent", tally)
	}
	if got := q.get("big"); !strings.Contains(got.Error, "the server takes 1000") {
		t.Errorf("reason %q does not tell the limit", got.Error)
	}
}

func TestBareBreaksBecomeCRLF(t *testing.T) {
	for in, want := range map[string]string{
		"a\r\nb\r\n":      "a\r\nb\r\n",
		"a\rb\nc":         "a\r\nb\r\nc",
		"a\r\r\nb\n\n":    "a\r\n\r\nb\r\n\r\n",
		"\n.\r":           "\r\n.\r\n",
		"no break at all": "no break at all",
	} {
		if got := normalise([]byte(in)); string(got) != want {
			t.Errorf("normalise(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestDotsSurvive(t *testing.T) {
	s := sink(t, smtptest.Options{})
	o := entry("dots", store.OutForward, "a@site.test")
	o.Text = "one\r\n.\r\n..two\rMAIL FROM:<x@y.test>"
	drain(t, courierTo(t, s, newQueue(o)))
	if want := []byte("one\r\n.\r\n..two\r\nMAIL FROM"); !bytes.Contains(s.Mails()[0].Raw, want) {
		t.Errorf("mail %q lacks %q", s.Mails()[0].Raw, want)
	}
}

// A watched queue tells of its second claim.
type watched struct {
	*fakeQueue
	claims atomic.Int32
	second chan struct{}
}

func (q *watched) Claim(ctx context.Context, now time.Time, n int, lease time.Duration) ([]store.Outgoing, error) {
	if q.claims.Add(1) == 2 {
		close(q.second)
	}
	return q.fakeQueue.Claim(ctx, now, n, lease)
}

// TestNextGroupIsClaimedWhileOneIsSent: the server answers the first mail only
// when the second group is being claimed.
func TestNextGroupIsClaimedWhileOneIsSent(t *testing.T) {
	q := &watched{fakeQueue: newQueue(), second: make(chan struct{})}
	for i := range 2*firstClaim + 1 {
		q.add(entry(fmt.Sprint(i), store.OutNotice, "r@x.test"))
	}
	late := false
	s := sink(t, smtptest.Options{Answer: func(r smtptest.Request) *smtptest.Answer {
		if r.Stage != smtptest.AtData {
			return nil
		}
		select {
		case <-q.second:
		case <-time.After(20 * time.Second):
			late = true
		}
		return nil
	}})
	if tally := drain(t, courierTo(t, s, q)); tally.Sent != 2*firstClaim+1 || late {
		t.Errorf("tally %+v; sending waited for the claim or the claim for sending: %v", tally, late)
	}
}

func TestClaimsGoByHowFastMailLeaves(t *testing.T) {
	for _, c := range []struct {
		n    int
		took time.Duration
		want int
	}{
		{firstClaim, 100 * time.Millisecond, 2 * firstClaim}, {firstClaim, 2 * time.Second, firstClaim}, {firstClaim, 5 * time.Second, firstClaim / 2},
		{mostClaim, time.Millisecond, mostClaim}, {leastClaim, time.Minute, leastClaim},
	} {
		if got := nextClaim(c.n, c.took); got != c.want {
			t.Errorf("after %d entries in %v the next claim is for %d, want %d", c.n, c.took, got, c.want)
		}
	}
}
