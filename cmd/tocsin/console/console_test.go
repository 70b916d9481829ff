package console

import (
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"
)

func TestSafe(t *testing.T) {
	for in, want := range map[string]string{
		"plain ä 漢":                  "plain ä 漢",
		"a\x1b[31mred\x07":           "a·[31mred·",
		"two\r\nlines\tand":          "two· lines and",
		"evil\u202egnp.exe":          "evil·gnp.exe",
		"zero\u200bwidth\ufeff":      "zero·width·",
		"c1\u009b31m, raw \xff byte": "c1·31m, raw · byte",
		"  many   blanks  ":          "many blanks",
	} {
		if got := Safe(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
	if got := SafeText("a\r\n\tb\x1b"); got != "a\n\tb·" {
		t.Errorf("%q", got)
	}
}

func TestTable(t *testing.T) {
	tab := NewTable(Screen{}, "ref", "state", "subject")
	tab.Row("T#1", Styled(Red, "漢字"), "first\nline")
	tab.Row("T#1000", "open", "second")
	var b strings.Builder
	if _, err := tab.WriteTo(&b); err != nil {
		t.Fatal(err)
	}
	want := "REF     STATE  SUBJECT\nT#1     漢字   first line\nT#1000  open   second\n"
	if b.String() != want {
		t.Errorf("got\n%swant\n%s", b.String(), want)
	}
}

func TestTableOnTerminal(t *testing.T) {
	tab := NewTable(Screen{Terminal: true, Colour: true, Width: 20}, "a", "b")
	tab.Row(Styled(Green, "ok"), "a long line that ends beyond the edge")
	var b strings.Builder
	if _, err := tab.WriteTo(&b); err != nil {
		t.Fatal(err)
	}
	if got := b.String(); !strings.Contains(got, "\x1b[32mok\x1b[0m  a long line th…\n") {
		t.Errorf("%q", got)
	}
}

func TestEmptyTable(t *testing.T) {
	var b strings.Builder
	if n, err := NewTable(Screen{}, "a").WriteTo(&b); n != 0 || err != nil || b.Len() > 0 {
		t.Error(n, err, b.String())
	}
}

func TestProgress(t *testing.T) {
	now := time.Unix(0, 0)
	clock := func() time.Time { return now }
	var b strings.Builder
	p := NewProgress(&b, Screen{}, "filed", clock)
	p.Report(1, 3000)
	now = now.Add(10 * time.Second)
	p.Report(1500, 3000)
	p.Report(1600, 3000)
	p.End()
	if got := b.String(); got != "1,500 of 3,000 filed · 150/s · 10 s left\n" {
		t.Errorf("%q", got)
	}
	b.Reset()
	p = NewProgress(&b, Screen{Terminal: true}, "sent", clock)
	now = now.Add(time.Second)
	p.Report(5, 0)
	p.End()
	if got := b.String(); got != "\r\x1b[K5 sent · 5.0/s\r\x1b[K" {
		t.Errorf("%q", got)
	}
}

func TestWords(t *testing.T) {
	got := []string{Count(-1234567), Count(7), Span(0), Span(90 * time.Second), Span(5 * time.Minute), Span(125 * time.Minute), Span(99 * time.Hour), Bytes(5), Bytes(4096), Bytes(26 << 20)}
	want := "-1,234,567|7|1 s|90 s|5 min|2 h 5 min|4 d|5 B|4.0 KiB|26.0 MiB"
	if strings.Join(got, "|") != want {
		t.Error(got)
	}
}

func FuzzSafe(f *testing.F) {
	f.Add("a\x1b]0;title\x07\u202e")
	f.Fuzz(func(t *testing.T, in string) {
		for _, out := range []string{Safe(in), SafeText(in)} {
			if !utf8.ValidString(out) {
				t.Errorf("%q is not UTF-8", out)
			}
			for _, r := range out {
				if r != '\n' && r != '\t' && (unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r)) {
					t.Errorf("%U survived in %q", r, out)
				}
			}
		}
		if strings.ContainsAny(Safe(in), "\n\t") {
			t.Error("a line end survived in one line")
		}
	})
}
