package template

import (
	"math/bits"
	"strings"

	"tocsin/template/word"
)

// assist reads the answer to what the team is asked for.
func (b *builder) assist(a *answer) {
	var values []string
	if a.e != nil && len(a.e.picks) > 0 {
		c := a.e.choose(a.text)
		if len(c.values) == 0 && allInstruction(b.main, c.rest) {
			return
		}
		values = c.values
	}
	if len(values) == 0 {
		if choice, ok := pointed(a.text); ok {
			a.text = choice
		}
		a.text, _ = ticked(a.text)
		if a.text = unmarked(a.text); a.text == "" {
			return
		}
	}
	if said := a.unlisted(); said == "" {
		return // to be asked for nothing of what we may do is no wish
	} else if said != a.text {
		values = []string{said}
	}
	if len(values) == 0 {
		values = wishesIn(a.text)
	}
	if len(values) == 0 {
		b.problem("needs-human", a.name, a.line, "what is wanted was not understood: "+clip(a.text))
		b.report.Fields["assistance"] = a.text
	}
	b.wish(values)
}

// wish adds what the team is asked for; nothing is no wish beside another.
func (b *builder) wish(values []string) {
	list := b.report.Assistance
	for _, v := range values {
		list = appendNew(list, v)
	}
	if len(list) > 1 {
		some := list[:0]
		for _, v := range list {
			if v != "none" {
				some = append(some, v)
			}
		}
		list = some
	}
	b.report.Assistance = list
}

// wishesIn reads a wish in the reporter's own words, clause by clause: what is
// declined in a clause is not asked for there.
func wishesIn(text string) []string {
	if vocab().answers.Is(text) == "unknown" {
		return nil // "no sé" is no "no"
	}
	x := vocab().wishes
	none, declined, not, hurry, help := x.Term("none"), x.Term("declined"), x.Term("but not"), x.Term("hurry"), x.Term("help")
	var asked word.TermSet
	nothing := x.Is(text) == "none" // "z. K."
	eachClause(text, func(s string) {
		set := x.In(s)
		back := set.Has(declined) || set.Has(not)
		nothing = nothing || set.Has(none) || set.Has(declined) || x.Is(s) == "none"
		set &^= 1<<none | 1<<declined | 1<<not
		if !back {
			asked |= set
		}
	})
	if asked.Has(hurry) && !asked.Has(x.Term("contact-sites")) {
		asked |= 1 << x.Term("urgent-help")
	}
	if asked == 1<<help {
		asked |= 1 << x.Term("urgent-help")
	}
	if asked == 0 && nothing {
		return []string{"none"}
	}
	return x.Values(asked &^ (1<<hurry | 1<<help))
}

// eachClause visits what stands between commas, stops and "but".
func eachClause(text string, visit func(string)) {
	for _, s := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(".,;:!?\n。、；！？،؛؟", r) }) {
		visit(s)
	}
}

// A plea is what running text asks for, until all of it was heard.
type plea struct {
	call, help, distress bool // "call us now"; "help us"; "we are down"
	now                  bool // help without delay
	asked                word.TermSet
	nothing              bool // "only for your information"
}

// listen looks for requests in one sentence, as its terms of the speech
// lexicon. Only what a reporter says of their own house counts.
func (p *plea) listen(set word.TermSet) {
	x := vocab().speech
	has := func(value string) bool { return set.Has(x.Term(value)) }
	p.distress = p.distress || has("distress")
	if has("for information") || has("no need") {
		p.nothing = p.nothing || has("for information")
		return
	}
	w := vocab().wishes
	contact := has("ask to contact") && has("other side")
	if contact {
		p.asked |= 1 << w.Term("contact-sites")
	}
	if has("recover") {
		p.asked |= 1 << w.Term("recover")
	}
	if has("help us") && !contact && !has("recover") {
		p.help = true
		p.now = p.now || has("now") || has("distress")
	}
	p.call = p.call || has("call us") && (has("now") || has("distress"))
}

// mostSought is how many lines are searched for what befell the writer.
const mostSought = 400

// befell says whether the writer says somewhere that their own house was hit.
func (b *builder) befell() bool {
	x := vocab().speech
	hit := x.Term("distress")
	for _, r := range b.heardIn {
		for i := range r.said[:min(len(r.said), mostSought)] {
			s := &r.said[i]
			if len(s.text) < mostHeard && b.asks(r, s) && !hasBox(s.text) && x.In(s.text).Has(hit) {
				return true
			}
		}
	}
	return false
}

// heardPleas turns what running text asks for into wishes, where no question
// was answered. A text that is no form must say that its writer was hit:
// newsletters too need our help urgently, and bounces have an operator to be
// contacted.
func (b *builder) heardPleas() {
	p := &b.plea
	if !p.call && !p.help && !p.nothing && p.asked == 0 || len(b.report.Assistance) > 0 || b.report.Fields["assistance"] != "" {
		return
	}
	if p.distress = p.distress || b.befell(); b.main == nil && !p.distress {
		return
	}
	w := vocab().wishes
	if p.distress && (p.call || p.help) || p.now {
		p.asked |= 1 << w.Term("urgent-help")
	}
	if bits.OnesCount64(uint64(p.asked)) > 2 || p.nothing && bits.OnesCount64(uint64(p.asked)) > 1 {
		return // nobody asks for all of it: a list to choose from
	}
	switch {
	case p.asked != 0:
		b.wish(w.Values(p.asked))
	case p.nothing && !p.distress:
		b.wish([]string{"none"})
	}
}
