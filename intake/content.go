package intake

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"

	"tocsin/intake/mime"
	"tocsin/store"
)

// KeyOf names a message by its bytes as received.
func KeyOf(raw []byte) store.Key {
	sum := sha256.Sum256(raw)
	return store.Key(hex.EncodeToString(sum[:]))
}

// contentOf digests what a message carries, whatever route it took: Subject,
// From, those of messages within it, and the decoded bytes of each leaf with
// its type and name. Two deliveries of one mail differ in their trace fields
// and transfer encodings only, and so have the same content; design section 3.
// Of a message that was not read to its end, the body as received counts too.
func contentOf(m *mime.Message) string {
	h := sha256.New()
	word := func(s string) { fmt.Fprintf(h, "%d %s", len(s), s) }
	named := func(fields mime.Header) {
		for _, name := range []string{"Subject", "From"} {
			word(fields.Text(name))
		}
	}
	named(m.Header)
	word(m.Header.Get("Auto-Submitted")) // an answer to it depends on this
	m.Root.Walk(func(p *mime.Part) bool {
		switch {
		case len(p.Children) == 0:
			body := sha256.Sum256(canonical(p))
			word(p.Type)
			word(p.Filename)
			h.Write(body[:])
		case !p.IsMultipart(): // an embedded message
			named(p.Children[0].Header)
			word(p.Children[0].Header.Get("Message-ID") + " " + p.Children[0].Header.Get("Date"))
		}
		return true
	})
	if m.Exceeded != "" {
		body := sha256.Sum256(newlines(m.Root.Body))
		h.Write(body[:])
	}
	return hex.EncodeToString(h.Sum(nil))
}

// canonical is the decoded leaf, a text with one kind of line end and without
// the empty lines that mailbox files add or take at its end.
func canonical(p *mime.Part) []byte {
	body := p.Decode()
	if !strings.HasPrefix(p.Type, "text/") {
		return body
	}
	return newlines(body)
}

func newlines(text []byte) []byte {
	return bytes.TrimRight(bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n")), "\n")
}
