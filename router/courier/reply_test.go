package courier

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/emersion/go-smtp"
	"github.com/google/go-cmp/cmp"
)

func TestReadReply(t *testing.T) {
	long := strings.Repeat("x", 2000)
	for in, want := range map[string]reply{
		"250 ok\r\n":                         {250, "ok"},
		"250 ok\n":                           {250, "ok"},
		"250\r\n":                            {250, ""},
		"354 \r\n":                           {354, ""},
		"250-a\r\n250-b c\r\n250 d\r\n221 x": {250, "a\nb c\nd"},
		"250-\r\n250\r\n":                    {250, "\n"},
		"554 " + long + "\r\n":               {554, long},
		"550-5.1.1 no\r\n550 5.1.1 user\r\n": {550, "5.1.1 no\n5.1.1 user"},
	} {
		if got, err := readReply(bufio.NewReader(strings.NewReader(in))); err != nil || got != want {
			t.Errorf("%.40q: %+v, %v; want %+v", in, got, err, want)
		}
	}
}

func TestReadReplyRefuses(t *testing.T) {
	for in, want := range map[string]error{
		"":                          io.EOF,
		"250 ok":                    io.EOF,
		"250-a\r\n":                 io.EOF,
		"25\r\n":                    errReply,
		"2500 ok\r\n":               errReply,
		"ok 250\r\n":                errReply,
		" 250 ok\r\n":               errReply,
		"\r\n":                      errReply,
		"250-a\r\n550 b\r\n":        errReply,
		"250-a\r\nb\r\n250 c\r\n":   errReply,
		strings.Repeat("2", 100000): errReply,
		"250 " + strings.Repeat("x", 100000) + "\r\n": errReply,
		strings.Repeat("250-x\r\n", 100000):           errReply,
	} {
		if got, err := readReply(bufio.NewReader(strings.NewReader(in))); !errors.Is(err, want) {
			t.Errorf("%.40q: %.40v, %v; want %v", in, got, err, want)
		}
	}
}

func TestRefusalHasItsEnhancedCode(t *testing.T) {
	for _, c := range []struct {
		text    string
		code    smtp.EnhancedCode
		message string
	}{
		{"5.1.1 no such user", smtp.EnhancedCode{5, 1, 1}, "no such user"},
		{"5.1.1 no\n5.1.1 such user", smtp.EnhancedCode{5, 1, 1}, "no\nsuch user"},
		{"5.1 no", smtp.EnhancedCode{}, "5.1 no"},
		{"5.-1.1 no", smtp.EnhancedCode{}, "5.-1.1 no"},
		{"5.1.99999 no", smtp.EnhancedCode{}, "5.1.99999 no"},
		{"", smtp.EnhancedCode{}, ""},
	} {
		want := &smtp.SMTPError{Code: 550, EnhancedCode: c.code, Message: c.message}
		if diff := cmp.Diff(want, reply{550, c.text}.refusal()); diff != "" {
			t.Errorf("%q: %s", c.text, diff)
		}
	}
}

// FuzzReply: a reply is read alike however its bytes are cut, takes no more
// than its own lines, and is no larger than they are.
func FuzzReply(f *testing.F) {
	f.Add([]byte("250-a\r\n250 b\r\n354 go\r\n"))
	f.Add([]byte("250\n"))
	f.Add([]byte("550-5.1.1 x\r\n550 5.1.1 y\r\n"))
	f.Add([]byte("250-a\r\n251 b\r\n"))
	f.Fuzz(func(t *testing.T, in []byte) {
		whole := bufio.NewReader(bytes.NewReader(in))
		got, err := readReply(whole)
		again, err2 := readReply(bufio.NewReader(iotest.OneByteReader(bytes.NewReader(in))))
		if got != again || (err == nil) != (err2 == nil) {
			t.Errorf("read whole %+v, %v; byte by byte %+v, %v", got, err, again, err2)
		}
		if err != nil {
			return
		}
		left, _ := io.ReadAll(whole)
		lines := string(in[:len(in)-len(left)])
		if n := strings.Count(lines, "\n"); n != 1+strings.Count(got.text, "\n") || len(got.text) > len(lines) {
			t.Errorf("reply %+v of the %d lines %q", got, n, lines)
		}
		if last := lines[strings.LastIndex("\n"+lines[:len(lines)-1], "\n"):]; len(last) > 3 && last[3] == '-' {
			t.Errorf("ended at %q, which goes on", last)
		}
		checkWords(t, words(got.refusal()))
	})
}
