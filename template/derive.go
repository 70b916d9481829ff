package template

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"tocsin/template/word"
)

// Derive writes a definition for a blank form of another team, from its text:
// headings become sections with their role, lines that end in a colon, a leader
// or a question mark become fields, boxes below them choices. A label that some
// form knows gets its field; each other one stands there as a comment with NOT
// MAPPED, for a person to choose the field, and so does each choice whose value
// nobody knows. unmapped counts these. A text that asks nothing gives "".
func (f *Forms) Derive(id, lang, blank string) (definition string, unmapped int) {
	d := &derivation{ix: f.ix, lines: splitLines(blank), lang: lang}
	d.read()
	if len(d.sections) == 0 {
		return "", 0
	}
	return d.print(id), d.unmapped
}

// A derivation is a blank form on its way to a definition.
type derivation struct {
	ix       *index
	lines    []line
	lang     string
	title    string
	intro    []string
	sections []drawnSection
	unmapped int
}

// A drawnSection is a heading of a blank form and what stands below.
type drawnSection struct {
	heading, role string
	number        string // of the heading, "" if none
	fields        []drawnField
	notes         []string
}

// A drawnField is one question of a blank form; name is "" where no form knows
// the label.
type drawnField struct {
	label, number, name, why string
	hints                    []string
	choices                  []drawnChoice
}

type drawnChoice struct{ label, value string }

func (d *derivation) read() {
	above := "" // the line above, as it stood
	for i := range d.lines {
		text := strings.TrimSpace(d.lines[i].text)
		if d.lines[i].blank() || d.lines[i].ruler {
			continue
		}
		asked := ends(above)
		above = text
		if question := boxedIn(text); question != "" && !asked {
			d.lines[i] = newLine(question, 0)
			text = question
		}
		question, choices := inlineBoxes(text)
		if choices != nil {
			d.lines[i] = newLine(question, 0)
			text = strings.TrimSpace(question)
		}
		switch h, known := d.ix.match(d.lines, i); {
		case boxAt(text) && len(d.sections) > 0:
			d.choice(text)
		case d.dressed(i) || d.above(i):
			d.heading(text, &h)
		case known && h.strength > weak:
			d.known(&h, text)
		case ends(text), framed(text) && boxAt(d.next(i)):
			d.field(text)
		case d.title == "" && len(d.sections) == 0:
			d.title = unruled(text)
		default:
			d.note(text)
		}
		for _, c := range choices {
			d.choice(c)
		}
	}
}

// known takes a line whose label some form knows.
func (d *derivation) known(h *hit, text string) {
	e := h.entries[0]
	role := d.role()
	for _, other := range h.entries {
		if other.heading == e.heading && other.role == role {
			e = other
			break
		}
	}
	if e.heading && (e.role != "" || !ends(text)) {
		d.open(text, e.role)
		return
	}
	if e.heading {
		d.field(text)
		return
	}
	why := "as in " + e.def.ID
	if !oneField(h.entries) {
		why += ", but other forms mean another field by it: look at it"
	}
	d.add(drawnField{label: labelPart(text), number: h.number, name: e.name, why: why})
}

// oneField says whether all forms that know a label mean the same field by it.
func oneField(entries []*entry) bool {
	return !slices.ContainsFunc(entries, func(e *entry) bool { return e.name != entries[0].name && !e.heading })
}

func (d *derivation) role() string {
	if n := len(d.sections); n > 0 {
		return d.sections[n-1].role
	}
	return ""
}

// dressed says whether a line looks like a heading: between rulers or with one
// on its own line, or in capitals without a terminator.
func (d *derivation) dressed(i int) bool {
	text := strings.TrimSpace(d.lines[i].text)
	if i+1 < len(d.lines) && d.lines[i+1].ruler || drawn(text[0]) && unruled(text) != text {
		return len(d.sections) > 0 || d.title != "" || i > 0 && d.lines[i-1].ruler
	}
	if (d.title != "" || len(d.sections) > 0 || d.asks(i)) && framed(text) {
		return d.asks(i)
	}
	return !ends(text) && word.Count(text) <= 8 && capitals(unaside(text)) && (d.title != "" || len(d.sections) > 0 || d.asks(i))
}

// capitals says whether all letters are capitals, and there are some: letters
// of scripts that have no case are none.
func capitals(text string) bool {
	return strings.ContainsFunc(text, unicode.IsUpper) &&
		!strings.ContainsFunc(text, func(r rune) bool { return unicode.IsLetter(r) && !unicode.IsUpper(r) })
}

// framed says whether a line stands in the brackets or between the marks that
// headings of East Asian forms have.
func framed(text string) bool {
	for _, pair := range []string{"【】", "■■", "●●", "◆◆", "《》", "「」"} {
		first, last := utf8.DecodeRuneInString(pair)
		if strings.HasPrefix(text, string(first)) && strings.HasSuffix(text, pair[last:]) {
			return true
		}
	}
	return false
}

// next is the next line that is not blank and no ruler, "" at the end.
func (d *derivation) next(i int) string {
	for i++; i < len(d.lines); i++ {
		if !d.lines[i].blank() && !d.lines[i].ruler {
			return strings.TrimSpace(d.lines[i].text)
		}
	}
	return ""
}

// asks says whether the line below asks something, so that this one heads it.
func (d *derivation) asks(i int) bool {
	text := d.next(i)
	return text != "" && !boxAt(text) && ends(text)
}

// above says whether a line is the heading "2. …" of questions "2.1 …:".
func (d *derivation) above(i int) bool {
	text := strings.TrimSpace(d.lines[i].text)
	_, number := unnumbered(text)
	_, below := unnumbered(d.next(i))
	return number != "" && !ends(text) && strings.HasPrefix(below, number+".")
}

// ends says whether a line is a question: a terminator or a leader at its end.
func ends(text string) bool {
	t := strings.TrimRight(text, " ")
	return blankFrom(t) >= 0 || strings.Contains(t, ": (") && strings.HasSuffix(t, ")") || strings.HasSuffix(t, ":") || strings.HasSuffix(t, "：") || strings.HasSuffix(t, "?") || strings.HasSuffix(t, "？") || strings.HasSuffix(t, "؟") ||
		strings.HasSuffix(t, "...") || strings.HasSuffix(t, "___") || strings.HasSuffix(t, "…")
}

// labelPart is a line without number, leader, terminator, ruler and the blanks
// that stand where the answer goes.
func labelPart(text string) string {
	text = unruled(text)
	off, _ := unnumbered(text)
	text = text[off:]
	if i := blankFrom(text); i >= 0 {
		text = text[:i]
	} else if label, hint, ok := strings.Cut(text, ": ("); ok && strings.HasSuffix(hint, ")") {
		return label + " (" + hint
	}
	return strings.TrimRight(text, " \u3000.:：_…?？؟=|;】》」■●◆")
}

// blankFrom finds where a label ends and what is left free for the answer
// begins, as in "日時：　　年　　月　　日" or "Date: __/__/____"; -1 if nothing is.
func blankFrom(text string) int {
	i := strings.IndexAny(text, ":：")
	if i < 0 {
		return -1
	}
	rest := strings.TrimLeft(text[i:], ":：")
	if rest == "" || strings.Trim(rest, " \u3000\t_./-…()（）[]［］年月日時分秒頃") != "" {
		return -1
	}
	return i
}

// heading opens a section; its role is that of a known heading.
func (d *derivation) heading(text string, h *hit) {
	role := ""
	for _, e := range h.entries {
		if e.heading {
			role = e.role
		}
	}
	d.open(text, role)
}

// open begins the section of a heading.
func (d *derivation) open(text, role string) {
	_, number := unnumbered(text)
	d.sections = append(d.sections, drawnSection{heading: labelPart(text), role: role, number: number})
}

func (d *derivation) field(text string) {
	_, number := unnumbered(text)
	d.unmapped++
	d.add(drawnField{label: labelPart(text), number: number})
}

func (d *derivation) add(f drawnField) {
	if len(d.sections) == 0 || d.sections[len(d.sections)-1].leftBy(f.number) {
		d.sections = append(d.sections, drawnSection{})
	}
	s := &d.sections[len(d.sections)-1]
	if f.name != "" && slices.ContainsFunc(s.fields, func(o drawnField) bool { return word.Fold(o.label) == word.Fold(f.label) }) {
		return // a block that is there twice, for a second host
	}
	s.fields = append(s.fields, f)
}

// leftBy says whether a question with this number stands outside of a section
// whose questions are numbered below its heading: 5 after 4, 4.1 and 4.2.
func (s *drawnSection) leftBy(number string) bool {
	n := len(s.fields)
	inside := s.number + "."
	return s.number != "" && number != "" && n > 0 && strings.HasPrefix(s.fields[n-1].number, inside) && !strings.HasPrefix(number, inside)
}

// choice takes a line with a box: one answer of the field above, or of the
// heading where none stands between.
func (d *derivation) choice(text string) {
	s := &d.sections[len(d.sections)-1]
	if len(s.fields) == 0 {
		d.unmapped++
		s.fields = append(s.fields, drawnField{label: s.heading, number: s.number})
		s.heading = ""
	}
	f := &s.fields[len(s.fields)-1]
	_, n := tick(text)
	label := strings.TrimSpace(text[n:])
	value := ""
	for _, form := range d.ix.forms {
		for i := range form.Sections {
			for j := range form.Sections[i].Fields {
				if fd := &form.Sections[i].Fields[j]; fd.Name == f.name && value == "" {
					value = fd.valueOf(label)
				}
			}
		}
	}
	if value == "" && f.name != "" {
		d.unmapped++
	}
	f.choices = append(f.choices, drawnChoice{label, value})
}

// valueOf is the value of the choice that is worded so, "" if there is none.
func (fd *field) valueOf(label string) (value string) {
	key := word.Fold(label)
	for _, c := range fd.Choices {
		eachText(c.Label, func(_, s string) {
			if word.Fold(s) == key {
				value = c.Value
			}
		})
	}
	return value
}

// note takes a line that asks nothing: a hint below a field, or an instruction.
func (d *derivation) note(text string) {
	if len(d.sections) == 0 {
		d.intro = append(d.intro, text)
		return
	}
	s := &d.sections[len(d.sections)-1]
	if n := len(s.fields); n > 0 {
		s.fields[n-1].hints = append(s.fields[n-1].hints, strings.Trim(text, "()"))
		return
	}
	s.notes = append(s.notes, text)
}

// print writes the definition.
func (d *derivation) print(id string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "# Derived from a blank form. Look at each line; see docs/forms.md.\nid = %s\nteam = \"\"\nversion = \"1\"\nlanguages = [%s]\n", quoted(id), quoted(d.lang))
	list := func(indent, key string, lines []string) {
		if len(lines) > 0 {
			fmt.Fprintf(&b, "%s%s.%s = [%s]\n", indent, key, d.lang, quotedList(lines))
		}
	}
	if d.title != "" {
		list("", "title", []string{d.title})
	}
	list("", "intro", d.intro)
	for _, s := range d.sections {
		b.WriteString("\n[[section]]\n")
		if s.heading != "" {
			list("", "heading", []string{s.heading})
		}
		if s.role != "" {
			fmt.Fprintf(&b, "role = %s\n", quoted(s.role))
		}
		list("", "note", s.notes)
		for _, f := range s.fields {
			b.WriteString(f.print(d.lang))
		}
	}
	return b.String()
}

// print writes a field; one without a name as a comment.
func (f *drawnField) print(lang string) string {
	var b strings.Builder
	b.WriteString("  [[section.field]]\n")
	if f.name == "" {
		b.WriteString("  name = \"\" # NOT MAPPED: choose a canonical field\n")
	} else {
		fmt.Fprintf(&b, "  name = %s # %s\n", quoted(f.name), f.why)
	}
	if f.number != "" {
		fmt.Fprintf(&b, "  number = %s\n", quoted(f.number))
	}
	fmt.Fprintf(&b, "  label.%s = [%s]\n", lang, quoted(f.label))
	if len(f.hints) > 0 {
		fmt.Fprintf(&b, "  hint.%s = [%s]\n", lang, quotedList(f.hints))
	}
	for _, c := range f.choices {
		text := fmt.Sprintf("\n    [[section.field.choice]]\n    value = %s\n    label.%s = [%s]\n", quoted(c.value), lang, quoted(c.label))
		if c.value == "" && f.name != "" {
			text = "\n    # NOT MAPPED: what this choice means" + commented("    ", text)
		}
		b.WriteString(text)
	}
	if f.name == "" {
		return "\n" + strings.TrimPrefix(commented("", "\n"+b.String()), "\n")
	}
	return "\n" + b.String()
}

// commented makes comments of the lines of a text that begins with a line end.
func commented(indent, text string) string {
	text = strings.TrimSuffix(text, "\n")
	return strings.ReplaceAll(text, "\n"+indent, "\n"+indent+"# ") + "\n"
}

// quoted writes a TOML basic string.
func quoted(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\t", " ").Replace(plain(s)) + `"`
}

func quotedList(list []string) string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = quoted(s)
	}
	return strings.Join(out, ", ")
}
