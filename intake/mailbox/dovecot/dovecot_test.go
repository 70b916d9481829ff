package dovecot

import (
	"errors"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"
)

// folder is a short-named folder that goes when the test ends.
func folder(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "dovecot")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	return dir
}

func TestServerComesAndGoes(t *testing.T) {
	s, err := Start(folder(t), User{"a", "x"}, User{"b", "y"})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Deliver("a", []byte("Subject: x\r\n\r\nx\r\n")); err != nil {
		t.Error(err)
	}
	for user, want := range map[string]int{"a": 1, "b": 0} {
		if n, err := s.Count(user, "INBOX"); err != nil || n != want {
			t.Errorf("%s has %d messages, %v", user, n, err)
		}
	}
	if n, err := s.Count("a", "Nowhere"); n != 0 || err != nil {
		t.Errorf("%d messages nowhere, %v", n, err)
	}
	if !greets(s.Addr) {
		t.Error("does not greet")
	}
	if err := s.Stop(); err != nil {
		t.Error(err)
	}
	if greets(s.Addr) {
		t.Error("greets after Stop")
	}
	// A killed process is listed until its parent took note.
	for deadline := time.Now().Add(20 * time.Second); !errors.Is(syscall.Kill(-s.cmd.Process.Pid, 0), syscall.ESRCH); {
		if time.Now().After(deadline) {
			t.Fatal("processes are left")
		}
		<-time.After(10 * time.Millisecond)
	}
}

func TestStartSaysWhatIsWrong(t *testing.T) {
	if _, err := Start("/" + strings.Repeat("x", 80)); err == nil || !strings.Contains(err.Error(), "too long") {
		t.Errorf("error %v", err)
	}
	if _, err := Start(folder(t), User{"a:b", "x"}); err == nil || !strings.Contains(err.Error(), "colon") {
		t.Errorf("error %v", err)
	}
	if _, err := Start("/nowhere/at/all", User{"a", "x"}); err == nil {
		t.Error("started nowhere")
	}
	if !strings.Contains(ErrMissing.Error(), "dovecot-imapd") {
		t.Error("the package is not named")
	}
	t.Setenv("PATH", "")
	if program, err := lookUp(); err == nil && !strings.HasPrefix(program, "/") || err != nil && !errors.Is(err, ErrMissing) {
		t.Errorf("without a path: %q, %v", program, err)
	}
}

// TestConfigOfBothReleases: 2.4 refuses the words of 2.3, and 2.3 those of 2.4.
func TestConfigOfBothReleases(t *testing.T) {
	for version, want := range map[string]string{"2.3.19.1 (9b53102964)\n": "disable_plaintext_auth = no", "2.4.1-4 (7d8c0e5759)\n": "dovecot_config_version = 2.4.0"} {
		text := config("/x", 1143, account{uid: 7, gid: 8, name: "n", group: "g"}, version)
		if first, _, _ := strings.Cut(text, "\n"); first != want {
			t.Errorf("%q begins with %q, want %q", version, first, want)
		}
		if strings.Contains(text, "mail_location") == strings.Contains(text, "mail_path") {
			t.Errorf("%q says twice or never where mail is:\n%s", version, text)
		}
	}
}
