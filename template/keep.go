package template

import (
	"slices"
	"strings"
)

// Definitions come to ten thousands of short texts and lists, which live as long as
// the process does. Each on its own would be looked at whenever memory is
// collected; so they are kept in few pieces.

// roomFor is how many things are given one piece of memory; texts get 16 bytes for
// each.
const roomFor = 512

// A room keeps lists, and single things, of one kind.
type room[T any] struct{ free []T }

// list is a copy of a list.
func (r *room[T]) list(list []T) []T {
	if len(list) > len(r.free) {
		r.free = make([]T, max(roomFor, len(list)))
	}
	n := copy(r.free, list)
	kept := r.free[:n:n]
	r.free = r.free[n:]
	return kept
}

// one is the place of a copy of one thing.
func (r *room[T]) one(thing T) *T { return &r.list([]T{thing})[0] }

// A keeper keeps texts, equal ones once while it knows them.
type keeper struct {
	known map[string]string
	page  *strings.Builder
	lists room[string]
}

// text is a copy of a text.
func (k *keeper) text(s string) string {
	if kept, ok := k.known[s]; ok || s == "" {
		return kept
	}
	if k.page == nil || k.page.Cap()-k.page.Len() < len(s) {
		k.page = &strings.Builder{}
		k.page.Grow(max(16*roomFor, len(s)))
	}
	from := k.page.Len()
	k.page.WriteString(s)
	kept := k.page.String()[from:]
	if k.known == nil {
		k.known = map[string]string{}
	}
	k.known[kept] = kept
	return kept
}

// list is a copy of a list of texts.
func (k *keeper) list(list []string) []string {
	if len(list) == 0 {
		return list
	}
	kept := k.lists.list(list)
	for i := range kept {
		kept[i] = k.text(kept[i])
	}
	return kept
}

// texts puts copies where the wordings are.
func (k *keeper) texts(all ...texts) {
	for _, t := range all {
		for lang, list := range t {
			t[lang] = k.list(list)
		}
	}
}

// definition puts copies where the texts of a definition are.
func (k *keeper) definition(d *definition) {
	k.texts(d.Title, d.Start, d.Intro)
	d.Generic = k.list(d.Generic)
	for i := range d.Sections {
		s := &d.Sections[i]
		k.texts(s.Heading, s.Note)
		s.Role, s.Field = k.text(s.Role), k.text(s.Field)
		for j := range s.Fields {
			f := &s.Fields[j]
			k.texts(f.Label, f.Hint)
			f.Name, f.Role, f.Number, f.Empty = k.text(f.Name), k.text(f.Role), k.text(f.Number), k.text(f.Empty)
			f.Join, f.Rest, f.Spare, f.Placeholder = k.text(f.Join), k.text(f.Rest), k.text(f.Spare), k.list(f.Placeholder)
			for c := range f.Choices {
				k.texts(f.Choices[c].Label)
				f.Choices[c].Value = k.text(f.Choices[c].Value)
			}
		}
	}
}

// pack puts what the index learnt label by label together, and forgets what the
// keeper knows: definitions that are added later are few.
func (ix *index) pack() {
	var entries room[*entry]
	ix.nodes = slices.Clone(ix.nodes) // of the size that is needed
	for i := range ix.nodes {
		ix.nodes[i].entries = entries.list(ix.nodes[i].entries)
	}
	ix.keeper.known = nil
}
