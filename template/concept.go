package template

import (
	"bytes"
	"cmp"
	"fmt"
	"maps"
	"math/bits"
	"slices"
	"strings"

	"github.com/pelletier/go-toml/v2"

	"tocsin/template/word"
)

// A label that no definition has is understood by its words: each word stands
// for concepts, and a set of concepts for one field. words/concepts.toml holds
// both. A word that is neither a concept nor one of those that bind words
// together leaves the label unknown: a wrong field is worse than a missing one.

// A conceptSet is a set of concepts, one bit each by their number.
type conceptSet [2]uint64

// mostConcepts is how many concepts there are at most.
const mostConcepts = 128

func (s conceptSet) with(o conceptSet) conceptSet { return conceptSet{s[0] | o[0], s[1] | o[1]} }
func (s conceptSet) less(o conceptSet) conceptSet { return conceptSet{s[0] &^ o[0], s[1] &^ o[1]} }
func (s conceptSet) meets(o conceptSet) bool      { return s[0]&o[0]|s[1]&o[1] != 0 }
func (s conceptSet) empty() bool                  { return s[0]|s[1] == 0 }
func (s conceptSet) size() int                    { return bits.OnesCount64(s[0]) + bits.OnesCount64(s[1]) }

// A tongueSet is a set of languages, a bit each by their number among tongues.
type tongueSet uint64

// A wordSense is what a word means in some languages, a bit each by their number
// among tongues.
type wordSense struct {
	langs tongueSet
	set   conceptSet
	may   conceptSet // what a word may mean that binds others elsewhere: "stato"
}

// with adds a concept to a sense.
func (s *wordSense) with(set conceptSet) {
	if all := s.set.with(s.may).with(set); all.meets(stop) {
		s.set, s.may = stop, all.less(stop)
	} else {
		s.set = all
	}
}

// stop is the concept, the first of all, of words that only bind others.
var stop = conceptSet{1}

// A conceptRule says which set of concepts asks for which field.
type conceptRule struct {
	Field   string `toml:"field"`   // "" for a plain heading
	Role    string `toml:"role"`    // of the host asked for, where it is no matter of the victim or attacker in the label
	Heading bool   `toml:"heading"` // it is a heading, where the line is nothing else
	When    string `toml:"when"`    // concepts that must be there; "a|b" is one of them
	With    string `toml:"with"`    // concepts that may stand beside them
	Loose   bool   `toml:"loose"`   // one word of a long label may be unknown
	Shown   bool   `toml:"shown"`   // only where an address or a name with a dot is answered
	Counted bool   `toml:"counted"` // only where a number is answered
	Yes     string `toml:"yes"`     // what "yes" comes to as an answer
	No      string `toml:"no"`

	needs []conceptSet
	all   conceptSet // that may be there
	id    int
}

// A conceptBook holds the concepts of words and the rules over them.
type conceptBook struct {
	bits     map[string]conceptSet // of each concept alone
	learnt   map[string]wordSenses // words by their keys, "*" behind those that may go on; nil once all are learnt
	whole    word.Table[among]     // the same by their hashes, without a pointer to follow
	heads    word.Table[among]     // words that may go on
	senses   wordSenses            // of all of them
	starts   word.Sieve            // first three bytes of both
	lone     word.Table[among]     // words that ask for a field alone, by their keys
	lones    []lone                // of all of them
	rules    []conceptRule
	extents  []conceptSet // all that each rule allows, to pass by most at a glance
	clues    []clue
	victim   conceptSet
	attacker conceptSet
	ofDeeds  conceptSet // beside "you" they say what was done, not whose it is: "the addresses you saw"
	notOwn   conceptSet // what a machine is of that is not the reporter's
	notOnset conceptSet // what a date is of that is not that of the incident
	longest  int        // bytes of the longest word in a script without blanks
}

// wordSenses are all that one word means.
type wordSenses []wordSense

// among says where the list of a word stands among those of all.
type among struct{ from, to int32 }

// readConcepts decodes the file of concepts strictly and makes it ready.
func readConcepts(file string, data []byte) (*conceptBook, error) {
	var declared struct {
		Rules []conceptRule                `toml:"rule"`
		Clues []clue                       `toml:"clue"`
		Words map[string]map[string]string `toml:"words"` // by language and concept
		Lone  map[string]map[string]string `toml:"lone"`  // by language and field
	}
	if err := toml.NewDecoder(bytes.NewReader(data)).DisallowUnknownFields().Decode(&declared); err != nil {
		return nil, placed(file, err)
	}
	b := &conceptBook{bits: map[string]conceptSet{"stop": stop}, learnt: map[string]wordSenses{}, rules: declared.Rules, clues: declared.Clues}
	for _, lang := range slices.Sorted(maps.Keys(declared.Words)) {
		for _, concept := range slices.Sorted(maps.Keys(declared.Words[lang])) {
			if err := b.enter(lang, concept, declared.Words[lang][concept]); err != nil {
				return nil, fmt.Errorf("%s: [words.%s] %s: %w", file, lang, concept, err)
			}
		}
	}
	if err := b.enterLones(declared.Lone); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	b.settle()
	b.victim, b.attacker = b.bit("victim"), b.bit("attacker")
	for _, name := range strings.Fields("attack users seen detect what done told log report from may want help other party") {
		b.ofDeeds = b.ofDeeds.with(b.bit(name))
	}
	for _, name := range strings.Fields("report form ref log us authority police told done end last recover closed aware") {
		b.notOnset = b.notOnset.with(b.bit(name))
	}
	for _, name := range strings.Fields("attacker far from bait mal ref log file soft version police other") {
		b.notOwn = b.notOwn.with(b.bit(name))
	}
	for i := range b.rules {
		if err := b.ready(i); err != nil {
			return nil, fmt.Errorf("%s: rule for %q when %q: %w", file, b.rules[i].Field, b.rules[i].When, err)
		}
	}
	if err := b.readyClues(); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return b, nil
}

// bit is the set of one concept, empty if no word means it.
func (b *conceptBook) bit(name string) conceptSet {
	return b.bits[name]
}

// clitics are the articles and prepositions that some languages write in one
// with the word behind them.
var clitics = map[string][]string{"ar": {"ال", "وال", "بال", "لل", "و"}, "he": {"ה", "ו", "וה", "ב", "ל", "מה"}}

// enter takes in the words of one concept in one language.
func (b *conceptBook) enter(lang, concept, list string) error {
	n := slices.Index(word.Tongues[:], lang)
	if n < 0 {
		return fmt.Errorf("no such language: use one of %v", word.Tongues)
	}
	mask := tongueSet(1) << n
	if lang == "xx" {
		mask = everyTongue
	}
	if b.bit(concept).empty() {
		n := len(b.bits)
		if n == mostConcepts {
			return fmt.Errorf("more than %d concepts", mostConcepts)
		}
		var s conceptSet
		s[n/64] = 1 << (n % 64)
		b.bits[concept] = s
	}
	for w := range strings.FieldsSeq(list) {
		b.word(w, mask, b.bit(concept))
		for _, ahead := range clitics[lang] {
			b.word(ahead+w, mask, b.bit(concept))
		}
		if plain := word.WithoutUmlauts(w); plain != w {
			b.word(plain, mask, b.bit(concept))
		}
	}
	return nil
}

// word adds a sense to a word; "*" at its end stands for any ending.
func (b *conceptBook) word(w string, langs tongueSet, set conceptSet) {
	w, open := strings.CutSuffix(w, "*")
	key := word.Fold(w)
	if len(key) > 2 {
		b.starts.Mark(three(key))
	}
	if word.Unspaced(key) {
		b.longest = max(b.longest, len(key))
	}
	if open && !word.Unspaced(key) && len(key) > 2 {
		key += "*"
	}
	list := b.learnt[key]
	for i := range list {
		if list[i].langs == langs {
			list[i].with(set)
			return
		}
	}
	b.learnt[key] = append(list, wordSense{langs: langs, set: set})
}

// settle makes tables of the words, once all are learnt.
func (b *conceptBook) settle() {
	victim, attack := b.bit("victim"), b.bit("attack")
	for key, list := range b.learnt {
		list = list.native()
		for i := range list {
			if s := &list[i]; s.set.meets(attack) && s.set.meets(victim) { // "attaque" and "attaqué"
				s.set, s.may = s.set.less(victim), s.may.with(victim)
			}
		}
		key, open := strings.CutSuffix(key, "*")
		into := &b.whole
		if open {
			into = &b.heads
		}
		from := int32(len(b.senses))
		b.senses = append(b.senses, list...)
		into.Set(word.HashOf(key), among{from, int32(len(b.senses))})
	}
	b.senses, b.learnt = slices.Clone(b.senses), nil
}

// native are the senses of a word without that of all languages in those that
// have one of their own: "os" is who reports in Danish, an article in Portuguese.
func (list wordSenses) native() wordSenses {
	own := tongueSet(0)
	for _, s := range list {
		if s.langs != everyTongue {
			own |= s.langs
		}
	}
	for i := range list {
		if list[i].langs == everyTongue {
			list[i].langs &^= own
		}
	}
	return list
}

// means is what a table of words has of one, nil for none.
func (b *conceptBook) means(t *word.Table[among], h word.Hash) wordSenses {
	if at := t.Find(h); at.to > 0 {
		return b.senses[at.from:at.to:at.to]
	}
	return nil
}

// ready compiles one rule.
func (b *conceptBook) ready(i int) error {
	r := &b.rules[i]
	r.id = i
	if _, known := fieldKinds[r.Field]; !known && !(r.Heading && r.Field == "") {
		return fmt.Errorf("no such field")
	}
	var err error
	if r.needs, err = b.groups(r.When); err != nil {
		return err
	}
	for _, s := range r.needs {
		r.all = r.all.with(s)
	}
	more, err := b.setOf(r.With)
	if r.all = r.all.with(more); ofHost(r.Field) {
		r.all = r.all.with(b.victim).with(b.attacker)
	}
	b.extents = append(b.extents, r.all)
	return cmp.Or(err, need(len(r.needs) > 0, "it needs no concept"))
}

// setOf is the set of some concepts by name, parted by blanks or bars.
func (b *conceptBook) setOf(names string) (s conceptSet, err error) {
	for _, name := range strings.FieldsFunc(names, func(c rune) bool { return c == ' ' || c == '|' }) {
		if b.bit(name).empty() {
			err = fmt.Errorf("no word means %q", name)
		}
		s = s.with(b.bit(name))
	}
	return s, err
}

// groups are the concepts that must be there; "a|b" is one of them.
func (b *conceptBook) groups(when string) (list []conceptSet, err error) {
	for group := range strings.FieldsSeq(when) {
		s, err := b.setOf(group)
		if err != nil {
			return nil, err
		}
		list = append(list, s)
	}
	return list, nil
}

// An asking is the field that a label was understood to ask for.
type asking struct {
	rule   *conceptRule
	role   string
	lang   string
	common bool // too common to prove a form by: a word or two, one concept
	shy    bool // a word alone that asks for the reporter beside such questions only
	missed bool // one of its words is not known
}

// mean finds the one field that a label asks for in any language. heading says
// that nothing parts it from an answer.
func (b *conceptBook) mean(r *wordReading, heading bool) (m asking, ok bool) {
	for _, missed := range [...]bool{false, true} {
		if missed && r.understood() {
			break // a language that knows all its words finds nothing in it
		}
		for l := 1; l < len(word.Tongues) && (!missed || m.rule == nil || m.missed); l++ {
			if r.twice>>l&1 != 0 || (r.once>>l&1 != 0) != missed {
				continue
			}
			if m, ok = b.meanIn(r, l, heading, missed, m); !ok {
				return m, false
			}
		}
	}
	return m, m.rule != nil
}

// understood says whether some language knows all words of a label.
func (r *wordReading) understood() bool {
	for l := 1; l < len(word.Tongues); l++ {
		if (r.once|r.twice)>>l&1 == 0 && !r.sets[l].less(stop).empty() {
			return true
		}
	}
	return false
}

// meanIn does so in one language, beside what others have found; false where
// they don't agree.
func (b *conceptBook) meanIn(r *wordReading, l int, heading, missed bool, m asking) (asking, bool) {
	set, unknown := r.sets[l].less(stop), 0
	if missed {
		unknown = r.words
	}
	rule, clash := b.rule(set, r.may[l], heading, unknown)
	alone := r.single && set.size() < 2 // and of the reporter, as "Extension"
	if clash || alone && !missed && (rule == nil || rule.Heading || fieldKinds[rule.Field] != kindContact) {
		return m, false
	}
	if rule == nil {
		return m, true
	}
	of := r.sets[l]
	if !of.meets(b.victim.with(b.attacker)) {
		of = of.with(r.may[l]) // "Machines concernées"
	}
	role, sided := b.side(rule, of)
	if !sided || m.rule != nil && (m.rule.Field != rule.Field && !(namesHost(m.rule.Field) && namesHost(rule.Field) && (m.role == "") != (role == "")) || m.role != role && m.role != "" && role != "") {
		return m, false
	}
	if m.rule == nil || m.role == "" && role != "" { // its sister language knows the word for the side
		m = asking{rule, role, word.Tongues[l], set.size() < 2 && r.words < 3, alone, missed}
	}
	return m, true
}

// side is the role that a rule or the label's words give; false where they
// speak of both sides.
func (b *conceptBook) side(rule *conceptRule, set conceptSet) (string, bool) {
	v, a := set.meets(b.victim), set.meets(b.attacker)
	switch {
	case v && a:
		return "", false
	case a && rule.Role == "target":
		return "source", true // "Source of the incident (host name, IP)"
	case rule.Role != "" || !ofHost(rule.Field):
		return rule.Role, true
	case v:
		return "target", true
	case a:
		return "source", true
	}
	return "", true
}
