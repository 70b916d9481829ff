package mailbox

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"tocsin/intake/mailbox/imaptest"
)

// A filed message, as the store would keep it.
type filed struct {
	Fetched
	marked bool
}

// A shelf is ledger and intake in one, in memory.
type shelf struct {
	mu      sync.Mutex
	filed   map[uint32]map[uint32]*filed // by UIDVALIDITY and UID
	batches []int
	twice   int                                        // messages that were handed over though they were filed
	refuse  func(f Fetched) error                      // what Take says; nil for nil
	came    chan struct{}                              // poked after each batch
	fail    map[string]error                           // by name of the ledger's method
	order   []uint32                                   // UIDs in the order of filing
	hold    func(ctx context.Context, batch []Fetched) // if set, runs before filing
}

func newShelf() *shelf {
	return &shelf{filed: map[uint32]map[uint32]*filed{}, came: make(chan struct{}, 1000), fail: map[string]error{}}
}

func (s *shelf) take(ctx context.Context, batch []Fetched) (settled func() []error) {
	errs := s.file(ctx, batch)
	return func() []error { return errs }
}

func (s *shelf) file(ctx context.Context, batch []Fetched) []error {
	if s.hold != nil {
		s.hold(ctx, batch)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	errs := make([]error, len(batch))
	s.batches = append(s.batches, len(batch))
	for i, f := range batch {
		if s.refuse != nil {
			errs[i] = s.refuse(f)
		}
		if errs[i] != nil {
			continue
		}
		gen := s.filed[f.UIDValidity]
		if gen == nil {
			gen = map[uint32]*filed{}
			s.filed[f.UIDValidity] = gen
		}
		if gen[f.UID] != nil {
			s.twice++
		}
		gen[f.UID] = &filed{Fetched: f}
		s.order = append(s.order, f.UID)
	}
	s.came <- struct{}{}
	return errs
}

func (s *shelf) Unfiled(_ context.Context, _ string, v uint32, uids []uint32) ([]uint32, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []uint32
	for _, uid := range uids {
		if s.filed[v][uid] == nil {
			out = append(out, uid)
		}
	}
	return out, s.fail["Unfiled"]
}

func (s *shelf) HighWater(_ context.Context, _ string, v uint32) (high uint32, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for uid := range s.filed[v] {
		high = max(high, uid)
	}
	return high, s.fail["HighWater"]
}

func (s *shelf) Marked(_ context.Context, _ string, v uint32, uids []uint32) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.fail["Marked"] != nil {
		return s.fail["Marked"]
	}
	for _, uid := range uids {
		if s.filed[v][uid] == nil {
			return fmt.Errorf("marked UID %d, which is not filed", uid)
		}
		s.filed[v][uid].marked = true
	}
	return nil
}

func (s *shelf) Unmarked(_ context.Context, _ string, v uint32) (out []uint32, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for uid, f := range s.filed[v] {
		if !f.marked {
			out = append(out, uid)
		}
	}
	slices.Sort(out)
	return out, s.fail["Unmarked"]
}

// all returns what is filed, in the order of generation and UID.
func (s *shelf) all() (out []filed) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, gen := range s.filed {
		for _, f := range gen {
			out = append(out, *f)
		}
	}
	slices.SortFunc(out, func(a, b filed) int {
		return int(int64(a.UIDValidity)-int64(b.UIDValidity))*1000000 + int(int64(a.UID)-int64(b.UID))
	})
	return out
}

// unmarked counts what still needs its mark.
func (s *shelf) unmarked() (n int) {
	for _, f := range s.all() {
		if !f.marked {
			n++
		}
	}
	return n
}

// mail is a small message that is told apart by n.
func mail(n int) []byte {
	return fmt.Appendf(nil, "From: a@example.org\r\nSubject: number %d\r\n\r\nbody %d\r\n", n, n)
}

// A rig is a server in memory, a shelf and a box between them.
type rig struct {
	srv   *imaptest.Server
	pipe  *imaptest.Pipe
	shelf *shelf
	box   *Box
}

// newRig starts a server with user "u" and a box that reads it over a pipe.
func newRig(t *testing.T, opt imaptest.Options, change func(*Config)) *rig {
	t.Helper()
	if opt.Users == nil {
		opt.Users = map[string]string{"u": "secret"}
	}
	r := &rig{srv: imaptest.New(opt), pipe: imaptest.NewPipe(), shelf: newShelf()}
	go r.srv.Serve(r.pipe)
	t.Cleanup(func() { r.srv.Close() })
	r.box = newTestBox(t, r.pipe, r.shelf, change)
	return r
}

// newTestBox makes a box for a server behind a pipe.
func newTestBox(t *testing.T, pipe *imaptest.Pipe, shelf *shelf, change func(*Config)) *Box {
	t.Helper()
	cfg := Config{URL: "imap://u@127.0.0.1/INBOX", InsecureLoopback: true, Dial: pipe.Dial,
		Secret: func() (string, error) { return "secret", nil }}
	if change != nil {
		change(&cfg)
	}
	box, err := New(cfg, shelf, shelf.take)
	if err != nil {
		t.Fatal(err)
	}
	return box
}

// once runs Once and wants no error.
func (r *rig) once(t *testing.T) Tally {
	t.Helper()
	tally, err := r.box.Once(t.Context(), nil)
	if err != nil {
		t.Fatalf("Once: %v", err)
	}
	return tally
}

// start runs the box until the test ends or stop is called.
func (r *rig) start(t *testing.T) (stop func()) {
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- r.box.Run(ctx) }()
	var once sync.Once
	stop = func() {
		once.Do(func() {
			cancel()
			if err := <-done; err != nil {
				t.Errorf("Run: %v", err)
			}
		})
	}
	t.Cleanup(stop)
	return stop
}

// wantFiled checks that exactly these messages are filed, byte by byte.
func (r *rig) wantFiled(t *testing.T, want ...[]byte) {
	t.Helper()
	got := r.shelf.all()
	if len(got) != len(want) {
		t.Fatalf("%d messages filed, want %d", len(got), len(want))
	}
	for i, f := range got {
		if !bytes.Equal(f.Raw, want[i]) {
			t.Errorf("message %d: got %q, want %q", i, f.Raw, want[i])
		}
	}
	if r.shelf.twice > 0 {
		t.Errorf("%d messages handed over again", r.shelf.twice)
	}
}

var errStore = errors.New("disk full")

// waitFor polls until ok, and gives up after ten seconds.
func waitFor(t *testing.T, ok func() bool) {
	t.Helper()
	for deadline := time.Now().Add(10 * time.Second); !ok(); {
		if time.Now().After(deadline) {
			t.Fatal("waited in vain")
		}
		<-time.After(time.Millisecond)
	}
}

// pass lets time go by; within a synctest bubble that takes none.
func pass(d time.Duration) { <-time.After(d) }
