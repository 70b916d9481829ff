package bench

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"testing"
	"time"

	"github.com/ProtonMail/go-crypto/openpgp/armor"
	openpgp "github.com/ProtonMail/go-crypto/openpgp/v2"
	bbolt "go.etcd.io/bbolt"

	"tocsin/cmd/tocsin/config"
	"tocsin/cmd/tocsin/daemon"
	"tocsin/intake/mailbox/dovecot"
	"tocsin/intake/pgp"
	"tocsin/store"
)

const teamAddress = "incident@cert.example"

// BenchmarkLine takes a backlog from Dovecot to the last acknowledgement:
// fetch, open, commit, answer. One iteration is the whole backlog. cpu-ms is
// our own processor time a mail; over is that, less the bare go-crypto of the
// same message measured beside it.
func BenchmarkLine(b *testing.B) {
	for _, k := range kinds() {
		b.Run(k.name, func(b *testing.B) {
			k.keys(b)
			for range b.N {
				k.run(b)
			}
		})
	}
}

// A stage is what a run needs around it: a Dovecot full of mail and a sink.
type stage struct {
	dir    string
	server *dovecot.Server
	sink   *sink
}

func (s *stage) close() {
	s.server.Stop()
	os.RemoveAll(s.dir)
}

// stage delivers the mails of the kind. The caller has to close it.
func (k *kind) stage(b *testing.B) *stage {
	b.Helper()
	dir, err := os.MkdirTemp("", "tb") // short: sockets lie in it
	if err != nil {
		b.Fatal(err)
	}
	mail := filepath.Join(dir, "dovecot")
	if err := errors.Join(os.Mkdir(mail, 0o755), os.Chmod(dir, 0o755)); err != nil {
		b.Fatal(err)
	}
	server, err := dovecot.Start(mail, dovecot.User{Name: "team", Password: "bench"})
	if err != nil {
		b.Fatal(err)
	}
	for i := range k.n {
		if err := server.Deliver("team", k.mail(b, i)); err != nil {
			b.Fatal(err)
		}
	}
	return &stage{dir, server, startSink(b)}
}

func (k *kind) run(b *testing.B) {
	b.StopTimer()
	s := k.stage(b)
	defer s.close()
	state := filepath.Join(s.dir, "state")
	d := k.daemon(b, state, s.server.Addr, s.sink.addr)
	floor := k.floor(b)
	debug.FreeOSMemory()
	peak := watchMemory()
	before, start := usageNow(), time.Now()
	b.StartTimer()
	round, err := d.Once(b.Context(), nil, nil)
	b.StopTimer()
	took, after := time.Since(start), usageNow()
	anonymous, total := peak()
	if err != nil || !round.Done() || round.Filed != k.n {
		b.Fatalf("filed %d of %d, left %d, %v", round.Filed, k.n, round.Left+round.Mail.Left, err)
	}
	if err := d.Close(); err != nil {
		b.Fatal(err)
	}
	mails, conns := s.sink.stop(b)
	if mails != k.n {
		b.Fatalf("%d acknowledgements for %d mails", mails, k.n)
	}
	perMail := report(b, before, after, k.n)
	floor = (floor + k.floor(b)) / 2 // of before and after: the machine does not stay as fast as it is
	b.ReportMetric(float64(k.n)/took.Seconds(), "mails/s")
	b.ReportMetric(float64(k.n)/took.Seconds()/float64(k.goal), "of-goal")
	b.ReportMetric(floor, "floor-ms/mail")
	b.ReportMetric(perMail-1.25*floor, "over-ms/mail")
	b.ReportMetric(float64(mails)/float64(conns), "mails/conn")
	b.ReportMetric(float64(k.n)/float64(commits(b, filepath.Join(state, "tocsin.db"))), "mails/commit")
	b.ReportMetric(anonymous, "anon-MiB")
	b.ReportMetric(total, "rss-MiB")
	b.ReportMetric(0, "ns/op")
}

// daemon writes a configuration and opens the real thing with it. No handler
// is told, and acknowledgements go out unsigned, as in the prototype that the
// goals were measured with.
func (k *kind) daemon(b *testing.B, dir, imap, smtp string) *daemon.Daemon {
	b.Helper()
	team := k.team
	files := map[string]string{
		"tocsin.toml":    fmt.Sprintf(configText, imap, smtp),
		"directory.toml": "self = \"cert\"\ndefault = \"cert\"\n[[team]]\nid = \"cert\"\nname = \"CERT\"\nmail = \"incident@cert.example\"\ncidrs = [\"148.110.0.0/16\"]\n",
		"imap.password":  "bench\n", "seal.key": hex.EncodeToString(bytes.Repeat([]byte("s"), 32)), "team.asc": string(armoured(b, team)),
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		b.Fatal(err)
	}
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			b.Fatal(err)
		}
	}
	cfg, problems := config.Read(filepath.Join(dir, "tocsin.toml"))
	if bad := config.Errors(problems); len(bad) > 0 {
		b.Fatal(bad)
	}
	d, err := daemon.Open(b.Context(), cfg, daemon.Options{})
	if err != nil {
		b.Fatal(err)
	}
	d.Rooms.Forms.Prepare() // as `tocsin serve` does
	if k.algo != "" {
		k.accept(b, d)
	}
	return d
}

func (k *kind) accept(b *testing.B, d *daemon.Daemon) {
	b.Helper()
	var cert bytes.Buffer
	if err := k.sender.Serialize(&cert); err != nil {
		b.Fatal(err)
	}
	keys, err := pgp.ParseKey(cert.Bytes(), "bench", time.Now())
	if err != nil {
		b.Fatal(err)
	}
	keys[0].State, keys[0].Addresses = store.KeyAccepted, []string{"alice@ministry.example"}
	if err := d.Store.PutKey(b.Context(), keys[0]); err != nil {
		b.Fatal(err)
	}
}

// floor is the processor time in ms that bare go-crypto takes to decrypt and
// verify one such message as the mail holds it, 0 for plain mail.
func (k *kind) floor(b *testing.B) float64 {
	if k.algo == "" {
		return 0
	}
	ring := openpgp.EntityList{k.team, k.sender}
	message := k.message(b, formText(1))
	n, start := 0, usageNow().cpu()
	for ; usageNow().cpu()-start < 500*time.Millisecond; n++ {
		if err := decrypt(ring, strings.NewReader(message)); err != nil {
			b.Fatal(err)
		}
	}
	return (usageNow().cpu() - start).Seconds() * 1000 / float64(n)
}

// decrypt is what bare go-crypto does with an armoured message: decode, decrypt
// and verify.
func decrypt(ring openpgp.EntityList, message io.Reader) error {
	block, err := armor.Decode(message)
	if err != nil {
		return err
	}
	md, err := openpgp.ReadMessage(block.Body, ring, nil, nil)
	if err != nil {
		return err
	}
	if _, err := io.Copy(io.Discard, md.UnverifiedBody); err != nil {
		return err
	}
	if md.SignatureError != nil || !md.IsVerified {
		return fmt.Errorf("not verified: %w", md.SignatureError)
	}
	return nil
}

// commits is how many the database has had since it was made, of whatever kind.
func commits(b *testing.B, path string) (n int) {
	db, err := bbolt.Open(path, 0o600, &bbolt.Options{ReadOnly: true})
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	if err := db.View(func(tx *bbolt.Tx) error { n = tx.ID(); return nil }); err != nil {
		b.Fatal(err)
	}
	return n
}

// watchMemory samples resident memory until the returned function is called,
// which gives the peaks of anonymous and of all memory in MiB.
func watchMemory() func() (anonymous, total float64) {
	done, peaks := make(chan struct{}), make(chan [2]float64)
	go func() {
		var p [2]float64
		tick := time.NewTicker(100 * time.Millisecond)
		defer tick.Stop()
		for {
			select {
			case <-done:
				peaks <- p
				return
			case <-tick.C:
				p[0], p[1] = max(p[0], status("RssAnon:")), max(p[1], status("VmRSS:"))
			}
		}
	}()
	return func() (float64, float64) {
		close(done)
		p := <-peaks
		return p[0], p[1]
	}
}

// status reads a field of /proc/self/status in MiB.
func status(field string) float64 {
	data, _ := os.ReadFile("/proc/self/status")
	_, rest, _ := strings.Cut(string(data), field)
	var kib float64
	fmt.Sscan(rest, &kib)
	return kib / 1024
}

const configText = `[team]
name = "Bench CERT"
tag = "BENCH"
addresses = ["incident@cert.example"]
timezone = "UTC"
languages = ["en"]

[[mailbox]]
url = "imap://team@%s/INBOX"
password_file = "imap.password"
after = "move:Filed"
tls = {insecure_loopback = true}

[submission]
url = "smtp://%s"
tls = {insecure_loopback = true}

[keys]
team = ["team.asc"]

[store]
url = "bolt:tocsin.db"
seal_key_file = "seal.key"

[intake]
ack = {sign = false, delay = "1ms", per_hour = 1000000, per_domain_hour = 100000}

[routing]
directory = ["directory.toml"]
`
