package template

import (
	"cmp"
	"strings"
	"unicode"
	"unicode/utf8"

	"tocsin/store"
	"tocsin/template/word"
)

// A side is what a word says of the address beside it.
type side struct {
	role    string
	ahead   bool // of what follows only: "A was attacked from B" says nothing of A
	towards bool // parts where something came from and where it went
}

// A compass holds the words that tell sides, by their keys.
type compass struct {
	words word.Table[side]
	signs []sign // of scripts without blanks
}

// A sign is such a word.
type sign struct {
	text string
	side side
}

// newCompass makes the words of a lexicon ready.
func newCompass(x *word.Lexicon) *compass {
	c := &compass{}
	for _, t := range x.Terms {
		role, ahead := strings.CutSuffix(t.Value, " ahead")
		s := side{role: role, ahead: ahead}
		if t.Value == "towards" {
			s = side{towards: true}
		}
		eachText(t.Words, func(_, w string) {
			key := word.Fold(w)
			if word.Unspaced(key) {
				c.signs = append(c.signs, sign{w, s})
				return
			}
			c.words.Set(word.HashOf(key), s)
		})
	}
	return c
}

// side returns what a word of a line says.
func (c *compass) side(w string) (side, bool) {
	if len(w) > mostSide {
		return side{}, false
	}
	s := c.words.Find(word.FoldHash(w))
	return s, s != side{}
}

// mostSide bounds the words that are looked up, in bytes.
const mostSide = 40

// nearRole is the role that the nearest word before a place in the line
// tells, or else the nearest behind it.
func nearRole(s string, at int) string {
	c := vocab().compass
	if at > 0 && speltEnd(s[:at]) > 0 {
		at += spelt(s[at:]) // a word that goes on there stands before it
	}
	if role := c.aside(s[at:]); role != "" {
		return role
	}
	if role := c.before(s[:at]); role != "" {
		return role
	}
	return cmp.Or(c.behind(s[at:]), store.RoleUnknown)
}

// aside is the role that the parentheses behind the address tell with which a
// text begins: "192.0.2.1 (the attacker)".
func (c *compass) aside(s string) string {
	end := strings.IndexAny(s, " (")
	if end < 0 {
		return ""
	}
	inner, ok := strings.CutPrefix(strings.TrimLeft(s[end:], " "), "(")
	if close := strings.IndexByte(inner, ')'); ok && close > 0 {
		return c.behind(inner[:close])
	}
	return ""
}

// asideOf is how much of a text that ends in ")" is left before the address
// that these parentheses speak of, all of it if they speak of none.
func asideOf(s string) string {
	if open := strings.LastIndexByte(s, '('); open > 0 {
		of := strings.TrimRight(s[:open], " ")
		if strings.ContainsAny(of[strings.LastIndexByte(of, ' ')+1:], ".:") {
			return of
		}
	}
	return s[:len(s)-1]
}

// before is the role that the last word of a text tells that tells one, or
// else its last sign.
func (c *compass) before(text string) string {
	towards, unspaced := false, false
	for s := text; s != ""; {
		n := speltEnd(s)
		if n == 0 {
			last := s[len(s)-1]
			unspaced = unspaced || last >= word.UnspacedByte || last == word.UnspacedFirst
			if last == ')' {
				s = asideOf(s)
				continue
			}
			s = s[:len(s)-1]
			continue
		}
		switch w, ok := c.side(s[len(s)-n:]); {
		case !ok:
		case w.towards:
			towards = true
		case towards && w.role == store.RoleSource:
			return store.RoleTarget
		default:
			return w.role
		}
		s = s[:len(s)-n]
	}
	if unspaced {
		return c.signBefore(text)
	}
	return ""
}

// behind is the role that the first word of a text tells, but of what follows
// only.
func (c *compass) behind(s string) string {
	for s != "" {
		n := spelt(s)
		if w, ok := c.side(s[:n]); ok && !w.ahead && !w.towards {
			if labelsNext(s[n:]) {
				return ""
			}
			return w.role
		}
		s = s[max(n, 1):]
	}
	return ""
}

// labelsNext says whether a word that s follows labels what comes behind it:
// "source: …", "src=…", "src_ip": "…".
func labelsNext(s string) bool {
	s = strings.TrimLeft(s, "_-abcdefghijklmnopqrstuvwxyz")
	s = strings.TrimLeft(s, "\"' ")
	return s != "" && (s[0] == ':' || s[0] == '=') && strings.TrimLeft(s[1:], "\"' ") != ""
}

// signBefore is the role that the last sign of a text tells.
func (c *compass) signBefore(s string) (role string) {
	last := -1
	for _, m := range c.signs {
		if i := strings.LastIndex(s, m.text); i > last {
			last, role = i, m.side.role
		}
	}
	return role
}

// spelt is the length of the word of letters alone that s begins with, in
// scripts with blanks.
func spelt(s string) int {
	i := 0
	for i < len(s) {
		switch {
		case word.FoldByte(s[i]) > '9':
			i++
		case s[i] < utf8.RuneSelf || s[i] >= word.UnspacedByte:
			return i
		default:
			r, n := utf8.DecodeRuneInString(s[i:])
			if !unicode.IsLetter(r) || word.Thai(r) {
				return i
			}
			i += n
		}
	}
	return i
}

// speltEnd is the same of the word that s ends with.
func speltEnd(s string) int {
	i := len(s)
	for i > 0 {
		switch c := s[i-1]; {
		case word.FoldByte(c) > '9':
			i--
		case c < utf8.RuneSelf:
			return len(s) - i
		default:
			r, n := utf8.DecodeLastRuneInString(s[:i])
			if s[i-n] >= word.UnspacedByte || !unicode.IsLetter(r) || word.Thai(r) {
				return len(s) - i
			}
			i -= n
		}
	}
	return len(s)
}
