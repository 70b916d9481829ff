package mime

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxLabel is the longest text, in bytes, that reads as the label of a field.
const maxLabel = 80

// startTable opens a table in the frame that text now flows into.
func (r *htmlReader) startTable() {
	if len(r.tables) < maxTables {
		r.tables = append(r.tables, len(r.frames)-1)
	}
}

// startCell opens a cell of the innermost table; outside of tables it is a
// word of its own.
func (r *htmlReader) startCell(header bool) {
	if len(r.tables) == 0 {
		r.frame().blank = true
		return
	}
	r.endCell()
	f := r.frame()
	f.row = append(f.row, cell{header: header})
	r.frames = append(r.frames, &frame{})
}

// endCell gives the text of the open cell to its row.
func (r *htmlReader) endCell() {
	if len(r.tables) == 0 || len(r.frames)-1 == r.tables[len(r.tables)-1] {
		return
	}
	text := strings.TrimSpace(r.frame().out.String())
	r.frames = r.frames[:len(r.frames)-1]
	row := r.frame().row
	row[len(row)-1].text = text
}

// endRow writes the cells since the last row.
func (r *htmlReader) endRow() {
	r.endCell()
	f := r.frame()
	row := f.row
	f.row = nil
	if text := joinCells(row); text != "" {
		r.line(1)
		for i, line := range strings.Split(text, "\n") {
			if i > 0 {
				f.breaks++
			}
			r.write(line)
		}
	}
	r.line(1)
}

// endTable closes the innermost table.
func (r *htmlReader) endTable() {
	if len(r.tables) == 0 {
		return
	}
	r.endRow()
	r.tables = r.tables[:len(r.tables)-1]
	r.line(2)
}

// joinCells makes one row a line, or lines: labels with their values, other
// cells with tabs between; cells of several lines stand below each other.
func joinCells(row []cell) string {
	for len(row) > 0 && row[len(row)-1].text == "" && len(row) != 2 {
		row = row[:len(row)-1]
	}
	switch {
	case len(row) == 0:
		return ""
	case len(row) == 2 && isLabel(row[0].text) && !row[1].header:
		return labelled(row[0].text, row[1].text)
	case labelsAlternate(row):
		lines := make([]string, 0, len(row)/2)
		for i := 0; i < len(row); i += 2 {
			lines = append(lines, labelled(row[i].text, row[i+1].text))
		}
		return strings.Join(lines, "\n")
	}
	texts := make([]string, len(row))
	separator := "\t"
	for i, c := range row {
		texts[i] = c.text
		if strings.Contains(c.text, "\n") {
			separator = "\n"
		}
	}
	return strings.Trim(strings.Join(texts, separator), "\t\n")
}

// labelsAlternate knows a row of labels that end in a colon, each followed by
// its value.
func labelsAlternate(row []cell) bool {
	if len(row) < 4 || len(row)%2 != 0 {
		return false
	}
	for i := 0; i < len(row); i += 2 {
		if !strings.HasSuffix(row[i].text, ":") || strings.HasSuffix(row[i+1].text, ":") {
			return false
		}
	}
	return true
}

// isLabel reports whether a cell reads as the name of a field: short, on one
// line, with a letter, and no address or host name.
func isLabel(s string) bool {
	if s == "" || len(s) > maxLabel || strings.ContainsAny(s, "\n@\t") {
		return false
	}
	if strings.HasSuffix(s, ":") {
		return true
	}
	last, _ := utf8.DecodeLastRuneInString(s)
	return strings.IndexFunc(s, unicode.IsLetter) >= 0 && !strings.Contains(s, "://") &&
		!(strings.Contains(s, ".") && !strings.Contains(s, " ")) && !strings.ContainsRune(".!,;", last)
}

// labelled writes "label: value".
func labelled(label, value string) string {
	label = strings.TrimRight(strings.TrimSuffix(label, ":"), " ")
	return strings.TrimRight(label+": "+value, " ")
}
