package mime

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestMbox splits files as mail programs write them.
func TestMbox(t *testing.T) {
	for _, c := range []struct {
		name, data string
		want       []string
	}{
		{"two", "From a Mon\nA: 1\n\none\n\nFrom b Tue\nB: 2\n\ntwo\n\n", []string{"A: 1\n\none\n", "B: 2\n\ntwo\n\n"}},
		{"crlf", "From a\r\nA: 1\r\n\r\none\r\n\r\nFrom b\r\nB: 2\r\n\r\ntwo\r\n", []string{"A: 1\r\n\r\none\r\n", "B: 2\r\n\r\ntwo\r\n"}},
		{"quoted", "From a\n\n>From b\n>>From c\n> From d\n", []string{"\nFrom b\n>From c\n> From d\n"}},
		{"From in a paragraph", "From a\n\none\nFrom here\n", []string{"\none\nFrom here\n"}},
		{"no mbox", "A: 1\n\none\n\nFrom b\n", []string{"A: 1\n\none\n\nFrom b\n"}},
		{"empty", "", nil},
		{"only From_", "From a\n", nil},
		{"no message between", "From a\n\nFrom b\nB: 2\n", []string{"B: 2\n"}},
	} {
		var got []string
		for mail := range Mbox([]byte(c.data)) {
			got = append(got, string(mail))
		}
		if d := cmp.Diff(c.want, got); d != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, d)
		}
	}
	for mail := range Mbox([]byte("From a\nA: 1\n\nFrom b\nB: 2\n")) {
		if string(mail) != "A: 1\n" {
			t.Errorf("first %q", mail)
		}
		break
	}
}

// FuzzMbox writes mails as mboxrd and wants them back.
func FuzzMbox(f *testing.F) {
	f.Add([]byte("A: 1\n\nFrom x\n>From y\n"), []byte("B: 2\n\ntwo\n"))
	f.Fuzz(func(t *testing.T, a, b []byte) {
		var file bytes.Buffer
		want := [][]byte{endLine(a), endLine(b)}
		for _, mail := range want {
			file.WriteString("From x@y.org Mon Jan  1 00:00:00 2026\n")
			for rest := mail; len(rest) > 0; {
				end := lineEnd(rest, 0)
				if bytes.HasPrefix(bytes.TrimLeft(rest[:end], ">"), []byte("From ")) {
					file.WriteByte('>')
				}
				file.Write(rest[:end])
				rest = rest[end:]
			}
			file.WriteByte('\n')
		}
		i := 0
		for mail := range Mbox(file.Bytes()) {
			if i >= len(want) || !bytes.Equal(endLine(bytes.TrimSuffix(mail, []byte("\n"))), endLine(bytes.TrimSuffix(want[i], []byte("\n")))) {
				t.Fatalf("mail %d: %q, want %q", i, mail, want)
			}
			i++
		}
		if i != len(want) {
			t.Errorf("%d mails, want %d", i, len(want))
		}
	})
}

// endLine ends the last line of a mail.
func endLine(mail []byte) []byte {
	mail = bytes.TrimRight(mail, "\r\n")
	return append(bytes.Clone(mail), '\n')
}
