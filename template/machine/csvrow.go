package machine

import (
	"slices"
	"strings"

	"tocsin/store"
)

// row reads one row; false if it names nothing that an incident is about.
func (t *table) row(d *draft, record []string, line int) bool {
	t.tag, t.things = "", nil
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
	case colDigest, colMail, colCVE:
		d.observe(v, store.RoleUnknown, line)
	case colKind:
		d.field("incident_type", v)
		d.category(v)
	case colThing:
		t.things = append(t.things, v)
	case colTag:
		if tag := strings.ToLower(v); tag != "tcp" && tag != "udp" && tag != "icmp" {
			t.tag = first(t.tag, tag)
		}
		for word := range strings.FieldsFuncSeq(v, func(r rune) bool { return strings.ContainsRune(";, ", r) }) {
			if cveID.MatchString(word) {
				d.observe(word, store.RoleUnknown, line)
			}
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
	role, target := t.role(), store.RoleUnknown
	if role != store.RoleTarget && hits(d.r.Category) {
		target = store.RoleTarget
	}
	for i, v := range record {
		if v = strings.TrimSpace(v); v == "" || i >= len(t.columns) {
			continue
		}
		switch t.columns[i] {
		case colASN:
			if n := strings.TrimPrefix(strings.ToUpper(v), "AS"); n != "0" {
				d.observe("AS"+n, role, line)
			}
		case colSource:
			if _, ok := address(v); ok {
				d.host(role, v, name, line)
			} else if key(t.names[i]) != "source" { // to some the name of the feed
				d.subject(role, v, line)
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
				d.subject(role, v, line)
			} else {
				d.observe(v, store.RoleUnknown, line)
			}
		}
	}
}

// role is that of the address which a row is about. A honeypot that is abused
// as a reflector sees the address of the victim, forged by the attacker; what
// malware contacts in a sandbox may be anybody.
func (t *table) role() string {
	about := wordsOf(strings.Join(append(t.things, t.feed), " "))
	switch {
	case slices.Contains(about, "ddos") && (slices.Contains(about, "amp") || slices.Contains(about, "amplification")), slices.Contains(about, "victim"):
		return store.RoleTarget
	case slices.Contains(about, "sandbox"):
		return store.RoleUnknown
	}
	return store.RoleSource
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
// says so, what the feed is called, what was seen. What was seen is malware
// unless it is the word for a kind.
func (t *table) kind(d *draft) {
	kinds := []string{t.word(t.feed)}
	for _, thing := range t.things {
		if word := t.word(thing); word != "" && !strings.HasPrefix(categoryOf(word), "malicious-code/") {
			kinds = append(kinds, word)
		} else {
			d.field("malware", thing)
			kinds = append(kinds, first(word, "infected-system"))
		}
	}
	if len(d.r.Category) > 0 || slices.Contains(wordsOf(t.feed), "referer") { // a page that led others to a sinkhole
		return
	}
	for _, k := range kinds {
		if d.category(k); len(d.r.Category) > 0 {
			return
		}
	}
	if d.category(t.tag, t.word(t.tag)); len(d.r.Category) == 0 && t.weakness() == "amplifier" {
		d.category("amplifier")
	}
}

// wordsOf are the words of a feed's or a finding's name.
func wordsOf(name string) []string {
	return strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return strings.ContainsRune("_-. /;,", r) })
}

// word is what tells the kind in a feed's or a finding's name, as a word of
// categories: two words together, else the first that does.
func (t *table) word(name string) string {
	list := wordsOf(name)
	has := func(words ...string) bool {
		return slices.ContainsFunc(list, func(w string) bool { return slices.Contains(words, w) })
	}
	scan := has("scan", "scan6")
	switch {
	case has("poodle", "freak"):
		return "weak-crypto"
	case scan && has("honeypot", "hp"):
		return "scanner" // seen by a honeypot, where others were scanned for
	case scan && has("vulnerable"):
		return "vulnerable-system"
	case has("compromised") && has("account", "accounts"):
		return "compromised-account"
	case has("malware") && has("url"):
		return "malware-distribution"
	}
	for _, w := range list {
		switch w {
		case "drone", "sinkhole", "botnet", "infected", "bot", "ransomware":
			return "infected-system"
		case "phish", "phishing", "ddos", "spam":
			return w
		case "brute", "bruteforce":
			return "brute-force"
		case "spoofer":
			return "spoofing"
		case "compromised":
			return "compromise"
		case "ntpmonitor":
			return "amplifier"
		case "scan", "scan6", "open", "accessible":
			if has("ntpmonitor") {
				return "amplifier"
			}
			return t.weakness()
		}
	}
	return ""
}

// weakness tells an open reflector, and a service with a known hole, from one
// that is merely open.
func (t *table) weakness() string {
	switch {
	case slices.Contains(t.columns, colWeak):
		return "amplifier"
	case strings.Contains(t.tag, "cve-"):
		return "vulnerable-system"
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
