package template

import (
	"slices"
	"strings"
)

// A question is a label as the layout of a sheet tells it, and what answers it.
type question struct {
	hit    // without entries where nobody knows the label
	label  string
	answer string
	looks  looks // of the answer
	looked bool  // they were looked at

	fresh   bool   // it was not understood so before
	doubted string // the field that it was understood to ask, "" for none
}

// leastAlike is how many lines of a text are dressed alike for a layout.
const leastAlike = 4

// questions lists the labels of a sheet, those that nobody knows by its layout alone.
func (sh *sheet) questions() (list []question) {
	if sh.desk != nil {
		list = sh.desk.questions
	}
	list = slices.Grow(list[:0], len(sh.hits)+len(sh.hits)/2+leastFields)
	layout := manner{mark: sh.manner.mark}
	for i := sh.from; i < len(sh.lines); i++ {
		if l := &sh.lines[i]; l.asks() {
			layout.learn(l)
		}
	}
	next := 0
	for i := sh.from; i < len(sh.lines) && len(list) < mostGuesses; i++ {
		for next < len(sh.hits) && sh.hits[next].line < i {
			next++
		}
		if next < len(sh.hits) && sh.hits[next].line == i && sh.hits[next].strength > weak {
			h := sh.hits[next]
			list = append(list, question{hit: h})
			i = h.end.line
		} else if sh.lines[i].asks() {
			if p, ok := sh.questionAt(i, &layout); ok {
				list = append(list, p)
			}
		}
	}
	if sh.desk != nil {
		sh.desk.questions = list
	}
	return list
}

// asks says whether a line may begin a question.
func (l *line) asks() bool { return !l.blank() && !l.ruler && l.reply == 0 && !l.dated }

// questionAt is the question that line i begins by the layout of its sheet.
func (sh *sheet) questionAt(i int, layout *manner) (p question, ok bool) {
	l := &sh.lines[i]
	off := int(l.off)
	replied := sh.replied(i)
	end, alone := len(l.text), l.alone || replied
	if int(l.cut) > off {
		end = int(l.cut)
	} else if !replied {
		shape, ok := layout.shapeOf(l)
		if ok && shape.after != 0 && layout.count(shape) >= leastAlike {
			_, n, _ := parted(l.text[off:], shape.before == bracketry)
			end = off + n
		} else if !alone {
			return p, false
		}
	}
	p.label = splitLabel(l.text[off:end]).base
	if !labelLike(p.label) {
		return p, false
	}
	p.line, p.number, p.guessed = i, l.number(), true
	if p.end, p.strength = sh.ix.settle(sh.lines, pos{i, off + len(p.label)}); p.strength != strong {
		if !alone || p.strength < bare {
			return p, false
		}
		p.end = pos{i, len(l.text)}
	}
	p.answer = sh.heard(&p)
	return p, !amongHeaders(sh.lines, i) && strings.IndexByte(strings.Trim(p.answer, "| "), '|') < 0 && !boxAt(strings.TrimLeft(p.answer, " \t"))
}

// look looks at the answer to a question.
func (sh *sheet) look(p *question) looks {
	if !p.looked {
		if p.label == "" {
			p.answer = sh.heard(p)
		}
		p.looks, p.looked = looksOf(p.answer), true
	}
	return p.looks
}

// heard is what answers a question, without what the labels behind it on its
// line ask.
func (sh *sheet) heard(p *question) string {
	answer := sh.answered(&p.hit)
	if len(answer) < mostRow && strings.Contains(answer, ": ") {
		answer, _, _ = sh.ix.inline(answer)
	}
	if p.end.line == p.line {
		l := &sh.lines[p.line]
		if choice, ok := pickedByNumber(l.text[l.off:p.end.off], strings.TrimSpace(answer)); ok {
			return choice
		}
	}
	return answer
}

// count is how many labels are dressed in a shape.
func (m *manner) count(sh shape) int {
	if i := slices.Index(m.shapes, sh); i >= 0 {
		return m.counts[i]
	}
	return 0
}
