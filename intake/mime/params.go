package mime

import (
	"path"
	"strconv"
	"strings"
)

// A mediaValue is a header value of the form "text/plain; charset=utf-8" as
// far as it could be read.
type mediaValue struct {
	kind      string // lower-case, "" if there is none
	params    map[string]string
	malformed bool // against the grammar of RFC 2045
	duplicate bool // a parameter stands twice; the first counts

	pieces map[string][]piece // RFC 2231 section 3 and 4: by name without "*"
}

// A piece is one "name*2*=value" of a parameter.
type piece struct {
	n       int
	encoded bool
	value   string
}

// parseMedia reads such a value. What it can't read it passes over.
func parseMedia(value string) mediaValue {
	var m mediaValue
	kind, rest := cutAtSemicolon(value)
	kind = strings.TrimSpace(stripComments(kind))
	if i := strings.IndexAny(kind, " \t\"="); i >= 0 { // a semicolon is missing, or the kind itself
		m.malformed = true
		if kind[i] == '=' {
			i = 0
		}
		if strings.Contains(kind[i:], "=") {
			m.parameter(kind[i:])
		}
		kind = kind[:i]
	}
	m.kind = strings.ToLower(kind)
	for rest != "" {
		var one string
		one, rest = cutAtSemicolon(rest)
		m.parameter(one)
	}
	m.join()
	return m
}

// cutAtSemicolon cuts s at the first semicolon outside quotes and comments.
func cutAtSemicolon(s string) (before, after string) {
	before, after, cut := strings.Cut(s, ";")
	if !cut || !strings.ContainsAny(before, `"(`) {
		return before, after
	}
	var w Walk
	for i := range len(s) {
		if w.Step(s[i]) == 0 && s[i] == ';' {
			return s[:i], s[i+1:]
		}
	}
	if !w.Done() {
		return before, after // a quote or comment without end ends here
	}
	return s, ""
}

// stripComments removes comments outside quotes.
func stripComments(s string) string {
	if strings.IndexByte(s, '(') < 0 {
		return s
	}
	var out strings.Builder
	var w Walk
	for i := range len(s) {
		if w.Step(s[i]) != '(' {
			out.WriteByte(s[i])
		}
	}
	return out.String()
}

// parameter reads one "name=value".
func (m *mediaValue) parameter(s string) {
	name, value, ok := strings.Cut(s, "=")
	name = strings.ToLower(strings.TrimSpace(stripComments(name)))
	if !ok || name == "" {
		m.malformed = m.malformed || name != "" || ok
		return
	}
	if strings.ContainsAny(name, " \t\"") {
		m.malformed = true
	}
	value = m.unquote(strings.TrimSpace(value))
	base, index, extended := strings.Cut(name, "*")
	if !extended {
		m.set(name, value)
		return
	}
	p := piece{value: value, encoded: strings.HasSuffix(name, "*")}
	p.n, _ = strconv.Atoi(strings.TrimSuffix(index, "*"))
	if m.pieces == nil {
		m.pieces = map[string][]piece{}
	}
	m.pieces[base] = append(m.pieces[base], p)
}

// unquote takes quotes, escapes and comments off a parameter's value.
func (m *mediaValue) unquote(s string) string {
	if !strings.HasPrefix(s, `"`) {
		s = strings.TrimSpace(stripComments(s))
		if strings.ContainsAny(s, " \t\"") {
			m.malformed = true
		}
		return s
	}
	end := 1
	for end < len(s) && s[end] != '"' {
		if s[end] == '\\' {
			end++
		}
		end++
	}
	if end >= len(s) || strings.TrimSpace(stripComments(s[end+1:])) != "" {
		m.malformed = true
	}
	return unescape(s[1:min(end, len(s))])
}

// unescape removes the backslashes of quoted pairs.
func unescape(s string) string {
	if strings.IndexByte(s, '\\') < 0 {
		return s
	}
	var out strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' && i+1 < len(s) {
			i++
		}
		out.WriteByte(s[i])
	}
	return out.String()
}

// set keeps the first value of a name.
func (m *mediaValue) set(name, value string) {
	if _, twice := m.params[name]; twice {
		m.duplicate = true
		return
	}
	if m.params == nil {
		m.params = map[string]string{}
	}
	m.params[name] = clean(value)
}

// join puts the pieces of RFC 2231 together. A file name in that form stands
// in place of a plain one (RFC 6266 section 4.3); any other name beside a
// plain one is a duplicate.
func (m *mediaValue) join() {
	for name, pieces := range m.pieces {
		value := joinPieces(pieces, m)
		if _, plain := m.params[name]; plain && (name == "filename" || name == "name") {
			m.params[name] = value
			continue
		}
		m.set(name, value)
	}
}

// joinPieces decodes the pieces in the order of their numbers; one that is
// missing ends the value, and one that stands twice counts once.
func joinPieces(pieces []piece, m *mediaValue) string {
	byNumber := make(map[int]piece, len(pieces))
	for _, p := range pieces {
		if _, twice := byNumber[p.n]; twice {
			m.duplicate = true
			continue
		}
		byNumber[p.n] = p
	}
	var raw []byte
	charset := ""
	for n := 0; ; n++ {
		p, ok := byNumber[n]
		if !ok {
			return oneLine([]byte(CharsetDecode(charset, raw)))
		}
		value := p.value
		if p.encoded && n == 0 {
			if parts := strings.SplitN(value, "'", 3); len(parts) == 3 {
				charset, value = parts[0], parts[2]
			}
		}
		if p.encoded {
			raw = appendPercent(raw, value)
		} else {
			raw = append(raw, value...)
		}
	}
}

// appendPercent appends s with %XX decoded.
func appendPercent(b []byte, s string) []byte {
	for i := 0; i < len(s); i++ {
		if s[i] == '%' && i+2 < len(s) {
			if hi, lo := unhex(s[i+1]), unhex(s[i+2]); hi >= 0 && lo >= 0 {
				b = append(b, byte(hi<<4|lo))
				i += 2
				continue
			}
		}
		b = append(b, s[i])
	}
	return b
}

// unhex returns the value of a hexadecimal digit, or -1.
func unhex(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c >= 'A' && c <= 'F':
		return int(c-'A') + 10
	case c >= 'a' && c <= 'f':
		return int(c-'a') + 10
	}
	return -1
}

// fileName decodes a file name and keeps only its last element.
func fileName(value string) string {
	name := strings.ReplaceAll(decodeText(value), `\`, "/")
	if name = path.Base(name); name == "." || name == "/" || name == ".." {
		return ""
	}
	if runes := []rune(name); len(runes) > 200 {
		name = string(runes[:150]) + string(runes[len(runes)-50:])
	}
	return Sanitize(name)
}
