//go:build corpus

package mailbox

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"tocsin/intake/mailbox/dovecot"
)

// TestCorpusThroughDovecot puts every file below $TOCSIN_CORPUS/mail into a
// Dovecot and fetches them: all come, none as failed, and with their bytes but
// for line ends, which IMAP makes CRLF, and NUL, which Dovecot replaces.
func TestCorpusThroughDovecot(t *testing.T) {
	root := os.Getenv("TOCSIN_CORPUS")
	if root == "" {
		t.Fatal("TOCSIN_CORPUS does not name the folder that holds mail/")
	}
	srv := startDovecot(t, dovecot.User{Name: "u", Password: "secret"})
	given := map[string]int{}
	n := 0
	err := filepath.WalkDir(filepath.Join(root, "mail"), func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		raw, err := os.ReadFile(path)
		if err != nil || len(raw) == 0 {
			return err
		}
		n++
		given[plain(raw)]++
		return srv.Deliver("u", raw)
	})
	if err != nil {
		t.Fatal(err)
	}
	shelf := newShelf()
	box := dovecotBox(t, srv, "u", "move:Filed", shelf.take, shelf)
	tally, err := box.Once(t.Context(), nil)
	if err != nil || tally != (Tally{Found: n, Filed: n}) {
		t.Fatalf("%d given: %+v, %v", n, tally, err)
	}
	other := 0
	for _, f := range shelf.all() {
		if f.Failed != "" || f.Header {
			t.Errorf("UID %d: %s", f.UID, f.Failed)
		}
		if given[plain(f.Raw)]--; given[plain(f.Raw)] < 0 {
			other++
		}
	}
	t.Logf("%d messages, %d of them with other bytes", n, other)
	if other > n/100 {
		t.Errorf("%d of %d messages came with other bytes", other, n)
	}
}

// plain takes line ends away.
func plain(raw []byte) string {
	return string(bytes.ReplaceAll(raw, []byte("\r"), nil))
}
