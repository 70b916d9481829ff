package template

import (
	"cmp"
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
	field, role string
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
					field: fd.Name, role: role, title: fd.title(lang),
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
	asked := openQuestions(r)
	out.Mark = own.start
	for i := range own.fields {
		x := &own.fields[i]
		value := told(r, x.field, x.role)
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

// told is what a report says in a field of our own form, of hosts those in a
// role; "" for nothing.
func told(r *store.Report, field, role string) string {
	value := ""
	if role == "" {
		value = replyTo(r, field)
	}
	for i := range r.Hosts {
		if h := &r.Hosts[i]; h.Role == role {
			if more := hostTells(h, field); value != "" && more != "" {
				value += "; " + more
			} else {
				value += more
			}
		}
	}
	return value
}

// replyTo is what a report says in a field but for its hosts: where it was
// understood as that, else the answer.
func replyTo(r *store.Report, field string) string {
	value := ""
	switch field {
	case "incident_start":
		value = r.Time.Start
	case "incident_end":
		value = r.Time.End
	case "detection_time":
		value = r.Time.Detected
	case "timezone":
		value = r.Time.Zone
	case "assistance":
		value = strings.Join(r.Assistance, ", ")
	case "tlp":
		value = r.Disclosure.TLP
	case "disclosure":
		value = clip(r.Disclosure.Text)
	case "incident_type":
		value = strings.Join(r.Category, ", ")
	case "clock_source":
		value = r.Clock.Source
	case "clock_accuracy":
		value = r.Clock.Accuracy
	case "share_identity":
		value = unlessUnknown(r.Disclosure.ShareIdentity)
	case "clock_sync":
		value = unlessUnknown(r.Clock.Synchronised)
	case "log_extracts":
		for _, l := range r.Logs {
			value = cmp.Or(clip(l), value) // the last
		}
	}
	if value == "" && (field != "description" || r.Form != formNone) { // that is the whole mail
		value = clip(r.Fields[field])
	}
	return value
}

// unlessUnknown is a value but for "unknown".
func unlessUnknown(value string) string {
	if value == "unknown" {
		return ""
	}
	return value
}

// hostTells is what one host says in a field.
func hostTells(h *store.Host, field string) string {
	switch field {
	case "host":
		return strings.TrimSpace(h.Name + " " + strings.Join(h.Addresses, " "))
	case "host_function":
		return h.Function
	case "os":
		return h.OS
	case "timezone":
		return h.Timezone
	case "source_contacted":
		return h.Contacted
	}
	return ""
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
