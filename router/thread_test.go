package router

import (
	"slices"
	"strings"
	"testing"

	"tocsin/store"
)

// book is a small Book of incidents and ids.
type book struct {
	incidents map[store.Ref]*store.Incident
	sent      map[string]store.Ref
	received  map[string]store.Ref
	foreign   map[string][]store.Ref
	ancestors map[string][]store.Ref
}

func (b book) ByMessageID(id string) (store.Ref, bool, bool) {
	if ref, ok := b.sent[id]; ok {
		return ref, true, true
	}
	ref, ok := b.received[id]
	return ref, false, ok
}
func (b book) ByForeign(n string) []store.Ref   { return b.foreign[n] }
func (b book) ByAncestor(id string) []store.Ref { return b.ancestors[id] }
func (b book) Incident(r store.Ref) (*store.Incident, bool) {
	in, ok := b.incidents[r]
	return in, ok
}

const (
	refA, refB, refC = store.Ref("T#2026-00001-A"), store.Ref("T#2026-00002-B"), store.Ref("T#2026-00003-C")
	keyAnn           = store.Fingerprint("A1")
)

func aBook() book {
	in := func(r store.Ref, who string, merged store.Ref) *store.Incident {
		return &store.Incident{Ref: r, MergedInto: merged,
			Participants: []store.Participant{{Address: who, Fingerprint: store.Fingerprint(strings.ToUpper(who[:1]) + "1")}}}
	}
	b := book{
		incidents: map[store.Ref]*store.Incident{
			refA: in(refA, "ann@a.example", ""), refB: in(refB, "bob@b.example", ""), refC: in(refC, "cy@c.example", refA),
			"L1": in("L1", "l@l.example", "L2"), "L2": in("L2", "m@l.example", "L1"), "G": in("G", "g@g.example", "gone"),
			"F": in("F", "fay@gmail.com", ""),
		},
		sent:      map[string]store.Ref{"ours-a": refA, "ours-b": refB},
		received:  map[string]store.Ref{"theirs-a": refA, "theirs-g": "F"},
		foreign:   map[string][]store.Ref{"CIRCL#1234567": {refB}, "MANY#1234": {refA, refB}, "MERGED#1234": {refA, refC}},
		ancestors: map[string][]store.Ref{"unseen": {refA}, "shared": {refA, refB}, "root-b": {refB}},
	}
	b.incidents[refB].Route.Team = "circl"
	return b
}

func claimOf(r store.Ref) []Claim { return []Claim{{Ref: r, Checked: true}} }

var (
	ann      = Sender{Address: "Ann@A.example"}
	bob      = Sender{Address: "bob@b.example"}
	stranger = Sender{Address: "mallory@x.example"}
	handler  = Sender{Address: "h@us.example", Handler: true}
)

// A threading is a case of Thread: what is known, and where it must lead.
type threading struct {
	name      string
	ev        Evidence
	sender    Sender
	ref       store.Ref
	confirmed bool
	conflict  []store.Ref
	why       string
}

func (c threading) check(t *testing.T) {
	t.Helper()
	got := Thread(c.ev, c.sender, aBook())
	if got.Ref != c.ref || got.Confirmed != c.confirmed || !slices.Equal(got.Conflict, c.conflict) {
		t.Errorf("%s: got %+v, want %q confirmed %v conflict %v", c.name, got, c.ref, c.confirmed, c.conflict)
	}
	if got.Why == "" || !strings.Contains(got.Why, c.why) {
		t.Errorf("%s: why %q does not say %q", c.name, got.Why, c.why)
	}
}

func TestThread(t *testing.T) {
	for _, c := range []threading{
		{"nothing", Evidence{}, ann, "", false, nil, "nothing names"},
		{"our message-id", Evidence{IDs: []string{"x", "ours-a"}}, ann, refA, true, nil, "ours-a"},
		{"our message-id, stranger", Evidence{IDs: []string{"ours-a"}}, stranger, refA, false, nil, "no part"},
		{"nearest first", Evidence{IDs: []string{"ours-b", "ours-a"}}, stranger, refB, false, []store.Ref{refA}, "ours-b"},
		{"where the sender takes part", Evidence{IDs: []string{"ours-b", "ours-a"}}, ann, refA, true, []store.Ref{refB}, "ours-a"},
		{"tag", Evidence{Claims: claimOf(refA)}, ann, refA, true, nil, "subject names"},
		{"tag, stranger", Evidence{Claims: claimOf(refA)}, stranger, refA, false, nil, "no part"},
		{"tag, handler", Evidence{Claims: claimOf(refA)}, handler, refA, true, nil, ""},
		{"tag, by key", Evidence{Claims: claimOf(refA)}, Sender{Address: "other@x.example", Fingerprint: keyAnn}, refA, true, nil, ""},
		{"tag, unknown key", Evidence{Claims: claimOf(refA)}, Sender{Fingerprint: "FF"}, refA, false, nil, ""},
		{"tag, no sender", Evidence{Claims: claimOf(refA)}, Sender{}, refA, false, nil, ""},
		{"tag unchecked", Evidence{Claims: []Claim{{Ref: refA}}}, ann, refA, false, nil, "without its check character"},
		{"tag unchecked, header agrees", Evidence{IDs: []string{"ours-a"}, Claims: []Claim{{Ref: refA}}}, ann, refA, true, nil, ""},
		{"tag of no incident", Evidence{Claims: claimOf("T#2026-09999-X")}, ann, "", false, nil, "no such incident"},
		{"mistyped", Evidence{Mistyped: []string{"T#2026-00001-Z"}}, ann, "", false, nil, "no valid reference"},
		{"mistyped, header joins", Evidence{IDs: []string{"ours-a"}, Mistyped: []string{"T#9"}}, ann, refA, true, nil, "no valid reference"},
		{"two tags", Evidence{Claims: append(claimOf(refA), claimOf(refB)...)}, bob, refB, true, []store.Ref{refA}, ""},
		{"two tags, stranger", Evidence{Claims: append(claimOf(refA), claimOf(refB)...)}, stranger, "", false, []store.Ref{refA, refB}, "several"},
		{"header and tag agree", Evidence{IDs: []string{"ours-a"}, Claims: claimOf(refA)}, stranger, refA, false, nil, ""},
		{"header beats tag for its participant", Evidence{IDs: []string{"ours-a"}, Claims: claimOf(refB)}, ann, refA, true, []store.Ref{refB}, ""},
		{"tag's participant does not beat header", Evidence{IDs: []string{"ours-a"}, Claims: claimOf(refB)}, bob, "", false, []store.Ref{refA, refB}, ""},
		{"header and tag, stranger", Evidence{IDs: []string{"ours-a"}, Claims: claimOf(refB)}, stranger, "", false, []store.Ref{refA, refB}, ""},
		{"tag beside foreign", Evidence{Claims: claimOf(refA), Foreign: []string{"CIRCL#1234567"}}, stranger, refA, false, []store.Ref{refB}, ""},
		{"tag beats ancestor", Evidence{IDs: []string{"unseen"}, Claims: claimOf(refB)}, bob, refB, true, nil, ""},
		{"merged", Evidence{Claims: claimOf(refC)}, stranger, refA, false, nil, "merged into"},
		{"merged, participant of the old", Evidence{Claims: claimOf(refC)}, Sender{Address: "cy@c.example"}, refA, true, nil, ""},
		{"circle of merges", Evidence{Claims: claimOf("L1")}, Sender{Address: "m@l.example"}, "L1", true, nil, ""},
		{"merged into nothing", Evidence{Claims: claimOf("G")}, stranger, "G", false, nil, ""},
	} {
		c.check(t)
	}
}

// Numbers and ids that are not ours let nobody in but who belongs there.
func TestThreadOnWhatAnybodyCanName(t *testing.T) {
	for _, c := range []threading{
		{"foreign", Evidence{Foreign: []string{"CIRCL#1234567"}}, bob, refB, true, nil, "known here"},
		{"foreign, stranger", Evidence{Foreign: []string{"CIRCL#1234567"}}, stranger, "", false, []store.Ref{refB}, "known here, but"},
		{"foreign, handler", Evidence{Foreign: []string{"CIRCL#1234567"}}, handler, refB, true, nil, ""},
		{"foreign, colleague", Evidence{Foreign: []string{"CIRCL#1234567"}}, Sender{Address: "ben@b.example"}, "", false, []store.Ref{refB}, ""},
		{"foreign, its team", Evidence{Foreign: []string{"CIRCL#1234567"}}, Sender{Address: "soc@circl.example", Team: "circl"}, refB, false, nil, ""},
		{"foreign, a team in it", Evidence{Foreign: []string{"CIRCL#1234567"}}, Sender{Address: "soc@b.example", Team: "b"}, refB, false, nil, ""},
		{"foreign, another team", Evidence{Foreign: []string{"CIRCL#1234567"}}, Sender{Address: "soc@x.example", Team: "x"}, "", false, []store.Ref{refB}, ""},
		{"planted number beside her thread", Evidence{IDs: []string{"theirs-a"}, Foreign: []string{"CIRCL#1234567"}}, ann, refA, true, []store.Ref{refB}, "filed message"},
		{"foreign unknown", Evidence{Foreign: []string{"CIRCL#7"}}, bob, "", false, nil, ""},
		{"foreign of two", Evidence{Foreign: []string{"MANY#1234"}}, stranger, "", false, []store.Ref{refA, refB}, ""},
		{"foreign of two, one is hers", Evidence{Foreign: []string{"MANY#1234"}}, bob, refB, true, []store.Ref{refA}, ""},
		{"foreign of merged", Evidence{Foreign: []string{"MERGED#1234"}}, stranger, "", false, []store.Ref{refA}, ""},
		{"answers a filed message", Evidence{IDs: []string{"theirs-a"}}, stranger, "", false, []store.Ref{refA}, "filed message"},
		{"a colleague answers one", Evidence{IDs: []string{"theirs-a"}}, Sender{Address: "ada@a.example"}, refA, false, nil, "filed message"},
		{"a colleague at a freemailer", Evidence{IDs: []string{"theirs-g"}}, Sender{Address: "eve@gmail.com"}, "", false, []store.Ref{"F"}, ""},
		{"a colleague shares an ancestor", Evidence{IDs: []string{"unseen"}}, Sender{Address: "ada@a.example"}, "", false, []store.Ref{refA}, ""},
		{"a team shares an ancestor", Evidence{IDs: []string{"root-b"}}, Sender{Address: "soc@circl.example", Team: "circl"}, refB, false, nil, ""},
		{"a stranger answered beforehand", Evidence{MessageID: "root-b"}, stranger, "", false, []store.Ref{refB}, "answers it"},
		{"the same Message-ID, fax gateway", Evidence{MessageID: "theirs-a"}, ann, "", false, []store.Ref{refA}, "another message bore its Message-ID before, which makes this no follow-up"},
		{"the same Message-ID as its own ancestor", Evidence{MessageID: "theirs-a", IDs: []string{"theirs-a"}}, stranger, "", false, []store.Ref{refA}, "bore its Message-ID"},
		{"common unseen ancestor", Evidence{IDs: []string{"unseen"}}, ann, refA, true, nil, "ancestor"},
		{"nearest ancestor", Evidence{IDs: []string{"root-b", "unseen"}}, bob, refB, true, nil, ""},
		{"a planted ancestor is nearer", Evidence{IDs: []string{"root-b", "unseen"}}, ann, refA, true, []store.Ref{refB}, ""},
		{"ancestors, stranger", Evidence{IDs: []string{"root-b", "unseen"}}, stranger, "", false, []store.Ref{refB, refA}, ""},
		{"ancestor of two", Evidence{IDs: []string{"shared"}}, stranger, "", false, []store.Ref{refA, refB}, ""},
		{"late parent", Evidence{MessageID: "root-b"}, bob, refB, true, nil, "answers it"},
	} {
		c.check(t)
	}
}

// A copy with other content opens an incident of its own for that alone, also
// where its sender takes part in that of the first one.
func TestThreadGivesATwinItsReason(t *testing.T) {
	got := Thread(Evidence{MessageID: "theirs-a"}, ann, aBook())
	if got.Ref != "" || !strings.HasSuffix(got.Why, "which makes this no follow-up") {
		t.Errorf("%+v", got)
	}
}

func TestThreadFollowsTenMerges(t *testing.T) {
	b := book{incidents: map[store.Ref]*store.Incident{}}
	name := func(i int) store.Ref { return store.Ref(rune('a' + i)) }
	for i := range 12 {
		b.incidents[name(i)] = &store.Incident{Ref: name(i), MergedInto: name(i + 1)}
	}
	b.incidents[name(11)].MergedInto = ""
	if got := Thread(Evidence{Claims: claimOf(name(1))}, stranger, b); got.Ref != name(11) {
		t.Errorf("ten merges end at %q, want %q", got.Ref, name(11))
	}
	if got := Thread(Evidence{Claims: claimOf(name(0))}, stranger, b); got.Ref != name(0) || got.Confirmed {
		t.Errorf("eleven merges end at %q, want the claimed %q, unconfirmed", got.Ref, name(0))
	}
}

func TestEvidenceOf(t *testing.T) {
	m := &store.Message{Subject: subject("[«2»] outer"), MessageID: "m@x", References: slices.Repeat([]string{"r@x"}, 30)}
	ev := EvidenceOf("TAG", m)
	if len(ev.IDs) != 20 || ev.MessageID != "m@x" || len(ev.Claims) != 1 || ev.Claims[0].Ref != ref43 {
		t.Errorf("plain mail: %+v", ev)
	}
	m.Protection = store.Protection{Encrypted: true, Decrypted: true, Subject: subject("[«R»] [CIRCL #1234567] TAG#2026-00042-A?")}
	ev = EvidenceOf("TAG", m)
	if len(ev.Claims) != 1 || ev.Claims[0].Ref != ref42 || !slices.Equal(ev.Foreign, []string{"CIRCL#1234567"}) {
		t.Errorf("the protected subject does not count alone: %+v", ev)
	}
	m.Protection.Subject = ""
	if ev = EvidenceOf("TAG", m); len(ev.Claims) != 1 || ev.Claims[0].Ref != ref43 {
		t.Errorf("without a protected subject the outer one counts: %+v", ev)
	}
	m.Text = subject("[«R»]")
	m.Subject = "no tag"
	if ev = EvidenceOf("TAG", m); len(ev.Claims) != 0 {
		t.Errorf("the body became evidence: %+v", ev)
	}
}

// One mail makes us look up and write down little, whatever it names.
func TestThreadIsBounded(t *testing.T) {
	var b book
	b.incidents, b.foreign = map[store.Ref]*store.Incident{}, map[string][]store.Ref{}
	var tags, refs strings.Builder
	for i := range 1800 {
		ref := store.MakeRef("T", 2026, i+1)
		b.incidents[ref] = &store.Incident{Ref: ref}
		b.foreign["MANY#1234"] = append(b.foreign["MANY#1234"], ref)
		tags.WriteString(string(ref) + " T#2026-00001-Ü ")
		refs.WriteString("CERT-X#" + string(ref[2:]) + " ")
	}
	for _, subject := range []string{tags.String(), refs.String(), "MANY#1234", tags.String() + refs.String()} {
		ev := EvidenceOf("T", &store.Message{Subject: subject})
		got := Thread(ev, Sender{Address: "eve@x.example"}, b)
		if len(ev.Claims) > 20 || len(ev.Foreign) > 20 || len(ev.Mistyped) > 20 || len(got.Conflict) > 20 || len([]rune(got.Why)) > 400 {
			t.Errorf("%.40q: %d claims, %d numbers, %d mistyped, %d in conflict, %d letters", subject, len(ev.Claims), len(ev.Foreign), len(ev.Mistyped), len(got.Conflict), len(got.Why))
		}
	}
	if got := Thread(EvidenceOf("T", &store.Message{Subject: strings.Repeat("T#1-Ü ", 30) + tags.String()}), stranger, b); !strings.HasSuffix(got.Why, "…") && len(got.Why) > 400 {
		t.Errorf("cut without a sign: %q", got.Why)
	}
}

func BenchmarkThread(b *testing.B) {
	bk := aBook()
	m := &store.Message{Subject: subject("Re: [CIRCL #1234567] [«R»] something happened"), References: []string{"x", "y", "ours-a"}}
	b.ReportAllocs()
	for b.Loop() {
		Thread(EvidenceOf("TAG", m), ann, bk)
	}
}
