package template

import (
	"strings"

	"tocsin/store"
)

// A Said is one thing that a report says, under the label that our own form
// has for it.
type Said struct{ Label, Value string }

// A Receipt tells a reporter how far a report was understood.
type Receipt struct {
	Understood []Said
	// Ask are lines of our own form, blank, for what is missing or unclear: to
	// be filled in and sent back. Above them is the mark where it starts, so that
	// Parse knows so short a form and reads nothing that the receipt says before.
	Ask []string
	// Mark is that mark, for a letter that asks nothing: whoever answers quotes
	// what it says, and that is no answer.
	Mark string
}

// ownForm is the form whose labels we write.
const ownForm = "tocsin-1"

// essentials are what a text without a form is asked for.
var essentials = []string{"contact_name", "host", "incident_start", "timezone", "assistance"}

// A receiptField is one field of our own form as a receipt in one language names it
// and asks for it.
type receiptField struct {
	field, said string   // its name, and that with the role behind, as sayings has it
	title       string   // what it is called
	lines       []string // of the blank form, one line each, without room for long answers
	asks        bool     // for what is missing: a host in one role is no question of its own
}

// A receiptForm is our own form in one language, ready for receipts.
type receiptForm struct {
	start  string // the mark above what it asks for
	fields []receiptField
}

// receiptForms makes our own form ready in each of its languages.
func receiptForms(own *form) map[string]receiptForm {
	all := map[string]receiptForm{}
	for _, lang := range own.Languages {
		r := receiptForm{start: "--- " + wording1(own.Start, lang) + " ---"}
		for i := range own.Sections {
			role := own.Sections[i].Role
			for j := range own.Sections[i].Fields {
				fd := &own.Sections[i].Fields[j]
				r.fields = append(r.fields, receiptField{
					field: fd.Name, said: fd.Name + role, title: fd.title(lang),
					lines: fd.blankLines(lang), asks: role == "" || namesHost(fd.Name),
				})
			}
		}
		all[lang] = r
	}
	return all
}

// Receipt says what of a report was understood and what is missing or unclear,
// in a language of our own form, else in English. Whether the values may be
// shown is for the caller to judge.
func (f *Forms) Receipt(r *store.Report, lang string) (out Receipt) {
	own, ok := f.receipts[lang]
	if !ok {
		own = f.receipts["en"]
	}
	said, asked := sayings(r), openQuestions(r)
	out.Mark = own.start
	for i := range own.fields {
		x := &own.fields[i]
		value := said[x.said]
		if value != "" {
			out.Understood = append(out.Understood, Said{x.title, value})
		}
		if asked[x.field] && x.asks && (value == "" || r.Form != formNone) {
			delete(asked, x.field) // once is enough
			if out.Ask == nil {
				out.Ask = append(make([]string, 0, 32), own.start, "")
			}
			out.Ask = append(out.Ask, x.lines...)
		}
	}
	return out
}

// sayings lists what a report says by field of our own form, those of hosts
// with their role behind.
func sayings(r *store.Report) map[string]string {
	said := make(map[string]string, len(r.Fields)+8)
	for name, value := range r.Fields {
		said[name] = clip(value)
	}
	if r.Form == formNone {
		delete(said, "description") // that is the whole mail
	}
	put := func(name, value string) {
		if value != "" {
			said[name] = value
		}
	}
	put("incident_start", r.Time.Start)
	put("incident_end", r.Time.End)
	put("detection_time", r.Time.Detected)
	put("timezone", r.Time.Zone)
	put("assistance", strings.Join(r.Assistance, ", "))
	put("tlp", r.Disclosure.TLP)
	put("disclosure", clip(r.Disclosure.Text))
	put("incident_type", strings.Join(r.Category, ", "))
	put("clock_source", r.Clock.Source)
	put("clock_accuracy", r.Clock.Accuracy)
	if r.Disclosure.ShareIdentity != "unknown" {
		put("share_identity", r.Disclosure.ShareIdentity)
	}
	if r.Clock.Synchronised != "unknown" {
		put("clock_sync", r.Clock.Synchronised)
	}
	for _, l := range r.Logs {
		put("log_extracts", clip(l))
	}
	for _, h := range r.Hosts {
		more := func(field, value string) {
			if value == "" {
				return
			}
			key := field + h.Role
			if before := said[key]; before != "" {
				value = before + "; " + value
			}
			said[key] = value
		}
		more("host", strings.TrimSpace(h.Name+" "+strings.Join(h.Addresses, " ")))
		more("host_function", h.Function)
		more("os", h.OS)
		more("timezone", h.Timezone)
		more("source_contacted", h.Contacted)
	}
	return said
}

// openQuestions are the fields that a report leaves open or that were unclear.
func openQuestions(r *store.Report) map[string]bool {
	ask := map[string]bool{}
	for _, p := range r.Problems {
		switch p.Code {
		case "missing", "placeholder", "ambiguous", "unreadable", "zone-unknown":
			ask[ownName(p.Field)] = true
		}
	}
	if r.Form == formNone {
		for _, name := range essentials {
			ask[name] = true
		}
	}
	if r.Time.Start == "" && r.Time.Detected == "" && r.Time.Zone == "" && r.Form == formNone {
		delete(ask, "detection_time")
	}
	return ask
}

// ownName is the field of our own form that asks for another form's field.
func ownName(field string) string {
	switch field {
	case "incident_time", "awareness_time":
		return "incident_start"
	case "host_ip", "host_name":
		return "host"
	case "zone", "time":
		return "timezone"
	}
	return field
}

// blankLines are the lines of one field in the blank form, as a letter has
// them: one line each, without the room for long answers.
func (fd *field) blankLines(lang string) (lines []string) {
	var b strings.Builder
	fd.print(&b, lang, "")
	for l := range strings.Lines(b.String()) {
		if l = oneLine(l); l != "" {
			lines = append(lines, l)
		}
	}
	return lines
}
