package template

import (
	"strings"
	"unicode"
)

// tabled takes in the rows of a table: the machines of each, and of a table of
// one row what else it tells. One in a long answer is part of that. It returns
// the last line.
func (r *reading) tabled(h *hit) int {
	l := h.ledger
	if r.open != nil && r.open.kind == kindLong && (len(r.parts) > 0 || !r.open.e.heading) {
		for i := h.line; i <= h.end.line; i++ {
			r.text(i)
		}
		return h.end.line
	}
	role := r.role
	if above := r.above(h.line); above != "" {
		role = above
	} else if r.open != nil && namesHost(r.open.name) && len(r.parts) == 0 {
		role = r.open.role
	}
	r.close()
	r.latest = h.line
	left := false
	for n, k := range l.rows {
		row, _ := l.row(r.lines[k].text)
		r.group, r.role = 0, ""
		lost := false
		for i := range l.columns {
			c := &l.columns[i]
			switch {
			case row[i] == "", c.e != nil && c.e.name == "host_function" && sideOf(row[i]) != "":
			case c.e == nil && len(l.rows) == 1:
				r.leave(c.name+": "+row[i], k)
			case c.e == nil:
				lost = lost || strings.ContainsFunc(row[i], unicode.IsLetter)
			case ofHost(c.e.name):
				r.cell(c, row[i], k, l.side(&row, c, role))
			case c.e.kind != kindContact && len(l.rows) > 1 || n > 0:
				lost = true
			default:
				r.cell(c, row[i], k, "")
			}
		}
		if lost && !left {
			r.leave(r.lines[h.line].text, h.line)
		}
		if left = left || lost; lost {
			r.leave(r.lines[k].text, k)
		}
	}
	r.group, r.role = 0, role
	return h.end.line
}

// above is the role that the line above a table gives the machines in it.
func (r *reading) above(i int) string {
	for i--; i > r.from && (r.lines[i].blank() || r.lines[i].ruler); i-- {
	}
	if i < r.from || len(r.lines[i].text) > mostFacet {
		return ""
	}
	return whose(r.lines[i].text[r.lines[i].off:])
}

// side is the role of the machines in a cell: that of its column, or one that
// the row states, or that of the heading above.
func (l *ledger) side(row *[mostColumns + 1]string, c *column, above string) string {
	if c.e.role != "" {
		return c.e.role
	}
	for i := range l.columns {
		if o := &l.columns[i]; o.e != nil && o.e.name == "host_function" {
			if role := sideOf(row[i]); role != "" {
				return role
			}
		}
	}
	return above
}

// sideOf is the role that a word says of a machine, "" for none.
func sideOf(word string) string {
	s, _ := vocab().compass.side(word)
	return s.role
}

// cell keeps one cell as an answer; those of a row that are of machines of one
// side are of one machine.
func (r *reading) cell(c *column, text string, k int, role string) {
	a := answer{e: c.e, name: c.e.name, kind: c.e.kind, role: role, line: r.row(k) + 1, at: k, text: text, label: c.name, inline: true}
	if ofHost(a.name) {
		if r.group == 0 || role != r.role {
			r.newGroup()
		}
		r.role, a.group = role, r.group
	} else {
		r.answered.set(a.name, true)
	}
	said := saying{text: text, line: int32(k), of: a.kind}
	if role != "" {
		said.role = roleBit(role)
	}
	r.said = append(r.said, said)
	r.answers = append(r.answers, a)
}
