package machine

import (
	"encoding/base64"
	"slices"
	"strings"
	"unicode/utf8"

	"tocsin/store"
)

// readXARF reads X-ARF 3 and 4, JSON in a part of its own: the third part of
// a feedback report, an attachment, or the body.
func readXARF(m *Message) (Found, bool) {
	for i := range m.Parts {
		root := m.Parts[i].json()
		if root == nil {
			continue
		}
		found := Found{}
		for _, n := range root.kids {
			kind := xarfVersion(n)
			if kind == "" {
				continue
			}
			d := newDraft(kind)
			found.Kind = kind
			found.leave(d.xarf(n))
			found.add(d)
		}
		if found.Rows > 0 {
			return found, true
		}
	}
	return Found{}, false
}

// json reads a part that could hold a document, once.
func (p *Part) json() *node {
	if p.parsed || strings.HasPrefix(p.Type, "message/rfc822") || strings.HasPrefix(p.Type, "image/") {
		return p.doc
	}
	p.parsed = true
	text := strings.TrimSpace(strings.TrimPrefix(p.text(), "\uFEFF"))
	if text != "" && (text[0] == '{' || text[0] == '[') {
		p.doc = readJSON(text)
	}
	return p.doc
}

// xarfVersion knows a report by the members that each version requires.
func xarfVersion(n *node) string {
	report := n.first("report")
	switch {
	case n.get("xarfversion") != "" && n.get("sourceidentifier", "reportid", "category", "class", "type", "contenttype") != "":
		return "xarf-4"
	case n.first("reporterinfo") != nil && report != nil && report.get("reporttype", "reportclass") != "":
		return "xarf-3"
	}
	return ""
}

// xarf reads one report and returns what it made nothing of. Version 3 keeps
// the facts in a member "Report", version 4 beside the rest; the names of the
// members are the same but for their spelling.
func (d *draft) xarf(n *node) string {
	d.xarfReporter(n)
	body := n
	if r := n.first("report"); r != nil {
		body = r
	}
	d.field("reference_theirs", first(n.get("reportid"), body.get("reportid", "reportercaseid"), n.get("reporterreferenceid", "reporterreference")))
	d.xarfTimes(body)
	kind := body.get("reporttype", "type", "contenttype")
	d.field("incident_type", kind)
	d.xarfCategory(body, kind)
	d.xarfHosts(body)
	d.field("severity", body.get("reporterseverity", "severity", "risklevel"))
	d.field("detection_method", body.get("evidencesource", "detectionmethod"))
	d.field("description", first(body.get("description"), body.get("reporternotes"), body.get("harassmentdescription")))
	d.field("malware", body.get("malwarefamily", "malwarename", "botnetname"))
	d.field("vulnerability", body.get("cve", "cveid"))
	if body.get("ongoing") == "true" {
		d.field("status", "ongoing")
	}
	d.count(first(body.get("count"), body.get("attemptcount"), body.get("occurrences")))
	if asn := body.get("asn"); asn != "" {
		d.observe("AS"+strings.TrimPrefix(strings.ToUpper(asn), "AS"), store.RoleSource, 0)
	}
	d.tlp(n.get("tlp"))
	for _, tag := range n.all("tags") {
		d.tag(tag.text)
	}
	for _, name := range []string{"samples", "evidence", "attachment", "attachments"} {
		for _, s := range body.all(name) {
			d.evidence(s)
		}
	}
	if len(d.r.Hosts)+len(d.r.Indicators) == 0 {
		d.problem("missing", "host", 0, "the report names no source")
	}
	return body.leftovers("reporterinfo", "report", "reporter", "sender", "xarf_version", "version", "report_id", "reportercaseid", "timestamp", "date", "firstseen", "lastseen",
		"source_identifier", "sourceip", "sourceport", "destinationip", "destinationport", "reporttype", "type", "contenttype", "samples", "evidence", "attachment", "tags",
		"description", "reporternotes", "harassmentdescription", "severity", "reporterseverity", "ongoing", "evidencesource", "disclosure", "source", "cve", "cveid", "url",
		"sourceurl", "attackerip", "attemptcount", "count", "protocol", "transportprotocol", "malwarefamily", "malwarename", "botnetname", "c2server", "asn", "_internal")
}

// first returns the first text that is not empty.
func first(texts ...string) string {
	for _, t := range texts {
		if strings.TrimSpace(t) != "" {
			return t
		}
	}
	return ""
}

func (d *draft) xarfReporter(n *node) {
	if r := n.first("reporterinfo"); r != nil {
		d.field("organisation", r.get("reporterorg"))
		d.mailField("contact_email", first(r.get("reportercontactemail"), r.get("reporterorgemail")))
		d.field("contact_name", r.get("reportercontactname"))
		d.field("contact_phone", r.get("reportercontactphone"))
	}
	if r := n.first("reporter"); r != nil {
		d.field("organisation", r.get("org", "organization", "organisation"))
		d.mailField("contact_email", r.get("contact", "email"))
		d.field("contact_name", r.get("contactname", "name"))
		d.field("contact_phone", r.get("phone"))
	}
	d.share(n.get("disclosure"))
}

// xarfTimes reads the span: of version 3 Date is the event, of version 4
// timestamp; where it was first seen earlier, the event goes on until then.
func (d *draft) xarfTimes(body *node) {
	at, since := body.get("date", "timestamp"), body.get("firstseen")
	more := body.first("additionalinfo")
	since = first(since, more.get("firstseen"))
	if since == "" {
		d.when("start", at)
		d.when("end", first(body.get("lastseen"), more.get("lastseen")))
		return
	}
	d.when("start", since)
	d.when("end", first(body.get("lastseen"), more.get("lastseen"), at))
}

func (d *draft) xarfHosts(body *node) {
	src := body.first("source")
	for _, v := range []string{body.get("sourceidentifier"), body.get("sourceip"), src.get("ip", "identifier"), src.value(), body.get("sourceurl", "url"), src.get("url"), body.get("attackerip")} {
		d.subject(store.RoleSource, v, 0)
	}
	if len(d.r.Hosts) == 0 {
		d.subject(store.RoleSource, first(body.get("sourcedomain"), body.get("domain"), body.get("domainname")), 0)
	}
	d.port(body.get("transportprotocol", "protocol"), first(body.get("destinationport"), body.get("sourceport"), src.get("port")))
	dst, peer := body.first("destination"), store.RoleTarget
	if slices.Contains(d.r.Category, "malicious-code/infected-system") {
		peer = store.RoleUnknown // a sinkhole, or the server that it obeys
	}
	for _, v := range []string{body.get("destinationip", "targetip"), dst.get("ip"), dst.value()} {
		d.subject(peer, v, 0)
	}
	for _, hashes := range body.all("filehashes") {
		for _, k := range hashes.kids {
			d.observe(k.text, store.RoleUnknown, 0)
		}
	}
	for _, name := range []string{"smtpmailfromaddress", "smtpfrom", "c2server", "rpzdomain", "domain", "cve", "cveid", "infringingurl", "filehash", "hashes"} {
		for _, k := range append(body.all(name), body.all("additionalinfo", name)...) {
			v := first(k.value(), k.get("hashvalue"))
			if _, sum, ok := strings.Cut(v, ":"); ok && hexSum.MatchString(sum) {
				v = sum
			}
			d.observe(v, store.RoleUnknown, 0)
		}
	}
}

func (d *draft) xarfCategory(body *node, kind string) {
	switch {
	case key(kind) == "malware" && (key(body.get("reportclass")) == "activity" || key(body.get("reportsubtype")) == "rpzrewrite"):
		d.category("infected-system") // it talks like one, it hosts nothing
	default:
		d.category(kind)
	}
	if len(d.r.Category) == 0 && key(body.get("category", "class")) == "copyright" {
		d.category("copyright")
	}
	if len(d.r.Category) == 0 {
		d.category(body.get("threattype"))
	}
}

// tag reads a tag in machine form: a marking, or RSIT.
func (d *draft) tag(tag string) {
	lower := strings.ToLower(strings.TrimSpace(tag))
	switch {
	case strings.HasPrefix(lower, "tlp:"):
		d.tlp(tag)
	case strings.HasPrefix(lower, "rsit:"), strings.HasPrefix(lower, "ecsirt:"):
		d.category(tag)
	}
}

// evidence keeps a sample that is a text.
func (d *draft) evidence(s *node) {
	payload := s.get("payload", "data")
	kind := strings.ToLower(s.get("contenttype"))
	if raw, err := base64.StdEncoding.DecodeString(payload); err == nil && s.get("base64encoded") != "false" && utf8.Valid(raw) {
		payload = string(raw)
	}
	if strings.HasPrefix(kind, "text/") || kind == "message/rfc822" {
		d.log(strings.TrimSpace(s.get("description") + "\n" + payload))
	}
}
