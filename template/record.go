package template

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"tocsin/template/word"
)

// A program that exports a form as text writes the names of all questions in
// one row, and the answers in the next:
//
//	reporter;reporter_mail;victim_ip;what_happened
//	"Ada Quill";"ada@quill.example";"192.0.2.7";"the mill stood still"
//
// Such a row is read as if each answer stood behind its label.

// A record is such a table.
type record struct {
	line  int // of the names
	end   int // the last
	mark  byte
	names []string
	rows  [][]string
}

// Bounds of a record.
const (
	leastNames  = 5
	mostNames   = 60
	mostRecord  = 8000 // bytes of one row
	mostRecords = 20
)

// recordMarks part the cells of a record.
const recordMarks = ";\t,|"

// recordAt reads the record whose names stand on line i, nil where none do.
func (sh *sheet) recordAt(i int) *record {
	s := sh.lines[i].text
	if !sh.lines[i].marks.has(withSemicolon|withTab|withComma|withBar) || i+1 == len(sh.lines) || sh.ix.book == nil || len(s) > mostRecord {
		return nil
	}
	if next := &sh.lines[i+1]; !next.ruler && !next.marks.has(withSemicolon|withTab|withComma|withBar) {
		return nil
	}
	k := strings.IndexAny(s, recordMarks)
	if k < 0 || k == 0 && s[0] != '|' {
		return nil
	}
	if strings.Count(s, s[k:k+1]) < leastNames-1 || strings.Count(sh.lines[i+1].text, s[k:k+1]) < leastNames-1 && !sh.lines[i+1].ruler {
		return nil
	}
	r := &record{line: i, mark: s[k]}
	if r.names = r.cells(s); !r.named() {
		return nil
	}
	for n := i + 1; n < len(sh.lines) && len(r.rows) < mostRecords; n++ {
		if sh.lines[n].ruler && n == i+1 && r.mark == '|' {
			continue
		}
		row := r.cells(sh.lines[n].text)
		if len(row) != len(r.names) {
			break
		}
		if r.rows, r.end = append(r.rows, row), n; len(r.rows) == 1 && !r.tells(sh.ix) {
			return nil
		}
	}
	if len(r.rows) == 0 {
		return nil
	}
	if (r.mark == '|' || r.mark == '\t') && len(r.rows) > 1 {
		return nil
	}
	return r
}

// named says whether the cells of a row may all be names of questions.
func (r *record) named() bool {
	if len(r.names) < leastNames {
		return false
	}
	for i, name := range r.names {
		if len(name) > mostCell || !labelLike(name) || word.Digits(name) > 2 || strings.Contains(name, ". ") || slices.Contains(r.names[:i], name) {
			return false
		}
	}
	return true
}

// tells says whether the names are labels of a report.
func (r *record) tells(ix *index) bool {
	if !slices.ContainsFunc(r.rows[0], func(s string) bool { return strings.IndexByte(s, '@') > 0 || word.Digits(s) > 3 }) {
		return false // nobody to answer to: a quick look
	}
	var t telling
	for i, name := range r.names {
		r.names[i] = plainName(name)
		t.take(ix, r.names[i], r.rows[0][i])
	}
	return t.report() && t.known*2 > t.names
}

// A telling is what names and their values come to: a report, where one is a
// way to reach the reporter, and several say what happened, one in words. What
// machines report has none of these.
type telling struct {
	names, known, happened int
	reached, worded        bool
}

// take takes in a name, and its value.
func (t *telling) take(ix *index, name, value string) {
	t.names++
	field := ix.asked(name)
	if c, _ := ix.book.clued(name, looksOf(value), ""); field == "" && c != nil {
		field = c.Field
	}
	if field != "" || ix.asks(name) || ix.book.knows(name) {
		t.known++
	}
	if slices.Contains(tellings, field) || fieldKinds[field] == kindTime || namesHost(field) {
		t.happened++
	}
	t.worded = t.worded || field == "description" || field == "actions_taken" || field == "impact" || looksOf(value)&looksLong != 0
	t.reached = t.reached || (field == "contact_email" || field == "contact_phone") && typed(value)&(looksMail|looksNumber) != 0 || field == "" && soleMail(value) && ix.book.meant(name, "mail")
}

// report says whether it is one.
func (t *telling) report() bool { return t.reached && t.worded && t.happened > 1 }

// meant says whether a word of a name means a concept in some language.
func (b *conceptBook) meant(name, concept string) bool {
	sets := b.gather(name)
	return slices.ContainsFunc(sets[:], func(set conceptSet) bool { return set.meets(b.bit(concept)) })
}

// knows says whether some language knows all words of a name.
func (b *conceptBook) knows(name string) bool {
	var r skim
	b.skim(name, &r)
	for t := 1; t < len(word.Tongues); t++ {
		if r.missed[t] == 0 && !r.of(t).empty() {
			return true
		}
	}
	return false
}

// cells takes a row apart, where a quoted cell may have the mark in it.
func (r *record) cells(s string) (list []string) {
	if r.mark == '|' {
		s = strings.Trim(s, " |")
	}
	if len(s) > mostRecord {
		return nil
	}
	for len(list) <= mostNames {
		cell, rest, more := quotedCell(s, r.mark)
		if list = append(list, cell); !more {
			break
		}
		s = rest
	}
	for n := len(r.names); len(list) < n && len(list) > n/2 && r.mark == '\t'; {
		list = append(list, "") // tabs at the end of a line are gone
	}
	return list
}

// quotedCell is the first cell of a row and what stands behind the mark.
func quotedCell(s string, mark byte) (cell, rest string, more bool) {
	t := strings.TrimLeft(s, " ")
	if t == "" || t[0] != '"' {
		cell, rest, more = strings.Cut(s, string(mark))
		return strings.TrimSpace(cell), rest, more
	}
	for i := 1; i < len(t); i++ {
		if t[i] != '"' {
			continue
		}
		if i+1 < len(t) && t[i+1] == '"' {
			i++
			continue
		}
		_, rest, more = strings.Cut(t[i+1:], string(mark))
		return strings.ReplaceAll(t[1:i], `""`, `"`), rest, more
	}
	return strings.TrimSpace(t), "", false
}

// plainName writes a name of a program as a label, with a capital and a blank
// between words that only capitals part: "victimIp" as "Victim ip".
func plainName(s string) string {
	var sb strings.Builder
	was := rune(0)
	for i, r := range s {
		switch {
		case unicode.IsUpper(r) && unicode.IsLower(was):
			sb.WriteByte(' ')
			if next, _ := utf8.DecodeRuneInString(s[i+utf8.RuneLen(r):]); unicode.IsLower(next) {
				r = unicode.ToLower(r)
			}
		case i == 0:
			r = unicode.ToUpper(r)
		}
		sb.WriteRune(r)
		was = r
	}
	return sb.String()
}

// unroll appends each name of a record with its answer.
func (sh *sheet) unroll(r *record, out []line) []line {
	for n, row := range r.rows {
		first := 1 // lines that are no rows of their own stand behind it
		if n == 0 {
			first = r.end - r.line + 2 - len(r.rows)
		}
		for k, name := range r.names {
			if k >= first {
				sh.cells = append(sh.cells, cell{len(out), "\n"})
			}
			out = append(out, newLine(trimEnd(name+": "+row[k]), sh.lines[r.line].depth))
		}
	}
	return out
}
