package bolt

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"tocsin/store/kv"
	"tocsin/store/kv/kvtest"
)

// A log that is full at once is a log that each Update empties.
func TestContractWithoutLog(t *testing.T) {
	kvtest.Run(t, func(t *testing.T) kv.Engine { return fresh(t, Options{Log: 1}) })
}

// A model is what buckets have to hold.
type model map[string]map[string]string

func newModel() model { return model{"a": {}, "b": {}, "ab": {}} }

func (m model) clone() model {
	out := model{}
	for bucket, keys := range m {
		out[bucket] = maps.Clone(keys)
	}
	return out
}

// A step is a Put, or a Delete, of a key that is others' prefix or has one.
type step struct {
	bucket, key string
	value       []byte
	gone        bool
}

// longer makes a key one of those whose first bytes tell them from most others.
const longer = "-and-more"

func randomStep(r *rand.Rand) step {
	sizes := []int{0, 1, 3, maxLate - 1, maxLate, maxLate + 1, 1000}
	key := fmt.Sprintf("%03d", r.IntN(64))[:1+r.IntN(3)]
	return step{
		[]string{"a", "b", "ab"}[r.IntN(3)], key + string('a'+rune(r.IntN(3))) + []string{"", longer}[r.IntN(2)],
		bytes.Repeat([]byte{byte(r.Int())}, sizes[r.IntN(len(sizes))]), r.IntN(4) == 0,
	}
}

func (s step) model(m model) {
	m[s.bucket][s.key] = string(s.value)
	if s.gone {
		delete(m[s.bucket], s.key)
	}
}

func (s step) write(w kv.Writer) {
	if s.gone {
		w.Delete(s.bucket, []byte(s.key))
	} else {
		w.Put(s.bucket, []byte(s.key), s.value)
	}
}

// check scans all buckets, wholly and in part, and gets each key.
func (m model) check(r kv.Reader) error {
	for bucket := range m {
		for _, c := range [][2]string{{"", ""}, {"0", ""}, {"00", "001"}, {"", "02b"}, {"03", "03"}, {"1", "2"}, {"9", ""}} {
			if err := m.checkScan(r, bucket, c[0], c[1]); err != nil {
				return err
			}
		}
		for _, prefix := range []string{"00a" + longer[:6], "01b" + longer, "1c" + longer, "2a" + longer + "x", "none" + longer} {
			for _, from := range []string{"", prefix + "a"} {
				if err := m.checkScan(r, bucket, prefix, from); err != nil {
					return err
				}
			}
		}
		for k, want := range m[bucket] {
			if v := r.Get(bucket, []byte(k)); v == nil || string(v) != want {
				return fmt.Errorf("get %s %s: %.20q, want %.20q", bucket, k, v, want)
			}
		}
		if v := r.Get(bucket, []byte("none")); v != nil {
			return fmt.Errorf("get what is not there: %q", v)
		}
	}
	return nil
}

func (m model) checkScan(r kv.Reader, bucket, prefix, from string) error {
	want := slices.Sorted(maps.Keys(m[bucket]))
	want = slices.DeleteFunc(want, func(k string) bool { return k < from || !strings.HasPrefix(k, prefix) })
	var got []string
	for k, v := range r.Scan(bucket, []byte(prefix), []byte(from)) {
		if got = append(got, string(k)); v == nil || string(v) != m[bucket][string(k)] {
			return fmt.Errorf("scan of %s %s: %.20q, want %.20q", bucket, k, v, m[bucket][string(k)])
		}
	}
	if !slices.Equal(got, want) {
		return fmt.Errorf("scan of %s %q from %q: %q, want %q", bucket, prefix, from, got, want)
	}
	return nil
}

func (m model) checkEngine(e *Engine) error { return e.View(context.Background(), m.check) }

// A trial does random things to an engine and its model.
type trial struct {
	*testing.T
	r    *rand.Rand
	opt  Options
	e    *Engine
	m    model
	held []func() error // views that began before
	full int            // updates for which there was no room
	part int            // times that the log was put in place in part
}

// update has all ways to end: kept, undone, no room, kept but not said so.
func (t *trial) update() {
	after := t.m.clone()
	undone, unclear, full := t.r.IntN(6) == 0, t.r.IntN(8) == 0, t.r.IntN(5) == 0
	t.e.db.MaxSize = 0
	if info, err := t.e.file.Stat(); full && err == nil {
		t.e.db.MaxSize = int(info.Size())
	}
	err := t.e.Update(context.Background(), func(w kv.Writer) error {
		if unclear {
			w.(*tx).bolt.OnCommit(func() { panic("unclear") })
		}
		for range t.r.IntN(12) {
			s := randomStep(t.r)
			s.write(w)
			s.model(after)
		}
		if undone {
			return errors.Join(errUndone, after.check(w))
		}
		return after.check(w)
	})
	switch {
	case full && errors.Is(err, kv.ErrFull):
		t.full++
	case undone && errors.Is(err, errUndone) && strings.Count(err.Error(), "\n") == 0:
	case !undone && (err == nil || unclear && strings.Contains(err.Error(), "unclear")):
		t.m = after
	default:
		t.Fatal(err)
	}
}

var errUndone = errors.New("undone")

// settle puts the log in place, or a part of it.
func (t *trial) settle() {
	t.e.db.MaxSize = 0
	var at spot
	for more := true; more && t.r.IntN(4) > 0; {
		err := t.e.transact(context.Background(), true, func(x *tx) error {
			if x.late.size == 0 {
				more = false
			} else if more = x.settle(&at, t.r.IntN(20)); !more {
				return x.empty()
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		t.part++
	}
}

// hold begins a view that is looked at later.
func (t *trial) hold() {
	m, begun, release, done := t.m.clone(), make(chan bool), make(chan bool), make(chan error)
	go func() {
		done <- t.e.View(context.Background(), func(r kv.Reader) error {
			close(begun)
			<-release
			return m.check(r)
		})
	}()
	<-begun
	t.held = append(t.held, func() error { close(release); return <-done })
}

func (t *trial) release() {
	for _, view := range t.held {
		if err := view(); err != nil {
			t.Errorf("a view from before: %v", err)
		}
	}
	t.held = nil
}

func (t *trial) open(path string) {
	var err error
	if t.e, err = Open(path, t.opt); err != nil {
		t.Fatal(err)
	}
	t.e.db.AllocSize = pageSize // each page that is needed may be one too many
}

func (t *trial) reopen() {
	t.release()
	if err := t.e.Close(); err != nil {
		t.Error(err)
	}
	t.open(t.e.path)
}

// crash looks at what a process that died now would have left.
func (t *trial) crash() {
	content, err := os.ReadFile(t.e.path)
	if err != nil {
		t.Fatal(err)
	}
	left := filepath.Join(t.TempDir(), "tocsin.db")
	if err = errors.Join(os.Mkdir(left+".blobs", 0o700), os.WriteFile(left, content, 0o600)); err != nil {
		t.Fatal(err)
	}
	e, err := Open(left, t.opt)
	if err != nil {
		t.Fatal(err)
	}
	if err = errors.Join(t.m.checkEngine(e), e.Close()); err != nil {
		t.Errorf("after a crash: %v", err)
	}
}

// Whether a value lies in the log, in its place or in both is nobody's
// concern, whatever failed, whenever the process dies, however long one looks.
func TestModel(t *testing.T) {
	if _, err := os.Stat("/dev/shm"); err == nil {
		t.Setenv("TMPDIR", "/dev/shm") // no need to wait for a disk
	}
	full, part := 0, 0
	for seed := range uint64(6) {
		try := &trial{T: t, r: rand.New(rand.NewPCG(seed, 1)), opt: Options{Log: 1 << (4 * (seed % 5))}, m: newModel()}
		try.open(filepath.Join(t.TempDir(), "tocsin.db"))
		for range 150 {
			[]func(){try.update, try.update, try.update, try.update, try.settle, try.hold, try.release, try.reopen}[try.r.IntN(8)]()
			if err := try.m.checkEngine(try.e); err != nil {
				t.Error(err)
			}
			if try.crash(); t.Failed() {
				t.Fatalf("seed %d", seed)
			}
		}
		try.release()
		if err := try.e.Close(); err != nil {
			t.Error(err)
		}
		full, part = full+try.full, part+try.part
	}
	if full < 10 || part < 50 {
		t.Errorf("only %d updates had no room, the log was only %d times put in place in part", full, part)
	}
}
