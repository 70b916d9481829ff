package template

import (
	"slices"
	"strings"
)

// A question is a label as the layout of a sheet tells it, and what answers it.
type question struct {
	hit    // without entries where nobody knows the label
	label  string
	answer string
	fresh  bool // it was not understood so before
}

// leastAlike is how many lines of a text are dressed alike for a layout.
const leastAlike = 4

// questions lists the labels of a sheet, those that nobody knows by its layout alone.
func (sh *sheet) questions() (list []question) {
	layout := manner{mark: sh.manner.mark}
	for i := sh.from; i < len(sh.lines); i++ {
		if l := &sh.lines[i]; !l.blank() && !l.ruler && l.reply == 0 {
			layout.learn(l)
		}
	}
	next := 0
	for i := sh.from; i < len(sh.lines) && len(list) < mostGuesses; i++ {
		for next < len(sh.hits) && sh.hits[next].line < i {
			next++
		}
		if next < len(sh.hits) && sh.hits[next].line == i && sh.hits[next].strength > weak {
			h := sh.hits[next]
			list = append(list, question{hit: h, answer: sh.answered(&h)})
			i = h.end.line
		} else if p, ok := sh.questionAt(i, &layout); ok {
			list = append(list, p)
		}
	}
	return list
}

// questionAt is the question that line i begins by the layout of its sheet.
func (sh *sheet) questionAt(i int, layout *manner) (p question, ok bool) {
	l := &sh.lines[i]
	if l.blank() || l.ruler || l.reply > 0 {
		return p, false
	}
	off := int(l.off)
	end, alone := len(l.text), l.alone || sh.replied(i)
	shape, ok := layout.shapeOf(l)
	switch {
	case int(l.cut) > off:
		end = int(l.cut)
	case sh.replied(i):
	case ok && shape.after != 0 && layout.count(shape) >= leastAlike:
		_, n, _ := parted(l.text[off:], shape.before == bracketry)
		end = off + n
	case !alone:
		return p, false
	}
	p.label = splitLabel(l.text[off:end]).base
	if !labelLike(p.label) {
		return p, false
	}
	p.line, p.number, p.guessed = i, l.number(), true
	if p.end, p.strength = sh.ix.settle(sh.lines, pos{i, off + len(p.label)}); p.strength != strong {
		if !alone || p.strength < bare {
			return p, false
		}
		p.end = pos{i, len(l.text)}
	}
	p.answer = sh.answered(&p.hit)
	return p, !amongHeaders(sh.lines, i) && strings.IndexByte(strings.Trim(p.answer, "| "), '|') < 0 && !boxAt(strings.TrimLeft(p.answer, " \t"))
}

// count is how many labels are dressed in a shape.
func (m *manner) count(sh shape) int {
	if i := slices.Index(m.shapes, sh); i >= 0 {
		return m.counts[i]
	}
	return 0
}

// clues understands the labels that the layout of a sheet tells and that nobody
// knows, by what some of their words mean and what their answers look like. A
// field that is asked already is left alone; what asks for the reporter stands
// beside another such question.
func (sh *sheet) clues() (found bool) {
	list := sh.questions()
	if len(list) < leastFields {
		return false
	}
	var asked names
	home := sh.tongue(list)
	for i := range list {
		sh.sided(&list[i])
		if e := list[i].asks(); e != nil {
			asked.set(e.name, true)
		}
	}
	for i := range list {
		sh.clue(&list[i], &asked, home)
	}
	sh.typed(list, &asked)
	sh.takeSides(list)
	for i := range list {
		p := &list[i]
		if e := p.asks(); e != nil && p.fresh {
			if e.kind == kindContact && !beside(list, i) || e.name == "host" && e.role == "" {
				p.entries, p.fresh = nil, false
			} else {
				found = true
			}
		}
	}
	if found {
		sh.takeQuestions(list)
	}
	return found
}

// clue understands one label by some of its words.
func (sh *sheet) clue(p *question, asked *names, home string) {
	if p.entries != nil {
		return
	}
	c, lang := sh.ix.book.clued(p.label, looksOf(p.answer), home)
	if c != nil && (ofHost(c.Field) || !asked.has(c.Field)) {
		p.entries, p.fresh = []*entry{sh.ix.book.clueEntry(c, lang, p.label)}, true
		asked.set(c.Field, true)
	}
}

// typed understands the labels of which no word is known by their answers alone:
// where no other label asks for such a thing, one stands beside the reporter and
// no second one does.
func (sh *sheet) typed(list []question, asked *names) {
	found := map[string]int{}
	clues := make([]*clue, len(list))
	for i := range list {
		if p := &list[i]; p.entries == nil {
			if c := sh.ix.book.bare(p.label, looksOf(p.answer)); c != nil && !asked.has(c.Field) && beside(list, i) {
				clues[i] = c
				found[c.Field]++
			}
		}
	}
	for i, c := range clues {
		if c != nil && found[c.Field] == 1 {
			list[i].entries, list[i].fresh = []*entry{sh.ix.book.clueEntry(c, "", list[i].label)}, true
			asked.set(c.Field, true)
		}
	}
}

// takeSides takes the machines that labels ask for without a word of whose they are
// for those attacked, where one label asks for the attacker's and none for them.
func (sh *sheet) takeSides(list []question) {
	source, target := false, false
	for i := range list {
		if p := &list[i]; len(p.entries) > 0 && p.entries[0].role != "" {
			if p.entries[0].heading {
				return // what stands below says it
			}
			source, target = source || p.entries[0].role == "source", target || p.entries[0].role == "target"
		}
	}
	for i := range list {
		if source && !target && looksOf(list[i].answer)&(looksHost|looksMachine) != 0 && sh.means(&list[i]).meets(sh.ix.book.bit("host")) {
			list[i].onSide("target")
		}
	}
}

// onSide says of a question for a machine on which side it is, where it does not.
func (p *question) onSide(role string) {
	if e := p.asks(); e != nil && namesHost(e.name) && e.role == "" {
		sided, asks := *e, *e.field
		sided.role, asks.Role = role, role
		sided.field = &asks
		p.entries, p.fresh = []*entry{&sided}, true
	}
}

// sided heeds the words of a known label that say whose machine it asks for.
func (sh *sheet) sided(p *question) {
	if e := p.asks(); e == nil || !namesHost(e.name) || e.role != "" || p.end.line != p.line {
		return
	}
	b, all := sh.ix.book, sh.means(p)
	switch {
	case all.meets(b.victim) || all.meets(b.attacker):
	case all.meets(b.bit("far")) && !all.meets(b.bit("host")):
		p.onSide("source")
	case all.meets(b.bit("us").with(b.bit("you"))) && !all.meets(b.ofDeeds):
		p.onSide("target")
	}
}

// means is what the label of a question means in languages that know all of it.
func (sh *sheet) means(p *question) (all conceptSet) {
	var r skim
	sh.ix.book.skim(sh.labelOf(p), &r)
	for t := 1; t < len(tongues); t++ {
		if r.missed[t] == 0 {
			all = all.with(r.of(t))
		}
	}
	return all
}

// labelOf is the label of a question as it stands.
func (sh *sheet) labelOf(p *question) string {
	if p.label == "" && p.end.line == p.line {
		return sh.lines[p.line].text[sh.lines[p.line].off:p.end.off]
	}
	return p.label
}

// followClues reads by clues what may be a form by them. In what is one by its
// labels those that nobody knows stay unread.
func (sh *sheet) followClues() {
	was := slices.Clone(sh.hits)
	if sh.isIt || !sh.clues() {
		return
	}
	if sh.isIt = sh.proven(); !sh.isIt {
		sh.hits = was
		return
	}
	sh.lang = sh.language()
	sh.guess()
}

// proven says whether labels, many of them understood by clues alone, make a
// report of an incident: who reports, how to answer, and three things more that
// are asked of incidents, all with answers that fit.
func (sh *sheet) proven() bool {
	var has names
	for i := range sh.hits {
		h := &sh.hits[i]
		e := h.entries[0]
		if h.strength <= weak || e.heading || amongHeaders(sh.lines, h.line) {
			continue
		}
		look := looksOf(sh.answered(h))
		switch name := e.name; {
		case name == "contact_email" && look&looksMail != 0, name == "contact_phone" && look&looksNumber != 0:
			has.set("contact", true)
		case name == "organisation" && look&looksText != 0, name == "contact_name" && look&looksPerson != 0:
			has.set("who", true)
		case e.kind == kindTime && name != "report_time" && look&looksTime != 0:
			has.set(name, true)
		case namesHost(name) && e.role != "" && look&(looksHost|looksMachine) != 0:
			has.set(e.role, true)
		case name == "incident_type" && look&looksKind != 0, name == "description" && look&looksLong != 0, (name == "law_enforcement" || name == "actions_taken" || name == "impact") && look&(looksYes|looksText) != 0:
			has.set(name, true)
		}
	}
	return has.has("contact") && has.has("who") && len(has) >= leastProven && sh.dense()
}

// leastProven is how many things such a report tells.
const leastProven = 5

// tongue is the language that knows most words of some labels, "" for none.
func (sh *sheet) tongue(list []question) string {
	var known [len(tongues)]int
	best := 0
	for i := range list {
		var r skim
		sh.ix.book.skim(sh.labelOf(&list[i]), &r)
		for t := 1; t < len(tongues); t++ {
			if known[t] += r.words - int(r.missed[t]); known[t] > known[best] {
				best = t
			}
		}
	}
	if best == 0 {
		return ""
	}
	return tongues[best]
}

// asks is the field that a question asks for, nil for a heading or an unknown one.
func (p *question) asks() *entry {
	if len(p.entries) == 0 || p.entries[0].heading {
		return nil
	}
	return p.entries[0]
}

// mostBeside is how many labels two that belong together are apart at most.
const mostBeside = 2

// beside says whether a label near question i asks for the reporter.
func beside(list []question, i int) bool {
	for k := max(0, i-mostBeside); k < min(len(list), i+mostBeside+1); k++ {
		if e := list[k].asks(); k != i && e != nil && e.kind == kindContact && e.name != "host_contact" {
			return true
		}
	}
	return false
}

// takeQuestions makes labels of the questions that were understood.
func (sh *sheet) takeQuestions(list []question) {
	for i := range list {
		if p := &list[i]; p.fresh {
			sh.hits = slices.DeleteFunc(sh.hits, func(h hit) bool { return h.line == p.line })
			sh.hits = append(sh.hits, p.hit)
			if p.label != "" {
				sh.manner.learn(&sh.lines[p.line])
			}
		}
	}
	slices.SortStableFunc(sh.hits, func(a, b hit) int { return a.line - b.line })
}

// clueEntry is the entry of a label that was understood by clues.
func (b *bookIn) clueEntry(c *clue, lang, label string) *entry {
	return &entry{def: b.def, name: c.Field, kind: fieldKinds[c.Field], role: c.Role, lang: lang, id: b.first + c.id,
		field: &field{Name: c.Field, Role: c.Role, Label: texts{lang: {strings.TrimSpace(label)}}}}
}
