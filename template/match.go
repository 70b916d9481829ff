package template

import (
	"slices"
	"strings"
	"unicode/utf8"

	"tocsin/template/word"
)

// A pos is a place in a list of lines: line index and byte offset.
type pos struct{ line, off int }

// Strengths of a match, by what follows the label.
type strength byte

const (
	none   strength = iota
	weak            // a blank and more text: "Telephone 555 0100"
	bare            // nothing: the answer stands on the next lines
	strong          // a colon, a leader, a question mark, …
)

// A hit is a label found at the start of a line.
type hit struct {
	line     int
	end      pos // where the answer begins
	strength strength
	typo     bool
	guessed  bool   // understood by its words
	inner    *entry // what the parenthesis behind it makes of it
	inline   uint8  // how many labels stand before it on its line
	entries  []*entry
	number   string  // item number before the label
	ledger   *ledger // the table whose columns it names, nil for none
}

// match looks for the longest known label at the start of line i, which may
// go on over the next two lines.
func (ix *index) match(lines []line, i int) (hit, bool) {
	off, number := int(lines[i].off), lines[i].number()
	var best hit
	key, p, more, joined := word.NoKey, pos{i, off}, true, 0
	text := lines[i].text
	for more {
		for p.off < len(text) && text[p.off] < utf8.RuneSelf && word.FoldByte(text[p.off]) == 0 {
			p.off++
		}
		s := text[p.off:]
		if s == "" {
			if joined == 2 || key == word.NoKey || !continues(lines, p.line) && (number == "" || best.strength > none || !follows(lines, p.line)) {
				break
			}
			p, joined = pos{p.line + 1, 0}, joined+1
			text = lines[p.line].text
			continue
		}
		longer, n := key.Word(s)
		if n == 0 {
			_, n = utf8.DecodeRuneInString(s)
			p.off += n
			continue
		}
		key = longer
		p.off += n
		known := ix.find(key)
		if known == nil {
			break
		}
		more = known.more
		if len(known.entries) == 0 {
			continue
		}
		end, how := ix.settle(lines, p)
		if how <= weak {
			end, how = ix.twin(lines, p, known.entries, end, how)
		}
		if how > weak || how == weak && joined == 0 {
			if how >= best.strength {
				best = hit{line: i, end: end, strength: how, entries: known.entries, number: number}
			}
		}
	}
	if best.strength == weak {
		ix.cell(lines, off, &best)
		best.noted(lines[best.end.line].text)
	}
	if best.strength <= weak && !lines[i].dated {
		if h, ok := ix.mistyped(lines, i, off, number); ok {
			return h, true
		}
	}
	return best, best.strength > none
}

// noted takes a parenthesis that fills the line behind a heading for a note on
// it: "Affected host (copy for each)".
func (h *hit) noted(s string) {
	rest := strings.TrimLeft(s[h.end.off:], " ")
	if h.entries[0].heading && rest != "" && rest[0] == '(' && word.Closing(rest, 0) == len(rest)-1 && word.Digits(rest) == 0 {
		h.end.off, h.strength = len(s), bare
	}
}

// cell reads a row of a table whose cells a slash parts, as Word makes of one:
// "1.4 / Telephone / 555 0100".
func (ix *index) cell(lines []line, off int, h *hit) {
	s := lines[h.line].text
	rest := strings.TrimLeft(lines[h.end.line].text[h.end.off:], " ")
	if h.number == "" || !strings.HasPrefix(s[off:], "/ ") || !strings.HasPrefix(rest, "/") {
		return
	}
	h.end.off = len(lines[h.end.line].text) - len(strings.TrimLeft(rest[1:], " "))
	h.strength = strong
	if h.end = ix.hinted(s, h.end); strings.HasPrefix(strings.TrimLeft(s[h.end.off:], " "), "/") {
		h.end.off = len(s) - len(strings.TrimLeft(strings.TrimLeft(s[h.end.off:], " ")[1:], " "))
	}
}

// continues says whether the line after l can be the rest of a wrapped label
// that no mark has ended.
func continues(lines []line, l int) bool {
	text := lines[l].text
	return text != "" && strings.IndexByte(":;?|", text[len(text)-1]) < 0 && follows(lines, l)
}

// follows says whether the line after l can be the rest of a label, even of one
// that holds a colon: "6. If no: sector type".
func follows(lines []line, l int) bool {
	if l+1 >= len(lines) {
		return false
	}
	next := lines[l+1]
	return !next.blank() && !next.ruler && next.depth == lines[l].depth && next.long == 0
}

// twin passes over the same label in another language: "Name / Nom:".
func (ix *index) twin(lines []line, p pos, entries []*entry, end pos, how strength) (pos, strength) {
	s := lines[p.line].text[p.off:]
	rest := strings.TrimLeft(s, " ")
	colon := strings.IndexByte(rest, ':')
	if colon < 3 || colon > 80 || rest[0] != '/' {
		return end, how
	}
	n := ix.find(word.FoldHash(rest[:colon]))
	if n == nil || !slices.ContainsFunc(n.entries, func(e *entry) bool { return e.name == entries[0].name }) {
		return end, how
	}
	return ix.settle(lines, pos{p.line, p.off + len(s) - len(rest) + colon})
}

// settle reads what follows a label: parentheses that belong to it, a leader,
// a terminator. It returns where the answer begins.
func (ix *index) settle(lines []line, p pos) (pos, strength) {
	s := lines[p.line].text
	for _, close := range []string{")", "）"} {
		if strings.HasPrefix(s[p.off:], close) {
			p.off += len(close) // of "host(s)"
		}
	}
	mark := p.off
	for p.off < len(s) {
		switch c := s[p.off]; {
		case int(lines[p.line].cut) == p.off && p.off > 0:
			p.off += int(lines[p.line].wide)
			return ix.hinted(s, p), strong
		case c == ' ' || c == '*':
			p.off++
		case c == wideBlank[0] && strings.HasPrefix(s[p.off:], wideBlank):
			p.off += len(wideBlank)
		case c == '(' || c == '[' && !boxAt(s[p.off:]):
			if ix.slot(s[p.off:]) {
				return p, strong
			}
			end, ok := ix.parenthesis(lines, p)
			if !ok {
				return p, weak
			}
			p, s = end, lines[end.line].text
			mark = p.off
			if p.off < len(s) && word.At(s[p.off:]) && s[p.off-1] == ')' {
				return p, strong // "Phone (required)555 0100"
			}
		default:
			if isRuler(s[p.off:]) {
				return pos{p.line, len(s)}, bare
			}
			end, how := terminator(s, p, mark)
			return ix.hinted(s, end), how
		}
	}
	if end, how := ix.wrappedHint(lines, p); how > none {
		return end, how
	}
	return p, bare
}

// wrappedHint reads a parenthesis that a mail program broke off a label: it
// stands at the start of the next line, with a terminator behind it.
func (ix *index) wrappedHint(lines []line, p pos) (pos, strength) {
	if p.line+1 >= len(lines) || lines[p.line+1].depth != lines[p.line].depth {
		return p, none
	}
	s := lines[p.line+1].text
	start := indentation(s)
	if !strings.HasPrefix(s[start:], "(") {
		return p, none
	}
	inner, end := enclosed(lines, pos{p.line + 1, start})
	if end.line < 0 || !ix.explains(inner) && len(inner) < 4 {
		return p, none
	}
	if next, how := terminator(lines[end.line].text, end, end.off); how == strong {
		return ix.hinted(lines[end.line].text, next), strong
	}
	return p, none
}

// hinted passes over a known hint between the terminator and the answer:
// "Nature of problem? (check only one) Virus".
func (ix *index) hinted(s string, p pos) pos {
	t := strings.TrimLeft(s[p.off:], " ")
	if strings.HasPrefix(t, "(") && strings.HasSuffix(strings.TrimRight(s[:p.off], " "), "?") && word.Closing(t, 0) == len(t)-1 && ix.explains(t[1:len(t)-1]) {
		return pos{p.line, len(s)} // "When did it begin? (include time zone)"
	}
	if end := ix.hintEnd(t); end > 0 {
		p, _ = terminator(s, pos{p.line, len(s) - len(t) + end}, 0)
	}
	return p
}

const leaders = "._…·‥・"

// terminates says whether a character parts a label from its answer.
func terminates(r rune) bool {
	if r < utf8.RuneSelf {
		return r == ':' || r == ';' || r == '?' || r == '|' || r == '=' || r == '\t'
	}
	return strings.ContainsRune("：；？】」》→؟؛", r)
}

// terminator reads a leader and a terminator at p; mark is where the label
// ended, so that a tab or two blanks before the answer count.
func terminator(s string, p pos, mark int) (pos, strength) {
	dots, spaced := 0, p.off-mark
	for p.off < len(s) {
		c := s[p.off]
		if c == '.' || c == '_' || c == ' ' && dots > 0 || c == '-' && (dots > 0 || strings.HasPrefix(s[p.off:], "----")) {
			p.off, dots = p.off+1, dots+1
			continue
		}
		if c < utf8.RuneSelf {
			break
		}
		r, n := utf8.DecodeRuneInString(s[p.off:])
		if r == '…' {
			dots++
		}
		if !strings.ContainsRune(leaders, r) {
			break
		}
		p.off, dots = p.off+n, dots+1
	}
	ended := 0
	for p.off < len(s) && ended < 3 {
		if c := s[p.off]; c < utf8.RuneSelf && word.FoldByte(c) != 0 {
			break
		}
		r, n := utf8.DecodeRuneInString(s[p.off:])
		if !terminates(r) && (r != ']' && r != '>' && r != '}' || ended > 1 || ended > 0 && s[p.off-1] == ' ') && (r != ' ' || ended == 0) && (r != '»' || ended > 0 || !strings.Contains(s[:p.off], "«")) {
			break
		}
		if r != ' ' {
			ended++
		}
		p.off += n
	}
	if ended > 0 {
		p.off = leaderColon(s, p.off)
		p.off = boldEnd(s, p.off)
		if rest := s[p.off:]; len(rest) < 4 && strings.TrimSpace(rest) == "*" {
			p.off = len(s) // it must be answered
		}
	}
	switch {
	case dots == 2 && ended == 0 && p.off > 0 && s[p.off-1] == ' ' && (dashed(s[p.off-1:]) || labelled(s[p.off:])):
		return p, weak // "Org. - Harbour", "Tel. at night: 555 0100"
	case ended > 0 || dots >= 2:
		return p, strong
	case p.off >= len(s):
		return p, bare
	case spaced >= 2:
		return pos{p.line, p.off + dashAt(s[p.off:])}, strong
	case spaced > 0 && dots == 0:
		return p, weak
	}
	return p, none
}

// dashAt is the length of a dash and the blank behind it that stand between a
// padded label and its answer at the start of s: "Telephone     - 555 0100".
func dashAt(s string) int {
	for _, dash := range [...]string{"- ", "– ", "— "} {
		if strings.HasPrefix(s, dash) {
			return len(dash)
		}
	}
	return 0
}

// boxAt says whether s begins with a box to be ticked: "[ ]", "[]", "[x]".
func boxAt(s string) bool {
	_, n := tick(s)
	return n > 0
}
