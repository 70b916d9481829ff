package courier

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"tocsin/router/courier/smtptest"
	"tocsin/store"
)

func TestParkedConnectionThatDiedIsReplaced(t *testing.T) {
	inTime(t, smtptest.Options{Answer: func(r smtptest.Request) *smtptest.Answer {
		if r.Conn == 1 && r.To == "second@x.test" {
			return &smtptest.Answer{Cut: true} // as a server that tired of us while idle
		}
		return nil
	}}, nil, func(w *world) {
		w.queue.add(entry("1", store.OutAck, "first@x.test"))
		w.wait(time.Second)
		w.queue.add(entry("2", store.OutAck, "second@x.test"))
		w.wait(time.Second)
		if got := w.queue.get("2"); got.State != store.Sent || got.Attempts != 1 || w.dials.Load() != 2 {
			w.Errorf("entry %s after %d attempts and %d connections, want sent at once over a second one", got.State, got.Attempts, w.dials.Load())
		}
	})
}

func TestFurtherConnectionMayBeRefused(t *testing.T) {
	s := sink(t, smtptest.Options{Answer: func(r smtptest.Request) *smtptest.Answer {
		if r.Stage == smtptest.AtGreeting && r.Conn > 1 {
			return &smtptest.Answer{Code: 421, Message: "one is enough"}
		}
		return nil
	}})
	q := newQueue()
	for i := range 100 {
		q.add(entry(fmt.Sprint(i), store.OutNotice, "r@x.test"))
	}
	c := courierTo(t, s, q, func(cfg *Config) { cfg.Connections = 3 })
	if tally := drain(t, c); tally.Sent != 100 {
		t.Errorf("tally %+v, want all sent over the one connection", tally)
	}
}

func TestLostForGoodMidwayStopsTheRound(t *testing.T) {
	s := sink(t, smtptest.Options{Answer: func(r smtptest.Request) *smtptest.Answer {
		if r.To == "5@x.test" && r.Stage == smtptest.AtRcpt {
			return &smtptest.Answer{Cut: true}
		}
		if r.Conn > 1 && r.Stage == smtptest.AtGreeting {
			return &smtptest.Answer{Code: 554, Message: "closed"}
		}
		return nil
	}})
	q := newQueue()
	for i := range 10 {
		q.add(entry(fmt.Sprint(i), store.OutNotice, fmt.Sprintf("%d@x.test", i)))
	}
	tally, err := courierTo(t, s, q).Drain(t.Context(), nil)
	if err == nil || tally.Failed != 0 || tally.Sent == 0 || tally.Left != 10-tally.Sent {
		t.Errorf("tally %+v, error %v; want an error and the rest left", tally, err)
	}
	for id, o := range q.entries {
		if o.State == store.Due && o.Due.Before(time.Now().Add(8*time.Second)) {
			t.Errorf("%s is due at %v, want it to rest with the server", id, o.Due)
		}
	}
}

// deaf is a server that greets, answers up to DATA and then reads no more.
func deaf(conn net.Conn) {
	b := make([]byte, 4096)
	for _, line := range []string{"220 hi", "250 hi", "250 ok", "250 ok", "354 go"} {
		if _, err := conn.Write([]byte(line + "\r\n")); err != nil {
			return
		}
		if line != "354 go" {
			_, _ = conn.Read(b)
		}
	}
}

func TestServerThatStopsReadingIsLeft(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := entry("big", store.OutForward, "r@x.test")
		o.Text = strings.Repeat("x", 1<<20)
		q := newQueue(o)
		dial := func(context.Context, string, string) (net.Conn, error) {
			near, far := net.Pipe()
			go deaf(far)
			return near, nil
		}
		c, err := New(Config{URL: "smtp://127.0.0.1", Bounce: "b@cert.test", Dial: dial}, q, plain)
		if err != nil {
			t.Fatal(err)
		}
		began := time.Now()
		tally := drain(t, c)
		if took := time.Since(began); took > 2*time.Minute || tally.Left != 1 {
			t.Errorf("took %v, tally %+v; want it given up within its lease", took, tally)
		}
		if got := q.get("big"); got.State != store.Due || !strings.Contains(got.Error, "timeout") {
			t.Errorf("entry %s (%s), want it tried again for the timeout", got.State, got.Error)
		}
	})
}

func TestSlowServerLengthensTheLease(t *testing.T) {
	c := courierTo(t, sink(t, smtptest.Options{}), newQueue())
	before := c.lease()
	for range 10 {
		c.slower()
	}
	if got := c.lease(); got != before<<slowest {
		t.Errorf("lease %v after many slow answers, was %v; want it eightfold", got, before)
	}
}

func TestPaceSpreadsAndYields(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var p pace
		began := time.Now()
		for range 5 {
			if !p.wait(t.Context(), 60) {
				t.Error("ended without reason")
			}
		}
		if took := time.Since(began); took != 4*time.Second {
			t.Errorf("five mails at one a second took %v", took)
		}
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if p.wait(ctx, 1) {
			t.Error("waited for its turn after the end")
		}
		if !p.wait(ctx, 0) {
			t.Error("no rate, yet no leave")
		}
	})
}

func TestEnvelopeIDKeepsToItsGrammar(t *testing.T) {
	for in, want := range map[string]string{"abc2": " ENVID=abc2", "a b": "", "a\r\nb": "", "": "", "a+b=c": " ENVID=a+2Bb+3Dc",
		strings.Repeat("x", 200): " ENVID=" + strings.Repeat("x", 100)} {
		if got := envelopeID(in); got != want {
			t.Errorf("envelopeID(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestCheckNamesTheServer(t *testing.T) {
	s := sink(t, smtptest.Options{})
	if err := courierTo(t, s, newQueue()).Check(t.Context()); err != nil {
		t.Errorf("check of a good server: %v", err)
	}
	refused := func(context.Context, string, string) (net.Conn, error) { return nil, errors.New("no route") }
	c := courierTo(t, s, newQueue(), func(cfg *Config) { cfg.Dial = refused })
	if err := c.Check(t.Context()); err == nil || !strings.Contains(err.Error(), "smtp://"+s.Addr()+": no route") {
		t.Errorf("check: %v, want the server and the reason", err)
	}
}

func TestEightBitNeedsTheServersConsent(t *testing.T) {
	v := greeted(t, &scripted{in: bytes.NewReader([]byte("220 a\r\n250 plain\r\n"))})
	if err := v.fits([]byte("Subject: ä\r\n")); judge(atRcpt, err) != refused {
		t.Errorf("8-bit mail to a 7-bit server: %v, want it refused", err)
	}
	if err := v.fits([]byte("Subject: a\r\n")); err != nil {
		t.Errorf("7-bit mail: %v", err)
	}
}
