package template

import (
	"slices"
	"strings"

	"tocsin/template/word"
)

// Tables have two labels in a row at times, each with its answer beside it, and
// no colon anywhere: "Unit | Purchase | Extension | 4471". So does what was
// pasted from a spreadsheet, where a tab or a semicolon parts the cells.

// cellMarks part the cells of a row.
const cellMarks = "|\t;"

// Least evidence of rows of pairs.
const (
	leastRows  = 2   // of two labels that are known
	leastPairs = 5   // of label and answer, where the answers speak for them
	mostRow    = 400 // bytes of a row
)

// A pairing is what speaks for rows of label and answer that one mark parts.
type pairing struct {
	sure   int // rows of two known labels
	wide   int // rows of two labels or more
	pairs  int
	known  int // labels
	odd    int // rows that are none
	builds [2]looks
}

// pairsInRows is what parts the cells of rows that have two labels, 0 where the
// sheet has none: in several both are known and no answer is a label, or half of
// all are, or some and those below each other ask for different things.
func (sh *sheet) pairsInRows() byte {
	if !slices.ContainsFunc(sh.lines, line.paired) {
		return 0
	}
	var found [len(cellMarks)]pairing
	for i := range sh.lines {
		s := sh.lines[i].text
		if !sh.lines[i].marks.has(withBar|withTab|withSemicolon) || len(s) > mostRow {
			continue
		}
		k := strings.IndexByte(cellMarks, s[strings.IndexAny(s, cellMarks)])
		if found[k].row(sh.ix, s, cellMarks[k]); found[k].sure == leastRows {
			return cellMarks[k]
		}
	}
	for k := range found {
		if found[k].holds() {
			return cellMarks[k]
		}
	}
	return 0
}

// paired is a quick look whether a line may have two labels with their answers.
func (l line) paired() bool {
	return l.marks.has(withBar) && strings.Count(l.text, "|") > 2 || l.marks.has(withTab) && strings.Count(l.text, "\t") > 2 ||
		l.marks.has(withSemicolon) && (l.text[len(l.text)-1] == ';' || strings.Count(l.text, ";") > 2)
}

// row takes in one row.
func (p *pairing) row(ix *index, s string, mark byte) {
	var buf [mostCells]string
	cells := cellsOf(buf[:0], s, mark)
	if len(cells) < 2 {
		return
	}
	if len(cells)%2 != 0 {
		p.odd++
		return
	}
	asked := 0
	for i := 0; i < len(cells); i += 2 {
		label, answer := cells[i], cells[i+1]
		if !labelLike(label) || word.Digits(label) > 2 || typed(label) != 0 {
			p.odd++
			return
		}
		if ix.asks(label) && !ix.asks(answer) {
			asked++
		}
		if i < 2*len(p.builds) {
			p.builds[i/2] |= typed(answer) &^ looksDial
		}
	}
	p.pairs, p.known = p.pairs+len(cells)/2, p.known+asked
	if len(cells) > 2 || mark == ';' && s[len(s)-1] == ';' {
		if p.wide++; asked > 1 && asked == len(cells)/2 {
			p.sure++
		}
	}
}

// holds says whether rows are of pairs.
func (p *pairing) holds() bool {
	several := p.builds[0]&(p.builds[0]-1) != 0 || p.builds[1]&(p.builds[1]-1) != 0
	return p.wide > 0 && p.pairs >= leastPairs && p.known >= leastRows && p.odd*4 <= p.pairs && (several || p.known*2 >= p.pairs)
}

// pairEnd finds where the first two of four cells end, that a mark parts.
func pairEnd(s string, mark byte) (end, next int) {
	from := indentation(s)
	led := s[from] == '|'
	if led {
		from++
	}
	for n := 0; ; n++ {
		at := strings.IndexByte(s[from:], mark)
		if at < 0 || strings.Trim(s[from+at:], cellMarks+" ") == "" {
			return 0, 0
		}
		if from += at + 1; n == 0 {
			continue
		}
		if led {
			return from - 1, from - 1
		}
		return from - 1, from + len(s[from:]) - len(strings.TrimLeft(s[from:], " "))
	}
}

// cellsOf are the cells of a row that a mark parts, without empty ones at its end.
func cellsOf(list []string, s string, mark byte) []string {
	s = strings.TrimPrefix(strings.TrimLeft(strings.TrimRight(s, cellMarks+" "), " \t"), "|")
	for len(list) < cap(list) {
		head, rest, more := strings.Cut(s, string(mark))
		if list = append(list, strings.TrimSpace(head)); !more {
			break
		}
		s = rest
	}
	return list
}
