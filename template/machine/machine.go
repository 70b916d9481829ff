package machine

import (
	"slices"
	"strings"

	"tocsin/store"
	"tocsin/template"
)

// A Part is one leaf of a mail: a body text, an attachment, or the machine
// readable half of a multipart/report.
type Part struct {
	Type   string            // media type, lower case
	Params map[string]string // of Content-Type, names in lower case; may be nil
	Name   string            // file name, "" for none
	Data   []byte            // without transfer encoding
	Text   string            // UTF-8 with "\n" as line end, "" if it is no text
	// Header returns a field of the part's own header, "" for none. May be nil.
	Header func(name string) string

	doc    *node // what json returns, once it was asked
	parsed bool
}

// A Message is a mail as intake took it apart.
type Message struct {
	Subject string
	Header  func(name string) string // a field of the mail's header, "" for none; may be nil
	Type    string                   // media type of the whole, lower case; may be ""
	Parts   []Part                   // the leaves in their order, embedded messages as one part
	Body    string                   // what a person reads on opening the mail
	Own     []string                 // our networks, domains and addresses
	Form    bool                     // that is a form which a person filled in
}

// header returns a field of the message, "" for none.
func (m *Message) header(name string) string {
	if m.Header == nil {
		return ""
	}
	return strings.TrimSpace(m.Header(name))
}

// lone says whether the mail is a form and nothing beside it.
func (m *Message) lone() bool {
	return m.Form && len(m.Parts) == 1 && (m.Type == "text/plain" || m.Type == "text/html")
}

// Found is what a machine report says.
type Found struct {
	// Kind names the format: arf, xarf-1 (0.1), xarf-2 (0.2), xarf-3, xarf-4,
	// iodef-1, iodef-2, iodef-json, misp, csv, acns, blocklist.de, fail2ban,
	// notice (labelled lines of a service's own).
	Kind    string
	Reports []store.Report // one for each incident, never empty
	Rows    int            // incidents that the mail lists, more than Reports where it lists too many
	Left    string         // text that was not understood

	left []byte // the same, while it grows
}

// leave notes text that was not understood, as long as there is room.
func (f *Found) leave(text string) {
	if len(f.left) < maxLeft {
		f.left = append(f.left, clip(text, maxLeft-len(f.left))...)
	}
}

// add appends one report, as long as there is room.
func (f *Found) add(d *draft) {
	if f.Rows++; len(f.Reports) < maxReports {
		f.Reports = append(f.Reports, d.r)
	}
}

// one wraps a single report.
func one(kind string, d *draft, left string) Found {
	f := Found{Kind: kind}
	f.add(d)
	f.leave(left)
	return f
}

// Sure says whether the format leaves no doubt. The others are tables and
// letters, of which a form that a person filled in may have one beside it.
func (f *Found) Sure() bool {
	switch f.Kind {
	case "csv", "blocklist.de", "fail2ban", "notice", "":
		return false
	}
	return true
}

// Read recognises a machine report. ok is false for all other mail. In a form
// that stands alone only those are looked for that are Sure.
func Read(m Message) (found Found, ok bool) {
	m.Parts = slices.Clone(m.Parts[:min(len(m.Parts), maxParts)])
	for i := range m.Parts {
		m.Parts[i].Text = m.Parts[i].text()
	}
	kinds := readers[:]
	if m.lone() {
		kinds = kinds[:inDocument]
	}
	for _, read := range kinds {
		if found, ok := read(&m); ok {
			found.Left, found.left = clean(m.letter(found.Kind)+"\n"+string(found.left)), nil
			template.MarkHosts(found.Reports, m.Own)
			return found, true
		}
	}
	return Found{}, false
}

// letter is what a person reads beside the report, "" where that is the report
// or its reader has taken it up.
func (m *Message) letter(kind string) string {
	switch kind {
	case "csv", "misp", "xarf-3", "xarf-4", "iodef-1", "iodef-2", "iodef-json":
	default:
		return ""
	}
	if body := strings.TrimSpace(m.Body); body != "" && !strings.ContainsAny(body[:1], "{[") && !strings.Contains(body, "IODEF-Document") {
		if _, table := openTable(body); !table {
			return clip(body, maxLeft)
		}
	}
	return ""
}

// readers know one kind of report each; the first that knows its own counts.
// The first inDocument of them read documents with a syntax of their own, the
// others tables, letters, and what comes in several parts.
var readers = [...]func(*Message) (Found, bool){
	readXARF, readYAML, readIODEF, readMISP, readXMLNotice, readCSV, readARF, readBlocklist, readFail2ban, readSpamCop, readNotice,
}

const inDocument = 5
