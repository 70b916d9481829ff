package machine

import (
	"strings"
	"testing"

	"tocsin/store"
)

// takedown is an X-ARF report about a URL, with a text for people beside it.
func takedown(source, body string) Message {
	doc := "---\nReported-From: t@example.org\nCategory: fraud\nReport-Type: phishing\nDate: 2026-10-12T06:40:56+00:00\nSource-Type: uri\nSource: " + source + "\nVersion: 0.1\n"
	return Message{Body: body, Parts: []Part{{Type: "text/plain", Text: body}, {Type: "text/plain", Name: "report.txt", Text: doc}, {Type: "text/plain", Name: "log.txt", Text: "GET /"}}}
}

func TestAddressInBrackets(t *testing.T) {
	const url = "http://shop.example.com/login"
	cases := []struct{ body, want string }{
		{"Found:\n\nhttp://shop.example.com/other [192.0.2.11]\nhttp://x.example.net/ [192.0.2.12]\n", "192.0.2.11 shop.example.com"},
		{"Found:\nhttp://shop-example.com/ [2001:db8::5]\nand again\nhttp://shop-example.com/a [2001:db8::5]\n", "shop.example.com, 2001:db8::5"},
		{"http://a.example.com/ [192.0.2.1]\nhttp://b.example.com/ [192.0.2.2]\n", "shop.example.com"},
		{"http://shop.example.com/ [2/25]\n", "shop.example.com"},
		{"no address here\n", "shop.example.com"},
	}
	for _, c := range cases {
		found, ok := Read(takedown(url, c.body))
		if !ok || found.Kind != "xarf-1" {
			t.Errorf("%q: read as %+v", c.body, found)
			continue
		}
		r := &found.Reports[0]
		checkReport(t, r)
		if got := hostsOf(r, store.RoleSource); got != c.want || strings.Join(r.Category, "") != "fraud/phishing" || len(r.Logs) != 1 {
			t.Errorf("%q: source %q, want %q; %v, logs %q", c.body, got, c.want, r.Category, r.Logs)
		}
	}
	found, _ := Read(takedown("http://192.0.2.80:8080/x", "http://y.example.com/ [192.0.2.9]\n"))
	if got := hostsOf(&found.Reports[0], store.RoleSource); got != "192.0.2.80" {
		t.Errorf("an address of its own gives way: %q", got)
	}
}

func TestVersionsOfXARF(t *testing.T) {
	header := func(names ...string) func(string) string {
		return func(name string) string {
			for _, n := range names {
				if strings.EqualFold(n, name) {
					return "PLAIN"
				}
			}
			return ""
		}
	}
	cases := []struct {
		version string
		header  func(string) string
		want    string
	}{{"0.1", nil, "xarf-1"}, {"0.2", nil, "xarf-2"}, {"0.2.1", header("X-ARF"), "xarf-2"}, {"", header("X-XARF"), "xarf-2"}, {"", header("X-ARF", "X-XARF"), "xarf-1"}, {"", nil, "xarf-1"}}
	for _, c := range cases {
		m := takedown("192.0.2.1", "")
		m.Header = c.header
		m.Parts[1].Text = strings.Replace(m.Parts[1].Text, "Version: 0.1\n", "Version: "+c.version+"\n", 1)
		if found, _ := Read(m); found.Kind != c.want {
			t.Errorf("version %q is %q, want %q", c.version, found.Kind, c.want)
		}
	}
}

func TestFlatNotice(t *testing.T) {
	doc := "---\nuri: http://bad.example.com/\nasn: AS64500\nip: 192.0.2.13\nfirst_seen: 2026-09-23 04:04:18 +0200\nlast_seen: 2026-09-24 04:04:18 +0200\nsignature: X.MALWARE.URL\n...\n"
	found, ok := Read(Message{Body: "see there", Parts: []Part{{Type: "text/plain", Name: "r.txt", Text: doc}}})
	if !ok || found.Kind != "notice" || found.Sure() {
		t.Fatalf("read as %+v", found)
	}
	r := found.Reports[0]
	if hostsOf(&r, store.RoleSource) != "192.0.2.13, bad.example.com" || r.Time.Start != "2026-09-23T02:04:18Z" || r.Time.End != "2026-09-24T02:04:18Z" || r.Category[0] != "malicious-code/malware-distribution" {
		t.Errorf("read as %s", summary(&found))
	}
	for _, other := range []string{strings.Replace(doc, "ip: 192.0.2.13", "ip: none", 1), strings.Replace(strings.Replace(doc, "first_seen", "a", 1), "last_seen", "b", 1)} {
		if found, ok := Read(Message{Parts: []Part{{Type: "text/plain", Text: other}}}); ok {
			t.Errorf("%q was read as %+v", other, found)
		}
	}
}
