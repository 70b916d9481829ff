package template

import (
	"strings"
	"unicode"

	"tocsin/template/word"
)

// inline finds the next known label inside an answer: "02 55 Fax: 02 56".
func (ix *index) inline(s string) (head, tail string, entries []*entry) {
	for k := 1; k < min(len(s), 1000); k++ {
		colon := strings.IndexByte(s[k:min(len(s), 1000)], ':')
		if colon < 0 {
			break
		}
		k += colon
		start, low := k, max(0, k-80)
		found, at := (*node)(nil), 0
		for range 8 {
			j := low + strings.LastIndexAny(strings.TrimRight(s[low:start], " \t,;/|("), " \t,;/|(") + 1
			if j <= low || j >= start {
				break
			}
			start = j
			if n := ix.find(word.FoldHash(s[j:k])); n != nil && len(n.entries) > 0 && !n.entries[0].heading {
				found, at = n, j
			}
		}
		if found == nil {
			if head, tail, e := ix.inlineGuess(s, k); e != nil {
				return head, tail, e
			}
		} else if e := found.entries[0]; !boxEnds(s[:at]) && !boxAt(s[at:]) || checkable(e.name) && fits(e.name, s[k+1:]) { // "[x] Other: lost" is a choice
			if s[at-1] == '/' {
				at = strings.LastIndexAny(s[:at], " \t") + 1 // "PEC/e-mail:"
			}
			return strings.TrimRight(s[:at], " \t,;/|("), s[k+1:], found.entries
		}
	}
	return s, "", nil
}

// inlineGuess understands by its words a label that ends with the colon at k of
// an answer, and that a mark or two blanks part from it: "high; Help wanted: yes".
func (ix *index) inlineGuess(s string, k int) (head, tail string, entries []*entry) {
	low := max(0, k-mostCell)
	at := max(strings.LastIndexAny(s[low:k], ",;/|")+1, strings.LastIndex(s[low:k], "  ")+2)
	if at < 2 || k+1 >= len(s) || s[k+1] != ' ' {
		return "", "", nil
	}
	at += low + indentation(s[low+at:k])
	if boxAt(s[at:]) || !labelLike(s[at:k]) || unicode.IsLower(firstRune(s[at:])) {
		return "", "", nil
	}
	h, ok := ix.guess([]line{newLine(s[at:], 0)}, 0, hit{})
	if !ok || h.strength != strong || h.entries[0].heading {
		return "", "", nil
	}
	return strings.TrimRight(s[:at], " \t,;/|("), s[at+h.end.off:], h.entries
}
