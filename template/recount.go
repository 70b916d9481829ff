package template

import (
	"slices"
	"strings"

	"tocsin/store"
	"tocsin/template/word"
)

// Who writes in everyday words asks in words that nobody else has: "What is
// broken?", "ring back". The answers tell a report of an incident even so: who
// can be reached, a machine, a day, and the story of an attack on computers.

// followClues reads on by clues. What was no form by its labels stays none, and is
// left as it was, unless it is proven one by them.
func (sh *sheet) followClues() {
	list := sh.questions()
	if len(list) < leastFields || !slices.ContainsFunc(list, func(p question) bool { return p.entries == nil || p.guessed }) || !sh.isIt && !sh.provable(list) {
		return
	}
	var was []hit
	if !sh.isIt {
		was = slices.Clone(sh.hits)
	}
	found := sh.clues(list)
	if sh.isIt && !found {
		return
	}
	if sh.isIt = sh.isIt || found && sh.proven(); !sh.isIt {
		if sh.isIt = sh.recounts(list); !sh.isIt {
			sh.hits = was
			return
		}
		sh.retold = true
		sh.clues(list)
	}
	sh.lang = sh.language()
	sh.guess()
}

// recounts says whether the answers to the questions of a sheet tell so much of
// an attack that it is a report, however it asks.
func (sh *sheet) recounts(list []question) bool {
	var has names
	for i := range list {
		sh.recount(&list[i], &has)
	}
	if sh.pleads() {
		has.set("plea", true)
	}
	contact, who, plea := has.has("contact"), has.has("who"), has.has("plea")
	full := who && (contact || has.has(store.RoleSource) && has.has(store.RoleTarget)) || plea && len(has) > leastRecounted
	return (contact || who || plea) && has.has("time") && (has.has("machine") || has.has(store.RoleTarget)) && len(has) >= leastRecounted &&
		len(sh.hits) > 0 && sh.crowded(list) && sh.attacked(list, full) && !sh.carried()
}

// leastRecounted is how many things such answers tell; the story is one more.
const leastRecounted = 4

// recount notes what one answer tells.
func (sh *sheet) recount(p *question, has *names) {
	look, name, e := sh.look(p), "", p.asks()
	if e != nil {
		name = e.name
	}
	switch {
	case e != nil && recounted[name] && look&(looksText|looksYes|looksLong|looksMoney|looksPerson|looksFirm) != 0:
		has.set(name, true)
	case e != nil && name != "host" && !namesHost(name) && e.kind != kindTime && e.kind != kindContact || name == "report_time":
	case look&(looksMail|looksDial|looksCard) != 0, name == "contact_phone" && look&looksNumber != 0:
		has.set("contact", true)
	case look&looksTime != 0:
		has.set("time", true)
	case len(p.entries) > 0 && p.entries[0].role != "" && look&(looksHost|looksMachine) != 0:
		has.set(p.entries[0].role, true)
	case look&looksHost != 0 && !strings.Contains(p.answer, "://"), look&looksMachine != 0 && word.Digits(p.answer) > 0 && word.Digits(p.answer) <= mostInside:
		has.set("machine", true)
	case look&(looksPerson|looksFirm) != 0:
		has.set("who", true)
	}
}

// ownMachine takes the one machine that a label in words of its own is answered
// with for the one attacked, where no other label asks for that: it is called as
// only its own house calls it, or its name ends as the reporter's address does.
func (sh *sheet) ownMachine(list []question) {
	own, home := -1, ""
	for i := range list {
		if look := sh.look(&list[i]); look&(looksMail|looksCard) != 0 && home == "" {
			_, home, _ = strings.Cut(strings.ToLower(strings.Trim(list[i].answer, " <>|*")), "@")
		}
	}
	for i := range list {
		p := &list[i]
		if e := p.asks(); e != nil && namesHost(e.name) && e.role != store.RoleSource || len(p.entries) > 0 && p.entries[0].heading && p.entries[0].role == store.RoleTarget {
			return
		} else if e != nil || len(p.entries) > 0 && p.entries[0].role != "" || p.looks&(looksHost|looksMachine|looksCode) == 0 {
			continue
		}
		name, _, _ := strings.Cut(strings.ToLower(strings.Trim(p.answer, " |*")), " ")
		if !(insider(p.answer) && word.Digits(p.answer) <= mostInside) && (home == "" || !strings.HasSuffix(strings.TrimRight(name, ",;"), "."+home)) {
			continue
		}
		if own >= 0 || sh.ix.book.anyOf(p.label).meets(sh.ix.book.notOwn) {
			return
		}
		own = i
	}
	if own >= 0 {
		asks := &field{Name: "host", Role: store.RoleTarget, Label: texts{"": {list[own].label}}}
		list[own].entries, list[own].fresh = []*entry{{inquiry: &inquiry{def: sh.ix.book.def, name: "host", kind: kindHost, role: store.RoleTarget, field: asks}}}, true
	}
}

// mostInside is how many figures such a name has; the sign of a file has more.
const mostInside = 3

// recounted are fields that nobody asks for to whom nothing was done.
var recounted = map[string]bool{"actions_taken": true, "law_enforcement": true, "assistance": true, "disclosure": true, "tlp": true, "impact": true, "cost": true,
	"detection_method": true, "attack_method": true, "other_sites": true}

// announces says whether the subject of a mail begins as those for all the world do.
func (sh *sheet) announces() bool {
	head, _, ok := strings.Cut(sh.subject, ":")
	return ok && vocab().matters.Is(head) == "news"
}

// crowded says whether questions stand so close that little else can stand
// between the first and the last of them.
func (sh *sheet) crowded(list []question) bool {
	lines := 0
	for i := list[0].line; i <= list[len(list)-1].line; i++ {
		if l := &sh.lines[i]; !l.blank() && !l.ruler {
			lines++
		}
	}
	return lines <= len(list)*mostLinesEach
}

// mostLinesEach is how many lines a question and its answer have, all in all.
const mostLinesEach = 4

// attacked says whether one answer tells of what befell computers, and in more
// than a few words; where the answers tell in full whose report it is, any of the
// text may, or its subject. The labels of a mail's parts are no questions.
func (sh *sheet) attacked(list []question, full bool) bool {
	found := false
	var labels names
	for i := range list {
		p := &list[i]
		label := word.Fold(sh.labelOf(p))
		if transport[label] || labels.has(label) {
			return false // news of several
		}
		labels.set(label, true)
		last := min(len(sh.lines), p.end.line+mostStory)
		if i+1 < len(list) {
			last = min(last, list[i+1].line)
		}
		if found {
			continue
		}
		told := p.answer
		for _, l := range sh.lines[min(p.end.line+1, last):last] {
			told += " " + strings.TrimSpace(l.text)
		}
		if len(told) >= leastStory {
			var m matter
			m.words(told)
			found = m.machines && m.mishap
		}
	}
	if !found && full {
		quiet := *sh
		quiet.subject = "" // that of a tracker is its own
		m := quiet.matter(true)
		found = m.machines && m.mishap || sh.pleads()
	}
	return found
}

// Bounds of a story: lines that are looked at, and bytes that it has at least.
const (
	mostStory  = 6
	leastStory = 60
)
