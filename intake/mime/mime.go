// Package mime turns the bytes of a mail into parts and text, and letters
// into bytes.
//
// Reading never fails. Mail comes from strangers, so whatever is wrong with it
// is repaired as far as that is safe, and each repair is a finding (see
// findings.go for the list of codes) that is filed with the message. Every
// bound on depth, parts, header and size is in Limits; when one is hit,
// Message.Exceeded names it and the caller quarantines the mail. All work is
// linear in the size of the input, at most Depth passes over it.
//
// Nothing is normalised in what is kept: Raw, Body, Preamble and Epilogue are
// slices of the input, so that a signature is checked over the bytes that came.
// Whatever is returned as a string is valid UTF-8 without NUL.
//
// Composing (Letter) is the other direction: ASCII headers that cannot be
// injected into, CRLF, lines of at most 998 octets, and payloads that are safe
// to sign (RFC 3156 section 3).
package mime

import (
	"strings"

	"tocsin/store"
)

// Limits bound what Read does with one message. A zero field means its value
// in DefaultLimits.
type Limits struct {
	Depth        int   // levels of nesting, the root being level 0
	Parts        int   // parts in all, the root and embedded messages included
	HeaderBytes  int   // bytes of one header block
	HeaderFields int   // fields of one header block
	FieldBytes   int   // bytes of one field; the rest of a longer one is cut off
	Decoded      int64 // bytes after transfer decoding, all parts together
	Text         int   // bytes of text that Texts and Body return together
}

// DefaultLimits are wide enough for any mail that a person sends.
func DefaultLimits() Limits {
	return Limits{
		Depth: 16, Parts: 500, HeaderBytes: 256 << 10, HeaderFields: 1000,
		FieldBytes: 32 << 10, Decoded: 64 << 20, Text: 2 << 20,
	}
}

// orDefaults fills the zero fields.
func (l Limits) orDefaults() Limits {
	d := DefaultLimits()
	fill := func(v *int, d int) {
		if *v <= 0 {
			*v = d
		}
	}
	fill(&l.Depth, d.Depth)
	fill(&l.Parts, d.Parts)
	fill(&l.HeaderBytes, d.HeaderBytes)
	fill(&l.HeaderFields, d.HeaderFields)
	fill(&l.FieldBytes, d.FieldBytes)
	fill(&l.Text, d.Text)
	if l.Decoded <= 0 {
		l.Decoded = d.Decoded
	}
	return l
}

// A Message is a mail as read. It and its parts belong to one goroutine:
// decoding is lazy and kept.
type Message struct {
	Raw    []byte // as given to Read
	Header Header // of the root
	Root   *Part  // never nil
	// Findings are the repairs so far. Decoding adds to them, so take them
	// after the texts were read.
	Findings []store.Finding
	// Exceeded names the limit that was hit, "" for none: depth, parts,
	// header-bytes, header-fields, decoded. What lies beyond it was not read.
	Exceeded string

	limits Limits
	author struct { // what From returns, once it was asked
		known, ok bool
		Address
	}
}

// From is Header.From of a message that was read. The address is read once,
// since everything asks who wrote.
func (m *Message) From() (addr Address, ok bool) {
	if a := &m.author; !a.known {
		a.known = true
		a.Address, a.ok = m.Header.From()
	}
	return m.author.Address, m.author.ok
}

// A Part is one node of the tree: a leaf, a multipart with its parts, or a
// message/rfc822 with one child, the root of the embedded message.
type Part struct {
	// Path is the number that IMAP gives the part: "1", "2.1". A root that is
	// a multipart has "", an embedded root that is a multipart has "2.0" where
	// its message/rfc822 has "2"; a root that is a leaf has "1" and "2.1".
	Path        string
	Header      Header
	Type        string            // media type, lower-case; text/plain when there is none
	Params      map[string]string // of Content-Type, names in lower case, decoded; may be nil
	Disposition string            // "attachment", "inline" or "", lower-case
	Filename    string            // decoded and cleaned, without folders; "" for none
	Raw         []byte            // header and body as received: what a detached signature covers
	Body        []byte            // as received, transfer encoding still on
	Preamble    []byte            // of a multipart: what comes before its first boundary line
	Epilogue    []byte            // of a multipart: what comes after its closing boundary line
	Children    []*Part
	// Content, if not nil, stands in place of the decoded Body. Whoever
	// decrypts a part puts the plaintext here.
	Content []byte

	message *Message
	coding  string // 7bit, base64, quoted-printable, uuencode
	room    int    // decoded bytes that the limits grant this part
	decoded []byte
}

// IsMultipart reports whether the part calls itself a multipart. One in which
// no parts were found has no Children and reads as a leaf.
func (p *Part) IsMultipart() bool { return strings.HasPrefix(p.Type, "multipart/") }

// Walk calls f for the part and all below it in order, embedded messages
// included; what lies below a part for which f returns false is passed over.
func (p *Part) Walk(f func(*Part) bool) {
	if !f(p) {
		return
	}
	for _, c := range p.Children {
		c.Walk(f)
	}
}

// Leaves returns the parts without children in order.
func (p *Part) Leaves() []*Part {
	var leaves []*Part
	p.Walk(func(q *Part) bool {
		if len(q.Children) == 0 {
			leaves = append(leaves, q)
		}
		return true
	})
	return leaves
}
