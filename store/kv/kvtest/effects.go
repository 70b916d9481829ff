package kvtest

import (
	"archive/tar"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"tocsin/store/kv"
)

func testWake(t *testing.T, e kv.Engine) {
	update(t, e, func(w kv.Writer) { w.Put("a", []byte("k"), []byte("1")) })
	want(t, "woken without being asked", woken(e), false)
	e.Update(context.Background(), func(w kv.Writer) error { w.Notify(); return errors.New("no") })
	want(t, "woken by a failed update", woken(e), false)
	for range 3 {
		update(t, e, func(w kv.Writer) { w.Put("a", []byte("k"), []byte("2")); w.Notify() })
	}
	<-e.Wake()
	update(t, e, func(w kv.Writer) { w.Put("a", []byte("k"), []byte("3")); w.Notify() })
	<-e.Wake()
}

func woken(e kv.Engine) bool {
	select {
	case <-e.Wake():
		return true
	default:
		return false
	}
}

func testLease(t *testing.T, e kv.Engine) {
	ctx := context.Background()
	a, ok, err := e.AcquireLease(ctx, "box", "a", time.Hour)
	want(t, "free lease", ok && err == nil, true)
	_, ok, err = e.AcquireLease(ctx, "box", "b", time.Hour)
	want(t, "held lease", ok || err != nil, false)
	again, ok, _ := e.AcquireLease(ctx, "box", "a", time.Hour)
	want(t, "renewed", ok && again.Epoch == a.Epoch && !again.Until.Before(a.Until), true)
	_, ok, _ = e.AcquireLease(ctx, "other", "b", time.Hour)
	want(t, "another name", ok, true)
	want(t, "release", e.ReleaseLease(ctx, again), nil)
	b, ok, _ := e.AcquireLease(ctx, "box", "b", time.Hour)
	want(t, "taken over", ok && b.Epoch > a.Epoch, true)
	want(t, "late release", e.ReleaseLease(ctx, a), nil)
	_, ok, _ = e.AcquireLease(ctx, "box", "c", time.Hour)
	want(t, "a late release frees nothing", ok, false)
}

func testFence(t *testing.T, e kv.Engine) {
	ctx := context.Background()
	old, _, _ := e.AcquireLease(ctx, "box", "a", time.Nanosecond)
	write := func(l kv.Lease, v string) error {
		return e.Update(ctx, func(w kv.Writer) error { w.Fence(l); w.Put("a", []byte("k"), []byte(v)); return nil })
	}
	var l kv.Lease
	for ok := false; !ok; { // until the first one has run out by the engine's clock
		var err error
		if l, ok, err = e.AcquireLease(ctx, "box", "b", time.Hour); err != nil {
			t.Fatal(err)
		}
	}
	want(t, "current holder", write(l, "b"), nil)
	want(t, "former holder", errors.Is(write(old, "a"), kv.ErrFenced), true)
	want(t, "what was kept", get(t, e, "a", "k"), "b")
	want(t, "never held", errors.Is(write(kv.Lease{Name: "no", Holder: "a"}, "x"), kv.ErrFenced), true)
}

func put(t *testing.T, e kv.Engine, content string) string {
	t.Helper()
	name, size, err := e.PutBlob(context.Background(), strings.NewReader(content))
	digest := sha256.Sum256([]byte(content))
	if err != nil || size != int64(len(content)) || name != hex.EncodeToString(digest[:]) {
		t.Fatalf("PutBlob: %q, %d, %v", name, size, err)
	}
	return name
}

func open(e kv.Engine, name string) (string, error) {
	r, err := e.OpenBlob(context.Background(), name)
	if err != nil {
		return "", err
	}
	defer r.Close()
	b, err := io.ReadAll(r)
	return string(b), err
}

func testBlobs(t *testing.T, e kv.Engine) {
	large := strings.Repeat("a large blob ", 100_000)
	for _, content := range []string{"", "small", large, large} {
		got, err := open(e, put(t, e, content))
		want(t, "read back", got == content && err == nil, true)
	}
	name := put(t, e, "to go")
	want(t, "delete", e.DeleteBlob(context.Background(), name), nil)
	want(t, "delete again", e.DeleteBlob(context.Background(), name), nil)
	for _, missing := range []string{name, "", "../../etc/passwd", strings.Repeat("z", 64)} {
		_, err := open(e, missing)
		want(t, "missing blob "+missing, errors.Is(err, kv.ErrNoBlob), true)
	}
}

func testBlobFailure(t *testing.T, e kv.Engine) {
	wrong := errors.New("wrong")
	_, _, err := e.PutBlob(context.Background(), io.MultiReader(strings.NewReader("half"), iotest.ErrReader(wrong)))
	want(t, "the reader's error", errors.Is(err, wrong), true)
	half := sha256.Sum256([]byte("half"))
	_, err = open(e, hex.EncodeToString(half[:]))
	want(t, "half a blob", errors.Is(err, kv.ErrNoBlob), true)
	removed, err := e.SweepBlobs(context.Background(), time.Now().Add(time.Hour), nil)
	want(t, "remains of it", removed, 0)
	want(t, "sweep", err, nil)
}

func testSweep(t *testing.T, e kv.Engine) {
	ctx := context.Background()
	kept, orphan := put(t, e, "kept"), put(t, e, "orphan")
	keep := func(name string) (bool, error) { return name == kept, nil }
	removed, err := e.SweepBlobs(ctx, time.Now().Add(-time.Hour), keep)
	want(t, "young ones stay", removed == 0 && err == nil, true)
	removed, err = e.SweepBlobs(ctx, time.Now().Add(time.Hour), keep)
	want(t, "one orphan", removed == 1 && err == nil, true)
	_, err = open(e, orphan)
	want(t, "orphan", errors.Is(err, kv.ErrNoBlob), true)
	got, _ := open(e, kept)
	want(t, "kept", got, "kept")
	wrong := errors.New("wrong")
	_, err = e.SweepBlobs(ctx, time.Now().Add(time.Hour), func(string) (bool, error) { return false, wrong })
	want(t, "the predicate's error", errors.Is(err, wrong), true)
	got, _ = open(e, kept)
	want(t, "kept when in doubt", got, "kept")
}

func testBackup(t *testing.T, e kv.Engine) {
	update(t, e, func(w kv.Writer) { w.Put("a", []byte("k"), []byte("needle")) })
	put(t, e, "haystack")
	var archive bytes.Buffer
	if err := e.Backup(context.Background(), &archive); err != nil {
		t.Fatal(err)
	}
	var all []byte
	for r := tar.NewReader(&archive); ; {
		_, err := r.Next()
		if err == io.EOF {
			break
		}
		b, err2 := io.ReadAll(r)
		if err = errors.Join(err, err2); err != nil {
			t.Fatal(err)
		}
		all = append(all, b...)
	}
	want(t, "bucket and blob", bytes.Contains(all, []byte("needle")) && bytes.Contains(all, []byte("haystack")), true)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	want(t, "cancelled", e.Backup(ctx, io.Discard) != nil, true)
}

func testContext(t *testing.T, e kv.Engine) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	err := e.Update(ctx, func(w kv.Writer) error { w.Put("a", []byte("k"), []byte("1")); return nil })
	want(t, "update", errors.Is(err, context.Canceled), true)
	err = e.View(ctx, func(kv.Reader) error { return nil })
	want(t, "view", errors.Is(err, context.Canceled), true)
	_, _, err = e.PutBlob(ctx, strings.NewReader("x"))
	want(t, "blob", errors.Is(err, context.Canceled), true)
	want(t, "nothing kept", get(t, e, "a", "k"), "(none)")
}

func testClosed(t *testing.T, e kv.Engine) {
	want(t, "close", e.Close(), nil)
	err := e.Update(context.Background(), func(kv.Writer) error { return nil })
	want(t, "update", errors.Is(err, kv.ErrClosed), true)
	err = e.View(context.Background(), func(kv.Reader) error { return nil })
	want(t, "view", errors.Is(err, kv.ErrClosed), true)
}
