package imaptest

import (
	"bufio"
	"fmt"
	"net"
	"slices"
	"strings"
	"testing"
	"time"
)

// A client speaks line by line, to see what exactly a scripted server says.
type client struct {
	t    *testing.T
	conn net.Conn
	r    *bufio.Reader
	n    int
}

// talk connects to a scripted server with two messages.
func talk(t *testing.T, fault Fault) (*Scripted, *client) {
	t.Helper()
	s := &Scripted{Validity: 9, Mails: []Mail{{3, []byte("A: b\r\n\r\nthree")}, {5, []byte("A: b\r\n\r\nfive!")}}, Break: fault}
	ln := NewPipe()
	go s.Serve(ln)
	t.Cleanup(func() { ln.Close(); s.Close() })
	conn, err := ln.Dial(t.Context(), "", "")
	if err != nil {
		t.Fatal(err)
	}
	c := &client{t: t, conn: conn, r: bufio.NewReader(conn)}
	if line, err := c.r.ReadString('\n'); err != nil || !strings.HasPrefix(line, "* OK [CAPABILITY IMAP4rev1") {
		t.Fatalf("greeting %q, %v", line, err)
	}
	return s, c
}

// ask sends a command and returns all up to its tagged answer, or to the end.
func (c *client) ask(command string) string {
	c.n++
	tag := fmt.Sprintf("a%d", c.n)
	go fmt.Fprintf(c.conn, "%s %s\r\n", tag, command)
	var out strings.Builder
	for {
		line, err := c.r.ReadString('\n')
		out.WriteString(line)
		if err != nil {
			return out.String() + "END"
		}
		if strings.HasPrefix(line, tag+" ") {
			return strings.ReplaceAll(out.String(), tag, "TAG")
		}
	}
}

func TestScriptedAnswersWell(t *testing.T) {
	s, c := talk(t, nil)
	for _, step := range []struct{ command, want string }{
		{"login u p", "TAG OK done\r\n"},
		{"SELECT INBOX", "UIDVALIDITY 9"},
		{"SELECT INBOX", "* 2 EXISTS"},
		{"UID SEARCH UID 4:*", "* SEARCH 5\r\n"},
		{"UID SEARCH UID 9:*", "* SEARCH 5\r\n"}, // the last message always matches
		{"UID SEARCH UID (3)", "* SEARCH"},
		{"uid fetch 3 (UID RFC822.SIZE)", "* 3 FETCH (UID 3 RFC822.SIZE 13)\r\n"},
		{"UID FETCH 3 (INTERNALDATE)", "INTERNALDATE"},
		{"UID FETCH 5 (BODY.PEEK[])", "* 5 FETCH (UID 5 BODY[] {13}\r\nA: b\r\n\r\nfive!)\r\n"},
		{"UID FETCH 5 (BODY.PEEK[HEADER]<0.9>)", "BODY[HEADER]<0> {8}\r\nA: b\r\n\r\n)"},
		{"UID MOVE 3 X", "* OK [COPYUID 7 3 3] moved"},
		{"UID SEARCH UID 1:*", "* SEARCH 5\r\n"},
		{"CAPABILITY", "* CAPABILITY IMAP4rev1"},
		{"LOGOUT", "* BYE"},
	} {
		if got := c.ask(step.command); !strings.Contains(got, step.want) {
			t.Errorf("%s: %q, want %q", step.command, got, step.want)
		}
	}
	if seen := s.Seen(); len(seen) != 14 || seen[0] != "LOGIN u p" || !slices.Contains(seen, "UID MOVE 3 X") {
		t.Errorf("seen %q", seen)
	}
}

func TestFaultsBreakWhatTheySay(t *testing.T) {
	const fetch = "UID FETCH 3:5 (UID RFC822.SIZE BODY.PEEK[])"
	for name, f := range map[string]struct {
		fault         Fault
		command, want string
	}{
		"cut literal":  {CutLiteral(5), fetch, "BODY[] {13}\r\nA: b\r\nEND"},
		"cut before":   {CutBefore(5), fetch, "three)\r\nEND"},
		"nil":          {NilBody(5), fetch, "* 5 FETCH (UID 5 RFC822.SIZE 0 BODY[] NIL)"},
		"uid last":     {UIDLast(5), fetch, "five! UID 5)"},
		"unsolicited":  {UnsolicitedFirst(5), fetch, "* 5 FETCH (UID 5 FLAGS (\\Seen))\r\n* 5 FETCH (UID 5 RFC822"},
		"twice":        {Twice(5), fetch, "another message under the same UID"},
		"wrong size":   {WrongSize(5, 2), fetch, "RFC822.SIZE 15 BODY[] {13}"},
		"shorter":      {Shorter(5, 8), fetch, "RFC822.SIZE 13 BODY[] {7}\r\nA: b\r\n\r)"},
		"huge":         {Huge(5), fetch, "{99999999999}\r\nxxxxEND"},
		"other uid":    {NilBody(7), fetch, "five!"},
		"only bodies":  {NilBody(5), "UID FETCH 5 (RFC822.SIZE)", "RFC822.SIZE 13"},
		"vanished":     {Vanished("NOOP"), "NOOP", "* VANISHED 5\r\nTAG OK"},
		"plus":         {StrayPlus("NOOP"), "NOOP", "+ go on\r\nTAG OK"},
		"shrink":       {Shrink("NOOP"), "NOOP", "* 0 EXISTS\r\nTAG OK"},
		"bye":          {Bye("NOOP", "gone"), "NOOP", "* BYE gone\r\nEND"},
		"refuse":       {Refuse("NOOP", "NO [LIMIT] no"), "NOOP", "TAG NO [LIMIT] no"},
		"throttle":     {Throttle("NOOP", time.Second), "NOOP", "TAG BAD Request is throttled. Suggested Backoff Time: 1000 milliseconds"},
		"first of all": {All(Refuse("NOOP", "NO 1"), Refuse("NOOP", "NO 2")), "NOOP", "TAG NO 1"},
		"last of all":  {All(Refuse("X", "NO 1"), Refuse("NOOP", "NO 2")), "NOOP", "TAG NO 2"},
	} {
		_, c := talk(t, f.fault)
		if got := c.ask(f.command); !strings.Contains(got, f.want) {
			t.Errorf("%s: %q, want %q", name, got, f.want)
		}
	}
}

func TestTimesEnds(t *testing.T) {
	_, c := talk(t, Times(2, Refuse("NOOP", "NO")))
	for i, want := range []string{"NO", "NO", "OK", "OK"} {
		if got := c.ask("NOOP"); !strings.HasPrefix(got, "TAG "+want) {
			t.Errorf("answer %d: %q", i, got)
		}
	}
}

func TestSilentSaysNothing(t *testing.T) {
	_, c := talk(t, Silent("NOOP"))
	go fmt.Fprint(c.conn, "a NOOP\r\n")
	if err := c.conn.SetReadDeadline(time.Now().Add(50 * time.Millisecond)); err != nil {
		t.Fatal(err)
	}
	if line, err := c.r.ReadString('\n'); err == nil {
		t.Errorf("said %q", line)
	}
}
