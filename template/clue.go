package template

import (
	"cmp"
	"fmt"
	"math/bits"
	"slices"
	"strings"

	"tocsin/template/word"
)

// Where the layout of a text tells labels from answers, a label need not be
// understood to the last word: what some of its words mean, and what the answer
// looks like, are clues to what was asked.

// A clue is what some concepts in a label and the looks of the answer below it
// come to. The first of the book that holds is taken.
type clue struct {
	Field string `toml:"field"`
	Role  string `toml:"role"`
	When  string `toml:"when"`  // concepts that must be there; "a|b" is one of them
	Not   string `toml:"not"`   // concepts that must not
	Looks string `toml:"looks"` // what the answer looks like; one of several
	Sole  bool   `toml:"sole"`  // only where no other label asks for a machine that is not the attacker's

	needs []conceptSet
	bars  conceptSet
	shows looks
	id    int
}

// readyClues compiles the clues of a book.
func (b *conceptBook) readyClues() error {
	for i := range b.clues {
		c := &b.clues[i]
		c.id = len(b.rules) + i
		if _, known := fieldKinds[c.Field]; !known {
			return fmt.Errorf("clue for %q: no such field", c.Field)
		}
		needs, errWhen := b.groups(c.When)
		bars, errNot := b.setOf(c.Not)
		c.needs, c.bars = needs, bars
		if err := cmp.Or(errWhen, errNot, c.ready()); err != nil {
			return fmt.Errorf("clue for %q when %q: %w", c.Field, c.When, err)
		}
	}
	return nil
}

// ready compiles what the answer looks like.
func (c *clue) ready() error {
	for name := range strings.FieldsSeq(c.Looks) {
		l, ok := looksNames[name]
		if !ok {
			return fmt.Errorf("no answer looks %q", name)
		}
		c.shows |= l
	}
	return need(c.shows != 0, "it says nothing of the answer")
}

// holds says whether a clue holds of what a label means and its answer.
func (c *clue) holds(set conceptSet, l looks) bool {
	return c.shows&l != 0 && !set.meets(c.bars) && !slices.ContainsFunc(c.needs, func(s conceptSet) bool { return !set.meets(s) })
}

// A skim is what the known words of a label mean in each language.
type skim struct {
	wordReading
	missed [len(word.Tongues)]uint8
}

// skim reads a label as read does, but passes over what nobody knows.
func (b *conceptBook) skim(label string, r *skim) {
	for i := 0; i < len(label); {
		r.once = 0
		if i += pluralEnd(label, i); i == len(label) {
			break
		}
		i += b.step(&r.wordReading, label[i:], true)
		for m := r.once; m != 0; m &= m - 1 {
			r.missed[bits.TrailingZeros64(uint64(m))]++
		}
	}
}

// clued finds the clue that holds of a label and its answer, in the language that
// knows most of its words; that is the text's where it does not know all.
func (b *conceptBook) clued(label string, l looks, home string) (c *clue, lang string) {
	var r skim
	b.skim(label, &r)
	least := uint8(r.words)
	for t := 1; t < len(word.Tongues); t++ {
		if !r.of(t).empty() {
			least = min(least, r.missed[t])
		}
	}
	for t := 1; t < len(word.Tongues); t++ {
		set := r.of(t)
		if set.empty() || r.missed[t] > least && word.Tongues[t] != home || r.missed[t] > 0 && home != "" && word.Tongues[t] != home {
			continue
		}
		found := b.firstClue(set, l)
		if c != nil && found != nil && (found.Field != c.Field || found.Role != c.Role) {
			return nil, ""
		}
		if c == nil && found != nil {
			c, lang = found, word.Tongues[t]
		}
	}
	return c, lang
}

// of is what a label means in a language, but for what binds words.
func (r *skim) of(t int) conceptSet { return r.sets[t].with(r.may[t]).less(stop) }

// anyOf is all that the known words of a label mean in any language.
func (b *conceptBook) anyOf(label string) (all conceptSet) {
	var r skim
	b.skim(label, &r)
	for t := 1; t < len(word.Tongues); t++ {
		all = all.with(r.of(t))
	}
	return all
}

// bare finds the clue of the answer alone.
func (b *conceptBook) bare(label string, l looks) *clue {
	all := b.anyOf(label)
	for i := range b.clues {
		if c := &b.clues[i]; len(c.needs) == 0 && c.holds(all, l) {
			return c
		}
	}
	return nil
}

// firstClue is the first clue that holds of some concepts and an answer.
func (b *conceptBook) firstClue(set conceptSet, l looks) *clue {
	for i := range b.clues {
		if len(b.clues[i].needs) > 0 && b.clues[i].holds(set, l) {
			return &b.clues[i]
		}
	}
	return nil
}

// need is an error unless something holds.
func need(ok bool, what string) error {
	if ok {
		return nil
	}
	return fmt.Errorf("%s", what)
}
