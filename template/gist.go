package template

import (
	"slices"
	"strings"
	"unicode/utf8"

	"tocsin/template/indicator"
	"tocsin/template/word"
)

// A gist is what is known of the words in labels, for labels in other words
// than anyone's: "Its operating system and version", where "Operating system"
// and "OS version" are known.
type gist struct {
	senses []sense
	of     word.Table[senseSet] // by word: the senses whose labels have it
	words  []word.Hash          // of all labels
}

// A senseSet is a set of senses, one bit each by their number.
type senseSet [mostSenses / 64]uint64

// mostSenses is how many senses labels are told by at most. The definitions that
// come with Tocsin have 72; fields with a side of an attack are few.
const mostSenses = 128

func (s *senseSet) has(i int) bool { return s[i/64]>>(i%64)&1 != 0 }

// A sense is what labels ask, and of which side where they say so.
type sense struct {
	name, role string
	labels     []known
}

// A known is a label as the words that count in it, by where these stand among
// those of all, and what it means.
type known struct {
	from, to int32
	e        *entry
}

// light are words that tell nothing of what is asked: articles, whose it is,
// and what joins. Words that ask, as "who" and "when", do tell.
var light = word.HashSet(`the a an of to in on at by your you its it is was were has have been and or if any this that please
	le la les l de du des d votre vos son sa ses un une et ou au aux sur ce cette
	der die das dem den ihr ihre ihrer ihres sein seine und oder ein eine im am zum zur
	het een van en uw uwe of op aan
	el los las del su sus y o al este esta
	il lo gli i della dello dell dei sua suo suoi e ed di
	os as do da dos das seu seus ao
	w z na lub jego jej oraz`)

// weighty adds the words of a label that count to a list, each once, and says
// how many words there are in all.
func weighty(list []word.Hash, label string) (heavy []word.Hash, all int) {
	for label != "" {
		w, n := word.NoKey.Word(label)
		if n == 0 {
			_, n = utf8.DecodeRuneInString(label)
		}
		label = label[n:]
		if w == word.NoKey {
			continue
		}
		if all++; !light.Find(w) && !slices.Contains(list, w) {
			list = append(list, w)
		}
	}
	return list, all
}

// enter learns the words of one label.
func (g *gist) enter(label string, e *entry) {
	var buf [16]word.Hash
	list, _ := weighty(buf[:0], label)
	if len(list) == 0 || e.name == "" || e.name == "other" || e.name == "remarks" {
		return
	}
	i := slices.IndexFunc(g.senses, func(s sense) bool { return s.name == e.name && s.role == e.field.Role })
	if i < 0 {
		if i = len(g.senses); i == mostSenses {
			return
		}
		g.senses = append(g.senses, sense{name: e.name, role: e.field.Role})
	}
	from := int32(len(g.words))
	g.words = append(g.words, list...)
	g.senses[i].labels = append(g.senses[i].labels, known{from, int32(len(g.words)), e})
	for _, w := range list {
		in := g.of.Find(w)
		in[i/64] |= 1 << (i % 64)
		g.of.Set(w, in)
	}
}

// read says what a label asks that holds all words of a known one, and beside
// them such alone as other labels of that sense have. It is nil where two
// senses hold equally much of it: a guess must not cross to another field,
// least of all to the opposite role.
func (g *gist) read(label string) *entry {
	var buf [12]word.Hash
	list, all := weighty(buf[:0], label)
	if len(list) == 0 || len(list) > 12 || len(list) == 1 && all == 1 {
		return nil // "Fonction" is not "Votre fonction"
	}
	var found *entry
	top, tie := 0, false
	in := g.of.Find(list[0])
	for _, w := range list[1:] {
		for k, more := range g.of.Find(w) {
			in[k] &= more
		}
	}
	if in == (senseSet{}) {
		return nil
	}
	for i := range g.senses {
		if !in.has(i) {
			continue
		}
		n, e := g.within(i, list)
		if n > top {
			found, top, tie = e, n, false
		} else if n == top && n > 0 {
			tie = true
		}
	}
	if tie {
		return nil
	}
	return found
}

// within finds the longest label of a sense whose words all are in a list.
func (g *gist) within(i int, list []word.Hash) (n int, e *entry) {
	for _, l := range g.senses[i].labels {
		words := g.words[l.from:l.to]
		if len(words) > n && !slices.ContainsFunc(words, func(w word.Hash) bool { return !slices.Contains(list, w) }) {
			n, e = len(words), l.e
		}
	}
	return n, e
}

// mostGuesses bounds how many labels of one text are read by their words.
const mostGuesses = 500

// guess reads the labels that nobody knows but that are dressed as the known
// ones of the sheet are, by their words.
func (sh *sheet) guess() {
	found := sh.hits
	next := 0
	for i := sh.from; i < len(sh.lines) && len(found) < len(sh.hits)+mostGuesses; i++ {
		for next < len(sh.hits) && sh.hits[next].line < i {
			next++
		}
		taken := next < len(sh.hits) && sh.hits[next].line == i
		if taken && sh.hits[next].strength > weak {
			i = sh.hits[next].end.line
			continue
		}
		if l := &sh.lines[i]; l.blank() || l.ruler || l.dated && !l.alone {
			continue
		}
		switch h, ok := sh.guessed(i); {
		case ok && taken:
			found[next] = h // "Name" of "Name of your organisation"
		case ok:
			found = append(found, h)
		}
	}
	slices.SortStableFunc(found, func(a, b hit) int { return a.line - b.line })
	sh.hits = found
}

// guessed reads the label that line i may begin with.
func (sh *sheet) guessed(i int) (hit, bool) {
	s := sh.lines[i].text
	shape, ok := sh.manner.shapeOf(&sh.lines[i])
	if sh.lines[i].alone {
		return sh.aloneAt(i)
	}
	if !ok || shape.after == 0 {
		return hit{}, false
	}
	alike := sh.manner.has(shape)
	off, number := int(sh.lines[i].off), sh.lines[i].number()
	_, end, ok := parted(s[off:], shape.before == bracketry)
	if cut := int(sh.lines[i].cut); cut > off {
		end, ok = cut-off, true
	}
	if !ok || end == 0 {
		return hit{}, false
	}
	e := sh.meaning(s[off:off+end], alike)
	if e == nil {
		return hit{}, false
	}
	at, how := sh.ix.settle(sh.lines, pos{i, off + end})
	return hit{line: i, end: at, strength: how, entries: []*entry{e}, number: number, typo: !e.lone && e.facet == 0, guessed: e.lone || e.facet != 0}, how == strong
}

// aloneAt reads a label that stands alone on line i, as others of the sheet do.
func (sh *sheet) aloneAt(i int) (hit, bool) {
	l := &sh.lines[i]
	label := strings.TrimRight(l.text[l.off:], " :?")
	e := sh.meaning(splitLabel(label).base, true)
	if e == nil || !e.lone && e.facet == 0 {
		return hit{}, false
	}
	return hit{line: i, end: pos{i, len(l.text)}, strength: bare, entries: []*entry{e}, number: l.number(), guessed: true}, true
}

// meaning is what a label that nobody knows asks for, nil where that is not told.
// alike says that it is dressed as the known ones are.
func (sh *sheet) meaning(whole string, alike bool) *entry {
	label := splitLabel(whole).base
	if alike {
		if e := sh.ix.gist.read(label); e != nil {
			return e
		}
	}
	if sh.ix.book == nil {
		return nil
	}
	if e := sh.ix.book.alone(label, sh.lang); alike && e != nil {
		return e
	}
	if f := sh.ix.book.facetOf(label); f != 0 && !smallAt(label) { // one that goes on from the line above begins small
		return sh.ix.book.facetEntry(f, "", whole)
	}
	return nil
}

// headed reads the first line below a heading that gives a role: what stands
// there behind a label that nobody knows is the host, if it looks like one and
// no word of the label is of the other side. It is "" where it is not.
func (r *reading) headed(s string) string {
	if !r.open.e.heading || r.open.role == "" || !namesHost(r.open.name) || len(r.parts) > 0 {
		return ""
	}
	off, _ := unnumbered(s)
	_, end, ok := parted(s[off:], false)
	if !ok || r.ix.gist.opposes(s[off:off+end], r.open.role) {
		return ""
	}
	at, how := r.ix.settle([]line{{text: s}}, pos{0, off + end})
	if rest := strings.TrimSpace(s[at.off:]); how == strong && hostLike(rest) && holdsAddress(rest) {
		return rest
	}
	return ""
}

// opposes says whether a word of a label is known from labels about hosts in
// another role than this, and not from labels about hosts in this.
func (g *gist) opposes(label, role string) bool {
	var buf [12]word.Hash
	list, _ := weighty(buf[:0], label)
	return slices.ContainsFunc(list, func(w word.Hash) bool {
		this, other, in := false, false, g.of.Find(w)
		for i := range g.senses {
			this = this || in.has(i) && g.senses[i].role == role
			other = other || in.has(i) && g.senses[i].role != role && g.senses[i].role != ""
		}
		return other && !this
	})
}

// holdsHost says whether a text holds an address of a machine or a name with a dot.
func holdsHost(s string) bool {
	found := false
	indicator.Scan(s, func(t indicator.Token) { found = found || hostTokens[t.Kind] })
	return found
}

// hostTokens are the kinds of tokens that name hosts.
var hostTokens = map[string]bool{"ipv4": true, "ipv6": true, "cidr": true, "domain": true, "url": true}

// holdsAddress says whether a text holds an address of a machine.
func holdsAddress(s string) bool {
	found := false
	indicator.Scan(s, func(t indicator.Token) { found = found || t.Kind == "ipv4" || t.Kind == "ipv6" || t.Kind == "cidr" })
	return found
}
