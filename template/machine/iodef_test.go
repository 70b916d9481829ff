package machine

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"tocsin/store"
)

// iodefOf wraps the inside of an incident as an attachment.
func iodefOf(version, inside string) Message {
	doc := fmt.Sprintf(`<?xml version="1.0" encoding="ISO-8859-1"?><RID xmlns="urn:ietf:params:xml:ns:iodef-rid-2.0"><IODEF-Document version="%s" xmlns="urn:ietf:params:xml:ns:iodef-%s"><Incident purpose="reporting" restriction="public"><IncidentID name="a.example">1</IncidentID>%s</Incident></IODEF-Document></RID>`, version, version, inside)
	return Message{Parts: []Part{{Type: "text/plain", Text: "Attached."}, {Type: "application/xml", Text: doc}}}
}

func TestIODEFRoles(t *testing.T) {
	system := func(attributes, node string) string {
		return `<EventData><Flow><System ` + attributes + `><Node>` + node + `</Node></System></Flow></EventData>`
	}
	addr := `<Address category="ipv4-addr">192.0.2.1</Address>`
	cases := []struct{ inside, hosts string }{
		{system(`category="source"`, addr), "source 192.0.2.1"},
		{system(`category="target"`, addr), "target 192.0.2.1"},
		{system(`category="intermediate"`, addr), "intermediary 192.0.2.1"},
		{system(`category="sensor"`, addr), "unknown 192.0.2.1"},
		{system(`category="watchlist-destination"`, addr), "unknown 192.0.2.1"},
		{system(`category="source" spoofed="yes"`, addr), "unknown 192.0.2.1"},
		{system(`category="source" spoofed="no"`, `<NodeName>a.example.com</NodeName>`), "source a.example.com"},
		{system(`category="source"`, `<Address category="ipv4-net">192.0.2.0/25</Address>`), "source 192.0.2.0/25"},
		{system(`category="source"`, `<Address category="ipv6-net">2001:db8::/48</Address><Address>2001:db8::1</Address>`), "source 2001:db8::/48, source 2001:db8::1"},
		{system(`category="target"`, `<Address category="ipv4-net-mask">192.0.2.0/255.255.254.0</Address>`), "target 192.0.2.0/23"},
		{system(`category="source"`, `<Address category="mac">00:11:22:33:44:55</Address>`), ""},
		{`<EventData><EventData>` + system(`category="source"`, addr) + `</EventData></EventData>`, "source 192.0.2.1"},
		{`<EventData><System category="target"><Node>` + addr + `</Node></System></EventData>`, "target 192.0.2.1"},
	}
	for _, c := range cases {
		found, ok := Read(iodefOf("1.00", c.inside))
		if !ok || found.Kind != "iodef-1" {
			t.Errorf("%s: read as %+v", c.inside, found)
			continue
		}
		r := &found.Reports[0]
		checkReport(t, r)
		var hosts []string
		for _, h := range r.Hosts {
			hosts = append(hosts, h.Role+" "+strings.Join(append(h.Addresses, h.Name), ""))
		}
		if got := strings.Join(hosts, ", "); got != c.hosts {
			t.Errorf("%s: hosts %q, want %q", c.inside, got, c.hosts)
		}
		if (len(r.Hosts) == 0) != (len(r.Problems) > 0) || r.Disclosure.TLP != "CLEAR" {
			t.Errorf("%s: problems %v, disclosure %+v", c.inside, r.Problems, r.Disclosure)
		}
	}
}

func TestIODEFTimesAndKinds(t *testing.T) {
	found, _ := Read(iodefOf("2.0", `<GenerationTime>2026-01-03T00:00:00Z</GenerationTime><EventData><DetectTime>2026-01-02 10:00:00</DetectTime><StartTime>2026-01-02T09:00:00+05:30</StartTime>
<Assessment><SystemImpact type="ext-value" ext-type="ddos"/><Impact type="admin" completion="succeeded"/></Assessment></EventData>
<Assessment occurrence="actual"><Impact type="unknown">bad</Impact></Assessment>
<Contact role="tech" type="person"><ContactName>Not He</ContactName><Email>no@example.org</Email></Contact><Contact role="creator" type="person"><ContactName>Kim</ContactName><Email>kim@example.org</Email></Contact>`))
	r := found.Reports[0]
	if found.Kind != "iodef-2" || r.Time.Start != "2026-01-02T03:30:00Z" || r.Time.Detected != "2026-01-02 10:00:00" || r.Fields["report_time"] != "2026-01-03T00:00:00Z" {
		t.Errorf("kind %s, span %+v, fields %v", found.Kind, r.Time, r.Fields)
	}
	if got := strings.Join(r.Category, " "); got != "availability/ddos intrusions/privileged-account-compromise" && got != "intrusions/privileged-account-compromise availability/ddos" {
		t.Errorf("category %q", got)
	}
	if r.Fields["contact_name"] != "Kim" || r.Fields["contact_email"] != "kim@example.org" || r.Fields["impact"] != "bad" {
		t.Errorf("fields %v", r.Fields)
	}
}

func TestIODEFRestrictions(t *testing.T) {
	for given, want := range map[string]string{`restriction="private"`: "RED|", `restriction="need-to-know"`: "AMBER+STRICT|", `restriction="partner"`: "GREEN|", `restriction="red"`: "RED|",
		`restriction="default"`: "|IODEF restriction: default", "": "|no restriction stated: private, as IODEF has it"} {
		m := iodefOf("2.00", "")
		m.Parts[1].Text = strings.Replace(m.Parts[1].Text, `restriction="public"`, given, 1)
		found, _ := Read(m)
		if got := found.Reports[0].Disclosure.TLP + "|" + found.Reports[0].Disclosure.Text; got != want {
			t.Errorf("%s gives %q, want %q", given, got, want)
		}
	}
}

func TestIODEFIndicators(t *testing.T) {
	found, ok := Read(Message{Parts: []Part{{Type: "application/json", Data: []byte(`{"version": "2.0", "Incident": [{"purpose": "watch", "restriction": "green", "IncidentID": {"id": "9", "name": "x.example"},
 "IndicatorData": {"Indicator": [{"Observable": {"BulkObservable": {"type": "ipv4-addr", "BulkObservableList": "192.0.2.1\n192.0.2.2"}}},
 {"Observable": {"FileData": {"File": [{"FileName": "a.exe", "HashData": {"scope": "file-contents", "Hash": [{"DigestMethod": "sha1", "DigestValue": "0ec5ead9264b3491d5cc377e525e653122e71196"}]}}]}}}]}}]}`)}}})
	if !ok || found.Kind != "iodef-json" {
		t.Fatalf("read as %+v", found)
	}
	var got []string
	for _, i := range found.Reports[0].Indicators {
		got = append(got, i.Type+" "+i.Value+" "+i.Role)
	}
	if s := strings.Join(got, ", "); s != "ipv4 192.0.2.1 unknown, ipv4 192.0.2.2 unknown, sha1 0ec5ead9264b3491d5cc377e525e653122e71196 unknown" {
		t.Errorf("indicators %s", s)
	}
}

func TestSeveralIncidents(t *testing.T) {
	one := `<Incident purpose="reporting"><IncidentID name="a">%d</IncidentID><EventData><Flow><System category="source"><Node><Address>192.0.2.%d</Address></Node></System></Flow></EventData></Incident>`
	doc := `<IODEF-Document version="2.00">` + fmt.Sprintf(one, 1, 1) + fmt.Sprintf(one, 2, 2) + `</IODEF-Document>`
	found, ok := Read(Message{Parts: []Part{{Type: "text/xml", Text: doc}}})
	if r := found.One(); !ok || found.Rows != 2 || hostsOf(&r, store.RoleSource) != "192.0.2.1, 192.0.2.2" {
		t.Errorf("read as %+v", found)
	}
}

// The restrictions that one report may list are bounded: each is compared with
// all before it.
func TestManyRestrictions(t *testing.T) {
	var events, tags strings.Builder
	for i := range 3000 {
		fmt.Fprintf(&events, `<EventData restriction="r%d"></EventData>`, i)
		fmt.Fprintf(&tags, `{"name":"tlp:r%d"},`, i)
	}
	misp := `{"Event":{"info":"x","uuid":"y","Attribute":[{"type":"ip-src"}],"Tag":[` + tags.String() + `{}]}}`
	for name, m := range map[string]Message{"iodef": iodefOf("2.00", events.String()), "misp": {Parts: []Part{{Type: "application/json", Text: misp}}}} {
		found, ok := Read(m)
		if !ok {
			t.Fatalf("%s: not read", name)
		}
		if text := found.One().Disclosure.Text; text == "" || len(text) > maxRestrictions+1000 {
			t.Errorf("%s: %d bytes of restrictions", name, len(text))
		}
	}
}

// What fills no field stays as text: who else is concerned, what is expected,
// what was done.
func TestIODEFRemains(t *testing.T) {
	doc := `<i:IODEF-Document version="2.00" xmlns:i="urn:ietf:params:xml:ns:iodef-2.0"><i:Incident purpose="reporting" restriction="red"><i:IncidentID>5</i:IncidentID>
<i:Contact role="creator" type="organization"><i:ContactName>CSIRT</i:ContactName></i:Contact><i:Contact role="admin" type="person"><i:ContactName>Ada</i:ContactName></i:Contact>
<i:Assessment><i:IncidentCategory>phishing</i:IncidentCategory></i:Assessment>
<i:EventData><i:Expectation action="block-host"/></i:EventData><i:History><i:HistoryItem><i:Description>told the owner</i:Description></i:HistoryItem></i:History></i:Incident></i:IODEF-Document>`
	found, ok := Read(Message{Parts: []Part{{Type: "text/xml", Text: doc}}})
	if !ok {
		t.Fatal("not read")
	}
	for _, want := range []string{"Ada", "block-host", "told the owner"} {
		if !strings.Contains(found.Left, want) {
			t.Errorf("%q is lost: %q", want, found.Left)
		}
	}
	r := found.One()
	if strings.Contains(found.Left, "CSIRT") || r.Fields["incident_type"] != "phishing" || r.Fields["impact"] != "" || !slices.Equal(r.Category, []string{"fraud/phishing"}) {
		t.Errorf("read as %+v", found)
	}
}
