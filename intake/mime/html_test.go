package mime

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// htmlCases are pages as mail programs send them.
var htmlCases = []struct{ name, in, want string }{
	{
		name: "words",
		in:   "<p>one  <b>two</b>\n three<br>four</p>",
		want: "one two three\nfour",
	},
	{
		name: "glued",
		in:   "a<b>b</b>c &amp; &eacute;&nbsp;d",
		want: "abc & é d",
	},
	{
		name: "paragraphs",
		in:   "<p>one</p><p>two</p>",
		want: "one\n\ntwo",
	},
	{
		name: "divs",
		in:   "<div>one</div><div><br></div><div>two</div>",
		want: "one\n\ntwo",
	},
	{
		name: "word's paragraphs",
		in:   "<p class=MsoNormal>one<o:p></o:p></p><p class=MsoNormal>two</p>",
		want: "one\ntwo",
	},
	{
		name: "breaks",
		in:   "one<br><br/><br>two<BR>three",
		want: "one\n\ntwo\nthree",
	},
	{
		name: "list",
		in:   "<ul><li>one<li>two</ul><ol start=3><li>three</li><li>four</li></ol>",
		want: "- one\n- two\n\n3. three\n4. four",
	},
	{
		name: "link",
		in:   `see <a href="https://evil.example/">our page</a>.`,
		want: "see our page.",
	},
	{
		name: "mail link",
		in:   `Mail: <a href="mailto:a@b.org">a@b.org</a>`,
		want: "Mail: a@b.org",
	},
	{
		name: "hidden",
		in:   "<head><title>t</title><style>s{}</style></head><script>x</script>a<!-- c --><span style='display: NONE'>h<span>h</span>h</span>b<div hidden>h</div>c",
		want: "ab\nc",
	},
	{
		name: "hidden paragraph",
		in:   "<p hidden>h<p>shown",
		want: "shown",
	},
	{
		name: "form",
		in:   "<table><tr><td>Name</td><td>Jo</td></tr><tr><td>Host:</td><td>192.0.2.1<br>192.0.2.2</td></tr><tr><td>Phone:</td><td></td></tr></table>",
		want: "Name: Jo\nHost: 192.0.2.1\n192.0.2.2\nPhone:",
	},
	{
		name: "form header",
		in:   "<table><tr><th>Name:</th><td><p>Jo</p></td></tr></table>",
		want: "Name: Jo",
	},
	{
		name: "unclosed cells",
		in:   "<table><tr><td>Name<td>Jo<tr><td>Host<td>x</table>after",
		want: "Name: Jo\nHost: x\n\nafter",
	},
	{
		name: "four cells",
		in:   "<table><tr><td>Name:</td><td>Jo</td><td>Phone:</td><td>1</td></tr></table>",
		want: "Name: Jo\nPhone: 1",
	},
	{
		name: "data",
		in:   "<table><tr><th>IP</th><th>Count</th></tr><tr><td>192.0.2.1</td><td>5</td></tr><tr><td>a</td><td>b</td><td>c</td></tr></table>",
		want: "IP\tCount\n192.0.2.1\t5\na\tb\tc",
	},
	{
		name: "layout",
		in:   "<table><tr><td><table><tr><td>Name</td><td>Jo</td></tr></table></td></tr><tr><td><p>x</p><p>y</p></td><td>z</td></tr></table>",
		want: "Name: Jo\nx\n\ny\nz",
	},
	{
		name: "unopened",
		in:   "</td></tr></table></ul></blockquote></pre>x",
		want: "x",
	},
	{
		name: "quote",
		in:   "<p>new</p><blockquote type=cite><p>old</p><p>older</p></blockquote>end",
		want: "new\n\n> old\n\n> older\n\nend",
	},
	{
		name: "pre",
		in:   "<pre>a  b\n  c\n\n\nd</pre>",
		want: "a  b\n  c\n\nd",
	},
	{
		name: "inputs",
		in:   "<form>Name <input value='Jo'><input type=hidden value=x><br><input type=checkbox checked> yes <input type=radio> no</form>",
		want: "Name Jo\n[x] yes [ ] no",
	},
	{
		name: "textarea",
		in:   "<textarea>a\nb</textarea>",
		want: "a b",
	},
	{
		name: "conditional",
		in:   "<!--[if mso]>x<![endif]-->y<![if !mso]>z<![endif]>",
		want: "yz",
	},
	{
		name: "broken",
		in:   "a < b <c d=\"e>f</x",
		want: "a < b",
	},
	{
		name: "nothing",
	},
	{
		name: "NUL",
		in:   "a\x00b&#0;c",
		want: "a\ufffdb\ufffdc",
	},
}

// TestHTMLHidden ends what hides where the browser does.
func TestHTMLHidden(t *testing.T) {
	for in, want := range map[string]string{
		"<table><tr><td hidden>h<td>x</table>":                          "x",
		"<table><tr><td style='visibility : hidden'>h<tr><td>x</table>": "x",
		"<li hidden>h<li>x":                                         "- x",
		"<div hidden><div>h</div>h</div>x":                          "x",
		"<div style='color:red'>x</div>":                            "x",
		"<div style='mso-hide: all'>h</div>x":                       "x",
		"<br hidden>x":                                              "x",
		"<select><option>a<option selected>b</select>":              "[ ] a\n[x] b",
		"<datalist><option>h</datalist>x":                           "x",
		"<input type=hidden value=h><input type=submit value=s>x":   "x",
		"a<td>b</td><th>c</th>":                                     "a b c",
		"<table><tr><td>A:</td><td>1</td><td>B</td><td>2</td></tr>": "A:\t1\tB\t2",
		"<table><tr><td></td><td>x</td></tr></table>":               "x",
		"<table><tr><td>see 192.0.2.1.</td><td>x</td></tr></table>": "see 192.0.2.1.\tx",
		strings.Repeat("<table><tr><td>", 60) + "x":                 "x",
		strings.Repeat("<ul><li>", 3) + "x":                         "-\n-\n- x",
	} {
		if got := HTMLText(in); got != want {
			t.Errorf("%s: %q, want %q", in, got, want)
		}
	}
}

// TestHTMLText renders what mail programs send.
func TestHTMLText(t *testing.T) {
	for _, c := range htmlCases {
		if got := HTMLText(c.in); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

// FuzzHTML wants clean text, bounded by its page, and none of what is hidden.
func FuzzHTML(f *testing.F) {
	f.Add("<table><tr><td>Name</td><td>Jo</td></tr></table>")
	f.Add("<ul><li>x<blockquote type=cite><pre>a\n b</pre><p hidden>h")
	f.Fuzz(func(t *testing.T, page string) {
		got := HTMLText(page)
		if !utf8.ValidString(got) || strings.IndexByte(got, 0) >= 0 {
			t.Errorf("%q: %q is not clean", page, got)
		}
		if len(got) > 16*len(page)+64 {
			t.Errorf("%d bytes became %d", len(page), len(got))
		}
	})
}
