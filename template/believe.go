package template

import (
	"slices"
	"strings"

	"tocsin/template/word"
)

// believe says whether a hit is a label where it stands. A mistaken field is
// worse than a missed one, so a doubtful one stays text.
func (r *reading) believe(h *hit, e *entry) bool {
	rest := r.lines[h.end.line].text[h.end.off:]
	if h.guessed && r.open != nil && h.number != "" && r.lists(r.lines[h.line].text) || e.lone && r.doubts(h, e) {
		return false // an option: "1: share information"
	}
	ours := r.form != nil && e.def == r.form
	if r.form == nil && r.instructs(r.lines[h.line].text) {
		return false // "Please send your comments to:"
	}
	if h.strength == weak && !(ours && h.number != "" && (e.number == h.number || e.number == "")) && (!fits(e.name, rest) || strings.Contains(rest, "..") || strings.Contains(rest, ": ")) {
		return false // or the label goes on: "Hostname und IP ...: "
	}
	if e.shy && !r.suits(h) || e.name == "organisation" && r.ix.book != nil && r.ix.book.ofReport(rest) {
		return false
	}
	if h.strength == weak && e.name == "contact_email" && !soleMail(rest) {
		return false // "Mail the form to team@cert.example"
	}
	if h.strength == weak && int(r.lines[h.end.line].cut) > h.end.off {
		return false // "Telephone, direct > 555 0100"
	}
	if h.strength == bare && !r.sure && h.line == h.end.line && r.wrapsLabel(h.line) {
		return false // half of a label that nobody knows
	}
	if h.strength == weak && strings.Contains(rest, "? ") {
		return false // "When did it begin? …"
	}
	if e.heading && h.strength == weak || e.name == "contact_title" && e.generic && !ours && (!r.hasNamed() || r.groups > 0 || harms(rest) || word.Count(rest) > mostJob && !r.amongContacts(h)) && !r.ofMachine() {
		return false // of the report or a machine, not of the person
	}
	if !ours && r.headsColumns(h) {
		return false
	}
	if !ours && e.role != "" && r.listsAnswer(h) {
		return false // "Source (IDS/user/partner): IDS" is of the report
	}
	if h.guessed && e.name == "host_count" && serial(rest) && !r.ix.book.anyOf(r.lines[h.line].text[:h.reach(r.sheet)]).meets(r.ix.book.bit("count")) {
		return false // "Asset number: 47110" is which, not how many
	}
	if e.name == "incident_time" && e.generic && !ours && r.timed() {
		return false // of what was done about it
	}
	alone := (r.lines[h.line].alone || r.subhead(h.line)) && h.line == h.end.line
	if h.strength == bare && !ours && h.number == "" && !alone && (e.generic || r.bares < 3) && !r.ruled(h.line) && !(e.heading && (r.headsLabel(h) || e.role != "" && (r.headsStranger(h) || r.headsHosts(h.line)))) && !r.headsBoxes(h, e) {
		return false
	}
	if r.open != nil && r.open.kind == kindLong && !(alone && !r.sure) && !r.interrupts(h, e, ours) || h.strength == bare && !ours && !alone && r.isAnswer(h, e) {
		return false
	}
	if !ours && !e.def.Union && slices.ContainsFunc(h.entries, func(o *entry) bool { return o.name != e.name }) {
		return false // it means one thing to one team and another to the next
	}
	return !(e.generic || e.name == "organisation") || !amongHeaders(r.lines, h.line)
}

// serial says whether an answer is all figures, as many as the number of a thing
// has and a count of things seldom.
func serial(s string) bool {
	s = strings.Trim(s, " \t|")
	return len(s) >= leastSerial && word.Digits(s) == len(s)
}

// leastSerial is how many figures such a number has at least.
const leastSerial = 4

// hasNamed says whether the reporter was named above.
func (r *reading) hasNamed() bool {
	return r.answered.has("contact_name") || r.open != nil && r.open.name == "contact_name" && len(r.parts) > 0
}

// headsColumns says whether a label heads a column of a table of several: the row
// below draws the line under them.
func (r *reading) headsColumns(h *hit) bool {
	next := h.line + 1
	return h.ledger == nil && next < len(r.lines) && strings.HasPrefix(r.lines[next].text, "|-") && strings.Trim(r.lines[next].text, "|-: ") == "" && min(strings.Count(r.lines[h.line].text, "|"), strings.Count(r.lines[next].text, "|")) > 3
}

// listsAnswer says whether the parenthesis of a label lists choices, and what
// stands behind it is one of them.
func (r *reading) listsAnswer(h *hit) bool {
	if h.line != h.end.line {
		return false
	}
	s := r.lines[h.line].text
	label, rest := s[:h.end.off], word.Fold(s[h.end.off:])
	from, to := strings.IndexByte(label, '('), strings.LastIndexByte(label, ')')
	if from < 0 || to < from || rest == "" {
		return false
	}
	list := strings.FieldsFunc(label[from+1:to], func(c rune) bool { return c == '/' || c == ',' || c == '|' })
	return len(list) > 1 && slices.ContainsFunc(list, func(w string) bool { return word.Fold(w) == rest })
}

// mostJob is how many words a title has that is surely one of a person.
const mostJob = 3

// amongContacts says whether the question above or below a label is about the reporter.
func (r *reading) amongContacts(h *hit) bool {
	if r.open != nil && r.open.kind == kindContact || r.open == nil && len(r.answers) > 0 && r.answers[len(r.answers)-1].kind == kindContact {
		return true
	}
	i, _ := slices.BinarySearchFunc(r.hits, h.line+1, func(x hit, line int) int { return x.line - line })
	return i < len(r.hits) && r.hits[i].entries[0].kind == kindContact
}

// timed says whether when the incident was, or was found, was told above.
func (r *reading) timed() bool {
	return slices.ContainsFunc(incidentTimes, r.answered.has) || r.answered.has("detection_time")
}

// isAnswer says whether what looks like a label without a terminator is the
// answer to the question above it: "Time source:", and below it "NTP". A blank
// line may part them where the answers of the form stand below their questions.
func (r *reading) isAnswer(h *hit, e *entry) bool {
	return r.open != nil && len(r.parts) == 0 && (!r.gap || r.below) && !e.heading && h.number == "" && r.terminated
}

// interrupts says whether a label ends a long answer, which may itself hold
// lines like "Host: …" or "Source: …".
func (r *reading) interrupts(h *hit, e *entry, ours bool) bool {
	switch {
	case ours && h.number != "" && h.number == e.number, r.dressed(h), r.subhead(h.line), r.follows(h, e), !r.sure && (r.numbersOn(h.line) || r.replied(h.line) && h.strength == strong):
		return true
	case len(r.parts) == 0 && h.strength == strong && (r.open.e.heading || !r.terminated) && e.name == r.open.name:
		return true // the question below a heading in the same words
	case h.guessed && !r.alike(h):
		return false
	case e.generic && e.kind == kindLong && h.strength == strong && !h.typo && r.alike(h) && !r.answered.has(e.name) &&
		(r.open.name == "description" && e.name != "log_extracts" && e.name != "iocs" || r.open.name == "log_extracts" && (e.name == "actions_taken" || e.name == "description" && r.lines[h.line-1].stamped())):
		return true // "Measures: cable pulled" below what happened, "In short: we are down" below lines of a log
	case ours && len(r.parts) == 0 && h.strength == strong && !h.typo && !ofHost(e.name) && e.kind != kindTime:
		return true // below a question about logs left open
	case len(r.parts) == 0 && h.strength == strong && !h.typo && r.open.name != "log_extracts" && r.open.name != "tool_output" && r.open.name != "description":
		return true // nothing was answered yet: "Additional information:" as a heading
	case r.open.name == "description" && (r.datesOn(h, e) || r.sidesOn(h, e)):
		return true // "First noticed: 20.11.2026 06:45" below what happened, or "Attacker: 198.51.100.5"
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

// datesOn says whether a label of a form that nobody knows asks for a time that
// was not asked for yet, gets one and nothing else, and stands as the others do.
func (r *reading) datesOn(h *hit, e *entry) bool {
	l := &r.lines[h.line]
	return !r.sure && r.form == nil && e.kind == kindTime && h.strength == strong && !h.typo && !r.answered.has(e.name) && r.alike(h) &&
		indentation(l.text) == r.indent && (!smallAt(l.text[l.off:]) || r.beginsSmall()) && looksOf(r.lines[h.end.line].text[h.end.off:])&looksTime != 0
}

// beginsSmall says whether the label of the open answer begins with a small letter.
func (r *reading) beginsSmall() bool {
	l := &r.lines[r.open.at]
	return smallAt(l.text[l.off:])
}

// sidesOn says whether a label of a form that nobody knows asks for the machines
// of one side, gets one, and stands as that of the line of words above.
func (r *reading) sidesOn(h *hit, e *entry) bool {
	l, rest := &r.lines[h.line], r.lines[h.end.line].text[h.end.off:]
	return !r.sure && r.form == nil && e.role != "" && h.strength == strong && !h.typo && r.beside && len(r.parts) == 1 && r.alike(h) &&
		indentation(l.text) == r.indent && (!smallAt(l.text[l.off:]) || r.beginsSmall()) && strings.TrimSpace(rest) != "" && hostLike(rest) && !strings.HasSuffix(r.parts[0], ":")
}

// alike says whether a label is dressed as others of the sheet are.
func (r *reading) alike(h *hit) bool {
	sh, ok := r.manner.shapeOf(&r.lines[h.line])
	return ok && (r.manner.hasBeside(sh, 1) || sh.before == barred && r.manner.barred())
}

// follows says whether a label is the next of the form, below an answer of few
// lines: it stands as far in, looks like the labels of the sheet, and what it
// asks was not answered yet.
func (r *reading) follows(h *hit, e *entry) bool {
	s := r.lines[h.line].text
	if !brief(r.open.name) || h.strength != strong || namesHost(e.name) || e.heading || r.answered.has(e.name) || indentation(s) != r.indent {
		return false
	}
	sh, ok := r.manner.shapeOf(&r.lines[h.line])
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

// headsBoxes says whether boxes to choose from stand right below a label.
func (r *reading) headsBoxes(h *hit, e *entry) bool {
	next := h.end.line + 1
	return e.kind == kindLine && next+1 < len(r.lines) && hasBox(r.lines[next].text) && hasBox(r.lines[next+1].text)
}

// headsStranger says whether the next line with words on it is dressed as the
// labels of the sheet are.
func (r *reading) headsStranger(h *hit) bool {
	next := r.wordsBelow(h)
	if next == len(r.lines) || r.sure {
		return false
	}
	sh, ok := r.manner.shapeOf(&r.lines[next])
	return ok && sh.after != 0 && r.manner.has(sh)
}

// wordsBelow is the next line with words on it below a label's.
func (sh *sheet) wordsBelow(h *hit) int {
	next := h.line + 1
	for next < len(sh.lines) && (sh.lines[next].blank() || sh.lines[next].ruler) {
		next++
	}
	return next
}

// ruled says whether a line is dressed as a heading: between rulers, or with
// one on its own line.
func (r *reading) ruled(i int) bool {
	return i+1 < len(r.lines) && r.lines[i+1].ruler || i > 0 && r.lines[i-1].ruler || unruled(r.lines[i].text) != strings.TrimSpace(r.lines[i].text)
}
