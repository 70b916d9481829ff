package template

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// An Explanation says how a text was read: why it is which form or none, what
// made each answer, and what no label claimed.
type Explanation struct {
	Texts []TextReading `json:"texts"`
}

// A TextReading explains one text of a mail, the body or a file.
type TextReading struct {
	Name  string `json:"name"` // file name, "" for the body
	Form  string `json:"form"` // definition id, or "none"
	Why   string `json:"why"`
	Steps []Step `json:"steps"` // in the order of the text
	Left  []Left `json:"left"`  // lines that went into the description
}

// A Step is one label that was found.
type Step struct {
	Line   int    `json:"line"` // 1-based
	Field  string `json:"field"`
	Role   string `json:"role"`   // of the host it is about, "" if it is about none
	Answer string `json:"answer"` // as it stood there, "" for none
	Rule   string `json:"rule"`   // what made it this field
}

// Left is a line that no label claimed.
type Left struct {
	Line int    `json:"line"`
	Text string `json:"text"`
}

// Explain gives the reasons of Parse.
func (f *Forms) Explain(d Document) (x Explanation) {
	for _, t := range d.Texts {
		x.Texts = append(x.Texts, f.ix.survey(t.Text, d.Subject).readAll().explain(t.Name))
	}
	return x
}

func (r *reading) explain(name string) TextReading {
	t := TextReading{Name: name, Form: formNone, Why: r.why()}
	if r.form != nil {
		t.Form = r.form.ID
	}
	for i := range r.answers {
		a := &r.answers[i]
		s := Step{Line: a.line, Field: a.name, Answer: a.text, Rule: r.rule(a)}
		if a.group != 0 {
			s.Role = a.role
		}
		t.Steps = append(t.Steps, s)
	}
	for i, o := range r.more {
		t.Steps = append(t.Steps, o.explainFurther(i+2)...)
	}
	slices.SortStableFunc(t.Steps, func(a, b Step) int { return cmp.Compare(a.Line, b.Line) })
	for i := range r.said {
		if s := &r.said[i]; s.left && strings.TrimSpace(s.text) != "" {
			t.Left = append(t.Left, Left{Line: r.row(int(s.line)) + 1, Text: s.text})
		}
	}
	return t
}

// explainFurther gives the steps of a further incident: its hosts, and its text
// as it goes into the description.
func (r *reading) explainFurther(n int) []Step {
	steps := []Step{{Line: r.row(r.from) + 1, Field: "description", Answer: r.whole(), Rule: fmt.Sprintf("incident %d of the mail: its text, and of its answers the hosts", n)}}
	for i := range r.answers {
		if a := &r.answers[i]; a.group != 0 {
			steps = append(steps, Step{Line: a.line, Field: a.name, Role: a.role, Answer: a.text, Rule: r.rule(a)})
		}
	}
	return steps
}

// why says what made the text a form, or none.
func (r *reading) why() string {
	switch {
	case !r.isIt && len(r.hits) == 0:
		return "no label of any form is in it"
	case !r.isIt:
		return fmt.Sprintf("%d labels are not enough evidence of a form: addresses are hints only", len(r.hits))
	case r.form == nil:
		return fmt.Sprintf("no definition fits; read by %d labels of all forms", len(r.hits))
	case r.sure:
		return "its title, its numbers or many of its labels are there"
	}
	return fmt.Sprintf("%d labels, most of them of this definition", len(r.hits))
}

// rule says what made an answer the field it is.
func (r *reading) rule(a *answer) string {
	if a.e == nil {
		return "place"
	}
	var parts []string
	label := ""
	if r.ix.book != nil && a.e.def == r.ix.book.def {
		return "label understood by its words"
	}
	if a.e.field != nil {
		label = a.e.field.title(a.e.lang)
	} else {
		label = wording1(a.e.def.Sections[a.e.section].Heading, a.e.lang)
	}
	what := "label"
	if a.e.heading {
		what = "heading"
	}
	parts = append(parts, fmt.Sprintf("%s %q of %s (%s)", what, label, a.e.def.ID, a.e.lang))
	if a.typo {
		parts = append(parts, "mistyped")
	}
	if a.inline {
		parts = append(parts, "on the line of another")
	}
	if h := r.sectionTitle(a); h != "" {
		parts = append(parts, "under "+h)
	}
	if len(a.e.picks) > 0 {
		parts = append(parts, "a choice")
	}
	return strings.Join(parts, ", ")
}

// sectionTitle is the heading of an answer about a host, which gives its role.
func (r *reading) sectionTitle(a *answer) string {
	if a.role == "" || a.e.heading || a.e.role == a.role && a.e.def.Union {
		return ""
	}
	if h := wording1(a.e.def.Sections[a.e.section].Heading, a.e.lang); h != "" && a.e.def == r.form {
		return fmt.Sprintf("%q", h)
	}
	return "a heading of the " + a.role
}
