package template

import (
	"strings"
	"unicode/utf8"

	"tocsin/template/word"
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

// labelCells parts a row of labels, where numbers may stand in cells of their
// own: "Box 3   Telephone     Box 4   E-mail". It says whether all do and go on
// from one to the next.
func labelCells(list []rowCell, s string) (cells []rowCell, numbered bool) {
	all, last, open := rowCells(list, s), "", false
	cells, numbered = all[:0], true
	for _, c := range all {
		if n := len(cells) - 1; open {
			cells[n].text, cells[n].at, open = cells[n].text+"  "+c.text, c.at, false
			continue
		}
		number := ""
		if end := c.text[len(c.text)-1]; word.IsDigit(end) || end == '.' || end == ')' {
			l := newLine(c.text+"  x", 0)
			number, open = l.number(), l.long > 0 && int(l.off) > len(c.text)
		}
		numbered = numbered && open && (last == "" || succeeds(number, last))
		cells, last = append(cells, c), number
	}
	return cells, numbered && len(cells) > 1 && !open
}

// stackedAt says how many of the labels are known that line i may have above
// their answers in the next, or numbered; ok is false where it has none: the
// two stand by themselves or are numbered, and each answer begins below a label.
func (sh *sheet) stackedAt(i int) (known int, ok bool) {
	if i+1 >= len(sh.lines) {
		return 0, false
	}
	above, below := &sh.lines[i], &sh.lines[i+1]
	if !above.gapped() || !below.gapped() || above.depth != below.depth || len(above.text)+len(below.text) > mostRow {
		return 0, false
	}
	var buf, under [mostCells]rowCell
	labels, numbered := labelCells(buf[:0], above.text)
	answers := rowCells(under[:0], below.text)
	if len(answers) < 2 || len(answers) > len(labels) || !numbered && !(sh.begins(i) && sh.ends(i+1)) {
		return 0, false
	}
	for k, c := range answers {
		if c.at != labels[k].at || sh.ix.asks(c.text) {
			return 0, false
		}
	}
	for _, c := range labels {
		off, _ := unnumbered(c.text)
		base := splitLabel(c.text[off:]).base
		if !labelLike(base) || word.Digits(base) > 0 || len(c.text) > mostCell || strings.IndexByte(c.text, ':') >= 0 {
			return 0, false
		}
		if numbered || sh.ix.asks(base) {
			known++
		}
	}
	return known, true
}

// gapped says whether a line has a gap in it and no bar or tab.
func (l *line) gapped() bool {
	return l.marks.has(withGap) && !l.marks.has(withBar|withTab)
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
	margin := sh.lines[i].text[:indentation(sh.lines[i].text)]
	labels, _ := labelCells(buf[:0], sh.lines[i].text)
	answers := rowCells(under[:0], sh.lines[i+1].text)
	for k, c := range labels {
		answer := ""
		if k < len(answers) {
			answer = answers[k].text
		}
		if k > 1 {
			sh.cells = append(sh.cells, cell{len(out), "  "}) // the first two count for the two rows
		}
		out = append(out, newLine(margin+c.text+": "+answer, sh.lines[i].depth))
	}
	return out
}
