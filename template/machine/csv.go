package machine

import (
	"encoding/csv"
	"io"
	"path"
	"regexp"
	"slices"
	"strings"

	"tocsin/store"
)

// readCSV reads feeds: tables with a header row that names addresses and
// times, one incident a row, attached as they are or in a ZIP file.
func readCSV(m *Message) (Found, bool) {
	var tables []*table
	for i := range m.Parts {
		for _, file := range m.Parts[i].tables() {
			if t, ok := openTable(file.text); ok {
				t.feed = feedName(file.name)
				t.utc = t.utc || utcSaid.MatchString(clip(m.Body, maxField))
				tables = append(tables, t)
			}
		}
	}
	// The same incidents often come in two tables: the one with a zone first.
	slices.SortStableFunc(tables, func(a, b *table) int {
		switch {
		case a.utc == b.utc:
			return 0
		case a.utc:
			return -1
		}
		return 1
	})
	found := Found{Kind: "csv"}
	seen := map[string]bool{} // the machines that another table told of already
	for _, t := range tables {
		found.leave(t.above)
		t.read(&found, seen)
	}
	return found, found.Rows > 0
}

// utcSaid is how a letter states the zone of the table that comes with it.
var utcSaid = regexp.MustCompile(`(?i)\b(?:time\s?stamps?|times|zeitstempel|zeitangaben|horodatages?|heures)\b[^.\n]{0,40}\b(?:UTC|GMT)\b`)

// A column is what a heading means.
type column int

const (
	other column = iota
	colTime
	colDay   // a date whose time of day stands in colClock
	colClock // the time of day beside colDay
	colEnd
	colSource
	colTarget
	colUnknown // an address whose role is not stated
	colSourceName
	colTargetName
	colURL
	colDomain
	colMail
	colDigest
	colASN
	colPort
	colProtocol
	colKind  // what kind of incident
	colThing // the malware that was seen
	colTag   // the service or the kind of finding, in the feed's own word
	colCount
	colTLP
	colReference
	colCVE
	colWeak  // an amplification factor: the row is about an open reflector
	colPlace // country, region: known, but nothing is made of it
)

// headings are what feeds call their columns, by key.
var headings = map[string]column{
	"timestamp": colTime, "time": colTime, "datetime": colTime, "eventtime": colTime, "timesource": colTime, "timestamputc": colTime, "timeutc": colTime, "datetimeutc": colTime,
	"firstseen": colTime, "starttime": colTime, "detected": colTime, "detectedat": colTime, "dateutc": colTime, "attacktime": colTime, "eventtimestamp": colTime, "seen": colTime, "eventdatetime": colTime,
	"date": colDay, "eventdate": colDay, "hour": colClock, "timeofday": colClock, "lastseen": colEnd, "endtime": colEnd, "lastseenutc": colEnd, "firstseenutc": colTime,
	"ip": colSource, "srcip": colSource, "sourceip": colSource, "sourceaddress": colSource, "sourceipaddress": colSource, "ipaddress": colSource, "address": colSource, "srcaddr": colSource,
	"srcaddress": colSource, "attackerip": colSource, "infectedip": colSource, "ipv4": colSource, "ipv6": colSource, "src": colSource, "saddr": colSource, "offendingip": colSource,
	"sourcenetwork": colSource, "clientip": colSource, "attacker": colSource, "abusiveip": colSource, "ipaddr": colSource, "hostip": colSource, "source": colSource, "sourceipv4": colSource,
	"dstip": colTarget, "destip": colTarget, "destinationip": colTarget, "destinationaddress": colTarget, "destinationipaddress": colTarget, "targetip": colTarget, "victimip": colTarget,
	"dstaddr": colTarget, "daddr": colTarget, "dst": colTarget, "dstaddress": colTarget, "target": colTarget, "destination": colTarget, "honeypotip": colTarget,
	"cc": colUnknown, "ccip": colUnknown, "c2ip": colUnknown, "c2": colUnknown, "cncip": colUnknown, "sinkholeip": colUnknown, "httprefererip": colSource,
	"hostname": colSourceName, "srchostname": colSourceName, "sourcereversedns": colSourceName, "sourcefqdn": colSourceName, "reversedns": colSourceName, "ptr": colSourceName, "rdns": colSourceName,
	"fqdn": colSourceName, "sourcehostname": colSourceName, "httprefererhostname": colSourceName, "httpreferer": colURL, "host": colSourceName, "dsthostname": colTargetName, "destinationfqdn": colTargetName, "destinationreversedns": colTargetName,
	"url": colURL, "srcurl": colURL, "sourceurl": colURL, "uri": colURL, "malwareurl": colURL, "phishingurl": colURL, "domain": colDomain, "srcdomain": colDomain, "httphost": colDomain, "ccdns": colDomain,
	"dsturl": colURL, "destinationurl": colURL, "sourcedomainname": colDomain, "email": colMail, "srcemail": colMail, "sourceaccount": colMail,
	"md5": colDigest, "sha1": colDigest, "sha256": colDigest, "md5hash": colDigest, "sha1hash": colDigest, "sha256hash": colDigest, "malwarehashmd5": colDigest, "malwarehashsha256": colDigest, "malwarehashsha1": colDigest,
	"asn": colASN, "srcasn": colASN, "sourceasn": colASN, "as": colASN, "asnumber": colASN, "port": colPort, "srcport": colPort, "sourceport": colPort, "protocol": colProtocol, "proto": colProtocol, "protocoltransport": colProtocol, "transport": colProtocol,
	"classificationtype": colKind, "category": colKind, "reporttype": colKind, "eventtype": colKind, "incidenttype": colKind, "abusetype": colKind, "classification": colKind, "threattype": colKind,
	"infection": colThing, "infectiontype": colThing, "malware": colThing, "malwarename": colThing, "family": colThing, "threat": colThing, "tag": colTag, "type": colTag, "service": colTag,
	"count": colCount, "occurrences": colCount, "eventcount": colCount, "attempts": colCount, "tlp": colTLP, "rtir": colReference, "eventid": colReference, "reportid": colReference, "incidentid": colReference, "caseid": colReference,
	"cve": colCVE, "vulnerabilityid": colCVE, "amplification": colWeak, "minamplification": colWeak,
	"geo": colPlace, "region": colPlace, "city": colPlace, "country": colPlace, "countrycode": colPlace, "sourcegeolocationcc": colPlace, "naics": colPlace, "sic": colPlace, "sector": colPlace, "severity": colPlace,
}

// A table is a feed with its header row understood.
type table struct {
	names   []string
	columns []column
	rows    *csv.Reader
	above   string   // the text above the header row
	feed    string   // what the file is called: "scan_dns"
	utc     bool     // the format, or a heading, says that times are UTC
	tag     string   // of the row that is read
	things  []string // what was seen in it: malware, or the kind of attack
}

// openTable finds the header row, at the start of a file or below the words
// of a letter. ok is false unless it names an address, URL or domain and
// enough besides that this is no list of anything else.
func openTable(text string) (*table, bool) {
	text = strings.TrimPrefix(text, "\uFEFF")
	whole := text
	for tries := 0; tries < 300 && text != ""; tries++ {
		line, rest, _ := strings.Cut(text, "\n")
		if head, comma, ok := delimited(line); ok && promising(head, comma) {
			if t := tableOf(head, rest, comma); t != nil {
				t.above = whole[:len(whole)-len(text)]
				return t, true
			}
		}
		text = rest
	}
	return nil, false
}

// promising says whether a line could be a header row: it has three known
// headings at least.
func promising(head string, comma rune) bool {
	known := 0
	var buf [60]byte
	for name := range strings.SplitSeq(head, string(comma)) {
		if len(name) < len(buf) && headings[string(appendKey(buf[:0], name))] != other {
			known++
		}
	}
	return known >= 3
}

// delimited finds the header row in a line, and what parts its columns.
func delimited(line string) (head string, comma rune, ok bool) {
	best := 0
	for _, c := range ",;\t|" {
		if strings.IndexByte(line, byte(c)) < 0 {
			continue // most lines have none of them
		}
		head = strings.TrimLeft(strings.TrimSpace(line), "#; ")
		if n := strings.Count(head, string(c)); n > best {
			best, comma = n, c
		}
	}
	return titleless(head, comma), comma, best > 1 && len(head) < 64<<10
}

// titleless leaves out what a letter calls its header row: "Format: ASN | IP".
func titleless(head string, comma rune) string {
	cell, _, _ := strings.Cut(head, string(comma))
	if title, name, ok := strings.Cut(cell, ": "); ok && headings[key(cell)] == other && headings[key(name)] != other {
		return head[len(title)+len(": "):]
	}
	return head
}

func newRows(text string, comma rune) *csv.Reader {
	r := csv.NewReader(strings.NewReader(text))
	r.Comma, r.LazyQuotes, r.FieldsPerRecord, r.TrimLeadingSpace = comma, true, -1, comma != '\t'
	if comma != '#' {
		r.Comment = '#'
	}
	return r
}

func tableOf(head, rest string, comma rune) *table {
	names, err := newRows(head, comma).Read()
	if err != nil {
		return nil
	}
	t := &table{names: names, rows: newRows(rest, comma)}
	count := map[column]int{}
	for _, name := range names {
		c := headings[key(name)]
		t.columns = append(t.columns, c)
		count[c]++
		t.utc = t.utc || (c == colTime || c == colEnd) && strings.Contains(strings.ToLower(name), "utc")
	}
	t.settle(count)
	subjects := count[colSource] + count[colURL] + count[colDomain]
	known := len(names) - count[other]
	if subjects == 0 || count[colTime]+count[colDay]+count[colEnd] == 0 && known < 4 {
		return nil
	}
	return t
}

// settle decides what a heading means beside the others.
func (t *table) settle(count map[column]int) {
	has := func(names ...string) bool {
		for _, n := range names {
			if !slices.ContainsFunc(t.names, func(have string) bool { return key(have) == n }) {
				return false
			}
		}
		return true
	}
	for i, c := range t.columns {
		name := key(t.names[i])
		switch {
		case c == colTime && (name == "eventtime" || name == "time") && count[colDay] > 0:
			t.columns[i] = colClock
		case c == colDay && !slices.Contains(t.columns, colClock) && !has("eventtime") && !has("time"):
			t.columns[i] = colTime
		}
	}
	// The reports of the Shadowserver Foundation are defined to be in UTC.
	t.utc = t.utc || has("timestamp", "ip", "asn", "geo", "region", "city") || has("timestamp", "ip", "asn", "geo", "hostname", "type", "url") ||
		has("timestamp", "srcip", "srcasn", "srcgeo", "srcregion", "srccity") || has("timestamp", "dstip", "dstasn", "dstgeo", "dstregion", "dstcity")
}

// feedName is the name of a feed by its file: no folder, no date, no endings,
// and behind a date and a name of several words not whom it is for:
// "2026-02-09-scan_dns-example-asn.csv".
func feedName(file string) string {
	file = strings.ReplaceAll(file, "\\", "/")
	file = file[strings.LastIndexByte(file, '/')+1:]
	for {
		ext := path.Ext(file)
		if !slices.Contains([]string{".zip", ".gz", ".csv", ".tsv", ".txt"}, strings.ToLower(ext)) {
			break
		}
		file = strings.TrimSuffix(file, ext)
	}
	name := strings.TrimLeft(file, "0123456789-_")
	if short, _, ok := strings.Cut(name, "-"); ok && name != file && strings.Contains(short, "_") {
		return short
	}
	return name
}

// read turns the rows into reports.
func (t *table) read(found *Found, seen map[string]bool) {
	rows, bad := 0, 0
	for line := 2; ; line++ {
		record, err := t.rows.Read()
		if err == io.EOF || bad == maxReports {
			break // so many rows without an address: the table has ended
		}
		if err != nil {
			bad++
			continue
		}
		if found.Rows >= maxReports {
			found.Rows++ // counted, not read: Rows then tells more than Reports
			continue
		}
		d := newDraft("csv")
		if !t.row(d, record, line) {
			found.leave(strings.Join(record, ",") + "\n")
			bad++
			continue
		}
		if rows++; t.twin(d, seen) {
			continue
		}
		found.add(d)
	}
	if rows > 0 {
		for _, r := range found.Reports {
			for _, h := range r.Hosts {
				for _, a := range h.Addresses {
					seen[a] = true
				}
			}
		}
	}
}

// twin says whether another table of the same mail told of the machine.
func (t *table) twin(d *draft, seen map[string]bool) bool {
	for _, h := range d.r.Hosts {
		if h.Role == store.RoleSource && len(h.Addresses) > 0 {
			return seen[h.Addresses[0]]
		}
	}
	return false
}
