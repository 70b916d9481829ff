package template

import "strings"

// counted finds the lines whose numbers go on from one to the next.
func (sh *sheet) counted() (list []int) {
	last := -1
	for i := sh.from; i+1 < len(sh.lines) && len(list) <= mostStanding; i++ {
		l := &sh.lines[i]
		switch {
		case !l.worded() || l.long == 0:
			continue
		case last < 0:
			if !startsCount(l.number()) {
				continue
			}
		case !sh.counts(last, i):
			continue
		}
		last, list = i, append(list, i)
	}
	return list
}

// openAmong are those of some numbered lines that are labels and nothing else,
// with words below.
func (sh *sheet) openAmong(list []int) (open []int) {
	for _, i := range list {
		l, next := &sh.lines[i], &sh.lines[i+1]
		if l.cut == 0 && l.reply == 0 && next.worded() && next.depth == l.depth && !boxAt(next.text[indentation(next.text):]) &&
			!strings.Contains(l.text[l.off:], ": ") && !sh.counts(i, i+1) && labelLike(l.text[l.off:]) && !strings.HasSuffix(l.text, ".") {
			open = append(open, i)
		}
	}
	return open
}

// counts says whether the number of line i goes on from that of an earlier one:
// it is the next, or the first of the next section.
func (sh *sheet) counts(last, i int) bool {
	l, before := &sh.lines[i], &sh.lines[last]
	if apart := l.at - before.at; apart < -mostSlip || apart > mostSlip || l.depth != before.depth {
		return false
	}
	n, m := l.number(), before.number()
	if succeeds(n, m) {
		return true
	}
	return startsCount(n) && numeralOf(n) == 0 && n[:len(n)-1] != m[:len(m)-lastDigits(m)]
}

// mostSlip is how far apart the numbers of labels begin, in bytes: "9. Name", "10. Phone".
const mostSlip = 2

// startsCount says whether a number is the first of several.
func startsCount(n string) bool {
	return lastDigits(n) == 1 && strings.HasSuffix(n, "1") || numeralOf(n) == 1
}
