package word

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// A phrase is one way to name a term, taken apart where words may follow.
type phrase struct {
	term  int
	parts []piece
}

// A piece of a phrase is text to be found as it stands.
type piece struct {
	text string
	manner
}

// A manner is how a piece stands in a text.
type manner struct {
	open bool // the last word may go on
	gap  bool // a few words may stand before it
	word bool // begins where a word does, even in Japanese
}

// leastHead is how many bytes of a phrase must stand before its first "*" or "…".
const leastHead = 3

// mostGap is how many bytes "…" stands for at most.
const mostGap = 40

// newPhrase takes one phrase of a term apart.
func newPhrase(n int, s string) (phrase, error) {
	w := phrase{term: n}
	gap := false
	for part := range strings.SplitSeq(s, "…") {
		w.parts = appendPieces(w.parts, part, gap)
		gap = true
	}
	if len(w.parts) == 0 || len(w.parts[0].text) < leastHead {
		return w, fmt.Errorf("no %d letters at its beginning", leastHead)
	}
	return w, nil
}

// appendPieces takes a stretch of a phrase apart at its stars.
func appendPieces(list []piece, s string, gap bool) []piece {
	for s := range strings.SplitAfterSeq(s, "*") {
		p := strings.TrimPrefix(Phrase(s), " ")
		if p == "" || p == " " {
			continue
		}
		next := piece{p, manner{gap: gap}}
		gap = false
		last, _ := utf8.DecodeLastRuneInString(strings.TrimSuffix(p, " "))
		switch {
		case strings.HasSuffix(s, "*"):
			next.text, next.open = strings.TrimSuffix(p, " "), true
		case (unspaced(last) || Thai(last)) && utf8.RuneCountInString(p) > 2:
			next.text = strings.TrimSuffix(p, " ")
		case unspaced(last) || Thai(last):
			next.word = true
		}
		list = append(list, next)
	}
	return list
}

// Idioms are the phrases of a lexicon. There are ten thousands of them, for as
// long as the process runs, so they lie together in a few pieces of memory
// without pointers, which cost nothing when memory is collected.
type idioms struct {
	all       []idiom
	stretches []stretch // of all of them
	text      string    // of all of these
}

// An idiom is a phrase by its stretches: from one of all to another.
type idiom struct{ term, from, to int32 }

// A stretch is a piece by its place in the text of all.
type stretch struct {
	from, to int32
	manner
}

func (t *stretch) length() int { return int(t.to - t.from) }

// newIdioms puts phrases together in an order.
func newIdioms(phrases []phrase, order []int32) (x idioms) {
	pieces, length := 0, 0
	for _, w := range phrases {
		pieces += len(w.parts)
		for _, p := range w.parts {
			length += len(p.text)
		}
	}
	x.all, x.stretches = make([]idiom, 0, len(phrases)), make([]stretch, 0, pieces)
	var text strings.Builder
	text.Grow(length)
	for _, i := range order {
		w := &phrases[i]
		next := idiom{term: int32(w.term), from: int32(len(x.stretches))}
		for _, p := range w.parts {
			from := int32(text.Len())
			text.WriteString(p.text)
			x.stretches = append(x.stretches, stretch{from, int32(text.Len()), p.manner})
		}
		next.to = int32(len(x.stretches))
		x.all = append(x.all, next)
	}
	x.text = text.String()
	return x
}

// parts are the stretches of an idiom.
func (x *idioms) parts(w *idiom) []stretch { return x.stretches[w.from:w.to] }

// Where a phrase ends that does not stand in a text.
const (
	absent     = -1 - iota
	unfinished // the text ends before it does
)

// end is where the last of some stretches ends that begin at i.
func (x *idioms) end(parts []stretch, p []byte, i int) int {
	for k := range parts {
		t := &parts[k]
		if t.gap && k > 0 {
			return x.afterGap(parts[k:], p, i)
		}
		i = min(i, len(p))
		text := x.text[t.from:t.to]
		switch n := min(len(text), len(p)-i); {
		case string(p[i:i+n]) != text[:n] || t.word && p[i-1] != ' ':
			return absent
		case n < len(text):
			return unfinished
		}
		i += len(text)
		if t.open {
			for i < len(p) && p[i] != ' ' {
				i++
			}
			i++
		}
	}
	return min(i, len(p))
}

// afterGap finds the rest of a phrase not far behind i.
func (x *idioms) afterGap(parts []stretch, p []byte, i int) int {
	most := i + mostGap
	near := p[:min(len(p), most+1)]
	for ; i < len(near); i++ {
		k := bytes.IndexByte(near[i:], x.text[parts[0].from])
		if k < 0 {
			break
		}
		if i += k; begins(p, i) {
			if end := x.end(parts, p, i); end != absent {
				return end
			}
		}
	}
	if most >= len(p) {
		return unfinished
	}
	return absent
}

// hasGap says whether a phrase leaves room for other words.
func hasGap(parts []stretch) bool {
	return slices.ContainsFunc(parts, func(t stretch) bool { return t.gap })
}
