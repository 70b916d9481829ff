package config

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"
)

func TestSize(t *testing.T) {
	for text, want := range map[string]Size{"1": 1, "64 KiB": 64 << 10, "25MB": 25 << 20, "1g": 1 << 30, "2_000": 2000, "8B": 8} {
		var got Size
		if err := got.UnmarshalText([]byte(text)); err != nil || got != want {
			t.Errorf("%q: %d, %v; want %d", text, got, err, want)
		}
	}
	for _, text := range []string{"", "0", "-1", "x", "5 pounds", "1TB", "99999999G", "B"} {
		if new(Size).UnmarshalText([]byte(text)) == nil {
			t.Errorf("%q accepted", text)
		}
	}
}

func TestKeep(t *testing.T) {
	now := time.Date(2026, 5, 31, 12, 0, 0, 0, time.UTC)
	for text, want := range map[string]string{"7d": "2026-05-24", "2w": "2026-05-17", "3m": "2026-03-03", "1y": "2025-05-31"} {
		var k Keep
		if err := k.UnmarshalText([]byte(text)); err != nil || k.Before(now).Format(time.DateOnly) != want {
			t.Errorf("%q: %v, %v; want %s", text, k.Before(now), err, want)
		}
	}
	for _, text := range []string{"", "7", "d", "0d", "-1d", "1h", "1.5y"} {
		if new(Keep).UnmarshalText([]byte(text)) == nil {
			t.Errorf("%q accepted", text)
		}
	}
	if !(Keep{}).Before(now).IsZero() {
		t.Error("no retention must keep for ever")
	}
}

func TestNearest(t *testing.T) {
	keys := []string{"url", "password_file", "poll", "after", "tls"}
	for word, want := range map[string]string{"usr": "url", "pasword_file": "password_file", "pol": "poll", "Poll": "poll", "atfer": "after", "colour": "", "password": "password_file"} {
		if got := Nearest(word, keys); got != want {
			t.Errorf("%q: %q, want %q", word, got, want)
		}
	}
}

func TestParseAddress(t *testing.T) {
	ports := map[string]string{"imaps": "993", "imap": "143"}
	for text, want := range map[string]Address{
		"imaps://u@h":               {"imaps", "u", "h:993", ""},
		"imap://u%40d@h:1143/A%20B": {"imap", "u@d", "h:1143", "A B"},
		"imaps://a@b@[::1]:993/X/Y": {"imaps", "a@b", "[::1]:993", "X/Y"},
		"imaps://h/":                {"imaps", "", "h:993", ""},
	} {
		if got, err := parseAddress(text, ports); err != nil || got != want {
			t.Errorf("%s: %+v, %v", text, got, err)
		}
	}
	for _, text := range []string{"", "imaps:h", "http://h", "imaps://", "imaps://u:p@h", "imaps://u@h:x", "imaps://u@h?x", "imaps://u@h h", "imaps://%zz@h"} {
		if got, err := parseAddress(text, ports); err == nil {
			t.Errorf("%q accepted as %+v", text, got)
		}
	}
}

func TestSecret(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("CREDENTIALS_DIRECTORY", dir)
	if err := os.WriteFile(filepath.Join(dir, "imap"), []byte(" pass word \r\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if got, err := Secret("$CREDENTIALS_DIRECTORY/imap"); err != nil || got != " pass word " {
		t.Errorf("%q, %v", got, err)
	}
	if _, err := Secret(filepath.Join(dir, "none")); err == nil || !strings.HasSuffix(err.Error(), "none: no such file or directory") {
		t.Error(err)
	}
	t.Setenv("CREDENTIALS_DIRECTORY", "")
	if _, err := Secret("$CREDENTIALS_DIRECTORY/imap"); err == nil {
		t.Error("a credential without a folder was read")
	}
}

func TestSealKey(t *testing.T) {
	dir := t.TempDir()
	for name, data := range map[string]string{"raw": strings.Repeat("k", 32), "hex": strings.Repeat("6b", 32) + "\n", "base64": "a2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2s=\n"} {
		file := filepath.Join(dir, name)
		if err := os.WriteFile(file, []byte(data), 0o600); err != nil {
			t.Fatal(err)
		}
		if key, err := SealKey(file); err != nil || string(key) != strings.Repeat("k", 32) {
			t.Errorf("%s: %q, %v", name, key, err)
		}
	}
}

// Whatever the bytes, each problem stands on a line of the file, and a tree
// without syntax error holds every value at a line that exists.
func FuzzRead(f *testing.F) {
	f.Add(whole)
	f.Add("[team]\nname.x = 1\n[[mailbox]]\n[mailbox.tls]\nca = [1, {a = 2}]\n")
	f.Add("team = [1]\nmailbox = [{}]\nhandler = {}\n[a.b.c]\n[[a.d]]\n")
	f.Fuzz(func(t *testing.T, text string) {
		last := 1 + strings.Count(text, "\n")
		tree, bad := parse("f", []byte(text))
		if bad != nil {
			if bad.Line < 0 || bad.Line > last {
				t.Errorf("line %d of %d", bad.Line, last)
			}
			return
		}
		fill := &filling{file: "f", lines: map[string]int{}}
		fill.table(reflect.ValueOf(&Config{}).Elem(), tree, "")
		for _, p := range fill.problems {
			if p.Line < 1 || p.Line > last {
				t.Errorf("line %d of %d: %s", p.Line, last, p.Message)
			}
		}
	})
}

func TestIsAddress(t *testing.T) {
	for text, want := range map[string]bool{
		"anna@cert.example": true, "a.b+c@cert.example": true, "bogus": false, "": false, "@cert.example": false, "anna@": false,
		"Anna <anna@cert.example>": false, "<anna@cert.example>": false, "a@b.example, c@d.example": false, " anna@cert.example": false,
	} {
		if got := IsAddress(text); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}
