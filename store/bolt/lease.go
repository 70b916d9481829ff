package bolt

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"tocsin/store/kv"
)

const leaseBucket = "lease"

// AcquireLease takes or renews a lease.
func (e *Engine) AcquireLease(ctx context.Context, name, holder string, ttl time.Duration) (kv.Lease, bool, error) {
	var got kv.Lease
	var ok bool
	err := e.Update(ctx, func(w kv.Writer) error {
		held, err := readLease(w, name)
		now := e.now()
		if ok = err == nil && (held.Holder == holder || !now.Before(held.Until)); !ok {
			return err
		}
		got = kv.Lease{Name: name, Holder: holder, Epoch: held.Epoch, Until: now.Add(ttl)}
		if held.Holder != holder {
			got.Epoch++
		}
		return writeLease(w, got)
	})
	return got, ok && err == nil, err
}

// ReleaseLease gives a lease up; its epoch stays, so that the next holder's is higher.
func (e *Engine) ReleaseLease(ctx context.Context, l kv.Lease) error {
	return e.Update(ctx, func(w kv.Writer) error {
		held, err := readLease(w, l.Name)
		if err != nil || held.Holder != l.Holder || held.Epoch != l.Epoch {
			return err
		}
		return writeLease(w, kv.Lease{Name: l.Name, Epoch: held.Epoch})
	})
}

// Fence lets the transaction fail unless the lease is still its holder's.
func (t *tx) Fence(l kv.Lease) {
	held, err := readLease(t, l.Name)
	switch {
	case err != nil:
		t.fail(leaseBucket, err)
	case held.Holder != l.Holder || held.Epoch != l.Epoch || !t.engine.now().Before(held.Until):
		t.fail(leaseBucket, fmt.Errorf("%w: %q", kv.ErrFenced, l.Name))
	}
}

func readLease(r kv.Reader, name string) (l kv.Lease, err error) {
	if b := r.Get(leaseBucket, []byte(name)); b != nil {
		err = json.Unmarshal(b, &l)
	}
	return l, err
}

func writeLease(w kv.Writer, l kv.Lease) error {
	b, err := json.Marshal(l)
	if err == nil {
		w.Put(leaseBucket, []byte(l.Name), b)
	}
	return err
}
