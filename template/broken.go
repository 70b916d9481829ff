package template

import (
	"slices"
	"strings"

	"tocsin/template/word"
)

// Sheets for what is broken ask as reports of incidents do: since when, what was
// done. A fault, a failure, a trouble or an issue is an incident only where
// something else tells of one.

// broken says whether a sheet is of a fault of some thing: its labels or what
// stands above them say so, and neither they nor the answers say anything of an
// incident, of an attacker or of a kind of attack.
func (sh *sheet) broken() bool {
	found := false
	for i := range sh.hits {
		h := &sh.hits[i]
		if h.entries[0].role == "source" {
			return false
		}
		found = found || faultWords.in(sh.lines[h.line].text[sh.lines[h.line].off:h.reach(sh)])
	}
	if !found {
		return false
	}
	for i := sh.from; i < min(len(sh.lines), mostBroken); i++ {
		s := sh.lines[i].text
		if harms(s) || securityWords.in(s) {
			return false
		}
	}
	return true
}

// ofProduct says whether a sheet tells of the weakness of a product, as advisories
// do, and of nothing that befell a machine or somebody who did something then.
func (sh *sheet) ofProduct() bool {
	var has names
	for i := range sh.hits {
		h := &sh.hits[i]
		e := h.meant(sh.lines)
		if reportersOwn[e.name] || slices.Contains(incidentTimes, e.name) || h.ledger != nil || e.name == "incident_type" && harms(sh.answered(h)) ||
			(namesHost(e.name) || e.heading && e.role != "") && holdsHost(sh.answered(h)) {
			return false
		}
		has.set(e.name, true)
	}
	return (has.has("vulnerability") || has.has("software")) && !(has.has("organisation") && has.has("actions_taken")) && !sh.headlined()
}

// reportersOwn are fields that advisories have no use for.
var reportersOwn = map[string]bool{"law_enforcement": true, "log_extracts": true, "assistance": true, "disclosure": true, "host_count": true, "user_count": true}

// harms says whether a line names a kind of incident other than that something
// does not work.
func harms(s string) bool {
	x := vocab().kinds
	set := x.In(s)
	return set != 0 && slices.ContainsFunc(x.Values(set), func(kind string) bool { return !strings.HasPrefix(kind, "availability/") })
}

// reach is where a label ends on the line that it begins on.
func (h *hit) reach(sh *sheet) int {
	if h.end.line == h.line {
		return h.end.off
	}
	return len(sh.lines[h.line].text)
}

// mostBroken is how many lines of a sheet are looked at.
const mostBroken = 200

// stems are what some words begin with in a phrase.
type stems []string

// stemsOf lists stems, as keys; with a dot behind it one is a whole word.
func stemsOf(list string) stems {
	found := stems(strings.Fields(list))
	for i := range found {
		found[i] = strings.Replace(found[i], ".", " ", 1)
	}
	return found
}

// in says whether a word of a text begins with one.
func (list stems) in(s string) bool {
	var buf [256]byte
	p := word.AppendPhrase(buf[:0], s)
	for i := 1; i < len(p); i++ {
		if p[i-1] == ' ' && slices.ContainsFunc(list, func(stem string) bool { return string(p[i:min(len(p), i+len(stem))]) == stem }) {
			return true
		}
	}
	return false
}

// faultWords are for what is broken.
var faultWords = stemsOf("fault failure trouble issue. issues. malfunction breakdown defect storung storfall panne. pannes. dysfonction avarie storing averia fallo avaria falha guasto awari usterk feil fejl vika porucha zavada")

// securityWords are for what is more than that.
var securityWords = stemsOf("incident inciden cyber security sicherheit securite beveiliging segurid seguranc sicurezza bezpiecz sakerhet sikkerhet sikkerhed tietoturva bezpecnost cert. csirt. soc. vorfall attack angriff attaque ataque attacco aanval atak")
