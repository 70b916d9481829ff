package mailbox

import (
	"fmt"
	"slices"
	"time"
)

// maxFailures is how often a message is tried before it is handed over as Failed.
const maxFailures = 4

// A trouble is what is remembered of a message that was seen but not filed.
type trouble struct {
	head    head
	fails   int
	alone   bool   // fetch it by itself: it may break the connection
	refused bool   // fetched, but Take could not file it
	opaque  bool   // even its header can't be had
	reason  string // of the last failure
	length  int64  // of the literal that disagreed with RFC822.SIZE, for the second look
}

// trouble returns the entry of uid, making it if needed.
func (b *Box) trouble(h head) *trouble {
	t := b.troubles[h.uid]
	if t == nil {
		t = &trouble{length: -1}
		b.troubles[h.uid] = t
	}
	if !h.internal.IsZero() || t.head.uid == 0 {
		t.head = h
	}
	return t
}

// blame counts a failure against a message.
func (b *Box) blame(h head, alone bool, reason string) {
	t := b.trouble(h)
	t.fails++
	t.alone = t.alone || alone
	t.refused, t.reason = false, reason
	b.cfg.Log.Warn("mailbox: message not fetched", "mailbox", b.cfg.Name, "uid", h.uid, "failures", t.fails, "reason", reason)
}

// judge decides whether a look at a message is its whole body. What is not is
// blamed on the message.
func (b *Box) judge(h head, l look) (Fetched, bool) {
	if !l.hasSize {
		l.size = h.size
	}
	f := b.fetched(h)
	f.Size, f.Raw = l.size, l.raw
	known := b.troubles[h.uid]
	switch n := int64(len(l.raw)); {
	case l.uid == 0:
		b.blame(h, true, "the server lists the message but does not send it")
	case l.length < 0:
		b.blame(h, true, "the server sends no body (NIL)")
	case l.raw == nil:
		b.blame(h, true, fmt.Sprintf("the body of %d bytes is more than announced (%d) or allowed", l.length, h.size))
	case n == 0:
		b.blame(h, true, "the server sends an empty body")
	case n == l.size, known != nil && known.length == n:
		return f, true
	default:
		b.blame(h, false, fmt.Sprintf("the body has %d bytes, the server said %d", n, l.size))
		b.troubles[h.uid].length = n
	}
	return Fetched{}, false
}

// fetched is the envelope of a message, without its bytes.
func (b *Box) fetched(h head) Fetched {
	return Fetched{Mailbox: b.cfg.Name, UIDValidity: b.generation, UID: h.uid, Internal: h.internal, Size: h.size}
}

// suspects names who may have broken a FETCH: the message that was under way
// when it broke, or, if that came whole, also the next one, whose first byte may
// have done it.
func suspects(batch []head, last uint32, whole bool) []head {
	i := slices.IndexFunc(batch, func(h head) bool { return h.uid == last })
	if i < 0 {
		return batch[:1]
	}
	if !whole {
		return batch[i : i+1]
	}
	return batch[i:min(i+2, len(batch))]
}

// asHeads are heads of which nothing but the UID is known.
func asHeads(uids []uint32) []head {
	heads := make([]head, len(uids))
	for i, uid := range uids {
		heads[i].uid = uid
	}
	return heads
}

func uidsOf(heads []head) []uint32 {
	uids := make([]uint32, len(heads))
	for i, h := range heads {
		uids[i] = h.uid
	}
	return uids
}

// forget drops what the server no longer lists; it was moved or deleted there.
func (b *Box) forget(listed []uint32) {
	for uid := range b.troubles {
		if _, there := slices.BinarySearch(listed, uid); !there {
			delete(b.troubles, uid)
		}
	}
}

// pace is how long to wait until the troubles want another look; most if none does.
func (b *Box) pace(most time.Duration) time.Duration {
	wait := most
	for _, t := range b.troubles {
		if !t.refused {
			wait = min(wait, time.Second<<min(3*max(t.fails-1, 0), 12)) // 1 s, 8 s, 64 s …
		}
	}
	return wait
}

// standing counts the troubles: those that Take refused, and the others; and
// tells when the oldest of them came.
func (b *Box) standing() (refused, others int, oldest time.Time) {
	for _, t := range b.troubles {
		if t.refused {
			refused++
		} else {
			others++
		}
		if at := t.head.internal; oldest.IsZero() || !at.IsZero() && at.Before(oldest) {
			oldest = at
		}
	}
	return refused, others, oldest
}

// note writes a stand-in for a message of which nothing can be had, so that two
// of them are not taken for the same.
func note(f Fetched) []byte {
	return fmt.Appendf(nil, "Subject: message could not be fetched\r\n\r\nMailbox: %s\r\nUIDVALIDITY: %d\r\nUID: %d\r\nReason: %s\r\n",
		f.Mailbox, f.UIDValidity, f.UID, f.Failed)
}
