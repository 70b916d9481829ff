package template

import (
	"slices"
	"strings"
	"unicode/utf8"

	"tocsin/store"
	"tocsin/template/word"
)

// typoLeast is the shortest key, in letters, that is matched in spite of a
// typo: 氏名 and 社名 differ in one and ask for different things.
const typoLeast = 6

// mistyped looks for a label with one or two characters wrong. It answers only
// if all candidates mean the same field in the same role.
func (ix *index) mistyped(lines []line, i, off int, number string) (hit, bool) {
	const longest = 70
	s, end := lines[i].text[off:], -1
	if lines[i].marks.has(withLabelEnd | withDash) {
		end = labelEnd(s[:min(len(s), longest+len("..."))])
	}
	if cut := int(lines[i].cut); cut > off {
		end = cut - off
	} else if end < 0 && number != "" {
		end = len(s)
	}
	if end < typoLeast || end > longest {
		return hit{}, false
	}
	label := s[:end]
	if paren := strings.IndexByte(label, '('); paren > 0 && !pluralAt(label, paren) {
		label = label[:paren]
	}
	var buf [96]byte
	found := ix.near(word.AppendFold(buf[:0], label))
	if len(found) == 0 || found[0].heading && word.Count(label) != found[0].words || ix.asksAlone(label, found) || ix.crosses(label, found[0].role) {
		return hit{}, false // "Victim OS" is not "Victims", nor "Vector" "Sector"
	}
	after, how := ix.settle(lines, pos{i, off + len(label)})
	return hit{line: i, end: after, strength: how, entries: found, number: number, typo: ix.find(word.FoldHash(label)) == nil}, how > weak || how == weak && dashed(s[end:])
}

// asksAlone says whether a label is a word, or of words, that ask for another
// field than those it may be a slip of: "Contact nom" is no "Contact no".
func (ix *index) asksAlone(label string, found []*entry) bool {
	var words wordReading
	if ix.book != nil && !found[0].heading && ix.book.read(label, &words) && words.understood() {
		if m, ok := ix.book.mean(&words, false); ok && !m.rule.Heading && m.rule.Field != found[0].name {
			return true
		}
	}
	return ix.book != nil && slices.ContainsFunc(ix.book.lonesOf(word.FoldHash(label)), func(l lone) bool { return l.name != found[0].name })
}

// crosses says whether a word of a label names the side of an attack that is
// opposite to a role, and none names its own: what was attacked is no slip of
// what attacked.
func (ix *index) crosses(label, role string) bool {
	if ix.book == nil || role != store.RoleTarget && role != store.RoleSource {
		return false
	}
	own, other := ix.book.victim, ix.book.attacker
	if role == store.RoleSource {
		own, other = other, own
	}
	named := ix.book.anyOf(label)
	return named.meets(other) && !named.meets(own)
}

// dashed says whether a dash between blanks stands at the start of s.
func dashed(s string) bool { return strings.HasPrefix(s, " - ") || strings.HasPrefix(s, " – ") }

// labelEnd is where a colon or a leader ends a label, -1 if none does.
func labelEnd(s string) int {
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case ':', '?', '\t':
			return i
		case '.', ' ', 0xef: // of "："
			if i+1 < len(s) && word.FoldByte(s[i+1]) == 0 && endsLabel(s[i:]) {
				return i
			}
		}
	}
	return -1
}

// endsLabel says whether a mark of several bytes that ends labels stands at the
// start of s.
func endsLabel(s string) bool {
	for _, mark := range [...]string{"...", " - ", " |", " – ", "："} {
		if strings.HasPrefix(s, mark) {
			return true
		}
	}
	return false
}

// A spelling is how the search for typos knows a label: its key by where that
// stands among those of all, and its node, from 1.
type spelling struct{ from, to, label int32 }

// typos finds labels that differ from a key in a character or two.
type typos struct {
	keys    strings.Builder  // of all labels, one behind the other
	of      [][]spelling     // by how many characters they have
	letters [][]uint64       // of each of them, a bit for each: most are told from a key by these alone
	ends    word.Table[bool] // first and last four bytes of all their keys
	book    *bookIn          // what is a word of its own, nil where nobody knows
}

// enter adds the key of a label.
func (t *typos) enter(key []byte, label int32) {
	n := utf8.RuneCount(key)
	if n < typoLeast || word.Unspaced(string(key)) {
		return // one sign more or less makes another word there: 発見, 発生
	}
	t.ends.Set(word.HashOf(key[:4]), true)
	t.ends.Set(^word.HashOf(key[len(key)-4:]), true)
	for len(t.of) <= n+1 {
		t.of, t.letters = append(t.of, nil), append(t.letters, nil)
	}
	from := int32(t.keys.Len())
	t.keys.Write(key)
	t.of[n], t.letters[n] = append(t.of[n], spelling{from, int32(t.keys.Len()), label}), append(t.letters[n], alphabet(key))
}

// alphabet is the set of characters in a key, one bit for each; a few share one.
func alphabet(key []byte) (set uint64) {
	for len(key) > 0 {
		r, n := utf8.DecodeRune(key)
		set, key = set|1<<(r&63), key[n:]
	}
	return set
}

// near returns what a key with a typo is meant to ask: it and the key of a
// label are equal once one or the other, or both, lose a character.
func (ix *index) near(key []byte) []*entry {
	t := &ix.typos
	if len(key) < typoLeast || !t.ends.Find(word.HashOf(key[:4])) && !t.ends.Find(^word.HashOf(key[len(key)-4:])) {
		return nil // one typo can't be at both ends
	}
	n, set := utf8.RuneCount(key), alphabet(key)
	var found []*node
	for _, length := range [...]int{n + 1, n - 1, n} { // nearest first: of the same length, two characters differ
		for i, letters := range t.long(length) {
			other := letters ^ set
			if other &= other - 1; other&(other-1) != 0 {
				continue // more than two
			}
			s := &t.of[length][i]
			switch n, known := &ix.nodes[s.label-1], t.keys.String()[s.from:s.to]; {
			case !word.Mistaken(string(key), known) || slices.ContainsFunc(found, n.same) || t.book.differ(key, known):
			case known == string(key):
				found = slices.Insert(found, 0, n)
			default:
				found = append(found, n)
			}
		}
	}
	return agreed(found)
}

// differ says whether two keys are words that mean different things in each
// language that has both: "Destination" is no "Designation" with a typo.
func (b *bookIn) differ(x []byte, y string) bool {
	if b == nil {
		return false
	}
	one, other := b.means(&b.whole, word.HashOf(x)), b.means(&b.whole, word.HashOf(y))
	return len(one) > 0 && len(other) > 0 && !slices.ContainsFunc(one, func(s wordSense) bool {
		return slices.ContainsFunc(other, func(o wordSense) bool {
			return s.langs&o.langs != 0 && s.set.with(s.may).meets(o.set.with(o.may))
		})
	})
}

// long lists the letters of the labels of so many characters.
func (t *typos) long(n int) []uint64 {
	if n < len(t.letters) {
		return t.letters[n]
	}
	return nil
}

// A meaning is what a label says, the role of a host included.
type meaning struct {
	name, role string
	heading    bool
}

func (e *entry) meaning() meaning {
	m := meaning{name: e.name, heading: e.heading}
	if e.heading || namesHost(e.name) {
		m.role = e.role
	}
	return m
}

// agreed returns what a typo may stand for. Of one label that is all it can
// mean; several labels must share one meaning: a typo must never cross to
// another field, least of all to the opposite role.
func agreed(labels []*node) []*entry {
	if len(labels) == 1 {
		return labels[0].entries
	}
	var shared []*entry
	for _, l := range labels {
		for _, e := range l.entries {
			m := e.meaning()
			switch {
			case slices.ContainsFunc(labels, func(o *node) bool { return !o.means(m) }):
			case len(shared) > 0 && m != shared[0].meaning():
				return nil
			case !slices.Contains(shared, e):
				shared = append(shared, e)
			}
		}
	}
	return shared
}

// same says whether two labels are one, with umlauts and without.
func (n *node) same(o *node) bool { return slices.Equal(n.entries, o.entries) }

// means says whether a label has a meaning.
func (n *node) means(m meaning) bool {
	return slices.ContainsFunc(n.entries, func(e *entry) bool { return e.meaning() == m })
}
