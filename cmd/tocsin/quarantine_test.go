package main

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"testing"
	"time"

	"tocsin/cmd/tocsin/config"
	"tocsin/cmd/tocsin/daemon"
	"tocsin/store"
)

// TestQuarantine puts a message aside by hand, as only a failing reader does,
// and lets the commands, run as in the daemon, list it and put it through.
func TestQuarantine(t *testing.T) {
	cfg, problems := config.Read(lonely(t))
	if bad := config.Errors(problems); len(bad) > 0 {
		t.Fatal(bad)
	}
	d, err := daemon.Open(t.Context(), cfg, daemon.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	raw := []byte("From: rita@school.example\r\nTo: incident@cert.example\r\nSubject: Aside\r\nMessage-ID: <1@school.example>\r\n\r\nHelp.\r\n")
	sum := sha256.Sum256(raw)
	key := hex.EncodeToString(sum[:])
	q := store.Quarantined{Key: store.Key(key), Reason: "the reader failed:\x1b[31m x", At: time.Now(), Size: int64(len(raw)),
		Delivery: []store.Delivery{{Mailbox: "file", At: time.Now()}}}
	if err := d.Store.Quarantine(t.Context(), q, raw); err != nil {
		t.Fatal(err)
	}
	run := func(want int, args ...string) string {
		t.Helper()
		a, out, errs := quiet()
		a.held, a.given = d, nothing
		if status := a.run(t.Context(), args); status != want {
			t.Errorf("%v: status %d: %s", args, status, errs)
		}
		return out.String() + errs.String()
	}
	if text := run(exitDone, "quarantine", "list"); !strings.Contains(text, key) || !strings.Contains(text, "the reader failed:·[31m x") {
		t.Error(text)
	}
	if text := run(exitDone, "quarantine", "retry", "-json", "all"); !strings.Contains(text, `"outcome":"new","ref":"CERT#`) {
		t.Error(text)
	}
	if text := run(exitDone, "quarantine", "list"); !strings.Contains(text, "the quarantine is empty") {
		t.Error(text)
	}
	if text := run(exitFailed, "quarantine", "retry", key); !strings.Contains(text, "there is no such message in quarantine") {
		t.Error(text)
	}
	if text := run(exitDone, "message", "show", "-raw", key); text != string(raw) {
		t.Errorf("%q", text)
	}
	if text := run(exitFailed, "once"); !strings.Contains(text, "a daemon runs on this store") {
		t.Error(text)
	}
}
