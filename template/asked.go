package template

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"tocsin/template/word"
)

// Questions that nobody knows: where they stand below one that was left open,
// they are no answer to it.

// asks says whether line i is the next question: words and a question mark, or
// words and a colon with another question below, or nothing.
func (r *reading) asks(i int) bool {
	if r.sure || len(r.parts) > 0 {
		return false
	}
	s := strings.TrimRight(strings.TrimSpace(r.lines[i].text), " |*]")
	off, number := unnumbered(s)
	last, _ := utf8.DecodeLastRuneInString(s)
	if first, _ := utf8.DecodeRuneInString(s[off:]); !unicode.IsLetter(first) && first != '¿' || len(s) > mostLabel {
		return false
	}
	if word.Digits(number) > 0 && r.open.kind == kindContact && !fits(r.open.name, s) {
		return true // "1-2. Where you are"
	}
	switch last {
	case '?', '？', '؟':
		return brief(r.open.name)
	case ':', '：':
		next := r.wordsBelow(&hit{line: i})
		return next == len(r.lines) || r.labels(next)
	}
	return false
}

// closedQuestion says whether a line is a question and yes or no behind it.
func closedQuestion(s string) bool {
	q := strings.LastIndexByte(s, '?')
	if q < 3 || !titled(s[:q]) && strings.IndexByte(s[:q], '(') < 0 {
		return false
	}
	said := vocab().answers.Is(s[q+1:])
	return said == "yes" || said == "no"
}

// labels says whether line i carries a label, known or dressed as the known.
func (r *reading) labels(i int) bool {
	if k, found := slices.BinarySearchFunc(r.hits, i, func(h hit, line int) int { return h.line - line }); found {
		return r.hits[k].strength > weak || r.hits[k].number != ""
	}
	sh, ok := r.manner.shapeOf(&r.lines[i])
	return ok && sh.after != 0 && r.manner.has(sh) && titled(r.lines[i].text)
}

// boxesEnd says whether a line stands below the boxes of the open question and
// has none.
func (r *reading) boxesEnd(s string) bool {
	n := len(r.parts)
	return n > 0 && s != "" && brief(r.open.name) && hasBox(r.parts[0]) && hasBox(r.parts[n-1]) && !hasBox(s)
}

// unmarked drops the options of a question where all were left and none is
// marked.
func unmarked(text string) string {
	wishes, lines := []string{}, 0
	for l := range strings.Lines(text) {
		if l = strings.TrimSpace(l); l == "" {
			continue
		}
		lines++
		for _, w := range wishesIn(l) {
			wishes = appendNew(wishes, w)
		}
	}
	if lines < 3 || len(wishes) < 3 {
		return text
	}
	return ""
}

// mostTitle is how long the line that names a form is, in bytes, and how far
// down it stands, in lines with words.
const (
	mostTitle  = 100
	mostTitled = 12
	leastNamed = 3
)

// named says whether a line names a form for reports of incidents, in words of
// one language: "Incident reporting form", or a report to a team.
func (b *conceptBook) named(s string) bool {
	if len(s) > mostTitle || strings.HasSuffix(s, ".") {
		return false
	}
	form, report, team, what := b.bit("form"), b.bit("report"), b.bit("us"), b.bit("incident").with(b.bit("attack"))
	sets := b.gather(s)
	return slices.ContainsFunc(sets[1:], func(set conceptSet) bool {
		return set.meets(what) && (set.meets(form) || set.meets(report) && set.meets(team))
	})
}

// named says whether a line above the first label names a form for incidents.
func (sh *sheet) named() bool {
	above := 0
	for i := sh.from; i < sh.hits[0].line && above < mostTitled; i++ {
		if l := &sh.lines[i]; !l.blank() && !l.ruler {
			if above++; sh.ix.book != nil && sh.ix.book.named(l.text) {
				return true
			}
		}
	}
	return false
}

// gather is all that the words of a line mean, by language; words that mean
// nothing are passed over.
func (b *conceptBook) gather(s string) (sets [len(word.Tongues)]conceptSet) {
	var r wordReading
	for i := 0; i < len(s); {
		i += b.step(&r, s[i:], true)
	}
	for l := range sets {
		sets[l] = r.sets[l].with(r.may[l])
	}
	return sets
}

// ofReport says whether a text names a report of an incident.
func (b *conceptBook) ofReport(s string) bool {
	if len(s) > mostTitle {
		return false
	}
	report, what := b.bit("report"), b.bit("incident").with(b.bit("attack"))
	sets := b.gather(s)
	return slices.ContainsFunc(sets[1:], func(set conceptSet) bool { return set.meets(report) && set.meets(what) })
}

// ofOrg says whether a heading is above what is asked of an organisation, not
// of a person: there "Name" is the organisation's.
func (b *conceptBook) ofOrg(heading string) bool {
	org, person := b.bit("org").with(b.bit("party")), b.bit("contact").with(b.bit("name")).with(b.bit("form")).with(b.victim).with(b.attacker)
	if len(heading) > mostTitle {
		return false
	}
	sets := b.gather(heading)
	return slices.ContainsFunc(sets[1:], func(set conceptSet) bool { return set.meets(org) && !set.meets(person) })
}

// bareName says whether a label is the word for a name and nothing else.
func (b *conceptBook) bareName(label string) bool {
	var w wordReading
	name := b.bit("name")
	return b.read(label, &w) && w.words == 1 && slices.Contains(w.sets[1:], name)
}

// mostAhead is how many labels below a name are looked at.
const mostAhead = 20

// under notes what a heading at line i is above.
func (r *reading) under(i int) {
	r.ofOrg = r.form == nil && r.ix.book != nil && r.ix.book.ofOrg(r.lines[i].text)
}

// nameOf is the field of a label where it stands: "Name" below a heading of an
// organisation is the organisation's, unless that is asked there as well, and
// below one of a machine the machine's, where the answer looks like one.
func (r *reading) nameOf(h *hit, e *entry) string {
	if name := r.shown(h, e); name != e.name {
		return name
	}
	if !r.ofOrg && !r.ofHost || e.name != "contact_name" || !e.generic || r.form != nil || r.ix.book == nil {
		return e.name
	}
	s := r.lines[h.line].text
	off, _ := unnumbered(s)
	end, _ := labelExtent(s, off)
	if end <= off || !r.ix.book.bareName(s[off:end]) {
		return e.name
	}
	if r.ofHost && hostLike(s[min(len(s), end+1):]) {
		return "host_name"
	}
	if !r.ofOrg || r.answered.has("organisation") {
		return e.name
	}
	k, _ := slices.BinarySearchFunc(r.hits, h.line+1, func(x hit, line int) int { return x.line - line })
	for _, x := range r.hits[k:min(k+mostAhead, len(r.hits))] {
		if x.entries[0].heading {
			break
		}
		if x.entries[0].name == "organisation" {
			return e.name
		}
	}
	return "organisation"
}

// shown is the field that an answer shows a label to ask for, where the label
// may ask for two: a "Category of the complaint" that is a kind of incident.
func (r *reading) shown(h *hit, e *entry) string {
	rest := strings.TrimSpace(r.lines[h.end.line].text[h.end.off:])
	switch {
	case rest == "" || r.form != nil && e.def == r.form:
	case e.name == "contact_title" && e.generic && r.ofMachine():
		return "host_function"
	case e.name == "report_kind" && stage(rest) == rest && vocab().kinds.In(rest) != 0:
		return "incident_type"
	case e.name == "incident_type" && staged(rest) && vocab().kinds.In(rest) == 0:
		return "report_kind" // "Report type: first"
	case e.name == "organisation_address" && holdsAddress(rest) && hostLike(rest) && (r.role != "" || r.namesAbove(h.line)):
		return "host_ip" // "Machine: web1", and below it "Address: 192.0.2.1"
	case e.name == "contact_name" && (firmLike(rest) || e.generic && strings.Count(rest, " ") > 1 && institutional(rest)) && !r.answered.has("organisation"):
		return "organisation"
	}
	return e.name
}

// ofMachine says whether what was asked last is of a machine in its group.
func (r *reading) ofMachine() bool {
	return r.group > 0 && r.form == nil && (r.open == nil || ofHost(r.open.name)) && r.inGroup.has("os")
}

// namesAbove says whether the answer on the line above names a machine.
func (r *reading) namesAbove(i int) bool {
	if r.open != nil {
		return namesHost(r.open.name) && r.open.at >= i-1 && len(r.parts) > 0
	}
	n := len(r.answers)
	return n > 0 && namesHost(r.answers[n-1].name) && r.answers[n-1].at >= i-1 && r.answers[n-1].text != ""
}

// firmLike says whether a name ends as those of firms do.
func firmLike(s string) bool { return strings.Contains(s, " ") && firms[word.Last(s)] }

// firms are the short words for what a firm is in law, as they are written.
var firms = func() map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq("Ltd Ltd. Limited plc PLC LLC Inc Inc. GmbH gGmbH mbH AG KG OHG eG e.V. SA S.A. SAS SARL SASU BV B.V. NV N.V. AS ASA AB Oy Oyj ApS A/S S.r.l. Srl S.p.A. SpA S.L. SLU Lda Ltda Ltda. s.r.o. d.o.o. Sp.z.o.o. Kft. Zrt.") {
		m[w] = true
	}
	return m
}()
