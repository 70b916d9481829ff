package template

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"tocsin/template/word"
)

// A shape is how a label is dressed on its line, whatever its words are: what
// stands before them and what parts them from the answer, 0 for nothing.
type shape struct{ before, after byte }

// What may stand before the words of a label.
const (
	numbered  = '1'
	bold      = '*'
	dash      = '-'
	bracketry = '['
	barred    = '|'
)

// marked says whether no line of prose or of a log is dressed so.
func (sh shape) marked() bool {
	return sh.before != 0 && sh.after != 0 || sh.after == '.' || sh.after == '\t' || sh.after == '|' || sh.after == '>'
}

// shapeOf reads how a text is dressed that begins with what may be a label.
func shapeOf(s string) (shape, bool) {
	l := newLine(s, 0)
	return l.shape()
}

// shape reads how a line is dressed that begins with what may be a label.
func (l *line) shape() (sh shape, ok bool) {
	s, off := l.text, l.off
	switch head := s[:off]; {
	case off == 0:
	case l.marks.has(withBar) && strings.Contains(head, "|"):
		sh.before = barred
	case l.marks.has(withBox|withMore) && (strings.IndexByte(head, '[') >= 0 || strings.Contains(head, "【")) && (l.long == 0 || head[int(l.at)+int(l.long)] != ']'):
		sh.before = bracketry
	case strings.Contains(head, "**"):
		sh.before = bold
	case l.long > 0:
		sh.before = numbered
	case strings.HasSuffix(head, "- "):
		sh.before = dash
	}
	if r, _ := utf8.DecodeRuneInString(s[off:]); !unicode.IsLetter(r) && r != '¿' {
		return sh, false
	}
	if l.cut > 0 {
		sh.after = '>'
		return sh, true
	}
	sh.after, _, ok = parted(s[off:], sh.before == bracketry)
	if ok && sh.before == barred && strings.IndexByte(s[off:], '|') > 0 {
		sh.after = '|' // "| Is it down? | yes |"
	}
	return sh, ok
}

// A manner is how often the labels of a sheet are dressed in each shape.
type manner struct {
	shapes  []shape
	counts  []int
	total   int
	numbers int    // of them with a number
	mark    string // " - " or " / ", where that parts labels from answers
}

// shapeOf reads the shape of a line in a sheet of this manner.
func (m *manner) shapeOf(l *line) (shape, bool) {
	sh, ok := l.shape()
	switch {
	case sh.after == ':' && ok && m.has(shape{sh.before, '>'}) && strings.Contains(l.text[l.off:], "?  "):
		sh.after = '>' // a question in a column of labels
	case !ok || m.mark == "":
	case sh.after == 0 && strings.Contains(l.text, m.mark), sh.after == '>' && strings.HasSuffix(l.text[:int(l.cut)+int(l.wide)], m.mark):
		sh.after = m.mark[1]
	}
	return sh, ok
}

// learn counts the shape of a label's line.
func (m *manner) learn(l *line) {
	sh, ok := m.shapeOf(l)
	if !ok {
		return
	}
	m.total++
	if l.long > 0 {
		m.numbers++
	}
	if i := slices.Index(m.shapes, sh); i >= 0 {
		m.counts[i]++
		return
	}
	m.shapes, m.counts = append(m.shapes, sh), append(m.counts, 1)
}

// has says whether labels of the sheet are often dressed so.
func (m *manner) has(sh shape) bool { return m.hasBeside(sh, 0) }

// hasBeside says the same of the labels but for some.
func (m *manner) hasBeside(sh shape, some int) bool {
	i := slices.Index(m.shapes, sh)
	return i >= 0 && (m.counts[i]-some >= 3 || m.counts[i]-some == 2 && m.total <= 6)
}

// barred says whether many labels stand in a table.
func (m *manner) barred() bool {
	n := 0
	for i, sh := range m.shapes {
		if sh.before == barred {
			n += m.counts[i]
		}
	}
	return n >= 3
}

// stranger says whether a line carries a label that nobody knows: it is
// dressed as the known ones of the sheet are. What it asks and what is
// answered there belongs to no field.
func (r *reading) stranger(i int) bool {
	if r.sure {
		return r.rowsOn(i) || r.strays(i)
	}
	s := r.lines[i].text
	sh, ok := r.manner.shapeOf(&r.lines[i])
	switch {
	case r.marksHeading(i), r.lines[i].alone, r.asksChoice(i), r.numbersOn(i), r.sectionsOn(i), r.replied(i), r.requoted(i), r.lines[i].labelsBoxes():
		return true
	case r.open.name == "log_extracts" && closedQuestion(s):
		return true
	case ok && sh.after == 0 && r.wrapsLabel(i), r.bulleted(i), r.outdents(i):
		return true
	case !ok || !r.manner.has(sh):
		return false
	case sh.after == 0:
		return sh.before == numbered && (i == 0 || r.lines[i-1].blank() || r.lines[i-1].ruler) && word.Count(s) <= 9
	case sh.marked():
		return true
	case namesHost(r.open.name) && hostLike(s):
		if r.beside && r.terminated && titled(s) {
			return true // the answer began beside its label, and this is the next one
		}
		if q := strings.IndexByte(s, '?'); q > 0 && titled(s) && !hostLike(s[:q]) {
			return true // a question, and its answer
		}
		return r.open.role != "" && r.ix.gist.opposes(s, r.open.role)
	}
	return brief(r.open.name) && titled(s)
}

// marksHeading says whether line i is a heading in the notation in which the open
// question is one.
func (r *reading) marksHeading(i int) bool {
	s := r.lines[i].text
	return r.subhead(i) || strings.HasPrefix(s, "# ") && strings.HasPrefix(r.lines[r.open.at].text, "#")
}

// subhead says whether line i is marked as a heading below another; one mark
// alone stands before remarks in logs as well.
func (sh *sheet) subhead(i int) bool {
	s := sh.lines[i].text
	return strings.HasPrefix(s, "##") && strings.HasPrefix(strings.TrimLeft(s, "#"), " ")
}

// bulleted says whether line i begins with the same bullet as that of the open
// question, as far in, and the answer so far does not.
func (r *reading) bulleted(i int) bool {
	s, label := r.lines[i].text, r.lines[r.open.at].text
	in := indentation(label)
	if r.beside || len(r.parts) == 0 || indentation(s) != in || label[in] != s[in] || rune(s[in]) > 0x7f || !bulletByte[s[in]] {
		return false
	}
	return indentation(r.lines[r.added].text) > in
}

// outdents says whether line i is numbered and stands further out than the open
// question, which is not: it goes on with the section after.
func (r *reading) outdents(i int) bool {
	l, label := &r.lines[i], &r.lines[r.open.at]
	return l.long > 0 && label.long == 0 && len(r.parts) > 0 && indentation(l.text) < indentation(label.text)
}

// rowsOn says whether line i is the next numbered row of the table in which the
// open question stands: "1.2 | Country | Norway".
func (r *reading) rowsOn(i int) bool {
	row := func(l *line) bool { return l.long > 0 && strings.IndexByte(l.text[:l.off], '|') > int(l.at) }
	return row(&r.lines[i]) && row(&r.lines[r.open.at])
}

// strays says whether line i, apart from the open answer of a few lines, is
// dressed as the labels of the sheet are: something the form does not ask.
func (r *reading) strays(i int) bool {
	if len(r.parts) == 0 || !r.lines[i-1].blank() || !brief(r.open.name) {
		return false
	}
	sh, ok := r.manner.shapeOf(&r.lines[i])
	return ok && sh.after != 0 && r.manner.has(sh) && titled(r.lines[i].text)
}

// requoted says whether line i goes on with the quoted form below an answer
// that was written between its lines.
func (r *reading) requoted(i int) bool {
	return len(r.parts) > 0 && i > r.open.at+1 && r.lines[i].depth > r.lines[i-1].depth && r.lines[i].depth == r.lines[r.open.at].depth
}

// numbersOn says whether the number of line i is the next after that of the
// latest label, in a sheet that numbers its labels.
func (r *reading) numbersOn(i int) bool {
	l := &r.lines[i]
	if l.long == 0 || i == r.latest || r.lines[r.latest].long == 0 || r.manner.numbers < leastDressed || r.manner.numbers*2 < r.manner.total {
		return false
	}
	return succeeds(l.number(), r.lines[r.latest].number())
}

// sectionsOn says whether the number of line i is that of the section after the
// latest label's: "C." below "B.4".
func (r *reading) sectionsOn(i int) bool {
	l, last := &r.lines[i], r.lines[r.latest].number()
	if l.long == 0 || i == r.latest || r.manner.numbers < leastDressed || r.manner.numbers*2 < r.manner.total {
		return false
	}
	end := strings.IndexAny(last, ".-")
	if end != 1 || len(l.number()) != 1 {
		return false
	}
	return l.number()[0] == last[0]+1 && last[0] != '9'
}

// ledOut says whether a line is dressed as labels are in a sheet with leaders,
// of underscores too: those are no boxes.
func (sh *sheet) ledOut(l *line) bool {
	shape, ok := sh.manner.shapeOf(l)
	return ok && shape.after == '.' && sh.manner.has(shape)
}

// replied says whether what leads answers in this sheet stands below line i.
func (sh *sheet) replied(i int) bool {
	return i+1 < len(sh.lines) && sh.lines[i+1].reply > 0 && sh.lines[i].reply == 0
}

// asksChoice says whether line i asks for one of the boxes below it.
func (sh *sheet) asksChoice(i int) bool {
	s := sh.lines[i].text
	if c := s[len(s)-1]; c != ':' && c != '?' && c != ')' || i+1 >= len(sh.lines) {
		return false
	}
	next := sh.lines[i+1].text
	return boxAt(next[indentation(next):]) && !boxAt(s[indentation(s):])
}

// wrapsLabel says whether a label begins in line i, without a terminator, and
// goes on in the next: that stands further in, does not begin like a label,
// and has what parts label and answer in this sheet.
func (sh *sheet) wrapsLabel(i int) bool {
	if i+1 >= len(sh.lines) || sh.lines[i+1].depth != sh.lines[i].depth {
		return false
	}
	s, next := sh.lines[i].text, sh.lines[i+1].text
	indent := indentation(next)
	_, known := slices.BinarySearchFunc(sh.hits, i+1, func(h hit, line int) int { return h.line - line })
	led := indent == indentation(s) && !known && strings.Contains(next, "....") // in a sheet of leaders
	if first, _ := utf8.DecodeRuneInString(next[indent:]); indent <= indentation(s) && !led || !unicode.IsLower(first) || len(s) > leastWidth {
		return false
	}
	whole, ok := shapeOf(s + " " + next[indent:])
	return ok && whole.after != 0 && (sh.manner.has(whole) || led && sh.manner.has(shape{whole.before, '.'}))
}

// dressed says whether a label looks as many in its sheet do, and as no line
// of prose or of a log does.
func (r *reading) dressed(h *hit) bool {
	sh, ok := r.manner.shapeOf(&r.lines[h.line])
	return ok && sh.marked() && h.strength == strong && r.manner.has(sh)
}

// titled says whether the words before a colon or question mark look like a
// label: few, and the first does not go on with a sentence.
func titled(s string) bool {
	head, rest, _ := strings.Cut(strings.TrimSpace(s), ":")
	most := mostTitleWords
	if i := strings.IndexByte(head, '?'); i >= 0 {
		head, rest, most = head[:i], "", mostAskedWords
	}
	head, _, _ = strings.Cut(head, " = ")
	first, _ := utf8.DecodeRuneInString(head)
	return !unicode.IsLower(first) && !strings.HasPrefix(rest, "//") && !strings.ContainsAny(head, "@,;") && word.Count(head) <= most
}

// How many words a label has at most, and one that is a question.
const (
	mostTitleWords = 9
	mostAskedWords = 16
)

// learn learns the manner of a sheet from the labels found in it.
func (sh *sheet) learn() {
	for i := range sh.hits {
		h := &sh.hits[i]
		if h.line == h.end.line && (h.strength == strong || h.strength == bare && h.number != "") {
			sh.manner.learn(&sh.lines[h.line])
		}
	}
}

// partings are marks between label and answer that stand in prose as well:
// they count where several labels have them.
var partings = []string{" - ", " – ", " — ", " / "}

// part finds labels that such a mark parts from their answers, and says how
// many there are.
func (sh *sheet) part() (found int) {
	for _, mark := range partings {
		n := 0
		for i := range sh.hits {
			if h := &sh.hits[i]; h.strength == weak && strings.HasPrefix(sh.behind(h), mark) {
				n++
			}
		}
		if n < 3 {
			continue
		}
		sh.manner.mark, found = mark, found+n
		for i := range sh.hits {
			h := &sh.hits[i]
			rest := sh.behind(h)
			if h.strength != weak || !strings.HasPrefix(rest, mark) {
				continue
			}
			answer := rest[len(mark):]
			if colon := strings.IndexByte(answer, ':'); mark == " / " && colon > 0 && colon < 60 && word.Digits(answer[:colon]) == 0 {
				answer = answer[colon+1:] // behind the label in another language
			}
			h.strength, h.end.off = strong, len(sh.lines[h.end.line].text)-len(answer)
		}
	}
	sh.hits = slices.DeleteFunc(sh.hits, func(h hit) bool { return h.typo && h.strength == weak })
	if found == 0 && sh.padded() {
		sh.manner.mark, found = " - ", 1
	}
	if found > 0 && sh.ix.book != nil {
		found += sh.partGuessed()
	}
	return found
}

// padded says whether dashes part padded labels from their answers: "Name     - Jane".
func (sh *sheet) padded() bool {
	n := 0
	for i := range sh.hits {
		if h := &sh.hits[i]; h.strength == strong && strings.HasSuffix(sh.lines[h.end.line].text[:h.end.off], "  - ") {
			n++
		}
	}
	return n >= leastDressed
}

// partGuessed understands by their words the labels that nobody knows before
// the mark that parts labels from answers in this sheet, and says how many.
func (sh *sheet) partGuessed() (found int) {
	hits := make([]hit, 0, len(sh.hits)+8)
	next := 0
	for i := sh.from; i < len(sh.lines); i++ {
		for next < len(sh.hits) && sh.hits[next].line < i {
			hits, next = append(hits, sh.hits[next]), next+1
		}
		if l := &sh.lines[i]; next == len(sh.hits) || sh.hits[next].line > i || sh.hits[next].strength <= weak || sh.hits[next].strength == bare && sh.hits[next].guessed {
			if h, ok := sh.ix.guessParted(sh.lines, i, strings.Index(l.text, sh.manner.mark), len(sh.manner.mark)); ok {
				hits, found = append(hits, h), found+1
				for next < len(sh.hits) && sh.hits[next].line == i {
					next++
				}
			}
		}
	}
	sh.hits = append(hits, sh.hits[next:]...)
	return found
}

// behind is what stands behind a label on its line, from the blank on.
func (sh *sheet) behind(h *hit) string {
	s, off := sh.lines[h.end.line].text, h.end.off
	if off > 0 && s[off-1] == ' ' {
		off--
	}
	return s[off:]
}
