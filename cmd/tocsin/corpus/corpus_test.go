//go:build corpus

package corpus

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"tocsin/cmd/tocsin/config"
	"tocsin/cmd/tocsin/daemon"
	"tocsin/intake/pgp"
	"tocsin/store"
)

const (
	slowest = 2 * time.Second // that one message may take
	memory  = 512             // MiB of resident memory
)

// A row of the table is one source of mail.
type row struct {
	given, filed, joined, again, quarantined int
	slowest                                  time.Duration
}

// TestCorpus files everything there is: what was given is filed, and none of
// it takes too long or too much memory.
func TestCorpus(t *testing.T) {
	root := os.Getenv("TOCSIN_CORPUS")
	if root == "" {
		t.Fatal("set TOCSIN_CORPUS to the folder that holds mail/ and pgp/")
	}
	d := newDaemon(t)
	rows, names := map[string]*row{}, []string{}
	for _, file := range messages(t, root) {
		raw, err := os.ReadFile(filepath.Join(root, file))
		if err != nil {
			t.Fatal(err)
		}
		name := strings.Join(strings.Split(file, string(filepath.Separator))[:2], "/")
		if rows[name] == nil {
			rows[name], names = &row{}, append(names, name)
		}
		take(t, d, rows[name], file, raw)
	}
	report(t, d, rows, names)
}

func take(t *testing.T, d *daemon.Daemon, r *row, file string, raw []byte) {
	t.Helper()
	start := time.Now()
	filed, err := d.Line.TakeFile(t.Context(), "corpus", file, raw)
	took := time.Since(start)
	r.given++
	if err != nil {
		t.Errorf("%s: %v", file, err)
		return
	}
	switch filed.Outcome {
	case store.FiledNew:
		r.filed++
	case store.FiledJoined:
		r.joined++
	case store.FiledDuplicate:
		r.again++
	case store.FiledQuarantined:
		r.quarantined++
		t.Logf("quarantined: %s", file)
	}
	if r.slowest = max(r.slowest, took); took > slowest {
		t.Errorf("%s took %v", file, took)
	}
	if filed.Outcome == store.FiledQuarantined {
		return
	}
	if m, err := d.Store.Message(t.Context(), filed.Key); err != nil || m.Ref != filed.Ref {
		t.Errorf("%s is not where it was filed: %v", file, err)
	}
	if kept, err := d.Store.Raw(t.Context(), store.KeyOf(raw)); filed.Outcome != store.FiledDuplicate && (err != nil || !bytes.Equal(kept, raw)) {
		t.Errorf("%s was not kept as it came: %v", file, err)
	}
}

func report(t *testing.T, d *daemon.Daemon, rows map[string]*row, names []string) {
	t.Helper()
	var table strings.Builder
	fmt.Fprintf(&table, "\n%-34s %6s %6s %6s %6s %6s %9s\n", "source", "given", "new", "joined", "again", "quar.", "slowest")
	var sum row
	for _, name := range names {
		r := rows[name]
		sum.given, sum.filed, sum.joined = sum.given+r.given, sum.filed+r.filed, sum.joined+r.joined
		sum.again, sum.quarantined, sum.slowest = sum.again+r.again, sum.quarantined+r.quarantined, max(sum.slowest, r.slowest)
		fmt.Fprintf(&table, "%-34s %6d %6d %6d %6d %6d %9s\n", name, r.given, r.filed, r.joined, r.again, r.quarantined, r.slowest.Round(time.Millisecond))
	}
	fmt.Fprintf(&table, "%-34s %6d %6d %6d %6d %6d %9s\n", "all", sum.given, sum.filed, sum.joined, sum.again, sum.quarantined, sum.slowest.Round(time.Millisecond))
	peak := peakMemory()
	fmt.Fprintf(&table, "peak memory %d MiB\n", peak)
	t.Log(table.String())
	if sum.given == 0 || sum.given != sum.filed+sum.joined+sum.again+sum.quarantined {
		t.Errorf("%d given, %d accounted for", sum.given, sum.filed+sum.joined+sum.again+sum.quarantined)
	}
	if peak > memory {
		t.Errorf("%d MiB of memory were used, %d are allowed", peak, memory)
	}
}

// messages lists the messages below mail/ (as its index names them) and all
// files below pgp/ that are no tables, keys or texts about the rest.
func messages(t *testing.T, root string) []string {
	t.Helper()
	index, err := os.ReadFile(filepath.Join(root, "mail", "INDEX.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	var files []string
	for line := range strings.Lines(string(index)) {
		if f := strings.Split(line, "\t"); len(f) > 2 && f[2] == "msg" {
			files = append(files, filepath.Join("mail", f[1]))
		}
	}
	err = fs.WalkDir(os.DirFS(root), "pgp", func(path string, e fs.DirEntry, err error) error {
		if err == nil && !e.IsDir() && !slices.Contains([]string{".tsv", ".md"}, filepath.Ext(path)) && !strings.Contains(path, "/keys/") {
			files = append(files, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func peakMemory() int {
	data, _ := os.ReadFile("/proc/self/status")
	_, rest, _ := strings.Cut(string(data), "VmHWM:")
	var kib int
	fmt.Sscan(rest, &kib)
	return kib >> 10
}

func newDaemon(t *testing.T) *daemon.Daemon {
	t.Helper()
	dir := t.TempDir()
	secret, _, err := pgp.GenerateTeamKey("Corpus CERT", "incident@cert.example", time.Now())
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"tocsin.toml": configText, "seal.key": hex.EncodeToString(bytes.Repeat([]byte("s"), 32)), "team.asc": string(secret), "imap.password": "x\n",
		"directory.toml": "self = \"cert\"\ndefault = \"cert\"\n[[team]]\nid = \"cert\"\nname = \"CERT\"\nmail = \"incident@cert.example\"\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	cfg, problems := config.Read(filepath.Join(dir, "tocsin.toml"))
	if bad := config.Errors(problems); len(bad) > 0 {
		t.Fatal(bad)
	}
	d, err := daemon.Open(t.Context(), cfg, daemon.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	return d
}

const configText = `[team]
name = "Corpus CERT"
tag = "CORPUS"
addresses = ["incident@cert.example"]
timezone = "UTC"
languages = ["en"]
[[mailbox]]
url = "imap://team@127.0.0.1:1/INBOX"
password_file = "imap.password"
tls = {insecure_loopback = true}
[submission]
url = "smtp://127.0.0.1:1"
tls = {insecure_loopback = true}
[keys]
team = ["team.asc"]
[store]
url = "bolt:tocsin.db"
seal_key_file = "seal.key"
[[handler]]
name = "Hanna"
address = "hanna@cert.example"
[routing]
directory = ["directory.toml"]
`
