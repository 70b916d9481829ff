package machine

import (
	"strings"

	"tocsin/store"
)

// readMISP reads MISP events in MISP's own JSON: alone, wrapped in "Event", or
// a list under "response".
func readMISP(m *Message) (Found, bool) {
	found := Found{Kind: "misp"}
	for i := range m.Parts {
		root := m.Parts[i].json()
		if root == nil {
			continue
		}
		var left strings.Builder
		for _, n := range mispEvents(root) {
			d := newDraft("misp")
			d.mispEvent(n, &left)
			found.add(d)
		}
		found.leave(left.String())
	}
	return found, found.Rows > 0
}

// mispEvents finds the events: each has an info, a uuid or id, and
// attributes or objects.
func mispEvents(root *node) []*node {
	var events []*node
	for _, top := range root.kids {
		candidates := append(top.all("event"), top.all("response", "event")...)
		if len(candidates) == 0 {
			candidates = []*node{top}
		}
		for _, n := range candidates {
			if n.get("info") != "" && n.get("uuid", "id") != "" && (n.first("attribute") != nil || n.first("object") != nil) {
				events = append(events, n)
			}
		}
	}
	return events
}

func (d *draft) mispEvent(n *node, left *strings.Builder) {
	d.field("description", n.get("info"))
	d.field("reference_theirs", n.get("uuid", "id"))
	d.field("organisation", first(n.first("orgc").get("name"), n.first("org").get("name")))
	d.mailField("contact_email", n.get("eventcreatoremail"))
	if level := map[string]string{"1": "high", "2": "medium", "3": "low"}[n.get("threatlevelid")]; level != "" {
		d.field("severity", level)
	}
	if day := n.get("date"); day != "" {
		d.field("report_time", day) // the day of the event's making, not of the incident
	}
	for _, t := range n.all("tag") {
		d.tag(t.get("name"))
	}
	for _, a := range n.all("attribute") {
		d.mispAttribute(a, left)
	}
	for _, o := range n.all("object") {
		for _, a := range o.all("attribute") {
			d.mispAttribute(a, left)
		}
	}
}

// observations are the types of attributes that hold indicators, each with
// the role that the type itself states. "ip-dst" is where traffic goes to:
// the victim of an attack or the server of an attacker, so it states none.
var observations = map[string]string{
	"ip-src": store.RoleSource, "ip-dst": store.RoleUnknown, "domain": store.RoleUnknown, "hostname": store.RoleUnknown, "domain|ip": store.RoleUnknown,
	"ip-src|port": store.RoleSource, "ip-dst|port": store.RoleUnknown, "hostname|port": store.RoleUnknown, "url": store.RoleUnknown, "uri": store.RoleUnknown,
	"email": store.RoleUnknown, "email-src": store.RoleSource, "email-dst": store.RoleUnknown, "email-reply-to": store.RoleUnknown,
	"md5": store.RoleUnknown, "sha1": store.RoleUnknown, "sha256": store.RoleUnknown, "filename|md5": store.RoleUnknown, "filename|sha1": store.RoleUnknown,
	"filename|sha256": store.RoleUnknown, "malware-sample": store.RoleUnknown, "vulnerability": store.RoleUnknown, "AS": store.RoleUnknown,
}

// mispAttribute notes one attribute. Only what is meant for detection
// (to_ids) is an indicator; what is targeted is a victim; the rest is context.
func (d *draft) mispAttribute(a *node, left *strings.Builder) {
	kind, value := a.get("type"), a.get("value")
	for _, t := range a.all("tag") {
		d.tag(t.get("name"))
	}
	role, known := observations[kind]
	targeted := a.get("category") == "Targeting data" || strings.HasPrefix(kind, "target-")
	ids := strings.EqualFold(a.get("toids"), "true") || a.get("toids") == "1"
	if targeted {
		role = store.RoleTarget
	}
	if a.get("deleted") == "true" || !targeted && !(known && ids) || !d.mispValue(kind, value, role) {
		if left.Len() < maxLeft {
			left.WriteString(clean(clip(kind+": "+value+" "+a.get("comment"), maxField)) + "\n")
		}
		return
	}
	d.when("start", a.get("firstseen"))
	d.when("end", a.get("lastseen"))
}

// mispValue notes a value; a composite is written "one|other".
func (d *draft) mispValue(kind, value, role string) bool {
	noted := false
	for i, v := range strings.Split(value, "|") {
		if i == 0 && (strings.HasPrefix(kind, "filename|") || kind == "malware-sample") || i > 0 && strings.HasSuffix(kind, "|port") {
			continue
		}
		if kind == "AS" && !strings.HasPrefix(strings.ToUpper(v), "AS") {
			v = "AS" + v
		}
		if role == store.RoleUnknown {
			noted = d.observe(v, role, 0) || noted
		} else {
			noted = d.subject(role, v, 0) || noted
		}
	}
	return noted
}
