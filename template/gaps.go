package template

import (
	"cmp"
	"fmt"
	"slices"

	"tocsin/store"
)

// defaults fills in what no answer means, where the form says so.
func (b *builder) defaults() {
	if b.form == nil {
		return
	}
	if b.form.Duty != "" && b.report.Fields["obligation"] == "" {
		b.report.Fields["obligation"] = b.form.Duty
	}
	for i := range b.form.Sections {
		for _, f := range b.form.Sections[i].Fields {
			switch {
			case f.Empty == "":
			case f.Name == "assistance" && len(b.report.Assistance) == 0 && b.report.Fields["assistance"] == "":
				b.report.Assistance = append(b.report.Assistance, f.Empty)
			case f.Name != "assistance" && b.report.Fields[f.Name] == "":
				b.report.Fields[f.Name] = f.Empty
			}
		}
	}
}

// missing says which required questions stayed without an answer.
func (b *builder) missing() {
	if b.main == nil {
		b.problem("needs-human", "", 0, "no incident form was found; addresses in the text are hints only")
		return
	}
	if b.form == nil {
		b.problem("needs-human", "", 0, "the form is not a known one; it was read by its labels")
		return
	}
	asked := map[string]bool{}
	for i := range b.form.Sections {
		s := &b.form.Sections[i]
		for j := range s.Fields {
			if f := &s.Fields[j]; f.Required && !asked[f.Name+s.Role] {
				asked[f.Name+s.Role] = true
				if !b.has(f.Name, s.Role) {
					b.problem("missing", f.Name, 0, fmt.Sprintf("no answer to %q", f.title(b.report.Language)))
				}
			}
		}
	}
}

// title is the label of a field in a language, or in the first it has.
func (f *field) title(lang string) string {
	if list := f.Label[lang]; len(list) > 0 {
		return splitLabel(list[0]).base
	}
	title := ""
	eachText(f.Label, func(_, s string) { title = cmp.Or(title, splitLabel(s).base) })
	return title
}

// has says whether a required field has an answer.
func (b *builder) has(name, role string) bool {
	switch {
	case namesHost(name):
		return slices.ContainsFunc(b.report.Hosts, func(h store.Host) bool { return role == "" || h.Role == role })
	case name == "assistance":
		return len(b.report.Assistance) > 0
	case name == "log_extracts":
		return len(b.report.Logs) > 0
	case name == "description":
		return slices.ContainsFunc(b.all, func(a *answer) bool { return a.name == name })
	}
	return b.report.Fields[name] != ""
}
