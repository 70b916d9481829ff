package mime

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// A Letter is an outgoing mail before it is bytes. Whatever its strings hold,
// no header field or recipient can be added through them: subject and names
// are encoded, addresses and ids checked, Extra refused where it is not clean.
type Letter struct {
	From, To   Address
	Subject    string // any text; shown on one line
	Date       time.Time
	MessageID  string   // without <>
	InReplyTo  string   // without <>; left out where it is no id
	References []string // without <>, oldest first; those that are no ids are left out
	Extra      []Field  // Name and Value, ASCII: Auto-Submitted, Reply-To …
	Text       string   // UTF-8; any line ends
	Attach     []Attachment
}

// An Attachment is one file of a Letter. Its bytes can be got back exactly;
// only a message/rfc822 whose line ends are all LF comes out with CRLF, which
// is how it would have been sent.
//
// A message/rfc822 goes as it is, so that signatures in it still verify, where
// mail allows it: lines of at most 998 octets, no NUL or lone CR or LF, and
// ASCII only where the whole has to be 7-bit safe. Otherwise it goes as
// application/octet-stream in base64 under a name in .eml.
type Attachment struct {
	Type, Name string
	Data       []byte
}

// Bounds of what a Letter writes.
const (
	maxSubject    = 400 // characters
	maxReferences = 20  // the first and the last ones
	maxLine       = 998 // octets without CRLF (RFC 5322 section 2.1.1)
)

// Headers returns the outer header fields in order, encoded, without MIME-Version
// and Content-*. An error is permanent: it names the field that can't be sent.
func (l Letter) Headers() ([]Field, error) {
	from, err := formatAddress("From", l.From)
	if err != nil {
		return nil, err
	}
	to, err := formatAddress("To", l.To)
	if err != nil {
		return nil, err
	}
	if l.Date.IsZero() {
		return nil, errors.New("mime: the letter has no Date")
	}
	const most = 4 + 3 + 3 // ours, the thread's, and what callers add as a rule
	fields := append(make([]Field, 0, most+len(l.Extra)),
		Field{Name: "From", Value: from},
		Field{Name: "To", Value: to},
		Field{Name: "Subject", Value: encodeText(cutRunes(l.Subject, maxSubject))},
		Field{Name: "Date", Value: l.Date.Format("Mon, 02 Jan 2006 15:04:05 -0700")})
	if l.MessageID != "" {
		if !IsMessageID(l.MessageID) {
			return nil, fmt.Errorf("mime: Message-ID %q is not of the form local@domain", l.MessageID)
		}
		fields = append(fields, Field{Name: "Message-ID", Value: "<" + l.MessageID + ">"})
	}
	return appendExtra(l.appendThread(fields), l.Extra)
}

// appendThread adds In-Reply-To and References, as far as they are ids.
func (l Letter) appendThread(fields []Field) []Field {
	if IsMessageID(l.InReplyTo) {
		fields = append(fields, Field{Name: "In-Reply-To", Value: "<" + l.InReplyTo + ">"})
	}
	var ids []string
	for _, id := range l.References {
		if IsMessageID(id) {
			ids = append(ids, "<"+id+">")
		}
	}
	if len(ids) > maxReferences {
		ids = slices.Concat(ids[:4], ids[len(ids)-maxReferences+4:])
	}
	if len(ids) > 0 {
		fields = append(fields, Field{Name: "References", Value: strings.Join(ids, " ")})
	}
	return fields
}

// appendExtra adds fields that are clean and not there yet.
func appendExtra(fields, extra []Field) ([]Field, error) {
	for _, f := range extra {
		switch {
		case !isFieldName(f.Name):
			return nil, fmt.Errorf("mime: %q is no name of a header field", f.Name)
		case hasPrefixFold([]byte(f.Name), "Content-") || strings.EqualFold(f.Name, "MIME-Version") || Header(fields).Has(f.Name):
			return nil, fmt.Errorf("mime: the field %s is the letter's own", f.Name)
		case !isHeaderText(f.Value):
			return nil, fmt.Errorf("mime: the value of %s has a line end, a control or a non-ASCII character", f.Name)
		}
		fields = append(fields, Field{Name: f.Name, Value: f.Value})
	}
	return fields, nil
}

// isFieldName knows ftext (RFC 5322 section 3.6.8).
func isFieldName(s string) bool {
	for i := range len(s) {
		if s[i] <= ' ' || s[i] > '~' || s[i] == ':' {
			return false
		}
	}
	return s != ""
}

// isASCIIText reports whether a text is printable ASCII on one line.
func isASCIIText(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' {
			return false
		}
	}
	return true
}

// isHeaderText reports whether a value can stand in a header as it is.
func isHeaderText(s string) bool {
	if ascii := isASCIIText(s); !ascii || len(s) <= maxLine-100 {
		return ascii
	}
	for word := range strings.FieldsSeq(s) {
		if len(word) > maxLine-100 {
			return false
		}
	}
	return true
}

// IsMessageID accepts ids that are safe to write: printable ASCII, one "@".
func IsMessageID(id string) bool {
	for _, c := range []byte(id) {
		if c <= ' ' || c > '~' || c == '<' || c == '>' || c == '(' || c == ')' || c == ',' || c == '"' || c == '\\' {
			return false
		}
	}
	local, domain, ok := strings.Cut(id, "@")
	return ok && local != "" && domain != "" && !strings.Contains(domain, "@") && len(id) <= maxIDLength
}

// formatAddress writes `Name <addr>`.
func formatAddress(field string, a Address) (string, error) {
	addr, ok := cleanAddress(a.Addr)
	if !ok {
		return "", fmt.Errorf("mime: %s: %q is not an address that mail can be sent to", field, a.Addr)
	}
	name := cutRunes(a.Name, 100)
	switch {
	case name == "":
		return addr, nil
	case !isASCII([]byte(name)) || strings.Contains(name, "=?") || longWord(name):
		return encodeAll(name) + " <" + addr + ">", nil
	}
	name = strings.ReplaceAll(strings.ReplaceAll(name, `\`, `\\`), `"`, `\"`)
	return `"` + name + `" <` + addr + ">", nil
}

// cutRunes makes s one line of at most n characters with single blanks.
func cutRunes(s string, n int) string {
	if len(s) <= n && isASCIIText(s) && !strings.Contains(s, "  ") {
		return strings.Trim(s, " ")
	}
	s = strings.Join(strings.Fields(Sanitize(plainText(s))), " ")
	if runes := []rune(s); len(runes) > n {
		s = strings.TrimSpace(string(runes[:n-1])) + "…"
	}
	return s
}
