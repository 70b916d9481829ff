package template

import (
	"strings"

	"tocsin/store"
	"tocsin/template/word"
)

// Who writes in everyday words asks in words that nobody else has: "What is
// broken?", "ring back". The answers tell a report of an incident even so: who
// can be reached, a machine, a day, and the story of an attack on computers.

// recounts says whether the answers to the questions of a sheet tell so much of
// an attack that it is a report, however it asks.
func (sh *sheet) recounts(list []question) bool {
	var has names
	for i := range list {
		p := &list[i]
		sh.recount(p, &has)
	}
	if sh.pleads() {
		has.set("plea", true)
	}
	reached := has.has("contact") || has.has("who") || has.has("plea")
	return reached && has.has("time") && (has.has("machine") || has.has(store.RoleTarget)) && len(has) >= leastRecounted &&
		len(sh.hits) > 0 && sh.crowded(list) && sh.attacked(list) && !sh.carried()
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
	case look&(looksHost|looksMachine) != 0:
		has.set("machine", true)
	case look&(looksPerson|looksFirm) != 0:
		has.set("who", true)
	}
}

// recounted are fields that nobody asks for to whom nothing was done.
var recounted = map[string]bool{"actions_taken": true, "law_enforcement": true, "assistance": true, "disclosure": true, "tlp": true, "impact": true, "cost": true,
	"detection_method": true, "attack_method": true, "other_sites": true}

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
// than a few words; the labels of a mail's parts are no questions.
func (sh *sheet) attacked(list []question) bool {
	found := false
	for i := range list {
		p := &list[i]
		if transport[word.Fold(p.label)] {
			return false
		}
		last := min(len(sh.lines), p.end.line+mostStory)
		if i+1 < len(list) {
			last = min(last, list[i+1].line)
		}
		told := p.answer
		for _, l := range sh.lines[min(p.end.line+1, last):last] {
			told += " " + strings.TrimSpace(l.text)
		}
		if !found && len(told) >= leastStory {
			var m matter
			m.words(told)
			found = m.machines && m.mishap
		}
	}
	return found
}

// Bounds of a story: lines that are looked at, and bytes that it has at least.
const (
	mostStory  = 6
	leastStory = 60
)
