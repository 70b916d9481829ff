package mailbox

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"tocsin/intake/mailbox/imaptest"
)

func TestOnceFilesEverythingAsItIs(t *testing.T) {
	r := newRig(t, imaptest.Options{}, nil)
	var want [][]byte
	for _, raw := range []string{"no header at all", "\r\n\r\n", "From x\nbare newlines\n\nbody\n", "Subject: \xff\xfe\x01\r\n\r\n\x80", strings.Repeat("A", 70000)} {
		want = append(want, []byte(raw))
		r.srv.Append("u", "INBOX", []byte(raw))
	}
	var seen []string
	tally, err := r.box.Once(t.Context(), func(done, total int) { seen = append(seen, fmt.Sprint(done, "/", total)) })
	if err != nil || tally != (Tally{Found: 5, Filed: 5}) {
		t.Fatalf("got %+v, %v", tally, err)
	}
	r.wantFiled(t, want...)
	if !slices.Equal(seen, []string{"5 / 5"}) && !slices.Equal(seen, []string{"5/5"}) {
		t.Errorf("progress %q", seen)
	}
	if st := r.box.Status(); st.LastError != "" || st.Filed != 5 || st.Unfiled != 0 || st.LastSuccess.IsZero() {
		t.Errorf("status %+v", st)
	}
	if tally := r.once(t); tally != (Tally{}) {
		t.Errorf("second time: %+v", tally)
	}
	for uid := uint32(1); uid <= 5; uid++ {
		if flags := r.srv.Flags("u", "INBOX", uid); len(flags) != 0 {
			t.Errorf("UID %d now has flags %q", uid, flags)
		}
	}
}

func TestOnceFetchesInBatches(t *testing.T) {
	r := newRig(t, imaptest.Options{}, nil)
	for i := range 700 {
		r.srv.Append("u", "INBOX", mail(i))
	}
	r.srv.Append("u", "INBOX", bytes.Repeat([]byte("x"), batchBytes+1))
	r.srv.Append("u", "INBOX", bytes.Repeat([]byte("y"), batchBytes/2+1))
	r.srv.Append("u", "INBOX", bytes.Repeat([]byte("z"), batchBytes/2+1))
	if tally := r.once(t); tally.Filed != 703 {
		t.Fatalf("%+v", tally)
	}
	if n := r.srv.Count("FETCH"); n != 11 { // sizes, three times; five of 128; 60 with a large one; two large ones alone
		t.Errorf("%d FETCH commands", n)
	}
	if got := r.shelf.batches; len(got) != 8 || slices.Max(got) != bodyBatch {
		t.Errorf("batches %v", got)
	}
}

func TestOversizeComesAsHeaderAndStays(t *testing.T) {
	for _, after := range []string{"move:Filed", "delete", "keyword:$X", "leave"} {
		r := newRig(t, imaptest.Options{}, func(c *Config) { c.MaxSize, c.After = 1000, after })
		large := append([]byte("Subject: large\r\n\r\n"), bytes.Repeat([]byte("x"), 2000)...)
		r.srv.Append("u", "INBOX", large)
		r.srv.Append("u", "INBOX", mail(2))
		if tally := r.once(t); tally != (Tally{Found: 2, Filed: 2}) {
			t.Fatalf("%s: %+v", after, tally)
		}
		r.wantFiled(t, []byte("Subject: large\r\n\r\n"), mail(2))
		f := r.shelf.all()[0]
		if !f.Header || f.Failed != "" || f.Size != int64(len(large)) || !f.marked || !f.Left() {
			t.Errorf("%s: filed as %+v", after, f)
		}
		if !slices.ContainsFunc(r.srv.Messages("u", "INBOX"), func(m []byte) bool { return bytes.Equal(m, large) }) {
			t.Errorf("%s: the large message is gone from the server", after)
		}
	}
}

func TestTakeRefusalIsTriedAgain(t *testing.T) {
	r := newRig(t, imaptest.Options{}, func(c *Config) { c.After = "delete" })
	for i := range 3 {
		r.srv.Append("u", "INBOX", mail(i))
	}
	r.shelf.refuse = func(f Fetched) error {
		if f.UID == 2 {
			return errStore
		}
		return nil
	}
	if tally := r.once(t); tally != (Tally{Found: 3, Filed: 2, Failed: 1}) {
		t.Fatalf("%+v", tally)
	}
	if st := r.box.Status(); st.Unfiled != 1 || st.Oldest.IsZero() {
		t.Errorf("status %+v", st)
	}
	r.shelf.refuse = nil
	if tally := r.once(t); tally != (Tally{Found: 1, Filed: 1}) {
		t.Fatalf("%+v", tally)
	}
	if left := r.srv.Messages("u", "INBOX"); len(left) != 0 {
		t.Errorf("%d messages left", len(left))
	}
}

func TestStoreDownStopsTheCycle(t *testing.T) {
	r := newRig(t, imaptest.Options{}, func(c *Config) { c.After = "delete" })
	for i := range 1000 {
		r.srv.Append("u", "INBOX", mail(i))
	}
	r.shelf.refuse = func(Fetched) error { return errStore }
	tally, err := r.box.Once(t.Context(), nil)
	if err == nil || !strings.Contains(err.Error(), "disk full") || tally.Filed != 0 || tally.Found != 1000 {
		t.Fatalf("%+v, %v", tally, err)
	}
	if n := len(r.shelf.batches); n > 2 {
		t.Errorf("%d batches were offered to a store that is down", n)
	}
	if left := r.srv.Messages("u", "INBOX"); len(left) != 1000 {
		t.Errorf("%d messages left of 1000", len(left))
	}
}

func TestLedgerDownIsAnError(t *testing.T) {
	for _, name := range []string{"Unfiled", "HighWater", "Marked", "Unmarked"} {
		r := newRig(t, imaptest.Options{}, func(c *Config) { c.After = "delete" })
		r.srv.Append("u", "INBOX", mail(1))
		r.shelf.fail[name] = errStore
		if _, err := r.box.Once(t.Context(), nil); err == nil || !strings.Contains(err.Error(), "disk full") {
			t.Errorf("%s: error %v", name, err)
		}
		if len(r.shelf.all())+len(r.srv.Messages("u", "INBOX")) == 0 {
			t.Errorf("%s: message lost", name)
		}
	}
}

func TestNextBatchIsFetchedWhileOneIsTaken(t *testing.T) {
	r := newRig(t, imaptest.Options{}, nil)
	for i := range 3 * bodyBatch {
		r.srv.Append("u", "INBOX", mail(i))
	}
	release, fetched := make(chan struct{}), 0
	r.shelf.hold = func(ctx context.Context, _ []Fetched) {
		if len(r.shelf.batches) > 0 {
			return
		}
		<-release
	}
	done := make(chan Tally, 1)
	go func() { tally, _ := r.box.Once(t.Context(), nil); done <- tally }()
	waitFor(t, func() bool { fetched = r.srv.Count("FETCH"); return fetched == 3 }) // sizes, the first batch, the second
	close(release)
	if tally := <-done; tally.Filed != 3*bodyBatch {
		t.Errorf("%+v", tally)
	}
}

// Batches are put in line while those before them are not settled, in their
// order and not without end, and only Take has their bytes; marks come when all
// of it is settled.
func TestBatchesOverlapWithinBounds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, imaptest.Options{}, func(c *Config) { c.After = "delete" })
		for i := range 9 * bodyBatch {
			r.srv.Append("u", "INBOX", mail(i))
		}
		release := make(chan struct{})
		r.box.take = func(ctx context.Context, mails []Fetched) func() []error {
			settled := r.shelf.take(ctx, mails)
			return func() []error {
				<-release
				if slices.ContainsFunc(mails, func(f Fetched) bool { return f.Raw != nil }) {
					t.Error("bytes are kept that Take has")
				}
				return settled()
			}
		}
		done := make(chan Tally, 1)
		go func() { tally, _ := r.box.Once(t.Context(), nil); done <- tally }()
		synctest.Wait()
		want := 2 + 4 // sizes, twice; two batches settling, one in line, one to come
		if n := r.srv.Count("FETCH"); n != want || r.srv.Count("EXPUNGE") != 0 {
			t.Errorf("%d FETCHes while nothing is settled, want %d", n, want)
		}
		close(release)
		if tally := <-done; tally != (Tally{Found: 9 * bodyBatch, Filed: 9 * bodyBatch}) {
			t.Errorf("%+v", tally)
		}
		if !slices.IsSorted(r.shelf.order) || len(r.srv.Messages("u", "INBOX")) != 0 {
			t.Errorf("filed in the order %v, %d left", r.shelf.order, len(r.srv.Messages("u", "INBOX")))
		}
	})
}
