package intake

import (
	"fmt"
	"testing"

	"tocsin/store"
)

// A batch is filed in its order, however long each message takes to read.
func TestBatchKeepsItsOrder(t *testing.T) {
	b := newBed(t, false)
	var batch []Arrival
	for i := range 100 {
		text := fmt.Sprintf("report %d", i)
		if i%7 == 0 {
			text += "\r\n" + string(make([]byte, 200_000))
		}
		raw := b.mail(fmt.Sprintf("r%d@site%d.example", i, i), team, fmt.Sprintf("report %d", i), text)
		batch = append(batch, Arrival{Raw: raw, Size: int64(len(raw)), Delivery: store.Delivery{Mailbox: "box", UIDValidity: 1, UID: uint32(i + 1)}})
	}
	batch[50].Failed = "no body to be had"
	for i, err := range b.line.Take(t.Context(), batch) {
		if err != nil {
			t.Fatalf("message %d: %v", i, err)
		}
	}
	n := 0
	for i, a := range batch {
		if i == 50 {
			continue
		}
		n++
		m, err := b.line.cfg.Store.Message(t.Context(), KeyOf(a.Raw))
		if err != nil || m.Ref != store.MakeRef("HOME", 2026, n) {
			t.Fatalf("message %d is in %s: %v", i, m.Ref, err)
		}
	}
}
