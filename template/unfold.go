package template

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
)

// unfold gives each name of an object that stands on one line a line of its own,
// where it is a report: logs hold such lines as well.
func (sh *sheet) unfold() {
	i := slices.IndexFunc(sh.lines, func(l line) bool { return strings.HasPrefix(l.text, `{"`) })
	if i < 0 || sh.ix.book == nil {
		return
	}
	text := sh.lines[i].text
	var sb bytes.Buffer
	if len(text) > mostRecord || strings.Count(text, "{")+strings.Count(text, "[") > mostObjects || json.Indent(&sb, []byte(text), "", "  ") != nil {
		return
	}
	var t telling
	var own []line
	var cells []cell
	for s := range strings.Lines(sb.String()) {
		l := newLine(trimEnd(strings.TrimSuffix(s, "\n")), sh.lines[i].depth)
		if k := keyOf(l.text); k.is == isKey {
			t.take(sh.ix, plainName(k.name), plainValue(k.value))
		}
		if own = append(own, l); len(own) > 1 {
			cells = append(cells, cell{i + len(own) - 1, "\n"})
		}
	}
	if t.report() {
		sh.lines, sh.cells, sh.torn = slices.Replace(sh.lines, i, i+1, own...), cells, true
	}
}

// unfoldValues gives each name of an object that stands behind another name on one
// line a line of its own, and says whether there are such.
func (sh *sheet) unfoldValues() (found bool) {
	lines, cells := make([]line, 0, len(sh.lines)), sh.cells
	for i := range sh.lines {
		l := &sh.lines[i]
		k := keyOf(l.text)
		value := strings.TrimRight(k.value, ", ")
		if lines = append(lines, *l); k.is != isKey || len(value) < 3 || value[0] != '{' || value[len(value)-1] != '}' || len(cells) > mostObjects {
			continue
		}
		lines[len(lines)-1] = newLine(l.text[:len(l.text)-len(k.value)]+"{", l.depth)
		for _, part := range append(objectParts(value[1:len(value)-1]), "}") {
			lines = append(lines, newLine(strings.Repeat(" ", k.indent+2)+part, l.depth))
			cells = append(cells, cell{len(lines) - 1, " "})
		}
		found = true
	}
	if found {
		sh.lines, sh.cells = lines, cells
	}
	return found
}

// objectParts parts what stands in the brackets of an object: at commas outside of
// quotes and of further brackets.
func objectParts(s string) (list []string) {
	from, depth, quoted := 0, 0, false
	for i := range len(s) {
		switch c := s[i]; {
		case c == '"' && (i == 0 || s[i-1] != '\\'):
			quoted = !quoted
		case quoted:
		case c == '{' || c == '[':
			depth++
		case c == '}' || c == ']':
			depth--
		case c == ',' && depth == 0:
			list, from = append(list, strings.TrimSpace(s[from:i])), i+1
		}
	}
	return append(list, strings.TrimSpace(s[from:]))
}
