package template

import (
	"bytes"

	"tocsin/template/word"
)

// learn keeps instructions, so that they are known when left in.
func (ix *index) learn(f *form, t texts) {
	at, from := "", len(f.known)
	eachText(t, func(lang, s string) {
		if lang != at {
			f.known, at = append(f.known, '\n'), lang // a mail program wraps lines anew, but not across these
		}
		key := word.Fold(s)
		f.known = append(f.known, key...)
		f.whole.Set(word.HashOf(key), true)
	})
	f.known = append(f.known, '\n')
	ix.known = append(ix.known, f.known[from:]...)
}

// instruction says whether a line is text of the blank form, whole or, where
// a mail program wrapped it, in good part.
func (r *reading) instruction(s string) bool {
	if len(s) < 4 || len(s) > 400 {
		return false
	}
	h := word.FoldHash(s)
	if r.ix.hints.Find(h) {
		return true
	}
	return r.form != nil && (r.form.whole.Find(h) || r.ix.titles.Find(h).form != nil) || r.instructs(s)
}

// leastInstruction is how long a piece of an instruction is at least, as a key.
const leastInstruction = 24

// instructs says whether a line is a good part of an instruction of the form, of
// any form where it has no definition.
func (r *reading) instructs(s string) bool {
	if r.form != nil {
		return r.ix.printed(s, r.form.known)
	}
	return r.ix.printed(s, r.ix.known)
}

// printed says whether a line is a good part of one of the known instructions:
// those of all forms, as teams take over each other's sentences, or of one.
func (ix *index) printed(s string, known []byte) bool {
	var buf [128]byte
	key := word.AppendFold(buf[:0], s)
	return len(key) >= leastInstruction && ix.pieces.Has(piece(key)) && ix.pieces.Has(piece(key[len(key)-pieceLen:])) && bytes.Contains(known, key)
}

// instructsOn says whether line i, too short to tell by itself, goes on with an
// instruction of the form, or with its title, from the line before.
func (r *reading) instructsOn(i int) bool {
	s := r.lines[i].text
	if i == 0 || s == "" || len(s) >= 2*leastInstruction {
		return false
	}
	both := r.lines[i-1].text + " " + s
	return r.instructs(both) || r.form != nil && r.ix.titles.Find(word.FoldHash(both)).form == r.form
}

// pieceLen is how long the pieces of instructions are that are told from others
// before a line is sought in all of them.
const pieceLen = 8

// piece packs what a key begins with.
func piece(key []byte) uint32 { return uint32(word.HashOf(key[:pieceLen]) >> 32) }
