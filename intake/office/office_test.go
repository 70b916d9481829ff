package office

import (
	"archive/zip"
	"bytes"
	"errors"
	"strings"
	"testing"
	"unicode/utf8"
)

// packed makes an archive of members, given as name and content.
func packed(t testing.TB, members ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(members); i += 2 {
		w, err := z.Create(members[i])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(members[i+1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

const docx = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:document xmlns:w="x"><w:body>
<w:p><w:pPr><w:tabs><w:tab w:val="left"/></w:tabs></w:pPr><w:r><w:t>Your name:</w:t></w:r><w:r><w:tab/><w:t xml:space="preserve"> Jane
Doe</w:t></w:r></w:p>
<w:p><w:del><w:r><w:delText>not this</w:delText></w:r></w:del><w:r><w:t>One</w:t><w:br/><w:t>two &amp; three</w:t></w:r></w:p>
<w:tbl><w:tr><w:tc><w:p><w:r><w:t>Phone</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>555 0100</w:t></w:r></w:p></w:tc></w:tr></w:tbl>
<w:p><w:r><w:sym w:font="Wingdings" w:char="F0FE"/><w:t>yes</w:t></w:r><w:r><w:sym w:font="Wingdings" w:char="F0A8"/><w:t>no</w:t></w:r></w:p>
<w:p><w:r><w:fldChar><w:ffData><w:checkBox><w:default w:val="0"/><w:checked/></w:checkBox></w:ffData></w:fldChar></w:r><w:r><w:instrText> FORMCHECKBOX </w:instrText></w:r><w:r><w:t>ransomware</w:t></w:r></w:p>
</w:body></w:document>`

const odt = `<office:document-content xmlns:office="o" xmlns:text="t" xmlns:table="b"><office:automatic-styles><x>no</x></office:automatic-styles><office:body><office:text>
 <text:h>Incident report</text:h>
 <text:p>Name<text:s text:c="3"/>: <text:span>Jane</text:span><text:tab/>Doe<text:line-break/>next</text:p>
 <text:p>Ann<office:annotation><text:p>a comment</text:p></office:annotation>otated</text:p>
 <table:table><table:table-row><table:table-cell><text:p>IP</text:p></table:table-cell><table:table-cell><text:p>198.51.100.7</text:p></table:table-cell></table:table-row></table:table>
</office:text></office:body></office:document-content>`

func TestText(t *testing.T) {
	for name, c := range map[string]struct {
		data []byte
		file string
		want string
	}{
		"docx":       {packed(t, "[Content_Types].xml", "<x/>", "word/document.xml", docx), "report.docx", "Your name:\t Jane Doe\nOne\ntwo & three\nPhone\t555 0100\n[x] yes[ ] no\n[x] ransomware"},
		"odt":        {packed(t, "mimetype", "application/vnd.oasis.opendocument.text", "content.xml", odt), "report.odt", "Incident report\nName   : Jane\tDoe\nnext\nAnnotated\nIP\t198.51.100.7\n\na comment"},
		"csv":        {[]byte("Name,Jane Doe\nPhone:,555 0100\n\"What, happened\",\"one\ntwo\"\n"), "a.CSV", "Name: Jane Doe\nPhone: 555 0100\nWhat, happened: one\n    two"},
		"semicolons": {[]byte("\xEF\xBB\xBFName;Jane\nIP;198.51.100.7;80\n"), "a.csv", "Name: Jane\nIP: 198.51.100.7 80"},
		"turned":     {[]byte("Name,Phone,IP,Date\nJane,555,198.51.100.7,2026-01-01\n"), "a.csv", "Name: Jane\nPhone: 555\nIP: 198.51.100.7\nDate: 2026-01-01"},
	} {
		got, err := Text("application/octet-stream", c.file, c.data)
		if err != nil || strings.TrimSpace(got) != c.want {
			t.Errorf("%s: %q, %v; want %q", name, got, err, c.want)
		}
	}
}

const boxed = `<w:document xmlns:w="x"><w:body><w:p><w:r><w:t>Your name: </w:t></w:r><w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:txbx><w:txbxContent>
 <w:p><w:r><w:t>TLP:AMBER</w:t></w:r></w:p><w:p><w:r><w:t>second</w:t></w:r></w:p></w:txbxContent></wps:txbx></w:drawing></mc:Choice>
 <mc:Fallback><w:pict><v:textbox><w:txbxContent><w:p><w:r><w:t>TLP:AMBER</w:t></w:r></w:p></w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r><w:r><w:t>Jane</w:t></w:r></w:p>
<w:tbl><w:tr><w:tc><w:p><w:r><w:t>Host</w:t></w:r><w:r><w:pict><w:txbxContent><w:tbl><w:tr><w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>b</w:t></w:r></w:p></w:tc></w:tr></w:tbl></w:txbxContent></w:pict></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>198.51.100.7</w:t><w:footnoteReference w:id="1"/></w:r></w:p></w:tc></w:tr></w:tbl>
<w:p><w:moveFrom><w:r><w:t>moved away</w:t></w:r></w:moveFrom></w:p></w:body></w:document>`

// What stands beside the text comes behind it, each once, and tears no line
// apart; a note's number does not lengthen the word it stands at.
func TestBesideTheText(t *testing.T) {
	note := func(kind, text string) string {
		return "<w:" + kind + "s><w:" + kind + ` w:id="1" w:author="Bob"><w:p><w:r><w:t>` + text + "</w:t></w:r></w:p></w:" + kind + "></w:" + kind + "s>"
	}
	word := packed(t, "word/comments.xml", note("comment", "a remark"), "word/document.xml", boxed, "word/footnotes.xml", note("footnote", "seen twice"),
		"word/endnotes.xml", note("endnote", "at the end"), "word/footer1.xml", "<w:ftr><w:p><w:r><w:t>internal</w:t></w:r></w:p></w:ftr>")
	open := packed(t, "content.xml", `<o:document-content><o:body><o:text><t:p>Host: 198.51.100.7<t:note><t:note-citation>1</t:note-citation><t:note-body>
 <t:p>seen twice</t:p></t:note-body></t:note> today<d:frame><d:text-box> <t:p>TLP:AMBER</t:p></d:text-box></d:frame></t:p>
 <t:p>Date: <t:date>2026-11-20</t:date><o:annotation><dc:creator>Bob</dc:creator><dc:date>2026</dc:date><t:p>a remark</t:p></o:annotation></t:p></o:text></o:body></o:document-content>`)
	for name, c := range map[string]struct {
		data []byte
		want string
	}{
		"docx": {word, "Your name: Jane\nHost\t198.51.100.7\n\n\nTLP:AMBER\nsecond\n\na\tb\na remark\nseen twice\nat the end\ninternal"},
		"odt":  {open, "Host: 198.51.100.7 today\nDate: 2026-11-20\n\nseen twice\n\nTLP:AMBER\n\na remark"},
	} {
		if got, err := Text("", name, c.data); err != nil || got != c.want {
			t.Errorf("%s: %v\n%q, want\n%q", name, err, got, c.want)
		}
	}
}

// What breaks off beside the text loses nothing of it, and all of it together
// is bounded.
func TestBesideTheTextIsBounded(t *testing.T) {
	got, err := Text("", "a.docx", packed(t, "word/document.xml", "<w:p><w:r><w:t>first</w:t><w:txbxContent><w:p><w:t>box", "word/footnotes.xml", "<w:p><w:t>note</w:t></w:p>"))
	if err == nil && !strings.Contains(got, "note") || !strings.HasPrefix(got, "first") || !strings.Contains(got, "box") {
		t.Errorf("%q, %v", got, err)
	}
	long := strings.Repeat("<w:txbxContent><w:p><w:t>"+strings.Repeat("x", 10_000)+"</w:t></w:p></w:txbxContent>", 150)
	got, err = Text("", "a.docx", packed(t, "word/document.xml", "<w:document>"+long+"</w:document>"))
	if err == nil || len(got) > maxText+1000 || len(got) < maxText/2 {
		t.Errorf("%d bytes, %v", len(got), err)
	}
	deep := strings.Repeat("<w:txbxContent><w:p>", 150)
	if _, err = Text("", "a.docx", packed(t, "word/document.xml", deep)); err == nil {
		t.Error("boxes within boxes without end are read")
	}
}

// The marks that stand at the head or foot of each page count.
func TestMargins(t *testing.T) {
	word := packed(t, "word/header1.xml", `<w:hdr xmlns:w="x"><w:p><w:r><w:t>TLP:RED</w:t></w:r></w:p></w:hdr>`, "word/document.xml", docx+"<w:del><w:tr>",
		"word/footer2.xml", "<w:ftr><w:p><w:r><w:t>confidential</w:t></w:r></w:p></w:ftr>")
	open := packed(t, "styles.xml", `<o:document-styles><o:automatic-styles><t:p>hidden</t:p></o:automatic-styles><o:master-styles><s:master-page><s:header><t:p>TLP:RED</t:p></s:header><s:footer><t:p>confidential</t:p></s:footer></s:master-page></o:master-styles></o:document-styles>`,
		"content.xml", odt)
	for name, data := range map[string][]byte{"docx": word, "odt": open} {
		got, err := Text("", name, data)
		if err != nil || !strings.HasSuffix(got, "\nTLP:RED\nconfidential") || strings.Contains(got, "hidden") {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
}

func TestNoDocument(t *testing.T) {
	for name, data := range map[string][]byte{
		"pdf": []byte("%PDF-1.4"), "zip": packed(t, "malware.exe", "MZ"), "empty": nil, "spreadsheet": packed(t, "xl/workbook.xml", "<x/>"),
	} {
		if text, err := Text("application/zip", name, data); !errors.Is(err, ErrKind) || text != "" {
			t.Errorf("%s: %q, %v", name, text, err)
		}
	}
	feed := []byte("timestamp,ip,port,asn\n1,2,3,4\n5,6,7,8\n")
	if text, err := Text("text/csv", "feed.csv", feed); !errors.Is(err, ErrKind) || text != "" {
		t.Errorf("a feed is no form: %q, %v", text, err)
	}
}

func TestBounds(t *testing.T) {
	deep := "<w:document>" + strings.Repeat("<a>", 300) + "</w:document>"
	if _, err := Text("", "", packed(t, "word/document.xml", deep)); err == nil {
		t.Error("no error for elements 300 deep")
	}
	long := "<w:document><w:p><w:t>" + strings.Repeat("a ", 6<<20) + "</w:t></w:p></w:document>"
	if got, err := Text("", "", packed(t, "word/document.xml", long)); err == nil || len(got) > maxText {
		t.Errorf("%d bytes of text, %v", len(got), err)
	}
	bomb := `<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]><w:document><w:p><w:t>x&b;y</w:t></w:p></w:document>`
	if got, err := Text("", "", packed(t, "word/document.xml", bomb)); err != nil || len(got) > 10 {
		t.Errorf("an entity: %q, %v", got, err)
	}
	many := []string{}
	for range 20 {
		many = append(many, "word/document.xml", "<w:p><w:t>x</w:t></w:p>"+strings.Repeat("<a/>", 100<<10))
	}
	if got, err := Text("", "", packed(t, many...)); err == nil || strings.Count(got, "x") > 11 {
		t.Errorf("20 members of 400 KiB give %d lines, %v", strings.Count(got, "x"), err)
	}
	hiding := "<w:document><w:p><w:t>" + strings.Repeat("a ", 600<<10) + "</w:t></w:p><w:p><w:t>TLP:RED</w:t></w:p></w:document>"
	if got, err := Text("", "", packed(t, "word/document.xml", hiding)); err == nil && !strings.Contains(got, "TLP:RED") {
		t.Error("no error for a text that was cut")
	}
	whole := packed(t, "word/document.xml", docx)
	if _, err := Text("", "", whole[:len(whole)/2]); err == nil {
		t.Error("no error for half an archive")
	}
}

func FuzzText(f *testing.F) {
	f.Add(packed(f, "word/document.xml", docx), "a.docx")
	f.Add(packed(f, "content.xml", odt), "a.odt")
	f.Add([]byte("a,b\nc,d\n"), "a.csv")
	f.Add([]byte("<w:p></w:tr></w:p>"), "")
	f.Fuzz(func(t *testing.T, data []byte, name string) {
		for _, d := range [][]byte{data, packed(t, "word/document.xml", string(data)), packed(t, "content.xml", string(data))} {
			text, _ := Text("", name, d)
			if !utf8.ValidString(text) || len(text) > maxText {
				t.Errorf("%d bytes, valid %v", len(text), utf8.ValidString(text))
			}
		}
	})
}
