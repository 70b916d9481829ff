package store_test

import (
	"bufio"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"tocsin/store"
	"tocsin/store/bolt"
)

const (
	loopPath  = "TOCSIN_TEST_STORE"
	loopStart = "TOCSIN_TEST_START"
)

// TestMain lets the test binary be its own victim: see TestKill.
func TestMain(m *testing.M) {
	if path := os.Getenv(loopPath); path != "" {
		start, err := strconv.Atoi(os.Getenv(loopStart))
		if err == nil {
			err = fileLoop(path, start)
		}
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// fileLoop files mails from start on, delivers what is due, and says on
// standard output which mails are filed, until it is killed.
func fileLoop(path string, start int) error {
	e, err := bolt.Open(path, bolt.Options{})
	if err != nil {
		return err
	}
	s, err := store.Open(ctx, e, sealKey, store.Options{Now: func() time.Time { return begin }})
	if err != nil {
		return err
	}
	var next atomic.Int64
	next.Store(int64(start))
	failed := make(chan error)
	var out sync.Mutex
	for range 8 {
		go func() {
			for {
				n := int(next.Add(1))
				_, err := s.File(ctx, loopMail(n), newIncident)
				if err != nil {
					failed <- err
					return
				}
				out.Lock()
				fmt.Println(n)
				out.Unlock()
			}
		}()
	}
	go func() { failed <- settleLoop(s) }()
	return <-failed
}

// loopMail is the n-th mail; each seventh is large.
func loopMail(n int) store.Filing {
	f := mail(n)
	if n%7 == 0 {
		f.Raw = append(f.Raw, make([]byte, 70_000)...)
	}
	return f
}

func settleLoop(s *store.Store) error {
	for now := begin; ; now = now.Add(time.Second) {
		list, err := s.Claim(ctx, now, 5, time.Hour)
		if err != nil {
			return err
		}
		for _, o := range list {
			if err = s.Settle(ctx, store.Settlement{ID: o.ID, Attempt: o.Attempts, State: store.Sent, At: now}); err != nil {
				return err
			}
		}
		if len(list) == 0 {
			<-s.Wake()
		}
	}
}

// TestKill kills a process that files mail, with SIGKILL at random moments,
// and looks at what it left: what it said was filed is filed, once.
func TestKill(t *testing.T) {
	const kills = 22
	path := filepath.Join(t.TempDir(), "db")
	said := map[int]bool{}
	for range kills {
		killOnce(t, path, said)
	}
	s := openStore(t, openEngine(t, path))
	defer s.Close()
	checkKilled(t, s, said)
	audit(t, s)
	_, later, err := s.Pending(ctx, begin)
	must(t, err)
	same(t, "what waits for the lease of a dead one", later, 0)
	if len(said) < kills {
		t.Errorf("only %d mails were filed", len(said))
	}
}

// killOnce lets a process file some mails, the last ones of its predecessor
// again, and kills it.
func killOnce(t *testing.T, path string, said map[int]bool) {
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), loopPath+"="+path, fmt.Sprint(loopStart, "=", max(0, len(said)-20)))
	cmd.Stderr = os.Stderr
	output, err := cmd.StdoutPipe()
	must(t, err)
	must(t, cmd.Start())
	lines := bufio.NewScanner(output)
	left := 1 + rand.IntN(60)
	for lines.Scan() {
		n, err := strconv.Atoi(lines.Text())
		if err != nil {
			break // cut in the middle
		}
		said[n] = true
		if left--; left == 0 {
			must(t, cmd.Process.Kill())
		}
	}
	if err = cmd.Wait(); left > 0 {
		t.Fatalf("the process ended by itself: %v", err)
	}
}

func checkKilled(t *testing.T, s *store.Store, said map[int]bool) {
	seen := map[store.Key]store.Ref{}
	refs := 0
	for after := store.Ref(""); ; {
		list := get(s.Incidents(ctx, store.Filter{After: after, Limit: 1000}))(t)
		if len(list) == 0 {
			break
		}
		for _, in := range list {
			refs++
			after = in.Ref
			outbox := get(s.Outbox(ctx, store.OutFilter{Ref: in.Ref}))(t)
			if len(in.Messages) != 1 || seen[in.Messages[0]] != "" || len(outbox) != 1 {
				t.Fatalf("%s has messages %v and %d outbox entries", in.Ref, in.Messages, len(outbox))
			}
			seen[in.Messages[0]] = in.Ref
		}
	}
	same(t, "newest reference", get(s.Incidents(ctx, store.Filter{Limit: 1}))(t)[0].Ref, store.MakeRef("CERT", 2026, refs))
	for n := range said {
		f := loopMail(n)
		if seen[store.KeyOf(f.Raw)] == "" {
			t.Errorf("mail %d was said to be filed and is not", n)
			continue
		}
		same(t, "raw size", len(get(s.Raw(ctx, store.KeyOf(f.Raw)))(t)), len(f.Raw))
	}
}
