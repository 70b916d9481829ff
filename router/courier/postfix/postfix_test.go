package postfix_test

import (
	"context"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"tocsin/router/courier"
	"tocsin/router/courier/postfix"
	"tocsin/store"
)

// queue hands out its entries once and remembers what became of them.
type queue struct {
	mu      sync.Mutex
	entries []store.Outgoing
	settled map[string]store.Settlement
}

func (q *queue) Claim(_ context.Context, _ time.Time, n int, _ time.Duration) ([]store.Outgoing, error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	n = min(n, len(q.entries))
	out := slices.Clone(q.entries[:n])
	q.entries = q.entries[n:]
	return out, nil
}

func (q *queue) Settle(_ context.Context, batch ...store.Settlement) error {
	q.mu.Lock()
	defer q.mu.Unlock()
	for _, s := range batch {
		q.settled[s.ID] = s
	}
	return nil
}

func (q *queue) Wake() <-chan struct{} { return nil }

func (q *queue) NextDue(context.Context) (time.Time, bool, error) { return time.Time{}, true, nil }

func (q *queue) Pending(context.Context, time.Time) (due, later int, err error) {
	return len(q.entries), 0, nil
}

func compose(_ context.Context, o store.Outgoing) ([]byte, error) {
	return fmt.Appendf(nil, "From: <incident@cert.test>\r\nTo: <%s>\r\nMessage-ID: <%s>\r\nSubject: x\r\n\r\n.leading dot\r\n%s", o.To, o.MessageID, o.Text), nil
}

// start runs a Postfix that ends with the test.
func start(t *testing.T, opt postfix.Options) *postfix.Server {
	t.Helper()
	s, err := postfix.Start(t.TempDir(), opt)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Stop(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// until polls a process of another program.
func until(t *testing.T, what string, ok func() bool) {
	t.Helper()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for range 1000 {
		if ok() {
			return
		}
		<-tick.C
	}
	t.Fatalf("gave up waiting for %s", what)
}

func TestCourierToPostfix(t *testing.T) {
	box := filepath.Join(t.TempDir(), "alice")
	s := start(t, postfix.Options{Maildirs: map[string]string{"alice@site.test": box}, MessageSize: 50_000})
	q := &queue{settled: map[string]store.Settlement{}}
	for i := range 120 {
		q.entries = append(q.entries, store.Outgoing{ID: fmt.Sprint(i), Kind: store.OutAck, Auto: true, To: "alice@site.test", MessageID: fmt.Sprintf("%d@cert.test", i)})
		if i%10 == 5 { // refused between others: replies and commands must stay in step
			q.entries = append(q.entries, store.Outgoing{ID: fmt.Sprint("no", i), Kind: store.OutAck, Auto: true, To: "-nobody@site.test", MessageID: fmt.Sprintf("no%d@cert.test", i)})
		}
	}
	q.entries = append(q.entries,
		store.Outgoing{ID: "else", Kind: store.OutForward, To: "team@csirt.test", MessageID: "else@cert.test"},
		store.Outgoing{ID: "big", Kind: store.OutForward, To: "team@csirt.test", MessageID: "big@cert.test", Text: strings.Repeat("line\r\n", 20_000)})
	c, err := courier.New(courier.Config{URL: "smtp://" + s.Addr, Bounce: "bounces@cert.test"}, q, compose)
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Check(t.Context()); err != nil {
		t.Fatal(err)
	}
	tally, err := c.Drain(t.Context(), nil)
	if err != nil || tally.Sent != 121 || tally.Failed != 13 {
		t.Fatalf("tally %+v, error %v; want 121 sent, the large one and those to a bad address failed", tally, err)
	}
	for i := 5; i < 120; i += 10 {
		if got := q.settled[fmt.Sprint("no", i)]; got.State != store.Failed || !strings.HasPrefix(got.Response, "501 5.1.3") {
			t.Errorf("mail to a bad address is %s (%s), want it refused", got.State, got.Response)
		}
	}
	if got := q.settled["big"].Response; !strings.Contains(got, "50000") {
		t.Errorf("large mail failed with %q, want the server's limit", got)
	}
	if got := q.settled["else"].Response; !strings.Contains(got, "queued as") {
		t.Errorf("accepted with %q, want the queue id", got)
	}
	check(t, s, box)
}

// check looks at what Postfix delivered.
func check(t *testing.T, s *postfix.Server, box string) {
	t.Helper()
	until(t, "delivery", func() bool { n, err := s.Queued(); return err == nil && n == 0 })
	mails, err := postfix.Read(box)
	if err != nil || len(mails) != 120 {
		t.Fatalf("%d mails in the box, error %v; want 120\n%s", len(mails), err, s.Log())
	}
	if m := string(mails[0]); !strings.Contains(m, "Return-Path: <>") || !strings.Contains(m, "\n.leading dot\n") {
		t.Errorf("mail came as %q", m)
	}
	rest, err := postfix.Read(s.CatchAll)
	if err != nil || len(rest) != 1 || !strings.Contains(string(rest[0]), "Return-Path: <bounces@cert.test>") {
		t.Errorf("catch-all has %d mails, error %v; want the forward from our bounce address", len(rest), err)
	}
}

func TestStopLeavesNothing(t *testing.T) {
	s := start(t, postfix.Options{})
	if err := s.Stop(); err != nil {
		t.Fatal(err)
	}
	if conn, err := net.DialTimeout("tcp", s.Addr, time.Second); err == nil {
		conn.Close()
		t.Error("smtpd still answers")
	}
	if again, err := postfix.Start(t.TempDir(), postfix.Options{}); err != nil {
		t.Errorf("a second one after the first: %v", err)
	} else if err := again.Stop(); err != nil {
		t.Error(err)
	}
}

func TestMissingPostfixNamesThePackage(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	if _, err := postfix.Start(t.TempDir(), postfix.Options{}); err == nil || !strings.Contains(err.Error(), "apt-get install postfix") {
		t.Errorf("without Postfix: %v; want the package named", err)
	}
	if _, err := postfix.Read(filepath.Join(os.TempDir(), "no such folder")); err != nil {
		t.Errorf("a Maildir not there yet: %v, want no mail", err)
	}
}
