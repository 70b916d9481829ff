package word

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/pelletier/go-toml/v2"
)

// A Lexicon knows what people write about one subject, in all languages at
// once: each phrase means one term.
//
// A phrase is compared by its folded words (Phrase). "*" at the end
// of a word stands for any ending; "…" for up to a few words between; "=" before
// it says that it counts as a whole answer only. Chinese, Japanese, Korean and
// Thai phrases of more than one character match inside of words, since there
// are no blanks to tell where one begins.
type Lexicon struct {
	Terms   []term
	tree    tree         // of all phrases
	whole   Table[int16] // terms, from 1, by the key of a phrase without * and …
	longest int          // bytes of the longest of these keys
	beside  TermSet      // those that are not looked for alone
}

// A term is one meaning in a lexicon, at most 64 of them, as its TOML file
// declares it.
type term struct {
	Value  string              `toml:"value"`
	Covers []string            `toml:"covers"` // terms that are no news beside this one
	Beside bool                `toml:"beside"` // says something beside other terms only: not looked for
	Words  map[string][]string `toml:"words"`  // phrases by language
}

// Tongues are the languages that words are kept in (ISO 639-1); "xx" is for
// what is the same everywhere.
var Tongues = [...]string{"xx", "en", "fr", "de", "nl", "es", "pt", "it", "pl", "ja", "sv", "da", "no", "fi", "cs", "sk", "hu", "zh", "hr", "ro", "el", "tr",
	"ru", "uk", "bg", "sr", "sl", "lt", "lv", "et", "ko", "vi", "id", "th", "ar", "he", "fa"}

// ReadLexicon decodes the file of a lexicon strictly. Its errors tell the line,
// those of TOML as that package does.
func ReadLexicon(data []byte) (*Lexicon, error) {
	var declared struct {
		Terms []term `toml:"term"`
	}
	dec := toml.NewDecoder(bytes.NewReader(data)).DisallowUnknownFields()
	if err := dec.Decode(&declared); err != nil {
		return nil, err
	}
	x := &Lexicon{Terms: declared.Terms}
	if len(x.Terms) > 64 {
		return nil, fmt.Errorf("%d terms; 64 are the most", len(x.Terms))
	}
	var phrases []phrase
	for n := range x.Terms {
		var err error
		if phrases, err = x.enter(phrases, n); err != nil {
			return nil, fmt.Errorf("line %d: term %q: %w", lineOf(data, x.Terms[n].Value), x.Terms[n].Value, err)
		}
	}
	x.tree = newTree(phrases)
	return x, nil
}

// Forget lets go of the phrases as they were declared, once nobody asks for
// Words any more. What they mean stays known.
func (x *Lexicon) Forget() {
	for n := range x.Terms {
		x.Terms[n].Words = nil
	}
}

// lineOf is the line that a file first names a value in.
func lineOf(data []byte, value string) int {
	return 1 + bytes.Count(data[:max(0, bytes.Index(data, []byte(`"`+value+`"`)))], []byte("\n"))
}

// enter takes in the phrases of one term, and appends them to a list.
func (x *Lexicon) enter(list []phrase, n int) ([]phrase, error) {
	if x.Terms[n].Beside {
		x.beside |= 1 << n
	}
	for _, lang := range slices.Sorted(maps.Keys(x.Terms[n].Words)) {
		if !slices.Contains(Tongues[:], lang) {
			return nil, fmt.Errorf("language %q: use one of %v", lang, Tongues)
		}
		for _, s := range x.Terms[n].Words[lang] {
			whole, only := strings.CutPrefix(s, "=")
			if err := x.entire(n, whole); err != nil {
				return nil, fmt.Errorf("phrase %q: %w", s, err)
			}
			if only {
				continue
			}
			for _, s := range slices.Compact([]string{s, WithoutUmlauts(s), strings.ReplaceAll(s, joiner, "")}) {
				w, err := newPhrase(n, s)
				if err != nil {
					return nil, fmt.Errorf("phrase %q: %w", s, err)
				}
				list = append(list, w)
			}
		}
	}
	return list, nil
}

// joiner stands between the parts of Persian words, where some people write a
// blank and others nothing.
const joiner = "\u200c"

// entire takes in a phrase of a term as a whole text.
func (x *Lexicon) entire(n int, s string) error {
	if strings.Contains(s, "*") || strings.Contains(s, "…") {
		return nil
	}
	var buf [128]byte
	for _, s := range slices.Compact([]string{s, WithoutUmlauts(s)}) {
		key := AppendFold(buf[:0], s)
		if old := int(x.whole.Find(HashOf(key))); old > 0 && old != n+1 {
			return fmt.Errorf("it means %q already", x.Terms[old-1].Value)
		}
		x.whole.Set(HashOf(key), int16(n+1))
		x.longest = max(x.longest, len(key))
	}
	return nil
}

// A Meeting is a phrase that was found, by its place in the folded text; next
// is where others may begin: behind it, or in its first gap.
type Meeting struct{ Term, From, To, next int }

// Meet finds the phrases in a text as Phrase gives it: from the left, the
// longest that begins at a place, none inside another.
func (x *Lexicon) Meet(p []byte, found func(Meeting)) {
	for i := 1; i < len(p); i++ {
		if !begins(p, i) || !x.tree.may(p, i) {
			continue
		}
		if m := x.at(p, i); m.To > i {
			found(m)
			i = m.next - 1
		}
	}
}

// At finds the longest phrase that begins at i, and of several the one that says
// most of it in letters; its to is negative if there is none.
func (x *Lexicon) At(p []byte, i int) Meeting {
	if !x.tree.may(p, i) {
		return Meeting{To: absent}
	}
	return x.at(p, i)
}

func (x *Lexicon) at(p []byte, i int) Meeting {
	best, most := Meeting{To: absent}, 0
	x.tree.begin(p[i:], func(w *idiom) {
		parts := x.tree.parts(w)
		head := i + parts[0].length()
		if end := x.tree.end(parts, p, i); end > best.To || end == best.To && head > most {
			best, most = Meeting{int(w.term), i, end, head}, head
			if !hasGap(parts) {
				best.next = end
			}
		}
	})
	if best.To > 0 && best.To < len(p) && p[best.To] == ' ' {
		best.To++ // behind a script without blanks
	}
	return best
}

// Sought says whether a text holds a phrase that is looked for alone, or could
// if it went on. Places are where in the text one may begin.
func (x *Lexicon) Sought(p []byte, places []int32) (found, could bool) {
	for _, i := range places {
		open := x.tree.begin(p[i:], func(w *idiom) {
			if !x.beside.Has(int(w.term)) {
				end := x.tree.end(x.tree.parts(w), p, int(i))
				found, could = found || end >= 0, could || end == unfinished
			}
		})
		if could = could || open; found {
			break
		}
	}
	return found, could
}

// A TermSet is a set of terms of one lexicon.
type TermSet uint64

// Has says whether a term is in the set, by its number.
func (s TermSet) Has(n int) bool { return s>>n&1 != 0 }

// In returns the terms that a text names.
func (x *Lexicon) In(text string) TermSet {
	var buf [256]byte
	var set TermSet
	x.Meet(AppendPhrase(buf[:0], text), func(m Meeting) { set |= 1 << m.Term })
	return set
}

// Values lists the terms of a set in the order of the file, without those
// that others of the set cover.
func (x *Lexicon) Values(set TermSet) []string {
	var list []string
	for n := range x.Terms {
		if set.Has(n) {
			list = append(list, x.Terms[n].Value)
		}
	}
	return slices.DeleteFunc(list, func(v string) bool {
		for n := range x.Terms {
			if set.Has(n) && slices.Contains(x.Terms[n].Covers, v) {
				return true
			}
		}
		return false
	})
}

// Is says whether a whole answer is one phrase of the lexicon, and of which
// term.
func (x *Lexicon) Is(text string) string {
	var buf [128]byte
	if n := 2 * x.longest; len(text) > n && len(AppendFold(buf[:0], text[:n])) > x.longest {
		return "" // most answers of several lines
	}
	return x.Keyed(AppendFold(buf[:0], text))
}

// Keyed is the value of the term that a key is a whole phrase of, "" if there
// is none.
func (x *Lexicon) Keyed(key []byte) string {
	if n := x.whole.Find(HashOf(key)); n > 0 {
		return x.Terms[n-1].Value
	}
	return ""
}

// Likely keeps of the places in a text, as Phrase gives it, those where at a quick
// look a phrase of the lexicon may begin.
func (x *Lexicon) Likely(p []byte, places []int32) []int32 {
	kept := places[:0]
	for _, i := range places {
		if x.tree.may(p, int(i)) {
			kept = append(kept, i)
		}
	}
	return kept
}

// Set is the set of some terms.
func (x *Lexicon) Set(values ...string) (set TermSet) {
	for _, v := range values {
		if n := x.Term(v); n >= 0 {
			set |= 1 << n
		}
	}
	return set
}

// Term returns the number of a term, for tests of sets; -1 if there is none.
func (x *Lexicon) Term(value string) int {
	return slices.IndexFunc(x.Terms, func(t term) bool { return t.Value == value })
}
