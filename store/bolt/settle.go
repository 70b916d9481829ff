package bolt

import (
	"context"
	"errors"
	"iter"
	"maps"
	"slices"

	"go.etcd.io/bbolt"
	berrors "go.etcd.io/bbolt/errors"
)

// portion is how many values one transaction puts in their places.
const portion = 4096

// A spot is how far the log has been put in place.
type spot struct {
	bucket string
	pair   pair
}

// settle puts what a full log has in its places. Until all of it is, the log
// stays, so that each part may be done again.
func (e *Engine) settle(ctx context.Context) error {
	if e.late.Load().now.size <= e.limit {
		return nil
	}
	var at spot
	for more := true; more; {
		err := e.transact(ctx, true, func(t *tx) error {
			if more = t.settle(&at, portion); more {
				return nil
			}
			return t.empty()
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// settle puts n values in their places, and says whether there are more.
func (t *tx) settle(at *spot, n int) (more bool) {
	for bucket, p := range t.late.from(*at) {
		if n == 0 {
			*at = spot{bucket, p}
			return true
		}
		n--
		t.place(bucket, p.name(), p.value(), bbolt.DefaultFillPercent)
	}
	return false
}

// from runs over the pairs of all buckets, in order.
func (l *late) from(at spot) iter.Seq2[string, pair] {
	return func(yield func(string, pair) bool) {
		for _, bucket := range slices.Sorted(maps.Keys(l.buckets)) {
			if bucket < at.bucket {
				continue
			}
			first := pair{}
			if bucket == at.bucket {
				first = at.pair
			}
			for p := range l.buckets[bucket].from(first) {
				if !yield(bucket, p) {
					return
				}
			}
		}
	}
}

// empty deletes the log, if there is one: that it is full, a commit that
// failed may have set.
func (t *tx) empty() error {
	err := t.bolt.DeleteBucket([]byte(logBucket))
	if err != nil && !errors.Is(err, berrors.ErrBucketNotFound) {
		return err
	}
	t.engine.late.Store(&versions{now: newLate(t.bolt.ID()), before: t.late})
	return nil
}
