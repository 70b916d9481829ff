package template

import (
	"slices"
	"strings"

	"tocsin/store"
	"tocsin/template/word"
)

// guess understands the label of a line by its words, where no index has it,
// or has only what it begins with: found, of strength none or weak.
func (ix *index) guess(lines []line, i int, found hit) (hit, bool) {
	if s := lines[i].text; ix.book != nil && len(s) > 2 && !lines[i].dated && !boxAt(s[indentation(s):]) {
		if h, ok := ix.guessLine(lines, i, found); ok {
			return h, true
		}
		if h, ok := ix.guessWrapped(lines, i); ok {
			return h, true
		}
	}
	return found, found.strength > none
}

// guessLine understands a label that ends on its line.
func (ix *index) guessLine(lines []line, i int, found hit) (h hit, ok bool) {
	s, off, number := lines[i].text, int(lines[i].off), lines[i].number()
	named := number != "" || lines[i].alone
	if !named && lines[i].cut == 0 && !lines[i].marks.has(withLabelEnd) {
		return h, false
	}
	end, closed := labelExtent(s, off)
	if cut := int(lines[i].cut); cut > off && (!closed || end > cut || s[end] != '(') {
		end, closed = cut, true
	}
	if end-off < 2 || !closed && !named || found.strength > none && (!closed && !named || found.end.line != i || end <= found.end.off) {
		return h, false
	}
	var words wordReading
	read := ix.book.read(s[off:end], &words)
	after, how := ix.settle(lines, pos{i, end})
	if how != strong && (how != bare || !named) {
		return h, false
	}
	rest := lines[after.line].text[after.off:]
	replied := i+1 < len(lines) && lines[i+1].reply > 0
	m := asking{}
	if read {
		m, ok = ix.book.mean(&words, how == bare && !replied)
	}
	if read && words.single && how == strong && (!ok || m.shy) {
		if sure, proven := ix.book.proven(&words, rest); proven {
			m, ok = sure, true
		}
	}
	if !ok && read {
		m, ok = ix.within(lines, i, off, end)
	}
	if !ok {
		return h, false
	}
	if m.rule.Field == "contact_other" {
		if way, found := ix.book.wayIn(s[end:]); found {
			m, after.off = way, len(s) // "How can we reach you? Telephone"
		}
	}
	switch {
	case m.rule.Shown && !ix.shows(lines, after), m.rule.Counted && !startsNumber(rest):
		return h, false
	case m.rule.Field == "attribution" && ix.shows(lines, after), m.rule.Shown && m.role == store.RoleTarget && bySide(s[off:end]):
		m = ix.book.addressed(m) // "Presumed origin (IP address)"
	}
	after.off += offered(rest)
	if end < len(s) && s[end] == '?' {
		after.off += ix.book.prompt(rest)
	}
	return hit{line: i, end: after, strength: how, entries: []*entry{ix.book.entry(m, s[off:end])}, number: number, guessed: true}, true
}

// guessParted understands a label that a mark parts from its answer, at a place
// of line i, -1 for none.
func (ix *index) guessParted(lines []line, i, at, wide int) (hit, bool) {
	l := &lines[i]
	if off := int(l.off); at <= off || at > mostLabel || l.cut > 0 || !labelLike(l.text[off:at]) {
		return hit{}, false
	}
	l.cut, l.wide = uint8(at), uint8(wide)
	defer func() { l.cut, l.wide = 0, 0 }()
	return ix.guessLine(lines, i, hit{})
}

// shows says whether the answer that begins at a place, or on the next line,
// names a host by its address or with a dot.
func (ix *index) shows(lines []line, at pos) bool {
	s := strings.TrimSpace(lines[at.line].text[at.off:])
	if s == "" && at.line+1 < len(lines) {
		s = lines[at.line+1].text
	}
	return hostLike(s) && holdsHost(s)
}

// addressed is the question about attackers that an address answers.
func (b *conceptBook) addressed(m asking) asking {
	if i := slices.IndexFunc(b.rules, func(r conceptRule) bool { return r.Shown && r.Role == store.RoleSource }); i >= 0 {
		m.rule, m.role = &b.rules[i], store.RoleSource
	}
	return m
}

// wayIn is the way to reach the reporter that the rest of a question names, and
// nothing else.
func (b *conceptBook) wayIn(rest string) (m asking, ok bool) {
	var words wordReading
	if rest = strings.Trim(rest, " ?():*"); len(rest) > mostInner || !b.read(rest, &words) {
		return m, false
	}
	m, ok = b.mean(&words, false)
	m.shy = false
	return m, ok && (m.rule.Field == "contact_email" || m.rule.Field == "contact_phone")
}

// startsNumber says whether an answer begins with a number, or is "about" one,
// "cerca de" one.
func startsNumber(s string) bool {
	s = strings.TrimSpace(s)
	at := strings.IndexAny(s, "0123456789")
	return at == 0 || at > 0 && at <= 10 && s[at-1] == ' '
}

// bySide says whether a label ends with a word that the doer follows: "Attacked
// by".
func bySide(label string) bool { return byWords[word.Fold(word.Last(label))] }

// byWords are such, as keys.
var byWords = word.Set("by from via through von durch aus par depuis door van vanaf por desde da de przez z ze av af fra från od ze ab uit")

// proven understands a label of a single word, which alone means too little,
// where the answer looks like one to what it asks.
func (b *conceptBook) proven(r *wordReading, answer string) (m asking, ok bool) {
	r.single = false
	m, ok = b.mean(r, false)
	r.single = true
	return m, ok && !m.rule.Heading && (m.rule.Shown || len(answer) <= mostProof && fits(m.rule.Field, answer) && !numberAlone(m.rule.Field, strings.TrimSpace(answer)))
}

// numberAlone says whether a number without marks, too short for a day, answers
// what asks for a time: "Sag: 20931" is a file's.
func numberAlone(name, s string) bool {
	return fieldKinds[name] == kindTime && word.Digits(s) == len(s) && len(s) < len("20060102")
}

// mostProof is how long an answer is, in bytes, that proves its label.
const mostProof = 100

// mostInner is how long the parenthesis is, in bytes, that says more of a label.
const mostInner = 32

// within understands a label together with the parenthesis behind it: "Other
// (fax)", "Ampel (TLP)".
func (ix *index) within(lines []line, i, off, end int) (m asking, ok bool) {
	s := lines[i].text
	if end >= len(s) || s[end] != '(' {
		return m, false
	}
	inner, to := enclosed(lines, pos{i, end})
	var words wordReading
	if to.line != i || len(inner) > mostInner || word.Digits(inner) > 0 || !ix.book.read(s[off:end]+" "+inner, &words) {
		return m, false
	}
	m, ok = ix.book.mean(&words, false)
	return m, ok && m.rule.Field != "timezone" // which "(with time zone)" asks for besides
}

// inner is what a label too common to tell means with its parenthesis, nil
// where that says no other thing.
func (ix *index) inner(lines []line, h *hit) *entry {
	e := h.entries[0]
	if ix.book == nil || h.strength != strong || !e.generic || e.heading {
		return nil
	}
	s, off := lines[h.line].text, int(lines[h.line].off)
	end, _ := labelExtent(s, off)
	if m, ok := ix.within(lines, h.line, off, end); ok && !m.rule.Heading && m.rule.Field != e.name {
		return ix.book.entry(m, s[off:end])
	}
	return nil
}

// offered is the length of the answers that a form offers before a colon, to
// be followed by one of them: "yes / no: no".
func offered(s string) int {
	colon := strings.IndexByte(s, ':')
	if colon < 0 || colon > 20 || colon+1 < len(s) && s[colon+1] != ' ' || strings.Count(s[:colon], "/") != 1 || word.Digits(s[:colon]) > 0 {
		return 0
	}
	return colon + 1
}

// mostPrompt is how long the words are that ask for more behind a question.
const mostPrompt = 40

// prompt is the length of what a form asks behind a question: "If so, which:",
// "Details:". What begins with yes or no is an answer.
func (b *conceptBook) prompt(s string) int {
	colon := strings.IndexByte(s, ':')
	if colon < 3 || colon > mostPrompt || colon+1 < len(s) && s[colon+1] != ' ' || word.Digits(s[:colon]) > 0 {
		return 0
	}
	if said := vocab().answers.Is(word.First(s)); said == "yes" || said == "no" {
		return 0
	}
	var w wordReading
	if !b.read(s[:colon], &w) || w.once&everyTongue == everyTongue {
		return 0
	}
	return colon + 1
}
