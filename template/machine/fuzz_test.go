package machine

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"
)

// fuzzRead holds, for one way to hand a text to Read, what is true whatever
// the bytes are: no panic, clean texts, valid addresses, bounded output, and
// the same answer again.
func fuzzRead(f *testing.F, message func(text string) Message) {
	files, _ := filepath.Glob("testdata/*.*")
	for _, file := range files {
		if data, err := os.ReadFile(file); err == nil && !strings.HasSuffix(file, ".want") {
			f.Add(string(data))
		}
	}
	for _, l := range letters {
		f.Add(l.body)
	}
	f.Fuzz(func(t *testing.T, text string) {
		found, ok := Read(message(text))
		if ok != (len(found.Reports) > 0) || ok != (found.Kind != "") && ok || found.Rows < len(found.Reports) || len(found.Reports) > maxReports || len(found.Left) > maxLeft+utf8.UTFMax {
			t.Fatalf("recognised %v: kind %q, %d reports of %d rows, %d bytes left", ok, found.Kind, len(found.Reports), found.Rows, len(found.Left))
		}
		if !ok {
			return
		}
		for i := range found.Reports {
			checkReport(t, &found.Reports[i])
		}
		one := found.One()
		checkReport(t, &one)
		if again, _ := Read(message(text)); summary(&again) != summary(&found) {
			t.Fatal("the second reading differs from the first")
		}
		if !utf8.ValidString(found.Left) {
			t.Fatal("what is left is not valid UTF-8")
		}
	})
}

func FuzzAttachment(f *testing.F) {
	fuzzRead(f, func(text string) Message {
		return Message{Subject: "report", Body: "see there", Parts: []Part{{Type: "application/octet-stream", Name: "report", Data: []byte(text)}}}
	})
}

func FuzzBody(f *testing.F) {
	fuzzRead(f, func(text string) Message {
		return Message{Subject: clip(text, 80), Body: text, Header: func(string) string { return "Mon, 2 Mar 2026 04:30:07 +0000" }, Parts: []Part{{Type: "text/plain", Text: text}}}
	})
}

func FuzzFeedback(f *testing.F) {
	f.Add("Feedback-Type: abuse\nSource-IP: 192.0.2.1\nArrival-Date: Mon, 2 Mar 2026 04:30:07 IST\n\nReceived: from a (192.0.2.1) by b; x\n")
	fuzzRead(f, func(text string) Message {
		report, original, _ := strings.Cut(text, "\n\n")
		return feedbackMail(original, report, original)
	})
}

func FuzzMoment(f *testing.F) {
	for _, s := range []string{"Mon, 2 Mar 2026 04:30:07 +0000 (CET)", "2026-03-02T04:30:07.1Z", "Mon Mar 2 04:30:07 CEST 2026", "1450000000"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		m := readMoment(text)
		at, ok := m.utc()
		if !ok {
			return
		}
		again := readMoment(stamp(at))
		if back, ok := again.utc(); !ok || stamp(back) != stamp(at) {
			t.Fatalf("%q is %s, which reads as %s", text, stamp(at), stamp(back))
		}
	})
}

func BenchmarkReadPlainMail(b *testing.B) {
	body := strings.Repeat("Name: Jane Doe\nWe saw a lot of odd traffic from 192.0.2.7 to our mail host last night.\n", 50)
	m := Message{Subject: "an incident", Body: body, Parts: []Part{{Type: "text/plain", Text: body}}}
	b.SetBytes(int64(len(body)))
	b.ReportAllocs()
	for b.Loop() {
		if _, ok := Read(m); ok {
			b.Fatal("read")
		}
	}
}

func BenchmarkReadFeed(b *testing.B) {
	text := feed + strings.Repeat(strings.SplitAfter(feed, "\r\n")[1], 999)
	m := Message{Parts: []Part{{Type: "text/csv", Text: text}}}
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		if _, ok := Read(m); !ok {
			b.Fatal("not read")
		}
	}
}
