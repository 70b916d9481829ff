package template

import (
	"slices"
	"strings"
)

// An answer is what stood behind one label.
type answer struct {
	e     *entry
	name  string
	kind  kind
	role  string
	group int // which host, 0 for none
	line  int // 1-based, of the label, in the text
	at    int // which of the sheet's lines that is
	text  string
	label string // the end of its label's line, "" if it stands on that of another

	typo, inline bool // its label is mistyped, or stands behind another answer
	further      bool // of another incident than the report's
}

// A saying is a line, or what stood behind its label, and whose it is.
type saying struct {
	text string
	line int32   // 0-based
	role roleSet // of the host it is about, 0 for none
	of   kind
	left bool // no label claimed it
}

// A reading is a sheet taken apart: answers, and what no label claimed.
type reading struct {
	*sheet
	answers []answer
	said    []saying // every word of the reporter, for what is sought in all of them

	top     int        // line in which its incident begins
	more    []*reading // of the further incidents in the text
	further bool       // it is of another incident than the report's

	// state while the lines go by
	open    *answer // nil or &asked
	asked   answer
	parts   []string
	gap     bool // a blank line since the label or the last words
	beside  bool // the answer began on the label's line
	indent  int  // of the label's line
	added   int  // line of the latest words of the answer
	latest  int  // line of the latest label, known or not
	asideTo int  // last line of a parenthesis below the label
	wide    int  // how far lines go, once it was asked for
	page    int  // line of the latest number of a page

	terminated bool // a colon or the like stands behind the open label
	section    *section
	role       string
	turned     string // what a heading that the form has not made of its role
	ofOrg      bool   // the heading above is of an organisation
	ofHost     bool   // the heading above is of a machine
	group      int
	groups     int
	inGroup    names // fields the open group has
	answered   names // fields answered outside of hosts
}

// names are those fields of a form that something holds for: a few dozen.
type names []string

func (n names) has(name string) bool { return slices.Contains(n, name) }

// set enters a name, or takes it out.
func (n *names) set(name string, in bool) {
	switch i := slices.Index(*n, name); {
	case in && i < 0:
		if *n == nil {
			*n = make(names, 0, 32)
		}
		*n = append(*n, name)
	case !in && i >= 0:
		*n = slices.Delete(*n, i, i+1)
	}
}

// read walks over the lines of a sheet once.
func (sh *sheet) read() *reading {
	r := &reading{sheet: sh, asideTo: -1}
	if !sh.isIt {
		r.prose()
		return r
	}
	r.seat(len(r.hits), min(len(r.lines), 256))
	end := r.signed()
	next := 0
	for i := sh.from; i < end; i++ {
		for next < len(sh.hits) && sh.hits[next].line < i {
			next++
		}
		l := &sh.lines[i]
		here := next < len(sh.hits) && sh.hits[next].line == i
		if r.open != nil && r.choiceLine(l.text) && !(r.guessed() && (here && sh.hits[next].strength == strong || r.ledOut(l) || r.numbersOn(i) || l.labelsBoxes())) {
			r.add(l.text, i)
			continue
		}
		if here {
			h := &sh.hits[next]
			if h.ledger != nil {
				i = r.tabled(h)
				continue
			}
			e := r.resolve(h)
			if e.facet != 0 {
				if e = r.placed(h, e); e == nil {
					r.text(i)
					continue
				}
			}
			if r.believe(h, e) {
				r.take(h, e)
				i = h.end.line
				continue
			}
			if e.heading && e.role != "" && h.strength == bare {
				r.role, r.group = "", 0 // what follows may be about hosts on the other side
			}
		}
		if side := r.side(i); side != "" {
			r.close()
			r.role, r.turned, r.group, r.ofHost = side, side, 0, true
			r.newGroup()
			if r.headsHosts(i) && r.ix.book != nil {
				r.openHosts(i)
				continue
			}
		}
		r.text(i)
	}
	r.close()
	r.bare()
	return r
}

// signed returns the line of the signature separator "-- " or of the rule above
// what a mailing list adds, or the number of lines; a form may stand below it, as
// in a top-posted forward.
func (sh *sheet) signed() int {
	last := sh.from
	for i := range sh.hits {
		h := &sh.hits[i]
		if h.strength == strong && !h.typo && !h.guessed && slices.ContainsFunc(h.entries, func(e *entry) bool {
			return !e.generic && (sh.form == nil || e.def == sh.form)
		}) {
			last = h.line // "Phone:" may stand in a signature too
		}
	}
	for i := last + 1; i < len(sh.lines); i++ {
		if t := sh.lines[i].text; t == "--" || t == "-- " || sh.lines[i].ruler && listFooter(sh.lines[i:]) {
			return i
		}
	}
	return len(sh.lines)
}

// resolve picks the meaning of a label that has several: that of the form at
// hand, of the section, of the role, of the item number.
func (r *reading) resolve(h *hit) *entry {
	var best *entry
	top := -100
	if h.inner != nil && r.form == nil {
		return h.inner
	}
	said := worded(r.lines[h.end.line].text[h.end.off:])
	for _, e := range h.entries {
		points := 0
		if said && e.heading && e.name == "" && e.role == "" {
			points -= 40 // "When: yesterday" is the field, not the heading
		}
		if r.form != nil && e.def == r.form {
			points += 16
			if r.section == &e.def.Sections[e.section] {
				points += 5
			}
		}
		if e.def.Union {
			points += 8 // what the label means to most
		}
		if e.role == r.role {
			points += 2
		}
		if h.number != "" && e.number == h.number {
			points += 4
		}
		if e.lang == r.lang {
			points++
		}
		if points > top {
			best, top = e, points
		}
	}
	if said && best.heading && best.name == "" && best.role == "" {
		return r.filledIn(h, best)
	}
	return best
}

// take opens the field or section of a label and reads what follows on its line.
func (r *reading) take(h *hit, e *entry) {
	r.close()
	r.latest = h.line
	rest := r.lines[h.end.line].text[h.end.off:]
	s := &e.def.Sections[e.section]
	ours := e.def == r.form
	if e.heading {
		r.section, r.role, r.turned = s, e.role, ""
		if !ours {
			r.turned = e.role
		}
		r.group = 0
		r.under(h.line)
		if r.ofHost = e.role != "" && !worded(rest); e.role != "" {
			r.newGroup()
		}
		name := e.name
		if name == "" && e.role != "" {
			name = "host"
		}
		r.begin(h, e, name, strings.Trim(rest, rulers+" \t:"))
		return
	}
	role, name := e.role, r.nameOf(h, e)
	switch {
	case name != e.name && ofHost(name):
	case ours:
		role = r.turn(e)
		if r.section != s {
			r.section = s
			if r.role != role {
				r.group = 0
			}
		}
		r.role = role
	case e.field.Role != "":
		if r.role != role {
			r.group = 0
		}
		r.role = role
	case e.kind == kindContact && e.name != "host_contact", e.kind == kindLong, e.kind == kindTime, r.unsided(e):
		r.role, r.group, r.ofHost = "", 0, false
	}
	r.begin(h, e, name, rest)
}

// begin opens an answer; labels further on the same line open their own.
func (r *reading) begin(h *hit, e *entry, name, rest string) {
	if name == "" {
		for i := h.line; i <= h.end.line && strings.TrimSpace(rest) != ""; i++ {
			r.leave(r.lines[i].text, i)
		}
		return
	}
	r.asked = answer{e: e, name: name, kind: e.kind, role: r.role, line: r.row(h.line) + 1, at: h.line, typo: h.typo, inline: h.inline > 0}
	if name != e.name {
		r.asked.kind = fieldKinds[name]
	}
	if e.facet != 0 {
		r.asked.label = e.asked
	} else if h.inline == 0 {
		r.asked.label = r.lines[h.end.line].text[:h.end.off]
	}
	if ofHost(name) && (r.role != "" || name != "timezone" && (name != "os" || r.group != 0 && r.form == nil)) {
		if r.group == 0 || r.inGroup.has(name) && !e.heading {
			r.newGroup()
		}
		r.inGroup.set(name, !e.heading)
		r.asked.group = r.group
	}
	head, tail, more := rest, "", []*entry(nil)
	if r.asked.kind != kindLong && h.inline < 10 {
		head, tail, more = r.ix.inline(rest)
		if r.asked.kind == kindTime && r.form == nil {
			if h, t, e := r.ix.facetIn(head); e != nil {
				head, tail, more = h, t+rest[len(head):], []*entry{r.ix.book.facetEntry(e.facet, name, e.asked)}
			}
		}
	}
	r.open, r.parts, r.gap = &r.asked, r.parts[:0], false
	r.indent, r.terminated = indentation(r.lines[h.line].text), h.strength == strong
	t := unled(strings.TrimSpace(head))
	if r.form == nil {
		t = unended(t)
	}
	if r.beside = t != ""; r.beside {
		r.add(t, h.end.line)
	}
	if more != nil {
		r.close()
		next := &hit{line: h.end.line, end: h.end, entries: more, inline: h.inline + 1}
		e := r.resolve(next)
		if e.role != "" && e.role != r.role {
			r.role, r.group = e.role, 0
		}
		r.begin(next, e, e.name, tail)
	}
}

func (r *reading) newGroup() {
	r.groups++
	r.group = r.groups
	r.inGroup = r.inGroup[:0]
}

// close ends the open answer and keeps it.
func (r *reading) close() {
	a := r.open
	if a == nil {
		return
	}
	a.text = r.bared(a.name, unasked(trimAnswer(stretchOf(r.raw, r.parts))))
	if a.kind == kindLine && len(a.e.picks) == 0 {
		a.text = listed(a.text, ", ")
	}
	if a.group == 0 && a.text != "" {
		r.answered.set(a.name, true)
	}
	r.answers = append(r.answers, *a)
	r.open, r.parts = nil, r.parts[:0]
}

// add gives the open answer one more line.
func (r *reading) add(s string, i int) {
	if gap, further := r.lead(i); further && len(r.parts) > 0 && r.added == i-1 {
		r.parts[len(r.parts)-1] += gap + s
	} else {
		r.parts = append(r.parts, s)
	}
	r.added = i
	if len(r.open.e.picks) > 0 || r.guessed() && hasBox(s) {
		return // the choices themselves say nothing: "[ ] TLP:RED"
	}
	said := saying{text: s, line: int32(i), of: r.open.kind}
	if r.open.role != "" {
		said.role = roleBit(r.open.role)
	}
	r.say(said)
}

// say keeps what was said in a line, in one with what was said in the cell
// before and is of the same.
func (r *reading) say(s saying) {
	if gap, further := r.lead(int(s.line)); further && len(r.said) > 0 {
		last := &r.said[len(r.said)-1]
		if last.line == s.line-1 && last.left == s.left && last.of == s.of && last.role == s.role {
			last.text, last.line = last.text+gap+s.text, s.line
			return
		}
	}
	r.said = append(r.said, s)
}

// leave keeps a line that no field claims.
func (r *reading) leave(s string, i int) {
	r.say(saying{text: s, line: int32(i), left: true})
}

// prose takes a text that is no form as it stands.
func (r *reading) prose() {
	if r.torn {
		r.lines, r.cells = splitLines(r.raw), nil
		markBeside(r.lines)
	}
	r.seat(0, len(r.lines))
	for i := range r.lines {
		r.leave(r.lines[i].text, i)
	}
}
