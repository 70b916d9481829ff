package template

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"tocsin/template/word"
)

// tlps are the labels of TLP 2.0, strictest last: that of words/lights.toml
// behind no label at all.
var tlps = []string{"", "CLEAR", "GREEN", "AMBER", "AMBER+STRICT", "RED"}

// mostMarks bounds how many restrictions are listed.
const mostMarks = 20

// fullwidth is TLP as an East Asian keyboard writes it.
const fullwidth = "ＴＬＰ"

// namesLight says whether a word of a text begins with TLP.
func namesLight(s string) bool {
	for _, tail := range [...]string{"LP", "lp", "lP", "Lp"} {
		for i := 0; ; i += len(tail) {
			k := strings.Index(s[i:], tail)
			if k < 0 {
				break
			}
			if i += k; i > 0 && s[i-1]|0x20 == 't' && (i == 1 || word.FoldByte(s[i-2]) == 0) {
				return true
			}
		}
	}
	return strings.Contains(s, fullwidth)
}

// heed looks for a TLP label and for words that forbid passing on in a text
// that stands alone, such as a subject.
func (b *builder) heed(s string) {
	if namesLight(s) {
		b.tlp = max(b.tlp, tlpIn(s))
	}
	b.hear(s, 0, false)
}

// lightsIn returns the labels that a line names behind "TLP".
func lightsIn(s string) (set word.TermSet) {
	x := vocab().lights
	p := word.AppendPhrase(nil, s)
	for i := 0; ; {
		k := bytes.Index(p[i:], []byte(" tlp"))
		if k < 0 {
			return set
		}
		i += k + len(" tlp")
		j := i
		for _, skip := range []string{"は", " v2", " 2", " 0", " level", " color", " colour"} {
			if bytes.HasPrefix(p[j:], []byte(skip)) {
				j += len(skip)
			}
		}
		if j < len(p) && p[j] == ' ' {
			j++
		}
		for j < len(p) {
			m := x.At(p, j)
			if m.To < 0 {
				break
			}
			set |= 1 << m.Term
			j = m.To
		}
	}
}

// strictest is the highest label of a set, 0 for none. Three and more are a
// list to choose from, or an explanation of the labels.
func strictest(set word.TermSet) int {
	count, top := 0, 0
	for n := range tlps[1:] {
		if set.Has(n) {
			count, top = count+1, n+1
		}
	}
	if count >= mostLights {
		return 0
	}
	return top
}

// mostLights is how many different labels make a list of them.
const mostLights = 3

// tlpIn returns the strictest label that a line names behind "TLP": by its
// boxes, if it has any. A line that speaks of labels shows none.
func tlpIn(s string) int {
	boxed := false
	ticked := word.TermSet(0)
	for _, o := range options(nil, s) {
		boxed = boxed || o.boxed
		if o.boxed && o.on {
			ticked |= lightsIn(o.text) | lightsIn("TLP "+o.text)
		}
	}
	if boxed {
		return strictest(ticked)
	}
	if v := vocab(); len(s) > 24 && v.speech.In(s).Has(v.speech.Term("policy")) {
		return 0
	}
	return strictest(lightsIn(s))
}

// unticked says whether a line begins with an empty box.
func unticked(s string) bool {
	on, n := tick(strings.TrimSpace(s))
	return n > 0 && !on
}

// light reads an answer to the field of the traffic light; all of its colours
// are none.
func (b *builder) light(a *answer) string {
	text := b.chosen(a)
	if b.main != nil && a.at < len(b.main.lines) && unticked(b.main.lines[a.at].text) {
		return "" // "[ ] TLP:RED" is no label and its answer
	}
	set := lightsIn("TLP " + text)
	if before := b.report.Fields["tlp"]; before != "" {
		set |= lightsIn("TLP " + before)
	}
	if set == 0 {
		return text
	}
	n := strictest(set)
	if n > 0 {
		b.tlp = max(b.tlp, n)
		delete(b.report.Fields, "tlp")
	}
	return tlps[n]
}

// A lamp is a line that names one TLP label or several.
type lamp struct {
	line  int32
	light int // as an index of tlps
}

// lampsApart is how many lines apart the labels of one list stand at most.
const lampsApart = 6

// settleLamps takes the strictest of the labels that a text names, but none of
// three different ones that stand together: nobody marks a text so.
func (b *builder) settleLamps(lamps []lamp) {
	for from := 0; from < len(lamps); {
		to, set := from, word.TermSet(0)
		for to < len(lamps) && (to == from || lamps[to].line-lamps[to-1].line <= lampsApart) {
			set |= 1 << (lamps[to].light - 1)
			to++
		}
		b.tlp = max(b.tlp, strictest(set))
		from = to
	}
}

// hear looks for restrictions and requests in a text, sentence by sentence.
// line is where it begins; asks says whether requests in it are the reporter's.
func (b *builder) hear(text string, line int32, asks bool) {

	x := vocab().speech
	eachSentence(text, func(s string) {
		set := x.In(s)
		if set == 0 || unticked(s) {
			return
		}
		if set.Has(x.Term("intended")) {
			b.disclaim(line)
			return
		}
		if asks && !strings.ContainsAny(s, "\"“”„«»「") {
			b.plea.listen(set)
		}
		switch {
		case strings.Contains(s, "?") || strings.Contains(s, "？") || strings.Contains(s, "؟") || set.Has(x.Term("lift")) || line > 0 && line-b.footer < footerLines && b.footer > 0:
			return
		case set.Has(x.Term("anonymous")):
			b.named = "no"
		case set.Has(x.Term("named")) && b.named == "":
			b.named = "yes"
		}
		if forbids(s, set) && len(b.marks) < mostMarks {
			b.mark(strings.TrimSpace(s), line)
		}
	})
}

// A mark is a restriction found in prose.
type mark struct {
	text string
	line int32 // 0-based
}

func (b *builder) mark(text string, line int32) {
	for _, m := range b.marks {
		if m.text == text {
			return
		}
	}
	b.marks = append(b.marks, mark{text, line})
}

// footerLines is how near a restriction stands to the footer that it is of.
const footerLines = 5

// disclaim takes back restrictions that a mail system's footer states.
func (b *builder) disclaim(line int32) {
	b.footer = line
	kept := b.marks[:0]
	for _, m := range b.marks {
		if m.line == 0 || line-m.line >= footerLines {
			kept = append(kept, m)
		}
	}
	b.marks = kept
}

// bannerWords is how many words stand beside "confidential" in a banner.
const bannerWords = 4

// forbids says whether a sentence, whose terms of the speech lexicon are given,
// restricts what may be passed on.
func forbids(s string, set word.TermSet) bool {
	x := vocab().speech
	has := func(value string) bool { return set.Has(x.Term(value)) }
	switch {
	case has("lift") || has("intended") || has("house"):
		return false
	case has("restrict") || has("anonymous"):
		return true
	case has("footer"):
		return false
	}
	return has("secret") || has("label") && isBanner(s)
}

// isBanner says whether a sentence is short, and answers no question by no.
func isBanner(s string) bool {
	x, denied := vocab().answers, false
	p := word.AppendPhrase(nil, s)
	x.Meet(p, func(m word.Meeting) { denied = denied || x.Terms[m.Term].Value == "no" })
	return !denied && bytes.Count(p, []byte(" ")) <= bannerWords+1
}

// eachSentence visits the sentences of a text.
func eachSentence(s string, visit func(string)) {
	from := 0
	for i, r := range s {
		end := i + utf8.RuneLen(r)
		switch r {
		case '\n', '。', '！', '？', '؟':
		case '.', '!', '?':
			next, n := utf8.DecodeRuneInString(strings.TrimLeft(s[end:], " "))
			if end == len(s) || s[end] != ' ' || n > 0 && unicode.IsLower(next) {
				continue
			}
		default:
			continue
		}
		if i < from {
			continue
		}
		visit(s[from:end])
		from = end
	}
	if from < len(s) {
		visit(s[from:])
	}
}

// disclose settles what may be passed on: the field, then what prose says.
func (b *builder) disclose() {
	d := &b.report.Disclosure
	f := b.report.Fields
	text := f["disclosure"]
	if text != "" && text == strings.ToUpper(text) && !strings.ContainsAny(text, " \n") && lightsIn("TLP "+text) != 0 {
		text = "TLP " + text // "Marking: AMBER"
	}
	if light := f["tlp"]; light != "" {
		b.tlp = max(b.tlp, strictest(lightsIn("TLP "+light)))
	}
	if text != "" {
		b.tlp = max(b.tlp, tlpIn(text))
	}
	d.TLP = tlps[b.tlp]
	if b.tlp > 0 && f["tlp"] != "" {
		f["tlp"] = d.TLP
	}
	if unrestricted(text) && !b.refused {
		text = ""
	}
	var parts []string
	if text != "" && !(tlpIn(text) > 0 && word.Count(text) <= 3) {
		parts = []string{text}
	}
	for _, m := range b.marks {
		if text == "" || !strings.Contains(text, m.text) && !strings.Contains(word.Phrase(text), word.Phrase(m.text)) {
			parts = append(parts, m.text)
		}
	}
	d.Text = strings.Join(parts, "\n")
	switch s := (&entry{inquiry: &inquiry{}}).polarity(f["share_identity"]); {
	case b.unnamed:
		d.ShareIdentity = "no"
	case s == "yes" || s == "no":
		d.ShareIdentity = s
	case s == "" && b.named != "":
		d.ShareIdentity = b.named
	}
}

// unrestricted says whether an answer lifts all restrictions.
func unrestricted(text string) bool {
	switch vocab().answers.Is(text) {
	case "none", "no", "unrestricted":
		return true
	}
	return false
}
