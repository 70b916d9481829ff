package template

import (
	"strings"
	"unicode/utf8"
)

// Labels in one column and answers in the next, with nothing but blanks between
// them, look like many other things: listings, logs, poems. They count where
// several answers begin below each other and are of builds of their own, as
// only those to different questions are.

// Least evidence of columns.
const (
	leastColumn = 4 // lines whose answers begin below each other
	leastBuilds = 2 // of an address, a number, a time, a machine
)

// mostColumn is how wide the column of labels is, in bytes.
const mostColumn = 48

// gapAt is where the gap between a label and its answer is in a line, and how
// long; 0 where there is none, or several.
func (l *line) gapAt() (at, wide int) {
	if !l.marks.has(withGap) {
		return 0, 0
	}
	s, off := l.text, int(l.off)
	n := strings.Index(s[off:], "  ")
	if n < 2 || n > mostColumn {
		return 0, 0
	}
	at = off + n
	end := at + indentation(s[at:])
	end += dashAt(s[end:])
	if end >= len(s) || strings.IndexByte(":|=>.?_;", s[at-1]) >= 0 || strings.IndexByte(":|=>._;", s[end]) >= 0 || strings.Contains(s[end:], "   ") || !labelLike(s[off:at]) {
		return 0, 0
	}
	return at, end - at
}

// align finds the column in which answers begin, and marks the lines that have
// one there as parted by the gap before it.
func (sh *sheet) align() {
	var columns [128]uint8
	best := 0
	for i := range sh.lines {
		if c := sh.columnAt(i); c > 0 {
			if columns[c]++; columns[c] > columns[best] && columns[c] < 255 {
				best = c
			}
		}
	}
	if columns[best] < leastColumn || !sh.builds(best) {
		return
	}
	for i := range sh.lines {
		if sh.columnAt(i) == best {
			at, wide := sh.lines[i].gapAt()
			sh.lines[i].cut, sh.lines[i].wide = uint8(at), uint8(wide)
		}
	}
}

// columnAt is the column in which the answer of line i begins behind a gap, 0
// for none.
func (sh *sheet) columnAt(i int) int {
	l := &sh.lines[i]
	if l.blank() || l.ruler || l.cut > 0 || l.reply > 0 {
		return 0
	}
	at, wide := l.gapAt()
	if wide == 0 || at+wide > 2*mostColumn {
		return 0
	}
	return utf8.RuneCountInString(l.text[:at+wide])
}

// builds says whether answers that begin in a column are of several builds.
func (sh *sheet) builds(column int) bool {
	found := map[looks]bool{}
	for i := range sh.lines {
		if sh.columnAt(i) == column {
			at, wide := sh.lines[i].gapAt()
			if t := typed(strings.TrimSpace(sh.lines[i].text[at+wide:])); t != 0 {
				found[t&^looksDial] = true
			}
		}
	}
	return len(found) >= leastBuilds
}
