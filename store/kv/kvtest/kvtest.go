// Package kvtest is the contract of kv.Engine as tests: an engine that passes
// Run may stand under the store. Faulty is an engine's failing twin, with
// which tests crash a program at each of its calls.
package kvtest

import (
	"context"
	"testing"

	"tocsin/store/kv"
)

// Run holds the engines that open makes to the contract. Each call of open
// gives a new, empty engine; Run closes it.
func Run(t *testing.T, open func(t *testing.T) kv.Engine) {
	for _, c := range []struct {
		name string
		test func(*testing.T, kv.Engine)
	}{
		{"get what was put", testPut},
		{"see own writes", testOwnWrites},
		{"nothing of a failed update", testRollback},
		{"nothing of a panicking update", testPanic},
		{"refuse bad names", testBadKeys},
		{"scan in order", testScan},
		{"scan stops", testScanStops},
		{"views are snapshots", testSnapshot},
		{"updates one after another", testConcurrent},
		{"wake after commit", testWake},
		{"lease", testLease},
		{"fence", testFence},
		{"blobs", testBlobs},
		{"broken blob writes", testBlobFailure},
		{"sweep blobs", testSweep},
		{"backup", testBackup},
		{"done contexts", testContext},
		{"closed", testClosed},
	} {
		t.Run(c.name, func(t *testing.T) {
			e := open(t)
			defer e.Close()
			c.test(t, e)
		})
	}
}

func update(t *testing.T, e kv.Engine, fn func(kv.Writer)) {
	t.Helper()
	if err := e.Update(context.Background(), func(w kv.Writer) error { fn(w); return nil }); err != nil {
		t.Fatalf("Update: %v", err)
	}
}

func get(t *testing.T, e kv.Engine, bucket, key string) string {
	t.Helper()
	var value string
	err := e.View(context.Background(), func(r kv.Reader) error {
		value = "(none)"
		if b := r.Get(bucket, []byte(key)); b != nil {
			value = string(b)
		}
		return nil
	})
	if err != nil {
		t.Fatalf("View: %v", err)
	}
	return value
}

func want(t *testing.T, what string, got, wanted any) {
	t.Helper()
	if got != wanted {
		t.Errorf("%s: got %v, want %v", what, got, wanted)
	}
}
