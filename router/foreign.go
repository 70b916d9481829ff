package router

import (
	"strings"
	"unicode"
)

// generic words before "#" that name no team. With them a number must be long
// enough (a date and a counter) to be nobody else's.
const generic = " ticket case issue bug incident request follow up followup update part ref reference" +
	" no nr num number id item order invoice po inv pr mr vu cve cwe step page version alert alarm report" +
	" attempt reminder seguimiento anfrage vorgang fall dossier demande zaak melding re aw fw fwd mail message "

// foreign reads another team's reference at glyph i: "[CIRCL #1234567]" with
// blanks in brackets, "CERT-Bund#2026012328" glued outside them. A bare "#12"
// or "FOLLOW UP #1" names no team and is nobody's reference.
func (l line) foreign(i int) (mark, bool) {
	before := l.at(i - 1)
	if !unicode.IsLetter(l.at(i)) || word(before) || before != 0 && strings.ContainsRune("-_.#@/&=", before) {
		return mark{}, false
	}
	name := i
	for word(l.at(name)) || l.at(name) != 0 && strings.ContainsRune("-_.", l.at(name)) {
		name++
	}
	bracket := l.at(l.skipBlanksBack(i-1)) == '['
	hash := name
	if bracket {
		hash = l.skipBlanks(name)
	}
	if l.at(hash) != '#' || name-i < 2 || name-i > 40 {
		return mark{}, false
	}
	from := hash + 1
	if bracket {
		from = l.skipBlanks(from)
	}
	end := l.foreignNumber(from)
	loose := hash > name || from > hash+1
	if loose && l.at(l.skipBlanks(end)) != ']' {
		return mark{}, false
	}
	team, number := l.text(i, name), l.text(from, end)
	if !plausible(team, number, bracket) {
		return mark{}, false
	}
	return mark{from: i, to: end, foreign: team + "#" + number}, true
}

// foreignNumber returns where a number that starts at glyph i ends.
func (l line) foreignNumber(i int) int {
	end := i
	for alnum(l.at(end)) || l.at(end) != 0 && strings.ContainsRune("-_/.", l.at(end)) {
		end++
	}
	for end > i && !alnum(l.at(end-1)) {
		end--
	}
	return end
}

// plausible says whether a name and a number can be a team's reference.
func plausible(team, number string, bracket bool) bool {
	count := 0
	for _, r := range number {
		if digit(r) {
			count++
		}
	}
	if strings.Contains(generic, " "+strings.ToLower(team)+" ") {
		return count >= 10
	}
	return count >= 3 && len(number) <= 40 && (bracket || strings.ContainsFunc(team, unicode.IsUpper))
}
