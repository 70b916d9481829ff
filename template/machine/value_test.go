package machine

import (
	"strings"
	"testing"
)

func TestObservable(t *testing.T) {
	cases := map[string]string{
		"192.0.2.1": "ipv4 192.0.2.1", "192[.]0[.]2[.]1": "ipv4 192.0.2.1", "[192.0.2.1]": "ipv4 192.0.2.1", "192.0.2.1:80": "ipv4 192.0.2.1", "192.0.2.9/24": "cidr 192.0.2.0/24",
		"192.0.2.9/32": "ipv4 192.0.2.9", "2001:DB8::0:1": "ipv6 2001:db8::1", "[2001:db8::1]:443": "ipv6 2001:db8::1", "IPv6:2001:db8::1": "ipv6 2001:db8::1", "::ffff:192.0.2.1": "ipv4 192.0.2.1",
		"fe80::1%eth0": "ipv6 fe80::1", "2001:db8::/32": "cidr 2001:db8::/32", "0.0.0.0": "", "::": "", "0.0.0.0/0": "", "300.1.1.1": "", "1.2.3": "",
		"hxxps://evil[.]example/x?y=1": "url https://evil.example/x?y=1", "http://": "", "https://a b.example/": "", "ftp://x.example/f": "url ftp://x.example/f", "javascript:alert(1)": "",
		"Evil.Example.COM.": "domain evil.example.com", "localhost": "", "a..b": "", "x.123": "", "_dmarc.example.org": "domain _dmarc.example.org", "bücher.example": "domain bücher.example",
		"<jo@example.org>": "email jo@example.org", "jo[at]example.org": "email jo@example.org", "jo@nowhere": "", "CVE-2024-12345": "cve CVE-2024-12345", "cve-2024-1": "",
		"AS64512": "asn AS64512", "as 64512": "asn AS64512", "d41d8cd98f00b204e9800998ecf8427e": "md5 d41d8cd98f00b204e9800998ecf8427e",
		"DA39A3EE5E6B4B0D3255BFEF95601890AFD80709": "sha1 da39a3ee5e6b4b0d3255bfef95601890afd80709", "deadbeef": "", "": "", "\x00": "",
	}
	for in, want := range cases {
		kind, value := observable(in)
		if got := strings.TrimSpace(kind + " " + value); got != want {
			t.Errorf("%q is %q, want %q", in, got, want)
		}
	}
}

func TestCategoryOf(t *testing.T) {
	for in, want := range map[string]string{
		"login-attack": "intrusion-attempts/brute-force", "LoginAttack": "intrusion-attempts/brute-force", "brute-force": "intrusion-attempts/brute-force", "connection-login-attack": "intrusion-attempts/brute-force",
		`rsit:availability="ddos"`: "availability/ddos", "intrusions/system-compromise": "intrusions/system-compromise", "infected_system": "malicious-code/infected-system",
		"c2-server": "malicious-code/c2-server", "botnet drone": "malicious-code/infected-system", "PortScan": "information-gathering/scanner", "abuse": "", "": "", "a new word": "", "test": "test/test",
		"content-phishing": "fraud/phishing", "Content-Unknown": "",
	} {
		if got := categoryOf(in); got != want {
			t.Errorf("%q is %q, want %q", in, got, want)
		}
	}
	for word, c := range words {
		class, kind, _ := strings.Cut(c, "/")
		if c != "" && class != "other" && class != "test" && !strings.Contains(" "+rsitTypes[class]+" ", " "+kind+" ") {
			t.Errorf("%q means %q, which RSIT does not have", word, c)
		}
	}
}

func TestMarkings(t *testing.T) {
	cases := []struct{ marks, want, words string }{
		{"green,amber,clear", "AMBER", ""}, {"TLP:WHITE", "CLEAR", ""}, {"tlp: amber+strict,RED", "RED", ""}, {"amber-strict", "AMBER+STRICT", ""}, {"", "", ""}, {"green,purple", "GREEN", "TLP:PURPLE"},
	}
	for _, c := range cases {
		d := newDraft("x")
		for _, m := range strings.Split(c.marks, ",") {
			d.tlp(m)
		}
		if d.r.Disclosure.TLP != c.want || d.r.Disclosure.Text != c.words || (c.words != "") != (len(d.r.Problems) == 1) {
			t.Errorf("%q gives %+v and %v", c.marks, d.r.Disclosure, d.r.Problems)
		}
	}
}

func TestHostGainsItsAddress(t *testing.T) {
	d := newDraft("x")
	d.host("source", "", "a.example.com", 1)
	d.host("source", "192.0.2.1", "a.example.com", 2)
	d.host("source", "192.0.2.1", "a.example.com", 3)
	d.host("target", "192.0.2.1", "", 4)
	if len(d.r.Hosts) != 2 || d.r.Hosts[0].Addresses[0] != "192.0.2.1" || d.r.Hosts[1].Role != "target" {
		t.Errorf("hosts %+v", d.r.Hosts)
	}
	if d.host("source", "nothing", "", 5) || d.subject("source", "no address", 6) {
		t.Error("what is no host was taken as one")
	}
}

// Hosts of a machine's report bear the marks that those of a form do.
func TestHostMarks(t *testing.T) {
	text := "timestamp,ip,port,infection\n"
	want := map[string]string{"127.0.0.1": "private loopback", "224.0.0.5": "multicast", "192.0.2.31": "documentation", "10.1.2.3": "private own", "148.110.3.4": "own", "9.9.9.9": "", "ff02::1": "multicast", "::1": "private loopback"}
	for a := range want {
		text += "2026-11-20 10:00:00," + a + ",5,mirai\n"
	}
	found, ok := Read(Message{Parts: []Part{{Type: "text/csv", Name: "feed.csv", Text: text}}, Own: []string{"148.110.0.0/16", "10.1.0.0/16", "cert@cert.example"}})
	if !ok || len(found.Reports) != len(want) {
		t.Fatalf("%d reports", len(found.Reports))
	}
	for _, h := range found.One().Hosts {
		if got := strings.Join(h.Marks, " "); got != want[h.Addresses[0]] {
			t.Errorf("%s is marked %q, want %q", h.Addresses[0], got, want[h.Addresses[0]])
		}
	}
}

func TestHostOfURL(t *testing.T) {
	for in, want := range map[string]string{"http://a.example/x": "a.example", "https://[2001:db8::1]:8/": "2001:db8::1", "http://a.example:99/%zz": "a.example", "http://a.example/%zz?x": "a.example", "HTTP://A.example": "A.example", "http://%zz/": "", "gopher://a.example/": "", "http://a.example/a b": ""} {
		if got := webAddress(in); got != want {
			t.Errorf("%q is on %q, want %q", in, got, want)
		}
	}
}

func TestSmallFields(t *testing.T) {
	d := newDraft("x")
	d.mailField("a", "Jo <mailto:jo@example.org>")
	d.mailField("b", "<jo@example.org>")
	d.mailField("c", "nobody")
	d.port("a long word", "x")
	if f := d.r.Fields; len(f) != 2 || f["a"] != "jo@example.org" || f["b"] != "jo@example.org" {
		t.Errorf("fields %v", d.r.Fields)
	}
	for in, want := range map[[2]string]string{{"TCP", "22"}: "tcp/22", {"", "22"}: "22", {"udp", "0"}: "udp", {"udp", "99999"}: "udp", {"", ""}: ""} {
		d := newDraft("x")
		if d.port(in[0], in[1]); d.r.Fields["protocol_port"] != want {
			t.Errorf("%q is %q, want %q", in, d.r.Fields["protocol_port"], want)
		}
	}
	for in, want := range map[string]string{"7": "7", " 7 ": "7", "0": "", "-1": "", "many": "", "99999999999": ""} {
		d := newDraft("x")
		if d.count(in); d.r.Fields["count"] != want {
			t.Errorf("a count of %q is %q, want %q", in, d.r.Fields["count"], want)
		}
	}
	for in, want := range map[string]string{"true": "yes", "No": "no", "": "unknown", "perhaps": "unknown"} {
		d := newDraft("x")
		if d.share(in); d.r.Disclosure.ShareIdentity != want {
			t.Errorf("%q shares %q, want %q", in, d.r.Disclosure.ShareIdentity, want)
		}
	}
}
