package template

import (
	"slices"
	"strings"
	"unicode"
)

// Some labels ask for the reporter in one form and for something else in the
// next: "Bank", "Responsible", "Function". They are shy: what they ask counts
// only beside other questions about the reporter, and where no other label
// asks it.

// mostApart is how many lines stand between labels that are beside each other
// at most.
const mostApart = 4

// shy says whether all that a hit may mean is shy.
func (h *hit) shy() bool {
	return !slices.ContainsFunc(h.entries, func(e *entry) bool { return !e.shy })
}

// asksReporter says whether a hit surely asks for the reporter.
func (h *hit) asksReporter() bool {
	e := h.entries[0]
	return e.kind == kindContact && e.name != "host_contact" && !e.heading && h.strength > weak && !h.shy()
}

// heedShy takes out the shy labels that do not count.
func (sh *sheet) heedShy() {
	first := 0
	for first < len(sh.hits) && !sh.hits[first].shy() {
		first++
	}
	if first == len(sh.hits) {
		return
	}
	var asked names
	for i := range sh.hits {
		if h := &sh.hits[i]; !h.shy() && h.strength > weak && !h.entries[0].heading {
			asked.set(h.entries[0].name, true)
		}
	}
	kept := make([]hit, 0, len(sh.hits))
	for i := range sh.hits {
		if h := &sh.hits[i]; h.shy() {
			name := h.entries[0].name
			if h.strength <= weak || asked.has(name) || !sh.besideReporter(i) {
				continue
			}
			asked.set(name, true)
		}
		kept = append(kept, sh.hits[i])
	}
	sh.hits = kept
}

// heedLetterhead takes out the addresses and numbers of the team that a form
// prints above its first question, apart from it, where it asks for the
// reporter's below.
func (sh *sheet) heedLetterhead() {
	first := slices.IndexFunc(sh.hits, func(h hit) bool { return !reaches(&h) && (!h.entries[0].heading || h.line != sh.hits[0].line) })
	if first < 1 || first > mostAhead || !reaches(&sh.hits[first-1]) || sh.hits[first].line-sh.hits[first-1].line < 2 {
		return
	}
	below, named := sh.hits[first:min(len(sh.hits), first+mostAhead)], 0
	if k := slices.IndexFunc(below, func(h hit) bool {
		if h.entries[0].name == "contact_name" {
			named++
		}
		return named > 1
	}); k > 0 {
		below = below[:k] // of somebody else
	}
	above := sh.hits[first].line
	sh.hits = slices.DeleteFunc(slices.Clone(sh.hits), func(h hit) bool {
		return h.line < above && reaches(&h) && slices.ContainsFunc(below, func(o hit) bool {
			return o.strength > weak && o.entries[0].name == h.entries[0].name && fits(h.entries[0].name, sh.answered(&o))
		})
	})
}

// reaches says whether a hit asks for a way to reach somebody.
func reaches(h *hit) bool {
	name := h.entries[0].name
	return !h.entries[0].heading && (name == "contact_email" || name == "contact_phone" || name == "contact_fax")
}

// besideReporter says whether a label that surely asks for the reporter stands
// before or behind hit i, but for shy ones between. What somebody's role is
// stands behind.
func (sh *sheet) besideReporter(i int) bool {
	for _, step := range [...]int{-1, 1} {
		if step > 0 && sh.hits[i].entries[0].name == "contact_title" {
			break
		}
		for k := i + step; k >= max(0, i-mostShy) && k < min(len(sh.hits), i+mostShy); k += step {
			a, b := &sh.hits[min(k, k-step)], &sh.hits[max(k, k-step)]
			if b.line-a.end.line > mostApart {
				break
			}
			if h := &sh.hits[k]; !h.shy() {
				if h.asksReporter() {
					return true
				}
				if e := h.entries[0]; e.role != "" || !e.heading && !between.has(e.name) {
					break
				}
			}
		}
	}
	return false
}

// mostShy is how many labels ahead and behind the reporter is sought.
const mostShy = 40

// between are what is asked among questions about the reporter.
var between = names{"sector", "country", "registration_id", "report_kind", "reference_theirs", "obligation"}

// suits says whether what stands behind a shy label, or below it, looks like
// what somebody or something is called: words, no address and no "yes".
func (r *reading) suits(h *hit) bool {
	text := strings.Trim(r.lines[h.end.line].text[h.end.off:], " \t|*")
	if below := r.wordsBelow(&hit{line: h.end.line}); text == "" && below < len(r.lines) {
		text = strings.TrimSpace(r.lines[below].text)
	}
	if name := h.entries[0].name; checkable(name) {
		return fits(name, text)
	}
	if c := readCard(text); c.mail != "" && c.name != "" && !c.rest && h.entries[0].name == "contact_name" {
		return true
	}
	return unicode.IsLetter(firstRune(text)) && !strings.Contains(text, "@") && len(text) <= mostLabel && vocab().answers.Is(text) == ""
}
