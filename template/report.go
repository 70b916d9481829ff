package template

import (
	"cmp"
	"slices"
	"strings"

	"tocsin/store"
	"tocsin/template/indicator"
	"tocsin/template/moment"
	"tocsin/template/word"
)

// A builder makes a report of the readings of one mail's texts.
type builder struct {
	report   store.Report
	doc      Document
	own      owned
	form     *form
	main     *reading            // the text that is the form, nil for none
	readings []*reading          // of the document's texts
	first    spot                // where its first incident begins
	further  []spot              // where the other incidents of the mail begin
	groups   int                 // of hosts, in the forms taken in
	fields   map[string]standing // that the form has answered, once it was asked
	all      []*answer           // filled answers, the form's own text first
	left     []string            // paragraphs for the description

	described []string // answers that are the description
	tlp       int      // the strictest label so far, as an index of tlps
	marks     []mark   // restrictions found in prose
	footer    int32    // line of the latest disclaimer of a mail system
	named     string   // may the reporter be named, by prose: yes, no or ""
	unnamed   bool     // a further incident forbids it
	refused   bool     // the answer about disclosure is no to passing on
	plea      plea
	heardIn   []*reading
	zone      moment.Zone
	hostZon   []moment.Zone       // zones that hosts are said to be in, targets first
	order     moment.Order        // of day and month in figures
	began     moment.Moment       // the start, once it is read
	seen      map[string]roleSet  // indicators listed, in which roles
	known     map[string]bool     // hosts listed
	line      glance              // of the line at hand
	moulds    moulds              // of lines gone by
	sought    int                 // bytes looked through for the roles of machines
	texts     map[string][]string // answers that are joined
	coded     map[string]string   // choices of the kind of incident, in words: their values
}

// parse reads all texts of a document: attached forms first, then the body,
// whose answers only fill gaps.
func (ix *index) parse(d Document) store.Report {
	b := ix.builder(d)
	readings := make([]*reading, len(d.Texts))
	b.readings = readings
	for i, t := range d.Texts {
		readings[i] = ix.survey(t.Text, d.Subject).readAll()
	}
	b.heed(d.Subject)
	for _, attached := range []bool{true, false} {
		for i, r := range readings {
			if d.Texts[i].Attachment == attached && r.isIt {
				b.takeForm(r, d.Texts[i].Name)
			}
		}
	}
	for i, r := range readings {
		b.takeRest(r, d.Texts[i])
		for _, more := range r.more {
			b.takeRest(more, d.Texts[i])
		}
	}
	b.finish()
	for _, r := range readings {
		ix.leave(r)
	}
	report := b.report
	ix.dismiss(b)
	return report
}

// takeForm takes the answers of one form in, and what it says of further
// incidents; another form may tell of one too.
func (b *builder) takeForm(r *reading, name string) {
	if b.main != nil && b.main.rivals(r) {
		b.takeFurther(r, name)
	} else {
		b.takeAnswers(r, name)
	}
	for _, more := range r.more {
		b.takeFurther(more, name)
	}
}

// takeAnswers takes in the answers of a form: the first one's, and of another
// those that fill gaps.
func (b *builder) takeAnswers(r *reading, name string) {
	if b.main == nil {
		b.main, b.form, b.first = r, r.form, spot{name, r.row(r.top) + 1}
		b.report.Language = r.lang
		if r.form != nil {
			b.report.Form = r.form.ID
		}
		b.report.Fields = make(map[string]string, len(r.answers)*2/3) // the others are of hosts, or asked twice
	}
	b.all = slices.Grow(b.all, len(r.answers))
	for i := range r.answers {
		a := &r.answers[i]
		if a.group != 0 {
			a.group += b.groups // those before are another text's
		}
		b.judge(a)
	}
	b.groups += r.groups
}

// judge sorts out answers that are none.
func (b *builder) judge(a *answer) {
	var f *field
	if a.e != nil {
		f = a.e.field
	}
	a.text = unstruck(a.text)
	a.text = a.byNumber()
	if (a.kind != kindLong || brief(a.name)) && (a.e == nil || len(a.e.picks) == 0) {
		if choice, ok := a.singled(); ok {
			a.text = choice
		} else if marked, boxed := ticked(a.text); boxed {
			b.heads(a)
			if a.text = marked; namesHost(a.name) && !holdsHost(marked) {
				b.left = append(b.left, strings.TrimSpace(a.label)+" "+marked)
				return // "[x] the mail server" names none
			}
		} else if a.group == 0 {
			a.text = taken(a.text)
		}
	}
	if a.kind == kindContact {
		a.text = given(unstopped(a.name, a.text))
	}
	b.sorted(a)
	v, said := voidSaid(a.text, f, keepsNone(a.name) || f != nil && len(f.Choices) > 0)
	if a.kind != kindLong && said == "elsewhere" || unlikely(a.name, a.text, said) || b.untimely(a) || a.name == "organisation_address" && a.text != "" && len(a.text) < leastAddress && b.before(a.name) == "" {
		b.left = append(b.left, strings.TrimSpace(a.label)+" "+a.text)
		return
	}
	switch v {
	case filled:
		b.all = append(b.all, a)
	case placeholder:
		b.problem("placeholder", a.name, a.line, "the placeholder of the blank form was left in: "+a.text)
	case same:
		if a.text = b.before(a.name); a.text != "" {
			b.all = append(b.all, a)
		}
	}
}

// before is the latest answer to a field, not too far back: what "same" means.
func (b *builder) before(name string) string {
	for i := len(b.all) - 1; i >= max(0, len(b.all)-200); i-- {
		if b.all[i].name == name {
			return b.all[i].text
		}
	}
	return ""
}

// keepsNone says whether "none" or "unknown" is an answer to the field.
func keepsNone(name string) bool {
	switch name {
	case "source_contacted", "clock_sync", "clock_accuracy", "law_enforcement", "authorities", "assistance", "status", "actions_taken", "is_isp",
		"share_identity", "obligation", "severity", "data_sensitivity", "disclosure", "malicious", "cross_border", "certainty":
		return true
	}
	return false
}

// takeRest takes in what no label claimed, and seeks indicators and marks in
// all that was said.
func (b *builder) takeRest(r *reading, t Text) {
	if r.further {
		b.left = append(b.left, r.whole())
	} else if t.Attachment && !r.isIt {
		if text := r.rest(len(r.said)); text != "" {
			b.report.Logs = append(b.report.Logs, text)
		}
	} else if text := r.rest(1); text != "" {
		b.left = append(b.left, text)
	}
	b.seek(r)
}

// rest joins the lines that no label claimed, with no more than most of the
// blank lines that came to stand together.
func (r *reading) rest(most int) string {
	size := 0
	for i := range r.said {
		if r.said[i].left {
			size += len(r.said[i].text) + 1
		}
	}
	var sb strings.Builder
	sb.Grow(size)
	gap := 0
	for i := range r.said {
		switch s := &r.said[i]; {
		case !s.left:
		case s.text == "" && sb.Len() > 0:
			gap++
		case s.text != "":
			for range min(gap, most) {
				sb.WriteByte('\n')
			}
			sb.WriteString(s.text)
			sb.WriteByte('\n')
			gap = 0
		}
	}
	return strings.TrimSpace(sb.String())
}

func (b *builder) problem(code, field string, line int, message string) {
	b.report.Problems = append(b.report.Problems, store.Problem{Code: code, Field: field, Line: line, Message: message})
}

// finish turns answers into the parts of the report.
func (b *builder) finish() {
	b.hosts()
	b.zones()
	for _, a := range b.all {
		if a.group == 0 {
			b.field(a)
		}
	}
	for name, more := range b.texts {
		b.report.Fields[name] += "\n" + strings.Join(more, "\n")
	}
	b.contacts()
	b.letterhead()
	b.owed()
	b.heardPleas()
	b.defaults()
	b.span()
	b.clock()
	b.disclose()
	b.categorise()
	b.describe()
	b.missing()
	b.several()
	slices.SortStableFunc(b.report.Problems, func(x, y store.Problem) int { return cmp.Compare(x.Line, y.Line) })
}

// field enters one answer that is about no host.
func (b *builder) field(a *answer) {
	text := a.text
	switch a.name {
	case "log_extracts":
		b.report.Logs = append(b.report.Logs, text)
		return
	case "other":
		b.left = append(b.left, labelOf(a)+": "+text)
		return
	case "description":
		b.described = append(b.described, text)
		return
	case "contact_email":
		text = b.mail(a)
	case "contact_phone":
		text = b.phone(a)
	case "organisation":
		text = b.called(a)
	case "reference_ours":
		if word.Digits(text) == 0 {
			return // "(to be assigned)"
		}
	case "sector":
		text = sectorOf(b.chosen(a))
	case "assistance":
		b.assist(a)
		return
	case "obligation":
		text = obliged(b.chosen(a))
	case "tlp":
		text = b.light(a)
	default:
		text = b.chosen(a)
	}
	if text == "" {
		return
	}
	old, known := b.report.Fields[a.name]
	if known && old != text && a.spared() {
		a = &answer{e: &entry{inquiry: &inquiry{def: a.e.def, field: &field{Label: a.e.field.Label, Join: ", "}}, lang: a.e.lang}, name: a.e.field.Spare, kind: a.kind, line: a.line, text: text}
		old, known = b.report.Fields[a.name]
	}
	switch {
	case !known:
		b.report.Fields[a.name] = text
	case old == text:
	case b.joined(a, text):
	case a.kind == kindContact || a.kind == kindTime || b.single(a):
		b.left = append(b.left, labelOf(a)+": "+a.text)
		b.problem("ambiguous", a.name, a.line, "asked once, answered twice: the second answer is in the description")
	default:
		if b.texts == nil {
			b.texts = map[string][]string{}
		}
		b.texts[a.name] = append(b.texts[a.name], text)
	}
}

// spared says whether another field takes a second answer to the question.
func (a *answer) spared() bool { return a.e != nil && a.e.field != nil && a.e.field.Spare != "" }

// single says whether only one choice can be right.
func (b *builder) single(a *answer) bool {
	return a.e != nil && a.e.field != nil && len(a.e.field.Choices) > 0 && !a.e.field.Many
}

// chosen resolves choices: the choice's value where the answer is one, the
// reporter's words where they say more and the field has room for them.
func (b *builder) chosen(a *answer) string {
	if a.e == nil || len(a.e.picks) == 0 || a.polar() != "" {
		return b.permit(a)
	}
	c := a.e.choose(a.text)
	if c.doubt != "" && (a.name == "tlp" || a.name == "share_identity") {
		b.problem("ambiguous", a.name, a.line, "no box is marked, but one has more beside it: "+c.doubt)
	}
	switch {
	case len(c.values) == 0 && allInstruction(b.main, c.rest):
		return ""
	case len(c.values) == 0:
		return a.text
	case len(c.values) > 1 && !a.e.field.Many:
		b.problem("ambiguous", a.name, a.line, "several choices are marked: "+strings.Join(c.values, ", "))
		if !hasBox(a.text) {
			return a.text
		}
	case !c.whole && wordy(a.name):
		return a.text
	}
	if a.name == "incident_type" {
		return b.inWords(c)
	}
	return strings.Join(c.values, ", ")
}

// inWords is a kind of incident as the form calls it; what that is is noted for
// the category.
func (b *builder) inWords(c chosen) string {
	said := strings.Join(c.said, ", ")
	if b.coded == nil {
		b.coded = map[string]string{}
	}
	b.coded[said] = strings.Join(c.values, ", ")
	return said
}

// mail takes the bare address out of an answer such as "<mailto:a@b.example>".
func (b *builder) mail(a *answer) string {
	list := []string{}
	indicator.Scan(a.text, func(t indicator.Token) {
		if t.Kind == "email" {
			list = append(list, t.Value)
		}
	})
	if len(list) == 0 {
		if spelled := indicator.Mail(a.text); spelled != "" {
			return spelled
		}
		b.problem("unreadable", a.name, a.line, "this is no mail address: "+a.text)
		return a.text
	}
	return strings.Join(slices.Compact(list), ", ")
}

func labelOf(a *answer) string {
	if a.e != nil && a.e.heading {
		for _, l := range a.e.def.Sections[a.e.section].Heading[a.e.lang] {
			return l
		}
	}
	if a.e != nil && a.e.field != nil {
		for _, l := range a.e.field.Label[a.e.lang] {
			return l
		}
	}
	return strings.ReplaceAll(a.name, "_", " ")
}

// describe puts the left-overs behind the description, in the order they came.
func (b *builder) describe() {
	parts := append(b.described, b.left...)
	if text := strings.Join(parts, "\n\n"); text != "" {
		b.report.Fields["description"] = text
	}
}
