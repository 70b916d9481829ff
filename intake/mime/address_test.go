package mime

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// addressCases are lists as they stand in mail.
var addressCases = []struct {
	value string
	want  []Address
	ok    bool
}{
	{"a@b.org", []Address{{"", "a@b.org"}}, true},
	{"", nil, true},
	{"A B <a@B.ORG>", []Address{{"A B", "a@b.org"}}, true},
	{`"B, A" <a@b.org>, c@d.org`, []Address{{"B, A", "a@b.org"}, {"", "c@d.org"}}, true},
	{`"x \"y\" \\" <a@b.org>`, []Address{{`x "y" \`, "a@b.org"}}, true},
	{"a@b.org (Anna (B) C)", []Address{{"Anna (B) C", "a@b.org"}}, true},
	{"=?utf-8?q?J=C3=BCrgen?= <a@b.org>", []Address{{"Jürgen", "a@b.org"}}, true},
	{`"=?utf-8?q?a=40x.org?=" <a@b.org>`, []Address{{"a@x.org", "a@b.org"}}, true},
	{"Team: a@b.org, C <c@d.org>; e@f.org", []Address{{"", "a@b.org"}, {"C", "c@d.org"}, {"", "e@f.org"}}, true},
	{"undisclosed-recipients:;", nil, true},
	{"=?iso-8859-1?Q?M=FCller,_J=FCrgen?= <a@b.org>", []Address{{"Müller, Jürgen", "a@b.org"}}, true},
	{"=?utf-8?q?<x@y.org>,?= <a@b.org>", []Address{{"=?utf-8?q?", "x@y.org"}, {"?=", "a@b.org"}}, true},
	{"<@x.org,@y.org:a@b.org>", []Address{{"", "a@b.org"}}, true},
	{"a@b.org <a@b.org>", []Address{{"a@b.org", "a@b.org"}}, true},
	{"a.b+c=d@b-c.org.", []Address{{"", "a.b+c=d@b-c.org"}}, true},
	{"a@[192.0.2.1]", []Address{{"", "a@[192.0.2.1]"}}, true},
	{"<a@[IPv6:2001:db8::1]>", []Address{{"", "a@[ipv6:2001:db8::1]"}}, true},
	{"a@[IPv6:2001:db8::1], b@c.org", []Address{{"", "a@[ipv6:2001:db8::1]"}, {"", "b@c.org"}}, true},
	{"[EXT] A <a@b.org>", []Address{{"[EXT] A", "a@b.org"}}, true},
	{`<"a.b"@c.org>`, []Address{{"", "a.b@c.org"}}, true},
	{`<"a"b@c.org>`, nil, false},
	{"a@bücher.example", []Address{{"", "a@xn--bcher-kva.example"}}, true},
	{"a@b.org;c@d.org", []Address{{"", "a@b.org"}, {"", "c@d.org"}}, true},
	{"Foo, Bar <a@b.org>", []Address{{"Bar", "a@b.org"}}, false},
	{"a@b@c.org, d@e.org", []Address{{"", "d@e.org"}}, false},
	{"MAILER-DAEMON", nil, false},
	{"<>", nil, false},
	{"x@evil.org <a@b.org>", nil, false},
	{"<a@b.org> <c@d.org>", nil, false},
	{"<a@b.org> trailing", nil, false},
	{`"x> NOTIFY=SUCCESS <y"@evil.test`, nil, false},
	{`<"x> y"@evil.test>`, nil, false},
	{"<a b@c.org>", nil, false},
	{"<a@b.org", nil, false},
	{"a@-b.org", nil, false},
	{"a@b..org", nil, false},
	{"a@b.org\x00", nil, false},
	{"a@" + strings.Repeat("x", 70) + ".org", nil, false},
	{strings.Repeat("x", 70) + "@b.org", nil, false},
	{"jürgen@b.org", nil, false},
	{"(unclosed a@b.org", nil, true},
	{`"unclosed a@b.org`, nil, false},
}

// TestAddresses reads lists; ok is false as soon as one part is unreadable.
func TestAddresses(t *testing.T) {
	for _, c := range addressCases {
		list, ok := header("To: " + c.value).Addresses("to")
		if d := cmp.Diff(c.want, list); d != "" || ok != c.ok {
			t.Errorf("%q: ok %v (-want +got):\n%s", c.value, ok, d)
		}
	}
}

// TestFrom accepts exactly one author.
func TestFrom(t *testing.T) {
	for fields, want := range map[string]string{
		"From: A <a@b.org>":                          "a@b.org",
		"From: Foo, Bar <a@b.org>":                   "a@b.org", // an unquoted comma hides nobody
		"From: a@b.org, c@d.org":                     "",
		"From: a@b.org\nFrom: a@b.org":               "",
		"To: a@b.org":                                "",
		"From: x@evil.org <a@b.org>":                 "",
		"From: a@b.org, c@d@e.org":                   "",
		"From: MAILER-DAEMON":                        "",
		"From: \"x@evil.org\" <a@b.org>":             "a@b.org",
		"From: <a@b.org> (c@d.org)":                  "a@b.org",
		"From: a@b.org\n\t":                          "a@b.org",
		"From: victim@a.org:, Evil <a@b.org>":        "",
		"From: =?utf-8?q?<x@y.org>,?= <a@b.org>":     "",
		"From: <a@b.org>c@d.org":                     "",
		"From: =?utf-8?q?a=40x=2Eorg=2C?= <a@b.org>": "a@b.org",
	} {
		h := header(fields)
		addr, ok := h.From()
		if addr.Addr != want || ok != (want != "") {
			t.Errorf("%q: %v, %v", fields, addr, ok)
		}
	}
}

// TestParseMedia reads Content-Type and its relatives.
func TestParseMedia(t *testing.T) {
	cases := []struct {
		value                string
		kind                 string
		params               map[string]string
		malformed, duplicate bool
	}{
		{"Text/Plain", "text/plain", nil, false, false},
		{"text/plain; charset=utf-8;", "text/plain", map[string]string{"charset": "utf-8"}, false, false},
		{`text/plain; Charset="utf-8"; x=y`, "text/plain", map[string]string{"charset": "utf-8", "x": "y"}, false, false},
		{`multipart/mixed (c); (c) boundary = b (c)`, "multipart/mixed", map[string]string{"boundary": "b"}, false, false},
		{`a/b; x="a;b\"c(d"`, "a/b", map[string]string{"x": `a;b"c(d`}, false, false},
		{`a/b; x=1; x=2`, "a/b", map[string]string{"x": "1"}, false, true},
		{`a/b; x=1; x*=us-ascii''2`, "a/b", map[string]string{"x": "1"}, false, true},
		{`a/b; name=1.txt; name*=us-ascii''2.txt`, "a/b", map[string]string{"name": "2.txt"}, false, false},
		{`a/b; x*0="a"; x*1*=%C3%BC; x*3=z`, "a/b", map[string]string{"x": "aü"}, false, false},
		{`a/b; x*=iso-8859-1'de'%FC`, "a/b", map[string]string{"x": "ü"}, false, false},
		{`a/b; x*1*=b; x*0*=utf-8''a`, "a/b", map[string]string{"x": "ab"}, false, false},
		{`a/b; x*0=a; x*0=b`, "a/b", map[string]string{"x": "a"}, false, true},
		{`a/b; name=a b.txt`, "a/b", map[string]string{"name": "a b.txt"}, true, false},
		{`a/b; x="open`, "a/b", map[string]string{"x": "open"}, true, false},
		{`a/b; x="y" z`, "a/b", map[string]string{"x": "y"}, true, false},
		{`a/b; x`, "a/b", nil, true, false},
		{`a/b charset=X; y=z`, "a/b", map[string]string{"charset": "X", "y": "z"}, true, false},
		{`filename=A.txt`, "", map[string]string{"filename": "A.txt"}, true, false},
		{`a/b "x"`, "a/b", nil, true, false},
		{``, "", nil, false, false},
		{`;;=;`, "", nil, true, false},
	}
	for _, c := range cases {
		m := parseMedia(c.value)
		if m.kind != c.kind || m.malformed != c.malformed || m.duplicate != c.duplicate {
			t.Errorf("%q: kind %q, malformed %v, duplicate %v", c.value, m.kind, m.malformed, m.duplicate)
		}
		if d := cmp.Diff(c.params, m.params); d != "" {
			t.Errorf("%q (-want +got):\n%s", c.value, d)
		}
	}
}

// TestFilename keeps only a clean last element.
func TestFilename(t *testing.T) {
	for value, want := range map[string]string{
		`attachment; filename="report.txt"`:                           "report.txt",
		`attachment; filename="..\..\evil.txt"`:                       "....evil.txt",
		`attachment; filename="/etc/passwd"`:                          "passwd",
		`attachment; filename=".."`:                                   "",
		`attachment; filename="=?utf-8?q?gr=C3=BC=C3=9Fe?=.txt"`:      "grüße.txt",
		`attachment; filename*=utf-8''%e2%80%ae.txt`:                  ".txt",
		`attachment; filename*=utf-8''a%00%0d%0ab.txt`:                "a\ufffd  b.txt",
		`attachment; filename="` + strings.Repeat("x", 300) + `.txt"`: strings.Repeat("x", 196) + ".txt",
	} {
		m := Read(crlf(top+"Content-Disposition: "+value+"\n\nx\n"), Limits{})
		if m.Root.Filename != want || m.Root.Disposition != "attachment" {
			t.Errorf("%s: %q %s", value, m.Root.Filename, m.Root.Disposition)
		}
	}
}
