package template

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"tocsin/store"
	"tocsin/template/word"
)

// Whether a text is a form at all is weighed: how many things its labels ask
// for, whether one is who reports, how many only a report of an incident would
// ask, whether what stands behind them looks like what they ask for, and how
// much of the text is neither label nor answer.

// A proof is what the labels of a text come to, known ones and those that
// were understood by their words. Each field counts once.
type proof struct {
	names   names
	contact bool // who reports is asked for
	core    int  // fields that only a report of an incident has
	found   int  // of them such as reports of a vulnerability have as well: what is affected, and since when it is known
	fitting int  // addresses, telephone numbers and times where they were asked for
	hosts   int  // machines attacked or attacking where they were
	located bool // one of them has an address
	story   bool // what happened is asked
	tells   bool // something else than who reports is asked, and not only by a heading
	alone   int  // fields that nobody else asks for, in whatever words
	guesses int  // labels understood by their words
	small   int  // that begin with a small letter, as in logs and settings
	counted bool // the number of an incident is asked, as those do who keep account of theirs
}

// Least evidence.
const (
	leastFields  = 4 // of a form whose answers look like answers
	leastGuessed = 5 // of one whose answers do not
	leastKnown   = 3 // fields of incidents alone, where all labels are known
)

// believable says whether labels, known and understood by their words, make a
// form: many fields, among them a way to reach the reporter and what is asked
// about incidents alone, and few lines that are neither label nor answer.
func (sh *sheet) believable() bool {
	ev := sh.proof()
	titled := len(ev.names) >= leastFields && sh.headlined()
	if titled && ev.hosts > 0 {
		ev.core, ev.fitting = ev.core+1, ev.fitting+1 // the title asks and answers
	}
	switch {
	case (titled || ev.counted) && len(ev.names) >= leastFields && (ev.core >= leastNamed || ev.core > ev.found || ev.contact && ev.alone > 0) && ev.small*2 <= len(ev.names):
	case len(ev.names) >= leastNamed && (sh.named() || ev.contact && ev.tells && sh.pleads()):
	case ev.guesses == 0 && ev.core < leastKnown && !sh.fought(&ev) || !ev.contact || ev.core == 0 || ev.small*2 > len(ev.names):
		return false
	case ev.core == ev.found && (ev.core < 2 || len(ev.names) < leastGuessed || ev.names.has("vulnerability")): // in a product, and when
		return false
	case len(ev.names) < leastGuessed && (len(ev.names) < leastFields || ev.fitting == 0):
		return false
	}
	return sh.dense()
}

// fought says whether machines of both sides are told beside who reports and
// what happened; in a request to open a way for them nothing befell anybody.
func (sh *sheet) fought(ev *proof) bool {
	return ev.hosts > 1 && ev.located && len(ev.names) >= leastGuessed && sh.matter(true).mishap
}

// proof gathers what all labels of a sheet speak for.
func (sh *sheet) proof() (ev proof) {
	ev.names = make(names, 0, len(sh.hits))
	for i := range sh.hits {
		h := &sh.hits[i]
		if h.ledger == nil {
			ev.count(sh, h, h.meant(sh.lines), sh.answered(h))
			continue
		}
		row, _ := h.ledger.row(sh.lines[h.ledger.rows[0]].text)
		for k, c := range h.ledger.columns {
			if c.e != nil {
				ev.count(sh, h, c.e, row[k])
			}
		}
	}
	return ev
}

// count takes in what one label asks for, and what stands behind it.
func (ev *proof) count(sh *sheet, h *hit, e *entry, answer string) {
	name := e.name
	if e.heading && e.role != "" && h.answersHost(sh.lines) {
		name = "host" // "Target: 192.0.2.1"
	}
	if h.strength == weak && h.number == "" || name == "" || e.heading && name != "host" {
		return
	}
	if h.guessed {
		ev.guesses++
	}
	if name == "host" && e.role != "" {
		name = e.role // the two sides are two questions
	}
	if ev.names.has(name) {
		return
	}
	ev.names = append(ev.names, name)
	ev.counted = ev.counted || (name == "reference_theirs" || name == "reference_ours") && sh.ix.book != nil && sh.ix.book.meant(sh.lines[h.line].text[sh.lines[h.line].off:h.reach(sh)], "incident")
	if l := &sh.lines[h.line]; l.long == 0 && smallAt(l.text[l.off:]) {
		ev.small++
	}
	ev.contact = ev.contact || e.kind == kindContact
	ev.tells = ev.tells || e.kind == kindTime || e.kind == kindHost || e.asksOfIncident() || name == "actions_taken"
	if ofIncidents(name) {
		ev.alone++
	}
	if e.asksOfIncident() {
		ev.core++
		ev.story = ev.story || (name == "description" || e.kind == kindTime) && sh.ix.book.meant(sh.lines[h.line].text, "happen")
		if name == store.RoleTarget || name == "detection_time" {
			ev.found++
		}
		if (name == store.RoleTarget || name == store.RoleSource) && hostLike(answer) {
			ev.hosts++
			ev.located = ev.located || holdsHost(answer)
		}
	}
	if checkable(name) && fits(name, answer) {
		ev.fitting++
	}
}

// ofIncidents says whether only those ask for a field to whom something was done.
func ofIncidents(field string) bool {
	switch field {
	case "detection_time", "awareness_time", "law_enforcement", "attack_method", "detection_method", "source_contacted", "other_sites", "host_count",
		"user_count", "attribution":
		return true
	}
	return false
}

// smallAt says whether a text begins with a small letter.
func smallAt(s string) bool {
	first, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLower(first)
}

// answered is what stands behind a label, on its line or on the next with words.
func (sh *sheet) answered(h *hit) string {
	if rest := sh.lines[h.end.line].text[h.end.off:]; strings.TrimSpace(rest) != "" {
		return rest
	}
	for i := h.end.line + 1; i < min(len(sh.lines), h.end.line+4); i++ {
		if l := &sh.lines[i]; !l.blank() && !l.ruler {
			return l.text[l.reply:]
		}
	}
	return ""
}

// meant is what a label is most likely to mean: a field where words follow.
func (h *hit) meant(lines []line) *entry {
	if i := slices.IndexFunc(h.entries, func(e *entry) bool { return !e.heading }); i > 0 && worded(lines[h.end.line].text[h.end.off:]) {
		return h.entries[i]
	}
	return h.entries[0]
}

// asksOfIncident says whether what a label asks is asked of incidents alone.
func (e *entry) asksOfIncident() bool {
	switch e.name {
	case "description":
		return !e.generic && !e.heading
	case "incident_type", "incident_time", "incident_start", "incident_end", "detection_time", "awareness_time", "attack_method",
		"detection_method", "host_count", "user_count", "actions_taken", "law_enforcement", "source_contacted", "other_sites", "attribution":
		return !e.generic
	}
	return (e.kind == kindHost || e.heading) && e.role != ""
}

// dense says whether most lines between the first label and the last belong
// to labels and their answers; a label that nobody knows counts where it is
// dressed as no line of prose is, or stands in a table.
func (sh *sheet) dense() bool {
	ours, all := 0, 0
	from, to := sh.hits[0].line, sh.hits[len(sh.hits)-1].end.line
	k, open := 0, false
	for i := from; i <= to; i++ {
		l := &sh.lines[i]
		if l.blank() || l.ruler || sh.ix.printed(l.text, sh.ix.known) {
			continue
		}
		all++
		for k < len(sh.hits) && sh.hits[k].end.line < i {
			k++
		}
		if k < len(sh.hits) && sh.hits[k].line <= i {
			h := &sh.hits[k]
			ours++
			open = h.entries[0].kind == kindLong || h.end.off >= len(sh.lines[h.end.line].text)
			continue
		}
		if open || sh.likeLabels(l) || hasBox(l.text) || strings.HasPrefix(strings.TrimLeft(l.text, " "), "(") {
			ours++
			open = open && k < len(sh.hits) && sh.hits[max(k-1, 0)].entries[0].kind == kindLong
		}
	}
	return ours*2 > all
}

// likeLabels says whether a line is dressed as the labels of the sheet are, and
// as a label is.
func (sh *sheet) likeLabels(l *line) bool {
	if l.alone || strings.IndexByte(l.text, '|') >= 0 && strings.Count(l.text, "|") > 1 {
		return true
	}
	shape, ok := sh.manner.shapeOf(l)
	return ok && shape.after != 0 && sh.manner.has(shape) && titled(l.text)
}

// proven says whether labels, many of them understood by clues alone, make a
// report of an incident: who reports, how to answer, and three things more that
// are asked of incidents, all with answers that fit; or one of the two, and six;
// or the alarm of a machine: what it runs, who called it, what was done and when.
func (sh *sheet) proven() bool {
	var has names
	machine, timed := false, false
	for i := range sh.hits {
		h := &sh.hits[i]
		e := h.entries[0]
		if h.strength <= weak || e.heading || amongHeaders(sh.lines, h.line) {
			continue
		}
		look := looksOf(sh.answered(h))
		machine = machine || e.name == "os"
		switch name := e.name; {
		case name == "contact_email" && look&looksMail != 0, name == "contact_phone" && look&looksNumber != 0:
			has.set("contact", true)
		case name == "contact_other" && look&looksCard != 0:
			has.set("contact", true)
			has.set("who", true)
		case name == "organisation" && look&(looksText|looksFirm) != 0, name == "contact_name" && look&looksPerson != 0:
			has.set("who", true)
		case e.kind == kindTime && name != "report_time" && look&looksTime != 0:
			has.set(name, true)
			timed = true
		case namesHost(name) && e.role != "" && look&(looksHost|looksMachine) != 0:
			has.set(e.role, true)
		case name == "incident_type" && look&looksKind != 0, name == "description" && (look&looksLong != 0 || harms(sh.answered(h))), (name == "law_enforcement" || name == "actions_taken" || name == "impact" || name == "assistance") && look&(looksYes|looksText) != 0,
			(name == "impact" || name == "cost") && look&looksMoney != 0:
			has.set(name, true)
		}
	}
	plea := (has.has("who") || has.has("contact") && timed) && sh.pleads()
	has.set("title", plea || sh.headlined())
	has.set("harm", has.has("incident_type") && (has.has(store.RoleTarget) || has.has("actions_taken")))
	alarm := machine && has.has(store.RoleTarget) && has.has(store.RoleSource) && (has.has("actions_taken") || has.has("incident_type")) && len(has) >= leastProven
	return (alarm || plea && len(has) >= leastPleaded || tellsEnough(has.has("contact"), has.has("who"), len(has))) && sh.dense() && !sh.carried()
}

// tellsEnough says whether so many things are a report, beside how to answer and
// who reports or without one of them.
func tellsEnough(contact, who bool, things int) bool {
	return contact && who && things >= leastProven || (contact || who) && things >= leastTold
}

// provable is a quick look whether questions may come to be proven so, whatever
// they ask: by the looks of their answers, each taken for all it may be.
func (sh *sheet) provable(list []question) bool {
	all, several := looks(0), 0
	for i := range list {
		look := sh.look(&list[i])
		if all |= look; look&(looksTime|looksHost|looksMachine) != 0 {
			several++
		}
	}
	may := func(look looks, things int) int {
		if all&look == 0 {
			return 0
		}
		return things
	}
	contact, who := may(looksMail|looksNumber|looksCard, 1), may(looksText|looksFirm|looksPerson|looksCard, 1)
	things := contact + who + several + may(looksKind, 1) + may(looksLong, 1) + may(looksYes|looksText, 4) + 1 // the title
	return len(list) == mostGuesses || sh.pleads() && things >= leastPleaded || tellsEnough(contact > 0, who > 0, things)
}

// transport are the names of header lines that show a whole mail, as keys.
var transport = word.Set("returnpath received mimeversion contenttype messageid finalrecipient reportingmta")

// carried says whether a text holds a mail with its header: its labels are such.
func (sh *sheet) carried() bool {
	n := 0
	for i := sh.from; i < len(sh.lines); i++ {
		if name, _, ok := strings.Cut(sh.lines[i].text, ":"); ok && len(name) <= len("final-recipient") && transport[word.Fold(name)] {
			n++
		}
	}
	return n >= leastDressed
}

// headlined says whether a line above the labels names a report of an incident.
func (sh *sheet) headlined() bool {
	b := sh.ix.book
	what, report := b.bit("incident").with(b.bit("attack")), b.bit("report").with(b.bit("form")).with(b.bit("file"))
	first := max(0, slices.IndexFunc(sh.hits, func(h hit) bool { return !h.entries[0].heading }))
	for i := sh.from; i < min(len(sh.lines), sh.hits[first].line, sh.from+mostAhead); i++ {
		l := &sh.lines[i]
		if sh, ok := l.shape(); l.blank() || l.ruler || !ok || sh.after != 0 || len(l.text) > mostFacet {
			continue
		}
		var r skim
		b.skim(l.text[l.off:], &r)
		for t := 1; t < len(word.Tongues); t++ {
			if set := r.of(t); set.meets(what) && set.meets(report) {
				return true
			}
		}
	}
	return false
}

// How many things such a report tells, and how many where either the reporter's
// name or the way to answer is not among them.
const (
	leastProven  = 5
	leastTold    = 7
	leastPleaded = 4 // the plea is one of them
)
