package imaptest

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"strconv"
	"strings"
	"sync"
)

// A Mail is one message of a Scripted server.
type Mail struct {
	UID uint32
	Raw []byte
}

// Scripted is a server with one folder and no manners to speak of: it takes any
// password, answers what this program asks and nothing else, and Break may answer
// any command otherwise. Set the fields before Serve; use Change later.
type Scripted struct {
	Caps     string // "" for IMAP4rev1 SASL-IR UIDPLUS MOVE IDLE
	Validity uint32 // 0 for 1
	Mails    []Mail
	Break    Fault // nil for a good server

	mu    sync.Mutex
	conns map[net.Conn]struct{}
	seen  []string
}

// A Command is one line of the client: the name is in upper case, with "UID ".
type Command struct{ Tag, Name, Rest string }

// A Fault answers a command in its own way, or returns false to leave it.
type Fault func(w *Wire, c Command) bool

// A Wire is the connection to one client.
type Wire struct {
	*Scripted
	conn net.Conn
	r    *bufio.Reader
	out  *bufio.Writer
}

// Serve answers on ln until it is closed.
func (s *Scripted) Serve(ln net.Listener) error {
	for {
		conn, err := ln.Accept()
		if err != nil {
			return nil
		}
		s.mu.Lock()
		if s.conns == nil {
			s.conns = map[net.Conn]struct{}{}
		}
		s.conns[conn] = struct{}{}
		s.mu.Unlock()
		go (&Wire{Scripted: s, conn: conn, r: bufio.NewReader(conn), out: bufio.NewWriter(conn)}).serve()
	}
}

// Close ends all connections.
func (s *Scripted) Close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for conn := range s.conns {
		conn.Close()
	}
}

// Change runs f while no command is looked at.
func (s *Scripted) Change(f func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	f()
}

// Seen returns the lines that clients sent, without their tags.
func (s *Scripted) Seen() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]string(nil), s.seen...)
}

func (s *Scripted) capsLine() string {
	if s.Caps != "" {
		return s.Caps
	}
	return "IMAP4rev1 SASL-IR UIDPLUS MOVE IDLE"
}

func (w *Wire) serve() {
	defer w.conn.Close()
	if w.fault(Command{Name: "GREETING"}) {
		return
	}
	w.Send("* OK [CAPABILITY %s] ready", w.capsLine())
	for {
		c, err := w.Read()
		if err != nil {
			return
		}
		if !w.fault(c) && !w.Answer(c) {
			return
		}
		w.out.Flush()
	}
}

// fault asks Break, without the lock: it may wait.
func (w *Wire) fault(c Command) bool {
	w.mu.Lock()
	broken := w.Break
	w.mu.Unlock()
	done := broken != nil && broken(w, c)
	w.out.Flush()
	return done
}

// Read reads one command.
func (w *Wire) Read() (Command, error) {
	line, err := w.Line()
	if err != nil {
		return Command{}, err
	}
	tag, rest, _ := strings.Cut(line, " ")
	name, rest, _ := strings.Cut(rest, " ")
	if strings.EqualFold(name, "UID") {
		var sub string
		sub, rest, _ = strings.Cut(rest, " ")
		name += " " + sub
	}
	w.mu.Lock()
	w.seen = append(w.seen, strings.TrimSpace(strings.ToUpper(name)+" "+rest))
	w.mu.Unlock()
	return Command{tag, strings.ToUpper(name), rest}, nil
}

// Line reads one line without its end.
func (w *Wire) Line() (string, error) {
	line, err := w.r.ReadString('\n')
	return strings.TrimRight(line, "\r\n"), err
}

// Send writes a line.
func (w *Wire) Send(format string, args ...any) {
	fmt.Fprintf(w.out, format+"\r\n", args...)
	w.out.Flush()
}

// Raw writes bytes as they are.
func (w *Wire) Raw(b []byte) {
	w.out.Write(b)
	w.out.Flush()
}

// Cut ends the connection.
func (w *Wire) Cut() { w.conn.Close() }

// Hang is silent until the client goes away.
func (w *Wire) Hang() { io.Copy(io.Discard, w.r) }

// Answer answers as a good server would; false ends the connection.
func (w *Wire) Answer(c Command) bool {
	switch c.Name {
	case "LOGOUT":
		w.Send("* BYE see you")
		w.Send("%s OK done", c.Tag)
		return false
	case "CAPABILITY":
		w.Send("* CAPABILITY %s", w.capsLine())
	case "SELECT", "EXAMINE":
		w.greetFolder()
	case "UID SEARCH":
		w.search(c)
	case "UID FETCH":
		set, items, _ := strings.Cut(c.Rest, " ")
		for _, m := range w.In(set) {
			w.Fetch(m, items)
		}
	case "UID MOVE":
		w.move(c)
	case "IDLE":
		w.Send("+ idling")
		if _, err := w.Line(); err != nil {
			return false
		}
	}
	w.Send("%s OK done", c.Tag)
	return true
}

func (w *Wire) greetFolder() {
	w.mu.Lock()
	n, validity := len(w.Mails), max(w.Validity, 1)
	w.mu.Unlock()
	w.Send("* FLAGS (\\Seen)")
	w.Send("* %d EXISTS", n)
	w.Send("* OK [PERMANENTFLAGS (\\Seen \\*)] ok")
	w.Send("* OK [UIDVALIDITY %d] ok", validity)
}

func (w *Wire) search(c Command) {
	line := "* SEARCH"
	for _, m := range w.In(strings.TrimPrefix(strings.TrimSuffix(strings.TrimPrefix(c.Rest, "("), ")"), "UID ")) {
		line += fmt.Sprint(" ", m.UID)
	}
	w.Send("%s", line)
}

func (w *Wire) move(c Command) {
	set, _, _ := strings.Cut(c.Rest, " ")
	for _, m := range w.In(set) {
		w.mu.Lock()
		for i := range w.Mails {
			if w.Mails[i].UID == m.UID {
				w.Mails = append(w.Mails[:i:i], w.Mails[i+1:]...)
				break
			}
		}
		w.mu.Unlock()
	}
	w.Send("* OK [COPYUID 7 %s %s] moved", set, set)
}

// In returns the messages of a UID set.
func (w *Wire) In(set string) (out []Mail) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for i, m := range w.Mails {
		if inSet(set, m.UID, i == len(w.Mails)-1) {
			out = append(out, m)
		}
	}
	return out
}

// inSet tells whether a UID is in a set such as 1,3:5,9:*; "*" is the last message.
func inSet(set string, uid uint32, last bool) bool {
	if set == "ALL" {
		return true
	}
	for part := range strings.SplitSeq(set, ",") {
		low, high, ranged := strings.Cut(part, ":")
		from, _ := strconv.ParseUint(low, 10, 32)
		to, _ := strconv.ParseUint(high, 10, 32)
		switch {
		case high == "*" && (last || uint64(uid) >= from),
			ranged && from <= uint64(uid) && uint64(uid) <= to,
			!ranged && from == uint64(uid):
			return true
		}
	}
	return false
}

// Fetch writes one good FETCH answer with the items asked for.
func (w *Wire) Fetch(m Mail, items string) {
	w.Send("* %d FETCH (UID %d%s)", m.UID, m.UID, w.Items(m, items))
}

// Items are the data items asked for, each after a blank: size, date, header, body.
func (w *Wire) Items(m Mail, items string) string {
	out := ""
	if strings.Contains(items, "INTERNALDATE") {
		out += ` INTERNALDATE "01-Feb-2026 10:00:00 +0000"`
	}
	if strings.Contains(items, "RFC822.SIZE") {
		out += fmt.Sprintf(" RFC822.SIZE %d", len(m.Raw))
	}
	switch {
	case strings.Contains(items, "[HEADER]"):
		out += fmt.Sprintf(" BODY[HEADER]<0> {%d}\r\n%s", len(header(m.Raw)), header(m.Raw))
	case strings.Contains(items, "BODY"):
		out += fmt.Sprintf(" BODY[] {%d}\r\n%s", len(m.Raw), m.Raw)
	}
	return out
}
