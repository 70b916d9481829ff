package eval

import (
	"net/netip"
	"slices"
	"strings"
	"time"
)

// An atom is one name or address in a role.
type atom struct{ role, id string }

// atoms of a host: addresses in one spelling, names in lower case.
func atoms(h host) (out []atom) {
	for _, a := range h.Addresses {
		if ip, err := netip.ParseAddr(a); err == nil {
			a = ip.String()
		}
		out = append(out, atom{h.Role, a})
	}
	if h.Name != "" {
		out = append(out, atom{h.Role, strings.ToLower(h.Name)})
	}
	return out
}

func allAtoms(list []host) (out []atom) {
	for _, h := range list {
		out = append(out, atoms(h)...)
	}
	slices.SortFunc(out, func(a, b atom) int { return strings.Compare(a.role+a.id, b.role+b.id) })
	return slices.Compact(out)
}

// hosts scores names and addresses by role, then what is told of each host.
func (r *result) hosts(got wanted) {
	want, may, have := allAtoms(r.of.Hosts), allAtoms(r.of.Optional.Hosts), allAtoms(got.Hosts)
	for _, w := range want {
		if slices.Contains(have, w) {
			r.right("hosts")
		} else {
			r.miss("hosts", "host "+w.role, w.id, "")
		}
	}
	for _, g := range have {
		if slices.Contains(want, g) || slices.Contains(may, g) || g.role == roleless {
			continue
		}
		if slices.ContainsFunc(want, func(w atom) bool { return w.id == g.id }) {
			r.roles++
			r.miss("hosts", "role error "+g.role, "", g.id)
		} else {
			r.miss("hosts", "host "+g.role, "", g.id)
		}
	}
	for _, f := range facts {
		r.facts(f.name, f.of, got.Hosts)
	}
}

// facts are what may be told of a host besides its names.
var facts = []struct {
	name string
	of   func(host) string
}{
	{"timezone", func(h host) string { return h.Timezone }},
	{"function", func(h host) string { return h.Function }},
	{"os", func(h host) string { return h.OS }},
	{"contacted", func(h host) string { return h.Contacted }},
}

// facts scores one fact: each that is wanted at its host, and each that is
// given at some host of its role.
func (r *result) facts(name string, of func(host) string, got []host) {
	for _, w := range r.of.Hosts {
		fact := of(w)
		if fact == "" {
			continue
		}
		mine := atoms(w)
		if slices.ContainsFunc(got, func(g host) bool { return same(of(g), fact) && meet(mine, atoms(g)) }) {
			r.right("hosts")
		} else {
			r.miss("hosts", "host "+w.Role+" "+name, fact, "")
		}
	}
	told := slices.Concat(r.of.Hosts, r.of.Optional.Hosts)
	seen := map[string]bool{}
	for _, g := range got {
		fact := of(g)
		if fact == "" || g.Role == roleless || seen[g.Role+fact] {
			continue
		}
		seen[g.Role+fact] = true
		fits := func(w host) bool { return w.Role == g.Role && same(fact, of(w)) }
		if field := factFields[name]; !slices.ContainsFunc(told, fits) && !same(fact, r.of.Fields[field]) && !r.may(field, fact) {
			r.miss("hosts", "host "+g.Role+" "+name, "", fact)
		}
	}
}

// factFields are the fields in which a fact may be given or left out.
var factFields = map[string]string{"timezone": "timezone", "function": "host_function", "os": "os", "contacted": "source_contacted"}

func (r *result) may(field, got string) bool {
	m := r.of.Optional.Fields[field]
	return m == "*" || same(got, m)
}

func meet(a, b []atom) bool {
	return slices.ContainsFunc(a, func(x atom) bool { return slices.Contains(b, x) })
}

const roleless = "unknown" // a host in no role is a hint, not a claim

// times scores instants and zone. A zone is guessed where the text states none.
func (r *result) times(got span) {
	want, may := r.of.Time, r.of.Optional.Time
	r.time("time.start", want.Start, may.Start, got.Start)
	r.time("time.end", want.End, may.End, got.End)
	r.time("time.detected", want.Detected, may.Detected, got.Detected)
	switch {
	case zoneFits(got.Zone, want.Zone):
		if want.Zone != "" {
			r.right("times")
		}
	case want.Zone == "" && (may.Zone == "*" || zoneFits(got.Zone, may.Zone)):
	case want.Zone == "" && strings.Contains(r.of.Text, got.Zone): // said of a host
	default:
		if want.Zone == "" {
			r.zones++
		}
		r.miss("times", "time.zone", want.Zone, got.Zone)
	}
}

func (r *result) time(field, want, may, got string) {
	w, stated := instant(want)
	g, given := instant(got)
	_, allowed := instant(may)
	switch {
	case stated && given && w.Equal(g):
		r.right("times")
	case stated && !given:
		r.miss("times", field, want, "") // the reporter's own words are no wrong time
	case given && !stated && !allowed && (want != "" || may != ""):
		r.zones++
		r.miss("times", field, want, got)
	case given && allowed && sameInstant(may, got):
	default:
		r.text("times", field, want, may, got)
	}
}

func sameInstant(a, b string) bool {
	x, _ := instant(a)
	y, _ := instant(b)
	return x.Equal(y)
}

func instant(s string) (time.Time, bool) {
	t, err := time.Parse(time.RFC3339, s)
	return t, err == nil
}

// zoneFits compares zones as the text names them: one spelling may hold the
// other, as in "SGT (UTC+8)".
func zoneFits(got, want string) bool {
	g, w := squeeze(got), squeeze(want)
	return g == w || g != "" && w != "" && (strings.Contains(g, w) || strings.Contains(w, g))
}

func squeeze(s string) string {
	return strings.ToLower(strings.NewReplacer(" ", "", ":", "", "(", "", ")", "").Replace(s))
}
