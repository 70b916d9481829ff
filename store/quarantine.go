package store

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
)

// A quarRecord is a quarantined message as stored.
type quarRecord struct {
	Quarantined
	Raw rawPlace
}

// Quarantine keeps a message that could not be processed, durably, with its
// reason and its bytes. Once more for the same message counts an attempt; for
// one that is filed only the deliveries are recorded.
func (s *Store) Quarantine(ctx context.Context, q Quarantined, raw []byte) error {
	key := KeyOf(raw)
	var placed placedRaw
	var err error
	switch {
	case raw == nil:
		err = fmt.Errorf("store: quarantine of %s: its bytes are missing", q.Key)
	case q.Key != "" && q.Key != key:
		err = fmt.Errorf("store: quarantine: the key %s is not the digest of its bytes, %s", q.Key, key)
	default:
		placed, err = s.placeRaw(ctx, key, raw)
	}
	s.arrived()
	if err != nil {
		return err
	}
	q.Key, q.Size = key, int64(len(raw))
	var used bool
	err = s.commit(ctx, "message "+string(key), func(b *batch) (err error) {
		used, err = b.quarantine(q, placed)
		return err
	})
	if err == nil && !used || errors.Is(err, ErrFull) {
		s.dropBlob(placed.place.Blob)
	}
	return err
}

func (b *batch) quarantine(q Quarantined, raw placedRaw) (used bool, err error) {
	i := b.id("message", string(q.Key))
	if f, ok := b.find(i); ok {
		for _, d := range q.Delivery {
			if _, err = b.deliver(f, d); err != nil {
				return false, err
			}
		}
		return false, nil
	}
	rec := quarRecord{Quarantined: q}
	var old quarRecord
	inline, err := b.loadBefore(bQuar, i[:], &old)
	switch {
	case err == nil:
		rec.Raw = old.Raw
		rec.Delivery = old.Delivery
		for _, d := range q.Delivery {
			if !containsDelivery(rec.Delivery, d) && len(rec.Delivery) < 100 {
				rec.Delivery = append(slices.Clip(rec.Delivery), d)
			}
		}
		rec.Attempts = max(q.Attempts, old.Attempts+1)
	case isNotFound(err):
		used = true
		rec.Raw = raw.place
		if inline, err = b.sealInline(raw, q.Key); err != nil {
			return false, err
		}
		b.keepBlob(raw, i)
		rec.Attempts = max(q.Attempts, 1)
		b.count("quarantine", "", 1)
		b.happened(b.now, "quarantined", "")
	default:
		return false, err
	}
	if rec.At.IsZero() {
		rec.At = b.now
	}
	for _, d := range q.Delivery {
		b.ledger(d)
	}
	return used, b.saveBefore(inline, bQuar, i[:], "", &rec)
}

// takeQuarantined removes a message from quarantine; what it returns says how
// it had come.
func (b *batch) takeQuarantined(s *Store, i id) (Quarantined, error) {
	key := b.join(i[:])
	if b.r.Get(bQuar, key) == nil {
		return Quarantined{}, ErrNotFound
	}
	var rec quarRecord
	if _, err := b.loadBefore(bQuar, key, &rec); err != nil {
		return Quarantined{}, err
	}
	b.dropBlob(s, rec.Raw)
	b.del(bQuar, key)
	b.count("quarantine", "", -1)
	return rec.Quarantined, nil
}

// Quarantined lists what is in quarantine, oldest first, at most 10,000.
// Beside the list the error is ErrDamaged if others can't be read.
func (s *Store) Quarantined(ctx context.Context) (list []Quarantined, err error) {
	var lost damage
	err = s.read(ctx, func(v *view) error {
		for k, b := range v.r.Scan(bQuar, nil, nil) {
			var rec quarRecord
			record, _ := cutRaw(b)
			if err := v.open(bQuar, k, record, &rec); err != nil {
				lost.add(err, "message %x in quarantine", k)
				continue
			}
			if list = append(list, rec.Quarantined); len(list) >= 10000 {
				break
			}
		}
		return nil
	})
	slices.SortFunc(list, func(a, b Quarantined) int { return a.At.Compare(b.At) })
	return list, cmp.Or(err, lost.err())
}

// QuarantinedRaw returns the bytes of a message in quarantine.
func (s *Store) QuarantinedRaw(ctx context.Context, key Key) ([]byte, error) {
	var rec quarRecord
	var inline []byte
	err := s.read(ctx, func(v *view) error {
		i := v.id("message", string(key))
		behind, err := v.loadBefore(bQuar, i[:], &rec)
		inline = bytes.Clone(behind)
		return named(key, err)
	})
	if err != nil {
		return nil, err
	}
	return s.openRaw(ctx, rec.Key, rec.Raw, inline)
}

// Release removes a message from quarantine with its bytes. Filing it does so
// by itself: one that is filed is released.
func (s *Store) Release(ctx context.Context, key Key) error {
	return s.commit(ctx, "message "+string(key), func(b *batch) error {
		i := b.id("message", string(key))
		_, err := b.takeQuarantined(s, i)
		if _, filed := b.find(i); filed && isNotFound(err) {
			return nil
		}
		return named(key, err)
	})
}
