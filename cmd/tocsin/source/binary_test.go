package source

import (
	"strings"
	"testing"
)

func TestBinary(t *testing.T) {
	for data, want := range map[string]string{
		"%PDF-1.7\n%\xe2\xe3":                          "a PDF file",
		"PK\x03\x04\x14\x00":                           "a ZIP archive or office document",
		"\xff\xfeN\x00a\x00m\x00e\x00":                 "a text in UTF-16",
		"\x89PNG\r\n\x1a\n":                            "a picture",
		"\x7fELF\x02\x01":                              "a program",
		"\x01\x02\x03\x04data":                         "a binary file",
		"some words, then\x00 zeros":                   "a binary file",
		"Subject: x\r\n\r\nPK\x03\x04\x00":             "", // BINARYMIME
		"From jane@site.example Sat\nTo: x\n\n\x00":    "",
		"Received : from x\n\n\x00\x00":                "",
		"Name: Jane\nE-Mail: j\xe4ne@site.example\n":   "", // ISO-8859-1
		"\x1b$B%$%s\x1b(B\n":                           "", // ISO-2022-JP
		"Hello,\nwe were attacked\f\n":                 "",
		"caf\xc3\xa9\x07 " + strings.Repeat("x", 4000): "",
		"": "",
	} {
		if got := Binary([]byte(data)); got != want {
			t.Errorf("%q: %q, want %q", data, got, want)
		}
	}
}
