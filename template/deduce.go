package template

import (
	"slices"
	"strings"

	"tocsin/store"
	"tocsin/template/moment"
	"tocsin/template/word"
)

// clues understands the labels that the layout of a sheet tells and that nobody
// knows, by what some of their words mean and what their answers look like, and
// doubts those that were understood by their words where the answer says another
// thing. A field that is asked already is left alone; what asks for the reporter
// stands beside another such question.
func (sh *sheet) clues(list []question) (found bool) {
	asked := make(names, 0, len(list))
	home := sh.tongue(list)
	for i := range list {
		sh.doubt(&list[i], home)
		sh.sided(&list[i])
		if e := list[i].asks(); e != nil && !e.lone {
			asked.set(e.name, true)
		}
	}
	for i := range list {
		sh.clue(list, &list[i], &asked, home)
	}
	sh.typed(list, &asked)
	sh.ordered(list, &asked)
	sh.takeSides(list)
	if sh.isIt {
		sh.ownMachine(list)
	}
	for i := range list {
		p := &list[i]
		if e := p.asks(); e != nil && p.fresh && (e.kind == kindContact && p.looks&looksCard == 0 && !sh.beside(list, i) || e.name == "host" && e.role == "") {
			p.entries, p.fresh = nil, p.doubted != ""
		}
		found = found || p.fresh
	}
	if found {
		sh.takeQuestions(list)
	}
	return found
}

// doubt takes back what the words of a label were understood to ask where the
// answer looks like another thing, and a host without a side that only another
// language than the text's knows.
func (sh *sheet) doubt(p *question, home string) {
	e := p.asks()
	if e == nil || !p.guessed && !e.def.Union || p.ledger != nil {
		return
	}
	own := sh.otherwise(p, home)
	if sh.look(p); e.name == "sector" && vocab().sectors.In(p.answer) == 0 {
		own = sh.ix.book.alone(sh.labelOf(p), home) // "Setor: Contabilidade"
	}
	if own != nil && own.name != e.name {
		p.entries, p.fresh = []*entry{own}, true
		return
	}
	foreign := p.guessed && e.lang != "" && e.lang != home && e.lang != "en" && home != ""
	if p.unlike(e.name) || e.kind == kindTime && p.looks&looksTime == 0 && untimed(e.name, p.answer, p.looks) || foreign && (namesHost(e.name) && e.role == "" || e.name == "department" && e.generic) {
		p.entries, p.fresh, p.doubted, p.label = nil, true, e.name, sh.labelOf(p)
	}
}

// unlike says whether the answer looks as none to a field does.
func (p *question) unlike(name string) bool {
	switch look := p.looks; name {
	case "incident_start", "incident_end": // "From: 192.0.2.7"
		return look&(looksHost|looksTime) == looksHost
	case "cost":
		return look&looksTime != 0 || look&looksYes != 0 && word.Digits(p.answer) == 0
	case "host_count":
		return look&looksMachine != 0
	case "assistance":
		return look&looksCode != 0 && !strings.Contains(p.answer, " ")
	case "actions_taken":
		return look&looksTime != 0 && look&(looksText|looksLong) == 0 // "Containment performed: 14:05 UTC"
	case "contact_title":
		return look&looksMachine != 0 && insider(p.answer) || look&notWords != 0 // "Poste : PC-COND-3"
	default:
		return asksWords(name) && look&notWords != 0 && !(name == "contact_name" && readCard(p.answer).name != "")
	}
}

// otherwise is what a word alone asks in the language of its sheet, where those that
// the label is known from ask another thing: Italian "Firma"; nil where they don't.
func (sh *sheet) otherwise(p *question, home string) *entry {
	if p.guessed || slices.ContainsFunc(p.entries, func(e *entry) bool { return e.lang == home }) {
		return nil
	}
	own := sh.ix.book.alone(sh.labelOf(p), home)
	if own == nil || own.lang != home || own.name == p.entries[0].name {
		return nil
	}
	return own
}

// notWords are the looks of answers that are no words.
const notWords = looksMail | looksDial | looksTime | looksHost | looksMoney

// untimed says whether an answer without a day tells no time: a sentence without
// figures, and of an end whether there was one.
func untimed(name, answer string, look looks) bool {
	if look&looksLong == 0 && word.Digits(answer) > 0 || moment.Ongoing(answer) {
		return false
	}
	return look&looksLong != 0 && !moment.Read(answer).Day || name == "incident_end" && look&looksYes != 0
}

// goesOn says whether the first words of an answer say that there is no end yet:
// "not yet under control".
func goesOn(s string) bool {
	first := strings.IndexByte(s, ' ')
	if first < 0 {
		return moment.Ongoing(s)
	}
	rest := strings.TrimLeft(s[first:], " \t")
	end := strings.IndexAny(rest, " \t")
	if end < 0 {
		end = len(rest)
	}
	return moment.Ongoing(s[:len(s)-len(rest)+end])
}

// asksWords says whether words answer a field.
func asksWords(field string) bool {
	switch field {
	case "contact_name", "contact_title", "organisation", "department", "country", "sector":
		return true
	}
	return false
}

// clue understands one label by some of its words.
func (sh *sheet) clue(list []question, p *question, asked *names, home string) {
	if p.entries != nil && (!p.entries[0].heading || p.entries[0].role != "" || sh.look(p)&looksCard == 0) {
		return
	}
	c, lang := sh.ix.book.clued(p.label, sh.look(p), home)
	if c != nil && c.Field != p.doubted && !p.unlike(c.Field) && (ofHost(c.Field) || !asked.has(c.Field)) && !(c.Sole && sh.asksMachine(list)) {
		p.understood(sh.ix.book.clueEntry(c, lang, p.label), asked)
	}
}

// asksMachine says whether a label asks for a machine that is not the attacker's
// and is answered with one: "Website" beside it is that of who reports.
func (sh *sheet) asksMachine(list []question) bool {
	for i := range list {
		if e := list[i].asks(); e != nil && namesHost(e.name) && e.role != store.RoleSource && sh.look(&list[i])&(looksHost|looksMachine) != 0 {
			return true
		}
	}
	return false
}

// understood gives a question what it asks.
func (p *question) understood(e *entry, asked *names) {
	p.entries, p.fresh = []*entry{e}, true
	asked.set(e.name, true)
}

// typed understands the labels of which no word is known by their answers alone:
// where no other label asks for such a thing, one stands beside the reporter and
// no second one does.
func (sh *sheet) typed(list []question, asked *names) {
	found := map[string]int{}
	clues := make([]*clue, len(list))
	for i := range list {
		if p := &list[i]; p.entries == nil {
			c := sh.ix.book.bare(p.label, sh.look(p))
			if c != nil && !asked.has(c.Field) && (fieldKinds[c.Field] == kindContact && sh.beside(list, i) || fieldKinds[c.Field] != kindContact && len(p.answer) <= mostSole) {
				clues[i] = c
				found[c.Field]++
			}
		}
	}
	for i, c := range clues {
		if c != nil && found[c.Field] == 1 {
			list[i].understood(sh.ix.book.clueEntry(c, "", list[i].label), asked)
		}
	}
}

// mostSole is how long an answer is, in bytes, that alone tells the kind of incident.
const mostSole = 30

// ordered understands a date right before that of the detection for that of the
// incident, where no other label asks for it: forms ask in this order.
func (sh *sheet) ordered(list []question, asked *names) {
	b := sh.ix.book
	for i := range list[:len(list)-1] {
		p, next := &list[i], list[i+1].asks()
		if p.entries != nil || sh.look(p)&looksTime == 0 || next == nil || next.name != "detection_time" || sh.look(&list[i+1])&looksTime == 0 {
			continue
		}
		if i > 0 && list[i-1].entries == nil && sh.look(&list[i-1])&looksTime != 0 {
			continue // one of two that nobody knows
		}
		if slices.ContainsFunc(incidentTimes, func(name string) bool { return asked.has(name) }) {
			return
		}
		if k := slices.IndexFunc(b.rules, func(r conceptRule) bool { return r.Field == "incident_time" }); k >= 0 && !b.anyOf(p.label).meets(b.notOnset) {
			p.understood(b.entry(asking{rule: &b.rules[k]}, p.label), asked)
		}
	}
}

// takeSides takes the machines that labels ask for without a word of whose they are
// for those attacked, where one label asks for the attacker's and none for them, or
// none for either and a machine is called as only its own house calls it.
func (sh *sheet) takeSides(list []question) {
	source, target, ips := false, false, 0 // ips are labels that ask for an address by that word alone
	host, ip := sh.ix.book.bit("host"), sh.ix.book.bit("ip")
	for i := range list {
		if p := &list[i]; len(p.entries) > 0 && p.entries[0].role != "" {
			if p.entries[0].heading && strings.TrimSpace(sh.lines[p.end.line].text[p.end.off:]) == "" {
				return // what stands below says it
			}
			source, target = source || p.entries[0].role == "source", target || p.entries[0].role == "target"
		} else if p.entries != nil && namesHost(p.entries[0].name) && sh.means(p).meets(ip) {
			ips++
		}
	}
	for i := range list[1:] {
		list[i].halves(sh, &list[i+1])
		list[i+1].halves(sh, &list[i])
	}
	for i, own := 0, -len(list)-mostBeside; i < len(list) && !target; i++ {
		p := &list[i]
		look, means := sh.look(p), sh.means(p)
		named := means.meets(host) || source && ips == 1 && means.meets(ip)
		if !source && named && insider(p.answer) {
			own = i
		}
		if (source && named || !source && i-own <= mostBeside) && look&(looksHost|looksMachine) != 0 {
			p.onSide("target")
		}
	}
}

// halves takes a machine asked for without a side for that attacked, where the
// label beside it asks for that and one is answered by a name, one by an address.
func (p *question) halves(sh *sheet, o *question) {
	if e := o.asks(); e == nil || !namesHost(e.name) || e.role != store.RoleTarget {
		return
	}
	one, other := sh.look(p), sh.look(o)
	if one&other&looksHost == 0 && one&(looksHost|looksMachine) != 0 && other&(looksHost|looksMachine) != 0 && !strings.ContainsAny(p.answer+o.answer, " ,") {
		p.onSide(store.RoleTarget)
	}
}

// insider says whether an answer has the name in it that a house gives to a
// machine of its own: capitals, figures and a hyphen, "LAB-AN09".
func insider(s string) bool {
	for w := range strings.FieldsSeq(s[:min(len(s), mostKindLook)]) {
		if word.Digits(w) > 0 && strings.IndexByte(w, '-') > 0 && strings.ToUpper(w) == w && strings.ToLower(w) != w && nameLike(w) && !anyPrefix(word.Fold(w), products) {
			return true
		}
	}
	return false
}

// onSide says of a question for a machine on which side it is, where it does not.
func (p *question) onSide(role string) {
	if e := p.asks(); e != nil && namesHost(e.name) && e.role == "" {
		sided, asks := *e.inquiry, *e.field
		sided.role, asks.Role = role, role
		sided.field = &asks
		p.entries, p.fresh = []*entry{e.as(&sided)}, true
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
	for t := 1; t < len(word.Tongues); t++ {
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

// tongue is the language that knows most words of some labels, "" for none.
func (sh *sheet) tongue(list []question) string {
	var known [len(word.Tongues)]int
	best := 0
	for i := range list {
		var r skim
		sh.ix.book.skim(sh.labelOf(&list[i]), &r)
		for t := 1; t < len(word.Tongues); t++ {
			if known[t] += r.words - int(r.missed[t]); known[t] > known[best] {
				best = t
			}
		}
	}
	if best == 0 {
		return ""
	}
	return word.Tongues[best]
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

// beside says whether a label near question i asks for the reporter, or is
// answered as one that does; by a name too, where answers are all there is.
func (sh *sheet) beside(list []question, i int) bool {
	own := looksMail | looksDial
	if sh.retold {
		own |= looksPerson | looksFirm
	}
	for k := max(0, i-mostBeside); k < min(len(list), i+mostBeside+1); k++ {
		e := list[k].asks()
		if k != i && (e != nil && e.kind == kindContact && e.name != "host_contact" || e == nil && list[k].looks&own != 0) {
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
			if p.entries == nil {
				continue
			}
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
	return &entry{lang: lang, inquiry: &inquiry{def: b.def, name: c.Field, kind: fieldKinds[c.Field], role: c.Role, id: b.first + c.id,
		field: &field{Name: c.Field, Role: c.Role, Label: texts{lang: {strings.TrimSpace(label)}}}}}
}
