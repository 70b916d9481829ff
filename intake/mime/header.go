package mime

import (
	"bytes"
	"slices"
	"strings"
)

// A Field is one header field.
type Field struct {
	Name  string
	Raw   []byte // whole field as received, folding and line end included
	Value string // unfolded, undecoded, valid UTF-8 without NUL, CR or LF
}

// is says whether a field has that name. Most differ in their length.
func (f *Field) is(name string) bool {
	return len(f.Name) == len(name) && strings.EqualFold(f.Name, name)
}

// A Header is the fields of one header block in their order. Names match
// whatever their case.
type Header []Field

// Get returns the undecoded value of the first field of that name, "" if there
// is none.
func (h Header) Get(name string) string {
	for i := range h {
		if h[i].is(name) {
			return h[i].Value
		}
	}
	return ""
}

// All returns the undecoded values of all fields of that name.
func (h Header) All(name string) []string {
	var values []string
	for i := range h {
		if h[i].is(name) {
			values = append(values, h[i].Value)
		}
	}
	return values
}

// Has reports whether there is a field of that name.
func (h Header) Has(name string) bool { return h.Count(name) > 0 }

// Count returns how many fields have that name.
func (h Header) Count(name string) int {
	n := 0
	for i := range h {
		if h[i].is(name) {
			n++
		}
	}
	return n
}

// Text returns the first field of that name for a person to read: encoded
// words decoded (RFC 2047), in NFC, on one line without control characters.
func (h Header) Text(name string) string { return decodeText(h.Get(name)) }

// headerReader takes one header block apart. Its work is linear: resume
// remembers how far the search for a later field has looked.
type headerReader struct {
	data   []byte
	limits *Limits
	note   func(code, detail string)
	exceed func(limit string)
	usual  int // fields to make room for

	fields Header
	known  bool // a field of a well-known name was read, or none is needed
	start  int  // of the field being read, -1 for none
	resume int  // where a known field stands behind a bad line
}

// read returns the fields and where the body begins.
func (r *headerReader) read() (Header, int) {
	r.start = -1
	for pos := 0; pos < len(r.data); {
		if pos > r.limits.HeaderBytes || r.start >= 0 && len(r.fields) >= r.limits.HeaderFields {
			return r.overflow(pos)
		}
		end := lineEnd(r.data, pos)
		line := trimEOL(r.data[pos:end])
		switch {
		case len(line) == 0:
			r.flush(pos)
			return r.ended(end)
		case line[0] == ' ' || line[0] == '\t':
			r.continuation(line)
		case fieldName(line) > 0:
			r.flush(pos)
			r.start = pos
		case isMboxFrom(line):
			r.flush(pos)
			r.note(FoundHeaderJunk, "an mbox From_ line")
		case r.resumes(pos):
			r.flush(pos)
			r.note(FoundHeaderJunk, repair(line))
		default:
			r.flush(pos)
			r.note(FoundHeaderUnended, "")
			return r.ended(pos)
		}
		pos = end
	}
	r.flush(len(r.data))
	return r.ended(len(r.data))
}

// ended gives the fields and where the body begins, if they are a header's: at
// the top of a message a block without any field that mail knows is text, like
// a form saved as a file whose labels only look like fields ("Name: …").
func (r *headerReader) ended(body int) (Header, int) {
	if len(r.fields) == 0 || r.known {
		return r.fields, body
	}
	r.note(FoundHeaderMissing, r.fields[0].Name)
	return nil, 0
}

// continuation judges a line that begins with a blank.
func (r *headerReader) continuation(line []byte) {
	if r.start < 0 {
		r.note(FoundHeaderJunk, "a continuation of nothing")
	} else if len(bytes.TrimLeft(line, " \t")) == 0 {
		r.note(FoundBlankFold, "")
	}
}

// flush ends the field being read at end.
func (r *headerReader) flush(end int) {
	if r.start < 0 {
		return
	}
	raw := r.data[r.start:end]
	r.start = -1
	kept := raw
	if len(kept) > r.limits.FieldBytes {
		kept = kept[:r.limits.FieldBytes]
		r.note(FoundFieldCut, "")
	}
	colon := bytes.IndexByte(kept, ':')
	if colon < 0 {
		return
	}
	field := repair(kept) // once: name and value are of it
	name := strings.TrimRight(field[:colon], " \t")
	if len(name) != colon {
		r.note(FoundBlankBeforeColon, name)
	}
	r.known = r.known || wellKnown(kept[:colon])
	if r.fields == nil {
		r.fields = make(Header, 0, r.usual)
	}
	r.fields = append(r.fields, Field{Name: name, Raw: raw[:len(raw):len(raw)], Value: unfold(field[colon+1:])})
}

// overflow ends a header that is too large: the body begins after the next
// blank line.
func (r *headerReader) overflow(pos int) (Header, int) {
	if len(r.fields) >= r.limits.HeaderFields {
		r.exceed("header-fields")
	} else {
		r.flush(pos)
		r.exceed("header-bytes")
	}
	for pos < len(r.data) {
		end := lineEnd(r.data, pos)
		if len(trimEOL(r.data[pos:end])) == 0 {
			return r.fields, end
		}
		pos = end
	}
	return r.fields, len(r.data)
}

// resumes reports whether a field of a well-known name follows before the next
// blank or boundary line, so that the bad line at pos is junk in the header
// and not the start of the body.
func (r *headerReader) resumes(pos int) bool {
	if pos < r.resume {
		return true
	}
	for pos < len(r.data) {
		end := lineEnd(r.data, pos)
		line := trimEOL(r.data[pos:end])
		boundary := bytes.HasPrefix(line, []byte("--")) && hasPrefixFold(r.data[end:], "content-")
		if len(line) == 0 || boundary || pos > r.limits.HeaderBytes {
			return false
		}
		if n := fieldName(line); n > 0 && wellKnown(line[:n]) {
			r.resume = pos
			return true
		}
		pos = end
	}
	return false
}

// wellKnown tells a mail's header fields from other words before a colon.
func wellKnown(name []byte) bool {
	lower := strings.ToLower(string(bytes.TrimRight(name, " \t")))
	for _, prefix := range []string{"content-", "x-", "list-", "arc-", "resent-", "autocrypt"} {
		if strings.HasPrefix(lower, prefix) {
			return true
		}
	}
	return slices.Contains([]string{
		"received", "return-path", "from", "sender", "reply-to", "to", "cc", "bcc", "subject", "date",
		"message-id", "in-reply-to", "references", "mime-version", "dkim-signature", "delivered-to",
		"authentication-results", "received-spf", "auto-submitted", "precedence", "errors-to", "user-agent",
	}, lower)
}

// fieldName returns the length of the field name that line begins with, blanks
// before its colon included, or 0.
func fieldName(line []byte) int {
	for i, c := range line {
		switch {
		case c == ':':
			return i
		case c == ' ' || c == '\t':
			if rest := bytes.TrimLeft(line[i:], " \t"); i > 0 && len(rest) > 0 && rest[0] == ':' {
				return len(line) - len(rest)
			}
			return 0
		case c <= ' ' || c >= 0x7f:
			return 0
		}
	}
	return 0
}

// isMboxFrom knows the line that begins a message in an mbox file.
func isMboxFrom(line []byte) bool {
	return bytes.HasPrefix(line, []byte("From ")) || bytes.HasPrefix(line, []byte(">From "))
}

// lineEnd returns the index after the line that begins at pos.
func lineEnd(data []byte, pos int) int {
	if i := bytes.IndexByte(data[pos:], '\n'); i >= 0 {
		return pos + i + 1
	}
	return len(data)
}

// trimEOL takes the LF or CRLF off a line.
func trimEOL(line []byte) []byte {
	if n := len(line); n > 0 && line[n-1] == '\n' {
		line = line[:n-1]
		if n > 1 && line[n-2] == '\r' {
			line = line[:n-2]
		}
	}
	return line
}

// unfold joins the lines of a field value (RFC 5322 section 2.2.3) and makes
// it one line.
func unfold(value string) string {
	value = strings.Trim(value, " \t\r\n")
	if strings.IndexByte(value, '\n') >= 0 {
		var joined strings.Builder
		joined.Grow(len(value))
		for line := range strings.SplitSeq(value, "\n") {
			joined.WriteString(strings.TrimSuffix(line, "\r"))
		}
		value = joined.String()
	}
	return unbroken(value)
}

// oneLine repairs the charset of a value and makes it one line.
func oneLine(value []byte) string { return unbroken(repair(value)) }

// unbroken turns what would break a line into blanks.
func unbroken(s string) string {
	if strings.IndexByte(s, '\r') >= 0 || strings.IndexByte(s, '\n') >= 0 {
		s = strings.ReplaceAll(strings.ReplaceAll(s, "\r", " "), "\n", " ")
	}
	return s
}
