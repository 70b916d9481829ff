package mime

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// crlf turns the line ends of a test's mail into those of the wire.
func crlf(s string) []byte { return []byte(strings.ReplaceAll(s, "\n", "\r\n")) }

// outline writes the tree as "path type" and the trimmed content of leaves.
func outline(m *Message) []string {
	var lines []string
	m.Root.Walk(func(p *Part) bool {
		line := strings.TrimSpace(p.Path + " " + p.Type)
		if len(p.Children) == 0 {
			line += fmt.Sprintf(" %q", strings.TrimSpace(p.Text()))
		}
		lines = append(lines, line)
		return true
	})
	return lines
}

func codes(m *Message) []string {
	var list []string
	for _, f := range m.Findings {
		list = append(list, strings.TrimSpace(f.Code+" "+f.Part))
	}
	return list
}

const top = "From: a@example.org\nMIME-Version: 1.0\n"
const mixed = top + "Content-Type: multipart/mixed; boundary=b\n\n"

// readCases are small mails, one oddity each.
var readCases = []struct {
	name      string
	mail      string
	outline   []string
	codes     []string
	structure string
}{
	{
		name:      "plain",
		mail:      top + "\nhello\n",
		outline:   []string{`1 text/plain "hello"`},
		structure: "ok",
	},
	{
		name:      "no header",
		mail:      "hello there\nyou\n",
		outline:   []string{`1 text/plain "hello there\r\nyou"`},
		codes:     []string{"header-unended 1", "from-unreadable"},
		structure: "malformed",
	},
	{
		name:      "empty",
		outline:   []string{`1 text/plain ""`},
		codes:     []string{"from-unreadable"},
		structure: "ok",
	},
	{
		name:      "two parts",
		mail:      mixed + "pre\n--b\n\none\n--b\nContent-Type: TEXT/HTML\n\ntwo\n--b--\nepi\n",
		outline:   []string{"multipart/mixed", `1 text/plain "one"`, `2 text/html "two"`},
		structure: "ok",
	},
	{
		name:      "mbox and blanks",
		mail:      "\n\nFrom x Mon Jan  1\n>From y\n" + top + "\nhello\n",
		outline:   []string{`1 text/plain "hello"`},
		codes:     []string{"leading-blank", "mbox-from"},
		structure: "ambiguous",
	},
	{
		name:      "bom",
		mail:      "\ufeff" + top + "\nhello\n",
		outline:   []string{`1 text/plain "hello"`},
		codes:     []string{"bom"},
		structure: "ambiguous",
	},
	{
		name:      "embedded",
		mail:      mixed + "--b\nContent-Type: message/rfc822\n\n" + top + "Content-Type: multipart/mixed; boundary=c\n\n--c\n\none\n--c--\n\n--b--\n",
		outline:   []string{"multipart/mixed", "1 message/rfc822", "1.0 multipart/mixed", `1.1 text/plain "one"`},
		structure: "ok",
	},
	{
		name:      "embedded, same boundary",
		mail:      mixed + "--b\nContent-Type: message/rfc822\n\n" + mixed + "--b\n\none\n--b--\n",
		outline:   []string{"multipart/mixed", "1 message/rfc822", `1.0 multipart/mixed ""`, `2 text/plain "one"`},
		codes:     []string{"boundary-reused 1.0", "multipart-empty 1.0"},
		structure: "ambiguous",
	},
	{
		name:      "embedded root",
		mail:      top + "Content-Type: message/rfc822\n\n" + top + "\none\n",
		outline:   []string{"1 message/rfc822", `1.1 text/plain "one"`},
		structure: "ok",
	},
	{
		name:      "embedded in base64",
		mail:      top + "Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\nRnJvbTogYUBiLmMKCm9uZQo=\n",
		outline:   []string{"1 message/rfc822", `1.1 text/plain "one"`},
		codes:     []string{"encoded-message 1"},
		structure: "ok",
	},
	{
		name:      "fault in embedded",
		mail:      mixed + "--b\nContent-Type: message/rfc822\n\n" + top + "Content-Type: multipart/mixed; boundary=c\n\n--c\n\none\n--b--\n",
		outline:   []string{"multipart/mixed", "1 message/rfc822", "1.0 multipart/mixed", `1.1 text/plain "one"`},
		codes:     []string{"inner-unclosed 1.0"},
		structure: "ok",
	},
	{
		name:      "digest",
		mail:      top + "Content-Type: multipart/digest; boundary=b\n\n--b\n\n" + top + "\none\n--b--\n",
		outline:   []string{"multipart/digest", "1 message/rfc822", `1.1 text/plain "one"`},
		structure: "ok",
	},
	{
		name:      "unclosed",
		mail:      mixed + "--b\n\none\n",
		outline:   []string{"multipart/mixed", `1 text/plain "one"`},
		codes:     []string{"boundary-unclosed"},
		structure: "malformed",
	},
	{
		name:      "inner unclosed",
		mail:      mixed + "--b\nContent-Type: multipart/mixed; boundary=c\n\n--c\n\none\n--b--\n",
		outline:   []string{"multipart/mixed", "1 multipart/mixed", `1.1 text/plain "one"`},
		codes:     []string{"inner-unclosed 1"},
		structure: "ok",
	},
	{
		name:      "dotted type",
		mail:      top + "Content-Type: application/vnd.ms-excel.sheet.macroEnabled.12\n\nx\n",
		outline:   []string{`1 application/vnd.ms-excel.sheet.macroenabled.12 "x"`},
		structure: "ok",
	},
	{
		name:      "nothing inside",
		mail:      mixed + "one\n",
		outline:   []string{`multipart/mixed "one"`},
		codes:     []string{"multipart-empty"},
		structure: "malformed",
	},
	{
		name:      "only closed",
		mail:      mixed + "--b--\none\n",
		outline:   []string{`multipart/mixed "--b--\r\none"`},
		codes:     []string{"multipart-empty"},
		structure: "malformed",
	},
	{
		name:      "no boundary",
		mail:      top + "Content-Type: multipart/mixed\n\n--x1\nContent-Type: text/plain\n\none\n--x1--\n",
		outline:   []string{"multipart/mixed", `1 text/plain "one"`},
		codes:     []string{"boundary-guessed"},
		structure: "malformed",
	},
	{
		name:      "wrong boundary",
		mail:      mixed + "--x1\nContent-Type: text/plain\n\none\n--x1--\n",
		outline:   []string{"multipart/mixed", `1 text/plain "one"`},
		codes:     []string{"boundary-guessed"},
		structure: "malformed",
	},
	{
		name:      "boundary with blank",
		mail:      top + "Content-Type: multipart/mixed; boundary=\"b \"\n\n--b\n\none\n--b--\n",
		outline:   []string{"multipart/mixed", `1 text/plain "one"`},
		structure: "ok",
	},
	{
		name:      "padding",
		mail:      mixed + "--b \t\n\none\n--b-- \n",
		outline:   []string{"multipart/mixed", `1 text/plain "one"`},
		structure: "ok",
	},
	{
		name:      "prefix of another",
		mail:      mixed + "--b\n\none\n--b2\n--b--\n",
		outline:   []string{"multipart/mixed", `1 text/plain "one\r\n--b2"`},
		structure: "ok",
	},
	{
		name:      "junk after boundary",
		mail:      mixed + "--b x\n\none\n--b--\n",
		outline:   []string{"multipart/mixed", `1 text/plain "one"`},
		codes:     []string{"boundary-junk"},
		structure: "ambiguous",
	},
	{
		name:      "junk after close",
		mail:      mixed + "--b\n\none\n--b--x\n",
		outline:   []string{"multipart/mixed", `1 text/plain "one"`},
		codes:     []string{"boundary-junk"},
		structure: "ambiguous",
	},
	{
		name:      "parts after close",
		mail:      mixed + "--b\n\none\n--b--\n--b\n\ntwo\n--b--\n",
		outline:   []string{"multipart/mixed", `1 text/plain "one"`, `2 text/plain "two"`},
		codes:     []string{"after-close"},
		structure: "ambiguous",
	},
	{
		name:      "same boundary",
		mail:      mixed + "--b\nContent-Type: multipart/alternative; boundary=b\n\n--b\n\none\n--b--\n--b\n\ntwo\n--b--\n",
		outline:   []string{"multipart/mixed", `1 multipart/alternative ""`, `2 text/plain "one"`, `3 text/plain "two"`},
		codes:     []string{"boundary-reused 1", "multipart-empty 1", "after-close"},
		structure: "malformed",
	},
	{
		name:      "encoded multipart",
		mail:      top + "Content-Type: multipart/mixed; boundary=b\nContent-Transfer-Encoding: base64\n\nLS1iCgpvbmUKLS1iLS0K\n",
		outline:   []string{"multipart/mixed", `1 text/plain "one"`},
		codes:     []string{"encoded-multipart"},
		structure: "ambiguous",
	},
	{
		name:      "bare multipart",
		mail:      top + "Content-Type: multipart; boundary=b\n\n--b\n\none\n--b--\n",
		outline:   []string{"multipart/mixed", `1 text/plain "one"`},
		codes:     []string{"content-type"},
		structure: "ambiguous",
	},
	{
		name:      "partial",
		mail:      top + "Content-Type: message/partial; id=x; number=1\n\none\n",
		outline:   []string{`1 message/partial "one"`},
		codes:     []string{"message-partial 1"},
		structure: "ok",
	},
	{
		name:      "tnef",
		mail:      top + "Content-Type: application/ms-tnef\n\none\n",
		outline:   []string{`1 application/ms-tnef "one"`},
		codes:     []string{"tnef 1"},
		structure: "ok",
	},
}

// TestRead checks tree and findings of small mails, one oddity each.
func TestRead(t *testing.T) {
	for _, c := range readCases {
		t.Run(c.name, func(t *testing.T) {
			m := Read(crlf(c.mail), Limits{})
			if d := cmp.Diff(c.outline, outline(m)); d != "" {
				t.Errorf("outline (-want +got):\n%s", d)
			}
			if d := cmp.Diff(c.codes, codes(m)); d != "" {
				t.Errorf("findings (-want +got):\n%s", d)
			}
			if m.Structure() != c.structure {
				t.Errorf("structure %s, want %s", m.Structure(), c.structure)
			}
		})
	}
}

// TestReadLineEnds reads one mail with each kind of line end.
func TestReadLineEnds(t *testing.T) {
	mail := mixed + "--b\n\none\ntwo\n--b--\n"
	for eol, code := range map[string]string{"\n": "", "\r\n": "", "\r": FoundCROnly} {
		m := Read([]byte(strings.ReplaceAll(mail, "\n", eol)), Limits{})
		if len(m.Root.Children) != 1 || m.Body() != "one\ntwo" {
			t.Errorf("%q: body %q", eol, m.Body())
		}
		if code != "" && !hasFinding(m, code) || code == "" && len(m.Findings) > 0 {
			t.Errorf("%q: findings %v", eol, m.Findings)
		}
	}
	m := Read([]byte(mixed+"--b\r\n\r\none\n--b--\r\n"), Limits{})
	if d := cmp.Diff([]string{"mixed-eol"}, codes(m)); d != "" || m.Body() != "one" {
		t.Errorf("mixed line ends: body %q, findings %v", m.Body(), m.Findings)
	}
	m = Read([]byte(top+"\none\rtwo\x00three\n"), Limits{})
	if d := cmp.Diff([]string{"bare-cr", "nul"}, codes(m)); d != "" || m.Body() != "one\ntwo\ufffdthree\n" || m.Structure() != "ambiguous" {
		t.Errorf("bare CR and NUL: body %q, findings %v", m.Body(), m.Findings)
	}
}

// TestRawSlices checks the bytes that a signature is about, and those outside
// of all parts.
func TestRawSlices(t *testing.T) {
	m := Read(crlf(mixed+"pre\n--b\nX: y\n\none\n\n--b\n\ntwo\n--b--\nepi\n"), Limits{})
	one := m.Root.Children[0]
	if string(one.Raw) != "X: y\r\n\r\none\r\n" || string(one.Body) != "one\r\n" {
		t.Errorf("raw %q, body %q", one.Raw, one.Body)
	}
	if string(m.Root.Preamble) != "pre" || string(m.Root.Epilogue) != "epi\r\n" {
		t.Errorf("preamble %q, epilogue %q", m.Root.Preamble, m.Root.Epilogue)
	}
	if string(m.Header[0].Raw) != "From: a@example.org\r\n" {
		t.Errorf("field %q", m.Header[0].Raw)
	}
	inner := ReadEntity([]byte("Content-Type: multipart/mixed; boundary=b\n\n--b\n\nx\n--b--\n"), "2", Limits{})
	if inner.Root.Path != "2.0" || inner.Root.Children[0].Path != "2.1" || len(inner.Findings) != 0 {
		t.Errorf("entity at 2: %v, findings %v", outline(inner), inner.Findings)
	}
}

// TestContentOverrides puts plaintext in the place of a part's body.
func TestContentOverrides(t *testing.T) {
	m := Read(crlf(top+"Content-Transfer-Encoding: base64\n\nQUJD\n"), Limits{})
	if got := m.Body(); got != "ABC" {
		t.Errorf("body %q", got)
	}
	m.Root.Content = []byte("plain")
	if got := m.Body(); got != "plain" {
		t.Errorf("body with content %q", got)
	}
	if p := (&Part{Type: "text/plain", Body: []byte("x")}); p.Text() != "x" {
		t.Errorf("a part made by hand reads %q", p.Text())
	}
}
