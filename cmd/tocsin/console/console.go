// Package console prints for people: aligned tables, colour and progress on a
// terminal, plain lines elsewhere, and never a control character that came
// with mail. JSON output does not pass through it.
package console

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"strings"
	"unicode/utf8"

	"golang.org/x/term"
)

// A Screen is where output goes and what it can show.
type Screen struct {
	Terminal bool `json:"terminal"` // progress may redraw its line
	Colour   bool `json:"colour"`
	Width    int  `json:"width"` // columns, 0 when unknown: nothing is cut
}

// ScreenOf looks at a file: a terminal has colour unless NO_COLOR is set.
func ScreenOf(f *os.File) Screen {
	fd := int(f.Fd())
	if !term.IsTerminal(fd) {
		return Screen{}
	}
	width, _, err := term.GetSize(fd)
	if err != nil {
		width = 80
	}
	return Screen{Terminal: true, Colour: os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb", Width: width}
}

// Styles for Paint.
const (
	Bold   = "1"
	Dim    = "2"
	Red    = "31"
	Green  = "32"
	Yellow = "33"
	Blue   = "36"
)

// Paint wraps text in a style where the screen has colour.
func (s Screen) Paint(style, text string) string {
	if !s.Colour || style == "" || text == "" {
		return text
	}
	return "\x1b[" + style + "m" + text + "\x1b[0m"
}

// Safe makes one line of hostile text harmless: no control, escape, bidi or
// other invisible character survives, blanks are single.
func Safe(text string) string {
	return strings.Join(strings.Fields(clean(text, false)), " ")
}

// SafeText is Safe for text of several lines: line ends and tabs stay.
func SafeText(text string) string { return clean(text, true) }

func clean(text string, lines bool) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' && lines, r == '\t' && lines:
			return r
		case r == '\n', r == '\t', r == 0x2028, r == 0x2029:
			return ' '
		case r == '\r' && lines:
			return -1
		case r < ' ', r >= 0x7f && r < 0xa0, r == utf8.RuneError, invisible(r):
			return '·'
		}
		return r
	}, text)
}

// invisible covers bidi marks and overrides, zero-width characters, tags and
// private use: what can make a terminal show something else than is there.
func invisible(r rune) bool {
	return r == 0xad || r == 0x61c || r == 0x180e || r >= 0x200b && r <= 0x200f || r >= 0x202a && r <= 0x202e ||
		r >= 0x2060 && r <= 0x206f || r == 0xfeff || r >= 0xfff9 && r <= 0xfffb || r >= 0xe000 && r <= 0xf8ff || r >= 0xe0000
}

// A Table is rows of cells, aligned when it is written.
type Table struct {
	screen Screen
	rows   [][]cell
}

type cell struct{ style, text string }

// NewTable starts a table with a head.
func NewTable(s Screen, head ...string) *Table {
	t := &Table{screen: s}
	var row []cell
	for _, h := range head {
		row = append(row, cell{Dim, strings.ToUpper(h)})
	}
	t.rows = append(t.rows, row)
	return t
}

// Row adds a row; cells are made safe. A cell made by Styled keeps its style.
func (t *Table) Row(cells ...any) {
	var row []cell
	for _, c := range cells {
		if s, ok := c.(cell); ok {
			row = append(row, s)
			continue
		}
		row = append(row, cell{"", Safe(fmt.Sprint(c))})
	}
	t.rows = append(t.rows, row)
}

// Styled is a cell in a colour.
func Styled(style, text string) any { return cell{style, Safe(text)} }

// Len is the number of rows below the head.
func (t *Table) Len() int { return len(t.rows) - 1 }

// WriteTo writes the table with columns two blanks apart; on a terminal the
// last column is cut at the edge. A table without rows writes nothing.
func (t *Table) WriteTo(w io.Writer) (int64, error) {
	if t.Len() == 0 {
		return 0, nil
	}
	widths := t.widths()
	var b bytes.Buffer
	for _, row := range t.rows {
		left := 0
		for len(row) > 0 && row[len(row)-1].text == "" {
			row = row[:len(row)-1]
		}
		for i, c := range row {
			if i == len(row)-1 {
				b.WriteString(t.screen.Paint(c.style, t.cut(c.text, left)))
				break
			}
			b.WriteString(t.screen.Paint(c.style, c.text))
			b.WriteString(strings.Repeat(" ", widths[i]-columns(c.text)+2))
			left += widths[i] + 2
		}
		b.WriteByte('\n')
	}
	return b.WriteTo(w)
}

func (t *Table) widths() []int {
	var out []int
	for _, row := range t.rows {
		for i, c := range row {
			if i == len(out) {
				out = append(out, 0)
			}
			out[i] = max(out[i], columns(c.text))
		}
	}
	return out
}

func (t *Table) cut(text string, left int) string {
	room := t.screen.Width - left - 1
	if t.screen.Width == 0 || columns(text) <= room {
		return text
	}
	used, out := 0, []rune{}
	for _, r := range text {
		if used += columns(string(r)); used > max(room-1, 8) {
			return string(out) + "…"
		}
		out = append(out, r)
	}
	return text
}

// columns counts terminal columns: none for combining marks, two for East
// Asian wide characters and emoji.
func columns(text string) int {
	n := 0
	for _, r := range text {
		switch {
		case r >= 0x300 && r <= 0x36f:
		case r >= 0x1100 && r <= 0x115f, r >= 0x2e80 && r <= 0xa4cf, r >= 0xac00 && r <= 0xd7a3,
			r >= 0xf900 && r <= 0xfaff, r >= 0xfe30 && r <= 0xfe6f, r >= 0xff00 && r <= 0xff60, r >= 0x1f300 && r <= 0x1faff, r >= 0x20000:
			n += 2
		default:
			n++
		}
	}
	return n
}
