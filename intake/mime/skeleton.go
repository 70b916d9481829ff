package mime

import (
	"iter"
	"time"
)

// Read parses a mail.
func Read(raw []byte, lim Limits) *Message { return ReadEntity(raw, "", lim) }

// ReadEntity parses a MIME entity that stands in place of the part at path.
func ReadEntity(raw []byte, path string, lim Limits) *Message {
	m := &Message{Raw: raw, limits: lim.orDefaults()}
	m.Root = &Part{Path: "1", Type: "text/plain", Raw: raw, Body: raw, message: m}
	return m
}

// Structure returns "ok", "ambiguous" or "malformed".
func (m *Message) Structure() string { return "ok" }

// A Field is one header field.
type Field struct {
	Name  string
	Raw   []byte // whole field as received, folding and line end included
	Value string // unfolded, undecoded, valid UTF-8
}

// A Header is the fields of a header block in order.
type Header []Field

// Get returns the undecoded value of the first field of that name.
func (h Header) Get(name string) string { return "" }

// All returns the undecoded values of all fields of that name.
func (h Header) All(name string) []string { return nil }

// Has reports whether there is a field of that name.
func (h Header) Has(name string) bool { return false }

// Count returns how many fields have that name.
func (h Header) Count(name string) int { return 0 }

// Text returns the decoded text of the first field of that name.
func (h Header) Text(name string) string { return "" }

// An Address is a mailbox.
type Address struct{ Name, Addr string }

// Addresses reads all fields of that name.
func (h Header) Addresses(name string) (list []Address, ok bool) { return nil, false }

// From returns the one author.
func (h Header) From() (Address, bool) { return Address{}, false }

// MessageIDs returns the ids in all fields of that name.
func (h Header) MessageIDs(name string) []string { return nil }

// Date reads the Date field.
func (h Header) Date() (time.Time, bool) { return time.Time{}, false }

// Decode returns the transfer-decoded bytes.
func (p *Part) Decode() []byte { return p.Body }

// Text returns the decoded text.
func (p *Part) Text() string { return string(p.Decode()) }

// A Text is one readable text of a message.
type Text struct {
	Part, Name, Type, Text string
	Attachment             bool
}

// Body returns what a person reads.
func (m *Message) Body() string { return "" }

// Texts returns the body and the text attachments.
func (m *Message) Texts() []Text { return nil }

// HTMLText renders HTML as text.
func HTMLText(html string) string { return html }

// CharsetDecode decodes b.
func CharsetDecode(charset string, b []byte) string { return string(b) }

// Sanitize makes hostile text fit for showing.
func Sanitize(s string) string { return s }

// Mbox splits an mbox.
func Mbox(data []byte) iter.Seq[[]byte] { return func(func([]byte) bool) {} }

// A Letter is an outgoing mail.
type Letter struct {
	From, To             Address
	Subject              string
	Date                 time.Time
	MessageID, InReplyTo string
	References           []string
	Extra                []Field // name and value, ASCII
	Text                 string
	Attach               []Attachment
}

// An Attachment is one file of a Letter.
type Attachment struct {
	Type, Name string
	Data       []byte
}

// Compose returns the whole mail.
func (l Letter) Compose() ([]byte, error) { return nil, nil }

// ComposePayload returns the MIME entity only: Content-* header and body,
// 7-bit safe for signing (RFC 3156 section 3).
func (l Letter) ComposePayload() ([]byte, error) { return nil, nil }

// ProtectedPayload is ComposePayload with the letter's header fields in the
// entity (RFC 9788); hp is "cipher" or "clear".
func (l Letter) ProtectedPayload(hp string) ([]byte, error) { return nil, nil }

// Headers returns the outer header fields, encoded, without Content-*.
func (l Letter) Headers() ([]Field, error) { return nil, nil }

// Assemble writes a multipart mail: the fields, a Content-Type of that media
// type with the parameters and a boundary, and the entities byte for byte.
// With no fields it is a multipart entity without MIME-Version.
func Assemble(fields []Field, mediaType string, params map[string]string, entities ...[]byte) ([]byte, error) {
	return nil, nil
}
