package source

import (
	"bytes"
	"regexp"
)

// formats are files by their first bytes, for people who name the wrong one.
var formats = []struct{ start, name string }{
	{"%PDF-", "a PDF file"}, {"PK\x03\x04", "a ZIP archive or office document"}, {"\x1f\x8b", "a compressed file"}, {"\xff\xfe", "a text in UTF-16"},
	{"\xfe\xff", "a text in UTF-16"}, {"\x89PNG", "a picture"}, {"\xff\xd8\xff", "a picture"}, {"GIF8", "a picture"}, {"\x7fELF", "a program"}, {"MZ\x90\x00", "a program"},
	{"\xd0\xcf\x11\xe0", "an office document or Outlook message"}, {"7z\xbc\xaf", "an archive"}, {"SQLite format 3\x00", "a database"},
}

// headed is how a message begins: with a header line, or with what an mbox
// puts before it.
var headed = regexp.MustCompile(`^(From |>From |[!-9;-~]{1,76}[ \t]*:)`)

// probe is how much of a file is looked at, in bytes.
const probe = 4 << 10

// Binary says what a file is that is neither a message nor a text, "" for one
// that may be either. A message may hold any byte behind its header.
func Binary(data []byte) string {
	if headed.Match(data) {
		return ""
	}
	for _, f := range formats {
		if bytes.HasPrefix(data, []byte(f.start)) {
			return f.name
		}
	}
	head, control := data[:min(len(data), probe)], 0
	for _, c := range head {
		if c == 0 {
			return "a binary file"
		}
		if c < ' ' && bytes.IndexByte([]byte("\t\n\r\f\x1b"), c) < 0 {
			control++
		}
	}
	if control*20 > len(head) {
		return "a binary file"
	}
	return ""
}
