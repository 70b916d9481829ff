package courier

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"net/textproto"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"tocsin/router/courier/smtptest"
	"tocsin/store"
)

const (
	greeting  = "220 a\r\n250-a\r\n250 8BITMIME\r\n"
	pipelined = "220 a\r\n250-a\r\n250-8BITMIME\r\n250 PIPELINING\r\n"
	leave     = "250 ok\r\n250 ok\r\n354 go\r\n" // to send a mail
)

// mailTo is a small mail to somebody, ready to be sent.
func mailTo(to string) *job {
	return &job{Outgoing: entry("e", store.OutAck, to), from: "b@cert.test", raw: []byte("Subject: " + to + "\r\n\r\n.hi\r\n")}
}

// TestEachReplyBelongsToItsCommand: the fate of a mail is the same with and
// without pipelining, whichever command is refused or not answered.
func TestEachReplyBelongsToItsCommand(t *testing.T) {
	for _, c := range []struct {
		name     string
		stepwise string // replies after EHLO, without pipelining
		piped    string // and with it: to each command, whatever came before
		at       stage
		want     fate
	}{
		{"taken", leave + "250 ok\r\n", leave + "250 ok\r\n", atDot, accepted},
		{"taken in other words", leave + "252 ok\r\n", leave + "252 ok\r\n", atDot, accepted},
		{"sender refused", "550 no\r\n", "550 no\r\n503 no\r\n503 no\r\n", atMail, blocked},
		{"sender refused, data wanted", "550 no\r\n", "550 no\r\n503 no\r\n354 go\r\n", atMail, blocked},
		{"too large", "552 no\r\n", "552 no\r\n503 no\r\n503 no\r\n", atMail, refused},
		{"recipient refused", "250 ok\r\n550 no\r\n", "250 ok\r\n550 no\r\n554 no\r\n", atRcpt, refused},
		{"recipient refused, data wanted", "250 ok\r\n550 no\r\n", "250 ok\r\n550 no\r\n354 go\r\n554 nobody\r\n", atRcpt, refused},
		{"recipient put off", "250 ok\r\n450 no\r\n", "250 ok\r\n450-no\r\n450 no\r\n503 no\r\n", atRcpt, deferred},
		{"data refused", "250 ok\r\n250 ok\r\n554 no\r\n", "250 ok\r\n250 ok\r\n554 no\r\n", atData, refused},
		{"good-bye at RCPT", "250 ok\r\n421 bye\r\n", "250 ok\r\n421 bye\r\n", atRcpt, again},
		{"cut at MAIL", "", "", atMail, again},
		{"cut at DATA", "250 ok\r\n250 ok\r\n", "250 ok\r\n250 ok\r\n", atData, again},
		{"refused, then cut", "250 ok\r\n550 no\r\n", "250 ok\r\n550 no\r\n", atRcpt, refused},
		{"out of step", "250 ok\r\n354 go\r\n", "250 ok\r\n354 go\r\n554 no\r\n", atRcpt, again},
		{"no reply at all", "250 ok\r\nwhat?\r\n", "250 ok\r\nwhat?\r\n250 ok\r\n", atRcpt, again},
		{"mail refused", leave + "554 no\r\n", leave + "554 no\r\n", atDot, refused},
		{"mail put off", leave + "452 no\r\n", leave + "452 no\r\n", atDot, deferred},
		{"cut after the dot", leave, leave, atDot, unclear},
		{"nonsense after the dot", leave + "2x0\r\n", leave + "2x0\r\n", atDot, unclear},
		{"half a line after the dot", leave + "250 o", leave + "250 o", atDot, unclear},
	} {
		for greet, replies := range map[string]string{greeting: c.stepwise, pipelined: c.piped} {
			conn := &scripted{in: bytes.NewReader([]byte(greet + replies))}
			at, err := deliver(conn, mailTo("r@x.test"))
			if got := judge(at, err); at != c.at || got != c.want {
				t.Errorf("%s, %q: fate %d at %d (%v), want %d at %d", c.name, replies, got, at, err, c.want, c.at)
			}
			if sent := bytes.Contains(conn.wrote.Bytes(), []byte("hi\r\n.\r\n")); sent != (c.at == atDot) {
				t.Errorf("%s: whole mail sent %v", c.name, sent)
			}
		}
	}
}

// counting is a scripted server that counts the writes it gets.
type counting struct {
	scripted
	groups []string
}

func (c *counting) Write(b []byte) (int, error) {
	c.groups = append(c.groups, string(b))
	return len(b), nil
}

// TestGroups shows what goes out in one write: DATA is the last of each group,
// and only a server that says so gets more than one command.
func TestGroups(t *testing.T) {
	first, second := mailTo("1@x.test"), mailTo("2@x.test")
	envelope := func(to string) []string {
		return []string{"MAIL FROM:<b@cert.test> BODY=8BITMIME\r\n", "RCPT TO:<" + to + ">\r\n", "DATA\r\n"}
	}
	mail := func(to string) string { return "Subject: " + to + "\r\n\r\n..hi\r\n.\r\n" }
	one, two := strings.Join(envelope("1@x.test"), ""), strings.Join(envelope("2@x.test"), "")
	stepwise := append(append(append(envelope("1@x.test"), mail("1@x.test")), envelope("2@x.test")...), mail("2@x.test"))
	for greet, want := range map[string][]string{
		greeting:  stepwise,
		pipelined: {one, mail("1@x.test") + two, mail("2@x.test")},
	} {
		conn := &counting{scripted: scripted{in: bytes.NewReader([]byte(greet + strings.Repeat(leave+"250 ok\r\n", 2)))}}
		s := greeted(t, conn)
		for j, next := range map[*job]*job{first: second} {
			if _, at, err := s.submit(j, func() *job { return next }); judge(at, err) != accepted {
				t.Errorf("first mail: %v at %d", err, at)
			}
		}
		if _, at, err := s.submit(second, none); judge(at, err) != accepted {
			t.Errorf("second mail: %v at %d", err, at)
		}
		if diff := cmp.Diff(want, conn.groups[1:]); diff != "" {
			t.Errorf("writes after EHLO: %s", diff)
		}
	}
}

// TestRefusedMailLeavesTheNextOne: the replies behind a refused mail are those
// to the envelope that went out with it.
func TestRefusedMailLeavesTheNextOne(t *testing.T) {
	for _, c := range []struct {
		replies string
		at      stage
		want    fate
	}{
		{"250 ok\r\n250 ok\r\n354 go\r\n250 ok\r\n", atDot, accepted},
		{"250 ok\r\n550 no\r\n554 no\r\n", atRcpt, refused},
		{"250 ok\r\n550 no\r\n354 go\r\n554 no\r\n", atRcpt, refused},
		{"421 bye\r\n", atMail, again},
		{"", atMail, again},
	} {
		s := greeted(t, &scripted{in: bytes.NewReader([]byte(pipelined + leave + "554 5.7.1 spam\r\n" + c.replies))})
		next := mailTo("2@x.test")
		if _, at, err := s.submit(mailTo("1@x.test"), func() *job { return next }); at != atDot || judge(at, err) != refused {
			t.Errorf("first mail: %v at %d, want it refused", err, at)
		}
		if _, at, err := s.submit(next, none); at != c.at || judge(at, err) != c.want {
			t.Errorf("second mail by %q: %v at %d, want fate %d at %d", c.replies, err, at, c.want, c.at)
		}
	}
}

func TestNothingGoesAheadBehindALargeMail(t *testing.T) {
	large, next := mailTo("1@x.test"), mailTo("2@x.test")
	large.raw = append(large.raw, strings.Repeat("line\r\n", 1000)...)
	s := greeted(t, &scripted{in: bytes.NewReader([]byte(pipelined + leave + "250 ok\r\n"))})
	if _, at, err := s.submit(large, func() *job { return next }); judge(at, err) != accepted || s.ahead != nil {
		t.Errorf("%v at %d with %v ahead, want the mail alone", err, at, s.ahead)
	}
}

func TestWhatTheServerCanNotTakeIsNotSent(t *testing.T) {
	conn := &scripted{in: bytes.NewReader([]byte("220 a\r\n250-a\r\n250 SIZE 20\r\n"))}
	s := greeted(t, conn)
	before := conn.wrote.Len()
	if _, at, err := s.submit(mailTo("r@x.test"), none); judge(at, err) != refused || conn.wrote.Len() != before {
		t.Errorf("too large a mail: %v at %d, %q written", err, at, conn.wrote.Bytes()[before:])
	}
}

// FuzzContent: what a server reads up to the final dot is the mail, whatever
// dots it has, and nothing is behind.
func FuzzContent(f *testing.F) {
	for _, s := range []string{"", ".", "a\r\n.\r\nb", "..\r\n.", "a\n.b\r.\n", "x\r\n.\r\nMAIL FROM:<>\r\n", "no end"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, in []byte) {
		raw := normalise(in)
		conn := &scripted{}
		s := newSession(conn, 0)
		if err := s.content(raw); err != nil || s.out.Flush() != nil {
			t.Fatal(err)
		}
		sent := bufio.NewReader(&conn.wrote)
		got, err := io.ReadAll(textproto.NewReader(sent).DotReader())
		want := strings.ReplaceAll(string(raw), "\r\n", "\n")
		if !strings.HasSuffix(want, "\n") {
			want += "\n"
		}
		if err != nil || string(got) != want || sent.Buffered() > 0 {
			t.Errorf("server reads %q, %v, and %d bytes behind; want %q", got, err, sent.Buffered(), want)
		}
	})
}

// TestStopBreaksOffWhatWasBegunAhead: the envelope of the second mail is out
// when the round is told to stop; its mail must not follow, nor an empty one.
func TestStopBreaksOffWhatWasBegunAhead(t *testing.T) {
	s := sink(t, smtptest.Options{})
	q := newQueue()
	c := courierTo(t, s, q)
	v, err := c.connect(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	ctx, halt := context.WithCancelCause(t.Context())
	r := &round{c: c, ctx: ctx, hard: t.Context(), ready: make(chan *job, 2)}
	l := lane{r: r}
	l.use(v)
	first, second := mailTo("1@x.test"), mailTo("2@x.test")
	first.ends, second.ends = time.Now().Add(time.Hour), time.Now().Add(time.Hour)
	r.ready <- second
	if got := l.attempt(first); got.State != store.Sent || v.ahead != second {
		t.Fatalf("first mail is %+v with %v ahead, want it sent and the second begun", got, v.ahead)
	}
	halt(errStrikes)
	if got := l.attempt(l.take()); got.State != store.Due || l.s != nil {
		t.Errorf("second mail is %+v, want it given back and the connection ended", got)
	}
	s.Close()
	if n := len(s.Mails()); n != 1 {
		t.Errorf("the server has %d mails, want the first alone", n)
	}
}

func TestNobodyIsPeekedAtWhere(t *testing.T) {
	for name, change := range map[string]func(*Courier, *session, *job){
		"a rate is to be kept":    func(c *Courier, _ *session, _ *job) { c.cfg.Rate = 60 },
		"the connection is spent": func(c *Courier, v *session, _ *job) { v.mails = c.cfg.PerConnection },
		"the address is bad":      func(_ *Courier, _ *session, j *job) { j.To = "a> <b@c.test" },
		"its lease runs out":      func(_ *Courier, _ *session, j *job) { j.patience = 2 * time.Hour },
		"its domain rests": func(c *Courier, _ *session, j *job) {
			for range domainPatient {
				c.rests.domain(domainOf(j.To), time.Now())
			}
		},
	} {
		c := courierTo(t, sink(t, smtptest.Options{}), newQueue())
		r := &round{c: c, ctx: t.Context(), ready: make(chan *job, 1)}
		l, j := lane{r: r, s: &session{}}, mailTo("r@x.test")
		j.ends = time.Now().Add(time.Hour)
		r.ready <- j
		if l.peek() != j || l.peek() != j {
			t.Error("nothing was peeked at")
		}
		if change(c, l.s, j); l.peek() != nil || l.take() != j {
			t.Errorf("peeked at a mail though %s, or lost it", name)
		}
	}
}
