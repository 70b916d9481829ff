package store_test

import (
	"errors"
	"testing"
	"time"

	"tocsin/store"
)

// What a failure has go out is decided with it: once, and not by an outcome
// that is no failure or comes too late.
func TestSettleFailedIsFollowed(t *testing.T) {
	s := fresh(t)
	outbox(t, s, 1, store.Outgoing{ID: "lost"}, store.Outgoing{ID: "taken"}, store.Outgoing{ID: "later"}, store.Outgoing{ID: "stale"})
	_, list := claim(t, s, begin, 10)
	asked := map[string]string{}
	follow := func(tx *store.Tx, o store.Outgoing) []store.Outgoing {
		in, ok := tx.Incident(o.Ref)
		asked[o.ID] = o.State + " " + o.Error
		if !ok {
			return nil
		}
		return []store.Outgoing{{ID: "told-" + o.ID, Ref: in.Ref, Cause: o.Cause, Kind: store.OutNotice, To: "hanna@cert.example"}}
	}
	states := map[string]string{"lost": store.Failed, "taken": store.Sent, "later": store.Due, "stale": store.Failed}
	var done []store.Settlement
	for _, o := range list {
		x := store.Settlement{ID: o.ID, Attempt: o.Attempts, State: states[o.ID], Next: begin.Add(time.Hour), Response: "550 no", At: begin, Failed: follow}
		if o.ID == "stale" {
			x.Attempt--
		}
		done = append(done, x)
	}
	for range 2 { // the second time all of it is stale
		if err := s.Settle(ctx, done...); !errors.Is(err, store.ErrStale) {
			t.Errorf("settled: %v", err)
		}
	}
	same(t, "asked", asked, map[string]string{"lost": store.Failed + " 550 no"})
	ids, _ := claim(t, s, begin, 10)
	same(t, "goes out", ids, "told-lost")
	audit(t, s)
}
