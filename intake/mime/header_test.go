package mime

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// header reads a header block without a body.
func header(s string) Header { return Read(crlf(s+"\n\n"), Limits{}).Header }

// TestHeader checks how fields are cut, folded and repaired.
func TestHeader(t *testing.T) {
	cases := []struct{ name, mail, field, value, code string }{
		{"fold", top + "Subject: one\n two\n\tthree\n\n", "subject", "one two\tthree", ""},
		{"blank fold", top + "Subject: one\n \n two\n\n", "Subject", "one  two", "blank-continuation"},
		{"blank before colon", top + "Subject : one\n\n", "Subject", "one", "blank-before-colon"},
		{"empty", top + "Subject:\n\n", "Subject", "", ""},
		{"junk between", top + "no field here\nSubject: one\n\n", "Subject", "one", "header-junk"},
		{"several junk lines", top + "no field\n-- here\nnor here\nSubject: one\n\n", "Subject", "one", "header-junk"},
		{"leading continuation", " stray\n" + top + "Subject: one\n\n", "Subject", "one", "header-junk"},
		{"no blank line", top + "Subject: one\nthe body starts\n", "Subject", "one", "header-unended"},
		{"boundary in place of blank line", top + "Content-Type: multipart/mixed; boundary=b\n--b\nContent-Type: text/plain\n\nx\n--b--\n", "Content-Type", "multipart/mixed; boundary=b", "header-unended"},
		{"quoted From_", top + ">From mbox\nSubject: one\n\n", "Subject", "one", "header-junk"},
		{"twice", top + "Subject: one\nSubject: two\n\n", "Subject", "one", "duplicate-header"},
		{"twice, harmless", top + "Reply-To: one\nReply-To: two\n\n", "Reply-To", "one", "duplicate-field"},
		{"raw latin", top + "Subject: gr\xfc\xdfe\n\n", "Subject", "grüße", ""},
		{"raw utf-8", top + "Subject: grüße\n\n", "Subject", "grüße", ""},
		{"raw in the body's charset", top + "Content-Type: text/plain; charset=koi8-r\nSubject: \xf4\xc5\xd3\xd4\n\n", "Subject", "Тест", ""},
		{"control", top + "Subject: a\x00b\rc\n\n", "Subject", "a\ufffdb c", "nul"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			m := Read(crlf(c.mail), Limits{})
			if got := m.Header.Get(c.field); got != c.value {
				t.Errorf("value %q, want %q", got, c.value)
			}
			if c.code == "" && len(m.Findings) > 0 || c.code != "" && !hasFinding(m, c.code) {
				t.Errorf("findings %v, want %q", m.Findings, c.code)
			}
		})
	}
	h := header("Received: 1\nreceived: 2\nX: 3")
	if got := h.All("RECEIVED"); len(got) != 2 || h.Count("Received") != 2 || h.Has("Y") || !h.Has("x") || h.Get("Y") != "" {
		t.Errorf("All %v, Count %d", got, h.Count("Received"))
	}
}

// TestTextWithoutHeader keeps the first lines of a saved form, which look like
// header fields, in the text.
func TestTextWithoutHeader(t *testing.T) {
	for _, text := range []string{
		"Name: Anna\r\nE-mail: anna@muster.example\r\n\r\nWe were hacked.\r\n", // ended by a blank line
		"Name: Anna\r\nWhat happened: a theft\r\n",                             // by a line that is no field
		"{\"name\": \"Anna\"}",                                                 // by the end
	} {
		m := Read([]byte(text), Limits{})
		if got := m.Body(); len(m.Header) > 0 || !hasFinding(m, "header-missing") || m.Structure() != StructureMalformed || got != strings.ReplaceAll(text, "\r", "") {
			t.Errorf("%q: header %v, findings %v, text %q", text, m.Header, m.Findings, got)
		}
	}
	for _, mail := range []string{top + "Name: Anna\n\nx", "Name: Anna\nx-mailer: y\n\nx", "Name: Anna\nDate : now\n\nx"} {
		if m := Read(crlf(mail), Limits{}); !m.Header.Has("Name") || hasFinding(m, "header-missing") {
			t.Errorf("%q: header %v, findings %v", mail, m.Header, m.Findings)
		}
	}
	m := Read(crlf(top+"Content-Type: multipart/mixed; boundary=b\n\n--b\nName: y\n\nx\n--b--\n"), Limits{})
	if part := m.Root.Children[0]; !part.Header.Has("Name") || m.Structure() != StructureOK {
		t.Errorf("a part's header %v, findings %v", part.Header, m.Findings)
	}
}

// TestText decodes encoded words (RFC 2047) as mail programs write them.
func TestText(t *testing.T) {
	for value, want := range map[string]string{
		"plain":                             "plain",
		"=?utf-8?q?gr=C3=BC=C3=9Fe?=":       "grüße",
		"=?UTF-8?B?w7w?=":                   "ü", // no padding
		"=?iso-8859-1?Q?a_b=5F?=":           "a b_",
		"=?utf-8?q?a?= =?utf-8?q?b?= c":     "ab c",
		"=?utf-8?q?a?= b =?utf-8?q?c?=":     "a b c",
		"[=?utf-8?q?x?=]=?utf-8?q?y?=":      "[x]y",
		"=?utf-8?b?4oI=?= =?utf-8?b?rA==?=": "€", // cut inside a character
		"=?utf-8?b?4oI?= =?latin1?q?x?=":    "â‚x",
		"=?koi8-r*ru?B?9MXT1A==?=":          "Тест",
		"=?utf-8?q?a=0D=0ABcc: b?=":         "a  Bcc: b",
		"=?utf-8?q?a=00b=1B[31m?=":          "a\ufffdb [31m",
		"=?iso-8859-1?q?Fr\xc3\xb6sche?=":   "Frösche",
		"=?utf-8?x?abc?=":                   "=?utf-8?x?abc?=",
		"=?utf-8?q?open":                    "=?utf-8?q?open",
		"=??=?==?utf-8?q?a?=":               "=??=?=a",
		"=?unknown-8bit?q?=FC?=":            "ü",
		"=?utf-7?q?+APw-?=":                 "ü",
		"=?utf-16?b?/v8A/A==?=":             "ü",
		"u\u0308":                           "ü", // NFC
	} {
		if got := header("Subject: " + value).Text("Subject"); got != want {
			t.Errorf("%q reads %q, want %q", value, got, want)
		}
	}
	many := header("Subject: " + strings.Repeat("=?utf-8?q?a?= ", 2000)).Text("Subject")
	if !strings.HasPrefix(many, "aaaa") || !strings.HasSuffix(many, "?=") {
		t.Errorf("more than %d words were decoded", maxWords)
	}
}

// TestMessageIDs finds ids among what people put around them.
func TestMessageIDs(t *testing.T) {
	long := strings.Repeat("x", 400)
	for value, want := range map[string][]string{
		"<a@b>":                      {"a@b"},
		"<a@b> (c) <d@e>\n <f@g>":    {"a@b", "d@e", "f@g"},
		"<a@b><c@d>":                 {"a@b", "c@d"},
		"message of Monday <a@b>":    {"a@b"},
		"a@b":                        {"a@b"},
		"a b@c":                      nil,
		"<a b> <c@d>":                {"c@d"},
		"<<a@b>>":                    {"a@b"},
		"<":                          nil,
		"<>":                         nil,
		"<" + long + "x> <a@b>":      {"a@b"},
		"(" + strings.Repeat("<", 9): nil,
	} {
		if d := cmp.Diff(want, header("References: "+value).MessageIDs("references")); d != "" {
			t.Errorf("%q (-want +got):\n%s", value, d)
		}
	}
	if n := len(header("References: " + strings.Repeat("<a@b> ", 1000)).MessageIDs("References")); n != maxIDs {
		t.Errorf("%d ids, want %d", n, maxIDs)
	}
}

// TestDate reads dates as mail programs write them.
func TestDate(t *testing.T) {
	want := time.Date(2026, 11, 20, 9, 8, 7, 0, time.UTC)
	for _, value := range []string{
		"Fri, 20 Nov 2026 10:08:07 +0100", "20 Nov 2026 09:08:07 GMT", "Fri, 20 Nov 26 04:08:07 EST",
		"Fri, 20 Nov 2026 10:08:07 +0100 (CET)", "Fri,20 Nov 2026 10:08:07 +01:00", "Fri Nov 20 09:08:07 2026",
		"Friday, 20-Nov-26 09:08:07 GMT", "2026-11-20T10:08:07+01:00", "2026-11-20 10:08:07 +0100",
		"Fri, 20 November 2026 09:08:07", "(a) Fri (b), 20 Nov 2026 09:08:07.5 Z", "Fri, 20 Nov 2026 10:08:07+0100",
	} {
		if got, ok := header("Date: " + value).Date(); !ok || !got.Equal(want) {
			t.Errorf("%q reads %v, %v", value, got, ok)
		}
	}
	for _, value := range []string{"", "now", "Fri", "Nov 2026", "31 Feb 2026 00:00:00", "40 Nov 2026", "20 Nov 0001", strings.Repeat("(", 1000), "+ - : , --"} {
		if got, ok := header("Date: " + value).Date(); ok {
			t.Errorf("%q reads %v", value, got)
		}
	}
}

// TestZones reads the zone names that people write.
func TestZones(t *testing.T) {
	for zone, hours := range map[string]int{
		"UT": 0, "Z": 0, "GMT": 0, "WET": 0, "cet": 1, "MEZ": 1, "BST": 1, "CEST": 2, "MESZ": 2, "EET": 2, "EEST": 3,
		"EDT": -4, "EST": -5, "CDT": -5, "CST": -6, "MDT": -6, "MST": -7, "PDT": -7, "PST": -8, "XYZ": 0, "+1400": 14, "-9900": 0, "GMT+0100": 1, "UTC-3": -3, "+02": 2, "utc-0300": -3, "GMT+01:00": 1,
		"AM": 12, "pm": 0, "PM +0100": 1,
	} {
		got, ok := header("Date: 20 Nov 2026 12:00 " + zone).Date()
		if want := time.Date(2026, 11, 20, 12-hours, 0, 0, 0, time.UTC); !ok || !got.Equal(want) {
			t.Errorf("%s: %v, want %v", zone, got, want)
		}
	}
	for year, want := range map[string]int{"26": 2026, "99": 1999, "126": 2026, "2026": 2026} {
		if got, ok := header("Date: 20 Nov " + year + " 12:00 GMT").Date(); !ok || got.Year() != want {
			t.Errorf("year %s: %v", year, got)
		}
	}
}

func TestUsualDates(t *testing.T) {
	read := 0
	for _, value := range []string{
		"Tue, 10 Nov 2026 09:08:07 +0100", "tue, 31 DEC 1999 23:59:60 -1130", "Xyz, 01 jan 2000 00:00:00 -0000",
		"Mar, 10 Nov 2026 09:08:07 +0100", "Tue, 10 Nov 2026 24:08:07 +0100", "Tue, 10 Nov 2026 09:60:07 +0100",
		"Tue, 31 Feb 2026 09:08:07 +0100", "Tue, 00 Nov 2026 09:08:07 +0100", "Tue, 10 Nov 0026 09:08:07 +0100",
		"Tue, 10 Nov 2026 09:08:07 +9999", "Tue, 10 Nof 2026 09:08:07 +0100", "Tue, 1a Nov 2026 09:08:07 +0100",
	} {
		if (&dateReader{day: -1, year: -1}).usual(value) {
			read++
		}
		got, ok := parseDate(value)
		want, wanted := parseDate(strings.Replace(value, " ", "  ", 1)) // read word by word
		if ok != wanted || !got.Equal(want) || got.Format(time.RFC3339) != want.Format(time.RFC3339) {
			t.Errorf("%q: %v %v, word by word %v %v", value, got, ok, want, wanted)
		}
	}
	if read != 7 {
		t.Errorf("%d are in the usual form, want 7", read)
	}
}
