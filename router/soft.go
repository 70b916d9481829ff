package router

import (
	"slices"

	"tocsin/store"
)

// softClaims gathers what may place a unit that no network or name places: a
// registered sender, then sector, the sender's mail domain and the country.
func (r *routing) softClaims(u unit) []claim {
	var out []claim
	for _, list := range [][]claim{r.sender, r.sectors} {
		out = append(out, list...)
	}
	if f, cc := r.country(u); cc != "" && cc != unreadable {
		out = append(out, r.d.onCountry(f, cc)...)
	}
	slices.SortStableFunc(out, weigh)
	return out
}

// country returns the country that speaks for a unit, with its fact: of the
// address by the prefix table, then the form's, then that of a name. A name
// beside an address of which the table knows nothing says too little: almost
// half of the names under .lu are held abroad.
func (r *routing) country(u unit) (store.Fact, string) {
	for _, f := range u.facts {
		if n, _, ok := r.d.networkOf(f); ok && n.cc != "" {
			return f, n.cc
		}
	}
	for _, f := range r.facts {
		if f.Kind == kindCountry {
			return f, f.Value
		}
	}
	for _, f := range u.facts {
		if f.Kind == kindDomain {
			return f, domainCountry(f.Value)
		}
	}
	return store.Fact{}, ""
}

// countries returns every country that anything about a unit speaks for.
func (r *routing) countries(u unit) []string {
	var out []string
	for _, f := range u.facts {
		if n, _, ok := r.d.networkOf(f); ok && n.cc != "" {
			out = appendNew(out, n.cc)
		}
	}
	for _, f := range u.names {
		if cc := domainCountry(f.Value); cc != "" {
			out = appendNew(out, cc)
		}
	}
	for _, f := range r.facts {
		if f.Kind == kindCountry {
			out = appendNew(out, f.Value)
		}
	}
	return out
}

// contradiction says why soft claims do not agree, "" if they do: countries
// that differ, teams that differ, or a team that has no say in the country.
func (r *routing) contradiction(u unit, claims []claim) string {
	countries := r.countries(u)
	if len(countries) > 1 {
		return "address, name and form speak for different countries"
	}
	if slices.Contains(countries, unreadable) {
		return "the country in the form is not understood"
	}
	for _, c := range claims {
		if c.team != claims[0].team && weigh(c, claims[0]) != 0 {
			return "sector, sender and country speak for different teams"
		}
		if len(countries) == 1 && c.tier == tierSector && !r.d.answersFor(c.team, countries[0]) {
			return c.team + " does not answer for " + countries[0]
		}
	}
	return ""
}
