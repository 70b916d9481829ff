package mime

import "strings"

// unflow joins the lines that format=flowed broke (RFC 3676 section 4). With
// delsp the blank that marks such a line is not part of the text.
func unflow(text string, delsp bool) string {
	var out strings.Builder
	out.Grow(len(text))
	depth, flowing := 0, false
	for line := range strings.Lines(text) {
		line, ended := strings.CutSuffix(line, "\n")
		content := strings.TrimLeft(line, ">")
		quotes := len(line) - len(content)
		content = strings.TrimPrefix(content, " ") // space-stuffing
		signature := content == "-- "
		if flowing && (quotes != depth || signature) {
			out.WriteByte('\n')
			flowing = false
		}
		if !flowing && quotes > 0 {
			out.WriteString(line[:quotes])
			out.WriteByte(' ')
		}
		depth, flowing = quotes, strings.HasSuffix(content, " ") && !signature
		if flowing && delsp {
			content = content[:len(content)-1]
		}
		out.WriteString(content)
		if !flowing && ended {
			out.WriteByte('\n')
		}
	}
	return out.String()
}
