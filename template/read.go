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
	line  int // 1-based, of the label
	text  string

	typo, inline bool // its label is mistyped, or stands behind another answer
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

	// state while the lines go by
	open    *answer // nil or &asked
	asked   answer
	parts   []string
	gap     bool // a blank line since the label or the last words
	beside  bool // the answer began on the label's line
	indent  int  // of the label's line
	asideTo int  // last line of a parenthesis below the label

	terminated bool // a colon or the like stands behind the open label
	section    *section
	role       string
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
	r.answers = make([]answer, 0, len(r.hits))
	r.said = make([]saying, 0, min(len(r.lines), 256))
	end := r.signed()
	next := 0
	for i := sh.from; i < end; i++ {
		for next < len(sh.hits) && sh.hits[next].line < i {
			next++
		}
		l := &sh.lines[i]
		if r.open != nil && r.choiceLine(l.text) {
			r.add(l.text, i)
			continue
		}
		if next < len(sh.hits) && sh.hits[next].line == i {
			h := &sh.hits[next]
			e := r.resolve(h)
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
			r.role, r.group = side, 0
			r.newGroup()
		}
		r.text(i)
	}
	r.close()
	return r
}

// signed returns the line of the signature separator "-- ", or the number of
// lines; a form may stand below it, as in a top-posted forward.
func (sh *sheet) signed() int {
	last := 0
	for i := range sh.hits {
		h := &sh.hits[i]
		if h.strength == strong && !h.typo && slices.ContainsFunc(h.entries, func(e *entry) bool {
			return !e.generic && (sh.form == nil || e.def == sh.form)
		}) {
			last = h.line // "Phone:" may stand in a signature too
		}
	}
	for i := last + 1; i < len(sh.lines); i++ {
		if t := sh.lines[i].text; t == "--" || t == "-- " {
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
	return best
}

// worded says whether a text is more than ruler, blanks and colons.
func worded(s string) bool {
	return s != "" && (asciiFold[s[0]] != 0 || strings.Trim(s, rulers+" \t:") != "")
}

// believe says whether a hit is a label where it stands. A mistaken field is
// worse than a missed one, so a doubtful one stays text.
func (r *reading) believe(h *hit, e *entry) bool {
	rest := r.lines[h.end.line].text[h.end.off:]
	ours := r.form != nil && e.def == r.form
	if h.strength == weak && !(ours && h.number != "" && (e.number == h.number || e.number == "")) && (!fits(e.name, rest) || strings.Contains(rest, "..") || strings.Contains(rest, ": ")) {
		return false // or the label goes on: "Hostname und IP ...: "
	}
	if h.strength == bare && !r.sure && h.line == h.end.line && r.wrapsLabel(h.line) {
		return false // half of a label that nobody knows
	}
	if e.heading && h.strength == weak || e.name == "contact_title" && e.generic && !ours && !r.answered.has("contact_name") {
		return false // of the report, not of the person
	}
	if h.strength == bare && !ours && h.number == "" && (e.generic || r.bares < 3) && !r.ruled(h.line) && !(e.heading && (r.headsLabel(h) || e.role != "" && r.headsStranger(h))) {
		return false
	}
	if r.open != nil && r.open.kind == kindLong && !r.interrupts(h, e, ours) || h.strength == bare && !ours && r.isAnswer(h, e) {
		return false
	}
	if !ours && !e.def.Union && slices.ContainsFunc(h.entries, func(o *entry) bool { return o.name != e.name }) {
		return false // it means one thing to one team and another to the next
	}
	return !(e.generic || e.name == "organisation") || !amongHeaders(r.lines, h.line)
}

// isAnswer says whether what looks like a label without a terminator is the
// answer to the question right above it: "Time source:", and below it "NTP".
func (r *reading) isAnswer(h *hit, e *entry) bool {
	return r.open != nil && len(r.parts) == 0 && !r.gap && !e.heading && h.number == "" && r.terminated
}

// interrupts says whether a label ends a long answer, which may itself hold
// lines like "Host: …" or "Source: …".
func (r *reading) interrupts(h *hit, e *entry, ours bool) bool {
	switch {
	case ours && h.number != "" && h.number == e.number, r.dressed(h), r.follows(h, e):
		return true
	case ours && len(r.parts) == 0 && h.strength == strong && !h.typo && !ofHost(e.name) && e.kind != kindTime:
		return true // below a question about logs left open
	case len(r.parts) == 0 && h.strength == strong && !h.typo && r.open.name != "log_extracts" && r.open.name != "tool_output" && r.open.name != "description":
		return true // nothing was answered yet: "Additional information:" as a heading
	case e.heading && r.form == nil && h.strength >= bare && r.headsLabel(h):
		return true
	case e.heading && e.role != "" && h.strength == strong && !r.sure && brief(r.open.name):
		return h.answersHost(r.lines) // "Herkunft des Angriffs: 198.51.100.5" below "Impact: some"
	case h.typo || e.generic && (!ours || r.open.name == "log_extracts" || r.open.name == "tool_output"):
		return false
	case !ours && r.sure:
		return false
	case namesHost(e.name) && !ours && !h.answersHost(r.lines):
		return false
	case !ofHost(e.name) && r.answered.has(e.name) && e.name != "remarks" && e.name != "other":
		return false
	}
	return true
}

// follows says whether a label is the next of the form, below an answer of few
// lines: it stands as far in, looks like the labels of the sheet, and what it
// asks was not answered yet.
func (r *reading) follows(h *hit, e *entry) bool {
	s := r.lines[h.line].text
	if !brief(r.open.name) || h.strength != strong || namesHost(e.name) || e.heading || r.answered.has(e.name) || indentation(s) != r.indent {
		return false
	}
	sh, ok := r.manner.shapeOf(s)
	return ok && r.manner.has(sh) && (e.def == r.form || !r.sure) && (!e.generic || e.kind != kindContact)
}

// answersHost says whether what stands behind a label on its line may be a
// host, or nothing stands there.
func (h *hit) answersHost(lines []line) bool {
	rest := strings.TrimSpace(lines[h.end.line].text[h.end.off:])
	return rest == "" || hostLike(rest)
}

// headsLabel says whether the next line with words on it is a label.
func (r *reading) headsLabel(h *hit) bool {
	i, found := slices.BinarySearchFunc(r.hits, r.wordsBelow(h), func(x hit, line int) int { return x.line - line })
	return found && (r.hits[i].strength > weak || r.hits[i].number != "")
}

// headsStranger says whether the next line with words on it is dressed as the
// labels of the sheet are.
func (r *reading) headsStranger(h *hit) bool {
	next := r.wordsBelow(h)
	if next == len(r.lines) || r.sure {
		return false
	}
	sh, ok := r.manner.shapeOf(r.lines[next].text)
	return ok && sh.after != 0 && r.manner.has(sh)
}

// wordsBelow is the next line with words on it below a label's.
func (r *reading) wordsBelow(h *hit) int {
	next := h.line + 1
	for next < len(r.lines) && (r.lines[next].blank() || r.lines[next].ruler) {
		next++
	}
	return next
}

// ruled says whether a line is dressed as a heading: between rulers, or with
// one on its own line.
func (r *reading) ruled(i int) bool {
	return i+1 < len(r.lines) && r.lines[i+1].ruler || i > 0 && r.lines[i-1].ruler || unruled(r.lines[i].text) != strings.TrimSpace(r.lines[i].text)
}

// take opens the field or section of a label and reads what follows on its line.
func (r *reading) take(h *hit, e *entry) {
	r.close()
	rest := r.lines[h.end.line].text[h.end.off:]
	s := &e.def.Sections[e.section]
	ours := e.def == r.form
	if e.heading {
		r.section, r.role = s, e.role
		r.group = 0
		if e.role != "" {
			r.newGroup()
		}
		name := e.name
		if name == "" && e.role != "" {
			name = "host"
		}
		r.begin(h, e, name, strings.Trim(rest, rulers+" \t:"))
		return
	}
	role := e.role
	switch {
	case ours:
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
	case e.kind == kindContact && e.name != "host_contact", e.kind == kindLong, e.kind == kindTime:
		r.role, r.group = "", 0
	}
	r.begin(h, e, e.name, rest)
}

// begin opens an answer; labels further on the same line open their own.
func (r *reading) begin(h *hit, e *entry, name, rest string) {
	if name == "" {
		for i := h.line; i <= h.end.line && strings.TrimSpace(rest) != ""; i++ {
			r.leave(r.lines[i].text, i)
		}
		return
	}
	r.asked = answer{e: e, name: name, kind: fieldKinds[name], role: r.role, line: h.line + 1, typo: h.typo, inline: h.inline > 0}
	if ofHost(name) && (r.role != "" || name != "timezone" && name != "os") {
		if r.group == 0 || r.inGroup.has(name) && !e.heading {
			r.newGroup()
		}
		r.inGroup.set(name, !e.heading)
		r.asked.group = r.group
	}
	head, tail, more := rest, "", []*entry(nil)
	if r.asked.kind != kindLong && h.inline < 10 {
		head, tail, more = r.ix.inline(rest)
	}
	r.open, r.parts, r.gap = &r.asked, r.parts[:0], false
	r.indent, r.terminated = indentation(r.lines[h.line].text), h.strength == strong
	t := strings.TrimSpace(head)
	if r.beside = t != ""; r.beside {
		r.add(t, h.end.line)
	}
	if more != nil {
		r.close()
		next := &hit{line: h.end.line, end: h.end, entries: more, inline: h.inline + 1}
		r.begin(next, r.resolve(next), r.resolve(next).name, tail)
	}
}

func (r *reading) newGroup() {
	r.groups++
	r.group = r.groups
	r.inGroup = r.inGroup[:0]
}

// inline finds the next known label inside an answer: "02 55 Fax: 02 56".
func (ix *index) inline(s string) (head, tail string, entries []*entry) {
	var buf [64]byte
	for k := 1; k < min(len(s), 1000); k++ {
		colon := strings.IndexByte(s[k:min(len(s), 1000)], ':')
		if colon < 0 {
			break
		}
		k += colon
		start, low := k, max(0, k-80)
		var found *node
		at := 0
		for range 8 {
			j := low + strings.LastIndexAny(strings.TrimRight(s[low:start], " \t,;/|("), " \t,;/|(") + 1
			if j <= low || j >= start {
				break
			}
			start = j
			if n := ix.nodes[string(appendFold(buf[:0], s[j:k]))]; n != nil && len(n.entries) > 0 && !n.entries[0].heading {
				found, at = n, j
			}
		}
		if found != nil {
			return strings.TrimRight(s[:at], " \t,;/|("), s[k+1:], found.entries
		}
	}
	return s, "", nil
}

// close ends the open answer and keeps it.
func (r *reading) close() {
	a := r.open
	if a == nil {
		return
	}
	a.text = trimAnswer(strings.Join(r.parts, "\n"))
	if a.kind == kindLine && len(a.e.picks) == 0 {
		a.text = listed(a.text)
	}
	if a.group == 0 && a.text != "" {
		r.answered.set(a.name, true)
	}
	r.answers = append(r.answers, *a)
	r.open, r.parts = nil, r.parts[:0]
}

// add gives the open answer one more line.
func (r *reading) add(s string, i int) {
	r.parts = append(r.parts, s)
	if len(r.open.e.picks) > 0 {
		return // the choices themselves say nothing: "[ ] TLP:RED"
	}
	said := saying{text: s, line: int32(i), of: r.open.kind}
	if r.open.role != "" {
		said.role = roleBit(r.open.role)
	}
	r.said = append(r.said, said)
}

// leave keeps a line that no field claims.
func (r *reading) leave(s string, i int) {
	r.said = append(r.said, saying{text: s, line: int32(i), left: true})
}

// prose takes a text that is no form as it stands.
func (r *reading) prose() {
	r.said = make([]saying, 0, len(r.lines))
	for i := range r.lines {
		r.leave(r.lines[i].text, i)
	}
}
