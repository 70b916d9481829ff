package machine

import (
	"regexp"
	"strings"

	"tocsin/store"
)

// readYAML reads X-ARF 0.1 and 0.2: a part of "Name: value" lines between
// "---" and the end, beside the text for people and the evidence. A bulk mail
// has several. Services that write their own names in the same form are read
// as a notice.
func readYAML(m *Message) (Found, bool) {
	found := Found{}
	for i := range m.Parts {
		p := &m.Parts[i]
		if strings.HasPrefix(p.Type, "message/") || p.Type == "text/html" {
			continue
		}
		var d *draft
		for _, f := range p.flatDocuments() {
			if found.Rows > maxReports {
				break
			}
			kind := flatKind(m, f)
			if kind == "" {
				break
			}
			if d != nil {
				found.add(d)
			}
			d = newDraft(kind)
			found.Kind = kind
			found.leave(d.flat(m, f))
		}
		if d != nil {
			d.attachments(m, i)
			found.add(d)
		}
	}
	return found, found.Rows > 0
}

// flatDocuments returns the documents of a part: YAML, up to what is none, or
// JSON, which is YAML too.
func (p *Part) flatDocuments() (docs []fields) {
	if root := p.json(); root != nil {
		for _, n := range root.kids {
			f := fields{}
			for _, k := range n.kids {
				if v := clean(k.text); v != "" {
					f[k.key] = append(f[k.key], v)
				}
			}
			docs = append(docs, f)
		}
		return docs
	}
	for _, doc := range documents(p.text()) {
		f, ok := flatYAML(doc)
		if !ok {
			break
		}
		docs = append(docs, f)
	}
	return docs
}

// documents parts a text before each line "---".
func documents(text string) []string {
	text = strings.TrimSpace(clip(strings.TrimPrefix(text, "\uFEFF"), 256<<10))
	if !strings.HasPrefix(text, "---") && !strings.Contains(text, "Reported-From") {
		return nil
	}
	docs := strings.SplitAfter(text, "\n---")
	for i := range docs[1:] {
		docs[i] = strings.TrimSuffix(docs[i], "---")
		docs[i+1] = "---" + docs[i+1]
	}
	if len(docs) > 1 && strings.TrimSpace(docs[0]) == "" {
		docs = docs[1:]
	}
	return docs
}

var yamlLine = regexp.MustCompile(`^([A-Za-z][A-Za-z0-9_ -]{0,40}?)\s*:(?:\s+(.*))?$`)

// flatYAML reads a document of scalars and simple lists. ok is false where
// any line is something else: it is prose then.
func flatYAML(text string) (fields, bool) {
	f := fields{}
	last, began := "", false
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, " \t\r\n")
		switch bare := strings.TrimSpace(line); {
		case bare == "---" && len(f) == 0:
			began = true
		case bare == "..." || bare == "---":
			return f, began && len(f) >= 4
		case bare == "" || bare[0] == '#':
		case last != "" && strings.HasPrefix(bare, "- "):
			f[last] = append(f[last], unquote(bare[2:]))
		case last != "" && (line[0] == ' ' || line[0] == '\t'):
			if v := f[last]; len(v) > 0 && len(v[len(v)-1]) > maxField {
				continue
			} else if len(v) > 0 {
				v[len(v)-1] = strings.TrimSpace(v[len(v)-1] + " " + unquote(bare))
			} else {
				f[last] = []string{unquote(bare)}
			}
		default:
			s := yamlLine.FindStringSubmatch(line)
			if s == nil {
				return nil, false
			}
			last = key(s[1])
			if v := unquote(s[2]); v != "" && v != "|" && v != ">" {
				f[last] = append(f[last], v)
			}
		}
	}
	return f, (began || f.first("reportedfrom") != "") && len(f) >= 4
}

// unquote undoes the quotes of a scalar and the blank that some mailers put
// behind the colon of "http:".
func unquote(s string) string {
	s = clean(s)
	if len(s) >= 2 && (s[0] == '"' || s[0] == '\'') && s[len(s)-1] == s[0] {
		s = s[1 : len(s)-1]
	}
	return s
}

// flatKind knows X-ARF by the fields that all its schemas require, and a
// notice by an address and a time.
func flatKind(m *Message, f fields) string {
	if f.first("reportedfrom") != "" && (f.first("source") != "" || f.first("reporttype") != "") {
		if strings.HasPrefix(f.first("version"), "0.2") || f.first("version") == "" && m.header("X-XARF") != "" && m.header("X-ARF") == "" {
			return "xarf-2"
		}
		return "xarf-1"
	}
	_, isAddress := address(f.first("ip"))
	if isAddress && !readMoment(first(f.first("firstseen"), f.first("date"), f.first("timestamp"), f.first("lastseen"))).wall.IsZero() {
		return "notice"
	}
	return ""
}

// flat reads the fields and returns what it made nothing of.
func (d *draft) flat(m *Message, f fields) string {
	d.mailField("contact_email", f.first("reportedfrom"))
	d.field("reference_theirs", first(f.first("reportid"), f.first("incidentid")))
	d.field("incident_type", first(f.first("reporttype"), f.first("signature"), f.first("type")))
	d.category(f.first("reporttype"))
	if len(d.r.Category) == 0 {
		d.category(f.first("service"))
	}
	if s := f.first("signature"); len(d.r.Category) == 0 && strings.Contains(strings.ToUpper(s), "MALWARE") {
		d.category("malware")
	}
	for _, v := range f["source"] {
		d.subject(store.RoleSource, v, 0)
	}
	for _, name := range []string{"ip", "sourceip", "uri", "url", "downloadlink", "domain"} {
		d.subject(store.RoleSource, f.first(name), 0)
	}
	d.bracketed(m)
	for _, name := range []string{"destination", "destinationip", "target", "targetip"} {
		for _, v := range f[name] {
			d.subject(store.RoleTarget, v, 0)
		}
	}
	d.port(first(f.first("transportprotocol"), f.first("protocol")), first(f.first("port"), f.first("sourceport")))
	d.observe(f.first("asn"), store.RoleSource, 0)
	d.when("start", first(f.first("date"), f.first("firstseen"), f.first("timestamp")))
	d.when("end", f.first("lastseen"))
	d.count(first(f.first("occurrences"), f.first("count")))
	d.tlp(f.first("tlp"))
	d.field("description", first(f.first("description"), m.Body))
	if len(d.r.Hosts)+len(d.r.Indicators) == 0 {
		d.problem("missing", "host", 0, "the report names no source")
	}
	return f.rest("reportedfrom", "reportid", "reporttype", "source", "sourcetype", "date", "port", "version", "useragent", "schemaurl", "attachment", "occurrences", "tlp",
		"destination", "destinationtype", "ip", "uri", "domain", "firstseen", "lastseen", "downloadlink", "asn", "description")
}

var inBrackets = regexp.MustCompile(`(?m)(https?://\S+)\s+\[([0-9A-Fa-f.:]+)\]\s*$`)

// bracketed takes the address of a host from the text for people, where that
// writes it in brackets behind a URL on that very host, or where it is the
// only one that stands so.
func (d *draft) bracketed(m *Message) {
	named := ""
	for _, h := range d.r.Hosts {
		if len(h.Addresses) > 0 {
			return
		}
		named = first(named, h.Name)
	}
	only, several := "", false
	for _, s := range inBrackets.FindAllStringSubmatch(clip(m.Body, 256<<10), 20) {
		if named != "" && webAddress(s[1]) == named && d.host(store.RoleSource, s[2], named, 0) {
			return
		}
		several = several || only != "" && only != s[2]
		only = s[2]
	}
	if named != "" && !several {
		d.host(store.RoleSource, only, "", 0)
	}
}

// attachments keeps the texts behind the report as evidence.
func (d *draft) attachments(m *Message, report int) {
	for i := report + 1; i < len(m.Parts); i++ {
		p := &m.Parts[i]
		if _, ok := flatYAML(clip(p.text(), maxField)); ok {
			return // the next report begins
		}
		if strings.HasPrefix(p.Type, "text/") || p.Type == "message/rfc822" {
			d.log(p.text())
		}
	}
}
