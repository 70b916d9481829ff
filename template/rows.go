package template

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"tocsin/template/word"
)

// People who print forms put several questions on one line of the page: "Name:
// Jane Doe      Phone: 555 0100", or four cells of a table. Such a row is read
// as if each label began a line of its own.

// A cell is a line that began further right on the row above it.
type cell struct {
	line int    // index in the sheet's lines
	gap  string // what parted it from the cell before
}

// lead is what stood between a line and the one before on the same row; false
// where the line is a row of its own.
func (sh *sheet) lead(i int) (gap string, further bool) {
	if len(sh.cells) == 0 {
		return "", false
	}
	k, further := slices.BinarySearchFunc(sh.cells, i, func(c cell, line int) int { return c.line - line })
	if !further {
		return "", false
	}
	return sh.cells[k].gap, true
}

// row is the row of the text, from 0, that a line of the sheet stands on.
func (sh *sheet) row(i int) int {
	k, _ := slices.BinarySearchFunc(sh.cells, i+1, func(c cell, line int) int { return c.line - line })
	return i - k
}

// mostCells is how many cells a row has at most.
const mostCells = 12

// spread gives each label with its answer a line of its own.
func (sh *sheet) spread() {
	sh.denote()
	sh.unslash()
	if all := sh.marks(); all.has(withParts) {
		sh.spreadRows(sh.pairsInRows(), all.has(withGap) && sh.stacked())
	}
}

// spreadRows does so with the rows of a sheet: paired parts the cells of rows of
// pairs, and stacked says that labels stand side by side above their answers.
func (sh *sheet) spreadRows(paired byte, stacked bool) {
	var out []line
	for i := 0; i < len(sh.lines); i++ {
		if !sh.lines[i].marks.has(withParts) {
			if out != nil {
				out = append(out, sh.lines[i])
			}
			continue
		}
		l := sh.lines[i]
		if l.apart() {
			if s, ok := gathered(l.text, int(l.off)); ok {
				l = newLine(s, l.depth)
				sh.lines[i], sh.torn = l, true
			}
		}
		if paired == ';' && strings.HasSuffix(l.text, ";") {
			l = newLine(trimEnd(strings.TrimRight(l.text, ";")), l.depth) // of cells that hold nothing
			sh.lines[i], sh.torn = l, true
		}
		end, next := l.secondCell(paired)
		ok := false
		if stacked && next == 0 {
			_, ok = sh.stackedAt(i)
		}
		rec := sh.recordAt(i)
		first, second, two := "", "", false
		if next == 0 && !ok && rec == nil {
			first, second, two = sh.halved(&l)
		}
		if next == 0 && !ok && rec == nil && !two && out == nil {
			continue
		}
		if out == nil {
			out = append(make([]line, 0, len(sh.lines)+16), sh.lines[:i]...)
		}
		if rec != nil {
			out, i, sh.torn = sh.unroll(rec, out), rec.end, true
			continue
		}
		if ok {
			out, i, sh.torn = sh.unstack(i, out), i+1, true
			continue
		}
		if two {
			out = append(out, newLine(trimEnd(first), l.depth), newLine(second, l.depth))
			sh.cells, sh.torn = append(sh.cells, cell{len(out) - 1, " / "}), true
			continue
		}
		out = sh.cut(out, l, end, next, paired)
	}
	if out != nil {
		sh.lines = out
	}
}

// marks are what stands somewhere in the sheet.
func (sh *sheet) marks() (all marks) {
	for i := range sh.lines {
		all |= sh.lines[i].marks
	}
	return all
}

// cut appends the cells of a row as lines, the first of which ends and the second
// begins as secondCell says.
func (sh *sheet) cut(out []line, l line, end, next int, paired byte) []line {
	for n := 1; next > 0 && n < mostCells; n++ {
		rest, gap := l.text[next:], l.text[end:next]
		out = append(out, newLine(trimEnd(l.text[:end]), l.depth))
		sh.cells = append(sh.cells, cell{len(out), gap})
		l = newLine(rest, l.depth)
		end, next = l.secondCell(paired)
	}
	return append(out, l)
}

// secondCell finds where the first cell of a row ends and the second begins,
// next is 0 where it is the only one. What parts the cells of rows of pairs is
// paired, 0 where the sheet has none.
func (l *line) secondCell(paired byte) (end, next int) {
	if l.ruler || len(l.text) < len("A: b   C: ") {
		return 0, 0
	}
	if paired != 0 && strings.IndexByte(l.text, paired) >= 0 {
		return pairEnd(l.text, paired)
	}
	s, off := l.text, int(l.off)
	if l.dated || !l.marks.has(withWideGap|withTab|withBar) || !l.marks.has(withColon|withMore) || !labelsTwice(s[off:]) {
		return 0, 0
	}
	at := cellLabel(s[off:])
	if at == 0 {
		return 0, 0
	}
	return nextLabel(s, off+at)
}

// labelsTwice is a quick look whether a line may have two labels.
func labelsTwice(s string) bool {
	return strings.IndexByte(s, ':') < strings.LastIndexByte(s, ':') || strings.Index(s, "：") < strings.LastIndex(s, "：")
}

// nextLabel finds a label behind a gap, from offset i of a row on, where an
// answer to the label before begins.
func nextLabel(s string, i int) (end, next int) {
	for i += indentation(s[i:]); i < len(s); i++ {
		n := gapAt(s[i:])
		if n == 0 {
			continue
		}
		if cellLabel(s[i+n:]) > 0 || smallLabel(s[i+n:]) {
			return i, i + n
		}
		i += n - 1
	}
	return 0, 0
}

// gapAt is the length of what may part two cells at the start of s: three
// blanks, a tab, or a bar between blanks.
func gapAt(s string) int {
	if s[0] != ' ' && s[0] != '\t' {
		return 0
	}
	n := indentation(s)
	if strings.HasPrefix(s[n:], "| ") {
		return n + len("| ")
	}
	if n >= 3 || strings.IndexByte(s[:n], '\t') >= 0 {
		return n
	}
	return 0
}

// smallLabel says whether a label that begins small stands at the start of s, and
// a figure behind it: "repaired at: 05:15".
func smallLabel(s string) bool {
	colon := strings.Index(s[:min(len(s), mostCell)], ": ")
	return colon > 0 && colon+2 < len(s) && word.IsDigit(s[colon+2]) && strings.IndexFunc(s[:colon], unicode.IsUpper) < 0 && word.Digits(s[:colon]) == 0 && labelLike(s[:colon]) && len(word.Split(s[:colon])) <= mostSmall
}

// mostSmall is how many words a label that begins small has at most.
const mostSmall = 3

// mostCell is how long the label of a cell is, in bytes, and in words.
const (
	mostCell      = 60
	mostCellWords = 7
)

// cellLabel is where an answer to the label begins that stands at the start of
// s, 0 if none does: few words and a colon, and neither "yes" nor before a box.
func cellLabel(s string) int {
	off, _ := unnumbered(s)
	if off > 0 && (s[0] == '[' || s[0] == '<') {
		return 0
	}
	first, _ := utf8.DecodeRuneInString(s[off:])
	if !unicode.IsLetter(first) && first != '¿' {
		return 0
	}
	mark, at, ok := parted(s[off:], false)
	if mark == '.' && strings.HasPrefix(s[off+at:], ".:") {
		mark, at = ':', at+1 // "Sheet no.: 26-311"
	}
	if !ok || mark != ':' || at > mostCell || !labelLike(s[off:off+at]) || word.Count(s[off:off+at]) > mostCellWords || strings.Contains(s[off:off+at], "   ") {
		return 0
	}
	_, n := utf8.DecodeRuneInString(s[off+at:])
	end := off + at + n
	if rest := s[end:]; boxAt(rest[indentation(rest):]) || unicode.IsLower(first) && typed(strings.TrimSpace(rest[:gapEnd(rest, indentation(rest))])) == 0 || vocab().answers.Is(s[off:off+at]) != "" {
		return 0
	}
	return end
}

// asks says whether a text is a label, known or understood by its words.
func (ix *index) asks(s string) bool {
	name := ix.asked(s)
	return name != "" || ix.book != nil && len(s) <= mostCell && len(ix.book.lonesOf(word.FoldHash(s))) > 0
}

// asked is the field or heading that a text asks for, "" where it is no label.
func (ix *index) asked(s string) string {
	if s == "" || len(s) > mostCell {
		return ""
	}
	if n := ix.find(word.FoldHash(s)); n != nil && len(n.entries) > 0 {
		return cmp.Or(n.entries[0].name, "heading")
	}
	var words wordReading
	if s = splitLabel(s).base; ix.book == nil || !ix.book.read(s, &words) {
		return ""
	}
	if m, ok := ix.book.mean(&words, true); ok {
		return cmp.Or(m.rule.Field, "heading")
	}
	return ""
}
