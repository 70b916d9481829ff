package store_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"tocsin/store"
)

// A model is what the store should hold, kept in plain maps.
type model struct {
	t     *testing.T
	s     *store.Store
	dice  *rand.Rand
	where map[int]store.Ref       // mail → incident
	refs  map[store.Ref][]int     // incident → mails
	gone  map[store.Ref]bool      // purged
	into  map[store.Ref]store.Ref // merged
	next  int
}

// TestModel does random things and compares with the model, over restarts.
func TestModel(t *testing.T) {
	for seed := range uint64(6) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "db")
			m := &model{t: t, dice: rand.New(rand.NewPCG(seed, 1)), where: map[int]store.Ref{}, refs: map[store.Ref][]int{},
				gone: map[store.Ref]bool{}, into: map[store.Ref]store.Ref{}}
			for range 3 {
				m.s = openStore(t, openEngine(t, path))
				for range 40 {
					m.act()
				}
				m.compare()
				audit(t, m.s)
				must(t, m.s.Close())
			}
		})
	}
}

func (m *model) act() {
	switch m.dice.IntN(8) {
	case 0, 1, 2:
		m.fileNew()
	case 3:
		m.fileReply()
	case 4:
		m.fileAgain()
	case 5:
		m.move()
	case 6:
		m.merge()
	case 7:
		if m.dice.IntN(4) == 0 {
			m.purge()
		}
	}
}

func (m *model) anyMail() (int, bool) {
	if m.next == 0 {
		return 0, false
	}
	return 1 + m.dice.IntN(m.next), true
}

func (m *model) anyRef() (store.Ref, bool) {
	if len(m.refs) == 0 {
		return "", false
	}
	return store.MakeRef("CERT", 2026, 1+m.dice.IntN(len(m.refs))), true
}

func (m *model) fileNew() {
	m.next++
	got := file(m.t, m.s, mail(m.next), newIncident)
	same(m.t, "next reference", got.Ref, store.MakeRef("CERT", 2026, len(m.refs)+1))
	m.where[m.next], m.refs[got.Ref] = got.Ref, []int{m.next}
}

// fileReply files a reply to a mail: into its incident, or a new one when
// that was purged.
func (m *model) fileReply() {
	parent, ok := m.anyMail()
	if !ok {
		return
	}
	m.next++
	f := mail(m.next)
	f.Message.References = []string{mail(parent).Message.MessageID}
	want := m.where[parent]
	got := file(m.t, m.s, f, func(tx *store.Tx, x *store.Message) store.Outcome {
		ref, _, _ := tx.ByMessageID(x.References[0])
		same(m.t, "the parent's incident", ref, want)
		if in, ok := tx.Incident(ref); ok {
			return store.Outcome{Incident: in}
		}
		return newIncident(tx, x)
	})
	if m.gone[want] {
		want = store.MakeRef("CERT", 2026, len(m.refs)+1)
	}
	same(m.t, "joined", got.Ref, want)
	m.where[m.next], m.refs[want] = want, append(m.refs[want], m.next)
}

func (m *model) fileAgain() {
	if n, ok := m.anyMail(); ok {
		got := file(m.t, m.s, mail(n), newIncident)
		same(m.t, "again", []any{got.Outcome, got.Ref}, []any{store.FiledDuplicate, m.where[n]})
	}
}

func (m *model) move() {
	n, ok := m.anyMail()
	to, ok2 := m.anyRef()
	if !ok || !ok2 {
		return
	}
	from := m.where[n]
	_, err := m.s.Move(ctx, store.KeyOf(mail(n).Raw), to, "ann")
	if from == to || m.gone[from] || m.gone[to] {
		same(m.t, "a move that can't be", errors.Is(err, store.ErrState), true)
		return
	}
	must(m.t, err)
	m.refs[from] = slices.DeleteFunc(m.refs[from], func(x int) bool { return x == n })
	m.refs[to], m.where[n] = append(m.refs[to], n), to
}

func (m *model) merge() {
	from, ok := m.anyRef()
	into, _ := m.anyRef()
	if !ok {
		return
	}
	possible := !m.gone[from] && !m.gone[into] && m.into[from] == ""
	for next, n := into, 0; next != "" && n < 1000; next, n = m.into[next], n+1 {
		possible = possible && next != from
	}
	err := m.s.Merge(ctx, from, into, "ann")
	if !possible {
		same(m.t, "a merge that can't be", errors.Is(err, store.ErrState), true)
		return
	}
	must(m.t, err)
	m.into[from] = into
}

func (m *model) purge() {
	ref, ok := m.anyRef()
	if !ok {
		return
	}
	err := m.s.Purge(ctx, ref, "ann")
	same(m.t, "purge", errors.Is(err, store.ErrState), m.gone[ref])
	m.gone[ref] = true
}

func (m *model) compare() {
	m.t.Helper()
	counted := map[string]int{}
	for ref, mails := range m.refs {
		in := incident(m.t, m.s, ref)
		counted["status/"+in.Status]++
		same(m.t, "purged", in.Status == store.StatusPurged, m.gone[ref])
		same(m.t, "merged", in.MergedInto, m.into[ref])
		var keys []store.Key
		for _, n := range mails {
			keys = append(keys, store.KeyOf(mail(n).Raw))
		}
		same(m.t, "messages of "+string(ref), fmt.Sprint(in.Messages), fmt.Sprint(keys))
		for _, n := range mails {
			raw, err := m.s.Raw(ctx, store.KeyOf(mail(n).Raw))
			same(m.t, "raw", err == nil && string(raw) == string(mail(n).Raw), !m.gone[ref])
		}
	}
	now := get(m.s.Stats(ctx, time.Time{}, time.Time{}))(m.t).Now
	for _, status := range []string{store.StatusOpen, store.StatusClosed, store.StatusPurged} {
		same(m.t, status, now["status/"+status], counted["status/"+status])
	}
}
