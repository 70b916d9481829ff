package courier

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/emersion/go-smtp"

	"tocsin/router/courier/smtptest"
	"tocsin/store"
)

// A world is a courier running against a sink on a made-up clock.
type world struct {
	*testing.T
	sink    *smtptest.Server
	queue   *fakeQueue
	courier *Courier
	dials   atomic.Int32
	down    atomic.Bool // the server can't be reached
	start   time.Time
	stop    func() error
}

// inTime runs f in a synctest bubble with the courier's Run going.
func inTime(t *testing.T, opt smtptest.Options, change func(*Config), f func(*world)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		pipe := smtptest.NewPipe()
		opt.Listener = pipe
		w := &world{T: t, sink: sink(t, opt), queue: newQueue(), start: time.Now()}
		w.courier = courierTo(t, w.sink, w.queue, func(cfg *Config) {
			cfg.URL = "smtp://127.0.0.1"
			cfg.Dial = func(ctx context.Context, n, a string) (net.Conn, error) {
				if w.dials.Add(1); w.down.Load() {
					return nil, errors.New("connection refused")
				}
				return pipe.Dial(ctx, n, a)
			}
			if change != nil {
				change(cfg)
			}
		})
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- w.courier.Run(ctx) }()
		w.stop = func() error { cancel(); return <-ended }
		f(w)
		if err := w.stop(); err != nil {
			t.Errorf("Run ended with %v, want nil", err)
		}
		w.sink.Close()
		synctest.Wait()
	})
}

// wait lets time pass until all is quiet.
func (w *world) wait(d time.Duration) {
	timer := time.NewTimer(d)
	<-timer.C
	synctest.Wait()
}

func TestRunSendsWhatFallsDue(t *testing.T) {
	inTime(t, smtptest.Options{}, nil, func(w *world) {
		later := entry("later", store.OutNotice, "b@x.test")
		later.Due = time.Now().Add(3 * time.Hour)
		w.queue.add(later)
		w.queue.add(entry("now", store.OutNotice, "a@x.test"))
		w.wait(time.Second)
		if n := len(w.sink.Mails()); n != 1 {
			w.Fatalf("%d mails at once, want 1", n)
		}
		w.wait(3*time.Hour - 3*time.Second)
		if n := len(w.sink.Mails()); n != 1 {
			w.Errorf("%d mails before the second is due, want 1", n)
		}
		w.wait(3 * time.Second)
		if got := w.queue.get("later"); got.State != store.Sent {
			w.Errorf("the later one is %s", got.State)
		}
		if w.dials.Load() != 2 {
			w.Errorf("%d connections, want 2: the first one idle for hours is given up", w.dials.Load())
		}
	})
}

func TestIdleConnectionIsUsedAgainWithinSeconds(t *testing.T) {
	inTime(t, smtptest.Options{}, nil, func(w *world) {
		for i := range 5 {
			w.queue.add(entry(fmt.Sprint(i), store.OutNotice, "a@x.test"))
			w.wait(3 * time.Second)
		}
		if n := len(w.sink.Mails()); n != 5 || w.dials.Load() != 1 {
			w.Errorf("%d mails over %d connections, want 5 over 1", n, w.dials.Load())
		}
	})
}

func TestServerDownRestsEverythingAndCostsNoAttempt(t *testing.T) {
	inTime(t, smtptest.Options{}, nil, func(w *world) {
		w.down.Store(true)
		w.queue.add(entry("a", store.OutAck, "a@x.test"))
		w.wait(6 * time.Hour)
		if n := w.dials.Load(); n < 20 || n > 45 {
			w.Errorf("%d dials in six hours, want one each 12 to 18 minutes after the first few", n)
		}
		if got := w.queue.get("a"); got.Attempts != 0 {
			w.Errorf("%d attempts counted", got.Attempts)
		}
		w.down.Store(false)
		w.wait(20 * time.Minute)
		if got := w.queue.get("a"); got.State != store.Sent || got.Attempts != 1 {
			w.Errorf("entry %s after %d attempts once the server was back", got.State, got.Attempts)
		}
	})
}

func TestScheduleReachesOverFiveDaysThenFails(t *testing.T) {
	opt := smtptest.Options{Answer: func(r smtptest.Request) *smtptest.Answer {
		if r.Stage == smtptest.AtRcpt && r.To == "full@x.test" {
			return &smtptest.Answer{Code: 452, Enhanced: smtp.EnhancedCode{4, 2, 2}, Message: "mailbox full"}
		}
		return nil
	}}
	inTime(t, opt, nil, func(w *world) {
		w.queue.add(entry("a", store.OutForward, "full@x.test"))
		w.wait(4 * 24 * time.Hour)
		if got := w.queue.get("a"); got.State != store.Due || got.Attempts < 9 {
			w.Errorf("after four days: %s, %d attempts", got.State, got.Attempts)
		}
		w.wait(4 * 24 * time.Hour)
		got := w.queue.get("a")
		if got.State != store.Failed || !strings.Contains(got.Error, "given up after 5 days: 452 4.2.2") || got.Attempts > 16 {
			w.Errorf("after eight days: %s (%s), %d attempts; want it given up", got.State, got.Error, got.Attempts)
		}
	})
}

func TestOldEntriesGetTheirTriesToo(t *testing.T) {
	o := entry("a", store.OutForward, "r@x.test")
	o.Created, o.Attempts = time.Now().Add(-30*24*time.Hour), 1 // approved after a month
	if spent(o, time.Now()) {
		t.Error("an entry that waited for approval is given up at its first failure")
	}
	o.Attempts, o.Created = 40, time.Now().Add(-time.Hour) // crashes counted
	if spent(o, time.Now()) {
		t.Error("an entry of an hour is given up for its many attempts")
	}
}

func TestDomainRestsAfterThreeRefusals(t *testing.T) {
	opt := smtptest.Options{Answer: func(r smtptest.Request) *smtptest.Answer {
		if r.Stage == smtptest.AtRcpt && strings.HasSuffix(r.To, "@grey.test") {
			return &smtptest.Answer{Code: 450, Enhanced: smtp.EnhancedCode{4, 7, 1}, Message: "slow down"}
		}
		return nil
	}}
	inTime(t, opt, nil, func(w *world) {
		for i := range 10 {
			w.queue.add(entry(fmt.Sprint("g", i), store.OutAck, fmt.Sprintf("r%d@grey.test", i)))
		}
		w.queue.add(entry("other", store.OutAck, "r@fine.test"))
		w.wait(time.Second)
		asked, waiting := 0, 0
		for i := range 10 {
			switch got := w.queue.get(fmt.Sprint("g", i)); {
			case strings.HasPrefix(got.Error, "450"):
				asked++
			case strings.HasPrefix(got.Error, "waiting: grey.test"):
				waiting++
			}
		}
		if asked != domainPatient || waiting != 10-domainPatient {
			w.Errorf("%d asked, %d made to wait; want 3 and 7", asked, waiting)
		}
		if got := w.queue.get("other"); got.State != store.Sent {
			w.Errorf("another domain's entry is %s", got.State)
		}
	})
}

func TestSilentServerIsLeft(t *testing.T) {
	opt := smtptest.Options{Answer: answers(smtptest.AtData, map[string][]smtptest.Answer{
		"a@x.test": {{Delay: 8 * time.Minute}}, "f@x.test": {{Delay: 2 * time.Minute}, {Delay: 2 * time.Minute}},
	})}
	inTime(t, opt, nil, func(w *world) {
		w.queue.add(entry("ack", store.OutAck, "a@x.test"))
		w.queue.add(entry("fwd", store.OutForward, "f@x.test"))
		w.wait(30 * time.Minute)
		if got := w.queue.get("ack"); got.State != store.Failed || !strings.Contains(got.Error, "unclear") {
			w.Errorf("acknowledgement %s (%s), want it not repeated", got.State, got.Error)
		}
		if got := w.queue.get("fwd"); got.State != store.Sent || got.Attempts > 4 {
			w.Errorf("forward %s after %d attempts, want it sent", got.State, got.Attempts)
		}
	})
}

func TestServerThatNeverGreetsIsLeft(t *testing.T) {
	opt := smtptest.Options{Answer: func(r smtptest.Request) *smtptest.Answer {
		if r.Stage == smtptest.AtGreeting && r.Conn == 1 {
			return &smtptest.Answer{Delay: time.Hour}
		}
		return nil
	}}
	inTime(t, opt, nil, func(w *world) {
		w.queue.add(entry("a", store.OutAck, "a@x.test"))
		w.wait(3 * time.Minute)
		if got := w.queue.get("a"); got.State != store.Sent || got.Attempts != 1 {
			w.Errorf("entry %s after %d attempts, want sent over the second connection", got.State, got.Attempts)
		}
		w.wait(time.Hour) // the sink's own sleep
	})
}

func TestNoAttemptOutlivesItsLease(t *testing.T) {
	opt := smtptest.Options{Answer: func(r smtptest.Request) *smtptest.Answer {
		if r.Stage == smtptest.AtData {
			return &smtptest.Answer{Delay: 40 * time.Second}
		}
		return nil
	}}
	inTime(t, opt, func(cfg *Config) { cfg.Lease = 2 * time.Minute }, func(w *world) {
		for i := range 10 {
			w.queue.add(entry(fmt.Sprint(i), store.OutForward, "r@x.test"))
		}
		w.wait(10 * time.Minute)
		if n := len(w.sink.Mails()); n != 10 {
			w.Errorf("%d mails for 10 entries, want each once", n)
		}
	})
}

// What became of an attempt that takes its whole time is known before the lease
// ends: the entry would be claimed again, and an acknowledgement go out twice.
func TestOutcomeIsRecordedWithinTheLease(t *testing.T) {
	opt := smtptest.Options{Answer: answers(smtptest.AtData, map[string][]smtptest.Answer{"a@x.test": {{Delay: 20 * time.Minute}}})}
	inTime(t, opt, func(cfg *Config) { cfg.Lease = 2 * time.Minute }, func(w *world) {
		w.queue.add(entry("a", store.OutAck, "a@x.test"))
		w.wait(2*time.Minute - time.Second)
		if got := w.queue.get("a"); got.State != store.Failed || got.Attempts != 1 {
			w.Errorf("entry %s after %d attempts, want it failed after one", got.State, got.Attempts)
		}
		w.wait(time.Hour) // the sink's own sleep
	})
}

func TestStopLetsTheMailInFlightEnd(t *testing.T) {
	opt := smtptest.Options{Answer: answers(smtptest.AtData, map[string][]smtptest.Answer{
		"quick@x.test": {{Delay: 2 * time.Second}}, "never@x.test": {{Delay: 2 * time.Hour}},
	})}
	for to, want := range map[string]string{"quick@x.test": store.Sent, "never@x.test": store.Due} {
		inTime(t, opt, nil, func(w *world) {
			w.queue.add(entry("e", store.OutForward, to))
			w.wait(time.Second)
			began := time.Now()
			if err := w.stop(); err != nil || time.Since(began) > grace+time.Second {
				w.Errorf("stopped after %v with %v", time.Since(began), err)
			}
			if got := w.queue.get("e"); got.State != want || got.Error == "" && want == store.Due {
				w.Errorf("%s: entry %s (%s), want %s", to, got.State, got.Error, want)
			}
			w.stop = func() error { return nil }
			w.wait(2 * time.Hour)
		})
	}
}

func TestRateIsKept(t *testing.T) {
	inTime(t, smtptest.Options{}, func(cfg *Config) { cfg.Rate, cfg.Connections = 30, 3 }, func(w *world) {
		for i := range 60 {
			w.queue.add(entry(fmt.Sprint(i), store.OutNotice, "r@x.test"))
		}
		w.wait(time.Minute)
		if n := len(w.sink.Mails()); n < 28 || n > 32 {
			w.Errorf("%d mails in a minute, want 30", n)
		}
		w.wait(90 * time.Second)
		if n := len(w.sink.Mails()); n != 60 {
			w.Errorf("%d mails in the end, want 60", n)
		}
	})
}

func TestRestsGrowAndClear(t *testing.T) {
	var r rests
	now := time.Now()
	var last time.Duration
	for range 4 {
		d := r.everything(now).Sub(now)
		if d <= last*11/10 {
			t.Errorf("rest of %v after one of %v, want it to grow", d, last)
		}
		last = d
	}
	if last > 3*time.Minute {
		t.Errorf("fourth rest is %v", last)
	}
	r.cleared("x.test")
	if !r.untilAll().IsZero() {
		t.Error("a success does not end the rest")
	}
	if got := doubling(time.Second, time.Minute, 100); got != time.Minute {
		t.Errorf("doubling without end: %v", got)
	}
}
