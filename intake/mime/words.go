package mime

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// maxWords bounds the encoded words that are decoded in one value.
const maxWords = 1000

// An encodedWord is "=?charset?B?text?=" (RFC 2047 section 2).
type encodedWord struct {
	charset string
	raw     []byte // after B or Q decoding
}

// decodeText decodes the encoded words of a header value and makes it one
// line of NFC without control characters.
func decodeText(value string) string {
	if !strings.Contains(value, "=?") {
		return plainText(value)
	}
	return plainText(decodeWords(value))
}

// decodeWords decodes encoded words wherever they stand, even inside quotes
// or glued to other text. Neighbours of one charset are joined before the
// charset is decoded, since mail programs cut characters in two.
func decodeWords(s string) string {
	var out strings.Builder
	var run encodedWord // not yet written neighbours
	flush := func() {
		out.WriteString(CharsetDecode(run.charset, run.raw))
		run = encodedWord{}
	}
	for words := 0; ; words++ {
		i := strings.Index(s, "=?")
		if i < 0 || words >= maxWords {
			break
		}
		w, n, ok := cutWord(s[i:])
		if !ok {
			flush()
			out.WriteString(s[:i+2])
			s = s[i+2:]
			continue
		}
		if between := s[:i]; run.raw == nil || strings.Trim(between, " \t") != "" {
			flush()
			out.WriteString(between)
		}
		if run.raw != nil && run.charset != w.charset {
			flush()
		}
		run = encodedWord{w.charset, append(run.raw, w.raw...)}
		s = s[i+n:]
	}
	flush()
	out.WriteString(s)
	return out.String()
}

// cutWord reads the encoded word that s begins with, n bytes long.
func cutWord(s string) (w encodedWord, n int, ok bool) {
	charset, rest, ok1 := strings.Cut(s[2:], "?")
	if !ok1 || len(charset) > 64 || len(rest) < 2 || rest[1] != '?' || strings.ContainsAny(charset, " \t") {
		return w, 0, false
	}
	end := strings.Index(rest[2:], "?=")
	if end < 0 {
		return w, 0, false
	}
	text := rest[2 : 2+end]
	w.charset, _, _ = strings.Cut(strings.ToLower(charset), "*")
	if !isASCII([]byte(text)) {
		w.charset = "utf-8" // raw bytes, which are UTF-8 by now
	}
	switch rest[0] {
	case 'B', 'b':
		w.raw, _ = decodeBase64([]byte(text), len(text))
	case 'Q', 'q':
		w.raw = decodeQ(text)
	default:
		return w, 0, false
	}
	if w.raw == nil {
		w.raw = []byte{}
	}
	return w, 2 + len(charset) + 1 + 2 + end + 2, true
}

// decodeQ decodes the Q encoding (RFC 2047 section 4.2).
func decodeQ(s string) []byte {
	raw := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		if s[i] == '_' {
			raw = append(raw, ' ')
			continue
		}
		if s[i] == '=' && i+2 < len(s) {
			if hi, lo := unhex(s[i+1]), unhex(s[i+2]); hi >= 0 && lo >= 0 {
				raw = append(raw, byte(hi<<4|lo))
				i += 2
				continue
			}
		}
		raw = append(raw, s[i])
	}
	return raw
}

// plainText makes s one line in NFC: what would control a line or a terminal
// becomes a blank.
func plainText(s string) string {
	if isASCIIText(s) { // as nearly all is
		return strings.TrimSpace(s)
	}
	s = clean(s)
	if !norm.NFC.IsNormalString(s) {
		s = norm.NFC.String(s)
	}
	if strings.IndexFunc(s, breaksLine) >= 0 {
		s = strings.Map(func(r rune) rune {
			if breaksLine(r) {
				return ' '
			}
			return r
		}, s)
	}
	return strings.TrimSpace(s)
}

func breaksLine(r rune) bool {
	return unicode.IsControl(r) || r == '\u2028' || r == '\u2029'
}

// Sanitize makes hostile text fit for showing on a terminal or a page: line
// breaks and tabs stay; terminal sequences, other controls, and characters
// that reorder or hide text are gone. The result is valid UTF-8.
func Sanitize(s string) string {
	if !needsSanitizing(s) {
		return s
	}
	var out strings.Builder
	for i := 0; i < len(s); {
		if n := escapeSequence(s[i:]); n > 0 {
			i += n
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		if i += n; !hides(r) {
			out.WriteRune(r)
		}
	}
	return out.String()
}

func needsSanitizing(s string) bool {
	for _, r := range s {
		if hides(r) || r == utf8.RuneError {
			return true
		}
	}
	return false
}

// hides names the characters that Sanitize removes.
func hides(r rune) bool {
	switch {
	case r == '\n' || r == '\t':
		return false
	case r < 0x20 || r >= 0x7f && r <= 0x9f: // C0, DEL, C1
		return true
	case r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069: // bidi embedding, override, isolate
		return true
	case r == 0x200e || r == 0x200f || r == 0x061c || r == 0x200b || r == 0xfeff || r == 0x00ad:
		return true
	}
	return r >= 0xe0000 && r <= 0xe007f || r == 0x2028 || r == 0x2029
}

// escapeSequence returns the length of the terminal sequence (ECMA-48 CSI or
// OSC, or ESC and one letter) that s begins with, 0 for none.
func escapeSequence(s string) int {
	if len(s) < 2 || s[0] != 0x1b {
		return 0
	}
	switch s[1] {
	case '[':
		for i := 2; i < len(s) && i < 64; i++ {
			if s[i] >= 0x40 && s[i] <= 0x7e {
				return i + 1
			}
		}
	case ']':
		for i := 2; i < len(s) && i < 4096; i++ {
			if s[i] == 7 {
				return i + 1
			}
		}
	}
	return 1
}
