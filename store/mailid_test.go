package store_test

import (
	"fmt"
	"testing"

	"tocsin/store"
)

// routed is the n-th mail as it came by a route: other bytes, same content.
func routed(n int, route string, mailID, content string) store.Filing {
	f := mail(n)
	f.Raw = append([]byte("Received: by "+route+"\r\nX-Content: "+content+"\r\n"), f.Raw...)
	f.Message.MessageID, f.Message.Content = mailID, content
	f.Delivery = store.Delivery{Mailbox: route, At: begin}
	return f
}

// TestTwinsUnderOneMessageID: a sender who gives all mails one Message-ID
// loses none of them, and each is known again by any route.
func TestTwinsUnderOneMessageID(t *testing.T) {
	s := fresh(t)
	first := map[string]store.Key{}
	for _, route := range []string{"imap", "fax", "file"} {
		for n, content := range []string{"one", "two", "three"} {
			got := file(t, s, routed(n+1, route, "same@site.example", content), newIncident)
			if first[content] == "" {
				same(t, route+" "+content, got.Outcome, store.FiledNew)
				first[content] = got.Key
				continue
			}
			same(t, route+" "+content, []any{got.Outcome, got.Key}, []any{store.FiledDuplicate, first[content]})
		}
	}
	for content, key := range first {
		same(t, "deliveries of "+content, len(get(s.Message(ctx, key))(t).Deliveries), 3)
	}
	ask(t, s, 99, func(tx *store.Tx) {
		ref, ours, ok := tx.ByMessageID("same@site.example")
		same(t, "the id leads to the first", []any{ref, ours, ok}, []any{store.MakeRef("CERT", 2026, 1), false, true})
	})
	audit(t, s)
}

// TestNoTwins: what can't be told to be the same is not.
func TestNoTwins(t *testing.T) {
	s := fresh(t)
	for i, f := range []store.Filing{
		routed(1, "a", "id@x.example", ""), routed(1, "b", "id@x.example", ""), // content unknown
		routed(2, "a", "", "content"), routed(2, "b", "", "content"), // no id
		routed(3, "a", "id@x.example", "content"), routed(3, "b", "other@x.example", "content"),
	} {
		same(t, fmt.Sprint("mail ", i), file(t, s, f, newIncident).Outcome, store.FiledNew)
	}
	same(t, "the fourth of one id, by another route", file(t, s, routed(3, "c", "id@x.example", "content"), newIncident).Outcome, store.FiledDuplicate)
	audit(t, s)
}

// TestTwinsOutliveMoveAndPurge: a copy is known wherever the first lies, and
// when it is no more than a tombstone.
func TestTwinsOutliveMoveAndPurge(t *testing.T) {
	s := fresh(t)
	filed := file(t, s, routed(1, "a", "id@x.example", "content"), newIncident)
	other := file(t, s, mail(2), newIncident)
	must(t, second(s.Move(ctx, filed.Key, other.Ref, "ann")))
	got := file(t, s, routed(1, "b", "id@x.example", "content"), newIncident)
	same(t, "moved", []any{got.Outcome, got.Ref, got.Key}, []any{store.FiledDuplicate, other.Ref, filed.Key})
	must(t, s.Purge(ctx, other.Ref, "ann"))
	for _, route := range []string{"a", "b", "c"} {
		got = file(t, s, routed(1, route, "id@x.example", "content"), newIncident)
		same(t, "purged", []any{got.Outcome, got.Ref, got.Key}, []any{store.FiledDuplicate, other.Ref, filed.Key})
	}
	audit(t, s)
}

// TestOursByMessageID: what we wrote is ours under its Message-ID, whether
// that is made of the entry's id or not, before and after a mail with that id
// came, and when all is purged.
func TestOursByMessageID(t *testing.T) {
	for _, own := range []string{"", "someone-elses-idea"} {
		s := fresh(t)
		var sent store.Outgoing
		filed := file(t, s, mail(1), func(tx *store.Tx, m *store.Message) store.Outcome {
			o := newIncident(tx, m)
			if own != "" {
				o.Outgoing[0].MessageID = own + "@cert.example"
			}
			sent = o.Outgoing[0]
			return o
		})
		asked := 100
		check := func(what string, there bool) {
			t.Helper()
			asked++
			ask(t, s, asked, func(tx *store.Tx) {
				ref, ours, ok := tx.ByMessageID(sent.MessageID)
				same(t, what, []any{ref, ours, ok}, []any{filed.Ref, true, true})
				o, ok := tx.OutgoingByMessageID(sent.MessageID)
				same(t, what+": entry", ok, there)
				if ok {
					same(t, what+": its id", o.ID, sent.ID)
				}
				for _, near := range []string{"", sent.ID, sent.ID + "@", sent.ID + "@other.example", "x" + sent.MessageID, sent.MessageID + "x"} {
					if _, ours, _ := tx.ByMessageID(near); ours {
						t.Errorf("%s: %q is taken for ours", what, near)
					}
				}
			})
		}
		check("written", true)
		back := routed(2, "imap", sent.MessageID, "our own words")
		same(t, "it came back", file(t, s, back, newIncident).Outcome, store.FiledNew)
		check("came back", true)
		same(t, "by another route", file(t, s, routed(2, "fax", sent.MessageID, "our own words"), newIncident).Outcome, store.FiledDuplicate)
		must(t, s.Purge(ctx, filed.Ref, "ann"))
		check("purged", false)
		audit(t, s)
	}
}

// TestOursWithoutAnIncident: an entry of no incident is found as an entry, and
// leads to no incident.
func TestOursWithoutAnIncident(t *testing.T) {
	s := fresh(t)
	var sent store.Outgoing
	file(t, s, mail(1), func(tx *store.Tx, m *store.Message) store.Outcome {
		sent = out(tx, m, "", store.OutNotice, m.From)
		return store.Outcome{Outgoing: []store.Outgoing{sent}}
	})
	ask(t, s, 99, func(tx *store.Tx) {
		ref, _, ok := tx.ByMessageID(sent.MessageID)
		same(t, "incident", []any{ref, ok}, []any{store.Ref(""), false})
		o, ok := tx.OutgoingByMessageID(sent.MessageID)
		same(t, "entry", []any{ok, o.ID}, []any{true, sent.ID})
	})
	deliverOnce(t, s)
	same(t, "sent", get(s.OutboxEntry(ctx, sent.ID))(t).State, store.Sent)
}
