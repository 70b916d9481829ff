package store_test

import (
	"archive/tar"
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"tocsin/store"
)

const box = "team@mx/INBOX"

func TestLedger(t *testing.T) {
	s := fresh(t)
	same(t, "high water of nothing", get(s.HighWater(ctx, box, 7))(t), uint32(0))
	for _, n := range []int{5, 1, 300, 9} {
		file(t, s, mail(n), newIncident)
	}
	same(t, "unfiled", get(s.Unfiled(ctx, box, 7, []uint32{1, 2, 5, 4, 300}))(t), []uint32{2, 4})
	same(t, "all unfiled elsewhere", get(s.Unfiled(ctx, box, 8, []uint32{1, 5}))(t), []uint32{1, 5})
	same(t, "another box", get(s.Unfiled(ctx, "x", 7, []uint32{1}))(t), []uint32{1})
	same(t, "high water", get(s.HighWater(ctx, box, 7))(t), uint32(300))
	same(t, "high water elsewhere", get(s.HighWater(ctx, box, 8))(t), uint32(0))
	same(t, "unmarked", get(s.Unmarked(ctx, box, 7))(t), []uint32{1, 5, 9, 300})
	must(t, s.Marked(ctx, box, 7, []uint32{5, 300, 4000}))
	must(t, s.Marked(ctx, box, 7, []uint32{5}))
	same(t, "unmarked", get(s.Unmarked(ctx, box, 7))(t), []uint32{1, 9})
	file(t, s, mail(5), newIncident)
	same(t, "filed again, still marked", get(s.Unmarked(ctx, box, 7))(t), []uint32{1, 9})
	same(t, "high water stays", get(s.HighWater(ctx, box, 7))(t), uint32(300))
}

func TestQuarantine(t *testing.T) {
	s := fresh(t)
	for _, f := range []store.Filing{mail(1), largeMail()} {
		q := store.Quarantined{Reason: "too many parts", Delivery: []store.Delivery{f.Delivery}}
		must(t, s.Quarantine(ctx, q, f.Raw))
		q.Reason = "still too many"
		must(t, s.Quarantine(ctx, q, f.Raw))
		key := store.KeyOf(f.Raw)
		list := get(s.Quarantined(ctx))(t)
		same(t, "kept", list, []store.Quarantined{{Key: key, Reason: "still too many", At: begin, Size: int64(len(f.Raw)), Attempts: 2, Delivery: q.Delivery}})
		same(t, "raw", bytes.Equal(get(s.QuarantinedRaw(ctx, key))(t), f.Raw), true)
		same(t, "in the ledger", len(get(s.Unfiled(ctx, box, 7, []uint32{f.Delivery.UID}))(t)), 0)
		again := f
		again.Delivery = store.Delivery{Mailbox: "quarantine", At: begin}
		got := file(t, s, again, newIncident)
		same(t, "retried", got.Outcome, store.FiledNew)
		must(t, s.Release(ctx, key))
		same(t, "both deliveries", len(get(s.Message(ctx, key))(t).Deliveries), 2)
		same(t, "released", len(get(s.Quarantined(ctx))(t)), 0)
		same(t, "raw", bytes.Equal(get(s.Raw(ctx, key))(t), f.Raw), true)
		must(t, s.Quarantine(ctx, q, f.Raw))
		same(t, "what is filed is not quarantined", len(get(s.Quarantined(ctx))(t)), 0)
	}
	same(t, "no blob left over", get(s.Sweep(ctx, -time.Hour))(t), 0)
}

// A mail that lay in quarantine and turns out to be another's copy leaves it.
func TestQuarantineOfACopy(t *testing.T) {
	s := fresh(t)
	file(t, s, mail(1), newIncident)
	f := mail(1)
	f.Raw = append([]byte("Received: x\r\n"), f.Raw...)
	must(t, s.Quarantine(ctx, store.Quarantined{Reason: "odd"}, f.Raw))
	same(t, "outcome", file(t, s, f, newIncident).Outcome, store.FiledDuplicate)
	same(t, "left", len(get(s.Quarantined(ctx))(t)), 0)
}

func TestQuarantineRelease(t *testing.T) {
	s := fresh(t)
	must(t, s.Quarantine(ctx, store.Quarantined{Reason: "odd"}, mail(1).Raw))
	key := store.KeyOf(mail(1).Raw)
	must(t, s.Release(ctx, key))
	for name, err := range map[string]error{
		"release": s.Release(ctx, key),
		"raw":     second(s.QuarantinedRaw(ctx, key)),
	} {
		if !errors.Is(err, store.ErrNotFound) || !strings.Contains(err.Error(), string(key)) {
			t.Errorf("%s of nothing: %v", name, err)
		}
	}
	if err := s.Quarantine(ctx, store.Quarantined{Key: "other"}, []byte("x")); err == nil {
		t.Error("quarantined under a wrong key")
	}
	if err := s.Quarantine(ctx, store.Quarantined{Key: "other"}, nil); err == nil {
		t.Error("quarantined without bytes")
	}
}

func second[T any](_ T, err error) error { return err }

func TestKeys(t *testing.T) {
	s := fresh(t)
	start := s.KeyGeneration()
	file(t, s, mail(1), forwarded) // brings the candidate ABCD
	same(t, "candidates change nothing", s.KeyGeneration(), start)
	must(t, s.SetKeyState(ctx, "ABCD", store.KeyAccepted, "ann", []string{"ann@site.example"}))
	same(t, "accepted", s.KeyGeneration(), start+1)
	file(t, s, mail(2), forwarded)
	list := get(s.Keys(ctx))(t)
	same(t, "keys", list, []store.StoredKey{{Fingerprint: "ABCD", State: store.KeyAccepted, Addresses: []string{"ann@site.example"},
		Added: begin, Note: "accepted by ann 2026-11-21"}})
	must(t, s.SetKeyState(ctx, "ABCD", store.KeyRevoked, "bob", nil))
	list = get(s.Keys(ctx))(t)
	same(t, "revoked", list[0].Note, "accepted by ann 2026-11-21; revoked by bob 2026-11-21")
	same(t, "addresses stay", list[0].Addresses, []string{"ann@site.example"})
	must(t, s.PutKey(ctx, store.StoredKey{Fingerprint: "EF", State: store.KeyAccepted, Cert: []byte{1}}))
	same(t, "generation", s.KeyGeneration(), start+3)
	for name, err := range map[string]error{
		"bad state":      s.PutKey(ctx, store.StoredKey{Fingerprint: "EF", State: "trusted"}),
		"no fingerprint": s.PutKey(ctx, store.StoredKey{State: store.KeyAccepted}),
		"to a bad state": s.SetKeyState(ctx, "EF", "", "ann", nil),
	} {
		if !errors.Is(err, store.ErrState) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := s.SetKeyState(ctx, "none", store.KeyAccepted, "ann", nil); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("unknown key: %v", err)
	}
}

func TestKeyGenerationSurvives(t *testing.T) {
	path := filepath.Join(t.TempDir(), "db")
	s := openStore(t, openEngine(t, path))
	must(t, s.PutKey(ctx, store.StoredKey{Fingerprint: "EF", State: store.KeyAccepted}))
	must(t, s.Close())
	s = openStore(t, openEngine(t, path))
	defer s.Close()
	same(t, "generation", s.KeyGeneration(), uint64(1))
}

func TestStats(t *testing.T) {
	s := fresh(t)
	for n := 1; n <= 3; n++ {
		file(t, s, mail(n), newIncident)
	}
	st := get(s.Stats(ctx, time.Time{}, time.Time{}))(t)
	same(t, "days", []any{len(st.Days), st.Days[0].Day}, []any{1, "2026-11-21"})
	same(t, "totals", st.Totals, map[string]int{"incidents": 3, "kind/report": 3, "decided/ack": 3, "obligation/voluntary": 3, "class/incident": 3})
	same(t, "now", st.Now, map[string]int{"status/open": 3, "outbox/due": 3})
	same(t, "other days", len(get(s.Stats(ctx, begin.AddDate(0, 0, 1), begin.AddDate(0, 0, 2)))(t).Days), 0)
	same(t, "that day", len(get(s.Stats(ctx, begin, begin))(t).Days), 1)
}

// Nothing of a mail, an address or a mailbox is readable in the files.
func TestSealedAtRest(t *testing.T) {
	folder := t.TempDir()
	s := openStore(t, openEngine(t, filepath.Join(folder, "db")))
	f := largeMail()
	f.Message.Text, f.Message.References = "the secret text", []string{"ancestor@elsewhere"}
	file(t, s, f, forwarded)
	file(t, s, mail(1), forwarded)
	must(t, s.Quarantine(ctx, store.Quarantined{Reason: "secret reason"}, []byte("secret bytes")))
	var backup bytes.Buffer
	must(t, s.Backup(ctx, &backup))
	must(t, s.Close())
	for r := tar.NewReader(&backup); ; {
		h, err := r.Next()
		if err == io.EOF {
			break
		}
		must(t, err)
		content := get(io.ReadAll(r))(t)
		for _, secret := range []string{"secret", "evidence", "site.example", "elsewhere", "192.0.2.1", "INBOX", "packet", "report 4", string(store.KeyOf(f.Raw))} {
			if bytes.Contains(content, []byte(secret)) {
				t.Errorf("%s holds %q in the clear", h.Name, secret)
			}
		}
	}
}

// A blob that was altered on the disk is an error, not a mail.
func TestAlteredBlob(t *testing.T) {
	folder := t.TempDir()
	s := openStore(t, openEngine(t, filepath.Join(folder, "db")))
	defer s.Close()
	got := file(t, s, largeMail(), newIncident)
	blobs, err := filepath.Glob(filepath.Join(folder, "db.blobs", "*", "*"))
	must(t, err)
	content := get(os.ReadFile(blobs[0]))(t)
	content[100_000] ^= 1
	must(t, os.WriteFile(blobs[0], content, 0o600))
	if _, err = s.Raw(ctx, got.Key); err == nil || !strings.Contains(err.Error(), "altered") {
		t.Errorf("altered: %v", err)
	}
	must(t, os.Remove(blobs[0]))
	if _, err = s.Raw(ctx, got.Key); err == nil || !strings.Contains(err.Error(), "backup") {
		t.Errorf("missing: %v", err)
	}
}
