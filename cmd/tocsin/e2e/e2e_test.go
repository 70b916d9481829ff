//go:build e2e

package e2e

import (
	"encoding/json"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"time"
)

const (
	total = 200
	kills = 50
)

// TestMail: 200 mixed mails, a daemon killed 50 times, and the same end state
// as if it never was.
func TestMail(t *testing.T) {
	h := build(t)
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	first := firstAct(h)
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
	h.settle()
	t.Logf("killed %d times", h.kills)
	h.checkFiled(append(first, second...))
	h.checkAnswered(append(first, second...))
	h.checkOutbox()
	signed, encrypted := h.proveAll()
	t.Logf("gpg: %d good signatures of ours, %d mails decrypted", signed, encrypted)
	if signed < 100 || encrypted < 50 {
		t.Errorf("gpg saw %d signed and %d encrypted mails of ours, want many", signed, encrypted)
	}
}

// An incident is what we read of `tocsin incident show -json`.
type incident struct {
	Ref      string
	Messages []struct {
		Key, Direction, Kind, From, Subject string
		Confirmed                           bool
	}
}

// filed counts how often each key is filed, in incidents and quarantine.
func (h *house) filed() map[string]int {
	h.Helper()
	n := map[string]int{}
	for _, row := range lines[struct{ Ref string }](h, h.tocsin("incident", "list", "-json")) {
		var i incident
		if err := json.Unmarshal([]byte(h.tocsin("incident", "show", "-json", row.Ref)), &i); err != nil {
			h.Fatal(err)
		}
		for _, m := range i.Messages {
			if m.Direction == "in" {
				n[m.Key]++
			}
		}
	}
	for _, q := range lines[struct{ Key string }](h, h.tocsin("quarantine", "list", "-json")) {
		n[q.Key]++
	}
	return n
}

// checkFiled: each mail that we sent is filed once; a copy by a second route
// is the same message.
func (h *house) checkFiled(mails []mail) {
	h.Helper()
	received, filed := h.received(), h.filed()
	all := 0
	for _, m := range mails {
		keys, n := received[m.number], 0
		for _, k := range keys {
			n += filed[k]
		}
		if n != 1 {
			h.Errorf("mail %d (%s): filed %d times, want once (%d copies came)", m.number, m.title, n, len(keys))
		}
	}
	for _, n := range filed {
		all += n
	}
	if all != len(received) {
		h.Errorf("%d messages are filed, want one for each of the %d sent", all, len(received))
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
