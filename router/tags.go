package router

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"tocsin/store"
)

// A Claim is one of our references as somebody wrote it in a subject. It
// proves nothing: Thread decides what it is worth.
type Claim struct {
	Ref     store.Ref
	Checked bool   // the check character was there, and right
	Text    string // as written, blanks and dashes normalised
}

// Tags reads the references in a subject: ours, whose team tag is tag, and
// other teams' numbers ("CIRCL#1234567"). It is lenient (case, missing
// brackets, blanks around the mark, full-width letters, any dash, no check
// character), but a number whose check character is wrong is no claim, and a
// number that was folded is not put together again. Each is named once.
func Tags(subject, tag string) (ours []Claim, foreign []string) {
	ours, foreign, _ = readTags(subject, tag)
	return ours, foreign
}

// readTags tells mistyped references too: what looks like one of ours but names
// no incident, since its check character is wrong or its number is broken.
func readTags(subject, tag string) (ours []Claim, foreign, mistyped []string) {
	if unmarked(subject, tag) {
		return nil, nil, nil
	}
	l := line(glyphs(subject))
	for _, m := range l.marks(tag) {
		switch {
		case m.foreign != "":
			foreign = appendNew(foreign, m.foreign)
		case m.claim.Ref == "":
			mistyped = appendNew(mistyped, m.claim.Text)
		default:
			ours = appendClaim(ours, m.claim)
		}
	}
	return ours, foreign, mistyped
}

// appendClaim names each incident once; a checked mention counts more.
func appendClaim(list []Claim, c Claim) []Claim {
	i := slices.IndexFunc(list, func(x Claim) bool { return x.Ref == c.Ref })
	switch {
	case i < 0:
		return append(list, c)
	case c.Checked && !list[i].Checked:
		list[i] = c
	}
	return list
}

func appendNew(list []string, s string) []string {
	if slices.Contains(list, s) {
		return list
	}
	return append(list, s)
}

// Tagged returns the subject with the reference once, strictly written and in
// front, where no mail program cuts it off. Every other mention of one of our
// references (same team tag) is taken out; other teams' tags stay.
func Tagged(subject string, r store.Ref) string {
	front := "[" + string(r) + "] "
	if rest, ok := strings.CutPrefix(subject, front); ok && strict(r) && unmarked(rest, r.Tag()) && !strings.Contains(rest, "  ") {
		return front + strings.TrimSpace(rest)
	}
	subject = tidy(strings.ToValidUTF8(subject, "\uFFFD"))
	for cut := untagged(subject, r.Tag()); cut != subject; cut = untagged(subject, r.Tag()) {
		subject = cut
	}
	return strings.TrimSpace(front + tidy(subject))
}

// strict says whether a reference is as we write them, with a tag that a
// configuration may have: in brackets it is read as itself.
func strict(r store.Ref) bool {
	_, err := store.ParseRef(string(r))
	return err == nil && !strings.ContainsFunc(r.Tag(), func(c rune) bool { return !alnum(c) && !strings.ContainsRune("-._", c) })
}

// unmarked says that a text surely holds no reference, ours or another's: it
// is plain ASCII, without a "#", and our tag does not stand in it.
func unmarked(text, tag string) bool {
	if tag == "" || tag[0] >= utf8.RuneSelf {
		return false
	}
	first := tag[0] | 0x20
	for i := range len(text) {
		switch c := text[i]; {
		case c == '#' || c < ' ' || c >= 0x7f:
			return false
		case c|0x20 == first && len(text)-i >= len(tag) && strings.EqualFold(text[i:i+len(tag)], tag):
			return false
		}
	}
	return true
}

// tidy makes each run of blanks and control characters one space.
func tidy(s string) string { return strings.Join(strings.FieldsFunc(s, blank), " ") }

func blank(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }

// untagged takes out our references of one reading. Taking one out can bring
// the halves of another together, so Tagged repeats it.
func untagged(subject, tag string) string {
	l := line(glyphs(subject))
	var b strings.Builder
	end := 0
	for _, m := range l.marks(tag) {
		if m.foreign != "" {
			continue
		}
		b.WriteString(subject[end:max(end, l[m.from].from)])
		b.WriteByte(' ')
		end = l[m.to-1].to
	}
	b.WriteString(subject[end:])
	return b.String()
}

// A mark is one reference found in a line: glyphs from to to, brackets included.
type mark struct {
	from, to int
	claim    Claim // Ref "" when the number is broken
	foreign  string
}

func (l line) marks(tag string) []mark {
	var out []mark
	letters := []rune(tag)
	for i := 0; i < len(l); {
		m, ok := l.own(i, letters)
		if !ok {
			m, ok = l.foreign(i)
		}
		if !ok {
			i++
			continue
		}
		i = m.to
		out = append(out, l.bracketed(m))
	}
	return out
}

// bracketed widens a mark to the brackets around it.
func (l line) bracketed(m mark) mark {
	open, shut := l.skipBlanksBack(m.from-1), l.skipBlanks(m.to)
	pairs := map[rune]rune{'[': ']', '(': ')', '{': '}', '<': '>'}
	if c, ok := pairs[l.at(open)]; ok && c == l.at(shut) {
		m.from, m.to = open, shut+1
	}
	return m
}

// own reads our reference at glyph i: tag, mark, number.
func (l line) own(i int, tag []rune) (mark, bool) {
	if before := l.at(i - 1); len(tag) == 0 || word(before) || strings.ContainsRune("-_.#@", before) && before != 0 {
		return mark{}, false
	}
	for k, r := range tag {
		if unicode.ToUpper(l.at(i+k)) != unicode.ToUpper(r) {
			return mark{}, false
		}
	}
	j := l.skipBlanks(i + len(tag))
	hash := l.at(j) == '#'
	if hash {
		j = l.skipBlanks(j + 1)
	}
	if !digit(l.at(j)) || !hash && j == i+len(tag) {
		return mark{}, false
	}
	end, number := l.number(j)
	if end == 0 && !hash {
		return mark{}, false
	}
	return l.claim(i, j, end, string(tag), number), true
}

// number reads "2026-00042" and, if there, "-7" at glyph j. The end is 0 when
// the shape is wrong.
func (l line) number(j int) (end int, parts []string) {
	year := l.digits(j)
	if year != j+4 || l.at(year) != '-' {
		return 0, nil
	}
	seq := l.digits(year + 1)
	parts = []string{l.text(j, year), l.text(year+1, seq)}
	if seq < year+6 || l.folded(seq) {
		return 0, nil
	}
	if l.at(seq) == '-' && alnum(l.at(seq+1)) {
		if word(l.at(seq + 2)) {
			return 0, nil
		}
		return seq + 2, append(parts, strings.ToUpper(l.text(seq+1, seq+2)))
	}
	if word(l.at(seq)) {
		return 0, nil
	}
	return seq, parts
}

func (l line) digits(i int) int {
	for digit(l.at(i)) {
		i++
	}
	return i
}

// folded says whether a number seems to go on behind a blank: " 42-7", " -7".
func (l line) folded(i int) bool {
	j := l.skipBlanks(i)
	k := l.digits(j)
	return j > i && l.at(k) == '-' && alnum(l.at(k+1)) && !word(l.at(k+2))
}

// claim judges a number by its check character. A broken one reaches as far
// as its word does.
func (l line) claim(i, j, end int, tag string, parts []string) mark {
	if ref, ok := numbered(tag, parts); ok && end > 0 {
		return mark{i, end, Claim{ref, len(parts) == 3, l.text(i, end)}, ""}
	}
	for end = j; word(l.at(end)) || l.at(end) == '-'; {
		end++
	}
	return mark{i, end, Claim{Text: l.text(i, end)}, ""}
}

// numbered makes the reference of year, sequence and maybe check character.
// Only the number as we write it counts: a doubled zero is a typing error.
func numbered(tag string, parts []string) (store.Ref, bool) {
	if len(parts) < 2 {
		return "", false
	}
	year, _ := strconv.Atoi(parts[0])
	n, err := strconv.ParseUint(parts[1], 10, 31)
	ref := store.MakeRef(tag, year, int(n))
	digits := tag + "#" + parts[0] + "-" + parts[1] + "-"
	if err != nil || !strings.HasPrefix(string(ref), digits) {
		return "", false
	}
	return ref, len(parts) == 2 || string(ref) == digits+parts[2]
}
