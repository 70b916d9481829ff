package template

import (
	"slices"
	"strings"

	"tocsin/store"
	"tocsin/template/word"
)

// What a text is about: orders, claims, tickets and minutes ask for a name, a
// telephone number, a time and a description as well. A report of an incident
// speaks of computers and of what befell them, and in words: in the subject of
// its mail, in what it asks or in what it answers.

// A matter is what a text was found to speak of.
type matter struct {
	machines bool // computers, accounts, data
	mishap   bool // an attack, a theft, an incident, whatever befell somebody
	fault    bool // a label is of what is broken
	security bool // what is more than that
	told     bool // what happened is told at some length
	open     int  // labels of incidents alone, answered or not
	answered int  // labels with an answer
	others   int  // of them those that are not for the reporter
	small    int  // labels as programs name things: one word that begins small
	phrased  bool // something is said in a sentence
	person   bool // who reports is a person
}

// concerns says whether a sheet that follows no definition is about an incident
// with computers. Where little is told that it was one is enough.
func (sh *sheet) concerns() bool {
	m, ev := sh.matter(false), sh.proof()
	titled := sh.named() || sh.headlined()
	asked := m.open >= leastOpen || titled || ev.enough()
	if !m.machines || m.fault || !asked {
		m = sh.matter(true) // what is asked alone does not tell
	}
	switch {
	case !titled && m.answered < leastAnswered || m.answered <= leastAnswered && m.others == 0:
		return false // a blank form has the telephone number of who sent it
	case !m.machines && (m.told || !m.mishap && ev.alone < leastAlone):
		return false
	case m.fault && !m.mishap && !m.security:
		return false
	case (sh.coded || m.small*2 > len(sh.hits)) && !m.phrased && !m.person && !titled:
		return false // settings
	}
	return m.mishap || asked
}

// pleads says whether the subject of a mail of a few lines says that something
// befell somebody; that of a tracker ("[#118] …") says what it calls its ticket,
// and what a mail that is passed on says of itself is not said of us.
func (sh *sheet) pleads() bool {
	if at := strings.IndexByte(sh.subject, '#') + 1; at > 0 && word.Digits(sh.subject[at:min(at+1, len(sh.subject))]) > 0 {
		return false
	}
	if sh.subject == "" || len(sh.lines)-sh.from > mostPleading || sh.carried() {
		return false
	}
	var m matter
	m.words(sh.subject)
	return m.machines && m.mishap
}

// enough says whether what is asked makes a report of an incident without a word
// for one: by what nobody else asks, or by machines on a side. Where both ends of
// a time are asked, works are announced, or a way is to be opened.
func (ev *proof) enough() bool {
	if ev.names.has("incident_start") && ev.names.has("incident_end") && !ev.names.has("detection_time") {
		return ev.core > leastKnown+2
	}
	way := ev.hosts > 1 && ev.core == ev.hosts // from one machine to another: one to be opened has both as well
	return ev.core > leastKnown || ev.located && !way || ev.story || ev.alone >= leastAlone
}

// Least evidence that a text is about an incident.
const (
	leastAnswered = 2
	leastOpen     = 1 // labels of CSIRTs alone
	leastAlone    = 2 // labels of those alone to whom something was done
	mostTokens    = 8 // blanks in a line of settings or of a program

	mostPleading = 40 // lines of who is in a hurry
)

// matter reads what a sheet is about, by what it asks and, heard, by all its
// words. What is said of the reporter and of the team is not looked at:
// everybody has an address of mail.
func (sh *sheet) matter(heard bool) (m matter) {
	if heard {
		m.words(sh.subject)
	} else {
		m.machines = sh.technical() // then no answer is looked at for it
	}
	next, own := 0, false
	for i := sh.from; i < len(sh.lines); i++ {
		for next < len(sh.hits) && sh.hits[next].end.line < i {
			next++
		}
		l := &sh.lines[i]
		if l.blank() || l.ruler {
			own = own || next == len(sh.hits) // below the last answer others sign
			continue
		}
		m.phrased = m.phrased || len(l.text) > leastLong && strings.Count(l.text, " ") > mostTokens && word.At(unenclosed(l.text))
		if next < len(sh.hits) && sh.hits[next].line == i {
			own = m.label(sh, next)
		}
		if heard && (!own || next == len(sh.hits) && sh.likeLabels(l)) {
			m.words(l.text)
		}
		own = own && (next == len(sh.hits) || sh.hits[next].line == i && sh.hits[next].opens(sh))
	}
	return m
}

// label takes in a label and its answer; own says that it is about the reporter.
func (m *matter) label(sh *sheet, i int) (own bool) {
	h := &sh.hits[i]
	e, answer := h.meant(sh.lines), sh.told(i)
	own = h.strength > weak && e.kind == kindContact && !e.heading
	if answer != "" {
		if m.answered++; !own {
			m.others++
		}
	}
	if m.person = m.person || e.name == "contact_name" && personal(unenclosed(answer)); h.ledger != nil {
		m.answered, m.others = leastAnswered, 1
	}
	l := &sh.lines[h.line]
	if s := unenclosed(l.text[l.off:]); smallAt(s) && oneWord(s) {
		m.small++
	}
	m.fault = m.fault || vocab().matters.In(l.text[l.off:h.reach(sh)])&vocab().fault != 0
	m.security = m.security || e.role == store.RoleSource
	m.told = m.told || (e.kind == kindLong || asksWhat(e.name)) && (strings.Count(answer, " ") >= leastPhrase || len(answer) >= leastLong)
	if h.ledger != nil || h.strength > weak && e.peculiar(h) {
		m.machines = true
		m.open++
	}
	m.machines = m.machines || h.strength > weak && technical(e.name) || holdsAddress(answer) || !own && looksHosted(answer)
	m.mishap = m.mishap || e.name == "assistance" && !h.guessed && answer != ""
	return own
}

// unenclosed takes off a text what notations put around a value.
func unenclosed(s string) string { return strings.Trim(s, " \"'[],") }

// opens says whether the answer of a label stands on another line.
func (h *hit) opens(sh *sheet) bool {
	return strings.TrimSpace(sh.lines[h.end.line].text[h.end.off:]) == ""
}

// oneWord says whether a label is one word.
func oneWord(s string) bool {
	blank, mark := strings.IndexByte(s, ' '), strings.IndexAny(s, ":=")
	return mark > 0 && (blank < 0 || blank > mark || strings.TrimSpace(s[:mark]) == s[:blank])
}

// words takes in what a text speaks of; the names in addresses of mail say nothing.
func (m *matter) words(s string) {
	if m.machines && m.mishap || s == "" {
		return
	}
	if strings.IndexByte(s, '@') >= 0 {
		s = strings.Join(slices.DeleteFunc(strings.Fields(s), func(w string) bool { return strings.IndexByte(w, '@') > 0 }), " ")
	}
	v := vocab()
	set := v.matters.In(s)
	m.machines, m.mishap, m.security = m.machines || set&v.machines != 0, m.mishap || set&v.mishap != 0, m.security || set&v.security != 0
	if !(m.machines && m.mishap) {
		for _, kind := range v.kinds.Values(v.kinds.In(s)) {
			m.machines, m.mishap = m.machines || !elsewhere[kind], m.mishap || !peaceful[kind]
		}
	}
}

// told is what answers a label, "" where the next label stands there.
func (sh *sheet) told(i int) string {
	h := &sh.hits[i]
	if h.opens(sh) {
		below := sh.wordsBelow(&hit{line: h.end.line})
		if i+1 < len(sh.hits) && below == sh.hits[i+1].line || below < len(sh.lines) && sh.lines[below].reply == 0 && sh.likeLabels(&sh.lines[below]) {
			return ""
		}
	}
	return strings.TrimSpace(sh.answered(h))
}

// asksWhat says whether the answer to a field tells what happened.
func asksWhat(field string) bool {
	switch field {
	case "description", "incident_type", "attack_method", "impact", "log_extracts", "detection_method":
		return true
	}
	return false
}

// leastPhrase is how many blanks an answer has that tells something.
const leastPhrase = 5

// peculiar says whether a known label is one that none but CSIRTs have.
func (e *entry) peculiar(h *hit) bool {
	switch e.name {
	case "host_count", "iocs", "log_extracts", "source_contacted", "other_sites", "host_function":
		return !h.guessed && !e.generic
	}
	return false
}

// technical says whether a label asks for what only those ask for who mean computers.
func (sh *sheet) technical() bool {
	for i := range sh.hits {
		if h := &sh.hits[i]; h.strength > weak && technical(h.meant(sh.lines).name) {
			return true
		}
	}
	return false
}

// technical says whether only those ask for a field who mean computers.
func technical(field string) bool {
	switch field {
	case "os", "host_ip", "timezone", "clock_sync", "clock_source", "intruder_tools", "tool_output":
		return true
	}
	return false
}

// elsewhere are the kinds of incidents that befall more than computers, peaceful
// those that are none yet.
var (
	elsewhere = kindsOf(`availability/outage availability/sabotage availability/misconfiguration fraud/masquerade
		fraud/unauthorised-use-of-resources fraud/copyright abusive-content/harmful-speech abusive-content/violence intrusions/burglary
		malicious-code/infected-system information-content-security/data-loss other/other other/undetermined test/test vulnerable/weak-crypto
		vulnerable/ddos-amplifier vulnerable/potentially-unwanted-accessible vulnerable/information-disclosure vulnerable/vulnerable-system`)
	peaceful = kindsOf(`availability/outage availability/misconfiguration information-content-security/data-loss other/other other/undetermined test/test
		vulnerable/weak-crypto vulnerable/ddos-amplifier vulnerable/potentially-unwanted-accessible vulnerable/information-disclosure vulnerable/vulnerable-system`)
)

// kindsOf is the set of the words of a text as they stand.
func kindsOf(text string) map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(text) {
		m[w] = true
	}
	return m
}

// ofProduct says whether a sheet tells of the weakness of a product, as advisories
// do, and of nothing that befell a machine or somebody who did something then.
func (sh *sheet) ofProduct() bool {
	if !sh.asksProduct() {
		return false // as most
	}
	var has names
	for i := range sh.hits {
		h := &sh.hits[i]
		e := h.meant(sh.lines)
		if reportersOwn(e.name) || slices.Contains(incidentTimes, e.name) || h.ledger != nil || e.name == "incident_type" && harms(sh.answered(h)) ||
			(namesHost(e.name) || e.heading && e.role != "") && holdsHost(sh.answered(h)) {
			return false
		}
		has.set(e.name, true)
	}
	return !(has.has("organisation") && has.has("actions_taken")) && !sh.headlined()
}

// asksProduct says whether a label asks for a product or for what is wrong with it.
func (sh *sheet) asksProduct() bool {
	for i := range sh.hits {
		if e := sh.hits[i].meant(sh.lines); e.name == "vulnerability" || e.name == "software" {
			return true
		}
	}
	return false
}

// reportersOwn says whether advisories have no use for a field.
func reportersOwn(field string) bool {
	switch field {
	case "law_enforcement", "log_extracts", "assistance", "disclosure", "host_count", "user_count":
		return true
	}
	return false
}

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
