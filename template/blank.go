package template

import (
	"slices"
	"strings"
	"unicode/utf8"
)

const (
	labelWidth = 34 // columns up to the colon
	pageWidth  = 72
)

// print writes the form in a language; answer gives what to fill in for each
// field of section i: a text, or the values of choices parted by ", ".
func (f *form) print(lang string, answer func(i int, fd *field) string) string {
	var b strings.Builder
	b.WriteString(wording1(f.Title, lang) + "\n\n")
	printLines(&b, "", f.Intro[lang])
	for i := range f.Sections {
		s := &f.Sections[i]
		if h := wording1(s.Heading, lang); h != "" {
			line := "=== " + h + " "
			b.WriteString("\n" + line + strings.Repeat("=", max(3, pageWidth-utf8.RuneCountInString(line))) + "\n")
		}
		printLines(&b, "", s.Note[lang])
		b.WriteString("\n")
		for j := range s.Fields {
			s.Fields[j].print(&b, lang, answer(i, &s.Fields[j]))
		}
	}
	return b.String()
}

func printLines(b *strings.Builder, indent string, lines []string) {
	for _, l := range lines {
		b.WriteString(indent + l + "\n")
	}
}

// print writes one field: label, leader and colon, hints below, then choices
// with their boxes or room for a longer text.
func (fd *field) print(b *strings.Builder, lang, answer string) {
	label := wording1(fd.Label, lang)
	if fd.Number != "" {
		label = fd.Number + ". " + label
	}
	long := fieldKinds[fd.Name] == kindLong
	head := label + leader(label)
	if strings.HasSuffix(label, "?") {
		head = label
	}
	switch {
	case len(fd.Choices) > 0 || answer == "" || long:
		b.WriteString(head + "\n")
	default:
		b.WriteString(head + " " + strings.ReplaceAll(answer, "\n", "\n    ") + "\n")
	}
	for _, h := range fd.Hint[lang] {
		b.WriteString("  (" + h + ")\n")
	}
	if len(fd.Choices) > 0 {
		fd.printChoices(b, lang, answer)
		b.WriteString("\n")
	} else if long {
		b.WriteString(answer + "\n\n")
	}
}

// leader fills up to the colon with dots.
func leader(label string) string {
	if n := labelWidth - utf8.RuneCountInString(label) - 2; n > 1 {
		return " " + strings.Repeat(".", n) + ":"
	}
	return ":"
}

func (fd *field) printChoices(b *strings.Builder, lang, answer string) {
	marked := strings.Split(answer, ", ")
	for _, c := range fd.Choices {
		box := "  [ ] "
		if slices.Contains(marked, c.Value) {
			box = "  [x] "
		}
		b.WriteString(box + wording1(c.Label, lang) + "\n")
	}
}
