package template

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"tocsin/template/moment"
	"tocsin/template/word"
)

// A lone is what one word means as a label in one language, where a text is
// known to be a form: "Role", "Ditta". Alone such words prove nothing.
type lone struct{ lang, name, word string }

// enterLones takes in the words that ask for a field alone.
func (b *conceptBook) enterLones(table map[string]map[string]string) error {
	all := map[word.Hash][]lone{}
	err := eachLone(table, func(lang, name, list string) error {
		if !slices.Contains(word.Tongues[:], lang) {
			return fmt.Errorf("no such language: use one of %v", word.Tongues)
		}
		if _, known := fieldKinds[name]; !known {
			return fmt.Errorf("no such field")
		}
		for w := range strings.FieldsSeq(list) {
			key := word.FoldHash(w)
			all[key] = append(all[key], lone{lang, name, w})
		}
		return nil
	})
	for key, list := range all {
		from := int32(len(b.lones))
		b.lones = append(b.lones, list...)
		b.lone.Set(key, among{from, int32(len(b.lones))})
	}
	b.lones = slices.Clone(b.lones) // of the size that is needed
	return err
}

// lonesOf is what a word means as a label, by its key.
func (b *conceptBook) lonesOf(key word.Hash) []lone {
	at := b.lone.Find(key)
	return b.lones[at.from:at.to]
}

// eachLone visits a table of words by language and field in a fixed order.
func eachLone(table map[string]map[string]string, visit func(lang, name, list string) error) error {
	for _, lang := range slices.Sorted(maps.Keys(table)) {
		for _, name := range slices.Sorted(maps.Keys(table[lang])) {
			if err := visit(lang, name, table[lang][name]); err != nil {
				return fmt.Errorf("[lone.%s] %s: %w", lang, name, err)
			}
		}
	}
	return nil
}

// alone is what a label of one word asks, in a language where that is told;
// nil where languages do not agree.
func (b *bookIn) alone(label, lang string) *entry {
	key := word.FoldHash(label)
	list := b.lonesOf(key)
	i := slices.IndexFunc(list, func(l lone) bool { return l.lang == lang })
	if len(list) == 0 && houses.Find(key) {
		list = []lone{{lang, "organisation", label}}
	}
	if i < 0 && (len(list) == 0 || slices.ContainsFunc(list, func(l lone) bool { return l.name != list[0].name })) {
		return nil
	}
	found := list[max(i, 0)]
	asks := &field{Name: found.name, Label: texts{found.lang: {found.word}}}
	return &entry{lang: found.lang, generic: true, inquiry: &inquiry{def: b.def, name: found.name, kind: fieldKinds[found.name], lone: true, field: asks}}
}

// filledIn is the question that a plain heading is where its answer stands
// behind it: "Contact: Jane Doe", "Quando: 2026-11-20".
func (r *reading) filledIn(h *hit, e *entry) *entry {
	if r.form != nil || r.ix.book == nil || h.strength != strong || h.line != h.end.line {
		return e
	}
	s, off := r.lines[h.line].text, int(r.lines[h.line].off)
	end, _ := labelExtent(s, off)
	if b, c := r.ix.book, readCard(s[h.end.off:]); (c.mail != "" || c.phone != "") && b.meant(s[off:max(end, off)], "contact") {
		k := slices.IndexFunc(b.rules, func(c conceptRule) bool { return c.Field == "contact_other" })
		return b.entry(asking{rule: &b.rules[k]}, s[off:end]) // "Contact details: ada@quill.example, 555 0100"
	}
	if asks := r.ix.book.alone(s[off:max(end, off)], r.lang); asks != nil && (asks.name == "contact_name" || asks.name == "contact_phone" && phoneOf(strings.TrimSpace(s[h.end.off:]), nil) != "" || asks.kind == kindTime) && !r.doubts(h, asks) {
		return asks
	}
	return e
}

// answers says whether what stands behind a label of one word shows that this
// is what it asks: "Type: phishing", but "Type: hospital".
func (h *hit) answers(e *entry, lines []line) bool {
	rest := strings.TrimSpace(lines[h.end.line].text[h.end.off:])
	switch {
	case e.name == "incident_type":
		return rest != "" && vocab().kinds.In(rest) != 0
	case e.name == "contact_name":
		name, _, _ := strings.Cut(rest, ",")
		return personal(name) || readCard(rest).name != "" || fits("contact_email", rest)
	case e.name == "reference_theirs":
		n := word.Digits(rest)
		return (n >= leastFiled || n > 0 && n < len(rest)) && !dials(rest) && !datedAt(rest)
	case e.name == "tlp":
		return tlpIn("TLP: "+rest) > 0
	case e.kind == kindTime:
		return fits(e.name, rest) && (looksOf(rest)&looksLong == 0 || datedAt(rest)) || e.name == "incident_end" && moment.Ongoing(rest)
	case checkable(e.name):
		return rest != "" && fits(e.name, rest)
	}
	return !asksWords(e.name) || typed(rest) == 0
}

// doubts says whether a label of one word asks another thing where it stands.
func (r *reading) doubts(h *hit, e *entry) bool {
	if !h.answers(e, r.lines) || r.answered.has(e.name) {
		return true
	}
	switch e.name {
	case "host_function":
		return r.group == 0
	case "contact_title", "department", "organisation", "contact_name":
		return r.role != "" // of a machine, or of whom it belongs to
	}
	return false
}
