package router

import (
	"cmp"
	"maps"
	"net/netip"
	"slices"
	"time"
)

// finish checks what only the whole directory can tell: which teams exist,
// who we are and where home is.
func (r *reader) finish() {
	d := r.d
	d.order()
	for _, n := range r.named {
		if _, ok := d.teams[n.team]; !ok {
			r.problemAt(n.at, false, "there is no [[team]] with id %q%s", n.team, r.meant(n.team))
		}
	}
	switch _, ok := d.teams[d.self]; {
	case ok || r.broken: // what is missing may stand in what could not be read
	case d.self == "":
		r.problemAt(r.first, false, "the directory does not say who we are: add self = \"<id of our team>\" at the top")
	default:
		r.problemAt(r.first, false, "our own team %q has no [[team]] entry%s", d.self, r.meant(d.self))
	}
	if len(d.home) == 0 {
		d.home = slices.Clone(d.teams[cmp.Or(d.fallback, d.self)].National)
	}
}

func (r *reader) meant(team string) string {
	if like := nearest(team, slices.Collect(maps.Keys(r.d.teams))); like != "" {
		return "; did you mean \"" + like + "\"?"
	}
	return ""
}

// lint reports what is allowed but likely wrong, and claims that tie.
func (r *reader) lint() {
	r.lintTeams()
	for p, list := range r.d.prefixes.AllSorted() {
		r.lintTie(list)
		r.lintNested(p, list)
	}
	for _, n := range slices.Sorted(maps.Keys(r.d.asns)) {
		r.lintTie(r.d.asns[n])
		if at, ok := r.d.shared[n]; ok {
			r.problemAt(r.d.asns[n][0].at, true, "%s is shared (%s): it decides nothing for %q", asnText(n), at, r.d.asns[n][0].team)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(r.d.domains)) {
		r.lintTie(r.d.domains[name])
	}
	for _, cc := range slices.Sorted(maps.Keys(r.d.countries)) {
		r.lintTie(r.d.countries[cc])
	}
}

// lintTie reports equal claims of two teams: such an incident is held.
func (r *reader) lintTie(list []entry) {
	for i, e := range list {
		for _, o := range list[:i] {
			if e.team != o.team && e.tier == o.tier && e.rank == o.rank && e.tier != tierRestricted {
				remedy := "keep one"
				if e.tier == tierAsset {
					remedy += ", or give one a rank"
				}
				r.problemAt(e.at, e.tier == tierAuto, "%s belongs to %q here and to %q at %s; %s", e.match, e.team, o.team, o.at, remedy)
				return
			}
		}
	}
}

// lintNested reports a team's prefix inside another team's: legal, the longer
// one wins, but worth a look. Carve-outs and constituents are made for that.
func (r *reader) lintNested(p netip.Prefix, list []entry) {
	if list[0].rule != "team.prefix" || list[0].tier != tierAsset {
		return
	}
	for outer, around := range r.d.prefixes.Supernets(p) {
		o := around[0]
		if outer != p && o.rule == "team.prefix" && o.tier == tierAsset && o.team != list[0].team {
			r.problemAt(list[0].at, true, "%s of %q lies inside %s of %q (%s); the longer one wins", p, list[0].team, outer, o.team, o.at)
			return
		}
	}
}

func (r *reader) lintTeams() {
	self := r.d.teams[r.d.self]
	ours := mailDomain(self.Mail)
	for _, t := range r.d.Teams() {
		at := t.at
		switch {
		case t.ID == r.d.self:
			continue
		case t.Mail == "" && !t.Hold && t.Forward != ForwardNever:
			r.problemAt(at, t.Auto, "team %q has no mail: nothing can be forwarded to it", t.ID)
		case ours != "" && t.Mail == self.Mail:
			r.problemAt(at, t.Auto, "team %q has our own address: a forward would come back to us", t.ID)
		case ours != "" && mailDomain(t.Mail) == ours:
			r.problemAt(at, true, "team %q writes from our own mail domain %s: forwards to it are held", t.ID, ours)
		}
		if t.Encrypt == "require" && len(t.Keys) == 0 {
			r.problemAt(at, true, "team %q wants encryption but has no keys: forwards to it are held", t.ID)
		}
		if !t.Reviewed.IsZero() && t.ReviewEvery == 0 || t.Reviewed.IsZero() && t.ReviewEvery > 0 {
			r.problemAt(at, true, "team %q: reviewed and review_every count only together", t.ID)
		}
	}
}

// Stale reports the teams whose entry is due for review: forwards to them are
// held until a person has looked and set a new date.
func (d *Directory) Stale(now time.Time) []Problem {
	var out []Problem
	for _, t := range d.Teams() {
		if t.Stale(now) {
			out = append(out, Problem{t.at.file, t.at.line, "team \"" + t.ID + "\" is due for review; check it, then set reviewed = " +
				now.Format(time.DateOnly), true})
		}
	}
	return out
}
