package store

import (
	"context"
	"slices"
)

// The ledger knows each (mailbox, UIDVALIDITY, UID) whose message is filed or
// quarantined, and of these the ones that the server was not yet told about.

// ledger enters a delivery by IMAP; it is false when it was there already.
// One without a uid is always new.
func (b *batch) ledger(d Delivery, i id) bool {
	if d.UID == 0 {
		return true
	}
	key := uidKey(b.box(d.Mailbox, d.UIDValidity), d.UID)
	if b.r.Get(bLedger, key) != nil {
		return false
	}
	b.put(bLedger, key, i[:])
	b.put(bUnmarked, key, nil)
	return true
}

// Unfiled returns those of uids that are not in the ledger, in their order.
func (s *Store) Unfiled(ctx context.Context, mailbox string, uidvalidity uint32, uids []uint32) (list []uint32, err error) {
	box := s.seal.box(mailbox, uidvalidity)
	err = s.read(ctx, func(v *view) error {
		list = nil
		for _, uid := range uids {
			if v.r.Get(bLedger, uidKey(box, uid)) == nil {
				list = append(list, uid)
			}
		}
		return nil
	})
	return list, err
}

// HighWater returns the highest uid in the ledger, 0 when there is none. Lower
// ones may be missing when their filing failed: a full reconcile finds them.
func (s *Store) HighWater(ctx context.Context, mailbox string, uidvalidity uint32) (uid uint32, err error) {
	box := s.seal.box(mailbox, uidvalidity)
	err = s.read(ctx, func(v *view) error {
		for k := range v.r.Scan(bLedger, box, nil) {
			uid = uidOf(k)
			break
		}
		return nil
	})
	return uid, err
}

func uidOf(key []byte) uint32 {
	var n uint32
	for _, c := range key[len(key)-4:] {
		n = n<<8 | uint32(c)
	}
	return ^n
}

// Marked records that the server was told that these are done.
func (s *Store) Marked(ctx context.Context, mailbox string, uidvalidity uint32, uids []uint32) error {
	box := s.seal.box(mailbox, uidvalidity)
	return s.commit(ctx, "mailbox "+mailbox, func(b *batch) error {
		for _, uid := range uids {
			if key := uidKey(box, uid); b.r.Get(bUnmarked, key) != nil {
				b.del(bUnmarked, key)
			}
		}
		return nil
	})
}

// Unmarked returns the uids that are filed but not marked on the server,
// lowest first, at most 100,000 (the highest of them).
func (s *Store) Unmarked(ctx context.Context, mailbox string, uidvalidity uint32) (list []uint32, err error) {
	box := s.seal.box(mailbox, uidvalidity)
	err = s.read(ctx, func(v *view) error {
		list = nil
		for k := range v.r.Scan(bUnmarked, box, nil) {
			if list = append(list, uidOf(k)); len(list) >= 100_000 {
				break
			}
		}
		return nil
	})
	slices.Reverse(list)
	return list, err
}
