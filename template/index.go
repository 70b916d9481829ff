package template

import (
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"tocsin/template/word"
)

// An entry is one meaning of a label: an inquiry in one wording. There are
// some thousands, so what all wordings of an inquiry share is kept once.
type entry struct {
	*inquiry
	lang    string
	number  string
	words   int  // of a heading
	generic bool // too common a label to prove a form by
}

// An inquiry is what a label asks for: a field, or a heading when field is only
// what free text under it answers.
type inquiry struct {
	def     *form
	section int
	field   *field // nil for headings
	name    string // canonical field, "" for a plain heading
	kind    kind
	role    string // of the section, or of the field itself
	heading bool
	lone    bool // one word, read in what is known to be a form
	shy     bool // counts beside other questions about the reporter only
	picks   []pick
	id      int    // its own
	yes, no string // what such an answer comes to, where the label asks so
	facet   facet  // the part of a moment that is all it asks for
	asked   string // the words of such a label
}

// as is the entry for another inquiry in the same wording.
func (e *entry) as(other *inquiry) *entry {
	same := *e
	same.inquiry = other
	return &same
}

// A node is what the index knows of one key: its meanings, and whether longer
// labels begin with it.
type node struct {
	entries []*entry
	more    bool
}

// A form is a definition made ready for reading.
type form struct {
	definition
	order  int
	fields int              // distinct labels in one language
	known  []byte           // keys of all instructions, one a line
	whole  word.Table[bool] // keys of single instructions and hints
	source string
}

// An index finds labels of all forms and languages at once.
type index struct {
	nodes   []node
	places  word.Table[int32] // of them, from 1, by their keys
	entries room[entry]
	keeper  keeper
	typos   typos
	hints   word.Table[bool] // keys of what stands in parentheses behind labels
	generic word.Table[bool]
	titles  word.Table[title]
	pieces  word.Sieve // of all instructions
	known   []byte     // keys of all instructions but choices, one a line

	titleHeads word.Sieve // first four bytes of their keys
	hintList   []string   // hints in order
	gist       gist
	forms      []*form
	desks      sync.Pool
	builders   sync.Pool
	ids        int     // how many fields and headings there are
	book       *bookIn // what words of labels mean
}

// A title is a line that names a form, or marks where it starts.
type title struct {
	form  *form
	start bool
}

func newIndex() *index {
	return &index{}
}

// add takes in one definition. Later forms see the generic words of earlier.
func (ix *index) add(d *definition, source string) {
	ix.keeper.definition(d)
	f := &form{definition: *d, order: len(ix.forms), source: source}
	for _, w := range d.Generic {
		ix.generic.Set(word.FoldHash(w), true)
	}
	eachText(d.Title, func(_, s string) { ix.title1(s, title{form: f}) })
	eachText(d.Start, func(_, s string) { ix.title1(s, title{form: f, start: true}) })
	ix.learn(f, d.Intro)
	for i := range f.Sections {
		ix.addSection(f, i)
	}
	for i := range max(0, len(f.known)-pieceLen+1) {
		ix.pieces.Mark(piece(f.known[i:]))
	}
	ix.forms = append(ix.forms, f)
	if d.Union && ix.book == nil {
		ix.understand()
	}
}

// title1 enters one title.
func (ix *index) title1(s string, t title) {
	key := word.Fold(s)
	ix.titles.Set(word.HashOf(key), t)
	if len(key) >= 4 {
		ix.titleHeads.Mark(four(key))
	}
}

func (ix *index) addSection(f *form, i int) {
	s := &f.Sections[i]
	ix.learn(f, s.Note)
	ix.ids++
	head := &inquiry{def: f, section: i, name: s.Field, kind: fieldKinds[s.Field], role: s.Role, heading: true, id: ix.ids}
	eachText(s.Heading, func(lang, text string) { ix.label(text, ix.entries.one(entry{inquiry: head, lang: lang})) })
	f.fields += len(s.Fields)
	for j := range s.Fields {
		fd := &s.Fields[j]
		role := fd.Role
		if role == "" && !f.Union {
			role = s.Role
		}
		ix.learn(f, fd.Hint)
		ix.ids++
		asks := &inquiry{def: f, section: i, field: fd, name: fd.Name, kind: fieldKinds[fd.Name], role: role, id: ix.ids, picks: picksOf(fd), shy: fd.Shy}
		for _, c := range fd.Choices {
			eachText(c.Label, func(_, s string) { f.known = append(word.AppendFold(f.known, s), '\n') })
		}
		eachText(fd.Hint, func(_, h string) { ix.hint(h) })
		eachText(fd.Label, func(lang, text string) {
			ix.label(text, ix.entries.one(entry{inquiry: asks, lang: lang, number: fd.Number}))
		})
	}
}

// eachText visits all wordings in a fixed order.
func eachText(t texts, visit func(lang, text string)) {
	langs := make([]string, 0, len(t))
	for lang := range t {
		langs = append(langs, lang)
	}
	slices.Sort(langs)
	for _, lang := range langs {
		for _, text := range t[lang] {
			visit(lang, text)
		}
	}
}

// hint enters what stands in a parenthesis behind a label.
func (ix *index) hint(text string) {
	key := word.Fold(text)
	if ix.hints.Find(word.HashOf(key)) {
		return
	}
	ix.hints.Set(word.HashOf(key), true)
	i, _ := slices.BinarySearch(ix.hintList, key)
	ix.hintList = slices.Insert(ix.hintList, i, key)
}

// label enters one wording, and its spelling without umlauts.
func (ix *index) label(text string, e *entry) {
	off, number := unnumbered(text)
	if e.number == "" {
		e.number = number
	}
	parts := splitLabel(text[off:])
	for _, h := range parts.hints {
		ix.hint(h)
	}
	e.generic = ix.generic.Find(word.FoldHash(parts.base)) || e.def.Union && e.heading || e.shy
	ix.enter(parts.base, e)
	switch {
	case e.heading:
		e.words = word.Count(parts.base)
	case !e.shy:
		ix.gist.enter(parts.base, e)
	}
	if plain := word.WithoutUmlauts(parts.base); plain != parts.base {
		ix.enter(plain, e)
	}
}

// enter adds a key with every word boundary before it.
func (ix *index) enter(base string, e *entry) {
	var buf [128]byte
	key := buf[:0]
	for i := 0; i < len(base); {
		if !word.At(base[i:]) {
			_, n := utf8.DecodeRuneInString(base[i:])
			i += n
			continue
		}
		if len(key) > 0 {
			ix.node(key).more = true
		}
		n := word.Len(base[i:])
		key = word.AppendFold(key, base[i:i+n])
		i += n
	}
	n := ix.node(key)
	if len(n.entries) == 0 && !e.shy {
		ix.typos.enter(key, ix.places.Find(word.HashOf(key)))
	}
	n.entries = append(n.entries, e)
}

// begins says whether a known label begins with the word that a text does.
func (ix *index) begins(s string) bool {
	key, _ := word.NoKey.Word(s)
	return ix.find(key) != nil
}

// firstFour packs the first four bytes of a text's key; false if it has fewer,
// or some beyond ASCII.
func firstFour(s string) (n uint32, ok bool) {
	count := 0
	for i := 0; i < len(s) && s[i] < utf8.RuneSelf; i++ {
		if f := word.FoldByte(s[i]); f != 0 {
			n = n<<8 | uint32(f)
			if count++; count == 4 {
				return n, true
			}
		}
	}
	return 0, false
}

// four packs the first four bytes of a key.
func four[K string | []byte](k K) uint32 {
	return uint32(k[0])<<24 | uint32(k[1])<<16 | uint32(k[2])<<8 | uint32(k[3])
}

// node is the node of a key, a new one if it has none, until the next is made.
func (ix *index) node(key []byte) *node {
	h := word.HashOf(key)
	if n := ix.find(h); n != nil {
		return n
	}
	ix.nodes = append(ix.nodes, node{})
	ix.places.Set(h, int32(len(ix.nodes)))
	return &ix.nodes[len(ix.nodes)-1]
}

// find returns the node of a key, nil if it has none.
func (ix *index) find(h word.Hash) *node {
	if n := ix.places.Find(h); n > 0 {
		return &ix.nodes[n-1]
	}
	return nil
}

// A labelText is a label taken apart: what is matched, and its parentheses.
type labelText struct {
	base  string
	hints []string
}

// splitLabel parts "Name (e.g., CERT)" into base and hints; a plural "(s)"
// and parentheses inside the label stay in the base.
func splitLabel(text string) labelText {
	parts := labelText{base: text}
	if strings.IndexByte(text, '(') < 0 {
		return parts
	}
	for i := 0; i < len(text); i++ {
		if text[i] != '(' || pluralAt(text, i) {
			continue
		}
		end := word.Closing(text, i)
		tail := ""
		if end < 0 {
			end = len(text)
		} else {
			tail = text[end+1:]
		}
		if word.Fold(text[:i]) == "" || word.Fold(tail) != "" && !strings.HasPrefix(strings.TrimSpace(tail), "(") {
			i = end
			continue
		}
		if parts.base == text {
			parts.base = strings.TrimRight(text[:i], " ")
		}
		parts.hints = append(parts.hints, text[i+1:end])
		i = end
	}
	return parts
}

// pluralEnd is the length of the ending for several in a parenthesis at i: of "(s)".
func pluralEnd(s string, i int) int {
	if s[i] != '(' || !pluralAt(s, i) {
		return 0
	}
	return strings.IndexByte(s[i:], ')') + 1
}

// pluralAt says whether an opening parenthesis at i is that of "host(s)".
func pluralAt(s string, i int) bool {
	if i == 0 || !word.At(s[i-1:i]) {
		return false
	}
	end := strings.IndexByte(s[i:min(len(s), i+5)], ')')
	return end > 1 && word.Len(s[i+1:]) == end-1
}
