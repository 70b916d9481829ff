package intake

import (
	"strings"
	"testing"

	"tocsin/store"
)

// parcel is a mail of several parts, each "type\n\ncontent".
func parcel(subject, kind string, parts ...string) []byte {
	var out strings.Builder
	out.WriteString("From: sensor@feed.example\r\nTo: " + team + "\r\nSubject: " + subject + "\r\nMessage-ID: <parcel@feed.example>\r\nDate: Sat, 21 Nov 2026 10:00:00 +0100\r\nMIME-Version: 1.0\r\nContent-Type: " + kind + "; boundary=\"cut\"\r\n\r\n")
	for _, p := range parts {
		out.WriteString("--cut\r\nContent-Type: " + strings.ReplaceAll(p, "\n", "\r\n") + "\r\n")
	}
	out.WriteString("--cut--\r\n")
	return []byte(out.String())
}

// reportOf is what is understood of a mail.
func reportOf(b *bed, raw []byte) (r store.Report) {
	b.line.borrow(func(x *Reader) { r = x.Read(raw, b.now, "file").Report })
	return r
}

const (
	complaint = "message/feedback-report\n\nFeedback-Type: abuse\nUser-Agent: x/1\nVersion: 1\nSource-IP: 192.0.2.9\nArrival-Date: Fri, 20 Nov 2026 10:00:00 -0500\nReported-Tool: odd\n"
	rows      = "text/csv; name=feed.csv\n\ntimestamp,ip,port,asn,geo,region,city,infection\n2026-11-20 10:00:00,192.0.2.31,5,64500,LU,x,y,mirai\n2026-11-20 10:05:00,192.0.2.32,5,64500,LU,x,y,mirai\n"
)

func TestMachineReport(t *testing.T) {
	b := newBed(t, false)
	r := reportOf(b, parcel("FW: hello", `multipart/report; report-type=feedback-report`, "text/plain\n\nThis is an abuse report.\n", complaint, "message/rfc822\n\nFrom: x@y.example\nSubject: cheap\n\nbuy\n"))
	if r.Form != "arf" || len(r.Hosts) != 1 || r.Hosts[0].Role != store.RoleSource || r.Hosts[0].Addresses[0] != "192.0.2.9" || r.Time.Start != "2026-11-20T15:00:00Z" {
		t.Errorf("read as %+v", r)
	}
	if d := r.Fields["description"]; !strings.Contains(d, "This is an abuse report.") || !strings.Contains(d, "reported-tool: odd") {
		t.Errorf("what is left over is not in the description %q", d)
	}
}

func TestFeedIsOneIncident(t *testing.T) {
	b := newBed(t, false)
	r := reportOf(b, parcel("Feed [TLP:AMBER]", "multipart/mixed", "text/plain\n\nToday's feed.\n", rows))
	if r.Form != "csv" || len(r.Hosts) != 2 || r.Fields["count"] != "2" || r.Time.Start != "2026-11-20T10:00:00Z" || r.Time.End != "2026-11-20T10:05:00Z" {
		t.Errorf("read as %+v", r)
	}
	if r.Disclosure.TLP != "AMBER" {
		t.Errorf("the subject's marking is lost: %+v", r.Disclosure)
	}
}

func TestFormBesideTable(t *testing.T) {
	b := newBed(t, false)
	if r := reportOf(b, parcel("Vorfall", "multipart/mixed", "text/plain; charset=utf-8\n\n"+halfForm, rows)); r.Form == "csv" || r.Fields["contact_name"] == "" {
		t.Errorf("the table is taken for the report: %+v", r)
	}
}

func TestPictureIsNotDecoded(t *testing.T) {
	b := newBed(t, false)
	raw := parcel("hi", "multipart/mixed", "text/plain\n\nLook.\n", "image/png\nContent-Transfer-Encoding: base64\n\niVBORw0KGgo=\n", "message/rfc822\n\nSubject: inner\n\ntext\n")
	b.line.borrow(func(x *Reader) {
		m := dissect(x.Read(raw, b.now, "file"))
		if len(m.Parts) != 3 || m.Parts[0].Text == "" || m.Parts[1].Data != nil || !strings.Contains(string(m.Parts[2].Data), "Subject: inner") || m.Body != m.Parts[0].Text && m.Body == "" {
			t.Errorf("laid out as %+v", m)
		}
	})
}
