package machine

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"tocsin/store"
)

func TestXMLStaysBounded(t *testing.T) {
	deep := strings.Repeat("<a>", 100_000)
	levels := 0
	for n := readXML(deep); len(n.kids) > 0; n = n.kids[0] {
		levels++
	}
	if levels > maxTreeLevels+1 {
		t.Errorf("%d levels", levels)
	}
	count := 0
	readXML("<a>" + strings.Repeat("<b/>x", 300_000)).walk(func(*node) { count++ })
	if count > maxNodes+1 {
		t.Errorf("%d nodes", count)
	}
	bomb := `<!DOCTYPE x [<!ENTITY a "aaaaaaaaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><x>&b;&#65;&amp;</x>`
	if x := readXML(bomb).first("x"); x == nil || x.text != "&b;A&" {
		t.Errorf("entities give %+v", x)
	}
}

func TestXMLOfAnyShape(t *testing.T) {
	for text, want := range map[string]string{
		`<?xml version="1.0" encoding="windows-1252"?><a Id="1"><B-b>x</B-b></a>`: "a.Id: 1\na.B-b: x\n",
		`<ns:a xmlns:ns="u" ns:id="2">t<c>u</c>v</ns:a>`:                          "a: tv\na.id: 2\na.c: u\n",
		`<a><b>cut off`: "a.b: cut off\n",
		`no xml at all`: "",
		`<a></b>`:       "",
	} {
		var out strings.Builder
		n := readXML(text)
		for _, k := range n.kids {
			k.lines(&out, k.name)
		}
		if out.String() != want {
			t.Errorf("%q reads as %q, want %q", text, out.String(), want)
		}
	}
}

func TestJSONOfAnyShape(t *testing.T) {
	n := readJSON(`{"Source_Ip": ["192.0.2.1", "192.0.2.2", null], "port": 5, "on": true, "of": {"value": " text "}, "list": [[1], [2]]}`)
	if n == nil {
		t.Fatal("not read")
	}
	top := n.kids[0]
	if len(top.all("sourceip")) != 2 || top.get("none", "port") != "5" || top.get("on") != "true" || top.get("of") != "text" || len(top.all("list")) != 2 {
		t.Errorf("read as %+v", top)
	}
	var nobody *node
	if nobody.get("x") != "" || nobody.first("x") != nil || nobody.value() != "" || top.first("of", "none") != nil {
		t.Error("what is not there has something")
	}
	for _, bad := range []string{"", "{", `{"a": [1, 2`, `{"a" 1}`, strings.Repeat(`{"a":`, 1000), strings.Repeat("[", 1000), "[" + strings.Repeat("1,", maxNodes+1) + "1]"} {
		if n := readJSON(bad); n != nil {
			t.Errorf("%.40q was read", bad)
		}
	}
}

func TestMISPEnvelopes(t *testing.T) {
	event := `{"id": "7", "info": "x", "Attribute": [{"type": "url", "to_ids": true, "value": "http://a.example.com/"}, {"type": "AS", "to_ids": true, "value": "64500"},
 {"type": "filename|md5", "to_ids": true, "value": "a|d41d8cd98f00b204e9800998ecf8427e"}, {"type": "ip-src|port", "to_ids": true, "value": "192.0.2.1|22"}, {"type": "comment", "value": "c", "to_ids": true}]}`
	for _, doc := range []string{event, `{"Event": ` + event + `}`, `[{"Event": ` + event + `}]`, `{"response": [{"Event": ` + event + `}]}`} {
		found, ok := Read(Message{Parts: []Part{{Name: "e.json", Data: []byte(doc)}}})
		if !ok || found.Rows != 1 || found.Left != "comment: c" {
			t.Errorf("%.30s: read as %+v", doc, found)
			continue
		}
		r := found.Reports[0]
		checkReport(t, &r)
		if len(r.Indicators) != 4 || hostsOf(&r, "source") != "192.0.2.1" {
			t.Errorf("indicators %v", r.Indicators)
		}
	}
	if found, ok := Read(Message{Parts: []Part{{Data: []byte(`{"Event": {"info": "x", "uuid": "1"}}`)}}}); ok {
		t.Errorf("an event without attributes was read as %+v", found)
	}
}

func TestFlatYAML(t *testing.T) {
	f, ok := flatYAML("---\nReported-From: 'a@example.org'\r\nSource:\n  - 192.0.2.1\n  - \"192.0.2.2\"\n# remark\nNote: |\n  one\n  two\nURL: http://a.example/x: y\nEmpty:\n...\nprose behind the end\n")
	if !ok || len(f["source"]) != 2 || f["source"][1] != "192.0.2.2" || f.first("note") != "one two" || f.first("url") != "http://a.example/x: y" || f.first("reportedfrom") != "a@example.org" {
		t.Errorf("read as %v %v", ok, f)
	}
	for _, text := range []string{"", "Dear all,\nName: x\n", "a: b\nc: d\ne: f\ng: h\n", "---\na: b\n", "---\na: b\nc: d\ne: f\nno colon here\n"} {
		if f, ok := flatYAML(text); ok {
			t.Errorf("%q was read as %v", text, f)
		}
	}
}

func TestXARFShapes(t *testing.T) {
	v4 := func(rest string) string {
		return `{"xarf_version": "4.0.0", "report_id": "1", "timestamp": "2026-01-11T10:51:30Z", "reporter": {"org": "I", "contact": "i@example.org"}, ` + rest + `}`
	}
	for doc, want := range map[string]string{
		v4(`"source_identifier": "203.0.113.200", "category": "reputation", "type": "blocklist", "threat_type": "command_and_control", "asn": 64500`):                     "203.0.113.200 malicious-code/c2-server",
		v4(`"source_identifier": "links.example.net", "category": "copyright", "type": "link_site", "infringing_url": "https://links.example.net/m"`):                     "links.example.net fraud/copyright",
		v4(`"source_identifier": "links.example.net", "category": "copyright", "type": "a_new_one"`):                                                                      "links.example.net fraud/copyright",
		v4(`"source_identifier": "jo@example.net", "category": "messaging", "type": "spam"`):                                                                              " abusive-content/spam",
		v4(`"source_identifier": "+352 1", "category": "messaging", "type": "sms_spam"`):                                                                                  " abusive-content/spam",
		`{"ReporterInfo": {"ReporterOrg": "x"}, "Report": {"ReportType": "Malware", "ReportClass": "Activity", "ReportSubType": "RPZ-Rewrite", "SourceIp": "192.0.2.1"}}`: "192.0.2.1 malicious-code/infected-system",
	} {
		found, ok := Read(Message{Type: "multipart/report", Parts: []Part{{Type: "text/plain", Text: "hello"}, {Type: "message/feedback-report", Data: []byte("Feedback-Type: xarf\nUser-Agent: x\nVersion: 1\n")}, {Type: "application/json", Data: []byte(doc)}}})
		if !ok || !found.Sure() {
			t.Errorf("%s: read as %+v", doc, found)
			continue
		}
		r := found.Reports[0]
		checkReport(t, &r)
		if got := hostsOf(&r, "source") + " " + strings.Join(r.Category, " "); got != want {
			t.Errorf("%s: %q, want %q", doc, got, want)
		}
		if (len(r.Hosts)+len(r.Indicators) == 0) != (len(r.Problems) > 0) {
			t.Errorf("%s: problems %v", doc, r.Problems)
		}
	}
}

// The peer of an infected machine is its sinkhole or its master, no target.
func TestPeersOfXARF(t *testing.T) {
	read := func(doc string) *store.Report {
		t.Helper()
		found, ok := Read(Message{Parts: []Part{{Type: "application/json", Data: []byte(doc)}}})
		if !ok {
			t.Fatalf("not read: %s", doc)
		}
		return &found.Reports[0]
	}
	v3 := `{"ReporterInfo": {"ReporterOrg": "x"}, "Report": {"ReportType": %q, "ReportClass": "Activity", "SourceIp": "192.0.2.1", "DestinationIp": "198.51.100.7"}}`
	if r := read(fmt.Sprintf(v3, "Botnet")); hostsOf(r, store.RoleTarget) != "" || hostsOf(r, store.RoleUnknown) != "198.51.100.7" {
		t.Errorf("a bot reads as %+v", r)
	}
	if r := read(fmt.Sprintf(v3, "DDoS")); hostsOf(r, store.RoleTarget) != "198.51.100.7" {
		t.Errorf("an attack reads as %+v", r)
	}
	r := read(`{"xarf_version": "4.0.0", "source_identifier": "evil.example", "category": "content", "type": "malware", "file_hashes": {"md5": "d41d8cd98f00b204e9800998ecf8427e"}}`)
	if !slices.ContainsFunc(r.Indicators, func(i store.Indicator) bool { return i.Type == "md5" }) {
		t.Errorf("a file reads as %+v", r)
	}
	r = read(`{"Reported-From": "a@b.example", "Category": "abuse", "Report-Type": "login-attack", "Report-ID": "77", "Version": "0.2", "Date": "2026-02-09T08:00:01+01:00", "Source-Type": "ipv4", "Source": "192.0.2.36", "Port": 22}`)
	if r.Form != "xarf-2" || hostsOf(r, store.RoleSource) != "192.0.2.36" || r.Time.Start != "2026-02-09T07:00:01Z" || r.Fields["protocol_port"] != "22" {
		t.Errorf("version 0.2 in JSON reads as %+v", r)
	}
}

// A file brings no charset: its mark, its declaration or its kind tells.
func TestCharsetsOfFiles(t *testing.T) {
	latin := []byte("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><IODEF-Document version=\"1.00\"><Incident><IncidentID>5</IncidentID><Description>T\xfcr</Description></Incident></IODEF-Document>")
	found, ok := Read(Message{Parts: []Part{{Type: "application/xml", Name: "i.xml", Data: latin}}})
	if !ok || found.Reports[0].Fields["description"] != "Tür" {
		t.Errorf("XML in Latin 1 reads as %+v", found)
	}
	sheet := []byte("timestamp;ip;asn;city\n2026-02-09T00:00:00Z;192.0.2.29;64500;K\xf6ln\n")
	found, ok = Read(Message{Parts: []Part{{Type: "application/vnd.ms-excel", Name: "feed.CSV", Data: sheet}}})
	if !ok || !strings.Contains(found.Reports[0].Logs[0], "Köln") {
		t.Errorf("a table in Windows 1252 reads as %+v", found)
	}
	if found, ok = Read(Message{Parts: []Part{{Type: "application/zip", Name: "feed.zip", Data: zipped(t, false, "feed.csv", string(sheet))}}}); !ok || !strings.Contains(found.Reports[0].Logs[0], "Köln") {
		t.Errorf("packed it reads as %+v", found)
	}
	wide := []byte("\xff\xfe")
	for _, c := range "timestamp;ip;asn\n2026-02-09T00:00:00Z;192.0.2.29;64500\n" {
		wide = append(wide, byte(c), 0)
	}
	if found, ok = Read(Message{Parts: []Part{{Type: "application/octet-stream", Name: "feed", Data: wide}}}); !ok || found.Rows != 1 {
		t.Errorf("a table in UTF-16 reads as %+v", found)
	}
}
