package template

import (
	"strings"
	"unicode/utf8"
)

// Some forms print two or three labels side by side, and the answers below:
//
//	Name                  Telephone
//	Ada Quill             01632 960 001
//
// Such a pair of rows is read as if each answer stood behind its label.

// A rowCell is a cell of a row, and the column of the page in which it begins.
type rowCell struct {
	text string
	at   int
}

// gapEnd is where two blanks stand next in a row, or its end.
func gapEnd(s string, from int) int {
	if gap := strings.Index(s[from:], "  "); gap >= 0 {
		return from + gap
	}
	return len(s)
}

// rowCells parts a row at gaps of two blanks and says in which column of the
// page each cell begins.
func rowCells(list []rowCell, s string) []rowCell {
	from := indentation(s)
	for from < len(s) && len(list) < mostCells {
		end := gapEnd(s, from)
		list = append(list, rowCell{s[from:end], utf8.RuneCountInString(s[:from])})
		from = end + indentation(s[end:])
	}
	return list
}

// stackedAt says how many of the labels are known that line i may have above
// their answers in the next; ok is false where it has none: the two stand by
// themselves, and each answer begins below a label.
func (sh *sheet) stackedAt(i int) (known int, ok bool) {
	if i+1 >= len(sh.lines) || !sh.begins(i) || i+2 < len(sh.lines) && !sh.lines[i+2].blank() && !sh.lines[i+2].ruler {
		return 0, false
	}
	above, below := &sh.lines[i], &sh.lines[i+1]
	if !above.gapped() || !below.gapped() || above.depth != below.depth || len(above.text)+len(below.text) > mostRow {
		return 0, false
	}
	var buf, under [mostCells]rowCell
	labels, answers := rowCells(buf[:0], above.text), rowCells(under[:0], below.text)
	if len(answers) < 2 || len(answers) > len(labels) {
		return 0, false
	}
	for k, c := range answers {
		if c.at != labels[k].at || sh.ix.asks(c.text) {
			return 0, false
		}
	}
	for _, c := range labels {
		base := splitLabel(c.text).base
		if !labelLike(base) || digits(base) > 0 || len(c.text) > mostCell || strings.IndexByte(c.text, ':') >= 0 {
			return 0, false
		}
		if sh.ix.asks(base) {
			known++
		}
	}
	return known, true
}

// gapped says whether a line has a gap in it and no bar or tab.
func (l *line) gapped() bool {
	return !l.blank() && !l.ruler && strings.Contains(l.text[indentation(l.text):], "  ") && strings.IndexByte(l.text, '|') < 0 && strings.IndexByte(l.text, '\t') < 0
}

// stacked says whether the sheet has labels side by side above their answers:
// some of them are known.
func (sh *sheet) stacked() bool {
	known := 0
	for i := range sh.lines {
		if n, ok := sh.stackedAt(i); ok {
			if known += n; known >= leastStacked {
				return true
			}
		}
	}
	return false
}

// leastStacked is how many labels must be known that stand so.
const leastStacked = 3

// unstack appends the labels of line i, each with the answer below it.
func (sh *sheet) unstack(i int, out []line) []line {
	var buf, under [mostCells]rowCell
	labels, answers := rowCells(buf[:0], sh.lines[i].text), rowCells(under[:0], sh.lines[i+1].text)
	for k, c := range labels {
		answer := ""
		if k < len(answers) {
			answer = answers[k].text
		}
		if k > 1 {
			sh.cells = append(sh.cells, cell{len(out), "  "}) // the first two count for the two rows
		}
		out = append(out, newLine(c.text+": "+answer, sh.lines[i].depth))
	}
	return out
}
