package store

import (
	"context"
	"encoding/binary"
	"maps"
	"math/bits"
	"slices"
)

// The ledger knows each (mailbox, UIDVALIDITY, UID) whose message is filed or
// quarantined, and of these the ones that the server was not yet told about.

// A page of the ledger is about 256 uids of a mailbox, a bit for each: the
// filed ones, then those of them that are not marked. It is small enough for
// an engine's log.
type page [64]byte

const (
	filedBits    = 0
	unmarkedBits = len(page{}) / 2
)

func (p *page) has(kind int, uid uint32) bool {
	return p[kind+int(uid%256/8)]&(1<<(uid%8)) != 0
}

func (p *page) set(kind int, uid uint32)   { p[kind+int(uid%256/8)] |= 1 << (uid % 8) }
func (p *page) clear(kind int, uid uint32) { p[kind+int(uid%256/8)] &^= 1 << (uid % 8) }

// uids lists those that have a bit, the highest first; first is that of the page.
func (p *page) uids(kind int, first uint32) (list []uint32) {
	for i := unmarkedBits - 1; i >= 0; i-- {
		for left := p[kind+i]; left != 0; {
			bit := bits.Len8(left) - 1
			list = append(list, first+uint32(8*i+bit))
			left &^= 1 << bit
		}
	}
	return list
}

// readPage reads a page; of anything else it makes an empty one.
func readPage(b []byte) (p page) {
	if len(b) == len(p) {
		copy(p[:], b)
	}
	return p
}

// box is where a mailbox's pages lie in the ledger.
func (s *sealer) box(mailbox string, uidvalidity uint32) []byte {
	i := s.id("mailbox", mailbox)
	return binary.BigEndian.AppendUint32(i[:], uidvalidity)
}

// pageKey puts the page with the highest uids first.
func pageKey(box []byte, uid uint32) []byte {
	return binary.BigEndian.AppendUint32(box[:len(box):len(box)], ^(uid / 256))
}

// firstUID is the first of a page.
func firstUID(key []byte) uint32 { return ^binary.BigEndian.Uint32(key[len(key)-4:]) * 256 }

// page is one that the batch changes.
func (b *batch) page(box []byte, uid uint32) *page {
	key := string(pageKey(box, uid))
	p := b.pages[key]
	if p == nil {
		got := readPage(b.r.Get(bLedger, []byte(key)))
		p = &got
		b.pages[key] = p
	}
	return p
}

// flushPages writes the pages that the calls of the batch changed.
func (b *batch) flushPages() {
	for _, key := range slices.Sorted(maps.Keys(b.pages)) {
		if p := b.pages[key]; *p != readPage(b.r.Get(bLedger, []byte(key))) {
			b.put(bLedger, []byte(key), p[:])
		}
	}
}

// A lastBox is the mailbox that mail came from last, and where its pages lie.
type lastBox struct {
	mailbox  string
	validity uint32
	key      []byte
}

// ledger enters a delivery by IMAP; it is false when it was there already.
// One without a uid is always new.
func (b *batch) ledger(d Delivery) bool {
	if d.UID == 0 {
		return true
	}
	if last := &b.lastBox; last.key == nil || last.mailbox != d.Mailbox || last.validity != d.UIDValidity {
		*last = lastBox{d.Mailbox, d.UIDValidity, b.box(d.Mailbox, d.UIDValidity)}
	}
	p := b.page(b.lastBox.key, d.UID)
	if p.has(filedBits, d.UID) {
		return false
	}
	b.writes++
	p.set(filedBits, d.UID)
	p.set(unmarkedBits, d.UID)
	return true
}

// Unfiled returns those of uids that are not in the ledger, in their order.
func (s *Store) Unfiled(ctx context.Context, mailbox string, uidvalidity uint32, uids []uint32) (list []uint32, err error) {
	box := s.seal.box(mailbox, uidvalidity)
	err = s.read(ctx, func(v *view) error {
		list = nil
		var last page
		var of []byte
		for _, uid := range uids {
			if of == nil || firstUID(of) != uid&^255 {
				of = pageKey(box, uid)
				last = readPage(v.r.Get(bLedger, of))
			}
			if !last.has(filedBits, uid) {
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
	list, err := s.uids(ctx, mailbox, uidvalidity, filedBits, 1)
	if len(list) > 0 {
		uid = list[0]
	}
	return uid, err
}

// uids lists those that have a bit, the highest first.
func (s *Store) uids(ctx context.Context, mailbox string, uidvalidity uint32, kind, most int) (list []uint32, err error) {
	box := s.seal.box(mailbox, uidvalidity)
	err = s.read(ctx, func(v *view) error {
		list = nil
		for k, value := range v.r.Scan(bLedger, box, nil) {
			p := readPage(value)
			if list = append(list, p.uids(kind, firstUID(k))...); len(list) >= most {
				break
			}
		}
		return nil
	})
	return list[:min(most, len(list))], err
}

// Marked records that the server was told that these are done.
func (s *Store) Marked(ctx context.Context, mailbox string, uidvalidity uint32, uids []uint32) error {
	box := s.seal.box(mailbox, uidvalidity)
	return s.commit(ctx, "mailbox "+mailbox, func(b *batch) error {
		for _, uid := range uids {
			if p := b.page(box, uid); p.has(unmarkedBits, uid) {
				b.writes++
				p.clear(unmarkedBits, uid)
			}
		}
		return nil
	})
}

// Unmarked returns the uids that are filed but not marked on the server,
// lowest first, at most 100,000 (the highest of them).
func (s *Store) Unmarked(ctx context.Context, mailbox string, uidvalidity uint32) (list []uint32, err error) {
	list, err = s.uids(ctx, mailbox, uidvalidity, unmarkedBits, 100_000)
	slices.Reverse(list)
	return list, err
}
