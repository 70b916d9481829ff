package machine

import (
	"regexp"
	"slices"
	"strings"

	"tocsin/store"
)

// offenders are labels, by key, that only a machine's notice gives to the
// address it is about.
var offenders = map[string]bool{"offendingip": true, "offendingsourceip": true, "infringersipaddress": true, "infringingip": true, "infringingipaddress": true, "attackingip": true,
	"maliciousip": true, "abusiveip": true, "abusiveipaddress": true, "attackerip": true, "attackeripaddress": true, "offendingipaddress": true}

// particulars are labels, by key, of what else such notices state, with the
// field that each fills; "" fills none.
var particulars = map[string]string{"time": "start", "timestamp": "start", "datetime": "start", "date": "start", "initialinfringementtimestamp": "start", "firstseen": "start", "eventtime": "start",
	"lastseen": "end", "recentinfringementtimestamp": "end", "reportid": "reference_theirs", "noticeid": "reference_theirs", "caseid": "reference_theirs", "issue": "description", "port": "port", "portid": "port",
	"protocol": "protocol", "service": "service", "useragent": "", "blocktype": "", "targetedrange": "target", "targetedurl": "", "botfingerprint": "", "attacktype": "incident_type", "infringedwork": "", "botnodefeed": "", "infringingfilename": "", "infringingfilesize": ""}

// maxLabel is the longest label of a line in bytes.
const maxLabel = 60

// labelled parts a line "- Label: value"; both are "" for any other line.
func labelled(line string) (label, value string) {
	label, value, ok := strings.Cut(line, ":")
	if !ok || len(label) > maxLabel {
		return "", ""
	}
	return label, strings.TrimSpace(value)
}

// accuses says whether a line of a text labels an address as the offender.
func accuses(text string) bool {
	var buf [maxLabel]byte
	for line := range strings.SplitSeq(text, "\n") {
		if label, value := labelled(line); value != "" && offenders[string(appendKey(buf[:0], label))] {
			return true
		}
	}
	return false
}

// readNotice reads labelled lines of a service's own: an offender's address
// and at least three particulars, a time among them.
func readNotice(m *Message) (Found, bool) {
	if !strings.Contains(m.Body, "IP") && !strings.Contains(m.Body, " ip") {
		return Found{}, false // all the labels, and the headings, have it
	}
	body := clip(m.Body, 256<<10)
	if !accuses(body) {
		return readHoneypot(m)
	}
	d := newDraft("notice")
	known := 0
	protocol, port := "", ""
	for i, line := range strings.Split(body, "\n") {
		label, value := labelled(line)
		name := key(label)
		if value == "" {
			continue
		}
		if offenders[name] {
			d.host(store.RoleSource, value, "", i+1)
			continue
		}
		what, ok := particulars[name]
		if !ok || len(d.r.Hosts) == 0 && what != "reference_theirs" && what != "start" && what != "end" {
			continue
		}
		known++
		switch what {
		case "":
		case "start", "end":
			if !readMoment(value).wall.IsZero() {
				d.when(what, value)
			}
		case "port":
			port = first(port, value)
		case "protocol", "service":
			protocol = first(protocol, value)
		case "target":
			d.host(store.RoleTarget, value, "", i+1)
		case "incident_type":
			d.field(what, value)
			d.category(value)
		default:
			d.field(what, value)
		}
	}
	if len(d.r.Hosts) == 0 || known < 3 || d.r.Time.Start == "" {
		return readHoneypot(m)
	}
	d.port(protocol, port)
	d.log(m.Body)
	return one("notice", d, ""), true
}

var (
	engaged  = regexp.MustCompile(`(?i)^\s*(?:IPs\s+Engaged\s+In\s+([A-Za-z ]+?)|Other\s+Potentially\s+Suspicious\s+IPs)\s+On\s+Your\s+Network:\s*$`)
	listedIP = regexp.MustCompile(`^\s*([0-9A-Fa-f.:]{3,45})(?:\s+\(([A-Z])\))?\s*$`)
	listedAt = regexp.MustCompile(`^\s+-\s+((?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),[^\n]+)$`)
)

// readHoneypot reads the lists of a honeypot's monitor: headings "IPs engaged
// in … on your network", below each the addresses with their times. Each
// address under a heading is an incident.
func readHoneypot(m *Message) (Found, bool) {
	found := Found{Kind: "notice"}
	var d *draft
	heading := ""
	if !strings.Contains(m.Body, "On Your Network:") {
		return found, false
	}
	flush := func() {
		if d != nil {
			found.add(d)
		}
		d = nil
	}
	for i, line := range strings.Split(clip(m.Body, 1<<20), "\n") {
		if s := engaged.FindStringSubmatch(line); s != nil {
			flush()
			heading = first(strings.ToLower(s[1]), "suspicious")
		} else if s := listedIP.FindStringSubmatch(line); s != nil && heading != "" {
			flush()
			next := newDraft("notice")
			if next.host(store.RoleSource, s[1], "", i+1) {
				d = next
				d.field("incident_type", heading)
				d.category(honeypotKind(heading))
			}
		} else if s := listedAt.FindStringSubmatch(line); s != nil && d != nil {
			d.latest(s[1])
		} else if strings.HasPrefix(line, "-----") {
			flush()
			heading = ""
		}
	}
	flush()
	return found, found.Rows > 0
}

// honeypotKind maps what an address is said to be engaged in.
func honeypotKind(heading string) string {
	switch {
	case strings.Contains(heading, "spam"), strings.Contains(heading, "harvest"), strings.Contains(heading, "dictionary"):
		return "spam" // all three are ways to send it, or to find whom to send it to
	}
	return ""
}

// latest notes one of several times, given from the newest to the oldest.
func (d *draft) latest(text string) {
	if d.r.Time.Start == "" {
		d.when("start", text)
		return
	}
	if m := readMoment(text); d.r.Time.End == "" {
		if at, ok := m.utc(); ok {
			ends := []string{stamp(at), d.r.Time.Start}
			slices.Sort(ends)
			d.r.Time.Start, d.r.Time.End = ends[0], ends[1]
		}
	}
}
