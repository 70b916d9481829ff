package machine

import (
	"strings"

	"tocsin/store"
)

// row reads one row; false if it names nothing that an incident is about.
func (t *table) row(d *draft, record []string, line int) bool {
	t.tag = ""
	var day, clock, name, targetName, protocol, port string
	var at, until string
	for i, v := range record {
		if v = strings.TrimSpace(v); v == "" || v == "-" || i >= len(t.columns) {
			continue
		}
		switch t.columns[i] {
		case colTime:
			at = first(at, v)
		case colDay:
			day = v
		case colClock:
			clock = v
		case colEnd:
			until = v
		case colSourceName:
			name = first(name, v)
		case colTargetName:
			targetName = first(targetName, v)
		case colProtocol:
			protocol = first(protocol, v)
		case colPort:
			port = first(port, v)
		default:
			t.cell(d, t.columns[i], v, line)
		}
	}
	if at == "" && day != "" {
		at = strings.TrimSpace(day + " " + clock)
	}
	t.time(d, "start", at)
	t.time(d, "end", until)
	d.port(protocol, port)
	t.kind(d)
	d.field("incident_type", first(t.feed, t.tag))
	t.subjects(d, record, name, targetName, line)
	d.log(t.extract(record))
	return len(d.r.Hosts)+len(d.r.Indicators) > 0
}

// time reads a time of the table's zone.
func (t *table) time(d *draft, which, text string) {
	m := readMoment(text)
	if at, ok := epoch(text); ok {
		m = moment{text: text, wall: at, zone: true}
	}
	if !m.zone && t.utc && !m.wall.IsZero() {
		m.zone, m.east = true, 0
	}
	d.moment(which, m)
}

// cell notes what stands for itself.
func (t *table) cell(d *draft, c column, v string, line int) {
	switch c {
	case colASN:
		if n := strings.TrimPrefix(strings.ToUpper(v), "AS"); n != "0" {
			d.observe("AS"+n, store.RoleSource, line)
		}
	case colDigest, colMail, colCVE:
		d.observe(v, store.RoleUnknown, line)
	case colKind:
		d.field("incident_type", v)
		d.category(v)
	case colThing:
		d.field("malware", v)
	case colTag:
		if tag := strings.ToLower(v); tag != "tcp" && tag != "udp" && tag != "icmp" {
			t.tag = first(t.tag, tag)
		}
	case colCount:
		d.count(v)
	case colTLP:
		d.tlp(v)
	case colReference:
		d.field("reference_theirs", v)
	}
}

// subjects notes the addresses, names and URLs of a row by their roles.
func (t *table) subjects(d *draft, record []string, name, targetName string, line int) {
	target := store.RoleUnknown
	if hits(d.r.Category) {
		target = store.RoleTarget
	}
	for i, v := range record {
		if v = strings.TrimSpace(v); v == "" || i >= len(t.columns) {
			continue
		}
		switch t.columns[i] {
		case colSource:
			if _, ok := address(v); ok {
				d.host(store.RoleSource, v, name, line)
			} else if key(t.names[i]) != "source" { // to some the name of the feed
				d.subject(store.RoleSource, v, line)
			}
		case colTarget:
			if target == store.RoleTarget || t.names[i] != "" && strings.Contains(key(t.names[i]), "victim") {
				d.host(store.RoleTarget, v, targetName, line)
			} else {
				d.observe(v, store.RoleUnknown, line)
			}
		case colUnknown:
			if _, ok := address(v); ok { // "cc" is a country to some
				d.observe(v, store.RoleUnknown, line)
			}
		case colURL, colDomain:
			if len(d.r.Hosts) == 0 {
				d.subject(store.RoleSource, v, line)
			} else {
				d.observe(v, store.RoleUnknown, line)
			}
		}
	}
}

// hits says whether an incident of these kinds has a victim at the other end:
// the peer of an infected system is a sinkhole or its master.
func hits(categories []string) bool {
	for _, c := range categories {
		class, _, _ := strings.Cut(c, "/")
		switch class {
		case "intrusion-attempts", "information-gathering", "availability", "abusive-content":
			return true
		}
	}
	return false
}

// kind finds what kind of incident the row is, in this order: a column that
// says so, what the feed is called, what was seen.
func (t *table) kind(d *draft) {
	if len(d.r.Category) > 0 {
		return
	}
	if d.category(t.word(t.feed)); len(d.r.Category) > 0 {
		return
	}
	malware := d.r.Fields["malware"]
	if d.category(t.word(malware)); malware != "" && len(d.r.Category) == 0 {
		d.category("infected-system")
	}
	if d.category(t.tag, t.word(t.tag)); len(d.r.Category) == 0 && t.weakness() == "amplifier" {
		d.category("amplifier")
	}
}

// word is the first word of a feed's or a finding's name that tells its kind,
// as a word of categories.
func (t *table) word(name string) string {
	for w := range strings.FieldsFuncSeq(strings.ToLower(name), func(r rune) bool { return strings.ContainsRune("_-. /", r) }) {
		switch w {
		case "drone", "sinkhole", "botnet", "infected", "bot", "ransomware":
			return "infected-system"
		case "phish", "phishing", "ddos", "spam":
			return w
		case "brute", "bruteforce":
			return "brute-force"
		case "compromised":
			return "compromise"
		case "ntpmonitor":
			return "amplifier"
		case "scan", "open", "accessible":
			if strings.Contains(name, "ntpmonitor") {
				return "amplifier"
			}
			return t.weakness()
		}
	}
	return ""
}

// weakness tells an open reflector from a service that is merely open.
func (t *table) weakness() string {
	for _, c := range t.columns {
		if c == colWeak {
			return "amplifier"
		}
	}
	return "accessible"
}

// extract writes a row for a person: each value that is there under its name.
func (t *table) extract(record []string) string {
	var out strings.Builder
	for i, v := range record {
		if v = strings.TrimSpace(v); v != "" && i < len(t.names) && out.Len() < 4096 {
			out.WriteString(t.names[i] + "=" + clip(v, 1024) + " ")
		}
	}
	return out.String()
}
