package source

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tocsin/cmd/tocsin/control"
)

// found lists what Messages gives as name=data, errors as name!error, with
// the folder taken off.
func found(t *testing.T, dir string, stdin string, names ...string) (out []string) {
	t.Helper()
	for in, err := range Messages(names, strings.NewReader(stdin), 1<<20) {
		name := strings.TrimPrefix(in.Name, dir+"/")
		if err != nil {
			out = append(out, name+"!"+err.Error())
			continue
		}
		out = append(out, name+"="+string(in.Data))
	}
	return out
}

func write(t *testing.T, dir string, files map[string]string) {
	t.Helper()
	for name, data := range files {
		path := filepath.Join(dir, name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, []byte(data), 0o600)); err != nil {
			t.Fatal(err)
		}
	}
}

func TestMessages(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, map[string]string{
		"a.eml": "Subject: a\n\nFrom here\n", "empty.eml": "", "plain/x.eml": "x",
		"box/cur/2:2,S": "two", "box/new/1": "one", "box/new/.hidden": "no", "box/tmp/3": "half",
		"m.mbox": "From a Mon\nSubject: 1\n\nbody\n>From me\n>>From you\n> From\n\nFrom b@c Tue Jan  6 10:00:00 2026\nSubject: 2\n\nFrom inside\n",
	})
	at := func(n string) string { return filepath.Join(dir, n) }
	got := found(t, dir, "S: std\n\n", at("a.eml"), "-", at("none"), at("empty.eml"), at("box"), at("plain"), at("m.mbox"))
	want := []string{
		"a.eml=Subject: a\n\nFrom here\n", "stdin=S: std\n\n", "none!no such file or directory",
		"empty.eml!empty: there is no message in it", "box/new/1=one", "box/cur/2:2,S=two",
		"plain!a folder, but no Maildir (it has no cur/); name its files instead",
		"m.mbox#1=Subject: 1\n\nbody\nFrom me\n>From you\n> From\n", "m.mbox#2=Subject: 2\n\nFrom inside\n",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if n := Count([]string{at("a.eml"), at("box"), at("m.mbox"), at("none")}); n != 6 {
		t.Errorf("counted %d", n)
	}
	if n := Count([]string{"-"}); n != 0 {
		t.Errorf("counted %d before reading", n)
	}
}

// TestOne: a file that is called .eml, and one of a Maildir, is one message
// though another seems to begin in it.
func TestOne(t *testing.T) {
	dir := t.TempDir()
	bounce := "From a Mon Jan  5 10:00:00 2026\nSubject: 1\n\n>From me\n\nFrom b Tue Jan  6 10:00:00 2026\nSubject: 2\n\n"
	long := "From " + strings.Repeat("x", 100_000) + "\nSubject: 3\n\n"
	write(t, dir, map[string]string{"a.eml": bounce, "b.EML": long, "box/cur/1": bounce, "box/new/2": "x", "c.mbox": bounce, "mac": "From a 1:23\rS: 4\r\rx\r", "mac.eml": "From a 1:23\rS: 4\r\rx\r", "dos.eml": "From a\r\nS: 5\r\n"})
	at := func(n string) string { return filepath.Join(dir, n) }
	_, one, _ := strings.Cut(bounce, "\n")
	got := found(t, dir, "", at("a.eml"), at("b.EML"), at("box"), at("mac"), at("mac.eml"), at("dos.eml"))
	want := []string{
		"a.eml=" + one, "b.EML=Subject: 3\n\n", "box/cur/1=" + one, "box/new/2=x", "mac=S: 4\r\rx\r", "mac.eml=S: 4\r\rx\r", "dos.eml=S: 5\r\n",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if n := Count([]string{at("a.eml"), at("b.EML"), at("box"), at("c.mbox"), at("mac")}); n != 7 {
		t.Errorf("counted %d", n)
	}
}

func TestLongLines(t *testing.T) {
	long := strings.Repeat("x", 100_000)
	text := "From " + long + "\nA: " + long + ">From \n\n" + long + "\n\nFrom b 1:23\nB: 2\n"
	got := found(t, "", text, "-")
	want := []string{"stdin#1=A: " + long + ">From \n\n" + long + "\n", "stdin#2=B: 2\n"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error("a long line was taken apart")
	}
}

// Of what is too large the header is kept, in constant memory; the messages
// around it are whole.
func TestLarge(t *testing.T) {
	large := "A: large\n\n" + strings.Repeat("0123456789abcde\n", 1<<18)
	for _, box := range []bool{false, true} {
		text, want := large, []control.Input{{Name: "stdin", Data: []byte("A: large\n\n"), Size: int64(len(large))}}
		if box {
			text = "From a\nA: 1\n\nFrom b 1:23\n" + large + "\nFrom c 1:23\nB: 2\n"
			want = []control.Input{
				{Name: "stdin#1", Data: []byte("A: 1\n"), Size: 5}, {Name: "stdin#2", Data: []byte("A: large\n\n"), Size: int64(len(large)) + 1},
				{Name: "stdin#3", Data: []byte("B: 2\n"), Size: 5},
			}
		}
		var got []control.Input
		for in, err := range Messages([]string{"-"}, strings.NewReader(text), 1000) {
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, in)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	}
	for in := range Messages([]string{"-"}, strings.NewReader(strings.Repeat("x", 1<<20)), 100_000) {
		if len(in.Data) > maxHeader || in.Size != 1<<20 {
			t.Errorf("%d bytes of %d without a header", len(in.Data), in.Size)
		}
	}
}

func TestStopEarly(t *testing.T) {
	n := 0
	for range Messages([]string{"-", "-"}, strings.NewReader("From a\n1\n\nFrom b 1:23\n2\n"), 1<<20) {
		n++
		break
	}
	if n != 1 {
		t.Errorf("%d messages after the first was enough", n)
	}
}

func TestFiles(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, map[string]string{"k": "From nobody\n"})
	for in, err := range Files([]string{filepath.Join(dir, "k")}, nil) {
		if err != nil || string(in.Data) != "From nobody\n" {
			t.Errorf("%q, %v", in.Data, err)
		}
	}
	if _, err := One(filepath.Join(dir, "none"), nil); !errors.Is(err, fs.ErrNotExist) {
		t.Error(err)
	}
}

// However the bytes fall, no line is lost but separators, the quote of quoted
// separators, and the empty line before a separator.
func FuzzMbox(f *testing.F) {
	f.Add([]byte("From a\nS: 1\n\nb\n\nFrom c 10:00\nS: 2\n\n>From x\n"))
	f.Add([]byte("From \n\nFrom \n\n\nFrom"))
	f.Fuzz(func(t *testing.T, body []byte) {
		data := append([]byte("From a\n"), body...)
		total, n := 0, 0
		for in, err := range Messages([]string{"-"}, bytes.NewReader(data), 1<<20) {
			if err != nil {
				t.Fatal(err)
			}
			total += len(in.Data)
			n++
		}
		separators := 1 + bytes.Count(data, []byte("\nFrom "))
		if n < 1 || n > separators {
			t.Errorf("%d messages, at most %d separators", n, separators)
		}
		if total > len(data) {
			t.Errorf("%d bytes came of %d", total, len(data))
		}
		if n == 1 && !bytes.Contains(data, []byte(">From ")) && !bytes.HasPrefix(body, []byte("From ")) && total < len(body)-2 {
			t.Errorf("%d of %d bytes came", total, len(body))
		}
	})
}
