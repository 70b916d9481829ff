package template

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/pelletier/go-toml/v2"
)

// A lexicon knows what people write about one subject, in all languages at
// once: each phrase means one term.
//
// A phrase is compared by its folded words (phrase in fold.go). "*" at the end
// of a word stands for any ending; "…" for up to a few words between; "=" before
// it says that it counts as a whole answer only. Chinese, Japanese, Korean and
// Thai phrases of more than one character match inside of words, since there
// are no blanks to tell where one begins.
type lexicon struct {
	terms   []term
	tree    tree           // of all phrases
	whole   map[string]int // terms by the key of a phrase without * and …
	longest int            // bytes of the longest of these keys
	beside  termSet        // those that are not looked for alone
}

// A term is one meaning in a lexicon, at most 64 of them, as its TOML file
// declares it.
type term struct {
	Value  string              `toml:"value"`
	Covers []string            `toml:"covers"` // terms that are no news beside this one
	Beside bool                `toml:"beside"` // says something beside other terms only: not looked for
	Words  map[string][]string `toml:"words"`  // phrases by language
}

// An idiom is one phrase, taken apart where words may follow.
type idiom struct {
	term  int
	parts []stretch
}

// A stretch of a phrase is text to be found as it stands.
type stretch struct {
	text string
	open bool // the last word may go on
	gap  bool // a few words may stand before it
	word bool // begins where a word does, even in Japanese
}

// leastHead is how many bytes of a phrase must stand before its first "*" or "…".
const leastHead = 3

// mostGap is how many bytes "…" stands for at most.
const mostGap = 40

// tongues are the languages that words are kept in (ISO 639-1); "xx" is for
// what is the same everywhere.
var tongues = [...]string{"xx", "en", "fr", "de", "nl", "es", "pt", "it", "pl", "ja", "sv", "da", "no", "fi", "cs", "sk", "hu", "zh", "hr", "ro", "el", "tr",
	"ru", "uk", "bg", "sr", "sl", "lt", "lv", "et", "ko", "vi", "id", "th", "ar", "he", "fa"}

// readLexicon decodes the file of a lexicon strictly. Its errors tell the line,
// those of TOML as that package does.
func readLexicon(data []byte) (*lexicon, error) {
	var declared struct {
		Terms []term `toml:"term"`
	}
	dec := toml.NewDecoder(bytes.NewReader(data)).DisallowUnknownFields()
	if err := dec.Decode(&declared); err != nil {
		return nil, err
	}
	x := &lexicon{terms: declared.Terms, whole: map[string]int{}}
	if len(x.terms) > 64 {
		return nil, fmt.Errorf("%d terms; 64 are the most", len(x.terms))
	}
	var idioms []idiom
	for n := range x.terms {
		more, err := x.enter(n)
		if err != nil {
			return nil, fmt.Errorf("line %d: term %q: %w", lineOf(data, x.terms[n].Value), x.terms[n].Value, err)
		}
		idioms = append(idioms, more...)
	}
	x.tree = newTree(idioms)
	return x, nil
}

// lineOf is the line that a file first names a value in.
func lineOf(data []byte, value string) int {
	return 1 + bytes.Count(data[:max(0, bytes.Index(data, []byte(`"`+value+`"`)))], []byte("\n"))
}

// enter takes in the phrases of one term.
func (x *lexicon) enter(n int) (list []idiom, err error) {
	if x.terms[n].Beside {
		x.beside |= 1 << n
	}
	for _, lang := range slices.Sorted(maps.Keys(x.terms[n].Words)) {
		if !slices.Contains(tongues[:], lang) {
			return nil, fmt.Errorf("language %q: use one of %v", lang, tongues)
		}
		for _, s := range x.terms[n].Words[lang] {
			whole, only := strings.CutPrefix(s, "=")
			if err := x.entire(n, whole); err != nil {
				return nil, fmt.Errorf("phrase %q: %w", s, err)
			}
			if only {
				continue
			}
			for _, s := range slices.Compact([]string{s, umlauts(s), strings.ReplaceAll(s, joiner, "")}) {
				w, err := newIdiom(n, s)
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
func (x *lexicon) entire(n int, s string) error {
	if strings.ContainsAny(s, "*…") {
		return nil
	}
	for _, s := range slices.Compact([]string{s, umlauts(s)}) {
		key := foldText(s)
		if old, ok := x.whole[key]; ok && old != n {
			return fmt.Errorf("it means %q already", x.terms[old].Value)
		}
		x.whole[key], x.longest = n, max(x.longest, len(key))
	}
	return nil
}

// newIdiom takes one phrase of a term apart.
func newIdiom(n int, s string) (idiom, error) {
	w := idiom{term: n}
	for i, piece := range strings.Split(s, "…") {
		w.parts = append(w.parts, stretchesOf(piece, i > 0)...)
	}
	if len(w.parts) == 0 || len(w.parts[0].text) < leastHead {
		return w, fmt.Errorf("no %d letters at its beginning", leastHead)
	}
	return w, nil
}

// stretchesOf takes a stretch of a phrase apart at its stars.
func stretchesOf(s string, gap bool) []stretch {
	var list []stretch
	for _, s := range strings.SplitAfter(s, "*") {
		p := strings.TrimPrefix(phrase(s), " ")
		if p == "" || p == " " {
			continue
		}
		next := stretch{text: p, gap: gap && len(list) == 0}
		last, _ := utf8.DecodeLastRuneInString(strings.TrimSuffix(p, " "))
		switch {
		case strings.HasSuffix(s, "*"):
			next.text, next.open = strings.TrimSuffix(p, " "), true
		case (unspaced(last) || thai(last)) && utf8.RuneCountInString(p) > 2:
			next.text = strings.TrimSuffix(p, " ")
		case unspaced(last) || thai(last):
			next.word = true
		}
		list = append(list, next)
	}
	return list
}

// A meeting is a phrase that was found, by its place in the folded text; next
// is where others may begin: behind it, or in its first gap.
type meeting struct{ term, from, to, next int }

// meet finds the phrases in a text as phrase gives it: from the left, the
// longest that begins at a place, none inside another.
func (x *lexicon) meet(p []byte, found func(meeting)) {
	for i := 1; i < len(p); i++ {
		if !begins(p, i) || !x.tree.may(p[i:]) {
			continue
		}
		if m := x.at(p, i); m.to > i {
			found(m)
			i = m.next - 1
		}
	}
}

// at finds the longest phrase that begins at i; its to is negative if there is none.
func (x *lexicon) at(p []byte, i int) meeting {
	best := meeting{to: absent}
	x.tree.begin(p[i:], func(w *idiom) {
		head := i + len(w.parts[0].text)
		if end := w.end(p, i); end > best.to || end == best.to && head > best.next {
			best = meeting{w.term, i, end, head}
			if !w.gaps() {
				best.next = end
			}
		}
	})
	if best.to > 0 && best.to < len(p) && p[best.to] == ' ' {
		best.to++ // behind a script without blanks
	}
	return best
}

// sought says whether a text holds a phrase that is looked for alone, or could
// if it went on. Places are where in the text one may begin.
func (x *lexicon) sought(p []byte, places []int32) (found, could bool) {
	for _, i := range places {
		open := x.tree.begin(p[i:], func(w *idiom) {
			if !x.beside.has(w.term) {
				end := w.end(p, int(i))
				found, could = found || end >= 0, could || end == unfinished
			}
		})
		if could = could || open; found {
			break
		}
	}
	return found, could
}

// Where a phrase ends that does not stand in a text.
const (
	absent     = -1 - iota
	unfinished // the text ends before it does
)

// end is where the phrase ends that begins at i.
func (w *idiom) end(p []byte, i int) int { return stretchesEnd(w.parts, p, i) }

// stretchesEnd is where the last of some stretches ends that begin at i.
func stretchesEnd(parts []stretch, p []byte, i int) int {
	for k := range parts {
		t := &parts[k]
		if t.gap && k > 0 {
			return afterGap(parts[k:], p, i)
		}
		i = min(i, len(p))
		switch n := min(len(t.text), len(p)-i); {
		case string(p[i:i+n]) != t.text[:n] || t.word && p[i-1] != ' ':
			return absent
		case n < len(t.text):
			return unfinished
		}
		i += len(t.text)
		if t.open {
			for i < len(p) && p[i] != ' ' {
				i++
			}
			i++
		}
	}
	return min(i, len(p))
}

// afterGap finds the rest of a phrase not far behind i.
func afterGap(parts []stretch, p []byte, i int) int {
	most := i + mostGap
	near := p[:min(len(p), most+1)]
	for ; i < len(near); i++ {
		k := bytes.IndexByte(near[i:], parts[0].text[0])
		if k < 0 {
			break
		}
		if i += k; begins(p, i) {
			if end := stretchesEnd(parts, p, i); end != absent {
				return end
			}
		}
	}
	if most >= len(p) {
		return unfinished
	}
	return absent
}

// gaps says whether a phrase leaves room for other words.
func (w *idiom) gaps() bool {
	return slices.ContainsFunc(w.parts, func(t stretch) bool { return t.gap })
}

// A termSet is a set of terms of one lexicon.
type termSet uint64

// has says whether a term is in the set, by its number.
func (s termSet) has(n int) bool { return s>>n&1 != 0 }

// in returns the terms that a text names.
func (x *lexicon) in(text string) termSet {
	var buf [256]byte
	var set termSet
	x.meet(appendPhrase(buf[:0], text), func(m meeting) { set |= 1 << m.term })
	return set
}

// values lists the terms of a set in the order of the file, without those
// that others of the set cover.
func (x *lexicon) values(set termSet) []string {
	var list []string
	for n := range x.terms {
		if set.has(n) {
			list = append(list, x.terms[n].Value)
		}
	}
	return slices.DeleteFunc(list, func(v string) bool {
		for n := range x.terms {
			if set.has(n) && slices.Contains(x.terms[n].Covers, v) {
				return true
			}
		}
		return false
	})
}

// is says whether a whole answer is one phrase of the lexicon, and of which
// term.
func (x *lexicon) is(text string) string {
	var buf [128]byte
	if n := 2 * x.longest; len(text) > n && len(appendFold(buf[:0], text[:n])) > x.longest {
		return "" // most answers of several lines
	}
	return x.keyed(appendFold(buf[:0], text))
}

// keyed is the value of the term that a key is a whole phrase of, "" if there
// is none.
func (x *lexicon) keyed(key []byte) string {
	if n, ok := x.whole[string(key)]; ok {
		return x.terms[n].Value
	}
	return ""
}

// may says at a quick look whether a phrase of the lexicon may begin where a
// text, as phrase gives it, begins.
func (x *lexicon) may(p []byte) bool { return x.tree.may(p) }

// term returns the number of a term, for tests of sets; -1 if there is none.
func (x *lexicon) term(value string) int {
	return slices.IndexFunc(x.terms, func(t term) bool { return t.Value == value })
}
