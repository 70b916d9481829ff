package mime

import (
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Bounds of HTMLText.
const (
	maxTables     = 24  // nested tables; a deeper one is part of its cell
	maxNesting    = 64  // lists and quotes that are counted
	maxAttributes = 100 // of one tag
	maxQuotes     = 5   // "> " before a quoted line
)

// HTMLText renders HTML as text: blocks and <br> as lines, lists with a mark,
// quoted mail with "> ", table rows as lines. A row of a label and a value
// reads "label: value", so that a form in a table reads as a form; the cells of
// other rows are set apart by tabs. Of links the text stays, not the target.
// What a browser does not show is dropped. The work is linear.
func HTMLText(page string) string {
	r := &htmlReader{frames: []*frame{{}}, tokens: html.NewTokenizer(strings.NewReader(page))}
	for {
		switch r.tokens.Next() {
		case html.ErrorToken:
			for len(r.tables) > 0 {
				r.endTable()
			}
			return strings.TrimRight(r.frames[0].out.String(), " \n")
		case html.TextToken:
			if r.hidden == "" {
				r.text(string(r.tokens.Text()))
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			name, more := r.tokens.TagName()
			r.start(string(name), more)
		case html.EndTagToken:
			name, _ := r.tokens.TagName()
			r.end(string(name))
		}
	}
}

// An htmlReader renders the tokens as they come, without building a tree.
type htmlReader struct {
	tokens *html.Tokenizer
	frames []*frame // the page and the open cells, each within the one before
	tables []int    // the open tables: which frame each stands in

	hidden string // name of the element that hides what comes, "" for none
	depth  int    // elements of that name that are open
	pre    int
	lists  []int  // the open lists: number of the last item, -1 where there are no numbers
	quotes []bool // the open blockquotes: whether they quote mail
}

// A frame is a place that text flows into: the page, or a table cell.
type frame struct {
	out    strings.Builder
	breaks int    // line ends due before the next text
	blank  bool   // a blank is due before the next word
	row    []cell // of the table that stands in this frame: its cells so far
}

type cell struct {
	text   string
	header bool
}

func (r *htmlReader) frame() *frame { return r.frames[len(r.frames)-1] }

// line asks for at least n line ends before the next text.
func (r *htmlReader) line(n int) {
	f := r.frame()
	f.breaks, f.blank = max(f.breaks, n), false
}

// text adds text with its blanks collapsed, or as it stands inside <pre>.
func (r *htmlReader) text(s string) {
	s = strings.ReplaceAll(clean(s), "\u00a0", " ")
	if r.pre > 0 {
		for i, line := range strings.Split(strings.ReplaceAll(s, "\r", ""), "\n") {
			if i > 0 {
				r.frame().breaks++
			}
			r.write(line)
		}
		return
	}
	f := r.frame()
	for len(s) > 0 {
		i := strings.IndexAny(s, " \t\r\n\f")
		if i == 0 {
			f.blank = true
			s = strings.TrimLeft(s, " \t\r\n\f")
			continue
		}
		if i < 0 {
			i = len(s)
		}
		r.write(s[:i])
		s = s[i:]
	}
}

// write puts out what is due, then s.
func (r *htmlReader) write(s string) {
	if s == "" {
		return
	}
	f := r.frame()
	switch {
	case f.out.Len() == 0:
		r.quote(f)
	case f.breaks > 0:
		for range min(f.breaks, 2) {
			f.out.WriteByte('\n')
		}
		r.quote(f)
	case f.blank:
		f.out.WriteByte(' ')
	}
	f.breaks, f.blank = 0, false
	f.out.WriteString(s)
}

// quote marks the line that begins as quoted mail.
func (r *htmlReader) quote(f *frame) {
	if len(r.frames) > 1 {
		return
	}
	n := 0
	for _, cited := range r.quotes {
		if cited && n < maxQuotes {
			f.out.WriteString("> ")
			n++
		}
	}
}

// start handles a start tag.
func (r *htmlReader) start(name string, more bool) {
	attributes := r.attributes(more)
	if r.hidden != "" {
		if name == r.hidden && !closesItself(name) {
			r.depth++
		} else if name == r.hidden || closesItself(r.hidden) && isCell(name) {
			r.hidden = ""
		}
		if r.hidden != "" {
			return
		}
	}
	r.block(name, attributes, true)
	if !isVoid(name) && hiddenElement(name, attributes) {
		r.hidden, r.depth = name, 1
		return
	}
	switch atom.Lookup([]byte(name)) {
	case atom.Br:
		r.frame().breaks++
		r.frame().blank = false
	case atom.Pre:
		r.pre++
	case atom.Table:
		r.startTable()
	case atom.Tr:
		r.endRow()
	case atom.Td, atom.Th:
		r.startCell(name == "th")
	case atom.Ul, atom.Menu, atom.Dir:
		r.startList(-1)
	case atom.Ol:
		first, err := strconv.ParseInt(attributes["start"], 10, 16)
		if err != nil {
			first = 1
		}
		r.startList(int(first) - 1)
	case atom.Li:
		r.item()
	case atom.Blockquote:
		if len(r.quotes) < maxNesting {
			cited := attributes["type"] == "cite" || strings.Contains(attributes["class"], "quote")
			r.quotes = append(r.quotes, cited)
		}
	case atom.Input:
		r.input(attributes)
	case atom.Option:
		_, chosen := attributes["selected"]
		r.mark(chosen)
	}
}

// end handles an end tag.
func (r *htmlReader) end(name string) {
	if r.hidden != "" {
		if name == r.hidden {
			if r.depth--; r.depth <= 0 {
				r.hidden = ""
			}
		}
		return
	}
	switch atom.Lookup([]byte(name)) {
	case atom.P, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		r.line(1)
	case atom.Pre:
		r.pre = max(0, r.pre-1)
	case atom.Table:
		r.endTable()
	case atom.Tr:
		r.endRow()
	case atom.Td, atom.Th:
		r.endCell()
	case atom.Ul, atom.Ol, atom.Menu, atom.Dir:
		r.lists = r.lists[:max(0, len(r.lists)-1)]
	case atom.Blockquote:
		r.quotes = r.quotes[:max(0, len(r.quotes)-1)]
	}
	r.block(name, nil, false)
}

// block begins a new line, or paragraph, where the element is one.
func (r *htmlReader) block(name string, attributes map[string]string, opens bool) {
	switch atom.Lookup([]byte(name)) {
	case atom.P:
		// Word makes each line a paragraph and takes its margins away.
		if !opens || strings.HasPrefix(attributes["class"], "Mso") {
			r.line(1)
		} else {
			r.line(2)
		}
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Blockquote, atom.Pre, atom.Table:
		r.line(2)
	case atom.Ul, atom.Ol, atom.Menu, atom.Dir:
		if len(r.lists) == 0 {
			r.line(2)
		}
	case atom.Div, atom.Li, atom.Dt, atom.Dd, atom.Hr, atom.Section, atom.Article, atom.Header, atom.Footer, atom.Address,
		atom.Form, atom.Fieldset, atom.Legend, atom.Option, atom.Center, atom.Caption, atom.Main, atom.Aside, atom.Figure:
		r.line(1)
	}
}

func (r *htmlReader) startList(last int) {
	if len(r.lists) < maxNesting {
		r.lists = append(r.lists, last)
	}
}

// item writes the mark of a list item.
func (r *htmlReader) item() {
	mark := "-"
	if n := len(r.lists); n > 0 && r.lists[n-1] >= 0 {
		r.lists[n-1]++
		mark = strconv.Itoa(r.lists[n-1]) + "."
	}
	r.write(mark)
	r.frame().blank = true
}

// input shows what was filled in.
func (r *htmlReader) input(attributes map[string]string) {
	_, checked := attributes["checked"]
	switch strings.ToLower(attributes["type"]) {
	case "", "text", "email", "tel", "date", "number", "url":
		r.text(" " + attributes["value"] + " ")
	case "checkbox", "radio":
		r.mark(checked)
	}
}

// mark shows of one of several choices whether it was made.
func (r *htmlReader) mark(made bool) {
	if made {
		r.text("[x] ")
	} else {
		r.text("[ ] ")
	}
}

// attributes reads the attributes that rendering asks for.
func (r *htmlReader) attributes(more bool) map[string]string {
	var found map[string]string
	for n := 0; more && n < maxAttributes; n++ {
		var key, value []byte
		key, value, more = r.tokens.TagAttr()
		if slices.Contains([]string{"style", "hidden", "class", "type", "value", "checked", "selected", "start"}, string(key)) {
			if found == nil {
				found = map[string]string{}
			}
			if _, twice := found[string(key)]; !twice {
				found[string(key)] = string(value)
			}
		}
	}
	return found
}

// hiddenElement reports whether a browser does not show the element.
func hiddenElement(name string, attributes map[string]string) bool {
	switch name {
	case "script", "style", "title", "template", "noscript", "xml", "svg", "iframe", "object", "audio", "video", "datalist":
		return true
	}
	if _, hidden := attributes["hidden"]; hidden {
		return true
	}
	style := attributes["style"]
	if style == "" {
		return false
	}
	style = strings.ToLower(strings.Join(strings.Fields(style), ""))
	return strings.Contains(style, "display:none") || strings.Contains(style, "visibility:hidden") ||
		strings.Contains(style, "mso-hide:all")
}

func isVoid(name string) bool {
	switch name {
	case "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr":
		return true
	}
	return false
}

// closesItself names the elements that the next of their kind ends.
func closesItself(name string) bool {
	switch name {
	case "p", "li", "dt", "dd", "td", "th", "tr", "option":
		return true
	}
	return false
}

func isCell(name string) bool { return name == "td" || name == "th" || name == "tr" }
