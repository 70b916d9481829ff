package courier

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"tocsin/router/courier/smtptest"
	"tocsin/store"
)

// A spoilt queue has an entry that it can't read beside the others.
type spoilt struct{ *fakeQueue }

func (q spoilt) Claim(ctx context.Context, now time.Time, n int, lease time.Duration) ([]store.Outgoing, error) {
	list, err := q.fakeQueue.Claim(ctx, now, n, lease)
	if err == nil {
		err = fmt.Errorf("entry 7 is %w", store.ErrDamaged)
	}
	return list, err
}

// TestDamagedEntryStopsNoDelivery: what the store can't read is no reason to
// keep the rest waiting.
func TestDamagedEntryStopsNoDelivery(t *testing.T) {
	q := spoilt{newQueue()}
	for i := range 40 {
		q.add(entry(fmt.Sprint(i), store.OutAck, fmt.Sprintf("r%d@site.test", i)))
	}
	s := sink(t, smtptest.Options{})
	tally, err := courierTo(t, s, q).Drain(t.Context(), nil)
	if err != nil || tally != (Tally{Sent: 40}) || len(s.Mails()) != 40 {
		t.Errorf("tally %+v, %d mails, error %v; want 40 sent", tally, len(s.Mails()), err)
	}
}

// TestDamagedDependentIsNoRetry: outcomes that the store took, but for what it
// can't read, are not told again; those that it did not take are.
func TestDamagedDependentIsNoRetry(t *testing.T) {
	damaged := fmt.Errorf("entry 8, which waited for e1, is %w: sealed", store.ErrDamaged)
	for _, c := range []struct {
		err  error
		want bool
	}{
		{errors.Join(nil, errors.Join(damaged, damaged)), true},
		{errors.Join(damaged, store.ErrStale), true},
		{errors.Join(errors.New("disk full"), damaged), false},
		{nil, false},
	} {
		if got := tooLate(c.err); got != c.want {
			t.Errorf("%v: taken is %t", c.err, got)
		}
	}
}
