package template

import (
	"bytes"
	"cmp"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"tocsin/store"
	"tocsin/template/moment"
	"tocsin/template/word"
)

// A fault is one thing that a definition must not say, with the remedy.
type fault struct {
	at      string // what stands where it is wrong, as in the file; "" for the whole
	message string
}

// in gives a fault its place: the last line that holds the words, since of two
// claims the later is the wrong one. TOML leaves free the blanks beside "=" and
// which quotes stand around a text.
func (f fault) in(file string, data []byte) error {
	words := strings.NewReplacer(" = ", `[ \t]*=[ \t]*`, `"`, `["']`).Replace(regexp.QuoteMeta(f.at))
	if all := regexp.MustCompile(words).FindAllIndex(data, -1); f.at != "" && len(all) > 0 {
		return fmt.Errorf("%s:%d: %s", file, 1+bytes.Count(data[:all[len(all)-1][0]], []byte("\n")), f.message)
	}
	return fmt.Errorf("%s: %s", file, f.message)
}

// definitionKeys are the keys that a definition may have.
var definitionKeys = []string{
	"id", "team", "version", "languages", "union", "obligation", "zones", "title", "start", "intro", "generic", "section", "heading", "role", "repeat", "text", "note", "field",
	"name", "number", "label", "hint", "placeholder", "required", "many", "join", "rest", "spare", "empty", "shy", "choice", "value",
}

// faults finds all that a definition must not say.
func (d *definition) faults() (list []fault) {
	if d.ID == "" || d.ID == formNone {
		list = append(list, fault{quoted(d.ID), fmt.Sprintf("id %q: give the form an id of its own", d.ID)})
	}
	if len(d.Languages) == 0 {
		list = append(list, fault{"languages", "languages is empty; name at least one, as \"en\""})
	}
	if len(d.Sections) == 0 {
		list = append(list, fault{"", "no [[section]]"})
	}
	for _, z := range d.Zones {
		if moment.Location(z) == nil {
			list = append(list, fault{quoted(z), fmt.Sprintf("zone %q: use a name such as \"Europe/Vienna\"", z)})
		}
	}
	if owed := choiceValues("obligation"); d.Duty != "" && !slices.Contains(owed, d.Duty) {
		list = append(list, fault{"obligation = " + quoted(d.Duty), fmt.Sprintf("obligation %q: use %s", d.Duty, strings.Join(owed, " or "))})
	}
	for i := range d.Sections {
		list = append(list, d.Sections[i].faults()...)
	}
	return list
}

func (s *section) faults() (list []fault) {
	roles := []string{store.RoleTarget, store.RoleSource, store.RoleIntermediary}
	if s.Role != "" && !slices.Contains(roles, s.Role) {
		list = append(list, fault{"role = " + quoted(s.Role), fmt.Sprintf("role %q: use target, source or intermediary", s.Role)})
	}
	if _, ok := fieldKinds[s.Field]; s.Field != "" && !ok {
		list = append(list, unknownField("text", s.Field))
	}
	seen := map[wording]string{}
	for i := range s.Fields {
		list = append(list, s.Fields[i].faults(seen)...)
	}
	return list
}

func unknownField(key, name string) fault {
	return fault{key + " = " + quoted(name), fmt.Sprintf("no such field %q%s", name, meant(name, slices.Sorted(maps.Keys(fieldKinds))))}
}

// A wording is a label in a language, by the hash of its key.
type wording struct {
	lang string
	key  word.Hash
}

// faults looks at one field; seen holds who has the labels of its section so far.
func (f *field) faults(seen map[wording]string) (list []fault) {
	if _, ok := fieldKinds[f.Name]; !ok {
		list = append(list, unknownField("name", f.Name))
	}
	for key, name := range map[string]string{"rest": f.Rest, "spare": f.Spare} {
		if _, ok := fieldKinds[name]; name != "" && !ok {
			list = append(list, unknownField(key, name))
		}
	}
	if len(f.Label) == 0 {
		list = append(list, fault{"name = " + quoted(f.Name), fmt.Sprintf("field %s: no label", f.Name)})
	}
	mine := map[word.Hash]bool{}
	eachText(f.Label, func(lang, text string) {
		key := word.FoldHash(splitLabel(text).base)
		other, taken := seen[wording{lang, key}]
		switch {
		case key == word.NoKey:
			list = append(list, fault{quoted(text), fmt.Sprintf("field %s: label %q has no letters", f.Name, text)})
		case taken && other != f.Name:
			list = append(list, fault{quoted(text), fmt.Sprintf("field %s: label %q is claimed by field %s too; change one, or part them by a heading", f.Name, text, other)})
		}
		seen[wording{lang, key}] = f.Name
		if len(f.Choices) > 0 {
			mine[key] = true
		}
	})
	if f.Empty != "" {
		list = append(list, f.wordFaults("empty", f.Empty)...)
	}
	means := map[wording]string{}
	for _, c := range f.Choices {
		list = append(list, f.valueFaults(c)...)
		eachText(c.Label, func(lang, text string) {
			w := wording{lang, word.FoldHash(text)}
			if mine[w.key] {
				list = append(list, fault{quoted(text), fmt.Sprintf("field %s: choice %q equals a label of the field", f.Name, text)})
			}
			if other, taken := means[w]; taken && other != c.Value && w.key != word.NoKey {
				list = append(list, fault{quoted(text), fmt.Sprintf("field %s: choice %q means %q and %q; change one", f.Name, text, other, c.Value)})
			}
			means[w] = c.Value
		})
	}
	return list
}

// valueFaults looks at what a choice says: without a value its mark would be lost.
func (f *field) valueFaults(c choice) []fault {
	if c.Value == "" {
		at := ""
		eachText(c.Label, func(_, text string) { at = cmp.Or(at, quoted(text)) })
		return []fault{{at, fmt.Sprintf("field %s: choice %s has no value; give it one, or delete the choice", f.Name, at)}}
	}
	return f.wordFaults("value", c.Value)
}

// wordFaults looks at a word that a choice or no answer comes to.
func (f *field) wordFaults(key, value string) []fault {
	at := key + " = " + quoted(value)
	if f.Name == "disclosure" && slices.Contains([]string{"yes", "no"}, value) {
		return []fault{{at, fmt.Sprintf("field %s: %s %q leaves open what may be passed on; use \"none\" where nothing is restricted, else say what is", f.Name, key, value)}}
	}
	if f.Name == "timezone" && moment.ReadZone(value).Loc == nil {
		return []fault{{at, fmt.Sprintf("field %s: %q names no one time zone; use an offset or a name such as \"Europe/Vienna\"", f.Name, value)}}
	}
	if values := choiceValues(f.Name); values != nil && !slices.Contains(values, value) {
		return []fault{{at, fmt.Sprintf("field %s: no such value %q; use one of %s", f.Name, value, strings.Join(values, ", "))}}
	}
	return nil
}

// choiceValues are the values that mean something to the rest of the house, nil
// where any word will do.
func choiceValues(field string) []string {
	switch field {
	case "assistance":
		return []string{"none", "contact-sites", "recover", "urgent-help"}
	case "share_identity":
		return []string{"yes", "no"}
	case "obligation":
		return []string{"mandatory", "voluntary"}
	case "tlp":
		return []string{"RED", "AMBER+STRICT", "AMBER", "GREEN", "CLEAR"}
	}
	return nil
}

// meant suggests what a misspelt word was meant to be, of a list of words.
func meant(word string, list []string) string {
	best, least := "", len(word)/3+2
	for _, w := range list {
		if n := edits(word, w); n < least {
			best, least = w, n
		}
	}
	if best == "" {
		return "; docs/forms.md lists them"
	}
	return fmt.Sprintf("; did you mean %q? docs/forms.md lists them all", best)
}

// edits counts the letters to change, add or drop to turn a into b.
func edits(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		left := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := left
			if a[i] != b[j] {
				cost++
			}
			left, row[j+1] = row[j+1], min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
