package template

import (
	"strings"

	"tocsin/template/word"
)

// Where all labels of a text begin with the same mark, "~ Name" or "## Name", or
// are in capitals, and the answers below them are not, that tells them apart.

// A guise is how a line is dressed that may be a label: the mark that it begins
// with, "A" for capitals, "" for neither.
type guise string

// mostGuises is how many guises of a text are looked at.
const mostGuises = 8

// alike finds the lines of the commonest guise below which a line of another
// begins.
func (sh *sheet) alike() []int {
	var guises [mostGuises]struct {
		guise
		lines []int
	}
	for i := sh.from; i+1 < len(sh.lines); i++ {
		g := sh.lines[i].guise()
		if next := &sh.lines[i+1]; g == "" || next.blank() && i+2 < len(sh.lines) && sh.lines[i+2].guise() == g || next.ruler || next.guise() == g {
			continue
		}
		for k := range guises {
			if c := &guises[k]; c.guise == g || c.guise == "" {
				if c.guise = g; len(c.lines) < mostStanding {
					c.lines = append(c.lines, i)
				}
				break
			}
		}
	}
	best := 0
	for k := range guises {
		if len(guises[k].lines) > len(guises[best].lines) {
			best = k
		}
	}
	return guises[best].lines
}

// guise is how a line is dressed.
func (l *line) guise() guise {
	if !l.worded() || l.long > 0 || l.cut > 0 || l.reply > 0 || l.dated || len(l.text) > mostLabel || int(l.off) >= len(l.text) || strings.IndexByte(l.text, ':') >= 0 {
		return ""
	}
	if head := strings.TrimSpace(l.text[:l.off]); head != "" && strings.IndexByte(head, '|') < 0 {
		return guise(head)
	}
	if s := l.text[l.off:]; len(s) > 3 && word.Digits(s) == 0 && capitals(s) {
		return "A"
	}
	return ""
}

// whole takes lines for labels as they stand where most of them have nothing
// behind a mark: "Who did it? A guess will do." asks on, it does not answer.
func (sh *sheet) whole(list []int) []int {
	var on []int
	for _, i := range list {
		if s := sh.lines[i].text; strings.Contains(s, "? ") {
			on = append(on, i)
		}
	}
	if len(on)*2 > len(list) {
		return nil
	}
	for _, i := range on {
		l := &sh.lines[i]
		l.cut = uint8(strings.Index(l.text, "? "))
		l.wide = uint8(len(l.text)) - l.cut
	}
	return list
}
