package store_test

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"tocsin/store"
)

// ask runs fn inside a filing.
func ask(t *testing.T, s *store.Store, n int, fn func(tx *store.Tx)) {
	t.Helper()
	file(t, s, mail(n), func(tx *store.Tx, m *store.Message) store.Outcome { fn(tx); return store.Outcome{} })
}

func TestNextRef(t *testing.T) {
	s := fresh(t)
	ask(t, s, 1, func(tx *store.Tx) {
		same(t, "first", tx.NextRef("CERT", 2026), store.MakeRef("CERT", 2026, 1))
		same(t, "second", tx.NextRef("CERT", 2026), store.MakeRef("CERT", 2026, 2))
		same(t, "another year", tx.NextRef("CERT", 2027), store.MakeRef("CERT", 2027, 1))
		same(t, "another tag", tx.NextRef("SOC", 2026), store.MakeRef("SOC", 2026, 1))
	})
	ask(t, s, 2, func(tx *store.Tx) { same(t, "third", tx.NextRef("CERT", 2026), store.MakeRef("CERT", 2026, 3)) })
}

func TestByMessageID(t *testing.T) {
	s := fresh(t)
	ref := file(t, s, mail(1), newIncident).Ref
	ack := get(s.Outbox(ctx, store.OutFilter{}))(t)[0]
	theft := mail(2) // claims our Message-ID
	theft.Message.MessageID = ack.MessageID
	file(t, s, theft, newIncident)
	ask(t, s, 3, func(tx *store.Tx) {
		got, ours, ok := tx.ByMessageID("1@site.example")
		same(t, "theirs", []any{got, ours, ok}, []any{ref, false, true})
		got, ours, ok = tx.ByMessageID(ack.MessageID)
		same(t, "ours", []any{got, ours, ok}, []any{ref, true, true})
		got, _, ok = tx.ByMessageID("never@seen.example")
		same(t, "unknown", []any{got, ok}, []any{store.Ref(""), false})
		o, ok := tx.Outgoing(ack.ID)
		same(t, "entry", ok && o.Text == ack.Text, true)
		_, ok = tx.Outgoing("none")
		same(t, "no entry", ok, false)
		_, ok = tx.OutgoingByMessageID("1@site.example")
		same(t, "not ours", ok, false)
	})
}

// Two mails that refer to one that never came to us belong together.
func TestByAncestor(t *testing.T) {
	s := fresh(t)
	child := mail(1)
	child.Message.References = []string{"parent@elsewhere", "root@elsewhere"}
	ref := file(t, s, child, newIncident).Ref
	ask(t, s, 2, func(tx *store.Tx) {
		for _, id := range []string{"parent@elsewhere", "root@elsewhere", "1@site.example"} {
			same(t, id, tx.ByAncestor(id), []store.Ref{ref})
		}
		same(t, "unknown", tx.ByAncestor("none"), []store.Ref(nil))
	})
	to := get(s.Move(ctx, store.KeyOf(child.Raw), "", "ann"))(t)
	ask(t, s, 3, func(tx *store.Tx) { same(t, "after a move", tx.ByAncestor("root@elsewhere"), []store.Ref{to}) })
}

func TestByForeign(t *testing.T) {
	s := fresh(t)
	ref := file(t, s, mail(1), func(tx *store.Tx, m *store.Message) store.Outcome {
		o := newIncident(tx, m)
		o.Incident.References = []string{"CIRCL #1", "BSI#2"}
		return o
	}).Ref
	ask(t, s, 2, func(tx *store.Tx) {
		same(t, "known", tx.ByForeign("CIRCL #1"), []store.Ref{ref})
		same(t, "unknown", tx.ByForeign("CIRCL #2"), []store.Ref(nil))
	})
	must(t, s.Change(ctx, ref, func(in *store.Incident) ([]store.Event, error) {
		in.References = []string{"BSI#2", "NEW"}
		return nil, nil
	}))
	ask(t, s, 3, func(tx *store.Tx) {
		same(t, "dropped", tx.ByForeign("CIRCL #1"), []store.Ref(nil))
		same(t, "kept", tx.ByForeign("BSI#2"), []store.Ref{ref})
		same(t, "added", tx.ByForeign("NEW"), []store.Ref{ref})
	})
}

func TestSharing(t *testing.T) {
	s := fresh(t)
	hold := func(tx *store.Tx, m *store.Message) store.Outcome {
		o := join(tx, m)
		o.Values = []string{"192.0.2.1"}
		return o
	}
	for n := 1; n <= 60; n++ {
		file(t, s, mail(n), hold)
	}
	again := mail(61) // a second message of the newest one
	again.Message.References = []string{"60@site.example"}
	file(t, s, again, hold)
	ask(t, s, 62, func(tx *store.Tx) {
		refs := tx.Sharing("192.0.2.1", 50)
		same(t, "how many", len(refs), 50)
		same(t, "newest", refs[0], store.MakeRef("CERT", 2026, 60))
		same(t, "oldest of them", refs[49], store.MakeRef("CERT", 2026, 11))
		same(t, "unknown", len(tx.Sharing("192.0.2.2", 50)), 0)
	})
}

// TestSharingLeaps: an incident that holds a value in many messages is named
// once, and the others all the same.
func TestSharingLeaps(t *testing.T) {
	s := fresh(t)
	hold := func(tx *store.Tx, m *store.Message) store.Outcome {
		o := join(tx, m)
		o.Values = []string{"a", "b"}
		return o
	}
	n := 0
	next := func(answers string) {
		n++
		f := mail(n)
		if answers != "" {
			f.Message.References = []string{answers}
		}
		file(t, s, f, hold)
	}
	for i, messages := range []int{1, 16, 17, 18, 50, 2} { // of each incident
		next("")
		first := fmt.Sprintf("%d@site.example", n)
		for range messages - 1 {
			next(first)
		}
		ask(t, s, 1000+i, func(tx *store.Tx) {
			var want []store.Ref
			for have := i + 1; have > 0; have-- {
				want = append(want, store.MakeRef("CERT", 2026, have))
			}
			for most := range i + 3 {
				same(t, fmt.Sprint(i, most), tx.Sharing("b", most), append([]store.Ref(nil), want[:min(most, i+1)]...))
			}
		})
	}
}

// TestSpendOfTwoLimits takes from both or from none.
func TestSpendOfTwoLimits(t *testing.T) {
	s := fresh(t)
	hour, day := store.Limit{Per: time.Hour, Most: 2}, store.Limit{Per: 24 * time.Hour, Most: 5}
	for n, want := range []int{2, 2, 1, 0} { // hours of one day, in filings of their own
		ask(t, s, n+1, func(tx *store.Tx) {
			got := 0
			for range 4 {
				if tx.Spend("ann", begin.Truncate(24*time.Hour).Add(time.Duration(n)*time.Hour), hour, day) {
					got++
				}
			}
			same(t, fmt.Sprint("hour ", n), got, want)
		})
	}
}

func TestSpend(t *testing.T) {
	s := fresh(t)
	spend := func(n int, at time.Time, want ...bool) {
		t.Helper()
		ask(t, s, n, func(tx *store.Tx) {
			for _, w := range want {
				same(t, at.String(), tx.Spend("ack ann", at, store.Limit{Per: time.Hour, Most: 3}), w)
			}
			same(t, "another", tx.Spend(fmt.Sprint("ack bob ", n), at, store.Limit{Per: time.Hour, Most: 1}), true)
			same(t, "none at all", tx.Spend("ack carl", at, store.Limit{Per: time.Hour}), false)
		})
	}
	spend(1, begin, true, true)
	spend(2, begin.Add(59*time.Minute), true, false)
	spend(3, begin.Add(time.Hour), true, true, true, false)
	spend(4, begin, false)
}

func TestDerive(t *testing.T) {
	s, other := fresh(t), fresh(t)
	var tokens []string
	for _, s := range []*store.Store{s, other} {
		ask(t, s, 1, func(tx *store.Tx) {
			a := tx.Derive("a", "bc")
			same(t, "stable", tx.Derive("a", "bc"), a)
			same(t, "parts do not run together", tx.Derive("ab", "c") == a || tx.Derive("abc") == a, false)
			same(t, "shape", len(a) == 26 && strings.Trim(a, "abcdefghijklmnopqrstuvwxyz234567") == "", true)
			tokens = append(tokens, a)
		})
	}
	same(t, "of one store only", tokens[0] == tokens[1], false)
}

func TestSeenSession(t *testing.T) {
	s := fresh(t)
	first := file(t, s, mail(1), forwarded)
	file(t, s, mail(2), forwarded)
	ask(t, s, 3, func(tx *store.Tx) {
		key, ok := tx.SeenSession("packet")
		same(t, "the first", []any{key, ok}, []any{first.Key, true})
		_, ok = tx.SeenSession("other")
		same(t, "unknown", ok, false)
	})
}

// What a Decide does to what it was handed stays its own until it returns it.
func TestTxHandsOutCopies(t *testing.T) {
	s := fresh(t)
	first := file(t, s, mail(1), newIncident)
	ask(t, s, 2, func(tx *store.Tx) {
		in, _ := tx.Incident(first.Ref)
		in.Subject, in.Messages = "changed", append(in.Messages, "x")
		again, _ := tx.Incident(first.Ref)
		same(t, "subject", again.Subject, "report 1")
		same(t, "messages", len(again.Messages), 1)
		m, ok := tx.Message(first.Key)
		same(t, "message", ok && m.Subject == "report 1", true)
		_, ok = tx.Message("none")
		same(t, "no message", ok, false)
		_, ok = tx.Incident("none")
		same(t, "no incident", ok, false)
	})
	same(t, "kept", incident(t, s, first.Ref).Subject, "report 1")
}

func TestSealKey(t *testing.T) {
	path := filepath.Join(t.TempDir(), "db")
	s := openStore(t, openEngine(t, path))
	ref := file(t, s, mail(1), newIncident).Ref
	must(t, s.Close())
	e := openEngine(t, path)
	for _, wrong := range []string{"", "short", strings.Repeat("x", 32)} {
		if _, err := store.Open(ctx, e, []byte(wrong), store.Options{}); !errors.Is(err, store.ErrSealKey) {
			t.Errorf("opened with %q: %v", wrong, err)
		}
	}
	s = openStore(t, e)
	defer s.Close()
	same(t, "with the right one", incident(t, s, ref).Subject, "report 1")
}
