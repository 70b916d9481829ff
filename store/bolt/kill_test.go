package bolt

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"

	"tocsin/store/kv"
)

const victimPath = "TOCSIN_TEST_BOLT"

// TestMain lets the test binary be its own victim: see TestKill.
func TestMain(m *testing.M) {
	if path := os.Getenv(victimPath); path != "" {
		fmt.Fprintln(os.Stderr, endless(path))
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// numberedSteps are what the n-th update does, the same each time.
func numberedSteps(n int) (list []step) {
	r := rand.New(rand.NewPCG(uint64(n), 2))
	for range 1 + r.IntN(12) {
		list = append(list, randomStep(r))
	}
	return append(list, step{bucket: "b", key: "n", value: fmt.Append(nil, n)})
}

// endless goes on where its predecessor died, and says which updates are done.
// Most of the time it puts the log in place.
func endless(path string) error {
	e, err := Open(path, Options{Log: 8000})
	if err != nil {
		return err
	}
	n, err := lastNumber(e)
	for err == nil {
		n++
		err = e.Update(context.Background(), func(w kv.Writer) error {
			for _, s := range numberedSteps(n) {
				s.write(w)
			}
			return nil
		})
		if err == nil {
			fmt.Println(n)
		}
		var at spot
		for more := true; more && err == nil && n%4 > 0; {
			err = e.transact(context.Background(), true, func(x *tx) error { more = x.settle(&at, 9); return nil })
		}
	}
	return err
}

func lastNumber(e *Engine) (n int, err error) {
	err = e.View(context.Background(), func(r kv.Reader) error {
		if v := r.Get("b", []byte("n")); v != nil {
			n, err = strconv.Atoi(string(v))
		}
		return err
	})
	return n, err
}

// TestKill kills a process that writes and puts the log in place, at random
// moments: what it said is done is there, and of the next all or nothing.
func TestKill(t *testing.T) {
	path := filepath.Join(t.TempDir(), "tocsin.db")
	m, done := newModel(), 0
	for range 12 {
		said := killOnce(t, path)
		e, err := Open(path, Options{})
		if err != nil {
			t.Fatal(err)
		}
		last, err := lastNumber(e)
		if err != nil || last < said || last > said+1 {
			t.Fatalf("update %d was said to be done, %d is there: %v", said, last, err)
		}
		for ; done < last; done++ {
			for _, s := range numberedSteps(done + 1) {
				s.model(m)
			}
		}
		if err = errors.Join(m.checkEngine(e), e.Close()); err != nil {
			t.Fatal(err)
		}
	}
}

func killOnce(t *testing.T, path string) (said int) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), victimPath+"="+path)
	cmd.Stderr = os.Stderr
	output, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	lines, left := bufio.NewScanner(output), 1+rand.IntN(30)
	for ; lines.Scan(); left-- {
		if said, err = strconv.Atoi(lines.Text()); err != nil {
			t.Fatal(err)
		}
		if left == 0 {
			err = cmd.Process.Kill()
		}
	}
	if cmd.Wait(); left >= 0 || err != nil {
		t.Fatalf("the process ended by itself: %v", err)
	}
	return said
}
