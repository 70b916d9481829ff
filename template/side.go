package template

import (
	"cmp"
	"slices"
	"strings"

	"tocsin/store"
	"tocsin/template/word"
)

// side is the role that a heading which no form has speaks of, "" if line i is
// none: few words, one of a side and one of a machine or an attack, and labels
// below.
func (r *reading) side(i int) string {
	known := r.form != nil || r.ix.book == nil
	if known && r.role == "" {
		return ""
	}
	s := strings.TrimSuffix(r.lines[i].text, ":")
	if s == "" || len(s) > 60 || r.open != nil && r.open.kind == kindLong || strings.IndexByte(s, ':') >= 0 || !r.headsLabel(&hit{line: i}) && !r.headsStranger(&hit{line: i}) && !r.headsHosts(i) {
		return ""
	}
	if open := strings.Index(s, " ("); open > 0 && r.ix.explains(s[open+2:]) {
		s = s[:open] // "Attacking host (copy for each)"
	}
	if !known {
		r.under(i)
		off, _ := unnumbered(s)
		var words wordReading
		if r.ix.book.read(unruled(s[off:]), &words) {
			m, ok := r.ix.book.mean(&words, true)
			if ok && m.rule.Field == "attribution" && r.role != store.RoleSource {
				return store.RoleSource // "Suspected origin", and questions below
			}
			if ok && (m.rule.Heading || namesHost(m.rule.Field) && r.headsHosts(i)) && m.role != "" && m.role != r.role {
				return m.role
			}
		}
	}
	if r.role == "" {
		return ""
	}
	role, about := "", false
	for _, w := range word.Split(s) {
		switch found, ok := vocab().compass.side(w); {
		case ok && found.role != "" && !found.ahead:
			if role != "" && role != found.role {
				return ""
			}
			role = found.role
		case slices.Contains(machineWords, w):
			about = true
		}
	}
	if !about && word.Count(s) > 1 || role == r.role {
		return "" // "Source" alone heads the other side
	}
	return role
}

// turn is the role of a question of the form at hand: that of its section, or
// of a heading above that the form has not: "IP address" again, below "Attackers".
func (r *reading) turn(e *entry) string {
	if e.role == "" || e.field.Role != "" {
		r.turned = ""
	}
	return cmp.Or(r.turned, e.role)
}

// unsided says whether a question about what runs on a machine follows that for
// an attacker's address, below no heading: the reporter knows that of their own.
func (r *reading) unsided(e *entry) bool {
	return r.form == nil && r.role == store.RoleSource && !r.ofHost && e.role == "" && (e.name == "os" || e.name == "host_function")
}

// headsHosts says whether line i stands apart from what is above, and right
// below it a host is named by its address or with a dot.
func (r *reading) headsHosts(i int) bool {
	if i+1 >= len(r.lines) || i > 0 && !r.lines[i-1].blank() && !r.lines[i-1].ruler || r.sure {
		return false
	}
	s := r.lines[i+1].text
	return s != "" && holdsHost(s) && hostLike(s) && !labelled(s)
}

// openHosts opens the answer below a heading of machines that no form has.
func (r *reading) openHosts(i int) {
	r.asked = answer{e: &entry{inquiry: &inquiry{def: r.ix.book.def, name: "host", kind: kindHost, role: r.role, heading: true}}, name: "host", kind: kindHost, role: r.role, group: r.group, line: r.row(i) + 1, at: i}
	r.open, r.parts, r.gap, r.indent, r.latest = &r.asked, r.parts[:0], false, indentation(r.lines[i].text), i
}

// machineWords stand in headings above what is told of hosts.
var machineWords = []string{"attack", "system", "systems", "host", "hosts", "machine", "machines", "ip", "information", "angriff", "angriffs", "rechner", "attaque", "systeme", "aanval", "systeem"}
