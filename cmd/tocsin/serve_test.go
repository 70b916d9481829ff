package main

import (
	"context"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"tocsin/cmd/tocsin/setup"
)

// lonely makes a house whose servers are all away, and returns its config.
func lonely(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if _, err := setup.Write(dir, setup.Answers{Name: "CERT", Tag: "CERT", Address: "incident@cert.example"}, time.Now()); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "tocsin.toml")
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	filled := strings.Replace(string(text), `url = "" `, `url = "imaps://team@127.0.0.1:1" `, 1)
	filled = strings.Replace(filled, `url = "" `, `url = "smtp://127.0.0.1:1" `, 1)
	for name, data := range map[string]string{"tocsin.toml": filled, "secrets/imap": "x", "secrets/smtp": "x"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(data), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return file
}

// TestServeTellsSystemd runs serve as a unit of Type=notify with a watchdog.
func TestServeTellsSystemd(t *testing.T) {
	path := filepath.Join(t.TempDir(), "notify")
	conn, err := net.ListenUnixgram("unixgram", &net.UnixAddr{Name: path, Net: "unixgram"})
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	t.Setenv("NOTIFY_SOCKET", path)
	t.Setenv("WATCHDOG_USEC", "100000")
	t.Setenv("WATCHDOG_PID", fmt.Sprint(os.Getpid()))
	hear := func(want string) {
		t.Helper()
		conn.SetReadDeadline(time.Now().Add(deadline))
		for buf := make([]byte, 100); ; {
			n, err := conn.Read(buf)
			if err != nil {
				t.Fatalf("waiting for %s: %v", want, err)
			}
			if string(buf[:n]) == want {
				return
			}
		}
	}
	ctx, stop := context.WithCancel(t.Context())
	a, _, errs := quiet()
	ended := make(chan int, 1)
	file := lonely(t)
	go func() { ended <- a.run(ctx, []string{"serve", "-c", file, "-log", "error"}) }()
	hear("READY=1")
	hear("WATCHDOG=1")
	stop()
	hear("STOPPING=1")
	if status := <-ended; status != exitDone {
		t.Errorf("status %d: %s", status, errs)
	}
}

// TestServeEndedWhileStarting: a signal that comes before the mailboxes are
// opened ends serve as well as a later one; once, which then has done nothing,
// says so.
func TestServeEndedWhileStarting(t *testing.T) {
	file := lonely(t)
	gone, stop := context.WithCancel(t.Context())
	stop()
	for verb, want := range map[string]int{"serve": exitDone, "once": exitFailed} {
		a, _, errs := quiet()
		if status := a.run(gone, []string{verb, "-c", file}); status != want {
			t.Errorf("%s: status %d, want %d: %s", verb, status, want, errs)
		}
	}
}
