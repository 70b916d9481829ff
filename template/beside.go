package template

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"tocsin/template/word"
)

// People who fill a form in with a mail program mark beside a box as well as in
// it: "[ ]x no", "x [ ] no", "[ ] no <== this". Where none of the boxes that stand
// together is marked and one or some have such a mark beside them, that is the
// answer.

// markBeside writes the marks that stand beside the boxes of a text into them.
func markBeside(lines []line) {
	for i := 0; i < len(lines); i++ {
		if !lines[i].marks.has(withBox|withMore) || !emptyBox(lines[i].text) {
			continue
		}
		if text := inlineBeside(lines[i].text); text != "" {
			lines[i] = newLine(text, lines[i].depth)
			continue
		}
		group, end := boxGroup(lines, i)
		for _, p := range markedBeside(group) {
			l := &lines[p.line]
			*l = newLine(l.text[:indentation(l.text)]+"[x] "+p.option, l.depth)
		}
		i = max(i, end-1)
	}
}

// emptyBox is a quick look whether an empty box may stand in a text.
func emptyBox(s string) bool {
	for i := range len(s) - 1 {
		switch c := s[i]; {
		case c == '[' || c == '(':
			if strings.IndexByte("])_. ", s[i+1]) >= 0 || s[i+1] >= utf8.RuneSelf {
				return true
			}
		case c >= 0xe1:
			return true // perhaps one drawn as a character
		}
	}
	return false
}

// A boxLine is a line that a box begins; beside says that it is empty and has a mark
// beside it.
type boxLine struct {
	line       int
	on, beside bool
	option     string // without that mark
}

// boxGroup returns the boxes that begin line i and the lines below it, and where
// they end. Lines further in are more of what stands above them.
func boxGroup(lines []line, i int) (group []boxLine, end int) {
	indent := indentation(lines[i].text)
	for end = i; end < len(lines) && len(group) <= mostGroup; end++ {
		l := &lines[end]
		if l.blank() || l.ruler {
			break
		}
		p, ok := boxOf(l.text)
		switch {
		case ok:
			p.line = end
			group = append(group, p)
		case len(group) == 0 || indentation(l.text) <= indent:
			return group, end
		}
	}
	return group, end
}

// mostGroup is how many boxes a group has at most.
const mostGroup = 40

// markedBeside are the boxes of a group that have a mark beside them, if they are the
// answer: none is marked as it should be, and some have none.
func markedBeside(group []boxLine) (list []boxLine) {
	for _, p := range group {
		if p.on {
			return nil
		}
		if p.beside {
			list = append(list, p)
		}
	}
	if len(list) == len(group) {
		return nil
	}
	return list
}

// beforeBox is a mark before a box, afterBox one right behind it.
var (
	beforeBox = regexp.MustCompile(`^(?:[xX✓✔→]|[-=]+>|>+|\*\*|[*+]) ?`)
	afterBox  = regexp.MustCompile(`^ ?[xX✓✔](?: +|$)`)
)

// boxOf reads the box that a line begins with, perhaps behind a mark.
func boxOf(s string) (p boxLine, ok bool) {
	s = s[indentation(s):]
	if s == "" {
		return p, false
	}
	on, n := tick(s)
	if n == 0 {
		m := beforeBox.FindString(s)
		if m == "" {
			return p, false
		}
		s = s[len(m):]
		if on, n = tick(s); n == 0 {
			return p, false
		}
		p.beside = true
	}
	p.on = on
	p.option = strings.TrimSpace(s[n:])
	var some [8]box
	if more := boxesIn(some[:0], p.option); len(more) > 1 || len(more) == 1 && more[0].to < len(p.option) {
		p.on, p.beside = p.on || slices.ContainsFunc(more, func(b box) bool { return b.on }), false
		return p, true // several on a line
	}
	if m := afterBox.FindString(s[n:]); m != "" && len(m) < len(s)-n {
		p.option, p.beside = strings.TrimSpace(s[n+len(m):]), true
	} else if option := beforeMark(p.option); option != "" {
		p.option, p.beside = option, true
	}
	return p, true
}

// afterOption is a mark behind an option, affirmed a word behind it that may be yes.
var (
	afterOption = regexp.MustCompile(`^(.*?\S)(?:\s+[xX]|\s*(?:<+[-=<]+|[←⇐✓✔☑☒]).*|\s*[\[(]\s*[xX✓✔*]\s*[\])])$`)
	affirmed    = regexp.MustCompile(`^(.*?\S)(?:\s*[:=]|\s+[-–])\s*(\S+)$|^(.*?\S)\s+\((\S+)\)$`)
	stressed    = regexp.MustCompile(`^\*\*(.*\S)\*\*$|^(.*\S)\*\*$|^\*(.*\S)\*$`)
)

// beforeMark returns an option without the mark that stands behind it, or the
// stars around it; "" if there is none.
func beforeMark(s string) string {
	if s == "" || len(s) > mostChoice {
		return ""
	}
	last := s[len(s)-1]
	if strings.IndexByte("xX)]", last) >= 0 || strings.IndexByte(s, '<') >= 0 || !word.ASCII(s) {
		if m := afterOption.FindStringSubmatch(s); m != nil && !ofTheName(m[1], s) {
			return m[1]
		}
	}
	if last == '*' {
		if m := stressed.FindStringSubmatch(s); m != nil {
			return m[1] + m[2] + m[3]
		}
	}
	if last == ')' || strings.ContainsAny(s, ":=-–") {
		if m := affirmed.FindStringSubmatch(s); m != nil && vocab().answers.Is(m[2]+m[4]) == "yes" {
			return m[1] + m[3]
		}
	}
	return ""
}

// mostChoice is how long a choice is with what stands beside it, in bytes.
const mostChoice = 300

// ofTheName says whether the X at the end of a text is of its name: "Mac OS X".
func ofTheName(head, s string) bool {
	if !strings.HasSuffix(s, "X") {
		return false
	}
	switch word.Fold(word.Last(head)) {
	case "os", "mac", "macos", "iphone", "annex", "article", "generation", "form", "appendix", "anhang", "artikel":
		return true
	}
	return false
}

// inlineBeside is markBeside for a line with several empty boxes: "[ ] yes [ ]x no".
// It returns "" where there is nothing to do.
func inlineBeside(s string) string {
	var some [8]box
	boxes := boxesIn(some[:0], s)
	if len(boxes) < 2 || slices.ContainsFunc(boxes, func(b box) bool { return b.on }) {
		return ""
	}
	out := ""
	for k, b := range boxes {
		next, option := len(s), ""
		if k+1 < len(boxes) {
			next = boxes[k+1].from
		}
		piece := s[b.to:next]
		if m := afterBox.FindString(piece); m != "" && strings.TrimSpace(piece[len(m):]) != "" {
			option = piece[len(m):]
		} else if k+1 == len(boxes) {
			option = beforeMark(strings.TrimSpace(piece))
		}
		switch {
		case option == "":
		case out != "":
			return "" // which of them is not to be told
		default:
			out = s[:b.from] + "[x] " + option + s[next:]
		}
	}
	return out
}
