package template

import (
	"strings"
	"unicode"

	"tocsin/template/word"
)

// mostFarewell is how long the line is that ends a mail, in bytes, and how many
// words of a name stand in it.
const (
	mostFarewell = 120
	mostSigned   = 3
)

// farewell says whether a line ends the mail: it is made of words for that,
// and of the name of who wrote it at most. In a script without blanks it ends
// with such words.
func farewell(s string) bool {
	if s == "" || len(s) > mostFarewell || word.IsDigit(s[0]) || word.Digits(s) > 0 || strings.Contains(s, ": ") {
		return false
	}
	var buf [2 * mostFarewell]byte
	p := word.AppendPhrase(buf[:0], s)
	from, to := 0, 1
	vocab().farewells.Meet(p, func(m word.Meeting) {
		if from == 0 {
			from = m.From
		}
		if m.From == to || p[m.From] >= word.UnspacedByte {
			to = m.To
		}
	})
	if from == 0 || from > 1 && p[from] < word.UnspacedByte {
		return false
	}
	rest := 0
	for range strings.FieldsSeq(string(p[to:])) {
		rest++
	}
	return rest == 0 || from == 1 && rest <= mostSigned && signs(s, rest)
}

// Bounds of what a mailing list adds to a mail: how many lines it has, and how long
// the rule above it is.
const (
	mostFooter = 10
	leastRule  = 30
)

// listFooter says whether lines are what a mailing list adds to a mail: a rule, and
// below it how to leave the list.
func listFooter(lines []line) bool {
	rule := lines[0].text
	if len(lines) > mostFooter || len(rule) < leastRule || strings.Trim(rule, "_") != "" {
		return false
	}
	for i := range lines[1:] {
		s := strings.ToLower(lines[1+i].text)
		for _, w := range [...]string{"listinfo", "mailman", "mailing list", "unsubscribe", "listserv", "@lists.", "//lists.", "groups.google"} {
			if strings.Contains(s, w) {
				return true
			}
		}
	}
	return false
}

// ends says whether line i ends the mail, the row of a table, or log lines with
// a note to the reader below them, so that the open answer is over.
func (r *reading) ends(i int) bool {
	if len(r.parts) == 0 {
		return false
	}
	s := r.lines[i].text
	switch {
	case farewell(s), r.rowed() && !strings.HasPrefix(s, "|"):
		return true
	case !r.lines[i-1].blank():
		return false
	case r.open.name == "log_extracts":
		return anyPrefix(strings.ToLower(s), notes) || sentence(s) && word.Digits(r.parts[0]) > 0
	}
	return brief(r.open.name) && !r.sure && (i+1 == len(r.lines) || r.lines[i+1].blank()) && capitals(s) && !capitals(r.parts[len(r.parts)-1])
}

// sentence says whether a line is prose, as no log has it: some words without a
// figure, and a full stop.
func sentence(s string) bool {
	return unicode.IsUpper(firstRune(s)) && s[len(s)-1] == '.' && word.Digits(s) == 0 && strings.Count(s, " ") >= leastSentence
}

// leastSentence is how many words stand before the last in a sentence.
const leastSentence = 4

// rowed says whether the open answer fills a cell of a table, so that it ends
// with its row.
func (r *reading) rowed() bool {
	s := strings.TrimSpace(r.lines[r.open.at].text)
	return len(s) > 1 && s[0] == '|' && s[len(s)-1] == '|'
}

// notes begin what is added below a form.
var notes = []string{"※", "ps:", "ps.", "ps ", "p.s.", "nb:", "n.b.", "注:", "注："}

// signs says whether the last words of a line are a name: all in capitals at
// their beginning.
func signs(s string, words int) bool {
	list := strings.FieldsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && r != '\'' && r != '-' && r != '.' })
	if len(list) <= words {
		return false
	}
	for _, w := range list[len(list)-words:] {
		if !unicode.IsUpper(firstRune(w)) {
			return false
		}
	}
	return true
}
