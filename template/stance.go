package template

import "strings"

// A stance is how labels without a terminator stand above their answers.
type stance byte

const (
	stepped  stance = iota // the answer stands further in
	lifted                 // the answer is less quoted: a reply to a quoted form
	led                    // the answer is led by a mark or a word
	ruledOff               // a ruler stands above, or below the answer
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
	if sh.lines[j].blank() && j+1 < len(sh.lines) {
		j++
	}
	next := &sh.lines[j]
	switch {
	case next.blank() || next.ruler:
		return noStance
	case next.reply > 0:
		return led
	case next.depth < l.depth:
		return lifted
	case j > i+1 || next.depth != l.depth:
		return noStance
	case indentation(next.text) >= indentation(l.text)+2 || next.text[0] == '\t' && l.text[0] != '\t':
		return stepped
	case i > 0 && sh.lines[i-1].ruler || j+1 < len(sh.lines) && sh.lines[j+1].ruler:
		return ruledOff
	}
	return noStance
}

// leastStanding is how many known labels must stand alike.
const leastStanding = 4

// stand finds out how labels without a terminator stand above their answers,
// where many do, and marks all lines that stand so: those are labels, known or
// not. Those that nobody knows are understood by their words.
func (sh *sheet) stand() {
	if sh.bares < leastStanding {
		return
	}
	var names [stances]names
	for i := range sh.hits {
		h := &sh.hits[i]
		if h.strength != bare || h.line != h.end.line || h.entries[0].heading {
			continue
		}
		if s := sh.stanceOf(h.line); s < stances {
			names[s].set(h.entries[0].name, true)
		}
	}
	most := stepped
	for s := range names {
		if len(names[s]) > len(names[most]) {
			most = stance(s)
		}
	}
	if len(names[most]) >= leastStanding {
		sh.markAlone(most, 3*len(names[most]))
	}
}

// markAlone marks the lines that stand in one way, and reads the labels there
// by their words; nothing where more lines than most stand so.
func (sh *sheet) markAlone(as stance, most int) {
	var list []int
	for i := sh.from; i < len(sh.lines); i++ {
		if s := sh.lines[i].text; sh.stanceOf(i) == as && labelLike(s[sh.lines[i].off:]) && !strings.HasSuffix(s, ".") {
			list = append(list, i)
		}
	}
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
		if next < len(sh.hits) && sh.hits[next].line == i && sh.hits[next].strength > weak || sh.ix.book == nil {
			continue
		}
		if h, ok := sh.ix.guessLine(sh.lines, i, hit{}); ok {
			found = append(found, h)
			for next < len(sh.hits) && sh.hits[next].line == i {
				next++
			}
		}
	}
	sh.hits = append(found, sh.hits[next:]...)
}
