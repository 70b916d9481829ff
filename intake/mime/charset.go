package mime

import (
	"bytes"
	"io"
	"maps"
	"strings"
	"unicode/utf8"

	"github.com/emersion/go-message/charset"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"
)

// CharsetDecode turns text in the named charset into valid UTF-8 without NUL.
// An unknown charset is read as UTF-8 if the bytes allow, else as
// windows-1252; bytes that do not fit UTF-8 are read as windows-1252.
func CharsetDecode(charset string, b []byte) string {
	s, _ := decodeCharset(charset, b)
	return s
}

// fitsUTF8 reports whether text in the named charset is what it is to become,
// but for a byte order mark.
func fitsUTF8(name string, b []byte) bool {
	switch charsetName(name) {
	case "", "us-ascii", "utf-8":
		return utf8.Valid(b) && bytes.IndexByte(b, 0) < 0
	}
	return false
}

func trimBOM(b []byte) []byte { return bytes.TrimPrefix(b, []byte("\ufeff")) }

// decodeCharset is CharsetDecode with the finding, "" if the text fits.
func decodeCharset(name string, b []byte) (text, finding string) {
	if fitsUTF8(name, b) {
		return string(trimBOM(b)), ""
	}
	name = charsetName(name)
	if hasUTF16Mark(b) && !strings.HasPrefix(name, "utf-32") {
		name = "utf-16" // its byte order mark says so
	}
	switch name {
	case "iso-2022-jp":
		if !isASCII(b) {
			name = "shift_jis" // which Japanese mail programs label so
		}
	case "", "us-ascii", "utf-8":
		return repair(b), FoundCharsetWrong
	case "iso-8859-1", "windows-1252":
		if !isASCII(b) && utf8.Valid(b) { // which real text in it never is
			return repair(b), FoundCharsetWrong
		}
		return fromWindows1252(b), ""
	case "utf-7":
		return clean(decodeUTF7(b)), ""
	case "utf-16":
		return decodeReader(unicode.UTF16(utf16Order(b), unicode.UseBOM).NewDecoder().Reader(bytes.NewReader(b))), ""
	case "utf-32":
		return decodeReader(utf32.UTF32(utf32.BigEndian, utf32.UseBOM).NewDecoder().Reader(bytes.NewReader(b))), ""
	}
	r, err := charset.Reader(name, bytes.NewReader(b))
	if err == nil {
		return decodeReader(r), ""
	}
	if utf8.Valid(b) {
		return repair(b), FoundCharsetUnknown
	}
	return fromWindows1252(b), FoundCharsetUnknown
}

// Recoded returns a part whose text is in UTF-16, UTF-32 or UTF-7 as the same
// one in UTF-8, and any other as it is. In those an ASCII word doesn't stand as
// its bytes.
func (p *Part) Recoded() *Part {
	if extendsASCII(p.Params["charset"], p.Decode()) {
		return p
	}
	q := *p
	q.Content = []byte(p.Text())
	q.Body = q.Content
	if q.Params = maps.Clone(p.Params); q.Params == nil {
		q.Params = map[string]string{}
	}
	q.Params["charset"] = "utf-8"
	return &q
}

// extendsASCII reports whether an ASCII word is its bytes in a text in that
// charset.
func extendsASCII(name string, b []byte) bool {
	name = charsetName(name)
	return name != "utf-7" && !strings.HasPrefix(name, "utf-16") && !strings.HasPrefix(name, "utf-32") && !hasUTF16Mark(b)
}

// hasUTF16Mark reports whether b begins with a byte order mark of UTF-16, in
// either order.
func hasUTF16Mark(b []byte) bool {
	return len(b) >= 2 && (b[0] == 0xff && b[1] == 0xfe || b[0] == 0xfe && b[1] == 0xff)
}

// Unmarked returns a text that a byte order mark begins, as UTF-8 without the
// mark, and any other as it is.
func Unmarked(b []byte) []byte {
	if text := MarkedText(b); text != nil {
		return text
	}
	return b
}

// MarkedText returns a text that a byte order mark begins, as UTF-8 without the
// mark; nil if none begins it.
func MarkedText(b []byte) []byte {
	if !hasUTF16Mark(b) && len(trimBOM(b)) == len(b) {
		return nil
	}
	return []byte(CharsetDecode("", b))
}

// utf16Order tells the byte order of UTF-16 without a mark by where the zeros
// of its ASCII characters are.
func utf16Order(b []byte) unicode.Endianness {
	var zeros [2]int
	for i, c := range b {
		if c == 0 {
			zeros[i%2]++
		}
	}
	if zeros[1] > zeros[0] {
		return unicode.LittleEndian
	}
	return unicode.BigEndian // RFC 2781 section 4.3
}

// decodeReader reads a decoder to its end; what it can't read is U+FFFD.
func decodeReader(r io.Reader) string {
	text, _ := io.ReadAll(r)
	return clean(string(text))
}

// charsetName strips what mail programs put around the name of a charset and
// maps the names that the library does not know.
func charsetName(name string) string {
	name = strings.ToLower(strings.Trim(strings.TrimSpace(name), `"'`))
	name = strings.TrimPrefix(name, "charset=")
	switch name {
	case "ascii", "ansi_x3.4-1968", "iso646-us", "us", "unknown", "unknown-8bit", "x-unknown", "8bit", "default", "_autodetect_all":
		return "us-ascii"
	case "utf8", "utf-8mb4", "utf8mb4", "unicode", "x-utf-8", "utf_8", "cp65001":
		return "utf-8"
	case "latin1", "latin-1", "iso8859-1", "iso_8859-1", "iso-8859", "8859-1", "ansi", "cp1252", "windows1252", "x-ansi", "iso88591":
		return "windows-1252"
	case "latin9", "latin-9":
		return "iso-8859-15"
	case "mac", "macroman", "x-macroman", "apple-roman":
		return "macintosh"
	case "ucs-2", "iso-10646-ucs-2":
		return "utf-16"
	case "iso-2022-jp-1", "iso-2022-jp-2", "iso-2022-jp-3", "iso-2022-jp-2004":
		return "iso-2022-jp"
	case "unicode-1-1-utf-7", "utf7", "x-unicode-2-0-utf-7", "unicode-2-0-utf-7":
		return "utf-7"
	case "utf32", "utf-32be", "ucs-4":
		return "utf-32"
	case "iso-gb2312", "gb2312", "gb_2312-80", "x-gbk", "cp936", "gb18030", "gbk":
		return "gb18030"
	case "ks_c_5601-1987", "ksc5601", "cp949", "ks_c_5601", "x-windows-949":
		return "euc-kr"
	case "cp932", "ms932", "sjis", "x-sjis", "shift-jis", "windows-31j":
		return "shift_jis"
	case "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp1258":
		return "windows-" + name[2:]
	}
	for _, prefix := range []string{"win-125", "x-windows-125"} {
		if number, ok := strings.CutPrefix(name, prefix); ok {
			return "windows-125" + number
		}
	}
	return name
}

// metaCharset finds the charset that an HTML page names for itself.
func metaCharset(page []byte) string {
	head := bytes.ToLower(page[:min(len(page), 2048)])
	_, value, ok := bytes.Cut(head, []byte("charset="))
	if !ok {
		return ""
	}
	value = bytes.TrimLeft(value, `"' `)
	if i := bytes.IndexAny(value, "\"'> ;/"); i >= 0 {
		value = value[:i]
	}
	return clean(string(value))
}

// repair makes any bytes valid UTF-8 without NUL: what is no UTF-8 is read as
// windows-1252, byte by byte.
func repair(b []byte) string {
	if utf8.Valid(b) {
		return cleanNUL(string(b))
	}
	var s strings.Builder
	s.Grow(len(b) + len(b)/8)
	for len(b) > 0 {
		r, n := utf8.DecodeRune(b)
		if r == utf8.RuneError && n == 1 {
			r = charmap.Windows1252.DecodeByte(b[0])
		}
		s.WriteRune(r)
		b = b[n:]
	}
	return cleanNUL(s.String())
}

// fromWindows1252 also reads ISO 8859-1, whose C1 controls nobody means.
func fromWindows1252(b []byte) string {
	if isASCII(b) {
		return cleanNUL(string(b))
	}
	var s strings.Builder
	s.Grow(len(b) + len(b)/8)
	for _, c := range b {
		s.WriteRune(charmap.Windows1252.DecodeByte(c))
	}
	return cleanNUL(s.String())
}

// clean replaces NUL and what is not UTF-8 by U+FFFD.
func clean(s string) string {
	if s = cleanNUL(s); utf8.ValidString(s) { // as nearly all is; the check is the quicker part
		return s
	}
	return strings.ToValidUTF8(s, "\ufffd")
}

// cleanNUL replaces NUL by U+FFFD.
func cleanNUL(s string) string {
	if strings.IndexByte(s, 0) >= 0 {
		s = strings.ReplaceAll(s, "\x00", "\ufffd")
	}
	return s
}

func isASCII(b []byte) bool {
	for _, c := range b {
		if c >= 0x80 {
			return false
		}
	}
	return true
}
