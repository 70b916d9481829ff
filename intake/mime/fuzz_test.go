package mime

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
	"unsafe"
)

// within reports whether inner is a slice of outer.
func within(inner, outer []byte) bool {
	if len(inner) == 0 {
		return true
	}
	if len(outer) == 0 {
		return false
	}
	offset := uintptr(unsafe.Pointer(&inner[0])) - uintptr(unsafe.Pointer(&outer[0]))
	return offset+uintptr(len(inner)) <= uintptr(len(outer))
}

// FuzzRead reads any bytes and wants clean text, bounded trees, and parts that
// are slices of what holds them.
func FuzzRead(f *testing.F) {
	files, err := filepath.Glob("testdata/*.eml")
	if err != nil || len(files) == 0 {
		f.Fatal("no seeds in testdata", err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	lim := Limits{Depth: 4, Parts: 20, HeaderBytes: 4096, HeaderFields: 50, FieldBytes: 512, Decoded: 1 << 16, Text: 1 << 16}
	f.Fuzz(func(t *testing.T, data []byte) {
		before := bytes.Clone(data)
		m := readAll(data, lim)
		if !bytes.Equal(before, data) {
			t.Fatal("the mail was changed")
		}
		if n := countParts(m); n > lim.Parts {
			t.Errorf("%d parts", n)
		}
		checkTree(t, m)
		total := 0
		for _, text := range m.Texts() {
			total += len(text.Text)
			wantClean(t, text.Text)
			wantClean(t, text.Name)
		}
		if total > lim.Text {
			t.Errorf("%d bytes of text", total)
		}
		for _, field := range m.Header {
			wantClean(t, field.Value)
			if s := m.Header.Text(field.Name); strings.IndexFunc(s, unicode.IsControl) >= 0 {
				t.Errorf("%s: %q has controls", field.Name, s)
			}
		}
		if from, ok := m.Header.From(); ok {
			if again, safe := cleanAddress(from.Addr); !safe || again != from.Addr {
				t.Errorf("From %q is not safe", from.Addr)
			}
		}
	})
}

// checkTree checks that each part lies within what holds it, that paths are
// unique and that decoding stays within the limits.
func checkTree(t *testing.T, m *Message) {
	t.Helper()
	paths := map[string]bool{}
	var decoded int64
	m.Root.Walk(func(p *Part) bool {
		if paths[p.Path] {
			t.Errorf("path %q twice", p.Path)
		}
		paths[p.Path] = true
		if !within(p.Body, p.Raw) && p.message != nil {
			t.Errorf("part %q: its body is elsewhere", p.Path)
		}
		if p.coding != coding7bit {
			decoded += int64(len(p.Decode()))
		}
		for _, c := range p.Children {
			if !within(c.Raw, p.Body) && p.coding == coding7bit {
				t.Errorf("part %q lies outside of %q", c.Path, p.Path)
			}
		}
		for _, f := range p.Header {
			wantClean(t, f.Value)
		}
		wantClean(t, p.Filename)
		wantClean(t, p.Text())
		wantClean(t, p.Type)
		return true
	})
	if decoded > m.limits.Decoded {
		t.Errorf("%d bytes decoded", decoded)
	}
	for _, f := range m.Findings {
		wantClean(t, f.Detail)
	}
}

func wantClean(t *testing.T, s string) {
	t.Helper()
	if !utf8.ValidString(s) || strings.IndexByte(s, 0) >= 0 {
		t.Errorf("%.80q is not clean", s)
	}
}

// FuzzLetter composes a letter with any strings and wants them back, and no
// field that was not asked for.
func FuzzLetter(f *testing.F) {
	f.Add("Subject", "Name", "text\n", "a.txt", []byte("data"), "text/plain")
	f.Add("[X#1] ü =?utf-8?q?x?=", "a\r\nBcc: x@y.org", "From x\n.\n\x00 ", "../ü\".eml", []byte("From: a@b.org\r\n\r\nx\r\n--=_"), "message/rfc822")
	f.Fuzz(func(t *testing.T, subject, name, text, file string, data []byte, kind string) {
		l := testLetter()
		l.Subject, l.To.Name, l.Text = subject, name, text
		l.Attach = []Attachment{{Type: kind, Name: file, Data: data}}
		_, m := compose(t, l)
		if got, want := m.Header.Text("Subject"), cutRunes(subject, maxSubject); got != want {
			t.Errorf("subject %q, want %q", got, want)
		}
		to, ok := m.Header.Addresses("To")
		if want := cutRunes(name, 100); !ok || len(to) != 1 || to[0].Addr != l.To.Addr || to[0].Name != want {
			t.Errorf("To %v, want %q", to, want)
		}
		if len(m.Header) != 8 && len(m.Header) != 7 {
			t.Errorf("%d fields", len(m.Header))
		}
		if len(m.Root.Children) != 2 {
			t.Fatalf("%d parts", len(m.Root.Children))
		}
		var asIs bytes.Buffer
		writeAsIs(&asIs, plainBreaks(text))
		if got, want := plainLines([]byte(m.Root.Children[0].Text())), plainLines(asIs.Bytes()); got != strings.TrimPrefix(want, "\ufeff") {
			t.Errorf("text %q, want %q", got, want)
		}
		got := m.Root.Children[1].Decode()
		if m.Root.Children[1].Type == "message/rfc822" {
			data = []byte(strings.ReplaceAll(plainLines(data), "\n", "\r\n"))
		}
		if !bytes.Equal(got, data) {
			t.Errorf("attachment %q, want %q", got, data)
		}
		payload, err := l.entity(nil, "", true)
		if err != nil || wellFormed(payload) != nil || !isASCII(payload) {
			t.Errorf("payload: %v %v", err, wellFormed(payload))
		}
	})
}

// FuzzWords wants any value to decode to one clean line, and what was encoded
// to come back.
func FuzzWords(f *testing.F) {
	f.Add("=?utf-8?q?gr=C3=BC=C3=9Fe?= =?latin1?b?/A==?=")
	f.Add("[CERT#2026-00042-7] ü =?x")
	f.Fuzz(func(t *testing.T, value string) {
		got := decodeText(value)
		wantClean(t, got)
		if strings.IndexFunc(got, breaksLine) >= 0 {
			t.Errorf("%q decodes to %q", value, got)
		}
		text := cutRunes(value, maxSubject)
		encoded := encodeText(text)
		if !isHeaderText(encoded) || decodeText(encoded) != text {
			t.Errorf("%q is encoded as %q, which reads %q", text, encoded, decodeText(encoded))
		}
	})
}
