package template

import "strings"

// Tables are drawn with lines at times. What such a row holds is read as that
// of a table whose cells bars part.

// The characters that frames are drawn with (Unicode, Box Drawing).
const (
	frameFirst = 0x2500
	frameLast  = 0x257F
)

// frameBars turns the upright lines of a frame into bars.
var frameBars = strings.NewReplacer("│", "|", "┃", "|", "║", "|")

// unframed makes a row of bars of one in a frame, without the last. A row whose
// first cell is empty goes on with the answer above.
func unframed(s string) string {
	if !strings.ContainsAny(s, "│┃║") {
		return s
	}
	s = strings.TrimRight(frameBars.Replace(s), " \t|")
	if rest := strings.TrimLeft(s, " |"); strings.Count(s[:len(s)-len(rest)], "|") > 1 {
		return strings.Repeat(" ", 4) + rest
	}
	return s
}
