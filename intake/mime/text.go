package mime

import (
	"bytes"
	"cmp"
	"path"
	"slices"
	"strings"
	"unicode/utf8"
)

// A Text is one text of a message that a person, or the form reader, can read:
// valid UTF-8 with "\n" as line end.
type Text struct {
	Part string // path of the part, of the first one where several were joined
	Name string // file name, or the subject of an embedded message
	Type string // media type as it came; HTML is rendered all the same
	Text string
	// Attachment is false for the body. Embedded messages, delivery reports
	// and everything with a file name are attachments.
	Attachment bool
}

// Body returns what a person reads on opening the mail, "" if there is
// nothing: of alternatives the plain one, HTML rendered as text, flowed
// paragraphs joined, parts set apart by a blank line.
func (m *Message) Body() string {
	if texts := m.Texts(); len(texts) > 0 && !texts[0].Attachment {
		return texts[0].Text
	}
	return ""
}

// Texts returns the body, if there is one, and then the readable attachments
// in their order, those of embedded messages included.
func (m *Message) Texts() []Text {
	c := &collector{message: m, room: m.limits.orDefaults().Text}
	c.part(m.Root, true)
	c.promote()
	return append(c.bodyText(), c.files...)
}

// A collector walks a tree and gathers its texts.
type collector struct {
	message *Message
	room    int // bytes of text that are still welcome
	body    []Text
	files   []Text
	// filesOnly: the texts of an alternative that was not chosen are passed
	// over, its attachments are not.
	filesOnly bool
}

// part gathers what p holds. root is true for the root of a message, whose
// text is its body whatever its disposition says.
func (c *collector) part(p *Part, root bool) {
	switch {
	case p.Content != nil || len(p.Children) == 0:
		c.leaf(p, root)
	case embeds(p.Type):
		c.embedded(p)
	case p.Type == "multipart/alternative":
		c.alternative(p)
	case p.Type == "multipart/related":
		c.related(p)
	case p.Type == "multipart/report":
		c.part(p.Children[0], false)
		for _, child := range p.Children[1:] {
			c.aside(child)
		}
	default:
		for _, child := range p.Children {
			c.part(child, false)
		}
	}
}

// aside gathers all texts of p as attachments.
func (c *collector) aside(p *Part) {
	sub := &collector{message: c.message, room: c.room}
	sub.part(p, false)
	c.room = sub.room
	for _, t := range append(sub.body, sub.files...) {
		t.Attachment = true
		c.files = append(c.files, t)
	}
}

// leaf adds the text of one part, if it has any.
func (c *collector) leaf(p *Part, root bool) {
	file := !root && (p.Disposition == "attachment" || p.Filename != "")
	if file && p.isMailFile() {
		c.mailFile(p)
		return
	}
	if c.filesOnly && !file || !p.isText() || file && !looksText(p.Recoded().Decode()) {
		return
	}
	text := c.render(p)
	if strings.TrimSpace(text) == "" {
		return
	}
	t := Text{Part: p.Path, Name: p.Filename, Type: p.Type, Text: text, Attachment: file}
	if file {
		c.files = append(c.files, t)
	} else {
		c.body = append(c.body, t)
	}
}

// render makes the text of a part ready to read, within what room is left.
func (c *collector) render(p *Part) string {
	text, whole := p.lines(c.room)
	switch {
	case p.isHTML():
		text = HTMLText(text)
	case strings.EqualFold(p.Params["format"], "flowed"):
		text = unflow(text, strings.EqualFold(p.Params["delsp"], "yes"))
	}
	if len(text) > c.room {
		text, whole = cutText(text, c.room), false
	}
	if !whole {
		p.note(FoundTextCut, "")
	}
	c.room -= len(text)
	return text
}

// plainLines makes every line end "\n".
func plainLines(b []byte) string {
	if bytes.IndexByte(b, '\r') < 0 {
		return string(b)
	}
	var out strings.Builder
	out.Grow(len(b))
	for {
		i := bytes.IndexByte(b, '\r')
		if i < 0 {
			out.Write(b)
			return out.String()
		}
		out.Write(b[:i])
		out.WriteByte('\n')
		if b = b[i+1:]; len(b) > 0 && b[0] == '\n' {
			b = b[1:]
		}
	}
}

// cutText cuts s to at most n bytes between characters.
func cutText(s string, n int) string {
	for n = min(n, len(s)); n > 0 && n < len(s) && !utf8.RuneStart(s[n]); n-- {
	}
	return s[:n]
}

// embedded adds the body of an embedded message as one attachment, and the
// attachments it has.
func (c *collector) embedded(p *Part) {
	sub := &collector{message: c.message, room: c.room}
	sub.part(p.Children[0], true)
	c.room = sub.room
	name := p.Children[0].Header.Text("Subject")
	if p.Filename != "" {
		name = p.Filename
	}
	for _, t := range sub.bodyText() {
		t.Name, t.Type, t.Attachment = Sanitize(name), p.Type, true
		c.files = append(c.files, t)
	}
	c.files = append(c.files, sub.files...)
}

// mailFile is embedded for a mail that was attached as any other file. It is
// no part of this message's tree, and its faults are none of it.
func (c *collector) mailFile(p *Part) {
	lim := c.message.limits
	lim.Text, lim.Depth = c.room, lim.Depth/2
	if lim.Depth < 1 || lim.Text < 1 {
		return
	}
	for _, t := range ReadEntity(p.Decode(), p.Path, lim).Texts() {
		if !t.Attachment {
			t.Name, t.Type, t.Attachment = p.Filename, "message/rfc822", true
		}
		c.room -= len(t.Text)
		c.files = append(c.files, t)
	}
}

// isMailFile knows a mail attached as an .eml file of no particular type.
func (p *Part) isMailFile() bool {
	return p.Type == "application/octet-stream" && strings.EqualFold(path.Ext(p.Filename), ".eml") && looksText(p.Decode())
}

// alternative takes the first branch with plain text that says something, else
// the last with any. Each branch is rendered at most once.
func (c *collector) alternative(p *Part) {
	plain := slices.DeleteFunc(slices.Clone(p.Children), (*Part).htmlFirst)
	rich := slices.DeleteFunc(slices.Clone(p.Children), func(q *Part) bool { return !q.htmlFirst() })
	slices.Reverse(rich)
	outer, start := c.filesOnly, len(c.body)
	stub := -1 // where the body stood when a text came that only points to the HTML
	for _, child := range append(plain, rich...) {
		before := len(c.body)
		c.part(child, false)
		added := c.body[before:]
		switch {
		case len(added) == 0:
		case stub >= 0 && textLength(added) > 2*textLength(c.body[start:before]):
			c.body = append(c.body[:start], slices.Clone(added)...)
			c.filesOnly, stub = true, -1
		case stub >= 0:
			c.body = c.body[:before]
		case isStub(added):
			stub = before
		default:
			c.filesOnly = true
		}
	}
	c.filesOnly = outer
}

// isStub knows the text that may only say that one needs to read the HTML.
func isStub(texts []Text) bool {
	if textLength(texts) > 250 {
		return false
	}
	lower := strings.ToLower(texts[0].Text)
	i := strings.Index(lower, "html")
	return i >= 0 && (i == 0 || strings.IndexByte(" \t\n'\"(", lower[i-1]) >= 0)
}

func textLength(texts []Text) int {
	n := 0
	for _, t := range texts {
		n += len(t.Text)
	}
	return n
}

// htmlFirst reports whether the first text in p is HTML.
func (p *Part) htmlFirst() bool {
	for _, leaf := range p.Leaves() {
		if leaf.isText() {
			return leaf.isHTML()
		}
	}
	return false
}

// related takes the root of a multipart/related (RFC 2387 section 3.2) as text
// and the rest as attachments.
func (c *collector) related(p *Part) {
	root := 0
	if start := strings.Trim(p.Params["start"], "<> "); start != "" {
		root = max(0, slices.IndexFunc(p.Children, func(q *Part) bool {
			return strings.Trim(q.Header.Get("Content-ID"), "<> ") == start
		}))
	}
	c.part(p.Children[root], false)
	for i, child := range p.Children {
		if i != root {
			c.aside(child)
		}
	}
}

// promote makes the first text that only has a name the body of a mail that
// has none.
func (c *collector) promote() {
	if len(c.body) > 0 {
		return
	}
	i := slices.IndexFunc(c.files, func(t Text) bool { return strings.HasPrefix(t.Type, "text/") })
	if i < 0 {
		return
	}
	var inline bool
	c.message.Root.Walk(func(p *Part) bool {
		inline = inline || p.Path == c.files[i].Part && p.Disposition != "attachment"
		return !embeds(p.Type) && !inline
	})
	if inline {
		c.body = []Text{c.files[i]}
		c.body[0].Attachment = false
		c.files = slices.Delete(c.files, i, i+1)
	}
}

// bodyText joins the texts of the body to one, or none.
func (c *collector) bodyText() []Text {
	if len(c.body) == 0 {
		return nil
	}
	joined := c.body[0]
	if len(c.body) > 1 {
		pieces := make([]string, len(c.body))
		for i, t := range c.body {
			pieces[i] = strings.Trim(t.Text, "\n")
		}
		joined.Text = strings.Join(pieces, "\n\n")
	}
	return []Text{joined}
}

// Text returns the content of the part as text: decoded from its charset, HTML
// as it is, line ends as they came. It is valid UTF-8 without NUL.
func (p *Part) Text() string {
	text, _ := p.text(len(p.Decode()))
	return text
}

// lines is text with "\n" as line end. What is plain UTF-8 is copied once.
func (p *Part) lines(n int) (text string, whole bool) {
	if data, whole := p.head(n); fitsUTF8(p.Params["charset"], data) {
		return plainLines(trimBOM(data)), whole
	}
	text, whole = p.text(n)
	return plainLines([]byte(text)), whole
}

// text is Text for the first n bytes of the content.
func (p *Part) text(n int) (text string, whole bool) {
	data, whole := p.head(n)
	charset := p.Params["charset"]
	if p.isHTML() && !utf8.Valid(data) {
		if name := charsetName(charset); name == "" || name == "us-ascii" {
			charset = cmp.Or(metaCharset(data), charset)
		}
	}
	text, finding := decodeCharset(charset, data)
	if finding != "" && p.message != nil {
		p.note(finding, charset)
	}
	return text, whole
}

// head is the first n bytes of the content, whole characters of it.
func (p *Part) head(n int) (data []byte, whole bool) {
	data = p.Decode()
	whole = len(data) <= n
	for i := 0; i < utf8.UTFMax && !whole && n > 0 && !utf8.RuneStart(data[n]); i++ {
		n-- // not inside a character
	}
	return data[:min(len(data), n)], whole
}

func (p *Part) isHTML() bool {
	return p.Type == "text/html" || p.Type == "application/xhtml+xml"
}

// isText reports whether the content of a leaf is for reading.
func (p *Part) isText() bool {
	kind, sub, _ := strings.Cut(p.Type, "/")
	switch {
	case kind == "text":
		return !slices.Contains([]string{"rtf", "richtext", "calendar", "x-amp-html", "x-vcard", "vcard"}, sub)
	case kind == "multipart" || p.isHTML():
		return true
	case kind == "message":
		return slices.Contains([]string{"delivery-status", "disposition-notification", "feedback-report", "rfc822-headers",
			"global-delivery-status", "global-headers"}, sub)
	case slices.Contains([]string{"json", "xml", "csv", "yaml", "x-yaml", "x-ndjson", "toml"}, sub):
		return true
	}
	switch strings.ToLower(path.Ext(p.Filename)) {
	case ".txt", ".text", ".csv", ".tsv", ".log", ".md", ".json", ".xml", ".yml", ".yaml", ".ini", ".conf", ".toml", ".asc":
		return kind == "application" && !strings.HasPrefix(sub, "pgp-")
	}
	return false
}

// looksText tells text from other content by its first bytes.
func looksText(data []byte) bool {
	head := data[:min(len(data), 4096)]
	if bytes.HasPrefix(head, []byte("\xff\xfe")) || bytes.HasPrefix(head, []byte("\xfe\xff")) {
		return true
	}
	odd := 0
	for _, c := range head {
		if c < 0x20 && c != '\n' && c != '\r' && c != '\t' && c != '\f' && c != 0x1b {
			odd++
		}
	}
	return odd*50 <= len(head)
}
