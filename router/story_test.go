package router

import (
	"slices"
	"testing"

	"tocsin/store"
)

// A ledger is a Book that grows as messages are filed, as the store does.
type ledger struct {
	book
	next int
}

func newLedger() *ledger {
	return &ledger{book: book{incidents: map[store.Ref]*store.Incident{}, sent: map[string]store.Ref{}, received: map[string]store.Ref{},
		foreign: map[string][]store.Ref{}, ancestors: map[string][]store.Ref{}}}
}

// file threads one message and files it where it belongs.
func (l *ledger) file(m *store.Message, s Sender) Threading {
	ev := EvidenceOf("T", m)
	th := Thread(ev, s, l)
	ref := th.Ref
	if ref == "" {
		l.next++
		ref = store.MakeRef("T", 2026, l.next)
		l.incidents[ref] = &store.Incident{Ref: ref, Participants: []store.Participant{{Address: s.Address, Role: "reporter"}}}
	}
	l.received[m.MessageID] = ref
	for _, id := range append([]string{m.MessageID}, m.References...) {
		if !slices.Contains(l.ancestors[id], ref) {
			l.ancestors[id] = append(l.ancestors[id], ref)
		}
	}
	for _, n := range ev.Foreign {
		if th.Confirmed || th.Ref == "" {
			l.foreign[n] = append(l.foreign[n], ref)
		}
	}
	return th
}

func mail(id, subject string, refs ...string) *store.Message {
	return &store.Message{MessageID: id, Subject: subject, References: refs}
}

func reply(to store.Ref) string { return Tagged("Re: scan", to) }

func TestStoryOfAnIncident(t *testing.T) {
	l := newLedger()
	one, two := store.MakeRef("T", 2026, 1), store.MakeRef("T", 2026, 3)
	reporter, other := Sender{Address: "ann@a.example"}, Sender{Address: "team@circl.example"}
	step := func(name string, m *store.Message, s Sender, ref store.Ref, confirmed bool) {
		t.Helper()
		got := l.file(m, s)
		if got.Ref != ref || got.Confirmed != confirmed {
			t.Errorf("%s: joined %q confirmed %v (%s), want %q %v", name, got.Ref, got.Confirmed, got.Why, ref, confirmed)
		}
	}
	step("a report opens an incident", mail("m1", "scan"), reporter, "", false)
	l.sent["ack1"] = one
	step("she answers the acknowledgement", mail("m2", "Re: scan", "ack1", "m1"), reporter, one, true)
	step("her colleague answers her", mail("m3", "Re: scan", "m2"), Sender{Address: "bo@a.example"}, one, false)
	step("she writes anew with the tag", mail("m4", reply(one)), reporter, one, true)
	step("a stranger has seen the tag", mail("m5", reply(one)), Sender{Address: "eve@x.example"}, one, false)
	step("a handler writes to another team", mail("m6", reply(one)), Sender{Address: "h@us.example", Handler: true}, one, true)
	l.incidents[one].Participants = append(l.incidents[one].Participants, store.Participant{Address: other.Address})
	step("which answers with its number", mail("m7", "[CIRCL #1234567] "+reply(one), "m6"), other, one, true)
	step("and later knows only that", mail("m8", "[CIRCL #1234567] closed"), other, one, true)
	step("somebody else uses that number", mail("m9", "[CIRCL #1234567] hello"), Sender{Address: "eve@x.example"}, "", false)
	step("a mistyped tag opens another", mail("n1", "[T#2026-00001-"+wrongCheck(one)+"] scan"), reporter, "", false)
	step("its own thread goes on", mail("n2", "Re: scan", "n1"), reporter, two, true)
	step("a mail to both tags of hers is the first", mail("n3", string(two)+" "+string(one)), reporter, two, true)
	l.incidents[two].MergedInto = one
	step("after the merge it all goes there", mail("n4", reply(two)), reporter, one, true)
	step("by thread as well", mail("n5", "Re: scan", "n2"), reporter, one, true)
	step("a tag of next year's opens a third", mail("o1", reply(store.MakeRef("T", 2027, 1))), reporter, "", false)
	step("an answer came before its question", mail("p2", "Re: x", "p1"), other, "", false)
	step("which then finds it", mail("p1", "x"), other, store.MakeRef("T", 2026, 5), true)
}

// Whoever names beforehand what a victim's report will bear or answer does not
// get that report: it opens its own incident, with the other beside it.
func TestStoryOfAHijack(t *testing.T) {
	eve, victim := Sender{Address: "eve@x.example"}, Sender{Address: "ann@v.example"}
	for name, c := range map[string]struct{ planted, report *store.Message }{
		"the id of the victim's report": {mail("e1", "x", "victim-77@v.example"), mail("victim-77@v.example", "break-in")},
		"what the victim answers":       {mail("e1", "x", "news@n.example"), mail("v1", "Re: news", "news@n.example")},
		"a mail sent to both":           {mail("phish@x.example", "invoice"), mail("v1", "Fwd: invoice", "phish@x.example")},
		"the number of another team":    {mail("e1", "CIRCL#1234567"), mail("v1", "CIRCL#1234567 break-in")},
		"one id for all, as fax does":   {mail("fax@g.example", "fax 1"), mail("fax@g.example", "fax 2")},
	} {
		l := newLedger()
		l.file(c.planted, eve)
		got := l.file(c.report, victim)
		if got.Ref != "" || !slices.Equal(got.Conflict, []store.Ref{store.MakeRef("T", 2026, 1)}) {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

// Sites write to each other with us in copy. Whatever copy comes first, and
// whoever of them writes, it is one incident.
func TestStoryOfACoordination(t *testing.T) {
	a, b := Sender{Address: "a@a.example"}, Sender{Address: "b@b.example"}
	one := store.MakeRef("T", 2026, 1)
	thread := []struct {
		m *store.Message
		s Sender
	}{
		{mail("c1", "scans"), a},
		{mail("c2", "Re: scans", "c1"), b},
		{mail("c3", "Re: scans", "c2", "c1"), Sender{Address: "soc@b.example"}},
		{mail("c4", "Re: scans", "c3", "c2", "c1"), a},
	}
	for first := range thread {
		l := newLedger()
		if first == 2 {
			continue // a colleague whom nobody named opens one of her own
		}
		l.file(thread[first].m, thread[first].s)
		l.incidents[one].Participants = []store.Participant{{Address: "a@a.example"}, {Address: "b@b.example"}}
		for _, at := range []int{0, 1, 2, 3} {
			if at == first {
				continue
			}
			if got := l.file(thread[at].m, thread[at].s); got.Ref != one || got.Confirmed != (at != 2) {
				t.Errorf("%d after %d: %+v", at+1, first+1, got)
			}
		}
	}
}

// wrongCheck is any check character but the right one.
func wrongCheck(r store.Ref) string {
	if r[len(r)-1] == 'A' {
		return "B"
	}
	return "A"
}

// A mail that quotes one incident's tag in answer to another's mail is put
// to a person, not to either, unless its sender takes part where it answers.
func TestStoryOfAConflict(t *testing.T) {
	l := newLedger()
	one, two := store.MakeRef("T", 2026, 1), store.MakeRef("T", 2026, 2)
	ann, bob := Sender{Address: "ann@a.example"}, Sender{Address: "bob@b.example"}
	l.file(mail("m1", "first"), ann)
	l.file(mail("m2", "second"), bob)
	l.sent["ack1"], l.sent["ack2"] = one, two
	got := l.file(mail("m3", reply(two), "ack1"), Sender{Address: "eve@x.example"})
	if got.Ref != "" || !slices.Equal(got.Conflict, []store.Ref{one, two}) {
		t.Errorf("a stranger: %+v", got)
	}
	got = l.file(mail("m4", reply(two), "ack1"), ann)
	if got.Ref != one || !got.Confirmed || !slices.Equal(got.Conflict, []store.Ref{two}) {
		t.Errorf("who takes part where it answers: %+v", got)
	}
	got = l.file(mail("m5", reply(two), "ack1"), bob)
	if got.Ref != "" || got.Confirmed {
		t.Errorf("who takes part only in the tagged one: %+v", got)
	}
	l.incidents[two].MergedInto = one
	got = l.file(mail("m6", reply(two), "ack1"), Sender{Address: "eve@x.example"})
	if got.Ref != one || len(got.Conflict) != 0 {
		t.Errorf("merged, there is nothing left to dispute: %+v", got)
	}
}
