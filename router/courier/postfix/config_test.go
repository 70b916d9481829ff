package postfix

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestMaildirTable(t *testing.T) {
	s := &Server{dir: "/x", CatchAll: "/x/catchall"}
	table := s.maildirs(Options{Maildirs: map[string]string{"a+b@c.test": "/m/a", "z@c.test": "/m/z/"}})
	want := "/^a\\+b@c\\.test$/ m/a/\n/^z@c\\.test$/ m/z/\n/./ x/catchall/\n"
	if table != want {
		t.Errorf("table\n%swant\n%s", table, want)
	}
	if table = s.maildirs(Options{Maildirs: map[string]string{"*": "/m/all"}}); table != "/./ m/all/\n" || s.CatchAll != "/m/all" {
		t.Errorf("with a catch-all of its own: %q, %s", table, s.CatchAll)
	}
}

func TestPassableOpensThePathOnly(t *testing.T) {
	top := t.TempDir()
	inner := filepath.Join(top, "a", "b")
	beside := filepath.Join(top, "a", "c")
	for _, dir := range []string{inner, beside} {
		if err := os.MkdirAll(dir, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	if err := passable(inner); err != nil {
		t.Fatal(err)
	}
	for dir, want := range map[string]os.FileMode{inner: 0o711, filepath.Dir(inner): 0o711, beside: 0o700} {
		info, err := os.Stat(dir)
		if err != nil || info.Mode().Perm() != want {
			t.Errorf("%s has mode %v (%v), want %v", strings.TrimPrefix(dir, top), info.Mode().Perm(), err, want)
		}
	}
	if err := passable(filepath.Join(top, "none")); err == nil {
		t.Error("a folder that is not there is passable")
	}
}

func TestStopNeverEndsAStranger(t *testing.T) {
	s := &Server{dir: t.TempDir()}
	if s.owns(os.Getpid()) || s.owns(1<<30) {
		t.Error("a process that is not at work in our queue counts as ours")
	}
}

func TestOwnerIsAsAsked(t *testing.T) {
	if uid, gid, err := owner(Options{UID: 7, GID: 8}); uid != 7 || gid != 8 || err != nil {
		t.Errorf("owner %d:%d, %v", uid, gid, err)
	}
	if uid, _, err := owner(Options{}); uid == 0 || err != nil {
		t.Errorf("owner by default %d, %v; want nobody", uid, err)
	}
	if _, _, err := ids("no such user here"); err == nil {
		t.Error("an unknown user has ids")
	}
}
