package main

import (
	"bytes"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-smtp"
	"github.com/rogpeppe/go-internal/testscript"

	"tocsin/cmd/tocsin/setup"
	"tocsin/intake/mailbox/imaptest"
	"tocsin/router/courier/smtptest"
	"tocsin/store/bolt"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"tocsin": main})
}

// TestScript runs each file of testdata/script: the command line's own
// specification. Beside testscript's commands there are
//
//	house DIR       a filled-in configuration, with servers that let it in, and
//	                one that refuses mail to refused@
//	append FILE     a mail in that house's mailbox
//	outgoing N FILE wait until N mails went out, and write them into FILE
//	reached FILE    wait until a file, such as the socket, is there
//	field NAME FILE NAME's value in the JSON of FILE, as $NAME
//	status N CMD    CMD, which has to exit with N
//	replace A B F   B for the first A in file F
//	modes M FILE... these permissions
//	hold FILE       another process's lock on a store, until release
//	chown UID FILE  to another owner, under [root]
//	cut N FILE      the first N bytes of FILE are left
//	thief FROM TO   a key in file TO that claims the subkey of the one in FROM
//	living SOCKET   wait until somebody answers there
func TestScript(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){
			"house": house, "append": appendMail, "outgoing": outgoing, "reached": reached, "field": field,
			"status": status, "replace": replace, "modes": modes, "hold": hold, "release": release, "living": living, "cut": cut, "chown": chown, "thief": thief,
		},
		Condition: func(name string) (bool, error) { return name == "root" && os.Geteuid() == 0, nil },
		Setup: func(e *testscript.Env) error {
			w := &world{imap: imaptest.New(imaptest.Options{Users: map[string]string{"team": "geheim"}})}
			e.Values[worldKey{}] = w
			e.Defer(w.close)
			return w.start()
		},
	})
}

// deadline is how long a script waits for another process.
const deadline = time.Minute

type worldKey struct{}

// A world is the servers around one script.
type world struct {
	imap *imaptest.Server
	door net.Listener
	sink *smtptest.Server
	held *bolt.Engine
}

func (w *world) start() (err error) {
	if w.door, err = net.Listen("tcp", "127.0.0.1:0"); err != nil {
		return err
	}
	go w.imap.Serve(w.door)
	w.sink, err = smtptest.Start(smtptest.Options{Answer: func(r smtptest.Request) *smtptest.Answer {
		if r.Stage == smtptest.AtRcpt && strings.HasPrefix(r.To, "refused@") {
			return &smtptest.Answer{Code: 550, Enhanced: smtp.EnhancedCode{5, 1, 1}, Message: "no such user"}
		}
		return nil
	}})
	return err
}

func (w *world) close() {
	w.imap.Close()
	if w.sink != nil {
		w.sink.Close()
	}
}

func worldOf(ts *testscript.TestScript) *world { return ts.Value(worldKey{}).(*world) }

func need(ts *testscript.TestScript, neg bool, args []string, n int, use string) {
	if neg || len(args) != n {
		ts.Fatalf("usage: %s", use)
	}
}

// house does what a person does after init: fill in the blanks.
func house(ts *testscript.TestScript, neg bool, args []string) {
	need(ts, neg, args, 1, "house DIR")
	w, dir := worldOf(ts), ts.MkAbs(args[0])
	_, err := setup.Write(dir, setup.Answers{Name: "CERT Example", Tag: "CERT-EX", Address: "incident@cert.example"}, time.Now())
	ts.Check(err)
	file := filepath.Join(dir, "tocsin.toml")
	text := ts.ReadFile(file)
	tls := "\ntls = { insecure_loopback = true }"
	text = strings.Replace(text, `url = "" `, fmt.Sprintf("url = %q%s", "imap://team@"+w.door.Addr().String()+"/INBOX", tls), 1)
	text = strings.Replace(text, `url = "" `, fmt.Sprintf("url = %q%s", "smtp://"+w.sink.Addr(), tls), 1)
	text = strings.Replace(text, `password_file = "secrets/smtp"`, "", 1)
	text = strings.ReplaceAll(text, "FILL IN", "filled in")
	ts.Check(errors.Join(os.WriteFile(file, []byte(text), 0o600), os.WriteFile(filepath.Join(dir, "secrets/imap"), []byte("geheim\n"), 0o600)))
}

func appendMail(ts *testscript.TestScript, neg bool, args []string) {
	need(ts, neg, args, 1, "append FILE")
	raw := strings.ReplaceAll(ts.ReadFile(args[0]), "\n", "\r\n")
	worldOf(ts).imap.Append("team", "INBOX", []byte(raw))
}

func outgoing(ts *testscript.TestScript, neg bool, args []string) {
	need(ts, neg, args, 2, "outgoing N FILE")
	n, err := strconv.Atoi(args[0])
	ts.Check(err)
	w := worldOf(ts)
	until(ts, func() bool { return len(w.sink.Mails()) >= n }, "%d mails went out, not %d", len(w.sink.Mails()), n)
	var all bytes.Buffer
	for _, m := range w.sink.Mails() {
		fmt.Fprintf(&all, "MAIL FROM:<%s>\nRCPT TO:%v\n%s\n", m.From, m.To, bytes.ReplaceAll(m.Raw, []byte("\r\n"), []byte("\n")))
	}
	if got := len(w.sink.Mails()); got != n {
		ts.Fatalf("%d mails went out, not %d:\n%s", got, n, all.String())
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), all.Bytes(), 0o600))
}

func reached(ts *testscript.TestScript, neg bool, args []string) {
	need(ts, neg, args, 1, "reached FILE")
	path := ts.MkAbs(args[0])
	until(ts, func() bool { _, err := os.Stat(path); return err == nil }, "%s did not appear", path)
}

// field finds the first "name":"value" in JSON output and sets $name.
func field(ts *testscript.TestScript, neg bool, args []string) {
	need(ts, neg, args, 2, "field NAME FILE")
	_, rest, ok := strings.Cut(ts.ReadFile(args[1]), `"`+args[0]+`":"`)
	value, _, ended := strings.Cut(rest, `"`)
	if !ok || !ended {
		ts.Fatalf("no field %s in %s", args[0], args[1])
	}
	ts.Setenv(args[0], value)
}

// until polls for what another process does.
func until(ts *testscript.TestScript, done func() bool, format string, args ...any) {
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for end := time.Now().Add(deadline); !done(); <-tick.C {
		if time.Now().After(end) {
			ts.Fatalf(format, args...)
		}
	}
}
