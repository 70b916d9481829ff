package router

import (
	"fmt"
	"slices"
	"strings"

	"tocsin/store"
)

// Evidence is what a message says about the incident it belongs to. The body
// is never part of it: a stranger can quote anything there.
type Evidence struct {
	MessageID string   // the message's own, without <>
	IDs       []string // In-Reply-To, then References, nearest first, at most 20
	Claims    []Claim
	Foreign   []string // other teams' numbers
	Mistyped  []string // our tag with a number that names no incident
}

// What one mail can make us look up and write down.
const (
	maxIDs   = 20  // message ids
	maxTags  = 20  // references in the subject, of each sort
	maxFound = 50  // incidents
	maxWhy   = 400 // letters of Threading.Why
)

// EvidenceOf gathers the evidence of one message. Where it was decrypted, the
// protected subject counts and the outer one does not.
func EvidenceOf(tag string, m *store.Message) Evidence {
	subject := m.Subject
	if m.Protection.Decrypted && m.Protection.Subject != "" {
		subject = m.Protection.Subject
	}
	ev := Evidence{MessageID: m.MessageID, IDs: m.References[:min(len(m.References), maxIDs)]}
	ev.Claims, ev.Foreign, ev.Mistyped = readTags(subject, tag)
	ev.Claims, ev.Foreign, ev.Mistyped = first(ev.Claims, maxTags), first(ev.Foreign, maxTags), first(ev.Mistyped, maxTags)
	return ev
}

func first[T any](list []T, n int) []T { return list[:min(len(list), n)] }

// A Book answers what is already filed. A store transaction is one.
type Book interface {
	// ByMessageID finds the incident of a message; ours when we sent it.
	ByMessageID(id string) (ref store.Ref, ours bool, ok bool)
	// ByForeign finds the incidents that carry another team's number.
	ByForeign(number string) []store.Ref
	// ByAncestor finds the incidents whose messages named an id in their
	// References, whether that message was ever seen or not.
	ByAncestor(id string) []store.Ref
	Incident(ref store.Ref) (*store.Incident, bool)
}

// A Sender is who wrote, as far as that was proved.
type Sender struct {
	Address       string            // the single valid From, "" if none
	Fingerprint   store.Fingerprint // of a good signature by an accepted key, else ""
	Authenticated bool              // good signature, or aligned DKIM seen by our own server
	Handler       bool              // one of our handlers
	Team          string            // id of a directory team, "" if none
}

// A Threading says where a message belongs. Ref "" means a new incident.
type Threading struct {
	Ref       store.Ref
	Confirmed bool        // the sender may add to it; else only handlers hear
	Why       string      // for a person to read, never empty
	Conflict  []store.Ref // other incidents that the evidence names as well, at most 20
}

// Thread decides which incident a message joins. Evidence counts in this
// order: a Message-ID of ours among those it answers, our tag in the subject,
// another team's number that an incident carries, a common ancestor in the
// References graph. Merged incidents are followed. Where evidence disagrees
// and the sender takes part in none of the incidents it names best, the
// message opens a new incident and the others are named as conflict. So it
// does where a stranger has nothing but a number or an id that is not ours:
// anybody can name those beforehand, and whoever then reports would be lost.
func Thread(ev Evidence, sender Sender, b Book) Threading {
	t := thread{sender: sender, book: b}
	t.replies(ev)
	t.claims(ev)
	t.foreign(ev)
	if !slices.ContainsFunc(t.found, func(c candidate) bool { return c.level < 3 || c.joins() }) {
		t.ancestors(ev)
	}
	return t.decide()
}

// A candidate is one incident that a piece of evidence leads to.
type candidate struct {
	ref    store.Ref // where its merges end
	level  int       // 1 our Message-ID, 2 our tag, 3 foreign number, 4 filed message, 5 other ancestor
	member bool      // the sender takes part there
	near   bool      // somebody of the sender's side does: it may join unconfirmed
	weak   bool      // never confirmed: the check character was missing
	twin   bool      // only a message with the same Message-ID is there
	why    string
}

func (c candidate) joins() bool { return c.member || c.near }

type thread struct {
	sender Sender
	book   Book
	found  []candidate
	notes  []string
}

func (t *thread) replies(ev Evidence) {
	for _, id := range ev.IDs {
		if ref, ours, ok := t.book.ByMessageID(id); ok && ours {
			t.add(ref, 1, false, "answers our message "+id)
		}
	}
}

func (t *thread) claims(ev Evidence) {
	for _, c := range ev.Claims {
		why := "subject names " + string(c.Ref)
		if !c.Checked {
			why += " without its check character"
		}
		t.add(c.Ref, 2, !c.Checked, why)
	}
	for _, m := range ev.Mistyped {
		t.note(fmt.Sprintf("subject has %q, which is no valid reference", m))
	}
}

func (t *thread) foreign(ev Evidence) {
	for _, number := range ev.Foreign {
		for _, ref := range t.book.ByForeign(number) {
			t.add(ref, 3, false, "subject names "+number+", known here")
		}
	}
}

// ancestors walks the References graph one step: a message filed before that
// we did not write, an id that another message named too, or a message filed
// earlier that answers this one. The nearest id that leads to an incident of
// the sender's decides. Who has written under this very id before is somebody
// else (fax gateways give all their mails one) and no ancestor.
func (t *thread) ancestors(ev Evidence) {
	for _, id := range ev.IDs {
		if ref, _, ok := t.book.ByMessageID(id); ok && id != ev.MessageID {
			t.add(ref, 4, false, "answers the filed message "+id)
		}
		for _, ref := range t.book.ByAncestor(id) {
			t.add(ref, 5, false, "shares the ancestor "+id)
		}
		if slices.ContainsFunc(t.found, candidate.joins) {
			return
		}
	}
	if ev.MessageID == "" {
		return
	}
	if ref, _, seen := t.book.ByMessageID(ev.MessageID); seen {
		t.twin(ref)
		return
	}
	for _, ref := range t.book.ByAncestor(ev.MessageID) {
		t.add(ref, 5, false, "a filed message answers it")
	}
}

// twin names the incident of another message with the same Message-ID, as one
// to look at: nobody joins it for that.
func (t *thread) twin(ref store.Ref) {
	n := len(t.found)
	t.add(ref, 5, false, "another message bore its Message-ID before, which makes this no follow-up")
	for i := n; i < len(t.found); i++ {
		t.found[i].member, t.found[i].near, t.found[i].twin = false, false, true
	}
}

func (t *thread) note(s string) {
	if len(t.notes) < maxTags {
		t.notes = append(t.notes, s)
	}
}

// add follows merges and remembers an incident once, with its best evidence.
func (t *thread) add(ref store.Ref, level int, weak bool, why string) {
	if len(t.found) >= maxFound {
		return
	}
	end, side, ok := t.follow(ref)
	if !ok {
		t.note(why + ", but there is no such incident")
		return
	}
	if end != ref {
		why += fmt.Sprintf(" (%s is merged into %s)", ref, end)
	}
	near := side >= fromTeam || side == colleague && level == 4
	if i := slices.IndexFunc(t.found, func(c candidate) bool { return c.ref == end }); i >= 0 {
		t.found[i].member, t.found[i].near = t.found[i].member || side == insider, t.found[i].near || near
		t.found[i].weak = t.found[i].weak && weak
		return
	}
	t.found = append(t.found, candidate{end, level, side == insider, near, weak, false, why})
}

// maxMerges bounds how far merges are followed; a circle ends there too.
const maxMerges = 10

// follow returns where an incident's merges end, and how close the sender is
// to any on the way. A circle or a broken chain ends where it began.
func (t *thread) follow(ref store.Ref) (end store.Ref, side side, ok bool) {
	end = ref
	for range maxMerges + 1 {
		in, found := t.book.Incident(end)
		if !found {
			break
		}
		ok = true
		side = max(side, sideOf(in, t.sender))
		if in.MergedInto == "" {
			return end, side, true
		}
		end = in.MergedInto
	}
	return ref, side, ok
}

// A side is how close a sender is to an incident.
type side int

const (
	outsider  side = iota
	colleague      // writes from the mail domain of a participant, no freemail
	fromTeam       // of the directory team that it was routed to or that takes part
	insider        // takes part
)

func sideOf(in *store.Incident, s Sender) side {
	if takesPart(in, s) {
		return insider
	}
	domain := mailDomain(s.Address)
	known := domain != "" && !under(domain, crowds) && slices.ContainsFunc(in.Participants, func(p store.Participant) bool {
		return mailDomain(p.Address) == domain
	})
	switch {
	case s.Team != "" && (known || in.Route.Team == s.Team):
		return fromTeam
	case known:
		return colleague
	}
	return outsider
}

// takesPart says whether a sender may add to an incident: a handler, a
// participant's address, or a signature by a participant's key.
func takesPart(in *store.Incident, s Sender) bool {
	return s.Handler || slices.ContainsFunc(in.Participants, func(p store.Participant) bool {
		return s.Address != "" && strings.EqualFold(p.Address, s.Address) ||
			s.Fingerprint != "" && p.Fingerprint == s.Fingerprint
	})
}

// decide picks among the incidents found. The best level counts; within it the
// first where the sender takes part. Doubt opens a new incident.
func (t *thread) decide() Threading {
	if len(t.found) == 0 {
		return Threading{Why: t.why("nothing names an incident")}
	}
	top := t.found[0].level
	best := slices.IndexFunc(t.found, func(c candidate) bool { return c.member && (c.level == top || top > 2) })
	if best < 0 && top > 2 {
		best = slices.IndexFunc(t.found, func(c candidate) bool { return c.near })
		if best < 0 {
			why := t.found[0].why
			if !t.found[0].twin {
				why += ", but the sender takes no part there"
			}
			return Threading{Why: t.why(why), Conflict: t.others("")}
		}
	} else if best < 0 && t.disputed(top) {
		return Threading{Why: t.why("the evidence names several incidents, and the sender takes part in none that counts"),
			Conflict: t.others("")}
	}
	c := t.found[max(best, 0)]
	confirmed := c.member && !c.weak
	why := c.why
	switch {
	case c.member && c.weak:
		why += "; not confirmed by it"
	case !c.member:
		why += "; the sender takes no part there"
	}
	return Threading{Ref: c.ref, Confirmed: confirmed, Why: t.why(why), Conflict: t.others(c.ref)}
}

// disputed says whether a stranger's evidence disagrees: a header and a tag,
// or two tags. Of our own Message-IDs the nearest counts, and a foreign number
// beside better evidence is no dispute: sites reuse them.
func (t *thread) disputed(top int) bool {
	return slices.ContainsFunc(t.found[1:], func(c candidate) bool { return c.level == 2 || c.level == top && top > 1 })
}

func (t *thread) others(but store.Ref) []store.Ref {
	var out []store.Ref
	for _, c := range t.found {
		if c.ref != but && len(out) < maxTags {
			out = append(out, c.ref)
		}
	}
	return out
}

// why puts the reasons together, so long as a person reads them.
func (t *thread) why(first string) string {
	all := []rune(strings.Join(append([]string{first}, t.notes...), "; "))
	if len(all) > maxWhy {
		return string(all[:maxWhy-1]) + "…"
	}
	return string(all)
}
