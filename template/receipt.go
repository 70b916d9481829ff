package template

import (
	"slices"
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
	// be filled in and sent back. Its title above them, by which Parse knows so
	// short a form, is the first of them; there is none if nothing is asked.
	Ask []string
}

// ownForm is the form whose labels we write.
const ownForm = "tocsin-1"

// essentials are what a text without a form is asked for.
var essentials = []string{"contact_name", "host", "incident_start", "timezone", "assistance"}

// Receipt says what of a report was understood and what is missing or unclear,
// in a language of our own form, else in English. Whether the values may be
// shown is for the caller to judge.
func (f *Forms) Receipt(r *store.Report, lang string) Receipt {
	own := f.form(ownForm)
	if own == nil {
		return Receipt{}
	}
	if !slices.Contains(own.Languages, lang) {
		lang = "en"
	}
	said := sayings(r)
	asked := openQuestions(r)
	var out Receipt
	seen := map[string]bool{}
	for i := range own.Sections {
		for j := range own.Sections[i].Fields {
			fd := &own.Sections[i].Fields[j]
			role := own.Sections[i].Role
			value := said[fd.Name+role]
			if value != "" {
				out.Understood = append(out.Understood, Said{fd.title(lang), value})
			}
			if asked[fd.Name] && !seen[fd.Name] && (value == "" || r.Form != formNone) && (role == "" || namesHost(fd.Name)) {
				seen[fd.Name] = true
				out.Ask = append(out.Ask, fd.blankLines(lang)...)
			}
		}
	}
	if len(out.Ask) > 0 {
		out.Ask = append([]string{wording1(own.Title, lang), ""}, out.Ask...)
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
		name := strings.Join(append(slices.DeleteFunc([]string{h.Name}, func(s string) bool { return s == "" }), h.Addresses...), " ")
		more := func(field, value string) {
			if key := field + h.Role; value != "" && said[key] != "" {
				said[key] += "; " + value
			} else {
				put(key, value)
			}
		}
		more("host", name)
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

// blankLines are the lines of one field in the blank form, without the room
// that it leaves for long answers.
func (fd *field) blankLines(lang string) []string {
	var b strings.Builder
	fd.print(&b, lang, "")
	return slices.DeleteFunc(strings.Split(b.String(), "\n"), func(l string) bool { return strings.TrimSpace(l) == "" })
}
