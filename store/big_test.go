package store_test

import (
	"bytes"
	"fmt"
	"path/filepath"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"tocsin/store"
)

// followUp is a short mail that follows up the first one.
func followUp(n int) store.Filing {
	f := mail(n)
	f.Message.References = []string{"1@site.example"}
	return f
}

// fileMany files mails from..to by many at once.
func fileMany(t *testing.T, s *store.Store, from, to int, d store.Decide) {
	t.Helper()
	var next atomic.Int64
	next.Store(int64(from) - 1)
	var wg sync.WaitGroup
	for range 256 {
		wg.Go(func() {
			for n := int(next.Add(1)); n <= to; n = int(next.Add(1)) {
				file(t, s, followUp(n), d)
			}
		})
	}
	wg.Wait()
}

// TestBigIncident takes 10,000 follow-ups into one incident, works on it as on
// any other, and purges it.
func TestBigIncident(t *testing.T) {
	const size = 10_000
	path := filepath.Join(t.TempDir(), "db")
	s := openStore(t, openEngine(t, path))
	home := file(t, s, mail(1), forwarded).Ref
	fileMany(t, s, 2, size/2, join)
	must(t, s.Close())
	s = openStore(t, openEngine(t, path))
	fileMany(t, s, size/2-100, size, join) // some of them again
	in := incident(t, s, home)
	same(t, "messages", len(in.Messages), size)
	same(t, "events", len(in.Events), size)
	list := get(s.Messages(ctx, home))(t)
	for i, m := range list {
		if m.Key != in.Messages[i] || m.Ref != home {
			t.Fatalf("message %d is %s of %s", i, m.Key, m.Ref)
		}
	}
	moved := get(s.Move(ctx, in.Messages[size/2], "", "ann"))(t)
	same(t, "moved", len(incident(t, s, moved).Messages), 1)
	same(t, "left", len(incident(t, s, home).Messages), size-1)
	must(t, s.Merge(ctx, moved, home, "ann"))
	deliverOnce(t, s)
	must(t, s.Purge(ctx, home, "ann"))
	checkPurged(t, s, home, moved)
	must(t, s.Close())
	s = openStore(t, openEngine(t, path))
	defer s.Close()
	checkPurged(t, s, home, moved)
	same(t, "again", file(t, s, followUp(77), newIncident).Outcome, store.FiledDuplicate)
}

func deliverOnce(t *testing.T, s *store.Store) {
	t.Helper()
	for _, o := range get(s.Claim(ctx, begin, 100, time.Minute))(t) {
		must(t, s.Settle(ctx, store.Settlement{ID: o.ID, Attempt: 1, State: store.Sent, At: begin}))
	}
}

func checkPurged(t *testing.T, s *store.Store, home, left store.Ref) {
	t.Helper()
	in := incident(t, s, home)
	same(t, "status", in.Status, store.StatusPurged)
	same(t, "history", len(in.Events), 1)
	same(t, "outbox", len(get(s.Outbox(ctx, store.OutFilter{}))(t)), 0)
	if raw, err := s.Raw(ctx, in.Messages[9]); err == nil {
		t.Errorf("%d bytes of a purged message", len(raw))
	}
	same(t, "the other's message", len(get(s.Messages(ctx, left))(t)), 1)
	now := get(s.Stats(ctx, time.Time{}, time.Time{}))(t).Now
	same(t, "counted", []int{now["status/purged"], now["status/closed"], now["outbox/sent"], now["outbox/held"]}, []int{1, 1, 0, 0})
}

// TestPurgeInABatch: what joins an incident in the moment of its purge is
// filed in it before, or anew.
func TestPurgeInABatch(t *testing.T) {
	s := fresh(t)
	home := file(t, s, mail(1), newIncident).Ref
	var wg sync.WaitGroup
	for n := range 40 {
		wg.Go(func() {
			if n == 20 {
				must(t, s.Purge(ctx, home, "ann"))
				return
			}
			file(t, s, followUp(n+2), crowdDecide)
		})
	}
	wg.Wait()
	same(t, "purged", incident(t, s, home).Status, store.StatusPurged)
	audit(t, s)
	filed := 0
	for _, in := range allIncidents(t, s) {
		filed += len(in.Messages)
	}
	same(t, "messages in all", filed, 40)
}

// allocated is how many bytes fn takes from the heap in all.
func allocated(fn func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	fn()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

// TestLargeMailIsNotCopied: 25 MiB are sealed as they are written, and read
// into memory once.
func TestLargeMailIsNotCopied(t *testing.T) {
	s := fresh(t)
	f := mail(1)
	f.Raw = append(f.Raw, bytes.Repeat([]byte("0123456789abcdef"), 25<<16)...)
	size := uint64(len(f.Raw))
	if n := allocated(func() { file(t, s, f, newIncident) }); n > 2<<20 {
		t.Errorf("filing %d bytes took %d", size, n)
	}
	var raw []byte
	if n := allocated(func() { raw = get(s.Raw(ctx, store.KeyOf(f.Raw)))(t) }); n > size+2<<20 {
		t.Errorf("reading %d bytes took %d", size, n)
	}
	same(t, "raw", bytes.Equal(raw, f.Raw), true)
	odd := append([]byte("odd"), f.Raw...)
	if n := allocated(func() { must(t, s.Quarantine(ctx, store.Quarantined{Reason: "odd"}, odd)) }); n > 2<<20 {
		t.Errorf("quarantining %d bytes took %d", size, n)
	}
	same(t, "quarantined", bytes.Equal(get(s.QuarantinedRaw(ctx, store.KeyOf(odd)))(t), odd), true)
}

// TestSizes around those at which a mail lies elsewhere or has another chunk.
func TestSizes(t *testing.T) {
	s := fresh(t)
	const chunk = 64 << 10
	for i, size := range []int{0, 1, chunk - 100, chunk - 41, chunk - 40, chunk - 1, chunk, chunk + 1, 2*chunk - 1, 2 * chunk, 2*chunk + 1, 3 * chunk} {
		f := mail(i + 1)
		f.Raw = bytes.Repeat([]byte{byte(i)}, size)
		key := file(t, s, f, newIncident).Key
		same(t, fmt.Sprint("size ", size), bytes.Equal(get(s.Raw(ctx, key))(t), f.Raw), true)
		same(t, "as the message says", get(s.Message(ctx, key))(t).Size, int64(size))
	}
	audit(t, s)
}
