package mime

import (
	"bytes"
	"encoding/base64"
	"strings"
	"unicode/utf8"
)

// maxWord is the longest word or encoded word that is written into a header:
// short enough that a folded line stays within 76 characters.
const maxWord = 64

// encodeText encodes the words of a header text that need it (RFC 2047) and
// leaves the others, so that a subject tag stays readable to any program.
// s has single blanks between its words.
func encodeText(s string) string {
	if isASCIIText(s) && !strings.Contains(s, "=?") && !longWord(s) {
		return s
	}
	var out []string
	var run []string // words to encode together
	flush := func() {
		if len(run) > 0 {
			out = append(out, encodeAll(strings.Join(run, " ")))
			run = nil
		}
	}
	for word := range strings.SplitSeq(s, " ") {
		if !isASCII([]byte(word)) || strings.Contains(word, "=?") || len(word) > maxWord {
			run = append(run, word)
			continue
		}
		flush()
		out = append(out, word)
	}
	flush()
	return strings.Join(out, " ")
}

func longWord(s string) bool {
	for word := range strings.FieldsSeq(s) {
		if len(word) > maxWord {
			return true
		}
	}
	return false
}

// encodeAll writes s as encoded words in Q encoding with a blank between them.
func encodeAll(s string) string {
	const head, tail = "=?utf-8?q?", "?="
	var out, word strings.Builder
	for _, r := range s {
		code := encodeQ(r)
		if word.Len()+len(code) > maxWord-len(head)-len(tail) {
			out.WriteString(head + word.String() + tail + " ")
			word.Reset()
		}
		word.WriteString(code)
	}
	return out.String() + head + word.String() + tail
}

// encodeQ encodes one character for use anywhere in a header (RFC 2047
// section 5, the strictest case: within a phrase).
func encodeQ(r rune) string {
	switch {
	case r == ' ':
		return "_"
	case r < utf8.RuneSelf && (r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '-'):
		return string(r)
	}
	var code []byte
	for _, c := range []byte(string(r)) {
		code = append(code, '=', upperHex[c>>4], upperHex[c&15])
	}
	return string(code)
}

// plainBreaks makes every line of a text end in LF, but for the last, which
// may end in nothing.
func plainBreaks(s string) string {
	if s = clean(s); strings.Contains(s, "\r") {
		s = strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
	}
	return s
}

// isPlain reports whether a text can go as it is, even into a signature: ASCII,
// short lines, no blanks at their ends, no "From " at their start (RFC 3156
// section 5).
func isPlain(text string) bool {
	for line := range strings.Lines(text) {
		line = strings.TrimSuffix(line, "\n")
		if len(line) > 78 || strings.HasPrefix(line, "From ") || strings.HasSuffix(line, " ") || strings.HasSuffix(line, "\t") {
			return false
		}
		for _, c := range []byte(line) {
			if c < ' ' && c != '\t' || c > '~' {
				return false
			}
		}
	}
	return true
}

// writeAsIs writes a text with plain breaks, each line ending in CRLF.
func writeAsIs(out *bytes.Buffer, text string) {
	for line := range strings.Lines(text) {
		out.WriteString(strings.TrimSuffix(line, "\n"))
		out.WriteString("\r\n")
	}
}

// writeQP is writeAsIs in quoted-printable that survives any gateway: "From "
// and "." at the start of a line are encoded.
func writeQP(out *bytes.Buffer, text string) {
	for line := range strings.Lines(text) {
		line = strings.TrimSuffix(line, "\n")
		if standsInQP(line) {
			out.WriteString(line)
			out.WriteString("\r\n")
			continue
		}
		width, from := 0, 0 // what is written of the line ends before from
		for i := range len(line) {
			c, last := line[i], i == len(line)-1
			plain := c > ' ' && c <= '~' && c != '=' || (c == ' ' || c == '\t') && !last
			if width == 0 && (c == '.' || c == 'F') {
				plain = false
			}
			size := 1
			if !plain {
				size = 3
			}
			if width+size > 75 {
				out.WriteString(line[from:i])
				out.WriteString("=\r\n")
				width, from = 0, i
				if c == '.' || c == 'F' {
					plain, size = false, 3
				}
			}
			if width += size; !plain {
				out.WriteString(line[from:i])
				out.Write([]byte{'=', upperHex[c>>4], upperHex[c&15]})
				from = i + 1
			}
		}
		out.WriteString(line[from:])
		out.WriteString("\r\n")
	}
}

// standsInQP reports whether a line is its own quoted-printable form, as most are.
func standsInQP(line string) bool {
	for _, c := range []byte(line) {
		if c < ' ' && c != '\t' || c > '~' || c == '=' {
			return false
		}
	}
	if len(line) == 0 || len(line) > 75 {
		return len(line) == 0
	}
	first, last := line[0], line[len(line)-1]
	return first != '.' && first != 'F' && last != ' ' && last != '\t'
}

const upperHex = "0123456789ABCDEF"

// writeBase64 writes data in lines of 76 characters.
func writeBase64(out *bytes.Buffer, data []byte) {
	const chunk = 57
	var line [76]byte
	for len(data) > 0 {
		n := min(chunk, len(data))
		base64.StdEncoding.Encode(line[:], data[:n])
		out.Write(line[:base64.StdEncoding.EncodedLen(n)])
		out.WriteString("\r\n")
		data = data[n:]
	}
}
