package main

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// rooms in the order of the law: imports point to the right only.
var rooms = []string{"cmd", "intake", "template", "router", "store"}

// doors are the only packages, with those below them, that touch the world.
var doors = []string{"cmd/tocsin", "intake/mailbox", "intake/web", "router/courier", "store/bolt", "store/postgres"}

// outside are the packages that doors alone may import.
var outside = []string{"net", "net/http", "net/smtp", "os", "os/exec", "database/sql", "syscall",
	"github.com/emersion/go-imap", "github.com/emersion/go-smtp", "go.etcd.io/bbolt"}

type listed struct {
	ImportPath string
	Dir        string
	Imports    []string
	GoFiles    []string
}

// packages lists the module's packages by path below its root.
func packages(t *testing.T) map[string]listed {
	t.Helper()
	cmd := exec.Command("go", "list", "-json=ImportPath,Dir,Imports,GoFiles", "./...")
	cmd.Dir = "../.."
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	all := map[string]listed{}
	for d := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p listed
		if err := d.Decode(&p); err == io.EOF {
			return all
		} else if err != nil {
			t.Fatal(err)
		}
		all[strings.TrimPrefix(p.ImportPath, "tocsin/")] = p
	}
}

func below(path, top string) bool { return path == top || strings.HasPrefix(path, top+"/") }

func belowAny(path string, tops []string) bool {
	return slices.ContainsFunc(tops, func(top string) bool { return below(path, top) })
}

func TestLayoutImports(t *testing.T) {
	all := packages(t)
	if len(all) < 10 {
		t.Fatalf("only %d packages listed", len(all))
	}
	for path, p := range all {
		room, _, _ := strings.Cut(path, "/")
		rank := slices.Index(rooms, room)
		if rank < 0 {
			t.Errorf("%s lies in no room; there are %v", path, rooms)
		}
		for _, imported := range p.Imports {
			if !belowAny(path, doors) && belowAny(imported, outside) && !slices.Contains([]string{"net/netip", "net/mail", "net/url", "net/textproto"}, imported) {
				t.Errorf("%s imports %s, which only the doors may: %v", path, imported, doors)
			}
			inner, ours := strings.CutPrefix(imported, "tocsin/")
			if !ours {
				continue
			}
			target, _, _ := strings.Cut(inner, "/")
			to := slices.Index(rooms, target)
			if to < rank || room == "template" && target == "router" {
				t.Errorf("%s imports %s: imports point right along %v, template and router stand side by side", path, inner, rooms)
			}
		}
	}
}

// A source is one parsed file.
type sourceFile struct {
	name string // below the root
	test bool
	set  *token.FileSet
	file *ast.File
	text string
}

func (s sourceFile) at(n ast.Node) int { return s.set.Position(n.Pos()).Line }

// sources parses every Go file of the module, by folder.
func sources(t *testing.T) map[string][]sourceFile {
	t.Helper()
	out := map[string][]sourceFile{}
	err := filepath.WalkDir("../..", func(path string, e os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if e.IsDir() && path != "../.." && (e.Name() == "testdata" || strings.HasPrefix(e.Name(), ".")) {
			return filepath.SkipDir
		}
		if e.IsDir() || !strings.HasSuffix(path, ".go") {
			return nil
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		s := sourceFile{name: strings.TrimPrefix(filepath.ToSlash(path), "../../"), set: token.NewFileSet(), text: string(data)}
		s.test = strings.HasSuffix(path, "_test.go")
		s.file, err = parser.ParseFile(s.set, path, data, parser.ParseComments)
		dir := filepath.Dir(s.name)
		out[dir] = append(out[dir], s)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestLayoutLengths(t *testing.T) {
	for _, files := range sources(t) {
		for _, s := range files {
			if n := strings.Count(s.text, "\n"); n > 400 {
				t.Errorf("%s has %d lines; 400 is the most", s.name, n)
			}
			for _, d := range s.file.Decls {
				f, ok := d.(*ast.FuncDecl)
				if !ok {
					continue
				}
				if n := s.set.Position(f.End()).Line - s.at(f) + 1; n > 60 && !s.test { // a test's table may be long
					t.Errorf("%s:%d: %s has %d lines; 60 is the most", s.name, s.at(f), f.Name.Name, n)
				}
				if f.Recv == nil && f.Name.Name == "init" {
					t.Errorf("%s:%d: an init function; call it by name instead", s.name, s.at(f))
				}
			}
		}
	}
}

// TestLayoutLooseEnds looks for what is never left behind.
func TestLayoutLooseEnds(t *testing.T) {
	anywhere := []string{"TO" + "DO", "FIX" + "ME", "not " + "implemented"}
	inTests := []string{"t.Skip", "time.Sleep"}
	for _, files := range sources(t) {
		for _, s := range files {
			if s.name == "cmd/tocsin/layout_test.go" {
				continue
			}
			words := anywhere
			if s.test {
				words = slices.Concat(anywhere, inTests)
			}
			for i, line := range strings.Split(s.text, "\n") {
				for _, w := range words {
					if strings.Contains(line, w) {
						t.Errorf("%s:%d: %s", s.name, i+1, w)
					}
				}
			}
		}
	}
}

// TestLayoutTested holds the lines of tests against those of code, room by room.
func TestLayoutTested(t *testing.T) {
	code, tests := map[string]int{}, map[string]int{}
	for dir, files := range sources(t) {
		for _, s := range files {
			room, _, _ := strings.Cut(dir, "/")
			if below(dir, "intake/pgp") {
				room = "intake/pgp"
			}
			if s.test || testSupport(dir) {
				tests[room] += strings.Count(s.text, "\n")
			} else {
				code[room] += strings.Count(s.text, "\n")
			}
		}
	}
	tests["cmd"] += scriptLines(t)
	for room, n := range code {
		want := 0.7
		if slices.Contains([]string{"store", "router", "intake/pgp"}, room) {
			want = 1.0
		}
		if got := float64(tests[room]) / float64(n); got < want {
			t.Errorf("%s: %.2f lines of tests a line of code; %.1f is the least", room, got, want)
		}
	}
}

// testSupport reports whether a package is there for tests: imaptest, smtptest,
// kvtest, and the private servers.
func testSupport(dir string) bool {
	return strings.HasSuffix(dir, "test") || strings.HasSuffix(dir, "/dovecot") || strings.HasSuffix(dir, "/postfix")
}

// scriptLines counts the scripts, which test the command line.
func scriptLines(t *testing.T) (n int) {
	t.Helper()
	files, err := filepath.Glob("testdata/script/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal("no scripts found", err)
	}
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		n += strings.Count(string(data), "\n")
	}
	return n
}
