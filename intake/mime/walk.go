package mime

// A Walk goes through a structured header field byte by byte, so that what its
// quoted strings and comments hold (RFC 5322, 3.2) is not read as syntax: there
// stands what anybody has said. The zero value is at its beginning.
type Walk struct {
	quoted, escaped bool
	depth           int // of comments
}

// Step takes the next byte and says whether it belongs to a quoted string or a
// comment, the marks around them included: '"', '(' or 0 for neither.
func (w *Walk) Step(c byte) (aside byte) {
	switch {
	case w.escaped:
		w.escaped = false
	case c == '\\' && (w.quoted || w.depth > 0):
		w.escaped = true
	case c == '"' && w.depth == 0:
		w.quoted = !w.quoted
		return '"'
	case w.quoted:
	case c == '(':
		w.depth++
	case c == ')' && w.depth > 0:
		w.depth--
		return '('
	}
	switch {
	case w.quoted:
		return '"'
	case w.depth > 0:
		return '('
	}
	return 0
}

// Done says whether each quoted string and comment has ended.
func (w *Walk) Done() bool { return !w.quoted && w.depth == 0 }
