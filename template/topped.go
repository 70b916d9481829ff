package template

import (
	"slices"
	"strings"
)

// topped keeps of what stands above our receipt, which line i begins, the
// questions of our form that the reporter answered there instead of in the
// lines below, and blanks what was quoted between. Without any, the form
// begins behind that line.
func (sh *sheet) topped(f *form, i int) bool {
	if f.ID != ownForm {
		return false
	}
	end := sh.quoteAbove(i)
	above := slices.DeleteFunc(slices.Clone(sh.hits), func(h hit) bool {
		ours := slices.ContainsFunc(h.entries, func(e *entry) bool { return e.def == f && !e.heading })
		return !ours || h.line >= end || h.strength < strong || h.end.off >= len(sh.lines[h.end.line].text)
	})
	if len(above) == 0 {
		return false
	}
	for k := end; k <= i; k++ {
		sh.lines[k] = newLine("", sh.lines[k].depth)
	}
	sh.hits = append(sh.hits[:0], above...)
	return true
}

// quoteAbove is the first line of the mail that a reply quotes above line i:
// the line that says who wrote, where there is one, the header of the mail, or
// the first with a quote mark; i if nothing tells.
func (sh *sheet) quoteAbove(i int) int {
	depth := sh.lines[0].depth
	for k := 1; k < i; k++ {
		quoted := sh.lines[k].depth > depth && !sh.lines[k].blank()
		if !quoted && !(isHeader(sh.lines[k].text) && amongHeaders(sh.lines, k)) {
			continue
		}
		last := k - 1
		for last > 0 && sh.lines[last].blank() {
			last--
		}
		if last > 0 && (sh.lines[last].ruler || strings.HasSuffix(sh.lines[last].text, ":") || unruled(sh.lines[last].text) != sh.lines[last].text) {
			return last
		}
		return k
	}
	return i
}
