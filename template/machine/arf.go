package machine

import (
	"regexp"
	"slices"
	"strings"

	"tocsin/store"
)

// readARF reads an abuse feedback report (RFC 5965) with the extensions of
// RFC 6591, and the bare complaint of a provider that sends no fields: the
// message complained of, and a subject that names its source.
func readARF(m *Message) (Found, bool) {
	fields := feedback(m)
	if fields == nil {
		return bareComplaint(m)
	}
	d := newDraft("arf")
	said := sentence(m)
	origin := original(m)
	if !d.host(store.RoleSource, fields.first("source-ip"), "", 0) && !d.subject(store.RoleSource, said.address, 0) || noAddress(d.r.Hosts) {
		d.originating(origin)
	}
	d.arrival(fields.first("arrival-date"), fields.first("received-date"), said.date, arrivedAt(origin))
	d.field("incident_type", strings.TrimSpace(fields.first("feedback-type")+" "+fields.first("auth-failure")))
	d.feedbackKind(fields.first("feedback-type"))
	d.count(fields.first("incidents"))
	d.port("", fields.first("source-port"))
	for _, name := range []string{"reported-domain", "reported-uri", "original-mail-from"} {
		fields[name] = slices.DeleteFunc(fields[name], func(v string) bool {
			return d.observe(strings.TrimPrefix(strings.Trim(v, "<> "), "mailto:"), store.RoleUnknown, 0)
		})
	}
	d.field("description", m.Body)
	for _, name := range []string{"authentication-results", "spf-dns", "dkim-canonicalized-header"} {
		d.log(strings.Join(fields[name], "\n"))
	}
	if len(d.r.Hosts) == 0 {
		d.problem("missing", "host", 0, "the report names no source address")
	}
	if said := fields["source-ip"]; len(said) > 0 {
		fields["source-ip"] = said[1:] // RFC 5965 allows one
	}
	return one("arf", d, fields.rest("feedback-type", "arrival-date", "received-date", "incidents", "source-port", "authentication-results", "spf-dns", "auth-failure", "version", "user-agent")), true
}

func noAddress(hosts []store.Host) bool {
	return !slices.ContainsFunc(hosts, func(h store.Host) bool { return len(h.Addresses) > 0 })
}

// originating takes the source from the original's header, where no field and
// no sentence states it. Whoever sent the message could write that header, all
// but its last Received line: so the two have to agree.
func (d *draft) originating(origin fields) {
	addr, ok := address(origin.first("x-originating-ip"))
	if !ok {
		return
	}
	words := strings.FieldsFunc(origin.first("received"), func(r rune) bool { return strings.ContainsRune(" ()[];", r) })
	if slices.ContainsFunc(words, func(w string) bool { a, ok := address(w); return ok && a == addr }) {
		d.host(store.RoleSource, addr, "", 0)
		return
	}
	d.observe(addr, store.RoleUnknown, 0)
}

// arrival fills the start with the first of several times whose zone is
// known, else with the first of them.
func (d *draft) arrival(times ...string) {
	for _, t := range times {
		m := readMoment(t)
		if _, ok := m.utc(); ok {
			d.moment("start", m)
			return
		}
	}
	for _, t := range times {
		d.when("start", t)
	}
}

// feedbackKind maps the feedback types that say what happened; an
// authentication failure, or a wish to hear no more, is no incident's kind.
func (d *draft) feedbackKind(kind string) {
	switch strings.ToLower(kind) {
	case "abuse":
		d.category("spam")
	case "fraud":
		d.category("phishing")
	case "virus":
		d.category("malware")
	case "other":
		d.category("other")
	}
}

// fields are those of a header block, by name in lower case.
type fields map[string][]string

func (f fields) first(name string) string {
	if len(f[name]) == 0 {
		return ""
	}
	return f[name][0]
}

// rest writes the fields but for those named.
func (f fields) rest(but ...string) string {
	n := &node{}
	for name, values := range f {
		for _, v := range values {
			n.kids = append(n.kids, &node{name: name, text: v})
		}
	}
	return n.leftovers(but...)
}

// headerBlock reads the fields at the start of a text, up to a blank line.
func headerBlock(text string) fields {
	f := fields{}
	last := ""
	for line := range strings.Lines(clip(strings.TrimLeft(text, "\r\n"), 256<<10)) {
		line = strings.TrimRight(line, "\r\n")
		if line == "" {
			break
		}
		name, value, ok := strings.Cut(line, ":")
		switch {
		case line[0] == ' ' || line[0] == '\t':
			if v := f[last]; len(v) > 0 && len(v[len(v)-1]) < maxField {
				v[len(v)-1] += " " + strings.TrimSpace(line)
			}
		case ok && !strings.ContainsAny(name, " \t"):
			last = strings.ToLower(name)
			f[last] = append(f[last], clean(value))
		}
	}
	return f
}

// feedback returns the fields of the machine readable part, nil if there is
// none. It is known by its type, or by its fields where that was mangled.
func feedback(m *Message) fields {
	for i := range m.Parts {
		p := &m.Parts[i]
		typed := p.Type == "message/feedback-report"
		if !typed && (m.Type != "multipart/report" || !strings.HasPrefix(p.Type, "text/") && !strings.HasPrefix(p.Type, "application/")) {
			continue
		}
		f := headerBlock(p.text())
		if f.first("feedback-type") != "" && (typed || f.first("user-agent") != "" && f.first("version") != "") {
			return f
		}
	}
	return nil
}

// original returns the header of the message that is complained of.
func original(m *Message) fields {
	for i := len(m.Parts) - 1; i >= 0; i-- {
		switch p := &m.Parts[i]; p.Type {
		case "message/rfc822", "text/rfc822-headers", "text/rfc822-header", "message/rfc822-headers":
			return headerBlock(strings.TrimPrefix(p.text(), ">"))
		}
	}
	return nil
}

// arrivedAt is when the host that complains took the message in.
func arrivedAt(origin fields) string {
	received := origin.first("received")
	return received[strings.LastIndexByte(received, ';')+1:]
}

// saying is what the human readable part says about the message. Its words
// are those of RFC 5965, appendix B, which most senders keep.
var saying = regexp.MustCompile(`(?is)\breceived\s+from\s+(?:domain\s+[^\s,]+,\s*)?(?:IP(?:\s+address)?\s+)?\[?([0-9a-f.:]+|[a-z0-9.-]+)\]?,?\s+on\s+([A-Z0-9][^\n]{8,60}?)(?:\.?\s*\n|\.\s|\.?$)`)

// sentence reads the human readable part.
func sentence(m *Message) (said struct{ address, date string }) {
	for _, text := range []string{m.Body, firstText(m)} {
		if s := saying.FindStringSubmatch(clip(text, 4096)); s != nil {
			said.address, said.date = s[1], strings.TrimRight(s[2], ". ")
			return said
		}
	}
	return said
}

func firstText(m *Message) string {
	for i := range m.Parts {
		if m.Parts[i].Type == "text/plain" {
			return m.Parts[i].text()
		}
	}
	return ""
}

var complaint = regexp.MustCompile(`(?i)^\s*complaint about message from\s+\[?([0-9a-f.:]+)\]?\s*$`)

// bareComplaint reads a mail that holds nothing but the message complained of.
func bareComplaint(m *Message) (Found, bool) {
	s := complaint.FindStringSubmatch(m.Subject)
	origin := original(m)
	if s == nil || origin == nil {
		return Found{}, false
	}
	d := newDraft("arf")
	if !d.host(store.RoleSource, s[1], "", 0) {
		return Found{}, false
	}
	d.arrival(arrivedAt(origin), origin.first("date"))
	d.field("incident_type", "abuse")
	d.category("spam")
	return one("arf", d, m.Body), true
}
