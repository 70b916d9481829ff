package office

import (
	"bytes"
	"encoding/csv"
	"encoding/xml"
	"errors"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"
)

// begin acts on an element that opens.
func (w *writer) begin(m mark, e xml.StartElement) {
	switch m {
	case hidden:
		w.mute++
	case aside:
		w.leave()
	case tab:
		w.add("\t")
	case newline:
		w.add("\n")
	case blanks:
		n, err := strconv.Atoi(attribute(e, "c"))
		if err != nil {
			n = 1
		}
		w.add(strings.Repeat(" ", max(1, min(n, 100))))
	case row:
		w.cells = append(w.cells, 0)
	case cell:
		if n := len(w.cells); n > 0 {
			if w.cells[n-1]++; w.cells[n-1] > 1 {
				w.add("\t")
			}
		}
	case symbol:
		w.add(boxOf(attribute(e, "char")))
	case box:
		w.tick = false
	case ticked:
		v := attribute(e, "val")
		w.tick = v != "0" && v != "false"
	}
}

// end acts on an element that closes.
func (w *writer) end(m mark) {
	switch m {
	case hidden:
		w.mute--
	case aside:
		w.rejoin()
	case line:
		if len(w.cells) > 0 {
			w.add(" ")
		} else {
			w.add("\n")
		}
	case row:
		if w.cells = w.cells[:len(w.cells)-1]; len(w.cells) == 0 {
			w.add("\n")
		}
	case box:
		if w.tick {
			w.add(full)
		} else {
			w.add(empty)
		}
	}
}

// Boxes as people draw them in text.
const (
	full  = "[x] "
	empty = "[ ] "
)

func attribute(e xml.StartElement, local string) string {
	for _, a := range e.Attr {
		if a.Name.Local == local {
			return a.Value
		}
	}
	return ""
}

// boxOf draws the boxes of Wingdings that word processors put into forms.
func boxOf(char string) string {
	switch strings.ToUpper(char) {
	case "F0FE", "F0FD", "F052", "F0FC":
		return full
	case "F0A8", "F06F", "F071":
		return empty
	}
	return ""
}

// table writes a CSV of labels and answers as lines with tabs. One with many
// columns and a single row of answers is turned; one with more rows is data
// about many things, and no form.
func table(data []byte) (string, error) {
	data = bytes.TrimPrefix(data, []byte("\xEF\xBB\xBF"))
	if !utf8.Valid(data) {
		return "", errors.New("office: the table is not in UTF-8")
	}
	r := csv.NewReader(bytes.NewReader(data[:min(len(data), maxText)]))
	r.Comma, r.FieldsPerRecord, r.LazyQuotes = separator(data), -1, true
	var rows [][]string
	columns := 0
	for {
		record, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return "", err
		}
		rows, columns = append(rows, record), max(columns, len(record))
	}
	switch {
	case columns < 2:
		return "", ErrKind
	case columns > 3 && len(rows) == 2:
		rows = turned(rows)
	case columns > 3:
		return "", ErrKind
	}
	return joined(rows), nil
}

// separator is what parts the columns: the commonest of the usual ones in the first line.
func separator(data []byte) rune {
	first, _, _ := bytes.Cut(data, []byte("\n"))
	best, most := ',', 0
	for _, c := range ",;\t|" {
		if n := bytes.Count(first, []byte(string(c))); n > most {
			best, most = c, n
		}
	}
	return best
}

// turned makes a line of each column.
func turned(rows [][]string) (out [][]string) {
	for i, label := range rows[0] {
		answer := ""
		if i < len(rows[1]) {
			answer = rows[1][i]
		}
		out = append(out, []string{label, answer})
	}
	return out
}

// joined writes a label with a colon, then its answer, further lines indented.
func joined(rows [][]string) string {
	var b strings.Builder
	for _, record := range rows {
		label := strings.TrimSpace(record[0])
		answer := strings.TrimSpace(strings.Join(record[1:], " "))
		switch {
		case label == "":
			b.WriteString(answer)
		case answer == "":
			b.WriteString(label)
		default:
			b.WriteString(strings.TrimRight(label, " :") + ": " + strings.ReplaceAll(answer, "\n", "\n    "))
		}
		b.WriteString("\n")
	}
	return b.String()
}
