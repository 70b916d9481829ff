package template

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"tocsin/template/word"
)

// A pick is one wording of a choice, as a key.
type pick struct {
	key  string
	n    int   // which choice of the field
	head int16 // the first byte of the key, -1 if it has none
	word bool
}

// newPick makes one ready for a choice.
func newPick(n int, s string) pick {
	p := pick{key: word.Fold(s), n: n, head: -1, word: word.Count(s) == 1}
	if p.key != "" {
		p.head = int16(p.key[0])
	}
	return p
}

// picksOf prepares the choices of a field, in all languages, by what their keys
// begin with.
func picksOf(f *field) []pick {
	var list []pick
	for n, c := range f.Choices {
		list = append(list, newPick(n, c.Value))
		eachText(c.Label, func(_, s string) { list = append(list, newPick(n, s)) })
	}
	slices.SortStableFunc(list, func(a, b pick) int { return int(a.head - b.head) })
	return list
}

// near are the picks that begin with the same byte as a key.
func (e *entry) near(key []byte) []pick {
	from := e.firstPick(int16(key[0]))
	to := from
	for to < len(e.picks) && e.picks[to].head == int16(key[0]) {
		to++
	}
	return e.picks[from:to]
}

// firstPick is the first of the picks that begin with a byte or a greater one.
func (e *entry) firstPick(head int16) int {
	from, to := 0, len(e.picks)
	for from < to {
		if mid := (from + to) / 2; e.picks[mid].head < head {
			from = mid + 1
		} else {
			to = mid
		}
	}
	return from
}

// An option is a piece of an answer with its box.
type option struct {
	text     string
	boxed    bool
	on       bool
	stressed bool // "**no**", "-> no", "X no"

	which int  // choice of the field it names, -1 for none, where that was asked
	long  bool // more than the choice stood there
}

// options appends the pieces of one line of an answer to a list. It cuts at
// boxes, which may stand before or behind what they belong to.
func options(list []option, s string) []option {
	var some [8]box
	marks := boxesIn(some[:0], s)
	if len(marks) == 0 {
		return append(list, plainOption(s))
	}
	before := word.Fold(s[:marks[0].from]) == "" || onlyNumber(s[:marks[0].from])
	for k, m := range marks {
		text := ""
		switch {
		case before && k+1 < len(marks):
			text = s[m.to:marks[k+1].from]
		case before:
			text = s[m.to:]
		case k == 0:
			text = s[:m.from]
		default:
			text = s[marks[k-1].to:m.from]
		}
		list = append(list, option{text: text, boxed: true, on: m.on})
	}
	return list
}

func onlyNumber(s string) bool {
	s = strings.TrimSpace(s)
	off, number := unnumbered(s + " x")
	return number != "" && off == len(s)+1
}

// plainOption reads a line without boxes; marks of stress count as a tick.
func plainOption(s string) option {
	t := strings.TrimSpace(s)
	for _, lead := range []string{"->", "=>", "-->", "==>", "x ", "X "} {
		if strings.HasPrefix(t, lead) {
			return option{text: t[len(lead):], stressed: true}
		}
	}
	if len(t) > 4 && strings.HasPrefix(t, "**") && strings.HasSuffix(t, "**") {
		return option{text: t, stressed: true}
	}
	return option{text: t}
}

// which finds the choice that a piece of text names, -1 if none. long says
// that more than the choice stood there.
func (e *entry) which(s string) (n int, long bool) {
	off, _ := unnumbered(s)
	var buf [160]byte
	key := word.AppendFold(buf[:0], s[off:])
	if len(key) == 0 {
		return -1, false
	}
	best, at := -1, 0
	picks := e.near(key)
	for i := range picks {
		p := &picks[i]
		if p.key == string(key) {
			return p.n, false
		}
		begins := len(key) > len(p.key) && p.key == string(key[:len(p.key)]) && (len(p.key) >= 5 || p.word && len(p.key) == len(firstKey(key, s[off:])))
		if begins && len(p.key) > at {
			best, at = p.n, len(p.key)
		}
	}
	if best >= 0 || len(key) < 6 {
		return best, true
	}
	for i := range picks {
		if p := &picks[i]; len(p.key) >= len(key) && p.key[:len(key)] == string(key) {
			if best >= 0 && best != p.n {
				return -1, true
			}
			best = p.n
		}
	}
	return best, false
}

// firstKey cuts the key of a text to that of its first word.
func firstKey(key []byte, s string) []byte {
	for s != "" {
		if n := word.Len(s); n > 0 {
			var buf [64]byte
			return key[:min(len(key), len(word.AppendFold(buf[:0], s[:n])))]
		}
		_, n := utf8.DecodeRuneInString(s)
		s = s[n:]
	}
	return nil
}

// choiceLine says whether a line belongs to the choices of the open field.
func (r *reading) choiceLine(s string) bool {
	if len(r.open.e.picks) == 0 || s == "" || len(s) > 300 {
		return r.guessed() && hasBox(s) && !(brief(r.open.name) && len(r.parts) > 0 && !slices.ContainsFunc(r.parts, hasBox))
	}
	var buf [4]option
	for _, o := range options(buf[:0], s) {
		if n, long := r.open.e.which(o.text); n >= 0 && (o.boxed || !long || len(r.parts) > 0 && len(o.text) > 12) {
			return true
		}
	}
	return len(r.parts) > 0 && r.open.e.byDigit(strings.TrimSpace(s)) != nil
}

// leadsChoices says whether line i stands between the open question and its
// choices, two of which are right below: it says how to choose.
func (r *reading) leadsChoices(i int) bool {
	l := &r.lines[i]
	if len(r.open.e.picks) == 0 || len(r.parts) > 0 || l.blank() || l.ruler || r.open.e.byDigit(strings.TrimSpace(l.text)) != nil {
		return false
	}
	next := i + 1
	for next < len(r.lines) && r.lines[next].blank() {
		next++
	}
	return next+1 < len(r.lines) && r.choiceLine(r.lines[next].text) && r.choiceLine(r.lines[next+1].text)
}

// allInstruction says whether every line of a text is one of the blank form.
func allInstruction(r *reading, text string) bool {
	for l := range strings.Lines(text) {
		if l = strings.TrimSpace(l); l != "" && !r.instruction(l) {
			return false
		}
	}
	return true
}

// A chosen is what an answer to choices comes to.
type chosen struct {
	values []string
	said   []string // in the words that stood there, or those of the form
	rest   string   // lines that name no choice
	whole  bool     // nothing but the choice was there
	doubt  string   // the one option that more stands behind, where no box is marked
}

// choose reads an answer to a field with choices: boxes, digits, deleting all
// but one, stress, or the words themselves. Options all left are no answer.
func (e *entry) choose(text string) chosen {
	if t := listed(text, "\n"); t != "" {
		text = t
	}
	if t, ok := shouted(text); ok {
		text = t
	}
	text = circled(text)
	var c chosen
	var some [12]marking
	marks := append(some[:0], make([]marking, len(e.field.Choices))...)
	boxed, more := false, false
	var rest []string
	var buf [4]option
	for l := range strings.Lines(text) {
		l = strings.TrimSpace(l)
		found := false
		for _, o := range e.pieces(buf[:0], l) {
			n, long := o.which, o.long
			if n < 0 {
				continue
			}
			found, boxed = true, boxed || o.boxed
			marks[n].ticked = marks[n].ticked || o.on || o.stressed
			if !o.boxed {
				marks[n].plain++
			}
			if off, _ := unnumbered(o.text); o.on || o.stressed || marks[n].said == "" {
				marks[n].said = strings.Trim(o.text[off:], " \t,;:/|*\u3000")
			}
			more, marks[n].more = more || long, marks[n].more || long && o.boxed
		}
		if !found && l != "" {
			if list := e.byDigit(l); list != nil {
				for _, n := range list {
					marks[n].ticked = true
				}
				continue
			}
			rest = append(rest, l)
		}
	}
	c.rest = strings.Join(rest, "\n")
	c.whole = len(rest) == 0 && !more
	var few [4]int
	picked := decide(few[:0], marks, boxed)
	if len(picked) == 0 && boxed {
		c.doubt = doubted(marks)
	}
	if len(picked) > 0 {
		room := make([]string, 2*len(picked))
		c.values, c.said = room[:0:len(picked)], room[len(picked):][:0]
	}
	for _, n := range picked {
		c.values = append(c.values, e.field.Choices[n].Value)
		c.said = append(c.said, cmp.Or(marks[n].said, e.field.Choices[n].title(e.lang)))
	}
	return c
}

// title is the first wording of a choice in a language, or its value.
func (c *choice) title(lang string) string {
	if list := c.Label[lang]; len(list) > 0 {
		return list[0]
	}
	return c.Value
}

// pieces cuts a line into options: at boxes, or as a whole, or at separators.
// It appends them to list, which is empty.
func (e *entry) pieces(list []option, l string) []option {
	list = options(list, l)
	for i := range list {
		list[i].which, list[i].long = e.which(list[i].text)
	}
	if len(list) != 1 || list[0].boxed || list[0].which >= 0 && strings.IndexByte(l, '/') < 0 && strings.IndexByte(l, '|') < 0 {
		return list
	}
	for _, cut := range [...]string{"/|", ";,"} {
		if !strings.ContainsAny(l, cut) {
			continue
		}
		parts := strings.FieldsFunc(l, func(r rune) bool { return strings.ContainsRune(cut, r) })
		var found []option
		for _, p := range parts {
			if n, _ := e.which(p); n >= 0 {
				o := plainOption(p)
				o.which, o.long = e.which(o.text)
				found = append(found, o)
			}
		}
		if len(parts) > 1 && len(found) > 0 {
			return found
		}
	}
	return list
}

// A marking is what an answer makes of one choice.
type marking struct {
	ticked bool // or stressed
	plain  int  // how often it stands there without a box
	said   string
	more   bool // more than the choice stands behind its box
}

// doubted is the one option that more stands behind, "" if none or several are.
func doubted(marks []marking) (said string) {
	for _, m := range marks {
		switch {
		case m.more && said != "":
			return ""
		case m.more:
			said = m.said
		}
	}
	return said
}

// decide picks from what was ticked and what was merely left standing, into an
// empty list.
func decide(list []int, marks []marking, boxed bool) []int {
	least, left, most := len(marks)+1, len(marks)+1, 0
	for n, m := range marks {
		if m.ticked {
			list = append(list, n)
		}
		if least, most = min(least, m.plain), max(most, m.plain); m.plain > 0 {
			left = min(left, m.plain)
		}
	}
	if len(list) > 0 || boxed && most == 0 {
		return list
	}
	for n, m := range marks {
		if m.plain > left || m.plain > 0 && least == 0 && most == left {
			list = append(list, n)
		}
	}
	return list
}

// betweenDigits stand between the numbers of choices.
const betweenDigits = " ,;.)(&+"

// byDigit reads "2" or "1, 3" as the numbers of choices, nil if it is none.
func (e *entry) byDigit(s string) []int {
	if t := strings.TrimLeft(s, betweenDigits); len(s) > 20 || t == "" || !word.IsDigit(t[0]) {
		return nil
	}
	var list []int
	for _, w := range strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(betweenDigits, r) }) {
		if len(w) != 1 || w[0] < '1' || int(w[0]-'0') > len(e.field.Choices) {
			return nil
		}
		if n := int(w[0] - '1'); !slices.Contains(list, n) {
			list = append(list, n)
		}
	}
	return list
}
