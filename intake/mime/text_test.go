package mime

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// brief writes texts as "part name type: text", attachments with a "+".
func brief(texts []Text) []string {
	var lines []string
	for _, t := range texts {
		line := t.Part + " " + t.Type + ": " + t.Text
		if t.Attachment {
			line = "+" + t.Part + " [" + t.Name + "] " + t.Type + ": " + t.Text
		}
		lines = append(lines, strings.TrimSpace(line))
	}
	return lines
}

const (
	richPart    = "Content-Type: text/html\n\n<p>rich</p>\n"
	alternative = "Content-Type: multipart/alternative; boundary=a\n\n"
)

// textCases are trees and what a person reads of them.
var textCases = []struct {
	name, mail string
	want       []string
}{
	{
		name: "plain",
		mail: top + "\none\n",
		want: []string{"1 text/plain: one"},
	},
	{
		name: "html",
		mail: top + richPart,
		want: []string{"1 text/html: rich"},
	},
	{
		name: "root named",
		mail: top + "Content-Disposition: attachment; filename=a.txt\n\none\n",
		want: []string{"1 text/plain: one"},
	},
	{
		name: "nothing",
		mail: top + "Content-Type: image/png\n\none\n",
	},
	{
		name: "blank",
		mail: top + "\n \n\n",
	},
	{
		name: "alternative",
		mail: top + alternative + "--a\n\nplain\n--a\n" + richPart + "--a--\n",
		want: []string{"1 text/plain: plain"},
	},
	{
		name: "html first",
		mail: top + alternative + "--a\n" + richPart + "--a\n\nplain\n--a--\n",
		want: []string{"2 text/plain: plain"},
	},
	{
		name: "blank plain",
		mail: top + alternative + "--a\n\n \n--a\n" + richPart + "--a--\n",
		want: []string{"2 text/html: rich"},
	},
	{
		name: "stub",
		mail: top + alternative + "--a\n\nPlease view in an HTML reader.\n--a\nContent-Type: text/html\n\n" + strings.Repeat("rich ", 20) + "\n--a--\n",
		want: []string{"2 text/html: " + strings.TrimSpace(strings.Repeat("rich ", 20))},
	},
	{
		name: "no stub",
		mail: top + alternative + "--a\n\nPlease view in an HTML reader.\n--a\n" + richPart + "--a--\n",
		want: []string{"1 text/plain: Please view in an HTML reader."},
	},
	{
		name: "attachment in the other branch",
		mail: top + alternative + "--a\n\nplain\n--a\nContent-Type: multipart/mixed; boundary=b\n\n--b\n" + richPart +
			"--b\nContent-Type: text/csv; name=x.csv\n\n1,2\n--b--\n--a--\n",
		want: []string{"1 text/plain: plain", "+2.2 [x.csv] text/csv: 1,2"},
	},
	{
		name: "mixed",
		mail: mixed + "--b\n\none\n--b\nContent-Disposition: attachment; filename=r.txt\n\nform\n--b\n\ntwo\n--b--\n",
		want: []string{"1 text/plain: one\n\ntwo", "+2 [r.txt] text/plain: form"},
	},
	{
		name: "named only",
		mail: mixed + "--b\nContent-Type: text/plain; name=r.txt\n\nform\n--b--\n",
		want: []string{"1 text/plain: form"},
	},
	{
		name: "attachment only",
		mail: mixed + "--b\nContent-Disposition: attachment; filename=r.txt\n\nform\n--b--\n",
		want: []string{"+1 [r.txt] text/plain: form"},
	},
	{
		name: "octets named txt",
		mail: mixed + "--b\n\none\n--b\nContent-Type: application/octet-stream; name=r.TXT\nContent-Transfer-Encoding: base64\n\nZm9ybQ==\n--b--\n",
		want: []string{"1 text/plain: one", "+2 [r.TXT] application/octet-stream: form"},
	},
	{
		name: "binary named txt",
		mail: mixed + "--b\n\none\n--b\nContent-Type: application/octet-stream; name=r.txt\nContent-Transfer-Encoding: base64\n\nAAECAwQ=\n--b--\n",
		want: []string{"1 text/plain: one"},
	},
	{
		name: "utf-16 file",
		mail: mixed + "--b\n\none\n--b\nContent-Type: text/plain; name=r.txt\nContent-Transfer-Encoding: base64\n\n//5hAGIA\n--b--\n",
		want: []string{"1 text/plain: one", "+2 [r.txt] text/plain: ab"},
	},
	{
		name: "related",
		mail: top + "Content-Type: multipart/related; boundary=b; start=\"<x>\"\n\n--b\nContent-Type: text/css\n\nstyle\n--b\nContent-ID: <x>\n" + richPart + "--b--\n",
		want: []string{"2 text/html: rich", "+1 [] text/css: style"},
	},
	{
		name: "signed",
		mail: top + "Content-Type: multipart/signed; boundary=b\n\n--b\n\none\n--b\nContent-Type: application/pgp-signature; name=signature.asc\n\nsig\n--b--\n",
		want: []string{"1 text/plain: one"},
	},
	{
		name: "forwarded",
		mail: mixed + "--b\n\nsee below\n--b\nContent-Type: message/rfc822\n\nFrom: x@y.org\nSubject: =?utf-8?q?=C3=BC?=\n\nform\n--b--\n",
		want: []string{"1 text/plain: see below", "+2.1 [ü] message/rfc822: form"},
	},
	{
		name: "mail as a file",
		mail: mixed + "--b\n\nsee below\n--b\nContent-Type: application/octet-stream; name=m.eml\nContent-Transfer-Encoding: base64\n\n" +
			string(wrapped([]byte(mixed+"--b\n\nform\n--b\nContent-Type: text/csv; name=x.csv\n\n1,2\n--b--\n"))) + "--b--\n",
		want: []string{"1 text/plain: see below", "+2.1 [m.eml] message/rfc822: form", "+2.2 [x.csv] text/csv: 1,2"},
	},
	{
		name: "report",
		mail: top + "Content-Type: multipart/report; boundary=b\n\n--b\n\nfailed\n--b\nContent-Type: message/delivery-status\n\nAction: failed\n--b\nContent-Type: text/rfc822-headers\n\nSubject: x\n--b--\n",
		want: []string{"1 text/plain: failed", "+2 [] message/delivery-status: Action: failed", "+3 [] text/rfc822-headers: Subject: x"},
	},
	{
		name: "empty multipart",
		mail: mixed + "just text\n",
		want: []string{"multipart/mixed: just text"},
	},
	{
		name: "flowed",
		mail: top + "Content-Type: text/plain; format=flowed; delsp=yes\n\none \ntwo\n",
		want: []string{"1 text/plain: onetwo"},
	},
	{
		name: "html in its own charset",
		mail: top + "Content-Type: text/html\n\n<meta charset='koi8-r'>\xf4\xc5\xd3\xd4",
		want: []string{"1 text/html: Тест"},
	},
	{
		name: "html in its own charset, called ASCII",
		mail: top + "Content-Type: text/html; charset=us-ascii\n\n<meta charset='koi8-r'>\xf4\xc5\xd3\xd4",
		want: []string{"1 text/html: Тест"},
	},
}

// TestTexts chooses what a person reads, and what can hold a form.
func TestTexts(t *testing.T) {
	for _, c := range textCases {
		t.Run(c.name, func(t *testing.T) {
			m := Read(crlf(c.mail), Limits{})
			if d := cmp.Diff(c.want, brief(m.Texts())); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
			body := ""
			if len(c.want) > 0 && !strings.HasPrefix(c.want[0], "+") {
				_, body, _ = strings.Cut(c.want[0], ": ")
			}
			if got := strings.TrimSpace(m.Body()); got != body {
				t.Errorf("body %q, want %q", got, body)
			}
		})
	}
}

// TestUnflow has the cases of RFC 3676.
func TestUnflow(t *testing.T) {
	for _, c := range []struct {
		in, want string
		delsp    bool
	}{
		{"one \ntwo\nthree\n", "one two\nthree\n", false},
		{"one \ntwo", "onetwo", true},
		{"> one \n> two\nthree", "> one two\nthree", false},
		{">> one \n> two\n", ">> one \n> two\n", false},
		{" From here\n  indented\n", "From here\n indented\n", false},
		{"end \n-- \nname\n", "end \n-- \nname\n", false},
		{"last ", "last ", false},
		{"", "", false},
		{" \n", "\n", false},
		{"a\n\n b \n\n", "a\n\nb \n", false},
	} {
		if got := unflow(c.in, c.delsp); got != c.want && got+"\n" != c.want {
			t.Errorf("%q: %q, want %q", c.in, got, c.want)
		}
	}
}

// FuzzFlowed wants the words of a text unchanged by unflowing.
func FuzzFlowed(f *testing.F) {
	f.Add("one \ntwo\n> three \n> four", true)
	f.Fuzz(func(t *testing.T, text string, delsp bool) {
		squeezed := func(s string) string { return strings.ReplaceAll(strings.Join(strings.Fields(s), ""), ">", "") }
		got := unflow(text, delsp)
		if squeezed(got) != squeezed(text) {
			t.Errorf("%q became %q", text, got)
		}
		if len(got) > 2*len(text)+2 {
			t.Errorf("%d bytes became %d", len(text), len(got))
		}
	})
}

// TestSanitize removes what tricks a reader.
func TestSanitize(t *testing.T) {
	for in, want := range map[string]string{
		"plain\n\ttext":                          "plain\n\ttext",
		"\x1b[31mred\x1b[0m":                     "red",
		"\x1b]0;title\x07x":                      "x",
		"\x1bx":                                  "x",
		"a\rb\x00c\x7f\u0085d":                   "abcd",
		"gpj.\u202eexe\u2066":                    "gpj.exe",
		"in\u200bvis\ufeffible":                  "invisible",
		"bad\xff":                                "bad\ufffd",
		"line\u2028sep":                          "linesep",
		"tag\U000e0041":                          "tag",
		"\x1b[" + strings.Repeat("1", 100) + "m": "[" + strings.Repeat("1", 100) + "m",
	} {
		if got := Sanitize(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}
