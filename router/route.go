package router

import (
	"slices"
	"strings"
	"time"

	"tocsin/store"
)

// Outcomes of a decision.
const (
	Ours    = "ours"
	Forward = "forward"
	Hold    = "hold"
	Split   = "split" // several constituencies: a person divides it
)

// A Question is all that a routing decision rests on beside the directory.
type Question struct {
	Report     *store.Report
	Sender     Sender
	Anonymous  bool   // nobody to answer to
	Encrypted  bool   // the report came encrypted
	Obligation string // "mandatory" never leaves by itself
	Subject    string // searched for TLP marks
	// Texts are the message's readable texts as a whole, signature block and
	// HTML alternative included: searched for TLP marks and restrictions.
	Texts       []string
	Attachments bool // it carries files beside the form
	Hops        int  // how often other teams handed it over before
	Automatic   bool // Auto-Submitted, list or bulk mail
	Loop        bool // our own loop mark is on it, or a handover number we gave
	// Usable says whether we can encrypt to a key now; nil: to none.
	Usable func(store.Fingerprint) bool
	// CountryFallback is "forward" to let soft evidence (tiers 4 to 6: sector,
	// reporter, country) forward by itself; anything else holds it.
	CountryFallback string
	Now             time.Time
}

// Route decides whose incident a report is. Holds come first and never depend
// on the way found; then the target hosts decide, without any the sources by
// hard evidence, and last the reporter. The trail says what each step rests
// on, Lost what a stronger claim beat. It never returns forward with anything
// in HeldFor but "destination-asks".
func (d *Directory) Route(q Question) store.Decision {
	if q.Report == nil {
		q.Report = &store.Report{}
	}
	hosts, all := factsOfHosts(q.Report)
	r := &routing{d: d, q: q, hosts: hosts, facts: factsOf(q.Report, q.Sender, hosts), texts: answers(q)}
	r.restrictions()
	if !all || len(q.Report.Indicators) > maxIndicators {
		r.hold(HeldTooMany)
	}
	r.place()
	r.concernsUs()
	return r.decision()
}

// A routing is one decision in the making.
type routing struct {
	d           *Directory
	q           Question
	hosts       [][]store.Fact // of each host of the report
	facts       []store.Fact   // all of them, each once, and what else the report says
	texts       []answer
	sectors     []claim
	sender      []claim
	groups      []group
	barred      bool // a restriction of the source: held whoever it belongs to
	unplaced    bool // a host that nobody can be found for
	trail, lost []store.Step
	held        []string
}

// A group is a team and how many of the deciding hosts are its.
type group struct {
	team  string
	hosts int
	tier  int // the weakest evidence that placed one of them
}

// maxSteps bounds how many steps a decision tells.
const maxSteps = 1000

// lose tells what a stronger claim beat.
func (r *routing) lose(s store.Step) {
	if len(r.lost) < maxSteps {
		r.lost = append(r.lost, s)
	}
}

func (r *routing) hold(code string) { r.held = appendNew(r.held, code) }

// A unit is what is placed as one: an address with the names beside it, or a
// name alone, or nothing but the reporter.
type unit struct {
	facts []store.Fact // deciding ones
	names []store.Fact // beside an address: they support or contradict
	blind bool         // stands for the report as a whole
}

// place finds the team of each deciding unit.
func (r *routing) place() {
	r.sectors = r.d.onSector(r.facts)
	r.sender = r.d.onSender(r.q.Sender, r.q.Now)
	units, named := r.units(store.RoleTarget)
	if !named {
		if units, _ = r.units(store.RoleSource); !r.anyHard(units) {
			units = nil
		}
	}
	if len(units) == 0 {
		units = []unit{{blind: true}}
	}
	for _, u := range units {
		r.settle(u, named || u.blind)
	}
}

// units divides the hosts of a role; named says whether there was any, even
// one that routing can do nothing with.
func (r *routing) units(role string) (out []unit, named bool) {
	for i, h := range r.q.Report.Hosts {
		if h.Role != role {
			continue
		}
		named = named || h.Name != "" || len(h.Addresses) > 0
		out = append(out, unitsOf(r.hosts[i])...)
	}
	return out, named
}

func unitsOf(facts []store.Fact) (out []unit) {
	var names []store.Fact
	for _, f := range facts {
		if f.Kind == kindDomain {
			names = append(names, f)
		}
	}
	for _, f := range facts {
		if f.Kind != kindDomain {
			out = append(out, unit{facts: []store.Fact{f}, names: names[:min(len(names), maxNames)]})
		}
	}
	if len(out) > 0 {
		return out
	}
	for _, f := range names {
		out = append(out, unit{facts: []store.Fact{f}, names: []store.Fact{f}})
	}
	return out
}

func (r *routing) anyHard(units []unit) bool {
	return slices.ContainsFunc(units, func(u unit) bool { return len(r.hardClaims(u)) > 0 })
}

// hardClaims gathers the claims on a unit of tiers 0 to 3, the strongest first.
func (r *routing) hardClaims(u unit) []claim {
	var out []claim
	for _, f := range onceEach(slices.Concat(u.facts, u.names)) {
		out = append(out, r.d.hard(f, r.q.Now)...)
	}
	slices.SortStableFunc(out, weigh)
	return out
}

// settle places one unit: by hard evidence, else (if soft) by what the form,
// a proved sender and the country agree on.
func (r *routing) settle(u unit, soft bool) {
	claims := r.inhibited(r.hardClaims(u))
	for _, f := range u.facts {
		r.sharedNetwork(f)
	}
	r.weighUp(u, soft, claims)
	for _, f := range u.facts {
		r.parts(f, claims)
	}
}

func (r *routing) weighUp(u unit, soft bool, claims []claim) {
	if len(claims) > 0 {
		r.namesDisagree(u, claims[0])
		r.award(claims, r.softClaims(u), "")
		return
	}
	if !soft {
		r.nowhere(u, "a source is placed by hard evidence only")
		return
	}
	weak := r.softClaims(u)
	cause := r.contradiction(u, weak)
	switch {
	case len(weak) == 0:
		r.nowhere(u, "no entry of the directory matches it")
	case cause != "" && weak[0].tier > tierConstituent:
		r.contradicted(weak, cause)
	default:
		r.award(weak, nil, cause)
	}
}

// inhibited takes the inhibitions out of the claims; any holds the report.
func (r *routing) inhibited(claims []claim) []claim {
	return slices.DeleteFunc(claims, func(c claim) bool {
		if c.tier != tierRestricted {
			return false
		}
		r.hold(HeldRestricted)
		r.barred = true
		r.trail = append(r.trail, c.step(c.why))
		return true
	})
}

// parts adds the teams that own only a part of a reported prefix.
func (r *routing) parts(f store.Fact, claims []claim) {
	for _, c := range r.d.inside(f, r.q.Now) {
		if len(claims) == 0 || c.team != claims[0].team {
			r.join(c.team, c.tier)
			if len(r.trail) < maxSteps {
				r.trail = append(r.trail, c.step(""))
			}
		}
	}
}

// sharedNetwork notes an address whose AS says nothing about the victim.
func (r *routing) sharedNetwork(f store.Fact) {
	n, at, ok := r.d.networkOf(f)
	if where, shared := r.d.shared[n.asn]; ok && shared {
		r.lose(store.Step{Rule: "shared", Tier: tierAsset, Fact: f, Match: asnText(n.asn) + " " + at.String(),
			Source: where.String(), Why: "a shared network says nothing about who is behind the address"})
	}
}

// namesDisagree ties a host that only its names place, when they belong to
// several teams: no name is longer than another host's.
func (r *routing) namesDisagree(u unit, best claim) {
	if best.class != 2 {
		return
	}
	for _, f := range u.names {
		if own := r.d.hard(f, r.q.Now); len(own) > 0 && own[0].team != best.team && own[0].tier >= best.tier {
			r.hold(HeldTie)
		}
	}
}

// award gives a unit to the strongest claim; an equal claim of another team
// is a tie. What loses is kept with its reason.
func (r *routing) award(claims, beaten []claim, note string) {
	best := claims[0]
	r.trail = append(r.trail, best.step(note))
	for _, c := range claims[1:] {
		why := "a stronger claim won"
		if c.team != best.team && weigh(best, c) == 0 {
			why = "an equal claim: a tie"
			r.hold(HeldTie)
		}
		r.lose(c.step(why))
	}
	for _, c := range beaten {
		why := "weaker than the network or name"
		if c.team != best.team {
			why = "contradicts the network or name, which is stronger"
		}
		r.lose(c.step(why))
	}
	r.join(best.team, best.tier)
}

func (r *routing) join(team string, tier int) {
	if i := slices.IndexFunc(r.groups, func(g group) bool { return g.team == team }); i >= 0 {
		r.groups[i].hosts++
		r.groups[i].tier = max(r.groups[i].tier, tier)
		return
	}
	r.groups = append(r.groups, group{team, 1, tier})
}

func (r *routing) nowhere(u unit, why string) {
	r.unplaced = true
	f := store.Fact{Role: roleReporter, Kind: "report", Where: "report"}
	if !u.blind {
		f = u.facts[0]
	}
	r.trail = append(r.trail, store.Step{Rule: "none", Tier: 7, Fact: f, Why: why})
}

func (r *routing) contradicted(weak []claim, cause string) {
	r.hold(HeldContradiction)
	r.unplaced = true
	for _, c := range weak {
		r.trail = append(r.trail, c.step(cause))
	}
}

// concernsUs looks for our own constituency in any role. Whoever leads, a
// report that names a host of ours does not leave as a whole.
func (r *routing) concernsUs() {
	for _, f := range r.facts {
		claims := r.d.hard(f, r.q.Now)
		claims = slices.DeleteFunc(claims, func(c claim) bool { return c.tier == tierRestricted })
		if len(claims) == 0 {
			continue
		}
		best := claims[0]
		switch known := slices.ContainsFunc(r.groups, func(g group) bool { return g.team == best.team }); {
		case known, r.recorded(f, best.team):
		case best.team == r.d.self && len(r.groups) > 0:
			r.hold(HeldConcernsUs)
			r.trail = append(r.trail, best.step("our constituency is concerned as well"))
		case f.Role == store.RoleUnknown && len(r.groups) == 0:
			r.hold(HeldRoleUnknown)
			r.lose(best.step(onlyProse))
		default:
			r.lose(best.step("role " + f.Role + " does not decide here"))
		}
	}
}

// recorded says whether the trail of a host tells of a claim already; ours are
// always told.
func (r *routing) recorded(f store.Fact, team string) bool {
	return team != r.d.self && slices.ContainsFunc(r.lost, func(s store.Step) bool { return s.Fact == f && s.Team == team })
}

// decision puts the groups, the holds and the trail together.
func (r *routing) decision() store.Decision {
	lead := r.lead()
	switch {
	case r.unplaced && !slices.Contains(r.held, HeldContradiction):
		r.hold(HeldNoEvidence)
	case len(r.groups) > 1:
		r.hold(HeldSplit)
	}
	several := len(r.groups) > 1 || slices.Contains(r.held, HeldConcernsUs)
	if lead.team != "" && lead.team != r.d.self && !several {
		r.destination(lead)
	}
	outcome := Hold
	switch {
	case r.barred || r.unplaced || lead.team == "" || slices.Contains(r.held, HeldTie):
	case several:
		outcome = Split
	case lead.team == r.d.self:
		outcome = Ours
	case len(r.held) == 0 || slices.Equal(r.held, []string{HeldDestinationAsks}):
		outcome = Forward
	}
	if outcome == Ours && len(r.held) > 0 {
		outcome = Hold
	}
	return store.Decision{Decision: outcome, Team: lead.team, HeldFor: nonNil(r.held), Trail: nonNil(r.trail), Lost: nonNil(r.lost)}
}

// lead is the team with most of the deciding hosts, else the first named; for
// a report that only prose places, the one team that prose names.
func (r *routing) lead() group {
	var best group
	for _, g := range r.groups {
		if g.hosts > best.hosts {
			best = g
		}
	}
	if best.team != "" || !slices.Contains(r.held, HeldRoleUnknown) {
		return best
	}
	for _, s := range r.lost {
		if !strings.HasSuffix(s.Why, onlyProse) {
			continue
		}
		if best.team != "" && best.team != s.Team {
			return group{}
		}
		best.team = s.Team
	}
	return best
}

const onlyProse = "what prose names never decides alone"

func nonNil[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}
