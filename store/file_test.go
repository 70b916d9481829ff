package store_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"tocsin/store"
)

func TestFile(t *testing.T) {
	s := fresh(t)
	f := mail(1)
	got := file(t, s, f, newIncident)
	same(t, "filed", got, store.Filed{Ref: "CERT#2026-00001-0", Key: store.KeyOf(f.Raw), Outcome: store.FiledNew, Kind: store.KindReport})
	in := incident(t, s, got.Ref)
	same(t, "status", in.Status, store.StatusOpen)
	same(t, "messages", in.Messages, []store.Key{got.Key})
	same(t, "history", whats(in), []string{"filed"})
	m := get(s.Message(ctx, got.Key))(t)
	same(t, "ref", m.Ref, got.Ref)
	same(t, "text", m.Text, "help 1")
	same(t, "size", m.Size, int64(len(f.Raw)))
	same(t, "deliveries", m.Deliveries, []store.Delivery{f.Delivery})
	same(t, "raw", get(s.Raw(ctx, got.Key))(t), f.Raw)
	outbox := get(s.Outbox(ctx, store.OutFilter{Ref: got.Ref}))(t)
	if len(outbox) != 1 || outbox[0].State != store.Due || outbox[0].Cause != got.Key || outbox[0].Text != "ack text" {
		t.Errorf("outbox: %+v", outbox)
	}
}

func TestFileAgain(t *testing.T) {
	s := fresh(t)
	first := file(t, s, mail(1), newIncident)
	never := func(*store.Tx, *store.Message) store.Outcome { t.Error("decided twice"); return store.Outcome{} }
	for range 2 {
		again := file(t, s, mail(1), never)
		same(t, "again", again, store.Filed{Ref: first.Ref, Key: first.Key, Outcome: store.FiledDuplicate, Kind: store.KindReport})
	}
	elsewhere := mail(1)
	elsewhere.Delivery = store.Delivery{Mailbox: "other@mx/INBOX", UIDValidity: 1, UID: 5, At: begin}
	file(t, s, elsewhere, never)
	byHand := mail(1)
	byHand.Delivery = store.Delivery{Mailbox: "file", At: begin}
	file(t, s, byHand, never)
	file(t, s, byHand, never)
	m := get(s.Message(ctx, first.Key))(t)
	same(t, "deliveries", len(m.Deliveries), 3)
	same(t, "messages in the incident", len(incident(t, s, first.Ref).Messages), 1)
}

// The same mail by a list bears other Received fields, so other bytes.
func TestFileSecondRoute(t *testing.T) {
	s := fresh(t)
	first := file(t, s, mail(1), newIncident)
	second := mail(1)
	second.Raw = append([]byte("Received: by a list\r\n"), second.Raw...)
	second.Delivery = delivery(2)
	got := file(t, s, second, newIncident)
	same(t, "second route", got, store.Filed{Ref: first.Ref, Key: first.Key, Outcome: store.FiledDuplicate, Kind: store.KindReport})
	second.Delivery = delivery(3)
	same(t, "third time", file(t, s, second, newIncident), got)
	same(t, "by its own key", get(s.Message(ctx, store.KeyOf(second.Raw)))(t).Key, first.Key)
	same(t, "deliveries", len(get(s.Message(ctx, first.Key))(t).Deliveries), 3)
	unfiled := get(s.Unfiled(ctx, "team@mx/INBOX", 7, []uint32{1, 2, 3, 4}))(t)
	same(t, "unfiled", unfiled, []uint32{4})
}

// A sender chooses the Message-ID: the same one over other content is new.
func TestFileSameMessageID(t *testing.T) {
	s := fresh(t)
	first := file(t, s, mail(1), newIncident)
	other := mail(2)
	other.Message.MessageID = mail(1).Message.MessageID
	got := file(t, s, other, newIncident)
	same(t, "outcome", got.Outcome, store.FiledNew)
	none := mail(3)
	none.Message.MessageID, none.Message.Content = "", ""
	same(t, "without an id", file(t, s, none, newIncident).Outcome, store.FiledNew)
	none = mail(4)
	none.Message.MessageID, none.Message.Content = "", ""
	same(t, "another without an id", file(t, s, none, newIncident).Outcome, store.FiledNew)
	reply := mail(5)
	reply.Message.References = []string{mail(1).Message.MessageID}
	same(t, "a reply goes to the first", file(t, s, reply, join).Ref, first.Ref)
}

func TestFileJoins(t *testing.T) {
	s := fresh(t)
	first := file(t, s, mail(1), newIncident)
	reply := mail(2)
	reply.Message.References = []string{"1@site.example"}
	got := file(t, s, reply, join)
	same(t, "joined", got.Outcome+" "+string(got.Ref), store.FiledJoined+" "+string(first.Ref))
	same(t, "kind as decided", got.Kind, store.KindFollowUp)
	in := incident(t, s, first.Ref)
	same(t, "messages", in.Messages, []store.Key{first.Key, got.Key})
	same(t, "history", whats(in), []string{"filed", "joined"})
	list := get(s.Messages(ctx, first.Ref))(t)
	if len(list) != 2 || list[1].Kind != store.KindFollowUp || !list[1].Confirmed {
		t.Errorf("messages: %+v", list)
	}
}

func TestFileInNoIncident(t *testing.T) {
	s := fresh(t)
	got := file(t, s, mail(1), func(*store.Tx, *store.Message) store.Outcome { return store.Outcome{} })
	same(t, "ref", got.Ref, store.Ref(""))
	same(t, "kept", get(s.Raw(ctx, got.Key))(t), mail(1).Raw)
	same(t, "again", file(t, s, mail(1), newIncident).Outcome, store.FiledDuplicate)
	if _, err := s.Move(ctx, got.Key, "", "ann"); !errors.Is(err, store.ErrState) {
		t.Errorf("move to nowhere: %v", err)
	}
	in := file(t, s, mail(2), newIncident)
	same(t, "moved", get(s.Move(ctx, got.Key, in.Ref, "ann"))(t), in.Ref)
	same(t, "messages", len(incident(t, s, in.Ref).Messages), 2)
}

func TestFileLarge(t *testing.T) {
	s := fresh(t)
	for n, size := range []int{0, 1, 65_000, 65_536 - 41, 65_536 - 40, 65_537, 131_072, 131_073, 3 << 20} {
		f := mail(n + 1)
		f.Raw = append(f.Raw, bytes.Repeat([]byte{'x'}, size)...)[:max(size, 1)]
		f.Message.Content = ""
		got := file(t, s, f, newIncident)
		if raw := get(s.Raw(ctx, got.Key))(t); !bytes.Equal(raw, f.Raw) {
			t.Errorf("%d bytes came back as %d", len(f.Raw), len(raw))
		}
		same(t, "again", file(t, s, f, newIncident).Outcome, store.FiledDuplicate)
	}
}

func TestFileWithoutRaw(t *testing.T) {
	s := fresh(t)
	f := mail(1)
	f.Raw, f.Message.Key = nil, "by hand"
	got := file(t, s, f, newIncident)
	if _, err := s.Raw(ctx, got.Key); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("raw of nothing: %v", err)
	}
	if _, err := s.Raw(ctx, "unknown"); !errors.Is(err, store.ErrNotFound) || !strings.Contains(err.Error(), "unknown") {
		t.Errorf("raw of an unknown message: %v", err)
	}
}

func TestFileRefusesWrongKeys(t *testing.T) {
	s := fresh(t)
	f := mail(1)
	f.Message.Key = store.KeyOf([]byte("something else"))
	if _, err := s.File(ctx, f, newIncident); err == nil || !strings.Contains(err.Error(), string(f.Message.Key)) {
		t.Errorf("a wrong key: %v", err)
	}
	if _, err := s.File(ctx, store.Filing{}, newIncident); err == nil {
		t.Error("no key and no bytes")
	}
}

// What Decide did wrong fails that message alone, and by its name.
func TestFileBadOutcome(t *testing.T) {
	s := fresh(t)
	for name, bad := range map[string]store.Outcome{
		"no reference":  {Incident: &store.Incident{}},
		"long ref":      {Incident: &store.Incident{Ref: store.Ref(strings.Repeat("x", 300))}},
		"bad status":    {Incident: &store.Incident{Ref: "CERT#2026-00009-X", Status: "lost"}},
		"purged":        {Incident: &store.Incident{Ref: "CERT#2026-00009-X", Status: store.StatusPurged}},
		"no outbox id":  {Outgoing: []store.Outgoing{{}}},
		"begins sent":   {Outgoing: []store.Outgoing{{ID: "x", State: store.Sent}}},
		"NUL in the id": {Outgoing: []store.Outgoing{{ID: "a\x00b"}}},
	} {
		_, err := s.File(ctx, mail(1), func(*store.Tx, *store.Message) store.Outcome { return bad })
		if !errors.Is(err, store.ErrDecide) || !strings.Contains(err.Error(), string(store.KeyOf(mail(1).Raw))) {
			t.Errorf("%s: %v", name, err)
		}
	}
	same(t, "then", file(t, s, mail(1), newIncident).Ref, store.Ref("CERT#2026-00001-0"))
}
