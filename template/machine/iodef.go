package machine

import (
	"encoding/base64"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"

	"tocsin/store"
)

// readIODEF reads the Incident Object Description Exchange Format: version 1
// (RFC 5070), version 2 (RFC 7970) and the latter's JSON (RFC 8727).
func readIODEF(m *Message) (Found, bool) {
	for i := range m.Parts {
		p := &m.Parts[i]
		kind, incidents := p.iodef()
		if len(incidents) == 0 {
			continue
		}
		found := Found{Kind: kind}
		for _, n := range incidents {
			d := newDraft(kind)
			d.incident(n)
			found.add(d)
			found.leave(n.remains())
		}
		return found, true
	}
	return Found{}, false
}

// remains writes the classes of an Incident that fill no field.
func (n *node) remains() string {
	var out strings.Builder
	for _, name := range []string{"alternativeid", "relatedactivity", "expectation", "counter", "location", "registryhandle", "additionaldata", "history"} {
		for _, k := range n.find(name) {
			k.lines(&out, k.name)
		}
	}
	for _, c := range n.find("contact") {
		if !reports(c) {
			c.lines(&out, "Contact")
		}
	}
	return out.String()
}

// iodef returns the incidents of a document and its version.
func (p *Part) iodef() (kind string, incidents []*node) {
	if root := p.json(); root != nil {
		for _, doc := range root.kids {
			for _, n := range doc.all("incident") {
				if n.first("incidentid") != nil && (n.get("generationtime", "reporttime", "purpose") != "") {
					incidents = append(incidents, n)
				}
			}
		}
		return "iodef-json", incidents
	}
	text := p.text()
	if strings.HasPrefix(p.Type, "message/rfc822") || !strings.Contains(text, "IODEF-Document") {
		return "", nil
	}
	for _, doc := range readXML(text[max(0, strings.IndexByte(text, '<')):]).find("iodefdocument") {
		if kind = "iodef-1"; strings.HasPrefix(doc.get("version"), "2") {
			kind = "iodef-2"
		}
		incidents = append(incidents, doc.all("incident")...)
	}
	return kind, incidents
}

// incident reads one Incident class.
func (d *draft) incident(n *node) {
	d.field("reference_theirs", n.first("incidentid").id())
	d.when("start", n.get("starttime"))
	d.when("end", n.get("endtime"))
	d.when("detected", n.get("detecttime"))
	if t := readMoment(first(n.get("reporttime"), n.get("generationtime"))); !t.wall.IsZero() {
		if at, ok := t.utc(); ok {
			d.field("report_time", stamp(at))
		}
	}
	d.field("description", prose(n, "description"))
	d.restriction(n.get("restriction"), true)
	for _, c := range n.all("contact") {
		d.contact(c)
	}
	d.assess(n.all("assessment"))
	for _, e := range n.all("eventdata") {
		d.event(e, 0)
	}
	for _, e := range append(n.all("indicatordata", "indicator"), n.all("indicatordata")...) {
		d.watch(e)
	}
	d.methods(n)
	if len(d.r.Hosts)+len(d.r.Indicators) == 0 {
		d.problem("missing", "host", 0, "the report names no system")
	}
}

// id is the text of an IncidentID; JSON writes it as the member "id".
func (n *node) id() string { return first(n.value(), n.get("id")) }

// prose joins the texts of all children of a name.
func prose(n *node, name string) string {
	var texts []string
	for _, k := range n.all(name) {
		texts = append(texts, k.value())
	}
	return strings.Join(texts, "\n")
}

// restriction maps the disclosure of IODEF to the marks of TLP. Without one,
// the incident is private by both RFCs; that is told in words, since the
// sender marked nothing.
func (d *draft) restriction(r string, whole bool) {
	mark := map[string]string{"public": "CLEAR", "white": "CLEAR", "clear": "CLEAR", "green": "GREEN", "partner": "GREEN", "amber": "AMBER",
		"amberstrict": "AMBER+STRICT", "needtoknow": "AMBER+STRICT", "red": "RED", "private": "RED"}[key(r)]
	switch {
	case mark != "":
		d.tlp(mark)
	case r == "" && whole:
		d.restrict("no restriction stated: private, as IODEF has it")
	case r != "":
		d.restrict("IODEF restriction: " + r)
	}
}

// reports says whether a Contact is of those who report.
func reports(c *node) bool {
	return slices.Contains([]string{"creator", "reporter", "irt", "cc-irt", ""}, c.get("role"))
}

// contact takes who reports: the creator of the document or its reporter.
func (d *draft) contact(c *node) {
	if !reports(c) {
		return
	}
	name := first(c.get("contactname"), c.get("contacttitle"))
	if c.get("type") == "organization" {
		d.field("organisation", name)
	} else {
		d.field("contact_name", name)
	}
	mail := c.first("email")
	d.mailField("contact_email", first(mail.value(), mail.get("emailto")))
	phone := c.first("telephone")
	d.field("contact_phone", first(phone.value(), phone.get("telephonenumber")))
	for _, k := range c.all("contact") {
		if k.get("role") == "" {
			k.kids = append(k.kids, &node{key: "role", text: "creator"})
		}
		d.contact(k)
	}
}

// impacts map what an assessment says happened.
var impacts = map[string]string{
	"dos": "availability/dos", "infoleak": "information-content-security/data-leak", "recon": "information-gathering/scanner",
	"socialengineering": "information-gathering/social-engineering", "breachproprietary": "information-content-security/data-leak",
	"breachprivacy": "information-content-security/data-leak", "breachcredential": "information-content-security/data-leak",
	"takeoveraccount": "intrusions/unprivileged-account-compromise", "takeoverservice": "intrusions/application-compromise", "takeoversystem": "intrusions/system-compromise",
	"admin": "intrusions/privileged-account-compromise", "user": "intrusions/unprivileged-account-compromise", "misconfiguration": "availability/misconfiguration",
	"integritydata": "information-content-security/unauthorised-information-modification",
}

func (d *draft) assess(list []*node) {
	for _, a := range list {
		for _, c := range a.all("incidentcategory") {
			d.category(c.value())
			d.field("incident_type", c.value())
		}
		for _, name := range []string{"impact", "systemimpact", "businessimpact"} {
			for _, i := range a.all(name) {
				kind := key(i.get("type"))
				if kind == "extvalue" {
					kind = key(i.get("exttype"))
				}
				c := impacts[kind]
				if i.get("completion") == "failed" && strings.HasPrefix(c, "intrusions/") {
					c = "intrusion-attempts/exploit"
				}
				d.category(c, kind)
				d.field("incident_type", first(i.get("exttype"), i.get("type")))
				d.field("severity", i.get("severity"))
				d.field("impact", first(i.value(), prose(i, "description")))
			}
		}
	}
}

// event reads an EventData class and those within it.
func (d *draft) event(e *node, depth int) {
	if depth > 8 {
		return
	}
	d.when("start", e.get("starttime"))
	d.when("end", e.get("endtime"))
	d.when("detected", e.get("detecttime"))
	d.restriction(e.get("restriction"), false)
	d.field("description", prose(e, "description"))
	d.assess(e.all("assessment"))
	for _, s := range append(e.all("flow", "system"), e.all("system")...) {
		d.system(s, roleOf(s))
	}
	for _, record := range e.all("record", "recorddata") {
		for _, item := range record.all("recorditem") {
			d.log(item.value())
		}
		for _, o := range record.find("system") {
			d.system(o, roleOf(o))
		}
		d.observables(record, store.RoleUnknown)
	}
	d.methods(e)
	for _, inner := range e.all("eventdata") {
		d.event(inner, depth+1)
	}
}

// roleOf is the role of a System. One whose address was forged, and a sensor,
// did nothing and suffered nothing.
func roleOf(s *node) string {
	if s.get("spoofed") == "yes" {
		return store.RoleUnknown
	}
	switch s.get("category") {
	case "source", "watchlist-source", "infrastructure":
		return store.RoleSource
	case "target", "watchlist-destination":
		if s.get("category") == "target" {
			return store.RoleTarget
		}
		return store.RoleUnknown
	case "intermediate", "intermediary":
		return store.RoleIntermediary
	}
	return store.RoleUnknown
}

// system reads the nodes of a System with their addresses and names.
func (d *draft) system(s *node, role string) {
	for _, n := range s.all("node") {
		name := first(n.get("nodename"), n.first("domaindata").get("name"))
		used := false
		for _, a := range n.all("address") {
			switch strings.ToLower(a.get("category")) {
			case "asn":
				d.observe("AS"+strings.TrimPrefix(strings.ToUpper(a.value()), "AS"), role, 0)
			case "e-mail", "site-uri":
				d.observe(a.value(), role, 0)
			case "ipv4-net-mask", "ipv4-net-masked", "ipv6-net-mask", "ipv6-net-masked":
				used = d.host(role, prefixOf(a.value()), name, 0) || used
			default:
				used = d.host(role, a.value(), name, 0) || used
			}
		}
		if !used {
			d.host(role, "", name, 0)
		}
		d.noteSystem(s, n)
	}
	for _, service := range s.all("service") {
		d.port(protocolName(service.get("ipprotocol")), first(service.get("port"), service.get("portlist")))
	}
}

// noteSystem fills what is said about the last host of a System.
func (d *draft) noteSystem(s, n *node) {
	if len(d.r.Hosts) == 0 {
		return
	}
	h := &d.r.Hosts[len(d.r.Hosts)-1]
	os := s.first("operatingsystem")
	h.OS = first(h.OS, clean(clip(strings.TrimSpace(first(os.value(), os.get("vendor")+" "+os.get("name")+" "+os.get("version"), prose(s, "operatingsystem"))), 200)))
	h.Function = first(h.Function, clean(clip(first(n.first("noderole").get("category"), prose(s, "description")), 200)))
	h.Timezone = first(h.Timezone, clean(clip(s.get("timezone"), 50)))
}

// protocolName turns the number of an IP protocol into its name.
func protocolName(n string) string {
	return map[string]string{"1": "icmp", "6": "tcp", "17": "udp"}[strings.TrimSpace(n)]
}

// prefixOf reads "192.0.2.0/255.255.255.0".
func prefixOf(s string) string {
	base, mask, ok := strings.Cut(s, "/")
	if !ok || !strings.Contains(mask, ".") {
		return s
	}
	bits := 0
	for _, part := range strings.Split(mask, ".") {
		switch part {
		case "255":
			bits += 8
		case "254", "252", "248", "240", "224", "192", "128":
			bits += map[string]int{"254": 7, "252": 6, "248": 5, "240": 4, "224": 3, "192": 2, "128": 1}[part]
		}
	}
	return base + "/" + strconv.Itoa(bits)
}

// watch reads an Indicator of RFC 7970.
func (d *draft) watch(n *node) {
	for _, o := range n.all("observable") {
		for _, s := range o.all("system") {
			d.system(s, roleOf(s))
		}
		d.observables(o, store.RoleUnknown)
	}
}

// observables notes what a class holds besides systems: addresses, names,
// URLs, mail addresses and digests.
func (d *draft) observables(n *node, role string) {
	for _, k := range n.kids {
		if k.key == "system" {
			continue
		}
		k.walk(func(v *node) {
			switch v.key {
			case "address", "url", "emailfrom", "name", "obsvalue", "observablevalue", "domain", "bulkobservablelist":
				for _, line := range strings.Fields(v.value()) {
					d.observe(line, role, 0)
				}
			case "digestvalue":
				d.observe(digest(v.value()), role, 0)
			}
		})
	}
}

// digest returns a digest in hex. XML signatures, whose element IODEF uses,
// write base64; many senders write hex all the same.
func digest(s string) string {
	if s = strings.TrimSpace(s); hexSum.MatchString(s) && len(s)%8 == 0 {
		return s
	}
	if raw, err := base64.StdEncoding.DecodeString(s); err == nil {
		return hex.EncodeToString(raw)
	}
	return ""
}

// methods reads how it was done: text, and the CVE numbers among its
// references.
func (d *draft) methods(n *node) {
	for _, m := range n.all("method") {
		d.field("attack_method", prose(m, "description"))
		for _, r := range m.all("reference") {
			name := r.first("referencename")
			for _, v := range []string{name.value(), name.get("id"), name.get("specificid"), r.get("url")} {
				if kind, _ := observable(v); kind == "cve" {
					d.observe(v, store.RoleUnknown, 0)
					d.field("vulnerability", v)
				}
			}
		}
	}
}
