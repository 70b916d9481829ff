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
	looked bool  // the answer and its looks were

	fresh   bool   // it was not understood so before
	doubted string // the field that it was understood to ask, "" for none
}

// leastAlike is how many lines of a text are dressed alike for a layout.
const leastAlike = 4

// questions lists the labels of a sheet, those that nobody knows by its layout alone.
func (sh *sheet) questions() (list []question) {
	list = make([]question, 0, len(sh.hits)+len(sh.hits)/2+leastFields)
	layout := manner{mark: sh.manner.mark}
	for i := sh.from; i < len(sh.lines); i++ {
		if l := &sh.lines[i]; !l.blank() && !l.ruler && l.reply == 0 {
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
		} else if p, ok := sh.questionAt(i, &layout); ok {
			list = append(list, p)
		}
	}
	return list
}

// questionAt is the question that line i begins by the layout of its sheet.
func (sh *sheet) questionAt(i int, layout *manner) (p question, ok bool) {
	l := &sh.lines[i]
	if l.blank() || l.ruler || l.reply > 0 {
		return p, false
	}
	off := int(l.off)
	end, alone := len(l.text), l.alone || sh.replied(i)
	shape, ok := layout.shapeOf(l)
	switch {
	case int(l.cut) > off:
		end = int(l.cut)
	case sh.replied(i):
	case ok && shape.after != 0 && layout.count(shape) >= leastAlike:
		_, n, _ := parted(l.text[off:], shape.before == bracketry)
		end = off + n
	case !alone:
		return p, false
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
	sh.look(&p)
	return p, !amongHeaders(sh.lines, i) && strings.IndexByte(strings.Trim(p.answer, "| "), '|') < 0 && !boxAt(strings.TrimLeft(p.answer, " \t"))
}

// look looks at the answer to a question.
func (sh *sheet) look(p *question) looks {
	if !p.looked {
		if p.answer, p.looked = sh.answered(&p.hit), true; len(p.answer) < mostRow && strings.Contains(p.answer, ": ") {
			p.answer, _, _ = sh.ix.inline(p.answer)
		}
		p.looks = looksOf(p.answer)
	}
	return p.looks
}

// count is how many labels are dressed in a shape.
func (m *manner) count(sh shape) int {
	if i := slices.Index(m.shapes, sh); i >= 0 {
		return m.counts[i]
	}
	return 0
}
