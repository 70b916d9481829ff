package machine

import (
	"strings"
	"testing"

	"tocsin/store"
)

// feedbackMail is a multipart/report with the given machine readable part.
func feedbackMail(human, report, original string) Message {
	return Message{Subject: "FW: hello", Type: "multipart/report", Body: human, Parts: []Part{
		{Type: "text/plain", Text: human}, {Type: "message/feedback-report", Data: []byte(report)}, {Type: "message/rfc822", Data: []byte(original)}}}
}

func hostsOf(r *store.Report, role string) string {
	var list []string
	for _, h := range r.Hosts {
		if h.Role == role {
			list = append(list, strings.TrimSpace(strings.Join(h.Addresses, " ")+" "+h.Name))
		}
	}
	return strings.Join(list, ", ")
}

func TestFeedback(t *testing.T) {
	cases := []struct {
		name, human, report, original string
		source, start, category       string
	}{
		{"all fields, any order and case", "", "SOURCE-IP: 192.0.2.9\r\nversion: 1\r\nArrival-date: Tue, 3 Mar 2026 10:00:00 -0500 (EST)\r\nUser-Agent: x/1\r\nFeedback-Type: Abuse\r\n", "",
			"192.0.2.9", "2026-03-03T15:00:00Z", "abusive-content/spam"},
		{"folded, IPv6 in brackets", "", "Feedback-Type: fraud\nUser-Agent: x\nVersion: 1\nSource-IP: [IPv6:2001:db8::7]\nArrival-Date: Tue,\n 3 Mar 2026\n 10:00:00 GMT\n", "",
			"2001:db8::7", "2026-03-03T10:00:00Z", "fraud/phishing"},
		{"facts only in the sentence", "This is an email abuse report for an email message received from IP address\n192.0.2.77 on Tue, 3 Mar 2026 10:00:00 JST.\nFor more see there.\n",
			"Feedback-Type: abuse\nUser-Agent: x\nVersion: 0.1\n", "", "192.0.2.77", "2026-03-03T01:00:00Z", "abusive-content/spam"},
		{"the field beats the sentence", "message received from IP 192.0.2.1 on Tue, 3 Mar 2026 10:00:00 +0000\n", "Feedback-Type: abuse\nSource-IP: 192.0.2.2\nReceived-Date: Mon, 2 Mar 2026 10:00:00 CEST\n", "",
			"192.0.2.2", "2026-03-02T08:00:00Z", "abusive-content/spam"},
		{"a doubtful zone gives way to a sure one", "", "Feedback-Type: virus\nSource-IP: 192.0.2.2\nArrival-Date: Mon, 2 Mar 2026 10:00:00 IST\n", "Received: from a (a [192.0.2.2])\n by b; Mon, 2 Mar 2026 04:30:07 +0000\nSubject: x\n\nbody",
			"192.0.2.2", "2026-03-02T04:30:07Z", "malicious-code/malware-distribution"},
		{"only a doubtful zone", "", "Feedback-Type: opt-out\nSource-IP: 192.0.2.2\nArrival-Date: Mon, 2 Mar 2026 10:00:00 IST\n", "", "192.0.2.2", "Mon, 2 Mar 2026 10:00:00 IST", ""},
		{"the original agrees with itself", "", "Feedback-Type: abuse\nUser-Agent: x\n", "X-Originating-IP: [192.0.2.8]\nReceived: from 127.0.0.1 (EHLO mx) (192.0.2.8)\n by mta; Mon, 2 Mar 2026 04:30:07 +0000\n\n", "192.0.2.8", "2026-03-02T04:30:07Z", "abusive-content/spam"},
		{"a forged origin", "", "Feedback-Type: abuse\nUser-Agent: x\n", "X-Originating-IP: [192.0.2.8]\nReceived: from y (192.0.2.55) by mta; Mon, 2 Mar 2026 04:30:07 +0000\n\n", "", "2026-03-02T04:30:07Z", "abusive-content/spam"},
		{"no address at all", "", "Feedback-Type: abuse\nSource-IP: unknown\n", "", "", "", "abusive-content/spam"},
	}
	for _, c := range cases {
		found, ok := Read(feedbackMail(c.human, c.report, c.original))
		if !ok || found.Kind != "arf" || len(found.Reports) != 1 {
			t.Errorf("%s: read as %+v", c.name, found)
			continue
		}
		r := &found.Reports[0]
		checkReport(t, r)
		if got := hostsOf(r, store.RoleSource); got != c.source {
			t.Errorf("%s: source %q, want %q", c.name, got, c.source)
		}
		if r.Time.Start != c.start || strings.Join(r.Category, " ") != c.category {
			t.Errorf("%s: start %q and category %v, want %q and %q", c.name, r.Time.Start, r.Category, c.start, c.category)
		}
	}
}

func TestFeedbackOfAuthentication(t *testing.T) {
	found, ok := Read(feedbackMail("", "Feedback-Type: auth-failure\nUser-Agent: x\nVersion: 1\nAuth-Failure: dmarc\nSource-IP: 192.0.2.2\nIncidents: 7\nReported-Domain: example.org\n"+
		"Reported-URI: http://example.net/a\nReported-URI: http://example.net/b\nReported-URI: mailto:shop@example.net\nReported-URI: tel:+3521\nSource-IP: 192.0.2.3\nOriginal-Mail-From: <x@example.com>\nDelivery-Result: delivered\nAuthentication-Results: mx; dmarc=fail\n", ""))
	if !ok {
		t.Fatal("not read")
	}
	want := `kind: arf
rows: 1
--
count: 7
incident_type: auth-failure dmarc
host: source[192.0.2.2] [documentation]
ipv4: 192.0.2.2 source
domain: example.org unknown
url: http://example.net/a unknown
url: http://example.net/b unknown
email: shop@example.net unknown
email: x@example.com unknown
logs: [mx; dmarc=fail]
left: delivery-result: delivered / reported-uri: tel:+3521 / source-ip: 192.0.2.3
`
	if got := summary(&found); got != want {
		t.Errorf("read as\n%s", got)
	}
}

func TestMangledFeedback(t *testing.T) {
	m := feedbackMail("", "Feedback-Type: abuse\nUser-Agent: x\nVersion: 1\nSource-IP: 192.0.2.2\n", "")
	m.Parts[1].Type, m.Parts[1].Text = "text/plain", string(m.Parts[1].Data)
	if found, ok := Read(m); !ok || found.Kind != "arf" {
		t.Errorf("a feedback report as text/plain was read as %+v", found)
	}
	m.Type = "multipart/mixed"
	if found, ok := Read(m); ok {
		t.Errorf("outside a multipart/report it was read as %+v", found)
	}
}

func TestLineEnds(t *testing.T) {
	report := "Feedback-Type: abuse\nUser-Agent: x\nSource-IP: 192.0.2.2\nArrival-Date: Mon, 2 Mar 2026\n 10:00:00 GMT\n"
	for _, end := range []string{"\n", "\r\n", "\r"} {
		found, ok := Read(feedbackMail("", strings.ReplaceAll(report, "\n", end), ""))
		if !ok || found.Reports[0].Time.Start != "2026-03-02T10:00:00Z" || hostsOf(&found.Reports[0], store.RoleSource) != "192.0.2.2" {
			t.Errorf("with lines that end in %q it is read as %+v", end, found)
		}
	}
}

func TestBareComplaint(t *testing.T) {
	original := Part{Type: "message/rfc822", Data: []byte("Received: from a ([203.0.113.5]) by b;\n Mon, 2 Mar 2026 04:30:07 +0000\nSubject: x\n\n")}
	found, ok := Read(Message{Subject: " complaint about message from 192.0.2.4", Parts: []Part{original}})
	if !ok || hostsOf(&found.Reports[0], store.RoleSource) != "192.0.2.4" || found.Reports[0].Time.Start != "2026-03-02T04:30:07Z" {
		t.Errorf("read as %+v", found)
	}
	for _, m := range []Message{{Subject: "complaint about message from 192.0.2.4"}, {Subject: "complaint about message from Jo", Parts: []Part{original}}, {Subject: "hi", Parts: []Part{original}}} {
		if found, ok := Read(m); ok {
			t.Errorf("%q was read as %+v", m.Subject, found)
		}
	}
}
