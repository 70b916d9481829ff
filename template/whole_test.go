package template

import (
	"strings"
	"testing"

	"golang.org/x/text/width"
)

// columns is the room a line takes on a page: wide characters count twice.
func columns(s string) int {
	n := 0
	for _, r := range s {
		n++
		if k := width.LookupRune(r).Kind(); k == width.EastAsianWide || k == width.EastAsianFullwidth {
			n++
		}
	}
	return n
}

// TestOwnFormIsWholeInEveryLanguage: no question, choice or hint of our own
// form is missing in a language, and what is printed is not wrapped by mail programs.
func TestOwnFormIsWholeInEveryLanguage(t *testing.T) {
	x := builtin(t).form("tocsin-1")
	whole := func(what string, list texts) {
		for _, lang := range x.Languages {
			if len(list) > 0 && len(list[lang]) == 0 {
				t.Errorf("%s: %q is not there in %s", what, list["en"], lang)
			}
		}
	}
	whole("title", x.Title)
	whole("intro", x.Intro)
	for i := range x.Sections {
		s := &x.Sections[i]
		whole("heading", s.Heading)
		whole("note", s.Note)
		for _, fd := range s.Fields {
			whole("label", fd.Label)
			whole("hint", fd.Hint)
			for _, c := range fd.Choices {
				whole("choice", c.Label)
			}
		}
	}
	for _, lang := range x.Languages {
		for line := range strings.Lines(x.print(lang, func(int, *field) string { return "" })) {
			if line = strings.TrimRight(line, "\n"); columns(line) > 75 && !strings.HasPrefix(line, "===") {
				t.Errorf("%s: %d columns: %q", lang, columns(line), line)
			}
		}
	}
}
