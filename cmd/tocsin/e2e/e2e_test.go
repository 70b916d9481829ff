//go:build e2e

package e2e

import (
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"time"
)

const (
	total = 204
	kills = 50
)

// TestMail: 204 mixed mails, a daemon killed 50 times, and the same end state
// as if it never was.
func TestMail(t *testing.T) {
	began := time.Now()
	h := build(t)
	seed := uint64(time.Now().UnixNano())
	first := firstAct(h)
	t.Logf("after %v: servers, keys and mails are made, seed %d", time.Since(began), seed)
	var second []mail
	done := make(chan struct{})
	var acts sync.WaitGroup
	acts.Go(func() {
		defer close(done)
		h.inject(first)
		h.until(120*time.Second, "acknowledgements of the first act", func() bool { return len(h.answers(first)) >= 24 })
		second = secondAct(h, first, h.answers(first))
		h.inject(second)
	})
	h.killing(kills, rand.New(rand.NewPCG(seed, 0)), done)
	acts.Wait()
	if n := len(first) + len(second); n != total {
		t.Errorf("%d mails were sent, want %d", n, total)
	}
	t.Logf("after %v: killed %d times, all sent", time.Since(began), h.kills)
	h.settle()
	t.Logf("after %v: all done", time.Since(began))
	h.checkFiled(append(first, second...))
	h.checkAnswered(append(first, second...))
	h.checkOutbox()
	h.checkCorrected(first)
	signed, encrypted := h.proveAll()
	t.Logf("gpg: %d good signatures of ours, %d mails decrypted", signed, encrypted)
	if signed < 100 || encrypted < 10 { // notices to the handler may come as digests
		t.Errorf("gpg saw %d signed and %d encrypted mails of ours, want many", signed, encrypted)
	}
}

// checkAnswered: a report has one acknowledgement in its reporter's box, under
// however many copies; what is no report has none. Nobody got what the outbox
// does not know.
func (h *house) checkAnswered(mails []mail) {
	h.Helper()
	kinds := map[string]string{}
	for _, o := range h.outbox("") {
		kinds[o.ID] = o.Kind
	}
	boxes := map[string]map[string]map[string][]byte{}
	for _, m := range mails {
		if boxes[m.from] == nil {
			boxes[m.from] = h.answered(m.from)
		}
		n := 0
		for id := range boxes[m.from][m.id] {
			n += count(kinds[local(id)] == "ack")
		}
		switch {
		case m.want == report && n != 1:
			h.Errorf("mail %d (%s): %d acknowledgements, want one", m.number, m.title, n)
		case (m.want == joins || m.want == silent) && n != 0:
			h.Errorf("mail %d (%s): %d acknowledgements, want none", m.number, m.title, n)
		}
	}
	h.checkSent(kinds)
}

// checkSent looks for mails that no outbox entry stands for, and counts repeats.
func (h *house) checkSent(kinds map[string]string) {
	h.Helper()
	repeated := 0
	for _, address := range append(reporters(), handler, csirt) {
		seen := map[string]bool{}
		for _, m := range h.read(address) {
			id := field(m, "Message-ID")
			repeated += count(seen[id])
			seen[id] = true
			if kinds[local(strings.Trim(id, "<>"))] == "" {
				h.Errorf("%s got %s, which is not in the outbox", address, id)
			}
		}
	}
	h.Logf("%d mails went out again under their Message-ID", repeated)
}

// local is the local part of a message id: the id of its outbox entry.
func local(id string) string {
	entry, _, _ := strings.Cut(id, "@")
	return entry
}

// checkOutbox: nothing is left to send, what is held waits for a person, and
// only what bounced has failed.
func (h *house) checkOutbox() {
	h.Helper()
	states := map[string]int{}
	for _, o := range h.outbox("") {
		states[o.State]++
		if o.State == "due" || o.State == "held" && len(o.HeldFor) == 0 {
			h.Errorf("left in the outbox: %+v", o)
		}
	}
	if states["failed"] != 4 {
		h.Errorf("%d entries failed, want the four that bounced: %+v", states["failed"], h.outbox("failed"))
	}
	if states["held"] < 2 {
		h.Errorf("%d entries are held, want at least the forwards that their destination asks about", states["held"])
	}
}
