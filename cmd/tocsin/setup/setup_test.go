package setup

import (
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"syscall"
	"testing"
	"time"

	"tocsin/cmd/tocsin/config"
	"tocsin/cmd/tocsin/daemon"
)

func TestWrite(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "house")
	fpr, err := Write(dir, Answers{Name: `CERT "Example"`, Tag: "CERT-EX", Address: "incident@cert.example"}, time.Now())
	if err != nil || len(fpr) != 40 {
		t.Fatal(fpr, err)
	}
	for name, mode := range map[string]os.FileMode{"tocsin.toml": 0o600, "keys/team.asc": 0o600, "keys/seal.key": 0o600, "form.txt": 0o644, "keys": 0o700, "state": 0o700, "secrets": 0o700} {
		info, err := os.Stat(filepath.Join(dir, name))
		if err != nil || info.Mode().Perm() != mode {
			t.Errorf("%s: %v, %v", name, info.Mode(), err)
		}
	}
	cfg, problems := config.Read(filepath.Join(dir, "tocsin.toml"))
	if cfg.Team.Name != `CERT "Example"` || cfg.Team.Addresses[0] != "incident@cert.example" {
		t.Error(cfg.Team)
	}
	for _, p := range config.Errors(problems) { // what is left are the servers
		if !strings.Contains(p.Message, "url is still blank") && !strings.Contains(p.Message, "secrets/") {
			t.Error(p)
		}
	}
	rooms, more := daemon.Load(cfg)
	if bad := config.Errors(more); len(bad) > 0 || rooms.Ring.Team()[0].Fingerprint != fpr {
		t.Error(bad)
	}
}

func TestEveryLineMarkedBlankIsNamed(t *testing.T) {
	dir := t.TempDir()
	if _, err := Write(dir, Answers{}, time.Now()); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "tocsin.toml")
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	_, problems := config.Read(file)
	named := map[int]bool{}
	for _, p := range config.Errors(problems) {
		named[p.Line] = true
	}
	blanks := 0
	for i, line := range strings.Split(string(text), "\n") {
		if strings.Contains(line, "# FILL IN") && !strings.HasPrefix(line, "#") {
			blanks++
			if !named[i+1] {
				t.Errorf("line %d is not named: %s", i+1, line)
			}
			delete(named, i+1)
		}
	}
	if blanks != 7 || len(named) > 0 {
		t.Errorf("%d blanks; named beside them: %v", blanks, named)
	}
}

func TestNothingIsOverwritten(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "directory.toml")
	if err := os.WriteFile(file, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Write(dir, Answers{}, time.Now()); err == nil || !strings.Contains(err.Error(), "directory.toml is there already") {
		t.Error(err)
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != 1 {
		t.Error("something was written", entries, err)
	}
}

// A folder that can't be looked into does not pass for one that is full.
func TestWhatIsNoFolderIsNotCalledFull(t *testing.T) {
	file := filepath.Join(t.TempDir(), "notes")
	if err := os.WriteFile(file, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Write(file, Answers{}, time.Now()); !errors.Is(err, syscall.ENOTDIR) || strings.Contains(err.Error(), "there already") {
		t.Error(err)
	}
}

// Each key of a table that people write by hand is at least mentioned.
func TestTemplateNamesKeys(t *testing.T) {
	for _, table := range []reflect.Type{reflect.TypeFor[config.Team](), reflect.TypeFor[config.Mailbox](), reflect.TypeFor[config.TLS](),
		reflect.TypeFor[config.Submission](), reflect.TypeFor[config.Keys](), reflect.TypeFor[config.Store](), reflect.TypeFor[config.Handler]()} {
		for field := range table.Fields() {
			key := field.Tag.Get("toml")
			if key != "-" && !strings.Contains(configText, "\n"+key+" =") && !strings.Contains(configText, "# "+key+" =") && !strings.Contains(configText, "{ "+key+" =") {
				t.Errorf("%s: %s is not in tocsin.toml", table.Name(), key)
			}
		}
	}
}
