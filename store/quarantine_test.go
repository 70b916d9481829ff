package store_test

import (
	"bytes"
	"errors"
	"fmt"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"tocsin/store"
)

func quarantined(t testing.TB, s *store.Store, f store.Filing, reason string) {
	t.Helper()
	must(t, s.Quarantine(ctx, store.Quarantined{Reason: reason, Delivery: []store.Delivery{f.Delivery}}, f.Raw))
}

// TestQuarantineRetries: each failed retry counts, keeps the first bytes and
// the last reason, and adds how it came; the one that succeeds takes all out.
func TestQuarantineRetries(t *testing.T) {
	path := filepath.Join(t.TempDir(), "db")
	for n := range 6 {
		s := openStore(t, openEngine(t, path))
		f := largeMail()
		f.Delivery.UID = uint32(n%3 + 1) // each comes twice
		quarantined(t, s, f, fmt.Sprint("reason ", n))
		list := get(s.Quarantined(ctx))(t)
		same(t, "one", len(list), 1)
		same(t, "attempts, reason", []any{list[0].Attempts, list[0].Reason}, []any{n + 1, fmt.Sprint("reason ", n)})
		same(t, "deliveries", len(list[0].Delivery), min(n+1, 3))
		same(t, "raw", bytes.Equal(get(s.QuarantinedRaw(ctx, list[0].Key))(t), f.Raw), true)
		same(t, "blobs beside", get(s.Sweep(ctx, -time.Hour))(t), 0)
		audit(t, s)
		must(t, s.Close())
	}
	s := openStore(t, openEngine(t, path))
	defer s.Close()
	filed := file(t, s, largeMail(), newIncident)
	same(t, "filed", filed.Outcome, store.FiledNew)
	same(t, "all deliveries", len(get(s.Message(ctx, filed.Key))(t).Deliveries), 4)
	same(t, "nothing unfiled", len(get(s.Unfiled(ctx, box, 7, []uint32{1, 2, 3, 4}))(t)), 0)
	audit(t, s)
}

// TestRetryThatFailsAgain: a decision that fails leaves quarantine as it was.
func TestRetryThatFailsAgain(t *testing.T) {
	s := fresh(t)
	quarantined(t, s, mail(1), "odd")
	before := get(s.Quarantined(ctx))(t)
	_, err := s.File(ctx, mail(1), func(*store.Tx, *store.Message) store.Outcome { panic("still odd") })
	same(t, "failed", errors.Is(err, store.ErrDecide), true)
	same(t, "quarantine", get(s.Quarantined(ctx))(t), before)
	same(t, "raw", string(get(s.QuarantinedRaw(ctx, before[0].Key))(t)), string(mail(1).Raw))
	if _, err := s.Raw(ctx, before[0].Key); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("filed after all? %v", err)
	}
	audit(t, s)
}

// TestQuarantineAgainstFile: whoever comes first, in the end the message is
// filed once, with both deliveries, and not in quarantine.
func TestQuarantineAgainstFile(t *testing.T) {
	s := fresh(t)
	const mails = 20
	var wg sync.WaitGroup
	for n := 1; n <= mails; n++ {
		f := mail(n)
		if n%4 == 0 {
			f.Raw = append(f.Raw, make([]byte, 100_000)...)
		}
		wg.Go(func() { quarantined(t, s, f, "odd") })
		wg.Go(func() {
			again := f
			again.Delivery = store.Delivery{Mailbox: "file", At: begin}
			file(t, s, again, newIncident)
		})
	}
	wg.Wait()
	same(t, "in quarantine", len(get(s.Quarantined(ctx))(t)), 0)
	same(t, "incidents", len(allIncidents(t, s)), mails)
	for _, in := range allIncidents(t, s) {
		same(t, "deliveries of "+in.Subject, len(get(s.Message(ctx, in.Messages[0]))(t).Deliveries), 2)
	}
	same(t, "blobs left over", get(s.Sweep(ctx, -time.Hour))(t), 0)
	audit(t, s)
}

// TestQuarantineOfMany by many, released by many: counted right at the end.
func TestQuarantineOfMany(t *testing.T) {
	s := fresh(t)
	var wg sync.WaitGroup
	for i := range 60 {
		wg.Go(func() { quarantined(t, s, mail(i%20), "odd") })
	}
	wg.Wait()
	list := get(s.Quarantined(ctx))(t)
	same(t, "kept", len(list), 20)
	for _, q := range list {
		same(t, "attempts", q.Attempts, 3)
	}
	released := make(chan error, 40)
	for i := range 40 {
		wg.Go(func() { released <- s.Release(ctx, list[i%20].Key) })
	}
	wg.Wait()
	late := 0
	for range 40 {
		if err := <-released; errors.Is(err, store.ErrNotFound) {
			late++
		} else {
			must(t, err)
		}
	}
	same(t, "released twice", late, 20)
	audit(t, s)
}

// TestQuarantineForgetsNobody: who sends the same odd mail a thousand times
// fills no record, and each of its uids is known.
func TestQuarantineForgetsNobody(t *testing.T) {
	s := fresh(t)
	const times = 250
	var uids []uint32
	for uid := uint32(1); uid <= times; uid++ {
		f := mail(1)
		f.Delivery.UID = uid
		uids = append(uids, uid)
		quarantined(t, s, f, "odd")
	}
	list := get(s.Quarantined(ctx))(t)
	same(t, "attempts, deliveries", []int{list[0].Attempts, len(list[0].Delivery)}, []int{times, 100})
	same(t, "unfiled", len(get(s.Unfiled(ctx, box, 7, uids))(t)), 0)
	same(t, "unmarked", get(s.Unmarked(ctx, box, 7))(t), uids)
	audit(t, s)
}

// TestQuarantineOrder: the oldest first.
func TestQuarantineOrder(t *testing.T) {
	s := fresh(t)
	for _, hours := range []int{5, 1, 4, 2, 3} {
		must(t, s.Quarantine(ctx, store.Quarantined{At: begin.Add(time.Duration(hours) * time.Hour)}, fmt.Appendf(nil, "mail %d", hours)))
	}
	for i, q := range get(s.Quarantined(ctx))(t) {
		same(t, "hour", q.At.Sub(begin), time.Duration(i+1)*time.Hour)
	}
}
