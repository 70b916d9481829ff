package machine

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"tocsin/store"
)

// zipped packs files by name and text.
func zipped(t *testing.T, encrypted bool, files ...string) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for i := 0; i < len(files); i += 2 {
		h := &zip.FileHeader{Name: files[i], Method: zip.Deflate}
		if encrypted {
			h.Flags |= 1
		}
		f, err := w.CreateHeader(h)
		if err != nil {
			t.Fatal(err)
		}
		f.Write([]byte(files[i+1]))
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

const feed = "timestamp,ip,protocol,port,hostname,tag,asn,geo,region,city,min_amplification\r\n2026-10-15 01:09:24,192.0.2.195,udp,53,-,openresolver,64500,LU,-,-,1.3810\r\n"

func TestZippedFeed(t *testing.T) {
	data := zipped(t, false, "photo.jpg", "x", "2026-10-15-scan_dns-example-asn.csv", feed)
	found, ok := Read(Message{Parts: []Part{{Type: "application/octet-stream", Name: "a.zip", Data: data}}})
	if !ok || found.Rows != 1 {
		t.Fatalf("read as %+v", found)
	}
	r := found.One()
	if hostsOf(&r, store.RoleSource) != "192.0.2.195" || r.Time.Start != "2026-10-15T01:09:24Z" || !slices.Equal(r.Category, []string{"vulnerable/ddos-amplifier"}) || r.Fields["protocol_port"] != "udp/53" {
		t.Errorf("report %+v", r)
	}
	for name, data := range map[string][]byte{
		"a password":    zipped(t, true, "f.csv", feed),
		"a nested one":  zipped(t, false, "f.zip", string(zipped(t, false, "f.csv", feed))),
		"a broken one":  data[:len(data)/2],
		"binary inside": zipped(t, false, "f.csv", "timestamp,ip,port\n\xff\xfe\x00"),
	} {
		if found, ok := Read(Message{Parts: []Part{{Type: "application/zip", Data: data}}}); ok {
			t.Errorf("%s was read as %+v", name, found)
		}
	}
}

func TestZipBombStaysSmall(t *testing.T) {
	data := zipped(t, false, "f.csv", strings.Repeat(strings.Repeat("a", 1<<20), 40))
	files := unzip(data)
	total := 0
	for _, f := range files {
		total += len(f.text)
	}
	if total > maxUnpacked {
		t.Errorf("%d bytes were unpacked", total)
	}
}

func TestTwoTablesOfOneIncident(t *testing.T) {
	local := "report_type,event_date,event_time,src_asn,src_ip,src_port,dst_ip\nBotnet,2026-03-02,01:45:59,64500,192.0.2.13,2005,203.0.113.1\n"
	utc := "timestamp,ip,port,asn,geo,region,city,infection\n2026-03-02 00:45:59,192.0.2.13,2005,64500,NL,X,Y,mirai\n"
	found, ok := Read(Message{Parts: []Part{{Type: "text/csv", Name: "1.csv", Text: local}, {Type: "text/csv", Name: "2.csv", Text: utc}}})
	if !ok || found.Rows != 1 || found.Reports[0].Time.Start != "2026-03-02T00:45:59Z" {
		t.Fatalf("read as %+v", found)
	}
	found, ok = Read(Message{Parts: []Part{{Type: "text/csv", Text: local}}})
	if r := found.One(); !ok || r.Time.Start != "2026-03-02 01:45:59" || len(r.Problems) != 1 || r.Problems[0].Code != "zone-unknown" || hostsOf(&r, store.RoleTarget) != "" {
		t.Errorf("alone it reads as %+v", found)
	}
}

func TestHeaderRows(t *testing.T) {
	cases := map[string]bool{
		"time,source_ip,port\n2026-01-01T00:00:00Z,192.0.2.1,5\n":                        true,
		"\ufeff\"Timestamp\";\"Source IP\";\"Port\"\n2026-01-01T00:00:00Z;192.0.2.1;5\n": true,
		"# made by x\n#timestamp|ip|asn\n2026-01-01T00:00:00Z|192.0.2.1|5\n":             true,
		"ip\tasn\tcountry\tcategory\n192.0.2.1\t5\tLU\tspam\n":                           true,
		"url,first_seen,asn\nhttp://a.example.com/,2026-01-01T00:00:00Z,5\n":             true,
		"timestamp,ip,port\n":                                false,
		"timestamp,ip,port\n2026-01-01T00:00:00Z,nobody,5\n": false,
		"ip,name\n192.0.2.1,x\n":                             false,
		"name,street,city,port\na,b,c,d\n":                   false,
		"hello world\ntimestamp,ip,port\n":                   false,
	}
	for text, want := range cases {
		found, ok := Read(Message{Parts: []Part{{Type: "text/csv", Text: text}}})
		if ok != want {
			t.Errorf("%q: recognised %v as %+v", text, ok, found)
		}
	}
}

func TestTableInALetter(t *testing.T) {
	body := "Dear colleagues,\n\nthese hosts, as of today, talk to a sinkhole, sadly.\nAll timestamps are in UTC.\n\nasn | ip | timestamp | malware\n64500 | 192.0.2.5 | 2026-03-02 10:00:00 | qbot\n64500 | 192.0.2.6 | 2026-03-02 10:00:01 | qbot\n\nKind regards\nThe team\n"
	found, ok := Read(Message{Body: body, Parts: []Part{{Type: "text/plain", Text: body}}})
	r := found.One()
	if !ok || hostsOf(&r, store.RoleSource) != "192.0.2.5, 192.0.2.6" || r.Time.Start != "2026-03-02T10:00:00Z" || r.Category[0] != "malicious-code/infected-system" {
		t.Errorf("read as %+v", found)
	}
	if !strings.Contains(found.Left, "The team") {
		t.Errorf("left %q", found.Left)
	}
}

func TestKindsOfRows(t *testing.T) {
	row := func(file, infection, tag string) string {
		found, _ := Read(Message{Parts: []Part{{Type: "text/csv", Name: file, Text: "timestamp,src_ip,infection,tag\n2026-01-01T00:00:00Z,192.0.2.1," + infection + "," + tag + "\n"}}})
		if len(found.Reports) != 1 {
			return "unread"
		}
		return strings.Join(found.Reports[0].Category, " ")
	}
	for in, want := range map[[3]string]string{
		{"2026-01-01-event4_honeypot_brute_force-x.csv", "ssh-brute-force", ""}: "intrusion-attempts/brute-force",
		{"event4_sinkhole.csv", "qakbot", ""}:                                   "malicious-code/infected-system",
		{"x.csv", "qakbot", ""}:                                                 "malicious-code/infected-system",
		{"x.csv", "ddos-participant", ""}:                                       "availability/ddos",
		{"scan_rdp.csv", "", "rdp"}:                                             "vulnerable/potentially-unwanted-accessible",
		{"compromised_website.csv", "", "x"}:                                    "intrusions/system-compromise",
		{"x.csv", "", "openresolver"}:                                           "vulnerable/ddos-amplifier",
		{"x.csv", "", "whatever"}:                                               "",
		{"event4_honeypot_http_scan.csv", "http-scan", ""}:                      "information-gathering/scanner",
		{"hp_ics_scan.csv", "", ""}:                                             "information-gathering/scanner",
		{"scan6_ssl_poodle.csv", "", "ssl-poodle"}:                              "vulnerable/weak-crypto",
		{"scan6_telnet.csv", "", "telnet"}:                                      "vulnerable/potentially-unwanted-accessible",
		{"scan_exchange.csv", "", "exchange;cve-2021-26855"}:                    "vulnerable/vulnerable-system",
		{"scan_http_vulnerable.csv", "", "basic-auth"}:                          "vulnerable/vulnerable-system",
		{"compromised_account.csv", "", ""}:                                     "intrusions/unprivileged-account-compromise",
		{"malware_url.csv", "", "CVE-2016-10372"}:                               "malicious-code/malware-distribution",
		{"event4_ip_spoofer.csv", "ip-spoofer", ""}:                             "fraud/masquerade",
		{"event4_sinkhole_http_referer.csv", "kovter", ""}:                      "",
	} {
		if got := row(in[0], in[1], in[2]); got != want {
			t.Errorf("%q is %q, want %q", in, got, want)
		}
	}
}

// What a feed saw is malware, or the word for a kind of attack; the address
// that it is about is its victim's where attackers forged that.
func TestWhatARowIsAbout(t *testing.T) {
	read := func(file, head, row string) *store.Report {
		t.Helper()
		found, _ := Read(Message{Parts: []Part{{Type: "text/csv", Name: file, Text: head + "\n" + row + "\n"}}})
		if len(found.Reports) != 1 {
			t.Fatalf("%s: %+v", file, found)
		}
		return &found.Reports[0]
	}
	r := read("2026-02-09-event4_honeypot_ddos_amp-example-asn.csv", "timestamp,src_ip,src_asn,src_hostname,dst_ip,dst_port,infection", "2026-02-09 00:00:02,192.0.2.9,64500,h9.example.net,198.51.100.3,389,ddos-amplification")
	if hostsOf(r, store.RoleTarget) != "192.0.2.9 h9.example.net" || hostsOf(r, store.RoleSource) != "" || r.Fields["malware"] != "" || r.Fields["incident_type"] != "event4_honeypot_ddos_amp" {
		t.Errorf("a victim of reflectors reads as %+v", r)
	}
	r = read("event4_honeypot_ddos.csv", "timestamp,src_ip,dst_ip,infection,family", "2026-02-09 00:00:00,192.0.2.1,198.51.100.1,ddos,mirai")
	if hostsOf(r, store.RoleSource) != "192.0.2.1" || hostsOf(r, store.RoleTarget) != "198.51.100.1" || r.Fields["malware"] != "mirai" || r.Category[0] != "availability/ddos" {
		t.Errorf("an attack by malware reads as %+v", r)
	}
	r = read("sandbox_conn.csv", "timestamp,ip,asn,geo,md5,port", "2026-02-09 00:00:03,192.0.2.21,64500,LU,b575ce6dcce6502a8431db5610135c25,123")
	if hostsOf(r, store.RoleSource) != "" || hostsOf(r, store.RoleUnknown) != "192.0.2.21" {
		t.Errorf("what malware contacts reads as %+v", r)
	}
	r = read("event4_sinkhole_http_referer.csv", "timestamp,http_referer_ip,http_referer_hostname,dst_ip,dst_asn,dst_geo,dst_region,dst_city,infection,http_host",
		"2026-02-09 00:00:02,192.0.2.12,www.example.net,198.51.100.82,64501,NL,N,A,kovter,track.example.com")
	if hostsOf(r, store.RoleSource) != "192.0.2.12 www.example.net" || r.Time.Start != "2026-02-09T00:00:02Z" {
		t.Errorf("a page that leads to a sinkhole reads as %+v", r)
	}
	r = read("scan_exchange.csv", "timestamp,ip,asn,tag", "2026-02-09 00:00:02,192.0.2.12,64500,exchange;cve-2021-26855")
	if !slices.ContainsFunc(r.Indicators, func(i store.Indicator) bool { return i.Value == "CVE-2021-26855" }) {
		t.Errorf("a tag with a CVE number reads as %+v", r)
	}
}

func TestGzippedFeed(t *testing.T) {
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	io.WriteString(w, "timestamp,ip,asn,port\n2026-02-09 00:00:00,192.0.2.28,64500,3389\n")
	w.Close()
	found, ok := Read(Message{Parts: []Part{{Type: "application/gzip", Name: "2026-02-09-scan_rdp-example-asn.csv.gz", Data: packed.Bytes()}}})
	if r := found.One(); !ok || hostsOf(&r, store.RoleSource) != "192.0.2.28" || r.Fields["incident_type"] != "scan_rdp" {
		t.Errorf("read as %+v", found)
	}
}

// A letter may name its table's header row; what it says besides is kept, and
// a table without a file has no feed's name.
func TestLetterOfATable(t *testing.T) {
	body := "Dear colleagues,\nTelnet is not encrypted.\n\nFormat: ASN | IP | Timestamp (UTC) | Banner\n64500 | 192.0.2.77 | 2026-02-09 08:19:02 | login:\n"
	found, ok := Read(Message{Body: body, Parts: []Part{{Type: "text/plain", Text: body}}})
	r := found.One()
	if !ok || hostsOf(&r, store.RoleSource) != "192.0.2.77" || r.Time.Start != "2026-02-09T08:19:02Z" || r.Fields["incident_type"] != "" {
		t.Errorf("read as %+v", found)
	}
	if !strings.Contains(found.Left, "Telnet is not encrypted.") || strings.Contains(found.Left, "192.0.2.77") {
		t.Errorf("left %q", found.Left)
	}
}

func TestSourceMayBeAName(t *testing.T) {
	text := "time,source,address,cc,category\n2026-01-01T00:00:00Z,shadow.feed,192.0.2.4,LU,bots\n"
	found, ok := Read(Message{Parts: []Part{{Type: "text/csv", Text: text}}})
	if r := found.One(); !ok || hostsOf(&r, store.RoleSource) != "192.0.2.4" || len(r.Indicators) != 1 {
		t.Errorf("read as %+v", found)
	}
}

func TestManyRows(t *testing.T) {
	var text strings.Builder
	text.WriteString("timestamp,ip,asn,geo,region,city,count\n")
	for i := range 2500 {
		fmt.Fprintf(&text, "2026-10-15 01:%02d:%02d,10.1.%d.%d,64500,LU,-,-,%d\n", i/60%60, i%60, i/250, i%250+1, i)
	}
	found, ok := Read(Message{Parts: []Part{{Type: "text/csv", Text: text.String()}}})
	if !ok || found.Rows != 2500 || len(found.Reports) != maxReports {
		t.Fatalf("%d rows, %d reports", found.Rows, len(found.Reports))
	}
	r := found.One()
	checkReport(t, &r)
	if len(r.Hosts) != maxReports || r.Fields["count"] != "2500" || r.Time.Start != "2026-10-15T01:00:00Z" || r.Time.End == "" {
		t.Errorf("%d hosts, fields %v, span %+v", len(r.Hosts), r.Fields, r.Time)
	}
	if len(r.Problems) != 1 || r.Problems[0].Code != "needs-human" {
		t.Errorf("problems %v", r.Problems)
	}
}

func TestOneJoins(t *testing.T) {
	report := func(addr, tlp, who, start string) store.Report {
		d := newDraft("x")
		d.host(store.RoleSource, addr, "", 0)
		d.tlp(tlp)
		d.field("organisation", who)
		d.field("description", addr)
		d.when("start", start)
		d.share("no")
		return d.r
	}
	f := Found{Kind: "x", Rows: 3, Reports: []store.Report{report("192.0.2.1", "green", "A", "2026-01-01T02:00:00Z"), report("192.0.2.2", "red", "A", "2026-01-01T01:00:00Z"), report("192.0.2.1", "", "A", "2026-01-01 09:00:00")}}
	r := f.One()
	if hostsOf(&r, store.RoleSource) != "192.0.2.1, 192.0.2.2" || r.Disclosure.TLP != "RED" || r.Disclosure.ShareIdentity != "no" {
		t.Errorf("hosts %v, disclosure %+v", r.Hosts, r.Disclosure)
	}
	if r.Fields["organisation"] != "A" || r.Fields["description"] != "" || r.Time.Start != "2026-01-01T01:00:00Z" || r.Time.End != "2026-01-01T02:00:00Z" || len(r.Problems) != 1 {
		t.Errorf("fields %v, span %+v, problems %v", r.Fields, r.Time, r.Problems)
	}
}

func TestMark(t *testing.T) {
	d := newDraft("x")
	d.tlp("amber")
	d.share("yes")
	f := Found{Kind: "x", Rows: 2, Reports: []store.Report{d.r, newDraft("x").r}}
	f.Mark(store.Disclosure{TLP: "GREEN", Text: "not to vendors", ShareIdentity: "unknown"})
	f.Mark(store.Disclosure{ShareIdentity: "no"})
	want := []store.Disclosure{{TLP: "AMBER", Text: "not to vendors", ShareIdentity: "no"}, {TLP: "GREEN", Text: "not to vendors", ShareIdentity: "no"}}
	for i, r := range f.Reports {
		if r.Disclosure != want[i] {
			t.Errorf("report %d is marked %+v, want %+v", i, r.Disclosure, want[i])
		}
	}
	f.Mark(store.Disclosure{TLP: "RED"})
	if one := f.One(); one.Disclosure.TLP != "RED" || one.Disclosure.ShareIdentity != "no" {
		t.Errorf("joined it is marked %+v", one.Disclosure)
	}
}
