package machine

import (
	"regexp"
	"strings"

	"tocsin/store"
)

// readXMLNotice reads the XML that copyright agents put into their letters
// (ACNS), and lists of bad URLs with their addresses.
func readXMLNotice(m *Message) (Found, bool) {
	for i := range m.Parts {
		text := m.Parts[i].text()
		if strings.HasPrefix(m.Parts[i].Type, "message/rfc822") {
			continue
		}
		if at := strings.Index(text, "<Infringement"); at >= 0 {
			if found, ok := acns(readXML(text[at:]), m); ok {
				return found, true
			}
		}
		if at := strings.Index(text, "<notification_message"); at >= 0 {
			if found, ok := urlList(readXML(text[at:])); ok {
				return found, true
			}
		}
	}
	return Found{}, false
}

// acns reads the Automated Copyright Notice System's element Infringement.
func acns(root *node, m *Message) (Found, bool) {
	n := root.first("infringement")
	src := n.first("source")
	d := newDraft("acns")
	if src == nil || !d.host(store.RoleSource, src.get("ipaddress"), "", 0) && !d.subject(store.RoleSource, src.get("url", "dnsname"), 0) {
		return Found{}, false
	}
	d.field("reference_theirs", n.first("case").get("id"))
	who := n.first("complainant")
	d.field("organisation", who.get("entity"))
	d.field("contact_name", who.get("contact"))
	d.mailField("contact_email", who.get("email"))
	d.field("contact_phone", who.get("phone"))
	d.field("contact_address", who.get("address"))
	d.when("start", src.get("timestamp"))
	d.port("", src.get("port"))
	d.field("incident_type", "copyright "+src.get("type"))
	d.category("copyright")
	d.field("description", m.Body)
	var works strings.Builder
	for _, item := range n.all("content", "item") {
		for _, sum := range item.all("hash") {
			d.observe(sum.value(), store.RoleUnknown, 0)
		}
		item.lines(&works, "")
	}
	d.log(works.String())
	return one("acns", d, ""), true
}

// urlList reads a notification_message: lists of url_info elements with url
// and ip, one incident for each address.
func urlList(root *node) (Found, bool) {
	n := root.first("notificationmessage")
	byHost := map[string]*draft{}
	var order []string
	for _, u := range n.all("list", "urlinfo") {
		addr, ok := address(u.get("ip"))
		host := webAddress(u.get("url"))
		if !ok {
			addr = host
		}
		if addr == "" {
			continue
		}
		d := byHost[addr]
		if d == nil && len(order) == maxReports {
			continue
		}
		if d == nil {
			d = newDraft("notice")
			d.observe("AS"+n.get("asn"), store.RoleSource, 0)
			d.when("start", n.get("date"))
			byHost[addr], order = d, append(order, addr)
		}
		d.host(store.RoleSource, addr, domainName(host), 0)
		d.observe(u.get("url"), store.RoleSource, 0)
	}
	found := Found{Kind: "notice"}
	for _, addr := range order {
		found.add(byHost[addr])
	}
	return found, found.Rows > 0
}

// What SpamCop writes of the message that was complained of, or of a site that
// it advertised.
var (
	spamFrom   = regexp.MustCompile(`(?m)^Email from ([0-9A-Fa-f.:]+) / ([A-Z][^\n]{10,50}?)\s*$`)
	spamSite   = regexp.MustCompile(`(?m)^(https?://\S+) is ([0-9A-Fa-f.:]+); ([A-Z][^\n]{10,50}?)\s*$`)
	spamNumber = regexp.MustCompile(`\bid:(\d+)\]`)
)

// readSpamCop reads SpamCop's letters.
func readSpamCop(m *Message) (Found, bool) {
	if !strings.Contains(m.Body, "SpamCop V") {
		return Found{}, false
	}
	body := clip(m.Body, 256<<10)
	d := newDraft("notice")
	if s := spamFrom.FindStringSubmatch(body); s != nil {
		d.host(store.RoleSource, s[1], "", lineOf(body, s[0]))
		d.when("start", s[2])
	} else if s := spamSite.FindStringSubmatch(body); s != nil {
		d.host(store.RoleSource, s[2], domainName(webAddress(s[1])), lineOf(body, s[0]))
		d.observe(s[1], store.RoleSource, lineOf(body, s[0]))
		d.when("start", s[3])
	}
	if len(d.r.Hosts) == 0 {
		return Found{}, false
	}
	if s := spamNumber.FindStringSubmatch(m.Subject); s != nil {
		d.field("reference_theirs", s[1])
	}
	d.field("incident_type", "spam")
	d.category("spam")
	d.field("description", m.Body)
	return one("notice", d, ""), true
}
