package template

import (
	"math/bits"
	"strings"

	"tocsin/template/word"
)

// A stance is how labels without a terminator stand above their answers.
type stance byte

const (
	stepped    stance = iota // the answer stands further in
	lifted                   // the answer is less quoted: a reply to a quoted form
	sunk                     // the answer is more quoted: it was written behind a ">"
	led                      // the answer is led by a mark or a word
	ruledOff                 // a ruler stands above, or below the answer
	underlined               // a ruler stands between it and the answer
	topped                   // it stands on top of a block of lines, the answer below
	byBlanks                 // both are paragraphs of their own
	woven                    // label and answer take turns line by line
	counted                  // the labels are numbered, the answer stands below
	alike                    // the labels are dressed alike, the answers are not
	stances
	noStance = stances
)

// stanceOf says how line i stands if it is such a label.
func (sh *sheet) stanceOf(i int) stance {
	l := &sh.lines[i]
	if l.blank() || l.ruler || l.reply > 0 || l.long > 0 || i+1 >= len(sh.lines) || len(l.text) > mostLabel {
		return noStance
	}
	j := i + 1
	if end := parenthesised(sh.lines, j); end >= 0 && end+1 < len(sh.lines) && sh.lines[end+1].depth > l.depth {
		j = end + 1 // what the form says of the question
	}
	if sh.lines[j].blank() && j+1 < len(sh.lines) {
		j++
	}
	next := &sh.lines[j]
	switch {
	case next.ruler && j == i+1 && j+1 < len(sh.lines) && (i == 0 || !sh.lines[i-1].ruler) && !sh.lines[j+1].ruler:
		return underlined
	case next.blank() || next.ruler:
		return noStance
	case next.reply > 0:
		return led
	case next.depth < l.depth:
		return lifted
	case next.depth > l.depth:
		return sunk
	case j > i+1 && next.depth == l.depth && sh.begins(i):
		return byBlanks
	case j > i+1 || next.depth != l.depth:
		return noStance
	case indentation(next.text) >= indentation(l.text)+2 || next.text[0] == '\t' && l.text[0] != '\t':
		return stepped
	case i > 0 && sh.lines[i-1].ruler || j+1 < len(sh.lines) && sh.lines[j+1].ruler:
		return ruledOff
	case (i == 0 || sh.lines[i-1].blank()) && len(l.text) <= mostTop && !closed(l.text):
		return topped
	}
	return noStance
}

// begins says whether line i begins a paragraph.
func (sh *sheet) begins(i int) bool { return i == 0 || sh.lines[i-1].blank() || sh.lines[i-1].ruler }

// ends says whether line i ends a paragraph.
func (sh *sheet) ends(i int) bool {
	return i+1 == len(sh.lines) || sh.lines[i+1].blank() || sh.lines[i+1].ruler
}

// mostTop is how long a label on top of a block is, in bytes.
const mostTop = 60

// closed says whether the first line of a block is one of prose, a greeting or
// a label with a terminator.
func closed(s string) bool {
	return strings.IndexByte(".,;:!", s[len(s)-1]) >= 0 || strings.Contains(s, ": ")
}

// leastStanding is how many known labels must stand alike.
const leastStanding = 4

// stand finds out how labels without a terminator stand above their answers,
// where many do, and marks all lines that stand so: those are labels, known or
// not. Those that nobody knows are understood by their words.
func (sh *sheet) stand() {
	var lines [stances][]int
	for i := sh.from; i < len(sh.lines); i++ {
		if as := sh.stanceOf(i); as < stances && len(lines[as]) <= mostStanding {
			lines[as] = append(lines[as], i)
		}
	}
	lines[woven], lines[counted], lines[alike] = sh.weave(), sh.counted(), sh.alike()
	most, top := noStance, 0
	for as, list := range lines {
		if n := sh.evidence(list, stance(as) == alike); n > top {
			most, top = stance(as), n
		}
	}
	sh.tops = most == topped
	switch most {
	case noStance:
	case topped:
		sh.markAlone(sh.standers(most), 2*top) // so stand the first lines of prose as well
	case woven:
		sh.markAlone(lines[most], 3*top)
	case counted:
		sh.markAlone(sh.openAmong(lines[most]), 3*top)
	case alike:
		sh.markAlone(sh.whole(lines[most]), 3*top)
	default:
		sh.markAlone(sh.standers(most), 3*top)
	}
	sh.quiz(most != noStance)
}

// quiz marks the lines that ask and have nothing behind, where several known
// labels do: they are labels as well, and so is a line between their answers that
// is understood as a whole. One is enough where others stand alone.
func (sh *sheet) quiz(stands bool) {
	known := 0
	for i := range sh.hits {
		h := &sh.hits[i]
		if s := sh.lines[h.end.line].text; h.strength == strong && h.end.off >= len(s) && interrogates(s) {
			known++
		}
	}
	if known < leastQuiz && !(stands && known > 0) {
		return
	}
	var list []int
	next := 0
	for i := sh.from; i+1 < len(sh.lines) && len(list) < mostStanding; i++ {
		for next < len(sh.hits) && sh.hits[next].end.line < i {
			next++
		}
		if next < len(sh.hits) && sh.hits[next].line < i {
			continue // the rest of a label
		}
		l := &sh.lines[i]
		if l.alone || !l.worded() || l.reply > 0 || smallAt(l.text[l.off:]) || !labelLike(l.text[l.off:]) || len(list) > 0 && list[len(list)-1] == i-1 {
			continue
		}
		if interrogates(l.text) || known*2 >= len(sh.hits) && sh.heads(i) {
			list = append(list, i)
		}
	}
	sh.markAlone(list, len(list))
}

// leastQuiz is how many known labels of a sheet are questions with nothing behind.
const leastQuiz = 2

// interrogates says whether a line ends as a question.
func interrogates(s string) bool {
	return strings.HasSuffix(s, "?") || strings.HasSuffix(s, "？") || strings.HasSuffix(s, "؟")
}

// heads says whether line i is understood as a whole as a label, and the next
// answers it.
func (sh *sheet) heads(i int) bool {
	next := &sh.lines[i+1]
	if !next.worded() || interrogates(next.text) || i > 0 && sh.lines[i-1].alone || word.Count(sh.lines[i].text) > mostHeadWords {
		return false
	}
	h, ok := sh.standing(i)
	if !ok {
		h, ok = sh.ix.match(sh.lines, i)
	}
	name, look := "", looksOf(next.text)
	if ok && h.strength == bare && h.line == h.end.line && !h.entries[0].heading {
		name = h.entries[0].name
	} else if e := sh.ix.loneAt(&sh.lines[i]); !ok && e != nil {
		name = e.name
	} else {
		return false
	}
	return (!checkable(name) || fits(name, next.text)) && (!asksWords(name) || look&(looksText|looksPerson|looksFirm) != 0) && (!namesHost(name) || look&(looksHost|looksMachine) != 0) && (name != "cost" || word.Digits(next.text) > 0)
}

// loneAt is what a line of one word asks, nil where that is not told.
func (ix *index) loneAt(l *line) *entry {
	if ix.book == nil {
		return nil
	}
	return ix.book.alone(l.text[l.off:], "")
}

// mostHeadWords is how many words such a label has.
const mostHeadWords = 6

// mostStanding is how many lines that stand alike are looked at.
const mostStanding = 100

// evidence is what speaks for taking some lines for labels that stand alone on
// them or are numbered, 0 where that is too little: how many fields they ask
// for, and how many builds the answers below the others have. It is less where
// all lines are dressed alike, and where most of them are known.
func (sh *sheet) evidence(list []int, alike bool) int {
	if len(list) < leastDressed {
		return 0
	}
	var asked names
	builds, all := looks(0), looks(0) // below labels that nobody knows, and below any
	next := 0
	for _, i := range list {
		build := sh.buildBelow(i)
		all |= build
		for next < len(sh.hits) && sh.hits[next].line < i {
			next++
		}
		h := hit{}
		if next < len(sh.hits) && sh.hits[next].line == i {
			h = sh.hits[next]
		}
		if h.strength <= weak {
			h, _ = sh.standing(i)
		}
		switch {
		case h.strength <= weak:
			builds |= build
			continue
		case h.line != h.end.line || h.strength == strong && h.end.off < len(sh.lines[i].text) && sh.lines[i].long == 0:
			continue
		}
		switch e := h.entries[0]; {
		case !e.heading:
			asked.set(e.name, true)
		case e.role != "" && hostLike(sh.answered(&h)):
			asked.set(e.role, true)
		}
	}
	known := len(asked)
	if known == 0 && sh.questioned(list) {
		known = leastStanding
	}
	n := known + bits.OnesCount16(uint16(builds&^looksDial))
	if bits.OnesCount16(uint16(all&^looksDial)) >= leastBuilt {
		return max(n, (len(list)+1)/2) // the others are asked in words of their own
	}
	if known == 0 || n < leastStanding-1 || n < leastStanding && !(alike && len(list) > leastStanding) && known*4 < len(list)*3 {
		return 0
	}
	return n
}

// leastBuilt is how many builds answers have where no label above one is known.
const leastBuilt = 3

// questioned says whether most of some lines are questions, and many are.
func (sh *sheet) questioned(list []int) bool {
	n := 0
	for _, i := range list {
		if interrogates(sh.lines[i].text) {
			n++
		}
	}
	return n > leastStanding && n*3 >= len(list)*2
}

// buildBelow is the build of an answer below line i, if that may be a label.
func (sh *sheet) buildBelow(i int) looks {
	below := i + 1
	if below < len(sh.lines) && sh.lines[below].blank() {
		below++
	}
	if l := &sh.lines[i]; !labelLike(l.text[l.off:]) || below >= len(sh.lines) || len(sh.lines[below].text) > mostLook {
		return 0
	}
	answer := strings.TrimSpace(sh.lines[below].text[sh.lines[below].reply:])
	if build := typed(answer); build != 0 || strings.Contains(answer, " ") || !nameLike(answer) || !machineLike(answer) || word.Digits(answer) == 0 {
		return build
	}
	return looksMachine
}

// standing understands line i as a label that stands alone.
func (sh *sheet) standing(i int) (h hit, ok bool) {
	l := &sh.lines[i]
	if sh.ix.book == nil || !labelLike(l.text[l.off:]) || strings.HasSuffix(l.text, ".") {
		return hit{}, false
	}
	was := l.alone
	l.alone = true
	h, ok = sh.ix.guessLine(sh.lines, i, hit{})
	l.alone = was
	return h, ok
}

// standers are the lines that stand in one way and may be labels.
func (sh *sheet) standers(as stance) (list []int) {
	for i := sh.from; i < len(sh.lines); i++ {
		if s := sh.lines[i].text; sh.stanceOf(i) == as && labelLike(s[sh.lines[i].off:]) && !strings.HasSuffix(s, ".") {
			list = append(list, i)
		}
	}
	if as == byBlanks {
		list = sh.byTurns(list)
	}
	return list
}

// markAlone takes lines for labels that stand alone, and reads those that
// nobody knows by their words; nothing where there are more than most.
func (sh *sheet) markAlone(list []int, most int) {
	if len(list) > most {
		return
	}
	found := make([]hit, 0, len(sh.hits)+len(list))
	next := 0
	for _, i := range list {
		sh.lines[i].alone = true
		for next < len(sh.hits) && sh.hits[next].line < i {
			found, next = append(found, sh.hits[next]), next+1
		}
		if next < len(sh.hits) && sh.hits[next].line == i && sh.hits[next].strength > weak {
			if h, l := &sh.hits[next], &sh.lines[i]; l.cut > 0 && int(l.cut)+int(l.wide) == len(l.text) && h.end.line == i {
				h.end.off = len(l.text)
			}
			continue
		}
		if h, ok := sh.standing(i); ok {
			found = append(found, h)
			for next < len(sh.hits) && sh.hits[next].line == i {
				next++
			}
		}
	}
	sh.hits = append(found, sh.hits[next:]...)
}

// byTurns keeps of the paragraphs of one line those that are labels, where
// labels and answers take turns: the known ones, and each between two of them,
// or above the first, with one paragraph between any two.
func (sh *sheet) byTurns(list []int) (labels []int) {
	known, turn := map[int]bool{}, map[int]int{} // of a line: which paragraph it begins
	for i := range sh.hits {
		if h := &sh.hits[i]; h.strength > weak && h.line == h.end.line {
			known[h.line] = true
		}
	}
	for i := sh.from; i < len(sh.lines); i++ {
		if !sh.lines[i].blank() && !sh.lines[i].ruler && sh.begins(i) {
			turn[i] = len(turn)
		}
	}
	for _, i := range list {
		known[i] = known[i] || sh.buildBelow(i) != 0
	}
	var open []int // that may be labels if the next known one is in turn
	last := -1
	for _, i := range list {
		if !known[i] {
			open = append(open, i)
			continue
		}
		if last < 0 || (turn[i]-turn[last])%2 == 0 {
			for _, o := range open {
				if (turn[i]-turn[o])%2 == 0 {
					labels = append(labels, o)
				}
			}
		}
		labels, open, last = append(labels, i), open[:0], i
	}
	return labels
}
