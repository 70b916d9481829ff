package intake

import (
	"context"
	"fmt"
	"testing"

	"tocsin/store"
)

// backlog is n reports of a mailbox, some of which take long to read.
func (b *bed) backlog(mailbox string, n int) (batch []Arrival) {
	for i := range n {
		text := fmt.Sprintf("report %d", i)
		if i%7 == 0 && i < 70 {
			text += "\r\n" + string(make([]byte, 100_000))
		}
		raw := b.mail(fmt.Sprintf("r%d@site%d.example", i, i), team, fmt.Sprintf("report %d", i), text)
		batch = append(batch, Arrival{Raw: raw, Size: int64(len(raw)), Delivery: store.Delivery{Mailbox: mailbox, UIDValidity: 1, UID: uint32(i + 1)}})
	}
	return batch
}

// inOrder checks that the messages have numbers in their order.
func (b *bed) inOrder(batch []Arrival) {
	b.Helper()
	n := 0
	for i, a := range batch {
		if a.Failed != "" {
			continue
		}
		n++
		m, err := b.line.cfg.Store.Message(b.Context(), store.KeyOf(a.Raw))
		if err != nil || m.Ref != store.MakeRef("HOME", 2026, n) {
			b.Fatalf("message %d is in %s: %v", i, m.Ref, err)
		}
	}
}

// A batch is filed in its order, however long each message takes to read.
func TestBatchKeepsItsOrder(t *testing.T) {
	b := newBed(t, false)
	batch := b.backlog("box", 100)
	batch[50].Failed = "no body to be had"
	for i, err := range b.line.Take(t.Context(), batch)() {
		if err != nil {
			t.Fatalf("message %d: %v", i, err)
		}
	}
	b.inOrder(batch)
}

// Batches that are under way at the same time keep their order as well, also
// where they are more than are read ahead.
func TestBatchesKeepTheirOrder(t *testing.T) {
	b := newBed(t, false)
	batch := b.backlog("box", ahead+100)
	cuts := []int{0, 10, 60, ahead, ahead + 100}
	var settled []func() []error
	for i := range cuts[1:] {
		settled = append(settled, b.line.Take(t.Context(), batch[cuts[i]:cuts[i+1]]))
	}
	for _, wait := range settled {
		for i, err := range wait() {
			if err != nil {
				t.Fatalf("message %d: %v", i, err)
			}
		}
	}
	b.inOrder(batch)
}

// A batch that is given up settles, and keeps the next from nothing.
func TestBatchGivenUpLetsTheNextCome(t *testing.T) {
	b := newBed(t, false)
	ctx, stop := context.WithCancel(t.Context())
	stop()
	lost := b.line.Take(ctx, b.backlog("box", ahead+10))
	next := b.backlog("box", 3)
	for i, err := range b.line.Take(t.Context(), next)() {
		if err != nil {
			t.Fatalf("message %d: %v", i, err)
		}
	}
	for i, err := range lost() {
		if err == nil {
			t.Errorf("message %d of the batch that was given up is filed", i)
		}
	}
	b.inOrder(next)
}

// Whoever comes first waits for those before, and the next need not wait for
// who has come; another mailbox waits for nobody.
func TestPlaces(t *testing.T) {
	var q queues
	var said []string
	say := func(s string) func() { return func() { said = append(said, s) } }
	a, b, c := q.join("box"), q.join("box"), q.join("box")
	b.take(say("b"))
	c.take(say("c"))
	q.join("other").take(say("x"))
	(*place)(nil).take(say("y"))
	a.take(say("a"))
	q.join("box").take(say("d"))
	if got := fmt.Sprint(said); got != "[x y a b c d]" {
		t.Error(got)
	}
	if a.come != nil || b.come != nil || c.come != nil {
		t.Error("what has come is kept after its turn")
	}
}
