package mailbox

import (
	"context"
	"fmt"
	"io"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"
)

const (
	headBatch   = 256     // sizes asked for in one FETCH
	bodyBatch   = 128     // bodies in one FETCH, and so messages read and filed at a time
	batchBytes  = 4 << 20 // and their bytes; a larger mail comes alone
	headerBytes = 256 << 10
	setBytes    = 7500 // length of a UID set: RFC 7162 section 4 allows 8,192 bytes a command
)

// A head is what is known of a message before its body.
type head struct {
	uid      uint32
	size     int64
	internal time.Time
}

// A look is what one FETCH gave of a message.
type look struct {
	head
	hasSize bool
	length  int64  // as the literal announced; -1 for NIL or nothing
	raw     []byte // the literal, complete; nil if it was not
}

// heads asks for size and date; a message that is missing from the answer is
// missing from the result. On an error last is the UID that was under way.
func (s *session) heads(ctx context.Context, uids []uint32) (heads map[uint32]head, last uint32, err error) {
	looks, last, err := s.fetch(ctx, uids, &imap.FetchOptions{UID: true, InternalDate: true, RFC822Size: true}, 0)
	if err != nil {
		return nil, last, fmt.Errorf("sizes: %w", err)
	}
	heads = make(map[uint32]head, len(looks))
	for uid, l := range looks {
		if l.hasSize {
			heads[uid] = l.head
		}
	}
	return heads, last, nil
}

// bodies fetches whole messages, none longer than most. On an error nothing of
// the answer may be used but last, the UID that was under way.
func (s *session) bodies(ctx context.Context, uids []uint32, most int64) (looks map[uint32]look, last uint32, err error) {
	return s.fetch(ctx, uids, &imap.FetchOptions{UID: true, RFC822Size: true,
		BodySection: []*imap.FetchItemBodySection{{Peek: true}}}, most)
}

// header fetches the start of a message's header.
func (s *session) header(ctx context.Context, uid uint32) ([]byte, error) {
	section := &imap.FetchItemBodySection{Peek: true, Specifier: imap.PartSpecifierHeader,
		Partial: &imap.SectionPartial{Size: headerBytes}}
	looks, _, err := s.fetch(ctx, []uint32{uid}, &imap.FetchOptions{UID: true,
		BodySection: []*imap.FetchItemBodySection{section}}, headerBytes)
	if err != nil {
		return nil, fmt.Errorf("header: %w", err)
	}
	return looks[uid].raw, nil
}

// fetch runs one UID FETCH to its end. It always drains the command: go-imap's
// reader would hang for ever in an abandoned one.
func (s *session) fetch(ctx context.Context, uids []uint32, opt *imap.FetchOptions, most int64) (map[uint32]look, uint32, error) {
	looks := make(map[uint32]look, len(uids))
	room := 2*batchBytes + most // over all bodies of this answer, whatever the server announced
	var last uint32
	err := s.do(ctx, readBudget, func() error {
		cmd := s.client.Fetch(uidSet(uids), opt)
		for msg := cmd.Next(); msg != nil; msg = cmd.Next() {
			l, whole := readLook(msg, min(most, room))
			if !whole {
				s.hangUp()
			}
			room -= int64(len(l.raw))
			if l.uid != 0 {
				looks[l.uid], last = l, l.uid
			}
		}
		return cmd.Close()
	})
	return looks, last, err
}

// hangUp closes the connection after a literal broke off, and waits for go-imap's
// reader to end: draining reads the literal again, which must not happen at the
// same time.
func (s *session) hangUp() {
	s.raw.Close()
	<-s.client.Closed()
}

// readLook reads one FETCH answer. A literal longer than most gives no raw; one
// that broke off gives none either, and is not whole: the connection is dead.
func readLook(msg *imapclient.FetchMessageData, most int64) (l look, whole bool) {
	l.length = -1
	for item := msg.Next(); item != nil; item = msg.Next() {
		switch item := item.(type) {
		case imapclient.FetchItemDataUID:
			l.uid = uint32(item.UID)
		case imapclient.FetchItemDataRFC822Size:
			l.size, l.hasSize = item.Size, true
		case imapclient.FetchItemDataInternalDate:
			l.internal = item.Time
		case imapclient.FetchItemDataBodySection:
			if item.Literal == nil {
				continue
			}
			if l.length = item.Literal.Size(); l.length > most {
				continue
			}
			raw := make([]byte, l.length)
			if _, err := io.ReadFull(item.Literal, raw); err != nil {
				return l, false
			}
			l.raw = raw
		}
	}
	return l, true
}

// uidSet is the set of exactly these UIDs.
func uidSet(uids []uint32) imap.UIDSet {
	var set imap.UIDSet
	for _, u := range uids {
		set.AddNum(imap.UID(u))
	}
	return set
}

// pieces cuts ascending uids so that no piece has more than most of them, or is
// too long as a command.
func pieces(uids []uint32, most int) [][]uint32 {
	var out [][]uint32
	for start := 0; start < len(uids); {
		end, length := start, 0
		for end < len(uids) && end-start < most && length < setBytes {
			if end == start || uids[end] != uids[end-1]+1 {
				length += len("4294967295:4294967295,")
			}
			end++
		}
		out = append(out, uids[start:end])
		start = end
	}
	return out
}
