// Package office reads the text of documents that reporters attach in place of
// a text form: OpenDocument text (odt), Office Open XML (docx) and tables of
// labels and answers (csv). A document is foreign bytes, often a compressed
// archive of XML: what is read of it is bounded in size, depth and members, no
// entity is expanded, no link followed and nothing in it is run. PDF is not
// read: it is filed as an attachment for a person.
package office

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"strings"
)

// Limits of what is read of one document.
const (
	maxMembers = 2000
	maxXML     = 4 << 20 // bytes of all members that are read, after decompression
	maxDepth   = 200     // of elements
	maxText    = 1 << 20 // bytes of text
)

// ErrKind says that a file is no document of a kind that is read here.
var ErrKind = errors.New("office: neither odt, docx nor csv")

// Text returns the text of a document as UTF-8: a line for each paragraph, cells
// of a table parted by tabs. media is the media type and name the file name of
// the attachment; its bytes have the last word. A document that breaks off or
// exceeds the limits gives what was read and an error.
func Text(media, name string, data []byte) (string, error) {
	if bytes.HasPrefix(data, []byte("PK\x03\x04")) {
		return archived(data)
	}
	if media == "text/csv" || media == "text/comma-separated-values" || strings.EqualFold(path.Ext(name), ".csv") {
		return table(data)
	}
	return "", ErrKind
}

// archived reads the text of a zip archive that is a document.
func archived(data []byte) (string, error) {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return "", err
	}
	w := writer{room: maxXML}
	for _, choose := range []func(string) dialect{bodyOf, notesOf, marginOf} {
		for _, f := range z.File[:min(len(z.File), maxMembers)] {
			d := choose(f.Name)
			if d == nil {
				continue
			}
			if err := w.member(f, d); err != nil {
				return w.text(), err
			}
		}
	}
	if !w.any {
		return "", ErrKind
	}
	return w.text(), nil
}

// bodyOf tells which XML a member of an archive holds if it is the document
// itself, nil for any other.
func bodyOf(member string) dialect {
	switch member {
	case "content.xml":
		return openDocument
	case "word/document.xml":
		return wordprocessing
	}
	return nil
}

// notesOf does so for what stands apart from the body: notes, and the remarks
// that people made to each other.
func notesOf(member string) dialect {
	switch member {
	case "word/footnotes.xml", "word/endnotes.xml", "word/comments.xml":
		return wordprocessing
	}
	return nil
}

// marginOf does so for the heads and feet of pages, where a document says for
// whom it is.
func marginOf(member string) dialect {
	name, ok := strings.CutPrefix(member, "word/")
	switch {
	case member == "styles.xml":
		return openDocument
	case ok && (strings.HasPrefix(name, "header") || strings.HasPrefix(name, "footer")) && path.Ext(name) == ".xml":
		return wordprocessing
	}
	return nil
}

// A writer gathers the lines of a document.
type writer struct {
	out   []byte
	later []byte // what stands beside the member's text: text boxes, notes
	outer []page // what is around the texts beside it that are open
	size  int    // bytes of text so far
	any   bool   // a member with text was found
	full  bool
	room  int64 // bytes of XML that may still be read
	cells []int // for each open table row, how many cells were begun
	mute  int   // depth of elements that are not shown: deleted text, comments
	tick  bool  // of the box that is open
}

// A page is a text that waits for one that stands beside it.
type page struct {
	out   []byte
	cells []int
}

func (w *writer) text() string {
	w.gather()
	return strings.ToValidUTF8(string(bytes.TrimRight(w.out, "\n\t ")), "")
}

func (w *writer) add(s string) {
	if w.mute > 0 || w.full {
		return
	}
	if s == "\n" || s == "\t" {
		w.out = bytes.TrimRight(w.out, " ")
	}
	if w.full = w.size+len(s) > maxText; !w.full {
		w.out, w.size = append(w.out, s...), w.size+len(s)
	}
}

// A mark says what an element means for the text.
type mark byte

const (
	plain mark = iota
	text       // its characters count
	line       // a paragraph: ends a line, in a cell a blank
	tab
	newline
	blanks // as many as its attribute c says
	row
	cell
	hidden // neither it nor what is below counts
	aside  // a text of its own, shown behind the one it stands in
	symbol // a character of a symbol font, which may be a box
	box    // a field to be ticked
	ticked // within it: its state
)

// A dialect maps the local names of elements to what they mean.
type dialect map[string]mark

var openDocument = dialect{
	"p": line, "h": line, "tab": tab, "line-break": newline, "s": blanks, "table-row": row, "table-cell": cell,
	"annotation": aside, "note-body": aside, "text-box": aside, "note-citation": hidden, "sender-initials": hidden,
	"tracked-changes": hidden, "automatic-styles": hidden, "document-content": text, "document-styles": text,
}

var wordprocessing = dialect{
	"t": text, "p": line, "tab": tab, "br": newline, "cr": newline, "tr": row, "tc": cell,
	"txbxContent": aside, "moveFrom": hidden, "del": hidden, "pPr": hidden, "rPr": hidden, "instrText": hidden, "Fallback": hidden, "sym": symbol, "checkBox": box, "checked": ticked, "default": ticked,
}

func (w *writer) member(f *zip.File, d dialect) error {
	r, err := f.Open()
	if err != nil {
		return err
	}
	defer r.Close()
	w.begun()
	bounded := &io.LimitedReader{R: r, N: w.room}
	defer func() { w.room = bounded.N }()
	dec := xml.NewDecoder(bounded)
	dec.Strict = false // an unknown entity is its own text
	var open []mark
	texts := 0
	for {
		token, err := dec.RawToken()
		switch {
		case bounded.N == 0 || w.full:
			return errors.New("office: the document is too large to be read to its end")
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return err
		}
		switch t := token.(type) {
		case xml.StartElement:
			if len(open) == maxDepth {
				return errors.New("office: elements too deep")
			}
			m := d[t.Name.Local]
			if t.Name.Space == "dc" || t.Name.Space == "meta" { // who made a remark, and when
				m = hidden
			}
			open = append(open, m)
			if m == text {
				texts++
			}
			w.begin(m, t)
		case xml.EndElement:
			if len(open) == 0 {
				continue
			}
			m := open[len(open)-1]
			open = open[:len(open)-1]
			if m == text {
				texts--
			}
			w.end(m)
		case xml.CharData:
			if texts > 0 && inLine(open) {
				w.add(lineEnds.Replace(string(t)))
			}
		}
	}
}

// begun makes ready for another member, however the one before it ended.
func (w *writer) begun() {
	w.gather()
	if w.any = true; len(w.out) > 0 && w.out[len(w.out)-1] != '\n' {
		w.out = append(w.out, '\n')
	}
	w.cells, w.mute, w.tick = nil, 0, false
}

// lineEnds within a paragraph are the layout of the XML.
var lineEnds = strings.NewReplacer("\r\n", " ", "\n", " ", "\r", " ")

// inLine says whether a paragraph is open: what stands between paragraphs is
// only the layout of the XML.
func inLine(open []mark) bool {
	for i := len(open) - 1; i >= 0 && open[i] != aside; i-- {
		if open[i] == line {
			return true
		}
	}
	return false
}

// leave goes over to a text beside the one that is open, and back by rejoin.
func (w *writer) leave() {
	w.outer = append(w.outer, page{w.out, w.cells})
	w.out, w.cells = nil, nil
}

func (w *writer) rejoin() {
	last := len(w.outer) - 1
	if beside := bytes.Trim(w.out, "\n\t "); len(beside) > 0 {
		w.later = append(append(append(w.later, '\n'), beside...), '\n')
	}
	w.out, w.cells, w.outer = w.outer[last].out, w.outer[last].cells, w.outer[:last]
}

// gather puts what stands beside the text behind it, also where the member
// broke off within.
func (w *writer) gather() {
	for len(w.outer) > 0 {
		w.rejoin()
	}
	w.out, w.later = append(w.out, w.later...), nil
}
