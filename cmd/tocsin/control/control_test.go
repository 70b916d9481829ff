package control

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tocsin/cmd/tocsin/console"
)

// start serves h on a socket until the test ends.
func start(t *testing.T, h Handle) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "s")
	s, err := Listen(path)
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- s.Serve(ctx, h) }()
	t.Cleanup(func() {
		stop()
		if err := <-done; err != nil {
			t.Error(err)
		}
		if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
			t.Error("the socket was left behind")
		}
	})
	return path
}

func list(in ...Input) iter.Seq2[Input, error] {
	return func(yield func(Input, error) bool) {
		for _, i := range in {
			if !yield(i, nil) {
				return
			}
		}
	}
}

// echo prints its arguments and inputs, and exits with their number.
func echo(_ context.Context, req Request, inputs iter.Seq2[Input, error], out, errs io.Writer) int {
	fmt.Fprintln(out, req.Args, req.Screen.Width)
	n := 0
	for in, err := range inputs {
		if err != nil {
			fmt.Fprintln(errs, in.Name, err)
			continue
		}
		n++
		fmt.Fprintf(out, "%s=%d", in.Name, len(in.Data))
		if in.Header() {
			fmt.Fprintf(out, "/%d", in.Size)
		}
		fmt.Fprintln(out)
	}
	return n
}

func TestCall(t *testing.T) {
	path := start(t, echo)
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	inputs := func(yield func(Input, error) bool) {
		_ = yield(Input{Name: "a", Data: make([]byte, 3<<20)}, nil) && yield(Input{Name: "b"}, errors.New("unreadable")) && yield(Input{Name: "c"}, nil) && yield(Input{Name: "d", Data: []byte("head"), Size: 1 << 40}, nil)
	}
	var out, errs bytes.Buffer
	status, err := Call(t.Context(), path, Request{Args: []string{"take", "-"}, Screen: console.Screen{Width: 99}}, inputs, &out, &errs)
	if status != 3 || err != nil {
		t.Errorf("%d, %v", status, err)
	}
	if want := "[take -] 99\na=3145728\nc=0\nd=4/1099511627776\n"; out.String() != want || errs.String() != "b unreadable\n" {
		t.Errorf("%q %q", out.String(), errs.String())
	}
}

func TestCallNobody(t *testing.T) {
	dir := t.TempDir()
	stale := filepath.Join(dir, "stale")
	l, err := net.Listen("unix", stale)
	if err != nil {
		t.Fatal(err)
	}
	l.(*net.UnixListener).SetUnlinkOnClose(false)
	l.Close()
	for _, path := range []string{filepath.Join(dir, "none"), stale} {
		if _, err := Call(t.Context(), path, Request{}, list(), io.Discard, io.Discard); !errors.Is(err, ErrNone) {
			t.Errorf("%s: %v", path, err)
		}
	}
	s, err := Listen(stale)
	if err != nil {
		t.Fatalf("a stale socket was not replaced: %v", err)
	}
	s.Close()
}

func TestClientGone(t *testing.T) {
	ended := make(chan error, 1)
	began := make(chan bool, 1)
	path := start(t, func(ctx context.Context, _ Request, in iter.Seq2[Input, error], _, _ io.Writer) int {
		for range in {
		}
		began <- true
		<-ctx.Done()
		ended <- ctx.Err()
		return 0
	})
	ctx, cancel := context.WithCancel(t.Context())
	go func() { <-began; cancel() }()
	if _, err := Call(ctx, path, Request{}, list(), io.Discard, io.Discard); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

func TestHandlerNeedsNoInputs(t *testing.T) {
	path := start(t, func(context.Context, Request, iter.Seq2[Input, error], io.Writer, io.Writer) int { return 3 })
	many := list(make([]Input, 100)...)
	if status, err := Call(t.Context(), path, Request{}, many, io.Discard, io.Discard); status != 3 || err != nil {
		t.Error(status, err)
	}
}

func TestDaemonGone(t *testing.T) {
	r, w := net.Pipe()
	go func() { w.Write([]byte{frameOut, 0, 0, 0, 9, 'x'}); w.Close() }()
	if _, err := show(t.Context(), r, io.Discard, io.Discard); err == nil || !strings.Contains(err.Error(), "went away") {
		t.Error(err)
	}
}

func TestLongPath(t *testing.T) {
	if _, err := Listen(filepath.Join(t.TempDir(), strings.Repeat("x", 120))); err == nil || !strings.Contains(err.Error(), "100 characters") {
		t.Error(err)
	}
}

// What a frame says comes back as it was; nothing else is taken for a frame.
func FuzzReceive(f *testing.F) {
	f.Add([]byte{frameInput, 0, 0, 0, 4, 0, 1, 'a', 'b'})
	f.Add([]byte{frameStatus, 0xff, 0xff, 0xff, 0xff})
	f.Fuzz(func(t *testing.T, data []byte) {
		kind, payload, err := receive(bytes.NewReader(data))
		if err != nil {
			return
		}
		var b bytes.Buffer
		if err := (&sender{w: &b}).send(kind, payload); err != nil || !bytes.HasPrefix(data, b.Bytes()) {
			t.Errorf("%q became %q, %v", data, b.Bytes(), err)
		}
		if in, err := splitNamed(payload); err == nil && len(in.Name)+len(in.Data)+2 != len(payload) {
			t.Errorf("%q became %+v", payload, in)
		}
	})
}
