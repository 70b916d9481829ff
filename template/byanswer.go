package template

import (
	"slices"
	"strings"
)

// A label in many words, some of which nobody knows, tells what it asks where
// the answer is nothing but what one of its words names: "A safe e-mail address
// for our reply", and an address of mail. What is so understood is shy: it
// counts beside other questions about the reporter only.

// mostMany is how many words such a label has at most.
const mostMany = 12

// byAnswer understands a label by a word of it and the answer at a place, or on
// the next line.
func (ix *index) byAnswer(label string, lines []line, at pos) (m asking, ok bool) {
	b := ix.book
	answer := strings.TrimSpace(lines[at.line].text[at.off:])
	if next := at.line + 1; answer == "" && next < len(lines) {
		answer = strings.TrimSpace(lines[next].text[lines[next].reply:])
	}
	field, word := "", conceptSet{}
	switch {
	case strings.Contains(label, " / "): // one in several languages
		return m, false
	case answer == "" || len(answer) > mostProof || strings.IndexByte(answer, '@') < 0 && digits(answer) < leastFigures || len(words(label)) > mostMany:
		return m, false
	case bareMail(answer):
		field, word = "contact_email", b.bit("mail")
	case barePhone(answer):
		field, word = "contact_phone", b.bit("phone")
	default:
		return m, false
	}
	l := slices.IndexFunc(b.gather(label)[1:], func(set conceptSet) bool { return set.meets(word) })
	if l < 0 || b.ofOthers(label) {
		return m, false
	}
	return asking{rule: b.plainRule(field), lang: tongues[l+1], common: true, shy: true}, true
}

// ofOthers says whether a label speaks of anyone or anything but the reporter.
func (b *conceptBook) ofOthers(label string) bool {
	return slices.ContainsFunc(b.gather(label)[1:], func(set conceptSet) bool { return set.meets(b.others) })
}

// plainRule is the first rule for a field.
func (b *conceptBook) plainRule(field string) *conceptRule {
	for i := range b.rules {
		if b.rules[i].Field == field {
			return &b.rules[i]
		}
	}
	return nil
}

// bareMail says whether a text is one address of mail and nothing else.
func bareMail(s string) bool {
	local, domain, _ := strings.Cut(s, "@")
	return local != "" && !strings.ContainsAny(local, " ,;<:/") && domainLike(domain)
}

// Figures in the number of a telephone.
const (
	leastFigures = 6
	mostFigures  = 16
)

// barePhone says whether a text is the number of a telephone and nothing else.
func barePhone(s string) bool {
	figures := 0
	for i := range len(s) {
		switch c := s[i]; {
		case isDigit(c):
			figures++
		case strings.IndexByte(" +-/().", c) < 0:
			return false
		}
	}
	return figures >= leastFigures && figures <= mostFigures && !holdsAddress(s) && !readMoment(narrow(s)).day
}
