package template

import (
	"cmp"
	"slices"
	"strings"

	"tocsin/store"
	"tocsin/template/indicator"
	"tocsin/template/word"
)

// hosts makes hosts of the answers that stand in one group.
func (b *builder) hosts() {
	some := make([]*answer, 0, len(b.all))
	for _, a := range b.all {
		if a.group != 0 {
			some = append(some, a)
		}
	}
	slices.SortStableFunc(some, func(x, y *answer) int { return x.group - y.group }) // they mostly are: groups count up
	for len(some) > 0 {
		n := 1
		for n < len(some) && some[n].group == some[0].group {
			n++
		}
		b.group(some[:n])
		some = some[n:]
	}
	b.apart()
}

// apart gives the one host that was attacked what was asked of it elsewhere:
// its system and function.
func (b *builder) apart() {
	var one *store.Host
	for i := range b.report.Hosts {
		if h := &b.report.Hosts[i]; h.Role == store.RoleTarget && one != nil {
			return
		} else if h.Role == store.RoleTarget {
			one = h
		}
	}
	if one == nil {
		return
	}
	one.OS = cmp.Or(one.OS, b.ungrouped("os"))
	one.Function = cmp.Or(one.Function, b.ungrouped("host_function"))
}

// ungrouped is the answer to a question about a host that no host has, "" where
// there is none, or more than one.
func (b *builder) ungrouped(name string) string {
	text := b.report.Fields[name] // of a group that names no host
	for _, a := range b.all {
		if a.name == name && a.group == 0 && !a.further {
			if text != "" {
				return ""
			}
			text = a.text
		}
	}
	return text
}

// group makes the hosts of one group: all its answers hold for each of them.
func (b *builder) group(members []*answer) {
	proto := store.Host{Role: store.RoleUnknown, Addresses: []string{}}
	var list []machine
	for _, a := range members {
		if a.role != "" {
			proto.Role = a.role
		}
		if proto.Line == 0 {
			proto.Line = a.line
		}
		switch a.name {
		case "timezone":
			proto.Timezone = a.text
			if !a.further {
				b.hostZone(a)
			}
		case "host_function":
			proto.Function = a.text
		case "os":
			proto.OS = a.text
		case "source_contacted":
			proto.Contacted = b.chosen(a)
		case "host", "host_name", "host_ip":
			rest, os := systemBeside(a.text)
			named := *a
			if named.text = rest; os != "" && proto.OS == "" {
				proto.OS = os
			}
			list = b.identity(list, &named)
		}
	}
	if len(list) == 0 {
		b.faceless(members)
		return
	}
	if proto.Role == store.RoleUnknown && b.form == nil && proto.OS+proto.Function != "" && proto.Contacted == "" {
		proto.Role = store.RoleTarget // what runs on a machine is asked of one's own
	}
	for _, m := range list {
		h := proto
		h.Name, h.Addresses = m.name, append([]string{}, m.addresses...)
		if h.Role == store.RoleUnknown && members[0].name == "host" {
			h.Role = b.sideOf(&m, members[0].text)
		}
		if !members[0].further {
			b.ports(m.ports)
		}
		b.own.mark(&h)
		b.host(h)
	}
}

// maxSought is how many bytes of answers are looked through in one report for
// the roles of machines: there may be many machines, each in a long answer.
const maxSought = 4 << 20

// sideOf is the role of a machine in an answer about all that were involved:
// what its clause says, or the target's where its name is in the domain of the
// reporter's mail.
func (b *builder) sideOf(m *machine, text string) string {
	id := m.name
	if len(m.addresses) > 0 {
		id = m.addresses[0]
	}
	if b.sought += len(text) + 64*len(b.all); b.sought > maxSought {
		return store.RoleUnknown
	}
	for _, clause := range strings.FieldsFunc(text, func(r rune) bool { return r == ';' || r == '\n' }) {
		if at := strings.Index(strings.ToLower(clause), strings.ToLower(id)); at >= 0 {
			if role := nearRole(clause, at); role != store.RoleUnknown {
				return role
			}
		}
	}
	if m.name != "" && slices.ContainsFunc(b.all, func(a *answer) bool { return a.kind == kindContact && a.group == 0 && mailedFrom(a.text, m.name) }) {
		return store.RoleTarget
	}
	return store.RoleUnknown
}

// mailedFrom says whether a text holds a mail address in whose domain a machine is.
func mailedFrom(text, machine string) bool {
	_, rest, found := strings.Cut(text, "@")
	domain := strings.ToLower(strings.TrimRight(word.First(rest), ".>"))
	return found && strings.IndexByte(domain, '.') > 0 && (machine == domain || strings.HasSuffix(machine, "."+domain))
}

// identity adds what one answer says about who the hosts are. A name asked
// apart from the address joins it.
func (b *builder) identity(list []machine, a *answer) []machine {
	more := machines(a.text)
	if name := strings.TrimSpace(a.text); len(more) == 0 && a.name == "host_name" && nameLike(name) && !hostWords.Find(word.FoldHash(name)) && word.Digits(name) < len(name) {
		more = []machine{{name: name}} // the question was for the name alone
	}
	if hidden := indicator.Masked(a.text); len(more) > 0 && len(hidden) > 0 {
		b.problem("placeholder", a.name, a.line, "an address that is not given in full is no host: "+clip(strings.Join(hidden, ", ")))
		b.leave(a)
	} else if a.role == store.RoleSource && settled(more) || len(more) > 0 && (says(a.text) || slices.ContainsFunc(more, func(m machine) bool { return m.remark })) {
		b.leave(a)
	}
	if len(more) == 0 {
		b.problem("unreadable", a.name, a.line, "neither a host name nor an address: "+clip(a.text))
		b.leave(a)
		return list
	}
	if len(list) == len(more) && a.name != "host" {
		for i := range more {
			if (list[i].name != "" || len(more[i].addresses) > 0) && (len(list[i].addresses) > 0 || more[i].name != "") {
				return append(list, more...)
			}
			list[i].joins(more[i])
		}
		return list
	}
	return append(list, more...)
}

// leave keeps an answer in the description with its label, unless the text of
// its incident stands there whole.
func (b *builder) leave(a *answer) {
	if !a.further {
		b.left = append(b.left, labelOf(a)+": "+a.text)
	}
}

// says says whether an answer that names hosts has words beside them that
// would be lost.
func says(text string) bool {
	n := 0
	for w := range strings.FieldsSeq(text) {
		if hostWords.Find(word.FoldHash(w)) || strings.ContainsAny(w, ".:/0123456789-_()[]") || !word.At(w) {
			continue
		}
		n++
	}
	return n >= 3
}

// faceless keeps what is said about a host that is not named.
func (b *builder) faceless(members []*answer) {
	for _, a := range members {
		if namesHost(a.name) || a.name == "timezone" || a.further {
			continue
		}
		if b.report.Fields[a.name] == "" {
			b.report.Fields[a.name] = b.chosen(a)
		}
	}
}

// mostHosts bounds how many hosts one report lists.
const mostHosts = 5_000

// host adds a host, unless one of the same role and identity is there.
func (b *builder) host(h store.Host) {
	key := h.Role + " " + strings.ToLower(h.Name) + " " + strings.Join(h.Addresses, " ")
	if b.known[key] {
		return
	}
	b.known[key] = true
	if len(b.report.Hosts) == mostHosts {
		return
	}
	b.report.Hosts = append(b.report.Hosts, h)
	if len(b.report.Hosts) == mostHosts {
		b.problem("needs-human", "host", h.Line, "more hosts than are listed here; the message itself has them all")
	}
}

// ports keeps the ports of a host in their field, each once.
func (b *builder) ports(list []string) {
	for _, p := range list {
		old := b.report.Fields["protocol_port"]
		if len(old) > 200 || slices.Contains(strings.Split(old, ", "), p) {
			continue
		}
		if old != "" {
			p = old + ", " + p
		}
		b.report.Fields["protocol_port"] = p
	}
}

// clip shortens a text to what fits into a message about it.
func clip(s string) string {
	if i := strings.IndexByte(s, '\n'); i >= 0 {
		s = s[:i] + " …"
	}
	return clipTo(s, 80)
}

func clipTo(s string, n int) string {
	if len(s) > n {
		return strings.ToValidUTF8(s[:n], "") + " …"
	}
	return s
}
