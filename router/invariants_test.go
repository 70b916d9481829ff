package router

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"tocsin/store"
)

// Whatever comes together: a report goes by itself only if nothing at all
// speaks against it. All 2^9 combinations of restrictions, on several hosts.
func TestNothingLeavesAgainstARestriction(t *testing.T) {
	d := danish(t)
	restrict := []struct {
		always bool // holds also what is ours
		set    func(*Question)
	}{
		{true, func(q *Question) { q.Report.Disclosure.TLP = "RED" }},
		{true, func(q *Question) { q.Report.Disclosure.Text = "ask me first" }},
		{true, func(q *Question) { q.Anonymous = true }},
		{true, func(q *Question) { q.Loop = true }},
		{true, func(q *Question) { q.Hops = 2 }},
		{false, func(q *Question) { q.Obligation = "mandatory" }},
		{false, func(q *Question) { q.Automatic = true }},
		{false, func(q *Question) { q.Encrypted = true }},
		{false, func(q *Question) { q.Attachments = true }},
	}
	forwards := 0
	for _, host := range []string{"130.225.1.2", "147.29.1.1", "192.71.1.1", "x.example", "130.225.1.2|kth.se"} {
		for bits := range 1 << len(restrict) {
			q := Question{Report: &store.Report{Hosts: hostsOf(store.RoleTarget, host)}, Now: november}
			always, any := false, bits != 0
			for i, r := range restrict {
				if bits>>i&1 == 1 {
					r.set(&q)
					always = always || r.always
				}
			}
			got := d.Route(q)
			switch {
			case always && got.Decision != Hold:
				t.Fatalf("%s %09b: %s for %v", host, bits, got.Decision, got.HeldFor)
			case any && got.Decision == Forward:
				t.Fatalf("%s %09b: leaves for %v", host, bits, got.HeldFor)
			case got.Decision == Hold && len(got.HeldFor) == 0:
				t.Fatalf("%s %09b: held without a reason", host, bits)
			case got.Decision == Forward:
				forwards++
			}
		}
	}
	if forwards != 2 {
		t.Errorf("%d of the free reports were forwarded, want 2", forwards)
	}
}

// A decision is a function of the question: asked twice, it is the same to
// the last step of its trail.
func TestRouteIsAFunction(t *testing.T) {
	d := danish(t)
	lines := strings.Split(strings.TrimSpace(string(testFile(t, "routes.tsv"))), "\n")
	heads := strings.Split(lines[0], "\t")
	for _, line := range lines[1:] {
		row := map[string]string{}
		for i, v := range strings.Split(line, "\t") {
			row[heads[i]] = v
		}
		first := fmt.Sprintf("%+v", d.Route(asked(row)))
		for range 3 {
			if again := fmt.Sprintf("%+v", d.Route(asked(row))); again != first {
				t.Fatalf("%s: %s\nthen %s", row["id"], first, again)
			}
		}
	}
}

// Every step of every trail cites a rule, and a line of a file where an entry
// of the directory decided.
func TestTrailsAreComplete(t *testing.T) {
	d := danish(t)
	lines := strings.Split(strings.TrimSpace(string(testFile(t, "routes.tsv"))), "\n")
	heads := strings.Split(lines[0], "\t")
	rules := map[string]bool{}
	for _, line := range lines[1:] {
		row := map[string]string{}
		for i, v := range strings.Split(line, "\t") {
			row[heads[i]] = v
		}
		got := d.Route(asked(row))
		for _, s := range slices.Concat(got.Trail, got.Lost) {
			rules[s.Rule] = true
			entry := s.Team != "" || s.Rule == "shared"
			if s.Rule == "" || entry && (!strings.Contains(s.Source, ":") || s.Match == "") || s.Fact.Role == "" || s.Fact.Kind == "" {
				t.Errorf("%s: incomplete step %+v", row["id"], s)
			}
			if _, known := d.Team(s.Team); s.Team != "" && !known {
				t.Errorf("%s: a team that is not there: %+v", row["id"], s)
			}
		}
		for _, s := range got.Lost {
			if s.Why == "" {
				t.Errorf("%s: lost without a reason: %+v", row["id"], s)
			}
		}
	}
	for _, rule := range []string{"constituent.prefix", "constituent.domain", "constituent.sender", "team.prefix", "team.asn", "team.domain", "carveout.prefix",
		"carveout.asn", "inhibit.prefix", "sector", "reporter.domain", "team.national", "national", "default", "shared", "none", "hold.tlp-red"} {
		if !rules[rule] {
			t.Errorf("no labelled row uses the rule %s", rule)
		}
	}
}

// FuzzThread: a message joins an incident that exists or opens one; it is
// confirmed only for somebody who takes part; conflicts are other incidents.
func FuzzThread(f *testing.F) {
	f.Add("ours-a x", "T#2026-00001-A T#2026-00002-B", "CIRCL#1234567", "ann@a.example", "", uint8(0))
	f.Add("unseen", "", "MANY#1234", "bob@b.example", "shared", uint8(3))
	f.Add("", "L1 G", "", "", "", uint8(2))
	f.Fuzz(func(t *testing.T, ids, claims, foreign, from, own string, bits uint8) {
		b := aBook()
		ev := Evidence{MessageID: own, IDs: strings.Fields(ids), Foreign: strings.Fields(foreign)}
		for i, c := range strings.Fields(claims) {
			ev.Claims = append(ev.Claims, Claim{Ref: store.Ref(c), Checked: bits>>(i%8)&1 == 0})
		}
		s := Sender{Address: from, Handler: bits == 255}
		got := Thread(ev, s, b)
		if got.Why == "" {
			t.Fatal("no reason given")
		}
		if slices.Contains(got.Conflict, got.Ref) && got.Ref != "" {
			t.Fatalf("in conflict with itself: %+v", got)
		}
		for _, ref := range append(slices.Clone(got.Conflict), got.Ref) {
			if _, ok := b.Incident(ref); !ok && ref != "" {
				t.Fatalf("there is no %q: %+v", ref, got)
			}
		}
		if !got.Confirmed {
			return
		}
		member := false
		for _, in := range b.incidents { // where merges lead counts as well
			member = member || takesPart(in, s)
		}
		if !member || got.Ref == "" {
			t.Fatalf("confirmed for a stranger: %+v", got)
		}
	})
}

// All combinations of who wrote what in which state keep these promises.
func TestNoticesKeepTheirPromises(t *testing.T) {
	kinds := []string{store.KindReport, store.KindFollowUp, store.KindCoordination, store.KindHandler, store.KindAutomatic, store.KindBounce}
	froms := []string{"ann@a.example", "", "incident@us.example", "h@us2.example", "no-reply@a.example", "cert@nren-dk.example"}
	routes := []store.Decision{
		{Decision: Ours, Team: "gov-dk"},
		{Decision: Forward, Team: "nren-dk"},
		{Decision: Forward, Team: "national-se", HeldFor: []string{HeldDestinationAsks}},
		{Decision: Hold, Team: "nren-dk", HeldFor: []string{HeldTLPRed}},
		{Decision: Hold, HeldFor: []string{HeldNoEvidence}},
		{Decision: Split, Team: "nren-dk", HeldFor: []string{HeldSplit}},
	}
	base := aNotice(t)
	for bits := range len(kinds) * len(froms) * len(routes) * 8 {
		n, message, incident, k := base, *base.Message, *base.Incident, bits
		n.Message, n.Incident = &message, &incident
		n.New, n.Message.Protection.Encrypted, n.Sender.Authenticated = k&1 == 1, k&2 == 2, k&4 == 4
		k /= 8
		n.Message.Kind, k = kinds[k%len(kinds)], k/len(kinds)
		n.Message.From, k = froms[k%len(froms)], k/len(froms)
		n.Incident.Route = routes[k]
		promises(t, n, Notices(n))
	}
}

func promises(t *testing.T, n Notice, list []Draft) {
	t.Helper()
	seen := map[string]bool{}
	for _, d := range list {
		o := d.Out
		name := fmt.Sprintf("%s to %s (%s from %q, %s, encrypted %v)", d.Letter, o.To, n.Message.Kind, n.Message.From, n.Incident.Route.Decision, n.Message.Protection.Encrypted)
		fail := func(format string, args ...any) { t.Errorf("%s: "+format, append([]any{name}, args...)...) }
		switch {
		case o.To == "" || n.own(o.To):
			fail("written to ourselves or nobody")
		case seen[o.ID] || o.ID == "":
			fail("id %q twice or empty", o.ID)
		case o.State == store.Held && len(o.HeldFor) == 0 || o.State == store.Due && len(o.HeldFor) > 0:
			fail("state %s for %v", o.State, o.HeldFor)
		case o.After != "" && !seen[o.After]:
			fail("waits for %q, which is not before it", o.After)
		case d.Letter == LetterAck && (n.Message.Kind != store.KindReport || !n.New || o.To != n.Message.From || !o.Auto):
			fail("an answer that nobody asked for")
		case d.Letter == LetterForward && o.State == store.Due && (n.Incident.Route.Decision != Forward || len(n.Incident.Route.HeldFor) > 0):
			fail("leaves in spite of %v", n.Incident.Route.HeldFor)
		case d.Letter == LetterForward && n.Message.Protection.Encrypted && o.Encrypt != store.EncryptRequire:
			fail("may leave in the clear")
		case d.Letter == LetterForwarded && n.Message.Protection.Encrypted && !n.Sender.Authenticated && !slices.Contains(o.HeldFor, HeldSenderUnverified):
			fail("tells a stranger of what was decrypted")
		case d.Detail == DetailValues && o.Encrypt == store.EncryptNever && d.Letter != LetterForward && !n.Sender.Authenticated:
			fail("says too much")
		}
		seen[o.ID] = true
	}
}
