package daemon_test

import (
	"bytes"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"testing"
	"time"

	openpgp "github.com/ProtonMail/go-crypto/openpgp/v2"

	"tocsin/cmd/tocsin/config"
	"tocsin/cmd/tocsin/daemon"
	"tocsin/cmd/tocsin/setup"
	"tocsin/intake/mailbox/imaptest"
	"tocsin/router/courier/smtptest"
	"tocsin/store"
)

// A stand is a house with an IMAP and an SMTP server that let it in.
type stand struct {
	dir  string
	imap *imaptest.Server
	sink *smtptest.Server
}

// house writes a filled-in configuration; edit changes its text before.
func house(t *testing.T, edit func(string) string) *stand {
	t.Helper()
	s := &stand{dir: t.TempDir(), imap: imaptest.New(imaptest.Options{Users: map[string]string{"team": "geheim"}})}
	door, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go s.imap.Serve(door)
	t.Cleanup(func() { s.imap.Close() })
	if s.sink, err = smtptest.Start(smtptest.Options{}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.sink.Close() })
	if _, err := setup.Write(s.dir, setup.Answers{Name: "CERT", Tag: "CERT", Address: "incident@cert.example"}, time.Now()); err != nil {
		t.Fatal(err)
	}
	text := fmt.Sprintf(`[team]
name = "CERT"
tag = "CERT"
addresses = ["incident@cert.example"]
[[mailbox]]
url = "imap://team@%s/INBOX"
password_file = "secrets/imap"
tls = { insecure_loopback = true }
[submission]
url = "smtp://%s"
[keys]
team = ["keys/team.asc"]
[store]
url = "bolt:state/tocsin.db"
seal_key_file = "keys/seal.key"
[routing]
directory = ["directory.toml"]
`, door.Addr(), s.sink.Addr())
	if edit != nil {
		text = edit(text)
	}
	err = errors.Join(os.WriteFile(filepath.Join(s.dir, "tocsin.toml"), []byte(text), 0o600), os.WriteFile(filepath.Join(s.dir, "secrets/imap"), []byte("geheim\n"), 0o600))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func (s *stand) config(t *testing.T) *config.Config {
	t.Helper()
	cfg, problems := config.Read(filepath.Join(s.dir, "tocsin.toml"))
	if bad := config.Errors(problems); len(bad) > 0 {
		t.Fatal(bad)
	}
	return cfg
}

func (s *stand) open(t *testing.T) *daemon.Daemon {
	t.Helper()
	d, err := daemon.Open(t.Context(), s.config(t), daemon.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	return d
}

func mail(n int) []byte {
	return fmt.Appendf(nil, "From: rita@school.example\r\nTo: incident@cert.example\r\nSubject: Report %d\r\n"+
		"Message-ID: <%d@school.example>\r\nDate: Sat, 21 Nov 2026 10:00:00 +0000\r\n\r\nBreak-in at 198.51.100.%d.\r\n", n, n, n)
}

// The daemon lets some more garbage gather than Go does, unless it is told how much.
func TestGarbageIsBoundedByGOGC(t *testing.T) {
	before := debug.SetGCPercent(70)
	defer debug.SetGCPercent(before)
	for _, c := range []struct {
		env  string
		want int
	}{{"70", 70}, {"", 110}} {
		t.Setenv("GOGC", c.env)
		house(t, nil).open(t)
		if got := debug.SetGCPercent(70); got != c.want {
			t.Errorf("GOGC=%q: %d percent, want %d", c.env, got, c.want)
		}
	}
}

func TestOnce(t *testing.T) {
	s := house(t, nil)
	for n := range 3 {
		s.imap.Append("team", "INBOX", mail(n))
	}
	d := s.open(t)
	var last [2]int
	r, err := d.Once(t.Context(), func(done, total int) { last = [2]int{done, total} }, nil)
	if err != nil || !r.Done() || r.Filed != 3 || r.Mail.Sent != 3 || last != [2]int{3, 3} {
		t.Errorf("%+v, %v, progress %v", r, err, last)
	}
	if r, err := d.Once(t.Context(), nil, nil); err != nil || r.Found != 0 || !r.Done() {
		t.Errorf("again: %+v, %v", r, err)
	}
	if n := len(s.sink.Mails()); n != 3 {
		t.Errorf("%d mails", n)
	}
}

func TestOnceWithOneMailboxAway(t *testing.T) {
	s := house(t, func(text string) string {
		away := "[[mailbox]]\nurl = \"imap://team@127.0.0.1:1/INBOX\"\npassword_file = \"secrets/imap\"\n[submission]"
		return strings.Replace(text, "[submission]", away, 1)
	})
	s.imap.Append("team", "INBOX", mail(1))
	r, err := s.open(t).Once(t.Context(), nil, nil)
	if err != nil || r.Filed != 1 || len(r.Errors) != 1 || r.Done() || !strings.HasPrefix(r.Errors[0].Error(), "team@127.0.0.1:1/INBOX: ") {
		t.Errorf("%+v, %v", r, err)
	}
}

func TestServe(t *testing.T) {
	s := house(t, nil)
	d := s.open(t)
	ctx, stop := context.WithCancel(t.Context())
	served := make(chan error, 1)
	go func() { served <- d.Serve(ctx) }()
	s.imap.Append("team", "INBOX", mail(1))
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for end := time.Now().Add(10 * time.Second); len(s.sink.Mails()) == 0 && time.Now().Before(end); {
		<-tick.C
	}
	if n := len(s.sink.Mails()); n != 1 {
		t.Errorf("%d mails", n)
	}
	if err := d.Reload(t.Context()); err != nil {
		t.Error(err)
	}
	stop()
	if err := <-served; err != nil {
		t.Error(err)
	}
}

func TestServeEndsWhenAPartGivesUp(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	s := house(t, func(text string) string { return text + fmt.Sprintf("[http]\nlisten = %q\n", taken.Addr()) })
	if err := s.open(t).Serve(t.Context()); err == nil || !strings.Contains(err.Error(), "[http] listen") {
		t.Error(err)
	}
}

func TestHealthAndMetrics(t *testing.T) {
	d := house(t, nil).open(t)
	if _, err := d.Line.TakeFile(t.Context(), "file", "x", mail(1)); err != nil {
		t.Fatal(err)
	}
	get := func(path string) (int, string) {
		w := httptest.NewRecorder()
		d.Handler().ServeHTTP(w, httptest.NewRequest("GET", path, nil))
		return w.Code, w.Body.String()
	}
	if code, text := get("/healthz"); code != http.StatusOK || text != "ok\n" {
		t.Error(code, text)
	}
	code, text := get("/metrics")
	for _, want := range []string{`tocsin_outbox{state="due"} 1`, `tocsin_incidents{status="open"} 1`, "tocsin_quarantined 0", "# TYPE tocsin_filed_total counter"} {
		if code != http.StatusOK || !strings.Contains(text, want+"\n") {
			t.Errorf("%d: no %q in\n%s", code, want, text)
		}
	}
	if code, _ := get("/"); code != http.StatusNotFound {
		t.Error(code)
	}
	d.Close()
	if code, text := get("/healthz"); code != http.StatusServiceUnavailable || !strings.HasPrefix(text, "store: ") {
		t.Error(code, text)
	}
	if code, _ := get("/metrics"); code != http.StatusInternalServerError {
		t.Error(code)
	}
}

func TestOpenRefuses(t *testing.T) {
	s := house(t, nil)
	d := s.open(t)
	d.Close()
	seal := filepath.Join(s.dir, "keys/seal.key")
	for name, c := range map[string]struct {
		file, text string
		want       func(error) bool
	}{
		"seal key":  {seal, strings.Repeat("ab", 32), func(err error) bool { return errors.Is(err, store.ErrSealKey) }},
		"team key":  {filepath.Join(s.dir, "keys/team.asc"), "no key", isProblem("keys/team.asc")},
		"directory": {filepath.Join(s.dir, "directory.toml"), "self = 1\n", isProblem("directory.toml")},
		"password":  {seal, "short", func(err error) bool { return strings.Contains(err.Error(), "holds no seal key") }},
	} {
		before, err := os.ReadFile(c.file)
		if err != nil {
			t.Fatal(err)
		}
		cfg := s.config(t)
		os.WriteFile(c.file, []byte(c.text), 0o600)
		if d, err := daemon.Open(t.Context(), cfg, daemon.Options{}); err == nil || !c.want(err) {
			t.Errorf("%s: %v, %v", name, d, err)
		}
		os.WriteFile(c.file, before, 0o600)
	}
	s.open(t)
}

func TestCredentials(t *testing.T) {
	s := house(t, func(text string) string {
		return strings.NewReplacer(`"keys/team.asc"`, `"$CREDENTIALS_DIRECTORY/team.asc"`, `"secrets/imap"`, `"$CREDENTIALS_DIRECTORY/../secrets/imap"`).Replace(text)
	})
	t.Setenv("CREDENTIALS_DIRECTORY", "")
	cfg := s.config(t)
	if _, problems := daemon.Load(cfg); len(problems) == 0 || len(config.Errors(problems)) > 0 {
		t.Errorf("outside the unit: %v", problems)
	}
	if _, err := daemon.Open(t.Context(), cfg, daemon.Options{}); err == nil || !strings.Contains(err.Error(), "LoadCredential") {
		t.Error(err)
	}
	t.Setenv("CREDENTIALS_DIRECTORY", filepath.Join(s.dir, "keys"))
	if team := s.open(t).Rooms.Ring.Team(); len(team) != 1 {
		t.Error(team)
	}
}

// isProblem wants a list of problems, one of them about a file.
func isProblem(file string) func(error) bool {
	return func(err error) bool {
		bad, ok := errors.AsType[*daemon.ConfigError](err)
		return ok && strings.Contains(err.Error(), file) && len(bad.Problems) > 0
	}
}

func TestLoadWithoutConfig(t *testing.T) {
	rooms, problems := daemon.Load(nil)
	if len(problems) > 0 || rooms.Forms == nil || rooms.Directory == nil {
		t.Fatal(problems)
	}
	r := rooms.Reader(nil, rooms.Ring, time.Now).Read(mail(7), time.Now(), "file")
	if r.Message.Subject != "Report 7" || r.Report.Form != "none" || len(r.Report.Indicators) == 0 {
		t.Errorf("%+v", r.Report)
	}
}

// A key that gpg made is mostly locked: what to do is said.
func TestLockedKeyAsksForItsPassphrase(t *testing.T) {
	s := house(t, nil)
	file := filepath.Join(s.dir, "keys/team.asc")
	armor, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	keys, err := openpgp.ReadArmoredKeyRing(bytes.NewReader(armor))
	if err != nil {
		t.Fatal(err)
	}
	var locked bytes.Buffer
	if err := errors.Join(keys[0].EncryptPrivateKeys([]byte("right"), nil), keys[0].SerializePrivateWithoutSigning(&locked, nil)); err != nil {
		t.Fatal(err)
	}
	os.WriteFile(file, locked.Bytes(), 0o600)
	cfg := s.config(t)
	rooms, problems := daemon.Load(cfg)
	want := keys[0].PrimaryKey.Fingerprint
	if len(problems) != 1 || problems[0].File != "keys/team.asc" || !strings.HasSuffix(problems[0].Message, "name that as passphrase_file under [keys]") ||
		!strings.HasPrefix(problems[0].Message, strings.ToUpper(hex.EncodeToString(want))) {
		t.Errorf("%+v", problems)
	}
	if len(rooms.TeamKeys) != 0 {
		t.Error("a locked key is used")
	}
}
