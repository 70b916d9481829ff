package template

import (
	"slices"
	"strings"
	"unicode"
)

// Where labels and answers take turns line by line, with neither a mark nor a
// blank line between them, no line alone tells which of the two it is. Of all
// ways to take a block of lines for labels and answers the one is found that
// fits best what is known of some of them.

// A strand is what a line of such a block is.
type strand int

const (
	isAnswer strand = iota
	isLabel
	isOther // a heading, or a label with its answer
	strands
)

// What speaks for and against taking a line for one strand.
const (
	never    = -1000
	inFavour = 3
	against  = -2
)

// leastBare is how many labels must be known that stand alone on their lines,
// and mostWoven how long such labels are, in bytes.
const (
	leastBare = 3
	mostWoven = 64
)

// weave finds the labels where labels and answers take turns, none where that
// is not told.
func (sh *sheet) weave() (labels []int) {
	if sh.bares < leastBare || sh.bares*3 < len(sh.hits) {
		return nil
	}
	open := 0
	for i := sh.from; i < len(sh.lines); i++ {
		end := i
		for end < len(sh.lines) && sh.lines[end].worded() && sh.lines[end].depth == sh.lines[i].depth {
			end++
		}
		if end-i < 2 {
			continue
		}
		last := isOther
		for k, p := range sh.turns(i, end) {
			if p == isLabel && !sh.lines[i+k].marked() {
				labels = append(labels, i+k)
			}
			if last == isLabel && (p != isAnswer || sh.ix.asks(strings.TrimSpace(sh.lines[i+k].text))) {
				open++
			}
			last = p
		}
		i = end
	}
	if len(labels) < leastStanding+open*3 {
		return nil
	}
	return labels
}

// worded says whether a line has words on it.
func (l *line) worded() bool { return !l.blank() && !l.ruler }

// turns takes the lines of a block each for one strand.
func (sh *sheet) turns(from, to int) []strand {
	var points [strands]int
	before := make([][strands]strand, to-from) // what the line above is, if it is that
	for i := from; i < to; i++ {
		said, best := sh.speaks(i), [strands]int{}
		for p := range strands {
			best[p] = 2 * never * (i - from + 1)
			for above := range strands {
				n := points[above] + said[p]
				if i > from {
					n += turn(above, p, len(sh.lines[i-1].text))
				}
				if n > best[p] {
					best[p], before[i-from][p] = n, above
				}
			}
		}
		points = best
	}
	path := make([]strand, to-from)
	p := strand(slices.Index(points[:], slices.Max(points[:])))
	for i := len(path) - 1; i >= 0; i-- {
		path[i], p = p, before[i][p]
	}
	return path
}

// turn is what speaks for one strand below another, whose line is so long.
func turn(above, below strand, long int) int {
	switch {
	case above == isLabel && below == isAnswer:
		return 1
	case above == isLabel:
		return against - 1 // it was left unanswered
	case above == isAnswer && below == isAnswer && long < leastWidth, above == isOther && below == isAnswer:
		return -1
	}
	return 0
}

// speaks is what speaks for taking line i for each.
func (sh *sheet) speaks(i int) (said [strands]int) {
	s := sh.lines[i].text
	h := hit{}
	if k, ok := slices.BinarySearchFunc(sh.hits, i, func(h hit, line int) int { return h.line - line }); ok {
		h = sh.hits[k]
	}
	if said[isLabel], said[isOther] = never, against; sh.wovenLike(i) {
		said[isLabel] = 0
		if h.strength <= weak {
			h, _ = sh.standing(i)
		}
	}
	switch {
	case h.strength > weak && (h.line != h.end.line || h.entries[0].heading && h.entries[0].role == "" || h.strength == strong && h.end.off < len(s)):
		said[isOther], said[isAnswer] = inFavour, against
	case h.strength > weak:
		said[isLabel], said[isAnswer] = inFavour, against
	case typed(strings.TrimSpace(s)) != 0:
		said[isLabel], said[isAnswer] = never, 2
	case strings.Contains(s, ": "):
		said[isOther] = 0
	case sh.lines[i].marked():
		said[isLabel]++
	}
	return said
}

// marked says whether a line ends with what parts a label from its answer.
func (l *line) marked() bool {
	_, at, ok := parted(l.text[l.off:], false)
	return ok && int(l.off)+at < len(l.text)
}

// wovenLike says whether line i looks like a label without a mark.
func (sh *sheet) wovenLike(i int) bool {
	l := &sh.lines[i]
	s := l.text
	return len(s) <= mostWoven && !l.dated && strings.IndexByte(".,;!", s[len(s)-1]) < 0 && !unicode.IsLower(firstRune(s[l.off:])) && labelLike(s[l.off:])
}
