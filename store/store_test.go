package store_test

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"tocsin/store"
	"tocsin/store/bolt"
	"tocsin/store/kv"
)

var ctx = context.Background()

var sealKey = []byte("0123456789abcdef0123456789abcdef")

// begin is when all tests begin, in their own time.
var begin = time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC)

func openEngine(t testing.TB, path string) *bolt.Engine {
	t.Helper()
	e, err := bolt.Open(path, bolt.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func openStore(t testing.TB, e kv.Engine) *store.Store {
	t.Helper()
	s, err := store.Open(ctx, e, sealKey, store.Options{Now: func() time.Time { return begin }})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func fresh(t testing.TB) *store.Store {
	t.Helper()
	s := openStore(t, openEngine(t, filepath.Join(t.TempDir(), "tocsin.db")))
	t.Cleanup(func() { s.Close() })
	return s
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func get[T any](v T, err error) func(testing.TB) T {
	return func(t testing.TB) T {
		t.Helper()
		must(t, err)
		return v
	}
}

func same(t testing.TB, what string, got, want any) {
	t.Helper()
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("%s (-want +got):\n%s", what, d)
	}
}

// mail is the n-th test mail, to come by IMAP under uid n.
func mail(n int) store.Filing {
	raw := fmt.Appendf(nil, "Message-ID: <%d@site.example>\r\nSubject: report %d\r\n\r\nhelp %d\r\n", n, n, n)
	return store.Filing{
		Message: store.Message{
			Direction: store.In, Kind: store.KindReport, From: "ann@site.example", Subject: fmt.Sprint("report ", n),
			MessageID: fmt.Sprintf("%d@site.example", n), Content: string(store.KeyOf(raw)),
			Received: begin, Text: fmt.Sprint("help ", n),
		},
		Raw:      raw,
		Delivery: delivery(n),
	}
}

func delivery(n int) store.Delivery {
	return store.Delivery{Mailbox: "team@mx/INBOX", UIDValidity: 7, UID: uint32(n), At: begin}
}

// newIncident decides as for a first report: an incident and an acknowledgement.
func newIncident(tx *store.Tx, m *store.Message) store.Outcome {
	ref := tx.NextRef("CERT", 2026)
	return store.Outcome{
		Incident: &store.Incident{Ref: ref, Kind: "incident", Obligation: "voluntary", Priority: 3, Received: m.Received, Subject: m.Subject,
			Participants: []store.Participant{{Address: m.From, Role: "reporter", Since: m.Received}}},
		Outgoing: []store.Outgoing{out(tx, m, ref, store.OutAck, m.From)},
	}
}

func out(tx *store.Tx, m *store.Message, ref store.Ref, kind, to string) store.Outgoing {
	id := tx.Derive(string(m.Key), kind, to)
	return store.Outgoing{ID: id, Ref: ref, Cause: m.Key, Kind: kind, From: "cert@cert.example", To: to, Subject: "[" + string(ref) + "]",
		Text: kind + " text", MessageID: id + "@cert.example", Encrypt: store.EncryptNever, Auto: true, State: store.Due, Due: m.Received}
}

// join decides as for a follow-up: into the incident that it refers to.
func join(tx *store.Tx, m *store.Message) store.Outcome {
	for _, id := range m.References {
		if ref, _, ok := tx.ByMessageID(id); ok {
			in, _ := tx.Incident(ref)
			m.Kind, m.Confirmed = store.KindFollowUp, true
			return store.Outcome{Incident: in}
		}
	}
	return newIncident(tx, m)
}

func file(t testing.TB, s *store.Store, f store.Filing, d store.Decide) store.Filed {
	t.Helper()
	return get(s.File(ctx, f, d))(t)
}

func incident(t testing.TB, s *store.Store, ref store.Ref) store.Incident {
	t.Helper()
	return get(s.Incident(ctx, ref))(t)
}

func whats(in store.Incident) (list []string) {
	for _, e := range in.Events {
		list = append(list, e.What)
	}
	return list
}
