package intake

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"tocsin/store"
	"tocsin/store/bolt"
	"tocsin/store/kv"
	"tocsin/store/kv/kvtest"
)

// takeFeed takes the feed into the store at a path, over an engine that may
// crash, and says whether it was filed.
func takeFeed(b *bed, path string, over func(kv.Engine) kv.Engine) error {
	b.Helper()
	e, err := bolt.Open(path, bolt.Options{})
	b.must(err)
	cfg := b.line.cfg
	if cfg.Store, err = store.Open(b.Context(), over(e), []byte(strings.Repeat("k", 32)), store.Options{Quiet: time.Microsecond}); err != nil {
		return errors.Join(err, e.Close())
	}
	defer func() { b.must(cfg.Store.Close()) }()
	line, err := New(b.Context(), cfg)
	if err != nil {
		return err
	}
	return errors.Join(line.Take(b.Context(), arrived(7, feedMail()))()...)
}

func sound(e kv.Engine) kv.Engine { return e }

// checkFeed: the feed and each of its rows are there once, with what goes out
// for them, and the mailbox need not fetch it again.
func checkFeed(b *bed, path string, crash int) {
	b.Helper()
	e, err := bolt.Open(path, bolt.Options{})
	b.must(err)
	s, err := store.Open(b.Context(), e, []byte(strings.Repeat("k", 32)), store.Options{Quiet: time.Microsecond})
	b.must(err)
	defer func() { b.must(s.Close()) }()
	list, err := s.Incidents(b.Context(), store.Filter{})
	b.must(err)
	hosts, feeds := map[string]int{}, 0
	for _, in := range list {
		if len(in.Report.Hosts) == 1 {
			hosts[in.Report.Hosts[0].Addresses[0]]++
		} else {
			feeds++
		}
	}
	if feeds != 1 || len(list) != 3 || hosts["192.0.2.31"] != 1 || hosts["192.0.2.32"] != 1 {
		b.Errorf("crash at call %d: %d feeds and rows about %v after it came again", crash, feeds, hosts)
	}
	told := map[string]int{}
	entries, err := s.Outbox(b.Context(), store.OutFilter{})
	b.must(err)
	for _, o := range entries {
		told[o.Kind]++
	}
	if told["notice"] != 3 || told["ack"] != 1 || len(entries) != 4 {
		b.Errorf("crash at call %d: the outbox has %v", crash, told)
	}
	if again, err := s.Unfiled(b.Context(), "box", 1, []uint32{7}); err != nil || len(again) != 0 {
		b.Errorf("crash at call %d: the feed is to be fetched again (%v)", crash, err)
	}
}

// TestFeedCrash crashes at each call to the engine while the rows of a feed and
// the feed itself are filed. What was filed before the feed is known again by
// its bytes when the feed comes again: nothing is lost, and nothing is twice.
func TestFeedCrash(t *testing.T) {
	b := newBed(t, false)
	b.trustFeeds()
	if _, err := os.Stat("/dev/shm"); err == nil {
		t.Setenv("TMPDIR", "/dev/shm") // the crash is made by the engine: no need to wait for a disk
	}
	folder, between := t.TempDir(), 0
	for n := 1; ; n++ {
		path := filepath.Join(folder, "db")
		err := takeFeed(b, path, func(e kv.Engine) kv.Engine { return kvtest.NewFaulty(e, n) })
		if err != nil && !errors.Is(err, kvtest.ErrCrash) {
			t.Fatalf("crash at call %d: %v", n, err)
		}
		between += rowsWithoutFeed(b, path)
		b.must(takeFeed(b, path, sound))
		checkFeed(b, path, n)
		b.must(os.Remove(path))
		b.must(os.RemoveAll(path + ".blobs"))
		if err == nil {
			break
		}
	}
	if between == 0 {
		t.Error("no crash fell between the rows and their feed")
	}
}

// rowsWithoutFeed is 1 if rows are filed, and the feed is not: then the mailbox
// still has it to fetch.
func rowsWithoutFeed(b *bed, path string) int {
	b.Helper()
	e, err := bolt.Open(path, bolt.Options{})
	b.must(err)
	s, err := store.Open(b.Context(), e, []byte(strings.Repeat("k", 32)), store.Options{Quiet: time.Microsecond})
	b.must(err)
	defer func() { b.must(s.Close()) }()
	list, err := s.Incidents(b.Context(), store.Filter{})
	b.must(err)
	left, err := s.Unfiled(b.Context(), "box", 1, []uint32{7})
	b.must(err)
	if len(list) > 0 && len(left) == 1 {
		return 1
	}
	return 0
}
