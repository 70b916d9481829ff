package store_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"tocsin/store"
)

func notices(t *testing.T, s *store.Store, from, to int) {
	for n := from; n <= to; n++ {
		outbox(t, s, n, store.Outgoing{ID: fmt.Sprint("n", n), Kind: store.OutNotice, Digest: "handlers", To: "ann@cert.example",
			Subject: fmt.Sprint("new ", n), Text: fmt.Sprint("text ", n), Plain: "see the console", PlainSubject: "news"})
	}
}

func TestDigest(t *testing.T) {
	s := fresh(t)
	notices(t, s, 1, 3)
	outbox(t, s, 4, store.Outgoing{ID: "other", Digest: "handlers", To: "bob@cert.example"})
	_, list := claim(t, s, begin, 10)
	same(t, "mails", len(list), 2)
	d := list[0]
	same(t, "kind", d.Kind, store.OutDigest)
	same(t, "subject", d.Subject, "new 1 (+2)")
	same(t, "Message-ID", d.MessageID, d.ID+"@cert.example")
	for n := 1; n <= 3; n++ {
		if !strings.Contains(d.Text, fmt.Sprintf("new %d\n\ntext %d\n", n, n)) {
			t.Errorf("text:\n%s", d.Text)
		}
	}
	same(t, "content-free", []any{strings.Count(d.Plain, "see the console"), strings.Contains(d.Plain, "text"), d.PlainSubject}, []any{3, false, "news (+2)"})
	same(t, "carried", entry(t, s, "n1").After, d.ID)
	must(t, settle(s, list[1], store.Sent))
	must(t, settle(s, d, store.Due))
	_, again := claim(t, s, begin.Add(time.Hour), 1)
	same(t, "the same once more", []string{again[0].ID, again[0].Text}, []string{d.ID, d.Text})
	must(t, settle(s, again[0], store.Sent))
	for n := 1; n <= 3; n++ {
		same(t, "carried out", entry(t, s, fmt.Sprint("n", n)).State, store.Sent)
		same(t, "history", whats(incident(t, s, store.MakeRef("CERT", 2026, n))), []string{"filed", "sent"})
	}
}

func TestDigestFails(t *testing.T) {
	s := fresh(t)
	notices(t, s, 1, 2)
	_, list := claim(t, s, begin, 10)
	must(t, settle(s, list[0], store.Failed))
	same(t, "shared fate", entry(t, s, "n2").State, store.Failed)
	if err := s.Retry(ctx, "n2", "ann"); !errors.Is(err, store.ErrState) || !strings.Contains(err.Error(), list[0].ID) {
		t.Errorf("retried alone: %v", err)
	}
	must(t, s.Retry(ctx, list[0].ID, "ann"))
	_, list = claim(t, s, begin, 10)
	must(t, settle(s, list[0], store.Sent))
	same(t, "shared fate again", entry(t, s, "n2").State, store.Sent)
}

// What was tried alone may be on the wire: it is not sent again under another id.
func TestDigestLeavesTriedAlone(t *testing.T) {
	s := fresh(t)
	notices(t, s, 1, 1)
	claim(t, s, begin, 10)
	notices(t, s, 2, 3)
	_, list := claim(t, s, begin.Add(time.Hour), 10)
	kinds := map[string]int{}
	for _, o := range list {
		kinds[o.Kind]++
	}
	same(t, "mails", kinds, map[string]int{store.OutNotice: 1, store.OutDigest: 1})
}

func TestDigestIsBounded(t *testing.T) {
	s := fresh(t)
	notices(t, s, 1, 60)
	_, list := claim(t, s, begin, 100)
	same(t, "mails", len(list), 11)
	same(t, "subject", list[0].Subject, "new 1 (+49)")
}

// The purge of one incident takes its part out of a digest and leaves the rest.
func TestDigestAndPurge(t *testing.T) {
	s := fresh(t)
	notices(t, s, 1, 3)
	_, list := claim(t, s, begin, 10)
	must(t, s.Purge(ctx, store.MakeRef("CERT", 2026, 2), "ann"))
	same(t, "one less", entry(t, s, list[0].ID).Subject, "new 1 (+1)")
	must(t, s.Purge(ctx, store.MakeRef("CERT", 2026, 1), "ann"))
	ids, _ := claim(t, s, begin.Add(time.Hour), 10)
	same(t, "what the digest carried for others goes alone", ids, "n3")
}
