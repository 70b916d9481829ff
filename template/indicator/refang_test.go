package indicator

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

var refangCases = [][2]string{
	{"1[.]2[.]3[.]4", "1.2.3.4"},
	{"158[.]64[.]12[.]7", "158.64.12.7"},
	{"192.0.2[.]1", "192.0.2.1"},
	{"192(.)0(.)2(.)1", "192.0.2.1"},
	{"evil[dot]example", "evil.example"},
	{"evil(dot)example", "evil.example"},
	{"evil [DOT] example", "evil . example"},
	{"evil{.}example", "evil.example"},
	{"evil[ . ]example", "evil.example"},
	{"evil\\.example", "evil.example"},
	{"hxxp://evil.example/x", "http://evil.example/x"},
	{"hXXps://evil.example", "https://evil.example"},
	{"hxxps[:]//evil[.]example", "https://evil.example"},
	{"http[://]evil.example", "http://evil.example"},
	{"h**p://evil.example", "http://evil.example"},
	{"bob[at]evil[dot]example", "bob@evil.example"},
	{"bob(at)evil.example", "bob@evil.example"},
	{"bob[@]evil.example", "bob@evil.example"},
	{"2001[:]a18::1", "2001:a18::1"},
	{"2001[:]db8[::]1", "2001:db8[::]1"},
	// What is no fang stays.
	{"a plain line (with words) [and more]", "a plain line (with words) [and more]"},
	{"[x] yes [ ] no", "[x] yes [ ] no"},
	{"array[0].field", "array[0].field"},
	{"exhxxp", "exhxxp"},
	{"", ""},
	{"[", "["},
	{"(dot", "(dot"},
	{"C:\\.config", "C:\\.config"},
}

func TestRefang(t *testing.T) {
	for _, c := range refangCases {
		if got := Refang(c[0]); got != c[1] {
			t.Errorf("%q: %q, want %q", c[0], got, c[1])
		}
	}
}

// scanned lists the tokens of a line as "kind value".
func scanned(s string) []string {
	var list []string
	Scan(s, func(t Token) {
		text := t.Kind + " " + t.Value
		if t.Port != "" {
			text += ":" + t.Port
		}
		list = append(list, text)
	})
	return list
}

func TestScan(t *testing.T) {
	for _, c := range []struct {
		text string
		want []string
	}{
		{"192.0.2.1", []string{"ipv4 192.0.2.1"}},
		{"from 192.0.2.1, 192.0.2.2; and 192.0.2.3.", []string{"ipv4 192.0.2.1", "ipv4 192.0.2.2", "ipv4 192.0.2.3"}},
		{"(192.0.2.1)", []string{"ipv4 192.0.2.1"}},
		{"src=192.0.2.1:22 dst=192.0.2.9:4022", []string{"ipv4 192.0.2.1:22", "ipv4 192.0.2.9:4022"}},
		{"/192.0.2.1:80", []string{"ipv4 192.0.2.1:80"}},
		{"ip:192.0.2.1", []string{"ipv4 192.0.2.1"}},
		{"192.0.2.0/24", []string{"cidr 192.0.2.0/24"}},
		{"192.0.2.0-192.0.2.7", []string{"cidr 192.0.2.0/29"}},
		{"192.0.2.1-3", []string{"ipv4 192.0.2.1", "cidr 192.0.2.2/31"}},
		{"2001:db8::1", []string{"ipv6 2001:db8::1"}},
		{"[2001:db8::1]:443", []string{"ipv6 2001:db8::1:443"}},
		{"2001:db8::1-2001:db8::f", []string{"ipv6 2001:db8::1", "cidr 2001:db8::2/127", "cidr 2001:db8::4/126", "cidr 2001:db8::8/125"}},
		{"192.0.2.0/255.255.255.0", []string{"cidr 192.0.2.0/24"}},
		{"found invoice.pdf.exe and C:\\Temp\\run_me.ps1", []string{"file invoice.pdf.exe", "file run_me.ps1"}},
		{"/tmp/.x/kit.tgz", []string{"file kit.tgz"}},
		{"\"report.docm\"", []string{"file report.docm"}},
		{"2001:DB8:0:0:0:0:0:1", []string{"ipv6 2001:db8::1"}},
		{"2001:db8::/32", []string{"cidr 2001:db8::/32"}},
		{"::ffff:192.0.2.1", []string{"ipv4 192.0.2.1"}},
		{"fe80::1%eth0", []string{"ipv6 fe80::1"}},
		{"www.site.example", []string{"domain www.site.example"}},
		{"WWW.Site.Example:8080", []string{"domain www.site.example:8080"}},
		{"site.co.uk and site.lu.", []string{"domain site.co.uk", "domain site.lu"}},
		{"xn--bcher-kva.example", []string{"domain xn--bcher-kva.example"}},
		{"http://site.example/a?b=1,2", []string{"url http://site.example/a?b=1,2"}},
		{"see <https://site.example/x>.", []string{"url https://site.example/x"}},
		{"(http://site.example/x)", []string{"url http://site.example/x"}},
		{"hxxp://evil[.]example/kit.tgz", []string{"url http://evil.example/kit.tgz"}},
		{"ftp://192.0.2.1/x", []string{"url ftp://192.0.2.1/x"}},
		{"mailto:bob@Site.example", []string{"email bob@site.example"}},
		{"<bob@site.example>", []string{"email bob@site.example"}},
		{"d41d8cd98f00b204e9800998ecf8427e", []string{"md5 d41d8cd98f00b204e9800998ecf8427e"}},
		{"SHA1:DA39A3EE5E6B4B0D3255BFEF95601890AFD80709", []string{"sha1 da39a3ee5e6b4b0d3255bfef95601890afd80709"}},
		{"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", []string{"sha256 e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"}},
		{"CVE-2024-12345 cve-1999-0001", []string{"cve CVE-2024-12345", "cve CVE-1999-0001"}},
		{"AS64500", []string{"asn AS64500"}},
		{"Nov 20 13:05:11 www sshd[12]: from 192.0.2.1", []string{"ipv4 192.0.2.1"}},
		// These are none.
		{"at 13:05:11 on 2026-11-20", nil},
		{"version 1.2.3.4 and 1.2.3.4.5", nil},
		{"256.1.1.1 1.2.3", nil},
		{"xxx.xxx.124.104", nil},
		{"e.g. this, i.e. that, a.m.", nil},
		{"run foo.sh and setup.py", []string{"file foo.sh", "file setup.py"}},
		{"report.txt config.json access.log", []string{"file report.txt"}},
		{"script.pl libc.so notes.md", nil},
		{"GET /wp-login.php HTTP/1.1", nil},
		{"http://site.example/kit.exe", []string{"url http://site.example/kit.exe"}},
		{"site.example/kit.exe", []string{"domain site.example"}},
		{"made with node.js", nil},
		{"*.exe and .docx and a.b", nil},
		{"firmware 1.2.3.4, build: 5.6.7.8, v 1.0.0.1", nil},
		{"00:1a:2b:ff:fe:3c:4d:5e", nil},
		{"192.0.2.0/255.0.255.0", nil},
		{"the server.It was down", nil},
		{"server.It, WWW.Site.Example", []string{"domain www.site.example"}},
		{"std::vector and foo::bar", nil},
		{"00:1a:2b:3c:4d:5e", nil},
		{"ASN AS0123 AS12", nil},
		{"phone +32 2 555.01.00", nil},
		{"a..b.example", nil},
		{"-----", nil},
		{"", nil},
	} {
		if got := scanned(c.text); !slices.Equal(got, c.want) {
			t.Errorf("%q: %q, want %q", c.text, got, c.want)
		}
	}
}

func TestRange(t *testing.T) {
	for _, c := range []struct{ from, to, want string }{
		{"192.0.2.0", "192.0.2.255", "192.0.2.0/24"},
		{"192.0.2.1", "192.0.2.1", "192.0.2.1/32"},
		{"192.0.2.1", "192.0.2.6", "192.0.2.1/32 192.0.2.2/31 192.0.2.4/31 192.0.2.6/32"},
		{"192.0.2.10", "20", "192.0.2.10/31 192.0.2.12/30 192.0.2.16/30 192.0.2.20/32"},
		{"0.0.0.0", "255.255.255.255", "0.0.0.0/0"},
		{"2001:db8::", "2001:db8::f", "2001:db8::/124"},
		{"192.0.2.9", "192.0.2.1", ""},
		{"192.0.2.9", "2001:db8::1", ""},
		{"192.0.2.9", "x", ""},
		{"", "", ""},
	} {
		var list []string
		for _, p := range Range(c.from, c.to) {
			list = append(list, fmt.Sprint(p))
		}
		if got := strings.Join(list, " "); got != c.want {
			t.Errorf("%s to %s: %q, want %q", c.from, c.to, got, c.want)
		}
	}
}

func TestLook(t *testing.T) {
	for s, want := range map[string]bool{
		"": false, "plain words": false, "sshd[1042]:": false, "a (b) c": false, "(e.g. this)": false, "next x box": false, "C:\\temp": false,
		"evil[.]example": true, "evil(dot)example": true, "evil{.}example": true, "hxxp://a.example": true, "hXXps": true, "h**p": true, "a\\.b": true,
	} {
		if _, got := Look(s); got != want {
			t.Errorf("%q: %v, want %v", s, got, want)
		}
	}
	if classes, _ := Look("10:00 a@b.example/x"); classes != dotByte|colonByte|atByte|slashByte|figureByte|edgeByte|FangByte|breakByte {
		t.Errorf("classes %08b", classes)
	}
}

// FuzzRefang: refanging twice changes nothing more, never makes a text
// longer, and keeps it valid.
func FuzzRefang(f *testing.F) {
	for _, c := range refangCases {
		f.Add(c[0])
	}
	f.Fuzz(func(t *testing.T, s string) {
		out := Refang(s)
		if len(out) > len(s) {
			t.Errorf("%q grew to %q", s, out)
		}
		if utf8.ValidString(s) && !utf8.ValidString(out) {
			t.Errorf("%q is not valid: %q", s, out)
		}
		Scan(s, func(tok Token) {
			if tok.Value == "" || tok.At < 0 || tok.At > len(out) {
				t.Errorf("%q: token %+v", s, tok)
			}
		})
	})
}
