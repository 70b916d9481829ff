package mime

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// TestHTMLText renders what mail programs send.
func TestHTMLText(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"words", "<p>one  <b>two</b>\n three<br>four</p>", "one two three\nfour"},
		{"glued", "a<b>b</b>c &amp; &eacute;&nbsp;d", "abc & é d"},
		{"paragraphs", "<p>one</p><p>two</p>", "one\n\ntwo"},
		{"divs", "<div>one</div><div><br></div><div>two</div>", "one\n\ntwo"},
		{"word's paragraphs", "<p class=MsoNormal>one<o:p></o:p></p><p class=MsoNormal>two</p>", "one\ntwo"},
		{"breaks", "one<br><br/><br>two<BR>three", "one\n\ntwo\nthree"},
		{"list", "<ul><li>one<li>two</ul><ol start=3><li>three</li><li>four</li></ol>", "- one\n- two\n\n3. three\n4. four"},
		{"link", `see <a href="https://evil.example/">our page</a>.`, "see our page."},
		{"mail link", `Mail: <a href="mailto:a@b.org">a@b.org</a>`, "Mail: a@b.org"},
		{"hidden", "<head><title>t</title><style>s{}</style></head><script>x</script>a<!-- c --><span style='display: NONE'>h<span>h</span>h</span>b<div hidden>h</div>c", "ab\nc"},
		{"hidden paragraph", "<p hidden>h<p>shown", "shown"},
		{"form", "<table><tr><td>Name</td><td>Jo</td></tr><tr><td>Host:</td><td>192.0.2.1<br>192.0.2.2</td></tr><tr><td>Phone:</td><td></td></tr></table>",
			"Name: Jo\nHost: 192.0.2.1\n192.0.2.2\nPhone:"},
		{"form header", "<table><tr><th>Name:</th><td><p>Jo</p></td></tr></table>", "Name: Jo"},
		{"unclosed cells", "<table><tr><td>Name<td>Jo<tr><td>Host<td>x</table>after", "Name: Jo\nHost: x\n\nafter"},
		{"four cells", "<table><tr><td>Name:</td><td>Jo</td><td>Phone:</td><td>1</td></tr></table>", "Name: Jo\nPhone: 1"},
		{"data", "<table><tr><th>IP</th><th>Count</th></tr><tr><td>192.0.2.1</td><td>5</td></tr><tr><td>a</td><td>b</td><td>c</td></tr></table>", "IP\tCount\n192.0.2.1\t5\na\tb\tc"},
		{"layout", "<table><tr><td><table><tr><td>Name</td><td>Jo</td></tr></table></td></tr><tr><td><p>x</p><p>y</p></td><td>z</td></tr></table>", "Name: Jo\nx\n\ny\nz"},
		{"unopened", "</td></tr></table></ul></blockquote></pre>x", "x"},
		{"quote", "<p>new</p><blockquote type=cite><p>old</p><p>older</p></blockquote>end", "new\n\n> old\n\n> older\n\nend"},
		{"pre", "<pre>a  b\n  c\n\n\nd</pre>", "a  b\n  c\n\nd"},
		{"inputs", "<form>Name <input value='Jo'><input type=hidden value=x><br><input type=checkbox checked> yes <input type=radio> no</form>", "Name Jo\n[x] yes [ ] no"},
		{"textarea", "<textarea>a\nb</textarea>", "a b"},
		{"conditional", "<!--[if mso]>x<![endif]-->y<![if !mso]>z<![endif]>", "yz"},
		{"broken", "a < b <c d=\"e>f</x", "a < b"},
		{"nothing", "", ""},
		{"NUL", "a\x00b&#0;c", "a\ufffdb\ufffdc"},
	} {
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
