package intake

import (
	"bytes"
	"errors"
	"path"
	"strings"

	"tocsin/intake/mime"
	"tocsin/intake/office"
	"tocsin/store"
)

// Bounds of the documents of one message that are read.
const (
	maxDocuments    = 8
	maxDocumentSize = 16 << 20
)

// foundDocument is the finding about a document that was not read to its end.
const foundDocument = "document"

// documents gives the texts of attached word processor files and tables, which
// may be the form. Tables of labels and answers that were read as plain text
// are rewritten in texts.
func documents(r *Reading, texts []mime.Text) []mime.Text {
	for i, t := range texts {
		if t.Attachment && tabular(t.Type, t.Name) {
			if text, err := office.Text("text/csv", t.Name, []byte(t.Text)); err == nil {
				texts[i].Text = text
			}
		}
	}
	unread := func(p *mime.Part, why string) {
		r.Message.Findings = append(r.Message.Findings, store.Finding{Code: foundDocument, Part: p.Path, Detail: "read in part or not at all: " + why})
	}
	read := 0
	for _, p := range r.Opened.Message.Root.Leaves() {
		if !worded(p) {
			continue
		}
		data := p.Decode()
		if !bytes.HasPrefix(data, []byte("PK\x03\x04")) {
			continue
		}
		if read++; read > maxDocuments || len(data) > maxDocumentSize {
			unread(p, "it is too large, or one of too many")
			continue
		}
		text, err := office.Text(p.Type, p.Filename, data)
		if err != nil && !errors.Is(err, office.ErrKind) {
			unread(p, err.Error())
		}
		if text = mime.Sanitize(text); strings.TrimSpace(text) != "" {
			texts = append(texts, mime.Text{Part: p.Path, Name: p.Filename, Type: p.Type, Text: text, Attachment: true})
		}
	}
	return texts
}

// worded says whether a part calls itself a document of a word processor.
func worded(p *mime.Part) bool {
	switch p.Type {
	case "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "application/vnd.oasis.opendocument.text":
		return true
	}
	switch strings.ToLower(path.Ext(p.Filename)) {
	case ".docx", ".odt":
		return true
	}
	return false
}

func tabular(media, name string) bool {
	return media == "text/csv" || media == "text/comma-separated-values" || strings.EqualFold(path.Ext(name), ".csv")
}
