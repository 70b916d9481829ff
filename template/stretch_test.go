package template

import (
	"strings"
	"testing"
)

// TestStretchOf: lines are joined the same wherever they stand, and copied only
// where they are not most of the text.
func TestStretchOf(t *testing.T) {
	lines := strings.Split("1 a\n2 b\n\n3 c\n4 d\n5 e\n6 f\n7 g\n8 h", "\n")
	want := strings.Join(lines, "\n")
	for text, stretch := range map[string]bool{
		"":                                   false,
		want:                                 true,
		want[:len(want)-1]:                   false,
		"Log:\n" + want + "\nBye":            true,
		"1 a\n" + want:                       false, // it may begin twice
		strings.ReplaceAll(want, "3", "  3"): false,
		want + strings.Repeat("x", 100):      false,
	} {
		got := stretchOf(text, lines)
		if got != want {
			t.Errorf("of %q comes %q", text, got)
		}
		if copies := testing.AllocsPerRun(10, func() { stretchOf(text, lines) }); (copies == 0) != stretch {
			t.Errorf("%v copies made of %q", copies, text)
		}
	}
}
