package store

import (
	"cmp"
	"context"
	"fmt"
	"time"
)

// Keys lists the stored keys by fingerprint, at most 10,000. Beside the list
// the error is ErrDamaged if others can't be read.
func (s *Store) Keys(ctx context.Context) (list []StoredKey, err error) {
	var lost damage
	err = s.read(ctx, func(v *view) error {
		for k, b := range v.r.Scan(bKey, nil, nil) {
			var key StoredKey
			if err := v.open(bKey, k, b, &key); err != nil {
				lost.add(err, "key %s", k)
				continue
			}
			if list = append(list, key); len(list) >= 10_000 {
				break
			}
		}
		return nil
	})
	return list, cmp.Or(err, lost.err())
}

// PutKey keeps a key, in place of the one with its fingerprint.
func (s *Store) PutKey(ctx context.Context, k StoredKey) error {
	if k.State != KeyCandidate && k.State != KeyAccepted && k.State != KeyRevoked {
		return fmt.Errorf("store: key %s can't be %q: %w", k.Fingerprint, k.State, ErrState)
	}
	return s.commit(ctx, "key "+string(k.Fingerprint), func(b *batch) error {
		var old StoredKey
		if err := b.load(bKey, []byte(k.Fingerprint), &old); err != nil && !isNotFound(err) {
			return err
		}
		return b.putKey(s, old.State, k)
	})
}

// SetKeyState accepts or revokes a key, and registers the addresses that it
// speaks for (nil: as they are). Who did so and when goes into its Note.
func (s *Store) SetKeyState(ctx context.Context, fpr Fingerprint, state, actor string, addresses []string) error {
	if state != KeyAccepted && state != KeyRevoked && state != KeyCandidate {
		return fmt.Errorf("store: key %s can't become %q: %w", fpr, state, ErrState)
	}
	return s.commit(ctx, "key "+string(fpr), func(b *batch) error {
		var k StoredKey
		if err := b.load(bKey, []byte(fpr), &k); err != nil {
			return fmt.Errorf("store: key %s: %w", fpr, err)
		}
		old := k.State
		k.State = state
		if addresses != nil {
			k.Addresses = addresses
		}
		note := fmt.Sprintf("%s by %s %s", state, actor, b.now.UTC().Format(time.DateOnly))
		if k.Note != "" {
			note = k.Note + "; " + note
		}
		k.Note = note
		return b.putKey(s, old, k)
	})
}

// putKey writes a key; the generation counts changes of what is accepted.
func (b *batch) putKey(s *Store, old string, k StoredKey) error {
	if !valid(string(k.Fingerprint)) {
		return fmt.Errorf("store: key %q: no usable fingerprint: %w", k.Fingerprint, ErrState)
	}
	if k.Added.IsZero() {
		k.Added = b.now
	}
	if old == KeyAccepted || k.State == KeyAccepted {
		n := toNumber(b.r.Get(bMeta, generationKey)) + 1
		b.put(bMeta, generationKey, number64(n))
		b.after = append(b.after, func() { s.generation.Store(n) })
	}
	return b.save(bKey, []byte(k.Fingerprint), "", &k)
}

// addCandidate keeps a key that came with mail, unless it is known.
func (b *batch) addCandidate(k StoredKey) error {
	if !valid(string(k.Fingerprint)) || b.r.Get(bKey, []byte(k.Fingerprint)) != nil {
		return nil
	}
	k.State = KeyCandidate
	return b.putKey(nil, "", k)
}

// KeyGeneration changes whenever an accepted key comes, changes or goes: a
// keyring made before is out of date.
func (s *Store) KeyGeneration() uint64 { return s.generation.Load() }
