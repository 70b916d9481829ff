package template

import (
	_ "embed"
	"strings"
	"sync"
	"unicode/utf8"

	"tocsin/template/word"
)

//go:embed words/concepts.toml
var conceptFile []byte

// concepts is the book that comes with Tocsin, read once.
var concepts = sync.OnceValues(func() (*conceptBook, error) { return readConcepts("builtin:words/concepts.toml", conceptFile) })

// bookForm is the id of the form that labels understood by their words are of.
const bookForm = "words"

// understand lets an index understand labels, and makes room for the rules.
func (ix *index) understand() {
	b, err := concepts()
	if err != nil {
		return // Builtin says so
	}
	def := &form{definition: definition{ID: bookForm, Union: true, Sections: []section{{}}}, order: len(ix.forms)}
	ix.book = &bookIn{conceptBook: b, def: def, first: ix.ids + 1}
	ix.typos.book, ix.forms = ix.book, append(ix.forms, def)
	ix.ids += len(b.rules) + len(b.clues)
}

// A bookIn is a book in use by one index.
type bookIn struct {
	*conceptBook
	def   *form
	first int // id of its first rule's entries
}

// entry is the entry of a label that was understood by its words.
func (b *bookIn) entry(m asking, label string) *entry {
	name := m.rule.Field
	asks := &inquiry{def: b.def, name: name, kind: fieldKinds[name], role: m.role, heading: m.rule.Heading, shy: m.shy, id: b.first + m.rule.id, yes: m.rule.Yes, no: m.rule.No}
	if !asks.heading {
		asks.field = &field{Name: name, Role: m.role, Label: texts{m.lang: {label}}}
	}
	return &entry{inquiry: asks, lang: m.lang, generic: m.common && !m.rule.Heading}
}

// leastWide is how long a label of the typography of East Asia is, in bytes, that
// one blank of it parts from the answer behind a number: "氏　名" is longer.
const leastWide = 3 * len("名")

// labelExtent is where the words of a label end, at what parts them from the
// answer or at a parenthesis; closed says that the line goes on there.
func labelExtent(s string, off int) (end int, closed bool) {
	last := min(len(s), off+mostLabel+1)
	for i := off; i < last; i++ {
		c := s[i]
		switch {
		case word.FoldByte(c) != 0:
		case c == ' ':
			if strings.HasPrefix(s[i+1:], "  ") {
				return i, true
			}
		case c == '(' && !pluralAt(s, i), c == '\t', c == '|', c == '?', c == '[', c == ']' && off > 0 && s[off-1] == '[':
			return i, true
		case c == ':' && (i+1 == len(s) || s[i+1] != '/' && !(word.IsDigit(s[i+1]) && i > 0 && word.IsDigit(s[i-1]))):
			return i, true
		case c == '=' && i > off && s[i-1] == ' ' && (i+1 == len(s) || s[i+1] == ' '):
			return i - 1, true
		case (c == '.' || c == '_') && strings.HasPrefix(s[i+1:], s[i:i+1]):
			return i, true
		case c >= utf8.RuneSelf && (wideMark(s[i:]) != 0 || i > off+leastWide && off > 0 && strings.HasPrefix(s[i:], wideBlank)):
			return i, true
		}
	}
	if last < len(s) {
		return 0, false
	}
	return len(s), false
}

// guessed says whether the open question was understood by its words.
func (r *reading) guessed() bool { return r.ix.book != nil && r.open.e.def == r.ix.book.def }
