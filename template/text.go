package template

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"tocsin/template/moment"
	"tocsin/template/word"
)

// text deals with a line that carries no label: more of the open answer, an
// instruction left in, or a left-over.
func (r *reading) text(i int) {
	l := &r.lines[i]
	if r.paging(i) {
		r.leave(l.text, i)
		return
	}
	if l.reply > 0 && r.open != nil && len(r.parts) == 0 {
		r.add(l.text[l.reply:], i)
		r.gap = false
		return
	}
	known := false
	if r.asideTo < i {
		r.asideTo, known = r.aside(i)
	}
	if i <= r.asideTo {
		if !known && !r.instruction(l.text) {
			r.leave(l.text, i)
		}
		return
	}
	if rest := r.unhinted(l.text); rest != "" {
		r.add(rest, i)
		r.gap = false
		return
	}
	if r.open != nil && r.leadsChoices(i) {
		r.leave(l.text, i)
		return
	}
	if r.open != nil && !l.blank() && !l.ruler && r.stranger(i) {
		if rest := r.headed(l.text); rest != "" {
			r.add(rest, i)
			return
		}
		r.close()
		r.latest = i
	}
	if r.open != nil && (r.boxesEnd(l.text) || r.ends(i) || !l.blank() && !l.ruler && r.asks(i)) {
		r.close()
	}
	if r.open == nil {
		if !l.ruler && !r.instruction(l.text) && !r.instructsOn(i) {
			r.leave(l.text, i)
		}
		return
	}
	if r.open.kind == kindLong && !(brief(r.open.name) && (r.beside || r.tops && len(r.parts) > 0)) {
		if len(r.parts) > 0 || !l.blank() && !l.ruler && !r.instruction(l.text) {
			r.add(l.text, i)
		}
		return
	}
	r.short(i)
}

// paging says whether line i is the foot of a page of those that a printer
// numbers, or the head of the first repeated below one.
func (r *reading) paging(i int) bool {
	if r.lines[i].dated && r.page == 0 {
		return false // as most lines of logs
	}
	s := strings.TrimSpace(r.lines[i].text)
	if len(s) > mostTitle || s == "" {
		return false
	}
	if !word.IsDigit(s[0]) && (len(s) <= mostPaging || framesPage(s[0]) || framesPage(s[len(s)-1])) && numbersPage(strings.Trim(s, pageFrame)) {
		r.page = i
		return true
	}
	return r.page > 0 && i-r.page < mostPageHead && len(s) > leastPageHead && slices.ContainsFunc(r.lines[:min(mostFirst, r.page)], func(l line) bool { return strings.TrimSpace(l.text) == s })
}

// pageFrame may stand around the number of a page.
const pageFrame = " -–|[]()"

// framesPage says whether a byte may be of it.
func framesPage(c byte) bool { return c >= utf8.RuneSelf || strings.IndexByte(pageFrame, c) >= 0 }

// Bounds of the number of a page, in bytes, and of a head of a page: within how many lines of its top it is, and of that
// of the first, and its bytes.
const (
	mostPaging    = 30
	mostPageHead  = 5
	mostFirst     = 30
	leastPageHead = 8
)

// numbersPage says whether a text is the number of a page, of how many: "Page 2 of 3".
func numbersPage(s string) bool {
	if n := len(s); n < 5 || n > mostPaging || !pageWords.Find(word.FoldHash(s[:word.Len(s)])) {
		return false
	}
	list := strings.FieldsFunc(s[word.Len(s):], func(r rune) bool { return r == ' ' || r == '/' || r == '.' || r == '\u00a0' })
	return len(list) > 1 && len(list) < 4 && word.Digits(list[0]) == len(list[0]) && word.Digits(list[len(list)-1]) == len(list[len(list)-1])
}

// pageWords number pages, as keys.
var pageWords = word.HashSet("page p seite s blatt pagina blz bladzijde página pág pag strona str sida side sivu strana stránka oldal страница стр сторінка σελίδα sayfa lk leht trang halaman หน้า ページ 頁 第 페이지 صفحة")

// short deals with a line below the open question whose answer is short.
func (r *reading) short(i int) {
	l := &r.lines[i]
	switch {
	case l.blank():
		r.gap = true
	case l.ruler && r.lines[r.open.at].alone && i == r.open.at+1: // it underlines the label
	case l.ruler:
		if len(r.parts) > 0 || len(r.open.e.picks) == 0 {
			r.close() // below a question in a frame its choices follow
		}
	case r.instruction(l.text):
	case r.goesOn(i):
		r.add(l.text, i)
		r.gap = false
	default:
		r.close()
		r.leave(l.text, i)
	}
}

// brief says whether an answer that begins beside its label ends at a blank
// line, though one below the label may have several paragraphs.
func brief(name string) bool {
	switch name {
	case "description", "log_extracts", "tool_output", "iocs", "remarks":
		return false
	}
	return true
}

// goesOn says whether a line continues the open short answer.
func (r *reading) goesOn(i int) bool {
	s, name := r.lines[i].text, r.open.name
	if r.lists(s) {
		return true
	}
	if len(r.parts) > 0 {
		if hasBox(s) && hasBox(r.parts[0]) {
			return true
		}
		if labelled(s) {
			return false
		}
		if !r.gap && (r.open.kind == kindTime && moment.HalfEach(r.parts[len(r.parts)-1], s) || r.unfinished()) {
			return true
		}
		if namesHost(name) {
			return hostLike(s) && !(r.beside && r.ix.loneAt(&r.lines[i]) != nil)
		}
		if name == "timezone" {
			return !r.gap && indentation(s) > r.indent+1 // a zone is one line
		}
		if !r.gap && (name == "contact_other" || name == "contact_alt" || name == "contact_name") && reachLine(s) {
			return true
		}
		if checkable(name) && r.open.kind == kindContact && !fits(name, s) && strings.IndexFunc(s, unicode.IsLetter) >= 0 {
			return false // an address or a number goes on with another
		}
		return !r.gap && (r.open.kind == kindLong || indentation(s) > r.indent+1 || r.below || r.wraps(i))
	}
	if r.open.e.heading && !hostLike(s) {
		return false
	}
	if r.gap && !r.below && indentation(s) <= r.indent {
		return false
	}
	if labelled(s) && !fits(name, s) {
		return false // the next question, in words that we do not know
	}
	if checkable(name) && voidOf(s, nil, false) != filled {
		return true // "none"
	}
	return fits(name, s) || fieldKinds[name] != kindHost && !checkable(name) && len(s) <= 200
}

// leastWidth is how narrow mail programs break lines, in characters.
const leastWidth = 54

// wraps says whether line i may have been broken off the one before: its
// first word had found no room there.
func (r *reading) wraps(i int) bool {
	if i == 0 {
		return false
	}
	s := r.lines[i].text
	if strings.Contains(s, ": ") || strings.HasSuffix(s, ":") {
		return false
	}
	first := word.First(s)
	width := utf8.RuneCountInString(r.lines[i-1].text) + 1 + utf8.RuneCountInString(first)
	return width > leastWidth && !(width+leastSpare < r.breadth() && unicode.IsUpper(firstRune(first)))
}

// leastSpare is how much further other lines go, in characters, where a line
// was not broken for want of room.
const leastSpare = 10

// breadth is how far the longest line with a label goes that a mail program
// could have broken, in characters.
func (r *reading) breadth() int {
	if r.wide == 0 {
		r.wide = 1
		for i := range r.hits {
			if s := r.lines[r.hits[i].end.line].text; len(s) > r.wide {
				r.wide = max(r.wide, utf8.RuneCountInString(s[:max(strings.LastIndexByte(s, ' '), 0)]))
			}
		}
	}
	return r.wide
}

// firstRune is the first character of a text.
func firstRune(s string) rune {
	c, _ := utf8.DecodeRuneInString(s)
	return c
}

// unfinished says whether the open answer ends with a word that more must
// follow: "Department of", or with a comma.
func (r *reading) unfinished() bool {
	last := r.parts[len(r.parts)-1]
	if strings.HasSuffix(last, ",") {
		return true
	}
	w := last[strings.LastIndexByte(last, ' ')+1:]
	return len(w) > 1 && len(w) < len(last) && light.Find(word.FoldHash(w)) && word.Len(w) == len(w)
}

// checkable says whether an answer to the field shows by its looks.
func checkable(name string) bool {
	switch name {
	case "contact_email", "contact_phone", "contact_fax", "contact_pager":
		return true
	}
	return fieldKinds[name] == kindTime
}

// fits says whether a text looks like an answer to the field.
func fits(name, s string) bool {
	switch name {
	case "contact_email":
		return strings.Contains(s, "@")
	case "contact_phone", "contact_fax", "contact_pager":
		return word.Digits(s) >= 3
	}
	switch fieldKinds[name] {
	case kindHost:
		return hostLike(s)
	case kindTime:
		return word.Digits(s) >= 4 || moment.Sole(s)
	}
	return false
}

// worded says whether a text is more than ruler, blanks and colons.
func worded(s string) bool {
	for i := range len(s) {
		switch c := s[i]; {
		case c >= utf8.RuneSelf:
			return strings.Trim(s[i:], rulers+" \t:") != ""
		case !rulerByte[c] && c != ' ' && c != '\t' && c != ':':
			return true
		}
	}
	return false
}

// drawnBoxes says whether the underscores that an answer begins with are the
// first of several boxes: "___ virus", and below it "_X_ theft".
func drawnBoxes(s string) bool {
	_, below, more := strings.Cut(s, "\n")
	below = strings.TrimLeft(below, " \t")
	return more && strings.HasPrefix(below, "_") && boxAt(below)
}

// trimAnswer takes leaders, rulers and blanks off both ends of an answer.
func trimAnswer(s string) string {
	if s = strings.TrimSpace(s); s == "" || word.FoldByte(s[0]) != 0 && word.FoldByte(s[len(s)-1]) != 0 && strings.IndexByte(s, '\n') < 0 {
		return s // words at both ends
	}
	s = typedOver(s)
	for strings.HasPrefix(s, "___") && !drawnBoxes(s) || strings.HasPrefix(s, "...") || strings.HasPrefix(s, "__") && strings.HasSuffix(s, "__") {
		s = strings.TrimLeft(s, "_. ")
	}
	for strings.HasSuffix(s, "___") || strings.HasSuffix(s, "....") {
		s = strings.TrimRight(s, "_. ")
	}
	for {
		i := strings.LastIndexByte(s, '\n')
		if i < 0 || !isRuler(s[i+1:]) && strings.TrimSpace(s[i+1:]) != "" {
			break
		}
		s = strings.TrimSpace(s[:i])
	}
	if isRuler(s) {
		return ""
	}
	if s = strings.TrimSuffix(s, "|"); strings.HasSuffix(s, "__") && strings.IndexByte(s, '\n') < 0 {
		s = strings.TrimRight(s, "_ ")
	}
	return unticks(strings.TrimSpace(s))
}

// typedOver takes off each line of an answer what is left of the line to write on.
func typedOver(s string) string {
	if !strings.Contains(s, "__\n") || drawnBoxes(s) {
		return s
	}
	lines := strings.Split(s, "\n")
	for i, l := range lines {
		if l = strings.TrimSpace(l); strings.HasSuffix(l, "__") {
			lines[i] = strings.Trim(l, "_ ")
		}
	}
	return strings.Join(lines, "\n")
}

// unticks takes the marks off an answer that stands in marks for code, or in quotes
// as a whole.
func unticks(s string) string {
	if n := len(s) - 1; n > 1 && (s[0] == '`' || s[0] == '"') && strings.IndexByte(s[1:], s[0]) == n-1 {
		return s[1:n]
	}
	return s
}

// stretchOf joins lines. Where they make up most of a text just as they stand
// there, like the log in a report, that is no copy but a stretch of the text;
// of less of it, a stretch would keep all of the text in memory.
func stretchOf(text string, lines []string) string {
	if len(lines) >= fewLines {
		start := strings.Index(text, lines[0])
		rest, ok := text[max(start, 0):], start >= 0
		for i := 0; i < len(lines) && ok; i++ {
			if rest, ok = strings.CutPrefix(rest, lines[i]); ok && i+1 < len(lines) {
				rest, ok = strings.CutPrefix(rest, "\n")
			}
		}
		if end := len(text) - len(rest); ok && 2*(end-start) >= len(text) {
			return text[start:end]
		}
	}
	return strings.Join(lines, "\n")
}

// fewLines are joined sooner than found.
const fewLines = 8
