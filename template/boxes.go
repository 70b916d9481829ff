package template

import (
	"strings"
	"unicode/utf8"

	"tocsin/template/word"
)

// ticked reads an answer made of boxes where the choices are not known: what
// is marked, and what stands on lines without boxes. What is not marked is no
// answer, whatever it says. Boxed is false where there are no boxes at all.
func ticked(text string) (marked string, boxed bool) {
	if text = initialled(text); !mayBox(text) {
		return text, false
	}
	list, boxed := tickedOf(circled(text))
	return strings.Join(list, ", "), boxed
}

// tickedOf lists the options that are marked, and those without a box.
func tickedOf(text string) (list []string, boxed bool) {
	for l := range strings.Lines(text) {
		for _, o := range options(nil, strings.TrimSpace(l)) {
			boxed = boxed || o.boxed
			if t := strings.Trim(o.text, " \t,;:/|\u3000"); t != "" && (o.on || !o.boxed) {
				list = append(list, t)
			}
		}
	}
	return list, boxed
}

// heads notes which kind of incident a marked option is where an explanation stands
// behind it that speaks of others: "[x] Denial of service - stops web pages, mail".
func (b *builder) heads(a *answer) {
	if a.name != "incident_type" {
		return
	}
	x := vocab().kinds
	list, _ := tickedOf(circled(initialled(a.text)))
	for _, s := range list {
		for _, mark := range [...]string{" - ", " – ", " — ", " (", ": "} {
			head, rest, ok := strings.Cut(s, mark)
			set := x.In(head)
			if !ok || set == 0 || x.In(rest)&^set == 0 || anyPrefix(x.Values(set)[0], vague) {
				continue
			}
			if b.coded == nil {
				b.coded = map[string]string{}
			}
			b.coded[s] = strings.Join(x.Values(set), ", ")
			break
		}
	}
}

// initialled writes letters that stand for boxes as such: "O loss  X theft  O
// other", where two blanks part the choices and one letter marks them.
func initialled(text string) string {
	if !strings.Contains(text, "  ") || !strings.Contains(text, "  O ") && !strings.Contains(text, "  o ") {
		return text
	}
	empty, full := 0, 0
	parts := strings.Split(text, "  ")
	for i, p := range parts {
		switch p = strings.TrimSpace(p); {
		case len(p) < 3 || p[1] != ' ':
		case p[0]|0x20 == 'o':
			parts[i], empty = "[ ]"+p[1:], empty+1
		case p[0]|0x20 == 'x':
			parts[i], full = "[x]"+p[1:], full+1
		}
	}
	if full == 0 || empty+full < 3 {
		return text
	}
	return strings.Join(parts, "  ")
}

// unstruck takes out what is struck through, "yes / ~~no~~", and what parted it
// from what is not.
func unstruck(text string) string {
	if strings.IndexByte(text, '~') < 0 || strings.Count(text, "~~") < 2 {
		return text
	}
	var kept strings.Builder
	for i, piece := range strings.Split(text, "~~") {
		if i%2 == 0 {
			kept.WriteString(piece)
		}
	}
	var list []string
	for _, piece := range strings.FieldsFunc(kept.String(), func(r rune) bool { return r == '/' || r == '|' || r == '\n' }) {
		if piece = strings.Trim(piece, " ,;"); piece != "" {
			list = append(list, piece)
		}
	}
	return strings.Join(list, " / ")
}

// circled reads circles in brackets as marks where other brackets are empty,
// as people in Japan fill them in: "[ ] no [○] yes". Elsewhere they are empty
// buttons.
func circled(text string) string {
	if !strings.Contains(text, "○") && !strings.Contains(text, "◯") {
		return text
	}
	for _, pair := range [...]string{"[]", "()", "（）", "［］"} {
		open, closing := pair[:len(pair)/2], pair[len(pair)/2:]
		empty := strings.Contains(text, pair) || strings.Contains(text, open+" "+closing) || strings.Contains(text, open+"　"+closing)
		for _, circle := range [...]string{"○", "◯"} {
			if empty {
				text = strings.ReplaceAll(text, open+circle+closing, "[x]")
			}
		}
	}
	return text
}

// mayBox is a quick look whether a box may stand in a text.
func mayBox(text string) bool {
	for i := range len(text) {
		if c := text[i]; c == '[' || c == '(' || c == '<' || c == '_' || c > 0xe1 {
			return true
		}
	}
	return false
}

// tick reads a box at the start of s: on if it is marked, length 0 if there
// is none.
func tick(s string) (on bool, length int) {
	if s == "" {
		return false, 0
	}
	switch s[0] {
	case '[', '(', '<':
		end := 1
		for end < min(len(s), mostBox) && s[end] != ']' && s[end] != ')' && s[end] != '>' {
			end++
		}
		if end == min(len(s), mostBox) {
			return false, 0
		}
		inner := strings.TrimSpace(s[1:end])
		if inner == "" || inner == "_" || inner == "." || inner == "○" || inner == "◯" || inner == "□" || inner == "☐" {
			return false, end + 1
		}
		if isMark(inner) {
			return true, end + 1
		}
		return false, 0
	case '_', 'x', 'X':
		n := 0
		for n < len(s) && strings.IndexByte("_xX", s[n]) >= 0 {
			n++
		}
		run := s[:n]
		if strings.Count(run, "_") < 1 || strings.Count(run, "_") < n-1 || n < 3 {
			return false, 0
		}
		return strings.ContainsAny(run, "xX"), n
	}
	if s[0] < utf8.RuneSelf {
		return false, 0
	}
	r, n := utf8.DecodeRuneInString(s)
	if strings.ContainsRune("☑☒■◉●✓✔✗✘🗹", r) {
		return true, n
	}
	if strings.ContainsRune("☐□○◯", r) {
		return false, n
	}
	return false, 0
}

// A box is where one stands in a text, and whether it is marked.
type box struct {
	from, to int
	on       bool
}

// boxesIn appends the boxes of a text to a list.
func boxesIn(list []box, s string) []box {
	for i := 0; i < len(s); {
		if !boxByte[s[i]] {
			i++
			continue
		}
		on, n := tick(s[i:])
		if n > 0 && (i == 0 || !word.At(s[i-1:i]) || s[i] != 'x' && s[i] != 'X' && !word.At(s[i+n:])) {
			list = append(list, box{i, i + n, on})
			i += n
			continue
		}
		_, w := utf8.DecodeRuneInString(s[i:])
		i += w
	}
	return list
}

// mostBox is how long a box is, in bytes.
const mostBox = 7

// boxByte holds the bytes that a box may begin with.
var boxByte = func() (t [256]bool) {
	for c := range t {
		t[c] = c >= utf8.RuneSelf || strings.IndexByte("[(<_xX", byte(c)) >= 0
	}
	return t
}()

// boxEnds says whether a box is the last that stands in a text.
func boxEnds(s string) bool {
	s = strings.TrimRight(s, " ")
	if at := strings.LastIndexAny(s, "[(<"); at >= 0 && len(s)-at <= mostBox {
		_, n := tick(s[at:])
		return n == len(s)-at
	}
	_, n := utf8.DecodeLastRuneInString(s)
	return n > 1 && boxAt(s[len(s)-n:])
}

// isMark says whether people put this into boxes.
func isMark(inner string) bool {
	switch strings.ToLower(inner) {
	case "x", "xx", "*", "+", "v", "✓", "✔", "✗", "✘", "■", "●", "ok":
		return true
	}
	return false
}

// hasBox says whether a line holds a box to be ticked.
func hasBox(s string) bool {
	var buf [4]option
	return options(buf[:0], strings.TrimSpace(s))[0].boxed
}

// offers says whether line i is one of several choices, a line each, some of them
// marked and some not: what stands there is no label, whatever it says.
func (sh *sheet) offers(i int) bool {
	on, n := sh.lines[i].box()
	if n == 0 {
		return false
	}
	for _, step := range [...]int{-1, 1} {
		for k := i + step; k >= 0 && k < len(sh.lines) && k-i < mostChoices && i-k < mostChoices; k += step {
			other, n := sh.lines[k].box()
			if n == 0 {
				break
			}
			if other != on {
				return true
			}
		}
	}
	return false
}

// mostChoices is how many lines of choices are looked at.
const mostChoices = 16

// box is the box that a line begins with: whether it is marked, and its length, 0
// for none.
func (l *line) box() (on bool, length int) {
	if l.blank() || l.ruler {
		return false, 0
	}
	s := l.text[indentation(l.text):]
	if s == "" || !boxByte[s[0]] {
		return false, 0
	}
	return tick(s)
}

// labelsBoxes says whether a label stands before the first box of a line:
// "Told: [ ] the police [x] nobody".
func (l *line) labelsBoxes() bool {
	if l.dated {
		return false
	}
	s := l.text[l.off:]
	colon := strings.Index(s, ": ")
	if colon < 1 {
		return false
	}
	rest := strings.TrimLeft(s[colon+1:], " ")
	return rest != "" && (strings.IndexByte("[(<_", rest[0]) >= 0 || boxAt(rest)) && labelled(s) && !hasBox(s[:colon])
}

// labelled says whether a line begins like a label that we do not know: words
// and a colon, or a leader. Such a line never continues a short answer.
func labelled(s string) bool {
	s = strings.TrimLeft(strings.TrimSpace(s), "*•·- ") // "**Label:** answer"
	if word.Len(s) > 0 && (strings.Contains(s, "...") || strings.Contains(s, " .. ")) {
		return true
	}
	i := strings.IndexByte(s, ':')
	if i < 2 || i > 50 || i+1 < len(s) && s[i+1] != ' ' && s[i+1] != '\t' && s[i+1] != '*' {
		return false
	}
	head := s[:i]
	return word.Digits(head) == 0 && word.Len(head) > 1 && !strings.ContainsAny(head, "@[].,;")
}
