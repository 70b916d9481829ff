package template

import (
	"slices"
	"strings"

	"tocsin/template/word"
)

// A sheet is one text with the labels found in it, before they are believed.
type sheet struct {
	ix     *index
	desk   *desk // where it lies, nil where nobody else will
	lines  []line
	hits   []hit
	from   int   // first line after a start marker
	form   *form // the definition it follows, nil for none or an unknown form
	lang   string
	sure   bool // of the definition: its title, its numbers or many labels are there
	isIt   bool // enough evidence that it is a form
	retold bool // of that, what its answers tell is all
	below  bool // answers stand on the lines below their labels
	tops   bool // each label stands on top of its answer, a blank line below that
	bares  int  // labels that stand alone on their line

	manner  manner // how its labels are dressed
	cells   []cell // lines that are no rows of their own
	raw     string // as it came
	subject string // of its mail
	torn    bool   // rows of it were put together anew
	coded   bool   // it is written in a notation of programs
}

// survey finds all labels of a text and weighs whether it is a form.
func (ix *index) survey(text, subject string) *sheet {
	d := ix.desk()
	sh := &sheet{ix: ix, raw: text, subject: subject, desk: d, lines: appendLines(d.lines, text), hits: d.hits}
	markBeside(sh.lines)
	sh.spread()
	sh.dress()
	var titled *form
	filled := 0
	for i := 0; i < len(sh.lines); i++ {
		if sh.lines[i].blank() || sh.lines[i].ruler || markup(sh.lines[i].text) || privateHeader(sh.lines[i].text) {
			continue
		}
		if sh.lines[i].reply > 0 || sh.offers(i) {
			continue
		}
		if l := ix.ledgerAt(sh.lines, i); l != nil {
			last := l.rows[len(l.rows)-1]
			sh.hits = append(sh.hits, hit{line: i, end: pos{last, len(sh.lines[last].text)}, strength: strong, guessed: true, entries: []*entry{l.columns[l.lead()].e}, ledger: l})
			i = last
			continue
		}
		var h hit
		ok := false
		if !sh.lines[i].dated || ix.begins(sh.lines[i].text[sh.lines[i].off:]) {
			if h, ok = ix.match(sh.lines, i); !ok || h.strength == weak {
				h, ok = ix.guess(sh.lines, i, h)
			}
		}
		if !ok || h.strength < strong { // "Incident report form, …" begins as a label does
			f, start := ix.title(sh.lines[i].text)
			if f != nil {
				titled = f
			}
			if start && !sh.topped(f, i) {
				sh.from, sh.hits = i+1, sh.hits[:0]
			}
			if f != nil || !ok {
				continue
			}
		}
		if h.inner = ix.inner(sh.lines, &h); h.end.off < len(sh.lines[h.end.line].text) && h.strength == strong {
			filled++
		} else if h.strength == bare {
			sh.bares++
		}
		if cap(sh.hits) == 0 {
			sh.hits = make([]hit, 0, min(len(sh.lines)-i, 48))
		}
		sh.hits = append(sh.hits, h)
		i = h.end.line
	}
	filled += sh.part()
	sh.heedShy()
	sh.understand(titled)
	sh.heedLetterhead()
	sh.below = filled*3 <= len(sh.hits)
	return sh
}

// understand weighs the labels that were found, and reads on what nobody knows.
func (sh *sheet) understand(titled *form) {
	if len(sh.hits) > 0 {
		sh.learn()
		if titled == nil || sh.bares*4 > len(sh.hits) { // else its definition knows all labels that stand alone
			sh.stand()
		}
		sh.weigh(titled)
		if sh.isIt && !sh.sure {
			sh.guess()
		} else if !sh.isIt && sh.pleads() { // a few short labels: who, what, when
			was := slices.Clone(sh.hits)
			if sh.guess(); sh.believable() {
				sh.isIt = true
			} else {
				sh.hits = was
			}
		}
	}
	if !sh.sure && sh.ix.book != nil {
		sh.followClues()
		sh.isIt = sh.isIt && (sh.form != nil || !sh.ofProduct() && !sh.announces() && (sh.retold || sh.concerns()))
	}
}

// markup reports whether a line begins with an element of XML: what stands in
// such a report is named by a schema, not by labels for people.
func markup(s string) bool {
	s = s[indentation(s):]
	return len(s) > 2 && s[0] == '<' && (s[1] == '/' || word.At(s[1:])) && strings.HasSuffix(strings.TrimRight(s, " \t"), ">")
}

// privateHeader says whether a line is one that a mail program adds to the
// header of a mail for itself: "X-Originating-IP: …".
func privateHeader(s string) bool {
	return len(s) > 2 && s[0]|0x20 == 'x' && s[1] == '-' && word.FoldByte(s[2]) > '9'
}

// title says whether a line names a form or marks where one starts.
func (ix *index) title(s string) (f *form, start bool) {
	if n, ok := firstFour(s); ok && !ix.titleHeads.Has(n) {
		return nil, false
	}
	if s = unruled(s); len(s) > 120 || len(s) < 4 {
		return nil, false
	}
	t := ix.titles.Find(word.FoldHash(s))
	return t.form, t.start
}

// A tally counts what the hits speak for. Each field counts once.
type tally struct {
	seen     []uint64 // a bit for each field
	names    []string
	contact  bool
	host     bool // a machine in a role is asked for, as only reports of incidents do
	specific int
	forms    []score
}

// A score is what speaks for one definition.
type score struct {
	fields, specific, numbers int16
	peculiar                  int16 // labels that other teams do not use
}

// leastPeculiar is how many labels that other teams do not use prove a form of
// which most questions are there, whatever else stands in the text.
const leastPeculiar = 3

// weigh decides which definition the sheet follows, and whether it is a form
// at all: labels of incident forms that are no everyday words, or a machine
// among everyday ones, beside a way to reach the reporter; or several labels
// of one definition; or its title.
func (sh *sheet) weigh(titled *form) {
	t := &tally{}
	if sh.desk != nil {
		t = &sh.desk.tally
	}
	*t = tally{seen: zeroed(t.seen, sh.ix.ids/64+1), names: t.names[:0], forms: zeroed(t.forms, len(sh.ix.forms))}
	for i := range sh.hits {
		if !sh.hits[i].guessed {
			t.count(&sh.hits[i])
		}
	}
	var best *form
	top := -1
	for _, f := range sh.ix.forms {
		if f.Union {
			continue
		}
		s := t.forms[f.order]
		if points := 8*int(s.fields) + int(s.numbers) - f.fields/4 + bonus(f == titled); points > top && s.fields > 0 {
			best, top = f, points
		}
	}
	if best != nil {
		s := t.forms[best.order]
		byLabels := s.fields >= 3 && s.specific >= 2 && s.peculiar+s.numbers >= 2 && (int(s.fields)*5 >= len(t.names)*3 || s.peculiar >= leastPeculiar && int(s.fields)*5 >= best.fields*3)
		if byLabels || titled == best {
			sh.form, sh.isIt = best, true
			sh.sure = titled == best || s.numbers >= 3 || s.specific >= 6
			sh.hits = slices.DeleteFunc(sh.hits, func(h hit) bool { return h.guessed })
			sh.lang = sh.language()
			return
		}
	}
	sh.isIt = t.contact && len(t.names) >= 4 && (t.specific >= 1 || t.host && len(t.names) >= 5) || sh.believable()
	sh.lang = sh.language()
}

func bonus(yes bool) int {
	if yes {
		return 40
	}
	return 0
}

func (t *tally) count(h *hit) {
	if h.strength == weak && h.number == "" {
		return
	}
	fresh, specific := false, false
	shared := slices.ContainsFunc(h.entries, func(e *entry) bool { return e.def.Union })
	for _, e := range h.entries {
		if t.seen[e.id/64]>>(e.id%64)&1 != 0 {
			continue
		}
		t.seen[e.id/64] |= 1 << (e.id % 64)
		fresh = true
		s := &t.forms[e.def.order]
		if !e.heading {
			s.fields++
		}
		if !e.generic {
			s.specific++
			specific = true
			if !shared {
				s.peculiar++
			}
		}
		if e.number != "" && e.number == h.number {
			s.numbers++
		}
	}
	e := h.entries[0]
	t.host = t.host || e.role != "" && (e.heading || e.kind == kindHost)
	if !fresh || e.name == "" || slices.Contains(t.names, e.name) {
		return
	}
	t.names = append(t.names, e.name)
	if e.kind == kindContact || e.name == "reference_theirs" {
		t.contact = true
	} else if specific {
		t.specific++
	}
}

// language is the one that most labels are in.
func (sh *sheet) language() string {
	var room [8]string
	var counted [8]int
	langs, counts, top := room[:0], counted[:0], -1
	for i := range sh.hits {
		last := ""
		for _, e := range sh.hits[i].entries {
			if sh.form != nil && e.def != sh.form || e.lang == last || e.lang == "" {
				continue
			}
			last = e.lang
			k := slices.Index(langs, e.lang)
			if k < 0 {
				k, langs, counts = len(langs), append(langs, e.lang), append(counts, 0)
			}
			counts[k]++
			if top < 0 || counts[k] > counts[top] || counts[k] == counts[top] && e.lang < langs[top] {
				top = k
			}
		}
	}
	if top < 0 {
		return ""
	}
	return langs[top]
}

// mailHeaders are the names of header lines that mail programs put into a
// body, as keys; those that must be there come with true.
var mailHeaders = map[string]bool{
	"from": true, "subject": true, "von": true, "betreff": true, "de": true, "objet": true, "van": true, "onderwerp": true,
	"to": false, "cc": false, "bcc": false, "date": false, "sent": false, "organization": false, "replyto": false, "messageid": false,
	"an": false, "datum": false, "gesendet": false, "kopie": false, "a": false, "envoye": false, "aan": false, "verzonden": false,
	"organisation": false, "fecha": false, "asunto": true, "para": false, "enviado": false, "returnpath": false, "received": false, "mimeversion": false,
}

// amongHeaders says whether line i stands in a block of mail header lines.
func amongHeaders(lines []line, i int) bool {
	count, sure := 0, false
	visit := func(j int) bool {
		known, must := headerLine(lines[j].text)
		if known {
			count++
			sure = sure || must
		}
		return known
	}
	if !visit(i) {
		return false
	}
	for j := i - 1; j >= max(0, i-8) && visit(j); j-- {
	}
	for j := i + 1; j < min(len(lines), i+8) && visit(j); j++ {
	}
	return count >= 2 && sure
}

// isHeader says whether a line looks like one of a mail's header.
func isHeader(s string) bool {
	known, _ := headerLine(s)
	return known
}

func headerLine(s string) (known, must bool) {
	colon := strings.IndexByte(s, ':')
	if colon < 1 || colon > 24 {
		return false, false
	}
	var buf [2 * 24]byte
	must, known = mailHeaders[string(word.AppendFold(buf[:0], s[:colon]))]
	return known, must
}
