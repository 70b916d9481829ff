package template

import (
	"slices"
	"strings"
	"unicode"

	"tocsin/template/word"
)

// The form that a house has printed for its own people asks nobody what the
// house is called: its name stands above the first label.

// Bounds of a name in a letterhead.
const (
	leastMailed = 4 // letters of a name in a mail address
	mostHouse   = 8 // words of the name of a house
	mostMast    = 8 // lines above the first label
)

// letterhead finds out whom the reporter is of from what stands above the
// labels, where nothing else said it: a name that the reporter's mail address
// has too, or that of a company where a part of it was asked for.
func (b *builder) letterhead() {
	f := b.report.Fields
	if b.main == nil || b.form != nil || f["organisation"] != "" || len(b.main.answers) == 0 || b.main.ix.book == nil {
		return
	}
	inside := f["department"] != ""
	domain := f["contact_email"][strings.IndexByte(f["contact_email"], '@')+1:]
	for i := range b.main.said {
		s := &b.main.said[i]
		if !s.left || i >= mostMast || int(s.line) >= b.main.answers[0].at {
			return
		}
		for _, piece := range mastPieces(s.text) {
			if name := b.main.ix.book.house(piece); name != "" && (namesDomain(name, domain) || inside && incorporated(name)) {
				if b.main.asksHouse() {
					return
				}
				f["organisation"] = name
				for k := range b.left {
					if rest, ok := strings.CutPrefix(b.left[k], name); ok {
						b.left[k] = strings.TrimLeft(rest, " -–—,\n")
					}
				}
				return
			}
		}
	}
}

// asksHouse says whether a line that no label claimed may ask whom the reporter
// is of, in words that nobody knows.
func (r *reading) asksHouse() bool {
	if slices.ContainsFunc(r.answers, func(a answer) bool { return a.name == "organisation" }) {
		return true
	}
	for i := range r.said {
		s := &r.said[i]
		l := &r.lines[s.line]
		if s.left && int(s.line) > r.answers[0].at-mostAhead && (labelled(s.text[min(len(s.text), int(l.off)):]) || l.long > 0 && len(s.text) <= mostFacet) {
			end, _ := labelExtent(l.text, int(l.off))
			sets := r.ix.book.gather(l.text[l.off:max(end, int(l.off))])
			if org := r.ix.book.bit("org"); slices.ContainsFunc(sets[:], func(set conceptSet) bool { return set.meets(org) }) {
				return true
			}
		}
	}
	return false
}

// mastPieces parts a line above the labels where a name may end.
func mastPieces(s string) []string {
	for _, mark := range [...]string{" - ", " – ", " — ", "   ", "　", ", ", " (", "/ "} {
		s = strings.ReplaceAll(s, mark, "\n")
	}
	if at := strings.LastIndexByte(s, ' '); at > 0 && word.Unspaced(word.Fold(s[at:])) {
		s = s[:at] + "\n" + s[at:] // "云杉物流有限公司 网络安全事件报告单"
	}
	return strings.Split(s, "\n")
}

// house is the name of a house that a piece of a letterhead may be: a few words
// in capitals, none of which is of a form or of what it asks. It is "" for others.
func (b *conceptBook) house(s string) string {
	s = strings.Trim(s, " #*=\"")
	var list [mostHouse + 1]string
	n := 0
	if labelled(s) {
		return ""
	}
	for w := range strings.FieldsSeq(s) {
		if first := firstRune(w); n > mostHouse || umbrellas[word.Fold(w)] || unicode.IsDigit(first) || unicode.IsLower(first) && len(w) > mostShort {
			return ""
		}
		list[n], n = w, n+1
	}
	if n == 0 || n == 1 && !incorporated(s) {
		return ""
	}
	of := b.bit("form").with(b.bit("incident")).with(b.bit("report"))
	sets := b.gather(s)
	if slices.ContainsFunc(sets[:], func(set conceptSet) bool { return set.meets(of) }) {
		return ""
	}
	return s
}

// umbrellas are words for what houses are members of, as keys: their forms are not
// those of the reporter's own house.
var umbrellas = word.Set("federation fédération föderation federación federazione federação federacja federatie dachverband landesverband bundesverband koepel isac")

// namesDomain says whether the name of a house is in the domain of its mail:
// "Halcyon Exchange Point" in halcyon-ix.example.
func namesDomain(name, domain string) bool {
	labels := strings.Split(domain, ".")
	words, plain := word.Split(name), word.Split(word.WithoutUmlauts(name))
	for _, label := range labels[:len(labels)-1] {
		for part := range strings.SplitSeq(label, "-") {
			if key := word.Fold(part); len(part) >= leastMailed && (madeOf(words, key) || madeOf(plain, key)) {
				return true
			}
		}
	}
	return false
}

// madeOf says whether some words next to each other make up a key.
func madeOf(words []string, key string) bool {
	for i := range words {
		rest := key
		for _, w := range words[i:] {
			var ok bool
			if rest, ok = strings.CutPrefix(rest, w); !ok {
				break
			}
			if rest == "" {
				return true
			}
		}
	}
	return false
}
