package mime

import (
	"encoding/base64"
	"encoding/binary"
	"strings"
	"unicode/utf16"
)

// decodeUTF7 reads UTF-7 (RFC 2152), which Outlook's delivery reports use.
// What is against its grammar stays as it is.
func decodeUTF7(b []byte) string {
	var s strings.Builder
	s.Grow(len(b))
	for i := 0; i < len(b); {
		if b[i] != '+' {
			s.WriteByte(b[i])
			i++
			continue
		}
		end := i + 1
		for end < len(b) && isBase64(b[end]) {
			end++
		}
		s.WriteString(utf7Run(b[i+1 : end]))
		if end < len(b) && b[end] == '-' {
			end++
		}
		i = end
	}
	return s.String()
}

// utf7Run decodes what stands between "+" and the end of its base64.
func utf7Run(run []byte) string {
	if len(run) == 0 {
		return "+"
	}
	raw := make([]byte, base64.RawStdEncoding.DecodedLen(len(run)))
	n, _ := base64.RawStdEncoding.Decode(raw, run)
	units := make([]uint16, 0, n/2)
	for raw = raw[:n]; len(raw) >= 2; raw = raw[2:] {
		units = append(units, binary.BigEndian.Uint16(raw))
	}
	return string(utf16.Decode(units))
}

func isBase64(c byte) bool {
	return c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '+' || c == '/'
}
